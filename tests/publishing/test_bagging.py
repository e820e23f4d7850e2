"""A bag is what was published, whole, checked by the Library of Congress's own program; and it can be worked in."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from datetime import date
from hashlib import sha256, sha512
from importlib.metadata import version
from pathlib import Path

import msgspec
import pytest

from pccresponse import __version__
from pccresponse.foundation.errors import CannotRunError, WrongUseError
from pccresponse.foundation.writing import whole_folder
from pccresponse.models.record import History, VerifiedAgainst
from pccresponse.pipeline.checking import check
from pccresponse.pipeline.editions import begin_edition, release_edition
from pccresponse.pipeline.record import as_json
from pccresponse.publishing.bagging import BagResult, NotArchivableError, bag
from pccresponse.reading import HISTORY_FILE
from pccresponse.statute import tables
from pccresponse.workspace import Workspace
from tests.conftest import ROOT
from tests.published import DOCUMENTS, SLUG, TODAY, WITH_LOGO, publish, workspace_with

TITLE = "South Yorkshire Police: National Child Protection Inspection, post-inspection review"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Two responses; the first was published."""
    made = workspace_with(tmp_path / "office", SLUG, WITH_LOGO)
    publish(made)
    return made


def bagged(workspace: Workspace, *names: str, into: str = "archive", today: date = TODAY) -> BagResult:
    return bag(names or (SLUG,), workspace, workspace.root.parent / into, today=today)


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def validated(folder: Path) -> subprocess.CompletedProcess[str]:
    """What `bagit.py --validate` says, as a program of its own."""
    script = Path(sys.executable).with_name("bagit.py")
    program = [sys.executable, "-W", "ignore", str(script) if script.exists() else "-mbagit"]
    return subprocess.run([*program, "--validate", str(folder)], capture_output=True, encoding="utf-8", check=False)


