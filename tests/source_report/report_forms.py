"""The reports of the corpus in `reports/`: one source for each, made into a web page, a Word file, PDFs and plain text.

A line of a source is a paragraph; `#` begins a heading, `-` an item, `[[` and `]]` stand around what is in a frame, `|=` begins a table
with its grades, and `|` a row of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import yaml

from tests.source_report.papers import pdf_of, saved

FOLDER = Path(__file__).parent / "reports"
STYLE = """
@page { size: A4; margin: 2cm 2.2cm; @bottom-right { content: counter(page) } @top-left { content: 'An inspection' } }
body { font: 11pt/1.35 'Liberation Sans', sans-serif } h1 { font-size: 24pt } h2 { font-size: 18pt } h3 { font-size: 14pt }
h4 { font-size: 11pt } .frame { border: 1pt solid #036; padding: 3mm; margin: 3mm 0 } td, th { border: .5pt solid #999; padding: 1mm }
"""
TWO_COLUMNS = STYLE + "@page { size: 24cm 17cm } body { columns: 2; column-gap: 8mm; font-size: 10pt }"


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


@cache
def report(name: str) -> dict[str, Any]:
    """The source of a report, and the right answer."""
    read = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    assert isinstance(read, dict)
    return read


def lines(name: str) -> Iterator[tuple[str, str]]:
    """What each line of a source is, and its text."""
    for line in report(name)["source"].splitlines():
        sign, _, text = line.partition(" ")
        if sign and not sign.strip("#"):
            yield f"h{len(sign)}", text
        elif sign in ("-", "[[", "]]", "|=", "|"):
            yield sign, text
        else:
            yield "p", line


def as_html(name: str) -> str:
    made: list[str] = []
    kinds = [*lines(name), ("", "")]
    before = ""
    for kind, text in kinds:
        if before == "-" != kind:
            made.append("</ul>")
        if before in ("|=", "|") and kind not in ("|=", "|"):
            made.append("</table>")
        if kind == "-":
            made.append(("" if before == "-" else "<ul>") + f"<li>{escape(text)}</li>")
        elif kind in ("|=", "|"):
            tag = "th" if kind == "|=" else "td"
            cells = "".join(f"<{tag}>{escape(cell.strip())}</{tag}>" for cell in text.split("|"))
            made.append(("<table>" if kind == "|=" else "") + f"<tr>{cells}</tr>")
        elif kind == "[[":
            made.append("<div class='frame callout'>")
        elif kind == "]]":
            made.append("</div>")
        elif kind:
            made.append(f"<{kind}>{escape(text)}</{kind}>")
        before = kind
    return "\n".join(made)


def as_word(name: str) -> bytes:
    import docx

    document = docx.Document()
    table: Any = None
    place: Any = document
    for kind, text in lines(name):
        if kind in ("[[", "]]"):
            place = document.add_table(1, 1).cell(0, 0) if kind == "[[" else document
        elif kind in ("|=", "|"):
            cells = [cell.strip() for cell in text.split("|")]
            table = document.add_table(0, len(cells)) if kind == "|=" else table
            for cell, words in zip(table.add_row().cells, cells, strict=True):
                cell.text = words
        elif kind == "-":
            place.add_paragraph(text, style="List Bullet")
        elif kind.startswith("h"):
            place.add_paragraph(text, style=f"Heading {kind[1]}")
        else:
            place.add_paragraph(text)
    return saved(document)


def as_text(name: str) -> str:
    return "\n".join(f"• {text}" if kind == "-" else text for kind, text in lines(name) if kind not in ("[[", "]]"))


FORMS = ("html", "docx", "pdf", "two columns", "txt")


def form_names(name: str) -> tuple[str, ...]:
    """The forms that a report has."""
    return tuple(form for form in FORMS if form in report(name).get("only", FORMS))


def forms(name: str, *wanted: str) -> Iterator[tuple[str, str, bytes]]:
    """Each form of a report, or those that are wanted: what it is, the name of a file, and its bytes."""
    made: dict[str, tuple[str, Callable[[], bytes]]] = {
        "html": ("report.html", f"<!DOCTYPE html><meta charset=utf-8><main>{as_html(name)}</main>".encode),
        "docx": ("report.docx", lambda: as_word(name)),
        "pdf": ("report.pdf", lambda: pdf_of(as_html(name), STYLE)),
        "two columns": ("report.pdf", lambda: pdf_of(as_html(name), TWO_COLUMNS)),
        "txt": ("report.txt", as_text(name).encode),
    }
    assert tuple(made) == FORMS
    for form in wanted or form_names(name):
        file, make = made[form]
        yield form, file, make()
