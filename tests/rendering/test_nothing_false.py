"""Each sentence of a document is supported by the response and by the law of its day: cases that once came out wrong, in both editions."""

from __future__ import annotations

from datetime import date

import pytest

from pccresponse.case.case import Case, case_of
from pccresponse.case.documents import documents_of
from pccresponse.foundation.files import templates_folder
from pccresponse.models.findings import (
    AreaForImprovement,
    CauseOfConcern,
    EarlierAnswer,
    Explanation,
    Findings,
    ForceAction,
    Recommendation,
)
from pccresponse.models.office import BodyNames, ChiefOfficer, OfficeHolder
from pccresponse.models.report import EarlierReport, ReportContents
from pccresponse.models.response import ChiefOfficerComments, Correction, Layout, Person, Section
from pccresponse.rendering.html import to_page
from tests.builders import Changes, action, case_with, clean_office, clean_response, explanation, on, recommendation, when
from tests.rendering.test_page import as_words

EDITIONS = ("2015", "2026")
both_editions = pytest.mark.parametrize("edition", EDITIONS)


def told(case: Case, edition: str, name: str = "comments") -> str:
    """The words of a final document, without the style sheets."""
    document = next(each for each in documents_of(case) if each.name == name)
    return as_words(to_page(case, document, edition=templates_folder() / edition, draft=False, logo=None))


def letter(case: Case, edition: str, name: str = "submission-home-secretary") -> str:
    """The words of a letter up to its enclosures."""
    return told(case, edition, name).partition("Enclosure")[0]


def names_of(case: Case) -> set[str]:
    return {document.name for document in documents_of(case)}


def national(findings: Findings, **report: object) -> Case:
    return case_with({("report", "kind"): "national", ("findings",): findings, **{("report", k): v for k, v in report.items()}})


# --- Nothing is lost


@both_editions
def test_our_recommendation_under_a_cause_addressed_to_others_is_printed_with_its_answers(edition: str) -> None:
    ours = recommendation(
        text="Bbb",
        addressees=("chief constables",),
        explanation=Explanation(action_taken="Ccc"),
        force_actions=(ForceAction(what="Ddd", status="in progress"),),
    )
    theirs = recommendation(text="Eee", addressees=("College of Policing",), explanation=None)
    cause = CauseOfConcern(text="Aaa", addressees=("Home Office",), recommendations=(ours, theirs))
    text = told(national(Findings(causes_of_concern=(cause,))), edition)
    for word in ("Aaa", "Bbb", "Ccc", "Ddd", "Eee"):
        assert word in text
    assert "Addressed to the Home Office" in text
    assert "These comments deal with 1 of the report’s recommendations. They list 2 findings that are addressed to others." in text


@both_editions
def test_an_answer_to_a_finding_addressed_to_others_is_printed(edition: str) -> None:
    finding = recommendation(
        text="Aaa",
        addressees=("Home Office",),
        explanation=Explanation(no_action_proposed="Bbb"),
        force_actions=(action(what="Ccc"),),
        area="Ddd",
        heading="Eee",
    )
    text = told(national(Findings(recommendations=(finding,))), edition)
    for word in ("Aaa", "Bbb", "Ccc", "Ddd", "Eee"):
        assert word in text


@both_editions
def test_what_is_known_of_an_earlier_report_and_of_a_finding_for_others_is_printed(edition: str) -> None:
    finding = recommendation(
        text="Aaa", heading="Eee", area="Ddd", page="77", due_wording="by spring", addressees=("Home Office",), explanation=None
    )
    case = national(
        Findings(recommendations=(finding,)),
        follows_up=(EarlierReport(title="Fff", url="https://earlier.example/report"),),
    )
    text = told(case, edition)
    for word in ("Aaa", "Ddd", "Eee", "page 77", "by spring", "Fff", "earlier.example/"):
        assert word in text


@both_editions
def test_both_dates_of_an_action_are_printed(edition: str) -> None:
    item = recommendation(force_actions=(action(due_on=on("2023-06-29"), done_on=on("2023-06-30")),))
    text = told(case_with({("findings", "recommendations"): (item,)}), edition).casefold()
    assert "done 30 june 2023, due 29 june 2023" in text


# --- Counts


@both_editions
def test_a_national_report_is_not_said_to_make_as_many_recommendations_as_are_answered(edition: str) -> None:
    items = (recommendation(addressees=("chief constables",)), recommendation(addressees=("chief constables",)))
    text = told(national(Findings(recommendations=items)), edition)
    assert "These comments deal with 2 of the report’s recommendations." in text
    assert "report makes" not in text
    assert "report contains" not in text


