"""Due dates, and whether they agree with the words about time."""

from __future__ import annotations

import pytest

from tests.builders import case_with, on
from tests.rules.faults import codes_in

UNDER_CAUSE = ("findings", "causes_of_concern", 0, "recommendations", 0)


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
