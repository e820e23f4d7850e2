"""What a response states of its report and of itself, as far as no single change to a clean response shows it."""

from __future__ import annotations

from datetime import date

import pytest

from pccresponse.foundation.problems import Severity
from pccresponse.models.findings import CauseOfConcern, Findings
from pccresponse.models.office import OfficeHolder
from pccresponse.models.report import AreaJudgment, EarlierReport, ReportContents
from pccresponse.models.response import AddresseeDetails, Person
from pccresponse.rules import rule_called
from tests.builders import Changes, case_with, clean_findings, on, recommendation
from tests.rules.faults import codes_in, found_in

TITLE, SUMMARY = ("report", "title"), ("report", "summary")
NONE: Changes = {("findings",): "none", ("judgments", "areas"): ()}
OF_KENT: Changes = {("force",): "kent", ("force_name",): None, ("body", "name"): None, ("body", "area"): None}


def said_by(code: str, changes: Changes, **others: object) -> list[str]:
    return [breach.message for breach in found_in(case_with(changes, **others)) if breach.code == code]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "summary",
    [
        "The force is well led.",
        "The report makes no recommendations and no areas for improvement.",
        "The inspectors did not find a cause of concern.",
        "The force has met the earlier recommendations.",
        "It looks back on the recommendations of 2019.",
    ],
)
def test_none_may_be_said_of_a_report_that_asks_for_nothing(summary: str) -> None:
    assert said_by("FINDINGS", {**NONE, SUMMARY: summary}) == []


def test_praise_alone_answers_nothing_but_is_something() -> None:
    praise = Findings(positive_findings=clean_findings().positive_findings)
    assert codes_in(case_with({("findings",): praise, ("judgments", "areas"): ()})) == []
    told = said_by("FINDINGS", {("findings",): praise, SUMMARY: "The report made 13 recommendations."})
    assert told == ["No finding asks for anything, but the summary speaks of it: “The report made 13 recommendations”."]


@pytest.mark.parametrize(
    "summary",
    [
        "The report makes three recommendations.",
        "The report makes 40 recommendations to chief constables.",
        "Two recommendations are for the force.",
        "In 2019 the force had 13 recommendations to meet.",
    ],
)
def test_a_number_in_the_summary_that_is_right_or_is_about_something_else_passes(summary: str) -> None:
    assert said_by("CONTAINS", {SUMMARY: summary}) == []


def test_a_national_report_may_contain_more_than_is_answered() -> None:
    findings = Findings(recommendations=(recommendation(label="1", addressees=("chief constables",)),))
    changes: Changes = {
        ("findings",): findings,
        ("judgments", "areas"): (),
        ("report", "kind"): "national",
        SUMMARY: "The report made 13 recommendations.",
    }
    assert codes_in(case_with(changes)) == []
    assert codes_in(case_with({**changes, ("report", "contains"): ReportContents(recommendations=13)})) == []


@pytest.mark.parametrize(
    ("title", "office"),
    [
        ("PEEL 2023–25: An inspection of Kent Police", OF_KENT),
        ("Custody in Kent and Essex", OF_KENT),
        ("An inspection of the City of London Police and Kent Police", OF_KENT),
        ("Northamptonshire’s neighbour: an inspection of Westshire", {}),
        ("An inspection of how well calls are answered", OF_KENT),
    ],
)
def test_a_title_that_names_our_force_or_none_passes(title: str, office: Changes) -> None:
    assert said_by("ANOTHER-FORCE", {TITLE: title}, office=office) == []


def test_kents_report_under_another_office_is_an_error_with_the_remedy() -> None:
    office: Changes = {**OF_KENT, ("force",): "south-yorkshire"}
    case = case_with({TITLE: "PEEL 2023–25: An inspection of Kent Police"}, office=office)
    (found,) = [breach for breach in found_in(case) if breach.code == "ANOTHER-FORCE"]
    assert found.severity is Severity.ERROR
    assert found.message == "The report's title names Kent Police, but the office is that of South Yorkshire Police."
    assert "office.yaml" in found.remedy


