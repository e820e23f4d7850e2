"""Markdown in, HTML that obeys PDF/UA out, whatever the author types."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pccresponse.rendering.markdown import to_html

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
        ("before\n\n---\n\nafter", "<p>before</p><p>after</p>"),
        ("a\n---", "<p>a</p>"),
        ("one  \ntwo", "<p>one<br>two</p>"),
        ("<b>bold</b> & <script>alert(1)</script>", "<p>&lt;b&gt;bold&lt;/b&gt; &amp; &lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("`code`", "<p>`code`</p>"),
        ("![alt](https://a.example/x.png)", '<p>!<a href="https://a.example/x.png">alt</a></p>'),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x](/etc/passwd) [y](file:///etc/passwd)", "<p>x [y](file:///etc/passwd)</p>"),
        ("[ ](https://a.example)", ""),
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


def test_a_footnote_stands_at_the_end_of_its_text_and_is_linked() -> None:
    html = to_html("Words.[^a]\n\n[^a]: The note.\n\n    Its second part.", heading_level=3, key="k")
    assert html == (
        '<p>Words.<a class="note" href="#note-k-1">[1]</a></p>'
        '<div class="notes"><p><span class="note-number" id="note-k-1">Note 1.</span> The note.<br>Its second part.</p></div>'
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
def test_no_text_makes_html_that_pdf_ua_refuses(text: str, base: int) -> None:
    assert examined(text, base).faults == []


def test_the_examiner_sees_faults() -> None:
    examiner = Examiner(3)
    examiner.feed('<ul><li><p>x</p></li></ul><a href="file:///x"><em>y</em></a><h5>z</h5><img src="x">')
    assert len(examiner.faults) == 5
    assert examiner.elements == 7
