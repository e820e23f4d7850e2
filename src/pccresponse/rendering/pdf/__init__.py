"""Trusted HTML in, a PDF out that is PDF/UA-1 and PDF/A-3a in one file: or an error, and no file.

Importing this package is cheap: WeasyPrint, pikepdf and the validator are imported when a function needs them.
"""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from pccresponse.rendering.pdf.engine import DocumentFacts, EmbeddedFile, EngineFailedError, NotConformantError, engine_check

_MOST_TOLD = 20
_JUDGED: deque[tuple[bytes, ...]] = deque(maxlen=8)
"""Archives that went through the validator inside a file of this process. The next files that carry the same ones, byte for byte,
are judged without going through them again: what is in an archive is nothing to either standard, and takes the longest by far."""


def render(
    html: str,
    *,
    facts: DocumentFacts,
    edition: Path,
    text_font: str,
    embedded: tuple[EmbeddedFile, ...] = (),
    images: Mapping[str, bytes] | None = None,
) -> bytes:
    """The finished, validated file.

    `edition` is the folder that relative addresses in the HTML and its styles start from, with its fonts in `fonts/`; `text_font` is
    the family for what no style names a font for; `images` are reached as `pccresponse-image:<name>`. Raises a `RenderingError`
    for anything the engine warns about and for any rule that the file breaks.
    """
    engine_check(final=False)
    from pccresponse.rendering.pdf.typesetting import typeset

    pdf, emptied = typeset(html, facts, embedded, edition, images or {}, text_font)
    archives = tuple(file.content for file in embedded if file.compressed)
    known = bool(archives) and archives in _JUDGED
    try:
        failures = validate(emptied if known else pdf)
    except MemoryError:
        raise
    except Exception as error:  # the library has limits of its own
        raise EngineFailedError(f"cannot be checked against the standards: {type(error).__name__}: {str(error)[:200]}") from error
    if failures:
        raise NotConformantError(f"would break: {'; '.join(map(str, failures[:_MOST_TOLD]))}")
    if archives and not known:
        _JUDGED.append(archives)
    return pdf


PROFILES = {"ua1": "PDF/UA-1", "3a": "PDF/A-3a"}

MOST_HEADINGS, MOST_ROWS, MOST_COLUMNS = 4_000, 5_000, 30
"""So many headings may a document have, and so many rows and columns a table. With some thousands of headings more the validator runs
out of its stack and takes the program with it; more columns than that do not fit on a page."""


class ConformanceFailure(msgspec.Struct, frozen=True, order=True):
    """One rule that the file breaks."""

    standard: str
    rule: str
    """The validator's name for it, such as `PDFUA1-TABLE-HEADERS-SCOPE-001`."""
    message: str
    page: int | None = None
    """Counted from 1; None if the rule is about the whole file or the object belongs to no page."""

    def __str__(self) -> str:
        where = f" (page {self.page})" if self.page else ""
        return f"{self.standard}, {self.rule}{where}: {self.message}"


def validate(pdf: bytes) -> tuple[ConformanceFailure, ...]:
    """Everything that page-validation holds against the file, in its order; empty for a file that conforms to both standards."""
    from page import SafetyLimits, validate_pdf_bytes

    # Of what it follows from bookmark to bookmark, and counts row by row, it expects less than a long report has.
    limits = SafetyLimits(max_reference_depth=MOST_HEADINGS + 500, max_table_grid_rows=MOST_ROWS + 500)
    # One after the other: side by side they are faster by half and take four times the memory.
    found = [
        (standard, failure)
        for profile, standard in PROFILES.items()
        for failure in validate_pdf_bytes(pdf, profile=profile, limits=limits).failures
    ]
    if not found:
        return ()
    pages = _pages_of_objects(pdf)
    return tuple(
        ConformanceFailure(
            standard,
            failure.rule_id,
            failure.message,
            pages.get(failure.object_id.object_number) if failure.object_id else None,
        )
        for standard, failure in found
    )


def page_count(pdf: bytes) -> int:
    """How many pages the file has."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def _pages_of_objects(pdf: bytes) -> dict[int, int]:
    """The page of each object that says or shows which page it is on. Only asked when there is something to report."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages = {page.obj.objgen[0]: number for number, page in enumerate(document.pages, start=1)}
        for number, page in enumerate(document.pages, start=1):
            for annotation in page.obj.get("/Annots", ()):
                pages.setdefault(annotation.objgen[0], number)
            contents: Any = page.obj.get("/Contents")
            if isinstance(contents, pikepdf.Stream):
                pages.setdefault(contents.objgen[0], number)
        for thing in document.objects:
            if isinstance(thing, pikepdf.Dictionary) and isinstance(thing.get("/Pg"), pikepdf.Dictionary):
                pages.setdefault(thing.objgen[0], pages.get(thing["/Pg"].objgen[0], 0))
        return {number: page for number, page in pages.items() if page}
