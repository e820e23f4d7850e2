"""Dates as people write them, and the one form in which they are read."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from pccresponse.partial_dates import MONTHS, PartialDate
from pccresponse.reading.source import Fault, quoted

EARLIEST_YEAR = 1856
"""Inspectors of constabulary have been appointed since the County and Borough Police Act 1856."""
LATEST_YEAR = 2100

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d{2})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})(?:([/. -])(\d{1,2})\2(\d{1,2})|(\d{2})(\d{2}))(?:[T ].*)?", re.ASCII)
_MONTH_AND_YEAR = re.compile(r"(\d{1,2})[/. -](\d{4})", re.ASCII)
_WORD = re.compile(r"[A-Za-z]+|\d+", re.ASCII)
_DAYS_OF_THE_CLOCK = frozenset({"today", "yesterday", "tomorrow", "now"})


def read_date(text: str, *, exact: bool) -> PartialDate | Fault:
    """A day, a month or a year; with `exact`, only a day will do."""
    match = _FORM.fullmatch(text)
    if match is None:
        return Fault(
            "READ-DATE", f"cannot be {quoted(text)}: that is no date in the form year-month-day.", _how_to_write(text, exact=exact)
        )
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return Fault(
            "READ-YEAR",
            f"is {quoted(text)}, which is not between {EARLIEST_YEAR} and {LATEST_YEAR}.",
            "Check the digits of the year.",
        )
    if month is not None and not 1 <= month <= 12:
        return Fault(
            "READ-NO-SUCH-DAY",
            f"is {quoted(text)}, but there is no month {month:02}.",
            "Write the month second and the day last, as in 2015-07-21.",
        )
    if month and day is not None and not 1 <= day <= monthrange(year, month)[1]:
        days = monthrange(year, month)[1]
        return Fault("READ-NO-SUCH-DAY", f"is {quoted(text)}, but {MONTHS[month - 1]} {year} has {days} days.", "Check the day.")
    if exact and not day:
        return Fault(
            "READ-DATE-PRECISION", f"is {quoted(text)}, but the exact day is needed.", "Write the day as well, as in 2015-07-21."
        )
    return PartialDate(year, month, day)


def _how_to_write(text: str, *, exact: bool) -> str:
    if text.casefold() in _DAYS_OF_THE_CLOCK:
        return "Write the day itself, as in 2015-07-21: the file will be read on other days."
    if both := either_of(text):
        return " ".join(f"If {each} is meant, write {each.isoformat()}." for each in both)
    if meant := meant_by(text):
        if not exact or meant.exact:
            return f"If {meant} is meant, write {meant.isoformat()}."
        return f"If a day in {meant} is meant, write the day as well, as in {meant.isoformat()}-21."
    return "Write it as in 2015-07-21." if exact else "Write it as in 2015-07-21; or 2015-07 or 2015 where no more is known."


def meant_by(text: str) -> PartialDate | None:
    """The date that somebody in the United Kingdom probably meant by a text in another form.

    >>> meant_by("21/07/2015")
    PartialDate(year=2015, month=7, day=21)
    >>> meant_by("July 2015")
    PartialDate(year=2015, month=7, day=None)
    """
    text = " ".join(text.split())
    if len(text) > 40:
        return None
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year = map(int, match.groups())
        return _if_possible(_century(year), month, day) or _if_possible(_century(year), day, month)
    if match := _YEAR_FIRST.fullmatch(text):
        return _if_possible(int(match[1]), int(match[3] or match[5]), int(match[4] or match[6]))
    if match := _MONTH_AND_YEAR.fullmatch(text):
        return _if_possible(int(match[2]), int(match[1]), None)
    return _from_words(text)


def either_of(text: str) -> tuple[PartialDate, PartialDate] | None:
    """The two dates that a text of digits may mean, day first or month first; None where there are not two.

    >>> [str(each) for each in either_of("2/5/2019")]
    ['2 May 2019', '5 February 2019']
    """
    match = _DAY_FIRST.fullmatch(" ".join(text.split()))
    if match is None:
        return None
    first, second, year = map(int, match.groups())
    dates = _if_possible(_century(year), second, first), _if_possible(_century(year), first, second)
    return (dates[0], dates[1]) if dates[0] and dates[1] and dates[0] != dates[1] else None


def _from_words(text: str) -> PartialDate | None:
    """`Tuesday 21st July 2015`, `Jul 2015`, `July 21, 2015`."""
    words = _WORD.findall(text)
    months = [number for word in words if (number := _month(word))]
    numbers = [int(word) for word in words if word.isdigit()]
    years = [number for number in numbers if number >= 1000]
    days = [number for number in numbers if number < 1000]
    if len(months) != 1 or len(years) != 1 or len(days) > 1:
        return None
    return _if_possible(years[0], months[0], days[0] if days else None)


def _month(word: str) -> int | None:
    """The number of a month by its name or its first three letters or more."""
    start = word.capitalize()
    return next((number for number, name in enumerate(MONTHS, 1) if len(start) >= 3 and name.startswith(start)), None)


def _century(year: int) -> int:
    return year if year >= 100 else year + (2000 if year < 70 else 1900)


def _if_possible(year: int, month: int, day: int | None) -> PartialDate | None:
    try:
        date(year, month, 1 if day is None else day)
    except ValueError:
        return None
    return PartialDate(year, month, day) if EARLIEST_YEAR <= year <= LATEST_YEAR else None
