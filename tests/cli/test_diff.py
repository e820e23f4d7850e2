"""`diff`: two states of a response, named in any of its ways, and what is said of them as words, as data and as a page."""

from __future__ import annotations

import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from pccresponse.cli.diff import command
from pccresponse.workspace import Workspace
from tests.conftest import Program
from tests.published import SLUG, WITH_LOGO, publish, workspace_with
from tests.repositories import TestRepository

WIDEST = 80


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return workspace_with(tmp_path / "office", SLUG, WITH_LOGO)


def edit(workspace: Workspace, old: str, new: str, slug: str = WITH_LOGO) -> None:
    """Put `new` for the first `old` in a response."""
    path = workspace.response_file(str(workspace.responses / slug))
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_without_another_side_the_last_commit_is_meant(workspace: Workspace, program: Program) -> None:
    TestRepository(workspace.root).commit("Begin", "2024-08-01")
    done = program("diff", WITH_LOGO, cwd=workspace.root)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"From HEAD:{WITH_LOGO} to {WITH_LOGO}\nNothing was changed.\n"
    edit(workspace, "Calls wait too long", "Calls wait far too long")
    edit(workspace, "published_on: 2024-06-18", "published_on: 2024-06-19")
    done = program("diff", WITH_LOGO, cwd=workspace.root)
    assert done.returncode == 1
    assert done.stdout.startswith(
        f"""From HEAD:{WITH_LOGO} to {WITH_LOGO}

What it does in law
  The last day to publish moves from Monday 12 August 2024 to Tuesday 13 August
    2024: section 55(5A).
"""
    )
    assert re.sub(r"\b[0-9a-f]{8}\b", "3f2a9c1b", done.stdout).endswith(
        """
The rest of the response
  The report
    published on: changed
      [-18 June 2024-] {+19 June 2024+}
    summary: reworded
      … offenders and suspects. Calls wait {+far+} too long, the vulnerability
      of …

2 changes.
The version was 3f2a9c1b and is now 3f2a9c1b. Approvals of the old version are
  out of date.
"""
    )
    assert max(map(len, done.stdout.splitlines())) <= WIDEST


