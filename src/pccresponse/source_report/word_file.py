"""The words of a report that is a Word file: its paragraphs as they read when every change is accepted."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from pccresponse.source_report.pages import MOST_CHARACTERS, MOST_LINES, Page, UnreadableReportError, too_long

_MOST_PARTS = 5_000
_MOST_UNPACKED = 200 << 20
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PASSED_OVER = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText", _FALLBACK})
_SIGNS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-", f"{_W}ptab": " "}
_DAMAGED = UnreadableReportError("cannot be opened as a Word file", "Open it in Word, save it again as .docx, or keep the PDF.")
_OLD = UnreadableReportError(
    "is not a Word file of the kind .docx, or has a password", "Save it as .docx without a password, or keep the PDF."
)


def pages_of_word_file(content: bytes) -> tuple[Page, ...]:
    """The text of the body as one page without a number, because Word sets the pages anew. Raises `UnreadableReportError`."""
    _refuse_bombs(content)
    import docx

    try:
        body = docx.Document(io.BytesIO(content)).element.body
    except Exception as error:  # python-docx promises nothing about what a damaged file raises
        raise _DAMAGED from error
    text = "".join(_text_of(body))
    if len(text) > MOST_CHARACTERS:
        raise too_long()
    return (Page(tuple(line for line in text.split("\n") if line.strip())),)


def _refuse_bombs(content: bytes) -> None:
    """Look at the archive's list before anything is unpacked; what unpacks to more than its list says is refused by the library."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise _OLD from error
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise UnreadableReportError("unpacks to more than any report", "Keep the report without its pictures, or as a PDF.")


def _text_of(body: Any) -> list[str]:
    """Text and line ends in the order of the file; walked without recursion, however deep it is nested."""
    from lxml import etree

    parts: list[str] = []
    passed_over = lines = 0
    for event, element in etree.iterwalk(body, events=("start", "end")):
        tag = element.tag
        if tag in _PASSED_OVER or (tag == f"{_W}r" and _is_raised(element)):
            passed_over += 1 if event == "start" else -1
        elif passed_over:
            continue
        elif event == "start" and tag == f"{_W}p":
            parts.append("• " if _is_point(element) else "")
        elif event == "end":
            if tag == f"{_W}p":
                parts.append("\n")
                lines += 1
                if lines > MOST_LINES:
                    raise too_long()
        elif tag == f"{_W}t":
            parts.append(element.text or "")
        elif tag in _SIGNS:
            parts.append(_SIGNS[tag])
    return parts


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
