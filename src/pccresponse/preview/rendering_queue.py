"""What is to be rendered, and in which order: the document that somebody looks at before all others, and never in the way of the text."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import Any

from pccresponse.pipeline.checking import Checked
from pccresponse.preview.page_state import PageState
from pccresponse.preview.refresh import Text
from pccresponse.preview.typesetter import (
    Typeset,
    be_ready_to_draw,
    be_ready_to_typeset,
    be_ready_to_typeset_in_the_background,
    draw,
    typeset,
)
from pccresponse.preview.worker_queue import Failure, Receiver, WorkerQueue

_SECONDS_FOR_A_DOCUMENT = 180.0
_SECONDS_FOR_A_PICTURE = 20.0
_QUIET = 1.0
"""Seconds without anything new after which the documents that nobody looks at are made, too."""
_SCALE = 1.6
"""Pixels in a point: sharp on most screens at the width that a page has beside the problems."""
_KEPT_PICTURES = 160

_Picture = tuple[str, str, str, int]
_Mistake = Callable[[str], None]


class RenderingQueue:
    """Has documents made and their pages drawn, for all responses that are open.

    What somebody looks at has a process to itself, so that it never waits for a document that nobody does; pictures have another,
    because a page that comes into view cannot wait for either.
    """

    def __init__(self, pages: Callable[[], Iterable[PageState]], mistake: _Mistake) -> None:
        self._pages, self._mistake = pages, mistake
        self._loop = asyncio.get_running_loop()
        self._in_view: WorkerQueue | None = WorkerQueue(be_ready_to_typeset, seconds=_SECONDS_FOR_A_DOCUMENT)
        self._out_of_view: WorkerQueue | None = None
        self._drawing: WorkerQueue | None = None
        self._at_work: dict[bool, tuple[str, Text]] = {}
        """What is being made in view and out of view, with the response that it belongs to."""
        self._quiet: asyncio.TimerHandle | None = None
        self._pictures: OrderedDict[_Picture, asyncio.Future[bytes | Failure]] = OrderedDict()

    def close(self) -> None:
        """End all processes, whatever they are at."""
        if self._quiet:
            self._quiet.cancel()
        for workers in (self._in_view, self._out_of_view, self._drawing):
            if workers:
                workers.close()
        self._in_view = None

    def update(self) -> None:
        """Something changed: make what is looked at now, and the rest when nothing has changed for a moment."""
        if self._quiet:
            self._quiet.cancel()
        self._quiet = self._loop.call_later(_QUIET, partial(self._next, in_view=False))
        self._next(in_view=True)

    def _next(self, *, in_view: bool) -> None:
        if in_view in self._at_work or self._in_view is None:
            return
        for page in sorted(self._pages(), key=lambda page: not page.readers):
            underway = [text for slug, text in self._at_work.values() if slug == page.slug]
            text = page.wanted(in_view=in_view, but_for=underway)
            if text is not None:
                if not in_view and self._out_of_view is None:
                    self._out_of_view = WorkerQueue(be_ready_to_typeset_in_the_background, seconds=_SECONDS_FOR_A_DOCUMENT)
                workers = self._in_view if in_view else self._out_of_view
                assert workers is not None
                self._at_work[in_view] = page.slug, text
                done = partial(self._done, page, text, page.checked, in_view)
                workers.submit(typeset, page.checked, text.name, then=self._in_the_servers_thread(done))
                return

    def _done(self, page: PageState, text: Text, checked: Checked | None, in_view: bool, result: Typeset | Failure) -> None:
        del self._at_work[in_view]
        if isinstance(result, Failure):
            if result.trace:
                self._mistake(result.trace)
            if page.checked is checked:  # else it is tried again with the files as they are now
                page.put_failure(text, result.sentence)
        else:
            page.put_pages(text, result)
        self._next(in_view=in_view)

    async def picture(self, page: PageState, name: str, version: str, number: int) -> bytes | Failure | None:
        """A page as a PNG; None where there is no such page any more."""
        made = page.pdfs.get(name, version)
        if made is None or not 1 <= number <= made.count:
            return None
        key = (page.slug, name, version, number)
        if key not in self._pictures:
            self._drawing = self._drawing or WorkerQueue(be_ready_to_draw, seconds=_SECONDS_FOR_A_PICTURE)
            self._pictures[key] = self._loop.create_future()
            drawn = self._in_the_servers_thread(partial(self._drawn, key, self._pictures[key]))
            self._drawing.submit(draw, made.pdf, number, _SCALE, then=drawn)
            while len(self._pictures) > _KEPT_PICTURES:
                self._pictures.popitem(last=False)
        self._pictures.move_to_end(key)
        return await asyncio.shield(self._pictures[key])

    def _drawn(self, key: _Picture, picture: asyncio.Future[bytes | Failure], result: bytes | Failure) -> None:
        if isinstance(result, Failure):
            self._pictures.pop(key, None)
            if result.trace:
                self._mistake(result.trace)
        picture.set_result(result)

    def _in_the_servers_thread(self, receive: Callable[[Any], None]) -> Receiver:
        """Results come in a thread of a queue, and the server may have ended while the work was done."""

        def told(result: Any) -> None:
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(receive, result)

        return told
