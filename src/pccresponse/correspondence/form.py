"""The form for the chief officer, as a Word file or a spreadsheet: each finding that concerns the force, with a table to fill in.

It is accessible: headings in order, tables with a description and a repeated head, one language, a title. A hidden bookmark or column
identifies each finding by its words, and the actions that the response had when the form was made.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

import msgspec

from pccresponse.case.case import Case
from pccresponse.case.naming import name_of
from pccresponse.correspondence.letter import BOOKMARK
from pccresponse.foundation.partial_dates import PartialDate, in_words
from pccresponse.foundation.problems import Path
from pccresponse.models.findings import ActionStatus, CauseOfConcern, Finding, ForceAction
from pccresponse.rendering.markdown import parsed

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph
    from markdown_it.tree import SyntaxTreeNode

COLUMNS = ("No.", "What the force has done or will do", "Who is responsible (a post)", "Date (done, or due)", "Status", "Evidence")
STATUSES: tuple[str, ...] = get_args(ActionStatus)
DONE = ("complete", "closed by the inspectorate")
"""With these, the date of an action is the day on which it was done; with the others, the day on which it is due."""
_WIDTHS = (1.2, 8.2, 4.2, 3.2, 3.0, 6.0)
OF_THE_TABLE = "_t"
"""The suffix of the bookmark inside a table, which identifies it wherever it is moved."""
_MOST_FINDINGS = 10_000
SHEET = "Actions"
SHEET_HEAD = ("Mark", "Finding", "The report’s words", *COLUMNS)
SHEETS = ("Read this first", SHEET)
_SHEET_WIDTHS = (3, 34, 60, 6, 60, 30, 22, 26, 50)
_LONGEST_CELL = 32_000
CHOOSE = "Choose"
"""The text in place of a status until one is chosen."""
EMPTY_ROWS = 3
_BODIES = frozenset({"the local policing body", "local policing bodies"})


class AskedFinding(NamedTuple):
    """A finding that the form has a table for."""

    path: Path
    finding: Finding
    key: str
    """Its bookmark without the digest of its actions."""


def asked_of(case: Case) -> list[AskedFinding]:
    """The findings that concern the force, in the order of the response."""
    found: list[AskedFinding] = []
    for path, finding in case.response.found.every_finding():
        if _is_asked(case, finding):
            digest = _digest([path[-2], " ".join(finding.text.split())])
            alike = sum(each.key.startswith(f"{BOOKMARK}{digest}_") for each in found)
            found.append(AskedFinding(path, finding, f"{BOOKMARK}{digest}_{alike + 1}"))
    return found


def digest_of_actions(finding: Finding) -> str:
    """A digest of the actions in the response."""
    return _digest([msgspec.to_builtins(action, enc_hook=str) for action in finding.force_actions])


def mark_of(asked: AskedFinding) -> str:
    """The hidden bookmark of a finding and its actions."""
    return f"{asked.key}_{digest_of_actions(asked.finding)}"


def cells_of(action: ForceAction) -> tuple[str, str, str, str, str]:
    """An action in the columns after its number."""
    day = action.done_on if action.status in DONE else action.due_on
    return _unwrapped(action.what), action.owner or "", str(day) if day else "", action.status, _unwrapped(action.evidence or "")


def _unwrapped(text: str) -> str:
    """A text with line ends only between paragraphs and list items."""
    return re.sub(r"(?<=[^\n])\n(?=[^\s\-*+>|#\d])", " ", text)


def form_for(case: Case, *, made_on: date) -> bytes:
    """The form as a Word file. The same case makes the same bytes on the same day."""
    import docx

    document = docx.Document()
    _set_up(document, case, made_on)
    document.add_heading(title_of(case), level=0)
    for sentence in instructions(case, "Word file (.docx)"):
        document.add_paragraph(sentence)
    above: Path = ()
    for number, asked in enumerate(asked_of(case)):
        cause = asked.path[:3] if len(asked.path) > 3 else ()
        if cause and cause not in (above, asked.path):
            _add_finding(document, cause, case.response.found.at(cause), level=1)
        above = cause or asked.path
        heading = _add_finding(document, asked.path, asked.finding, level=2 if cause else 1)
        _bookmark(heading, mark_of(asked), number + 1)
        table = _add_table(document, name_of(asked.path, asked.finding), asked.finding)
        _bookmark(table.rows[0].cells[0].paragraphs[0], f"{mark_of(asked)}{OF_THE_TABLE}", number + 1 + _MOST_FINDINGS)
    return _saved(document)


def words_of_form(case: Case) -> frozenset[str]:
    """Each paragraph outside the tables of an empty form."""
    import docx

    document = docx.Document(io.BytesIO(form_for(case, made_on=case.today)))
    return frozenset(" ".join(each.text.split()) for each in document.paragraphs)


def _is_asked(case: Case, finding: Finding) -> bool:
    ours = case.is_ours(finding) and finding.closed_on is None and not (finding.answered_with or finding.answered_in)
    if finding.addressees and not finding.named_forces and set(finding.addressees) <= _BODIES:
        return False
    stands_above = isinstance(finding, CauseOfConcern) and finding.recommendations and not finding.force_actions
    return ours and not stands_above


def _digest(value: object) -> str:
    return sha256(msgspec.json.encode(value)).hexdigest()[:10]


def title_of(case: Case) -> str:
    """The title of the form."""
    return f"Actions of {case.force_in_sentence(_day(case))} on “{case.response.report.title}”"


def _day(case: Case) -> PartialDate:
    return PartialDate.of(case.response.report.published_on)


def instructions(case: Case, kind: str) -> Iterator[str]:
    """How to fill in the form and send it back as a kind of file."""
    body = case.body_on(_day(case)).in_sentence
    yield (
        f"{body[:1].upper()}{body[1:]} asks what the force has done, or will do, about each finding of this report. The report was "
        f"published on {in_words(case.response.report.published_on)}."
    )
    yield "Use one row for each action. Leave the rows that you do not need empty. Add rows to a table if you need more."
    yield f"Status is one of: {', '.join(STATUSES[:-2])} or {STATUSES[-2]}."
    yield "Write dates such as 30 September 2024 or September 2024: when the action was done, or when it is due if it is still open."
    yield "Do not change anything else: the program that reads the form needs the headings and the columns as they are."
    by = case.response.invitation.reply_by if case.response.invitation else None
    yield f"Send it back as a {kind}{f' by {by}' if by else ''}{f', to {case.office.email}' if case.office.email else ''}."


def _set_up(document: Document, case: Case, made_on: date) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.9)
    for name, size in (("Normal", 12), ("Title", 24), ("Heading 1", 18), ("Heading 2", 15)):
        style: Any = document.styles[name]
        style.font.name, style.font.size = "Arial", Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "Arial")
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(f"w:{theme}"), None)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    properties = document.core_properties
    properties.title, properties.author, properties.language = title_of(case), case.body_on(_day(case)).name, "en-GB"
    properties.created = properties.modified = datetime(made_on.year, made_on.month, made_on.day)  # noqa: DTZ001 - a day and no moment
    properties.comments = properties.last_modified_by = ""


def _add_finding(document: Document, path: Path, finding: Any, *, level: int) -> Paragraph:
    heading = f"{name_of(path, finding)}{f': {finding.heading}' if finding.heading and finding.label else ''}"
    added: Paragraph = document.add_heading(heading, level=level)
    _add_words(document, parsed(finding.text).tree.children)
    if finding.due_wording:
        document.add_paragraph(f"The report’s words about time: {finding.due_wording}.")
    return added


def _add_words(document: Document, nodes: list[SyntaxTreeNode], style: str | None = None) -> None:
    for node in nodes:
        if node.type in ("bullet_list", "ordered_list"):
            for item in node.children:
                _add_words(document, item.children, "List Bullet" if node.type == "bullet_list" else "List Number")
        elif node.type in ("paragraph", "heading", "th", "td"):
            paragraph = document.add_paragraph(style=style)
            for inline in node.children:
                for child in inline.children:
                    _add_run(paragraph, child)
        elif node.children:
            _add_words(document, node.children, style)
        elif node.content.strip():
            document.add_paragraph(node.content, style=style)


def _add_run(paragraph: Paragraph, node: SyntaxTreeNode, *, bold: bool = False, italic: bool = False) -> None:
    bold, italic = bold or node.type == "strong", italic or node.type == "em"
    if node.children:
        for child in node.children:
            _add_run(paragraph, child, bold=bold, italic=italic)
        return
    words = " " if node.type == "softbreak" else "\n" if node.type == "hardbreak" else node.content
    if words:
        run = paragraph.add_run(words)
        run.bold, run.italic = bold or None, italic or None


def _add_table(document: Document, called: str, finding: Finding) -> Any:
    from docx.shared import Cm

    rows = [*map(cells_of, finding.force_actions), *[("", "", "", "", "")] * EMPTY_ROWS]
    table = document.add_table(rows=len(rows) + 1, cols=len(COLUMNS), style="Table Grid")
    table.autofit = False
    _describe(table, called)
    for cell, title in zip(table.rows[0].cells, COLUMNS, strict=True):
        cell.paragraphs[0].add_run(title).bold = True
    for number, (row, cells) in enumerate(zip(table.rows[1:], rows, strict=True), 1):
        for cell, words in zip(row.cells, (str(number), *cells), strict=True):
            cell.paragraphs[0].add_run(words)
        _offer_statuses(row.cells[4], cells[3])
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, _WIDTHS, strict=True):
            cell.width = Cm(width)
    document.add_paragraph()
    return table


def _describe(table: Any, called: str) -> None:
    """Repeat the head on each page, and add a caption and a description for screen readers."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    head = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(head)
    for row in table.rows:
        row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
    for name, words in (
        ("tblCaption", f"Actions on {called}"),
        ("tblDescription", f"One row for each action: {', '.join(COLUMNS[1:])}."),
    ):
        element = OxmlElement(f"w:{name}")
        element.set(qn("w:val"), words)
        table._tbl.tblPr.append(element)


