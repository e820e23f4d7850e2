"""Real documents, really tampered with: what is found, in which words, and how far the two still agree."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time
from typing import Any

import msgspec
import pikepdf
import pytest
from PIL import Image

from pccresponse.foundation.errors import UnreadablePdfError
from pccresponse.rendering.pdf.engine import EmbeddedFile
from pccresponse.verifying.comparison import compare
from pccresponse.verifying.differences import MOST_DIFFERENCES, Comparison, Difference, ItemKind, Level
from pccresponse.verifying.read_pages import pages_of
from tests.rendering.pdf.papers import LONG, paragraph
from tests.verifying import hostile
from tests.verifying.papers import BODY, INPUTS, altered, elements, made, without_first

Change = Callable[[pikepdf.Pdf], Any]


def messages(comparison: Comparison, kind: ItemKind) -> list[str]:
    return [difference.message for difference in comparison.differences if difference.kind == kind]


def kinds(comparison: Comparison) -> set[ItemKind]:
    """What differs, apart from the name of the file, which any change changes."""
    return {difference.kind for difference in comparison.differences} - {"identifier"}


def after(paper: bytes, change: Change) -> Comparison:
    return compare(altered(paper, change), paper)


def test_levels_are_in_order() -> None:
    assert Level.DIFFERENT < Level.IDENTICAL_TEXT < Level.IDENTICAL_PICTURES < Level.IDENTICAL_BYTES
    assert [level.value for level in Level] == [
        "different",
        "identical text and tag tree",
        "identical page pictures",
        "identical bytes",
    ]


def test_the_same_bytes_are_the_same(paper: bytes) -> None:
    assert compare(paper, paper) == Comparison(level=Level.IDENTICAL_BYTES)


def test_a_document_that_another_program_only_saved_looks_the_same(paper: bytes) -> None:
    comparison = after(paper, lambda document: None)
    assert comparison.level is Level.IDENTICAL_PICTURES
    assert kinds(comparison) == set()
    assert messages(comparison, "identifier")


def test_objects_that_another_program_shares_or_copies_are_the_same_content(paper: bytes) -> None:
    shared: list[int] = []

    def share(document: pikepdf.Pdf) -> None:
        common: dict[bytes, Any] = {}
        for role in ("TH", "Figure", "Table", "L"):
            for element in elements(document, role):
                if isinstance(attributes := element.get("/A"), pikepdf.Dictionary):
                    element.A = common.setdefault(attributes.unparse(), document.make_indirect(attributes))
        shared.append(len(common))

    def copy(document: pikepdf.Pdf) -> None:
        for page in document.pages:
            page.obj.Resources = document.make_indirect(pikepdf.Dictionary(dict(page.obj.Resources.items())))

    for change in (share, copy):
        comparison = after(paper, change)
        assert comparison.level is Level.IDENTICAL_PICTURES
        assert kinds(comparison) <= {"object"}
        assert not [each for each in messages(comparison, "object") if "holds" not in each and "written in a different" not in each]
    assert shared[0] > 1


def test_where_too_many_objects_would_have_to_be_compared_the_verdict_stays(paper: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pccresponse.verifying.comparison._MOST_PAIRS", 50)
    comparison = after(paper, lambda document: None)
    assert comparison.level is Level.IDENTICAL_PICTURES
    assert messages(comparison, "object") == ["More than 50 objects were compared. The others were not."]


def test_an_object_of_many_parts_is_not_walked_where_only_one_file_has_it(paper: bytes) -> None:
    def add(document: pikepdf.Pdf) -> None:
        document.Root.PieceInfo = pikepdf.Dictionary(X=pikepdf.Array([pikepdf.Dictionary(N=number) for number in range(20_000)]))

    started = process_time()
    comparison = after(paper, add)
    assert messages(comparison, "object") == ["The object at “Root > PieceInfo” differs, which shows nowhere."]
    assert process_time() - started < 30


def test_the_identifier_alone_is_named_as_what_differs(paper: bytes) -> None:
    at = paper.rindex(b"/ID [<") + len(b"/ID [<")
    other = paper[:at] + (b"0" if paper[at : at + 1] != b"0" else b"1") + paper[at + 1 :]
    comparison = compare(other, paper)
    assert comparison.level is Level.IDENTICAL_PICTURES
    assert [difference.kind for difference in comparison.differences] == ["identifier"]


def test_bytes_that_stand_for_nothing_are_said_to_show_nowhere(paper: bytes) -> None:
    comparison = compare(paper + b"\n", paper)
    assert comparison.level is Level.IDENTICAL_PICTURES
    assert messages(comparison, "object") == [
        "The bytes differ in a part of the file that nobody sees or hears: the same content is written in a different way."
    ]


def test_a_comma_taken_out_of_the_file_is_shown_exactly(paper: bytes) -> None:
    comparison = after(paper, lambda document: without_first(document, ","))
    assert comparison.level is Level.DIFFERENT
    assert [difference for difference in comparison.differences if difference.kind == "text"] == [
        Difference(
            kind="text",
            page=1,
            message="On page 1, “Comments Good for children and the force knows …” in the file, "
            "“Comments Good for children, and the force knows …” made again.",
            was="Comments Good for children and the force knows …",
            now="Comments Good for children, and the force knows …",
        )
    ]
    assert kinds(comparison) == {"text"}
    (page,) = comparison.changed_pages
    assert (page.original, page.rebuilt) == (1, 1)
    assert page.region
    assert 0 < page.region.fraction < 0.05
    assert page.region.height < 8, "one line, in millimetres"


def test_a_comma_taken_out_of_the_source_is_shown_exactly(paper: bytes) -> None:
    comparison = compare(paper, made(BODY.replace("children,", "children")))
    assert messages(comparison, "text") == [
        "On page 1, “Comments Good for children, and the force knows …” in the file, “Comments Good for children and the force knows …” made again."
    ]


def test_text_that_nobody_sees_is_found(paper: bytes) -> None:
    def change(document: pikepdf.Pdf) -> None:
        font = next(iter(document.pages[1].obj.Resources.Font.keys()))
        drawn = b" BT %b 9 Tf 3 Tr 50 50 Td <00010002> Tj ET" % font.encode()
        document.pages[1].contents_add(drawn)

    comparison = after(paper, change)
    assert comparison.level is Level.DIFFERENT
    (difference,) = (each for each in comparison.differences if each.kind == "text")
    assert difference.page == 2
    assert comparison.changed_pages == ()


def test_instructions_that_leave_no_trace_are_found(paper: bytes) -> None:
    comparison = after(paper, lambda document: document.pages[2].contents_add(b"q Q"))
    assert comparison.level is Level.IDENTICAL_PICTURES
    assert messages(comparison, "drawing")[0].startswith("Page 3 looks the same, but is drawn ")
    assert {difference.page for difference in comparison.differences if difference.kind == "drawing"} == {3}


def test_a_line_drawn_on_a_page_is_placed_in_millimetres(paper: bytes) -> None:
    # A square of an inch, an inch from the left and an inch from the bottom of A5, whose height is 210 mm.
    comparison = after(
        paper, lambda document: document.pages[1].contents_add(b" Q Q Q q 1 0 0 1 0 0 cm 1 0 0 rg 72 72 72 72 re f Q")
    )
    (page,) = comparison.changed_pages
    region = page.region
    assert region
    assert region.width == pytest.approx(25.4, abs=0.6)
    assert region.height == pytest.approx(25.4, abs=0.6)
    assert kinds(comparison) == {"picture"}
    assert comparison.level is Level.IDENTICAL_TEXT
    (message,) = messages(comparison, "picture")
    assert "Page 2 looks different, though its text is the same" in message
    assert "25 by 25 mm" in message or "26 by 26 mm" in message
    assert region.fraction == pytest.approx(25.4 * 25.4 / (148 * 210), rel=0.05)


def test_a_dot_of_a_picture_is_found(paper: bytes) -> None:
    def change(document: pikepdf.Pdf) -> None:
        (image,) = (each for each in document.objects if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image")
        picture = pikepdf.PdfImage(image).as_pil_image().convert("RGB")
        picture.putpixel((20, 10), (0, 0, 0))
        image.write(picture.tobytes())
        for key in ("/DecodeParms", "/SMask"):
            if key in image:
                del image[key]

    comparison = after(paper, change)
    assert comparison.level is Level.IDENTICAL_TEXT
    (message,) = messages(comparison, "picture")
    assert "Page 1 looks different" in message


def test_an_alternative_text_is_compared(paper: bytes) -> None:
    def change(document: pikepdf.Pdf) -> None:
        next(elements(document, "Figure")).Alt = pikepdf.String("Something else")

    comparison = after(paper, change)
    assert comparison.level is Level.DIFFERENT
    (difference,) = (each for each in comparison.differences if each.kind == "tags")
    assert difference.message.startswith("In the tag tree, the Alt of “Document")
    assert "Figure”: “Something else” in the file, “The mark of the office” made again." in difference.message
    assert difference.page == 1
    assert kinds(comparison) == {"tags"}


def test_a_heading_that_became_a_paragraph_is_found(paper: bytes) -> None:
    def change(document: pikepdf.Pdf) -> None:
        next(elements(document, "H2")).S = pikepdf.Name.P

    comparison = after(paper, change)
    assert comparison.level is Level.DIFFERENT
    (message,) = messages(comparison, "tags")
    assert message.endswith("H2 1” made again.")
    assert " > P " in message


def test_the_scope_of_a_header_cell_is_compared_and_its_row_named(paper: bytes) -> None:
    def change(document: pikepdf.Pdf) -> None:
        cells = [each for each in elements(document, "TH") if each.A.get("/Scope") == "/Row"]
        cells[1].A.Scope = pikepdf.Name.Column

    (message,) = messages(after(paper, change), "tags")
    assert "the Table.Scope of “Document > " in message
    assert "> row 2 > TH”: “Column” in the file, “Row” made again." in message


def test_two_paragraphs_that_change_places_for_a_screen_reader_are_found(paper: bytes) -> None:
    def change(document: pikepdf.Pdf) -> None:
        first, second = (each for each in elements(document, "TD"))
        first.K, second.K = second.K, first.K

    comparison = after(paper, change)
    assert comparison.level is Level.DIFFERENT
    first, second = messages(comparison, "tags")
    assert first.startswith("A screen reader finds other words in “Document")
    assert first.endswith("TD”: “Training” in the file, “Counting” made again.")
    assert second.endswith("TD”: “Counting” in the file, “Training” made again.")


def _in_contents(document: pikepdf.Pdf, *changes: tuple[bytes, bytes]) -> None:
    """Put other bytes into what draws the first page, all at once."""
    sheet = document.pages[0].obj
    content = sheet.Contents.read_bytes()
    for number, (old, _) in enumerate(changes):
        assert content.count(old) == 1, old
        content = content.replace(old, b"@%d@" % number)
    for number, (_, new) in enumerate(changes):
        content = content.replace(b"@%d@" % number, new)
    sheet.Contents = document.make_stream(content)


def test_words_that_change_places_under_their_marks_are_found(paper: bytes) -> None:
    marks = [b"<</MCID 0>>", b"<</MCID 8>>"]

    def change(document: pikepdf.Pdf) -> None:
        _in_contents(document, (marks[0], marks[1]), (marks[1], marks[0]))

    comparison = after(paper, change)
    assert comparison.level is Level.DIFFERENT
    assert comparison.changed_pages == (), "nobody sees it"
    told = messages(comparison, "tags")
    assert len(told) == 2
    assert "> H1”: “The force has reviewed every open case.” in the file, “Comments” made again." in told[0]


def test_words_that_a_screen_reader_would_pass_over_are_found(paper: bytes) -> None:
    comparison = after(paper, lambda document: _in_contents(document, (b"/Span\n<</MCID 8>>\nBDC", b"/Artifact BMC")))
    assert comparison.level is Level.DIFFERENT
    assert comparison.changed_pages == ()
    told = " ".join(messages(comparison, "tags"))
    assert "“The force has reviewed every open case.” is missing in the file" in told
    assert "On page 1, a screen reader passes over other words: “The force has reviewed every open case.” is only in" not in told
    assert "a screen reader passes over other words" in told


def test_words_under_a_mark_that_the_tree_does_not_know_are_found(paper: bytes) -> None:
    comparison = after(paper, lambda document: _in_contents(document, (b"<</MCID 8>>", b"<</MCID 99>>")))
    assert comparison.level is Level.DIFFERENT
    assert any("a screen reader passes over" in message for message in messages(comparison, "tags"))


def test_a_picture_taken_out_of_its_mark_is_found(paper: bytes) -> None:
    comparison = after(paper, lambda document: _in_contents(document, (b"/Figure\n<</MCID 17>>\nBDC", b"/Artifact BMC")))
    assert comparison.level is Level.DIFFERENT
    assert any("> Figure”" in message for message in messages(comparison, "tags"))


@pytest.mark.parametrize("key", ["ActualText", "Alt", "E", "Lang"])
def test_words_put_in_the_place_of_others_at_their_mark_are_found(paper: bytes, key: str) -> None:
    new = b"<</MCID 8 /%b (Nothing)>>" % key.encode()
    comparison = after(paper, lambda document: _in_contents(document, (b"<</MCID 8>>", new)))
    assert comparison.level is Level.DIFFERENT


def test_pages_that_change_their_places_in_the_table_of_marks_are_found(paper: bytes) -> None:
    def change(document: pikepdf.Pdf) -> None:
        first, second = document.pages[0].obj, document.pages[1].obj
        first.StructParents, second.StructParents = second.StructParents, first.StructParents

    comparison = after(paper, change)
    assert comparison.level is Level.DIFFERENT
    assert messages(comparison, "tags")


def _of_first_page(document: pikepdf.Pdf, category: str, **entries: Any) -> None:
    resources = document.pages[0].obj.Resources
    if f"/{category}" not in resources:
        resources[f"/{category}"] = pikepdf.Dictionary()
    for name, value in entries.items():
        resources[f"/{category}"][f"/{name}"] = value


def _image(document: pikepdf.Pdf) -> Any:
    return next(each for each in document.objects if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image")


def _white(document: pikepdf.Pdf) -> Any:
    """A colour space in which every colour is white."""
    tint = pikepdf.Stream(document, b"{pop pop pop 1 1 1}", FunctionType=4, Domain=[0, 1, 0, 1, 0, 1], Range=[0, 1, 0, 1, 0, 1])
    names = pikepdf.Array([pikepdf.Name.Red, pikepdf.Name.Green, pikepdf.Name.Blue])
    return pikepdf.Array([pikepdf.Name.DeviceN, names, pikepdf.Name.DeviceRGB, document.make_indirect(tint)])


OTHERWISE_ELSEWHERE: dict[str, Change] = {
    "DefaultRGB": lambda document: _of_first_page(document, "ColorSpace", DefaultRGB=_white(document)),
    "DefaultGray": lambda document: _of_first_page(document, "ColorSpace", DefaultGray=_white(document)),
    "Alternates": lambda document: _image(document).__setitem__(
        "/Alternates", pikepdf.Array([pikepdf.Dictionary(Image=_image(document), DefaultForPrinting=True)])
    ),
    "OPI": lambda document: _image(document).__setitem__("/OPI", pikepdf.Dictionary()),
    "TR": lambda document: _in_every_state(document, "/TR", pikepdf.Name.Identity),
    "HT": lambda document: _in_every_state(document, "/HT", pikepdf.Name.Default),
    "OP": lambda document: _in_every_state(document, "/OP", True),
    "FontFile": lambda document: [
        each.__setitem__("/FontFile", each.get("/FontFile2", each.get("/FontFile3")))
        for each in document.objects
        if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor"
    ],
}


def _in_every_state(document: pikepdf.Pdf, key: str, value: Any) -> None:
    states = document.pages[0].obj.Resources.ExtGState
    for name in states.keys():  # noqa: SIM118
        states[name][key] = value


@pytest.mark.parametrize("key", OTHERWISE_ELSEWHERE)
def test_what_another_viewer_would_show_otherwise_is_found_though_it_looks_the_same_here(paper: bytes, key: str) -> None:
    comparison = after(paper, OTHERWISE_ELSEWHERE[key])
    assert comparison.level is Level.IDENTICAL_TEXT
    (message,) = messages(comparison, "alternative")
    assert f"/{key}" in message
    assert "page 1" in message.lower()


def test_instructions_that_the_document_has_no_use_for_are_found(paper: bytes) -> None:
    comparison = after(paper, lambda document: document.pages[1].contents_add(b"BX nonsense EX /Perceptual ri"))
    assert comparison.level is Level.IDENTICAL_TEXT
    told = " ".join(messages(comparison, "means"))
    assert "BX" in told
    assert "nonsense" in told
    assert "ri" in told


def test_a_table_of_marks_that_was_changed_is_found(paper: bytes) -> None:
    def change(document: pikepdf.Pdf) -> None:
        owners = document.Root.StructTreeRoot.ParentTree.Nums[1]
        owners[0], owners[1] = owners[1], owners[0]

    comparison = after(paper, change)
    assert comparison.level is Level.DIFFERENT
    assert messages(comparison, "tags")
    assert all("neither shown nor spoken" in message for message in messages(comparison, "tags"))


def test_a_link_that_leads_elsewhere_is_found(paper: bytes) -> None:
    def change(document: pikepdf.Pdf) -> None:
        link = next(each for each in document.pages[0].obj.Annots if "/A" in each and "/URI" in each.A)
        link.A.URI = pikepdf.String("https://example.org/repord")

    comparison = after(paper, change)
    assert comparison.level is Level.DIFFERENT
    assert kinds(comparison) == {"links"}
    assert messages(comparison, "links") == [
        "On page 1, the link “the report” leads elsewhere: “https://example.org/repord” in the file, “https://example.org/report” made again."
    ]


def test_a_link_that_was_moved_or_taken_away_is_found(paper: bytes) -> None:
    def move(document: pikepdf.Pdf) -> None:
        document.pages[0].obj.Annots[0].Rect = pikepdf.Array([10, 10, 90, 20])

    def remove(document: pikepdf.Pdf) -> None:
        del document.pages[0].obj.Annots[0]

    (moved,) = messages(after(paper, move), "links")
    assert moved.endswith("lies elsewhere on the page.")
    (removed,) = messages(after(paper, remove), "links")
    assert removed == "On page 1, the link “the report, which leads to https://example.org/report” is missing in the file."


def test_the_outline_is_compared(paper: bytes) -> None:
    def change(document: pikepdf.Pdf) -> None:
        document.Root.Outlines.First.Title = pikepdf.String("Other comments")

    comparison = after(paper, change)
    assert comparison.level is Level.DIFFERENT
    assert messages(comparison, "outline") == ["In the outline, “Other comments” in the file, “Comments” made again."]


def test_the_title_in_the_metadata_is_compared(paper: bytes) -> None:
    comparison = after(paper, lambda document: document.docinfo.__setitem__("/Title", "Another"))
    assert comparison.level is Level.IDENTICAL_TEXT
    (message,) = messages(comparison, "metadata")
    assert message.startswith("What the document says of itself (“Title”): “Another” in the file, “Comments on ")


def test_the_metadata_packet_is_compared(paper: bytes) -> None:
    def change(document: pikepdf.Pdf) -> None:
        document.Root.Metadata.write(document.Root.Metadata.read_bytes().replace(b"Child protection", b"Child protecting"))

    comparison = after(paper, change)
    assert comparison.level is Level.IDENTICAL_TEXT
    (message,) = (each for each in messages(comparison, "metadata") if "“metadata packet”" in each and "protecting" in each)
    assert "protection" in message


def test_the_names_of_the_programs_do_not_count_against_the_pictures(paper: bytes) -> None:
    def change(document: pikepdf.Pdf) -> None:
        document.docinfo["/Producer"] = "WeasyPrint 69.0"
        document.docinfo["/Creator"] = "pccresponse 0.0.9"
        packet = document.Root.Metadata.read_bytes()
        document.Root.Metadata.write(packet.replace(b"<pdf:Producer>WeasyPrint", b"<pdf:Producer>Pressoir"))

    comparison = after(paper, change)
    assert comparison.level is Level.IDENTICAL_PICTURES
    assert kinds(comparison) == {"producer"}
    assert len(messages(comparison, "producer")) == 3


def test_a_word_in_an_attachment_is_shown(paper: bytes) -> None:
    def change(document: pikepdf.Pdf) -> None:
        stream = document.Root.AF[1].EF.F
        stream.write(stream.read_bytes().replace(b"56", b"65"))

    comparison = after(paper, change)
    assert messages(comparison, "attachment") == [
        "In the attachment “response.yaml”, “… title: Child protection days: 65” in the file, “… title: Child protection days: 56” made again.",
        "The attachment “response.yaml” of the original does not have the checksum that is given for it.",
    ]
    assert comparison.level is Level.IDENTICAL_PICTURES, "what is attached is no part of what is read"


def test_an_attachment_that_came_or_went_is_found(paper: bytes) -> None:
    extra = EmbeddedFile(name="law.zip", content=bytes(range(256)), media_type="application/zip", description="The law.")
    more = made(inputs=(*INPUTS, extra))
    assert "The attachment “law.zip” is only in the rebuilt document." in messages(compare(paper, more), "attachment")
    assert "The attachment “law.zip” is only in the original." in messages(compare(more, paper), "attachment")
    other = made(inputs=(*INPUTS, msgspec.structs.replace(extra, content=bytes(9))))
    assert "The attachment “law.zip” has other contents: 9 bytes, and 256 in the rebuilt document." in messages(
        compare(other, more), "attachment"
    )


def test_what_is_said_of_an_attachment_is_compared(paper: bytes) -> None:
    def change(document: pikepdf.Pdf) -> None:
        document.Root.AF[0].Desc = pikepdf.String("Another description")

    (message,) = messages(after(paper, change), "attachment")
    assert "Desc" in message


def test_what_the_document_would_do_by_itself_is_found(paper: bytes) -> None:
    def change(document: pikepdf.Pdf) -> None:
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))

    comparison = after(paper, change)
    assert comparison.level is Level.IDENTICAL_TEXT
    assert messages(comparison, "behaviour") == [
        "What the document does by itself (“OpenAction”): “an action of the kind JavaScript” is only in the file."
    ]


def test_a_remark_put_on_a_page_is_found(paper: bytes) -> None:
    def change(document: pikepdf.Pdf) -> None:
        remark = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[10, 10, 30, 30], Contents=pikepdf.String("Not true")
        )
        document.pages[1].obj.Annots = pikepdf.Array([document.make_indirect(remark)])

    (message,) = messages(after(paper, change), "behaviour")
    assert message == "On page 2, the annotation “Not true (Text)” is only in the file."


def test_a_font_file_that_was_changed_is_named(paper: bytes) -> None:
    def change(document: pikepdf.Pdf) -> None:
        descriptor = next(
            each
            for each in document.objects
            if isinstance(each, pikepdf.Dictionary)
            and each.get("/Type") == "/FontDescriptor"
            and str(each.FontName).endswith("Source-Serif-4-Bold")
        )
        stream: Any = descriptor.get("/FontFile2", descriptor.get("/FontFile3"))
        stream.write(stream.read_bytes() + b"\0\0\0\0")

    comparison = after(paper, change)
    assert comparison.level is Level.IDENTICAL_PICTURES
    assert messages(comparison, "font") == ["The font file of “Source-Serif-4-Bold” is another."]


def test_a_font_file_damaged_beyond_reading_is_named_and_not_refused(paper: bytes) -> None:
    def change(document: pikepdf.Pdf) -> None:
        for each in document.objects:
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor":
                stream: Any = each.get("/FontFile2", each.get("/FontFile3"))
                stream.write(stream.read_raw_bytes()[:-9] + b"no zlib..", filter=pikepdf.Name.FlateDecode)

    assert "The font file of “Source-Serif-4-Bold” is another." in messages(after(paper, change), "font")


def test_a_page_that_was_taken_out_is_named_and_the_others_are_still_compared(paper: bytes) -> None:
    def change(document: pikepdf.Pdf) -> None:
        del document.pages[1]

    comparison = after(paper, change)
    assert comparison.level is Level.DIFFERENT
    assert messages(comparison, "pages") == [
        "The original has 2 pages, the rebuilt document 3.",
        "Page 2 of the rebuilt document is not in the original.",
    ]
    assert kinds(comparison) & {"text", "picture"} == set()
    assert [(page.original, page.rebuilt) for page in comparison.changed_pages] == [(None, 2)]


def test_pages_in_another_order_are_recognised(paper: bytes) -> None:
    def change(document: pikepdf.Pdf) -> None:
        kids = document.Root.Pages.Kids
        kids[1], kids[2] = kids[2], kids[1]

    comparison = after(paper, change)
    assert comparison.level is Level.DIFFERENT
    (message,) = messages(comparison, "pages")
    assert message in (
        "Page 2 of the original is page 3 of the rebuilt document.",
        "Page 3 of the original is page 2 of the rebuilt document.",
    )
    assert comparison.changed_pages == ()


def test_a_page_put_in_front_leaves_the_others_to_be_recognised(paper: bytes) -> None:
    more = made(BODY.replace("<main>", '<main><h1>Foreword</h1><p style="break-after: page">Few words.</p>', 1))
    comparison = compare(paper, more)
    assert messages(comparison, "pages") == [
        "The original has 3 pages, the rebuilt document 4.",
        "Page 1 of the rebuilt document is not in the original.",
    ]
    told = messages(comparison, "text")
    assert len(told) == 3
    assert all("Page" in message and "of 4" in message for message in told), "nothing but their numbers changed"


def test_a_page_that_was_turned_is_found(paper: bytes) -> None:
    comparison = after(paper, lambda document: document.pages[1].rotate(90, relative=False))
    assert comparison.level < Level.IDENTICAL_PICTURES
    assert messages(comparison, "page size") == ["Page 2 has another Rotate: “90” is only in the file."]
    assert [(page.original, page.region) for page in comparison.changed_pages] == [(2, None)]


def test_what_was_added_after_the_end_of_the_file_is_told(paper: bytes) -> None:
    end = b"\nstartxref\n%d\n%%%%EOF\n" % int(paper.rsplit(b"startxref", 1)[1].split()[0])
    assert "Somebody added to the original after it was made. It ends 2 times, the rebuilt document 1." in messages(
        compare(paper + end, paper), "object"
    )


def test_damage_is_told(paper: bytes) -> None:
    broken = paper[: paper.rindex(b"startxref")] + b"startxref\n7\n%%EOF\n"
    comparison = compare(broken, paper)
    assert messages(comparison, "damage")
    assert comparison.level is Level.IDENTICAL_PICTURES


def test_no_more_differences_are_listed_than_anybody_reads() -> None:
    words = [" ".join(f"{kind}{number} the same three" for number in range(900)) for kind in ("old", "new")]
    old, new = (made(paragraph(each), inputs=()) for each in words)
    comparison = compare(old, altered(new, lambda document: document.docinfo.__setitem__("/Title", "Another")))
    assert len(comparison.differences) <= MOST_DIFFERENCES
    assert comparison.level is Level.DIFFERENT
    assert messages(comparison, "metadata"), "a kind with few differences is not crowded out by one with many"


def test_nothing_of_a_stranger_is_printed_as_it_is(paper: bytes) -> None:
    def change(document: pikepdf.Pdf) -> None:
        document.docinfo["/Title"] = "\x1b[31mred\u202e" + "x" * 5000

    (message,) = messages(after(paper, change), "metadata")
    assert message.isprintable()
    assert "<U+001B>" in message
    assert len(message) < 1000


def test_a_file_that_cannot_be_read_is_refused_whichever_it_is(paper: bytes) -> None:
    for pair in ((b"no", paper), (paper, b"no"), (paper, hostile.plain({2: b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"}))):
        with pytest.raises(UnreadablePdfError):
            compare(*pair)


def test_twelve_pages_are_compared_in_a_moment() -> None:
    paper = made("<h1>All</h1>" + "".join(f"<h2>{number}</h2><p>{LONG * 14}</p>" for number in range(24)))
    other = altered(paper, lambda document: None)
    with pages_of(paper) as pages:
        assert len(pages) >= 12
    started = process_time()
    assert compare(other, paper).level is Level.IDENTICAL_PICTURES
    assert process_time() - started < 1.5


def test_a_picture_is_drawn_at_a_hundred_dots_an_inch(paper: bytes) -> None:
    with pages_of(paper) as pages:
        picture = pages.picture(1)
        assert isinstance(picture, Image.Image)
        assert picture.size == (583, 827)
        assert pages.text(2).split("\n")[0]


def test_attributes_whose_names_begin_alike_are_told_apart(paper: bytes) -> None:
    name = "/" + "Long" * 200

    def change(number: int) -> Change:
        def add(document: pikepdf.Pdf) -> None:
            cell = next(elements(document, "TH"))
            cell.A[f"{name}1"], cell.A[f"{name}2"] = number, 3

        return add

    comparison = compare(altered(paper, change(1)), altered(paper, change(2)))
    assert comparison.level is Level.DIFFERENT
    (message,) = messages(comparison, "tags")
    assert message.endswith("“1” in the file, “2” made again.")
    assert message.isprintable()
    assert len(message) < 1000
