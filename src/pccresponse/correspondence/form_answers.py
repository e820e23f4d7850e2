"""Read the form that comes back: the rows of each finding's table, and what they change in the response.

A Word file or a spreadsheet is untrusted, so a separate process reads it within limits.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from math import inf
from typing import Any

import msgspec

from pccresponse.case.case import Case
from pccresponse.case.naming import listed, name_of, shortened
from pccresponse.correspondence.blocks import UnreadableFileError, damage_as_unreadable, paragraph, read_in_own_process
from pccresponse.correspondence.form import (
    CHOOSE,
    COLUMNS,
    DONE,
    OF_THE_TABLE,
    SHEET,
    SHEET_HEAD,
    SHEETS,
    STATUSES,
    AskedFinding,
    asked_of,
    cells_of,
    digest_of_actions,
    words_of_form,
)
from pccresponse.correspondence.letter import BOOKMARK, TrackedChanges
from pccresponse.correspondence.word_archive import W
from pccresponse.correspondence.word_text import WordText
from pccresponse.foundation.partial_dates import PartialDate, in_words
from pccresponse.models.findings import ForceAction
from pccresponse.reading.saving import Add, Edit, Remove, Set
from pccresponse.reading.shapes import TextShape, fields_of
from pccresponse.reading.source import Fault
from pccresponse.reading.values import either_of, meant_by, read_date, read_text, read_words, tidied

_FIELDS = ("what", "owner", "date", "status", "evidence")
_MOST_ROWS = 200
_MOST_SHEET_ROWS = 5_000
_MOST_PARTS = 500
_MOST_NAMED = 20
"""Cells outside the form that have a remark."""
_MOST_UNPACKED = 50 << 20
_DATE_COLUMN = SHEET_HEAD.index(COLUMNS[3]) + 1
_FIRST_DAY, _LAST_DAY = 36_526, 73_050
"""1 January 2000 and 31 December 2099, as a spreadsheet counts days."""
_NO_FORM = UnreadableFileError("is not the form that pccresponse ask makes", "Use the form that came back, saved as .xlsx.")


class Cell(msgspec.Struct, frozen=True):
    """The content of a cell, as Markdown and as plain words."""

    markdown: str
    words: str


class Table(msgspec.Struct, frozen=True):
    """The table of a finding with its head, and the name of the finding's bookmark."""

    bookmark: str
    rows: tuple[tuple[Cell, ...], ...]


class FilledIn(msgspec.Struct, frozen=True):
    """A form that was read."""

    tables: tuple[Table, ...]
    changes: tuple[str, ...]
    remarks: tuple[str, ...]
    outside: tuple[str, ...] = ()
    """The paragraphs outside the tables, with those of the empty form."""


class FormAnswers(msgspec.Struct, frozen=True):
    """What a form changes in a response."""

    edits: tuple[Edit, ...]
    summary: tuple[str, ...]
    """A line for each action that is new or changed."""
    remarks: tuple[str, ...]
    """What was not read, and which findings are missing."""
    errors: tuple[str, ...]
    """A sentence for each error, with the finding, the row and the column."""


def read_form(name: str, content: bytes, *, changes: TrackedChanges = "accept") -> FilledIn:
    """The tables of a form, by the ending of its name, read in a separate process. Raises `UnreadableFileError`."""
    return read_in_own_process(form_in, name, content, changes, remedy="Save it again, and try again.")


def form_in(name: str, content: bytes, changes: TrackedChanges = "accept") -> FilledIn:
    """The tables of a form. Raises `UnreadableFileError`, and nothing else."""
    with damage_as_unreadable():
        return _sheet_in(content) if name.casefold().endswith(".xlsx") else _form_in(content, changes)


