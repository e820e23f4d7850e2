"""A rule never raises, whatever the models can hold, and takes its time in proportion to the text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pccresponse.case.case import case_of
from pccresponse.foundation.errors import LookUpError
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.models.findings import (
    AreaForImprovement,
    CauseOfConcern,
    Explanation,
    Findings,
    ForceAction,
    Oversight,
    Recommendation,
)
from pccresponse.models.office import ChiefOfficer, Office, OfficeHolder
from pccresponse.models.report import AuditRow, CaseAudit, InspectionReport, Judgments
from pccresponse.models.response import Approval, Invitation, Publication, Response, Submission
from tests.builders import case_with
from tests.rules.faults import found_in

LONG = 100_000
"""Characters in a text. A pattern that goes back over what it has read takes hours over so many, and this test with it."""

words = st.text(max_size=30) | st.sampled_from(["within two months", "by 1 May 9999", "“", "TODO", "01632 960123", "2"])
partial_dates = st.dates().flatmap(
    lambda day: st.sampled_from([PartialDate(day.year), PartialDate(day.year, day.month), PartialDate.of(day)])
)
optional_words, optional_dates = st.none() | words, st.none() | partial_dates
times = optional_dates | st.just("not recorded")
explanations = st.none() | st.builds(
    Explanation,
    action_taken=optional_words,
    action_proposed=optional_words,
    no_action_taken=optional_words,
    no_action_proposed=optional_words,
)
actions = st.builds(
    ForceAction,
    what=words,
    status=st.sampled_from(["not started", "in progress", "complete", "closed by the inspectorate", "not recorded"]),
    due_on=optional_dates,
    done_on=optional_dates,
)
of_a_finding = {
    "text": words,
    "label": optional_words,
    "heading": optional_words,
    "area": optional_words,
    "named_forces": st.lists(words, max_size=2).map(tuple),
    "due_wording": optional_words,
    "due_on": optional_dates,
    "explanation": explanations,
    "force_actions": st.lists(actions, max_size=2).map(tuple),
    "oversight": st.none() | st.builds(Oversight, by=words, next_review_on=optional_dates),
}
recommendations = st.lists(st.builds(Recommendation, **of_a_finding), max_size=3).map(tuple)
responses = st.builds(
    Response,
    report=st.builds(
        InspectionReport,
        title=words,
        kind=st.sampled_from(["force", "national", "joint", "post-inspection review", "letter"]),
        published_on=st.dates(min_value=date(1990, 1, 1)),
        fieldwork_began=optional_dates,
        fieldwork_ended=optional_dates,
        summary=optional_words,
    ),
    judgments=st.builds(
        Judgments,
        case_audits=st.lists(
            st.builds(
                CaseAudit,
                title=words,
                grades=st.lists(words, max_size=2).map(tuple),
                rows=st.lists(
                    st.builds(
                        AuditRow, cases=words, counts=st.lists(st.integers(0, 9), max_size=2).map(tuple), total=st.integers(0, 9)
                    ),
                    max_size=2,
                ).map(tuple),
            ),
            max_size=1,
        ).map(tuple),
    ),
    findings=st.builds(
        Findings,
        causes_of_concern=st.lists(
            st.builds(CauseOfConcern, **of_a_finding, accelerated_on=optional_dates, recommendations=recommendations),
            max_size=2,
        ).map(tuple),
        recommendations=recommendations,
        areas_for_improvement=st.lists(st.builds(AreaForImprovement, **of_a_finding), max_size=1).map(tuple),
    ),
    invitation=st.none() | st.builds(Invitation, sent_on=times, reply_by=optional_dates),
    chief_officer_comments=st.sampled_from([None, "none received"]),
    publication=st.builds(Publication, published_on=times),
    submission=st.builds(Submission, sent_on=times),
    approvals=st.lists(
        st.builds(Approval, role=words, name=words, on=st.dates(), version=st.sampled_from(["0" * 8, "f" * 64])), max_size=3
    ).map(tuple),
)
terms = st.lists(st.tuples(words, partial_dates, optional_dates), max_size=2)
offices = st.builds(
    lambda force, holders, chiefs, roles: Office(
        force=force,
        required_approvals=tuple(roles),
        office_holders=tuple(OfficeHolder(name=name, took_office_on=took, left_office_on=left) for name, took, left in holders),
        chief_officers=tuple(ChiefOfficer(name=name, took_office_on=took, left_office_on=left) for name, took, left in chiefs),
    ),
    st.sampled_from(["kent", "metropolitan", "gwent", "south-yorkshire"]),
    terms,
    terms,
    st.lists(words, max_size=2),
)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=100)
@given(responses, offices, st.dates())
def test_no_rule_raises(response: Response, office: Office, today: date) -> None:
    try:
        case = case_of(response, office, slug="x", today=today)
    except LookUpError:
        return  # there is no law for the day: the rules are not asked
    for breach in found_in(case):
        assert breach.message
        assert breach.remedy


HOSTILE = [
    "“",
    '"',
    "'",
    "‘’",
    "[",
    "[a",
    "![",
    "<",
    "<b ",
    "`",
    "*",
    "**a",
    "\n",
    "\n ",
    " ",
    "0",
    "01",
    "(0",
    "+44 ",
    "?",
    "{{",
    "x",
    "xxx ",
]
HOSTILE += [
    "@gmail.com",
    "a@",
    "AB12",
    "to be ",
    "[insert ",
    "section 55",
    "30 days ",
    "30 days comment. ",
    "]: ",
    "](",
    "-\n",
    "> “\n\n",
    "within ",
]


@pytest.mark.slow
@pytest.mark.parametrize("piece", HOSTILE, ids=repr)
def test_a_long_text_of_malice_is_read_to_its_end(piece: str) -> None:
    text = (piece * LONG)[:LONG]
    case = case_with(
        {("comments", "sections", 0, "text"): text, ("findings", "recommendations", 0, "explanation", "action_taken"): text}
    )
    for breach in found_in(case):
        assert len(breach.message) < 2_000
