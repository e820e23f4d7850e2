"""Where a response stands, in words."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from pccresponse.approvals import RoleStanding
from pccresponse.following.stages import Step
from pccresponse.following.standing import Standing
from pccresponse.following.telling import (
    approvals_in_words,
    clock_in_words,
    counted_in_words,
    next_in_words,
    problems_in_words,
    state_in_words,
)

OPEN = Standing(
    slug="one",
    state="for approval",
    next=Step("the Mayor", "approve version 3f2a9c1b"),
    title="One",
    report_published_on=date(2024, 6, 18),
    day=49,
    days=56,
    last_day=date(2024, 8, 12),
    warnings=1,
)


def with_(**changes: object) -> Standing:
    return msgspec.structs.replace(OPEN, **changes)


def test_the_state_names_the_version_in_the_record() -> None:
    assert state_in_words(OPEN) == "for approval"
    assert state_in_words(with_(state="published", published_as=2)) == "published, version 2 in the record"


def test_the_clock_says_what_is_known() -> None:
    assert clock_in_words(OPEN) == "day 49 of 56; last day Monday 12 August 2024"
    assert clock_in_words(with_(day=None)) == "last day Monday 12 August 2024"
    assert clock_in_words(with_(last_day=None)) == "report of 18 June 2024; the law of its day has no period"
    assert clock_in_words(with_(report_published_on=None)) == ""


def test_problems_are_counted() -> None:
    assert problems_in_words(OPEN) == "no errors, 1 warning, no overdue actions"
    assert problems_in_words(with_(errors=2, warnings=0)) == "2 errors, no warnings, no overdue actions"


def test_nobody_does_nothing() -> None:
    assert next_in_words(OPEN) == "the Mayor: approve version 3f2a9c1b"
    assert next_in_words(with_(next=Step("nobody", ""))) == "nobody"


@pytest.mark.parametrize(
    ("standings", "words"),
    [
        ((), ""),
        (("missing",), "0 of 1 approval"),
        (("fresh", "stale"), "1 of 2 approvals, 1 stale"),
        (("fresh", "fresh"), "2 of 2 approvals"),
    ],
)
def test_approvals_are_counted_where_any_is_required(standings: tuple[str, ...], words: str) -> None:
    roles = [RoleStanding(role=f"Role {at}", required=True, standing=each) for at, each in enumerate(standings)]  # type: ignore[arg-type]
    other = RoleStanding(role="Another", required=False, standing="stale")
    assert approvals_in_words(with_(approvals=(*roles, other))) == words


def test_what_needs_somebody_is_counted() -> None:
    assert counted_in_words([OPEN]) == "1 response: none overdue, none that cannot be read."
    found = counted_in_words([OPEN, with_(overdue_by=1), with_(state="cannot be read")])
    assert found == "3 responses: 1 overdue, 1 that cannot be read."
