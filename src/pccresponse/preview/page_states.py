"""All responses: the list of where each is, and those that somebody looks at, kept as they are on the disk.

A watcher says that something in a folder may have changed; what has changed is found out by looking, so that no editor's way of saving
matters. The queue decides which document is rendered next: the one that somebody looks at before all others, never in the way of the text.
"""

from __future__ import annotations

import asyncio
import threading
import traceback
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from pccresponse.case.naming import capitalised
from pccresponse.foundation.command_names import as_typed
from pccresponse.pipeline.checking import Checked
from pccresponse.preview.page_state import PageState
from pccresponse.preview.refresh import Refresher, Text
from pccresponse.preview.workers import (
    Failure,
    Receiver,
    Typeset,
    WorkerQueue,
    be_ready_to_draw,
    be_ready_to_typeset,
    be_ready_to_typeset_in_the_background,
    draw,
    in_thread,
    typeset,
)
from pccresponse.workflow.status import (
    ResponseStatus,
    approvals_in_words,
    clock_in_words,
    most_urgent_first,
    problems_in_words,
    state_in_words,
)
from pccresponse.workflow.status_cache import StatusCache
from pccresponse.workspace import RESPONSE_FILE, Workspace


class OverviewRow(msgspec.Struct, frozen=True, kw_only=True):
    """One response in the list, in words."""

    slug: str
    title: str
    """Empty where it cannot be read."""
    state: str
    clock: str
    overdue: bool
    problems: str
    approvals: str
    """`1 of 2 approvals`; empty if none is required."""
    who: str
    what: str
    needs_somebody_at_once: bool


class Overview:
    """Knows the state of every response of a workspace. One thread at a time asks it."""

    def __init__(self, workspace: Workspace, today: Callable[[], date], mistake: Callable[[str], None]) -> None:
        self._workspace, self._today, self._mistake = workspace, today, mistake
        self._cache = StatusCache(workspace)

    def statuses(self) -> list[ResponseStatus]:
        """The state of each response, the most urgent first."""
        slugs = self._workspace.slugs()
        files = [self._workspace.responses / slug / RESPONSE_FILE for slug in slugs]
        found = self._cache.statuses(files, today=self._today(), mistake=self._mistake)
        # A folder that is a link has a page of its own.
        return most_urgent_first(_called(slug, each) for slug, each in zip(slugs, found, strict=True))


def _called(slug: str, status: ResponseStatus) -> ResponseStatus:
    return status if status.slug == slug else msgspec.structs.replace(status, slug=slug)


def row_of(each: ResponseStatus) -> OverviewRow:
    """A response as a line of the list."""
    return OverviewRow(
        slug=each.slug,
        title=each.title or "",
        state=capitalised(state_in_words(each)),
        clock=clock_in_words(each),
        overdue=each.overdue_by > 0,
        problems=capitalised(problems_in_words(each)),
        approvals=approvals_in_words(each),
        who=capitalised(each.next.who),
        what=as_typed(each.next.what),
        needs_somebody_at_once=each.needs_somebody_at_once,
    )


_STEP = 20
"""Milliseconds of quiet after which a save is over."""
_DEBOUNCE = 200
"""Milliseconds after which somebody who saves without end is told of in any case."""
_LOOK_AROUND = 1_000
"""Milliseconds after which it is seen that a folder is there, or is another one."""
_POLL = 250
"""Milliseconds between two looks on disks that give no notice."""


class Watcher:
    """Tells `notify`, in a thread of its own, that something happened in one of the folders."""

    def __init__(self, folders: Callable[[], Iterable[Path]], notify: Callable[[], None], *, deep: bool) -> None:
        self._folders, self._notify, self._deep = folders, notify, deep
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="watcher")
        self._thread.start()

    def close(self) -> None:
        """Stop watching."""
        self._stop.set()
        self._thread.join(timeout=2)

    def _run(self) -> None:
        by_asking = False
        while not self._stop.is_set():
            there = _those_that_are_there(self._folders())
            if not there:
                self._stop.wait(_LOOK_AROUND / 1000)
                continue
            try:
                self._watch(there, by_asking=by_asking)
            except OSError:  # a folder that went, or more folders than the system gives notice of
                by_asking = _those_that_are_there(self._folders()) == there
                self._stop.wait(_POLL / 1000)
            self._notify()

    def _watch(self, there: dict[Path, tuple[int, int]], *, by_asking: bool) -> None:
        """Until the folders are others than they were."""
        from watchfiles import watch

        notices = watch(
            *there,
            watch_filter=None,
            debounce=_DEBOUNCE,
            step=_STEP,
            stop_event=self._stop,
            rust_timeout=_LOOK_AROUND,
            yield_on_timeout=True,
            raise_interrupt=False,
            force_polling=by_asking or None,
            poll_delay_ms=_POLL,
            recursive=self._deep,
            ignore_permission_denied=True,
        )
        for changes in notices:
            if changes:
                self._notify()
            if _those_that_are_there(self._folders()) != there:
                return


