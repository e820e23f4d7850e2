"""Each sentence of a document is supported by the response and by the law of its day: cases that once came out wrong, in both editions."""

from __future__ import annotations

from datetime import date

import pytest

from pccresponse.case.case import Case, case_of
from pccresponse.case.documents import documents_of
from pccresponse.foundation.files import templates_folder
from pccresponse.models.findings import CauseOfConcern, EarlierAnswer, Explanation, Findings, ForceAction, Recommendation
from pccresponse.models.office import BodyNames, OfficeHolder
from pccresponse.models.report import EarlierReport, ReportContents
from pccresponse.models.response import Correction, Layout, Person, Section
from pccresponse.rendering.html import to_page
from tests.builders import action, case_with, clean_office, clean_response, explanation, on, recommendation, when
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
    assert "These comments deal with 1 of its recommendations. They list 2 findings that are addressed to others." in text


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
    assert "due: 29 june 2023" in text
    assert "done: 30 june 2023" in text


# --- Counts


@both_editions
def test_a_national_report_is_not_said_to_make_as_many_recommendations_as_are_answered(edition: str) -> None:
    items = (recommendation(addressees=("chief constables",)), recommendation(addressees=("chief constables",)))
    text = told(national(Findings(recommendations=items)), edition)
    assert "These comments deal with 2 of its recommendations." in text
    assert "report makes" not in text
    assert "report contains" not in text


@pytest.mark.parametrize(
    ("contains", "said"),
    [
        (ReportContents(recommendations=13), "These comments deal with 2 of the report’s 13 recommendations."),
        (ReportContents(recommendations=2), "These comments deal with the report’s 2 recommendations."),
        (None, "These comments deal with 2 recommendations."),
    ],
)
@both_editions
def test_how_many_the_report_contains_is_said_only_where_the_response_says_so(
    edition: str, contains: ReportContents | None, said: str
) -> None:
    items = (recommendation(), recommendation())
    case = case_with({("findings",): Findings(recommendations=items), ("report", "contains"): contains})
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
    assert "The report contains no recommendation, no cause of concern and no area for improvement." in text
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
    assert "Ben Birch" in letter(case, edition)


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


# --- What is not known


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
    assert "Actions of the Metropolitan Police Service" in told(case, edition)


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
def test_a_correction_stands_on_the_first_page_and_the_first_dates_stay(edition: str) -> None:
    correction = Correction(on=date(2023, 9, 25), what="The total in the second table was wrong.")
    case = case_with({("corrections",): (correction,)})
    for name in ("comments", "submission-home-secretary", "panel-report"):
        text = told(case, edition, name)
        assert "Corrected on 25 September 2023. First published on 24 July 2023." in text
        assert "The total in the second table was wrong." in text
    assert "25 September 2023 Dear" in letter(case, edition)
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
def test_the_bodys_own_comments_come_first_or_last_as_the_response_says(edition: str) -> None:
    first = told(case_with({("layout",): Layout(own_comments="first")}), edition)
    last = told(case_with({("layout",): Layout(own_comments="last")}), edition)
    mine, summary, officer = "The report is fair", "The inspectors found that", "I welcome the report"
    assert first.index(mine) < first.index(summary) < first.index(officer)
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
    assert "stands with those findings" in with_findings


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
