"""One made-up case, answered as of 1999, 2010, 2013, 2016, 2018, 2023 and 2026, on days between, and in London.

`tests.other_times` has the case and the table of what must be printed, which was written by hand and not looked up. Here the
documents are made for real, and what a reader finds in them is held against the table: in the finished files of two times, and
in the page that is to be set of every other, which says the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pytest
from lxml import etree, html

from pccresponse.case.documents import documents_of
from pccresponse.foundation.problems import Severity
from pccresponse.pipeline.checking import Checked, check
from pccresponse.pipeline.rendering import _composed, render
from pccresponse.workspace import Workspace
from tests.other_times import (
    FIRST_LETTER,
    LONDON,
    ROWS,
    SECOND_LETTER,
    SEVEN_YEARS,
    Row,
    office_of,
    response_of,
)

pytestmark = pytest.mark.slow  # every test of it sets pages
TODAY = date(2026, 3, 1)

RECIPIENTS = {FIRST_LETTER: "the Secretary of State", SECOND_LETTER: "the inspectors of constabulary"}
ANY_INSPECTORATE = re.compile("H(?:er|is) Majesty's Inspectorate of Constabulary(?: and Fire & Rescue Services)?")


SET = {"1999", "2026"}
"""The times of which the files are made: before there was a period to publish in, and since."""
WITHIN_A_LINE = {"a", "abbr", "b", "bdi", "cite", "em", "i", "q", "span", "strong", "sub", "sup", "time"}
AS_PRINTED = str.maketrans({"\u00ad": None, "\u200b": None, "\u2060": None, "\u2010": "-", "\u2011": "-"})
FOOT = r"(?:Comments under section 55|Invitation under section 55\(4\)) of the Police Act 1996"


class Printed(NamedTuple):
    """A document as a reader sees it."""

    text: str
    author: str
    made_on: str
    """Of the file, by its own account: D:19990504…"""


class Case(NamedTuple):
    """The case of a row, checked and made."""

    checked: Checked
    documents: dict[str, Printed]


Cases = Callable[[Row], Case]


def some(rows: tuple[Row, ...], kinds: Callable[[Row], tuple[str, ...]] = lambda row: row.documents) -> list[object]:
    return [pytest.param(row, name, id=f"{row.slug}-{name}") for row in rows for name in kinds(row)]


def with_comments(row: Row) -> tuple[str, ...]:
    return tuple(name for name in row.documents if name != "invitation")


every_time = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.slug)
every_document = pytest.mark.parametrize(("row", "name"), some(ROWS))
every_document_with_the_comments = pytest.mark.parametrize(("row", "name"), some(ROWS, with_comments))
every_cover = pytest.mark.parametrize(("row", "name"), some(ROWS, lambda row: row.documents[1:]))
every_letter = pytest.mark.parametrize(("row", "name"), some(ROWS, lambda row: row.letters))
every_letter_with_a_period = pytest.mark.parametrize(
    ("row", "name"), some(tuple(row for row in ROWS if row.last_day), lambda row: row.letters)
)


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory) -> Cases:
    """Makes the documents of a row when they are first asked for."""
    made: dict[str, Case] = {}
    workspace = Workspace(tmp_path_factory.mktemp("other-times"))

    def of(row: Row) -> Case:
        if row.slug not in made:
            checked = check(written(row.slug, office_of(row), response_of(row), workspace), workspace, today=TODAY)
            made[row.slug] = Case(checked, from_files(checked) if row.slug in SET else from_pages(checked))
        return made[row.slug]

    return of


def written(slug: str, office: str, response: str, workspace: Workspace) -> Path:
    folder = workspace.responses / slug
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "office.yaml").write_text(office, encoding="utf-8")
    (folder / "response.yaml").write_text(response, encoding="utf-8")
    return folder / "response.yaml"


def from_files(checked: Checked) -> dict[str, Printed]:
    """The finished documents as a second program reads them."""
    return {made.name: read(made.content) for made in render(checked, draft=False)}


def from_pages(checked: Checked) -> dict[str, Printed]:
    """The pages that are to be set, and the description that each file would get."""
    case = checked.case
    assert case
    found = {}
    for document in documents_of(case):
        page = _composed(checked, case, document, draft=False)
        found[document.name] = Printed(text=words_on(page.html), author=plain(page.facts.author), made_on=page.facts.pdf_moment)
    return found


def words_on(page: str) -> str:
    """The words of a page as they will be printed."""
    body = html.fromstring(page).find("body")
    pieces: list[str] = []
    for event, element in etree.iterwalk(body, events=("start", "end", "comment")):
        if element.tag not in WITHIN_A_LINE:
            pieces.append(" ")
        if event != "end" and isinstance(element.tag, str):
            pieces.append(element.text or "")
        if event != "start" and element is not body:
            pieces.append(element.tail or "")
    return plain("".join(pieces).translate(AS_PRINTED)).replace("Yours sincerely, Signed", "Yours sincerely,")  # of other documents


def read(pdf: bytes) -> Printed:
    document = pypdfium2.PdfDocument(pdf)
    facts = document.get_metadata_dict()
    author = plain(facts["Author"])
    pages = []
    for number, page in enumerate(document, start=1):
        lines = page.get_textpage().get_text_bounded().splitlines()
        while lines and lines[0].strip().isdigit():  # the numbers of sections come before the text that they stand beside
            del lines[0]
        text = re.sub(rf"{FOOT} Page {number} of {len(document)}$", "", plain(" ".join(lines))).rstrip()
        pages.append(text.removesuffix(author) if number > 1 else text)  # the running head, which a first page does not have
    return Printed(text=plain(" ".join(pages)), author=author, made_on=facts["CreationDate"])


def plain(text: str) -> str:
    return " ".join(text.replace("’", "'").split())


def body_of(row: Row, name: str) -> tuple[str, str, str, str]:
    """The body of a document's date: its name, what it is called, who signs, and as what."""
    body = row.inviting_body if name == "invitation" else row.body
    return body.name, body.called, *body.signatory


