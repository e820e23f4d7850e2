"""Markdown in, HTML that obeys PDF/UA out, whatever the author types."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from itertools import count

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pccresponse.foundation.pasted_lists import with_lists
from pccresponse.pipeline.unprinted_words import lost_words, says_nothing, visible
from pccresponse.rendering.markdown import _Writer, to_html, wide_tables

BLOCKS = {"p", "div", "blockquote", "table", "h1", "h2", "h3", "h4", "h5", "h6"}
ALLOWED = BLOCKS | {"ul", "ol", "li", "em", "strong", "a", "br", "span", "thead", "tbody", "tr", "th", "td"}


class Examiner(HTMLParser):
    """Walks the HTML and collects what PDF/UA would trip over."""

    def __init__(self, base: int) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.elements = 0
        self.last_heading = base - 1
        self.anchors: set[str] = set()
        self.targets: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements += 1
        given = dict(attrs)
        if tag not in ALLOWED:
            self.faults.append(f"<{tag}> came out")
        if "li" in self.open and tag in BLOCKS:
            self.faults.append(f"<{tag}> in a list item")
        if "a" in self.open:
            self.faults.append(f"<{tag}> in a link")
        if tag == "a" and not (given["href"] or "").startswith(("http://", "https://", "mailto:", "#")):
            self.faults.append(f"link to {given['href']}")
        if tag[0] == "h" and tag[1:].isdigit():
            level = int(tag[1])
            if level > self.last_heading + 1:
                self.faults.append(f"h{level} after h{self.last_heading}")
            self.last_heading = level
        if given.get("id"):
            self.anchors.add(given["id"] or "")
        if (given.get("href") or "").startswith("#"):
            self.targets.add((given["href"] or "")[1:])
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")


def examined(text: str, base: int = 3) -> Examiner:
    examiner = Examiner(base)
    examiner.feed(to_html(text, heading_level=base, key="k"))
    examiner.close()
    if examiner.open:
        examiner.faults.append(f"left open: {examiner.open}")
    if examiner.targets - examiner.anchors:
        examiner.faults.append(f"links to nowhere: {examiner.targets - examiner.anchors}")
    return examiner


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("A *small* **step**.", "<p>A <em>small</em> <strong>step</strong>.</p>"),
        ("- one\n- two", "<ul><li>one</li><li>two</li></ul>"),
        ("- one\n\n- two\n\n  more", "<ul><li>one</li><li>two<br>more</li></ul>"),
        ("- one\n  - inner\n\n  after", "<ul><li>one<ul><li>inner</li></ul>after</li></ul>"),
        ("3. three\n4. four", '<ol start="3"><li>three</li><li>four</li></ol>'),
        ("- > quoted in an item", "<ul><li>quoted in an item</li></ul>"),
        ("- # Heading in an item", "<ul><li><strong>Heading in an item</strong></li></ul>"),
        ("> a\n>\n> b", "<blockquote><p>a</p><p>b</p></blockquote>"),
        (
            "[the **whole** report](https://a.example/?x=1&y=2)",
            '<p><a href="https://a.example/?x=1&amp;y=2">the whole report</a></p>',
        ),
        ("[write](mailto:office@a.example)", '<p><a href="mailto:office@a.example">write</a></p>'),
        ("# One\n\n### Two", "<h3>One</h3><h4>Two</h4>"),
        ("    an indented paragraph", "<p>an indented paragraph</p>"),
        ("before\n\n---\n\nafter", "<p>before</p><p>* * *</p><p>after</p>"),
        ("a\n---", "<p>a</p><p>* * *</p>"),
        ("- a\n\n  ---\n\n  b", "<ul><li>a<br>* * *<br>b</li></ul>"),
        ("one  \ntwo", "<p>one<br>two</p>"),
        ("<b>bold</b> & <script>alert(1)</script>", "<p>&lt;b&gt;bold&lt;/b&gt; &amp; &lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("`code`", "<p>`code`</p>"),
        ("![alt](https://a.example/x.png)", '<p>!<a href="https://a.example/x.png">alt</a></p>'),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x](/etc/passwd) [y](file:///etc/passwd)", "<p>[x](/etc/passwd) [y](file:///etc/passwd)</p>"),
        ("[ ](https://a.example)", '<p><a href="https://a.example">https://a.example</a></p>'),
        ("[x](HTTPS://a.example)", '<p><a href="https://a.example">x</a></p>'),
        ("1. a\n1. b", "<ol><li>a</li><li>b</li></ol>"),
        ("1. a\n5. b\n6. c", '<ol><li>a</li></ol><ol start="5"><li>b</li><li>c</li></ol>'),
        ("- x\n  > 2. q\n  > 3. r", "<ul><li>x<br>2. q<br>3. r</li></ul>"),
        ("For:\n• first\n• second", "<p>For:</p><ul><li>first</li><li>second</li></ul>"),
        ("\uf0b7 one\n\uf0a7 in it\n\uf0b7 two", "<ul><li>one<ul><li>in it</li></ul></li><li>two</li></ul>"),
        ("– one\n– two", "<ul><li>one</li><li>two</li></ul>"),
        ("2.3 One\n2.4 Two\n2.4.1 Three", "<p>2.3 One</p><p>2.4 Two</p><p>2.4.1 Three</p>"),
        ("It asks:\n2) b\n3) c", '<p>It asks:</p><ol start="2"><li>b</li><li>c</li></ol>'),
    ],
)
def test_what_is_typed_is_printed_as_expected(typed: str, printed: str) -> None:
    assert to_html(typed, heading_level=3, key="k") == printed


def test_a_table_has_headers_with_a_scope_and_no_empty_header() -> None:
    html = to_html("| | b |\n|---|--:|\n| 1 | 2 |", heading_level=3, key="k")
    assert html == (
        '<table class="author"><thead><tr><td></td><th scope="col" class="number">b</th></tr></thead>'
        '<tbody><tr><td>1</td><td class="number">2</td></tr></tbody></table>'
    )


def test_the_first_column_of_a_table_names_its_rows_where_it_can_and_the_line_above_may_be_its_caption() -> None:
    html = to_html("Table 2: Costs\n\n| For | b |\n|---|--:|\n| x | 2 |\n| y | 2 |", heading_level=3, key="k")
    assert html.startswith('<table class="author"><caption>Table 2: Costs</caption><thead><tr><th scope="col">For</th>')
    assert '<tr><th scope="row">x</th><td class="number">2</td></tr>' in html
    alike = to_html("The costs:\n\n| For | b |\n|---|--:|\n| x | 2 |\n| x | 2 |", heading_level=3, key="k")
    assert alike.startswith("<p>The costs:</p><table")
    assert 'scope="row"' not in alike


def test_a_table_is_set_smaller_where_it_is_wide_and_in_no_size_below_nine_points() -> None:
    sizes = [
        re.findall(r'<table class="author ?([a-z]*)"', to_html(f"{'|£19,744' * n}|\n{'|-' * n}|\n", heading_level=3, key="k"))
        for n in (3, 8, 9, 10)
    ]
    assert sizes == [[""], [""], ["dense"], ["small"]]
    assert [wide.columns for wide in wide_tables(f"{'|£19,744' * 12}|\n{'|-' * 12}|\n")] == [12]


def test_a_footnote_stands_at_the_end_of_its_text_and_is_linked() -> None:
    html = to_html("Words.[^a]\n\n[^a]: The note.\n\n    Its second part.", heading_level=3, key="k", note_label="Note {number}.")
    assert html == (
        '<p>Words.<a class="note" href="#note-k-1">[1]</a></p>'
        '<div class="notes"><p role="doc-footnote"><span class="note-number" id="note-k-1">Note 1.</span> The note.<br>Its second part.</p></div>'
    )


def test_headings_below_the_sixth_level_become_bold_paragraphs() -> None:
    html = to_html("# a\n## b\n### c", heading_level=5, key="k")
    assert html == "<h5>a</h5><h6>b</h6><p><strong>c</strong></p>"


HOSTILE = [
    "[a](b" * 500,
    "*" * 5000,
    "> " * 500 + "x",
    "- " * 500 + "x",
    "[" * 2000,
    "![" * 2000 + "](" * 2000,
    "|" * 3000 + "\n" + "|-" * 3000,
    "[^1]" * 300 + "\n\n[^1]: [^1]",
    "\\" * 4001,
    "<" * 4000,
    "&#x0;&#xD800;&lt;",
    "# " * 100,
    "1. " * 300,
    "[x]: https://a.example\n\n[x] [x][x]",
    "[^1]: - [^1]: ",
    "x[^1]\n\n[^1]: - [^1]: y",
    "- a\n\n  | b | c |\n  |---|---|\n  | d | e |\n",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_markdown_gives_harmless_html(text: str) -> None:
    assert examined(text).faults == []


PIECES = st.sampled_from(
    [
        "# ",
        "### ",
        "- ",
        "1. ",
        "> ",
        "\n",
        "\n\n",
        "  ",
        "    ",
        "*",
        "**",
        "_",
        "[",
        "](",
        ")",
        "https://a.example",
        "[^1]",
        "[^1]: ",
        "|",
        "|---|---|",
        "\n|a|b|\n|-|-|\n|c|d|\n",
        "<b>",
        "</p>",
        "<!--",
        "&amp;",
        "&",
        "`",
        "```\n",
        "---\n",
        "word",
        "Wŷr",
        "\\",
        "![",
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES | st.text(max_size=6), max_size=30).map("".join), st.integers(2, 6))
@example("![]()", 2)
@example("[words]()", 2)
def test_no_text_makes_html_that_pdf_ua_refuses(text: str, base: int) -> None:
    assert examined(text, base).faults == []


def test_the_examiner_sees_faults() -> None:
    examiner = Examiner(3)
    examiner.feed('<ul><li><p>x</p></li></ul><a href="file:///x"><em>y</em></a><h5>z</h5><img src="x">')
    assert len(examiner.faults) == 5
    assert examiner.elements == 7


# What is lost


@pytest.mark.parametrize(
    ("text", "words", "why"),
    [
        ("One.\n\n[^1]: A note that nothing calls", "A note that nothing calls", "nothing refers to"),
        ("One.\n\n[^1]: Called by nothing\n\n    and its second part\n\nTwo.", "Called by nothing", "nothing refers to"),
        (f"{'- ' * 12}deep\n\nand what comes after", "deep", "too deep"),
        ("\n".join(f"{'  ' * level}- level{level}" for level in range(12)), "level9", "too deep"),
        (f"One.\n\n{'> ' * 22}deep\n\nTwo.", "deep", "too deep"),
        ("|a|b|\n|-|-|\n|c|d|too many|", "too many", "more cells"),
        ('[words](https://a.example "its title")', "its title", "not part of a link"),
    ],
)
def test_what_is_not_printed_is_named_with_the_reason(text: str, words: str, why: str) -> None:
    lost = lost_words(text)
    assert lost[0].words == words
    assert why in lost[0].why
    assert lost[0].remedy.endswith(".")


@pytest.mark.parametrize("text", ["[^1]: A note by itself.", "***", "#", "&nbsp;", "&#8203;", "|||\n|-|-|\n|||", "—", "> \n>"])
def test_a_text_of_which_no_word_is_printed_says_nothing(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize("text", ["7", "&eacute;", "[](https://a.example)", "- - x", "王"])
def test_a_text_with_a_letter_or_a_figure_says_something(text: str) -> None:
    assert not says_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        "A s*ma*ll &eacute;tape: caf&#233;, \\&eacute;, \\[^1], a\\*b, snake_case and [w]ord[^1]s.\n\n[^1]: Its note, [^1] again.",
        "[words](https://müller.example/ä?b=c%20d) and <https://a.example/é>, <ftp://a.example>, [x](page.html), ![alt](https://a.example/b.png)",
        "1. a\n2. b\n   1. c\n   5. d\n\n> 3. e",
        "<b title='&eacute;'>bold</b> `code` [ref][1]\n\n[1]: https://a.example 'Title'\n\n```\nfence\n```",
        "• one\no\ttwo\n• three\n\n(a) four\n(b) five",
    ],
)
def test_what_is_printed_in_another_way_is_not_lost(text: str) -> None:
    assert lost_words(text) == ()


def _with_words_of_their_own(pieces: list[str]) -> str:
    """The pieces with each `@` as a word that stands nowhere else."""
    numbers = count(1)
    return re.sub("@", lambda _: f"w{next(numbers)}q", "".join(pieces))


MARKS = st.sampled_from(
    ["@", "@", "@ ", " ", "\n", "\n\n", "- ", "  - ", "1. ", "> ", "    ", "*", "**", "_", "[@](https://@.example)", '(https://@ "@")',
     "[^a]", "[^a]: @", "[^b]: ", "|@|@|\n|-|-|\n|@|@|@|\n", "|", "<b>", "&amp;", "&eacute;", "\\", "`", "# ", "---\n", "• @\n• @\n",
     "– @\n", "o @\n", "(a) @\n(b) @\n", "2.3 @\n2.4 @\n", "[@]: @", "> " * 19, "- " * 9]
)  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(st.lists(MARKS, max_size=25).map(_with_words_of_their_own))
def test_each_word_is_printed_or_reported(text: str) -> None:
    html = unescape(to_html(text, heading_level=3, key="k"))
    missing = {word for word in re.findall(r"w\d+q", text) if word not in html}
    lost = lost_words(text)
    reported = set(re.findall(r"w\d+q", " ".join(each.words for each in lost)))
    assert reported <= missing
    assert bool(lost) >= bool(missing)


def test_a_gap_in_the_writer_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_Writer, "_table", lambda *_: "")
    lost = lost_words("Before.\n\n|One|Two|\n|-|-|\n|Three|Four|\n\nAfter.")
    assert [each.words for each in lost] == ["One|Two"]


@given(st.lists(MARKS, max_size=25).map(_with_words_of_their_own))
def test_no_letter_is_lost_where_a_pasted_list_becomes_one(text: str) -> None:
    made = with_lists(text)
    assert re.findall(r"w\d+q", made) == re.findall(r"w\d+q", text)
    assert with_lists(made) == made
    letters = [[line.lstrip("> \to-–•*") for line in each.split("\n")] for each in (text, made)]
    assert "".join(letters[0]) == "".join(letters[1])


@pytest.mark.parametrize("bullet", ["-", "•", "1."])
def test_a_numbered_sentence_below_a_list_is_no_part_of_its_last_item(bullet: str) -> None:
    html = to_html(f"{bullet} one\n{bullet} two\n2.3 The force has more to do.", heading_level=3, key="k")
    assert "<p>2.3 The force has more to do.</p>" in html
    assert "2.3 million" in to_html("- one\n- two, of\n2.3 million", heading_level=3, key="k").replace("\n", " ")


@pytest.mark.parametrize(
    "text",
    [
        "The force – a small one\n– has grown, and\n– so it says – will grow.",
        "It cost £\n2.3 million, and then\n2.4 million more",
        "> I welcome it.\n> — Jane Roe\n\n> So do I.\n> — John Doe",
        "Mae’r heddlu yn rhan\no wasanaeth a hefyd\no gymuned",
        "| • a | b |\n|---|---|\n| • c | d |",
        "a * b\nc * d",
    ],
)
def test_what_begins_a_line_by_chance_is_no_list(text: str) -> None:
    assert with_lists(text) == text


def test_what_is_visible_of_a_page_has_neither_head_nor_attributes() -> None:
    assert (
        visible('<head><title>T</title></head><p title="t">A<br>b<a class="note" href="#x">[1]</a> &amp;&nbsp;“c”</p>')
        == 'A b[1] & "c"'
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("See [Heddlu De Cymru]{lang=cy}.", '<p>See <span lang="cy">Heddlu De Cymru</span>.</p>'),
        ("[*Heddlu* De [Cymru](https://example.org)]{lang=cy-GB}", '<p><span lang="cy-GB"><em>Heddlu</em> De <a href="https://example.org">Cymru</a></span></p>'),
        ("[x]{lang=cy style=y}", "<p>[x]{lang=cy style=y}</p>"),
        ("[x] {lang=cy}", "<p>[x] {lang=cy}</p>"),
        ("{lang=cy}", "<p>{lang=cy}</p>"),
    ],
)  # fmt: skip
def test_words_in_another_language_are_marked_and_anything_else_in_braces_is_printed(text: str, html: str) -> None:
    assert to_html(text, heading_level=3, key="x", note_label="Note {number}.") == html
    assert lost_words(text) == ()
