"""Read the pages of a PDF as a reader has them, with PDFium (the text that can be copied, the picture that is seen), and what draws them.

The pictures that are compared are one program's. Another may heed an entry that this one passes over: a colour space that is put
in the place of all colours, a second picture for the printer, a second font file. So what a document makes use of is held against
what it makes use of when it is made again: which entries of which dictionaries, and which instructions, whatever the names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import byref, c_int, c_ulong, c_ushort
from functools import partial
from math import isfinite
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2
from pypdfium2 import raw

from pccresponse.foundation.errors import UnreadablePdfError
from pccresponse.verifying.open_untrusted import MEGABYTE, inherited, unpacked

if TYPE_CHECKING:
    from PIL.Image import Image
from itertools import pairwise

from pccresponse.verifying.differences import ItemKind, printable

DOTS_PER_INCH = 100
POINTS_PER_INCH = 72
LONGEST_SIDE = 5_000
"""In points; a sheet of A0 has 3,370."""
_MOST_LETTERS = 1_000_000
_MOST_THINGS = 200_000
_MOST_STEPS = 400_000_000
"""To find the words of one thing, all letters of its page are gone through."""
_DEEPEST = 20
_MOST_CONTENT = 64 * MEGABYTE
"""Of all pages together, unpacked."""
_MOST_DRAWN = 256 * MEGABYTE
"""Of a page, with every form as often as it is drawn."""
_MOST_DOTS = 60_000_000
"""Of one picture."""
_DRAWS = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")
_NO_RESOURCES = pikepdf.Dictionary()
_PICTURE = "\ufffc"
_SPOKEN_AT_A_MARK = (b"ActualText", b"Alt", b"E", b"Lang")


class Pages:
    """An open document, of which no more than a page is in memory at a time."""

    def __init__(self, document: Any) -> None:
        self._document = document

    def __len__(self) -> int:
        return len(self._document)

    def text(self, number: int) -> str:
        """The text of a page, counted from 1, in the lines that it is printed in; with it what is printed invisibly."""
        with self._page(number) as page:
            text_page = page.get_textpage()
            try:
                if text_page.count_chars() > _MOST_LETTERS:
                    raise UnreadablePdfError(f"Page {number} has more than {_MOST_LETTERS:,} letters.")
                return str(text_page.get_text_range()).replace("\r\n", "\n")
            finally:
                text_page.close()

    def marked(self, number: int) -> dict[int | None, str]:
        """What is under each mark of a page, by the number of the mark; None: under none, or set aside as an artifact.

        A picture counts as a letter, and so does a drawing under a mark without words.
        """
        with self._page(number) as page:
            text_page = page.get_textpage()
            try:
                letters = text_page.count_chars()
                found: dict[int | None, str] = {}
                drawn: set[int | None] = set()
                for thing, mark, said in _things_on(page.raw, number, most=_MOST_STEPS // max(1, letters)):
                    kind = raw.FPDFPageObj_GetType(thing)
                    if kind == raw.FPDF_PAGEOBJ_TEXT:
                        found[mark] = found.get(mark, "") + said + _words_of(thing, text_page.raw)
                    elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                        found[mark] = found.get(mark, "") + said + _PICTURE
                    else:
                        drawn.add(mark)
                for mark in drawn - {None} - found.keys():
                    found[mark] = _PICTURE
                return found
            finally:
                text_page.close()

    def picture(self, number: int, dots_per_inch: float = DOTS_PER_INCH) -> Image:
        """What a page looks like."""
        with self._page(number) as page:
            bitmap = page.render(scale=dots_per_inch / POINTS_PER_INCH, rev_byteorder=True)
            try:
                # The picture would otherwise lie in the memory of the bitmap, which is about to be given back.
                return bitmap.to_pil().convert("RGB").copy()  # type: ignore[no-any-return]
            finally:
                bitmap.close()

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


def _things_on(page: Any, number: int, *, most: int) -> Iterator[tuple[Any, int | None, str]]:
    """Everything that is drawn on a page, forms unfolded, each with the number of its mark and what is said at its marks."""
    waiting: list[tuple[Any, int | None, bool, str, int]]
    waiting = [(raw.FPDFPage_GetObject(page, at), None, False, "", 0) for at in reversed(range(raw.FPDFPage_CountObjects(page)))]
    left = min(most, _MOST_THINGS)
    while waiting:
        thing, mark, aside, said, depth = waiting.pop()
        left -= 1
        if left < 0 or depth > _DEEPEST:
            raise UnreadablePdfError(f"Page {number} has more on it than any page needs.")
        for name, own, notes in _marks_of(thing):
            aside |= name == "Artifact"
            mark = mark if own is None else own
            said += notes
        if raw.FPDFPageObj_GetType(thing) == raw.FPDF_PAGEOBJ_FORM:
            inner = (raw.FPDFFormObj_GetObject(thing, at) for at in reversed(range(raw.FPDFFormObj_CountObjects(thing))))
            waiting += [(each, mark, aside, said, depth + 1) for each in inner]
            continue
        yield thing, None if aside else mark, said


def _marks_of(thing: Any) -> Iterator[tuple[str, int | None, str]]:
    """The marks around something that is drawn, the outermost first: name, number, and what is to be said in its place."""
    for at in range(raw.FPDFPageObj_CountMarks(thing)):
        mark = raw.FPDFPageObj_GetMark(thing, at)
        value = c_int()
        numbered = raw.FPDFPageObjMark_GetParamIntValue(mark, b"MCID", byref(value))
        notes = ((key, _written(partial(raw.FPDFPageObjMark_GetParamStringValue, mark, key))) for key in _SPOKEN_AT_A_MARK)
        said = "".join(f"[{key.decode()}: {words}]" for key, words in notes if words is not None)
        yield _written(partial(raw.FPDFPageObjMark_GetName, mark)) or "", value.value if numbered else None, said


def _written(write: Callable[[Any, int, Any], int]) -> str | None:
    """What PDFium writes when it is given as much room as it says that it needs; None if there is nothing to write."""
    length = c_ulong()
    if not write(None, 0, byref(length)):
        return None
    words = (c_ushort * (length.value // 2))()
    write(words, length.value, byref(length))
    return _decoded(words)


def _words_of(thing: Any, text_page: Any) -> str:
    length = raw.FPDFTextObj_GetText(thing, text_page, None, 0)
    words = (c_ushort * (length // 2))()
    raw.FPDFTextObj_GetText(thing, text_page, words, length)
    return _decoded(words)


def _decoded(letters: Any) -> str:
    return bytes(letters).decode("utf-16-le", "replace").rstrip("\0")


@contextmanager
def pages_of(pdf: bytes) -> Iterator[Pages]:
    """The pages of a document that has been looked at before (`refuse_costly_pages`). Raises `UnreadablePdfError`."""
    try:
        document = pypdfium2.PdfDocument(pdf)
        try:
            yield Pages(document)
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        raise UnreadablePdfError("The PDF is damaged: its pages cannot be drawn.") from error


def refuse_costly_pages(document: pikepdf.Pdf) -> None:
    """Raise `UnreadablePdfError` if it would take more to draw the pages than a document can need.

    A form may be drawn many times, and may draw others many times: a few lines can ask for more strokes than there are atoms.
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
    """How many bytes of instructions each form comes to, worked out once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], int] = {}
        self._open: set[tuple[int, int]] = set()

    def cost(self, content: bytes, resources: Any, what: str, depth: int) -> int:
        """The instructions and all that they draw."""
        if depth > _DEEPEST:
            raise UnreadablePdfError(f"{what} draws forms within forms, more than {_DEEPEST} deep.")
        things = resources.get("/XObject", _NO_RESOURCES)
        total = len(content)
        for name, times in Counter(_DRAWS.findall(content)).items():
            thing = things.get("/" + name.decode("latin-1"))
            if isinstance(thing, pikepdf.Stream):
                total += times * self._thing(thing, resources, what, depth)
        return total

    def _thing(self, thing: Any, resources: Any, what: str, depth: int) -> int:
        if thing.get("/Subtype") == "/Image":
            if int(thing.get("/Width", 0)) * int(thing.get("/Height", 0)) > _MOST_DOTS:
                raise UnreadablePdfError(f"{what} has a picture of more than {_MOST_DOTS // 1_000_000} million dots.")
            return 0
        key = thing.objgen
        if key in self._open:
            raise UnreadablePdfError(f"{what} has a form that draws itself.")
        if key not in self._known:
            self._open.add(key)
            content = unpacked(thing, _MOST_CONTENT, f"A form on {what.lower()}")
            self._known[key] = self.cost(content, thing.get("/Resources", resources), what, depth + 1)
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
"""Dictionaries whose keys are names that the file makes up, and what is kept under each."""
_FREE_NAMES = frozenset({"/BaseFont", "/FontName", "/Name", "/Font", "/CMapName", "/CharSet"})
_PASSED_OVER = frozenset({"/Parent", "/P", "/Annots", "/Type", "/Contents", "/Length", "/Length1", "/Length2", "/Length3"}) | {
    *("/Filter", "/DecodeParms", "/StructParent", "/StructParents", "/Metadata", "/CharProcs", "/Differences", "/Lang")
}
_FONT_FILES = frozenset({"/FontFile", "/FontFile2", "/FontFile3"})

_SPOKEN = frozenset({"/ActualText", "/Alt", "/E", "/Lang"})
"""What a screen reader says in the place of what is under a mark, or how it says it."""
_AT_A_MARK = "mark with "

_SWITCHES = frozenset({"/DefaultGray", "/DefaultRGB", "/DefaultCMYK", "/Alternates", "/OPI", "/OC", "/Ref", "/PS"}) | {
    *("/TR", "/TR2", "/HT", "/BG", "/BG2", "/UCR", "/UCR2", "/OP", "/op", "/OPM", "/FontFile and /FontFile2"),
    *("/FontFile and /FontFile3", "/FontFile2 and /FontFile3"),
}


def kind_of(resource: str) -> ItemKind:
    """What a difference in it is: some are of use for nothing but to have some viewers show something else than others."""
    if resource.startswith(_AT_A_MARK):
        return "tags"
    return "alternative" if any(f" {switch} " in f"{resource} " for switch in _SWITCHES) else "means"


def resources_of(document: pikepdf.Pdf) -> dict[str, int]:
    """Everything that the pages are drawn with, and the first page of each. Raises `UnreadablePdfError` beyond the limits."""
    return _Survey().of(document)


class _Survey:
    def __init__(self) -> None:
        self._seen: set[tuple[int, int]] = set()
        self._things = _MOST_THINGS
        self._instructions = _MOST_INSTRUCTIONS

    def of(self, document: pikepdf.Pdf) -> dict[str, int]:
        found: dict[str, int] = {}
        for number, page in enumerate(document.pages, start=1):
            resources = inherited(page.obj, "/Resources")
            for each in (*self._instructions_of(page), *self._walk(page.obj, "page"), *self._walk(resources, "resources")):
                found.setdefault(each, number)
        return found

    def _walk(self, thing: Any, what: str) -> Iterator[str]:
        waiting = [(thing, what)]
        while waiting:
            thing, what = waiting.pop()
            self._things -= 1
            if self._things < 0:
                raise UnreadablePdfError(f"The pages are drawn with more than {_MOST_THINGS:,} things.")
            if isinstance(thing, pikepdf.Array):
                yield from (f"{what} [{printable(str(each), 60)}]" for each in thing if isinstance(each, pikepdf.Name))
                waiting += [(each, what) for each in thing if isinstance(each, pikepdf.Array | pikepdf.Dictionary | pikepdf.Stream)]
                continue
            if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                continue
            if thing.objgen != (0, 0):
                if thing.objgen in self._seen:
                    continue
                self._seen.add(thing.objgen)
            what = _called(thing, what)
            if what == "form" and isinstance(thing, pikepdf.Stream):
                yield from self._instructions_of(thing)
            files = sorted(_FONT_FILES & set(thing.keys()))
            yield from (f"two font files {one} and {other}" for one, other in pairwise(files))
            for key, value in thing.items():
                if key in _PASSED_OVER:
                    continue
                yield f"{what} {printable(key, 60)}"
                if isinstance(value, bool) or (isinstance(value, pikepdf.Name) and key not in _FREE_NAMES):
                    yield f"{what} {printable(key, 60)} {printable(str(value), 60)}"
                elif key == "/Resources":
                    waiting.append((value, "resources"))
                elif what == "resources" and key in _CATEGORIES and isinstance(value, pikepdf.Dictionary):
                    kept = _CATEGORIES[key]
                    yield from (f"{kept} {name}" for name in value.keys() if name in _SWITCHES)  # noqa: SIM118
                    waiting += [(each, kept) for each in value.values()]
                elif key not in _FONT_FILES and key != "/ToUnicode":
                    waiting.append((value, f"{what} {printable(key, 60)}" if what.count(" ") < _DEEPEST_NAME else what))

    def _instructions_of(self, thing: Any) -> Iterator[str]:
        """Every instruction, by the kinds of what it is given; of that, the names that belong to the standard."""
        said: set[str] = set()
        for each in pikepdf.parse_content_stream(thing):
            self._instructions -= 1
            if self._instructions < 0:
                raise UnreadablePdfError(f"The pages are drawn with more than {_MOST_INSTRUCTIONS:,} instructions.")
            operator = printable(str(each.operator), 20)
            said.add(f"instruction {operator}")
            if operator == "ri":
                said.update(f"instruction ri {printable(str(operand), 40)}" for operand in each.operands)
            elif operator in ("BDC", "DP") and isinstance(each.operands[-1], pikepdf.Dictionary):
                notes = ((str(key), value) for key, value in each.operands[-1].items() if key in _SPOKEN)
                said.update(f"{_AT_A_MARK}{key[1:]} {printable(str(value))}" for key, value in notes)
        yield from sorted(said)


def _called(thing: Any, what: str) -> str:
    """What a dictionary is: as it says itself, or else as where it is kept says."""
    if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") in ("/Image", "/Form"):
        return str(thing["/Subtype"])[1:].lower()
    if thing.get("/Type") in ("/Font", "/FontDescriptor"):
        return "font" if thing["/Type"] == "/Font" else "font descriptor"
    return what
