"""The checklist of section 55 over the years and the states of a response."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pccresponse.case.case import Case
from pccresponse.case.duties import duties_of
from pccresponse.case.publication import publication_of
from pccresponse.foundation.problems import Place, Problem
from pccresponse.models.fields import known
from pccresponse.models.findings import EarlierAnswer, Explanation
from pccresponse.preview.page_content import ShownDuty, ShownProblem, shown_duties, shown_problems, still_missing
from pccresponse.rules import breaches
from tests.builders import case_with, on, recommendation

ELSEWHERE = EarlierAnswer(title="A national report")
PROVISIONS = ("s. 55(4)", "s. 55(5)(a)", "s. 55(5)(b)", "s. 55(5)(c)", "s. 55(5)", "s. 55(5A)", "s. 55(5B)", "s. 55(6)")
LAW_OF_2015 = {("report", "published_on"): date(2015, 7, 21)}


def problems_of(case: Case) -> tuple[ShownProblem, ...]:
    found = [
        Problem(
            code=rule.code, severity=breach.severity or rule.severity, place=Place("x"), message=breach.message, path=breach.path
        )
        for rule, breach in breaches(case)
    ]
    return shown_problems(found, {}, office="office.yaml")


def checklist(changes: dict[Any, Any] | None = None, today: date = date(2023, 7, 25)) -> dict[str, ShownDuty]:
    case = case_with(changes, today=today)
    return {duty.provision: duty for duty in duties(case, problems_of(case))}


def duties(case: Case, problems: tuple[ShownProblem, ...], *, recorded: bool = True) -> tuple[ShownDuty, ...]:
    """The duties of a response that is recorded as published, on the day that it says, once that day has come."""
    typed = case.response.publication.published_on
    day = known(typed)
    in_record = typed if recorded and (day is None or day.earliest <= case.today) else None
    return shown_duties(duties_of(case, publication_of(case, in_record)), problems)


def test_each_duty_is_there_in_the_order_of_the_section_and_done_where_all_is_done() -> None:
    found = checklist()
    assert tuple(found) == PROVISIONS
    assert {duty.state for duty in found.values()} == {"done"}


CASES: dict[str, tuple[dict[Any, Any], str, str, str]] = {
    "no invitation": ({("invitation",): None}, "s. 55(4)", "missing", "No invitation to the chief officer is recorded."),
    "an invitation without a date": ({("invitation", "sent_on"): None}, "s. 55(4)", "missing", "The invitation has no date."),
    "an invitation to come": ({("invitation", "sent_on"): on("2023-07-26")}, "s. 55(4)", "missing", "The invitation is to be sent on 26 July 2023"),
    "an invitation that got lost": ({("invitation", "sent_on"): "not recorded"}, "s. 55(4)", "not known", "The date is not recorded."),
    "an invitation of which the day is known": ({}, "s. 55(4)", "done", "Sent on 8 June 2023, according to the response."),
    "no comments": ({("comments",): None}, "s. 55(5)(a)", "missing", "The body has not commented."),
    "comments without a text": ({("comments", "sections"): ()}, "s. 55(5)(a)", "missing", "The body has not commented."),
    "comments": ({}, "s. 55(5)(a)", "done", "One section, signed off on 20 July 2023."),
    "comments that are signed today": ({("comments", "made_on"): on("2023-07-25")}, "s. 55(5)(a)", "done", "One section, signed off on 25 July 2023."),
    "comments to be signed": ({("comments", "made_on"): on("2023-07-26")}, "s. 55(5)(a)", "done", "One section, to be signed on 26 July 2023."),
    "nothing of the chief officer": ({("chief_officer_comments",): None}, "s. 55(5)(b)", "missing", "Nothing says whether"),
    "none received": (
        {("chief_officer_comments",): "none received", ("reply_to_chief_officer",): None}, "s. 55(5)(b)", "done", "None were received.",
    ),
    "nothing to reply to": (
        {("chief_officer_comments",): "none received", ("reply_to_chief_officer",): None},
        "s. 55(5)(c)", "not required", "There are no comments to respond to.",
    ),
    "a reply to nothing": ({("chief_officer_comments",): "none received"}, "s. 55(5)(c)", "missing", "There is a response"),
    "no reply wanted": ({("reply_to_chief_officer",): "none"}, "s. 55(5)(c)", "not required", "The body has no response to them."),
    "no word of a reply": ({("reply_to_chief_officer",): None}, "s. 55(5)(c)", "missing", "Nothing says whether the body responds."),
    "a reply that depends": (
        {("chief_officer_comments",): None, ("reply_to_chief_officer",): None}, "s. 55(5)(c)", "to come", "It depends on",
    ),
    "no date of publication": ({("publication", "published_on"): None}, "s. 55(5)", "missing", "Nothing says when the comments"),
    "publication to come": ({("publication", "published_on"): on("2023-07-28")}, "s. 55(5)", "to come", "Planned for 28 July 2023."),
    "still in time": ({("publication", "published_on"): None}, "s. 55(5A)", "to come", "Day 50 of 56"),
    "too late": ({("publication", "published_on"): on("2023-08-02")}, "s. 55(5A)", "to come", "Day 50 of 56: publication is planned"),
    "perhaps too late": ({("publication", "published_on"): on("2023")}, "s. 55(5A)", "not known", "Published in 2023, which may be"),
    "an explanation without a word": (
        {("findings", "recommendations", 0, "explanation"): Explanation()}, "s. 55(5B)", "missing", "2 of 3 recommendations are explained.",
    ),
    "explained": ({}, "s. 55(5B)", "done", "3 of 3 recommendations are explained."),
    "one not explained": (
        {("findings", "recommendations", 0, "explanation"): None}, "s. 55(5B)", "missing", "2 of 3 recommendations are explained.",
    ),
    "one explained with another": (
        {
            ("findings", "recommendations", 0): recommendation(label="2", explanation=None, answered_with="3"),
            ("findings", "recommendations", 1): recommendation(label="3"),
        },
        "s. 55(5B)", "done", "3 of 3 recommendations are explained.",
    ),
    "one answered with either of two": (
        {
            ("findings", "recommendations"): (
                recommendation(label="2", explanation=None, answered_with="3"), recommendation(label="3"), recommendation(label="3"),
            )
        },
        "s. 55(5B)", "missing", "3 of 4 recommendations are explained.",
    ),
    "one answered elsewhere": (
        {("findings", "recommendations", 0): recommendation(label="2", explanation=None, answered_in=ELSEWHERE)},
        "s. 55(5B)", "not known", "2 of 3 recommendations are explained here. 1 is answered in another response. Section 55(5B) does not say",
    ),
    "one answered elsewhere and one nowhere": (
        {
            ("findings", "recommendations", 0): recommendation(label="2", explanation=None, answered_in=ELSEWHERE),
            ("findings", "recommendations", 1): recommendation(label="3", explanation=None),
        },
        "s. 55(5B)", "missing", "1 of 3 recommendations is explained here. 1 is answered in another response.",
    ),
    "one answered elsewhere and here": (
        {("findings", "recommendations", 0, "answered_in"): ELSEWHERE}, "s. 55(5B)", "done", "3 of 3 recommendations are explained.",
    ),
    "only one, answered elsewhere": (
        {
            ("findings", "causes_of_concern"): (),
            ("findings", "recommendations"): (recommendation(explanation=None, answered_in=ELSEWHERE),),
        },
        "s. 55(5B)", "not known", "The one recommendation is not explained here. It is answered in another response.",
    ),
    "only one, not explained": (
        {("findings", "causes_of_concern"): (), ("findings", "recommendations"): (recommendation(explanation=None),)},
        "s. 55(5B)", "missing", "The one recommendation is not explained.",
    ),
    "only one, explained": (
        {("findings", "causes_of_concern"): (), ("findings", "recommendations"): (recommendation(),)},
        "s. 55(5B)", "done", "The one recommendation is explained.",
    ),
    "no recommendation": (
        {("findings", "causes_of_concern"): (), ("findings", "recommendations"): ()}, "s. 55(5B)", "not required", "No recommendation",
    ),
    "published, the day not recorded": (
        {("publication", "published_on"): "not recorded"}, "s. 55(5)", "not known", "The date of publication is not recorded.",
    ),
    "copies that were sent": ({}, "s. 55(6)", "done", "Sent on 24 July 2023, according to the response."),
    "copies of which the day is not recorded": (
        {("submission", "sent_on"): "not recorded"}, "s. 55(6)", "not known", "The date is not recorded.",
    ),
    "no word of what the chief officer said": (
        {("copy",): "archive", ("chief_officer_comments",): "not recorded", ("reply_to_chief_officer",): None},
        "s. 55(5)(b)", "not known", "It is not recorded whether",
    ),
    "no word of what the body said to it": (
        {("copy",): "archive", ("reply_to_chief_officer",): "not recorded"}, "s. 55(5)(c)", "not known", "It is not recorded whether the body responded.",
    ),
    "copies to come": ({("submission", "sent_on"): on("2023-07-28")}, "s. 55(6)", "to come", "To be sent on 28 July 2023."),
    "no date of the copies": ({("submission", "sent_on"): None}, "s. 55(6)", "missing", "Nothing says when the copies are sent."),
    "a recipient left out": (
        {("submission", "recipients"): ("Secretary of State",)}, "s. 55(6)", "missing", '"recipients" leaves out',
    ),
    "no period in 2015": (LAW_OF_2015, "s. 55(5A)", "not required", "The law on 21 July 2015 did not ask for this. It has since 2 May 2017."),
    "no explanation in 2015": (LAW_OF_2015, "s. 55(5B)", "not required", "The law on 21 July 2015 did not ask for this"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_duty_stands_as_the_file_says(case: str) -> None:
    changes, provision, state, detail = CASES[case]
    duty = checklist(changes)[provision]
    assert duty.state == state, duty
    assert duty.detail.startswith(detail)


@pytest.mark.parametrize(
    ("today", "publishing", "copies"),
    [
        (date(2023, 7, 23), ("to come", "Planned for 24 July 2023."), ("to come", "To be sent on 24 July 2023.")),
        (
            date(2023, 7, 25),
            ("to come", "Planned for 24 July 2023, not recorded."),
            ("to come", "To be sent on 24 July 2023. There is no record that the comments are published."),
        ),
        (
            date(2023, 8, 1),
            ("missing", "Planned for 24 July 2023, not recorded."),
            ("to come", "To be sent on 24 July 2023. There is no record that the comments are published."),
        ),
    ],
    ids=["before the day", "after the day", "after the last day"],
)
def test_without_a_record_nothing_is_published_and_nothing_is_sent(
    today: date, publishing: tuple[str, str], copies: tuple[str, str]
) -> None:
    case = case_with(today=today)
    found = {duty.provision: (duty.state, duty.detail) for duty in duties(case, (), recorded=False)}
    assert found["s. 55(5)"] == publishing
    assert found["s. 55(5A)"][0] == publishing[0]
    assert found["s. 55(6)"] == copies


def test_comments_that_came_late_are_done_late() -> None:
    duty = checklist({("publication", "published_on"): on("2023-08-02")}, today=date(2023, 8, 3))["s. 55(5A)"]
    assert duty.state == "late"
    assert duty.detail.startswith("Published on 2 August 2023, 2 days after the last day")


def test_who_gets_a_copy_follows_the_law_of_the_day() -> None:
    assert checklist()["s. 55(6)"].what == "Copies go to the inspectors of constabulary and the Secretary of State."
    assert checklist(LAW_OF_2015)["s. 55(6)"].what == "Copies go to the Secretary of State."


def test_a_duty_names_the_problems_that_are_about_it() -> None:
    found = checklist({("invitation",): None})
    assert found["s. 55(4)"].problems == ("S55-4.invitation",)
    assert all(not duty.problems for duty in found.values() if duty.provision != "s. 55(4)")


def test_what_is_still_missing_is_each_duty_once_and_the_number_of_other_errors() -> None:
    changes = {("invitation",): None, ("publication", "published_on"): None, ("comments", "sections", 0, "text"): "TODO"}
    case = case_with(changes, today=date(2023, 9, 1))
    problems = problems_of(case)
    missing = tuple(still_missing(duties(case, problems), problems))
    assert missing[0] == "s. 55(4): No invitation to the chief officer is recorded."
    assert missing[1] == "s. 55(5): Nothing says when the comments are published."
    assert missing[2] == "1 other error to put right."
    assert len(missing) == 3, "that it is overdue is for the clock to say"


def test_nothing_is_missing_where_all_is_there() -> None:
    case = case_with()
    assert tuple(still_missing(duties(case, ()), ())) == ()
