"""Temporary files, such as the font cache of each process, in one folder that goes when the program ends or, killed, with the next."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pccresponse.errors import CannotRunError

if TYPE_CHECKING:
    from filelock import BaseFileLock

_PREFIX = "pccresponse-build-"
_LOCK = ".lock"


def use_scratch_folder() -> None:
    """Have this process and its workers put their temporary files into a folder of their own.

    It is in use as long as its lock is held, which the system gives back however its holder ends.
    """
    home = tempfile.gettempdir()
    try:
        folder, held = _new_folder()
    except FileNotFoundError:  # another build took it for one of the dead before it was locked
        folder, held = _new_folder()
    except OSError as error:
        raise CannotRunError(
            f"No temporary files can be written to {home}: {error.strerror or error}.", "Make room there."
        ) from error
    tempfile.tempdir = os.environ["TMPDIR"] = str(folder)  # the compiler that ctypes asks for a library leaves files too
    atexit.register(_remove_own, folder, held, os.getpid())


def clear_scratch_of_the_dead() -> None:
    """Remove the folders of processes that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        if not folder.is_symlink():
            _remove_unless_in_use(folder)


def _new_folder() -> tuple[Path, BaseFileLock]:
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    held = _lock(folder)
    held.acquire(blocking=False)
    return folder, held


def _remove_own(folder: Path, held: BaseFileLock, owner: int) -> None:
    """At the end of the process that made it, not of a worker that inherited it."""
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)
        held.release()


def _remove_unless_in_use(folder: Path) -> None:
    with suppress(OSError):  # in use, or somebody else's
        if not (folder / _LOCK).exists():
            folder.rmdir()
            return
        with _lock(folder).acquire(blocking=False):
            shutil.rmtree(folder, ignore_errors=True)


def _lock(folder: Path) -> BaseFileLock:
    from filelock import FileLock  # a build with nothing to do does without

    return FileLock(folder / _LOCK)
