"""One mistake never hides another: what can be read of a file with errors is judged, and nothing that only follows from them is said."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT, Program

SLUG = "2024-06-18-peel-2023-25-westshire"


@pytest.fixture
def response(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "responses" / SLUG, tmp_path / "responses" / SLUG)
    return tmp_path / "responses" / SLUG / "response.yaml"


def codes(program: Program, response: Path) -> list[str]:
    done = program("check", "--today", "2024-08-06", "--format", "json", cwd=response.parents[2])
    files = (f"responses/{SLUG}/response.yaml", f"responses/{SLUG}/office.yaml")
    return [each["code"] for each in json.loads(done.stdout)["problems"] if each["file"] in files]


def edited(response: Path, *edits: tuple[str, str]) -> None:
    text = response.read_text("utf-8")
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    response.write_text(text, "utf-8")


MISTAKES = [
    (("acceptance: accepted", "acceptance: acepted"), "READ-CHOICE"),
    (("acceptance: accepted", "acceptance: yes"), "READ-CHOICE"),
    (("status: in progress", "status: nearly done"), "READ-CHOICE"),
    (("  kind: force", "  kind: forse"), "READ-CHOICE"),
    (("  published_on: 2024-06-18", "  published_on: 18 June 2024"), "READ-DATE"),
    (("due_on: 2024-09-18", "due_on: 2024-09-31"), "READ-NO-SUCH-DAY"),
    (("monitoring:", "montoring:"), "READ-UNKNOWN-KEY"),
    (("acceptance: accepted", "weather: fine"), "READ-UNKNOWN-KEY"),
    (("acceptance: accepted", "acceptance:"), "READ-EMPTY"),
]
OTHERS = [
    (("chief_officer_comments: none", "# chief_officer_comments: none"), "S55-5-CHIEF-OFFICER"),
    (("Calls wait too long", "TODO calls wait too long"), "PLACEHOLDER"),
]


@pytest.fixture(scope="module")
def readable(program: Program, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], list[str]]:
    """What is found as long as everything can be read: first without the other mistakes, then with them."""
    folder = tmp_path_factory.mktemp("readable") / "responses" / SLUG
    shutil.copytree(ROOT / "responses" / SLUG, folder)
    response = folder / "response.yaml"
    before = codes(program, response)
    edited(response, *(other for other, _ in OTHERS))
    return before, codes(program, response)


@pytest.mark.parametrize(("edit", "code"), MISTAKES)
def test_a_value_that_cannot_be_read_hides_nothing_and_brings_nothing_else(
    program: Program, response: Path, readable: tuple[list[str], list[str]], edit: tuple[str, str], code: str
) -> None:
    before, with_others = readable
    assert set(with_others) >= {each for _, each in OTHERS}
    edited(response, *(other for other, _ in OTHERS), edit)
    found = codes(program, response)
    of_whole_files = {each for each in before if each.startswith("APPROVAL-")} | {"NOT-PRINTED"}  # of a version, and of its pages
    assert code in found
    assert set(found) - {code} == set(with_others) - of_whole_files, "and nothing that follows from the mistake alone"
    done = program("build", "--final", cwd=response.parents[2])
    assert done.returncode == 1
    assert not list((response.parents[2] / "build").rglob("*.pdf"))


def test_mistakes_of_both_files_and_of_the_rules_are_told_together(program: Program, response: Path) -> None:
    edited(response, *(edit for edit, _ in (*MISTAKES[:1], *MISTAKES[2:7], *OTHERS)))
    office = response.parent / "office.yaml"
    office.write_text(office.read_text("utf-8") + "acent_colour: red\n", "utf-8")
    found = codes(program, response)
    assert {code for _, code in (*MISTAKES[:1], *MISTAKES[2:7], *OTHERS)} <= set(found)
    assert found.count("READ-UNKNOWN-KEY") == 2


def test_no_date_is_guessed_that_may_be_another(program: Program, response: Path) -> None:
    edited(response, ("  published_on: 2024-06-18", "  published_on: 5/6/2024"))
    done = program("check", cwd=response.parents[2])
    assert "If 5 June 2024 is meant, write 2024-06-05. If 6 May 2024 is meant, write 2024-05-06." in done.stdout
    assert "S55-5A" not in done.stdout
