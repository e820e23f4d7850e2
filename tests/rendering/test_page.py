"""What the templates say, before it is set: the right words for the law and for what there is to tell."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import Any

import msgspec
import pytest

from pccresponse.case.case import Case, case_of
from pccresponse.case.documents import documents_of
from pccresponse.foundation.errors import NoBodyError
from pccresponse.foundation.files import templates_folder
from pccresponse.models.findings import Findings, ForceAction, Oversight, Recommendation
from pccresponse.models.office import ChiefOfficer, Office, OfficeHolder
from pccresponse.models.report import InspectionReport
from pccresponse.models.response import (
    ChiefOfficerComments,
    Comments,
    Departure,
    Invitation,
    Publication,
    Response,
    Section,
    Submission,
)
from pccresponse.rendering.html import to_page
from tests.builders import case_with, clean_case, explanation, on, recommendation

TAG = re.compile(r"<[^>]+>")


def page(case: Case, name: str = "comments", *, draft: bool = False) -> str:
    document = next(each for each in documents_of(case) if each.name == name)
    return to_page(case, document, edition=templates_folder() / "2026", draft=draft, logo=None)


def words(case: Case, name: str = "comments", *, draft: bool = False) -> str:
    return as_words(page(case, name, draft=draft))


def as_words(source: str) -> str:
    """The words of a page without its head and its tags."""
    body = source.split("<body", 1)[1].split(">", 1)[1]
    return re.sub(r" (?=[.,;:)])", "", " ".join(html.unescape(TAG.sub(" ", body)).replace("\u200b", "").split()))


def on_day(day: str, force: str = "kent", **fields: Any) -> Case:
    """A short response to a report of the day."""
    report = InspectionReport(title="A report", kind="force", published_on=date.fromisoformat(day), summary="It found this.")
    response = Response(
        report=report,
        findings=Findings(recommendations=(recommendation(),)),
        invitation=Invitation(sent_on=on(day)),
        chief_officer_comments="none received",
        reply_to_chief_officer="none",
        comments=Comments(sections=(Section(heading="Ours", text="Our comments."),)),
        publication=Publication(published_on=on(day)),
        submission=Submission(sent_on=on(day)),
        **fields,
    )
    office = Office(
        force=force,
        office_holders=(OfficeHolder(name="Morgan Ellery", took_office_on=on("1996")),),
        chief_officers=(ChiefOfficer(name="Robin Ashdown", took_office_on=on("1996")),),
    )
    return case_of(response, office, slug="x", today=date(2026, 11, 22))


PUBLISHES, PUBLISH = "the Secretary of State publishes", "the inspectors of constabulary publish"
AUTHORITY, BODY = "The police authority must then publish", "The local policing body must then publish"
ENACTED = "Subsections (4), (5) and (6) are as enacted."
ACT_OF_2011 = "Subsections (4), (5) and (6) are as amended by the Police Reform and Social Responsibility Act 2011."
ACT_OF_2017 = (
    "Subsections (4) and (5) are as amended by the Police Reform and Social Responsibility Act 2011. Subsections (5A) and (5B) were "
    "inserted by the Policing and Crime Act 2017. Subsection (6) is as amended by the Policing and Crime Act 2017."
)


@pytest.mark.parametrize(
    ("day", "force", "body", "basis", "last_day", "to"),
    [
        ("1999-06-01", "kent", "Kent Police Authority", (PUBLISHES, AUTHORITY, ENACTED), None, "the Secretary of State"),
        ("2010-06-01", "kent", "Kent Police Authority", (PUBLISHES, AUTHORITY, ENACTED), None, "the Secretary of State"),
        ("2012-01-15", "kent", "Kent Police Authority", (PUBLISHES, AUTHORITY), None, "the Secretary of State"),
        ("2012-11-21", "kent", "Kent Police Authority", (PUBLISH, AUTHORITY), None, "the Secretary of State"),
        ("2012-11-22", "kent", "Police and Crime Commissioner for Kent", (PUBLISH, BODY, ACT_OF_2011), None, "the Secretary of State"),
        ("2012-01-16", "metropolitan", "Mayor’s Office for Policing and Crime", (PUBLISH, BODY), None, "the Secretary of State"),
        ("2017-05-01", "kent", "Police and Crime Commissioner for Kent", (PUBLISH, BODY, ACT_OF_2011), None, "the Secretary of State"),
        ("2017-05-02", "kent", "Police and Crime Commissioner for Kent", (PUBLISH, BODY, ACT_OF_2017), "Monday 26 June 2017", "the inspectors of constabulary and the Secretary of State"),
        ("2023-06-06", "greater-manchester", "Mayor of Greater Manchester", (PUBLISH, BODY, ACT_OF_2017), "Monday 31 July 2023", "the inspectors of constabulary and the Secretary of State"),
    ],
)  # fmt: skip
def test_the_basis_is_that_of_the_day(
    day: str, force: str, body: str, basis: tuple[str, ...], last_day: str | None, to: str
) -> None:
    text = words(on_day(day, force))
    assert body in text
    for sentence in basis:
        assert sentence in text
    assert f"A copy must be sent to {to} (section 55(6))." in text
    assert (f"so the last day is {last_day}." in text) == (last_day is not None)
    assert ("56 days" in text) == (last_day is not None)
    assert ("(section 55(5B))" in text) == (last_day is not None)


def test_where_the_home_secretary_was_the_authority_there_is_nothing_to_respond_with() -> None:
    with pytest.raises(NoBodyError, match="On 1 June 1999 the Home Secretary was the police authority"):
        on_day("1999-06-01", "metropolitan")
    assert on_day("2000-07-03", "metropolitan").regime.commenting_body == "police authority"


@pytest.mark.parametrize(
    ("day", "names"),
    [
        ("2015-07-21", ["submission-home-secretary"]),
        ("2023-06-06", ["submission-inspectors", "submission-home-secretary"]),
    ],
)
def test_there_is_a_letter_for_each_recipient_of_the_day(day: str, names: list[str]) -> None:
    assert [each.name for each in documents_of(on_day(day)) if each.template == "submission"] == names


@pytest.mark.parametrize(
    ("day", "name", "salutation"),
    [
        ("2016-07-12", "The Rt Hon Theresa May MP", "Dear Home Secretary,"),
        ("2016-07-13", "The Rt Hon Amber Rudd MP", "Dear Home Secretary,"),
        ("2024-07-04", "The Rt Hon James Cleverly", "Dear Home Secretary,"),
        ("2024-07-05", "The Rt Hon Yvette Cooper MP", "Dear Home Secretary,"),
    ],
)
def test_the_letter_goes_to_the_home_secretary_of_its_date(day: str, name: str, salutation: str) -> None:
    text = words(on_day(day), "submission-home-secretary")
    assert f"{name} Home Secretary Home Office 2 Marsham Street London SW1P 4DF" in text
    assert salutation in text


def test_a_departure_from_the_law_of_the_day_is_printed_with_its_reason() -> None:
    case = on_day(
        "2017-03-01", departure=Departure(apply_law_of=date(2017, 5, 2), reason="We chose to answer under the new rules.")
    )
    text = words(case)
    assert "This is the law as it stood on 2 May 2017." in text
    assert "We chose to answer under the new rules." in text
    assert "so the last day is Tuesday 25 April 2017" in text


def test_a_report_without_findings_gives_no_empty_section() -> None:
    case = clean_case()
    response = msgspec.structs.replace(case.response, findings=Findings(), monitoring=None, reply_to_chief_officer="none")
    source = page(case_with(response=response))
    headings = re.findall(r"<h2[^>]*>(.*?)</h2>", source)
    assert [html.unescape(TAG.sub("", heading)) for heading in headings] == [
        "1 Comments of the Police and Crime Commissioner",
        "2 Summary",
        "3 The inspection",
        "4 Comments of the chief officer of police",
        "5 Why these comments are published",
        "6 Publication and copies",
    ]
    assert "<svg" not in source
    assert not re.search(r"<(section|div|table|tbody|ul|ol|p|td|h\d)[^>]*>\s*</\1>", source)


def test_no_document_has_an_empty_element() -> None:
    case = clean_case()
    looked_at = 0
    for document in documents_of(case):
        source = page(case, document.name)
        looked_at += source.count("</p>")
        assert not re.search(r"<(section|div|table|tbody|ul|ol|p|h\d|caption|th)[^>]*>\s*</\1>", source), document.name
    assert looked_at > 50


def test_the_reports_words_the_explanation_and_the_forces_actions_stand_apart() -> None:
    item = Recommendation(
        label="7",
        text="By 31 March 2024 the force should count.",
        due_wording="by 31 March 2024",
        acceptance="accepted",
        explanation=explanation(action_taken="The commissioner has paid for counters.", no_action_proposed="Enough is done."),
        force_actions=(ForceAction(what="Counting", status="in progress", owner="Head of Counting", due_on=on("2024-03")),),
    )
    text = words(case_with({("findings", "recommendations"): (item,)}))
    expected = (
        "Recommendation 7 Due “by 31 March 2024”. The report says: By 31 March 2024 the force should count. The Commissioner accepts "
        "this. Action taken: The commissioner has paid for counters. Why the Commissioner proposes no action: Enough is done. "
        "Action of Westshire Constabulary (in progress, due March 2024): Counting. Owner: Head of Counting."
    )
    assert expected in text


def test_numbers_that_count_on_are_named_by_the_first_and_the_last_where_their_next_review_is_told() -> None:
    board = Oversight(by="Board", next_review_on=on("2024-03"))
    items = tuple(
        recommendation(label=label, heading="Named" if label is None else None, oversight=board)
        for label in ("9", "1", "2", "3", "5", None)
    )
    assert "Board March 2024 recommendations 1 to 3, 5 and 9; Named" in words(case_with({("findings", "recommendations"): items}))


def test_labels_are_never_renumbered_and_may_be_missing() -> None:
    items = tuple(
        recommendation(label=label, heading=heading) for label, heading in (("9", "Nine"), ("4", "Four"), (None, "No number"))
    )
    headings = re.findall(r"<h4[^>]*>(.*?)</h4>", page(case_with({("findings", "recommendations"): items})).replace("\u00a0", " "))
    assert [heading for heading in headings if heading.startswith("Recommendation")][-3:] == [
        "Recommendation 9: Nine",
        "Recommendation 4: Four",
        "Recommendation: No number",
    ]


def test_a_label_that_says_what_it_is_is_not_said_twice() -> None:
    source = page(case_with({("findings", "recommendations"): (recommendation(label="Recommendation 4"),)}))
    assert ">Recommendation 4</h4>" in source.replace("\u00a0", " ")


def test_a_summary_is_called_one_and_nobody_signs_it() -> None:
    case = case_with(
        {
            ("comments", "wording"): "summary",
            ("chief_officer_comments",): ChiefOfficerComments(
                text="She welcomed it.", wording="summary", received_on="not recorded"
            ),
        }
    )
    text = words(case)
    assert "This is a summary, not in the chief officer’s own words." in text
    assert "A summary of what was said, not in the Commissioner’s own words." in text
    assert "Not for signature" in text
    assert "Signed" not in text
    assert "date of receipt: not recorded" in text


def test_what_is_missing_is_marked_in_a_draft() -> None:
    case = case_with({("comments",): None, ("chief_officer_comments",): None, ("publication", "published_on"): None})
    text = words(case, draft=True)
    assert "[to be added: the comments]" in text
    assert "[to be added: the chief officer’s comments, or that none were received]" in text


def test_text_of_the_user_is_escaped_everywhere() -> None:
    nasty = '"><script>alert(1)</script>{{ 7 * 7 }}'
    case = case_with(
        {("report", "title"): nasty, ("comments", "sections", 0, "heading"): nasty, ("comments", "sections", 0, "text"): nasty}
    )
    for document in documents_of(case):
        source = page(case, document.name)
        assert "<script" not in source
        assert "&lt;script&gt;" in source
        assert "49" not in TAG.sub("", source).replace("2023", "")


def test_a_long_response_has_a_contents_list_whose_links_lead_somewhere() -> None:
    items = tuple(recommendation(label=str(number)) for number in range(1, 12))
    source = page(case_with({("findings", "recommendations"): items}))
    targets = re.findall(r'<li><a href="#([^"]+)"', source)
    assert len(targets) >= 8
    anchors = re.findall(r'id="([^"]+)"', source)
    assert set(targets) <= set(anchors)
    assert len(anchors) == len(set(anchors))
    assert 'role="doc-toc"' not in page(on_day("2023-06-06"))
