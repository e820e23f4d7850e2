"""Compare two PDFs object by object, to name what differs although no reader would notice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import msgspec
import pikepdf

from pccresponse.foundation.errors import UnreadablePdfError
from pccresponse.verifying.differences import Difference, Kind
from pccresponse.verifying.open_untrusted import MEGABYTE, inherited, unpacked
from pccresponse.verifying.quoting import printable, quoted

_MOST_PAIRS = 300_000
_LARGEST = 64 * MEGABYTE

# What leads back, is how and not what, or is compared elsewhere to the last letter.
_PASSED_OVER = frozenset({"/Parent", "/P", "/Prev", "/Length", "/Filter", "/DecodeParms", "/Info", "/Metadata", "/ID"}) | {
    *("/Pages", "/Size", "/W", "/Index", "/Type", "/DocChecksum", "/XRefStm")
}
_KINDS: dict[str, Kind] = {
    "/StructTreeRoot": "tags",
    "/StructParent": "tags",
    "/StructParents": "tags",
    "/OutputIntents": "means",
    "/Outlines": "outline",
    "/Dests": "links",
    "/Annots": "links",
    "/EmbeddedFiles": "attachment",
    "/AF": "attachment",
    "/OpenAction": "behaviour",
    "/AA": "behaviour",
    "/AcroForm": "behaviour",
    "/JavaScript": "behaviour",
}


class _Place(msgspec.Struct, frozen=True):
    """Where the walk is: in what, and by which keys it came there."""

    kind: Kind
    page: int | None = None
    font: str = ""
    path: tuple[str, ...] = ()

    def at(self, key: str) -> _Place:
        return msgspec.structs.replace(self, kind=_KINDS.get(key, self.kind), path=(*self.path, printable(key[1:], 60))[-8:])


class ObjectWalk:
    """Walks through two files at once. A pair of objects is looked at once, however many ways lead to it."""

    def __init__(self, was: pikepdf.Pdf, now: pikepdf.Pdf, pairs: Sequence[tuple[int, int]]) -> None:
        self._was, self._now, self._pairs = was, now, pairs
        self._old_pages = {page.obj.objgen: number for number, page in enumerate(was.pages, start=1)}
        self._new_pages = {page.obj.objgen: number for number, page in enumerate(now.pages, start=1)}
        self._partner = dict(pairs)
        self._seen: set[tuple[Any, Any]] = set()
        self._left = _MOST_PAIRS

    def differences(self) -> Iterator[Difference]:
        """Every object that differs; once for each thing that can be said."""
        told: set[Difference] = set()
        for old, new in self._pairs:
            before, after, place = self._was.pages[old - 1].obj, self._now.pages[new - 1].obj, _Place("drawing", page=old)
            told |= {_told(found) for found in self._walk(before, after, place, True)}
            resources = (inherited(before, "/Resources"), inherited(after, "/Resources"))
            told |= {_told(found) for found in self._walk(*resources, place.at("/Resources"), False)}
        told |= {_told(found) for found in self._walk(self._was.trailer, self._now.trailer, _Place("object"), False)}
        if not self._left:
            told.add(
                Difference(kind="object", page=None, message=f"More than {_MOST_PAIRS:,} objects were compared; the rest was not.")
            )
        yield from sorted(told, key=lambda each: (each.page or 0, each.kind, each.message))

    def _walk(self, was: Any, now: Any, place: _Place, whole: bool) -> Iterator[_Place]:
        """The places at which something differs. `whole`: the first object is a page, which is otherwise passed by."""
        waiting = [(was, now, place)]
        while waiting and self._left:
            self._left -= 1
            old, new, place = waiting.pop()
            if _sort(old) is not _sort(new):
                yield place
                continue
            if not isinstance(old, pikepdf.Dictionary | pikepdf.Stream | pikepdf.Array):
                if (str(old) != str(new)) if isinstance(old, pikepdf.String) else (old != new):
                    yield place
                continue
            if not whole and old.objgen in self._old_pages:
                if self._partner.get(self._old_pages[old.objgen]) != self._new_pages.get(new.objgen):
                    yield place
                continue
            whole = False
            if old.objgen != (0, 0) and new.objgen != (0, 0):
                if (old.objgen, new.objgen) in self._seen:
                    continue
                self._seen.add((old.objgen, new.objgen))
            if isinstance(old, pikepdf.Array):
                if len(old) != len(new):
                    yield place
                else:
                    waiting += [(before, after, place) for before, after in zip(old, new, strict=True)]
                continue
            place = _refined(old, place)
            if isinstance(old, pikepdf.Stream) and not _same_data(old, new):
                yield place
            before, after = dict(old.items()), dict(new.items())
            for key in sorted((before.keys() | after.keys()) - _PASSED_OVER):
                if key in before and key in after:
                    waiting.append((before[key], after[key], place.at(key)))
                else:
                    yield place.at(key)


def _sort(thing: Any) -> type:
    """What an object is, as the standard sorts them; all numbers are of one sort."""
    for sort in (pikepdf.Stream, pikepdf.Dictionary, pikepdf.Array, pikepdf.String, pikepdf.Name):
        if isinstance(thing, sort):
            return sort
    return Decimal if isinstance(thing, int | Decimal) and not isinstance(thing, bool) else type(thing)


def _refined(thing: Any, place: _Place) -> _Place:
    """The place, once it is known in what it is."""
    if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font":
        # The six letters before the plus are made up by whoever cuts the font down.
        name = str(thing.get("/BaseFont", "/?"))[1:].rpartition("+")[2].strip(",")
        return msgspec.structs.replace(place, kind="font", page=None, font=printable(name, 80))
    return place


def _same_data(was: Any, now: Any) -> bool:
    """Whether two streams hold the same, however it is packed."""
    if all(was.get(key) == now.get(key) for key in ("/Filter", "/DecodeParms")) and was.read_raw_bytes() == now.read_raw_bytes():
        return True
    if str(was.get("/Subtype")) == "/Image":
        return False  # a picture may be packed in ways that are not unpacked here
    try:
        return unpacked(was, _LARGEST, "An object of the original") == unpacked(now, _LARGEST, "An object of the rebuilt document")
    except UnreadablePdfError:
        return False  # what is damaged beyond reading is not the same


def _told(place: _Place) -> Difference:
    where = " > ".join(place.path)
    match place.kind:
        case "font" if place.path and place.path[-1].startswith("FontFile"):
            message = f"The font file of {quoted(place.font)} is another."
        case "font":
            message = f"What is said of the font {quoted(place.font)} differs ({where})."
        case "drawing" if place.path == ("Contents",):
            message = f"Page {place.page} is drawn by other instructions, though it looks the same."
        case "drawing":
            message = f"Page {place.page} is drawn with other means ({where}), though it looks the same."
        case "object":
            message = f"The object at {quoted(where or 'the top')} differs, which shows nowhere."
        case _:
            message = f"The {place.kind} differ in something that is neither shown nor spoken ({where})."
    return Difference(kind=place.kind, page=place.page, message=message)
