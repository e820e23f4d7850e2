"""Files on their way to their places. Whoever writes one holds a lock on it, which the system gives back however the process ends: so it
is known which of them nobody will finish.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from secrets import token_hex
from typing import IO, Any

_locks: Any = None if os.name == "nt" else import_module("fcntl")
UNFINISHED = ".unfinished"
_NAME = re.compile(r"\..+\.[0-9a-f]{16}" + re.escape(UNFINISHED))
_LEFT_OVER_AFTER = 3600
"""Seconds after which an unfinished file, on a system without such locks, is taken to be one of a process that was killed."""
_ATTEMPTS = 3


@contextmanager
def filled(place: Path, content: bytes) -> Iterator[Path]:
    """The content, on the disk in full, beside the place to which it is to be moved; gone afterwards if it was not. Raises `OSError`."""
    path = place.with_name(f".{place.name}.{token_hex(8)}{UNFINISHED}")  # known before it is there, so that nothing is left
    try:
        with _new_and_locked(path) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            if _locks is None:
                file.close()  # Windows moves no file that is open
            yield path
    finally:
        path.unlink(missing_ok=True)


def clear_abandoned(folder: Path, *, now: float = 0.0) -> None:
    """Take away what processes that were killed have left unfinished in a folder.

    `now` is what the disk says of a new file there; without it, nothing is taken away on a system without locks.
    """
    for path in folder.glob(f".*{UNFINISHED}"):
        with suppress(OSError):  # finished, or taken away, in the meantime
            if _NAME.fullmatch(path.name) and _is_abandoned(path, now):
                path.unlink()


def _new_and_locked(path: Path) -> IO[bytes]:
    for _ in range(_ATTEMPTS):
        file = path.open("xb")
        try:
            if _locks is not None:
                with suppress(OSError):  # a disk that knows no locks
                    _locks.flock(file, _locks.LOCK_EX)
            if path.exists():
                return file
        except BaseException:
            file.close()
            raise
        file.close()  # somebody took it for an abandoned one before it was locked
    raise FileNotFoundError(f"{path} does not stay where it is written")


def _is_abandoned(path: Path, now: float) -> bool:
    if _locks is not None:
        with path.open("rb") as file:
            try:
                _locks.flock(file, _locks.LOCK_EX | _locks.LOCK_NB)
            except BlockingIOError:
                return False
            except OSError:
                pass
            else:
                return True
    return now - path.stat().st_mtime > _LEFT_OVER_AFTER
