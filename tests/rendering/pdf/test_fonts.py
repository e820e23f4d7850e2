"""Only our fonts, every glyph of them readable, and a table that says what they can draw."""

from __future__ import annotations

import io
import re
import shutil
import unicodedata
from hashlib import sha256
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from pccresponse.edition_files import Coverage, character_in_words, read_coverage
from pccresponse.rendering.pdf import render
from pccresponse.rendering.pdf.coverage_table import measure
from pccresponse.rendering.pdf.engine import RenderingError, StrayFontError
from tests.rendering.pdf.papers import EDITION, FACTS, page, paragraph, rendered
from tests.rendering.pdf.reader import Document

FONTS = EDITION / "fonts"
FACES = 'body { font: 10pt "Source Sans 3" } h1 { font-family: "Source Serif 4" }'


@pytest.fixture(scope="module")
def coverage() -> Coverage:
    return read_coverage(FONTS)


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(document[number].get_textpage().get_text_range() for number in range(len(document)))
    finally:
        document.close()


def fonts_in(pdf: bytes) -> frozenset[str]:
    """The families of all fonts in the file, as their descriptors name them."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return frozenset(
            str(thing.get("/FontFamily", thing.get("/FontName")))
            for thing in document.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
        )


def test_a_document_carries_our_two_families_and_no_other(sink: bytes) -> None:
    assert fonts_in(sink) == {"Source Sans 3", "Source Serif 4"}


def test_a_family_we_do_not_have_falls_back_to_one_we_have_and_never_to_the_hosts() -> None:
    style = "body { font-family: 'DejaVu Sans', Arial, monospace } @page { @top-left { content: 'Margin'; font-family: fantasy } }"
    assert fonts_in(rendered("<h1>One</h1><p>Two</p>", style)) <= {"Source Sans 3", "Source Serif 4"}


def test_a_font_that_is_not_ours_is_refused_even_under_our_name(tmp_path: Path) -> None:
    from fontTools.ttLib import TTFont

    edition = tmp_path / "edition"
    shutil.copytree(FONTS, edition / "fonts")
    stranger = TTFont(edition / "fonts" / "SourceSans3-Regular.ttf")
    stranger["head"].fontRevision += 1
    stranger.save(edition / "stranger.ttf")
    style = '@font-face { font-family: "Source Sans 3"; src: url(stranger.ttf) } body { font-family: "Source Sans 3" }'
    with pytest.raises(StrayFontError, match="Text was set in Source Sans 3"):
        render(page("<p>x</p>", style), facts=FACTS, edition=edition, text_font="Source Sans 3")


def test_an_edition_without_fonts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RenderingError, match="holds no fonts"):
        render(page("<p>x</p>", ""), facts=FACTS, edition=tmp_path, text_font="Source Sans 3")


def test_every_font_file_is_named_in_the_readme_with_its_licence() -> None:
    readme = (FONTS / "README.md").read_text("utf-8")
    faces = sorted(path.stem.partition("-") for path in FONTS.glob("*.ttf"))
    assert len(faces) == 10
    for family, _, face in faces:
        assert face in readme
        assert (FONTS / f"LICENSE-{family}.md").read_text("utf-8").count("SIL OPEN FONT LICENSE Version 1.1") >= 1
        assert f"LICENSE-{family}.md" in readme


def test_the_table_of_characters_is_what_the_fonts_say() -> None:
    assert (FONTS / "coverage.txt").read_text("ascii") == measure(FONTS)


def test_every_character_of_the_table_can_be_set_in_every_face(coverage: Coverage) -> None:
    characters = "".join(sorted(coverage.characters))
    assert len(characters) > 1500
    apart, together = " ".join(characters), characters
    for text in (apart, together):
        body = f"<h1>x</h1>{paragraph(text)}<i>{paragraph(text)}</i><b>{paragraph(text)}<i>{paragraph(text)}</i></b>"
        document = Document(rendered(body, FACES + " p { overflow-wrap: anywhere }"))
        assert document.glyphs > 4 * 1400


def test_letters_with_accents_typed_apart_are_set_as_one(coverage: Coverage) -> None:
    apart = [unicodedata.normalize("NFD", each) for each in sorted(coverage.characters)]
    apart = [each for each in apart if len(each) > 1 and not coverage.undrawable(each)]
    assert len(apart) > 500
    document = Document(rendered(paragraph(" ".join(apart)), FACES))
    assert unicodedata.normalize("NFC", document.tree.text).split() == [unicodedata.normalize("NFC", each) for each in apart]


@pytest.mark.parametrize(
    "text", ["fi", "office", "ŵ ŷ", "– ’ £ § ✓", "“quoted”", "½ ²", "Llŷr", "→ • …", "Ω Δ μ", "Straße", "Łódź"]
)
def test_text_comes_out_as_it_went_in(text: str) -> None:
    pdf = rendered(f"<h1>{text}</h1>{paragraph(f'{text} {text}')}", FACES)
    assert text_of(pdf).split() == (f"{text} " * 3).split()
    assert Document(pdf).tree.text == f"{text}{text} {text}"


def test_one_no_break_space_does_not_make_all_spaces_so() -> None:
    assert "two words" in text_of(rendered(paragraph("21\u00a0July, two words and a-hyphen\u2011here or a-hyphen there"), FACES))


@pytest.mark.parametrize("between", ["\u00ad", "\u200b", "\u2060"])
@pytest.mark.parametrize("word", ["office", "find", "after", "fjord", "afflict", "offtake"])
def test_an_invisible_character_inside_a_ligature_leaves_the_rest_readable(between: str, word: str) -> None:
    broken = word.replace("f", f"f{between}")
    for tag in ("p", "h1"):
        tree = Document(rendered(f"<{tag}>{broken}, then two words and {word} again</{tag}>", FACES)).tree
        assert tree.text == f"{word}, then two words and {word} again"


def test_an_accent_that_cannot_join_its_letter_is_still_read_as_itself() -> None:
    text = Document(rendered(paragraph("q\u0301 then q and w\u0323 and w"), FACES)).tree.text
    assert unicodedata.normalize("NFC", text) == "q\u0301 then q and ẉ and w"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("plain", []),
        ("caf\u0065\u0301", []),
        ("a\u202eb", ["U+202E RIGHT-TO-LEFT OVERRIDE"]),
        ("a\u200db\u200d", ["U+200D ZERO WIDTH JOINER"]),
        ("\x00\x07", ["U+0000", "U+0007"]),
        ("q\u0301", ["U+0301 COMBINING ACUTE ACCENT"]),
        ("\ue000", ["U+E000"]),
        ("\U0001f600 ok", ["\U0001f600 (U+1F600 GRINNING FACE)"]),
        ("❤\ufe0f", ["U+FE0F VARIATION SELECTOR-16"]),
        ("عربي", ["ع (U+0639 ARABIC LETTER AIN)", "ر (U+0631 ARABIC LETTER REH)"]),
        ("\ud800", ["U+D800"]),
        ("\u0378", ["U+0378"]),
        ("\u2028", ["U+2028 LINE SEPARATOR"]),
    ],
)
def test_a_character_that_cannot_be_set_is_named(text: str, names: list[str], coverage: Coverage) -> None:
    assert [character_in_words(each) for each in coverage.undrawable(text)][:2] == names


@pytest.mark.parametrize("text", ["\U0001f600", "\u05d0", "\ud800", "\x07", "\ue000"])
def test_a_character_that_cannot_be_set_never_gets_into_a_document(text: str) -> None:
    with pytest.raises(RenderingError):
        rendered(paragraph(f"a{text}b"), FACES)


def test_the_fonts_are_the_published_ones() -> None:
    sizes = {path.name: path.stat().st_size for path in FONTS.glob("*.ttf")}
    assert sizes["SourceSans3-Regular.ttf"] == 431196
    assert sizes["SourceSerif4-Regular.ttf"] == 261868
    versions = re.findall(r"\| (3\.052|4\.005) \|", (FONTS / "README.md").read_text("utf-8"))
    assert versions == ["3.052", "4.005"]
    assert len({sha256(path.read_bytes()).hexdigest() for path in FONTS.glob("*.ttf")}) == 10