def _form_in(content: bytes, changes: TrackedChanges) -> FilledIn:
    text = WordText(content, accept=changes == "accept")
    tables: list[Table] = []
    bookmark = ""
    for element in text.package.document.iter(f"{W}bookmarkStart", f"{W}tbl"):
        name = str(element.get(f"{W}name"))
        if element.tag == f"{W}tbl":
            names = (str(each.get(f"{W}name")) for each in element.iter(f"{W}bookmarkStart"))
            own = next((each for each in names if each.endswith(OF_THE_TABLE)), "").removesuffix(OF_THE_TABLE)
            if own and bookmark and own != bookmark:
                raise UnreadableFileError(
                    "has a table below the heading of another finding", "Put each table back below its heading, or make a new form."
                )
            if own or bookmark:
                tables.append(Table(own or bookmark, tuple(_rows(text, element))))
            bookmark = ""
        elif name.startswith(BOOKMARK) and not name.endswith(OF_THE_TABLE):
            bookmark = name
    if not tables:
        raise UnreadableFileError("is not the form that pccresponse ask makes", "Use the form that came back, saved as .docx.")
    outside = (
        " ".join("".join(each.itertext(f"{W}t")).split())
        for each in text.package.document.iter(f"{W}p")
        if next(each.iterancestors(f"{W}tbl"), None) is None
    )
    return FilledIn(tuple(tables), tuple(text.changes), text.all_remarks(), tuple(filter(None, outside)))


def _rows(text: WordText, table: Any) -> Iterator[tuple[Cell, ...]]:
    for number, row in enumerate(text.cells_of(table)):
        if number > _MOST_ROWS:
            raise UnreadableFileError("has a table with too many rows", "Remove the rows that are not answers.")
        yield tuple(
            Cell(
                "\n\n".join(block.markdown for block in blocks).replace("\n\n- ", "\n- ").strip(),
                "\n".join(block.words for block in blocks).strip(),
            )
            for blocks in row
        )


def _sheet_in(content: bytes) -> FilledIn:
    """The rows of a spreadsheet by finding. Raises `UnreadableFileError`, and whatever the library raises."""
    _refuse_unsafe(content)
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about features that are not read
        book = openpyxl.load_workbook(io.BytesIO(content), keep_links=False)
    sheet = next((each for each in book.worksheets if each.title == SHEET), None)
    if sheet is None:
        raise _NO_FORM
    if sheet.max_row > _MOST_SHEET_ROWS:
        raise UnreadableFileError("has too many rows", "Delete the empty rows below the last answer, and save it again.")
    remarks: list[str] = []
    rows = [[_words(cell, remarks) for cell in row] for row in sheet.iter_rows(max_col=len(SHEET_HEAD))]
    if not rows or [" ".join(words.split()) for words in rows[0]] != list(SHEET_HEAD):
        raise UnreadableFileError(
            "does not have the columns of the form", f"They must be: {', '.join(SHEET_HEAD[1:])}. The first column is hidden."
        )
    filled: list[tuple[str, list[str]]] = []
    names: dict[str, str] = {}
    for number, row in enumerate(rows[1:], 2):
        mark, finding = row[0].strip(), row[1].strip()
        if mark.startswith(BOOKMARK):
            if names.setdefault(mark, finding) != finding:
                raise UnreadableFileError(
                    f"has a row, {number}, in which the finding and the hidden column do not go together",
                    "Put the row back as it was, or make a new form.",
                )
            filled.append((mark, row))
        elif any(words.strip() for words in row[4:]):
            above, row_above = filled[-1] if filled else ("", [""] * len(SHEET_HEAD))
            if not above or finding not in ("", row_above[1].strip()):
                raise UnreadableFileError(
                    f"has a row, {number}, that does not say which finding it is about", "Use an empty row of that finding."
                )
            filled.append((above, row))
            remarks.append(
                f"Somebody added row {number} to the sheet. The program counts it as an action on the finding in the row above: {row_above[1]}."
            )
    if not filled:
        raise _NO_FORM
    head = tuple(Cell(words, words) for words in COLUMNS)
    by_mark: dict[str, list[tuple[Cell, ...]]] = {}
    for mark, row in filled:
        by_mark.setdefault(mark, []).append(tuple(_cell(words) for words in row[3:]))
    tables = tuple(Table(mark, (head, *sorted(cells, key=_row_number))) for mark, cells in by_mark.items())
    return FilledIn(tables, (), (*remarks, *islice(_not_read(book), _MOST_NAMED)))


def _row_number(cells: tuple[Cell, ...]) -> float:
    """The number in the first cell; rows without one come last."""
    return int(cells[0].words) if cells[0].words.isdecimal() else inf


def _cell(words: str) -> Cell:
    bare = words.strip()
    return Cell(paragraph(bare).markdown, bare)


