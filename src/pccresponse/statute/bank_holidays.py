"""Bank holidays in England and Wales: a courtesy to the reader, not law that this program applies.

Section 55(5A) counts every day. A last day on which the office is closed is still the last day, which is worth saying.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from pccresponse.foundation.errors import LookUpError
from pccresponse.statute.records import beyond_record
from pccresponse.statute.tables import Row, read_table


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
