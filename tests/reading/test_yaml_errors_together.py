"""Several mistakes in one file: all are found, each is said once, and none is invented."""

from __future__ import annotations

import pytest

from pccresponse.models.office import Office
from pccresponse.models.response import Response
from pccresponse.reading import read_text

REPORT = "report:\n  title: A report\n  kind: force\n  published_on: 2015-07-21\n"


def found_in(text: str) -> list[tuple[str, int]]:
    return [(each.code, each.place.line) for each in read_text(text.encode(), Response, "response.yaml").problems]


def test_all_that_is_wrong_is_said_in_file_order() -> None:
    text = (
        "report:\n  title: PEEL: Kent\n  kind: farce\n  published_on: 21/07/2015\n"
        "note_to_reader:\nfindings:\n  recommendations:\n    - text: *One*\n      lable: 1\n    - label: 2\n"
    )
    assert found_in(text) == [
        ("YAML-COLON", 2),
        ("READ-CHOICE", 3),
        ("READ-DATE", 4),
        ("READ-EMPTY", 5),
        ("YAML-ALIAS", 8),
        ("READ-UNKNOWN-KEY", 9),
        ("READ-MISSING-KEY", 10),
    ]


def test_what_is_wrong_before_a_mistake_that_stops_the_reading_is_said_too() -> None:
    assert found_in(REPORT.replace("force", "farce") + "reference: [A\ncomments: {}\n") == [("READ-CHOICE", 3), ("YAML-BRACKET", 5)]


def test_nothing_is_called_missing_where_a_line_had_to_be_guessed() -> None:
    assert found_in("report:\n  title: A report\n   kind: force\n  published_on: 2015-07-21\n") == [("YAML-INDENTATION", 3)]


def test_a_key_that_is_misspelt_is_not_called_missing_as_well() -> None:
    assert found_in(REPORT.replace("title", "titel")) == [("READ-UNKNOWN-KEY", 2)]


def test_a_line_of_several_colons_earns_one_complaint() -> None:
    assert found_in(REPORT + "reference: a: b: c: d:\n") == [("YAML-COLON", 5)]


def test_a_page_of_the_same_mistake_is_said_line_by_line() -> None:
    keys = "".join(f"    - text: Point {number}: it is so\n" for number in range(60))
    assert found_in(f"{REPORT}findings:\n  recommendations:\n{keys}") == [("YAML-COLON", 7 + number) for number in range(60)]


def test_a_control_character_does_not_hide_what_is_wrong_elsewhere() -> None:
    assert found_in(REPORT.replace("force", "farce") + "reference: \x07\n") == [("READ-CHOICE", 3), ("YAML-CONTROL-CHARACTER", 5)]


def test_after_very_many_unknown_words_the_nearest_is_not_looked_for_any_more() -> None:
    keys = "".join(f"  - name: A\n    took_office_on: 2021\n    rnk{number}: x\n" for number in range(2_000))
    problems = read_text(f"chief_officers:\n{keys}".encode(), Office, "office.yaml").problems
    assert len(problems) == 2_000
    assert problems[0].remedy == 'Did you mean "rank"?'
    assert problems[-1].remedy.startswith("The keys here are: name, took_office_on")


def test_a_problem_in_an_endless_line_does_not_repeat_the_line() -> None:
    text = f"{REPORT}findings: {{recommendations: [{{text: {'a ' * 5_000}, lable: 1}}]}}\n"
    problems = read_text(text.encode(), Response, "response.yaml").problems
    assert [(each.place.line, each.place.column > 10_000, each.place.source_line) for each in problems] == [(5, True, "")]


@pytest.mark.parametrize("value", ["[[[a]]]", "{a: {b: c}}", "[{a: b}, {c: [d]}]", "- a\n    - b"])
def test_what_is_of_the_wrong_kind_earns_one_complaint_however_much_is_in_it(value: str) -> None:
    assert [code for code, _ in found_in(f"{REPORT}reference:\n    {value}\n")] == ["READ-KIND"]
