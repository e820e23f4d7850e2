"""The packaged bank holidays, compared with the `holidays` library, and the days that were moved or added by hand."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest

from pccresponse.foundation.errors import LookUpError
from pccresponse.statute import bank_holiday_doubt, bank_holiday_on, bank_holiday_years

YEARS = bank_holiday_years()


def packaged_days() -> set[date]:
    first, last = date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return {day for day in days if bank_holiday_on(day)}


def test_the_table_covers_2017_to_2028() -> None:
    assert (YEARS[0], YEARS[-1]) == (2017, 2028)


@pytest.mark.parametrize("part", ["ENG", "WLS"])
def test_the_table_has_the_weekdays_that_the_library_has(part: str) -> None:
    library = {day for day in holidays.country_holidays("GB", subdiv=part, years=YEARS) if day.weekday() < 5}
    assert len(library) > 90
    assert packaged_days() == library


def test_every_year_has_eight_but_for_the_years_with_one_more_or_two() -> None:
    counts = {year: sum(day.year == year for day in packaged_days()) for year in YEARS}
    assert counts == {year: {2022: 10, 2023: 9}.get(year, 8) for year in YEARS}


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2020, 5, 4), None),
        (date(2020, 5, 8), "Early May bank holiday (VE day)"),
        (date(2022, 5, 30), None),
        (date(2022, 6, 2), "Spring bank holiday"),
        (date(2022, 6, 3), "Platinum Jubilee bank holiday"),
        (date(2022, 9, 19), "Bank holiday for the State Funeral of Queen Elizabeth II"),
        (date(2023, 5, 8), "Bank holiday for the coronation of King Charles III"),
        (date(2021, 12, 25), None),
        (date(2021, 12, 27), "Christmas Day (substitute day)"),
        (date(2021, 12, 28), "Boxing Day (substitute day)"),
        (date(2022, 12, 26), "Boxing Day"),
        (date(2022, 12, 27), "Christmas Day (substitute day)"),
        (date(2017, 1, 2), "New Year’s Day (substitute day)"),
        (date(2028, 1, 3), "New Year’s Day (substitute day)"),
        (date(2026, 12, 28), "Boxing Day (substitute day)"),
        (date(2019, 3, 11), None),
    ],
)
def test_moved_added_and_substitute_days_are_the_ones_written_by_hand(day: date, name: str | None) -> None:
    assert bank_holiday_on(day) == name


@pytest.mark.parametrize("day", [date(2016, 12, 31), date(2029, 1, 1), date(1999, 12, 25)])
def test_outside_its_years_the_table_does_not_say_no(day: date) -> None:
    with pytest.raises(LookUpError) as refused:
        bank_holiday_on(day)
    assert refused.value.message == f"Whether there is a bank holiday in {day.year} is not known: the table covers 2017 to 2028."
    assert "counts bank holidays too" in refused.value.remedy


def test_a_day_for_which_nobody_looked_for_a_proclamation_comes_with_the_doubt() -> None:
    assert bank_holiday_doubt(date(2025, 12, 31)) == ""
    assert bank_holiday_doubt(date(2026, 1, 1)) == (
        "The sources for bank holidays reach to 31 December 2025 and were last checked on 27 November 2026: "
        "a later change would not be shown."
    )