@pytest.mark.parametrize(
    ("contains", "said"),
    [
        (ReportContents(recommendations=13), "These comments deal with 2 of the report’s 13 recommendations."),
        (ReportContents(recommendations=2), "These comments deal with the report’s 2 recommendations."),
        (
            ReportContents(recommendations=3, areas_for_improvement=4),
            "2 of the report’s 3 recommendations and 1 of its 4 areas for improvement.",
        ),
        (ReportContents(areas_for_improvement=4), "deal with 2 recommendations and 1 of the report’s 4 areas for improvement."),
        (None, "These comments deal with 2 recommendations."),
    ],
)
@both_editions
def test_how_many_the_report_contains_is_said_only_where_the_response_says_so(
    edition: str, contains: ReportContents | None, said: str
) -> None:
    areas = (AreaForImprovement(text="Aaa"),) if contains and contains.areas_for_improvement else ()
    findings = Findings(recommendations=(recommendation(), recommendation()), areas_for_improvement=areas)
    case = case_with({("findings",): findings, ("report", "contains"): contains})
    assert said in told(case, edition)


@both_editions
def test_findings_that_a_review_repeats_are_said_to_be_those_of_the_earlier_report(edition: str) -> None:
    items = tuple(recommendation(repeats=f"Recommendation {number} of 2014") for number in range(1, 9))
    text = told(case_with({("findings",): Findings(recommendations=items)}), edition)
    assert "These comments deal with 8 recommendations of an earlier report that this report repeats." in text


@both_editions
def test_a_cause_of_concern_that_a_revisit_closes_is_said_to_be_closed(edition: str) -> None:
    closed = CauseOfConcern(text="Aaa", repeats="the cause of concern of 2023", closed_on=on("2025-03-04"))
    text = told(case_with({("findings",): Findings(causes_of_concern=(closed,))}), edition)
    assert "The report closes 1 cause of concern of an earlier report." in text
    assert "Closed by the inspectorate on 4 March 2025" in text
    assert "deal with 1 cause" not in text


@both_editions
def test_a_report_that_asks_for_nothing_is_said_to_ask_for_nothing(edition: str) -> None:
    text = told(case_with({("findings",): "none"}), edition)
    assert text.count("The report contains no recommendation, no cause of concern and no area for improvement.") == 1
    assert "For each" not in text


@both_editions
def test_the_numbers_of_the_forces_actions_leave_out_what_the_body_alone_was_asked(edition: str) -> None:
    items = (
        recommendation(addressees=("local policing bodies",)),
        recommendation(addressees=("chief constables",), force_actions=(action(),)),
        recommendation(addressees=("chief constables",), force_actions=(action(status="not started", done_on=None),)),
    )
    text = told(national(Findings(recommendations=items)), edition)
    assert "no action recorded" not in text.casefold()
    assert "findings that ask the force to act" in text.casefold()


@both_editions
def test_the_limit_of_the_duty_to_explain_is_called_a_reading_of_it(edition: str) -> None:
    items = (recommendation(addressees=("chief constables",)), recommendation(addressees=("Home Office",), explanation=None))
    text = told(national(Findings(recommendations=items)), edition)
    assert "If the report includes a recommendation, the comments must explain" in text
    assert "These comments take this to mean the recommendations that are addressed to Westshire Constabulary or to" in text
    assert "For each recommendation in the report" not in text


@both_editions
def test_a_number_of_the_report_is_said_of_the_kinds_that_the_comments_leave_out_too(edition: str) -> None:
    contains = ReportContents(recommendations=5, areas_for_improvement=1, causes_of_concern=0)
    items = (recommendation(addressees=("chief constables",)),)
    text = told(national(Findings(recommendations=items), contains=contains), edition)
    assert "These comments deal with 1 of the report’s 5 recommendations." in text
    assert "In all, the report contains no causes of concern and 1 area for improvement." in text
    repeated = (recommendation(repeats="Recommendation 1 of 2014"),)
    case = case_with({("findings",): Findings(recommendations=repeated), ("report", "contains"): ReportContents(recommendations=1)})
    assert "In all, the report contains 1 recommendation." in told(case, edition)


