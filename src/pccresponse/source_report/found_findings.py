"""What a report asks for: its recommendations, causes of concern and areas for improvement, known by how the inspectorate prints them.

A heading of its own, with or without a number; or a sentence that recommends, or that gives a day by which somebody should do
something. Lists of contents, and what an earlier report asked for, are not taken for it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate, pairwise, takewhile
from typing import NamedTuple

from pccresponse.source_report.report import InspectedReport, Span

_HEADING = re.compile(
    r"(?P<kind>Recommendation|Cause of concern|Area for improvement|Causes of concern|Areas for improvement)(?P<plural>s)?"
    r"(?:\s+(?P<number>\d{1,3}(?:\.\d{1,2}){0,2}))?(?:\s*(?P<mark>[:–—-])\s*(?P<rest>\S.*)?)?",
    re.IGNORECASE | re.DOTALL,
)
_OF_CONTENTS = re.compile(r"(?:\.\s?){3,}\s*\d{0,4}\s*$|\s\d{1,3}\s*$")
_SENTENCES = re.compile(
    r"\b[Ww]e (?:also |therefore |further |now )?recommend\b(?! in | to the (?:earlier|previous))"
    r"|\b(?:By (?:\d{1,2} |the end of )?[A-Z][a-z]+ 20\d\d|Within [a-z0-9]+(?: [a-z]+)? (?:days?|weeks?|months?|years?)\b[^.;]{0,60}?|Immediately|With immediate effect),?"
    r" [^.;:]{3,140}? should\b"
    r"|(?<=[.!?:] )[A-Z][^.;:!?]{3,90} should immediately\b"
)
_EARLIER_HEADING = re.compile(
    r"\b(?:recommendations?|causes? of concern|areas? for improvement)\b.{0,40}\b(?:from|in|of|since)\b.{0,40}\b(?:(?:19|20)\d\d|previous|last|earlier)\b"
    r"|\b(?:previous|earlier|outstanding|closed)\b.{0,20}\b(?:recommendations?|causes? of concern|areas? for improvement)\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\b(?:we (?:previously |also )?recommended|previously|previous (?:report|inspection|review)|earlier (?:report|inspection|review)"
    r"|(?:our|the|its|that) (?:19|20)\d\d (?:report|inspection|review|PEEL))\b",
    re.IGNORECASE,
)
_POINT = re.compile(r"[•◦▪●■‣⁃·–-]\s*\S|\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})[.)]\s")
_LONGEST = 130
_SHORTEST = 6
_SAME = 3
_LONGEST_TITLE = 25
_BEFORE = 25
_REACH_OF_EARLIER = 250


class Ask(NamedTuple):
    """One thing that the report asks for."""

    kind: str
    """`recommendation`, `cause of concern` or `area for improvement`."""
    number: str | None
    """The report's own, where its heading has one."""
    start: int
    """The first word after the heading."""
    end: int
    """Where the next one begins, or where it may well have ended."""
    points: tuple[Span, ...] = ()
    """The items of a list in it, each up to the next."""


def asks_of(report: InspectedReport) -> tuple[Ask, ...]:
    """Everything that is asked for, in the report's order."""
    known = report.seen.get("asks")
    if known is None:
        found = sorted({*_under_headings(report), *_in_sentences(report)}, key=lambda ask: (ask.start, ask.number is None))
        known = report.seen["asks"] = tuple(_told_apart(found, report))
    assert isinstance(known, tuple)
    return known


def _under_headings(report: InspectedReport) -> Iterator[Ask]:
    earlier = -_REACH_OF_EARLIER
    for number, line in enumerate(report.lines):
        if len(line.text) > 300 or not line.text[:1].isupper():
            continue
        if _EARLIER_HEADING.search(line.text) and len(line.text.split()) <= 20 and not line.text.rstrip().endswith("."):
            earlier = line.start
            continue
        heading = _HEADING.fullmatch(line.text)
        if heading is None or _OF_CONTENTS.search(heading["rest"] or ""):
            continue
        kind = heading["kind"].casefold().replace("causes", "cause").replace("areas", "area")
        is_many = bool(heading["plural"]) or heading["kind"].casefold().startswith(("causes", "areas"))
        if (is_many and heading["number"]) or line.start - earlier < _REACH_OF_EARLIER:
            continue
        if heading["rest"]:
            start = line.start + len(line.text[: heading.start("rest")].split())
        else:
            start = report.lines[number + 1].start if number + 1 < len(report.lines) else len(report)
        yield Ask(kind, heading["number"], start, start + _LONGEST)


def _in_sentences(report: InspectedReport) -> Iterator[Ask]:
    text = " ".join(report.shown)
    places = list(accumulate((len(word) + 1 for word in report.shown), initial=0))
    earlier = [line.start for line in report.lines if _EARLIER_HEADING.search(line.text) and len(line.text.split()) <= 20]
    for match in _SENTENCES.finditer(text):
        start = bisect_left(places, match.start())
        before = bisect_left(earlier, start) - 1
        if before >= 0 and start - earlier[before] < _REACH_OF_EARLIER:
            continue
        yield Ask("recommendation", None, start, start + _LONGEST)


def _told_apart(found: list[Ask], report: InspectedReport) -> Iterator[Ask]:
    """Each once, up to where the next begins; none that has next to no words, or that tells what was asked for earlier."""
    kept: list[Ask] = []
    for ask in found:
        if kept and ask.number is None and ask.kind == "recommendation" and _is_the_same(kept[-1], ask, report):
            continue
        kept.append(ask)
    for number, ask in enumerate(kept):
        end = min(ask.end, kept[number + 1].start if number + 1 < len(kept) else len(report), len(report))
        before = " ".join(report.shown[max(0, ask.start - _BEFORE) : ask.start + _BEFORE])
        if end - ask.start >= _SHORTEST and not _EARLIER.search(before):
            yield ask._replace(end=end, points=_points(ask.start, end, report))


def _points(start: int, end: int, report: InspectedReport) -> tuple[Span, ...]:
    """The items of a list between two words; an item ends with its sentence, because what follows the list is no part of it."""
    lines = report.lines[bisect_left(report.lines, start, key=lambda line: line.start) :]
    begins = [line.start for line in takewhile(lambda line: line.start < end, lines) if _POINT.match(line.text)]
    found = []
    for place, following in pairwise((*begins, end)):
        ended = next((word + 1 for word in range(place, following) if report.shown[word][-1] in ".;"), following)
        found.append(Span(place, ended))
    return tuple(found)


def _is_the_same(ask: Ask, sentence: Ask, report: InspectedReport) -> bool:
    """Whether nothing but a title, which has no full stop, stands between a heading and a sentence."""
    between = report.shown[ask.start : sentence.start]
    return len(between) <= _SAME or (len(between) <= _LONGEST_TITLE and not any(word[-1] in ".!?" for word in between))
