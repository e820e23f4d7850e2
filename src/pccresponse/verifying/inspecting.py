"""What it would take to draw the pages of a stranger, worked out before anybody draws them.

A form may be drawn many times, and may draw others many times: a few lines can ask for more strokes than there are atoms.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pikepdf

from pccresponse.verifying.errors import UnreadablePdfError
from pccresponse.verifying.packing import MEGABYTE, unpacked

MOST_CONTENT = 64 * MEGABYTE
"""Of all pages together, unpacked."""
_MOST_DRAWN = 256 * MEGABYTE
"""Of a page, with every form as often as it is drawn."""
_MOST_DOTS = 60_000_000
"""Of one picture."""
_DEEPEST = 20
_MOST_ANCESTORS = 50
_DRAWS = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")
_NO_RESOURCES = pikepdf.Dictionary()


def page_contents(document: pikepdf.Pdf) -> list[bytes]:
    """The instructions that draw each page. Raises `UnreadablePdfError` if there are more than a document can need."""
    contents: list[bytes] = []
    left = MOST_CONTENT
    forms = _Forms()
    for number, page in enumerate(document.pages, start=1):
        pieces = []
        for stream in _streams(page.obj):
            pieces.append(unpacked(stream, MOST_CONTENT, f"Page {number}"))
            left -= len(pieces[-1])
            if left < 0:
                raise UnreadablePdfError(f"The pages unpack to more than {MOST_CONTENT // MEGABYTE} MB.")
        contents.append(b"\n".join(pieces))
        if forms.cost(contents[-1], inherited(page.obj, "/Resources") or _NO_RESOURCES, f"Page {number}", 0) > _MOST_DRAWN:
            raise UnreadablePdfError(f"Page {number} would take too long to draw: what is on it is drawn over and over again.")
    return contents


def inherited(page: Any, key: str) -> Any:
    """What a page says, or the branch of the tree of pages that it hangs on; None if none of them does."""
    for _ in range(_MOST_ANCESTORS):
        if not isinstance(page, pikepdf.Dictionary) or key in page:
            break
        page = page.get("/Parent")
    return page.get(key) if isinstance(page, pikepdf.Dictionary) else None


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
            content = unpacked(thing, MOST_CONTENT, f"A form on {what.lower()}")
            self._known[key] = self.cost(content, thing.get("/Resources", resources), what, depth + 1)
            self._open.discard(key)
        return self._known[key]
