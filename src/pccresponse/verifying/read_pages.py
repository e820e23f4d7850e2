"""Read the pages of a PDF with PDFium (the text that can be copied, the picture), and list what they are drawn with.

The pictures are those of one viewer. Another may use an entry that PDFium ignores: a replacement colour space, a second picture for
printing, a second font file. So the dictionary entries and the instructions that a document uses are compared with those that it uses
when it is made again, whatever their names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from ctypes import byref, c_int, c_ulong, c_ushort
from functools import partial
from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2
from pypdfium2 import raw

from pccresponse.foundation.errors import UnreadablePdfError
from pccresponse.verifying.differences import ItemKind, printable
from pccresponse.verifying.open_untrusted import MEGABYTE, inherited, unpacked

if TYPE_CHECKING:
    from PIL.Image import Image

DOTS_PER_INCH = 100
POINTS_PER_INCH = 72
LONGEST_SIDE = 5_000
"""In points; a sheet of A0 has 3,370."""
_MOST_LETTERS = 1_000_000
_MOST_OBJECTS = 200_000
_MOST_STEPS = 400_000_000
"""PDFium goes through all letters of a page to find the words of one object."""
_DEEPEST = 20
_MOST_CONTENT = 64 * MEGABYTE
"""Of all pages together, unpacked."""
_MOST_DRAWN = 256 * MEGABYTE
"""Of a page, with every form counted as often as it is drawn."""
_MOST_DOTS = 60_000_000
"""Of one picture."""
_DRAWS = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")
_NO_RESOURCES = pikepdf.Dictionary()
_PICTURE = "\ufffc"
_SPOKEN_AT_A_MARK = (b"ActualText", b"Alt", b"E", b"Lang")


class Pages:
    """An open document. One page is in memory at a time."""

    def __init__(self, document: Any) -> None:
        self._document = document

    def __len__(self) -> int:
        return len(self._document)

    def text(self, number: int) -> str:
        """The text of a page, counted from 1, line by line, with text that is printed invisibly."""
        with self._page(number) as page, closing(page.get_textpage()) as text_page:
            if text_page.count_chars() > _MOST_LETTERS:
                raise UnreadablePdfError(f"Page {number} has more than {_MOST_LETTERS:,} letters.")
            return str(text_page.get_text_range()).replace("\r\n", "\n")

    def marked(self, number: int) -> dict[int | None, str]:
        """The words under each mark of a page, by the number of the mark. None: under no mark, or in an artifact.

        A picture counts as a letter, and so does a drawing under a mark without words.
        """
        with self._page(number) as page, closing(page.get_textpage()) as text_page:
            found: dict[int | None, str] = {}
            drawn: set[int | None] = set()
            for each, mark, spoken in _objects_on(page.raw, number, most=_MOST_STEPS // max(1, text_page.count_chars())):
                kind = raw.FPDFPageObj_GetType(each)
                if kind == raw.FPDF_PAGEOBJ_TEXT:
                    found[mark] = found.get(mark, "") + spoken + _words_of(each, text_page.raw)
                elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                    found[mark] = found.get(mark, "") + spoken + _PICTURE
                else:
                    drawn.add(mark)
            return found | dict.fromkeys(drawn - {None} - found.keys(), _PICTURE)

    def picture(self, number: int, dots_per_inch: float = DOTS_PER_INCH) -> Image:
        """A page as it looks."""
        with self._page(number) as page, closing(page.render(scale=dots_per_inch / POINTS_PER_INCH, rev_byteorder=True)) as bitmap:
            # Without a copy, the picture would use the memory of the bitmap, which is about to be freed.
            return bitmap.to_pil().convert("RGB").copy()  # type: ignore[no-any-return]

    @contextmanager
    def _page(self, number: int) -> Iterator[Any]:
        page = self._document[number - 1]
        try:
            for side in page.get_size():
                if not isfinite(side) or not 1 <= side <= LONGEST_SIDE:
                    raise UnreadablePdfError(
                        f"Page {number} is {side:,.0f} points long on a side; up to {LONGEST_SIDE:,} are read."
                    )
            yield page
        finally:
            page.close()


def _objects_on(page: Any, number: int, *, most: int) -> Iterator[tuple[Any, int | None, str]]:
    """The objects on a page, forms unfolded, each with the number of its mark and the replacement texts at its marks."""
    waiting: list[tuple[Any, int | None, bool, str, int]]
    waiting = [(raw.FPDFPage_GetObject(page, at), None, False, "", 0) for at in reversed(range(raw.FPDFPage_CountObjects(page)))]
    left = min(most, _MOST_OBJECTS)
    while waiting:
        each, mark, is_artifact, spoken, depth = waiting.pop()
        left -= 1
        if left < 0 or depth > _DEEPEST:
            raise UnreadablePdfError(f"Page {number} has more on it than any page needs.")
        for name, own_number, texts in _marks_of(each):
            is_artifact |= name == "Artifact"
            mark = mark if own_number is None else own_number
            spoken += texts
        if raw.FPDFPageObj_GetType(each) == raw.FPDF_PAGEOBJ_FORM:
            inner = (raw.FPDFFormObj_GetObject(each, at) for at in reversed(range(raw.FPDFFormObj_CountObjects(each))))
            waiting += [(part, mark, is_artifact, spoken, depth + 1) for part in inner]
            continue
        yield each, None if is_artifact else mark, spoken


def _marks_of(drawn: Any) -> Iterator[tuple[str, int | None, str]]:
    """The marks around an object, the outermost first: name, number, and the texts that are spoken in its place."""
    for at in range(raw.FPDFPageObj_CountMarks(drawn)):
        mark = raw.FPDFPageObj_GetMark(drawn, at)
        value = c_int()
        numbered = raw.FPDFPageObjMark_GetParamIntValue(mark, b"MCID", byref(value))
        texts = ((key, _written(partial(raw.FPDFPageObjMark_GetParamStringValue, mark, key))) for key in _SPOKEN_AT_A_MARK)
        spoken = "".join(f"[{key.decode()}: {words}]" for key, words in texts if words is not None)
        yield _written(partial(raw.FPDFPageObjMark_GetName, mark)) or "", value.value if numbered else None, spoken


def _written(write: Callable[[Any, int, Any], int]) -> str | None:
    """The text that a function of PDFium writes into a buffer of the length that it asks for; None if there is none."""
    length = c_ulong()
    if not write(None, 0, byref(length)):
        return None
    words = (c_ushort * (length.value // 2))()
    write(words, length.value, byref(length))
    return _decoded(words)


def _words_of(drawn: Any, text_page: Any) -> str:
    length = raw.FPDFTextObj_GetText(drawn, text_page, None, 0)
    words = (c_ushort * (length // 2))()
    raw.FPDFTextObj_GetText(drawn, text_page, words, length)
    return _decoded(words)


def _decoded(letters: Any) -> str:
    return bytes(letters).decode("utf-16-le", "replace").rstrip("\0")


@contextmanager
def pages_of(pdf: bytes) -> Iterator[Pages]:
    """The pages of a document that `refuse_costly_pages` has accepted. Raises `UnreadablePdfError`."""
    try:
        with closing(pypdfium2.PdfDocument(pdf)) as document:
            yield Pages(document)
    except pypdfium2.PdfiumError as error:
        raise UnreadablePdfError("The PDF is damaged: its pages cannot be drawn.") from error


def refuse_costly_pages(document: pikepdf.Pdf) -> None:
    """Raise `UnreadablePdfError` if drawing the pages costs more than a document can need.

    A form can draw other forms many times, so a few lines can ask for any number of strokes.
    """
    left = _MOST_CONTENT
    forms = _Forms()
    for number, page in enumerate(document.pages, start=1):
        pieces = []
        for stream in _streams(page.obj):
            pieces.append(unpacked(stream, _MOST_CONTENT, f"Page {number}"))
            left -= len(pieces[-1])
            if left < 0:
                raise UnreadablePdfError(f"The pages unpack to more than {_MOST_CONTENT // MEGABYTE} MB.")
        resources = inherited(page.obj, "/Resources") or _NO_RESOURCES
        if forms.cost(b"\n".join(pieces), resources, f"Page {number}", 0) > _MOST_DRAWN:
            raise UnreadablePdfError(f"Page {number} would take too long to draw: what is on it is drawn over and over again.")


def _streams(page: Any) -> list[Any]:
    contents = page.get("/Contents")
    if contents is None:
        return []
    streams = [contents] if isinstance(contents, pikepdf.Stream) else list(contents)
    return [stream for stream in streams if isinstance(stream, pikepdf.Stream)]


class _Forms:
    """The bytes of instructions that drawing each form takes."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], int] = {}
        self._open: set[tuple[int, int]] = set()

    def cost(self, content: bytes, resources: Any, what: str, depth: int) -> int:
        """The size of the instructions, with the forms that they draw."""
        if depth > _DEEPEST:
            raise UnreadablePdfError(f"{what} draws forms within forms, more than {_DEEPEST} deep.")
        drawings = resources.get("/XObject", _NO_RESOURCES)
        total = len(content)
        for name, times in Counter(_DRAWS.findall(content)).items():
            drawing = drawings.get("/" + name.decode("latin-1"))
            if isinstance(drawing, pikepdf.Stream):
                total += times * self._cost_of(drawing, resources, what, depth)
        return total

    def _cost_of(self, drawing: Any, resources: Any, what: str, depth: int) -> int:
        if drawing.get("/Subtype") == "/Image":
            if int(drawing.get("/Width", 0)) * int(drawing.get("/Height", 0)) > _MOST_DOTS:
                raise UnreadablePdfError(f"{what} has a picture of more than {_MOST_DOTS // 1_000_000} million dots.")
            return 0
        key = drawing.objgen
        if key in self._open:
            raise UnreadablePdfError(f"{what} has a form that draws itself.")
        if key not in self._known:
            self._open.add(key)
            content = unpacked(drawing, _MOST_CONTENT, f"A form on {what.lower()}")
            self._known[key] = self.cost(content, drawing.get("/Resources", resources), what, depth + 1)
            self._open.discard(key)
        return self._known[key]


