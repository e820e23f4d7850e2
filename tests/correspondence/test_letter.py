"""A letter is taken over as it stands: what Markdown can say is said, the rest is named, and what is around it is set apart."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import docx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pccresponse.correspondence import word_archive
from pccresponse.correspondence.blocks import UnreadableFileError, escaped, renders_as
from pccresponse.correspondence.letter import letter_in, read_letter
from pccresponse.rendering.markdown import to_html
from tests.correspondence.letters import W, letter, package, para, run, saved, with_tracked_changes

TEXT = """\
Office of the Chief Constable
1 Long Lane, Westhampton

30 July 2024

Dear Mayor

Thank you for your letter. I accept
each recommendation. We have:

• trained everybody, at 5 * 3 sites;
• bought [^1] radios.

# This is no heading

Yours sincerely

Perpetua Langmoor
Chief Constable
"""


def comments(body: str, **parts: str) -> str:
    return letter_in("letter.docx", package(body, **parts)).comments


def test_a_letter_of_word_is_taken_apart_and_its_comments_are_markdown() -> None:
    found = letter_in("letter.docx", saved(letter()))
    assert found.comments == (
        "**PEEL 2023–25: my comments**\n\nI welcome this report. We have done *two* things **at once**:\n\n"
        "- Answer calls sooner\n- Train 212 call handlers\n\n## Figures\n\n"
        "| Month | Calls |\n| --- | --- |\n| June | 1,204 \\| 999s |\n\n- One more\n- and another"
    )
    assert found.letterhead[:3] == ("Office of the Chief Constable", "1 Long Lane", "Westhampton")
    assert found.letterhead[-2:] == ("Westshire Police · Headquarters", "www.westshire.police.example")
    assert (found.greeting, found.dated) == ("Dear Mayor,", date(2024, 7, 30))
    assert found.signature == ("Yours sincerely,", "Perpetua Langmoor QPM", "Chief Constable")
    assert found.signed_by == ("Perpetua Langmoor QPM", "Chief Constable")
    assert (found.remarks, found.changes) == ((), ())
    html = to_html(found.comments, heading_level=3, key="x")
    assert [html.count(tag) for tag in ("<li>", "<table", "<strong>", "<em>", "<h3>")] == [4, 1, 2, 1, 1]


def test_a_letter_in_plain_text_is_taken_apart_likewise() -> None:
    found = letter_in("letter.txt", TEXT.replace("\n", "\r\n").encode())
    assert found.comments == (
        "Thank you for your letter. I accept\neach recommendation. We have:\n\n"
        "- trained everybody, at 5 \\* 3 sites;\n- bought \\[^1] radios.\n\n\\# This is no heading"
    )
    assert (found.greeting, found.dated) == ("Dear Mayor", date(2024, 7, 30))
    assert found.signed_by == ("Perpetua Langmoor", "Chief Constable")


def test_a_letter_in_a_pdf_is_read_with_a_remark() -> None:
    from weasyprint import HTML

    paragraphs = "".join(f"<p>{each}</p>" for each in TEXT.replace("accept\n", "accept ").split("\n\n"))
    content = HTML(string=f"<style>body{{font: 11pt sans-serif}} p{{white-space: pre-line}}</style>{paragraphs}").write_pdf()
    found = read_letter("letter.PDF", content)
    assert "Thank you for your letter. I accept each recommendation. We have:" in found.comments
    assert "- trained everybody" in found.comments
    assert found.greeting == "Dear Mayor"
    assert found.signature[0] == "Yours sincerely"
    assert "A PDF does not show what is a paragraph" in found.remarks[0]


def test_a_mail_is_read_without_those_that_it_answers() -> None:
    mail = (
        "From: Perpetua Langmoor <cc@westshire.police.example>\r\nTo: mayor@westshire.example\r\nSubject: PEEL\r\n"
        "Date: Tue, 30 Jul 2024 09:15:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
        "--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nDear Mayor,\r\n\r\nI agree.\r\n\r\nKind regards\r\nPerpetua\r\n\r\n"
        "On Mon, 29 Jul 2024 at 10:00, the Mayor wrote:\r\n> Do you agree?\r\n"
        "--x\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=annex.docx\r\n\r\nPK\r\n--x--\r\n"
    )
    found = letter_in("answer.eml", mail.encode())
    assert (found.comments, found.dated) == ("I agree.", date(2024, 7, 30))
    assert found.signature == ("Kind regards", "Perpetua")
    assert found.remarks == (
        "The attachment annex.docx is left out. If the comments are in it, save it and use that file.",
        "Earlier emails below it are left out.",
    )


def test_a_greeting_and_a_signature_may_stand_in_the_lines_of_a_paragraph() -> None:
    found = letter_in("a.txt", b"Dear Mayor,\nI agree.\nAll of it.\nYours sincerely,\nSam Reed, Chief Constable\n")
    assert (found.greeting, found.comments) == ("Dear Mayor,", "I agree.\nAll of it.")
    assert found.signed_by == ("Sam Reed", "Chief Constable")


def test_what_follows_a_signature_is_kept_and_named() -> None:
    found = letter_in("a.txt", b"Dear Mayor,\n\nI agree.\n\nYours sincerely\n\nSam Reed\n\nAnnex A\n\nMore of it.\n")
    assert found.comments == "I agree.\n\nAnnex A\n\nMore of it."
    assert found.remarks == ("There is text after the signature. It is part of the comments below.",)


def test_what_greets_nobody_is_all_comments_but_for_its_head() -> None:
    found = letter_in("a.txt", b"To: the Mayor\nDate: 3/4/2024\n\nMy comments are these.\n\nSam Reed\nChief Constable\n")
    assert found.comments == "My comments are these."
    assert found.letterhead == ("To: the Mayor", "Date: 3/4/2024")
    assert found.dated is None
    assert found.remarks[-1] == "The date “3/4/2024” may be 3 April 2024 or 4 March 2024."


def test_tracked_changes_are_named_and_taken_as_was_said() -> None:
    accepted = letter_in("a.docx", with_tracked_changes(), "accept")
    rejected = letter_in("a.docx", with_tracked_changes(), "reject")
    assert accepted.changes == rejected.changes == ("Staff Officer inserted: “Nearly all.”", "Deputy deleted: “None of it.”")
    assert "**at once**: Nearly all." in accepted.comments
    assert "**at once**: None of it." in rejected.comments


def test_what_word_numbers_keeps_its_numbers() -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, form, text in ((0, "decimal", "%1."), (1, "lowerLetter", "(%2)"), (2, "decimal", "%1.%3"))
    )
    numbering = f'<w:numbering {W}><w:abstractNum w:abstractNumId="5">{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num></w:numbering>'
    listed = [f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>' for level in range(3)]
    body = "".join(
        para(words, properties=listed[level])
        for words, level in (("One", 0), ("Letter", 1), ("Next", 1), ("Two", 0), ("Again", 1), ("Deep", 2))
    )
    assert comments(body, numbering=numbering) == "1. One\n\n(a) Letter\n\n(b) Next\n\n2. Two\n\n(a) Again\n\n2.1 Deep"


def test_footnotes_links_and_words_that_look_like_markdown_are_kept() -> None:
    call = '<w:r><w:footnoteReference w:id="7"/></w:r>'
    notes = f'<w:footnotes {W}><w:footnote w:id="7"><w:p>{run("See *page* 4.")}</w:p></w:footnote></w:footnotes>'
    found = comments(para("# 1 of", call, run(" and_more_ 1 * 2", "<w:b/>")), footnotes=notes)
    assert found == "\\# 1 of[^1] **and_more\\_ 1 \\* 2**\n\n[^1]: See \\*page\\* 4."


def test_what_cannot_be_taken_over_is_named() -> None:
    body = (
        para("Seen. ", run("Hidden.", "<w:vanish/>"), run("Struck.", "<w:strike/>"), "<w:r><w:drawing/></w:r>")
        + f'<w:p><w:r><w:pict><w:txbxContent xmlns:v="v">{para("In a box.")}</w:txbxContent></w:pict></w:r></w:p>'
        + "<w:altChunk/>"
    )
    remarks = f'<w:comments {W}><w:comment w:id="1" w:author="Staff Officer">{para("Is this so?")}</w:comment></w:comments>'
    found = letter_in("a.docx", package(body, comments=remarks))
    assert found.comments == "Seen. Struck.\n\nIn a box."
    assert [remark.split(":")[0] for remark in found.remarks] == [
        "Hidden words are left out",
        "Words that are struck through are here as ordinary words",
        "A picture is left out.",
        "The words of a text box are at the place where the box is anchored.",
        "A file inside this one is left out.",
        "Comment by Staff Officer, left out",
        "The letter has no closing words such as “Yours sincerely”. Check whether the comments end with a signature.",
    ]


ODD = st.lists(
    st.sampled_from([*"#*_[]()<>&|\\`~-+=.!:^1a é", "](", "[^1]", "**", "http://x", "&amp;", "1. ", "• ", "Word"]),
    min_size=1,
    max_size=12,
)


@given(ODD.map("".join))
@settings(max_examples=300, deadline=None)
def test_any_line_of_words_is_the_same_words_in_markdown(words: str) -> None:
    line = " ".join(words.split())
    assert renders_as(escaped(line), line) or line.lstrip()[:1] in "•-+*1" or line == ""


@pytest.mark.slow
@example([("[[]()", False, False)])
@example([("[a](", True, False), ("http://x)", False, False)])
@given(st.lists(st.tuples(ODD.map("".join), st.booleans(), st.booleans()), min_size=1, max_size=5))
@settings(max_examples=150, deadline=None)
def test_emphasis_never_changes_a_word(runs: list[tuple[str, bool, bool]]) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("The words: ")
    for words, bold, italic in runs:
        added = paragraph.add_run(words)
        added.bold, added.italic = bold, italic
    assert renders_as(letter_in("a.docx", saved(document)).comments, paragraph.text)


HOSTILE = {
    "no archive": b"MZ",
    "an entity": package(f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document {W}><w:body>{para("&e;")}</w:body></w:document>'),
    "laughs": package(
        f'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "{"&a;" * 50}"><!ENTITY c "{"&b;" * 50}">]><w:document {W}><w:body>{para("&c;")}</w:body></w:document>'
    ),
    "deeper": package("<w:sdt>" * 5_000 + "</w:sdt>" * 5_000),
    "no body": package(f'<?xml version="1.0"?><w:document {W}/>'),
    "many paragraphs": package("<w:p/>" * 20_000),
    "many rows": package(f"<w:tbl>{'<w:tr><w:tc/></w:tr>' * 9_000}</w:tbl>"),
}  # fmt: skip


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_a_sentence(content: bytes) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        letter_in("letter.docx", content)
    assert refused.value.why
    assert refused.value.remedy


def test_what_is_nested_deep_is_read_all_the_same() -> None:
    assert comments("<w:sdt><w:sdtContent>" * 100 + para("x") + "</w:sdtContent></w:sdt>" * 100) == "x"


def test_a_bomb_is_seen_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    content = io.BytesIO(saved(letter()))
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/x.png", bytes(word_archive._MOST_UNPACKED))
    with pytest.raises(UnreadableFileError, match="is too large for a letter"):
        letter_in("letter.docx", content.getvalue())


def test_a_link_to_elsewhere_is_words_and_nothing_is_fetched() -> None:
    document = letter()
    document.part.relate_to(
        "http://127.0.0.1:9/evil.dotm",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes",
        is_external=True,
    )
    assert letter_in("letter.docx", saved(document)).comments == letter_in("letter.docx", saved(letter())).comments
