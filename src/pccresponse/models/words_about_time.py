"""The days that words about time in a report mean, such as `within three months` or `by 31 March 2024`."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from pccresponse.foundation.partial_dates import MONTHS, PartialDate, in_words
from pccresponse.models.findings import NUMBER_WORDS

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
"""Words after a period that can only mean the report's publication."""

_LEEWAY = timedelta(days=3)
"""Allows for a count from the next day, and for a last day moved from a weekend."""
_AT_ONCE_IS_WITHIN = timedelta(days=31)


class Window(NamedTuple):
    """The days that words about time can mean, and the usual reading in words."""

    earliest: date
    latest: date
    comes_to: str


def window_of(wording: str, published_on: date) -> Window | None:
    """The days that words about time can mean, counted from the report's publication; None if they are not certain.

    >>> window_of("within three months", date(2023, 11, 30)).comes_to
    '29 February 2024'
    """
    words = " ".join(wording.casefold().split()).strip(" .,;()")
    try:
        if words in _AT_ONCE:
            return Window(published_on, published_on + _AT_ONCE_IS_WITHIN, f"the weeks after {in_words(published_on)}")
        within = _WITHIN.fullmatch(words)
        if within:
            return _period(within[1], within[2], within[3].split(), published_on)
        by = _BY.fullmatch(words)
        return _by_date(by) if by else None
    except (ValueError, OverflowError):  # no such day, or beyond the calendar
        return None


def _period(number: str, unit: str, rest: list[str], published_on: date) -> Window | None:
    """`within three months`; None if it may count from anything other than the report's publication."""
    count = int(number) if number.isascii() and number.isdigit() else _NUMBERS.get(number)
    if count is None or not _FROM_PUBLICATION.issuperset(rest):
        return None
    if unit in ("day", "week"):
        last = published_on + timedelta(days=count * (7 if unit == "week" else 1))
    else:
        last = _months_later(published_on, count * (12 if unit == "year" else 1))
    return Window(last - _LEEWAY, last + _LEEWAY, in_words(last))


def _by_date(by: re.Match[str]) -> Window | None:
    """`by 31 March 2024`, `by the end of March 2024`, or `by March 2024`, which may mean its start or its end."""
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
    """The same day of a later month, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    last = PartialDate(day.year + years, month + 1).latest
    return last.replace(day=min(day.day, last.day))