@both_editions
def test_that_explanations_say_more_than_one_thing_is_said_only_where_they_do(edition: str) -> None:
    one_each = (recommendation(), recommendation(explanation=Explanation(no_action_taken="Bbb")))
    assert "Some of the explanations" not in told(case_with({("findings",): Findings(recommendations=one_each)}), edition)
    both = Explanation(action_taken="Aaa", action_proposed="Bbb")
    text = told(case_with({("findings",): Findings(recommendations=(recommendation(explanation=both),))}), edition)
    assert "Some of the explanations say more than one of these." in text


@both_editions
def test_the_note_under_the_table_speaks_only_of_what_is_in_the_table(edition: str) -> None:
    items = (recommendation(force_actions=(action(status="in progress"),)), recommendation())
    areas = (AreaForImprovement(text="Aaa"),)
    text = told(case_with({("findings",): Findings(recommendations=items, areas_for_improvement=areas)}), edition)
    assert "In progress" in text
    assert "A finding counts as complete" not in text
    assert "A cause of concern counts" not in text
    everything = told(case_with(), edition)
    assert "A finding counts as complete when every action of the force on it is complete. A cause of concern counts" in everything


@both_editions
def test_nobody_is_left_out_of_those_to_whom_a_finding_is_addressed(edition: str) -> None:
    items = (
        recommendation(addressees=("chief constables", "others")),
        recommendation(named_forces=("metropolitan", "kent"), addressees=("others",), other_addressees=("the county councils",)),
    )
    text = told(national(Findings(recommendations=items)), edition)
    assert "Addressed to chief constables and others" in text
    assert "Addressed to the Metropolitan Police Service, Kent Police and the county councils" in text


@pytest.mark.parametrize(
    ("statuses", "said"),
    [
        (("in progress",), "The answers name 1 action of Westshire Constabulary. The date given for it is 30 June 2023."),
        (("in progress", "in progress"), "name 2 actions of Westshire Constabulary. The last date given for them is 30 June 2023."),
        (("complete", "in progress"), "1 is complete. The date given for the other is 30 June 2023."),
        (("complete", "in progress", "not started"), "1 is complete. The last date given for the others is 30 June 2023."),
        (("complete",), "name 1 action of Westshire Constabulary. It is complete."),
    ],
)
@both_editions
def test_the_dates_of_the_forces_actions_are_said_of_as_many_as_there_are(
    edition: str, statuses: tuple[str, ...], said: str
) -> None:
    actions = tuple(action(status=status, due_on=on("2023-06-30"), done_on=None) for status in statuses)
    findings = Findings(recommendations=(recommendation(force_actions=actions),))
    assert said in told(case_with({("findings",): findings}), edition)


@both_editions
def test_what_is_said_behind_words_without_a_full_stop_is_a_sentence_of_its_own(edition: str) -> None:
    actions = (
        action(what="A new rota", evidence="The rota", owner="Head of Crime", status="complete"),
        action(what="Is it done?", evidence=None, owner="Head of Crime", status="not recorded", done_on=None),
    )
    text = told(case_with({("findings",): Findings(recommendations=(recommendation(force_actions=actions),))}), edition)
    assert "A new rota. Evidence: The rota. Owner: Head of Crime." in text
    assert "(status not recorded, no date given): Is it done? Owner: Head of Crime." in text


@both_editions
def test_that_a_closed_recommendation_needs_no_explanation_is_called_a_reading_too(edition: str) -> None:
    closed = recommendation(repeats="Recommendation 1 of 2021", closed_on=on("2023-06-06"), explanation=None)
    findings = Findings(recommendations=(recommendation(), closed))
    assert "These comments take this to mean the recommendations that the report does not close." in told(
        case_with({("findings",): findings}), edition
    )
    others = recommendation(addressees=("Home Office",), explanation=None)
    findings = Findings(recommendations=(recommendation(addressees=("the force",)), closed, others))
    text = told(national(findings), edition)
    assert "addressed to Westshire Constabulary or to the local policing body and that the report does not close." in text
    assert "These comments take this to mean" not in told(case_with(), edition)


# --- Who signs, and when


@both_editions
def test_the_day_of_the_signature_decides_who_signs_and_is_printed(edition: str) -> None:
    holders = (
        OfficeHolder(name="Ann Ash", took_office_on=on("2012-11-22"), left_office_on=on("2021-05-12")),
        OfficeHolder(name="Ben Birch", took_office_on=on("2021-05-13")),
    )
    case = case_with(
        {
            ("report", "published_on"): date(2021, 4, 1),
            ("comments", "made_on"): on("2021-05-10"),
            ("publication", "published_on"): on("2021-05-14"),
            ("submission", "sent_on"): on("2021-05-14"),
        },
        office={("office_holders",): holders},
    )
    comments = told(case, edition)
    assert "Ann Ash Police and Crime Commissioner 10 May 2021" in comments
    assert "Ben Birch" not in comments
    assert "ate of publication" in comments
    assert "14 May 2021" in comments
    cover = letter(case, edition)
    assert "Ben Birch" in cover
    assert "what the Commissioner has done or proposes to do" in cover, "it was Ann Ash who did it"
    assert "I enclose a copy" in cover


