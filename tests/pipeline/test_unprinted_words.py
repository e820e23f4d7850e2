"""Whatever somebody wrote is read in a document, or `check` names it: of every field, in each edition."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from functools import cache
from itertools import count
from pathlib import Path
from typing import Annotated, Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pccresponse.case.case import Case, case_of
from pccresponse.case.documents import documents_of
from pccresponse.foundation.files import templates_folder
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.foundation.problems import Place, Problem, Severity
from pccresponse.models.fields import Line, everything_written
from pccresponse.models.office import BodyNames, Office
from pccresponse.models.response import Invitation, Response, Section
from pccresponse.pipeline.checking import check
from pccresponse.pipeline.editions import Edition, edition_called
from pccresponse.pipeline.unprinted_words import printing_problems, visible
from pccresponse.reading.shapes import (
    CountShape,
    DateShape,
    EitherShape,
    KeysShape,
    ListShape,
    Shape,
    TextShape,
    WordsShape,
    fields_of,
)
from pccresponse.rendering.html import to_page
from pccresponse.workspace import Workspace
from tests.builders import Changes, case_with, clean_response
from tests.conftest import ROOT
from tests.rules.faults import codes_in

pytestmark = pytest.mark.slow  # much work for few tests

EDITIONS = ["2015", "2026"]
_TEXTS = {
    "web address": "https://example.org/w{}q",
    "e-mail address": "w{}q@example.org",
    "lines": "w{}q House\nLong Lane",
    "markdown": "The w{}q of *it*.",
    "colour": "#10{:04d}",
    "version": "{:08d}",
}
_WORD = re.compile(r"w\d+q")


@cache
def edition(name: str) -> Edition:
    found = edition_called(name, Workspace(ROOT))
    assert isinstance(found, Edition)
    return found


def problems(case: Case, name: str = "2026") -> list[Problem]:
    return list(printing_problems(case, edition(name), lambda path, words, in_office: Place("response.yaml", 1, 1)))


def pages(case: Case, name: str) -> str:
    made = (to_page(case, each, edition=edition(name).folder, draft=False, logo=None) for each in documents_of(case))
    return "\n".join(map(visible, made)).casefold()


# Every field of every model


@st.composite
def filled(draw: st.DrawFn) -> Case:
    """A response and an office of any shape, with a word of its own in each text."""
    numbers = count(1)
    days = st.integers(1, 700).map(lambda day: date.fromordinal(date(2022, 7, 1).toordinal() + day))

    def value(shape: Shape) -> Any:
        match shape:
            case TextShape(kind=kind):
                return _TEXTS.get(kind, "w{}q").format(next(numbers))
            case WordsShape(words=words):
                return draw(st.sampled_from(words))
            case CountShape():
                return 10_000 + next(numbers)
            case DateShape(exact=exact):
                return draw(days) if exact else PartialDate.of(draw(days))
            case ListShape(item=item):
                return tuple(value(item) for _ in range(draw(st.integers(0, 2))))
            case EitherShape(words=words, other=other):
                return draw(st.sampled_from(words)) if draw(st.integers(0, 3)) == 0 else value(other)
            case KeysShape(model=model):
                fields = (field for field in fields_of(model).values() if field.required or draw(st.integers(0, 4)))
                return model(**{field.name: value(field.shape) for field in fields})

    response, office = value(KeysShape(Response)), value(KeysShape(Office))
    replace = msgspec.structs.replace
    body = BodyNames(name=f"w{next(numbers)}q", office_title=f"w{next(numbers)}q", kind="mayor", area=office.body.area)
    return case_of(
        replace(response, departure=None, report=replace(response.report, published_on=date(2023, 6, 6))),
        replace(office, force=None, body=body),
        slug="x",
        today=date(2026, 1, 1),
    )


def with_every_letter(case: Case) -> Case:
    """The same where each document is made: what belongs to a letter that nobody writes is printed nowhere, and `check` says so."""
    response, replace = case.response, msgspec.structs.replace
    sent_on = PartialDate.of(date(2023, 7, 24))
    invitation = response.invitation or Invitation()
    response = replace(
        response,
        copy=None,
        layout=replace(response.layout, form="statement"),
        invitation=replace(invitation, sent_on=sent_on, letter="made here"),
        submission=replace(response.submission, sent_on=sent_on, letter="made here"),
    )
    return replace(case, response=response)


def unread(case: Case, name: str) -> set[str]:
    """The words of their own that no page has and no field calls not printed: found without the check."""
    page = pages(case, name)
    written = {
        word
        for text in everything_written(case.response, case.office)
        if not text.about.not_printed
        for word in _WORD.findall(text.words)
    }
    return {word for word in written if not re.search(rf"\b{word}\b", page)}


def reported(case: Case, name: str) -> set[str]:
    paths = {problem.path for problem in problems(case, name) if problem.code == "NOT-PRINTED"}
    return {
        word for text in everything_written(case.response, case.office) if text.path in paths for word in _WORD.findall(text.words)
    }


_FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("name", EDITIONS)
@given(case=filled())
@_FEW
def test_what_no_page_has_is_reported_and_nothing_else(name: str, case: Case) -> None:
    assert reported(case, name) == unread(case, name)


@pytest.mark.parametrize("name", EDITIONS)
@given(case=filled())
@_FEW
def test_every_text_is_read_in_a_document_or_called_not_printed(name: str, case: Case) -> None:
    case = with_every_letter(case)
    missing = unread(case, name)
    texts = [text for text in everything_written(case.response, case.office) if missing & set(_WORD.findall(text.words))]
    assert [".".join(text.field) for text in texts] == []


class SectionWithMore(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A section with a field that no template knows yet."""

    aside: Annotated[Line | None, msgspec.Meta(description="An aside")] = None


