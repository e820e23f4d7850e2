"""A document is heard once, in a person's order, however it falls on the pages."""

from __future__ import annotations

from pccresponse.rendering.markdown import to_html
from pccresponse.rendering.pdf import render
from tests.rendering.pdf.papers import EDITION, FACTS, IMAGES, LONG, SINK, rendered
from tests.rendering.pdf.reader import Document, Element


def outline(element: Element, *roles: str) -> list[str]:
    return [f"{each.role} {each.text}".strip() for each in element.all() if each.role in roles]


def test_the_parts_of_a_document_come_in_the_order_of_the_html(sink_read: Document) -> None:
    assert outline(sink_read.tree, "H1", "H2", "H3", "Caption", "Note") == [
        "H1 Title",
        "H2 One",
        "Note 1. What the note says, with a link.",
        "H3 Inner",
        "Caption Our logo",
        "Caption Spans",
        "H2 Two",
        "Caption Progress",
    ]


def test_a_footnote_is_heard_after_its_paragraph_and_its_number_refers_to_it(sink_read: Document) -> None:
    main = sink_read.tree.all("Part")[0]
    places = [kid.role for kid in main.kids if isinstance(kid, Element)]
    note = places.index("Note")
    assert places[note - 1] == "P"
    before = main.kids[note - 1]
    assert isinstance(before, Element)
    assert "a call1 in the sentence" in before.text
    assert [each.text for each in before.all("Reference")] == ["1"]
    assert str(main.all("Note")[0].raw.ID) == "note-1"


def test_a_list_item_has_a_label_and_a_body_and_a_nested_list_is_in_the_body(sink_read: Document) -> None:
    items = sink_read.tree.all("LI")
    assert len(items) == 8
    for item in items:
        roles = [kid.role for kid in item.kids if isinstance(kid, Element)]
        assert roles[-1] == "LBody"
        assert set(roles[:-1]) == {"Lbl"}
    assert [kid.role for kid in items[0].all("LBody")[0].kids if isinstance(kid, Element)] == ["P", "L"]
    assert [each.text for each in items[2].all("P")] == ["loose", "second"]
    assert [str(each.attribute("/ListNumbering")) for each in sink_read.tree.all("L")] == [
        "/Disc", "/Circle", "/Decimal", "/None", "/None",
    ]  # fmt: skip


def test_terms_are_labels_of_their_descriptions(sink_read: Document) -> None:
    terms = [item for item in sink_read.tree.all("LI") if item.all("Lbl")[0].text.isalpha()]
    heard = [([each.text for each in item.all("Lbl")], item.all("LBody")[0].text) for item in terms]
    assert heard == [(["Term"], "Meaning"), (["Other", "Same"], "Both"), (["Wrapped"], "In a div")]


def test_a_table_of_contents_is_one_and_its_leaders_are_not_heard(sink_read: Document) -> None:
    contents = sink_read.tree.all("TOC")
    assert len(contents) == 2
    assert [each.text for each in sink_read.tree.all("TOCI")] == ["1. One 1" + "1. Inner 1", "1. Inner 1", "2. Two 2"]
    assert len([each for each in contents[0].all("Reference") if each.all("Link")]) == 3
    assert sum("...." in text or text == "." for _, _, text in sink_read.artifacts) > 30


def test_a_paragraph_over_two_pages_is_one_paragraph_without_a_lost_space(sink_read: Document) -> None:
    paragraphs = [each for each in sink_read.tree.all("P") if each.text.startswith(LONG * 4)]
    assert len(paragraphs) == 1
    assert len(paragraphs[0].pages) == 2
    assert paragraphs[0].text.strip() == (LONG * 30).strip()


def test_words_in_different_type_keep_the_space_between_them(sink_read: Document) -> None:
    assert "Plain, stressed strong and a nested link, then a call1 in the sentence. PCC Heddlu Gogledd Cymru" in sink_read.tree.text


def test_a_break_inside_a_word_adds_no_space() -> None:
    style = '@page { size: 60mm 200mm; margin: 5mm } body { font: 10pt "Source Sans 3"; overflow-wrap: anywhere }'
    address = "https://example.org/" + "reallyquitelong" * 6
    words = f"See {address} and well-being-of-everyone-in-the-land or else 5 – 6 and so on to the end of it all."
    assert Document(rendered(f"<p>{words}</p>", style)).tree.text == words


def test_a_forced_break_parts_two_words() -> None:
    assert Document(rendered("<p>First line<br>second line</p>")).tree.text == "First line second line"


