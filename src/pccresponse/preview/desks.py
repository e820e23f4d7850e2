"""All responses that somebody looks at, kept as they are on the disk."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

from pccresponse.preview.aside import aside
from pccresponse.preview.desk import Desk
from pccresponse.preview.looking import Looker
from pccresponse.preview.overview import Overview
from pccresponse.preview.pages import Press
from pccresponse.preview.watching import Watcher
from pccresponse.workspace import Workspace

_MOST_DESKS = 12
_BETWEEN_TWO_STEPS = 0.15
"""Seconds after which a file that is gone or empty is believed to be."""
_NOW_AND_THEN = 60.0
"""Seconds after which it is looked without a notice: the day may be another one."""


class Desks:
    """The desks of a workspace. It lives in the server's thread, from `open` to `close`."""

    def __init__(self, workspace: Workspace, today: Callable[[], date], mistake: Callable[[str], None]) -> None:
        self.workspace = workspace
        self.closing = asyncio.Event()
        self.today = today
        self.overview = Overview(workspace, today, mistake)
        self._mistake = mistake
        self._desks: dict[str, Desk] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._loop = asyncio.get_running_loop()
        self.press = Press(lambda: tuple(self._desks.values()), mistake)
        self._watchers = (
            Watcher(self._deep_folders, self._notice, deep=True),
            Watcher(self._other_folders, self._notice, deep=False),
        )

    def close(self) -> None:
        """Let go of every reader, stop watching, and end the processes."""
        self.closing.set()
        for task in self._tasks.values():
            task.cancel()
        for desk in self._desks.values():
            for reader in desk.readers:
                reader.set()
        for watcher in self._watchers:
            watcher.close()
        self.press.close()

    async def desk(self, slug: str) -> Desk | None:
        """The desk of a response, looked at for the first time if need be; None where there is no such response."""
        if slug not in self._desks:
            if slug not in await aside(self.workspace.slugs):
                return None
            self._make_room()
        if slug not in self._desks:
            desk = Desk(Looker(slug, self.workspace, self.today))
            self._desks[slug] = desk
            self._tasks[slug] = self._loop.create_task(self._attend(desk))
        desk = self._desks[slug]
        while desk.state is None and not self.closing.is_set():
            first = asyncio.Event()
            desk.readers.add(first)
            try:
                await first.wait()
            finally:
                desk.readers.discard(first)
        return desk

    def _make_room(self) -> None:
        """Give up the desk that has been open for longest without a reader."""
        idle = [slug for slug, desk in self._desks.items() if not desk.readers]
        for slug in idle[: max(0, len(self._desks) - _MOST_DESKS + 1)]:
            self._tasks.pop(slug).cancel()
            del self._desks[slug]

    async def _attend(self, desk: Desk) -> None:
        """Look whenever something happened, one look after another."""
        while True:
            desk.stirred.clear()
            await self._look(desk)
            self.press.stir()
            try:
                async with asyncio.timeout(_NOW_AND_THEN):
                    await desk.stirred.wait()
            except TimeoutError:
                continue

    async def _look(self, desk: Desk) -> None:
        try:
            if await aside(desk.looker.may_be_in_the_middle_of_a_save):
                await asyncio.sleep(_BETWEEN_TWO_STEPS)
            sight = await aside(desk.looker.look)
        except Exception:
            self._mistake(traceback.format_exc())
            desk.say_that_we_are_at_fault(self.today().isoformat())
            return
        if sight is not None:
            desk.put(sight)

    def _notice(self) -> None:
        """Something happened on the disk; said in a thread of a watcher."""
        with suppress(RuntimeError):  # the server has ended
            self._loop.call_soon_threadsafe(self._stir)

    def _stir(self) -> None:
        for desk in self._desks.values():
            desk.stirred.set()

    def _deep_folders(self) -> Iterator[Path]:
        yield self.workspace.responses
        yield from self.workspace.edition_homes

    def _other_folders(self) -> Iterator[Path]:
        """The workspace's own, in which the others come and go, and those in which git leaves traces of a commit."""
        yield self.workspace.root
        for folder in {desk.looker.commit.folder for desk in list(self._desks.values())}:
            if folder is not None:
                yield from (folder, folder / "logs", folder / "reftable")