_MOST_INSTRUCTIONS = 5_000_000
_DEEPEST_NAME = 8

_CATEGORIES = {
    "/ColorSpace": "colour space",
    "/ExtGState": "graphics state",
    "/Font": "font",
    "/Pattern": "pattern",
    "/Properties": "property list",
    "/Shading": "shading",
    "/XObject": "drawing",
}
"""Resource dictionaries whose keys are free names, and what each contains."""
_FREE_NAMES = frozenset({"/BaseFont", "/FontName", "/Name", "/Font", "/CMapName", "/CharSet"})
_NOT_LISTED = frozenset({"/Parent", "/P", "/Annots", "/Type", "/Contents", "/Length", "/Length1", "/Length2", "/Length3"}) | {
    *("/Filter", "/DecodeParms", "/StructParent", "/StructParents", "/Metadata", "/CharProcs", "/Differences", "/Lang")
}
_FONT_FILES = frozenset({"/FontFile", "/FontFile2", "/FontFile3"})

_SPOKEN = frozenset({"/ActualText", "/Alt", "/E", "/Lang"})
"""What a screen reader says in place of what is under a mark, or how it says it."""
_AT_A_MARK = "mark with "

_SWITCHES = frozenset({"/DefaultGray", "/DefaultRGB", "/DefaultCMYK", "/Alternates", "/OPI", "/OC", "/Ref", "/PS"}) | {
    *("/TR", "/TR2", "/HT", "/BG", "/BG2", "/UCR", "/UCR2", "/OP", "/op", "/OPM", "/FontFile and /FontFile2"),
    *("/FontFile and /FontFile3", "/FontFile2 and /FontFile3"),
}


