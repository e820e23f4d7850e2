"""From trusted HTML to a valid PDF/UA-1 and PDF/A-3a file, or to an error.

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

PROFILES = {"ua1": "PDF/UA-1", "3a": "PDF/A-3a"}

MOST_HEADINGS, MOST_ROWS, MOST_COLUMNS = 4_000, 5_000, 30
"""Limits on the headings of a document, and on the rows and columns of a table. With some thousands more headings the validator
overflows its stack and ends the program; more columns do not fit on a page."""

_MOST_FAILURES = 20
_VALIDATED: deque[tuple[bytes, ...]] = deque(maxlen=8)
"""Archives that were validated in a file of this process. Files with the same archives are validated without their contents, which
take by far the longest and have no effect on either standard."""


class ConformanceFailure(msgspec.Struct, frozen=True, order=True):
    """A rule that the file breaks."""

    standard: str
    rule: str
    """The validator's name for it, such as `PDFUA1-TABLE-HEADERS-SCOPE-001`."""
    message: str
    page: int | None = None
    """Counted from 1; None if the rule is about the whole file or the object belongs to no page."""

    def __str__(self) -> str:
        where = f" (page {self.page})" if self.page else ""
        return f"{self.standard}, {self.rule}{where}: {self.message}"


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

    `edition` is the folder that relative addresses start from, with its fonts in `fonts/`. `text_font` is the family of text for which
    no style names a font. `images` have addresses such as `pccresponse-image:<name>`. Raises a `RenderingError` for every warning of
    the engine and every rule that the file breaks.
    """
    engine_check(final=False)
    from pccresponse.rendering.pdf.typesetting import typeset

    pdf, emptied = typeset(html, facts, embedded, edition, images or {}, text_font)
    archives = tuple(file.content for file in embedded if file.compressed)
    known = bool(archives) and archives in _VALIDATED
    try:
        failures = validate(emptied if known else pdf)
    except MemoryError:
        raise
    except Exception as error:  # the library has limits of its own
        raise EngineFailedError(f"cannot be checked against the standards: {type(error).__name__}: {str(error)[:200]}") from error
    if failures:
        raise NotConformantError(f"would break: {'; '.join(map(str, failures[:_MOST_FAILURES]))}")
    if archives and not known:
        _VALIDATED.append(archives)
    return pdf


def validate(pdf: bytes) -> tuple[ConformanceFailure, ...]:
    """The rules of either standard that the file breaks, in the order of page-validation."""
    from page import SafetyLimits, validate_pdf_bytes

    # Its own limits on bookmarks and rows are too low for a long report.
    limits = SafetyLimits(max_reference_depth=MOST_HEADINGS + 500, max_table_grid_rows=MOST_ROWS + 500)
    # One after the other: in parallel they are faster by half and take four times the memory.
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
    """The number of the page of each object that belongs to one."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages = {page.obj.objgen[0]: number for number, page in enumerate(document.pages, start=1)}
        for number, page in enumerate(document.pages, start=1):
            for annotation in page.obj.get("/Annots", ()):
                pages.setdefault(annotation.objgen[0], number)
            contents: Any = page.obj.get("/Contents")
            if isinstance(contents, pikepdf.Stream):
                pages.setdefault(contents.objgen[0], number)
        for obj in document.objects:
            if isinstance(obj, pikepdf.Dictionary) and isinstance(obj.get("/Pg"), pikepdf.Dictionary):
                pages.setdefault(obj.objgen[0], pages.get(obj["/Pg"].objgen[0], 0))
        return {number: page for number, page in pages.items() if page}
