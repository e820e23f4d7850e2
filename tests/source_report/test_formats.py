"""The words of a report, out of every kind of file: what is said is the same, and what is no report is refused with a reason."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from pccresponse.source_report import ENDINGS, UnreadableReportError, pages, report_of
from pccresponse.source_report.quotation_search import look_up
from tests.source_report.papers import SENTENCES, pdf_of, saved, word_bomb, word_file, word_file_of, word_file_with_entities

COLUMNS = """
@page { size: 16cm 12cm; margin: 2cm; @top-center { content: 'An inspection of Westshire Police' }
        @bottom-right { content: 'Page ' counter(page) ' of ' counter(pages) } }
body { columns: 2; column-gap: 6mm; hyphens: auto; text-align: justify; font: 11pt/1.3 'Liberation Serif', serif }
"""
FILLING = "Many other things are said here as well, with unremarkable administrative responsibilities throughout. " * 9


def columns() -> bytes:
    body = "".join(f"<p>{FILLING} {sentence} {FILLING}</p>" for sentence in SENTENCES)
    return pdf_of(body, COLUMNS)


def in_html(extra: str = "", head: str = "") -> bytes:
    told = (
        "<p>The force is <b>effi</b><i>cient</i> at&nbsp;finding missing child&shy;ren,\nbut its officers do not safeguard every "
        "child<sup>3</sup> who is at risk.</p><ul><li>Supervisors should <a href='#x'>immediately</a> review the fifty&#8209;two "
        "investigations that nobody has looked at since September.</ul><table><tr><td>&ldquo;Nobody told us,&rdquo; one "
        "victim&#39;s mother said &mdash; and nobody had.</td><td>5</td></tr></table>"
    )
    return f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{told}{extra}</body></html>".encode()


FILES = {
    "report.txt": "\n\n".join(SENTENCES).replace("safeguard", "safe-\nguard").encode(),
    "report.html": in_html(),
    "report.htm": in_html(),
    "report.docx": word_file(SENTENCES),
    "report.pdf": columns(),
}


def test_every_format_that_is_read_has_its_file_here() -> None:
    assert {Path(name).suffix for name in FILES} == set(ENDINGS)


@pytest.mark.parametrize("name", sorted(FILES))
@pytest.mark.parametrize("sentence", SENTENCES, ids=["ligatures", "hyphens", "quotation marks"])
def test_a_sentence_is_found_in_every_format(name: str, sentence: str) -> None:
    report = report_of(name, FILES[name])
    seen = look_up(sentence, report)
    assert len(seen.spans) == 1
    assert look_up(sentence.replace("nobody", "everybody").replace("officers", "leaders"), report).spans == ()


def test_the_pdf_is_as_difficult_as_it_is_meant_to_be() -> None:
    """Columns, words broken at the end of a line, and a head and a foot on each of several pages."""
    document = pypdfium2.PdfDocument(columns())
    texts = [page.get_textpage().get_text_range() for page in document]
    assert len(texts) >= 3
    assert all("An inspection of Westshire" in text and "Page " in text for text in texts)
    assert any(mark in text for text in texts for mark in ("-\r\n", "‐\r\n", "\ufffe"))
    report = report_of("report.pdf", columns())
    assert "Westshire" not in report.shown
    assert report.page_count == len(texts)


def test_a_passage_in_a_pdf_leads_back_to_its_page() -> None:
    body = "".join(f"<p style='break-after: page'>{FILLING}{sentence}</p>" for sentence in SENTENCES)
    report = report_of("report.pdf", pdf_of(body))
    for number, sentence in enumerate(SENTENCES, start=1):
        seen = look_up(sentence, report)
        assert report.page_name(seen.spans[0].start) == str(number)


def test_the_label_that_a_pdf_gives_its_page_is_a_name_of_it() -> None:
    body = "".join(f"<p style='break-after: page'>{sentence}</p>" for sentence in SENTENCES)
    with pikepdf.open(io.BytesIO(pdf_of(body))) as pdf:
        pdf.Root.PageLabels = pikepdf.Dictionary(
            Nums=[0, pikepdf.Dictionary(S=pikepdf.Name("/r")), 2, pikepdf.Dictionary(S=pikepdf.Name("/D"), St=41)]
        )
        out = io.BytesIO()
        pdf.save(out)
    report = report_of("report.pdf", out.getvalue())
    assert [report.page_name(look_up(sentence, report).spans[0].start) for sentence in SENTENCES] == ["i", "ii", "41"]


def test_what_a_reader_of_a_web_page_does_not_see_is_not_in_the_report() -> None:
    hidden = (
        "<script>var a = 'alpha'</script><style>p { content: 'beta' }</style><!-- gamma --><template>delta</template>"
        "<p hidden>epsilon</p><nav>zeta</nav><noscript>eta</noscript><p>theta"
    )
    report = report_of("report.html", in_html(hidden, "<title>iota</title>"))
    assert "theta" in report.keys
    assert not {"alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "iota"} & set(report.keys)


@pytest.mark.parametrize(
    ("declared", "encoding"), [("utf-8", "utf-8"), ("windows-1252", "cp1252"), ("iso-8859-15", "iso-8859-15"), (None, "utf-16")]
)
def test_a_web_page_is_read_in_the_letters_that_it_declares(declared: str | None, encoding: str) -> None:
    meta = f"<meta charset={declared}>" if declared else ""
    content = f"<html><head>{meta}</head><body><p>It cost £5 per café.</p></body></html>".encode(encoding)
    assert look_up("It cost £5 per café.", report_of("report.html", content)).spans


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_is_read_in_the_usual_encodings(encoding: str) -> None:
    report = report_of("report.txt", "The force’s costs are £5.".encode(encoding))
    assert report.shown == ["The", "force’s", "costs", "are", "£5."]


def test_form_feeds_part_the_pages_of_a_text() -> None:
    report = report_of("report.txt", b"One.\fTwo goes on\nto\fthree.\f")
    assert report.page_count == 3
    assert report.page_name(0) == "1"
    assert report.page_names(look_up("goes on to three", report).spans[0]) == {"2", "3"}


def test_a_text_without_form_feeds_has_no_pages() -> None:
    report = report_of("report.txt", b"One two three.")
    assert not report.has_pages
    assert report.page_name(0) is None
    assert report.page_names(look_up("two", report).spans[0]) == frozenset()


def test_a_word_file_is_read_with_its_tables_and_without_what_was_deleted_or_calls_a_footnote() -> None:
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document()
    paragraph = document.add_paragraph("The force keeps")
    paragraph.add_run("12").font.superscript = True
    paragraph.add_run(" good records")
    paragraph._p.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>bad </w:delText><w:t>worse</w:t></w:r></w:del>"))
    paragraph.add_run(" of what it does.")
    row = document.add_table(rows=1, cols=2).rows[0]
    row.cells[0].text, row.cells[1].text = "All case files", "28"
    report = report_of("report.docx", saved(document))
    assert look_up("The force keeps good records of what it does.", report).spans
    assert "worse" not in report.keys
    assert look_up("All case files 28", report).spans


def zip_of(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def outside_word(target: str) -> bytes:
    text = (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "{target}">]><w:document xmlns:w="http://schemas.openxmlformats.org/'
    )
    text += 'wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>Before &e; after</w:t></w:r></w:p></w:body></w:document>'
    return word_file_of(text)


def locked() -> bytes:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_of(f"<p>{SENTENCES[0]}"))) as pdf:
        pdf.save(made, encryption=pikepdf.Encryption(owner="a", user="b"))
    return made.getvalue()


REFUSED = {
    "a locked PDF": ("report.pdf", locked, "is locked with a password"),
    "a scanned PDF": (
        "report.pdf",
        lambda: pdf_of("<svg width=9 height=9><circle r=5 /></svg>"),
        "has no text in it: its pages are pictures",
    ),
    "a PDF that ends too soon": ("report.pdf", lambda: b"%PDF-1.7\n1 0 obj", "is damaged"),
    "a PDF that is none": ("report.pdf", lambda: in_html(), "is not a PDF"),
    "an empty PDF": ("report.pdf", lambda: b"", "is not a PDF"),
    "a text of zeros": ("report.txt", lambda: b"abc\0def", "is not a file of text"),
    "an empty text": ("report.txt", lambda: b"", "has no words in it"),
    "a text of blanks": ("report.txt", lambda: b" \n\t\n-- --", "has no words in it"),
    "an empty web page": ("report.html", lambda: b"", "cannot be understood as a web page"),
    "a web page of a script": ("report.html", lambda: b"<html><script>a</script></html>", "has no words in it"),
    "a Word file that is none": ("report.docx", lambda: b"PK not really", "is not a Word file"),
    "an old Word file": ("report.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "is not a Word file"),
    "an archive of something else": ("report.docx", lambda: zip_of(a=b"b"), "cannot be opened as a Word file"),
    "a Word file that unpacks to more than a report": ("report.docx", word_bomb, "is too large for a report"),
    "a Word file with a text that multiplies": ("report.docx", word_file_with_entities, "cannot be opened as a Word file"),
    "a picture": ("report.png", lambda: b"\x89PNG", "is not a kind of file that the program can read"),
}


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_what_is_no_report_is_refused_with_a_reason_and_a_remedy(case: str) -> None:
    name, make, why = REFUSED[case]
    with pytest.raises(UnreadableReportError) as refused:
        report_of(name, make())
    assert refused.value.why.startswith(why)
    assert refused.value.remedy.endswith(".")


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "ul><li", "sup", "script"])
def test_a_web_page_that_is_nested_a_million_times_ends(tag: str) -> None:
    content = b"<html><body><p>Before.</p>" + f"<{tag}>".encode() * 1_000_000 + b"deep"
    try:
        assert "before" in report_of("report.html", content).keys
    except UnreadableReportError as error:
        assert error.remedy  # noqa: PT017


def test_a_word_file_takes_nothing_from_outside_itself(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("confidential")
    try:
        words = report_of("report.docx", outside_word(secret.as_uri())).keys
    except UnreadableReportError:
        return
    assert "confidential" not in words


def test_more_than_any_report_holds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from pccresponse.source_report import pages_in, pdf_pages, web_page

    for module in (pdf_pages, pages, web_page):
        monkeypatch.setattr(module, "MOST_CHARACTERS", 20)
    for name, content in FILES.items():
        with pytest.raises(UnreadableReportError, match=f"more than {pages.MOST_CHARACTERS:,} letters"):
            pages_in(f"long {name}", content if "htm" not in name else content * 3)


def test_a_report_is_taken_apart_once_and_again_when_it_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    first = report_of("a.txt", b"One two.")
    assert report_of("a.txt", b"One two.") is first
    assert report_of("a.txt", b"One three.") is not first
    assert report_of("b.txt", b"One two.") is not first