def test_the_library_of_congress_finds_the_bag_valid_and_sees_a_single_changed_byte(workspace: Workspace) -> None:
    made = bagged(workspace)
    assert validated(made.folder).returncode == 0
    pdf = made.folder / "data" / "responses" / SLUG / "published" / "1" / "comments.pdf"
    content = bytearray(pdf.read_bytes())
    content[len(content) // 2] ^= 1
    pdf.write_bytes(content)
    done = validated(made.folder)
    assert done.returncode == 1
    assert "comments.pdf sha256 validation failed" in done.stderr


def test_a_bag_holds_what_was_published_and_nothing_else(workspace: Workspace) -> None:
    folder = workspace.responses / SLUG
    for stray in ("notes.txt", ".hidden", "published/1/comments.pdf.unfinished", "published/.unfinished-x/comments.pdf"):
        (folder / stray).parent.mkdir(exist_ok=True)
        (folder / stray).write_text("not for the archive")
    made = bagged(workspace)
    found = files_in(made.folder / "data")
    response = f"responses/{SLUG}"
    assert {path for path in found if not path.startswith(("templates/", "law-tables/"))} == {
        "README.txt",
        "responses/office.yaml",
        f"{response}/response.yaml",
        f"{response}/record.json",
        *(f"{response}/published/1/{name}.pdf" for name in DOCUMENTS),
    }
    for path in found:
        if path.startswith("responses/"):
            assert found[path] == (workspace.root / path).read_bytes()
    assert {path.removeprefix("law-tables/") for path in found if path.startswith("law-tables/")} == set(tables())
    assert {path.split("/")[1] for path in found if path.startswith("templates/")} == {"2015"}
    assert (made.documents, made.files, made.bytes) == (len(DOCUMENTS), len(found), sum(map(len, found.values())))
    assert made.taken == ()


def test_the_inside_of_a_bag_is_a_workspace(workspace: Workspace) -> None:
    inside = Workspace(bagged(workspace).folder / "data")
    assert inside.slugs() == (SLUG,)
    checked = check(inside.response_file(SLUG), inside, today=TODAY)
    assert checked.edition
    assert checked.edition.folder.is_relative_to(inside.root)
    assert not checked.has_errors


def test_every_file_is_listed_with_both_checksums_and_every_list_too(workspace: Workspace) -> None:
    folder = bagged(workspace).folder
    found = files_in(folder)
    for name, digest in (("sha256", sha256), ("sha512", sha512)):
        for lists, listed in (("manifest", True), ("tagmanifest", False)):
            expected = {
                path: digest(content).hexdigest()
                for path, content in found.items()
                if path.startswith("data/") == listed and not path.startswith("tagmanifest-")
            }
            lines = found[f"{lists}-{name}.txt"].decode().splitlines()
            assert {path: value for value, path in (line.split("  ") for line in lines)} == expected
            if not listed:
                assert [line.split("  ")[1] for line in lines] == sorted(expected)
    assert found["bagit.txt"] == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def test_the_same_on_the_same_day_gives_the_same_bytes(workspace: Workspace) -> None:
    first, second = bagged(workspace, into="a"), bagged(workspace, into="b")
    assert files_in(first.folder) == files_in(second.folder)
    later = files_in(bagged(workspace, into="c", today=date(2026, 11, 23)).folder)
    assert {path for path, content in files_in(first.folder).items() if later[path] != content} == {
        "data/README.txt",
        "bag-info.txt",
        "manifest-sha256.txt",
        "manifest-sha512.txt",
        "tagmanifest-sha256.txt",
        "tagmanifest-sha512.txt",
    }


def test_the_bag_says_what_it_is_and_who_to_ask(workspace: Workspace) -> None:
    office = workspace.responses / "office.yaml"
    words = "address: |\n  The office\n  18 Street\nemail: office@example.org\ntelephone: 01234 567890\n"
    office.write_text(office.read_text("utf-8") + words, encoding="utf-8")
    publish(workspace, reason="Who to ask.")
    info = (bagged(workspace).folder / "bag-info.txt").read_text("utf-8")
    assert re.sub(r"Payload-Oxum: \d+\.\d+", "Payload-Oxum: N", info).splitlines() == [
        f"Bag-Software-Agent: pccresponse {__version__}, with bagit {version('bagit')}",
        "Bagging-Date: 2026-11-22",
        "Contact-Email: office@example.org",
        "Contact-Phone: 01234 567890",
        f"External-Description: Published under section 55 of the Police Act 1996: {TITLE}",
        f"External-Identifier: {SLUG}",
        "Organization-Address: The office, 18 Street",
        "Payload-Oxum: N",
        "Source-Organization: Police and Crime Commissioner for South Yorkshire",
    ]


def test_the_note_says_in_plain_words_what_it_is_how_to_check_it_and_how_to_make_it_again(workspace: Workspace) -> None:
    publish(workspace, reason="A figure was wrong.\x1b[2J")
    note = (bagged(workspace).folder / "data" / "README.txt").read_text("utf-8")
    assert all(len(line) <= 80 for line in note.splitlines())
    assert all(line.isprintable() for line in note.splitlines())
    said = " ".join(note.split())
    digest = sha256((workspace.responses / SLUG / "published" / "2" / "comments.pdf").read_bytes()).hexdigest()
    for words in (
        "National Child Protection Inspection, post-inspection review",
        "Police and Crime Commissioner for South Yorkshire",
        "Version 1, published in 2015",
        "Version 2, published in September 2015",
        "A figure was wrong.",
        "section 55 as in force from 22 November 2012",
        "22 November 2026",
        f"comments.pdf, 1 page {digest}",
        "weasyprint 70",
        "bagit.py --validate .",
        "sha256sum --check manifest-sha256.txt",
        f"pccresponse verify {SLUG}",
        "IF THE PROGRAM NO LONGER EXISTS",
    ):
        assert words in said


def test_the_sums_can_be_checked_by_hand(workspace: Workspace) -> None:
    if not shutil.which("sha256sum"):
        pytest.skip("no sha256sum on this machine")
    made = bagged(workspace)
    done = subprocess.run(["sha256sum", "--check", "manifest-sha256.txt"], cwd=made.folder, capture_output=True, check=False)
    assert done.returncode == 0
    assert done.stdout.count(b": OK\n") == made.files


def test_what_was_never_published_is_refused_all_of_it_at_once(workspace: Workspace) -> None:
    shutil.copytree(workspace.responses / WITH_LOGO, workspace.responses / "2024-06-19-another")
    with pytest.raises(NotArchivableError) as refusal:
        bagged(workspace, SLUG, WITH_LOGO, "2024-06-19-another")
    assert refusal.value.message == f"Never published: {WITH_LOGO}, 2024-06-19-another."
    assert "pccresponse publish" in refusal.value.remedy
    assert [path.name for path in workspace.root.parent.iterdir()] == ["office"]


def test_published_files_that_are_missing_or_changed_are_refused_and_nothing_is_left(workspace: Workspace) -> None:
    place = workspace.responses / SLUG / "published" / "1"
    (place / "comments.pdf").unlink()
    (place / "submission-home-secretary.pdf").write_bytes(b"%PDF-1.7 another")
    (workspace.responses / SLUG / "response.yaml").write_text("report: [\n")
    with pytest.raises(NotArchivableError) as refusal:
        bagged(workspace)
    assert refusal.value.message.splitlines() == [
        f"{SLUG}, version 1: comments.pdf is missing.",
        f"{SLUG}, version 1: submission-home-secretary.pdf is not the file that was published.",
        f"{SLUG}: response.yaml as it was published cannot be found.",
    ]
    assert [path.name for path in workspace.root.parent.iterdir()] == ["office"]


def test_input_that_was_changed_since_is_in_the_bag_as_it_was_published(workspace: Workspace) -> None:
    publish(workspace, WITH_LOGO)
    before = files_in(workspace.responses)
    for path in (SLUG + "/response.yaml", "office.yaml", WITH_LOGO + "/logo.png"):
        with (workspace.responses / path).open("ab") as file:
            file.write(b"# and since then\n")
    made = bagged(workspace, SLUG, WITH_LOGO)
    found = files_in(made.folder / "data" / "responses")
    assert "office.yaml" not in found
    assert found[f"{SLUG}/response.yaml"] == before[f"{SLUG}/response.yaml"]
    assert found[f"{SLUG}/office.yaml"] == before["office.yaml"]
    assert found[f"{WITH_LOGO}/logo.png"] == before[f"{WITH_LOGO}/logo.png"]
    assert found[f"{WITH_LOGO}/office.yaml"] == before[f"{WITH_LOGO}/office.yaml"]
    assert [sentence.partition(" is in the bag")[0] for sentence in made.taken] == [
        f"{SLUG}: response.yaml",
        f"{SLUG}: office.yaml",
        f"{WITH_LOGO}: logo.png",
    ]


def test_an_office_that_two_responses_share_is_in_the_bag_once(workspace: Workspace) -> None:
    shutil.copytree(
        workspace.responses / SLUG,
        workspace.responses / "2015-07-22-again",
        ignore=shutil.ignore_patterns("record.json", "published"),
    )
    publish(workspace, "2015-07-22-again")
    made = bagged(workspace, SLUG, "2015-07-22-again", SLUG)
    assert made.slugs == (SLUG, "2015-07-22-again")
    assert [path for path in files_in(made.folder / "data") if path.endswith("office.yaml")] == ["responses/office.yaml"]
    info = (made.folder / "bag-info.txt").read_text("utf-8")
    assert info.count("External-Identifier: ") == 2
    assert info.count("Source-Organization: ") == 1


def test_an_edition_of_the_office_goes_with_it_and_has_to_be_as_it_was(workspace: Workspace) -> None:
    own = begin_edition("ours", like="2026", workspace=workspace, today=TODAY)
    release_edition("ours", on=TODAY, workspace=workspace)
    path = workspace.response_file(SLUG)
    path.write_text(re.sub(r"(?m)^edition:.*$", 'edition: "ours"', path.read_text("utf-8")), encoding="utf-8")
    publish(workspace, reason="In our own dress.")
    inside = bagged(workspace).folder / "data" / "templates"
    assert sorted(each.name for each in inside.iterdir()) == ["2015", "ours"]
    assert files_in(inside / "ours") == files_in(own)
    (own / "comments.html.j2").write_text("<p>Another</p>")
    with pytest.raises(NotArchivableError, match=r"version 2: the edition ours is not as it was then: comments\.html\.j2\."):
        bagged(workspace, into="b")
    shutil.rmtree(own)
    with pytest.raises(NotArchivableError, match="version 2: the edition ours of the templates is not there"):
        bagged(workspace, into="c")


def test_a_link_out_of_the_workspace_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    pdf = workspace.responses / SLUG / "published" / "1" / "comments.pdf"
    shutil.move(pdf, tmp_path / "elsewhere.pdf")
    pdf.symlink_to(tmp_path / "elsewhere.pdf")
    with pytest.raises(NotArchivableError, match=r"comments\.pdf is a link"):
        bagged(workspace)


@pytest.mark.parametrize("name", ["../../../../etc/passwd", "a/b", "", "con:1", ".hidden"])
def test_a_record_cannot_name_files_elsewhere(workspace: Workspace, name: str) -> None:
    path = workspace.responses / SLUG / "record.json"
    record = msgspec.json.decode(path.read_bytes())
    record["versions"][0]["documents"][name] = record["versions"][0]["documents"].pop("comments")
    path.write_bytes(msgspec.json.encode(record))
    with pytest.raises(NotArchivableError, match="has a name that no document has"):
        bagged(workspace)


def test_a_response_outside_the_workspace_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    shutil.copytree(workspace.responses / SLUG, tmp_path / SLUG)
    with pytest.raises(WrongUseError, match="is not a folder in responses/"):
        bag([str(tmp_path / SLUG)], workspace, tmp_path / "archive", today=TODAY)


def test_a_folder_that_holds_something_is_never_written_to(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for into, says in (("full", "is not empty"), ("file", "is a file"), ("office/responses/bag", "is inside")):
        with pytest.raises(WrongUseError, match=says):
            bagged(workspace, into=into)
    assert files_in(tmp_path / "full") == {"mine.txt": b"mine"}
    (tmp_path / "empty").mkdir()
    assert validated(bagged(workspace, into="empty").folder).returncode == 0
    assert bagged(workspace, into="far/away").folder == tmp_path / "far" / "away"


def test_a_disk_that_will_not_is_a_sentence_and_leaves_nothing(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(CannotRunError, match=r"could not be written to .*: No space left on device"):
        bagged(workspace)
    assert [path.name for path in workspace.root.parent.iterdir()] == ["office"]


def test_making_a_bag_leaves_us_in_our_folder(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(workspace.root)
    bagged(workspace)
    assert Path(os.getcwd()) == workspace.root.resolve()  # noqa: PTH109 - what the system says


def with_report(workspace: Workspace, verified: bool = True) -> Path:
    """The published response says which report it was verified against, and keeps it."""
    report = workspace.responses / SLUG / "report.txt"
    report.write_text("The report itself.")
    record = report.with_name(HISTORY_FILE)
    history = msgspec.json.decode(record.read_bytes(), type=History)
    against = VerifiedAgainst(file=report.name, sha256=sha256(report.read_bytes()).hexdigest(), findings=3, quotations=1)
    version = msgspec.structs.replace(history.versions[-1], verified_against=against if verified else None)
    record.write_bytes(as_json(msgspec.structs.replace(history, versions=(*history.versions[:-1], version))))
    return report


def test_the_report_that_a_publication_was_verified_against_goes_along_if_it_is_still_there(workspace: Workspace) -> None:
    report = with_report(workspace)
    inside = Path("data", "responses", SLUG, report.name)
    assert (bagged(workspace).folder / inside).read_bytes() == report.read_bytes()
    report.write_text("Another report.")
    assert not (bagged(workspace, into="changed").folder / inside).exists()
    report.unlink()
    assert not (bagged(workspace, into="gone").folder / inside).exists()


def test_a_report_that_nothing_was_verified_against_stays(workspace: Workspace) -> None:
    report = with_report(workspace, verified=False)
    assert not (bagged(workspace).folder / "data" / "responses" / SLUG / report.name).exists()


@pytest.mark.skipif(os.name == "nt", reason="processes are killed the way of Unix")
@pytest.mark.parametrize("sign", ["responses", "README.txt"])
def test_what_a_killed_bag_left_goes_with_the_next_and_what_others_are_making_stays(
    workspace: Workspace, tmp_path: Path, plain_environment: dict[str, str], sign: str
) -> None:
    archives = tmp_path / "archives"
    archives.mkdir()
    command = [sys.executable, "-m", "pccresponse", "bag", SLUG, "--today", TODAY.isoformat(), "--output", str(archives / "one")]
    environment = {**plain_environment, "PYTHONPATH": str(ROOT / "src")}
    for _ in range(10):  # on a busy machine it may be over before this process has its turn
        killed = subprocess.Popen(command, cwd=workspace.root, env=environment, stdout=subprocess.DEVNULL)
        while killed.poll() is None and not any(archives.glob(f".pccresponse-*/one/{sign}")):
            os.sched_yield()
        killed.send_signal(signal.SIGSTOP)
        if killed.poll() is None and not (archives / "one").exists():
            break
        killed.kill()
        killed.wait()
        shutil.rmtree(archives / "one")
    halted = [path.name for path in archives.iterdir()]
    assert len(halted) == 1
    other = bag([SLUG], workspace, archives / "two", today=TODAY)
    assert sorted(path.name for path in archives.iterdir()) == sorted([*halted, "two"]), "somebody is at work there"
    killed.kill()
    killed.wait()
    bag([SLUG], workspace, archives / "one", today=TODAY)
    assert sorted(path.name for path in archives.iterdir()) == ["one", "two"]
    assert files_in(archives / "one") == files_in(other.folder)


def test_a_folder_that_was_filled_in_the_meantime_is_not_replaced(workspace: Workspace, tmp_path: Path) -> None:
    place = tmp_path / "x"

    def fill_while_somebody_else_does() -> None:
        with whole_folder(place, "It", "") as folder:
            (folder / "ours").write_bytes(b"")
            place.mkdir()
            (place / "theirs").write_bytes(b"")

    with pytest.raises(CannotRunError, match="could not be written"):
        fill_while_somebody_else_does()
    assert [path.name for path in place.iterdir()] == ["theirs"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["office", "x"]
