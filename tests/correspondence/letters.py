"""Letters as Word saves them: whole files, and the bare XML of a body."""

from __future__ import annotations

import io
import zipfile

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)


def saved(document: Document) -> bytes:
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def package(body: str, **parts: str) -> bytes:
    """A Word file with the XML of a body, and other parts by their kind."""
    kinds = "".join(
        f'<Relationship Id="x{kind}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{kind}.xml"/>'
        for kind in parts
    )
    files = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS,
        "word/document.xml": body if body.startswith(("<?", "<!")) else f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{kinds}</Relationships>',
        **{f"word/{kind}.xml": text for kind, text in parts.items()},
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(each if each.startswith('<') else run(each) for each in runs)}</w:p>"


def letter() -> Document:
    """A letter as a chief constable's office sends it."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Westshire Police · Headquarters"
    document.sections[0].footer.paragraphs[0].text = "www.westshire.police.example"
    for line in ("Office of the Chief Constable", "1 Long Lane\nWesthampton", "30 July 2024", "Our ref: CC/24/118", "Dear Mayor,"):
        document.add_paragraph(line)
    document.add_paragraph().add_run("PEEL 2023–25: my comments").bold = True
    first = document.add_paragraph("I welcome this report. We have done ")
    first.add_run("two").italic = True
    first.add_run(" things ")
    first.add_run("at once").bold = True
    first.add_run(":")
    document.add_paragraph("Answer calls sooner", style="List Bullet")
    document.add_paragraph("Train 212 call handlers", style="List Bullet")
    document.add_heading("Figures", level=2)
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip(
        (cell for row in table.rows for cell in row.cells), ("Month", "Calls", "June", "1,204 | 999s"), strict=True
    ):
        cell.text = words
    document.add_paragraph("• One more\n• and another")
    for line in ("Yours sincerely,", "Perpetua Langmoor QPM", "Chief Constable"):
        document.add_paragraph(line)
    return document


def with_tracked_changes() -> bytes:
    document = letter()
    document.paragraphs[6]._p.append(
        parse_xml(f'<w:ins {nsdecls("w")} w:id="1" w:author="Staff Officer"><w:r><w:t> Nearly all.</w:t></w:r></w:ins>')
    )
    document.paragraphs[6]._p.append(
        parse_xml(f'<w:del {nsdecls("w")} w:id="2" w:author="Deputy"><w:r><w:delText> None of it.</w:delText></w:r></w:del>')
    )
    return saved(document)
