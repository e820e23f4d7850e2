"""The form for the chief officer as a spreadsheet: a row for each action, with a list to choose the status from.

A column that nobody sees says which finding a row is about. What comes back is opened without trust, as a Word file is.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from typing import Any

from pccresponse.case.case import Case
from pccresponse.case.naming import name_of
from pccresponse.correspondence.blocks import UnreadableFileError, paragraph
from pccresponse.correspondence.form import (
    COLUMNS,
    EMPTY_ROWS,
    STATUSES,
    asked_of,
    cells_of,
    instructions,
    mark_of,
    packed_anew,
    title_of,
)
from pccresponse.correspondence.form_answers import Cell, FilledIn, Table
from pccresponse.correspondence.letter import BOOKMARK
from pccresponse.foundation.partial_dates import in_words

_HEAD = ("Mark", "Finding", "The report’s words", *COLUMNS)
_WIDTHS = (3, 34, 60, 6, 60, 30, 22, 26, 50)
_MOST_ROWS = 5_000
_LONGEST_CELL = 32_000
_MOST_PARTS = 500
_MOST_UNPACKED = 50 << 20
_SHEET = "Actions"
_DATE_COLUMN = _HEAD.index(COLUMNS[3]) + 1
_FIRST_DAY, _LAST_DAY = 36_526, 73_050
"""1 January 2000 and 31 December 2099, as a spreadsheet counts days."""
_NO_FORM = UnreadableFileError("is not the form that pccresponse ask makes", "Use the form that came back, saved as .xlsx.")


def sheet_for(case: Case, *, made_on: date) -> bytes:
    """The form as a spreadsheet. The same case makes the same bytes on the same day."""
    import openpyxl
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.datavalidation import DataValidation

    book = openpyxl.Workbook()
    how_to: Any = book.active
    how_to.title = "Read this first"
    for sentence in (title_of(case), *instructions(case, "spreadsheet (.xlsx)")):
        how_to.append([sentence])
    how_to.column_dimensions["A"].width = 110
    how_to["A1"].font = Font(name="Arial", size=14, bold=True)
    sheet = book.create_sheet(_SHEET)
    sheet.append(_HEAD)
    for asked in asked_of(case):
        actions = [*map(cells_of, asked.finding.force_actions), *[("", "", "", "", "")] * EMPTY_ROWS]
        for number, cells in enumerate(actions, 1):
            row = (mark_of(asked), name_of(asked.path, asked.finding), asked.finding.text, str(number), *cells)
            sheet.append([_writable(words) for words in row])
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(name="Arial", size=11, bold=cell.row == 1)
            cell.number_format, cell.data_type = "@", "s"  # words, also where they begin with a sign of equality
    for row in how_to.iter_rows(min_row=2):
        row[0].alignment, row[0].font = Alignment(wrap_text=True, vertical="top"), Font(name="Arial", size=12)
    for letter, width in zip("ABCDEFGHI", _WIDTHS, strict=True):
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
    return packed_anew(content, without_time_of_saving=True)


def sheet_in(content: bytes) -> FilledIn:
    """The rows of a spreadsheet that came back, by finding. Raises `UnreadableFileError`, and whatever the library raises."""
    _refuse_what_is_hostile(content)
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the library does not know is nothing that is read
        book = openpyxl.load_workbook(io.BytesIO(content), keep_links=False)
    sheet = next((each for each in book.worksheets if each.title == _SHEET), None)
    if sheet is None:
        raise _NO_FORM
    if sheet.max_row > _MOST_ROWS:
        raise UnreadableFileError("has too many rows", "Delete the empty rows below the last answer, and save it again.")
    remarks: list[str] = []
    rows = [[_words(cell, remarks) for cell in row] for row in sheet.iter_rows(max_col=len(_HEAD))]
    if not rows or [" ".join(words.split()) for words in rows[0]] != list(_HEAD):
        raise UnreadableFileError(
            "does not have the columns of the form", f"They must be: {', '.join(_HEAD[1:])}. The first column is hidden."
        )
    head = tuple(Cell(words, words) for words in COLUMNS)
    filled: list[tuple[str, list[str]]] = []
    called: dict[str, str] = {}
    for number, row in enumerate(rows[1:], 2):
        mark, finding = row[0].strip(), row[1].strip()
        if mark.startswith(BOOKMARK):
            if called.setdefault(mark, finding) != finding:
                raise UnreadableFileError(
                    f"has a row, {number}, in which the finding and the hidden column do not go together",
                    "Put the row back as it was, or make a new form.",
                )
            filled.append((mark, row))
        elif any(words.strip() for words in row[4:]):
            above = next(((each, other) for each, other in reversed(filled)), None)
            if above is None or finding not in ("", above[1][1].strip()):
                raise UnreadableFileError(
                    f"has a row, {number}, that does not say which finding it is about", "Use an empty row of that finding."
                )
            filled.append((above[0], row))
            remarks.append(
                f"Somebody added row {number} to the sheet. The program counts it as an action on the finding in the row above: {above[1][1]}."
            )
    if not filled:
        raise _NO_FORM
    tables = []
    for mark, of_one in groupby(sorted(filled, key=lambda each: each[0]), key=lambda each: each[0]):
        cells = [tuple(_cell(words) for words in row[3:]) for _, row in of_one]
        known = sorted((row for row in cells if row[0].words.isdecimal()), key=lambda row: int(row[0].words))
        tables.append(Table(mark, (head, *known, *(row for row in cells if not row[0].words.isdecimal()))))
    remarks += _not_read(book)
    order = list(dict.fromkeys(mark for mark, _ in filled))
    return FilledIn(tuple(sorted(tables, key=lambda table: order.index(table.bookmark))), (), tuple(remarks))


def _cell(words: str) -> Cell:
    bare = words.strip()
    return Cell(paragraph(bare).markdown, bare)


_ITS_SHEETS = ("Read this first", _SHEET)
_MOST_NAMED = 20


def _not_read(book: Any) -> Iterator[str]:
    """What somebody wrote beside the form: in other columns, on other sheets, or as a comment."""
    named = 0
    for sheet in book.worksheets:
        for row in sheet.iter_rows(max_row=_MOST_ROWS):
            for cell in row:
                is_beside = sheet.title not in _ITS_SHEETS or (sheet.title == _SHEET and cell.column > len(_HEAD))
                if named < _MOST_NAMED and is_beside and cell.value not in (None, ""):
                    named += 1
                    yield f"The cell {cell.coordinate} of the sheet “{sheet.title}” is beside the form, and was not read."
                if named < _MOST_NAMED and getattr(cell, "comment", None) is not None:
                    named += 1
                    yield f"The comment at {cell.coordinate} was not read: “{' '.join(cell.comment.text.split())[:200]}”"


def _words(cell: Any, remarks: list[str]) -> str:
    """What a cell shows, also where the program took a date or a number for what it is."""
    value = cell.value
    if cell.column == _DATE_COLUMN and isinstance(value, (int, float)) and _FIRST_DAY <= value < _LAST_DAY:
        from openpyxl.utils.datetime import from_excel

        day = from_excel(int(value), cell.parent.parent.epoch).date()
        remarks.append(f"The cell {cell.coordinate} has the number {value:g}, which is how a spreadsheet counts {in_words(day)}.")
        return str(day.isoformat())
    if cell.data_type == "f":
        raise UnreadableFileError(f"has a formula in the cell {cell.coordinate}", "Write words there, or put a space before the =.")
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _writable(words: str) -> str:
    """Words without what a spreadsheet cannot hold."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return str(ILLEGAL_CHARACTERS_RE.sub("", words))[:_LONGEST_CELL]


def _refuse_what_is_hostile(content: bytes) -> None:
    """Look at the archive's list before anything is unpacked, and at the beginning of each part for definitions."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
                raise UnreadableFileError("is too large for a form", "Save the form without anything else in the file.")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and b"<!" in archive.read(part).replace(b"<!--", b"").replace(
                    b"<![CDATA[", b""
                ):
                    raise UnreadableFileError(
                        "has definitions in its XML that no spreadsheet needs", "Open it, and save it again as .xlsx."
                    )
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError) as error:
        if isinstance(error, UnreadableFileError):
            raise
        raise UnreadableFileError("is not a spreadsheet (.xlsx), or has a password", "Save it as .xlsx without one.") from error
