"""All responses: the overview of where each stands, and the state of each open page, kept up to date with the disk.

A watcher notices that a folder may have changed, and the files are then compared, whichever way an editor saves. A queue renders the
document in view first, and never delays the text.
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
    """A response in the overview, in words."""

    slug: str
    title: str
    """Empty if it cannot be read."""
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
    """The status of every response in a workspace, for one thread at a time."""

    def __init__(self, workspace: Workspace, today: Callable[[], date], mistake: Callable[[str], None]) -> None:
        self._workspace, self._today, self._mistake = workspace, today, mistake
        self._cache = StatusCache(workspace)

    def statuses(self) -> list[ResponseStatus]:
        """The status of each response, the most urgent first."""
        slugs = self._workspace.slugs()
        files = [self._workspace.responses / slug / RESPONSE_FILE for slug in slugs]
        found = self._cache.statuses(files, today=self._today(), mistake=self._mistake)
        pairs = zip(slugs, found, strict=True)  # a folder that is a link has a page under its own name
        return most_urgent_first(each if each.slug == slug else msgspec.structs.replace(each, slug=slug) for slug, each in pairs)


def row_of(each: ResponseStatus) -> OverviewRow:
    """The row of a response in the overview."""
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
"""Milliseconds without a change after which a save is complete."""
_DEBOUNCE = 200
"""Milliseconds after which a change is reported at the latest."""
_LOOK_AROUND = 1_000
"""Milliseconds between checks whether a folder exists or was replaced."""
_POLL = 250
"""Milliseconds between polls on disks without notifications."""


class Watcher:
    """Calls `notify` in its own thread when something changes in one of the folders."""

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
            there = _existing(self._folders())
            if not there:
                self._stop.wait(_LOOK_AROUND / 1000)
                continue
            try:
                self._watch(there, by_asking=by_asking)
            except OSError:  # a folder is gone, or the system cannot watch so many
                by_asking = _existing(self._folders()) == there
                self._stop.wait(_POLL / 1000)
            self._notify()

    def _watch(self, there: dict[Path, tuple[int, int]], *, by_asking: bool) -> None:
        """Watch until the folders are replaced or gone."""
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
            if _existing(self._folders()) != there:
                return


def _existing(folders: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    """The folders that exist, with their device and inode."""
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
"""Seconds without a change after which the documents out of view are made too."""
_SCALE = 1.6
"""Pixels in a point: sharp on most screens at the usual width of a page."""
_KEPT_PICTURES = 160

_Picture = tuple[str, str, str, int]
_Mistake = Callable[[str], None]


def failure_in_words(failure: Failure, checked: Checked | None) -> str:
    """Why there are no pages. If the process ended, with the name of the edition."""
    edition = checked.edition if checked and failure.is_of_the_process else None
    return f"{failure.sentence} The edition is {edition.name}." if edition else failure.sentence


class RenderingQueue:
    """Has documents rendered and their pages drawn, for all open responses.

    Documents in view, documents out of view and pictures each have a process, so that what somebody looks at never waits for the others.
    """

    def __init__(self, pages: Callable[[], Iterable[PageState]], mistake: _Mistake) -> None:
        self._pages, self._mistake = pages, mistake
        self._loop = asyncio.get_running_loop()
        self._in_view: WorkerQueue | None = WorkerQueue(be_ready_to_typeset, seconds=_SECONDS_FOR_A_DOCUMENT)
        self._out_of_view: WorkerQueue | None = None
        self._drawing: WorkerQueue | None = None
        self._at_work: dict[bool, tuple[str, Text]] = {}
        """The text that is being rendered, with its response, in view and out of view."""
        self._quiet: asyncio.TimerHandle | None = None
        self._pictures: OrderedDict[_Picture, asyncio.Future[bytes | Failure]] = OrderedDict()

    def close(self) -> None:
        """End all processes at once."""
        if self._quiet:
            self._quiet.cancel()
        for workers in (self._in_view, self._out_of_view, self._drawing):
            if workers:
                workers.close()
        self._in_view = None

    def update(self) -> None:
        """Render what is in view now, and the rest after a moment without changes."""
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
            if page.checked is checked:  # otherwise it will be tried again with the new files
                page.put_failure(text, failure_in_words(result, checked))
        else:
            page.put_pages(text, result)
        self._next(in_view=in_view)

    async def picture(self, page: PageState, name: str, version: str, number: int) -> bytes | Failure | None:
        """A page as a PNG; None if there is no such page."""
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
        """Pass a result from the queue's thread on to the server's, unless the server has ended."""

        def pass_on(result: Any) -> None:
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(receive, result)

        return pass_on


_MOST_PAGES = 12
_BETWEEN_TWO_STEPS = 0.15
"""Seconds to wait for a file that is gone or empty."""
_NOW_AND_THEN = 60.0
"""Seconds between refreshes without a change, because the day may be another one."""


class OpenPages:
    """The state of each open page. Used only in the server's thread."""

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
        """End the event streams, the watchers and the processes."""
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
        """The page of a response, made on first use; None if there is no such response."""
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
        """Forget the oldest pages without a reader."""
        idle = [slug for slug, page in self._pages.items() if not page.readers]
        for slug in idle[: max(0, len(self._pages) - _MOST_PAGES + 1)]:
            self._tasks.pop(slug).cancel()
            del self._pages[slug]

    async def _attend(self, page: PageState) -> None:
        """Read the files again after each change."""
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
            page.put_fault(self.today().isoformat())
            return
        if snapshot is not None:
            page.put(snapshot)

    def _notice(self) -> None:
        """Mark all pages as changed, from the thread of a watcher."""
        with suppress(RuntimeError):  # the server has ended
            self._loop.call_soon_threadsafe(self._mark_changed)

    def _mark_changed(self) -> None:
        for page in self._pages.values():
            page.files_changed.set()

    def _deep_folders(self) -> Iterator[Path]:
        yield self.workspace.responses
        yield from self.workspace.edition_homes

    def _other_folders(self) -> Iterator[Path]:
        """The workspace itself, in which the other folders come and go, and the git folders that a commit changes."""
        yield self.workspace.root
        for folder in {page.refresher.commit.folder for page in list(self._pages.values())}:
            if folder is not None:
                yield from (folder, folder / "logs", folder / "reftable")
