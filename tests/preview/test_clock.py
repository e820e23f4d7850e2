"""The statutory clock over the years and the states of a response."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pccresponse.preview.clock import clock_of
from tests.builders import LAST_DAY, REPORT_DAY, matter_with, when

PUBLISHED = ("publication", "published_on")
CASES: dict[str, tuple[str | None, date, str, int | None, str]] = {
    "the first day": (None, REPORT_DAY, "open", 1, "Day 1 of 56: publish by Monday 31 July 2023, 55 days from today."),
    "day 23": (None, date(2023, 6, 28), "open", 23, "Day 23 of 56: publish by Monday 31 July 2023, 33 days from today."),
    "15 days before the last": (None, date(2023, 7, 16), "open", 41, "Day 41 of 56: publish by Monday 31 July 2023, 15 days from today."),
    "14 days before the last": (None, date(2023, 7, 17), "soon", 42, "Day 42 of 56: publish by Monday 31 July 2023, 14 days from today."),
    "the last day": (None, LAST_DAY, "soon", 56, "Day 56 of 56: publish by today, Monday 31 July 2023."),
    "the day after": (None, date(2023, 8, 1), "overdue", 57, "Overdue by 1 day: the last day was Monday 31 July 2023."),
    "overdue with a plan": (
        "2023-08-10", date(2023, 8, 2), "overdue", 58,
        "Overdue by 2 days: the last day was Monday 31 July 2023. Publication is planned on 10 August 2023.",
    ),
    "before the report": (
        None, date(2023, 6, 1), "open", None,
        "The 56 days begin with the report, on Tuesday 6 June 2023; the last is Monday 31 July 2023.",
    ),
    "planned in time": (
        "2023-07-24", date(2023, 6, 28), "open", 23,
        "Day 23 of 56: publication is planned on 24 July 2023. The last day is Monday 31 July 2023.",
    ),
    "planned too late": (
        "2023-08-02", date(2023, 6, 28), "late", 23,
        "Day 23 of 56: publication is planned on 2 August 2023, 2 days after the last day, Monday 31 July 2023.",
    ),
    "published on the last day": (
        "2023-07-31", date(2023, 9, 1), "in time", 56,
        "Published on 31 July 2023, on day 56 of 56. The last day was Monday 31 July 2023.",
    ),
    "published in a month within": (
        "2023-06", date(2023, 9, 1), "in time", None,
        "Published in June 2023, in time. The last day was Monday 31 July 2023.",
    ),
    "published in the year": (
        "2023", date(2024, 9, 1), "unsure", None,
        "Published in 2023, which may be after the last day, Monday 31 July 2023.",
    ),
    "published the day after": (
        "2023-08-01", date(2023, 9, 1), "late", 57,
        "Published on 1 August 2023, 1 day after Monday 31 July 2023.",
    ),
    "published in a later month": (
        "2023-09", date(2023, 12, 1), "late", None,
        "Published in September 2023, at least 32 days after Monday 31 July 2023.",
    ),
    "not recorded": (
        "not recorded", date(2024, 9, 1), "unsure", None,
        "The date of publication is not recorded. The last day was Monday 31 July 2023.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_clock_says_where_the_response_stands(case: str) -> None:
    published, today, state, day, sentence = CASES[case]
    clock = clock_of(matter_with({PUBLISHED: when(published) if published else None}, today=today))
    assert (clock.state, clock.day, clock.sentence) == (state, day, sentence)
    assert (clock.published_on, clock.of, clock.last_day) == ("2023-06-06", 56, "2023-07-31")


@pytest.mark.parametrize(
    ("report_day", "state"), [(date(2015, 7, 21), "no period"), (date(2017, 5, 1), "no period"), (date(2017, 5, 2), "open")]
)
def test_before_2_may_2017_there_is_no_period(report_day: date, state: str) -> None:
    changes: dict[Any, Any] = {("report", "published_on"): report_day, PUBLISHED: None}
    clock = clock_of(matter_with(changes, today=report_day))
    assert clock.state == state
    assert (clock.of is None, clock.last_day is None, clock.day is None) == (state == "no period",) * 3


def test_a_calendar_that_ends_too_early_is_said_and_not_raised() -> None:
    clock = clock_of(matter_with({("report", "published_on"): date(9999, 12, 20), PUBLISHED: None}, today=date(9999, 12, 21)))
    assert clock.state == "no period"
    assert "the calendar ends before it" in clock.sentence
