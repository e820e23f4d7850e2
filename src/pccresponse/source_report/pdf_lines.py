"""The lines of a page of a PDF, with the size and weight of their letters, their place, and the frame around them."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

_ONE_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_SIGNS_APART = re.compile(r"\s*(?:[•◦▪●■‣]\s*)+$")
"""Signs of items without their items: some programs write them after all other text of the page."""
_FARTHEST_SIGN = 60.0
_BOLD = 600
_MOST_OBJECTS = 4_000
"""A page with more drawings than this has maps on it, and no frames that anybody could tell."""
_WIDE, _HIGH, _WHOLE = 0.3, 24.0, 0.97


class PdfLine(NamedTuple):
    """A line with its look: the height of its letters, how much is bold, and where it stands, in points from the bottom left."""

    text: str
    size: float
    is_bold: bool
    top: float
    bottom: float
    left: float
    box: int


def lines_of(document: Any, number: int, boxes: int) -> tuple[list[PdfLine], int, tuple[tuple[str, str], ...]]:
    """The lines of a page, how many frames there were up to its end, and the grades that it shows by place alone."""
    import pypdfium2

    from pccresponse.source_report.pdf_grades import grades_by_column

    try:
        page = document[number]
    except pypdfium2.PdfiumError:  # a page that is damaged takes nothing from the others
        return [], boxes, ()
    text = page.get_textpage()
    frames = _frames(page)
    lines: list[PdfLine] = []
    signs: list[tuple[float, float]] = []
    shown = text.get_text_range()
    for match in _ONE_LINE.finditer(shown):
        line = match[0]
        if apart := _SIGNS_APART.search(line):
            signs += [_place_of(text, match.start() + apart.start() + each.start()) for each in re.finditer(r"\S", apart[0])]
            line = line[: apart.start()]
            if not line.strip():
                continue
        size, is_bold, top, bottom, left = _look(text, match.start(), line)
        lines.append(PdfLine(line, size, is_bold, top, bottom, left, _frame_around((left, (top + bottom) / 2), frames, boxes)))
    for sign in signs:
        _put_before(sign, lines)
    grades = grades_by_column(text, shown)
    text.close()
    page.close()
    return lines, boxes + len(frames), grades


def _place_of(text: Any, place: int) -> tuple[float, float]:
    """The left edge and the middle of the height of a letter."""
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(text, raw.FPDFText_GetCharIndexFromTextIndex(text, place), ctypes.byref(box))
    return box.left, (box.top + box.bottom) / 2


def _put_before(sign: tuple[float, float], lines: list[PdfLine]) -> None:
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


def _look(text: Any, place: int, line: str) -> tuple[float, bool, float, float, float]:
    """The height of the letters of a line, whether it is bold from its first letter to its last, its upper, lower and left edge."""
    from pypdfium2 import raw

    full = [number for number, letter in enumerate(line) if not letter.isspace()]
    if not full:
        return 0.0, False, 0.0, 0.0, 0.0
    looks = []
    for number in {full[0], full[len(full) // 2], full[-1]}:
        index = raw.FPDFText_GetCharIndexFromTextIndex(text, place + number)
        box = raw.FS_RECTF()
        if index < 0 or not raw.FPDFText_GetLooseCharBox(text, index, ctypes.byref(box)):
            continue
        looks.append(
            (
                box.top - box.bottom,
                raw.FPDFText_GetFontWeight(text, index) >= _BOLD or _is_called_bold(text, index),
                box.top,
                box.bottom,
                box.left,
            )
        )
    if not looks:
        return 0.0, False, 0.0, 0.0, 0.0
    return (
        max(look[0] for look in looks),
        all(look[1] for look in looks),
        max(look[2] for look in looks),
        min(look[3] for look in looks),
        min(look[4] for look in looks),
    )


def _is_called_bold(text: Any, index: int) -> bool:
    from pypdfium2 import raw

    name = ctypes.create_string_buffer(200)
    flags = ctypes.c_int()
    length = raw.FPDFText_GetFontInfo(text, index, name, len(name), ctypes.byref(flags))
    called = name.value.decode("utf-8", "replace").casefold() if length else ""
    return any(word in called for word in ("bold", "black", "heavy", "semibold"))


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
