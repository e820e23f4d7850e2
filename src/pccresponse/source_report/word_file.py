"""The words of a report that is a Word file: its paragraphs as they read when every change is accepted."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from pccresponse.source_report.grades import grades_in_table
from pccresponse.source_report.pages import (
    MOST_COLUMNS,
    MarkedLines,
    Page,
    UnreadableReportError,
    too_wide,
)

_MOST_PARTS = 5_000
_MOST_UNPACKED = 200 << 20
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PASSED_OVER = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText", _FALLBACK})
_BOXES = frozenset({f"{_W}txbxContent", f"{_W}tc"})
_SIGNS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-", f"{_W}ptab": " "}
_DAMAGED = UnreadableReportError("cannot be opened as a Word file", "Open it in Word, save it again as .docx, or keep the PDF.")
_OLD = UnreadableReportError(
    "is not a Word file (.docx), or has a password", "Save it as .docx without a password, or keep the PDF."
)


def pages_of_word_file(content: bytes) -> tuple[Page, ...]:
    """The text of the body as one page without a number, because Word sets the pages again. Raises `UnreadableReportError`."""
    _refuse_bombs(content)
    import docx

    try:
        document = docx.Document(io.BytesIO(content))
        body, styles = document.element.body, _levels_of_styles(document)
    except Exception as error:  # python-docx promises nothing about what a damaged file raises
        raise _DAMAGED from error
    if (columns := max((len(row.findall(f"{_W}tc")) for row in body.iter(f"{_W}tr")), default=0)) > MOST_COLUMNS:
        raise too_wide(columns)
    read = _read(body, styles)
    return (Page(tuple(read.lines), marks=tuple(read.marks), grades=tuple(_graded(body))),)


def _refuse_bombs(content: bytes) -> None:
    """Look at the archive's list before anything is unpacked; what unpacks to more than its list says is refused by the library."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise _OLD from error
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise UnreadableReportError("is too large for a report", "Keep the report without its pictures, or as a PDF.")


def _read(body: Any, styles: dict[str, int]) -> MarkedLines:
    """Text and line ends in the order of the file; walked without recursion, however deep it is nested.

    A paragraph in a text box is inside the paragraph to which Word anchors the box.
    """
    from lxml import etree

    read = MarkedLines()
    passed_over = 0
    for event, element in etree.iterwalk(body, events=("start", "end")):
        tag = element.tag
        if tag in _PASSED_OVER or (tag == f"{_W}r" and _is_raised(element)):
            passed_over += 1 if event == "start" else -1
        elif passed_over:
            continue
        elif tag in _BOXES:
            if event == "start":
                read.begin_box()
            else:
                read.boxes.pop()
        elif tag == f"{_W}p":
            read.end_line("• " if event == "start" and _is_point(element) else "")
            if event == "start":
                read.levels.append(_level(element, styles))
            else:
                read.levels.pop()
        elif event == "end":
            continue
        elif tag == f"{_W}t":
            read.parts.append(element.text or "")
        elif tag in _SIGNS:
            read.parts.append(_SIGNS[tag])
    return read


def _level(paragraph: Any, styles: dict[str, int]) -> int:
    """The level of a heading: by its style, by its level in the outline, or because all of it is in bold letters."""
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    outline = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
    level = styles.get(str(style.get(f"{_W}val")), 0) if style is not None else 0
    if outline is not None and str(outline.get(f"{_W}val")).isdigit():
        level = int(outline.get(f"{_W}val")) + 1
    if not 0 < level <= 6:
        runs = [run for run in paragraph.iterfind(f"{_W}r") if any((each.text or "").strip() for each in run.iterfind(f"{_W}t"))]
        bold = [run.find(f"{_W}rPr/{_W}b") for run in runs]
        is_bold = bool(runs) and all(each is not None and each.get(f"{_W}val") not in ("0", "false") for each in bold)
        level = 6 if is_bold else 0
    return level


def _levels_of_styles(document: Any) -> dict[str, int]:
    """The level of the headings of each style, by its id."""
    found = {}
    for style in document.styles:
        name = (style.name or "").casefold()
        outline = style.element.find(f"{_W}pPr/{_W}outlineLvl")
        if name == "title":
            found[style.style_id] = 1
        elif name.startswith("heading ") and name[8:9].isdigit():
            found[style.style_id] = min(6, int(name[8:9]))
        elif outline is not None and str(outline.get(f"{_W}val")).isdigit():
            found[style.style_id] = min(6, int(outline.get(f"{_W}val")) + 1)
    return found


def _graded(body: Any) -> Iterator[tuple[str, str]]:
    """What its tables say of grades."""
    for table in body.iter(f"{_W}tbl"):
        yield from grades_in_table([_names_in(cell) for cell in row.iterfind(f"{_W}tc")] for row in table.iter(f"{_W}tr"))


def _names_in(cell: Any) -> list[str]:
    return ["".join(each.text or "" for each in paragraph.iter(f"{_W}t")).strip() for paragraph in cell.iter(f"{_W}p")]


def _is_point(paragraph: Any) -> bool:
    """Whether a paragraph is an item of a list."""
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    listed = style is not None and str(style.get(f"{_W}val")).startswith("List")
    return listed or paragraph.find(f"{_W}pPr/{_W}numPr") is not None


def _is_raised(run: Any) -> bool:
    """Whether a run is a raised number, which calls a footnote."""
    raised = run.find(f"{_W}rPr/{_W}vertAlign")
    words = "".join(each.text or "" for each in run.iterfind(f"{_W}t"))
    return raised is not None and raised.get(f"{_W}val") == "superscript" and words.strip(" [](),").isdigit()
