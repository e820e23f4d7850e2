"""What repeats on every page is on the page and not in the document."""

from __future__ import annotations

from tests.rendering.pdf.reader import Document


def test_running_heads_and_page_numbers_are_pagination_artifacts(sink_read: Document) -> None:
    pages = len(sink_read.pdf.pages)
    assert pages >= 6
    for number in range(pages):
        texts = [text for page, kind, text in sink_read.artifacts if page == number and kind == "/Pagination"]
        assert "South Yorkshire, running head".replace(" ", "") in "".join(texts).replace(" ", "")
        assert f"Page {number + 1} of {pages}" in "".join(texts)


def test_furniture_is_not_heard(sink_read: Document) -> None:
    assert "running head" not in sink_read.tree.text
    assert "Page 1 of" not in sink_read.tree.text


def test_a_link_in_a_running_head_is_no_link_on_the_page(sink_read: Document) -> None:
    addresses = [
        str(annotation.A.URI) for page in sink_read.pdf.pages for annotation in page.obj.get("/Annots", []) if "/A" in annotation
    ]
    assert addresses == ["https://example.org/a"]


def test_what_the_author_hides_from_readers_that_speak_is_decoration(sink_read: Document) -> None:
    assert [text for _, kind, text in sink_read.artifacts if text == "Only for show" and not kind] == ["Only for show"]
    assert "Only for show" not in sink_read.tree.text
    assert len(sink_read.tree.all("Figure")) == 2, "a picture with an empty alt is decoration too"
