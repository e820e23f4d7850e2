"""The draft of a document with its places, and its pages as pictures: of an example, by the very way that a build goes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from pccresponse.case.documents import documents_of
from pccresponse.pipeline.checking import Checked, check
from pccresponse.preview.fragment import fragment_of
from pccresponse.preview.workers import Failure, Typeset, _opened, draw, typeset
from pccresponse.rendering.html import to_page
from pccresponse.workspace import Workspace
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def checked() -> Checked:
    workspace = Workspace(ROOT)
    return check(workspace.response_file("2015-07-21-child-protection-review"), workspace, today=date(2026, 11, 22))


@pytest.fixture(scope="module")
def made(checked: Checked) -> Iterator[Typeset]:
    found = typeset(checked, "comments")
    assert isinstance(found, Typeset)
    yield found
    _opened.cache_clear()


def test_every_identifier_of_the_text_has_its_page(checked: Checked, made: Typeset) -> None:
    assert checked.case
    assert checked.edition
    comments = documents_of(checked.case)[0]
    page = to_page(checked.case, comments, edition=checked.edition.folder, draft=True, logo=None)
    headings = {name for name in fragment_of(page, {}).identifiers if not name.startswith("fn")}
    assert len(headings) >= 10
    assert headings <= made.anchors.keys()
    assert set(made.anchors.values()) <= set(range(1, made.count + 1))
    order = [made.anchors[name] for name in ("comments", "own-comments", "summary", "chief-officer", "basis", "publication")]
    assert order == sorted(order)
    assert order[0] == 1
    assert order[-1] > 3


def test_a_page_is_drawn_as_large_as_a_screen_needs_it(made: Typeset) -> None:
    assert (made.width, made.height) == (595, 842)
    with Image.open(BytesIO(draw(made.pdf, made.count, 1.6))) as picture:
        assert picture.format == "PNG"
        assert picture.width == pytest.approx(595 * 1.6, abs=2)
        assert len(set(picture.convert("L").tobytes())) > 20, "there is something on it"


def test_a_page_can_be_no_larger_than_a_screen(made: Typeset) -> None:
    with Image.open(BytesIO(draw(made.pdf, 1, 100))) as picture:
        assert max(picture.size) <= 4_001


def test_a_document_that_is_not_there_is_said(checked: Checked) -> None:
    assert typeset(checked, "invitation") == Failure("This document no longer exists.")
