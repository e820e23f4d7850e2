"""Responses from before the duties of 2017, and papers that do not give every date: they can be without error."""

from __future__ import annotations

from datetime import date

import pytest

from pccresponse.case.case import Case, case_of
from pccresponse.foundation.problems import Severity
from pccresponse.models.findings import Findings, ForceAction, PositiveFinding, Recommendation
from pccresponse.models.office import ChiefOfficer, Office, OfficeHolder
from pccresponse.models.report import AuditRow, CaseAudit, EarlierReport, InspectionReport, Judgments
from pccresponse.models.response import (
    ChiefOfficerComments,
    Comments,
    Departure,
    Invitation,
    PanelReport,
    Publication,
    ReplyToChiefOfficer,
    Response,
    Section,
    Submission,
)
from tests.builders import Changes, changed, on, when
from tests.rules.faults import codes_in, found_in

OFFICE = Office(
    force="south-yorkshire",
    office_holders=(OfficeHolder(name="Dr Alan Billings", took_office_on=on("2014-10-31"), left_office_on=on("2024-05-06")),),
    chief_officers=(ChiefOfficer(name="David Crompton", took_office_on=on("2012-04"), left_office_on=on("2016-09")),),
)

RESPONSE = Response(
    report=InspectionReport(
        title="National Child Protection Inspection: post-inspection review, South Yorkshire Police",
        kind="post-inspection review",
        published_on=date(2015, 7, 21),
        published_on_source="the review itself",
        fieldwork_began=on("2015-04"),
        fieldwork_ended=on("2015-05"),
        follows_up=(EarlierReport(title="National Child Protection Inspection", published_on=on("2014-09")),),
        summary="The review found a mixed picture: “not irretrievable”, with important work still to do.",
    ),
    judgments=Judgments(
        case_audits=(
            CaseAudit(
                title="Case files",
                grades=("Good", "Requires improvement", "Inadequate"),
                rows=(
                    AuditRow(cases="All case files", counts=(2, 19, 7), total=28),
                    AuditRow(cases="of which children in residential care", counts=(0, 3, 3), total=6),
                ),
            ),
        )
    ),
    findings=Findings(
        recommendations=(
            Recommendation(
                text="Review any concerns about children in care homes across the force area.",
                due_wording="immediately",
                force_actions=(ForceAction(what="A joint inspection with the four councils", status="in progress"),),
            ),
            Recommendation(text="Ensure that officers know how to escalate concerns.", due_wording="immediately"),
        ),
        positive_findings=(PositiveFinding(text="Safeguarding hubs are a “significant achievement”."),),
    ),
    invitation=Invitation(sent_on=when("not recorded")),
    chief_officer_comments=ChiefOfficerComments(text="The force welcomes it.", wording="summary", received_on=when("not recorded")),
    reply_to_chief_officer=ReplyToChiefOfficer(text="The commissioner's task is to see that it is done.", wording="summary"),
    comments=Comments(
        sections=(Section(heading="A mixed picture", text="It was to be expected at that moment."),),
        wording="summary",
        made_on=on("2015"),
    ),
    publication=Publication(published_on=on("2015"), manner="appended to the report to the public meeting"),
    submission=Submission(sent_on=when("not recorded")),
    panel_report=PanelReport(meeting="Public meeting", held_on=when("not recorded"), agenda_item="15"),
)


def of_2015(changes: Changes | None = None, today: date = date(2026, 2, 2)) -> Case:
    response = RESPONSE
    for path, value in (changes or {}).items():
        response = changed(response, path, value)
    return case_of(response, OFFICE, slug="2015-07-21-child-protection-review", today=today)


def test_the_response_of_2015_has_no_error() -> None:
    found = found_in(of_2015())
    assert [breach for breach in found if breach.severity is Severity.ERROR] == []
    assert "S55-4" in [breach.code for breach in found], "what is not recorded is said"


@pytest.mark.parametrize("dated", ["2015", "2015-08", "2015-08-03", "not recorded"])
def test_every_precision_of_its_dates_is_without_error(dated: str) -> None:
    steps = (("comments", "made_on"), ("publication", "published_on"), ("submission", "sent_on"), ("invitation", "sent_on"))
    changes = {step: when(dated) for step in steps}
    assert [breach for breach in found_in(of_2015(changes)) if breach.severity is Severity.ERROR] == []


def test_the_law_of_2015_asks_for_no_explanation_no_last_day_and_one_recipient() -> None:
    codes = codes_in(of_2015())
    assert not [code for code in codes if code.startswith(("S55-5A", "S55-5B", "ADDRESSEE", "LAST-DAY", "S55-6-NAME"))]
    assert codes_in(of_2015({("submission", "recipients"): ("Secretary of State",)})) == codes


def test_what_was_open_in_2015_is_not_overdue_in_2026() -> None:
    action = ("findings", "recommendations", 0, "force_actions", 0, "due_on")
    published = ("publication", "published_on")
    assert "ACTION-OVERDUE" not in codes_in(of_2015({action: on("2015-09"), published: on("2015-09-30")}))
    assert "ACTION-OVERDUE" in codes_in(of_2015({action: on("2015-09"), published: on("2015-10-01")}))
    assert "ACTION-OVERDUE" in codes_in(of_2015({action: on("2015-09"), published: None}))


