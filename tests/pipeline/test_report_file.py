"""The report that a response keeps beside it: found, read and looked up, or refused at the line that names it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest

from pccresponse import source_report
from pccresponse.foundation.problems import Severity
from pccresponse.pipeline import report_file
from pccresponse.pipeline.checking import Checked, check
from pccresponse.pipeline.record import as_json, digests_of_inputs, record_of
from pccresponse.workspace import Workspace
from tests.conftest import ROOT

pytestmark = pytest.mark.slow  # much work for few tests

SLUG = "2024-06-18-peel-2023-25-westshire"
TODAY = date(2024, 8, 6)
ABOUT_THE_REPORT = {
    "REPORT-FILE",
    "REPORT-NOT-HELD",
    "REPORT-WORDS",
    "QUOTATION",
    "LEFT-OUT",
    "REPORT-GRADE",
    "REPORT-COUNT",
    "REPORT-TITLE",
}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    shutil.copytree(ROOT / "responses" / SLUG, tmp_path / "office" / "responses" / SLUG)
    return Workspace(tmp_path / "office")


def checked(workspace: Workspace, *, with_report: bool = True) -> Checked:
    return check(workspace.response_file(SLUG), workspace, today=TODAY, with_report=with_report)


def told(workspace: Workspace) -> list[tuple[str, str]]:
    """Code and message of every problem that is about the report."""
    return [(each.code, each.message) for each in checked(workspace).problems if each.code in ABOUT_THE_REPORT]


def change(workspace: Workspace, old: str, new: str, *, name: str = "response.yaml") -> None:
    path = workspace.responses / SLUG / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def name_file(workspace: Workspace, name: str) -> Path:
    change(workspace, "file: report.html", f"file: {name}")
    return workspace.responses / SLUG / name


def test_the_example_is_verified_against_its_report(workspace: Workspace) -> None:
    assert told(workspace) == []
    verified = checked(workspace).verified
    assert verified
    assert (verified.file, verified.findings, verified.quotations) == ("report.html", 19, 1)


def test_a_finding_that_drifts_by_one_word_is_shown_with_that_word(workspace: Workspace) -> None:
    change(workspace, "should immediately review the risk", "should urgently review the risk")
    ((code, message),) = told(workspace)
    assert code == "REPORT-WORDS"
    assert message.startswith("Recommendation 4 is given as published, but the report has other words: “Westshire Police should ")
    assert "[-urgently-] {+immediately+}" in message
    assert message.count("[-") == message.count("{+") == 1


def test_a_problem_is_shown_at_its_line(workspace: Workspace) -> None:
    change(workspace, "should immediately review the risk", "should urgently review the risk")
    (problem,) = [each for each in checked(workspace).problems if each.code == "REPORT-WORDS"]
    lines = (workspace.responses / SLUG / "response.yaml").read_text(encoding="utf-8").splitlines()
    assert problem.severity is Severity.ERROR
    assert any("urgently" in line for line in lines[problem.place.line - 1 : problem.place.line + 3])


def test_a_recommendation_that_is_taken_out_is_missed(workspace: Workspace) -> None:
    path = workspace.responses / SLUG / "response.yaml"
    head, found, rest = path.read_text(encoding="utf-8").partition("        - label: 6\n")
    assert found
    path.write_text(head + rest[rest.index("\n  # Areas for improvement.") :], encoding="utf-8")
    codes = [code for code, _ in told(workspace)]
    assert sorted(codes) == ["LEFT-OUT", "REPORT-COUNT"]
    assert "Recommendation 6 of the report is in none of the findings: “By 31 March 2025" in dict(told(workspace))["LEFT-OUT"]


def test_a_grade_that_is_turned_is_seen(workspace: Workspace) -> None:
    change(
        workspace,
        "area: Investigating crime\n      grade: requires improvement",
        "area: Investigating crime\n      grade: adequate",
    )
    assert told(workspace) == [
        ("REPORT-GRADE", "“Investigating crime” is graded adequate here, and requires improvement in the report.")
    ]


def test_without_a_report_it_is_said_how_much_was_not_verified(workspace: Workspace) -> None:
    change(workspace, "  file: report.html\n", "")
    message = (
        "The report is not kept here, so these were not checked against it: "
        "19 findings that say they are as published and 1 quotation."
    )
    assert told(workspace) == [("REPORT-NOT-HELD", message)]
    assert checked(workspace).verified is None


def test_where_there_is_nothing_to_verify_no_report_is_asked_for(workspace: Workspace) -> None:
    path = workspace.responses / SLUG / "response.yaml"
    path.write_text("report: {title: A review, kind: force, published_on: 2024-06-18}\n", encoding="utf-8")
    assert told(workspace) == []


def nothing(_path: Path, _outside: Path) -> None:
    pass


def written(content: bytes) -> Callable[[Path, Path], None]:
    def write(path: Path, _: Path) -> None:
        path.write_bytes(content)

    return write


def link_out(path: Path, outside: Path) -> None:
    outside.write_text("The report itself")
    path.symlink_to(outside)


def folder(path: Path, _: Path) -> None:
    path.mkdir()


def pipe(path: Path, _: Path) -> None:
    os.mkfifo(path)


FILES = {
    "missing": ("none.pdf", nothing, "is not there"),
    "in another folder": ("../report.txt", nothing, "is not the name of a file in the response's own folder"),
    "an absolute path": ("/etc/passwd", nothing, "is not the name of a file in the response's own folder"),
    "a path of Windows": ("'a\\b.txt'", nothing, "is not the name of a file in the response's own folder"),
    "a link that leads out": ("out.txt", link_out, "is a link, or in a linked folder, that leads out of the workspace"),
    "a folder": ("folder.txt", folder, "is a folder, not a file"),
    "a pipe": ("pipe.txt", pipe, "is a pipe or a device, not an ordinary file"),
    "no report": ("report.odt", written(b"x"), "is not a kind of file that the program can read"),
    "no PDF": ("report.pdf", written(b"x"), "is not a PDF"),
    "without words": ("report.txt", written(b""), "has no words in it"),
}


@pytest.mark.parametrize("case", sorted(FILES))
def test_a_file_that_cannot_be_read_is_refused_at_its_line(workspace: Workspace, tmp_path: Path, case: str) -> None:
    name, make, why = FILES[case]
    make(name_file(workspace, name), tmp_path / "outside.txt")
    found = checked(workspace)
    (problem,) = [each for each in found.problems if each.code in ABOUT_THE_REPORT]
    shown = name.strip("'")
    assert problem.code == "REPORT-FILE"
    assert problem.message == f"The report {shown} {why}, so nothing was checked against it."
    assert problem.place.source_line.strip() == f"file: {name}"
    assert problem.remedy.endswith(".")
    assert found.can_be_drafted
    assert found.verified is None


def test_a_file_that_is_too_large_is_refused(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_file, "MOST_REPORT_BYTES", 100)
    ((code, message),) = told(workspace)
    assert code == "REPORT-FILE"
    assert "is too large" in message
    assert "100 are allowed" in message


def test_a_second_check_does_not_take_the_report_apart_again(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[str] = []
    apart = source_report._read

    def counted(name: str, content: bytes) -> object:
        taken.append(name)
        return apart(name, content)

    monkeypatch.setattr(source_report, "_read", counted)
    change(workspace, "</body>", "<p>Another one.</p></body>", name="report.html")
    assert checked(workspace).verified == checked(workspace).verified
    assert taken == ["report.html"]


def test_where_the_report_does_not_go_with_the_files_nothing_is_said_of_it(workspace: Workspace) -> None:
    name_file(workspace, "none.pdf")
    found = checked(workspace, with_report=False)
    assert not {each.code for each in found.problems} & ABOUT_THE_REPORT


def test_what_travels_inside_a_document_does_not_depend_on_the_report(workspace: Workspace) -> None:
    with_it = checked(workspace)
    change(workspace, "</body>", "<p>Another one.</p></body>", name="report.html")
    (workspace.responses / SLUG / "report.html").write_text("Something else altogether.", encoding="utf-8")
    without = checked(workspace)
    assert {each.code for each in without.problems} >= {"REPORT-WORDS", "QUOTATION", "REPORT-TITLE"}
    records = [as_json(record_of(each, draft=False)) for each in (with_it, without, checked(workspace, with_report=False))]
    assert len(set(records)) == 1
    assert not [code for code in ABOUT_THE_REPORT if code.encode() in records[0]]
    assert set(digests_of_inputs(with_it)) == {"response.yaml", "office.yaml", "logo.png"}


def test_a_check_of_the_same_report_says_the_same(workspace: Workspace) -> None:
    (workspace.responses / SLUG / "report.html").write_text("Something else altogether.", encoding="utf-8")
    first = checked(workspace).problems
    source_report._reports.clear()
    assert msgspec.json.encode(checked(workspace).problems) == msgspec.json.encode(first)
