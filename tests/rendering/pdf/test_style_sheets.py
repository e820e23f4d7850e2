"""Style sheets are read once in a process, and it makes no difference to what is printed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pypdfium2
import pytest
import tinyhtml5

from pccresponse.rendering.pdf import render
from pccresponse.rendering.pdf.engine import OutsideResourceError, RenderingError
from pccresponse.rendering.pdf.resources import take_out
from tests.rendering.pdf.papers import EDITION, FACTS

PAGE = '<!DOCTYPE html><html lang="en-GB"><head><title>x</title>{head}</head><body><h1>Title</h1></body></html>'
LINK = '<link rel="stylesheet" href="a.css">'


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    shutil.copytree(EDITION / "fonts", tmp_path / "fonts")
    (tmp_path / "a.css").write_text('h1::after { content: " and more" }')
    return tmp_path


def printed(edition: Path, head: str = LINK) -> str:
    pdf = render(PAGE.format(head=head), facts=FACTS, edition=edition, text_font="Source Sans 3")
    return " ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))


def taken(edition: Path, head: str = LINK) -> tuple[int, int]:
    """How many sheets were taken out, and how many links are left."""
    tree = tinyhtml5.parse(PAGE.format(head=head), namespace_html_elements=False)
    sheets = take_out(tree, edition)
    return len(sheets), len(list(tree.iter("link")))


def test_a_plain_sheet_is_taken_out_and_applies(edition: Path) -> None:
    assert taken(edition) == (1, 0)
    assert "Title and more" in printed(edition)


def test_a_sheet_that_was_changed_is_read_anew(edition: Path) -> None:
    assert "Title and more" in printed(edition)
    (edition / "a.css").write_text('h1::after { content: " and else" }')
    assert "Title and else" in printed(edition)


def test_a_style_in_the_document_still_wins(edition: Path) -> None:
    assert "Title and mine" in printed(edition, f'<style>h1::after {{ content: " and mine" }}</style>{LINK}')


@pytest.mark.parametrize(
    "css",
    [
        'h1::after { content: " and more" !important }',
        "@media print { h1 { color: black } }",
        '@font-face { font-family: "X"; src: url(fonts/SourceSans3-Regular.ttf) }',
        '@import "b.css";',
        "@layer a { h1 { color: black } }",
        "@counter-style x { system: cyclic; symbols: x }",
    ],
)
def test_a_sheet_that_means_something_else_elsewhere_is_left_where_it_is_and_so_are_the_others(edition: Path, css: str) -> None:
    (edition / "b.css").write_text(css)
    both = f'{LINK}<link rel="stylesheet" href="b.css">'
    assert taken(edition, both) == (0, 2)


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="stylesheet" href="a.css" media="screen">',
        '<link rel="alternate stylesheet" href="a.css" title="x">',
        '<link rel="stylesheet" href="missing.css">',
        '<link rel="stylesheet" href="../a.css">',
        '<link rel="stylesheet">',
    ],
)
def test_a_link_that_is_not_plain_is_left_to_the_engine(edition: Path, head: str) -> None:
    assert taken(edition, head) == (0, 1)


def test_a_sheet_outside_the_edition_is_refused_as_before(edition: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "a.css"
    outside.write_text("h1 { color: red }")
    (edition / "a.css").unlink()
    (edition / "a.css").symlink_to(outside)
    with pytest.raises((OutsideResourceError, RenderingError)):
        printed(edition)


def test_every_sheet_of_the_packaged_editions_is_read_once() -> None:
    looked_at = 0
    for home in (EDITION, EDITION.with_name("2015")):
        names = sorted(path.relative_to(home).as_posix() for path in home.glob("css/*.css"))
        head = "".join(f'<link rel="stylesheet" href="{name}">' for name in names)
        assert taken(home, head) == (len(names), 0)
        looked_at += len(names)
    assert looked_at == 9
