"""`new --from REPORT`: a report becomes a response that verifies, in which only judgement is left to add."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from pccresponse.importing.addressees import OurForce, addressed_to
from tests.conftest import ROOT, Program
from tests.source_report.papers import text_report
from tests.source_report.report_forms import form_names, forms, names, report

READ_WRONGLY = (
    "YAML",
    "READ",
    "FILE",
    "REPORT-WORDS",
    "REPORT-PAGE",
    "LEFT-OUT",
    "REPORT-GRADE",
    "REPORT-TITLE",
    "CHARACTERS",
    "DUE-WORDING",
)
DAYS = {
    "2014": "2014-11-27",
    "2015": "2016-02-18",
    "2016": "2016-09-06",
    "2017": "2017-09-07",
    "2018": "2019-05-02",
    "2021": "2022-03-03",
}


def day_of(name: str) -> str:
    return next((day for year, day in DAYS.items() if year in name), "2024-06-18")


def imported(program: Program, folder: Path, file: str, content: bytes, *more: str) -> dict[str, Any]:
    (folder / file).write_bytes(content)
    done = program("new", "--force", "kent", "--from", file, "--format", "json", *more, cwd=folder)
    assert done.returncode == 0, done.stderr
    read = json.loads(done.stdout)
    assert isinstance(read, dict)
    return read


def response_of(folder: Path, told: dict[str, Any]) -> tuple[Path, dict[str, Any]]:
    file = folder / "responses" / told["response"] / "response.yaml"
    read = yaml.safe_load(file.read_text("utf-8"))
    assert isinstance(read, dict)
    return file, read


def problems(program: Program, folder: Path, slug: str) -> list[dict[str, Any]]:
    return list(json.loads(program("check", slug, "--today", "2026-06-01", "--format", "json", cwd=folder).stdout)["problems"])


@pytest.mark.parametrize("name", names())
def test_what_is_imported_verifies_against_the_report_in_each_form(
    name: str, program: Program, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    """Without `--long` in one form, another for each report: `test_corpus` reads all of them."""
    right = report(name)
    every_form = form_names(name)
    tried = every_form if pytestconfig.getoption("long") else (every_form[names().index(name) % len(every_form)],)
    for form, file, content in forms(name, *tried):
        folder = tmp_path / form
        folder.mkdir()
        told = imported(program, folder, file, content, "--published-on", day_of(name), "--kind", "force")
        path, response = response_of(folder, told)
        assert (path.parent / f"report{Path(file).suffix}").read_bytes() == content
        assert [each["kind"] for each in told["report"]["findings"]] == [each["kind"] for each in right["findings"]], form
        found = problems(program, folder, told["response"])
        wrong = [each for each in found if each["code"].startswith(READ_WRONGLY)]
        assert [(each["code"], each["message"]) for each in wrong] == [], form
        asked = [each for each in found if each["code"] == "IMPORT-QUESTION"]
        assert len(asked) == len(told["report"]["questions"]) + path.read_text("utf-8").count("# CHECK: The report also gives"), (
            form
        )
        assert asked, "nothing that was imported passes as checked"
        assert response["report"]["file"] == path.parent.joinpath(f"report{Path(file).suffix}").name
    assert len(every_form) >= 4


def test_each_finding_stands_at_its_place_with_what_the_report_says_of_it(program: Program, tmp_path: Path) -> None:
    pdf = next(content for _, _, content in forms("peel-2023-areas", "pdf"))
    told = imported(program, tmp_path, "peel.pdf", pdf, "--kind", "force")
    path, response = response_of(tmp_path, told)
    assert response["report"]["title"] == "PEEL 2025–27: An inspection of Northmoor Police"
    assert str(response["report"]["published_on"]) == "2026-05-14"
    assert response["report"]["programme"] == "PEEL 2025–27"
    assert response["report"]["contains"] == {"causes_of_concern": 1, "areas_for_improvement": 3}
    (cause,) = response["findings"]["causes_of_concern"]
    assert cause["heading"] == "Northmoor Police leaves too many callers waiting"
    first, second = cause["recommendations"]
    assert first["text"].splitlines()[2:] == [
        "- make sure that its control room asks every caller about risk; and",
        "- check each week that it does.",
    ]
    assert (first["due_wording"], str(first["due_on"]), first["page"]) == ("By 30 November 2026", "2026-11-30", "2")
    assert str(second["due_on"]) == "2026-08-14"
    assert len(response["findings"]["areas_for_improvement"]) == 3
    assert "Is this one recommendation, or one for each of its 2 points?" in path.read_text("utf-8")


def test_it_ends_with_the_tally_what_it_asks_and_the_next_step(program: Program, tmp_path: Path) -> None:
    short = "# Title\nPEEL: An inspection of Kent Police\nPublished on: 14 May 2024\nIn this report we make two recommendations.\n"
    (tmp_path / "report.txt").write_text(f"{short}Recommendation 1\nThe force should act within three months.\n", "utf-8")
    done = program("new", "--force", "kent", "--from", "report.txt", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert "Recommendations: the report says 2, 1 was found." in lines
    assert any("with # CHECK. Each is a question for you" in line for line in lines)
    assert lines[-1].startswith("To see what is missing, run: pccresponse check 2024-05-14-")


def test_of_a_national_report_only_what_may_concern_the_office_is_set_out(program: Program, tmp_path: Path) -> None:
    html = next(content for _, _, content in forms("thematic-2022-numbered", "html"))
    told = imported(program, tmp_path, "national.html", html, "--published-on", "2022-11-08")
    assert told["report"]["kind"] == "national"
    path, response = response_of(tmp_path, told)
    by_label = {each["label"]: each for each in response["findings"]["recommendations"]}
    assert by_label["1"]["addressees"] == ["chief constables"]
    assert by_label["2a"]["addressees"] == ["Home Office"]
    assert by_label["3"]["addressees"] == ["local policing bodies"]
    lines = path.read_text("utf-8").splitlines()
    others = [number for number, line in enumerate(lines) if "Addressed to others" in line]
    assert len(others) == 3
    assert not any("explanation" in line for number in others for line in lines[number : number + 6])
    assert sum("# explanation:" in line for line in lines) == 4


def test_a_report_is_taken_from_the_standard_input_whatever_it_is(
    program: Program, tmp_path: Path, started_program: Program
) -> None:

    for form, _, content in forms("crime-data-2017"):
        folder = tmp_path / form
        folder.mkdir()
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "pccresponse",
                "new",
                "--force",
                "kent",
                "--from",
                "-",
                "--published-on",
                "2017-09-07",
                "--format",
                "json",
            ],
            cwd=folder,
            input=content,
            capture_output=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        grade = json.loads(done.stdout)["report"]["grades"][0]
        assert (grade["name"], grade["grade"]) == ("Overall judgment", "inadequate")


@pytest.mark.parametrize(
    ("name", "content", "code", "said"),
    [
        ("report.pdf", b"nothing of the kind", 1, "is not a PDF"),
        ("report.docx", b"PK\x03\x04 nothing", 1, "is not a Word file"),
        ("report.txt", b" \n", 1, "has no words in it"),
        ("report.doc", b"old", 2, "is not a kind of file that the program can read"),
        ("report.txt", b"Title of it\nSome text about a force, with nothing that is asked.", 2, "no day on which it was published"),
        ("report.txt", b"Title of it\nMay 2024\nSome text about a force.", 2, "May 2024"),
    ],
)
def test_what_cannot_be_imported_is_refused_with_a_sentence(
    name: str, content: bytes, code: int, said: str, program: Program, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    done = program("new", "--force", "kent", "--from", name, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "responses").exists()


def test_a_response_that_is_there_is_not_written_over(program: Program, tmp_path: Path) -> None:
    content = b"PEEL: Kent Police\nPublished on: 14 May 2024\nRecommendation 1\nThe force should act.\n"
    told = imported(program, tmp_path, "report.txt", content)
    file, _ = response_of(tmp_path, told)
    file.write_text(file.read_text("utf-8").replace("# CHECK", "# Checked"), "utf-8")
    before = file.read_bytes()
    again = program("new", "--from", "report.txt", cwd=tmp_path)
    assert again.returncode == 2
    assert "Nothing was written over it." in again.stderr
    assert file.read_bytes() == before


def test_grades_in_columns_that_cannot_be_told_apart_are_asked_about(program: Program, tmp_path: Path) -> None:
    heads = "Outstanding\nGood\nAdequate\nRequires improvement\nInadequate\nPreventing crime\nManaging offenders"
    text = (
        f"An inspection of Kent Police\nPublished on 1 May 2024\nOverall summary\n{heads}\nRecommendation\nThe force should act.\n"
    )
    told = imported(program, tmp_path, "report.txt", text.encode())
    file, _ = response_of(tmp_path, told)
    assert told["report"]["grades"] == []
    assert "The report shows grades in columns, and they could not be read for certain." in file.read_text("utf-8")


def test_without_a_terminal_nothing_is_asked(program: Program, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text("PEEL: Kent Police\nPublished on: 14 May 2024\nNothing more.\n", "utf-8")
    done = program("new", "--force", "kent", "--from", "report.txt", "--ask", cwd=tmp_path)
    assert done.returncode == 2
    assert "a terminal to answer on" in done.stderr


def test_words_that_mean_something_in_markdown_or_yaml_come_through_as_they_are(program: Program, tmp_path: Path) -> None:
    words = "Recommendation 1: The force should use *all* of [it], `now` and # then: 1. 5 < 6 | 7 & “so” — on_and_on ~~so~~ {x}."
    content = f"PEEL: Kent Police\nPublished on: 14 May 2024\n{words}\n"
    told = imported(program, tmp_path, "report.txt", content.encode())
    found = problems(program, tmp_path, told["response"])
    assert not [each for each in found if each["code"] in ("REPORT-WORDS", "NOT-PRINTED", "LOST-WORDS", "MARKDOWN")]
    assert text_report(content).shown[-1] == "{x}."


TWO_POINTS = (
    "PEEL: Kent Police\nPublished on: 14 May 2024\nThis report makes three recommendations.\nRecommendation 1\nBy 31 March 2025, the force should:\n"
    "- feed its cats; and\n- count them.\nRecommendation 2\nThe force should write down who looks after each of its cats.\n"
)


def on_a_terminal(environment: dict[str, str], folder: Path, *answers: bytes) -> str:
    """What somebody sees who imports a report and answers one question after the other."""
    import pty

    (folder / "report.txt").write_text(TWO_POINTS, "utf-8")
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "pccresponse", "new", "--force", "kent", "--from", "report.txt", "--ask"],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(ROOT / "src")},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    left = list(answers)
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:  # how Linux says that the other side has closed
            break
        if not part:
            break
        shown += part
        asked = shown.count(b"[y/N]: ") + shown.count(b"or nothing: ")
        while left and asked > len(answers) - len(left):
            os.write(ours, left.pop(0))
    os.close(ours)
    assert process.wait(60) == 0, shown.decode()
    assert not left
    return shown.decode().replace("\r\n", "\n")


needs_a_terminal = pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")


@needs_a_terminal
def test_on_a_terminal_the_questions_are_answered_one_by_one_with_the_passage_shown(
    plain_environment: dict[str, str], tmp_path: Path
) -> None:
    shown = on_a_terminal(plain_environment, tmp_path, b"y\n", b"\n", b"y\n", b"one\n")
    assert "“Published on: 14 May 2024”\nIs this the day of publication?" in shown
    assert (
        "Recommendation 1 (under “PEEL: Kent Police”)\n  By 31 March 2025, the force should:\n  - feed its cats; and\n  - count them.\n"
        in shown
    )
    (file,) = (tmp_path / "responses").glob("*/response.yaml")
    asked = [line.strip() for line in file.read_text("utf-8").splitlines() if "# CHECK" in line]
    assert any("kind of report" in line for line in asked), "what was left stays"
    assert not any("day of publication" in line or "points" in line for line in asked), "what was answered is settled"


@needs_a_terminal
def test_what_is_several_becomes_a_finding_for_each_point_with_the_words_in_common(
    plain_environment: dict[str, str], tmp_path: Path, program: Program
) -> None:
    shown = on_a_terminal(plain_environment, tmp_path, b"\n", b"\n", b"\n", b"perhaps\n", b"several\n")
    assert "Type the word one or the word several." in shown
    assert "Recommendations: the report says 3, 3 were found." in shown
    (file,) = (tmp_path / "responses").glob("*/response.yaml")
    first, second, third = yaml.safe_load(file.read_text("utf-8"))["findings"]["recommendations"]
    assert first["text"] == "By 31 March 2025, the force should:\n\n- feed its cats; and\n"
    assert second["text"] == "By 31 March 2025, the force should:\n\n- count them.\n"
    assert (third["label"], first["due_wording"], second["due_wording"]) == ("2", "By 31 March 2025", "By 31 March 2025")
    assert "label" not in first | second
    found = problems(program, tmp_path, file.parent.name)
    messages = [each["message"] for each in found if each["code"] == "IMPORT-QUESTION"]
    assert sum("such as 1(a)" in message for message in messages) == 2
    assert not any("were found" in message for message in messages)
    assert not [each for each in found if each["code"].startswith(READ_WRONGLY)]


def test_each_part_says_where_in_the_report_it_stood(program: Program, tmp_path: Path) -> None:
    looked_at = 0
    for form, file, content in forms("peel-2023-areas"):
        folder = tmp_path / form
        folder.mkdir()
        told = imported(program, folder, file, content, "--kind", "force")
        path, response = response_of(folder, told)
        assert "“Published on: 14 May 2026”" in response["report"]["published_on_source"], form
        assert all(each["place"] for each in told["report"]["findings"]), form
        lines = [line.strip() for line in path.read_text("utf-8").splitlines()]
        for _, finding in every_finding(response["findings"]):
            before = lines[max(0, lines.index(finding["text"].splitlines()[0]) - 6) : lines.index(finding["text"].splitlines()[0])]
            stood = "page" in finding or "area" in finding or any(line.startswith("# In the report under") for line in before)
            assert stood, (form, finding)
            looked_at += 1
        if form == "pdf":
            assert any(line.startswith("# In report.pdf: the title, page 1;") for line in lines)
            assert any(line.startswith("# In report.pdf: Responding to the public, page 1") for line in lines)
    assert looked_at >= 18


def every_finding(findings: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (kind, each)
        for kind, listed in findings.items()
        for finding in listed
        for each in (finding, *finding.get("recommendations", ()))
    ]


def test_the_report_on_an_office_s_own_force_needs_no_flags_and_asks_of_no_finding_for_whom_it_is(
    program: Program, tmp_path: Path
) -> None:
    """The force of the example is in no table: its name is that of `office.yaml`."""
    example = ROOT / "responses" / "2024-06-18-peel-2023-25-westshire"
    (tmp_path / "responses").mkdir()
    for name in ("office.yaml", "logo.png"):
        (tmp_path / "responses" / name).write_bytes((example / name).read_bytes())
    (tmp_path / "peel.html").write_bytes((example / "report.html").read_bytes())
    done = program("new", "--from", "peel.html", "--format", "json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["report"]["kind"] == "force"
    assert [each["may_concern_us"] for each in told["report"]["findings"]] == [True] * 16
    assert {each["about"] for each in told["report"]["questions"]} == {"reading", "publication date", "kind", "title"}
    _, response = response_of(tmp_path, told)
    recommendation = response["findings"]["causes_of_concern"][0]["recommendations"][0]
    assert "addressees" not in recommendation
    assert recommendation["area"] == "Responding to the public"


def test_a_report_whose_title_does_not_name_the_office_s_force_is_asked_about(program: Program, tmp_path: Path) -> None:
    pdf = next(content for _, _, content in forms("peel-2023-areas", "pdf"))
    told = imported(program, tmp_path, "peel.pdf", pdf)
    assert told["report"]["kind"] == "force"
    assert "whose report" in {each["about"] for each in told["report"]["questions"]}


@pytest.mark.parametrize(
    ("words", "addressees", "others"),
    [
        ("Kent Police", ("the force",), ()),
        ("the Chief Constable of Kent", ("the force",), ()),
        ("Kent Police and Essex Police", ("the force", "others"), ("Essex Police",)),
        ("Essex Police", ("others",), ("Essex Police",)),
        ("Kent Police and Crime Commissioner", ("the local policing body",), ()),
        ("Essex Police and Crime Commissioner", ("others",), ("Essex Police and Crime Commissioner",)),
        ("Kent County Council", ("others",), ("Kent County Council",)),
        ("chief constables and the Home Office", ("chief constables", "Home Office"), ()),
        ("the Commissioner", ("the local policing body",), ()),
    ],
)
def test_whom_the_words_of_a_report_name_is_told_from_the_office_s_side(
    words: str, addressees: tuple[str, ...], others: tuple[str, ...]
) -> None:
    to = addressed_to(words, OurForce("kent"))
    assert (to.addressees, to.others) == (addressees, others)


def test_the_metropolitan_commissioner_is_a_chief_officer() -> None:
    assert addressed_to("the Metropolitan Police Commissioner", OurForce("metropolitan")).addressees == ("the force",)


def test_a_force_that_is_in_no_table_is_known_by_the_name_in_the_office_s_file() -> None:
    ours = OurForce(None, "Westshire Police")
    assert addressed_to("Westshire Police", ours).addressees == ("the force",)
    assert addressed_to("Westshire Constabulary and chief constables", ours).addressees == ("the force", "chief constables")
    assert addressed_to("Westshire Fire and Rescue Service", ours).addressees == ("others",)


TRACKER = b"""Westshire Police: causes of concern and recommendations
| Ref | Cause of concern and recommendation | Owner | Status |
| T1 | Cause of concern: The force does not groom its horses. Recommendation: The force should groom its horses each day. | ACC | Open |
| T2 | Cause of concern: The force does not groom its horses. Recommendation: The force should buy brushes. | ACC | Open |
"""


def test_of_a_row_of_a_table_the_words_of_the_finding_are_taken_without_the_bars_around_them(
    program: Program, tmp_path: Path
) -> None:
    told = imported(
        program,
        tmp_path,
        "tracker.txt",
        TRACKER,
        "--published-on",
        "2023-06-06",
        "--title",
        "causes of concern and recommendations",
    )
    _, response = response_of(tmp_path, told)
    (cause,) = response["findings"]["causes_of_concern"]
    assert cause["text"].strip() == "The force does not groom its horses."
    assert [(each["label"], each["text"].strip()) for each in cause["recommendations"]] == [
        ("T1", "The force should groom its horses each day."),
        ("T2", "The force should buy brushes."),
    ]
    found = problems(program, tmp_path, told["response"])
    assert [each for each in found if each["code"].startswith(READ_WRONGLY)] == []
