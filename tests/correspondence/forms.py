"""Filling in the form of `ask`, as Word or LibreOffice would save it."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path
from shutil import which

import docx
from docx.oxml.ns import qn

SOFFICE = which("soffice")
Cells = dict[tuple[int, int, int], str]
"""What to type: by table, row and column, each counted from 0; the head is row 0."""


def filled(content: bytes, cells: Cells) -> bytes:
    """The form with these words in its cells. A status is chosen where its list is."""
    document = docx.Document(io.BytesIO(content))
    for (table, row, column), words in cells.items():
        cell = document.tables[table].rows[row].cells[column]
        texts = list(cell._tc.iter(qn("w:t")))
        if column == 4 and texts:
            texts[0].text = words
        else:
            first, *others = words.split("\n\n")
            cell.paragraphs[0].text = first
            for other in others:
                cell.add_paragraph(other)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def by_libreoffice(file: Path, kind: str) -> Path:
    """The file as LibreOffice opens and saves it, in another kind."""
    assert SOFFICE
    folder = file.parent / kind.partition(":")[0]
    profile = f"-env:UserInstallation=file://{file.parent / 'profile'}"
    subprocess.run(
        [SOFFICE, profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(file)],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return folder / file.with_suffix(f".{kind.partition(':')[0]}").name
