"""`update`: a corrected report comes into a response that was answered; nothing is lost, and nothing is written unasked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from pccresponse.workspace import Workspace
from tests.conftest import Program
from tests.published import publish

REPORT = """# PEEL 2023-25: An inspection of Kent Police
Published on: 14 May 2024

Recommendation 1
Within three months, the force should feed its cats twice on each day of the week.

Recommendation 2
By 31 March 2025, the force should count its cats every morning and tell the public how many there are.
"""
CORRECTED = REPORT.replace("every morning", "every evening").replace(
    "Published on: 14 May 2024", "Published on: 14 May 2024\nLast updated on 3 July 2024"
)
SLUG = "2024-05-14-peel-2023-25-an-inspection-of-kent-police"
ANSWERED = """\
      acceptance: accepted   # agreed on 3 June
      explanation:
        action_taken: 'I asked for the figures.'
"""


@pytest.fixture
def answered(program: Program, tmp_path: Path) -> Path:
    """The folder of a response that was begun from the report, and answered."""
    (tmp_path / "report.txt").write_text(REPORT, "utf-8")
    (tmp_path / "corrected.txt").write_text(CORRECTED, "utf-8")
    done = program("new", "--force", "kent", "--from", "report.txt", "--kind", "force", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    file = tmp_path / "responses" / SLUG / "response.yaml"
    text = file.read_text("utf-8").replace("      due_on: 2025-03-31\n", f"      due_on: 2025-03-31\n{ANSWERED}")
    assert ANSWERED in text
    file.write_bytes(text.replace("\n", "\r\n").encode())
    return file.parent


def update(program: Program, folder: Path, source: str, *more: str) -> Any:
    return program("update", SLUG, source, "--today", "2024-07-10", *more, cwd=folder.parents[1])


def test_the_changed_words_come_in_and_every_other_byte_stays(program: Program, answered: Path) -> None:
    before = (answered / "response.yaml").read_bytes()
    done = update(program, answered, "corrected.txt", "--yes")
    assert done.returncode == 0, done.stderr
    assert "Recommendation 2: changed" in done.stdout
    assert "[-morning-] {+evening+}" in done.stdout
    assert "2 new lines in response.yaml begin with # CHECK." in done.stdout
    after = (answered / "response.yaml").read_bytes()
    assert b"\n" not in after.replace(b"\r\n", b"")
    was, now = before.decode().split("\r\n"), after.decode().split("\r\n")
    assert [line for line in was if line not in now] == [
        '  file: "report.txt"',
        "        By 31 March 2025, the force should count its cats every morning and tell the public how many there are.",
    ]
    came = [line.strip() for line in now if line not in was]
    assert [line.partition(":")[0] for line in came] == ["# CHECK", "file", "file_sha256", "# CHECK", "text"]
    assert "last updated on 3 July 2024" in came[0]
    assert (answered / "report.txt").read_text("utf-8") == REPORT
    assert (answered / "report-corrected.txt").read_text("utf-8") == CORRECTED
    assert yaml.safe_load(after)["report"]["file"] == "report-corrected.txt"
    checked = json.loads(program("check", SLUG, "--today", "2024-07-10", "--format", "json", cwd=answered.parents[1]).stdout)
    wrong = [each["code"] for each in checked["problems"]]
    assert "REPORT-WORDS" not in wrong
    assert wrong.count("IMPORT-QUESTION") == before.count(b"# CHECK") + 2


def test_a_response_that_cannot_be_read_is_refused_for_that_reason_alone(program: Program, answered: Path) -> None:
    file = answered / "response.yaml"
    before = file.read_bytes() + b"nonsense: 1\r\n"
    assert b"# CHECK" in before
    file.write_bytes(before)
    workspace = answered.parents[1]
    told = (
        update(program, answered, "corrected.txt", "--yes"),
        program("answers", SLUG, "corrected.txt", "--yes", cwd=workspace),
        program("comments", SLUG, "corrected.txt", "--yes", cwd=workspace),
        program("ask", SLUG, cwd=workspace),
        program("approve", SLUG, "--role", "Chief Executive", "--name", "Jo Bell", cwd=workspace),
        program("diff", SLUG, SLUG, cwd=workspace),
    )
    for done in told:
        said = done.stdout + done.stderr
        assert done.returncode != 0
        assert said.count(": error ") == 1, said
        assert "error READ-UNKNOWN-KEY" in said
    assert file.read_bytes() == before


def test_the_same_report_once_more_changes_nothing_at_all(program: Program, answered: Path) -> None:
    before = {file.name: file.read_bytes() for file in answered.iterdir()}
    done = update(program, answered, "report.txt", "--yes")
    assert done.returncode == 0
    assert "already has this report" in done.stdout
    assert {file.name: file.read_bytes() for file in answered.iterdir()} == before


def test_a_script_gets_the_same_keys_for_a_report_that_is_the_same(program: Program, answered: Path) -> None:
    same, corrected = (
        json.loads(update(program, answered, name, "--format", "json").stdout) for name in ("report.txt", "corrected.txt")
    )
    assert same.keys() == corrected.keys()
    assert (same["saved"], same["file"], same["differences"]) == (False, f"responses/{SLUG}/report.txt", [])
    assert same["next"].endswith(f"check {SLUG}")


def test_without_a_terminal_it_shows_what_would_change_and_writes_nothing(program: Program, answered: Path) -> None:
    before = {file.name: file.read_bytes() for file in answered.iterdir()}
    done = update(program, answered, "corrected.txt")
    assert done.returncode == 0
    assert "Recommendation 2: changed" in done.stdout
    assert "Nothing was saved. To save it, add --yes to the command." in done.stdout
    assert {file.name: file.read_bytes() for file in answered.iterdir()} == before


def test_a_script_gets_each_difference_field_by_field(program: Program, answered: Path) -> None:
    told = json.loads(update(program, answered, "corrected.txt", "--format", "json").stdout)
    assert (told["saved"], told["questions"], told["kept"]) == (False, 2, "report.txt")
    (difference,) = told["differences"]
    assert (difference["kind"], difference["what"]) == ("changed", "Recommendation 2")
    assert [each["field"] for each in difference["changes"]] == ["text"]
    assert "evening" in difference["changes"][0]["now"]
    told = json.loads(update(program, answered, "corrected.txt", "--format", "json", "--yes").stdout)
    assert told["saved"]
    assert b"evening" in (answered / "response.yaml").read_bytes()


def test_a_response_that_is_published_is_shown_and_never_changed(program: Program, answered: Path) -> None:
    publish(Workspace(answered.parents[1]), SLUG, carrying=False)
    before = (answered / "response.yaml").read_bytes()
    done = update(program, answered, "corrected.txt", "--yes")
    assert done.returncode == 2
    assert "Recommendation 2: changed" in done.stdout
    assert "was published" in done.stderr
    assert "--new-version" in done.stderr
    assert (answered / "response.yaml").read_bytes() == before
    assert not (answered / "report-corrected.txt").exists()


def test_without_the_report_that_was_answered_nobody_can_tell_and_it_says_so(program: Program, answered: Path) -> None:
    (answered / "report.txt").unlink()
    done = update(program, answered, "corrected.txt", "--yes")
    assert done.returncode == 2
    assert "The report that you answered is not in the folder of" in done.stderr
    assert not (answered / "report-corrected.txt").exists()


def test_a_try_that_was_ended_half_way_leaves_nothing_that_is_in_the_way(program: Program, answered: Path) -> None:
    (answered / "report-corrected.txt").write_text(CORRECTED, "utf-8")
    assert update(program, answered, "corrected.txt", "--yes").returncode == 0
    assert sorted(file.name for file in answered.iterdir()) == ["report-corrected.txt", "report.txt", "response.yaml"]
    (answered / "again.txt").write_text(CORRECTED.replace("feed", "wash"), "utf-8")
    done = update(program, answered, str(answered / "again.txt"), "--yes")
    assert "Written: responses/" in done.stdout
    assert (answered / "report-corrected-2.txt").exists()


def test_starting_again_from_a_corrected_report_says_what_to_do_instead(program: Program, answered: Path) -> None:
    done = program("new", "--from", "corrected.txt", cwd=answered.parents[1])
    assert done.returncode == 2
    assert f"pccresponse update {SLUG} corrected.txt" in done.stderr


def test_what_cannot_be_changed_safely_is_not_changed_by_half(program: Program, answered: Path) -> None:
    file = answered / "response.yaml"
    said = yaml.safe_load(file.read_bytes())
    findings = json.dumps(said.pop("findings"), default=str)
    file.write_text(f"{yaml.safe_dump(said, sort_keys=False)}findings: {findings}\n", "utf-8")
    before = file.read_bytes()
    done = update(program, answered, "corrected.txt", "--yes")
    assert done.returncode == 1
    assert "Nothing was saved" in done.stderr
    assert file.read_bytes() == before
    assert not (answered / "report-corrected.txt").exists()


def test_a_report_of_the_same_name_that_gives_another_day_may_be_the_corrected_one(program: Program, answered: Path) -> None:
    (answered / "later.txt").write_text(CORRECTED.replace("14 May", "3 July"), "utf-8")
    later = str(answered / "later.txt")
    done = program("new", "--from", later, cwd=answered.parents[1])
    assert done.returncode == 0, done.stderr
    assert f"There is also a response of that name for another day: {SLUG}." in done.stdout
    assert f"pccresponse update {SLUG} {later}" in done.stdout