def test_all_seven_years_and_all_their_documents_are_looked_at(case: Cases) -> None:
    looked_at = {row.slug: len(case(row).documents) for row in SEVEN_YEARS}
    assert looked_at == {"1999": 4, "2010": 4, "2013": 4, "2016": 4, "2018": 5, "2023": 5, "2026": 5}


def test_every_document_of_every_time_has_text_to_look_at(case: Cases) -> None:
    lengths = [len(printed.text) for row in ROWS for printed in case(row).documents.values()]
    assert len(lengths) == 59
    assert min(lengths) > 700


@pytest.mark.parametrize("row", [row for row in ROWS if row.slug in SET], ids=lambda row: row.slug)
def test_what_a_page_says_is_what_is_printed_of_it(case: Cases, row: Row) -> None:
    """The files say more where comments are enclosed: pages within have heads and feet of their own."""
    files, pages = case(row).documents, from_pages(case(row).checked)
    assert pages["comments"].text == files["comments"].text
    for name, page in pages.items():
        assert (page.author, page.made_on[:10]) == (files[name].author, files[name].made_on[:10])
        assert Counter(words_in(page)) - Counter(words_in(files[name])) == Counter()


def words_in(printed: Printed) -> list[str]:
    return re.findall(r"[A-Za-z]+", printed.text)


@every_time
def test_the_documents_are_those_that_the_law_of_the_day_asks_for(case: Cases, row: Row) -> None:
    assert set(case(row).documents) == set(row.documents)


@every_time
def test_nothing_stands_in_the_way_of_a_final_document(case: Cases, row: Row) -> None:
    assert [problem.message for problem in case(row).checked.problems if problem.severity is Severity.ERROR] == []


@every_document
def test_a_document_says_nothing_that_its_time_did_not_know(case: Cases, row: Row, name: str) -> None:
    text = case(row).documents[name].text.casefold()
    assert [words for words in (*row.law.never, *row.never) if words.casefold() in text] == []


@every_document
def test_a_document_calls_the_body_by_the_word_of_the_act(case: Cases, row: Row, name: str) -> None:
    text = case(row).documents[name].text
    assert {
        "invitation": f"Section 55(4) of the Police Act 1996 requires {row.inviting_body.required} to invite you to submit comments",
        FIRST_LETTER: f"Section 55(5) of the Police Act 1996 requires {row.body.required} to publish comments on it",
        SECOND_LETTER: f"Section 55(5) of the Police Act 1996 requires {row.body.required} to publish comments on it",
    }.get(name, f"The {row.law.commenting_body} must then publish its own comments") in text


