"""Reports made for the tests, in every format that is read."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from functools import cache

from pccresponse.source_report import report_of
from pccresponse.source_report.report import InspectedReport

SENTENCES = (
    "The force is efficient at finding missing children, but its officers do not safeguard every child who is at risk.",
    "Supervisors should immediately review the fifty-two investigations that nobody has looked at since September.",
    "“Nobody told us,” one victim’s mother said – and nobody had.",
)
"""Ligatures, hyphens, quotation marks and a dash are in them."""


def text_report(text: str, name: str = "report.txt") -> InspectedReport:
    """A report of plain text; form feeds part its pages."""
    return report_of(name, text.encode())


_SETS_PAGES = (
    "import sys, weasyprint; sys.stdout.buffer.write(weasyprint.HTML(string=sys.stdin.buffer.read().decode()).write_pdf())"
)


@cache
def pdf_of(body: str, style: str = "") -> bytes:
    """A PDF as WeasyPrint sets it, in a process of its own: one that has made a document knows no fonts but those of its edition."""
    page = f"<!DOCTYPE html><html lang=en-GB><meta charset=utf-8><title>A report</title><style>{style}</style><body>{body}"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FONTCONFIG")}
    return subprocess.run(
        [sys.executable, "-c", _SETS_PAGES], env=environment, input=page.encode(), capture_output=True, check=True
    ).stdout


def word_file(paragraphs: Sequence[str]) -> bytes:
    """A Word file with a paragraph for each text."""
    import docx

    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return saved(document)


def saved(document: object) -> bytes:
    """The bytes of a Word document."""
    made = io.BytesIO()
    document.save(made)  # type: ignore[attr-defined]
    return made.getvalue()


WORD_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word_file_of(document: str | bytes) -> bytes:
    """A Word file whose main part is this."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word_file(["x"]))) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, document if part == "word/document.xml" else old.read(part))
    return made.getvalue()


def word_bomb() -> bytes:
    """A Word file that unpacks to 210 MB, more than is allowed."""
    made = io.BytesIO(word_file(["x"]))
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("word/more.xml", "w", force_zip64=True) as part:
        for _ in range(210):
            part.write(b"\0" * (1 << 20))
    return made.getvalue()


def word_file_with_entities() -> bytes:
    """A Word file whose text is ten entities of ten entities of …"""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return word_file_of(
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{entities}]><w:document {WORD_NAMESPACE}><w:body><w:p><w:r><w:t>&e9;</w:t></w:r>'
        "</w:p></w:body></w:document>"
    )
