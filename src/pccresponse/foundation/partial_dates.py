"""Dates as precise as the record has them: a day, a month or a year.

Papers often say "April 2015" and no more. To write a day would invent a fact, so a date keeps the precision that it was given.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z", re.ASCII)


class PartialDate(NamedTuple):
    """A day, a month (no `day`) or a year (no `month` either) of the Gregorian calendar."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `2015-07-21`, `2015-07` or `2015`. Raises `ValueError` for anything else, impossible days included.

        >>> PartialDate.parse("2015-07")
        PartialDate(year=2015, month=7, day=None)
        """
        match = _SHAPE.match(text)
        if match is None:
            raise ValueError(f"not a date: {text}")
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        date(year, month or 1, day or 1)  # refuses month 13 and 30 February
        return cls(year, month, day)

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """The exact day as a partial date."""
        return cls(day.year, day.month, day.day)

    @property
    def earliest(self) -> date:
        """The earliest day that it may be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The latest day that it may be."""
        month = self.month or 12
        if self.day or month == 12:
            return date(self.year, month, self.day or 31)
        return date(self.year, month + 1, 1) - timedelta(1)

    @property
    def exact(self) -> date | None:
        """The day, or None if only the month or the year is known."""
        return self.earliest if self.day else None

    def is_certainly_after(self, other: PartialDate) -> bool:
        """Whether every day that this date may be is after every day that the other may be.

        >>> PartialDate.parse("2015-07").is_certainly_after(PartialDate.parse("2015"))
        False
        """
        return self.earliest > other.latest

    def isoformat(self) -> str:
        """`2015-07-21`, `2015-07` or `2015`."""
        parts = (f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part))
        return "-".join(parts)

    def __str__(self) -> str:
        """`21 July 2015`, `July 2015` or `2015`."""
        words = (str(self.day or ""), MONTHS[self.month - 1] if self.month else "", str(self.year))
        return " ".join(word for word in words if word)


def in_words(day: date) -> str:
    """`21 July 2015`, on every machine: no locale is used."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def with_weekday(day: date) -> str:
    """`Tuesday 21 July 2015`."""
    return f"{WEEKDAYS[day.weekday()]} {in_words(day)}"
