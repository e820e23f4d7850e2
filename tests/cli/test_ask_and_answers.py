"""`ask` and `answers`: a form goes out, is filled in with another program, and comes back into the response."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import etree

from tests.conftest import ROOT, Program
from tests.correspondence.forms import SOFFICE, by_libreoffice, filled

SLUG = "2024-06-18-peel-2023-25-westshire"
FORM = f"{SLUG}-form.docx"
TODAY = ("--today", "2024-08-05")
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
ADDED = """\
            - what: Each supervisor reviews ten waiting incidents a shift.
              status: in progress
              owner: Head of Contact Management
              due_on: 2024-11
              evidence: "Minutes: the board of July 2024."
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "responses", tmp_path / "responses")
    return tmp_path


def response(workspace: Path) -> Path:
    return workspace / "responses" / SLUG / "response.yaml"


NEW = {
    (0, 3, 1): "Each supervisor reviews ten waiting incidents a shift.",
    (0, 3, 2): "Head of Contact Management",
    (0, 3, 3): "November 2024",
    (0, 3, 4): "in progress",
    (0, 3, 5): "Minutes: the board of July 2024.",
}


def test_a_form_goes_out_and_its_answers_come_back_with_nothing_else_touched(program: Program, workspace: Path) -> None:
    before = response(workspace).read_text("utf-8")
    made = program("ask", SLUG, *TODAY, cwd=workspace)
    assert made.stdout == f"{FORM}  14 findings\nWhen the form comes back, run: pccresponse answers {SLUG} {FORM}\n"
    form = workspace / FORM
    form.write_bytes(filled(form.read_bytes(), NEW))

    shown = program("answers", SLUG, FORM, *TODAY, cwd=workspace)
    assert shown.returncode == 0, shown.stdout + shown.stderr
    assert (
        "Recommendation 1, row 3: new: Each supervisor reviews ten waiting incidents a shift. (in progress; due November 2024; "
        in shown.stdout
    )
    assert shown.stdout.endswith("Nothing was saved. To save it, add --yes to the command.\n")
    assert response(workspace).read_text("utf-8") == before

    done = program("answers", SLUG, FORM, "--yes", *TODAY, cwd=workspace)
    assert f"responses/{SLUG}/response.yaml: the force's actions are saved." in done.stdout
    after = response(workspace).read_text("utf-8")
    assert after.count(ADDED) == 1
    assert after.replace(ADDED, "") == before
    assert "READ-" not in program("check", SLUG, *TODAY, cwd=workspace).stdout

    again = program("answers", SLUG, FORM, "--yes", *TODAY, cwd=workspace)
    assert "new: Each supervisor" not in again.stdout
    assert response(workspace).read_text("utf-8") == after


def test_nothing_is_written_unless_all_fits(program: Program, workspace: Path) -> None:
    before = response(workspace).read_bytes()
    program("ask", SLUG, *TODAY, cwd=workspace)
    form = workspace / FORM
    form.write_bytes(filled(form.read_bytes(), {**NEW, (1, 3, 1): "Another.", (1, 3, 4): "done"}))
    done = program("answers", SLUG, FORM, "--yes", *TODAY, cwd=workspace)
    assert done.returncode == 1
    assert 'Cannot be used: Recommendation 2, row 3, “Status” cannot be "done"' in done.stdout
    assert "nothing was saved" in done.stdout
    assert response(workspace).read_bytes() == before


def test_a_form_that_is_there_is_not_written_over(program: Program, workspace: Path) -> None:
    (workspace / FORM).write_bytes(b"filled in")
    done = program("ask", SLUG, *TODAY, cwd=workspace)
    assert done.returncode == 2
    assert f"{FORM} already exists, and may have been filled in." in done.stderr
    assert (workspace / FORM).read_bytes() == b"filled in"
    assert program("ask", SLUG, "--to", "other.docx", *TODAY, cwd=workspace).returncode == 0
    assert program("ask", SLUG, "--to", "other.pdf", *TODAY, cwd=workspace).returncode == 2


@pytest.mark.slow
@pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice is not here (Debian: libreoffice-writer-nogui), which is to fill in the form"
)
def test_libreoffice_opens_the_form_fills_it_in_and_saves_it(program: Program, workspace: Path) -> None:
    before = response(workspace).read_text("utf-8")
    program("ask", SLUG, *TODAY, cwd=workspace)
    opened = by_libreoffice(workspace / FORM, "fodt")
    tree = etree.parse(opened)
    table = next(tree.iter(f"{TABLE}table"))
    row = list(table.iter(f"{TABLE}table-row"))[3]
    for (_, _, column), words in NEW.items():
        paragraph = next(list(row.iter(f"{TABLE}table-cell"))[column].iter(f"{TEXT}p"))
        held = list(paragraph)  # a list to choose from, which keeps what was chosen
        place = held[0] if held else paragraph
        for each in list(place):
            place.remove(each)
        place.text = words
    tree.write(opened, encoding="utf-8", xml_declaration=True)
    back = by_libreoffice(opened, "docx:MS Word 2007 XML")
    done = program("answers", SLUG, str(back), "--yes", *TODAY, cwd=workspace)
    assert done.returncode == 0, done.stdout + done.stderr
    after = response(workspace).read_text("utf-8")
    assert after.count(ADDED) == 1
    assert after.replace(ADDED, "") == before


@pytest.mark.slow
@pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice is not here (Debian: libreoffice-calc-nogui), which is to fill in the form"
)
def test_libreoffice_opens_the_spreadsheet_fills_it_in_and_saves_it(program: Program, workspace: Path) -> None:
    before = response(workspace).read_text("utf-8")
    made = program("ask", SLUG, "--to", "form.xlsx", *TODAY, cwd=workspace)
    assert made.stdout.startswith("form.xlsx  14 findings\n")
    try:
        opened = by_libreoffice(workspace / "form.xlsx", "fods")
        tree = etree.parse(opened)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this LibreOffice opens no spreadsheets (Debian: libreoffice-calc-nogui)")
    table = next(each for each in tree.iter(f"{TABLE}table") if each.get(f"{TABLE}name") == "Actions")
    row = list(table.iter(f"{TABLE}table-row"))[3]
    (empty,) = [each for each in row.iter(f"{TABLE}table-cell") if int(each.get(f"{TABLE}number-columns-repeated", "1")) > 1][:1]
    place = list(row).index(empty)
    row.remove(empty)
    for words in reversed(NEW.values()):
        cell = etree.Element(f"{TABLE}table-cell", {f"{OFFICE}value-type": "string"})
        etree.SubElement(cell, f"{TEXT}p").text = words
        row.insert(place, cell)
    tree.write(opened, encoding="utf-8", xml_declaration=True)
    back = by_libreoffice(opened, "xlsx:Calc MS Excel 2007 XML")
    done = program("answers", SLUG, str(back), "--yes", *TODAY, cwd=workspace)
    assert done.returncode == 0, done.stdout + done.stderr
    after = response(workspace).read_text("utf-8")
    assert after.count(ADDED) == 1
    assert after.replace(ADDED, "") == before
