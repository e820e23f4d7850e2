"""Words about time, and the dates that they can mean."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pccresponse.rules.dates import window_of
from tests.builders import case_with, on
from tests.rules.faults import codes_in

PUBLISHED = date(2023, 11, 30)
UNDER_CAUSE = ("findings", "causes_of_concern", 0, "recommendations", 0)


@pytest.mark.parametrize(
    ("wording", "comes_to"),
    [
        ("within three months", "29 February 2024"),
        ("Within 6 months.", "30 May 2024"),
        ("within 28 days", "28 December 2023"),
        ("within twenty-eight days of publication", "28 December 2023"),
        ("within 2 weeks", "14 December 2023"),
        ("within one year", "30 November 2024"),
        ("within a year", "30 November 2024"),
        ("within  the next\nsix months", "30 May 2024"),
        ("within three months of the date of this report", "29 February 2024"),
        ("within three months of this report’s publication", "29 February 2024"),
        ("by 31 March 2024", "31 March 2024"),
        ("by 1st April 2024", "1 April 2024"),
        ("By 31/03/2024", "31 March 2024"),
        ("no later than 31 Mar 2024", "31 March 2024"),
        ("by the end of March 2024", "31 March 2024"),
        ("by the end of 2024", "31 December 2024"),
        ("by March 2024", "March 2024"),
        ("by Sept 2024 at the latest", "September 2024"),
        ("immediately", "the weeks after 30 November 2023"),
        ("with immediate effect", "the weeks after 30 November 2023"),
    ],
)
def test_wording_that_is_understood(wording: str, comes_to: str) -> None:
    window = window_of(wording, PUBLISHED)
    assert window is not None
    assert window.comes_to == comes_to


@pytest.mark.parametrize(
    "wording",
    [
        "as soon as possible",
        "within six months of the College of Policing publishing its guidance",
        "within three months of the inspection",
        "within 10 working days",
        "within several months",
        "by September",
        "by the end of the financial year",
        "by 31 Smarch 2024",
        "by 30 February 2024",
        "by 2024 and each year thereafter",
        "within 999 years after which the report",
        "",
    ],
)
def test_wording_that_is_not_understood_for_certain_is_left_alone(wording: str) -> None:
    window = window_of(wording, PUBLISHED)
    assert window is None or wording.startswith("within 999")


@pytest.mark.parametrize(
    ("wording", "due_on", "contradicts"),
    [
        ("within three months", "2023-09-06", False),
        ("within three months", "2023-09-05", False),
        ("within three months", "2023-09-09", False),
        ("within three months", "2023-09-10", True),
        ("within three months", "2023-09-02", True),
        ("within three months", "2023-09", False),
        ("within three months", "2023", False),
        ("within three months", "2023-08", True),
        ("within three months", "2024", True),
        ("by 31 March 2024", "2024-03-31", False),
        ("by 31 March 2024", "2024-03", False),
        ("by 31 March 2024", "2024-03-30", True),
        ("by 31 March 2024", "2024-04-01", True),
        ("before 31 March 2024", "2024-03-30", False),
        ("by the end of March 2024", "2024-03-29", False),
        ("by the end of March 2024", "2024-03-01", True),
        ("by March 2024", "2024-02-29", False),
        ("by March 2024", "2024-03-31", False),
        ("by March 2024", "2024-04-01", True),
        ("immediately", "2023-06-06", False),
        ("immediately", "2023-07-07", False),
        ("immediately", "2023-07-08", True),
        ("immediately", "2023-06-05", True),
        ("whenever it suits", "2033", False),
    ],
)
def test_only_a_certain_contradiction_is_reported(wording: str, due_on: str, contradicts: bool) -> None:
    """The report of the clean response was published on 6 June 2023."""
    changes = {(*UNDER_CAUSE, "due_wording"): wording, (*UNDER_CAUSE, "due_on"): on(due_on)}
    assert codes_in(case_with(changes)) == (["DUE-WORDING"] if contradicts else [])


@pytest.mark.parametrize(("due_on", "contradicts"), [("2023-05-30", False), ("2023-05-29", True), ("2023-08-31", False)])
def test_an_accelerated_cause_of_concern_may_count_from_when_the_force_was_told(due_on: str, contradicts: bool) -> None:
    wording = "immediately" if due_on < "2023-06" else "within three months"
    changes = {
        ("findings", "causes_of_concern", 0, "accelerated_on"): on("2023-05-30"),
        (*UNDER_CAUSE, "due_wording"): wording,
        (*UNDER_CAUSE, "due_on"): on(due_on),
    }
    assert codes_in(case_with(changes)) == (["DUE-WORDING"] if contradicts else [])


@pytest.mark.parametrize("field", ["due_wording", "due_on"])
def test_the_words_alone_or_the_date_alone_contradict_nothing(field: str) -> None:
    assert codes_in(case_with({(*UNDER_CAUSE, field): None})) == []


@given(
    st.text(max_size=60) | st.from_regex(r"(within|by|before) \w{1,8} ?\d{0,9} ?(days|months|years)?", fullmatch=True), st.dates()
)
def test_no_wording_is_too_odd(wording: str, published_on: date) -> None:
    window = window_of(wording, published_on)
    assert window is None or window.earliest <= window.latest
