"""The difference on paper: what it says, that it is as accessible as the documents, and that a draft's odd characters do not stop it."""

from __future__ import annotations

import io
from datetime import date

import msgspec
import pikepdf
import pypdfium2
import pytest

from pccresponse.compare import ResponseDifference, Side, difference_between, side_called
from pccresponse.compare.changes_page import paper_of
from pccresponse.foundation.errors import CannotRunError
from pccresponse.rendering.pdf import validate
from tests.published import SLUG, WITH_LOGO, workspace_with

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Side, Side]]:
    """Each example before and after an edit; they are made with two editions."""
    workspace = workspace_with(tmp_path_factory.mktemp("paper"), SLUG, WITH_LOGO)
    found = {}
    for slug, old, new in (
        (WITH_LOGO, "Calls wait too long", "Calls wait far too long \U0001f680"),
        (SLUG, "sent_on: not recorded", "sent_on: 2015-08-03"),
    ):
        before = side_called(slug, workspace.root, today=DAY)
        file = workspace.response_file(str(workspace.responses / slug))
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")
        found[slug] = before, side_called(slug, workspace.root, today=DAY)
    return found


def words_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        text = " ".join(page.get_textpage().get_text_range() for page in document)
        return " ".join(text.replace("\ufffe", "-").split())


@pytest.mark.parametrize("slug", [SLUG, WITH_LOGO])
def test_the_paper_says_what_changed_and_conforms(slug: str, sides: dict[str, tuple[Side, Side]]) -> None:
    old, new = sides[slug]
    difference = difference_between(old, new)
    pdf = paper_of(difference, old, new, compared_on=DAY)
    assert validate(pdf) == ()
    words = words_of(pdf)
    assert f"What changed: {new.response.report.title}" in words
    assert "Compared on 22 November 2026" in words
    assert "Working paper, not for publication" in words
    assert "Page 1 of 1" in words
    said = {WITH_LOGO: ("[deleted:", "[inserted:", "far too long [U+1F680]"), SLUG: ("[was: not recorded]", "[now: 3 August 2015]")}
    for each in (*said[slug], *difference.in_law):
        assert each in words, each
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.docinfo["/Title"] == f"What changed: {new.response.report.title}"
        assert "/AF" not in document.Root


def test_the_same_difference_gives_the_same_bytes(sides: dict[str, tuple[Side, Side]]) -> None:
    old, new = sides[SLUG]
    once, again = (paper_of(difference_between(old, new), old, new, compared_on=DAY) for _ in range(2))
    assert once == again


def test_where_neither_side_has_an_edition_that_can_be_used_it_is_a_sentence(sides: dict[str, tuple[Side, Side]]) -> None:
    old, new = (msgspec.structs.replace(side, checked=msgspec.structs.replace(side.checked, edition=None)) for side in sides[SLUG])
    with pytest.raises(CannotRunError, match="Neither side names an edition"):
        paper_of(ResponseDifference(old="a", new="b", title="T", in_law=(), changes=()), old, new, compared_on=DAY)
