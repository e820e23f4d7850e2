"""The statutory clock over the years and the states of a response."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pccresponse.case.case import Case
from pccresponse.case.publication import PublicationStatus, publication_of
from tests.builders import LAST_DAY, REPORT_DAY, case_with, on, when

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
        "Overdue by 2 days: the last day was Monday 31 July 2023. Publication is planned for 10 August 2023.",
    ),
    "before the report": (
        None, date(2023, 6, 1), "open", None,
        "The 56 days begin when the report is published, on Tuesday 6 June 2023. The last day is Monday 31 July 2023.",
    ),
    "planned in time": (
        "2023-07-24", date(2023, 6, 28), "open", 23,
        "Day 23 of 56: publication is planned for 24 July 2023. The last day is Monday 31 July 2023.",
    ),
    "planned too late": (
        "2023-08-02", date(2023, 6, 28), "planned late", 23,
        "Day 23 of 56: publication is planned for 2 August 2023, 2 days after the last day, Monday 31 July 2023.",
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
        "Published on 1 August 2023, 1 day after the last day, Monday 31 July 2023.",
    ),
    "published in a later month": (
        "2023-09", date(2023, 12, 1), "late", None,
        "Published in September 2023, at least 32 days after the last day, Monday 31 July 2023.",
    ),
    "not recorded": (
        "not recorded", date(2024, 9, 1), "unsure", None,
        "The date of publication is not recorded. The last day was Monday 31 July 2023.",
    ),
}  # fmt: skip


UNRECORDED: dict[str, tuple[str | None, date, str, int | None, str]] = {
    "planned and not come": (
        "2023-07-24", date(2023, 7, 24), "soon", 49,
        "Day 49 of 56: publication is planned for 24 July 2023. The last day is Monday 31 July 2023.",
    ),
    "planned, come and not recorded": (
        "2023-07-24", date(2023, 7, 25), "soon", 50,
        (
            "Day 50 of 56: publication was planned for 24 July 2023, but there is no record that it happened. "
            "The last day is Monday 31 July 2023."
        ),
    ),
    "planned, and the last day is over": (
        "2023-07-24", date(2023, 8, 1), "overdue", 57,
        (
            "Overdue by 1 day: the last day was Monday 31 July 2023. "
            "Publication was planned for 24 July 2023, but there is no record that it happened."
        ),
    ),
    "planned a year ago": (
        "2023-07-24", date(2024, 7, 23), "overdue", 414,
        (
            "Overdue by 358 days: the last day was Monday 31 July 2023. "
            "Publication was planned for 24 July 2023, but there is no record that it happened."
        ),
    ),
    "longer than a year ago": (
        "2023-07-24", date(2024, 7, 24), "in time", 49,
        (
            "Published on 24 July 2023, on day 49 of 56. The last day was Monday 31 July 2023. "
            "This is what the response says. There is no record of it here."
        ),
    ),
    "not recorded, for a report of this year": (
        "not recorded", date(2023, 8, 1), "overdue", 57,
        (
            "Overdue by 1 day: the last day was Monday 31 July 2023. "
            "The response says that the date is not recorded, but there is no record that the comments are published."
        ),
    ),
    "not recorded, while there is time": (
        "not recorded", date(2023, 7, 17), "soon", 42,
        (
            "Day 42 of 56: publish by Monday 31 July 2023, 14 days from today. "
            "The response says that the date is not recorded, but there is no record that the comments are published."
        ),
    ),
    "planned too late, before the report": (
        "2023-08", date(2023, 6, 1), "planned late", None,
        (
            "The 56 days begin when the report is published, on Tuesday 6 June 2023. "
            "Publication is planned for August 2023, at least 1 day after the last day, Monday 31 July 2023."
        ),
    ),
    "perhaps planned too late, before the report": (
        "2023", date(2023, 6, 1), "unsure", None,
        (
            "The 56 days begin when the report is published, on Tuesday 6 June 2023. "
            "Publication is planned for 2023, which may be after the last day, Monday 31 July 2023."
        ),
    ),
    "planned in time, before the report": (
        "2023-07-24", date(2023, 6, 1), "open", None,
        (
            "The 56 days begin when the report is published, on Tuesday 6 June 2023. The last day is Monday 31 July 2023. "
            "Publication is planned for 24 July 2023."
        ),
    ),
}  # fmt: skip


def publication(case: Case, *, recorded: bool = False) -> PublicationStatus:
    typed = case.response.publication.published_on
    return publication_of(case, typed if recorded else None)


@pytest.mark.parametrize("case", CASES)
def test_the_clock_says_where_the_response_stands(case: str) -> None:
    published, today, state, day, sentence = CASES[case]
    has_come = published == "not recorded" or (published is not None and on(published).earliest <= today)
    found = publication(case_with({PUBLISHED: when(published) if published else None}, today=today), recorded=has_come)
    assert (found.clock, found.day, found.sentence) == (state, day, sentence)
    assert (found.of, found.last_day) == (56, LAST_DAY)


@pytest.mark.parametrize("case", UNRECORDED)
def test_without_a_record_a_date_is_a_plan_until_it_is_long_past(case: str) -> None:
    published, today, state, day, sentence = UNRECORDED[case]
    found = publication(case_with({PUBLISHED: when(published) if published else None}, today=today))
    assert (found.clock, found.day, found.sentence) == (state, day, sentence)


def test_what_is_recorded_for_a_day_to_come_is_not_published_yet() -> None:
    found = publication(case_with({PUBLISHED: on("2023-07-28")}), recorded=True)
    assert found.sentence == (
        "Day 50 of 56: publication is recorded for 28 July 2023, which is still to come. The last day is Monday 31 July 2023."
    )
    overdue = publication(case_with({PUBLISHED: on("2023-08-28")}, today=date(2023, 8, 2)), recorded=True)
    assert overdue.clock == "overdue"


def test_a_record_without_a_date_leaves_the_date_to_the_response() -> None:
    case = case_with({PUBLISHED: on("2023-07-24")}, today=date(2023, 9, 1))
    found = publication_of(case, "not recorded")
    assert (found.state, found.evidence, found.clock) == ("published", "record", "in time")
    assert found.sentence == (
        "Published on 24 July 2023, on day 49 of 56. The last day was Monday 31 July 2023. "
        "The response gives the date. The record has none."
    )
    to_come = publication_of(case_with({PUBLISHED: on("2023-09-04")}, today=date(2023, 9, 1)), "not recorded")
    assert (to_come.state, to_come.when, to_come.clock) == ("published", None, "unsure")


def test_with_a_record_that_cannot_be_read_nothing_is_known() -> None:
    found = publication_of(case_with(today=date(2023, 9, 1)), "cannot be read")
    assert (found.state, found.evidence, found.clock, found.overdue_by) == ("not known", None, "unsure", 0)
    assert found.sentence == (
        "The record cannot be read, so the program cannot tell whether the comments are published. The last day was Monday 31 July 2023."
    )


@pytest.mark.parametrize(
    ("published", "state", "sentence"),
    [
        (
            "2023-07-24",
            "in time",
            "Published on 24 July 2023, on day 49 of 56. The last day was Monday 31 July 2023. This is what the response says.",
        ),
        (
            "not recorded",
            "unsure",
            "The date of publication is not recorded. The last day was Monday 31 July 2023. This is what the response says.",
        ),
        (None, "unsure", "Nothing says when the comments were published. The last day was Monday 31 July 2023."),
    ],
)
def test_an_archive_copy_is_never_overdue(published: str | None, state: str, sentence: str) -> None:
    changes = {("copy",): "archive", PUBLISHED: when(published) if published else None}
    case = case_with(changes, today=date(2023, 9, 1))
    found = publication_of(case, None)
    assert (found.clock, found.overdue_by) == (state, 0)
    assert found.sentence.startswith(sentence)


@pytest.mark.parametrize(
    ("report_day", "state"), [(date(2015, 7, 21), "no period"), (date(2017, 5, 1), "no period"), (date(2017, 5, 2), "open")]
)
def test_before_2_may_2017_there_is_no_period(report_day: date, state: str) -> None:
    changes: dict[Any, Any] = {("report", "published_on"): report_day, PUBLISHED: None}
    found = publication(case_with(changes, today=report_day))
    assert found.clock == state
    assert (found.of is None, found.last_day is None, found.day is None) == (state == "no period",) * 3


def test_where_there_is_no_period_the_plan_is_told_all_the_same() -> None:
    changes: dict[Any, Any] = {("report", "published_on"): date(2015, 7, 21), PUBLISHED: on("2015-09-02")}
    assert publication(case_with(changes, today=date(2015, 9, 1))).sentence == (
        "The law on 21 July 2015 set no time limit for publication. The limit of 56 days came in on 2 May 2017. "
        "Publication is planned for 2 September 2015."
    )


def test_a_calendar_that_ends_too_early_is_said_and_not_raised() -> None:
    found = publication(case_with({("report", "published_on"): date(9999, 12, 20), PUBLISHED: None}, today=date(9999, 12, 21)))
    assert found.clock == "no period"
    assert "the calendar ends before it" in found.sentence
