"""How a document's file is called, and what it is sent as, is said by its format and by hardly anybody else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path, PurePath

import pytest

from pccresponse.rendering.formats import PDF
from tests.conftest import ROOT

SOURCE = ROOT / "src" / "pccresponse"
OF_WHAT_IS_READ = {
    "source_report/__init__.py",
    "source_report/pages.py",
    "models/report.py",
    "pipeline/__init__.py",
    "importing/opened_report.py",
    "correspondence/letter.py",
    "cli/new.py",
}
"""They speak of the report that is answered and of the chief officer's letter, which may be PDFs too."""
OF_PDF = "rendering/pdf/"


def test_a_pdf_is_called_and_sent_as_one() -> None:
    assert PDF.file_name("comments") == "comments.pdf"
    assert PDF.media_type == "application/pdf"


@pytest.mark.parametrize(("name", "is_one"), [("a.pdf", True), ("A.PDF", True), ("pdf", False), ("a.pdf.txt", False)])
def test_a_pdf_is_known_by_its_name(name: str, is_one: bool) -> None:
    assert PDF.is_name_of(PurePath(name)) is is_one


def _strings(path: Path) -> Iterator[str]:
    """The strings of a module, but for its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.value


def test_few_modules_write_the_ending_of_a_documents_file_themselves() -> None:
    modules = {path.relative_to(SOURCE).as_posix(): path for path in SOURCE.rglob("*.py")}
    assert len(modules) > 100
    named = {
        name
        for name, path in modules.items()
        if name not in OF_WHAT_IS_READ
        and not name.startswith(OF_PDF)
        and any(".pdf" in text or "application/pdf" in text for text in _strings(path))
    }
    assert modules.keys() >= OF_WHAT_IS_READ
    assert "rendering/formats.py" in named
    assert len(named) <= 6, sorted(named)
