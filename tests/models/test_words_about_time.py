"""Words about time, and the days that they can mean."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.models.words_about_time import window_of

PUBLISHED = date(2023, 11, 30)


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
        ("by 2024", "2024"),
        ("before 31 March 2024", "31 March 2024"),
        ("immediately", "the weeks after 30 November 2023"),
        ("with immediate effect", "the weeks after 30 November 2023"),
    ],
)
def test_wording_that_is_understood(wording: str, comes_to: str) -> None:
    window = window_of(wording, PUBLISHED)
    assert window is not None
    assert window.comes_to == comes_to


@pytest.mark.parametrize(
    ("wording", "due_on"),
    [
        ("within three months", "2024-02-29"),
        ("in six months", "2024-05-30"),
        ("In six months’ time", "2024-05-30"),
        ("in a year's time", "2024-11-30"),
        ("in the next six months", "2024-05-30"),
        ("inside two weeks", "2023-12-14"),
        ("within twenty four months", "2025-11-30"),
        ("in no more than twelve months", "2024-11-30"),
        ("within not more than 28 days", "2023-12-28"),
        ("no more than six months from publication", "2024-05-30"),
        ("no later than six months after publication", "2024-05-30"),
        ("by not later than six months from the date of this report", "2024-05-30"),
        ("within six months at the latest", "2024-05-30"),
        ("by 31 March 2024", "2024-03-31"),
        ("by the 31st of March, 2024", "2024-03-31"),
        ("by 31/3/2024", "2024-03-31"),
        ("on or before 31 March 2024", "2024-03-31"),
        ("Not later than 1st September 2015", "2015-09-01"),
        ("By no later than 1 November 2025", "2025-11-01"),
        ("By at the latest 1 November 2025", "2025-11-01"),
        ("by the end of March 2024", "2024-03-31"),
        ("Before the end of 2024", "2024-12-31"),
        ("by March 2024", "2024-03"),
        ("no later than December 2020", "2020-12"),
        ("no later than the end of the 2014/15 financial year", "2015-03-31"),
        ("by the end of financial year 2024–2025", "2025-03-31"),
        ("As soon as practicable, and no later than 31 March 2024", "2024-03-31"),
        ("as soon as possible and in any case within six months", "2024-05-30"),
        ("immediately, and by 1 May 2024 at the latest", "2024-05-01"),
    ],
)
def test_a_certain_day_or_month_is_the_due_date(wording: str, due_on: str) -> None:
    window = window_of(wording, PUBLISHED)
    assert window is not None
    assert window.due_on == PartialDate.parse(due_on)


@pytest.mark.parametrize(
    "wording", ["immediately", "with immediate effect", "by 2024", "before March 2024", "before 31 March 2024"]
)
def test_a_window_without_a_certain_day_or_month_has_no_due_date(wording: str) -> None:
    window = window_of(wording, PUBLISHED)
    assert window is not None
    assert window.due_on is None


@pytest.mark.parametrize(
    "wording",
    [
        "as soon as possible",
        "as soon as practicable",
        "as soon as possible, and in any case by spring 2025",
        "by spring 2025",
        "by the first quarter of 2025",
        "by early 2026",
        "before the next inspection",
        "by the same date",
        "from now on",
        "over the next six months",
        "in less than six months",
        "within the month",
        "within six months of receiving this letter",
        "by the end of the 2014/16 financial year",
        "by the 2014/15 financial year",
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


@given(
    st.text(max_size=60) | st.from_regex(r"(within|by|before) \w{1,8} ?\d{0,9} ?(days|months|years)?", fullmatch=True), st.dates()
)
def test_no_wording_is_too_odd(wording: str, published_on: date) -> None:
    window = window_of(wording, published_on)
    assert window is None or window.earliest <= window.latest
    if window and window.due_on:
        assert window.due_on.earliest <= window.latest
        assert window.due_on.latest >= window.earliest