@both_editions
def test_several_people_sign_each_with_an_office(edition: str) -> None:
    people = (
        Person(name="Ann Ash", office="Commissioner for Westshire"),
        Person(name="Ben Birch", office="Commissioner for Eastshire"),
    )
    case = case_with(
        {
            ("comments", "signatories"): people,
            ("submission", "signatories"): people,
            ("comments", "jointly_with"): ("Police and Crime Commissioner for Eastshire",),
        }
    )
    text = told(case, edition)
    assert "Ann Ash Commissioner for Westshire" in text
    assert "Ben Birch Commissioner for Eastshire" in text
    assert "Police and Crime Commissioner for Eastshire" in text
    assert "the Commissioners have taken" in text
    assert "We enclose a copy" in letter(case, edition)
    assert "requires us to publish" in letter(case, edition)


@both_editions
def test_whoever_signs_for_the_body_does_not_call_its_duty_their_own(edition: str) -> None:
    deputy = (Person(name="Kit Marlow", office="Deputy Police and Crime Commissioner"),)
    text = letter(case_with({("submission", "signatories"): deputy}), edition)
    assert "requires the Commissioner to publish comments" in text
    assert "I enclose a copy" in text
    assert "Kit Marlow Deputy Police and Crime Commissioner" in text


@both_editions
def test_a_commissioner_writes_in_the_first_person(edition: str) -> None:
    text = letter(case_with(), edition)
    assert "requires me to publish comments on it" in text
    assert "what I have done or propose to do" in text
    invitation = told(case_with(), edition, "invitation")
    assert "requires me to invite you to submit comments" in invitation
    assert "Dear Chief Constable," in invitation
    assert "The Invitation" not in invitation


@both_editions
def test_comments_that_bodies_make_together_are_nowhere_called_those_of_one(edition: str) -> None:
    case = case_with({("comments", "jointly_with"): ("Police and Crime Commissioner for Eastshire",)})
    both = "the Police and Crime Commissioner for Westshire and the Police and Crime Commissioner for Eastshire"
    assert f"the comments of {both} on the report" in told(case, edition, "panel-report")
    comments = told(case, edition)
    assert "Comments of the Police and Crime Commissioner" not in comments
    assert ("Response of the Commissioners" if edition == "2015" else "Comments of the Commissioners") in comments
    if edition == "2015":
        assert f"The comments that follow are those of {both}" in comments
    invitation = told(case, edition, "invitation")
    assert "requires me to invite you" in invitation
    assert "the Commissioners" not in invitation


@both_editions
def test_a_section_of_a_report_to_a_meeting_may_do_without_a_heading(edition: str) -> None:
    text = told(case_with({("panel_report", "sections"): (Section(text="Aaa bbb."),)}), edition, "panel-report")
    assert "Aaa bbb." in text
    assert "None" not in text


# --- What is not known


@pytest.mark.parametrize(
    ("began", "ended", "said"),
    [
        ("2019-01-07", "2019-01-18", ("took place from 7 January 2019 to 18 January 2019", "7 January 2019 to 18 January 2019")),
        ("2019-01-07", "2019-01-07", ("took place on 7 January 2019.", "Inspection 7 January 2019 ")),
        ("2019-01", None, ("The inspection began in January 2019.", "Inspection Began in January 2019")),
        (None, "2019-01", ("The inspection ended in January 2019.", "Inspection Ended in January 2019")),
    ],
)
@both_editions
def test_of_an_inspection_no_more_is_said_than_when_it_is_known_to_have_begun_or_ended(
    edition: str, began: str | None, ended: str | None, said: tuple[str, str]
) -> None:
    fieldwork = {("report", "fieldwork_began"): began and on(began), ("report", "fieldwork_ended"): ended and on(ended)}
    assert said[EDITIONS.index(edition)] in told(case_with(fieldwork), edition)