def test_words_that_came_and_went_are_in_colour_and_marked_besides(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(workspace.responses / WITH_LOGO, workspace.root / "old")
    edit(workspace, "status: in progress", "status: complete")
    monkeypatch.chdir(workspace.root)
    said = CliRunner().invoke(command, ["old", WITH_LOGO], color=True).output
    went, came = (click.style(word, fg=colour) for word, colour in (("progress-]", "red"), ("{+complete+}", "green")))
    assert f"{went} {came}" in said


def test_two_commits_are_compared_by_their_revisions(workspace: Workspace, program: Program) -> None:
    repository = TestRepository(workspace.root)
    repository.commit("Begin", "2024-08-01")
    edit(workspace, "status: in progress", "status: complete")
    repository.commit("Go on", "2024-08-02")
    edit(workspace, "Calls wait too long", "Calls wait far too long")
    done = program("diff", f"HEAD~1:{WITH_LOGO}", f"HEAD:{WITH_LOGO}", "--format", "json", cwd=workspace.root)
    assert done.returncode == 1
    data = json.loads(done.stdout)
    assert data["changed"] is True
    assert [(each["kind"], each["was"], each["now"]) for each in data["changes"]] == [("changed", "in progress", "complete")]
    assert not list(workspace.build.glob("*"))


def test_the_data_have_everything(workspace: Workspace, program: Program, tmp_path: Path) -> None:
    old = tmp_path / "old"
    shutil.copytree(workspace.responses / WITH_LOGO, old)
    edit(workspace, "Calls wait too long", "Calls wait far too long")
    done = program("diff", str(old), WITH_LOGO, "--format", "json", cwd=workspace.root)
    assert json.loads(done.stdout) == {
        "old": str(old),
        "new": WITH_LOGO,
        "title": "PEEL 2023–25: An inspection of Westshire Police",
        "in_law": [],
        "versions": json.loads(done.stdout)["versions"],
        "changes": [
            {
                "kind": "reworded",
                "part": "response",
                "what": "The report",
                "field": "summary",
                "was": json.loads(done.stdout)["changes"][0]["was"],
                "now": json.loads(done.stdout)["changes"][0]["now"],
                "passages": [
                    {
                        "before": "… offenders and suspects. Calls wait",
                        "was": "",
                        "now": "far",
                        "after": "too long, the vulnerability of …",
                    }
                ],
                "old_path": ["report", "summary"],
                "new_path": ["report", "summary"],
                "approved": True,
            }
        ],
        "changed": True,
        "publish_by": {"old": "2024-08-12", "new": "2024-08-12"},
    }


def test_a_pdf_is_no_other_than_the_yaml_it_was_made_from(workspace: Workspace, program: Program, tmp_path: Path) -> None:
    publish(workspace)
    pdf = shutil.copy(workspace.responses / SLUG / "published" / "1" / "comments.pdf", tmp_path)
    done = program("diff", pdf, SLUG, cwd=workspace.root)
    assert done.returncode == 0, done.stdout + done.stderr
    edit(workspace, "published_on: 2015-07-21", "published_on: 2015-07-22", SLUG)
    assert "[-21 July 2015-] {+22 July 2015+}" in program("diff", pdf, SLUG, cwd=workspace.root).stdout
    assert program("diff", pdf, pdf, cwd=tmp_path).returncode == 0, "two PDFs need no workspace"


def test_a_response_alone_is_compared_with_what_was_published_of_it_and_needs_no_git(
    workspace: Workspace, program: Program
) -> None:
    publish(workspace)
    done = program("diff", SLUG, cwd=workspace.root, PATH="")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith(f"From {SLUG} as published ")
    assert "(version 1) to " in done.stdout
    assert "Nothing was changed." in done.stdout
    edit(workspace, "published_on: 2015-07-21", "published_on: 2015-07-22", SLUG)
    done = program("diff", SLUG, cwd=workspace.root, PATH="")
    assert "[-21 July 2015-] {+22 July 2015+}" in done.stdout
    assert re.search(
        r"The version was [0-9a-f]{8} and is now [0-9a-f]{8}\. Approvals of the old version are out of date",
        " ".join(done.stdout.split()),
    )


def test_what_was_published_and_is_no_longer_kept_is_a_sentence(workspace: Workspace, program: Program) -> None:
    publish(workspace)
    for path in (workspace.responses / SLUG / "published" / "1").glob("*.pdf"):
        path.unlink()
    done = program("diff", SLUG, cwd=workspace.root)
    assert done.returncode == 3
    assert "(version 1) cannot be compared: " in done.stderr
    assert "pdf is missing." in done.stderr
    assert f"pccresponse diff HEAD:{SLUG} {SLUG}" in done.stderr


def test_what_is_recorded_after_an_approval_is_told_and_makes_no_other_version(
    workspace: Workspace, program: Program, tmp_path: Path
) -> None:
    old = tmp_path / "old"
    shutil.copytree(workspace.responses / WITH_LOGO, old)
    edit(workspace, "published_on: 2024-08-06", "published_on: 2024-08-14")
    done = program("diff", str(old), WITH_LOGO, "--today", "2024-08-05", cwd=workspace.root)
    said = " ".join(done.stdout.split())
    assert "[-6 August 2024-] {+14 August 2024+}" in said
    assert (
        "Now a warning, S55-5A-LATE: The comments are planned for publication on 14 August 2024, 2 days after the last day" in said
    )
    assert re.search(r"The version is [0-9a-f]{8}, as before", said)


def test_a_publication_that_was_late_on_both_sides_is_no_news(workspace: Workspace, program: Program) -> None:
    """The files of what was published are compared with their record. A commit from before it has none."""
    edit(workspace, "published_on: 2024-08-06", "published_on: 2024-08-14")
    TestRepository(workspace.root).commit("Begin", "2024-08-01")
    publish(workspace, WITH_LOGO, on="2024-08-14")
    edit(workspace, "Calls wait too long", "Calls wait far too long")
    for sides in ((WITH_LOGO,), (f"HEAD:{WITH_LOGO}", WITH_LOGO)):
        done = program("diff", *sides, "--today", "2024-08-20", cwd=workspace.root)
        assert "{+far+}" in done.stdout, done.stderr
        assert "S55-5A" not in done.stdout
    edit(workspace, "published_on: 2024-06-18", "published_on: 2024-06-21")
    done = program("diff", WITH_LOGO, "--today", "2024-08-20", cwd=workspace.root)
    assert "No longer a warning, S55-5A-LATE: The comments are dated 14 August 2024, 2 days" in " ".join(done.stdout.split())


def test_a_single_file_is_read_with_the_office_of_the_workspace(workspace: Workspace, program: Program, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere" / "deep" / "draft.yaml"
    copy.parent.mkdir(parents=True)
    shutil.copy(workspace.responses / SLUG / "response.yaml", copy)
    done = program("diff", str(copy), SLUG, cwd=workspace.root)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("nothing", SLUG), 2, 'There is no response called "nothing"'),
        ((f"HEAD~9:{SLUG}", SLUG), 2, 'There is no revision "HEAD~9"'),
        (("HEAD:nothing", SLUG), 2, "At HEAD there was no response called nothing."),
        (("HEAD:", SLUG), 2, "names no response after the colon"),
        (("plain.pdf", SLUG), 3, "plain.pdf cannot be compared. The file is not a PDF."),
        (("broken", SLUG), 3, "broken cannot be read, so nothing can be compared with it."),
        ((SLUG, SLUG, "--html", "no/such/folder.html"), 3, "could not be saved"),
        ((SLUG, SLUG, "--pdf", "no/such/folder.pdf"), 3, "could not be saved"),
    ],
    ids=lambda value: " ".join(value[:1]) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_compared_is_a_sentence_and_never_exit_code_1(
    workspace: Workspace, program: Program, arguments: tuple[str, ...], code: int, says: str
) -> None:
    TestRepository(workspace.root).commit("Begin", "2024-08-01")
    (workspace.root / "plain.pdf").write_bytes(b"no PDF")
    broken = workspace.root / "responses" / "broken"
    broken.mkdir()
    (broken / "response.yaml").write_text("report:\n  title: 5\n  tittle: x\n")
    done = program("diff", *arguments, cwd=workspace.root)
    assert done.returncode == code, done.stdout + done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    if arguments[0] == "broken":
        assert "response.yaml:3:3: error " in done.stderr


