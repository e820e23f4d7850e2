"""Where a reader can go: the outline, the links, and whatever else on a page can be pressed or opens by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
import pikepdf

from pccresponse.verifying.attached import leaves
from pccresponse.verifying.errors import UnreadablePdfError
from pccresponse.verifying.quoting import printable

_MOST_ENTRIES = 20_000
_MOST_ANNOTATIONS = 100_000
_PASSIVE = {
    *("/Type", "/Version", "/Extensions", "/Pages", "/PageLabels", "/Names", "/Dests", "/ViewerPreferences", "/PageLayout"),
    *("/PageMode", "/Outlines", "/Metadata", "/StructTreeRoot", "/MarkInfo", "/Lang", "/OutputIntents", "/AF"),
}
_PASSIVE_NAMES = {"/Dests", "/EmbeddedFiles"}


class OutlineEntry(msgspec.Struct, frozen=True):
    """A line of the outline; the levels count from 1."""

    level: int
    title: str
    target: str


class Annotation(msgspec.Struct, frozen=True, kw_only=True):
    """Something on a page beside its content: nearly always a link."""

    kind: str
    says: str
    target: str
    box: tuple[int, ...]
    """Its corners in points, rounded."""


class Ways:
    """The ways through one document, with its named places looked up."""

    def __init__(self, document: pikepdf.Pdf, renumbered: Mapping[int, int] | None = None) -> None:
        """`renumbered`: the numbers by which its pages are called, where they stand elsewhere in another document."""
        self._root = document.Root
        self._document = document
        names = renumbered or {}
        self._pages = {page.obj.objgen: names.get(number, number) for number, page in enumerate(document.pages, start=1)}
        tree = self._root.get("/Names", pikepdf.Dictionary()).get("/Dests")
        named = leaves(tree, "the list of named places", _MOST_ENTRIES) if tree is not None else ()
        self._named = {bytes(key): value for key, value in named if isinstance(key, pikepdf.String)}

    def outline(self) -> tuple[OutlineEntry, ...]:
        """Every line of the outline, in order."""
        first = self._root.get("/Outlines", pikepdf.Dictionary()).get("/First")
        waiting = [(first, 1)] if first is not None else []
        seen: set[tuple[int, int]] = set()
        entries: list[OutlineEntry] = []
        while waiting:
            item, level = waiting.pop()
            if item.objgen in seen or len(entries) >= _MOST_ENTRIES:
                raise UnreadablePdfError("The PDF is damaged: the outline leads back into itself, or is endless.")
            seen.add(item.objgen)
            entries.append(OutlineEntry(level, printable(str(item.get("/Title", ""))), self._target(item)))
            waiting += [(item[key], level + step) for key, step in (("/Next", 0), ("/First", 1)) if key in item]
        return tuple(entries)

    def annotations(self) -> tuple[tuple[Annotation, ...], ...]:
        """What is on each page, page by page."""
        left = _MOST_ANNOTATIONS
        found: list[tuple[Annotation, ...]] = []
        for page in self._document.pages:
            here = tuple(self._annotation(raw) for raw in page.obj.get("/Annots", ()) if isinstance(raw, pikepdf.Dictionary))
            left -= len(here)
            if left < 0:
                raise UnreadablePdfError(f"The PDF has more than {_MOST_ANNOTATIONS:,} annotations.")
            found.append(here)
        return tuple(found)

    def behaviours(self) -> dict[str, str]:
        """What happens when the document is opened, turned over or filled in; nothing does in one of this program."""
        found = {str(key)[1:]: _what(value) for key, value in self._root.items() if key not in _PASSIVE}
        names = self._root.get("/Names", pikepdf.Dictionary())
        found |= {f"Names/{str(key)[1:]}": "a list of names" for key in names.keys() if key not in _PASSIVE_NAMES}  # noqa: SIM118
        for number, page in enumerate(self._document.pages, start=1):
            found |= {f"page {number}/{key[1:]}": _what(page.obj[key]) for key in ("/AA", "/Trans", "/Dur") if key in page.obj}
        return found

    def _annotation(self, raw: Any) -> Annotation:
        return Annotation(
            kind=str(raw.get("/Subtype", "/")).removeprefix("/"),
            says=printable(str(raw.get("/Contents", ""))),
            target=self._target(raw),
            box=tuple(round(float(corner)) for corner in list(raw.get("/Rect", ()))[:4]),
        )

    def _target(self, raw: Any) -> str:
        action = raw.get("/A")
        if isinstance(action, pikepdf.Dictionary):
            kind = str(action.get("/S", "/")).removeprefix("/")
            if kind == "URI":
                return printable(str(action.get("/URI", "")), 500)
            if kind != "GoTo":
                return f"an action of the kind {kind}"
        place = action.get("/D") if isinstance(action, pikepdf.Dictionary) else raw.get("/Dest")
        return "" if place is None else self._place(place)

    def _place(self, place: Any) -> str:
        if isinstance(place, pikepdf.String):
            place = self._named.get(bytes(place))
        elif isinstance(place, pikepdf.Name):
            place = self._root.get("/Dests", pikepdf.Dictionary()).get(str(place))
        if isinstance(place, pikepdf.Dictionary):
            place = place.get("/D")
        if not isinstance(place, pikepdf.Array) or not len(place):
            return "a place that does not exist"
        page = self._pages.get(place[0].objgen) if isinstance(place[0], pikepdf.Dictionary) else None
        return " ".join([f"page {page}" if page else "no page", *_rest(place)])


def _rest(place: Any) -> Iterator[str]:
    """How the page is shown, such as `XYZ 62 765`."""
    for each in list(place)[1:6]:
        yield str(each).removeprefix("/") if isinstance(each, pikepdf.Name) else "-" if each is None else f"{float(each):.0f}"


def _what(value: Any) -> str:
    kind = value.get("/S") if isinstance(value, pikepdf.Dictionary) else None
    return f"an action of the kind {str(kind)[1:]}" if isinstance(kind, pikepdf.Name) else "something"
