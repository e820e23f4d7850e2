"""Grades and numbers that a report states so plainly that a program may hold something against them."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise

from pccresponse.models.finding_kinds import A_COUNT, counts_in
from pccresponse.source_report.comparable_text import folded, letters_of, plain, tokens_of
from pccresponse.source_report.report import InspectedReport, Span

GRADES = ("outstanding", "good", "adequate", "requires improvement", "inadequate")
_LINKS = frozenset({"at", "in", "for"})
_COUNTED = re.compile(
    r"\b(?:this report (?:makes|contains|has|sets out)|in this report,? we (?:make|have made|identify|set out|have identified)"
    rf"|we (?:make|have made|have identified) (?=[^.]{{0,80}} in this report))\s+{A_COUNT}",
    re.IGNORECASE,
)


def letters(words: str) -> str:
    """What counts of some words, in a row."""
    return "".join(letters_of(token) for token in tokens_of(plain(words)))


def grades_stated(name: str, report: InspectedReport, others: Collection[str] = ()) -> frozenset[str]:
    """Each grade that the report gives to an area, a pillar or a question of that name, in a sentence or beside its heading.

    A list of areas by grade reads like a heading with the grade of the next group. Where two of the names stand one right after the
    other, only sentences count, and grades on the same line.
    """
    others = {folded(letters(other)) for other in others}
    stated: set[str] = set()
    ends = {line.start for line in report.lines} | {len(report)}
    listed = _are_listed(others | {folded(letters(name))}, report)
    for span, _ in report.occurrences(letters(name)):
        before, after = _grade_before(span, report), _grade_after(span, report)
        if before:
            stated.add(before)
        if after and span.start in ends and span.end + len(after.split()) in ends and (not listed or span.end not in ends):
            stated.add(after)
    return frozenset(stated)


def _grade_before(span: Span, report: InspectedReport) -> str | None:
    """The grade in `is good at investigating crime`, where the words are the last two."""
    keys = report.keys
    if span.start < 3 or keys[span.start - 1] not in _LINKS:
        return None
    if keys[span.start - 3 : span.start - 1] == ["requires", "improvement"]:
        return "requires improvement"
    grade = keys[span.start - 2]
    return grade if grade in GRADES and keys[span.start - 3] == "is" else None


def _grade_after(span: Span, report: InspectedReport) -> str | None:
    following = report.keys[span.end : span.end + 2]
    return next((grade for grade in GRADES if following[: len(grade.split())] == grade.split()), None)


def _are_listed(names: Collection[str], report: InspectedReport) -> bool:
    """Whether two of the names stand on lines that follow each other."""
    key = ("listed", tuple(sorted(names)))
    known = report.seen.get(key)
    if known is None:
        is_name = [folded(letters(line.text)) in names for line in report.lines]
        known = report.seen[key] = any(one and next_one for one, next_one in pairwise(is_name))
    return bool(known)


def row_of(name: str, length: int, report: InspectedReport) -> frozenset[tuple[int, ...]]:
    """The numbers that follow a name in a table: each run of exactly so many whole numbers."""
    found = set()
    for span, _ in report.occurrences(letters(name)):
        run = report.letters[span.end : span.end + length + 1]
        numbers = [int(each) for each in run[:length] if each.isdecimal() and len(each) < 8]
        if len(numbers) == length and not (len(run) > length and run[length].isdecimal()):
            found.add(tuple(numbers))
    return frozenset(found)


def counts_stated(report: InspectedReport) -> dict[str, frozenset[int]]:
    """How many recommendations, causes of concern and areas for improvement the report says that it makes."""
    found: dict[str, set[int]] = {}
    for kind, number in counts_in(" ".join(report.shown), _COUNTED):
        found.setdefault(kind.one, set()).add(number)
    return {kind: frozenset(numbers) for kind, numbers in found.items()}


def stands_early(words: str, report: InspectedReport) -> bool:
    """Whether some words stand on the first pages; capitals and punctuation do not count."""
    return _bare(words) in _bare(report.opening)


def _bare(words: str) -> str:
    return "".join(each for each in folded(letters(words)) if each.isalnum())
