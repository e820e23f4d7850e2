"""All responses that somebody looks at, kept as they are on the disk."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

from pccresponse.preview.in_thread import in_thread
from pccresponse.preview.overview import Overview
from pccresponse.preview.page_state import PageState
from pccresponse.preview.refresh import Refresher
from pccresponse.preview.rendering_queue import RenderingQueue
from pccresponse.preview.watching import Watcher
from pccresponse.workspace import Workspace

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
        """Let go of every reader, stop watching, and end the processes."""
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
        """The state of a response's page, made when it is first asked for; None where there is no such response."""
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
