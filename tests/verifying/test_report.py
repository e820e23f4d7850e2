"""The page of differences: whole, legible, safe to open, and nobody else's files touched."""

from __future__ import annotations

import itertools
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image

from pccresponse.foundation.errors import CannotRunError
from pccresponse.verifying.comparison import compare
from pccresponse.verifying.differences import Level
from pccresponse.verifying.verdict import Examined, write_report
from tests.verifying.papers import altered, without_first

FRAME = (214, 0, 110)


def examined(original: bytes, rebuilt: bytes, name: str = "comments") -> Examined:
    comparison = compare(original, rebuilt)
    return Examined(
        name=name,
        verdict="It does not say what its own files say.",
        level=comparison.level,
        causes=("Somebody changed the file.", "<b>Nobody</b> knows who."),
        comparison=comparison,
        original=original,
        rebuilt=rebuilt,
    )


@pytest.fixture(scope="session")
def tampered(paper: bytes) -> bytes:
    return altered(paper, lambda document: without_first(document, ","))


@pytest.fixture
def report(paper: bytes, tampered: bytes, tmp_path: Path) -> str:
    assert write_report(tmp_path, [examined(tampered, paper)]) == tmp_path / "report.html"
    return (tmp_path / "report.html").read_text("utf-8")


class Outline(HTMLParser):
    """Tags with their attributes, and the text of the headings."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "img", "link", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"{tag} closes what it did not open"

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def test_the_report_says_verdict_causes_and_every_difference(report: str) -> None:
    assert "It does not say what its own files say." in report
    assert "Somebody changed the file." in report
    assert "“Comments Good for children and the force knows …” in the file, " in report
    assert "Different" in report


def test_the_report_is_a_page_that_everybody_can_read(report: str) -> None:
    outline = Outline(report)
    assert outline.open == []
    assert outline.all("html") == [{"lang": "en-GB"}]
    assert len(outline.all("title")) == len(outline.all("h1")) == len(outline.all("main")) == 1
    levels = [int(tag[1]) for tag, _ in outline.tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert len(outline.all("table")) == len(outline.all("caption")) == 2
    assert all(header["scope"] in ("col", "row") for header in outline.all("th"))
    images = outline.all("img")
    assert len(images) == 2
    assert all("Page 1 of comments" in (image["alt"] or "") and "mm" in (image["alt"] or "") for image in images)
    assert "prefers-color-scheme: dark" in report


def test_the_report_runs_nothing_and_fetches_nothing(report: str) -> None:
    outline = Outline(report)
    assert not outline.all("script") + outline.all("link") + outline.all("iframe")
    assert not re.search(r"https?:|//|url\(|@import|\bon\w+=", report)


def test_words_of_a_stranger_are_escaped(report: str, paper: bytes, tmp_path: Path) -> None:
    assert "&lt;b&gt;Nobody&lt;/b&gt;" in report
    nasty = altered(paper, lambda document: document.docinfo.__setitem__("/Title", '"><script>alert(1)</script>{{ 7 * 7 }}'))
    write_report(tmp_path, [examined(nasty, paper, name='<img src=x onerror="x">')])
    source = (tmp_path / "report.html").read_text("utf-8")
    assert "<script" not in source
    assert "<img src=x" not in source
    assert "&lt;script&gt;" in source


def test_pages_that_differ_are_shown_side_by_side_with_a_frame(report: str, tampered: bytes, tmp_path: Path) -> None:
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "comments-page-1-original.png",
        "comments-page-1-rebuilt.png",
        "report.html",
    ]
    for side in ("original", "rebuilt"):
        assert f'src="comments-page-1-{side}.png"' in report
        with Image.open(tmp_path / f"comments-page-1-{side}.png") as picture:
            assert picture.size == (583, 827)
            colours = picture.convert("RGB").getcolors(1 << 20)
            assert colours
            assert any(colour == FRAME and count > 100 for count, colour in colours)
    assert "<figcaption>Page 1. On page 1, “Comments Good" in report


def test_a_page_in_one_document_only_is_shown_alone(paper: bytes, tmp_path: Path) -> None:
    shorter = altered(paper, lambda document: document.pages.__delitem__(1))
    write_report(tmp_path, [examined(shorter, paper)])
    assert (tmp_path / "comments-added-page-2-rebuilt.png").exists()
    assert "Page 2, only in the rebuilt document" in (tmp_path / "report.html").read_text("utf-8")


def test_documents_of_one_name_do_not_take_each_others_pictures(paper: bytes, tampered: bytes, tmp_path: Path) -> None:
    write_report(tmp_path, [examined(tampered, paper), examined(tampered, paper)])
    assert len(list(tmp_path.glob("*.png"))) == 4


def test_a_document_that_could_not_be_compared_is_told_without_pictures(tmp_path: Path) -> None:
    write_report(tmp_path, [Examined(name="invitation", verdict="The file cannot be read.", original=b"no")])
    source = (tmp_path / "report.html").read_text("utf-8")
    assert "The file cannot be read." in source
    assert "Not compared" in source
    write_report(tmp_path, [])
    assert "No document was examined." in (tmp_path / "report.html").read_text("utf-8")


def test_files_of_others_are_left_alone(paper: bytes, tampered: bytes, tmp_path: Path) -> None:
    (tmp_path / "comments.pdf").write_bytes(b"mine")
    (tmp_path / "notes.unfinished").write_bytes(b"mine too")
    write_report(tmp_path, [examined(tampered, paper)])
    assert (tmp_path / "comments.pdf").read_bytes() == b"mine"
    assert (tmp_path / "notes.unfinished").read_bytes() == b"mine too"


def test_a_report_that_cannot_be_written_leaves_nothing_behind(
    paper: bytes, tampered: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, mode: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "chmod", full)
        with pytest.raises(CannotRunError, match="No space left on device"):
            write_report(tmp_path, [examined(tampered, paper)])
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(CannotRunError):
        write_report(tmp_path / "file", [])


def test_level_and_number_of_differences_stand_in_the_first_table(paper: bytes, tmp_path: Path) -> None:
    same = altered(paper, lambda document: document.docinfo.__setitem__("/Title", "Another"))
    assert examined(same, paper).level is Level.IDENTICAL_TEXT
    write_report(tmp_path, [examined(same, paper)])
    source = (tmp_path / "report.html").read_text("utf-8")
    assert "<td>Identical text and tag tree</td>" in source
    assert "<td>2</td>" in source
