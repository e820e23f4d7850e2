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
        '<p role="note" aria-label="n">a</p><section role="doc-appendix" aria-labelledby="x"><h2 id="x">b</h2></section>',
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
        ('<p role="alert">a</p><p role="status" aria-live="assertive">b</p>', "<p>a</p><p>b</p>"),
        ('<div role="dialog" aria-modal="true" aria-owns="x">a</div>', "<div>a</div>"),
        ('<main class="enclosed" id="m"><p>a</p></main>', '<div class="enclosed" id="m"><p>a</p></div>'),
        ('<p popover slot="x" part="y" is="z" inert hidden draggable="true" accesskey="a">a</p>', "<p>a</p>"),
        ('<template shadowrootmode="open"><p>a</p></template><slot name="x">b</slot><dialog open>c</dialog>', "bc"),
        ('<label for="live-approve-name">a</label><output name="token">b</output><p name="token">c</p>', "ab<p>c</p>"),
        ('<p data-token="x" contenteditable autofocus tabindex=1>a</p>', "<p>a</p>"),
    ],
)  # fmt: skip
def test_what_could_act_or_comes_from_elsewhere_is_left_out(body: str, left: str) -> None:
    assert inside(body) == left


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ('<table class="data"><caption>A\n  <b>table</b></caption><tr><th scope="col">a</th></tr></table>', "A table"),
        ('<table class="key facts"><tbody><tr><td colspan="2">b</td></tr></tbody></table>', "Facts of the report"),
        ("<table><caption> </caption><tbody><tr><td>b</td></tr></tbody></table>", "Table"),
        ("<table><caption>&lt;&amp;</caption><tbody><tr><td>b</td></tr></tbody></table>", "&lt;&amp;"),
    ],
)
def test_a_table_has_a_box_with_a_name_in_which_it_can_be_scrolled(table: str, name: str) -> None:
    found = inside(f"<p>a</p>{table}and more")
    assert found == f'<p>a</p><div class="wide" role="group" aria-label="{name}">{table}</div>and more'


def test_a_table_in_a_table_has_a_box_too() -> None:
    inner = "<table><tbody><tr><td>b</td></tr></tbody></table>"
    box = '<div class="wide" role="group" aria-label="Table">'
    outer = "<table><tbody><tr><td>{}</td></tr></tbody></table>"
    assert inside(outer.format(inner)) == f"{box}{outer.format(f'{box}{inner}</div>')}</div>"


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