def test_a_new_field_is_looked_for_by_itself() -> None:
    """Nothing but the model says that it is there, and that no template prints it is the one thing to be said of it."""
    section = SectionWithMore(heading="My view", text="The report is fair.", aside="It was read twice.")
    case = case_with({("comments", "sections"): (section,)})
    found = [problem for problem in problems(case) if problem.path[0] == "comments" and problem.severity is Severity.WARNING]
    assert [(problem.code, problem.path) for problem in found] == [("NOT-PRINTED", ("comments", "sections", 0, "aside"))]
    assert found[0].message == "Comments, section 1, aside: what is written here is in no document of this response."
    todo = msgspec.structs.replace(section, aside="TODO")
    assert "PLACEHOLDER" in codes_in(case_with({("comments", "sections"): (todo,)}))


# One thing at a time


def codes(changes: Changes, path: tuple[Any, ...]) -> list[str]:
    return [problem.code for problem in problems(case_with(changes)) if problem.path == path]


TEXT = ("comments", "sections", 0, "text")
TWICE = (Section(heading="One", text="The same words."), Section(heading="Two", text="The same words."))


def test_two_equal_texts_need_two_places(monkeypatch: pytest.MonkeyPatch) -> None:
    changes: Changes = {("comments", "sections"): TWICE}
    path = ("comments", "sections", 1, "text")
    assert codes(changes, path) == []
    monkeypatch.setattr("pccresponse.pipeline.unprinted_words._pages", without_the_last("the same words."))
    assert codes(changes, path) == ["NOT-PRINTED"]


def without_the_last(words: str) -> Callable[[Case, Edition], dict[str, str]]:
    def made(case: Case, edition: Edition) -> dict[str, str]:
        page = to_page(case, documents_of(case)[0], edition=edition.folder, draft=False, logo=None)
        before, _, after = page.rpartition(words.capitalize())
        return {"comments": before + after}

    return made


