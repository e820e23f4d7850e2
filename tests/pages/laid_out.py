"""A finished PDF as a typographer sees it: where on each page the words stand, and where each finding begins and ends."""

from __future__ import annotations

import ctypes
import io
import itertools
import re
from dataclasses import dataclass
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

MM = 72 / 25.4
_FINDING = re.compile(r"(?:cause|recommendation|afi)-\d+(?:-recommendation-\d+)?")
_HEADINGS = re.compile(
    rf"{_FINDING.pattern}|causes|recommendations|afis|area-\w+|others|positive|summary|own-comments|findings|inspection|chief-officer|reply|monitoring|basis|publication|appendix"
)


@dataclass(frozen=True)
class Line:
    """Words on one line, in points from the top left corner of the page."""

    text: str
    top: float
    bottom: float
    left: float
    right: float
    size: float
    bold: bool
    """Whether all of it is."""


@dataclass(frozen=True)
class Place:
    """Where an anchor of the document is: a page, from 0, and the distance from its top in points."""

    page: int
    top: float


class LaidOut:
    """The pages of a document, without what is printed in their margins."""

    def __init__(self, data: bytes, *, head: float, foot: float) -> None:
        """`head` and `foot`: how much of each page its margins take, in millimetres."""
        self.head, self.foot = head * MM, foot * MM
        document = pypdfium2.PdfDocument(data)
        self.width, self.height = document[0].get_size()
        self.pages = [self._lines(document[number]) for number in range(len(document))]
        self.anchors = _anchors(data, self.height)

    @property
    def room(self) -> float:
        """The height of a page between its margins."""
        return float(self.height - self.head - self.foot)

    def fill(self, page: int) -> float:
        """Which share of a page's height its words reach down to."""
        return (max(line.bottom for line in self.pages[page]) - self.head) / self.room if self.pages[page] else 0.0

    def findings(self) -> dict[str, tuple[Place, Place]]:
        """Each finding by its anchor, with where it begins and where what follows it does."""
        places = sorted(((place.page, place.top, name) for name, place in self.anchors.items() if _HEADINGS.fullmatch(name)))
        found = {}
        for (page, top, name), (next_page, next_top, _) in itertools.pairwise(places):
            if _FINDING.fullmatch(name):
                found[name] = Place(page, top), Place(next_page, next_top)
        return found

    def torn(self) -> list[str]:
        """The findings that go over a page's end although they would fit on one page."""
        return [name for name, (begins, ends) in self.findings().items() if self._is_torn(begins, ends)]

    def _is_torn(self, begins: Place, ends: Place) -> bool:
        parts = [self._between(begins.page, begins.top, ends.top if ends.page == begins.page else self.height)]
        parts += [
            self._between(page, 0, ends.top if page == ends.page else self.height) for page in range(begins.page + 1, ends.page + 1)
        ]
        with_words = [part for part in parts if part]
        return len(with_words) > 1 and sum(with_words) < self.room

    def _between(self, page: int, top: float, bottom: float) -> float:
        """The height of the words on a page that begin between the two."""
        lines = [line for line in self.pages[page] if top - 1 <= line.top < bottom - 6]
        return max(line.bottom for line in lines) - min(line.top for line in lines) if lines else 0.0

    def stranded(self) -> list[str]:
        """Headings, labels and captions that stand alone at the foot of a page that is followed by another."""
        return [
            page[-1].text
            for number, page in enumerate(self.pages[:-1])
            if page and page[-1].bold and not _ends_a_part(self.pages[number + 1])
        ]

    def beyond_the_margins(self, left: float, right: float) -> list[str]:
        """The lines that reach into the margins at the sides, which are so many millimetres wide, or off the page."""
        return [
            line.text
            for page in self.pages
            for line in page
            if line.left < left * MM - 1 or line.right > self.width - right * MM + 1
        ]

    def _lines(self, page: Any) -> list[Line]:
        text = page.get_textpage()
        lines: list[list[tuple[str, float, float, float, float, float, bool]]] = []
        for place in range(text.count_chars()):
            letter = text.get_text_range(place, 1)
            if not letter.strip():
                continue
            left, bottom, right, top = text.get_charbox(place, loose=True)
            if self.height - top < self.head - 4 or self.height - bottom > self.height - self.foot + 4:
                continue
            size = pdfium.FPDFText_GetFontSize(text.raw, place)
            mark = (letter, self.height - top, self.height - bottom, left, right, size, _is_bold(text, place))
            if lines and abs(lines[-1][-1][2] - mark[2]) < 3 and left > lines[-1][-1][3] - 1:
                lines[-1].append(mark)
            else:
                lines.append([mark])
        return sorted((_line(marks) for marks in lines), key=lambda line: (round(line.bottom), line.left))


def _line(marks: list[tuple[str, float, float, float, float, float, bool]]) -> Line:
    return Line(
        text="".join(mark[0] for mark in marks),
        top=min(mark[1] for mark in marks),
        bottom=max(mark[2] for mark in marks),
        left=min(mark[3] for mark in marks),
        right=max(mark[4] for mark in marks),
        size=max(mark[5] for mark in marks),
        bold=all(mark[6] for mark in marks),
    )


def _is_bold(text: Any, place: int) -> bool:
    """By the name of the font: the weight that a file gives is not to be relied upon."""
    buffer, flags = ctypes.create_string_buffer(200), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text.raw, place, buffer, 200, ctypes.byref(flags))
    return bool(re.search(rb"bold|semi", buffer.value, re.IGNORECASE))


def _ends_a_part(following: list[Line]) -> bool:
    """Whether the next page begins something of its own, as what a letter encloses does."""
    return bool(following) and following[0].size > 20


def _anchors(data: bytes, height: float) -> dict[str, Place]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        if "/Names" not in pdf.Root or "/Dests" not in pdf.Root.Names:
            return {}
        names = pikepdf.NameTree(pdf.Root.Names.Dests)
        found = {}
        for name, target in names.items():
            array: Any = target
            found[str(name)] = Place(pages[array[0].objgen], height - float(array[3]))
        return found
