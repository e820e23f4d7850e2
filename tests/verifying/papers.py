"""A document of our own to tamper with, and ways to tamper."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf

from pccresponse.rendering.pdf import render
from pccresponse.rendering.pdf.engine import EmbeddedFile
from tests.rendering.pdf.papers import EDITION, FACTS, IMAGES, page

INPUTS = (
    EmbeddedFile(
        name="response.yaml",
        content=b"report:\n  title: Child protection\n  days: 56\n",
        media_type="application/yaml",
        description="The response.",
    ),
    EmbeddedFile(
        name="office.yaml", content="body: Heddlu ŵ\n".encode() * 40, media_type="application/yaml", description="The office."
    ),
)
BODY = """
<main><h1>Comments</h1>
<p>Good for children, and the force knows it. Read <a href="https://example.org/report">the report</a> or go to
<a href="#later">what comes later</a>.</p>
<h2 id="next">What is next</h2>
<p>The force has reviewed every open case.</p>
<figure><img src="pccresponse-image:logo" alt="The mark of the office"><figcaption>Our mark</figcaption></figure>
<table><caption>Progress</caption><thead><tr><th>Number</th><th>Action</th></tr></thead>
<tbody><tr><th scope="row">1</th><td>Counting</td></tr><tr><th scope="row">2</th><td>Training</td></tr></tbody></table>
<h2 id="later" style="break-before: page">What comes later</h2>
<p>On the second page there is little to read.</p>
<h2 style="break-before: page">And at last</h2>
<p>The third page ends the document.</p></main>
"""


def made(body: str = BODY, inputs: tuple[EmbeddedFile, ...] = INPUTS) -> bytes:
    """A document as the program makes one."""
    return render(page(body), facts=FACTS, edition=EDITION, text_font="Source Sans 3", embedded=inputs, images=IMAGES)


def altered(pdf: bytes, change: Callable[[pikepdf.Pdf], Any]) -> bytes:
    """The document after somebody has been at it with another program."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        change(document)
        file = io.BytesIO()
        document.save(file, fix_metadata_version=False, static_id=True)
        return file.getvalue()


def elements(document: pikepdf.Pdf, role: str) -> Iterator[Any]:
    """The structure elements of a role, in the order of the file."""
    for thing in document.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/StructElem" and thing.get("/S") == f"/{role}":
            yield thing


def without_first(document: pikepdf.Pdf, letter: str) -> None:
    """Take the first such letter out of what the first page draws."""
    sheet = document.pages[0]
    codes = {name: _code_of(letter, font) for name, font in sheet.obj.Resources.Font.items()}
    font, done = "", False
    instructions: list[Any] = []
    for instruction in pikepdf.parse_content_stream(sheet):
        operands: Any = instruction.operands
        operator = instruction.operator
        if str(operator) == "Tf":
            font = str(operands[0])
        if str(operator) == "TJ" and not done:
            pieces: list[Any] = []
            for piece in operands[0]:
                if isinstance(piece, pikepdf.String):
                    glyphs = [bytes(piece)[at : at + 2] for at in range(0, len(bytes(piece)), 2)]
                    if not done and codes[font] in glyphs:
                        glyphs.remove(codes[font])
                        done = True
                    pieces.append(pikepdf.String(b"".join(glyphs)))
                else:
                    pieces.append(piece)
            operands = [pikepdf.Array(pieces)]
        instructions.append((operands, operator))
    assert done, "the letter is not on the page"
    sheet.obj.Contents = document.make_stream(pikepdf.unparse_content_stream(instructions))


def _code_of(letter: str, font: Any) -> bytes:
    wanted = letter.encode("utf-16-be").hex()
    for line in font.ToUnicode.read_bytes().decode().splitlines():
        code, _, text = line.partition("> <")
        if text.rstrip(">") == wanted:
            return bytes.fromhex(code.lstrip("<"))
    return b"\xff\xff"
