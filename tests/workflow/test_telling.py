"""Where a response stands, in words."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from pccresponse.case.publication import PublicationStatus
from pccresponse.case.version import RoleApproval
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.workflow.status import (
    NextStep,
    ResponseStatus,
    approvals_in_words,
    clock_in_words,
    counted_in_words,
    next_in_words,
    problems_in_words,
    state_in_words,
)

PLANNED = PublicationStatus(
    state="planned",
    when=PartialDate(2024, 8, 9),
    phrase="planned for 9 August 2024",
    sentence="Day 49 of 56: publication is planned for 9 August 2024. The last day is Monday 12 August 2024.",
)
PUBLISHED = msgspec.structs.replace(PLANNED, state="published", evidence="record", phrase="published on 9 August 2024")
OPEN = ResponseStatus(
    slug="one",
    state="for approval",
    next=NextStep("the Mayor", "approve version 3f2a9c1b"),
    title="One",
    report_published_on=date(2024, 6, 18),
    day=49,
    days=56,
    last_day=date(2024, 8, 12),
    warnings=1,
    publication=PLANNED,
)


def with_(**changes: object) -> ResponseStatus:
    return msgspec.structs.replace(OPEN, **changes)


@pytest.mark.parametrize(
    ("state", "publication", "version", "words"),
    [
        ("for approval", PLANNED, None, "for approval"),
        ("to be published", PLANNED, 1, "to be published, version 1 in the record"),
        ("published", PUBLISHED, 2, "published, version 2 in the record"),
        ("copies sent", PUBLISHED, 1, "published, version 1 in the record, copies sent according to the response"),
        (
            "copies sent",
            msgspec.structs.replace(PUBLISHED, evidence="response"),
            None,
            "copies sent, according to the response (not recorded here)",
        ),
        ("archive copy", PUBLISHED, 1, "archive copy, version 1 in the record"),
        ("archive copy", msgspec.structs.replace(PUBLISHED, evidence="response"), None, "archive copy, not in a record yet"),
    ],
)
def test_the_state_says_what_shows_it(state: str, publication: PublicationStatus, version: int | None, words: str) -> None:
    assert state_in_words(with_(state=state, publication=publication, published_as=version)) == words


def test_the_state_says_when_it_was_recorded_where_that_is_another_day() -> None:
    found = with_(state="published", publication=PUBLISHED, published_as=1, recorded="on 27 November 2026, afterwards")
    assert state_in_words(found) == "published, version 1, recorded on 27 November 2026, afterwards"


def test_the_clock_says_what_is_known() -> None:
    assert clock_in_words(OPEN) == PLANNED.sentence
    assert clock_in_words(with_(publication=None)) == ""


def test_problems_are_counted() -> None:
    assert problems_in_words(OPEN) == "no errors, 1 warning, no overdue actions"
    assert problems_in_words(with_(errors=2, warnings=0)) == "2 errors, no warnings, no overdue actions"


def test_nobody_does_nothing() -> None:
    assert next_in_words(OPEN) == "the Mayor: approve version 3f2a9c1b"
    assert next_in_words(with_(next=NextStep("nobody", ""))) == "nobody"


@pytest.mark.parametrize(
    ("statuses", "words"),
    [
        ((), ""),
        (("missing",), "0 of 1 approval"),
        (("fresh", "stale"), "1 of 2 approvals, 1 out of date"),
        (("fresh", "fresh"), "2 of 2 approvals"),
    ],
)
def test_approvals_are_counted_where_any_is_required(statuses: tuple[str, ...], words: str) -> None:
    roles = [RoleApproval(role=f"Role {at}", required=True, standing=each) for at, each in enumerate(statuses)]  # type: ignore[arg-type]
    other = RoleApproval(role="Another", required=False, standing="stale")
    assert approvals_in_words(with_(approvals=(*roles, other))) == words


OVERDUE = with_(overdue_by=2)
UNREADABLE = with_(state="cannot be read", publication=None)
UNDATED = with_(publication=msgspec.structs.replace(PLANNED, state="no date", when=None, phrase="no date of publication"))
LATER = with_(publication=msgspec.structs.replace(PLANNED, when=PartialDate(2024, 9)))
DONE = with_(state="copies sent", publication=PUBLISHED)
TOLD = with_(
    state="published",
    publication=msgspec.structs.replace(
        PUBLISHED, evidence="response", phrase="published on 9 August 2024, according to the response"
    ),
)
COPY = with_(state="archive copy", publication=PUBLISHED)


@pytest.mark.parametrize(
    ("statuses", "words"),
    [
        ([OPEN], "1 response: planned for 9 August 2024."),
        ([OVERDUE], "1 response: overdue by 2 days."),
        ([UNREADABLE], "1 response: it cannot be read."),
        ([UNDATED], "1 response: no date of publication."),
        ([DONE], "1 response: published on 9 August 2024."),
        ([TOLD], "1 response: published on 9 August 2024, according to the response."),
        ([COPY], "1 response: an archive copy."),
        ([OPEN, OVERDUE], "2 responses: 1 overdue, 1 planned for 9 August 2024."),
        ([TOLD, OPEN], "2 responses: 1 planned for 9 August 2024, 1 published according to the response."),
        ([LATER, OPEN], "2 responses: 2 planned (the first for 9 August 2024)."),
        (
            [COPY, COPY, DONE, UNDATED, UNREADABLE],
            "5 responses: 1 cannot be read, 1 without a date of publication, 1 published, 2 archive copies.",
        ),
    ],
)
def test_responses_are_counted_in_plain_words(statuses: list[ResponseStatus], words: str) -> None:
    assert counted_in_words(statuses) == words
