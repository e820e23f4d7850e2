"""Grades and numbers that a report states; where it may mean something else, it states nothing."""

from __future__ import annotations

import pytest

from pccresponse.source_report.report_facts import row_of, stands_early
from pccresponse.source_report.stated_counts import counts_stated
from pccresponse.source_report.stated_grades import grades_stated
from tests.source_report.papers import text_report

AREA = "Investigating crime"
OTHERS = (AREA, "Protecting vulnerable people")


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Westshire Police is good at investigating crime.", {"good"}),
        ("The force requires improvement at investigating crime.", {"requires improvement"}),
        ("Investigating crime\nRequires improvement\nMore is said here.", {"requires improvement"}),
        ("Investigating crime    Inadequate\nProtecting vulnerable people    Good", {"inadequate"}),
        ("Investigating crime: good\nMore is said here.", {"good"}),
        ("The force was good at investigating crime in 2021.", set()),
        ("The force is not good at investigating crime.", set()),
        ("We looked at investigating crime. Good people do it.", set()),
        ("Good\nInvestigating crime\nProtecting vulnerable people\nAdequate\nSomething else", {"good"}),
        ("It is good at investigating crime. It is adequate at investigating crime.", {"good", "adequate"}),
        ("Nothing is said.", set()),
    ],
)
def test_a_grade_is_stated_in_a_sentence_or_beside_a_heading(text: str, stated: set[str]) -> None:
    assert grades_stated(AREA, text_report(text), OTHERS) == stated


def test_the_next_grade_of_a_list_by_grade_is_not_the_last_areas() -> None:
    report = text_report("Good\nInvestigating crime\nProtecting vulnerable people\nAdequate\nManaging offenders\nEnd of it")
    assert grades_stated("Protecting vulnerable people", report, OTHERS) == {"good"}


def test_a_question_has_its_grade() -> None:
    report = text_report("How effective is the force at reducing crime?\nGood\n")
    assert grades_stated("How effective is the force at reducing crime?", report) == {"good"}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("All case files 2 19 7 28", {(2, 19, 7, 28)}),
        ("All case files\n2\n19\n7\n28\nSome case files 1 2 3 6", {(2, 19, 7, 28)}),
        ("All case files 2 19 7", set()),
        ("All case files 2 19 7 28 30", set()),
        ("All case files were read.", set()),
        ("All case files 2 19 7 28 and all case files 3 18 7 28", {(2, 19, 7, 28), (3, 18, 7, 28)}),
    ],
)
def test_the_row_of_a_table_is_as_many_numbers_as_are_asked_for(text: str, numbers: set[tuple[int, ...]]) -> None:
    assert row_of("All case files", 4, text_report(text)) == numbers


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("This report makes five recommendations.", {"recommendation": {5}}),
        ("In this report, we make 12 recommendations to the force.", {"recommendation": {12}}),
        ("In this report we have identified two causes of concern.", {"cause of concern": {2}}),
        ("This report sets out one area for improvement.", {"area for improvement": {1}}),
        ("12\n\nKey recommendations\n\nMore is said here.", {"recommendation": {12}}),
        ("In 2014 we made five recommendations.", {}),
        ("The force made many recommendations.", {}),
        ("This report makes several recommendations.", {}),
    ],
)
def test_how_many_there_are_is_stated_of_this_report_alone(text: str, counts: dict[str, set[int]]) -> None:
    assert counts_stated(text_report(text)) == counts


def test_a_title_stands_early_in_any_capitals_and_even_in_the_running_head() -> None:
    report = text_report("\f".join(f"PEEL 2023–25: AN INSPECTION OF\nWESTSHIRE POLICE\nText {name}" for name in "abcdef"))
    assert stands_early("PEEL 2023-25: An inspection of Westshire Police", report)
    assert not stands_early("An inspection of Eastmarch Police", report)
    assert not stands_early("Text f", report)
