"""`comments`: the chief officer's letter is shown, and written when somebody says so, into a file that stays as it is otherwise."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
import yaml

from tests.cli.conftest import SLUG
from tests.conftest import Program
from tests.correspondence.letters import letter, saved, with_tracked_changes

TODAY = ("--today", "2015-09-01")
RECEIVED = ("--received-on", "2015-08-20")
WRITTEN = """\
chief_officer_comments: # as they came
  text: |
    **PEEL 2023–25: my comments**

    I welcome this report. We have done *two* things **at once**:

    - Answer calls sooner
    - Train 212 call handlers

    ## Figures

    | Month | Calls |
    | --- | --- |
    | June | 1,204 \\| 999s |

    - One more
    - and another
  received_on: 2015-08-20
  by:
    name: Perpetua Langmoor QPM
    office: Chief Constable
"""


@pytest.fixture
def workspace(released: Path) -> Path:
    (released / "letter.docx").write_bytes(saved(letter()))
    return released


def response(workspace: Path) -> Path:
    return workspace / "responses" / SLUG / "response.yaml"


def waiting(workspace: Path) -> str:
    """The response before any comments came; its text."""
    file = response(workspace)
    text = file.read_text("utf-8").replace(
        "chief_officer_comments: none received", "chief_officer_comments: not recorded # as they came"
    )
    file.write_text(text, "utf-8")
    return text


def test_a_letter_is_shown_and_without_yes_nothing_is_written(program: Program, workspace: Path) -> None:
    before = response(workspace).read_bytes()
    done = program("comments", SLUG, "letter.docx", "--replace", *TODAY, cwd=workspace)
    assert done.returncode == 0, done.stderr
    assert "Dated:\n  30 July 2024\n" in done.stdout
    assert "Signature, left out:\n  Yours sincerely,\n  Perpetua Langmoor QPM\n  Chief Constable\n" in done.stdout
    assert "The comments, as they will be saved:\n  **PEEL 2023–25: my comments**\n" in done.stdout
    assert done.stdout.endswith("Nothing was saved. To save it, add --yes to the command.\n")
    assert response(workspace).read_bytes() == before


def test_what_was_shown_is_written_and_the_rest_stays(program: Program, workspace: Path) -> None:
    before = waiting(workspace)
    done = program("comments", SLUG, "letter.docx", "--replace", "--yes", *RECEIVED, *TODAY, cwd=workspace)
    assert done.returncode == 0, done.stderr
    assert f"responses/{SLUG}/response.yaml: the comments are saved under chief_officer_comments." in done.stdout
    assert "Saved under by: Perpetua Langmoor QPM, Chief Constable, who is not the chief officer in office.yaml" in done.stdout
    assert response(workspace).read_text("utf-8") == before.replace(
        "chief_officer_comments: not recorded # as they came\n", WRITTEN
    )
    checked = program("check", SLUG, *TODAY, cwd=workspace)
    assert "READ-" not in checked.stdout
    assert "S55-5-CHIEF-OFFICER" not in checked.stdout


def test_comments_that_are_there_already_stay_unless_they_are_to_be_replaced(program: Program, workspace: Path) -> None:
    before = response(workspace).read_bytes()
    refused = program("comments", SLUG, "letter.docx", "--yes", *TODAY, cwd=workspace)
    assert refused.returncode == 2
    assert (
        "response.yaml says “none received”. Nothing was saved.\n  To replace them with this letter, add: --replace"
        in refused.stderr
    )
    assert response(workspace).read_bytes() == before
    assert program("comments", SLUG, "letter.docx", "--yes", "--replace", *RECEIVED, *TODAY, cwd=workspace).returncode == 0
    (workspace / "short.txt").write_text("Dear Mayor\n\nI agree: all of it.\n\nYours sincerely\n\nSam Reed\nChief Constable\n")
    refused = program("comments", SLUG, "short.txt", "--yes", *TODAY, cwd=workspace)
    assert "already has the chief officer's comments" in refused.stderr
    done = program("comments", SLUG, "short.txt", "--yes", "--replace", *TODAY, cwd=workspace)
    assert "You have not said when you received the letter" in done.stdout
    assert '  text: "I agree: all of it."\n  received_on: 2015-08-20\n' in response(workspace).read_text("utf-8")


def test_a_letter_with_tracked_changes_waits_for_a_decision(program: Program, workspace: Path) -> None:
    (workspace / "letter.docx").write_bytes(with_tracked_changes())
    before = waiting(workspace)
    refused = program("comments", SLUG, "letter.docx", "--replace", "--yes", *TODAY, cwd=workspace)
    assert refused.returncode == 1
    assert "Tracked change: Staff Officer inserted: “Nearly all.”\n" in refused.stdout
    assert "Nothing was saved" in refused.stdout
    assert response(workspace).read_text("utf-8") == before
    done = program("comments", SLUG, "letter.docx", "--replace", "--yes", "--tracked-changes", "reject", *TODAY, cwd=workspace)
    assert done.returncode == 0
    assert "**at once**: None of it." in response(workspace).read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("gone.docx", None, "gone.docx is not there."),
        ("old.doc", b"\xd0\xcf\x11\xe0", "old.doc is not a kind of file that the program can read."),
        ("old.docx", b"\xd0\xcf\x11\xe0", "old.docx is not a Word file (.docx), or has a password."),
        ("scan.pdf", b"%PDF-1.4", "scan.pdf is damaged: it cannot be opened as a PDF."),
        ("empty.txt", b"\n", "empty.txt has no words in it"),
    ],
)
def test_a_file_that_is_no_letter_is_a_sentence(
    program: Program, workspace: Path, name: str, content: bytes | None, says: str
) -> None:
    if content is not None:
        (workspace / name).write_bytes(content)
    before = waiting(workspace)
    done = program("comments", SLUG, name, "--replace", "--yes", *TODAY, cwd=workspace)
    assert done.returncode == 3
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert response(workspace).read_text("utf-8") == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminal")
@pytest.mark.parametrize(("answer", "is_written"), [("y", True), ("n", False)])
def test_on_a_terminal_it_asks(workspace: Path, plain_environment: dict[str, str], answer: str, is_written: bool) -> None:
    import pty
    import subprocess

    before = waiting(workspace)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "pccresponse", "comments", SLUG, "letter.docx", "--replace", *RECEIVED, *TODAY]
    with subprocess.Popen(command, cwd=workspace, stdin=theirs, stdout=theirs, stderr=theirs, env=plain_environment) as process:
        os.close(theirs)
        os.write(ours, f"{answer}\n".encode())
        said = b""
        while True:
            try:
                piece = os.read(ours, 65_536)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            said += piece
    os.close(ours)
    assert process.returncode == 0, said
    assert b"Save this in response.yaml?" in said
    assert (response(workspace).read_text("utf-8") != before) is is_written
    assert (b"Nothing was saved." in said) is not is_written


BY_FINDING = """Dear Mayor

