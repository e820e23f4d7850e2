"""Every page of hard cases, read from the finished PDF: no finding torn, no heading stranded, no page left empty, nothing cut off."""

from __future__ import annotations

from functools import lru_cache

import pytest

from tests.pages.cases import EVERY_CASE, FIGURE, WORD, typeset
from tests.pages.laid_out import MM, LaidOut

MARGINS = {"2015": (26, 21, 26), "2026": (19, 17, 30)}
"""The head, the foot and the sides of a page of each edition, in millimetres."""
EDITIONS = tuple(MARGINS)
LETTERS = ("submission-home-secretary", "submission-inspectors", "invitation")


@lru_cache(maxsize=24)
def laid_out(case: str, edition: str, document: str = "comments") -> LaidOut:
    head, foot, _ = MARGINS[edition]
    return LaidOut(typeset(case, edition, document), head=head, foot=foot)


LONGEST = "300 findings"
every_case = pytest.mark.parametrize(
    "case", [pytest.param(case, marks=pytest.mark.long) if case == LONGEST else case for case in EVERY_CASE]
)
every_edition = pytest.mark.parametrize("edition", EDITIONS)


@every_edition
@every_case
def test_a_page_is_whole(case: str, edition: str) -> None:
    pages = laid_out(case, edition)
    assert pages.torn() == []
    assert pages.stranded() == []
    side = MARGINS[edition][2]
    assert pages.beyond_the_margins(side, side) == []
    too_empty = [number for number in range(len(pages.pages) - 1) if pages.fill(number) < 1 / 3]
    assert too_empty == []
    assert len(pages.pages[-1]) > 3, "a last page bears more than a signature"


@every_edition
def test_no_figure_and_no_word_of_a_wide_table_is_broken(edition: str) -> None:
    lines = [line for page in laid_out("wide tables", edition).pages for line in page]
    words = " ".join(line.text for line in lines)
    in_rows = 3 * (8 + 7 + 7)
    assert words.count(FIGURE) == in_rows + 3 * 5
    assert words.count(f"{FIGURE},000") == 3 * 5
    assert words.count(WORD) == 4


def test_the_findings_of_a_case_are_all_looked_at() -> None:
    assert len(laid_out("43 findings", "2026").findings()) == 43
    assert len(laid_out("causes of concern with children", "2026").findings()) == 4 * 4 + 8


@every_edition
def test_the_bodys_own_words_begin_on_the_first_page_and_the_law_comes_near_the_end(edition: str) -> None:
    anchors = laid_out("43 findings", edition).anchors
    placed = sorted((anchors[name].page, anchors[name].top, name) for name in ("own-comments", "summary", "findings", "basis"))
    assert [name for _, _, name in placed] == ["own-comments", "summary", "findings", "basis"]
    assert anchors["own-comments"].page == 0
    assert anchors["recommendation-43"].page <= anchors["basis"].page


def test_a_finding_that_is_longer_than_a_page_says_its_name_again_where_it_goes_on() -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(typeset("a finding of three pages", "2026"))
    texts = [page.get_textpage().get_text_range() for page in document]
    named = ["Recommendation 1, continued" in text for text in texts]
    assert sum(named) >= 2
    assert "Recommendation 2, continued" not in "".join(texts)


@every_edition
@pytest.mark.parametrize("document", LETTERS)
@pytest.mark.parametrize("case", ["one finding", "Welsh names", "a tall logo"])
def test_the_addressee_stands_in_the_window_of_an_envelope(case: str, document: str, edition: str) -> None:
    first = laid_out(case, edition, document).pages[0]
    names = [
        line
        for line in first
        if "Rt Hon" in line.text.replace("\xa0", " ") or "RtHon" in line.text or "Cooke" in line.text or "Ashdown" in line.text
    ]
    assert names, [line.text for line in first]
    top = names[0].top
    block = [line for line in first if line.top >= top - 1 and line.left < 105 * MM and line.top < top + 32 * MM]
    assert top > 45 * MM
    assert block[0].left > 20 * MM
    below = next(line for line in first if line.top > top and line.left < 60 * MM and _is_below_the_address(line.text))
    shown = [line for line in first if top - 1 <= line.top < below.top - 1 and line.left < 60 * MM]
    assert max(line.bottom for line in shown) < 90 * MM
    assert below.top > 88 * MM, "the window shows the address alone"


def _is_below_the_address(words: str) -> bool:
    """Whether it is the date or the salutation, whichever comes first at the left."""
    return words.startswith("Dear") or words.replace(" ", "").endswith("2023")


@every_edition
@pytest.mark.parametrize("document", LETTERS)
@pytest.mark.parametrize("case", ["one finding", "Welsh names", "a tall logo"])
def test_a_letter_of_usual_length_has_one_page(case: str, document: str, edition: str) -> None:
    letter = laid_out(case, edition, document)
    begins = letter.anchors["comments"].page if "comments" in letter.anchors else len(letter.pages)
    assert begins == 1
