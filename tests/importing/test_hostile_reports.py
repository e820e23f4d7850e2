"""`new --from` with a file that was made to do harm: a sentence with a remedy, soon, and nothing written."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from tests.conftest import ROOT, Program
from tests.source_report.papers import WORD_NAMESPACE, word_bomb, word_file_of, word_file_with_entities


def pdf(draw: Callable[[pikepdf.Pdf], None]) -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as new:
        draw(new)
        new.save(made)
    return made.getvalue()


def form(new: pikepdf.Pdf, content: bytes, resources: Dictionary) -> pikepdf.Object:
    return new.make_indirect(
        new.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 600, 800]), Resources=resources)
    )


def drawn_in_itself_twice(new: pikepdf.Pdf) -> None:
    drawing = form(new, b"/X Do /X Do", Dictionary())
    drawing.Resources = Dictionary(XObject=Dictionary(X=drawing))
    page = new.add_blank_page()
    page.Contents, page.Resources = new.make_stream(b"/X Do"), drawing.Resources


def doubled_thirty_times(new: pikepdf.Pdf) -> None:
    drawing = form(new, b"0 0 9 9 re f", Dictionary())
    for _ in range(30):
        drawing = form(new, b"/X Do /X Do", Dictionary(XObject=Dictionary(X=drawing)))
    page = new.add_blank_page()
    page.Contents, page.Resources = new.make_stream(b"/X Do"), Dictionary(XObject=Dictionary(X=drawing))


def five_thousand_pages(new: pikepdf.Pdf) -> None:
    pages = new.Root.Pages
    blank = Dictionary(Type=Name.Page, Parent=pages, MediaBox=Array([0, 0, 600, 800]))
    pages.Kids, pages.Count = Array([new.make_indirect(blank) for _ in range(5_000)]), 5_000


def pictures_of_pages(new: pikepdf.Pdf) -> None:
    for _ in range(3):
        new.add_blank_page().Contents = new.make_stream(b"0 0 400 600 re f")


def table_in_word(columns: int) -> bytes:
    cells = "<w:tc><w:p><w:r><w:t>The force should act.</w:t></w:r></w:p></w:tc>" * columns
    return word_file_of(f"<w:document {WORD_NAMESPACE}><w:body><w:tbl><w:tr>{cells}</w:tr></w:tbl></w:body></w:document>")


REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "five thousand pages": (
        "report.pdf",
        lambda: pdf(five_thousand_pages),
        "holds more than 3,000,000 letters, 60,000 lines or 3,000 pages",
    ),
    "a scan without text": ("report.pdf", lambda: pdf(pictures_of_pages), "has no text in it: its pages are pictures"),
    "three hundred columns in a web page": (
        "report.html",
        lambda: f"<table><tr>{'<td>The force should act.' * 300}</table>".encode(),
        "has a table of 300 columns",
    ),
    "three hundred columns in a Word file": ("report.docx", lambda: table_in_word(300), "has a table of 300 columns"),
    "a Word file that unpacks to much": ("report.docx", word_bomb, "is too large for a report"),
    "a Word file with a text that multiplies": ("report.docx", word_file_with_entities, "cannot be opened as a Word file"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_hostile_report_is_refused_with_a_sentence_and_a_remedy(case: str, program: Program, tmp_path: Path) -> None:
    name, make, said = REFUSED[case]
    (tmp_path / name).write_bytes(make())
    done = program("new", "--force", "kent", "--from", name, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    first, remedy, *more = done.stderr.splitlines()
    assert said in first
    assert remedy.startswith("  ")
    assert remedy.endswith(".")
    assert more == []
    assert [path.name for path in tmp_path.iterdir()] == [name]


WITH_LESS_TIME = """
from pccresponse.foundation import limited_process
from tests.time_at_work import PATIENT
limited_process.threading = PATIENT
limited_process.SECONDS_TO_READ_A_SMALL_ONE = 1
from pccresponse.__main__ import main
main()
"""


@pytest.mark.parametrize("draw", [drawn_in_itself_twice, pytest.param(doubled_thirty_times, marks=pytest.mark.long)])
def test_a_page_that_draws_without_an_end_is_given_up(draw: Callable[[pikepdf.Pdf], None], tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(pdf(draw))
    done = subprocess.run(
        [sys.executable, "-c", WITH_LESS_TIME, "new", "--force", "kent", "--from", "report.pdf"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=240,
    )
    assert (done.returncode, done.stdout) == (1, "")
    first, remedy = done.stderr.splitlines()
    assert "report.pdf cannot be read: it takes longer than 1 second" in first
    assert remedy.strip() == "Keep another copy of the report, as it was published."
    assert not (tmp_path / "responses").exists()


@pytest.mark.parametrize(
    ("name", "make"),
    [
        (
            "report.html",
            lambda secret: (
                f'<!DOCTYPE html [<!ENTITY e SYSTEM "{secret}">]><h1>A report on cats</h1><p>Published on 1 May 2024</p>'
                f'<h2>Recommendation</h2><p>The force should &e; feed its cats.</p><img src="{secret}"><link rel=stylesheet href="{secret}">'.encode()
            ),
        ),
        (
            "report.docx",
            lambda secret: word_file_of(
                f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "{secret}">]><w:document {WORD_NAMESPACE}><w:body><w:p><w:r><w:t>A report on cats'
                "</w:t></w:r></w:p><w:p><w:r><w:t>The force should &e; feed its cats.</w:t></w:r></w:p></w:body></w:document>"
            ),
        ),
    ],
)
def test_a_report_takes_nothing_from_outside_itself(
    name: str, make: Callable[[str], bytes], program: Program, tmp_path: Path
) -> None:
    (tmp_path / "secret.txt").write_text("confidential", "utf-8")
    (tmp_path / name).write_bytes(make((tmp_path / "secret.txt").as_uri()))
    done = program("new", "--force", "kent", "--from", name, "--title", "Cats", "--published-on", "2024-05-01", cwd=tmp_path)
    assert "Traceback" not in done.stderr
    written = "".join(path.read_text("utf-8", "replace") for path in tmp_path.rglob("*.yaml"))
    assert "confidential" not in written + done.stdout + done.stderr
    assert done.returncode == 0 or "cannot be opened as a Word file" in done.stderr
