"""No printed word lives outside an edition: with every word of the templates and of the table of words replaced by marks, and every
word of a response too, nothing is left on a page but what the tables of the law say and what a field offers to choose from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from typing import Any, Literal, get_args, get_origin, get_type_hints

import jinja2
import msgspec
import pytest
from jinja2 import nodes

from pccresponse import statute
from pccresponse.case.case import Case, case_of
from pccresponse.case.documents import documents_of
from pccresponse.foundation.files import templates_folder
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.models.office import Office
from pccresponse.models.response import Response
from pccresponse.pipeline.checking import check
from pccresponse.rendering import html
from pccresponse.rendering.words import Words, words_of
from pccresponse.statute.tables import raw_table
from pccresponse.workspace import Workspace
from tests.builders import clean_case
from tests.conftest import ROOT

pytestmark = pytest.mark.slow  # much work for few tests

OF_THE_EDITION, OF_THE_RESPONSE = "■", "ж"
_LETTERS = re.compile(r"[^\W\d_]")
_ENGLISH = re.compile(r"[A-Za-z]+(?:[’'][A-Za-z]+)*")
_BLANKS = re.compile(r"(\{\w+\})")
_TAGS_AND_REFERENCES = re.compile(r"([<>]|&\w+;)")
_KEYS = ("finding_name", "spoken_name")
"""Macros that are given the key of a kind, which is no word."""


class _Marking(jinja2.visitor.NodeTransformer):
    """Puts a mark in the place of each letter that a template prints, in its text and in its expressions."""

    in_tag = False

    def _marked_outside_tags(self, part: str) -> str:
        if part in ("<", ">"):
            self.in_tag = part == "<"
        return part if self.in_tag or part.startswith("&") else _LETTERS.sub(OF_THE_EDITION, part)

    def visit_Output(self, node: nodes.Output) -> nodes.Output:  # noqa: N802 - Jinja's name
        node.nodes = [self._printed(each) for each in node.nodes]
        return node

    def visit_Assign(self, node: nodes.Assign) -> nodes.Assign:  # noqa: N802 - Jinja's name
        if isinstance(node.node, nodes.CondExpr | nodes.Concat):
            node.node = self._printed(node.node)
        return node

    def _printed(self, node: Any) -> Any:
        match node:
            case nodes.TemplateData():
                node.data = "".join(map(self._marked_outside_tags, _TAGS_AND_REFERENCES.split(node.data)))
            case nodes.Const() if isinstance(node.value, str):
                node.value = _LETTERS.sub(OF_THE_EDITION, node.value) if "<" not in node.value else node.value
            case nodes.Concat():
                node.nodes = [self._printed(each) for each in node.nodes]
            case nodes.CondExpr():
                node.expr1 = self._printed(node.expr1)
                node.expr2 = self._printed(node.expr2) if node.expr2 else None
            case nodes.Filter():
                node.node = self._printed(node.node)
                node.args = [self._printed(each) for each in node.args]
            case nodes.Call() if not (isinstance(node.node, nodes.Name) and node.node.name in _KEYS):
                node.node = self._printed(node.node)
                node.args = [self._printed(each) for each in node.args]
            case nodes.Getattr() | nodes.Getitem():
                node.node = self._printed(node.node)
            case nodes.Or():
                node.left, node.right = self._printed(node.left), self._printed(node.right)
            case nodes.Dict():
                for pair in node.items:
                    pair.value = self._printed(pair.value)
        return node


def _without_words(thing: Any, mark: str, kept: frozenset[str] = frozenset()) -> Any:
    """The thing with a mark for each letter of its strings, but for blanks to be filled in and for what is kept."""
    if isinstance(thing, msgspec.Struct):
        fields = {name: _without_words(getattr(thing, name), mark, kept) for name in thing.__struct_fields__}
        return msgspec.structs.replace(thing, **fields)
    if isinstance(thing, dict):
        return {key: _without_words(value, mark, kept) for key, value in thing.items()}
    if isinstance(thing, tuple) and not isinstance(thing, PartialDate):
        return tuple(_without_words(each, mark, kept) for each in thing)
    if not isinstance(thing, str) or thing in kept or thing.startswith("#"):
        return thing
    return "".join(part if _BLANKS.fullmatch(part) else _LETTERS.sub(mark, part) for part in _BLANKS.split(thing))


def _choices(model: Any, seen: set[Any]) -> Iterator[str]:
    """Every word that a field of the model, or of a model in it, offers to choose from."""
    if model in seen:
        return
    seen.add(model)
    if get_origin(model) is Literal:
        yield from get_args(model)
    for each in get_args(model):
        if not isinstance(each, str):
            yield from _choices(each, seen) if getattr(each, "__hash__", None) else ()
    if isinstance(model, type) and issubclass(model, msgspec.Struct):
        for hint in get_type_hints(model, include_extras=False).values():
            yield from _choices(hint, seen)


CHOICES = frozenset({*_choices(Response, set()), *_choices(Office, set())})
FORCES = frozenset(each.id for each in statute.forces())


def _cases() -> Iterator[Case]:
    """The examples and a response that has something of everything, without a word of their own."""
    workspace = Workspace(ROOT)
    examples = (check(workspace.response_file(slug), workspace, today=date(2026, 11, 22)).case for slug in workspace.slugs())
    for case in (clean_case(), *examples):
        assert case is not None
        kept = CHOICES | FORCES
        yield case_of(
            _without_words(case.response, OF_THE_RESPONSE, kept),
            _without_words(case.office, OF_THE_RESPONSE, kept),
            slug=case.slug,
            today=case.today,
        )


class _Reader(HTMLParser):
    """All that somebody reads of a page, hears of it, or sees in its running heads."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.read += [value or "" for name, value in attrs if name in ("alt", "title") or name.startswith("data-")]

    def handle_data(self, data: str) -> None:
        if not (self.get_starttag_text() or "").startswith("<style"):
            self.read.append(data)


