"""The states of a response and who acts next, each border tried on both sides."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pccresponse.case.case import Case, case_of
from pccresponse.case.publication import publication_of
from pccresponse.case.version import approvals_of, short, version_of
from pccresponse.foundation.errors import LookUpError
from pccresponse.models.office import Office
from pccresponse.models.response import Approval, Response
from pccresponse.workflow.status import Facts, NextStep, Stage, next_step, state_of
from tests.builders import LAST_DAY, TODAY, Changes, case_with, changed, clean_case, clean_response, on, when
from tests.rules.test_sturdiness import offices, responses

NOW = version_of(clean_case())
COPY = ("copy",)
LONG_AFTER = date(2024, 9, 1)
"""More than a year after the clean response was published."""
PUBLISHED, SENT = ("publication", "published_on"), ("submission", "sent_on")
INVITED, REPLY_BY = ("invitation", "sent_on"), ("invitation", "reply_by")
ANSWER, REPLY = ("chief_officer_comments",), ("reply_to_chief_officer",)
UNDATED: Changes = {PUBLISHED: None, SENT: None}
UNANSWERED: Changes = {**UNDATED, ANSWER: None, REPLY: None}


def facts(changes: Changes, required: tuple[str, ...] = (), today: date = TODAY, *, recorded: bool = False, **others: Any) -> Facts:
    case = case_with(changes, office={("required_approvals",): required}, today=today)
    return facts_of(case, recorded=recorded, **others)


def facts_of(case: Case, *, recorded: bool = False, **others: Any) -> Facts:
    """What is known of a response; where it is recorded, then with the date that it bears."""
    first = (case.response.publication.published_on or "not recorded") if recorded else None
    found = {"in_the_way": (), "changed": False, **others}
    return Facts(case=case, approvals=approvals_of(case), publication=publication_of(case, first), **found)


def approval(role: str, version: str = NOW) -> Approval:
    return Approval(role=role, name="Pat Lowe", on=date(2023, 7, 21), version=version)


BOTH = ("Mayor", "Chief Executive")
BY_MAYOR: Changes = {("approvals",): (approval("Mayor"),)}
BY_BOTH: Changes = {("approvals",): (approval("Mayor"), approval("Chief Executive"))}
STALE: Changes = {("approvals",): (approval("Mayor", "0" * 64), approval("Chief Executive"))}
DAY = timedelta(days=1)

TABLE: list[tuple[str, Facts, str, str, str]] = [
    # copies sent
    ("published, sent and recorded", facts({}, recorded=True), "copies sent", "nobody", ""),
    ("sent, nobody knows when", facts({SENT: when("not recorded")}, recorded=True), "copies sent", "nobody", ""),
    ("sent today", facts({SENT: on("2023-07-25")}, recorded=True), "copies sent", "nobody", ""),
    (
        "published and sent long ago, without a record",
        facts({}, today=LONG_AFTER),
        "copies sent",
        "the office",
        "record what was published (run: pccresponse publish)",
    ),
    (
        "changed since it was published",
        facts({}, recorded=True, changed=True),
        "copies sent",
        "the office",
        "publish the change as a new version",
    ),
    (
        "changed since, and to be approved again",
        facts(STALE, BOTH, recorded=True, changed=True),
        "copies sent",
        "the Mayor",
        f"approve version {short(NOW)} again",
    ),
    # published
    (
        "copies to be sent tomorrow",
        facts({SENT: on("2023-07-26")}, recorded=True),
        "published",
        "the office",
        "send the copies to the inspectors of constabulary and the Secretary of State, on 26 July 2023 as planned",
    ),
    (
        "no word of the copies",
        facts({SENT: None}, recorded=True),
        "published",
        "the office",
        "send the copies to the inspectors of constabulary and the Secretary of State",
    ),
    (
        "published in a month that is over",
        facts({PUBLISHED: on("2023-06"), SENT: None}, recorded=True),
        "published",
        "the office",
        "send the copies to the inspectors of constabulary and the Secretary of State",
    ),
    (
        "published, nobody knows when, before approvals were asked for",
        facts({PUBLISHED: when("not recorded"), SENT: None}, BOTH, today=LONG_AFTER),
        "published",
        "the office",
        "send the copies to the inspectors of constabulary and the Secretary of State",
    ),
    # to be published
    (
        "recorded for a day to come",
        facts({PUBLISHED: on("2023-07-28"), SENT: on("2023-07-28")}, recorded=True),
        "to be published",
        "the office",
        "publish the documents: recorded for 28 July 2023, still to come",
    ),
    (
        "changed since it was recorded for a day to come",
        facts({PUBLISHED: on("2023-07-28"), SENT: on("2023-07-28")}, recorded=True, changed=True),
        "to be published",
        "the office",
        "publish the change as a new version",
    ),
    # not published yet
    (
        "the date has come, and there is no record",
        facts({}),
        "draft",
        "the office",
        "publish, and correct the date: 24 July 2023 was planned, but there is no record that it happened",
    ),
    ("published today, as planned", facts({PUBLISHED: on("2023-07-25")}), "draft", "the office", "publish on 25 July 2023, as the documents say"),
    (
        "the date has come, and the last day is over",
        facts({}, today=LAST_DAY + DAY),
        "draft",
        "the office",
        "publish now: the last day was Monday 31 July 2023",
    ),
    (
        "the date of a recent report is not recorded",
        facts({PUBLISHED: when("not recorded"), SENT: None}),
        "draft",
        "the office",
        "publish by Monday 31 July 2023",
    ),
    ("published tomorrow", facts({PUBLISHED: on("2023-07-26")}), "draft", "the office", "publish on 26 July 2023, as the documents say"),
    (
        "copies dated, but the comments not published",
        facts({PUBLISHED: None}),
        "draft",
        "the office",
        "publish by Monday 31 July 2023",
    ),
    (
        "published in a month that is not over",
        facts({PUBLISHED: on("2023-07"), SENT: None}, today=date(2023, 7, 30)),
        "draft",
        "the office",
        "publish in July 2023, as the documents say",
    ),
    ("on the last day", facts(UNDATED, today=LAST_DAY), "draft", "the office", "publish by Monday 31 July 2023"),
    ("after the last day", facts(UNDATED, today=LAST_DAY + DAY), "draft", "the office", "publish now: the last day was Monday 31 July 2023"),
    ("approved by all", facts({**UNDATED, **BY_BOTH}, BOTH), "draft", "the office", "publish by Monday 31 July 2023"),
    (
        "something in the way",
        facts(UNDATED, in_the_way=("The body has not commented.",)),
        "draft",
        "the office",
        "put this right: The body has not commented.",
    ),
    (
        "more in the way, and nobody has approved",
        facts(UNDATED, BOTH, in_the_way=("One.", "Two.", "Three.")),
        "draft",
        "the office",
        "put this right: One. There are 2 more.",
    ),
    # for approval
    (
        "the date has come and nobody has approved",
        facts({}, BOTH),
        "for approval",
        "the Mayor and the Chief Executive",
        f"approve version {short(NOW)}",
    ),
    (
        "the date is long past and nobody has approved",
        facts({}, BOTH, today=LONG_AFTER),
        "for approval",
        "the Mayor and the Chief Executive",
        f"approve version {short(NOW)}",
    ),
    ("one has approved", facts(BY_MAYOR, BOTH), "for approval", "the Chief Executive", f"approve version {short(NOW)}"),
    ("the date has come and all have approved", facts(BY_BOTH, BOTH, recorded=True), "copies sent", "nobody", ""),
    ("changed since it was approved", facts(STALE, BOTH), "for approval", "the Mayor", f"approve version {short(NOW)} again"),
    (
        "one stale and one missing",
        facts({("approvals",): (approval("Mayor", "0" * 64),)}, BOTH),
        "for approval",
        "the Mayor and the Chief Executive",
        f"approve version {short(NOW)} (the Mayor again)",
    ),
    # with the chief officer
    ("no invitation", facts({**UNANSWERED, ("invitation",): None}), "draft", "the office", "invite the chief officer to comment"),
    ("an invitation without a date", facts({**UNANSWERED, INVITED: None}), "draft", "the office", "invite the chief officer to comment"),
    (
        "to be invited tomorrow",
        facts({**UNANSWERED, INVITED: on("2023-06-09")}, today=date(2023, 6, 8)),
        "draft",
        "the office",
        "invite the chief officer to comment, on 9 June 2023 as planned",
    ),
    (
        "invited today",
        facts({**UNANSWERED, INVITED: on("2023-06-09")}, today=date(2023, 6, 9)),
        "with the chief officer",
        "the chief officer",
        "comment on the report by 30 June 2023",
    ),
    (
        "invited, nobody knows when",
        facts({**UNANSWERED, INVITED: when("not recorded")}, today=date(2023, 6, 9)),
        "with the chief officer",
        "the chief officer",
        "comment on the report by 30 June 2023",
    ),
    (
        "on the day by which an answer was wanted",
        facts(UNANSWERED, today=date(2023, 6, 30)),
        "with the chief officer",
        "the chief officer",
        "comment on the report by 30 June 2023",
    ),
    (
        "no answer, the day after",
        facts(UNANSWERED, today=date(2023, 7, 1)),
        "with the chief officer",
        "the office",
        "record the chief officer’s comments, which were due by 30 June 2023, or that there were none",
    ),
    (
        "no day was named",
        facts({**UNANSWERED, REPLY_BY: None}),
        "with the chief officer",
        "the chief officer",
        "comment on the report (no day was set)",
    ),
    (
        "none received",
        facts({**UNANSWERED, ANSWER: "none received", REPLY: "none"}),
        "draft",
        "the office",
        "publish by Monday 31 July 2023",
    ),
    # archive copy
    (
        "an archive copy that is not in a record yet",
        facts({COPY: "archive", ("invitation",): None}),
        "archive copy",
        "the office",
        "make the copy and record it (run: pccresponse publish)",
    ),
    (
        "an archive copy with an error",
        facts({COPY: "archive"}, in_the_way=("One.",)),
        "archive copy",
        "the office",
        "put this right: One.",
    ),
    ("an archive copy in the record, of which little is known", facts({COPY: "archive", **UNDATED}, recorded=True), "archive copy", "nobody", ""),
    ("an archive copy is approved as anything else is", facts({COPY: "archive"}, ("Mayor",)), "archive copy", "the Mayor", ""),
]  # fmt: skip


@pytest.mark.parametrize(("found", "state", "who", "what"), [each[1:] for each in TABLE], ids=[each[0] for each in TABLE])
def test_a_response_is_in_one_state_and_somebody_acts_next(found: Facts, state: str, who: str, what: str) -> None:
    assert state_of(found) == state
    assert next_step(found) == NextStep(who, what) or not what
    assert next_step(found).who == who


def test_every_state_was_tried() -> None:
    assert {each[2] for each in TABLE} == set(get_args(Stage)) - {"cannot be read"}
    assert len(TABLE) >= 30


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=100)
@given(responses, offices, st.dates(), st.booleans(), st.booleans())
def test_there_is_always_a_state_and_a_next_step(
    response: Response, office: Office, today: date, recorded: bool, anew: bool
) -> None:
    try:
        case = case_of(response, office, slug="x", today=today)
    except LookUpError:
        return  # there is no law for the day
    found = facts_of(case, recorded=recorded, changed=anew)
    if response.is_archive_copy:
        assert state_of(found) == "archive copy"
    else:
        assert (state_of(found) in ("published", "copies sent")) == found.publication.is_published
    assert bool(next_step(found).what) == (next_step(found).who != "nobody")
    assert found.approvals == approvals_of(case_of(response, office, slug="y", today=today + DAY if today < date.max else today))


def test_before_2017_there_is_no_last_day_and_one_copy() -> None:
    response = changed(changed(clean_response(), ("report", "published_on"), date(2015, 7, 21)), INVITED, on("2015-07-22"))
    response = changed(changed(response, PUBLISHED, None), SENT, None)
    found = facts_of(case_with(response=response))
    assert found.publication.last_day is None
    assert (state_of(found), next_step(found)) == ("draft", NextStep("the office", "publish"))
    sent = facts_of(case_with(response=response), recorded=True)
    assert next_step(sent) == NextStep("the office", "send the copies to the Secretary of State")
