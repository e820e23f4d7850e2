"""Noticing that something may have changed in a folder. What has changed is found out by looking, so that no editor's way of saving matters."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path

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
