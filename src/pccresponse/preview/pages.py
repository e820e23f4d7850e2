"""The making of pages: the document that somebody looks at before all others, and never in the way of the text."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import Any

from pccresponse.preview.desk import Desk
from pccresponse.preview.looking import Text
from pccresponse.preview.typesetter import (
    Typeset,
    be_ready_to_draw,
    be_ready_to_typeset,
    be_ready_to_typeset_in_the_background,
    draw,
    typeset,
)
from pccresponse.preview.workshop import Mishap, Receiver, Workshop

_SECONDS_FOR_A_DOCUMENT = 180.0
_SECONDS_FOR_A_PICTURE = 20.0
_QUIET = 1.0
"""Seconds without anything new after which the documents that nobody looks at are made, too."""
_SCALE = 1.6
"""Pixels in a point: sharp on most screens at the width that a page has beside the problems."""
_KEPT_PICTURES = 160

_Picture = tuple[str, str, str, int]
_Mistake = Callable[[str], None]


class Press:
    """Has documents set and their pages drawn, for all desks.

    What somebody looks at has a process to itself, so that it never waits for a document that nobody does; pictures have another,
    because a page that comes into view cannot wait for either.
    """

    def __init__(self, desks: Callable[[], Iterable[Desk]], mistake: _Mistake) -> None:
        self._desks, self._mistake = desks, mistake
        self._loop = asyncio.get_running_loop()
        self._in_view: Workshop | None = Workshop(be_ready_to_typeset, seconds=_SECONDS_FOR_A_DOCUMENT)
        self._out_of_view: Workshop | None = None
        self._draughtsman: Workshop | None = None
        self._at_work: dict[bool, tuple[str, Text]] = {}
        """What is being made in view and out of view, with the response that it belongs to."""
        self._quiet: asyncio.TimerHandle | None = None
        self._pictures: OrderedDict[_Picture, asyncio.Future[bytes | Mishap]] = OrderedDict()

    def close(self) -> None:
        """End all processes, whatever they are at."""
        if self._quiet:
            self._quiet.cancel()
        for workshop in (self._in_view, self._out_of_view, self._draughtsman):
            if workshop:
                workshop.close()
        self._in_view = None

    def stir(self) -> None:
        """Something changed: make what is looked at now, and the rest when nothing has changed for a moment."""
        if self._quiet:
            self._quiet.cancel()
        self._quiet = self._loop.call_later(_QUIET, partial(self._next, in_view=False))
        self._next(in_view=True)

    def _next(self, *, in_view: bool) -> None:
        if in_view in self._at_work or self._in_view is None:
            return
        for desk in sorted(self._desks(), key=lambda desk: not desk.readers):
            underway = [text for slug, text in self._at_work.values() if slug == desk.slug]
            text = desk.wanted(in_view=in_view, but_for=underway)
            if text is not None:
                if not in_view and self._out_of_view is None:
                    self._out_of_view = Workshop(be_ready_to_typeset_in_the_background, seconds=_SECONDS_FOR_A_DOCUMENT)
                workshop = self._in_view if in_view else self._out_of_view
                assert workshop is not None
                self._at_work[in_view] = desk.slug, text
                done = partial(self._done, desk, text, in_view)
                workshop.order(typeset, desk.checked, text.name, then=self._in_the_servers_thread(done))
                return

    def _done(self, desk: Desk, text: Text, in_view: bool, result: Typeset | Mishap) -> None:
        del self._at_work[in_view]
        if isinstance(result, Mishap):
            if result.trace:
                self._mistake(result.trace)
            desk.put_failure(text, result.sentence)
        else:
            desk.put_pages(text, result)
        self._next(in_view=in_view)

    async def picture(self, desk: Desk, name: str, version: str, number: int) -> bytes | Mishap | None:
        """A page as a PNG; None where there is no such page any more."""
        made = desk.pdfs.get(name, version)
        if made is None or not 1 <= number <= made.count:
            return None
        key = (desk.slug, name, version, number)
        if key not in self._pictures:
            self._draughtsman = self._draughtsman or Workshop(be_ready_to_draw, seconds=_SECONDS_FOR_A_PICTURE)
            self._pictures[key] = self._loop.create_future()
            drawn = self._in_the_servers_thread(partial(self._drawn, key, self._pictures[key]))
            self._draughtsman.order(draw, made.pdf, number, _SCALE, then=drawn)
            while len(self._pictures) > _KEPT_PICTURES:
                self._pictures.popitem(last=False)
        self._pictures.move_to_end(key)
        return await asyncio.shield(self._pictures[key])

    def _drawn(self, key: _Picture, picture: asyncio.Future[bytes | Mishap], result: bytes | Mishap) -> None:
        if isinstance(result, Mishap):
            self._pictures.pop(key, None)
            if result.trace:
                self._mistake(result.trace)
        picture.set_result(result)

    def _in_the_servers_thread(self, receive: Callable[[Any], None]) -> Receiver:
        """Results come in a thread of the workshop, and the server may have ended while the work was done."""

        def told(result: Any) -> None:
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(receive, result)

        return told