def _those_that_are_there(folders: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    """Each folder with what tells it from another one of its name."""
    found = {}
    for folder in folders:
        try:
            state = folder.stat()
        except OSError:
            continue
        found[folder] = state.st_dev, state.st_ino
    return found


_SECONDS_FOR_A_DOCUMENT = 180.0
_SECONDS_FOR_A_PICTURE = 20.0
_QUIET = 1.0
"""Seconds without anything new after which the documents that nobody looks at are made, too."""
_SCALE = 1.6
"""Pixels in a point: sharp on most screens at the width that a page has beside the problems."""
_KEPT_PICTURES = 160

_Picture = tuple[str, str, str, int]
_Mistake = Callable[[str], None]


def told_of(failure: Failure, checked: Checked | None) -> str:
    """Why there are no pages, with the edition where the process that made them could not say it any more."""
    edition = checked.edition if checked and failure.is_of_the_process else None
    return f"{failure.sentence} The edition is {edition.name}." if edition else failure.sentence


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
                page.put_failure(text, told_of(result, checked))
        else:
            page.put_pages(text, result)
        self._next(in_view=in_view)

    async def picture(self, page: PageState, name: str, version: str, number: int) -> bytes | Failure | None:
        """A page as a PNG; None if there is no such page any more."""
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


_MOST_PAGES = 12
_BETWEEN_TWO_STEPS = 0.15
"""Seconds after which a file that is gone or empty is believed to be."""
_NOW_AND_THEN = 60.0
"""Seconds after which it is looked without a notice: the day may be another one."""


class PageStates:
    """The state of each page that is open. It lives in the server's thread, from `open` to `close`."""

    def __init__(self, workspace: Workspace, today: Callable[[], date], mistake: Callable[[str], None]) -> None:
        self.workspace = workspace
        self.closing = asyncio.Event()
        self.today = today
        self.overview = Overview(workspace, today, mistake)
        self._mistake = mistake
        self._pages: dict[str, PageState] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._loop = asyncio.get_running_loop()
        self.rendering = RenderingQueue(lambda: tuple(self._pages.values()), mistake)
        self._watchers = (
            Watcher(self._deep_folders, self._notice, deep=True),
            Watcher(self._other_folders, self._notice, deep=False),
        )

    def close(self) -> None:
        """Close every event stream, stop watching, and end the processes."""
        self.closing.set()
        for task in self._tasks.values():
            task.cancel()
        for page in self._pages.values():
            for reader in page.readers:
                reader.set()
        for watcher in self._watchers:
            watcher.close()
        self.rendering.close()

    async def page(self, slug: str) -> PageState | None:
        """The state of a response's page, made when it is first asked for; None if there is no such response."""
        if slug not in self._pages:
            if slug not in await in_thread(self.workspace.slugs):
                return None
            self._make_room()
        if slug not in self._pages:
            page = PageState(Refresher(slug, self.workspace, self.today))
            self._pages[slug] = page
            self._tasks[slug] = self._loop.create_task(self._attend(page))
        page = self._pages[slug]
        while page.state is None and not self.closing.is_set():
            first = asyncio.Event()
            page.readers.add(first)
            try:
                await first.wait()
            finally:
                page.readers.discard(first)
        return page

    def _make_room(self) -> None:
        """Forget the page that was opened first, of those without a reader."""
        idle = [slug for slug, page in self._pages.items() if not page.readers]
        for slug in idle[: max(0, len(self._pages) - _MOST_PAGES + 1)]:
            self._tasks.pop(slug).cancel()
            del self._pages[slug]

    async def _attend(self, page: PageState) -> None:
        """Read the files again whenever something happened, one time after another."""
        while True:
            page.files_changed.clear()
            await self._refresh(page)
            self.rendering.update()
            try:
                async with asyncio.timeout(_NOW_AND_THEN):
                    await page.files_changed.wait()
            except TimeoutError:
                continue

    async def _refresh(self, page: PageState) -> None:
        try:
            if await in_thread(page.refresher.may_be_in_the_middle_of_a_save):
                await asyncio.sleep(_BETWEEN_TWO_STEPS)
            snapshot = await in_thread(page.refresher.refresh)
        except Exception:
            self._mistake(traceback.format_exc())
            page.say_that_we_are_at_fault(self.today().isoformat())
            return
        if snapshot is not None:
            page.put(snapshot)

    def _notice(self) -> None:
        """Something happened on the disk; said in a thread of a watcher."""
        with suppress(RuntimeError):  # the server has ended
            self._loop.call_soon_threadsafe(self._mark_changed)

    def _mark_changed(self) -> None:
        for page in self._pages.values():
            page.files_changed.set()

    def _deep_folders(self) -> Iterator[Path]:
        yield self.workspace.responses
        yield from self.workspace.edition_homes

    def _other_folders(self) -> Iterator[Path]:
        """The workspace's own, in which the others come and go, and those in which git leaves traces of a commit."""
        yield self.workspace.root
        for folder in {page.refresher.commit.folder for page in list(self._pages.values())}:
            if folder is not None:
                yield from (folder, folder / "logs", folder / "reftable")