def kind_of(resource: str) -> ItemKind:
    """The kind of a difference in a resource. The only use of some is to make viewers show different things."""
    if resource.startswith(_AT_A_MARK):
        return "tags"
    return "alternative" if any(f" {switch} " in f"{resource} " for switch in _SWITCHES) else "means"


def resources_of(document: pikepdf.Pdf) -> dict[str, int]:
    """Everything that the pages are drawn with, each with its first page. Raises `UnreadablePdfError` beyond the limits."""
    return _Survey().of(document)


class _Survey:
    def __init__(self) -> None:
        self._seen: set[tuple[int, int]] = set()
        self._objects = _MOST_OBJECTS
        self._instructions = _MOST_INSTRUCTIONS

    def of(self, document: pikepdf.Pdf) -> dict[str, int]:
        found: dict[str, int] = {}
        for number, page in enumerate(document.pages, start=1):
            resources = inherited(page.obj, "/Resources")
            for each in (*self._instructions_of(page), *self._walk(page.obj, "page"), *self._walk(resources, "resources")):
                found.setdefault(each, number)
        return found

    def _walk(self, found: Any, what: str) -> Iterator[str]:
        waiting = [(found, what)]
        while waiting:
            found, what = waiting.pop()
            self._objects -= 1
            if self._objects < 0:
                raise UnreadablePdfError(f"The pages are drawn with more than {_MOST_OBJECTS:,} things.")
            if isinstance(found, pikepdf.Array):
                yield from (f"{what} [{printable(str(each), 60)}]" for each in found if isinstance(each, pikepdf.Name))
                waiting += [(each, what) for each in found if isinstance(each, pikepdf.Array | pikepdf.Dictionary | pikepdf.Stream)]
                continue
            if not isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
                continue
            if found.objgen != (0, 0):
                if found.objgen in self._seen:
                    continue
                self._seen.add(found.objgen)
            what = _type_of(found, what)
            if what == "form" and isinstance(found, pikepdf.Stream):
                yield from self._instructions_of(found)
            files = sorted(_FONT_FILES & set(found.keys()))
            yield from (f"two font files {one} and {other}" for one, other in pairwise(files))
            for key, value in found.items():
                if key in _NOT_LISTED:
                    continue
                entry = f"{what} {printable(key, 60)}"
                yield entry
                if isinstance(value, bool) or (isinstance(value, pikepdf.Name) and key not in _FREE_NAMES):
                    yield f"{entry} {printable(str(value), 60)}"
                elif key == "/Resources":
                    waiting.append((value, "resources"))
                elif what == "resources" and key in _CATEGORIES and isinstance(value, pikepdf.Dictionary):
                    category = _CATEGORIES[key]
                    yield from (f"{category} {name}" for name in value.keys() if name in _SWITCHES)  # noqa: SIM118
                    waiting += [(each, category) for each in value.values()]
                elif key not in _FONT_FILES and key != "/ToUnicode":
                    waiting.append((value, entry if what.count(" ") < _DEEPEST_NAME else what))

    def _instructions_of(self, page_or_form: Any) -> Iterator[str]:
        """The operators that are used, rendering intents, and the replacement texts at marks."""
        found: set[str] = set()
        for each in pikepdf.parse_content_stream(page_or_form):
            self._instructions -= 1
            if self._instructions < 0:
                raise UnreadablePdfError(f"The pages are drawn with more than {_MOST_INSTRUCTIONS:,} instructions.")
            operator = printable(str(each.operator), 20)
            found.add(f"instruction {operator}")
            if operator == "ri":
                found.update(f"instruction ri {printable(str(operand), 40)}" for operand in each.operands)
            elif operator in ("BDC", "DP") and isinstance(each.operands[-1], pikepdf.Dictionary):
                texts = ((str(key), value) for key, value in each.operands[-1].items() if key in _SPOKEN)
                found.update(f"{_AT_A_MARK}{key[1:]} {printable(str(value))}" for key, value in texts)
        yield from sorted(found)


def _type_of(found: Any, otherwise: str) -> str:
    """The type of a dictionary as it declares it, or else by its place."""
    if isinstance(found, pikepdf.Stream) and found.get("/Subtype") in ("/Image", "/Form"):
        return str(found["/Subtype"])[1:].lower()
    if found.get("/Type") in ("/Font", "/FontDescriptor"):
        return "font" if found["/Type"] == "/Font" else "font descriptor"
    return otherwise
