"""Dates, colours, words and texts, one by one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pccresponse.foundation.partial_dates import MONTHS, PartialDate
from pccresponse.reading.shapes import TextShape
from pccresponse.reading.source import Fault
from pccresponse.reading.values import contrast_on_white, darkened, meant_by, nearest, read_date, read_text, tidied

DAYS = st.dates(date(1856, 1, 1), date(2100, 12, 31))
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(DAYS)
def test_every_day_is_read_as_it_is_written(day: date) -> None:
    assert read_date(day.isoformat(), exact=True) == PartialDate.of(day)


@given(DAYS)
def test_a_day_in_any_british_form_is_understood_and_still_refused(day: date) -> None:
    ordinal = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}.get(day.day, "th")
    name = MONTHS[day.month - 1]
    for written in (
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day:02}.{day.month:02}.{day.year}",
        f"{day.day:02}-{day.month:02}-{day.year}",
        f"{day.day} {name} {day.year}",
        f"{day.day}{ordinal} {name[:3]} {day.year}",
        f"Tuesday {day.day}{ordinal} of {name}, {day.year}",
        f"{name} {day.day}, {day.year}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}{day.month:02}{day.day:02}",
        f"{day.isoformat()}T00:00:00Z",
    ):
        assert meant_by(written) == PartialDate.of(day), written
        fault = read_date(written, exact=True)
        assert isinstance(fault, Fault)
        assert day.isoformat() in fault.remedy


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("07/21/2015", "2015-07-21"),
        ("21/7/15", "2015-07-21"),
        ("1/2/85", "1985-02-01"),
        ("July 2015", "2015-07"),
        ("sept 2015", "2015-09"),
        ("7/2015", "2015-07"),
        ("2015-7-1", "2015-07-01"),
    ],
)
def test_a_guess_is_what_most_people_here_would_mean(written: str, meant: str) -> None:
    guess = meant_by(written)
    assert guess is not None
    assert guess.isoformat() == meant


@pytest.mark.parametrize(
    "written", ["", "soon", "31/02/2015", "the 21st", "2015-00", "21 July", "July", "1/1/1", "May or June 2015", "9" * 5_000]
)
def test_no_guess_is_made_without_a_ground(written: str) -> None:
    assert meant_by(written) is None


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1855", "READ-YEAR"),
        ("2101-01-01", "READ-YEAR"),
        ("0000-00-00", "READ-YEAR"),
        ("2015-00", "READ-NO-SUCH-DAY"),
        ("2015-13-01", "READ-NO-SUCH-DAY"),
        ("2015-07-00", "READ-NO-SUCH-DAY"),
        ("2015-02-29", "READ-NO-SUCH-DAY"),
        ("２０１５-07-21", "READ-DATE"),
        ("2015-07-21 ", "READ-DATE"),
        ("2015-07-2", "READ-DATE"),
        ("-2015", "READ-DATE"),
    ],
)
def test_what_is_no_date_says_why(written: str, code: str) -> None:
    fault = read_date(written, exact=False)
    assert isinstance(fault, Fault)
    assert fault.code == code


def test_the_first_and_the_last_year_are_years() -> None:
    assert read_date("1856", exact=False) == PartialDate(1856)
    assert read_date("2100-12-31", exact=True) == PartialDate(2100, 12, 31)
    assert read_date("2016-02-29", exact=True) == PartialDate(2016, 2, 29)


@pytest.mark.parametrize(("colour", "contrast"), [("#000000", 21.0), ("#ffffff", 1.0), ("#767676", 4.54), ("#777777", 4.47)])
def test_contrast_is_that_of_the_guidelines(colour: str, contrast: float) -> None:
    assert contrast_on_white(colour) == pytest.approx(contrast, abs=0.01)


@given(COLOURS)
def test_a_suggested_colour_is_dark_enough_and_hardly_darker(colour: str) -> None:
    suggested = darkened(colour)
    assert contrast_on_white(suggested) >= 4.5
    if contrast_on_white(colour) >= 4.5:
        assert suggested == colour
    else:
        assert contrast_on_white(suggested) < 4.75


def test_a_contrast_just_too_low_is_not_rounded_to_enough() -> None:
    shape = TextShape("colour", 100, "^#[0-9a-fA-F]{6}$", number_too=False)
    just_too_low = ["#168484", "#298383", "#478080"]
    assert all(4.495 <= contrast_on_white(colour) < 4.5 for colour in just_too_low)
    for colour in just_too_low:
        fault = read_text(colour, shape)
        assert isinstance(fault, Fault)
        assert "is 4.49 to 1" in fault.message


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("published-on", "published_on"),
        ("Published On", "published_on"),
        ("publishedon", "published_on"),
        ("pubished_on", "published_on"),
        ("tittle", "title"),
        ("colour", None),
        ("", None),
        ("___", None),
        ("t" * 10_000, None),
    ],
)
def test_the_nearest_key_is_the_one_that_was_probably_meant(written: str, meant: str | None) -> None:
    assert nearest(written, ["title", "published_on", "kind"]) == meant


@given(st.text())
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    once = tidied(text)
    assert isinstance(once, str)
    assert tidied(once) == once


def test_thirty_accents_are_taken_and_thirty_one_are_not() -> None:
    assert isinstance(tidied("a" + "\u0301\u0316" * 15), str)
    assert isinstance(tidied("a" + "\u0301\u0316" * 15 + "\u0301"), Fault)
    assert tidied("—" * 100) == "—" * 100


@pytest.mark.parametrize(("kind", "fits"), [("line", False), ("lines", True), ("markdown", True)])
def test_only_what_is_printed_as_a_line_refuses_a_line_break(kind: str, fits: bool) -> None:
    assert isinstance(read_text("a\nb", TextShape(kind, 100, None, number_too=False)), str) is fits
