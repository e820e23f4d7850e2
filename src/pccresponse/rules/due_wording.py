"""The report's words about time, and the date that somebody took them to mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from pccresponse.finding_kinds import NUMBER_WORDS
from pccresponse.matter import Matter
from pccresponse.models.findings import CauseOfConcern
from pccresponse.naming import name_of
from pccresponse.partial_dates import MONTHS, PartialDate, in_words
from pccresponse.problems import Breach, Path
from pccresponse.rules.rule import WARNING, rule

_NUMBERS = {word: number for word, number in NUMBER_WORDS.items() if number} | {
    "a": 1,
    "an": 1,
    "twenty-four": 24,
    "twenty-eight": 28,
    "thirty": 30,
    "fifty-six": 56,
    "sixty": 60,
    "ninety": 90,
}
_MONTHS = {name.casefold(): number for number, name in enumerate(MONTHS, start=1)}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}

_AT_ONCE = frozenset({"immediately", "immediate", "with immediate effect", "straight away", "at once", "now"})
_WITHIN = re.compile(
    r"(?:within|in|no later than|not later than) (?:the next )?([\w-]{1,13}) (?:calendar )?(day|week|month|year)s?"
    r"((?: [\w'’]+){0,12})"
)
_BY = re.compile(
    r"(by|before|no later than|not later than|on or before) (?:the )?(end of )?"
    r"(?:(?:(\d{1,2})(?:st|nd|rd|th)? )?([a-z]{3,9}) |(\d{1,2})[/.](\d{1,2})[/.])?(\d{4})(?: at the latest)?"
)
_FROM_PUBLICATION = frozenset(
    {"of", "from", "after", "following", "the", "this", "our", "its", "date", "day", "on", "which", "was", "is", "being"}
    | {"publication", "published", "report", "report's", "report’s"}
)
"""Words that leave no doubt that the period is counted from the report's publication."""

_LEEWAY = timedelta(days=3)
"""Counting may begin on the day or on the next, and a last day at a weekend is moved: neither is a contradiction."""
_AT_ONCE_IS_WITHIN = timedelta(days=31)


class Window(NamedTuple):
    """The days that the words can mean, and the one that they come to."""

    earliest: date
    latest: date
    comes_to: str


def window_of(wording: str, published_on: date) -> Window | None:
    """What words about time come to, counted from the report's publication; None for words that are not understood for certain.

    >>> window_of("within three months", date(2023, 11, 30)).comes_to
    '29 February 2024'
    """
    words = " ".join(wording.casefold().split()).strip(" .,;()")
    try:
        if words in _AT_ONCE:
            return Window(published_on, published_on + _AT_ONCE_IS_WITHIN, f"the weeks after {in_words(published_on)}")
        within = _WITHIN.fullmatch(words)
        if within:
            return _counted(within[1], within[2], within[3].split(), published_on)
        by = _BY.fullmatch(words)
        return _named(by) if by else None
    except (ValueError, OverflowError):  # no such day, or beyond the calendar
        return None


def _counted(number: str, unit: str, rest: list[str], published_on: date) -> Window | None:
    """`within three months`; silent where the words count from something else than the report's publication."""
    count = int(number) if number.isascii() and number.isdigit() else _NUMBERS.get(number)
    if count is None or not _FROM_PUBLICATION.issuperset(rest):
        return None
    match unit:
        case "day":
            last = published_on + timedelta(days=count)
        case "week":
            last = published_on + timedelta(weeks=count)
        case "month":
            last = _months_later(published_on, count)
        case _:
            last = _months_later(published_on, 12 * count)
    return Window(last - _LEEWAY, last + _LEEWAY, in_words(last))


def _named(by: re.Match[str]) -> Window | None:
    """`by 31 March 2024`, `by the end of March 2024`, `by March 2024`, which may mean its beginning or its end."""
    word, end_of, day, month_name, day_in_figures, month_in_figures, year = by.groups()
    month = int(month_in_figures) if month_in_figures else _MONTHS.get(month_name or "")
    if month is None and month_name:
        return None
    day = day or day_in_figures
    named = PartialDate.parse(f"{year}-{month:02d}-{int(day):02d}" if month and day else f"{year}-{month:02d}" if month else year)
    if end_of:
        return Window(named.latest - _LEEWAY, named.latest, in_words(named.latest))
    if named.exact and word != "before":
        return Window(named.earliest, named.latest, str(named))
    return Window(named.earliest - timedelta(days=1), named.latest, str(named))


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    last = PartialDate(day.year + years, month + 1).latest
    return last.replace(day=min(day.day, last.day))


@rule(
    "DUE-WORDING",
    WARNING,
    title="A due date is what the report's words about time come to.",
    remedy='Correct "due_on:", or leave it out: the words are printed as they are.',
)
def a_due_date_is_what_the_words_come_to(matter: Matter) -> Iterator[Breach]:
    """Reports say "immediately", "within three months" or "by 31 March 2024". The words are kept; a date that was worked out
    from them is a field of its own, and the document shows both side by side.

    Only certain contradictions are reported. Periods are counted from the day on which the report was published, or from the
    day on which the force was told of an accelerated cause of concern; a few days either way are allowed, and "immediately" is
    given a month. Words that count from something else, or that the program does not know, are left alone.
    """
    published_on = matter.response.report.published_on
    for path, finding in matter.response.found.every_finding():
        if finding.due_wording is None or finding.due_on is None:
            continue
        window = window_of(finding.due_wording, published_on)
        if window is None:
            continue
        told_on = _told_on(matter, path)
        from_then = window_of(finding.due_wording, told_on) if told_on else None
        earliest = min(window.earliest, from_then.earliest) if from_then else window.earliest
        if finding.due_on.latest < earliest or finding.due_on.earliest > window.latest:
            yield Breach(
                message=f"{name_of(path, finding)} is due “{finding.due_wording}”, which comes to {window.comes_to}, "
                f'but "due_on" is {finding.due_on}.',
                path=(*path, "due_on"),
            )


def _told_on(matter: Matter, path: Path) -> date | None:
    """The first day on which the force can have been told of the accelerated cause of concern that the path leads to."""
    cause = matter.response.found.at(path[:3])
    return cause.accelerated_on.earliest if isinstance(cause, CauseOfConcern) and cause.accelerated_on else None
