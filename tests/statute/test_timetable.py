"""Counting days: publication day is day 1, every day counts, the last of 56 is publication + 55."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pccresponse.foundation.errors import LookUpError
from pccresponse.statute import day_number, publish_by, regime_on

SINCE_2017 = st.dates(min_value=date(2017, 5, 2), max_value=date(2100, 12, 31))
BEFORE_2017 = st.dates(min_value=date(1996, 8, 22), max_value=date(2017, 5, 1))

COUNTED_BY_HAND = [
    (date(2019, 1, 15), date(2019, 3, 11)),
    (date(2019, 5, 2), date(2019, 6, 26)),
    (date(2020, 12, 10), date(2021, 2, 3)),
    (date(2022, 10, 14), date(2022, 12, 8)),
    (date(2023, 6, 6), date(2023, 7, 31)),
]


@pytest.mark.parametrize(("published_on", "last_day"), COUNTED_BY_HAND)
def test_the_last_day_is_the_one_counted_by_hand(published_on: date, last_day: date) -> None:
    assert publish_by(regime_on(published_on), published_on) == last_day


@pytest.mark.parametrize(
    ("published_on", "last_day"),
    [
        (date(2017, 5, 2), date(2017, 6, 26)),  # the first report under the period
        (date(2020, 1, 6), date(2020, 3, 1)),  # over 29 February 2020
        (date(2019, 1, 6), date(2019, 3, 2)),  # the same days without one
        (date(2020, 1, 5), date(2020, 2, 29)),  # ends on the leap day
        (date(2024, 2, 29), date(2024, 4, 24)),  # begins on one
        (date(2023, 12, 31), date(2024, 2, 24)),  # over the end of a year
    ],
)
def test_leap_days_and_the_ends_of_years_are_counted_like_others(published_on: date, last_day: date) -> None:
    assert publish_by(regime_on(published_on), published_on) == last_day


@given(SINCE_2017)
def test_the_last_day_is_day_56_and_the_next_is_too_late(published_on: date) -> None:
    last_day = publish_by(regime_on(published_on), published_on)
    assert last_day is not None
    assert day_number(published_on, published_on) == 1
    assert day_number(published_on, last_day) == 56
    assert day_number(published_on, last_day + timedelta(days=1)) == 57


@given(SINCE_2017)
def test_the_period_holds_every_weekday_eight_times(published_on: date) -> None:
    last_day = publish_by(regime_on(published_on), published_on)
    assert last_day is not None
    days = [published_on + timedelta(days=number) for number in range((last_day - published_on).days + 1)]
    weekdays = [day.weekday() for day in days]
    assert len(days) == 56
    assert [weekdays.count(weekday) for weekday in range(7)] == [8] * 7
    assert last_day.weekday() == (published_on - timedelta(days=1)).weekday()


@given(SINCE_2017)
def test_a_report_published_a_day_later_is_answered_a_day_later(published_on: date) -> None:
    next_day = published_on + timedelta(days=1)
    last_day, following = publish_by(regime_on(published_on), published_on), publish_by(regime_on(next_day), next_day)
    assert last_day is not None
    assert following == last_day + timedelta(days=1)


@given(st.dates(), st.dates(max_value=date(9999, 12, 30)))
def test_day_numbers_rise_by_one_a_day(published_on: date, day: date) -> None:
    assert day_number(published_on, day + timedelta(days=1)) == day_number(published_on, day) + 1


def test_the_day_before_publication_is_day_nought() -> None:
    assert day_number(date(2019, 1, 15), date(2019, 1, 14)) == 0


@given(BEFORE_2017)
def test_no_last_day_is_shown_for_a_report_published_before_2_may_2017(published_on: date) -> None:
    assert publish_by(regime_on(published_on), published_on) is None


def test_a_period_that_runs_off_the_calendar_is_refused_with_a_sentence() -> None:
    with pytest.raises(LookUpError) as refused:
        publish_by(regime_on(date(9999, 12, 1)), date(9999, 12, 1))
    assert refused.value.message == "The last day to publish cannot be worked out for a report published on 1 December 9999."
    assert refused.value.remedy