I welcome this report.

Recommendation 1: We have hired people.

- Ten in May

Recommendation 7: We act on it.

I thank you for your support.

Yours sincerely

Perpetua Langmoor QPM
Chief Constable
"""
FINDINGS = """findings:
  recommendations:
    - label: 1   # as printed
      text: Act.
      acceptance: accepted
"""


@pytest.fixture
def by_finding(workspace: Path) -> Path:
    """A workspace with a letter that names a finding of the response, and one that is none."""
    text = waiting(workspace).replace("\nfindings:\n", f"\n{FINDINGS}")
    assert FINDINGS in text, text
    response(workspace).write_text(text, "utf-8")
    (workspace / "letter.txt").write_text(BY_FINDING, "utf-8")
    return workspace


def test_passages_that_name_a_finding_are_shown_and_the_letter_stays_whole_unless_somebody_says_so(
    program: Program, by_finding: Path
) -> None:
    before = response(by_finding).read_text("utf-8")
    done = program("comments", SLUG, "letter.txt", "--replace", "--yes", *RECEIVED, *TODAY, cwd=by_finding)
    assert done.returncode == 0, done.stderr
    assert "About recommendation 1:\n  Recommendation 1: We have hired people.\n" in done.stdout
    assert "it is not clear which finding is meant by “Recommendation 7: We act on it.”" in done.stdout
    assert "add: --at-findings as-well" in done.stdout
    after = response(by_finding).read_text("utf-8")
    assert "chief_officer_comment:" not in after
    assert "    Recommendation 1: We have hired people.\n" in after
    assert after.startswith(before[: before.index("chief_officer_comments:")])


@pytest.mark.parametrize(("how", "stays_whole"), [("as-well", True), ("instead", False)])
def test_passages_are_put_at_their_findings_with_a_question_above_each(
    how: str, stays_whole: bool, program: Program, by_finding: Path
) -> None:
    done = program("comments", SLUG, "letter.txt", "--replace", "--yes", "--at-findings", how, *RECEIVED, *TODAY, cwd=by_finding)
    assert done.returncode == 0, done.stderr
    assert ("What stays under chief_officer_comments:\n  I welcome this report.\n" in done.stdout) is not stays_whole
    assert "What the letter says about 1 finding is saved there" in done.stdout
    text = response(by_finding).read_text("utf-8")
    read = yaml.safe_load(text)
    (finding,) = read["findings"]["recommendations"]
    assert finding["chief_officer_comment"] == "Recommendation 1: We have hired people.\n\n- Ten in May\n"
    whole = read["chief_officer_comments"]["text"]
    assert ("hired people" in whole) is stays_whole
    assert "Recommendation 7: We act on it." in whole, "what names no finding stays where it is"
    assert "    - label: 1   # as printed\n" in text
    lines = text.splitlines()
    at = next(number for number, line in enumerate(lines) if "chief_officer_comment: |" in line)
    assert lines[at - 1].strip().startswith("# CHECK: This was taken from the chief officer's letter")
    again = program("comments", SLUG, "letter.txt", "--yes", "--at-findings", how, *TODAY, cwd=by_finding)
    assert again.returncode == 2
    checked = program("check", SLUG, *TODAY, cwd=by_finding)
    assert "IMPORT-QUESTION" in checked.stdout