def test_what_stands_within_a_longer_text_is_not_printed_by_that(monkeypatch: pytest.MonkeyPatch) -> None:
    sections = (Section(heading="One", text="It is fair, and it is late."), Section(heading="Two", text="It is late"))
    monkeypatch.setattr("pccresponse.pipeline.unprinted_words._pages", without_the_last("it is late"))
    assert codes({("comments", "sections"): sections}, ("comments", "sections", 1, "text")) == ["NOT-PRINTED"]


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("One.\n\n[^1]: A note.", "LOST-WORDS", "“A note” is not printed: it is in the note [^1], which nothing refers to."),
        (f"{'- ' * 12}deep", "LOST-WORDS", "too deep"),
        ("|a|b|\n|-|-|\n|c|d|e|", "LOST-WORDS", "“e” is not printed: it is in a row with more cells"),
        ("***", "NO-WORDS", "no words are printed of “***”."),
        ("&nbsp;", "NO-WORDS", "no words are printed"),
        ("#", "NO-WORDS", "no words are printed"),
        ("[^1]: A note.", "LOST-WORDS", "“A note” is not printed"),
        ("# a\n\n" * 4_100, "TOO-MUCH", "comments would have 4,"),
        (f"|a|\n|-|\n{'|b|' * 1}\n" + "|c|\n" * 5_100, "TOO-MUCH", "rows in a table; it can have 5,000."),
        ("|£1,234,567" * 10 + "|\n" + "|-" * 10 + "|\n", "WIDE-TABLE", "is too wide for a page. Its 10 columns need "),
        ("|i" * 31 + "|\n" + "|-" * 31 + "|\n", "TOO-MUCH", "comments would have 31 columns in a table; it can have 30."),
    ],
)
def test_what_would_get_lost_on_the_way_is_an_error_with_its_remedy(text: str, code: str, said: str) -> None:
    found = [problem for problem in problems(case_with({TEXT: text.strip()})) if problem.path == TEXT]
    assert [(problem.code, problem.severity) for problem in found] == [(code, Severity.ERROR)]
    assert said in found[0].message
    assert found[0].remedy.endswith(".")


def test_what_is_lost_has_its_own_line(tmp_path: Path) -> None:
    found = [each for each in checked(tmp_path, "Fair.\n\nAnd late.\n\n[^1]: A note.\n") if each.code == "LOST-WORDS"]
    line = (tmp_path / "responses" / "2023-06-06-x" / "response.yaml").read_text(encoding="utf-8").split("\n")
    assert [line[each.place.line - 1].strip() for each in found] == ["[^1]: A note."]


def test_a_message_names_what_turns_it_round(tmp_path: Path) -> None:
    found = [each for each in checked(tmp_path, "TODO: say \u202ewhen\u2066 ‹TBC\u202e›.\n") if each.place.line]
    assert {"CHARACTERS", "PLACEHOLDER"} <= {each.code for each in found}
    shown = "".join(each.message + each.remedy + each.place.source_line for each in found)
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", shown)


def checked(folder: Path, text: str) -> tuple[Problem, ...]:
    """The problems of a small response with the text, which is written line by line."""
    place = folder / "responses" / "2023-06-06-x"
    place.mkdir(parents=True)
    office = {"force": "kent", "email": "office@example.org"}
    (folder / "responses" / "office.yaml").write_text(json.dumps(office), encoding="utf-8")
    lines = "".join(f"        {line}\n" for line in text.split("\n"))
    (place / "response.yaml").write_text(
        'edition: "2026"\nreport:\n  title: A report\n  kind: force\n  published_on: 2023-06-06\n'
        f"comments:\n  sections:\n    - heading: My view\n      text: |\n{lines}",
        encoding="utf-8",
    )
    return check(place / "response.yaml", Workspace(folder), today=date(2023, 7, 1)).problems


def test_three_hundred_recommendations_are_not_too_many() -> None:
    one = clean_response().found.recommendations[0]
    many = tuple(msgspec.structs.replace(one, label=str(number)) for number in range(1, 301))
    case = case_with({("findings", "recommendations"): many})
    assert not [problem for problem in problems(case) if problem.severity is Severity.ERROR]


def test_a_force_table_of_eleven_hundred_rows_is_not_too_long() -> None:
    action = clean_response().found.recommendations[0].force_actions[0]
    actions = tuple(msgspec.structs.replace(action, what=f"Step {number}") for number in range(1_100))
    case = case_with({("findings", "recommendations", 0, "force_actions"): actions})
    assert not [problem for problem in problems(case) if problem.severity is Severity.ERROR]


def test_a_template_that_cannot_be_filled_in_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    shutil.copytree(templates_folder() / "_shared", tmp_path / "_shared")
    (tmp_path / "comments.html.j2").write_text("{{ no_such_name }}", encoding="utf-8")
    broken = msgspec.structs.replace(edition("2026"), folder=tmp_path)
    found = list(printing_problems(case_with(), broken, lambda path, words, in_office: Place("response.yaml", 1, 1)))
    assert [problem.code for problem in found] == ["EDITION-TEMPLATE"]
    assert "no_such_name" in found[0].message
