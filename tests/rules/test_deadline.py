"""The last day to publish: late, overdue, due soon and due later, at each boundary."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pccresponse.models.fields import When
from tests.builders import LAST_DAY, REPORT_DAY, Changes, case_with, on, when
from tests.rules.faults import codes_in, found_in

NOT_PUBLISHED: Changes = {("publication", "published_on"): None}


def about_the_deadline(today: date, published_on: str | None = None, *, is_recorded: bool = True) -> list[str]:
    changes = {("publication", "published_on"): published_on and when(published_on)}
    case = case_with(changes, today=today) if is_recorded else case_with(changes, today=today, recorded=None)
    return [code for code in codes_in(case) if code.startswith("S55-5A")]


@pytest.mark.parametrize(
    ("today", "code", "words"),
    [
        (REPORT_DAY, "S55-5A-OPEN", "Day 1 of 56: publish by Monday 31 July 2023, 55 days from today."),
        (date(2023, 7, 16), "S55-5A-OPEN", "Day 41 of 56: publish by Monday 31 July 2023, 15 days from today."),
        (
            date(2023, 7, 17),
            "S55-5A-DUE",
            "Day 42 of 56: the last day to publish the comments is Monday 31 July 2023, 14 days from today.",
        ),
        (
            date(2023, 7, 30),
            "S55-5A-DUE",
            "Day 55 of 56: the last day to publish the comments is Monday 31 July 2023, 1 day from today.",
        ),
        (LAST_DAY, "S55-5A-DUE", "Day 56 of 56: the last day to publish the comments is today, Monday 31 July 2023."),
        (date(2023, 8, 1), "S55-5A-OVERDUE", "Publication is overdue by 1 day: the last day was Monday 31 July 2023."),
        (date(2024, 7, 31), "S55-5A-OVERDUE", "Publication is overdue by 366 days: the last day was Monday 31 July 2023."),
    ],
)
def test_what_is_not_published_is_due_later_soon_or_overdue(today: date, code: str, words: str) -> None:
    found = [breach for breach in found_in(case_with(NOT_PUBLISHED, today=today)) if breach.code.startswith("S55-5A")]
    assert [(breach.code, breach.message) for breach in found] == [(code, words)]


@given(st.integers(min_value=0, max_value=1000))
def test_each_day_since_the_report_has_exactly_one_thing_to_say(number: int) -> None:
    today = REPORT_DAY + timedelta(days=number)
    expected = "S55-5A-OPEN" if number < 41 else "S55-5A-DUE" if number <= 55 else "S55-5A-OVERDUE"
    assert about_the_deadline(today) == [expected]


@pytest.mark.parametrize(
    ("published_on", "codes"),
    [
        ("2023-07-30", []),
        ("2023-07-31", []),
        ("2023-07", []),
        ("2023-08-01", ["S55-5A-LATE"]),
        ("2023-08", ["S55-5A-LATE"]),
        ("2023", ["S55-5A-UNSURE"]),
        ("2024", ["S55-5A-LATE"]),
    ],
)
def test_what_is_published_is_in_time_or_late_or_unsure(published_on: str, codes: list[str]) -> None:
    assert about_the_deadline(date(2025, 1, 1), published_on) == codes


def test_a_publication_that_is_planned_in_time_is_not_due() -> None:
    assert about_the_deadline(date(2023, 7, 20), "2023-07-31") == []


def test_a_planned_date_beyond_the_last_day_says_what_can_still_be_done() -> None:
    found = found_in(case_with({("publication", "published_on"): on("2023-08-03")}, today=date(2023, 7, 31)))
    late = next(breach for breach in found if breach.code == "S55-5A-LATE")
    assert late.remedy == "Publish by Monday 31 July 2023: today is day 56 of 56."


PLANNED: Changes = {("publication", "published_on"): on("2023-07-24")}
A_WEEK_LATE = date(2023, 8, 7)


def test_a_date_that_was_planned_and_has_no_record_is_overdue() -> None:
    found = found_in(case_with(PLANNED, today=A_WEEK_LATE, recorded=None))
    overdue = next(breach for breach in found if breach.code == "S55-5A-OVERDUE")
    assert overdue.message == (
        "Publication is overdue by 7 days: the last day was Monday 31 July 2023. "
        "Publication was planned for 24 July 2023, but there is no record that it happened."
    )
    assert overdue.remedy == "Publish the comments now. If they were published, write the record: pccresponse publish"


@pytest.mark.parametrize("recorded", [on("2023-07-24"), on("2023-07"), "not recorded"])
def test_what_is_on_record_is_not_overdue(recorded: When) -> None:
    case = msgspec.structs.replace(case_with(PLANNED, today=A_WEEK_LATE), recorded=recorded)
    assert "S55-5A-OVERDUE" not in codes_in(case)


@pytest.mark.parametrize(
    ("typed", "recorded", "differ"),
    [
        (on("2023-07-24"), on("2023-07-24"), False),
        (on("2023-07"), on("2023-07-24"), False),
        (on("2023-07-24"), "not recorded", False),
        ("not recorded", on("2023-07-24"), False),
        (None, on("2023-07-24"), False),
        (on("2023-07-24"), on("2023-07-25"), True),
        (on("2023-07-24"), on("2023-07-23"), True),
    ],
)
def test_a_day_that_is_certainly_not_that_of_the_record_is_told(typed: When | None, recorded: When, *, differ: bool) -> None:
    changes = {("publication", "published_on"): typed}
    case = msgspec.structs.replace(case_with(changes, today=A_WEEK_LATE), recorded=recorded)
    assert ("PUBLISHED-ON" in codes_in(case)) is differ


@pytest.mark.parametrize(
    ("today", "published_on", "codes"),
    [
        (date(2023, 8, 7), "2023-07-31", ["S55-5A-OVERDUE"]),
        (date(2023, 8, 7), "2023-08-01", ["S55-5A-OVERDUE"]),
        (date(2023, 8, 7), "2023-08-04", ["S55-5A-OVERDUE"]),
        (date(2023, 8, 7), "2023-08-07", ["S55-5A-OVERDUE"]),
        (date(2023, 8, 7), "2023", ["S55-5A-OVERDUE"]),
        (date(2023, 8, 7), "not recorded", ["S55-5A-OVERDUE"]),
        (date(2024, 7, 23), "2023-07-24", ["S55-5A-OVERDUE"]),
        (date(2024, 7, 25), "2023-07-24", []),
        (date(2024, 8, 2), "2023-08-01", ["S55-5A-LATE"]),
        (date(2024, 6, 7), "not recorded", ["S55-5A-UNSURE"]),
    ],
)
def test_without_a_record_a_date_proves_nothing_until_it_is_a_year_ago(today: date, published_on: str, codes: list[str]) -> None:
    assert about_the_deadline(today, published_on, is_recorded=False) == codes


@pytest.mark.parametrize(
    ("published_on", "remedy"),
    [
        ("2023-08-04", "Publish the comments now. If they were published, write the record: pccresponse publish"),
        (
            "not recorded",
            "Publish the comments now. If they were published, give the day, and write the record: pccresponse publish",
        ),
        ("2023-08-10", 'Publish the comments now and put the day under "publication:", "published_on:".'),
    ],
)
def test_what_is_overdue_can_be_published_or_recorded(published_on: str, remedy: str) -> None:
    found = found_in(case_with({("publication", "published_on"): when(published_on)}, today=A_WEEK_LATE, recorded=None))
    assert [breach.remedy for breach in found if breach.code == "S55-5A-OVERDUE"] == [remedy]


def test_a_record_that_cannot_be_read_leaves_nothing_to_say_about_the_period() -> None:
    for published_on in (None, on("2023-07-24"), on("2023-08-04")):
        case = case_with({("publication", "published_on"): published_on}, today=A_WEEK_LATE, recorded="cannot be read")
        assert not [code for code in codes_in(case) if code.startswith("S55-5A")]


def test_a_date_that_was_found_after_an_archive_copy_was_recorded_counts() -> None:
    changes: Changes = {("copy",): "archive", ("publication", "published_on"): on("2023-08-04")}
    assert "S55-5A-LATE" in codes_in(case_with(changes, today=date(2025, 9, 1), recorded="not recorded"))


def test_before_the_report_nothing_is_due() -> None:
    today = REPORT_DAY - timedelta(days=1)
    codes = codes_in(case_with(NOT_PUBLISHED, today=today))
    assert not [code for code in codes if code.startswith(("S55-5A", "LAST-DAY"))]
    assert "DATES" in codes


@pytest.mark.parametrize("published_on", [date(2017, 5, 1), date(2015, 7, 21)])
def test_under_the_earlier_law_nothing_is_due(published_on: date) -> None:
    codes = codes_in(case_with({("report", "published_on"): published_on, **NOT_PUBLISHED}, today=date(2018, 1, 1)))
    assert not [code for code in codes if code.startswith("S55-5A")]
    assert codes.count("S55-5-PUBLISHED") == 1, "a date of publication is wanted all the same"


def test_on_the_first_day_of_the_new_law_there_is_a_last_day() -> None:
    changes = {("report", "published_on"): date(2017, 5, 2), **NOT_PUBLISHED}
    overdue = [breach.message for breach in found_in(case_with(changes)) if breach.code == "S55-5A-OVERDUE"]
    assert overdue == [
        f"Publication is overdue by {(date(2023, 7, 25) - date(2017, 6, 26)).days} days: the last day was Monday 26 June 2017."
    ]


@pytest.mark.parametrize(
    ("report_day", "said"),
    [
        (date(2019, 1, 15), None),  # 11 March 2019, a Monday
        (date(2022, 10, 14), None),  # 8 December 2022, a Thursday
        (date(2023, 11, 1), "Tuesday 26 December 2023, is a bank holiday (Boxing Day)"),
        (date(2023, 6, 3), None),  # 28 July 2023, a Friday
        (date(2023, 6, 4), "Saturday 29 July 2023, is at a weekend"),
        (date(2023, 6, 5), "Sunday 30 July 2023, is at a weekend"),
    ],
)
def test_a_last_day_on_which_the_office_is_closed_is_said_to_count(report_day: date, said: str | None) -> None:
    changes = {("report", "published_on"): report_day, **NOT_PUBLISHED}
    found = [breach.message for breach in found_in(case_with(changes, today=report_day)) if breach.code == "LAST-DAY"]
    assert found == ([f"The last day to publish, {said}; it still counts."] if said else [])


def test_a_last_day_that_is_over_or_was_kept_is_not_spoken_of() -> None:
    changes = {("report", "published_on"): date(2023, 6, 4)}
    assert "LAST-DAY" not in codes_in(case_with(changes))
    assert "LAST-DAY" not in codes_in(case_with({**changes, **NOT_PUBLISHED}, today=date(2023, 7, 30)))


@pytest.mark.parametrize(
    ("told_on", "warned"),
    [
        ("2023-05-28", True),
        ("2023-05-29", True),
        ("2023-05-30", False),
        ("2023-05", True),
        ("2023-06-05", False),
        ("2023-06-06", False),
    ],
)
def test_an_accelerated_cause_of_concern_warns_unless_it_was_answered_in_its_own_days(told_on: str, warned: bool) -> None:
    """The comments came out on 24 July 2023, day 56 from 30 May."""
    changes = {("findings", "causes_of_concern", 0, "accelerated_on"): on(told_on)}
    assert codes_in(case_with(changes)) == (["ACCELERATED"] if warned else [])


def test_a_month_that_begins_with_the_last_day_may_be_in_time_or_not() -> None:
    changes = {("report", "published_on"): date(2023, 6, 7), ("publication", "published_on"): on("2023-08")}
    assert any(code == "S55-5A-UNSURE" for code in codes_in(case_with(changes, today=date(2023, 9, 1))))


def test_a_cause_of_concern_that_was_told_with_the_report_has_no_days_of_its_own() -> None:
    changes = {
        ("findings", "causes_of_concern", 0, "accelerated_on"): on("2023-06-06"),
        ("publication", "published_on"): on("2023-08-01"),
    }
    assert "ACCELERATED" not in codes_in(case_with(changes, today=date(2023, 8, 2)))
    changes[("findings", "causes_of_concern", 0, "accelerated_on")] = on("2023-06-05")
    assert "ACCELERATED" in codes_in(case_with(changes, today=date(2023, 8, 2)))


def test_before_the_period_existed_an_accelerated_cause_of_concern_has_none() -> None:
    changes = {("report", "published_on"): date(2016, 6, 7), ("findings", "causes_of_concern", 0, "accelerated_on"): on("2016-05")}
    assert "ACCELERATED" not in codes_in(case_with(changes))
