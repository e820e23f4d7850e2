"""Documents to set: one with everything a template may use, and the frame for small ones."""

from __future__ import annotations

import datetime as dt
import io
from html import escape
from pathlib import Path

from PIL import Image

from pccresponse.rendering.pdf import render
from pccresponse.rendering.pdf.engine import DocumentFacts, EmbeddedFile

EDITION = Path(__file__).parents[3] / "templates" / "2026"
FACTS = DocumentFacts(
    title="Comments on “Child protection” – Heddlu ŵ ŷ",
    language="en-GB",
    author="South Yorkshire Police and Crime Commissioner",
    subject="Section 55 of the Police Act 1996",
    dated=dt.date(2015, 7, 21),
)
INPUTS = (
    EmbeddedFile(
        name="response.yaml", content=b"report:\n  title: x\n", media_type="application/yaml", description="The response."
    ),
    EmbeddedFile(name="office.yaml", content=b"body: x\n" * 90, media_type="application/yaml", description="The office."),
)
LONG = "The force has reviewed every open case and has begun to train its officers in the new process. "
STYLE = """
@page { size: A5; margin: 20mm 15mm; @top-center { content: element(head) } }
@page { @bottom-right { content: "Page " counter(page) " of " counter(pages) } }
body { font: 10pt "Source Sans 3" } h1, h2 { font-family: "Source Serif 4" }
.head { position: running(head) } .note { float: footnote } .shaded { background: rgba(0, 0, 0, 0.1) url(pccresponse-image:logo) }
nav a::after { content: leader(".") target-counter(attr(href), page) }
"""


def picture() -> bytes:
    """A small red PNG."""
    file = io.BytesIO()
    Image.new("RGB", (40, 20), (200, 30, 30)).save(file, "PNG")
    return file.getvalue()


IMAGES = {"logo": picture()}


def page(body: str, style: str = STYLE) -> str:
    """A whole HTML document around a body."""
    return (
        f'<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>T</title><style>{style}</style><body>{body}</body></html>'
    )


def rendered(body: str, style: str = STYLE) -> bytes:
    """The PDF of a body."""
    return render(page(body, style), facts=FACTS, edition=EDITION, text_font="Source Sans 3", images=IMAGES)


def paragraph(text: str) -> str:
    """Any text, as a paragraph."""
    return f"<p>{escape(text)}</p>"


def long_table(rows: int) -> str:
    """A table with a head, a foot and row headers that needs a page for about every eight rows."""
    body = "".join(f'<tr><th scope="row">Row {row}</th><td>{LONG}</td><td>{row}</td></tr>' for row in range(1, rows + 1))
    return (
        "<table><caption>Progress</caption><thead><tr><th>Number</th><th>Action</th><th>Due</th></tr></thead>"
        f"<tbody>{body}</tbody><tfoot><tr><td>All</td><td></td><td>{rows}</td></tr></tfoot></table>"
    )


SINK = page(f"""
<div class="head">South Yorkshire, <a href="https://example.org/">running head</a></div>
<main><h1>Title</h1>
<nav role="doc-toc"><ol><li><a href="#one">One</a><ol><li><a href="#inner">Inner</a></li></ol></li>
<li><a href="#two">Two</a></li></ol></nav>
<h2 id="one">One</h2>
<p>Plain, <em>stressed</em> <strong>strong</strong> and <a href="https://example.org/a">a <em>nested</em> link</a>, then a
call<span class="note">What the note says, with <a href="#two">a link</a>.</span> in the sentence.
<abbr title="Police and Crime Commissioner">PCC</abbr> <span lang="cy">Heddlu Gogledd Cymru</span></p>
<h3 id="inner">Inner</h3>
<ul><li>tight<ul><li>nested</li></ul></li><li><p>loose</p><p>second</p></li></ul>
<ol><li>first</li><li>second<blockquote><p>quoted in an item</p></blockquote></li></ol>
<dl><dt>Term</dt><dd>Meaning</dd><dt>Other</dt><dt>Same</dt><dd>Both</dd></dl>
<dl><div><dt>Wrapped</dt><dd>In a div</dd></div></dl>
<blockquote>Bare quotation</blockquote>
<figure><img src="pccresponse-image:logo" alt="The logo"><figcaption>Our logo</figcaption></figure>
<img src="pccresponse-image:logo" alt=""><p aria-hidden="true">Only for show</p>
<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40"><title>A chart of two bars</title>
<rect width="50" height="20" fill="navy"/><text x="5" y="35" font-family="Source Sans 3">label</text></svg>
<table><caption>Spans</caption><thead><tr><th rowspan="2">A</th><th colspan="2">B</th></tr><tr><th>B1</th><th>B2</th></tr></thead>
<tbody><tr><th scope="row" rowspan="2">x</th><td>1</td><td>2</td></tr><tr><td>3</td><td></td></tr></tbody></table>
<div class="shaded">Straight in a div</div>
<h2 id="two">Two</h2>{long_table(42)}
<p>{LONG * 30}</p><p><a href="#one">{LONG * 3}</a></p></main>
""")
