"""The pictures in the documentation show what the program shows now, and somebody who does not see them learns what is in them."""

from __future__ import annotations

import re

import pytest
from PIL import Image

from tests.conftest import ROOT
from tests.doc_pictures import IMAGES, LARGEST, PICTURES, taken, words_in
from tests.preview.chromium import CHROMIUM, WITHOUT_CHROMIUM

KEPT = sorted(file.name for file in IMAGES.iterdir())
SHOWN = [
    (page.name, alternative, target.rpartition("/")[2])
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
    for alternative, target in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
]


def test_each_picture_is_shown_on_a_page_and_can_be_made_again() -> None:
    assert sorted(["pages.png", *PICTURES]) == KEPT
    assert {name for _, _, name in SHOWN} == set(KEPT)
    assert len(KEPT) == 6


@pytest.mark.parametrize(("page", "alternative", "name"), SHOWN)
def test_a_picture_says_in_words_what_it_shows(page: str, alternative: str, name: str) -> None:
    assert 40 <= len(" ".join(alternative.split())) <= 250, (page, name)


@pytest.mark.parametrize("name", KEPT)
def test_a_picture_is_no_burden(name: str) -> None:
    assert (IMAGES / name).stat().st_size <= LARGEST
    with Image.open(IMAGES / name) as image:
        assert image.width >= 900


@pytest.mark.slow  # it starts the program and a browser
@pytest.mark.skipif(CHROMIUM is None, reason=WITHOUT_CHROMIUM)
def test_the_pictures_show_what_the_program_shows_now() -> None:
    again = {name: picture.words for name, picture in taken(without="section-55.png")}
    assert len(again) == len(PICTURES) - 1
    assert all(len(words.split()) >= 10 for words in again.values())
    assert {name: words_in(IMAGES / name) for name in again} == again, "run: python -m tests.doc_pictures"