def test_the_period_of_today_is_not_the_period_of_2015() -> None:
    text = "I publish this within the 56 days that the Act gives for my comments."
    found = [breach.message for breach in found_in(of_2015({("monitoring",): text})) if breach.code == "CITATION"]
    assert found == ["Monitoring: “56 days”, but under the law that applies to this report the program finds no period."]


def test_a_departure_brings_the_duties_of_its_day() -> None:
    departure = Departure(apply_law_of=date(2017, 5, 2), reason="The commissioner answers each point as if the duty applied.")
    codes = codes_in(of_2015({("departure",): departure}))
    assert codes.count("S55-5B") == 2
    assert "DEPARTURE" in codes
    assert "S55-5A-UNSURE" in codes


def archive_copy(changes: Changes | None = None) -> Case:
    """A report of 2019 of which next to nothing is left, under an office that knows nobody of that time."""
    report = InspectionReport(title="An inspection of Kent Police", kind="force", published_on=date(2019, 1, 15))
    response = Response(copy="archive", report=report, findings=Findings(recommendations=(Recommendation(text="Do it."),)))
    for path, value in (changes or {}).items():
        response = changed(response, path, value)
    return case_of(response, Office(force="kent"), slug="x", today=date(2026, 11, 27))


def test_in_an_archive_copy_a_duty_that_was_not_met_is_advice_and_nothing_has_to_be_invented() -> None:
    found = found_in(archive_copy())
    assert {breach.severity for breach in found} == {Severity.ADVICE}
    duties = {breach.code for breach in found}
    assert duties >= {
        "S55-4",
        "S55-5-COMMENTS",
        "S55-5-CHIEF-OFFICER",
        "S55-5-PUBLISHED",
        "S55-5B",
        "S55-6-SENT",
        "SUMMARY",
    }
    assert "S55-5A-OVERDUE" not in duties, "whether they were published is not known, and nobody can publish them now"
    assert not duties & {"S55-6-NAME", "S55-6-ADDRESS", "OFFICE-ADDRESS"}, "no letter is made, so none lacks anything"
    as_new = {breach.code for breach in found_in(archive_copy({("copy",): None})) if breach.severity is Severity.ERROR}
    assert as_new >= {"S55-4", "S55-5-COMMENTS", "S55-5-CHIEF-OFFICER", "S55-5-PUBLISHED", "S55-5B", "S55-6-SENT", "SUMMARY"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({("publication", "published_on"): on("2018")}, "DATES"),
        ({("report", "summary"): "TODO"}, "PLACEHOLDER"),
        ({("findings",): "none", ("report", "summary"): "The report makes two recommendations."}, "FINDINGS"),
        (
            {("chief_officer_comments",): "none received", ("reply_to_chief_officer",): ReplyToChiefOfficer(text="No.")},
            "S55-5-REPLY",
        ),
        ({("chief_officer_comments",): ChiefOfficerComments(received_on=on("2019"))}, "S55-5-CHIEF-OFFICER"),
        ({("invitation",): Invitation(sent_on=on("2019-02"), reply_by=on("2019-01-20"))}, "S55-4-REPLY-BY"),
        ({("report", "title"): "An inspection of Essex Police"}, "ANOTHER-FORCE"),
    ],
)
def test_what_cannot_be_true_is_an_error_in_an_archive_copy_too(changes: Changes, code: str) -> None:
    assert [breach.code for breach in found_in(archive_copy(changes)) if breach.severity is Severity.ERROR] == [code]


def test_what_an_archive_does_not_say_can_be_said() -> None:
    said: Changes = {("chief_officer_comments",): "not recorded", ("reply_to_chief_officer",): "not recorded"}
    codes = [breach.severity for breach in found_in(archive_copy(said)) if breach.code.startswith("S55-5-")]
    assert set(codes) == {Severity.ADVICE}
    assert {breach.severity for breach in found_in(archive_copy({("findings",): None}))} == {Severity.ADVICE}


def test_a_new_response_cannot_call_itself_an_archive_copy() -> None:
    recent: Changes = {("report", "published_on"): date(2024, 11, 29)}
    assert "ARCHIVE-COPY" in codes_in(archive_copy(recent))
    assert "ARCHIVE-COPY" not in codes_in(archive_copy({("report", "published_on"): date(2024, 11, 27)}))
    assert "ARCHIVE-COPY" not in codes_in(archive_copy({**recent, ("copy",): None}))


def test_an_empty_response_is_told_everything_at_once() -> None:
    report = InspectionReport(title="A report", kind="force", published_on=date(2023, 6, 6))
    case = case_of(Response(report=report), Office(force="kent"), slug="x", today=date(2023, 6, 7))
    errors = [breach.code for breach in found_in(case) if breach.severity is Severity.ERROR]
    assert errors == [
        "S55-4",
        "S55-5-COMMENTS",
        "S55-5-CHIEF-OFFICER",
        "S55-5-PUBLISHED",
        "S55-6-SENT",
        "SUMMARY",
        "FINDINGS",
        "OFFICE-HOLDER",
    ]