def _not_read(book: Any) -> Iterator[str]:
    """A remark for each cell outside the form, and for each comment."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows(max_row=_MOST_SHEET_ROWS):
            for cell in row:
                is_beside = sheet.title not in SHEETS or (sheet.title == SHEET and cell.column > len(SHEET_HEAD))
                if is_beside and cell.value not in (None, ""):
                    yield f"The cell {cell.coordinate} of the sheet “{sheet.title}” is beside the form, and was not read."
                if getattr(cell, "comment", None) is not None:
                    yield f"The comment at {cell.coordinate} was not read: “{' '.join(cell.comment.text.split())[:200]}”"


def _words(cell: Any, remarks: list[str]) -> str:
    """The text of a cell. Dates and numbers become text again."""
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


def _refuse_unsafe(content: bytes) -> None:
    """Raise `UnreadableFileError` for an archive that is too large, or whose XML has definitions."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
                raise UnreadableFileError("is too large for a form", "Save the form without anything else in the file.")
            sources = (archive.read(part) for part in parts if part.filename.endswith((".xml", ".rels")))
            if any(b"<!" in source.replace(b"<!--", b"").replace(b"<![CDATA[", b"") for source in sources):
                raise UnreadableFileError(
                    "has definitions in its XML that no spreadsheet needs", "Open it, and save it again as .xlsx."
                )
    except UnreadableFileError:
        raise
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError) as error:
        raise UnreadableFileError("is not a spreadsheet (.xlsx), or has a password", "Save it as .xlsx without one.") from error


def answers_of(form: FilledIn, case: Case) -> FormAnswers:
    """What the form changes in the response, and its errors. Write the changes only if there are no errors."""
    reader = _Reader()
    asked = {each.key: each for each in asked_of(case)}
    seen: set[str] = set()
    for table in form.tables:
        key, _, actions = table.bookmark.rpartition("_")
        found = asked.get(key)
        if found is None:
            reader.errors.append(
                "The form has a finding that is not in response.yaml, or is there in other words. Make a new form, with: pccresponse ask"
            )
        elif key in seen:
            reader.errors.append(f"{name_of(found.path, found.finding)} is in the form twice. Remove one of them.")
        else:
            seen.add(key)
            reader.table(found, table, actions)
    remarks = [
        f"{name_of(each.path, each.finding)} is not in the form, so nothing is changed there."
        for key, each in asked.items()
        if key not in seen
    ]
    if form.outside:
        own = words_of_form(case)
        remarks += [f"Words outside the tables were not read: “{shortened(words)}”" for words in form.outside if words not in own]
    return FormAnswers(tuple(reader.edits), tuple(reader.summary), tuple(remarks), tuple(dict.fromkeys(reader.errors)))