@both_editions
def test_that_a_body_took_over_the_duties_is_said_where_only_its_own_name_is_known(edition: str) -> None:
    case = case_with(
        {
            ("report", "published_on"): date(2012, 6, 14),
            ("comments", "made_on"): on("2012-12-18"),
            ("publication", "published_on"): on("2012-12-19"),
            ("submission", "sent_on"): on("2012-12-19"),
        },
        office={("office_holders", 0, "took_office_on"): on("2012-11-22")},
    )
    text = told(case, edition)
    assert "the police authority must invite the chief officer of police" in text
    assert (
        text.count("The Police and Crime Commissioner for Westshire has since taken over the duties of the police authority.") == 1
    )
    assert "has since taken over" not in told(case_with(), edition)


@both_editions
def test_an_invitation_that_is_not_recorded_is_not_said_to_have_been_made(edition: str) -> None:
    case = case_with(
        {
            ("invitation", "sent_on"): "not recorded",
            ("chief_officer_comments",): "none received",
            ("reply_to_chief_officer",): "none",
        }
    )
    text = told(case, edition)
    assert "was invited" not in text
    assert "Whether and when an invitation was sent to the chief officer is not recorded." in text


@both_editions
def test_comments_and_a_reply_that_are_not_recorded_are_said_not_to_be(edition: str) -> None:
    text = told(case_with({("chief_officer_comments",): "not recorded", ("reply_to_chief_officer",): "not recorded"}), edition)
    assert "Whether any were submitted is not recorded." in text
    with_comments = told(case_with({("reply_to_chief_officer",): "not recorded"}), edition)
    assert "Whether there was a response to these comments is not recorded." in with_comments


@pytest.mark.parametrize("sent_on", ["not recorded", "2023", "2023-07"])
def test_a_letter_without_a_day_is_not_made_up(sent_on: str) -> None:
    assert names_of(case_with({("submission", "sent_on"): when(sent_on)})) == {"comments", "invitation", "panel-report"}
    assert "invitation" not in names_of(case_with({("invitation", "sent_on"): when(sent_on)}))


def test_a_letter_that_is_kept_elsewhere_is_not_written_again() -> None:
    case = case_with({("submission", "letter"): "none", ("invitation", "letter"): "none"})
    assert names_of(case) == {"comments", "panel-report"}


@both_editions
def test_an_archive_copy_invents_nothing_and_asks_nobody_to_sign(edition: str) -> None:
    case = case_with(
        {
            ("copy",): "archive",
            ("invitation",): None,
            ("chief_officer_comments",): None,
            ("comments",): None,
            ("report", "summary"): None,
            ("publication", "published_on"): None,
            ("submission", "sent_on"): None,
        }
    )
    text = told(case, edition)
    assert "Archive copy." in text
    assert "[to be added" not in text
    assert "[not recorded: the comments]" in text
    assert "Whether and when a copy was sent to the inspectors of constabulary and the Secretary of State" in text
    assert "Signed" not in text
    assert names_of(case) == {"comments", "invitation", "panel-report"} - {"invitation"}


@both_editions
def test_an_archive_copy_says_that_a_copy_went_only_to_those_whom_its_papers_name(edition: str) -> None:
    case = case_with({("copy",): "archive", ("submission", "recipients"): ("Secretary of State",)})
    assert names_of(case) == {"comments", "submission-home-secretary", "invitation", "panel-report"}
    text = told(case, edition)
    assert "Copies under section 55(6) went to the Secretary of State (The Rt Hon Suella Braverman MP, Home Secretary)." in text
    assert "No copy to the inspectors of constabulary is on record." in text
    assert "Another copy goes" not in letter(case, edition)
    assert "must be sent to the inspectors of constabulary and the Secretary of State" in text


TWO_HOLDERS = (
    OfficeHolder(name="Ann Ash", took_office_on=on("2016"), left_office_on=on("2023-07-22")),
    OfficeHolder(name="Ben Birch", took_office_on=on("2023-07-23")),
)


@pytest.mark.parametrize(
    ("dates", "signed_by"),
    [
        ({("comments", "made_on"): "not recorded"}, None),
        ({("comments", "made_on"): "not recorded", ("publication", "published_on"): on("2023-07-20")}, "Ann Ash"),
        ({("comments", "made_on"): on("2023-07")}, None),
        ({("comments", "made_on"): on("2023-07-22")}, "Ann Ash"),
        ({("copy",): "archive", ("comments", "made_on"): None}, None),
        ({("copy",): "archive", ("comments",): None, ("publication", "published_on"): None, ("submission", "sent_on"): None}, None),
    ],
)
@both_editions
def test_nobody_is_said_to_have_signed_who_may_not_have_held_the_office(
    edition: str, dates: Changes, signed_by: str | None
) -> None:
    text = told(case_with(dates, office={("office_holders",): TWO_HOLDERS}), edition)
    assert ("Ann Ash" in text) == (signed_by == "Ann Ash")
    assert "Ben Birch" not in text
    assert ("who sign" in text) == (signed_by is None)


