"""The making of pages: one document at a time, the one that somebody looks at before all others, never in the way of the text."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import partial

from pccresponse.preview.desk import Desk
from pccresponse.preview.looking import Text
from pccresponse.preview.typesetter import Typeset, be_ready_to_draw, be_ready_to_typeset, draw, typeset
from pccresponse.preview.workshop import Mishap, Workshop

_SECONDS_FOR_A_DOCUMENT = 180.0
_SECONDS_FOR_A_PICTURE = 20.0
_QUIET = 1.0
"""Seconds without a save after which the documents that nobody looks at are made, too."""
_SCALE = 1.6
"""Pixels in a point: sharp on most screens at the width that a page has beside the problems."""
_KEPT_PICTURES = 160


class Press:
    """Has documents set and their pages drawn, for all desks."""

    def __init__(self, desks: Callable[[], Iterable[Desk]], mistake: Callable[[str], None]) -> None:
        self._desks, self._mistake = desks, mistake
        self._loop = asyncio.get_running_loop()
        self._typesetter = Workshop(be_ready_to_typeset, seconds=_SECONDS_FOR_A_DOCUMENT)
        self._draughtsman: Workshop | None = None
        self._at_work = False
        self._quiet: asyncio.TimerHandle | None = None
        self._pictures: OrderedDict[tuple[str, str, str, int], asyncio.Future[bytes | Mishap]] = OrderedDict()

    def close(self) -> None:
        """End all processes, whatever they are at."""
        for workshop in (self._typesetter, self._draughtsman):
            if workshop:
                workshop.close()

    def stir(self) -> None:
        """Something changed: make what is looked at now, and the rest when nothing has changed for a moment."""
        if self._quiet:
            self._quiet.cancel()
        self._quiet = self._loop.call_later(_QUIET, partial(self._next, all_of_them=True))
        self._next(all_of_them=False)

    def _next(self, *, all_of_them: bool) -> None:
        if self._at_work:
            return
        for desk in sorted(self._desks(), key=lambda desk: not desk.readers):
            text = desk.wanted(all_of_them=all_of_them)
            if text is not None:
                self._at_work = True
                done = partial(self._loop.call_soon_threadsafe, self._done, desk, text)
                self._typesetter.order(typeset, desk.checked, text.name, then=_unless_closed(done))
                return

    def _done(self, desk: Desk, text: Text, result: Typeset | Mishap) -> None:
        self._at_work = False
        if isinstance(result, Mishap):
            if result.trace:
                self._mistake(result.trace)
            desk.put_failure(text, result.sentence)
        else:
            desk.put_pages(text, result)
        quiet = self._quiet is None or self._quiet.cancelled() or self._quiet.when() <= self._loop.time()
        self._next(all_of_them=quiet)

    async def picture(self, desk: Desk, name: str, version: str, number: int) -> bytes | Mishap | None:
        """A page as a PNG; None where there is no such page any more."""
        made = desk.pdfs.get((name, version))
        if made is None or not 1 <= number <= made.count:
            return None
        key = (desk.slug, name, version, number)
        if key not in self._pictures:
            self._draughtsman = self._draughtsman or Workshop(be_ready_to_draw, seconds=_SECONDS_FOR_A_PICTURE)
            future: asyncio.Future[bytes | Mishap] = self._loop.create_future()
            self._pictures[key] = future
            drawn = partial(self._loop.call_soon_threadsafe, self._drawn, key, future)
            self._draughtsman.order(draw, made.pdf, number, _SCALE, then=_unless_closed(drawn))
            while len(self._pictures) > _KEPT_PICTURES:
                self._pictures.popitem(last=False)
        self._pictures.move_to_end(key)
        return await asyncio.shield(self._pictures[key])

    def _drawn(self, key: tuple[str, str, str, int], future: asyncio.Future[bytes | Mishap], result: bytes | Mishap) -> None:
        if isinstance(result, Mishap):
            self._pictures.pop(key, None)
            if result.trace:
                self._mistake(result.trace)
        if not future.done():
            future.set_result(result)


def _unless_closed(tell: Callable[[object], object]) -> Callable[[object], None]:
    """The server may have ended while the work was done."""

    def told(result: object) -> None:
        try:
            tell(result)
        except RuntimeError:
            return

    return told