class _Page(HTMLParser):
    """What a reader of the page with a screen reader gets to know of it."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.elements: list[str] = []
        self.language: str | None = None
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        if tag not in ("meta", "link", "br"):
            self._open.append(tag)
        if tag == "html":
            self.language = dict(attrs)["lang"]
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in self._open:
            self.texts.setdefault(tag, []).append(data)

    def close(self) -> None:
        super().close()
        assert not self._open


def test_the_page_can_be_read_by_everybody(workspace: Workspace, program: Program, tmp_path: Path) -> None:
    old: Any = tmp_path / "old"
    shutil.copytree(workspace.responses / WITH_LOGO, old)
    edit(workspace, "Calls wait too long", "Calls <script>wait</script> far too long")
    edit(workspace, "status: in progress", "status: complete")
    edit(workspace, "published_on: 2024-06-18", "published_on: 2024-06-19")
    done = program("diff", str(old), WITH_LOGO, "--html", "page.html", cwd=workspace.root)
    assert done.returncode == 1
    assert done.stdout.endswith("Written: page.html\n")
    text = (workspace.root / "page.html").read_text("utf-8")
    page = _Page()
    page.feed(text)
    page.close()
    assert text.startswith("<!doctype html>")
    assert page.language == "en-GB"
    assert "".join(page.texts["title"]) == "What changed: PEEL 2023–25: An inspection of Westshire Police"
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in zip(page.headings, page.headings[1:], strict=False))
    assert {"main", "section", "ins", "del"} <= set(page.elements)
    assert not {"script", "link", "img", "iframe"} & set(page.elements)
    assert {"in progress", "wait"} <= set(page.texts["del"])
    assert "complete" in page.texts["ins"]
    said = " ".join("".join(page.texts["main"]).split())
    for words in ("[deleted: wait] [inserted: <script>wait</script> far]", "[was: in progress] [now: complete]"):
        assert words in said
    assert "prefers-color-scheme: dark" in text
    assert "http" not in text


def test_the_pdf_for_a_meeting_is_written_and_named(workspace: Workspace, program: Program) -> None:
    TestRepository(workspace.root).commit("Begin", "2024-08-01")
    edit(workspace, "sent_on: not recorded", "sent_on: 2015-08-03", SLUG)
    done = program("diff", SLUG, "--pdf", "changes.pdf", cwd=workspace.root)
    assert done.returncode == 1, done.stderr
    assert done.stdout.endswith("Written: changes.pdf\n")
    assert (workspace.root / "changes.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert [path.name for path in workspace.root.iterdir() if path.name.startswith(".") and path.name != ".git"] == []


def test_a_single_file_without_any_office_is_a_sentence(workspace: Workspace, program: Program, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere" / "deep" / "draft.yaml"
    copy.parent.mkdir(parents=True)
    shutil.copy(workspace.responses / SLUG / "response.yaml", copy)
    (workspace.responses / "office.yaml").unlink()
    done = program("diff", str(copy), SLUG, cwd=workspace.root)
    assert done.returncode == 3
    assert f"The file office.yaml that {copy} is to be read with is not there." in done.stderr