@both_editions
def test_comments_of_an_unknown_day_are_not_said_to_be_those_of_one_of_two_chief_officers(edition: str) -> None:
    chiefs = (
        ChiefOfficer(name="Cat Cole", took_office_on=on("2020"), left_office_on=on("2023-07-01")),
        ChiefOfficer(name="Dan Dee", took_office_on=on("2023-07-02")),
    )
    received = {("chief_officer_comments", "received_on"): "not recorded"}
    text = told(case_with(received, office={("chief_officers",): chiefs}), edition)
    assert "Chief Constable; date of receipt: not recorded." in text
    assert "Dan Dee, Chief Constable; date of receipt" not in text


# --- A letter speaks of the day of its date


@pytest.mark.parametrize(
    ("sent_on", "published_on", "said", "not_said"),
    [
        ("2019-03-08", "2019-03-12", "The comments will be published on 12 March 2019.", "after the period"),
        ("2019-03-13", "2019-03-12", "The comments were published on 12 March 2019, after the period of 56 days", "within"),
        ("2019-03-08", "2019-03-08", "The comments are published on 8 March 2019, within the period of 56 days", "after the period"),
        ("2019-03-08", "2019-03-10", "The comments will be published on 10 March 2019, within the period of 56 days", "after the period"),
        ("2019-03-08", "2019-03-01", "The comments were published on 1 March 2019, within the period of 56 days", "after the period"),
        ("2019-03-08", "2019-03", "The date of publication is recorded as March 2019.", "were published"),
        ("2019-03-08", "not recorded", "The date on which the comments were published is not recorded.", "are published"),
    ],
)  # fmt: skip
@both_editions
def test_a_letter_speaks_of_the_publication_as_its_own_day_sees_it(
    edition: str, sent_on: str, published_on: str, said: str, not_said: str
) -> None:
    case = case_with(
        {
            ("report", "published_on"): date(2019, 1, 15),
            ("comments", "made_on"): on("2019-03-01"),
            ("submission", "sent_on"): when(sent_on),
            ("publication", "published_on"): when(published_on),
        },
        office={("office_holders", 0, "took_office_on"): on("2016-05-12")},
    )
    text = letter(case, edition)
    assert said in text
    assert not_said not in text


def test_what_is_enclosed_is_word_for_word_what_is_published() -> None:
    holders = (
        OfficeHolder(name="Ann Ash", took_office_on=on("2016"), left_office_on=on("2023-07-22")),
        OfficeHolder(name="Ben Birch", took_office_on=on("2023-07-23")),
    )
    case = case_with(office={("office_holders",): holders})
    for edition in EDITIONS:
        comments = told(case, edition)
        enclosing = [name for name in names_of(case) if name not in ("comments", "invitation")]
        assert len(enclosing) == 3
        for name in enclosing:
            assert told(case, edition, name).endswith(comments)


# --- Bodies, forces, licences and addresses of their day


@both_editions
def test_a_body_that_succeeded_another_is_named_as_what_it_is_and_the_succession_is_said_once(edition: str) -> None:
    office = clean_office()
    kent = {
        "force": "kent",
        "force_name": None,
        "body": BodyNames(),
        "office_holders": (OfficeHolder(name="Ann Ash", took_office_on=on("2012-11-22")),),
    }
    case = case_with(
        {
            ("report", "published_on"): date(2012, 6, 14),
            ("comments", "made_on"): on("2012-12-09"),
            ("publication", "published_on"): on("2012-12-10"),
            ("submission", "sent_on"): on("2012-12-10"),
            ("invitation",): None,
        },
        office={(name,): value for name, value in kent.items()},
    )
    assert office.force is None
    text = told(case, edition)
    assert text.count("has since taken over its duties") == 1
    assert "the police authority was Kent Police Authority. The Police and Crime Commissioner for Kent has since" in text
    assert "Police authority Police and Crime Commissioner" not in text
    assert "requires me to publish comments" in letter(case, edition)


