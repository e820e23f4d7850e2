"""Where what was imported stood in the report, so that somebody can look it up there."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pccresponse.case.naming import shortened
from pccresponse.foundation.partial_dates import in_words
from pccresponse.models.findings import A_COUNT, ASKING, counts_in
from pccresponse.source_report.finding_headings import finding_heading
from pccresponse.source_report.paragraphs import Paragraph, paragraphs_of
from pccresponse.source_report.quotation_search import spans_of
from pccresponse.source_report.report import InspectedReport
from pccresponse.source_report.report_facts import ReportFacts

_A_COUNT = re.compile(A_COUNT, re.IGNORECASE)
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? ([A-Za-z]+),? (\d{4})|(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_MOST_LOOKED_AT = 60
_LONGEST_HEADING = 80


class PlaceInReport(NamedTuple):
    """A place in the report, in words, and the passage that stands there."""

    where: str
    """`page 12, under “Investigating crime”`; empty where the report has neither pages nor headings."""
    passage: str = ""


def place_at(word: int, report: InspectedReport, *, without: str = "") -> str:
    """The page that a word is on, and the heading above it; not one that has been named already."""
    page = report.page_name(word)
    heading = _heading_above(word, report)
    is_told = not heading or heading.casefold() == without.casefold()
    return ", ".join(filter(None, (f"page {page}" if page else "", "" if is_told else f"under “{heading}”")))


def places_of_facts(
    facts: ReportFacts, title: str, stated: Mapping[str, Sequence[int]], report: InspectedReport
) -> dict[str, PlaceInReport]:
    """Where the report says what it is called, when it was published, and how much it contains."""
    found: dict[str, PlaceInReport] = {}
    for name, words in (("title", facts.title or title), ("programme", facts.programme), ("reference", facts.reference)):
        spans = spans_of(words, report) if words else ()
        if spans:
            page = report.page_name(spans[0].start)
            found[name] = PlaceInReport(f"page {page}" if page else "", report.text(spans[0])[:200])
    if facts.published_on:
        for paragraph in paragraphs_of(report)[:_MOST_LOOKED_AT]:
            if facts.published_on in _days_in(paragraph.text):
                page = report.page_name(paragraph.start)
                found["published_on"] = PlaceInReport(f"page {page}" if page else "", paragraph.text[:200])
                break
    for kind in ASKING:
        for paragraph in paragraphs_of(report) if len(stated.get(kind.one, ())) == 1 else ():
            if (kind, stated[kind.one][0]) in counts_in(paragraph.text, _A_COUNT):
                found[kind.key] = PlaceInReport(place_at(paragraph.start, report), paragraph.text[:200])
                break
    return found


def _days_in(text: str) -> Iterator[date]:
    for day, month, year, d, m, y in _DAY.findall(text):
        for number in range(1, 13):
            try:
                read = date(int(year or y), number, int(day or d))
            except ValueError:
                continue
            if (m and int(m) == number) or (month and in_words(read).split()[1].casefold() == month.casefold()):
                yield read


def _heading_above(word: int, report: InspectedReport) -> str:
    headings = report.seen.get("headings of chapters")
    if headings is None:
        headings = report.seen["headings of chapters"] = [
            each for each in paragraphs_of(report) if each.is_heading and not finding_heading(each.text)
        ]
    assert isinstance(headings, list)
    number = bisect_right(headings, word, key=_start_of) - 1
    if number < 0:
        return ""
    return shortened(headings[number].text, _LONGEST_HEADING)


def _start_of(paragraph: Paragraph) -> int:
    return paragraph.start
