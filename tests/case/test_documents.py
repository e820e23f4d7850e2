"""A document is a row of a table and a template: a new one is made, written, shown and compared without another line of the program."""

from __future__ import annotations

import re
import shutil
import sys
from datetime import date
from pathlib import Path

import msgspec
import pytest

from pccresponse.case.documents import DOCUMENTS, DocumentType, documents_of
from pccresponse.case.version import version_of
from pccresponse.compare.legal_effects import effects
from pccresponse.foundation.files import templates_folder
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.models.response import Person
from pccresponse.pipeline.checking import Checked, check
from pccresponse.pipeline.editions import begin_edition
from pccresponse.pipeline.rendering import render_here
from pccresponse.preview.page_content import DocumentPlace, place_in_document
from pccresponse.publishing.building import write_documents
from pccresponse.rendering.pdf import validate
from pccresponse.rules import breaches
from pccresponse.workspace import Workspace
from tests.conftest import ROOT
from tests.rules.test_each_rule import FAULTS

TODAY = date(2026, 11, 22)
SLUG = "2015-07-21-child-protection-review"
SOURCE = ROOT / "src" / "pccresponse"
ROWS = DOCUMENTS
NOTICE = DocumentType(
    name="public-notice",
    template="notice",
    spoken="the notice",
    path=("monitoring",),
    dated=lambda case: case.comments_dated,
    signed_by=lambda _: Person(name="Jo Clark", office="Chief Executive"),
    is_made=lambda case: case.response.panel_report is not None,
    encloses_comments=True,
)


def _use(rows: tuple[DocumentType, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """Have everybody who asks the table of documents see these rows."""
    known = [module for module in list(sys.modules.values()) if isinstance(getattr(module, "DOCUMENTS", None), tuple)]
    assert len(known) > 3
    for module in known:
        monkeypatch.setattr(module, "DOCUMENTS", rows)


@pytest.fixture
def with_a_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table of documents with one row more."""
    _use((*ROWS, NOTICE), monkeypatch)


@pytest.fixture
def checked(tmp_path: Path) -> Checked:
    """An example in an edition with a template for the notice, and its title in the table of words."""
    workspace = Workspace(tmp_path)
    shutil.copytree(ROOT / "responses" / SLUG, tmp_path / "responses" / SLUG)
    shutil.copy(ROOT / "responses" / "office.yaml", tmp_path / "responses")
    edition = begin_edition("ours", like="2026", workspace=workspace, today=TODAY)
    (edition / "notice.html.j2").write_text(
        '{% extends "base.html.j2" %}{% block content %}<article><h1>{{ title }}</h1><p>{{ signatories[0].name }}</p></article>'
        '<main class="enclosed">{{ enclosed_comments() }}</main>{% endblock %}',
        encoding="utf-8",
    )
    table = edition / "_shared" / "words" / "en-GB.yaml"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("\ntitles:", "\ntitles:\n  public-notice: Notice of {report}\n  #"), encoding="utf-8")
    path = workspace.response_file(SLUG)
    response = path.read_text(encoding="utf-8")
    path.write_text(re.sub("(?m)^edition:.*", "edition: ours", response), encoding="utf-8")
    return check(path, workspace, today=TODAY)


@pytest.mark.usefixtures("with_a_notice")
def test_a_new_document_is_a_row_and_a_template(checked: Checked, tmp_path: Path) -> None:
    assert not checked.has_errors, [problem.message for problem in checked.problems]
    made = {each.name: each.content for each in render_here(checked, True, None, None)}
    assert list(made) == ["comments", "panel-report", "public-notice"]
    assert validate(made["public-notice"]) == ()

    folder = tmp_path / "build"
    folder.mkdir()
    write_documents(folder, made)
    assert (folder / "public-notice.pdf").read_bytes() == made["public-notice"]
    write_documents(folder, {"comments": made["comments"]})
    assert [path.name for path in folder.glob("*.pdf")] == ["comments.pdf"]


@pytest.mark.usefixtures("with_a_notice")
def test_a_new_document_has_a_part_in_versions_in_comparisons_and_on_the_live_page(
    checked: Checked, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = checked.case
    assert case is not None
    assert [each.name for each in documents_of(case)][-1] == "public-notice"
    version = version_of(case)
    other = msgspec.structs.replace(case, response=msgspec.structs.replace(case.response, panel_report=None))
    without = msgspec.structs.replace(checked, case=other)
    assert "There is a new document: public-notice.pdf." in list(effects(without, checked, ()))

    assert place_in_document(("monitoring",), {"public-notice": frozenset()}) == DocumentPlace("public-notice", None)

    by_another = msgspec.structs.replace(NOTICE, signed_by=lambda _: Person(name="Lee Marsh", office="Chief Executive"))
    _use((*ROWS, by_another), monkeypatch)
    assert version_of(msgspec.structs.replace(case)) != version


def test_what_a_document_is_called_is_written_in_the_table_and_nowhere_else() -> None:
    own_names = ("submission-home-secretary", "submission-inspectors", "panel-report")
    assert set(own_names) < {each.name for each in DOCUMENTS}
    files = [path for path in SOURCE.rglob("*") if path.suffix in (".py", ".js", ".j2", ".html", ".yaml") and path.is_file()]
    assert len(files) > 150
    named = {path.relative_to(SOURCE).as_posix() for path in files if any(name in path.read_text("utf-8") for name in own_names)}
    assert named == {"case/documents.py"}


def test_every_document_has_a_template_in_each_edition_and_a_title_in_each_table_of_words() -> None:
    tables = sorted((templates_folder() / "_shared" / "words").glob("*.yaml"))
    editions = sorted(path.parent for path in templates_folder().glob("*/edition.yaml"))
    assert tables
    assert len(editions) == 2
    for each in DOCUMENTS:
        assert all((edition / f"{each.template}.html.j2").is_file() for edition in editions)
        assert all(each.name in msgspec.yaml.decode(table.read_bytes())["titles"] for table in tables)


def test_the_field_that_a_document_is_dated_by_has_its_date() -> None:
    seen = set()
    for fault in FAULTS:
        for row in DOCUMENTS:
            path = row.date_field(fault.case)
            value: object = fault.case.response
            for name in path:
                value = getattr(value, str(name))
            assert row.dated(fault.case) == (PartialDate.of(value) if isinstance(value, date) else value), (fault.name, row.name)
            seen.add((row.path[0], path))
    assert len(seen) >= 9, "most fields that may give a document its date"


@pytest.mark.usefixtures("with_a_notice")
def test_the_rules_ask_who_signs_a_new_document(checked: Checked) -> None:
    assert checked.case is not None
    office = msgspec.structs.replace(checked.case.office, office_holders=())
    case = msgspec.structs.replace(checked.case, office=office)
    told = [breach.message for rule, breach in breaches(case) if rule.code == "OFFICE-HOLDER"]
    assert [message for message in told if "the notice" in message] == told
    assert told
