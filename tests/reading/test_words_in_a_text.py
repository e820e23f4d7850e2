"""A complaint about words in a long text points at their own line, however the text is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pccresponse.foundation.problems import Path
from pccresponse.models.response import Response
from pccresponse.reading import read_text

HEAD = "report: {title: A report, kind: force, published_on: 2015-07-21}\n"


def place(yaml: str, path: Path, words: str) -> tuple[int, int]:
    reading = read_text((HEAD + yaml).encode(), Response, "response.yaml")
    assert reading.model is not None, reading.problems
    found = reading.place_of(path, words)
    return found.line, found.column


@pytest.mark.parametrize(
    ("yaml", "path", "expected"),
    [
        ("monitoring: |\n  First line.\n  Then TODO here.\n", ("monitoring",), (4, 8)),
        ("monitoring: >-\n  First line, and it\n  goes on to TODO\n\n  and beyond.\n", ("monitoring",), (4, 14)),
        ("monitoring: All TODO in one line\n", ("monitoring",), (2, 17)),
        ("monitoring: Begins here\n  and goes on TODO there\n", ("monitoring",), (3, 15)),
        ('monitoring: "Begins here\n  and TODO there"\n', ("monitoring",), (3, 7)),
        (
            "panel_report:\n  meeting: M\n  actions:\n    - Noted.\n    - Begins\n      and TODO\n    - TODO\n",
            ("panel_report", "actions", 1),
            (7, 11),
        ),
        ("panel_report:\n  meeting: M\n  actions:\n    - Noted.\n    - TODO\n", ("panel_report", "actions", 1), (6, 7)),
        ("panel_report: {meeting: M, purpose: Some TODO}\n", ("panel_report", "purpose"), (2, 42)),
    ],
    ids=[
        "kept lines",
        "folded lines",
        "one line",
        "plain lines",
        "quoted lines",
        "an item of a list",
        "the next item",
        "in braces",
    ],
)
def test_the_line_of_the_words_is_shown(yaml: str, path: Path, expected: tuple[int, int]) -> None:
    assert place(yaml, path, "TODO") == expected


def test_words_that_the_file_breaks_over_two_lines_are_found_where_they_begin() -> None:
    assert place("monitoring: |\n  Here a long\n  sentence goes on.\n", ("monitoring",), "long sentence goes") == (3, 10)
    assert place("monitoring: |\n  > Here a long\n  > quotation.\n", ("monitoring",), "long quotation") == (3, 12)


@pytest.mark.parametrize(
    "yaml",
    ["monitoring: |\n  Fine.\nreference: TODO\n", 'monitoring: "TO\\x44O"\nreference: TODO\n'],
    ids=["elsewhere", "written otherwise"],
)
def test_words_of_another_text_are_not_taken_for_these(yaml: str) -> None:
    assert place(yaml, ("monitoring",), "TODO")[0] == 2


@given(st.text(min_size=1, max_size=40), st.text(max_size=20))
def test_no_words_are_too_odd_to_be_looked_for(text: str, words: str) -> None:
    reading = read_text((HEAD + "monitoring: |\n  Fine.\n  " + text).encode("utf-8", "replace"), Response, "response.yaml")
    found = reading.place_of(("monitoring",), words)
    assert found.line in (0, *range(2, len(reading.source.lines) + 1))
