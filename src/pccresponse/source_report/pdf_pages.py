"""The words of a report that is a PDF, page by page, in the order in which the file writes them, with the size and place of each line."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from pccresponse.source_report.pages import MOST_CHARACTERS, MOST_PAGES, LineMark, Page, UnreadableReportError, too_long

_FEWEST_LETTERS = 40
"""A file of pages with less than this in all of them is pictures of pages."""
_LARGER = 1.12
"""So much larger than the text are the letters of a heading."""
_LONGEST_HEADING = 220
_ENDS = (".", "!", "?", ":", ";")
_ONE_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_SIGNS_APART = re.compile(r"\s*(?:[•◦▪●■‣]\s*)+$")
"""Signs of items without their items: some programs write them after all other text of the page."""
_FARTHEST_SIGN = 60.0
_BOLD = 600
_A_BOLD_FONT = re.compile(rb"bold|black|heavy", re.IGNORECASE)
_MOST_OBJECTS = 4_000
"""A page with more drawings than this has maps on it, and no frames that anybody could tell."""
_WIDE, _HIGH, _WHOLE = 0.3, 24.0, 0.97
_HEADS = {
    "Outstanding": "outstanding",
    "Good": "good",
    "Adequate": "adequate",
    "Requires": "requires improvement",
    "Inadequate": "inadequate",
}
_FEWEST_HEADS = 3
_UNEVEN = 0.12
"""So much, as a part of their width, may columns differ in width."""
_LONGEST_NAME = 14
_OVER = 0.03
"""So far, as a part of its width, may a word stand over the edge of a column."""
_A_SPACE = 0.45
"""Words of a line that are nearer than this, as a part of their height, are words of one text."""
_NEAR, _FAR = 1.6, 4.0
"""As a part of their height: text that is nearer below the columns may belong to them, and what is farther is another matter."""
_ANOTHER_SIZE = 0.08


def pages_of_pdf(content: bytes) -> tuple[Page, ...]:
    """Each page with the label that the file gives it. Raises `UnreadableReportError`."""
    import pypdfium2

    if b"%PDF-" not in content[:1024]:
        raise UnreadableReportError(
            "is not a PDF", "Keep the report as it was published, with the right ending: .pdf, .html, .docx or .txt."
        )
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).casefold() or "security" in str(error).casefold():
            raise UnreadableReportError("is locked with a password", "Keep a copy that opens without a password.") from error
        raise UnreadableReportError(
            "is damaged: it cannot be opened as a PDF", "Download it again from where it was published."
        ) from error
    try:
        if len(document) > MOST_PAGES:
            raise too_long()
        pages: list[list[_Line]] = []
        letters = boxes = 0
        labels: list[str | None] = []
        grades: list[tuple[tuple[str, str], ...]] = []
        for number in range(len(document)):
            lines, boxes, graded = _lines_of(document, number, boxes)
            grades.append(graded)
            letters += sum(len(line.text.strip()) for line in lines)
            if letters > MOST_CHARACTERS:
                raise too_long()
            pages.append(lines)
            labels.append(document.get_page_label(number) or None)
    finally:
        document.close()
    if letters < _FEWEST_LETTERS:
        raise UnreadableReportError(
            "has no text in it: its pages are pictures, as from a scanner",
            "Keep a copy with text in it: the one from the website, or the scan after text recognition.",
        )
    marks = _marks(pages)
    return tuple(
        Page(tuple(line.text for line in lines), label, tuple(marked), graded)
        for lines, label, marked, graded in zip(pages, labels, marks, grades, strict=True)
    )


def _marks(pages: Sequence[Sequence[_Line]]) -> list[list[LineMark]]:
    sizes: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    sizes.pop(0.0, None)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    larger = sorted({size for size in sizes if size > body * _LARGER}, reverse=True)
    gaps = sorted(
        above.bottom - line.top
        for lines in pages
        for above, line in pairwise(lines)
        if above.size and line.size and above.top > line.top and abs(line.size - above.size) < 1
    )
    usual = gaps[len(gaps) // 3] if gaps else 0.0
    marked = []
    last_text = ""
    last_box = 0
    same: dict[int, int] = {}
    """The number of a frame by that of its part in another column or on another page."""
    for lines in pages:
        above: _Line | None = None
        found = []
        for line in lines:
            level = _level(line, body, larger)
            if above is None or above.top <= line.bottom:  # another page or another column
                is_new: bool | None = True if last_text.endswith(_ENDS) else None
                if line.box and last_box:
                    same.setdefault(line.box, same.get(last_box, last_box))
            else:
                is_new = above.bottom - line.top > usual + 0.3 * max(line.size, 1.0)
            if line.text.strip():
                above, last_text, last_box = line, line.text.rstrip(), line.box
            found.append(LineMark(level, is_new, same.get(line.box, line.box)))
        marked.append(found)
    return marked


def _level(line: _Line, body: float, larger: Sequence[float]) -> int:
    if not line.text.strip() or len(line.text) > _LONGEST_HEADING:
        return 0
    size = round(line.size * 2) / 2
    if size in larger:
        return min(5, 1 + larger.index(size))
    return 6 if line.is_bold and size >= body * 0.9 else 0


class _Line(NamedTuple):
    """A line with its look: the height of its letters, how much is bold, and where it stands, in points from the bottom left."""

    text: str
    size: float
    is_bold: bool
    top: float
    bottom: float
    left: float
    box: int


def _lines_of(document: Any, number: int, boxes: int) -> tuple[list[_Line], int, tuple[tuple[str, str], ...]]:
    """The lines of a page, how many frames there were up to its end, and the grades that it shows by place alone."""
    import pypdfium2

    try:
        page = document[number]
    except pypdfium2.PdfiumError:  # a page that is damaged takes nothing from the others
        return [], boxes, ()
    text = page.get_textpage()
    letters, frames = _Letters(text), _frames(page)
    lines: list[_Line] = []
    signs: list[tuple[float, float]] = []
    shown = text.get_text_range()
    for match in _ONE_LINE.finditer(shown):
        line = match[0]
        if apart := _SIGNS_APART.search(line):
            signs += [letters.place_of(match.start() + apart.start() + each.start()) for each in re.finditer(r"\S", apart[0])]
            line = line[: apart.start()]
            if not line.strip():
                continue
        size, is_bold, top, bottom, left = letters.look(match.start(), line)
        lines.append(_Line(line, size, is_bold, top, bottom, left, _frame_around((left, (top + bottom) / 2), frames, boxes)))
    for sign in signs:
        _put_before(sign, lines)
    grades = _grades_by_column(text, shown)
    text.close()
    page.close()
    return lines, boxes + len(frames), grades


def _put_before(sign: tuple[float, float], lines: list[_Line]) -> None:
    """Give the sign of an item, which some programs write after all other text, back to the line that begins at its right."""
    left, middle = sign
    beside = [
        (line.left - left, number) for number, line in enumerate(lines) if line.bottom < middle < line.top and line.left > left
    ]
    if beside and min(beside)[0] < _FARTHEST_SIGN:
        number = min(beside)[1]
        lines[number] = lines[number]._replace(text=f"• {lines[number].text}")


def _frame_around(place: tuple[float, float], frames: Sequence[tuple[float, float, float, float]], before: int) -> int:
    """The number of the smallest frame around a place; 0 outside any."""
    x, y = place
    around = [
        (each[3] - each[1], number)
        for number, each in enumerate(frames, before + 1)
        if each[0] < x < each[2] and each[1] < y < each[3]
    ]
    return min(around)[1] if around else 0


class _Letters:
    """The places and the looks of the letters of a page."""

    def __init__(self, text: Any) -> None:
        from pypdfium2 import raw

        self._raw, self._text = raw, text
        self._box, self._name, self._flags = raw.FS_RECTF(), ctypes.create_string_buffer(200), ctypes.c_int()

    def place_of(self, place: int) -> tuple[float, float]:
        """The left edge and the middle of the height of a letter."""
        raw, box = self._raw, self._box
        raw.FPDFText_GetLooseCharBox(self._text, raw.FPDFText_GetCharIndexFromTextIndex(self._text, place), ctypes.byref(box))
        return box.left, (box.top + box.bottom) / 2

    def look(self, place: int, line: str) -> tuple[float, bool, float, float, float]:
        """The height of the letters of a line, whether it is bold from its first letter to its last, its upper, lower and left edge."""
        first, end = len(line) - len(line.lstrip()), len(line.rstrip())
        if first >= end:
            return 0.0, False, 0.0, 0.0, 0.0
        raw, text, box = self._raw, self._text, self._box
        middle = (first + end) // 2
        boxes: list[tuple[float, float, float]] = []
        is_bold = True
        for number in {first, middle + line[middle].isspace(), end - 1}:
            index = raw.FPDFText_GetCharIndexFromTextIndex(text, place + number)
            if index < 0 or not raw.FPDFText_GetLooseCharBox(text, index, ctypes.byref(box)):
                continue
            boxes.append((box.top, box.bottom, box.left))
            is_bold = is_bold and (raw.FPDFText_GetFontWeight(text, index) >= _BOLD or self._is_called_bold(index))
        if not boxes:
            return 0.0, False, 0.0, 0.0, 0.0
        tops, bottoms, lefts = zip(*boxes, strict=True)
        size = max(top - bottom for top, bottom, _ in boxes)
        return size, is_bold, max(tops), min(bottoms), min(lefts)

    def _is_called_bold(self, index: int) -> bool:
        name = self._name
        length = self._raw.FPDFText_GetFontInfo(self._text, index, name, len(name), ctypes.byref(self._flags))
        return length > 0 and _A_BOLD_FONT.search(name.value) is not None


def _frames(page: Any) -> list[tuple[float, float, float, float]]:
    """The rectangles on a page that are as wide as a column and not as high as the page: left, bottom, right, top."""
    from pypdfium2 import raw

    width, height = page.get_size()
    found: set[tuple[float, float, float, float]] = set()
    count = raw.FPDFPage_CountObjects(page)
    if count > _MOST_OBJECTS:
        return []
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for number in range(count):
        item = raw.FPDFPage_GetObject(page, number)
        if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_PATH:
            continue
        if not raw.FPDFPageObj_GetBounds(item, *(ctypes.byref(each) for each in (left, bottom, right, top))):
            continue
        if right.value - left.value > _WIDE * width and _HIGH < top.value - bottom.value < _WHOLE * height:
            found.add((round(left.value), round(bottom.value), round(right.value), round(top.value)))
    return sorted(found)


class _Word(NamedTuple):
    text: str
    left: float
    right: float
    bottom: float
    top: float


def _grades_by_column(text: Any, shown: str) -> tuple[tuple[str, str], ...]:
    """Each name with the grade at the head of its column; nothing where a word might belong to either of two columns."""
    if sum(head in shown for head in _HEADS) < _FEWEST_HEADS:
        return ()
    words = list(_words(text, shown))
    for start in words:
        if start.text in _HEADS and (heads := _heads(start, words)) and (edges := _edges(heads)):
            return tuple(_names(heads, edges, words))
    return ()


def _words(text: Any, shown: str) -> Iterator[_Word]:
    """The words of a page with their places."""
    from pypdfium2 import raw

    for match in re.finditer(r"\S+", shown):
        first, last = (raw.FPDFText_GetCharIndexFromTextIndex(text, place) for place in (match.start(), match.end() - 1))
        if first >= 0 and last >= 0:
            left, bottom, _, top = text.get_charbox(first, loose=True)
            yield _Word(match[0], left, text.get_charbox(last, loose=True)[2], bottom, top)


def _heads(start: _Word, words: Sequence[_Word]) -> list[_Word]:
    """The row of grades that a word stands in; empty where the row has other words. One of them may be on two lines."""
    height = start.top - start.bottom
    beside = (word for word in words if word.bottom < start.top - height / 4 and word.top > start.bottom + height / 4)
    if any(word.text not in (*_HEADS, "improvement") for word in beside):
        return []
    row = sorted(
        (word for word in words if word.text in _HEADS and abs(word.bottom - start.bottom) < 1.5 * height),
        key=lambda word: word.left,
    )
    places = [list(_HEADS).index(word.text) for word in row]
    in_order = places in (sorted(set(places)), sorted(set(places), reverse=True))
    return row if in_order and len(row) >= _FEWEST_HEADS else []


def _edges(heads: Sequence[_Word]) -> list[float]:
    """The edges of the columns, which are of one width; empty where the heads stand neither at the left nor in the middle of such columns."""
    for places, before in (([head.left for head in heads], 0.03), ([(head.left + head.right) / 2 for head in heads], 0.5)):
        steps = [after - place for place, after in pairwise(places)]
        width = sum(steps) / len(steps)
        if max(steps) - min(steps) <= _UNEVEN * width:
            return [place - before * width for place in (*places, places[-1] + width)]
    return []


def _names(heads: Sequence[_Word], edges: Sequence[float], words: Sequence[_Word]) -> list[tuple[str, str]]:
    """The names below each head, down to the first text that is not in columns."""
    height = heads[0].top - heads[0].bottom
    foot = min(head.bottom for head in heads)
    low = [word for word in words if word.text == "improvement" and 0 < foot - word.bottom < 2 * height]
    foot = min([foot, *(word.bottom for word in low)])
    below = sorted((word for word in words if word.top < foot + height / 2), key=lambda word: -word.bottom)
    columns: list[list[_Word]] = [[] for _ in heads]
    last, size = foot, 0.0
    for _, line in groupby(below, key=lambda word: round(word.bottom)):
        row = sorted(line, key=lambda word: word.left)
        size = size or row[0].top - row[0].bottom
        gap = last - row[0].top
        if gap > _FAR * size or abs(row[0].top - row[0].bottom - size) > _ANOTHER_SIZE * size:
            break
        inside = [_column_of(word, edges) for word in row]
        runs_on = sum(
            one != other and after.left - before.right < _A_SPACE * size
            for (before, one), (after, other) in pairwise(zip(row, inside, strict=True))
        )
        if runs_on or None in inside:
            if runs_on < 2 and gap < _NEAR * size:
                return []
            break
        last = row[0].bottom
        for word, column in zip(row, inside, strict=True):
            columns[column or 0].append(word)
    found = [(name, _HEADS[head.text]) for head, column in zip(heads, columns, strict=True) for name in _apart(column)]
    return found if all(_is_a_name(name) for name, _ in found) else []


def _is_a_name(words: str) -> bool:
    """Whether some words may be the name of what is graded, and no number and no sentence about what a grade means."""
    return words[:1].isupper() and not words.endswith((".", ":", ",")) and len(words.split()) <= _LONGEST_NAME


def _column_of(word: _Word, edges: Sequence[float]) -> int | None:
    """The column that a word is in from its first letter to its last."""
    room = _OVER * (edges[1] - edges[0])
    return next(
        (number for number, (left, right) in enumerate(pairwise(edges)) if left - room <= word.left and word.right <= right + room),
        None,
    )


def _apart(column: Sequence[_Word]) -> list[str]:
    """The names of a column: each line that begins with a capital begins another."""
    names: list[str] = []
    for _, line in groupby(column, key=lambda word: round(word.bottom)):
        words = " ".join(word.text for word in line)
        if names and not words[:1].isupper():
            names[-1] = f"{names[-1]} {words}"
        else:
            names.append(words)
    return names
