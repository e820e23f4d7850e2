"""What is saved is on the page, however it was saved; what cannot be read leaves the page as it was, and is said."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest

from pccresponse.workspace import Workspace
from tests.preview.served import SLUG, Reader, Served, State, document, serving
from tests.repositories import TestRepository
from tests.small_workspaces import small_workspace, write_response

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)  # fmt: skip


class Shared:
    """One workspace with its server for all tests here; each begins with the files as they were committed first."""

    def __init__(self, workspace: Workspace, served: Served, repository: TestRepository, commit: str) -> None:
        self.workspace, self.served, self.repository, self.commit = workspace, served, repository, commit
        with served.reader() as reader:
            first = reader.until(is_fresh)
        self.texts, self.pages = texts_of(first), document(first)["pages"]

    def begin_again(self) -> None:
        """The files and the commit as at the beginning."""
        self.repository.git("reset", "--quiet", "--hard", self.commit)
        self.repository.git("clean", "--quiet", "-d", "--force")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, plain_environment: dict[str, str]) -> Iterator[Shared]:
    workspace = small_workspace(tmp_path_factory.mktemp("live") / "w", [SLUG, "2015-07-22-two"])
    repository = TestRepository(workspace.root)
    commit = repository.commit("Begin", "2015-08-01")
    with serving(workspace.root, plain_environment, SLUG) as served:
        yield Shared(workspace, served, repository, commit)


@pytest.fixture
def workspace(shared: Shared) -> Workspace:
    return shared.workspace


@pytest.fixture
def served(shared: Shared) -> Served:
    return shared.served


@pytest.fixture
def reader(shared: Shared) -> Iterator[Reader]:
    """Somebody who has the page before them, with the files as they were at first."""
    shared.begin_again()
    with shared.served.reader() as found:
        found.first = found.until(lambda state: is_fresh(state) and is_as_committed(state, shared))
        yield found


def is_as_committed(state: State, shared: Shared) -> bool:
    since = state["changes"]["since"].endswith(shared.commit[:7])
    is_whole = not (state["broken"] or state["changes"]["groups"])
    return since and is_whole and texts_of(state) == shared.texts and document(state)["pages"] == shared.pages


def texts_of(state: State) -> list[str]:
    """The versions of the texts. With the pages, they show that no file is left as a test before changed it."""
    return [each["text"]["version"] for each in state["documents"] if not each["failure"]]


def is_fresh(state: State) -> bool:
    return bool(document(state)["pages_state"] == "fresh")


def text_of(state: State, served: Served, name: str = "comments") -> str:
    return served.get(document(state, name)["text"]["url"]).text


def test_the_page_begins_with_everything_that_it_shows(reader: Reader, served: Served) -> None:
    state = reader.first
    assert served.page == f"r/{SLUG}"
    assert (state["slug"], state["title"], state["today"]) == (SLUG, f"A review of {SLUG}", "2026-11-22")
    assert served.state() == state
    assert state["broken"] is None
    assert state["counts"]["error"] == 0
    assert (state["clock"]["published_on"], state["clock"]["publication"]["clock"]) == (SLUG[:10], "no period")
    assert [duty["provision"] for duty in state["duties"]][:1] == ["s. 55(4)"]
    assert [each["name"] for each in state["documents"]] == ["comments", "submission-home-secretary", "panel-report"]
    assert state["changes"]["groups"] == []
    assert state["changes"]["since"].startswith("the last commit, ")
    assert (state["sign_off"]["who"], state["sign_off"]["roles"]) == ("the office", [])
    assert state["sign_off"]["state"] == "copies sent, according to the response (not recorded here)"
    assert "<p>Nothing much.</p>" in text_of(state, served)


def test_the_pages_come_after_the_text_and_can_be_looked_at(reader: Reader, served: Served) -> None:
    state = reader.until(lambda state: all(each["pages_state"] == "fresh" for each in state["documents"]))
    for each in state["documents"]:
        pages = each["pages"]
        assert (pages["count"], pages["width"], pages["height"]) == (1, 595, 842)
        assert pages["of_text"] == each["text"]["version"]
        assert served.get(pages["urls"][0]).content.startswith(b"\x89PNG")
        assert served.get(pages["pdf"]).content.startswith(b"%PDF-")


@pytest.mark.parametrize("way", ["in place", "by renaming", "by deleting first", "by way of a backup", "by truncating first"])
def test_a_save_is_seen_whichever_way_an_editor_saves(way: str, reader: Reader, served: Served, workspace: Workspace) -> None:
    before = reader.first
    file = workspace.response_file(SLUG)
    new = file.read_text().replace("Nothing much.", "Something else.")
    beside = file.with_name(".response.yaml.swp")
    if way == "in place":
        file.write_text(new)
    elif way == "by renaming":
        beside.write_text(new)
        beside.replace(file)
    elif way == "by deleting first":
        file.unlink()
        file.write_text(new)
    elif way == "by way of a backup":
        file.rename(file.with_name("response.yaml~"))
        file.write_text(new)
    else:
        with file.open("w") as opened:
            os.fsync(opened.fileno())
            opened.write(new)
    state = reader.until(lambda state: document(state)["text"] != document(before)["text"])
    assert state["broken"] is None
    assert "<p>Something else.</p>" in text_of(state, served)
    change = state["changes"]["groups"][0]["subjects"][0]["changes"][0]
    assert (change["kind"], change["passages"][0]["was"], change["passages"][0]["now"]) == (
        "reworded",
        "Nothing much.",
        "Something else.",
    )
    fresh = reader.until(lambda state: document(state)["pages_state"] == "fresh")
    assert document(fresh)["pages"]["of_text"] == document(state)["text"]["version"]


def test_what_breaks_leaves_the_page_and_is_said_and_mends(reader: Reader, served: Served, workspace: Workspace) -> None:
    before = reader.until(lambda state: all(each["pages_state"] == "fresh" for each in state["documents"]))
    file = workspace.response_file(SLUG)
    whole = file.read_text()
    file.write_text(whole.replace("report:\n", "report: {\n"))
    broken = reader.until(lambda state: state["broken"])
    assert broken["broken"] == {
        "since_sequence": broken["sequence"],
        "message": f"responses/{SLUG}/response.yaml cannot be read. Below is what it said before.",
    }
    assert broken["problems"][0]["line"]
    assert {key: broken[key] for key in ("clock", "duties", "documents", "title")} == {
        key: before[key] for key in ("clock", "duties", "documents", "title")
    }
    file.write_text(whole)
    mended = reader.until(lambda state: not state["broken"])
    assert {**mended, "sequence": 0} == {**before, "sequence": 0}


def test_an_office_that_breaks_is_said_and_one_that_changes_is_shown(reader: Reader, workspace: Workspace) -> None:
    first = reader.first
    office = workspace.responses / "office.yaml"
    whole = office.read_text()
    office.write_text("force: [")
    broken = reader.until(lambda state: state["broken"])
    assert broken["broken"]["message"].startswith("responses/office.yaml cannot be read")
    office.write_text(whole.replace("Alex Morgan", "Kim Marsh"))
    changed = reader.until(lambda state: not state["broken"])
    assert changed["changes"]["groups"][0]["heading"] == "Who the office is"
    assert changed["sequence"] > first["sequence"]


def test_a_template_at_fault_keeps_the_old_text_and_says_which_line(reader: Reader, served: Served, workspace: Workspace) -> None:
    first = reader.first
    template = workspace.templates / "plain" / "comments.html.j2"
    whole = template.read_text()
    template.write_text(whole.replace("</body>", "\n{{ nobody.knows }}</body>"))
    state = reader.until(lambda state: document(state)["failure"])
    comments = document(state)
    assert "comments.html.j2, line 4" in comments["failure"]
    assert comments["pages_state"] == "failed"
    assert comments["text"] == document(first)["text"]
    assert comments["pages"]["of_text"] == document(first)["text"]["version"]  # perhaps with the office of the test before
    assert not document(state, "panel-report")["failure"]
    template.write_text(whole.replace("<h1>", "<h1 id='new'>"))
    mended = reader.until(lambda state: document(state)["pages_state"] == "fresh")
    assert document(mended)["pages"]["anchors"] == {"new": 1}


def test_a_style_that_changes_changes_the_pages_and_not_the_text(reader: Reader, workspace: Workspace) -> None:
    first = reader.first
    template = workspace.templates / "plain" / "comments.html.j2"
    template.write_text(template.read_text().replace("<head>", "<head><style>h1 { color: green }</style>"))
    state = reader.until(
        lambda state: document(state)["pages_state"] == "fresh" and document(state)["pages"] != document(first)["pages"]
    )
    assert document(state)["text"] == document(first)["text"]
    assert document(state)["pages"]["of_text"] == document(first)["text"]["version"]


def test_pages_that_cannot_be_made_say_why(reader: Reader, workspace: Workspace) -> None:
    template = workspace.templates / "plain" / "panel_report.html.j2"
    template.write_text(template.read_text().replace("<h1>", "<img src='https://www.example.org/x.png' alt='x'><h1>"))
    state = reader.until(lambda state: document(state, "panel-report")["pages_state"] == "failed")
    assert "https://www.example.org/x.png" in document(state, "panel-report")["failure"]
    assert document(state)["pages_state"] == "fresh"


def test_a_logo_comes_goes_and_is_served(reader: Reader, served: Served, workspace: Workspace) -> None:
    first = reader.first
    template = workspace.templates / "plain" / "comments.html.j2"
    template.write_text(template.read_text().replace("<h1>", '{% if logo %}<img src="{{ logo.url }}" alt="x">{% endif %}<h1>'))
    (workspace.responses / "logo.png").write_bytes(PNG)
    office = workspace.responses / "office.yaml"
    office.write_text(f"{office.read_text()}logo: {{file: logo.png, alternative_text: A sun}}\n")
    state = reader.until(lambda state: document(state)["text"] != document(first)["text"] and "<img" in text_of(state, served))
    address = text_of(state, served).partition('src="')[2].partition('"')[0]
    assert address.startswith(f"/r/{SLUG}/logo/")
    assert served.get(address).headers["content-type"] == "image/png"
    (workspace.responses / "logo.png").write_bytes(b"no picture")
    spoilt = reader.until(lambda state: any(problem["code"] == "LOGO" for problem in state["problems"]))
    assert document(spoilt)["pages_state"] == "failed"
    assert "The logo logo.png cannot be used" in document(spoilt)["failure"]


def test_a_commit_changes_what_has_changed_since(reader: Reader, shared: Shared, workspace: Workspace) -> None:
    first = reader.first
    write_response(workspace, SLUG, "Something else.")
    changed = reader.until(lambda state: state["changes"]["groups"])
    assert changed["changes"]["since"] == first["changes"]["since"]
    name = shared.repository.commit("Reword", "2015-08-02")
    state = reader.until(lambda state: not state["changes"]["groups"])
    assert state["changes"]["since"] == f"the last commit, {name[:7]}"


def test_a_response_that_goes_and_comes_again_is_followed(reader: Reader, served: Served, workspace: Workspace) -> None:
    first = reader.first
    folder = workspace.responses / SLUG
    away = workspace.root / "away"
    folder.rename(away)
    gone = reader.until(lambda state: state["broken"])
    assert [problem["code"] for problem in gone["problems"]][:1] == ["FILE-MISSING"]
    assert gone["documents"][0]["text"] == first["documents"][0]["text"]
    assert served.get(f"/r/{SLUG}").status_code == 200, "the page that is open can still be loaded again"
    away.rename(folder)
    back = reader.until(lambda state: not state["broken"])
    assert back["problems"] == first["problems"]


def test_all_responses_may_go_and_come_again_as_when_a_branch_is_changed(
    reader: Reader, shared: Shared, workspace: Workspace
) -> None:
    first = reader.first
    shutil.rmtree(workspace.responses)
    reader.until(lambda state: state["broken"])
    shared.begin_again()
    assert reader.until(lambda state: not state["broken"])["clock"] == first["clock"]
    write_response(workspace, SLUG, "The folder that is there now is watched.")
    reader.until(lambda state: document(state)["text"] != document(first)["text"])


def test_a_file_that_is_too_long_or_unreadable_is_a_problem_and_no_end(reader: Reader, workspace: Workspace) -> None:
    file = workspace.response_file(SLUG)
    whole = file.read_bytes()
    file.write_bytes(whole + b"#" * (6 << 20))
    codes = [problem["code"] for problem in reader.until(lambda state: state["broken"])["problems"]]
    assert codes == ["FILE-TOO-LARGE"]
    file.write_bytes(b"\xff\xfe\x00\x00" * 100)
    assert reader.until(lambda state: [problem["code"] for problem in state["problems"]] != codes)["broken"]
    file.unlink()
    file.mkdir()
    assert reader.until(lambda state: [problem["code"] for problem in state["problems"]] == ["FILE-FOLDER"])["broken"]
    file.rmdir()
    file.write_bytes(whole)
    assert reader.until(lambda state: not state["broken"])


def test_a_save_that_changes_nothing_tells_nobody_anything(reader: Reader, served: Served, workspace: Workspace) -> None:
    first = reader.until(lambda state: all(each["pages_state"] == "fresh" for each in state["documents"]))
    file = workspace.response_file(SLUG)
    file.write_bytes(file.read_bytes())
    file.touch()
    (file.parent / ".response.yaml.swp").write_text("an editor's own")
    write_response(workspace, "2015-07-22-two", "Another response.")
    assert served.state("2015-07-22-two")["title"] == "A review of 2015-07-22-two"
    write_response(workspace, SLUG, "Something at last.")
    assert reader.next()["sequence"] == first["sequence"] + 1


def test_two_readers_are_told_the_same(reader: Reader, served: Served, workspace: Workspace) -> None:
    with served.reader() as another:
        assert another.next()["documents"] == reader.first["documents"]
        write_response(workspace, SLUG, "For both.")
        told = [each.until(lambda state: "For both." in str(state["changes"])) for each in (reader, another)]
        assert told[0]["changes"] == told[1]["changes"]


def test_what_somebody_looks_at_is_made_first(reader: Reader, served: Served, workspace: Workspace) -> None:
    assert served.get(document(reader.first, "panel-report")["text"]["url"]).status_code == 200
    write_response(workspace, SLUG, "Which will be the first?")
    reader.until(lambda state: state["changes"]["groups"])
    state = reader.until(lambda state: any(each["pages_state"] == "fresh" for each in state["documents"]))
    assert [each["name"] for each in state["documents"] if each["pages_state"] == "fresh"] == ["panel-report"]
    served.get(document(state)["text"]["url"])