def test_a_number_that_is_set_in_a_column_of_its_own_is_parted_from_its_heading() -> None:
    style = "h1 { display: flex } h2 { display: grid; grid-template-columns: 1cm 1fr } h3 span { display: block }"
    numbered = "".join(f"<h{level}><span>{level}</span><span>Heading</span></h{level}>" for level in (1, 2, 3))
    document = Document(rendered(numbered, style))
    assert [each.text.split() for each in document.tree.all() if each.role.startswith("H")] == [
        [str(n), "Heading"] for n in (1, 2, 3)
    ]


def test_lists_quotations_and_links_over_pages_are_each_one() -> None:
    long = LONG * 40
    body = f"<ol><li>{long}</li></ol><blockquote><p>{long}</p></blockquote><p><a href='https://e.org/'>{long}</a></p>"
    tree = Document(rendered(body)).tree
    for role in ("L", "LI", "LBody", "BlockQuote", "Link"):
        found = tree.all(role)
        assert len(found) == 1, role
        assert len(found[0].pages) >= 2, role
    assert [tree.all(role)[0].text.strip() for role in ("LBody", "BlockQuote", "Link")] == [long.strip()] * 3


def test_columns_and_cells_side_by_side_are_heard_one_after_the_other() -> None:
    cell = LONG * 20
    body = f"<table><tr><td>{cell}</td><td>{cell}</td></tr></table><div style='columns: 2'><p>{cell}</p><p>end</p></div>"
    tree = Document(rendered(body)).tree
    cells = tree.all("TD")
    assert [each.text.strip() for each in cells] == [cell.strip()] * 2
    assert all(len(each.pages) >= 2 for each in cells)
    assert [each.text.strip() for each in tree.all("P")] == [cell.strip(), "end"]


def test_a_link_says_in_words_where_it_leads(sink_read: Document) -> None:
    words = [str(annotation.Contents) for page in sink_read.pdf.pages for annotation in page.obj.get("/Annots", [])]
    assert len(words) >= 9
    assert {"a nested link", "a link", "One", "Inner", "Two", LONG.strip() + (" " + LONG.strip()) * 2} == set(words)


def test_language_and_abbreviations_are_said(sink_read: Document) -> None:
    spans = sink_read.tree.all("Span")
    assert [(str(each.raw.get("/E", "")), str(each.raw.get("/Lang", "")), each.text) for each in spans] == [
        ("Police and Crime Commissioner", "", "PCC"),
        ("", "cy", "Heddlu Gogledd Cymru"),
    ]


def test_pictures_are_described_and_stand_where_their_box_says(sink_read: Document) -> None:
    figures = sink_read.tree.all("Figure")
    assert [str(each.raw.Alt) for each in figures] == ["The logo", "A chart of two bars"]
    for figure in figures:
        left, bottom, right, top = map(float, figure.attribute("/BBox"))
        assert 0 < left < right < 420
        assert 0 < bottom < top < 596


def test_no_structure_element_is_empty_but_for_cells(sink_read: Document) -> None:
    elements = sink_read.tree.all()
    assert len(elements) > 150
    assert {each.role for each in elements if not each.kids and not len(each.raw.get("/K", []))} <= {"TD", "TH"}


def test_all_marks_are_heard_and_none_twice(sink_read: Document) -> None:
    heard = sum(isinstance(kid, str) for each in sink_read.tree.all() for kid in each.kids)
    assert heard == len(sink_read.marked) > 200
    parents = dict(zip(*[iter(sink_read.pdf.Root.StructTreeRoot.ParentTree.Nums)] * 2, strict=True))
    for number, page in enumerate(sink_read.pdf.pages):
        marks = {mark for at, mark in sink_read.marked if at == number}
        assert marks == set(range(len(parents[page.obj.StructParents])))


def test_the_same_document_says_the_same_on_any_paper() -> None:
    papers = [SINK.replace("A5", size).replace("target-counter(attr(href), page)", "") for size in ("A3", "A6")]
    read = [Document(render(each, facts=FACTS, edition=EDITION, text_font="Source Sans 3", images=IMAGES)) for each in papers]
    assert len({len(each.pdf.pages) for each in read}) == 2
    assert len({tuple(each.role for each in document.tree.all()) for document in read}) == 1
    assert len({"".join(document.tree.text.split()) for document in read}) == 1


def test_a_list_counts_from_the_number_that_it_was_given() -> None:
    html = to_html("3. three\n4. four\n\n   7. in it\n9. nine", heading_level=2, key="k")
    tree = Document(rendered(f"<h1>T</h1>{html}")).tree
    assert [each.text.strip() for each in tree.all("Lbl")] == ["3.", "4.", "7.", "9."]
