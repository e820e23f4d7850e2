"""The order of the dates: only what is certain, and one complaint for one wrong date."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.models.response import Approval
from tests.builders import REPORT_DAY, case_with, on
from tests.rules.faults import ERROR, codes_in, found_in

STEPS = {
    "report": ("report", "published_on"),
    "invitation": ("invitation", "sent_on"),
    "received": ("chief_officer_comments", "received_on"),
    "made": ("comments", "made_on"),
    "published": ("publication", "published_on"),
    "sent": ("submission", "sent_on"),
}


@pytest.mark.parametrize("step", ["invitation", "received", "made", "published", "sent"])
@pytest.mark.parametrize("day", ["2023", "2023-06-06", "2023-06"])
def test_what_may_be_on_or_after_the_day_of_the_report_is_possible(step: str, day: str) -> None:
    """Later steps may contradict it; the report does not."""
    messages = [found.message for found in found_in(case_with({STEPS[step]: on(day)})) if found.code == "DATES"]
    assert not [message for message in messages if "but the report" in message]


@pytest.mark.parametrize("step", ["invitation", "received", "made", "published", "sent"])
def test_a_year_too_early_is_one_error_and_not_five(step: str) -> None:
    found = [breach for breach in found_in(case_with({STEPS[step]: on("2022-07-20")})) if breach.code == "DATES"]
    assert [(breach.severity, breach.path) for breach in found] == [(ERROR, STEPS[step])]
    assert found[0].message.endswith("but the report was published on 6 June 2023.")


def test_an_invitation_too_late_is_left_to_the_duty_to_invite() -> None:
    assert codes_in(case_with({STEPS["invitation"]: on("2024-06-08")})) == ["S55-4", "S55-4-REPLY-BY"]


def test_dates_contradict_each_other_before_anything_is_published() -> None:
    unpublished = {STEPS["published"]: None, STEPS["sent"]: None, STEPS["made"]: None}
    found = found_in(case_with({**unpublished, STEPS["invitation"]: on("2023-06-28")}))
    assert [(breach.severity, breach.path) for breach in found if breach.code == "DATES"] == [(ERROR, STEPS["received"])]


def test_dates_that_are_not_recorded_contradict_nothing() -> None:
    changes = {STEPS[step]: "not recorded" for step in ("invitation", "received", "made", "published", "sent")}
    assert "DATES" not in codes_in(case_with(changes))


def test_two_wrong_dates_are_two_errors() -> None:
    changes = {("report", "fieldwork_began"): on("2023-04"), STEPS["made"]: on("2023-07-25")}
    assert codes_in(case_with(changes)) == ["DATES", "DATES"]


def test_nothing_can_be_published_about_a_report_that_is_not_out() -> None:
    before = [found.message for found in found_in(case_with(today=date(2023, 6, 5))) if found.path == STEPS["report"]]
    assert before == ["The report is published on 6 June 2023, and today is 5 June 2023: you cannot publish anything about it yet."]
    assert not [found for found in found_in(case_with(today=REPORT_DAY)) if found.path == STEPS["report"]]


days = st.dates(date(2022, 1, 1), date(2024, 12, 31)).flatmap(
    lambda day: st.sampled_from([PartialDate(day.year), PartialDate(day.year, day.month), PartialDate.of(day)])
)


@given(days, days, days, days, days)
def test_an_order_is_refused_only_when_no_reading_of_it_is_possible(
    invited: PartialDate, received: PartialDate, made: PartialDate, published: PartialDate, sent: PartialDate
) -> None:
    changes = dict(zip([STEPS[step] for step in list(STEPS)[1:]], (invited, received, made, published, sent), strict=True))
    changed = case_with({**changes, ("panel_report",): None}, today=date(2025, 1, 1))
    found = [breach for breach in found_in(changed) if breach.code == "DATES"]
    steps = [PartialDate.of(REPORT_DAY), invited, received, made, published, sent]
    earliest_reading = date.min
    for step in steps:
        earliest_reading = max(earliest_reading, step.earliest)
        if earliest_reading > step.latest:
            break
    else:
        assert found == []


@pytest.mark.parametrize("day", [REPORT_DAY, date(2023, 7, 24), date(2023, 7, 25)])
def test_an_approval_may_be_given_from_the_day_of_the_report_to_that_of_publication_and_until_today(day: date) -> None:
    approval = Approval(role="Mayor", name="Pat Lowe", on=day, version="0" * 8)
    changes = {("approvals",): (approval,), STEPS["published"]: on("2023-07-25"), STEPS["sent"]: on("2023-07-25")}
    assert "APPROVAL-DATE" not in codes_in(case_with(changes, today=date(2023, 7, 25)))
    early = msgspec.structs.replace(approval, on=REPORT_DAY - timedelta(days=1))
    assert "APPROVAL-DATE" in codes_in(case_with({**changes, ("approvals",): (early,)}, today=date(2023, 7, 25)))