@both_editions
def test_a_report_of_1998_bears_no_licence_or_address_that_did_not_exist(edition: str) -> None:
    response = clean_response()
    case = case_with(
        {
            ("report", "published_on"): date(1998, 6, 1),
            ("comments", "made_on"): on("1998-07-01"),
            ("publication", "published_on"): on("1998-07-01"),
            ("submission", "sent_on"): on("1998-07-01"),
            ("invitation",): None,
            ("panel_report",): None,
        },
        response=response,
        office={("office_holders", 0, "took_office_on"): on("1996")},
    )
    assert "Open Government Licence" not in told(case, edition)
    assert "Crown copyright." in told(case, edition)
    text = letter(case, edition)
    assert "50 Queen Anne’s Gate" in text
    assert "Marsham Street" not in text


@both_editions
def test_london_is_addressed_as_london_is(edition: str) -> None:
    case = case_with(
        office={
            ("force",): "metropolitan",
            ("force_name",): None,
            ("body",): BodyNames(),
            ("office_holders",): (OfficeHolder(name="Ann Ash", took_office_on=on("2016-05-09")),),
        }
    )
    invitation = told(case, edition, "invitation")
    assert "Dear Commissioner," in invitation
    text = letter(case, edition)
    assert "requires the Mayor’s Office to publish comments" in text
    assert "Ann Ash Mayor of London" in text
    assert "area of Metropolitan" not in text
    assert "Action of the Metropolitan Police Service" in told(case, edition)


@pytest.mark.parametrize(
    ("day", "to", "styled", "dear"),
    [
        ("2023-07-24", "submission-home-secretary", "The Rt Hon Suella Braverman MP Home Secretary", "Dear Home Secretary,"),
        ("2023-07-24", "submission-inspectors", "Andy Cooke", "Dear Mr Cooke,"),
        ("2025-04-01", "submission-inspectors", "Sir Andy Cooke", "Dear Sir Andy,"),
        ("2018-07-24", "submission-inspectors", "Sir Thomas Winsor", "Dear Sir Thomas,"),
    ],
)
@both_editions
def test_nobody_is_greeted_with_a_full_name(edition: str, day: str, to: str, styled: str, dear: str) -> None:
    text = letter(case_with({("submission", "sent_on"): on(day)}), edition, to)
    assert styled in text
    assert dear in text


# --- Corrections


@both_editions
def test_a_letter_with_corrected_comments_does_not_say_that_it_encloses_what_was_first_published(edition: str) -> None:
    case = case_with({("corrections",): (Correction(on=date(2023, 9, 25), what="A total was wrong."),)})
    text = letter(case, edition)
    assert "I enclose a copy of the corrected comments, as section 55(6) requires." in text
    assert "The comments were first published on 24 July 2023, within the period" in text


@both_editions
def test_a_correction_stands_on_the_first_page_and_the_first_dates_stay(edition: str) -> None:
    correction = Correction(on=date(2023, 9, 25), what="The total in the second table was wrong.")
    case = case_with({("corrections",): (correction,)})
    for name in ("comments", "submission-home-secretary", "panel-report"):
        text = told(case, edition, name)
        whose = "These" if name == "comments" else "The"
        assert f"Corrected on 25 September 2023. {whose} comments were first published on 24 July 2023." in text
        assert "The total in the second table was wrong." in text
    assert "25 September 2023" in letter(case, edition).partition("Dear")[0]
    assert "Corrected" not in told(case, edition, "invitation")
    assert "Morgan Ellery Police and Crime Commissioner 20 July 2023" in told(case, edition)


@both_editions
def test_a_report_that_was_corrected_or_withdrawn_is_said_to_be(edition: str) -> None:
    digest = "ab" * 32
    changes = {
        "corrected_on": on("2023-06-20"),
        "correction": "A grade was wrong.",
        "withdrawn_on": on("2023-07"),
        "file_sha256": digest,
    }
    text = told(case_with({("report", name): value for name, value in changes.items()}), edition)
    for words in ("20 June 2023", "A grade was wrong.", "ithdrawn", "July 2023", digest):
        assert words in text


# --- What must be sayable


@both_editions
def test_the_bodys_own_comments_come_where_the_response_says(edition: str) -> None:
    first = told(case_with({("layout",): Layout(own_comments="first")}), edition)
    after = told(case_with({("layout",): Layout(own_comments="after the summary")}), edition)
    last = told(case_with({("layout",): Layout(own_comments="last")}), edition)
    mine, summary, officer = "The report is fair", "The inspectors found that", "I welcome the report"
    assert first.index(mine) < first.index(summary) < first.index(officer)
    assert told(case_with(), edition) == first, "unless the response says otherwise, they come first"
    assert after.index(summary) < after.index(mine) < after.index(officer)
    assert last.index(summary) < last.index(officer) < last.index(mine)


