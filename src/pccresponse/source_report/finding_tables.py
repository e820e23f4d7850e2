"""Tables of findings: each row as its finding, below a heading that says its number and whom it asks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pccresponse.models.findings import NAMES, kind_named
from pccresponse.source_report.pages import MOST_COLUMNS
from pccresponse.source_report.paragraphs import BY_ITS_WORDS, FEWEST_BARS, Paragraph
from pccresponse.source_report.request_parts import names_a_body

_OF_FINDINGS = re.compile(rf"{NAMES}|recomm?endations?", re.IGNORECASE)
_OF_WHOM = re.compile(
    r"(?:rec(?:ommendation)?s?\.? )?(?:owner|addressees?)|(?:directed|addressed|made) (?:at|to)|(?:for|to) whom", re.IGNORECASE
)
_LABEL = re.compile(r"(?:\b[A-Z])?\d{1,3}(?:\.\d{1,2})?")
_CAUSE_AND_REQUEST = re.compile(
    r"(?P<label>[A-Z]?\d{1,3}(?:\.\d{1,2})?[.:)]?\s+)?(?P<cause>Causes? of concern\s*[:.–—-]\s*\S.*?)\s+Recommendations?(?P<number> \d{1,2})?\s*[:.–—-]\s*(?=\S)",
    re.DOTALL,
)
_OWN_HEADING = re.compile(rf"(?P<name>{NAMES})(?: (?P<number>\d{{1,2}}))?(?:\s*[:–—-]\s*|(?<=\d)\.?\s+)(?=[A-Z])", re.IGNORECASE)
"""What a cell says of itself: `Area for improvement: The force should`."""
_LONGEST_NUMBER_CELL = 12
"""The most letters of a cell that is the number of its row."""


class _Head(NamedTuple):
    """The head row of a table."""

    findings: int
    """The column of the findings."""
    whom: int | None
    """The column of those whom they ask."""
    bars: int
    kind: str


def with_rows_of_findings(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """With each row of a table replaced by its cell in the column of findings, and the head row by a heading."""
    head: _Head | None = None
    for paragraph in paragraphs:
        bars = paragraph.text.count("|")
        cells = _cells(paragraph) if FEWEST_BARS <= bars <= MOST_COLUMNS else []
        if cells and (read := _head_of(cells)):
            head, cell = read, cells[read.findings]
            yield cell._replace(level=BY_ITS_WORDS, text=kind_named(read.kind).many.capitalize(), sign="")
        elif head is not None and cells and bars == head.bars:
            yield from _row(cells, head)
        elif both := next(filter(None, map(_cause_and_request, cells or [paragraph])), None):
            yield from _with_heading(*both, label=_label_before(cells, len(cells)))
        elif head is not None and not cells:
            head = None
            yield _end_of_table(paragraph)
            yield paragraph
        else:
            yield paragraph


def _cells(paragraph: Paragraph) -> list[Paragraph]:
    """The cells of a row that a text has between bars."""
    cells, place = [], 0
    for cell in paragraph.text.split("|"):
        at = place + len(cell) - len(cell.lstrip())
        cells.append(paragraph.part(at, cell.strip()))
        place += len(cell) + 1
    return cells


def _head_of(cells: list[Paragraph]) -> _Head | None:
    named = [number for number, cell in enumerate(cells) if _OF_FINDINGS.fullmatch(cell.text)]
    if len(named) != 1:
        return None
    whom = next((number for number, cell in enumerate(cells) if _OF_WHOM.fullmatch(cell.text)), None)
    return _Head(named[0], whom, len(cells) - 1, re.sub("(?i)recome", "Recomme", cells[named[0]].text))


def _row(cells: list[Paragraph], head: _Head) -> Iterator[Paragraph]:
    cell = cells[head.findings]
    label = _label_before(cells, head.findings)
    named = cells[head.whom : head.whom + 2] if head.whom is not None else ()  # a head over two columns moves the rest
    whom = next((each.text for each in named if names_a_body(each.text)), "")
    if both := _cause_and_request(cell):
        yield from _with_heading(*both, label=label, whom=whom)
    elif own := _OWN_HEADING.match(cell.text):
        kind = kind_named(own["name"])
        to = f" to {whom}" if whom and kind.needs_explanation else ""
        yield _heading(cell, f"{kind.one.capitalize()} {own['number'] or label}{to}")
        yield cell.part(own.end(), cell.text[own.end() :])._replace(level=0, sign="", number="")
    elif whom and cell.text:
        yield _heading(cell, f"{kind_named(head.kind).one.capitalize()} {label} to {whom}")
        yield cell._replace(level=0, sign="")
    else:
        yield cell._replace(level=0, sign=label or "•")


def _label_before(cells: list[Paragraph], column: int) -> str:
    """The number of a row, from the first cell before a column."""
    first = next((cell.text for cell in cells[:column] if cell.text), "")
    found = _LABEL.search(first) if len(first) <= _LONGEST_NUMBER_CELL or column < len(cells) else None
    return found[0] if found else ""


def _cause_and_request(cell: Paragraph) -> tuple[Paragraph, Paragraph, str] | None:
    """The cause of concern and the recommendation that a cell or a line has one after the other, and the number with them."""
    if "of concern" not in cell.text[:40] or (found := _CAUSE_AND_REQUEST.match(cell.text)) is None:
        return None
    request = cell.part(found.end(), cell.text[found.end() :])
    own = (found["number"] or found["label"] or "").strip(" .:)")
    return cell.part(found.start("cause"), found["cause"]), request, own


def _with_heading(cause: Paragraph, request: Paragraph, own: str, *, label: str, whom: str = "") -> Iterator[Paragraph]:
    yield cause._replace(level=0, sign="", number="")
    to = f" to {whom}" if whom else ""
    yield _heading(request, f"Recommendation {own or label or cause.number or cause.sign}".strip() + to)
    yield request._replace(level=0, sign="", number="")


def _heading(above: Paragraph, text: str) -> Paragraph:
    """A heading that stands above a cell and has no words of the report."""
    return above._replace(text=" ".join(text.split()), end=above.start, level=BY_ITS_WORDS, sign="")


def _end_of_table(paragraph: Paragraph) -> Paragraph:
    """A heading without words: nothing more is below the head of the table."""
    return paragraph._replace(text="", end=paragraph.start, level=1, sign="", is_sure=True)