@every_document
def test_a_document_does_not_call_the_body_by_the_word_of_another_act(case: Cases, row: Row, name: str) -> None:
    text = case(row).documents[name].text.casefold().replace("in its capacity as police authority", "")  # of the Common Council
    at = text.find(row.law.not_called)
    assert at < 0, f"… {text[max(0, at - 40) : at + 60]} …"


@every_document_with_the_comments
def test_a_document_says_whose_duty_it_was_to_publish_the_report(case: Cases, row: Row, name: str) -> None:
    duty = "the inspectors of constabulary publish" if row.law.inspectors_publish else "the Secretary of State publishes"
    assert f"When {duty} a report on a police force, the {row.law.commenting_body} must invite" in case(row).documents[name].text


@every_document_with_the_comments
def test_the_comments_say_who_published_the_report(case: Cases, row: Row, name: str) -> None:
    text = case(row).documents[name].text.casefold()
    assert f"published on {row.reported.printed} by {row.publisher}".casefold() in text


@every_cover
def test_what_is_written_for_the_comments_says_who_published_the_report(case: Cases, row: Row, name: str) -> None:
    text = case(row).documents[name].text.casefold()
    assert f"{row.publisher} published".casefold() in text


@every_document
def test_a_document_names_the_inspectorate_by_the_day_of_the_report_and_an_addressee_by_that_of_the_letter(
    case: Cases, row: Row, name: str
) -> None:
    addressed = {row.addressees[name].organisation} if name == SECOND_LETTER else set()
    assert set(ANY_INSPECTORATE.findall(case(row).documents[name].text)) == {row.inspectorate} | addressed


@every_document_with_the_comments
def test_a_document_names_the_act_that_last_changed_the_section(case: Cases, row: Row, name: str) -> None:
    text = case(row).documents[name].text
    assert f"This is the law as it stood on {row.reported.printed}." in text
    if row.law.amended_by is None:
        assert "Subsections (4), (5) and (6) are as enacted." in text
    elif row.law.has_a_period:
        assert f"Subsections (4) and (5) are as amended by {row.law.amended_by}." in text
        assert "Subsections (5A) and (5B) were inserted by the Policing and Crime Act 2017." in text
        assert "Subsection (6) is as amended by the Policing and Crime Act 2017." in text
    else:
        assert f"Subsections (4), (5) and (6) are as amended by {row.law.amended_by}." in text


@every_document
def test_a_document_names_the_last_day_where_there_is_a_period_and_no_day_where_there_is_none(
    case: Cases, row: Row, name: str
) -> None:
    text = case(row).documents[name].text
    if row.last_day is None:
        assert "last day" not in text
        assert "must be published by" not in text
    elif name == "invitation":
        assert f"must be published by {row.last_day}, the last of the 56 days that section 55(5A) allows." in text
    else:
        assert f"The report was published on {row.reported.printed}, so the last day is {row.last_day}." in text


@every_letter_with_a_period
def test_a_letter_says_that_the_comments_were_in_time(case: Cases, row: Row, name: str) -> None:
    assert row.last_day
    text = case(row).documents[name].text
    assert f"The comments are published on {row.sent.printed}, within the period of 56 days beginning with the day" in text
    assert f"on which the report was published. The last day of that period is {row.last_day} (section 55(5A))." in text


@every_document
def test_a_document_speaks_of_the_duty_to_explain_where_there_is_one(case: Cases, row: Row, name: str) -> None:
    text = case(row).documents[name].text
    assert ("(section 55(5B))" in text) is row.law.has_a_period


@every_time
def test_an_explanation_is_asked_for_only_where_there_is_a_duty_to_explain(row: Row, tmp_path: Path) -> None:
    unexplained, left_out = re.subn(r" +explanation:\n +action_\w+: .*\n", "", response_of(row))
    assert left_out == 2
    workspace = Workspace(tmp_path)
    problems = check(written(row.slug, office_of(row), unexplained, workspace), workspace, today=TODAY).problems
    errors = [problem.code for problem in problems if problem.severity is Severity.ERROR]
    assert errors == (["S55-5B", "S55-5B"] if row.law.has_a_period else [])


