"""The page of a difference: where lines end on it, and which changes stand under which heading."""

from __future__ import annotations

import pytest

from pccresponse.compare import Change, ResponseDifference
from pccresponse.compare.changes_page import by_subject, page_of, with_joined_lines

LONG = "The force should answer emergency calls within ten seconds and say so"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"{LONG}\nin public.\n", f"{LONG} in public."),
        (f"{LONG}\n\nin public.", f"{LONG}\n\nin public."),
        (f"- {LONG}\n- in public", f"- {LONG}\n- in public"),
        (f"1. {LONG}\n2. in public", f"1. {LONG}\n2. in public"),
        ("1 Long Lane\nWesthampton", "1 Long Lane\nWesthampton"),
    ],
    ids=["a paragraph", "two", "a list", "a numbered list", "an address"],
)
def test_only_lines_that_were_broken_for_the_file_are_joined(text: str, shown: str) -> None:
    assert with_joined_lines(text) == shown


def change(what: str, *path: str | int, part: str = "findings") -> Change:
    return Change(kind="added", part=part, what=what, field="page", now="3", new_path=(*path, "page"))


def test_findings_of_one_name_stand_under_headings_of_their_own() -> None:
    causes = [("findings", "causes_of_concern", at, "recommendations", 0) for at in (0, 1)]
    changes = (*(change("Recommendation 1", *path) for path in causes), change("The report", "report", part="response"))
    difference = ResponseDifference(old="a", new="b", title="T", in_law=(), changes=changes)
    assert [(heading, [each.what for each in subjects]) for heading, subjects in by_subject(difference).items()] == [
        ("Findings", ["Recommendation 1", "Recommendation 1"]),
        ("The rest of the response", ["The report"]),
    ]
    assert page_of(difference).count("<h3>") == 3


def test_a_page_without_a_change_says_so() -> None:
    assert "<p>Nothing was changed.</p>" in page_of(ResponseDifference(old="a", new="b", title="T", in_law=(), changes=()))