@both_editions
def test_the_letter_itself_can_be_the_comments(edition: str) -> None:
    case = case_with({("layout",): Layout(form="letter"), ("comments", "sections"): (Section(text="I write about it."),)})
    assert names_of(case) == {"comments", "submission-inspectors", "invitation", "panel-report"}
    text = told(case, edition)
    assert text.index("Dear Home Secretary,") < text.index("I write about it.") < text.index("Yours sincerely,")
    assert text.count("I write about it.") == 1
    for duty in ("I welcome the report", "I am grateful to the Chief Constable", "56 days", "The force should review its cases"):
        assert duty in text
    assert "Dear Mr Cooke," in told(case, edition, "submission-inspectors")


@both_editions
def test_a_section_needs_no_heading_and_the_document_may_have_its_own_title(edition: str) -> None:
    sections = (Section(text="Without a heading."), Section(heading="With one", text="More."))
    text = told(case_with({("comments", "sections"): sections, ("comments", "title"): "Our answer"}), edition)
    assert "Our answer" in text
    assert "Without a heading. With one More." in text
    assert "Comments on “" not in text


@both_editions
def test_the_chief_officers_comments_can_be_an_appendix_or_stand_with_the_findings(edition: str) -> None:
    appendix = told(case_with({("chief_officer_comments", "placed"): "as an appendix"}), edition)
    assert appendix.count("I welcome the report and its praise.") == 1
    assert appendix.index("are in the appendix") < appendix.index("Questions about these comments")
    assert appendix.index("Questions about these comments") < appendix.index("I welcome the report")
    item = recommendation(chief_officer_comment="We have begun to count.")
    with_findings = told(case_with({("findings", "recommendations"): (item,), ("chief_officer_comments", "text"): None}), edition)
    assert "We have begun to count." in with_findings
    assert "on individual findings are given with those findings" in with_findings


@both_editions
def test_who_commented_on_single_findings_is_named_though_nothing_says_when_the_comments_came(edition: str) -> None:
    item = recommendation(chief_officer_comment="We have begun to count.")
    by = ChiefOfficerComments(by=Person(name="Robin Ashdown", office="Temporary Chief Constable"))
    text = told(case_with({("findings", "recommendations"): (item,), ("chief_officer_comments",): by}), edition)
    assert "Robin Ashdown, Temporary Chief Constable." in text
    assert "date of receipt" not in text


@both_editions
def test_findings_can_be_grouped_by_area(edition: str) -> None:
    items = (recommendation(label="1", area="Custody"), recommendation(label="2", area="Prevention"), recommendation(label="3"))
    case = case_with({("findings",): Findings(recommendations=items), ("layout",): Layout(findings_by="area")})
    text = told(case, edition)
    assert (
        text.index("Custody Recommendation 1")
        < text.index("Prevention Recommendation 2")
        < text.index("Other findings Recommendation 3")
    )


@both_editions
def test_one_answer_can_serve_several_findings(edition: str) -> None:
    items = (
        recommendation(label="1", explanation=explanation(action_taken="One answer.")),
        recommendation(label="2", explanation=None, answered_with="1"),
    )
    text = told(case_with({("findings",): Findings(recommendations=items)}), edition)
    assert text.count("One answer.") == 1
    assert "The answer to recommendation 1 is also the answer to this." in text
    assert "ecommendation 2." in text
    assert "For each of the 2 recommendations" in text


@both_editions
def test_an_explanation_with_nothing_in_it_is_missing_and_not_counted(edition: str) -> None:
    items = (recommendation(label="1"), recommendation(label="2", explanation=Explanation()))
    text = told(case_with({("findings",): Findings(recommendations=items)}), edition)
    assert "For 1 of 2 recommendations" in text
    assert "[to be added: what the local policing body itself has done or proposes, or why not]" in text


@both_editions
def test_a_finding_can_be_answered_in_another_response(edition: str) -> None:
    earlier = EarlierAnswer(title="A national report", published_on=on("2023-05-02"), url="https://office.example/response")
    item: Recommendation = recommendation(explanation=None, answered_in=earlier)
    text = told(case_with({("findings", "recommendations"): (item,)}), edition)
    assert "This is answered in the response to “A national report”, published on 2 May 2023" in text
    assert "office.example/" in text
    assert "[to be added" not in text


def test_a_response_of_a_force_without_a_table_is_still_made() -> None:
    case = case_of(clean_response(), clean_office(), slug="x", today=date(2023, 7, 25))
    assert "Westshire" in told(case, "2026")
