"""The version of a response: whatever is printed is in it, and nothing that is not."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pccresponse.case.case import Case, case_of
from pccresponse.case.version import is_version, reflowed, short, version_of
from pccresponse.models.office import ChiefOfficer, Office, OfficeHolder
from pccresponse.models.response import Approval, Person, Response
from pccresponse.reading import read_office, read_response, read_text
from pccresponse.reading.shapes import fields_of, models_in
from pccresponse.rendering.markdown import to_html
from pccresponse.workspace import Workspace
from tests.builders import Changes, case_with, changed, clean_case, clean_office, clean_response, on
from tests.compare.test_every_field import FULL, places
from tests.conftest import ROOT

NOW = version_of(clean_case())
RECORDED_LATER = {
    ("report", "file"),
    ("comments", "made_on"),
    ("publication", "published_on"),
    ("publication", "url"),
    ("submission", "sent_on"),
}
WITHOUT_PEOPLE = {"office_holders", "chief_officers", "required_approvals"}
_WORDS = re.compile(r"[^ \t\r\n]+")


def version_with(changes: Changes | None = None, *, office: Changes | None = None) -> str:
    return version_of(case_with(changes, office=office))


def full_case(changes: dict[str, Any]) -> Case:
    """A response and an office that say everything they can, under the law of 2023."""
    models = {**FULL, **changes}
    regime = clean_case().regime
    return Case(
        slug="x",
        response=models["response"],
        office=models["office"],
        regime=regime,
        law_day=date(2023, 6, 6),
        today=date(2026, 1, 1),
    )


def full(field: str) -> Any:
    """Everything that can be said, of a force that the table knows: without one no names can be looked up."""
    return msgspec.structs.replace(FULL["office"], force=None) if field == "office" else FULL["response"]


MODELS = {field: full(field) for field in FULL}
PLACES = [
    (file, path, value, f"{file}: {'.'.join(map(str, path))} {done}")
    for file, model in MODELS.items()
    for path, done, value in places(model)
    if (path, done) != (("force",), "left out")  # it is left out in any case
]


def counts(file: str, path: tuple[Any, ...]) -> bool:
    """Whether a change there makes another version by itself, and not only by the names that come of it."""
    if file == "office":
        return path[0] not in WITHOUT_PEOPLE
    return path[0] != "approvals" and path not in RECORDED_LATER


@pytest.mark.parametrize(("file", "path", "value"), [each[:3] for each in PLACES], ids=[each[3] for each in PLACES])
def test_every_field_that_is_printed_is_in_the_version(file: str, path: tuple[Any, ...], value: Any) -> None:
    new = changed(MODELS[file], path, value)
    if file == "office" and path == ("force",):
        new = msgspec.structs.replace(new, force="kent")
    before, after = version_of(full_case(MODELS)), version_of(full_case({**MODELS, file: new}))
    if counts(file, path):
        assert before != after
    elif path[0] in ("approvals", "required_approvals"):
        assert before == after


def test_every_field_of_every_model_was_tried() -> None:
    tried = {(file, *(step for step in path if isinstance(step, str))) for file, path, *_ in PLACES}
    known = {*_fields_below(Response, ("response",)), *_fields_below(Office, ("office",))}
    assert known - tried == {("office", "language")}, "which has one value only"
    assert len(known) > 150


def _fields_below(model: type[msgspec.Struct], path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for field in fields_of(model).values():
        below = models_in(field.shape)
        here = (*path, field.name)
        if below:
            for each in below:
                yield from _fields_below(each, here)
        else:
            yield here


@pytest.mark.parametrize(
    "changes",
    [
        {("publication", "published_on"): on("2023-07-25")},
        {("publication", "published_on"): None},
        {("publication", "url"): None},
        {("submission", "sent_on"): on("2023-07-28")},
        {("comments", "made_on"): on("2023-07-21")},
        {("report", "file"): "report.pdf"},
        {("approvals",): (Approval(role="Mayor", name="Pat Lowe", on=date(2023, 7, 21), version=NOW),)},
    ],
    ids=lambda changes: ".".join(next(iter(changes))),
)
def test_what_is_recorded_after_an_approval_makes_no_other_version(changes: Changes) -> None:
    assert version_with(changes) == NOW


def test_to_say_only_what_is_recorded_later_is_to_say_nothing() -> None:
    bare = Response(report=clean_response().report)
    dated = msgspec.structs.replace(
        bare, publication=msgspec.structs.replace(bare.publication, published_on=on("2023-07-25"), url="https://example.org/x")
    )
    versions = {version_of(case_with(response=each)) for each in (bare, dated)}
    assert len(versions) == 1


def test_what_the_office_requires_is_no_part_of_a_response() -> None:
    assert version_with(office={("required_approvals",): ("Mayor",)}) == NOW


def test_a_date_that_puts_another_name_under_a_document_makes_another_version() -> None:
    holders: Changes = {
        ("office_holders",): (
            OfficeHolder(name="Morgan Ellery", took_office_on=on("2021-05-13"), left_office_on=on("2023-07-24")),
            OfficeHolder(name="Kit Marlow", took_office_on=on("2023-07-25")),
        )
    }
    unsigned: Changes = {("panel_report",): None}
    same: Changes = {**unsigned, ("comments", "made_on"): on("2023-07-23")}
    later: Changes = {**unsigned, ("comments", "made_on"): on("2023-07-25")}
    assert version_with(unsigned, office=holders) == version_with(same, office=holders)
    assert version_with(unsigned, office=holders) != version_with(later, office=holders)


def test_a_date_that_sends_the_letter_to_another_home_secretary_makes_another_version() -> None:
    from_the_table = {("submission", "home_secretary"): None}
    assert version_with({**from_the_table, ("submission", "sent_on"): on("2023-11-20")}) != version_with(from_the_table)


def test_somebody_who_left_long_ago_is_no_part_of_it() -> None:
    earlier = ChiefOfficer(name="Lee Fell", took_office_on=on("2010"), left_office_on=on("2012"))
    assert version_with(office={("chief_officers",): (earlier, *clean_office().chief_officers)}) == NOW


def test_who_signs_is_part_of_it_whether_the_office_or_the_response_names_them() -> None:
    named = {("comments", "signatories"): (Person(name="Kit Marlow"),)}
    other = {("office_holders",): (OfficeHolder(name="Kit Marlow", took_office_on=on("2021-05-13")),)}
    assert len({NOW, version_with(named), version_with(office=other)}) == 3


def test_where_a_finding_stands_counts_because_it_is_printed_there() -> None:
    findings = clean_response().found.recommendations
    assert version_with({("findings", "recommendations"): findings[::-1]}) != NOW


def test_a_field_that_says_what_goes_without_saying_counts_for_nothing() -> None:
    assert version_with({("findings", "recommendations", 0, "wording"): "as published"}) == NOW
    assert version_with({("comments", "wording"): "as made"}) == NOW


def test_the_version_does_not_depend_on_the_day_on_which_it_is_asked_for() -> None:
    assert version_of(case_with(today=date(2031, 1, 1))) == NOW


def test_the_clean_response_has_the_version_that_it_always_had() -> None:
    """If this fails, a change of the program has made every approval stale that anybody ever gave. Is it worth that?"""
    assert short(NOW) == "3de2db03"


def test_a_version_is_named_by_eight_of_its_digits_or_more() -> None:
    assert len(NOW) == 64
    assert is_version(short(NOW), NOW)
    assert is_version(NOW, NOW)
    assert not is_version(NOW[:7], NOW)
    assert not is_version(NOW + "0", NOW)
    assert not is_version("00000000", NOW)


# Texts


def printed(text: str) -> str:
    return " ".join(_WORDS.findall(to_html(text, heading_level=3, key="text")))


_PIECES = [
    "a", "word", "2024", "1.", "2)", "-", "*", "+", ">", "#", "##", "|", "|---|", "---", "***", "[^1]", "[^1]:", "[w](https://x.y)",
    "• ", "•", "· ", "o ", "o\t", "\uf0b7\t", "– ", "— ", "-x", "*x", "2.3 ", "2.4 ", "2.4.1 ", "2. ", "3) ", "(a) ", "(b) ", "i. ", "ii. ", "A.", ":", "***",
    "**b**", "*i*", "\\", "`", "~~~", "===", "<b>", "&amp;", ":-", "_", "  ", "    ", " ", "\t", "\n", "\n", "\n\n", "\n\n", "\r\n", "\u00a0",
]  # fmt: skip
_MARKDOWN = (
    st.lists(st.sampled_from(_PIECES), max_size=25).map("".join) | st.lists(st.sampled_from(_PIECES), max_size=25).map(" ".join)
).map(lambda text: text.strip(" \t\r\n"))


@given(_MARKDOWN)
def test_what_is_made_of_a_text_is_printed_as_the_text_is(text: str) -> None:
    """So two texts that are taken for the same are printed alike, and no edit of what is printed can go unnoticed."""
    assert printed(reflowed(text)) == printed(text)


@given(_MARKDOWN)
def test_a_text_on_one_line_stays_as_it_is(text: str) -> None:
    assert reflowed(reflowed(text)) == reflowed(text)


_PROSE = st.lists(
    st.text("abcdefgxyzABC.,;:’“”()é", min_size=1, max_size=12).filter(lambda word: word.strip(".),:;") == word or len(word) > 3),
    min_size=1,
    max_size=60,
).map(" ".join)


@given(_PROSE, st.integers(10, 100), st.integers(10, 100))
def test_where_the_lines_of_a_paragraph_end_makes_no_difference(text: str, width: int, other: int) -> None:
    once, again = (textwrap.fill(text, each, break_long_words=False, break_on_hyphens=False) for each in (width, other))
    assert reflowed(once) == reflowed(again)
    assert reflowed(f"- {once.replace(chr(10), chr(10) + '  ')}") == reflowed(f"- {again.replace(chr(10), chr(10) + '  ')}")
    assert reflowed("> " + once.replace("\n", "\n> ")) == reflowed("> " + again.replace("\n", "\n> "))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("one\n\ntwo", "one\ntwo"),
        ("- one\n- two", "- one - two"),
        ("1. one\n2. two", "1. one 2. two"),
        ("# one\ntwo", "# one two"),
        ("one  \ntwo", "one\ntwo"),
        ("> one\n\n> two", "> one\n> two"),
        ("a | b\n--- | ---\n1 | 2", "a | b --- | --- 1 | 2"),
        ("one two", "one\u00a0two"),
        ("One two", "one two"),
        ("• one\n• two", "• one • two"),
        ("– one\n– two", "– one – two"),
        ("one\n\uf0b7 two", "one \uf0b7 two"),
        ("2.3 One\n2.4 Two", "2.3 One 2.4 Two"),
        ("(a) one\n(b) two", "(a) one (b) two"),
    ],
)
def test_what_is_printed_in_another_way_is_another_text(one: str, other: str) -> None:
    assert reflowed(one) != reflowed(other)


def test_a_long_text_is_read_in_one_go() -> None:
    """A paragraph of as many lines as a text may have; were each held against all before it, this would take minutes."""
    assert len(reflowed("a\n" * 50_000)) == 99_999


# Files


@pytest.fixture(scope="module")
def westshire() -> Path:
    return ROOT / "responses" / "2024-06-18-peel-2023-25-westshire"


def _version_in(content: bytes, folder: Path) -> str:
    reading = read_text(content, Response, "response.yaml")
    office = read_office(folder / "office.yaml", within=ROOT, shown_as="office.yaml").model
    assert reading.model, reading.problems
    assert office
    return version_of(case_of(reading.model, office, slug="x", today=date(2026, 1, 1)))


def test_comments_quotes_line_ends_and_the_order_of_keys_make_no_other_version(westshire: Path) -> None:
    text = (westshire / "response.yaml").read_text(encoding="utf-8")
    before = _version_in(text.encode(), westshire)
    first, contact = text.index("\nreport:\n"), text.index("\n# Whom to ask")
    edits = {
        "comments": re.sub(r"(?m)^#.*\n", "", text),
        "line ends": text.replace("\n", "\r\n"),
        "quotes": text.replace("kind: force", 'kind: "force"'),
        "order": text[:first] + text[contact:] + text[first:contact],
        "lines": text.replace(
            "Westshire, its mayor, its police force and the report that is answered here do not exist.\n  Every",
            "Westshire, its mayor, its police force and the report that is\n  answered here do not exist. Every",
        ),
    }
    for what, edited in edits.items():
        assert edited != text, what
        assert _version_in(edited.encode(), westshire) == before, what
    assert _version_in(text.replace("1,340", "1,341").encode(), westshire) != before


def test_every_paragraph_of_the_examples_is_the_same_on_other_lines() -> None:
    looked_at = 0
    workspace = Workspace(ROOT)
    for slug in workspace.slugs():
        model = read_response(workspace.response_file(slug), within=ROOT, shown_as=slug).model
        assert model
        for text in _texts(model):
            for paragraph in text.split("\n\n"):
                if not re.search(r"(?m)^\s*([-*>#|]|\d+[.)]|\[\^)|\|", paragraph):
                    narrow = textwrap.fill(paragraph, 40, break_long_words=False, break_on_hyphens=False)
                    if not re.search(r"(?m)^([-*>#|+]\s|\d+[.)](\s|$))", narrow):
                        assert reflowed(narrow) == reflowed(paragraph)
                        looked_at += 1
    assert looked_at > 300


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _texts(getattr(value, name))
    elif type(value) is tuple:
        for each in value:
            yield from _texts(each)
