"""A complete response that no rule finds fault with, and a way to change one thing in it."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, TypeVar

import msgspec

from pccresponse.case.case import Case, OnRecord, case_of
from pccresponse.edition_files import read_coverage
from pccresponse.foundation.files import templates_folder
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.foundation.problems import Path
from pccresponse.models.fields import When, known
from pccresponse.models.findings import (
    AreaForImprovement,
    CauseOfConcern,
    Explanation,
    Findings,
    ForceAction,
    Oversight,
    PositiveFinding,
    Recommendation,
)
from pccresponse.models.office import BodyNames, ChiefOfficer, GovernanceBoard, Office, OfficeHolder
from pccresponse.models.report import AreaJudgment, AuditRow, CaseAudit, InspectionReport, Judgments
from pccresponse.models.response import (
    AddresseeDetails,
    ChiefOfficerComments,
    Comments,
    Invitation,
    PanelReport,
    Publication,
    ReplyToChiefOfficer,
    Response,
    Section,
    Submission,
)
from pccresponse.source_report import report_of

REPORT_DAY = date(2023, 6, 6)
"""A Tuesday under the law of 2017; the last day to publish is Monday 31 July 2023."""
LAST_DAY = date(2023, 7, 31)
TODAY = date(2023, 7, 25)
"""The day after the clean response was published."""

Changes = dict[Any, Any]
"""What to change: a new value for each path, as in `{("report", "url"): None}`. The paths may be of any length."""

FONTS = read_coverage(templates_folder() / "2026" / "fonts")
"""What the fonts of the packaged edition can draw."""

_Model = TypeVar("_Model")


def on(text: str) -> PartialDate:
    """A date as it is written in YAML."""
    return PartialDate.parse(text)


def when(text: str) -> When:
    """A date as it is written in YAML, or the words `not recorded`."""
    return "not recorded" if text == "not recorded" else PartialDate.parse(text)


def explanation(**states: str) -> Explanation:
    """An explanation; without arguments, one that says what the body has done."""
    return Explanation(**(states or {"action_taken": "The commissioner has put this on the agenda of each quarterly meeting."}))


def action(**fields: Any) -> ForceAction:
    """An action of the force that is complete, dated and shown."""
    usual = {"what": "A new procedure", "status": "complete", "done_on": on("2023-06-30"), "evidence": "The procedure, in force"}
    return ForceAction(**{**usual, **fields})


def recommendation(**fields: Any) -> Recommendation:
    """A recommendation that is explained, though not by these words alone."""
    return Recommendation(
        **{"text": "The force should review its cases within three months.", "explanation": explanation(), **fields}
    )


def clean_office() -> Office:
    """The office of an area that does not exist."""
    return Office(
        force_name="Westshire Constabulary",
        body=BodyNames(
            name="Police and Crime Commissioner for Westshire",
            office_title="Police and Crime Commissioner",
            kind="police and crime commissioner",
            area="Westshire",
        ),
        office_holders=(OfficeHolder(name="Morgan Ellery", took_office_on=on("2021-05-13")),),
        chief_officers=(ChiefOfficer(name="Robin Ashdown", took_office_on=on("2020-02")),),
        address="1 Long Lane\nWesthampton",
        email="office@commissioner.westshire.example",
        governance_boards=(GovernanceBoard(name="Performance and Accountability Board"),),
    )


def clean_findings() -> Findings:
    """One cause of concern with its recommendation, two recommendations, an area for improvement and praise."""
    return Findings(
        causes_of_concern=(
            CauseOfConcern(
                text="The force does not assess risk to vulnerable callers.",
                heading="Risk to vulnerable callers",
                area="Responding to the public",
                recommendations=(
                    recommendation(
                        label="1",
                        due_wording="within three months",
                        due_on=on("2023-09-06"),
                        explanation=explanation(action_taken="The commissioner has paid for eight more call handlers this year."),
                        force_actions=(action(),),
                    ),
                ),
            ),
        ),
        recommendations=(
            recommendation(
                label="2",
                explanation=explanation(
                    action_taken="The commissioner has asked for a monthly report on it.",
                    action_proposed="The commissioner will visit the control room in the autumn.",
                ),
                force_actions=(action(status="in progress", done_on=None, evidence=None, due_on=on("2023-12")),),
                oversight=Oversight(by="Performance and Accountability Board", next_review_on=on("2023-10")),
            ),
            recommendation(
                label="4",
                acceptance="not accepted",
                acceptance_note="The function passed to the fire and rescue authority in 2022.",
                explanation=explanation(no_action_taken="The function is no longer the force's, so there is nothing to act on."),
            ),
        ),
        areas_for_improvement=(
            AreaForImprovement(
                text="The force should tell victims sooner how their case goes on.",
                area="Supporting victims",
                force_actions=(action(status="not started", done_on=None, evidence=None, due_on=on("2023-11-30")),),
            ),
        ),
        positive_findings=(PositiveFinding(text="The force’s officers’ mentoring is “outstanding”, inspectors say."),),
    )


def clean_response() -> Response:
    """Comments on a report on one force, with everything in its place and in time."""
    return Response(
        report=InspectionReport(
            title="PEEL 2023-25: an inspection of Westshire Constabulary",
            kind="force",
            published_on=REPORT_DAY,
            published_on_source="cover of the report",
            programme="PEEL 2023-25",
            fieldwork_began=on("2023-01"),
            fieldwork_ended=on("2023-03"),
            url="https://inspectorate.example/westshire",
            summary="The inspectors found that the force is well led, and slow to answer.",
        ),
        judgments=Judgments(
            areas=(
                AreaJudgment(area="Responding to the public", grade="inadequate"),
                AreaJudgment(area="Supporting victims", grade="requires improvement"),
            ),
            case_audits=(
                CaseAudit(
                    title="Cases that were read",
                    grades=("Good", "Inadequate"),
                    rows=(AuditRow(cases="All cases", counts=(12, 3), total=15),),
                ),
            ),
        ),
        findings=clean_findings(),
        invitation=Invitation(sent_on=on("2023-06-08"), reply_by=on("2023-06-30")),
        chief_officer_comments=ChiefOfficerComments(text="I welcome the report and its praise.", received_on=on("2023-06-27")),
        reply_to_chief_officer=ReplyToChiefOfficer(text="I am grateful to the Chief Constable."),
        comments=Comments(
            sections=(Section(heading="My view", text="The report is fair, and I share its concern about calls that wait."),),
            made_on=on("2023-07-20"),
        ),
        publication=Publication(
            published_on=on("2023-07-24"),
            url="https://commissioner.westshire.example/inspections",
            manner="on the website and at the public meeting",
        ),
        submission=Submission(
            sent_on=on("2023-07-24"),
            home_secretary=AddresseeDetails(name="The Rt Hon Suella Braverman MP"),
            inspectors=AddresseeDetails(address="1 Long Acre\nLondon"),
        ),
        panel_report=PanelReport(meeting="Police and Crime Panel", held_on=on("2023-09-12")),
    )


def clean_case() -> Case:
    """The clean response with its office, the day after publication."""
    return case_with()


def case_with(
    changes: Changes | None = None,
    *,
    office: Changes | None = None,
    response: Response | None = None,
    today: date = TODAY,
    report: str = "",
    recorded: OnRecord | Literal["as dated"] | None = "as dated",
) -> Case:
    """The clean response, or `response`, after the changes; if it is given, with the words of a report in plain text.

    Unless `recorded` says otherwise, it is on record as published on the date that it gives, once that has come.
    """
    changed_response, changed_office = response or clean_response(), clean_office()
    for path, value in (changes or {}).items():
        changed_response = changed(changed_response, path, value)
    for path, value in (office or {}).items():
        changed_office = changed(changed_office, path, value)
    inspected = report_of("report.txt", report.encode()) if report else None
    if recorded == "as dated":
        dated = changed_response.publication.published_on
        day = known(dated)
        recorded = dated if day is None or day.earliest <= today else None
    return case_of(
        changed_response, changed_office, slug="2023-06-06-westshire", today=today, coverage=FONTS, inspected=inspected,
        recorded=recorded,
    )  # fmt: skip


def changed(model: _Model, path: Path, value: Any) -> _Model:
    """A copy of a model, or of a tuple of them, with one thing changed in it."""
    if not path:
        return value  # type: ignore[no-any-return]
    first, rest = path[0], path[1:]
    if isinstance(first, int):
        assert isinstance(model, tuple)
        return (*model[:first], changed(model[first], rest, value), *model[first + 1 :])  # type: ignore[return-value]
    assert isinstance(model, msgspec.Struct), f"{first} is to be changed in something that is not there"
    return msgspec.structs.replace(model, **{first: changed(getattr(model, first), rest, value)})