def test_a_national_report_may_name_another_force() -> None:
    title = "What the Metropolitan Police Service did at the vigil"
    assert said_by("ANOTHER-FORCE", {TITLE: title, ("report", "kind"): "national"}, office=OF_KENT) == []


def test_a_joint_report_on_one_force_needs_no_addressees() -> None:
    joint: Changes = {("report", "kind"): "joint", ("report", "joint_with"): ("HM Inspectorate of Prisons",)}
    assert "ADDRESSEE" not in codes_in(case_with({**joint, TITLE: "Custody in Westshire Constabulary"}))
    unnamed: Changes = {**joint, TITLE: "Police custody in the county"}
    remedies = {breach.remedy for breach in found_in(case_with(unnamed)) if breach.code == "ADDRESSEE"}
    assert len(remedies) == 1
    assert '"about: one force"' in remedies.pop()
    assert "ADDRESSEE" not in codes_in(case_with({**unnamed, ("report", "about"): "one force"}))


def test_a_super_complaint_made_with_others_is_told_to_be_none_of_section_55() -> None:
    changes: Changes = {
        TITLE: "Safe to share? Report on a super-complaint about immigration status",
        ("report", "kind"): "joint",
        ("report", "joint_with"): ("College of Policing", "Independent Office for Police Conduct"),
        ("report", "about"): "one force",
    }
    assert "NOT-SECTION-55" in codes_in(case_with(changes))


def test_a_revisit_that_closes_a_cause_of_concern_earns_nothing() -> None:
    closed = CauseOfConcern(text="The force does not assess risk.", closed_on=on("2023-05"), repeats="Cause of concern 1 of 2021")
    changes: Changes = {
        ("findings",): Findings(causes_of_concern=(closed,)),
        ("judgments", "areas"): (),
        ("report", "kind"): "post-inspection review",
        ("report", "follows_up"): (EarlierReport(title="PEEL 2021/22"),),
    }
    assert codes_in(case_with(changes)) == []


def test_a_recommendation_that_this_report_closes_needs_no_explanation() -> None:
    closed: Changes = {("findings", "recommendations", 0, "explanation"): None}
    path = ("findings", "recommendations", 0, "closed_on")
    assert codes_in(case_with(closed)) == ["S55-5B"]
    assert codes_in(case_with({**closed, path: on("2023-05")})) == []
    assert codes_in(case_with({**closed, path: "not recorded"})) == []


def test_one_answer_may_serve_two_recommendations() -> None:
    first = ("findings", "recommendations", 0)
    assert codes_in(case_with({(*first, "explanation"): None, (*first, "answered_with"): "4"})) == []


@pytest.mark.parametrize("year", [2016, 2017, 2019])
def test_a_report_on_one_subject_has_a_grade_of_its_own(year: int) -> None:
    areas = (AreaJudgment(area="Crime data integrity", grade="requires improvement"),)
    changes: Changes = {("report", "published_on"): date(year, 6, 5), ("judgments", "areas"): areas}
    assert said_by("GRADES", changes) == []
    many = tuple(AreaJudgment(area=f"Area {number}", grade="good") for number in range(9))
    assert said_by("GRADES", {**changes, ("judgments", "areas"): many}) == [
        f"The judgments are given by area, as in reports since 2021; this one was published in {year}."
    ]


def test_a_welsh_body_is_told_of_the_law_of_its_day() -> None:
    office: Changes = {("force",): "gwent"}
    of_2014: Changes = {("comments", "made_on"): on("2014-03-03")}
    (told,) = said_by("WELSH", of_2014, office=office)
    assert told.endswith("publishes in Welsh as well (Welsh Language Act 1993 (1993 c. 38)).")
    (told,) = said_by("WELSH", {}, office=office)
    assert "Standards (No. 5) Regulations 2016" in told


def test_the_transitional_rules_are_equally_uncertain_everywhere() -> None:
    words = (
        "The transitional rules of S.I. 2017/399 may bring reports published before 2 May 2017 under the duties that began on that day. "
        "We read regulations 1 to 4 but not the later ones. The program assumes that they do not."
    )
    for code in ("DEPARTURE", "CITATION", "ACCELERATED"):
        assert words in " ".join(rule_called(code).why.split()), code


