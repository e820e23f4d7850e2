"""What a report says of itself: its title, dates and reference, and what kind of report it is."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from pccresponse.source_report.comparable_text import folded, letters
from pccresponse.source_report.finding_headings import finding_heading
from pccresponse.source_report.paragraphs import Paragraph, paragraphs_of
from pccresponse.source_report.report import InspectedReport

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_DAY = rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?P<month>{'|'.join(_MONTHS)}),? (?P<year>(?:19|20)\d\d)|(?P<d>\d{{1,2}})[/.](?P<m>\d{{1,2}})[/.](?P<y>(?:19|20)\d\d)"
_PUBLISHED = re.compile(
    rf"\b(?:first )?(?:published|publication date|date of publication|sent|date|dated)(?: on| in)?:?\s+(?:{_DAY})", re.IGNORECASE
)
_ALONE = re.compile(rf"(?:{_DAY})", re.IGNORECASE)
_ASKS_FOR_A_DAY = re.compile(r"(?:published|sent)(?: on)?:?|date(?: of publication)?:?", re.IGNORECASE)
_MONTH = re.compile(
    rf"(?:(?:published|publication)(?: in| on)?:?\s+)?(?P<month>{'|'.join(_MONTHS)}),? (?P<year>(?:19|20)\d\d)", re.IGNORECASE
)
_UPDATED = re.compile(rf"\blast updated(?: on)?:?\s+(?:{_DAY})", re.IGNORECASE)
_REFERENCE = re.compile(r"\bISBN:?\s*(?P<isbn>(?:97[89][- ]?)?[\dX][\dX -]{8,14}[\dX])\b")
_PROGRAMME = re.compile(
    r"\bPEEL[: ]\s*(?:(?:[Aa]ssessment|[Pp]olice effectiveness[^0-9]{0,40})\s*)?(?P<years>20\d\d(?:\s?[–/-]\s?(?:20)?\d\d)?)"
)
_NO_TITLE = re.compile(
    r"(?:contents|skip to.*|foreword|summary|overall summary|publication|report|\d{3}\b.*|get this (?:document|report).*|print this.*|home|menu)",
    re.IGNORECASE,
)
_LETTER = re.compile(r"\bletter\b|^Dear\b", re.IGNORECASE | re.MULTILINE)
_JOINT = re.compile(r"\bjoint (?:thematic |inspection|report)|\bconducted jointly\b|\bjoint inspection\b", re.IGNORECASE)
_AGAIN = re.compile(r"\b(?:re-?\s?inspection|revisit|post-inspection|follow[- ]up)\b", re.IGNORECASE)
_MOST_LOOKED_AT = 60
_LONGEST_TITLE = 300


class ReportFacts(NamedTuple):
    """What was found; None if the report does not say it in a way that can mean nothing else."""

    title: str | None
    published_on: date | None
    published_in: str | None
    """A month and a year, where the report gives no more."""
    updated_on: date | None
    reference: str | None
    programme: str | None
    is_letter: bool
    is_joint: bool
    is_about_an_earlier_one: bool


def facts_in(report: InspectedReport) -> ReportFacts:
    """What the first paragraphs say, and for the reference any."""
    paragraphs = paragraphs_of(report)
    opening = paragraphs[:_MOST_LOOKED_AT]
    title = _title(opening)
    told = "\n".join(each.text for each in opening)
    head = f"{title or ''}\n{told[:3000]}"
    reference = _REFERENCE.search(" ".join(report.shown))
    programme = _PROGRAMME.search(f"{title or ''}\n{told[:1500]}")
    published = _published(opening)
    month = next((found for each in opening[:20] if (found := _MONTH.fullmatch(each.text.strip(" .")))), None)
    updated = _UPDATED.search(told)
    return ReportFacts(
        title=title,
        published_on=published,
        published_in=f"{month['month'].capitalize()} {month['year']}" if month and not published else None,
        updated_on=_day(updated) if updated else None,
        reference=reference["isbn"].strip() if reference else None,
        programme=f"PEEL {' '.join(programme['years'].split())}" if programme else None,
        is_letter=bool(_LETTER.search(title or "")) or bool(re.search(r"^Dear\b", head, re.MULTILINE)),
        is_joint=bool(_JOINT.search(head)),
        is_about_an_earlier_one=bool(_AGAIN.search(title or "")),
    )


def _title(opening: tuple[Paragraph, ...]) -> str | None:
    """The largest heading of the beginning, or the first one; lines of a cover that have the same size are one title."""
    headings = [
        each for each in opening if each.is_heading and not _NO_TITLE.fullmatch(each.text) and not finding_heading(each.text)
    ]
    if not headings:
        first = next((each.text for each in opening if not each.is_neutral and not _NO_TITLE.fullmatch(each.text)), "")
        return first if 0 < len(first.split()) <= 30 and not first.endswith(".") else None
    largest = min(headings[:8], key=lambda each: each.level)
    at = opening.index(largest)
    parts = [largest.text]
    for following in opening[at + 1 : at + 3]:
        if not (
            following.is_sure and following.level == largest.level and sum(map(len, parts)) + len(following.text) < _LONGEST_TITLE
        ):
            break
        parts.append(following.text)
    title = " ".join(parts) if parts[0].endswith((":", "–", "-")) else ": ".join(parts)
    return title[:_LONGEST_TITLE]


def _published(opening: tuple[Paragraph, ...]) -> date | None:
    for number, each in enumerate(opening):
        found = _PUBLISHED.search(each.text) if len(each.text.split()) <= 12 else None
        if found is None and number and _ASKS_FOR_A_DAY.fullmatch(opening[number - 1].text):
            found = _ALONE.fullmatch(each.text.strip(" ."))
        if found is not None:
            return _day(found)
    return None


def _day(found: re.Match[str]) -> date | None:
    try:
        if found["day"]:
            return date(int(found["year"]), _MONTHS.index(found["month"].casefold()) + 1, int(found["day"]))
        return date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        return None


def falls_after(words: str, day: date | None) -> bool:
    """Whether words such as `by 31 March 2022` or `by March 2022` name a day or a month after another day.

    >>> falls_after("By 31 March 2022", date(2021, 8, 5)), falls_after("By March 2020", date(2021, 8, 5)), falls_after("soon", None)
    (True, False, False)
    """
    if day is None:
        return False
    if found := _ALONE.search(words):
        named = _day(found)
        return named is not None and named > day
    month = _MONTH.search(words)
    return month is not None and (int(month["year"]), _MONTHS.index(month["month"].casefold()) + 1) > (day.year, day.month)


def row_of(name: str, length: int, report: InspectedReport) -> frozenset[tuple[int, ...]]:
    """The numbers that follow a name in a table: each run of exactly so many whole numbers."""
    found = set()
    for span, _ in report.occurrences(letters(name)):
        run = report.letters[span.end : span.end + length + 1]
        numbers = [int(each) for each in run[:length] if each.isdecimal() and len(each) < 8]
        if len(numbers) == length and not (len(run) > length and run[length].isdecimal()):
            found.add(tuple(numbers))
    return frozenset(found)


def stands_early(words: str, report: InspectedReport) -> bool:
    """Whether some words are on the first pages; capitals and punctuation do not count."""
    return _bare(words) in _bare(report.opening)


def _bare(words: str) -> str:
    return "".join(each for each in folded(letters(words)) if each.isalnum())
