"""A second reader of PDFs, which shares no code with what writes them: what a screen reader would find."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf


@dataclass
class Element:
    """A structure element, with what is in it in order: text, or elements."""

    role: str
    raw: Any
    kids: list[Element | str] = field(default_factory=list)
    pages: set[int] = field(default_factory=set)

    @property
    def text(self) -> str:
        return "".join(kid if isinstance(kid, str) else kid.text for kid in self.kids)

    def attribute(self, name: str) -> Any:
        return self.raw.get("/A", {}).get(name)

    def all(self, role: str = "") -> list[Element]:
        """This element and those inside it, in order; all, or those of one role."""
        return [each for each in self._walk() if not role or each.role == role]

    def _walk(self) -> Iterator[Element]:
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid._walk()


class Document:
    """An opened PDF."""

    def __init__(self, data: bytes) -> None:
        self.pdf = pikepdf.open(io.BytesIO(data))
        self.marked: dict[tuple[int, int], str] = {}
        """The text of each numbered mark, by page (from 0) and number."""
        self.artifacts: list[tuple[int, str, str]] = []
        """Page, type and text of each artifact that holds text."""
        self.glyphs = 0
        self._pages = {page.obj.objgen: number for number, page in enumerate(self.pdf.pages)}
        for number, page in enumerate(self.pdf.pages):
            self._read_page(number, page)
        self.tree = self._element(self.pdf.Root.StructTreeRoot.K[0], 0)

    def _read_page(self, number: int, page: pikepdf.Page) -> None:
        fonts = {name: _to_unicode(font) for name, font in page.obj.Resources.Font.items()}
        open_marks: list[tuple[str, Any, list[str]]] = []
        font: dict[int, str] = {}
        for instruction in pikepdf.parse_content_stream(page):
            operands: Any = instruction.operands
            name = str(instruction.operator)
            if name == "Tf":
                font = fonts[str(operands[0])]
            elif name in ("BDC", "BMC"):
                open_marks.append((str(operands[0]), operands[1] if len(operands) > 1 else {}, []))
            elif name == "EMC":
                self._close(number, open_marks)
            elif name in ("Tj", "TJ"):
                text = "".join(self._shown(operands[0] if name == "TJ" else operands, font))
                assert open_marks, f"text outside all marks on page {number + 1}: {text}"
                open_marks[-1][2].append(text)

    def _close(self, page: int, open_marks: list[tuple[str, Any, list[str]]]) -> None:
        tag, properties, texts = open_marks.pop()
        text = str(properties["/ActualText"]) if "/ActualText" in properties else "".join(texts)
        if "/MCID" in properties:
            self.marked[page, int(properties["/MCID"])] = text
        elif tag == "/Artifact":
            if text:
                self.artifacts.append((page, str(properties.get("/Type", "")), text))
        elif open_marks:
            open_marks[-1][2].append(text)

    def _shown(self, operands: Any, font: dict[int, str]) -> Iterator[str]:
        for operand in operands:
            if isinstance(operand, pikepdf.String):
                codes = bytes(operand)
                for start in range(0, len(codes), 2):
                    self.glyphs += 1
                    yield font[int.from_bytes(codes[start : start + 2], "big")]

    def _element(self, raw: Any, page: int) -> Element:
        page = self._pages[raw.Pg.objgen] if "/Pg" in raw else page
        element = Element(str(raw.S)[1:], raw)
        kids = raw.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int) or kid.get("/Type") == "/MCR":
                place, number = (page, int(kid)) if isinstance(kid, int) else (self._pages[kid.Pg.objgen], int(kid.MCID))
                element.kids.append(self.marked[place, number])
                element.pages.add(place)
            elif kid.get("/Type") != "/OBJR":
                inner = self._element(kid, page)
                element.kids.append(inner)
                element.pages |= inner.pages
        return element


def _to_unicode(font: Any) -> dict[int, str]:
    pairs = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]+)>", font.ToUnicode.read_bytes())
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}