def test_that_others_need_no_explanation_is_called_an_interpretation() -> None:
    why = " ".join(rule_called("S55-5B").why.split())
    assert "is an interpretation" in why
    assert '"If the published report includes a recommendation"' in why


HOLDERS = {
    ("office_holders",): (
        OfficeHolder(name="Ann Ash", took_office_on=on("2012-11-22"), left_office_on=on("2021-05-12")),
        OfficeHolder(name="Ben Birch", took_office_on=on("2021-05-13")),
    )
}


def test_an_election_between_signature_and_publication_is_noticed() -> None:
    changes: Changes = {
        ("report", "published_on"): date(2021, 4, 6),
        ("comments", "made_on"): on("2021-05-10"),
        ("publication", "published_on"): on("2021-05-14"),
        ("submission", "sent_on"): on("2021-05-14"),
    }
    (told,) = said_by("SIGNED-BEFORE", changes, office=HOLDERS)
    assert told == (
        "The comments are signed by Ann Ash, on 10 May 2021; when they are published, on 14 May 2021, Ben Birch holds the office. "
        "The letters are signed by Ben Birch."
    )
    assert said_by("SIGNED-BEFORE", {**changes, ("comments", "made_on"): on("2021-05-13")}, office=HOLDERS) == []


def test_whoever_signs_in_an_office_of_their_own_is_not_asked_for_one() -> None:
    signed: Changes = {
        ("comments", "signatories"): (Person(name="Kit Marlow", office="Deputy Mayor"), Person(name="Morgan Ellery")),
        ("comments", "jointly_with"): ("Police and Crime Commissioner for Eastmarch",),
    }
    assert said_by("SIGNATORY", signed) == []


def test_a_publication_a_day_after_the_last_day_is_told_whenever_somebody_asks() -> None:
    changes: Changes = {
        ("report", "published_on"): date(2019, 1, 15),
        ("submission", "sent_on"): on("2019-03-08"),
        ("publication", "published_on"): on("2019-03-12"),
        ("submission", "home_secretary"): AddresseeDetails(name="Sajid Javid"),
    }
    for today, told in (
        (
            date(2019, 3, 8),
            "The comments are planned for publication on 12 March 2019, 1 day after the last day, Monday 11 March 2019.",
        ),
        (date(2019, 3, 12), "The comments are dated 12 March 2019, 1 day after the last day to publish, Monday 11 March 2019."),
        (date(2026, 11, 27), "The comments are dated 12 March 2019, 1 day after the last day to publish, Monday 11 March 2019."),
    ):
        assert said_by("S55-5A-LATE", changes, today=today) == [told]


def test_a_body_that_is_not_elected_has_no_information_specified() -> None:
    unpublished: Changes = {("publication", "published_on"): None}
    assert said_by("SPECIFIED-INFORMATION", unpublished)
    assert said_by("SPECIFIED-INFORMATION", unpublished, office={("body", "kind"): "common council"}) == []


@pytest.mark.parametrize(
    "words",
    [
        "Chief Constable Robin Ashdown and Deputy Chief Constable Smith met HM Chief Inspector Andy Cooke and HM Inspector Roy Wilsher.",
        "The Police Constable Degree Apprenticeship and the Superintendents’ Association; each sergeant and inspector of the force.",
        "We fund Victim Support, and every victim is told. A PCSO and a DI lead it.",
    ],
)
def test_those_who_answer_in_public_may_be_named(words: str) -> None:
    assert said_by("NAMED-PEOPLE", {("comments", "sections", 0, "text"): words}) == []


def test_what_was_not_confirmed_is_told_with_the_date_that_it_hangs_on() -> None:
    case = case_with({("report", "published_on"): date(2026, 6, 2)}, office=OF_KENT)
    told = [(breach.path, breach.message) for breach in found_in(case) if breach.code == "UNCONFIRMED"]
    path, message = told[0]
    assert path == ("report", "published_on")
    assert message.startswith("Section 55 as the documents give it is not certain.")
    assert "a later change would not be shown" in message
    assert codes_in(case_with()) == []
