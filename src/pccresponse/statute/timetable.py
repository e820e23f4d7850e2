"""Counting the days that section 55(5A) gives, and which of them are bank holidays.

The period begins *with* the day on which the report is published, so that day is day 1 and the last of 56 days is
publication + 55. The Act makes no exception for weekends and bank holidays: every day counts. A last day on which the office is closed is
still the last day, which is worth saying.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from pccresponse.foundation.errors import LookUpError
from pccresponse.foundation.partial_dates import in_words
from pccresponse.statute.regimes import Regime
from pccresponse.statute.tables import Row, read_table
from pccresponse.statute.tenures import beyond_record


def day_number(published_on: date, day: date) -> int:
    """Which day of the period a day is: 1 is publication day, 0 the day before it, negative numbers lie further back.

    >>> day_number(date(2019, 1, 15), date(2019, 1, 15))
    1
    >>> day_number(date(2019, 1, 15), date(2019, 3, 11))
    56
    """
    return (day - published_on).days + 1


def publish_by(regime: Regime, published_on: date) -> date | None:
    """The last day on which to publish what section 55(5) asks for; None where the regime has no period.

    Raises `LookUpError` where the calendar ends before the period does.

    >>> from pccresponse.statute.regimes import regime_on
    >>> publish_by(regime_on(date(2019, 1, 15)), date(2019, 1, 15))
    datetime.date(2019, 3, 11)
    >>> publish_by(regime_on(date(2015, 7, 21)), date(2015, 7, 21)) is None
    True
    """
    if regime.deadline is None:
        return None
    try:
        return published_on + timedelta(days=regime.deadline.days - 1)
    except OverflowError:
        raise LookUpError(
            f"The last day to publish cannot be worked out for a report published on {in_words(published_on)}.",
            "Check the year of the report's publication day.",
        ) from None


class _BankHolidays(Row, frozen=True, kw_only=True):
    known_to: date
    checked_on: date
    first_year: int
    last_year: int
    days: dict[date, str]


@cache
def _bank_holidays() -> _BankHolidays:
    return read_table("bank_holidays.yaml", _BankHolidays)


def bank_holiday_years() -> range:
    """The years that the table covers, whole."""
    table = _bank_holidays()
    return range(table.first_year, table.last_year + 1)


def bank_holiday_on(day: date) -> str | None:
    """The name of the bank holiday on the day, or None if it is none.

    Bank holidays are weekdays: when Christmas Day is a Saturday the holiday is the Monday, named as a substitute day. Raises
    `LookUpError` for a day outside `bank_holiday_years()`, because an unknown day is not an ordinary one.

    >>> bank_holiday_on(date(2022, 9, 19))
    'Bank holiday for the State Funeral of Queen Elizabeth II'
    """
    years = bank_holiday_years()
    if day.year not in years:
        raise LookUpError(
            f"Whether there is a bank holiday in {day.year} is not known: the table covers {years[0]} to {years[-1]}.",
            "Look it up elsewhere; it changes no deadline, because section 55(5A) counts bank holidays too.",
        )
    return _bank_holidays().days.get(day)


def bank_holiday_doubt(day: date) -> str:
    """Why the answer for the day may be wrong, as a sentence: a day may have been added or moved since; empty where it is not."""
    table = _bank_holidays()
    return beyond_record("bank holidays", day, known_to=table.known_to, checked_on=table.checked_on)
