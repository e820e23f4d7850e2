"""One build at a time in a folder: who holds its lock knows that whatever lies there unfinished was left by a build that died."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pccresponse.foundation.errors import CannotRunError
from pccresponse.publishing.unfinished import UNFINISHED

if TYPE_CHECKING:
    from filelock import BaseFileLock

LOCK_FILE = ".lock"
_LONGEST_WAIT = 120.0
"""Seconds. The lock is held while a few files are written, which takes one or two, unless somebody has halted the other build."""


@contextmanager
def sole_use_of(folder: Path, *, within: Path | None = None) -> Iterator[None]:
    """Make the folder, wait until no other build writes in it, and take away what dead ones left half done there.

    Raises `CannotRunError` where the folder cannot be made or locked, or lies, links followed, outside the folder `within`.
    """
    if within is not None and not Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(within)):
        raise CannotRunError(
            f"{folder} is a link, or in a linked folder, that leads out of the workspace: nothing is written there.",
            "Put a folder in the link's place.",
        )
    try:
        _make(folder)
        held = _lock(folder).acquire(timeout=_LONGEST_WAIT)
    except TimeoutError as error:
        raise CannotRunError(
            f"Another build has been writing to {folder} for {_LONGEST_WAIT / 60:.0f} minutes.",
            "Let it finish, or end it, and build again.",
        ) from error
    except OSError as error:
        raise CannotRunError(
            f"Nothing can be written to {folder}: {error.strerror or error}.", "See what is in its place, and who may write there."
        ) from error
    with held:
        _clear(folder)
        yield


def clear_after_the_dead(folder: Path) -> None:
    """Take away what a build that was ended left half done; not where another one is at work."""
    try:
        if not any(path.name.endswith(UNFINISHED) for path in folder.iterdir()):
            return
        with _lock(folder).acquire(blocking=False):
            _clear(folder)
    except OSError:  # it is not there, or another build will do it
        return


def sync(folder: Path) -> None:
    """Have the names in a folder on the disk, not only in the system's memory; Windows does it unasked."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _make(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        sync(folder.parent)


def _lock(folder: Path) -> BaseFileLock:
    from filelock import FileLock  # a build with nothing to do does without

    return FileLock(folder / LOCK_FILE)


def _clear(folder: Path) -> None:
    for path in folder.glob(f"*{UNFINISHED}"):
        path.unlink(missing_ok=True)
