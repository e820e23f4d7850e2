"""Whether a finished file keeps to PDF/UA-1 and PDF/A-3a, and which fonts it carries: read from the bytes alone."""

from __future__ import annotations

import io
from typing import Any

import msgspec

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