class _Reader:
    def __init__(self) -> None:
        self.edits: list[Edit] = []
        self.summary: list[str] = []
        self.errors: list[str] = []

    def table(self, asked: AskedFinding, table: Table, made_with: str) -> None:
        called = name_of(asked.path, asked.finding)
        head, *rows = table.rows or ((),)
        if [" ".join(cell.words.split()) for cell in head] != list(COLUMNS) or any(len(row) != len(COLUMNS) for row in rows):
            self.errors.append(f"{called}: its table needs these columns, as in the form: {listed(COLUMNS)}.")
            return
        actions = asked.finding.force_actions
        before = len(self.edits)
        known: set[int] = set()
        for position, row in enumerate(rows):
            bare = row[0].words.strip().rstrip(".")
            number = int(bare) if bare.isascii() and bare.isdecimal() and len(bare) < 5 else None
            where = f"{called}, row {number or position + 1}"
            cells = dict(zip(_FIELDS, row[1:], strict=True))
            if cells["status"].words == CHOOSE:
                cells["status"] = Cell("", "")
            if number in known:
                self.errors.append(f"{where}: that number is there twice. Give the row that you added no number.")
            elif number and number <= len(actions):
                known.add(number)
                self._changed((*asked.path, "force_actions", number - 1), actions[number - 1], cells, where)
            elif any(cell.words for cell in cells.values()):
                self._added((*asked.path, "force_actions"), cells, where)
        self.errors += [
            f"{called}: row {number}, which is in response.yaml, is missing from the form. Put it back, or make a new form."
            for number in range(1, len(actions) + 1)
            if number not in known
        ]
        if len(self.edits) > before and made_with != digest_of_actions(asked.finding):
            self.errors.append(
                f"{called}: its actions in response.yaml have changed since you made the form. Make a new form, with: pccresponse ask"
            )

    def _added(self, path: tuple[str | int, ...], cells: dict[str, Cell], where: str) -> None:
        values = {name: self._value(name, cell, where) for name, cell in cells.items() if cell.words}
        for name in ("what", "status"):
            if not cells[name].words:
                self._add_error(where, name, "is empty.", _NEEDED[name])
        if any(value is None for value in values.values()) or not {"what", "status"} <= values.keys():
            return
        day = values.pop("date", None)
        if day:
            values["done_on" if values["status"] in DONE else "due_on"] = day
        action = ForceAction(**values)  # type: ignore[arg-type]
        self.edits.append(Add(path, action))
        details: list[str] = [action.status]
        details += [f"{'done' if action.done_on else 'due'} {day}"] if day else []
        details += [shortened(words) for words in (action.owner, action.evidence) if words]
        self.summary.append(f"{where}: new: {shortened(action.what)} ({'; '.join(details)})")

    def _changed(self, path: tuple[str | int, ...], action: ForceAction, cells: dict[str, Cell], where: str) -> None:
        was = dict(zip(_FIELDS, cells_of(action), strict=True))
        changed = {name for name in _FIELDS if " ".join(cells[name].words.split()) != " ".join(was[name].split())}
        values = {name: self._value(name, cells[name], where) for name in changed if cells[name].words}
        for name in changed & {"what", "status"}:
            if not cells[name].words:
                self._add_error(where, name, "is empty now, but had an entry.", _NEEDED[name])
        status = values.get("status") or action.status
        was_done, is_done = action.status in DONE, status in DONE
        if was_done != is_done and "date" not in changed and was["date"]:
            asked = "on which it was done" if is_done else "on which it is due"
            self._add_error(
                where, "date", f"is still {was['date']}, though the status is now “{status}”.", f"Give the day {asked}."
            )
        for name in _FIELDS:
            if name in changed and (name not in ("what", "status") or cells[name].words):
                field = name if name != "date" else "done_on" if is_done else "due_on"
                value: Any = values.get(name)
                if value is not None:
                    self.edits.append(Set((*path, field), value))
                elif not cells[name].words and getattr(action, field) is not None:
                    self.edits.append(Remove((*path, field)))
                self.summary.append(
                    f"{where}: {field.replace('_', ' ')}: {shortened(was[name]) or 'nothing'} → {shortened(cells[name].words) or 'nothing'}"
                )
        if was_done and not is_done and action.done_on:
            self.edits.append(Remove((*path, "done_on")))

    def _value(self, name: str, cell: Cell, where: str) -> str | PartialDate | None:
        """The value of a cell; None, with an error, if it is not valid."""
        read: object
        if name == "date":
            read = _date(" ".join(cell.words.split()))
        elif name == "status":
            read = read_words(" ".join(cell.words.replace("-", " ").split()).casefold().rstrip("."), STATUSES, suggest=True)
        else:
            shape = fields_of(ForceAction)[name].shape
            assert isinstance(shape, TextShape)
            words = tidied(cell.markdown if shape.kind == "markdown" else " ".join(cell.words.split()))
            read = words if isinstance(words, Fault) else read_text(words, shape)
        if isinstance(read, Fault):
            self._add_error(where, name, read.message, read.remedy)
            return None
        assert isinstance(read, (str, PartialDate))
        return read

    def _add_error(self, where: str, name: str, message: str, remedy: str) -> None:
        self.errors.append(f"{where}, “{COLUMNS[_FIELDS.index(name) + 1]}” {message} {remedy}")


_NEEDED = {"what": "Say what the force has done or will do, or clear the row.", "status": f"It is one of: {', '.join(STATUSES)}."}


def _date(words: str) -> PartialDate | Fault:
    """A date as people type it, unless it may mean two days."""
    exact = read_date(words, exact=False)
    meant = None if either_of(words) else meant_by(words)
    return meant if isinstance(exact, Fault) and meant else exact
