"""Read what the pages of a PDF are drawn with: which entries of which dictionaries, and which instructions.

The pictures that are compared are one program's. Another may heed an entry that this one passes over: a colour space that is put
in the place of all colours, a second picture for the printer, a second font file. So what a document makes use of is held against
what it makes use of when it is made again, whatever the names under which it is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pikepdf

from pccresponse.foundation.errors import UnreadablePdfError
from pccresponse.verifying.differences import Kind
from pccresponse.verifying.open_untrusted import inherited
from pccresponse.verifying.quoting import printable

_MOST_THINGS = 200_000
_MOST_INSTRUCTIONS = 5_000_000
_DEEPEST = 8

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
"""What a screen reader says in the place of what stands under a mark, or how it says it."""
_AT_A_MARK = "mark with "

_SWITCHES = frozenset({"/DefaultGray", "/DefaultRGB", "/DefaultCMYK", "/Alternates", "/OPI", "/OC", "/Ref", "/PS"}) | {
    *("/TR", "/TR2", "/HT", "/BG", "/BG2", "/UCR", "/UCR2", "/OP", "/op", "/OPM", "/FontFile and /FontFile2"),
    *("/FontFile and /FontFile3", "/FontFile2 and /FontFile3"),
}


def kind_of(resource: str) -> Kind:
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
                    waiting.append((value, f"{what} {printable(key, 60)}" if what.count(" ") < _DEEPEST else what))

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
