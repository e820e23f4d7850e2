"""Read the links, the outline and the actions of a PDF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import itemgetter
from typing import Any

import pikepdf

from pccresponse.foundation.errors import UnreadablePdfError
from pccresponse.verifying.differences import Item
from pccresponse.verifying.open_untrusted import leaves
from pccresponse.verifying.quoting import printable, quoted

_MOST_ENTRIES = 20_000
_MOST_ANNOTATIONS = 100_000
_PASSIVE = {
    *("/Type", "/Version", "/Extensions", "/Pages", "/PageLabels", "/Names", "/Dests", "/ViewerPreferences", "/PageLayout"),
    *("/PageMode", "/Outlines", "/Metadata", "/StructTreeRoot", "/MarkInfo", "/Lang", "/OutputIntents", "/AF"),
}
_PASSIVE_NAMES = {"/Dests", "/EmbeddedFiles"}


class Links:
    """The links, the outline and the actions of one document, with its named places looked up."""

    def __init__(self, document: pikepdf.Pdf, called: Mapping[int, int]) -> None:
        """`called`: by which numbers its pages are called, which are those of the original."""
        self._root = document.Root
        self._document = document
        self._called = called
        self._pages = {page.obj.objgen: number for number, page in enumerate(document.pages, start=1)}
        tree = self._root.get("/Names", pikepdf.Dictionary()).get("/Dests")
        named = leaves(tree, "the list of named places", _MOST_ENTRIES) if tree is not None else ()
        self._named = {bytes(key): value for key, value in named if isinstance(key, pikepdf.String)}

    def items(self) -> list[Item]:
        """Every link and other annotation page by page, every line of the outline, and whatever happens by itself."""
        return [*self._annotations(), *self._outline(), *self._actions()]

    def _outline(self) -> Iterator[Item]:
        first = self._root.get("/Outlines", pikepdf.Dictionary()).get("/First")
        waiting = [(first, 1)] if first is not None else []
        seen: set[tuple[int, int]] = set()
        while waiting:
            item, level = waiting.pop()
            if item.objgen in seen or len(seen) >= _MOST_ENTRIES:
                raise UnreadablePdfError("The PDF is damaged: the outline leads back into itself, or is endless.")
            seen.add(item.objgen)
            details = (
                ("The level of {item} in the outline:", str(level)),
                ("In the outline, {item} leads elsewhere:", self._target(item)),
            )
            yield Item(kind="outline", label="In the outline,", value=str(item.get("/Title", "")) or "(no title)", details=details)
            waiting += [(item[key], level + step) for key, step in (("/Next", 0), ("/First", 1)) if key in item]

    def _annotations(self) -> Iterator[Item]:
        left = _MOST_ANNOTATIONS
        for number, page in sorted(self._called.items(), key=itemgetter(1)):
            annotations = [
                raw for raw in self._document.pages[number - 1].obj.get("/Annots", ()) if isinstance(raw, pikepdf.Dictionary)
            ]
            left -= len(annotations)
            if left < 0:
                raise UnreadablePdfError(f"The PDF has more than {_MOST_ANNOTATIONS:,} annotations.")
            yield from (self._annotation(raw, page) for raw in annotations)

    def _annotation(self, raw: Any, page: int) -> Item:
        """Something on a page beside its content: nearly always a link."""
        kind = str(raw.get("/Subtype", "/")).removeprefix("/")
        says, target = str(raw.get("/Contents", "")), self._target(raw)
        what = "link" if kind == "Link" else "annotation"
        box = " ".join(str(round(float(corner))) for corner in list(raw.get("/Rect", ()))[:4])
        return Item(
            kind="links" if kind == "Link" else "behaviour",
            page=page,
            label=f"On page {page}, the {what}",
            value=f"{says or '(without words)'}{'' if kind == 'Link' else f' ({kind})'}{f', which leads to {target}' if target else ''}",
            key=f"{kind} {says}",
            name=says,
            details=(
                (f"On page {page}, the {what} {{item}} leads elsewhere:", target),
                (f"On page {page}, the {what} {{item}} lies elsewhere on the page.", box),
            ),
        )

    def _actions(self) -> Iterator[Item]:
        """What happens when the document is opened, turned over or filled in; nothing does in one of this program."""
        found = {str(key)[1:]: _what(value) for key, value in self._root.items() if key not in _PASSIVE}
        names = self._root.get("/Names", pikepdf.Dictionary())
        found |= {f"Names/{str(key)[1:]}": "a list of names" for key in names.keys() if key not in _PASSIVE_NAMES}  # noqa: SIM118
        for number, page in enumerate(self._document.pages, start=1):
            found |= {
                f"page {self._called.get(number, number)}/{key[1:]}": _what(page.obj[key])
                for key in ("/AA", "/Trans", "/Dur")
                if key in page.obj
            }
        for name in sorted(found):
            yield Item(kind="behaviour", label=f"What the document does by itself ({quoted(name)}):", value=found[name])

    def _target(self, raw: Any) -> str:
        action = raw.get("/A")
        if isinstance(action, pikepdf.Dictionary):
            kind = str(action.get("/S", "/")).removeprefix("/")
            if kind == "URI":
                return str(action.get("/URI", ""))
            if kind != "GoTo":
                return f"an action of the kind {printable(kind, 60)}"
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
        number = self._pages.get(place[0].objgen, 0) if isinstance(place[0], pikepdf.Dictionary) else 0
        page = f"page {self._called[number]}" if number in self._called else f"page {number} (which the other has not)"
        return " ".join([page if number else "no page", *_rest(place)])


def _rest(place: Any) -> Iterator[str]:
    """How the page is shown, such as `XYZ 62 765`."""
    for each in list(place)[1:6]:
        yield str(each).removeprefix("/") if isinstance(each, pikepdf.Name) else "-" if each is None else f"{float(each):.0f}"


def _what(value: Any) -> str:
    kind = value.get("/S") if isinstance(value, pikepdf.Dictionary) else None
    return f"an action of the kind {str(kind)[1:]}" if isinstance(kind, pikepdf.Name) else "something"