@every_document_with_the_comments
def test_a_document_says_to_whom_copies_go(case: Cases, row: Row, name: str) -> None:
    assert f"A copy must be sent to {row.law.copies_to} (section 55(6))." in case(row).documents[name].text


@every_document_with_the_comments
def test_the_comments_name_everybody_to_whom_a_copy_goes(case: Cases, row: Row, name: str) -> None:
    named = [
        f"{RECIPIENTS[letter]} ({row.addressees[letter].name}, {row.addressees[letter].office})" for letter in reversed(row.letters)
    ]
    assert f"Copies under section 55(6) go to {' and '.join(named)}." in case(row).documents[name].text


@every_letter
def test_a_letter_is_addressed_to_who_was_in_office_on_its_day(case: Cases, row: Row, name: str) -> None:
    to = row.addressees[name]
    addressed = f"{to.name} {to.office} {to.organisation} {to.address}".rstrip()
    assert f"{addressed} Dear {to.salutation}, Section 55" in case(row).documents[name].text


@every_letter
def test_a_letter_bears_the_day_on_which_it_is_sent_before_the_addressee(case: Cases, row: Row, name: str) -> None:
    assert f"{row.sent.printed} {row.addressees[name].name}" in case(row).documents[name].text


@every_letter
def test_a_letter_says_who_else_gets_a_copy(case: Cases, row: Row, name: str) -> None:
    others = [RECIPIENTS[letter] for letter in row.letters if letter != name]
    said = re.findall(r"as section 55\(6\) requires\.(?: Another copy goes to ([^.]*)\.)?", case(row).documents[name].text)
    assert said == (others or [""])


@every_time
def test_the_invitation_goes_to_the_chief_officer_of_its_day(case: Cases, row: Row) -> None:
    dear = "Chief Constable" if row.rank == "Chief Constable" else "Commissioner"
    expected = f"{row.invited.printed} {row.invited_officer} {row.rank} {row.force_name} Dear {dear}, Section 55(4)"
    assert expected in case(row).documents["invitation"].text


@every_document_with_the_comments
def test_the_comments_name_the_chief_officer_of_their_own_day(case: Cases, row: Row, name: str) -> None:
    assert f"Police force {row.force_name}; {row.rank}: {row.chief_officer}" in case(row).documents[name].text


@every_document_with_the_comments
def test_the_chief_officers_comments_are_those_of_the_one_who_made_them(case: Cases, row: Row, name: str) -> None:
    assert f"{row.invited_officer}, {row.rank}; received on {row.invited.printed}." in case(row).documents[name].text


@every_document
def test_a_document_is_by_the_body_of_its_date(case: Cases, row: Row, name: str) -> None:
    printed, (body, *_) = case(row).documents[name], body_of(row, name)
    assert printed.author == body
    assert body in printed.text


@every_document
def test_a_document_calls_the_body_what_it_was(case: Cases, row: Row, name: str) -> None:
    text = case(row).documents[name].text
    if name == "invitation":
        assert f"published with {row.inviting_body.own} own comments" in text
    else:
        assert f"Action taken by {row.body.called}:" in text


@every_document
def test_a_document_is_signed_by_who_held_the_office(case: Cases, row: Row, name: str) -> None:
    _, _, signatory, office = body_of(row, name)
    opening = "Yours sincerely," if name in (*row.letters, "invitation") else "Signed"
    assert f"{opening} {signatory} {office}" in case(row).documents[name].text


@every_document
def test_the_file_is_dated_as_the_document_is(case: Cases, row: Row, name: str) -> None:
    day = {"invitation": row.invited, "panel-report": row.met}.get(name, row.sent)
    assert day
    assert case(row).documents[name].made_on.startswith(f"D:{day.written.replace('-', '')}")


def test_the_metropolitan_police_had_no_body_to_answer_a_report_of_1999(tmp_path: Path) -> None:
    """The Home Secretary was the police authority until the Metropolitan Police Authority came in July 2000."""
    workspace = Workspace(tmp_path)
    in_1999, in_london = SEVEN_YEARS[0], LONDON[0]
    checked = check(written("1999", office_of(in_london), response_of(in_1999), workspace), workspace, today=TODAY)
    assert checked.case is None
    assert [problem.code for problem in checked.problems] == ["LAW-DAY"]
    assert "the Home Secretary was the police authority" in checked.problems[0].message