def _in_tables(thing: Any) -> Iterator[str]:
    """The words of a table of the law, but for what it says of its sources."""
    if isinstance(thing, dict):
        for key, value in thing.items():
            yield from _in_tables(value) if key not in ("note", "source", "confidence") else ()
    elif isinstance(thing, list):
        for each in thing:
            yield from _in_tables(each)
    elif isinstance(thing, str):
        yield thing


def _english(texts: Iterator[str] | frozenset[str]) -> set[str]:
    return {word for text in texts for word in _ENGLISH.findall(text)}


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Templates and a table of words without a word."""
    parse = jinja2.Environment._parse
    monkeypatch.setattr(jinja2.Environment, "_parse", lambda *given: _Marking().visit(parse(*given)))
    without: dict[int, Words] = {}

    def words(edition: Any, language: str) -> Words:
        real = words_of(edition, language)
        return without.setdefault(id(real), _without_words(real, OF_THE_EDITION))

    monkeypatch.setattr(html, "words_of", words)
    html._environment.cache_clear()
    yield
    html._environment.cache_clear()


def strangers() -> tuple[dict[str, set[str]], int, int]:
    """The words that come from nowhere, by document; how many pages were looked at, and how many marks are on them."""
    from_tables = _english(text for name in statute.tables() for text in _in_tables(raw_table(name)))
    chosen = _english(CHOICES)
    known = from_tables | chosen | {word.capitalize() for word in chosen}
    found: dict[str, set[str]] = {}
    pages = marks = 0
    for case in _cases():
        for edition in ("2015", "2026"):
            for document in documents_of(case):
                page = html.to_page(case, document, edition=templates_folder() / edition, draft=True, logo=None)
                reader = _Reader()
                reader.feed(page)
                read = " ".join(reader.read)
                read = re.sub(r"version\W[0-9a-f]{8}|\b[0-9a-f]{8}\b", "", read)
                pages, marks = pages + 1, marks + read.count(OF_THE_EDITION)
                if left := {word for word in _ENGLISH.findall(read) if word not in known}:
                    found[f"{edition} {case.slug} {document.name}"] = left
    return found, pages, marks


@pytest.mark.usefixtures("marked")
def test_no_printed_word_lives_outside_an_edition() -> None:
    found, pages, marks = strangers()
    assert found == {}
    assert pages > 25
    assert marks > 50_000


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize(
    ("owner", "name", "word"),
    [
        ("pccresponse.rendering.template_context.filled", None, "Due"),
        pytest.param("pccresponse.rendering.words.Words", "date", "July", marks=pytest.mark.long),
        pytest.param("pccresponse.rendering.printed_findings.capitalised", None, "Recommendations", marks=pytest.mark.long),
    ],
)
def test_a_word_that_is_put_back_into_python_is_found(
    monkeypatch: pytest.MonkeyPatch, owner: str, name: str | None, word: str
) -> None:
    monkeypatch.setattr(f"{owner}.{name}" if name else owner, lambda *_, **__: word)
    found, _, _ = strangers()
    assert any(word in words for words in found.values())
