"""What of a template's HTML comes into the page, and what never does."""

from __future__ import annotations

import pytest

from pccresponse.preview.fragment import fragment_of

PICTURES = {"pccresponse-image:logo": "/r/x/logo/12ab"}


def inside(body: str) -> str:
    return fragment_of(f"<!DOCTYPE html><html><head><title>t</title></head><body class='a'>{body}</body></html>", PICTURES).html


@pytest.mark.parametrize(
    "body",
    [
        '<h1 id="comments">Comments on “A report”</h1>',
        '<table class="data"><caption>c</caption><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td colspan="2">b</td></tr></tbody></table>',
        "<blockquote><p>It says &lt;script&gt; &amp; more, with é and 漢.</p></blockquote>",
        '<a href="#comments">up</a>',
        '<svg viewbox="0 0 9 9" width="9"><title>t</title><rect x="1" fill="#123456" stroke-width="1.5"></rect><text font-size="17">n</text></svg>',
        '<sup class="footnote-ref"><a href="#fn1" id="fnref1" role="doc-noteref" aria-label="Note 1">1</a></sup>',
    ],
)
def test_what_a_document_is_made_of_comes_through_as_it_is(body: str) -> None:
    assert inside(body) == body


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>"),
        ('<p onclick="x()" onmouseover=y style="color:red">a</p>', "<p>a</p>"),
        ('<a href="javascript:alert(1)">a</a>', "<a>a</a>"),
        ('<a href=" JaVaScRiPt:alert(1)">a</a>', "<a>a</a>"),
        ('<a href="data:text/html,x">a</a>', "<a>a</a>"),
        ('<a href="//elsewhere.example">a</a>', "<a>a</a>"),
        ('<a href="/r/other">a</a>', "<a>a</a>"),
        ('<img src="https://elsewhere.example/x.png" alt="x">', '<img alt="x">'),
        ('<img src="data:image/png;base64,AA" alt="x">', '<img alt="x">'),
        ("<iframe src=x></iframe><object data=x></object><embed src=x><p>a</p>", "<p>a</p>"),
        ('<form action="/"><input name="x"><button>b</button></form><p>a</p>', "<p>a</p>"),
        ('<svg><use href="http://x#y"></use><foreignObject><p>p</p></foreignObject><rect fill="URL(http://x)"></rect></svg>', "<svg><rect></rect></svg>"),
        ('<svg><a xlink:href="javascript:x"><text>t</text></a></svg>', "<svg><a><text>t</text></a></svg>"),
        ("<style>*{}</style><link rel=stylesheet href=x><meta http-equiv=refresh content=0><p>a</p>", "<p>a</p>"),
        ("<!-- remark --><p>a</p>", "<p>a</p>"),
        ("<my-box>kept <b>bold</b></my-box> on", "kept <b>bold</b> on"),
        ('<p data-token="x" contenteditable autofocus tabindex=1>a</p>', "<p>a</p>"),
    ],
)  # fmt: skip
def test_what_could_act_or_comes_from_elsewhere_is_left_out(body: str, left: str) -> None:
    assert inside(body) == left


def test_a_link_elsewhere_opens_by_itself_and_tells_nobody_where_from() -> None:
    assert inside('<a href="https://www.example.org/a?b=1&amp;c=2">a</a>') == (
        '<a href="https://www.example.org/a?b=1&amp;c=2" rel="noreferrer noopener" target="_blank">a</a>'
    )


def test_a_picture_that_was_handed_over_has_the_address_that_it_is_served_at() -> None:
    assert (
        inside('<img class="logo" src="pccresponse-image:logo" alt="A sun">')
        == '<img class="logo" src="/r/x/logo/12ab" alt="A sun">'
    )
    assert inside('<img src="pccresponse-image:other" alt="x">') == '<img alt="x">'


def test_the_version_is_that_of_the_words() -> None:
    one, same, other = (fragment_of(f"<body><p>{words}</p></body>", {}) for words in ("a", "a", "b"))
    assert one == same
    assert one.version != other.version


def test_the_identifiers_are_those_that_are_left() -> None:
    page = '<body><h1 id="a">x</h1><script id="b"></script><section id="c"><h2 id="d">y</h2></section></body>'
    assert fragment_of(page, {}).identifiers == {"a", "c", "d"}


@pytest.mark.parametrize("page", ["", "   ", "<!-- -->", "<html><frameset></frameset></html>"])
def test_a_template_that_makes_nothing_makes_an_empty_text(page: str) -> None:
    assert fragment_of(page, {}).html == ""