def _offer_statuses(cell: Any, chosen: str) -> None:
    """Replace the words of a cell with a list to choose from."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    items = "".join(f'<w:listItem w:displayText="{each}" w:value="{each}"/>' for each in STATUSES)
    placeholder = "" if chosen else "<w:showingPlcHdr/>"
    control = parse_xml(
        f'<w:sdt {nsdecls("w")}><w:sdtPr><w:alias w:val="Status"/><w:tag w:val="status"/>{placeholder}<w:dropDownList>{items}'
        f'</w:dropDownList></w:sdtPr><w:sdtContent><w:r><w:t xml:space="preserve">{chosen or CHOOSE}</w:t></w:r></w:sdtContent></w:sdt>'
    )
    paragraph = cell.paragraphs[0]._p
    for run in paragraph.r_lst:
        paragraph.remove(run)
    paragraph.append(control)


def _bookmark(paragraph: Any, name: str, number: int) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(end)


def _saved(document: Document) -> bytes:
    content = io.BytesIO()
    document.save(content)
    return _packed_anew(content)


def sheet_for(case: Case, *, made_on: date) -> bytes:
    """The form as a spreadsheet. The same case makes the same bytes on the same day."""
    import openpyxl
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.datavalidation import DataValidation

    book = openpyxl.Workbook()
    how_to: Any = book.active
    how_to.title = SHEETS[0]
    for sentence in (title_of(case), *instructions(case, "spreadsheet (.xlsx)")):
        how_to.append([sentence])
    how_to.column_dimensions["A"].width = 110
    how_to["A1"].font = Font(name="Arial", size=14, bold=True)
    sheet = book.create_sheet(SHEET)
    sheet.append(SHEET_HEAD)
    for asked in asked_of(case):
        actions = [*map(cells_of, asked.finding.force_actions), *[("", "", "", "", "")] * EMPTY_ROWS]
        for number, cells in enumerate(actions, 1):
            row = (mark_of(asked), name_of(asked.path, asked.finding), asked.finding.text, str(number), *cells)
            sheet.append([_writable(words) for words in row])
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(name="Arial", size=11, bold=cell.row == 1)
            cell.number_format, cell.data_type = "@", "s"  # text, also if it begins with "="
    for row in how_to.iter_rows(min_row=2):
        row[0].alignment, row[0].font = Alignment(wrap_text=True, vertical="top"), Font(name="Arial", size=12)
    for letter, width in zip("ABCDEFGHI", _SHEET_WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.column_dimensions["A"].hidden = True
    choice = DataValidation(type="list", formula1=f'"{",".join(STATUSES)}"', allow_blank=True, showErrorMessage=True)
    choice.error = f"Choose one of: {', '.join(STATUSES)}."
    sheet.add_data_validation(choice)
    choice.add(f"H2:H{sheet.max_row + 200}")
    sheet.freeze_panes, sheet.print_title_rows = "A2", "1:1"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = "landscape", 0, True
    properties = book.properties
    properties.title, properties.creator, properties.language = title_of(case), "", "en-GB"
    properties.created = properties.modified = datetime(made_on.year, made_on.month, made_on.day)  # noqa: DTZ001 - a day and no moment
    content = io.BytesIO()
    book.save(content)
    return _packed_anew(content, without_time_of_saving=True)


def _writable(words: str) -> str:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return str(ILLEGAL_CHARACTERS_RE.sub("", words))[:_LONGEST_CELL]


def _packed_anew(saved: io.BytesIO, *, without_time_of_saving: bool = False) -> bytes:
    """The archive with fixed times, so that the same form gives the same bytes."""
    content = io.BytesIO()
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            words = old.read(part)
            if without_time_of_saving and part.filename == "docProps/core.xml":
                words = _MODIFIED.sub(rb"\g<1>" + _created(words), words)
            new.writestr(zipfile.ZipInfo(part.filename, (1980, 1, 1, 0, 0, 0)), words, zipfile.ZIP_DEFLATED)
    return content.getvalue()


_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def _created(words: bytes) -> bytes:
    found = re.search(rb"<dcterms:created[^>]*>([^<]*)", words)
    return found[1] if found else b""
