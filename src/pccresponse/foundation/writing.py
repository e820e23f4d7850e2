"""Writing files and folders so that each is the old one or the new one, whole, whatever happens in between.

Whoever writes a file holds a lock on it, which the system gives back however the process ends: so it is known which unfinished files
nobody will finish. One build at a time writes in a folder, and it takes away what a build that died has left there.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from importlib import import_module
from pathlib import Path
from secrets import token_hex
from typing import IO, TYPE_CHECKING, Any

from pccresponse.foundation.errors import CannotRunError
from pccresponse.foundation.temporary_folders import folder_beside

if TYPE_CHECKING:
    from filelock import BaseFileLock

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
            "Wait until it ends, or stop it. Then build again.",
        ) from error
    except OSError as error:
        raise CannotRunError(
            f"Nothing can be written to {folder}: {error.strerror or error}.",
            "Check what is in its place, and who may write there.",
        ) from error
    with held:
        _clear(folder)
        yield


def clear_after_killed_build(folder: Path) -> None:
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


def write_whole(path: Path, content: bytes) -> None:
    """Put one file in its place, whole: the old one stays until the new one is finished. Raises `CannotRunError`.

    What processes that were killed have left unfinished in its folder goes.
    """
    _replace({path: content}, f"{path} could not be written", "It is as it was before.")


def write_new(files: Mapping[Path, bytes]) -> None:
    """Put files if there are none yet: all of them whole, or none. Raises `CannotRunError`, also where one is there by now.

    Who may read them is left to the person's own settings.
    """
    try:
        with _folders_for(files):
            put_all(files, new=True)
    except OSError as error:
        *_, where = files
        raise CannotRunError(
            f"{where} could not be written: {error.strerror or error}.",
            "Nothing was saved. Check whether you may write there, and whether the disk is full.",
        ) from error


@contextmanager
def whole_folder(place: Path, what: str, remedy: str, *, replacing: bool = False) -> Iterator[Path]:
    """A new folder to fill, which is put at `place` once it is full: whole, or not at all.

    One that is there already must be empty, or is to be replaced. It is on the same disk, and what a program that was killed left of
    such a folder is removed first. Raises `CannotRunError`, which says that `what` could not be written.
    """
    try:
        with _folders_for([place]), folder_beside(place) as beside:
            folder = beside / place.name
            folder.mkdir()
            yield folder
            if place.is_dir():
                shutil.rmtree(place) if replacing else place.rmdir()
            folder.rename(place)
            sync(place.parent)
    except OSError as error:
        raise CannotRunError(f"{what} could not be written to {place}: {error.strerror or error}.", remedy) from error


@contextmanager
def _folders_for(files: Iterable[Path]) -> Iterator[None]:
    """Make the folders that the files are to be in, and take those away again that stay empty because something failed."""
    made: list[Path] = []
    try:
        for file in files:
            missing = [folder for folder in (file.parent, *file.parent.parents) if not folder.is_dir()]
            for folder in reversed(missing):
                folder.mkdir(exist_ok=True)
                made.append(folder)
        yield
    except BaseException:
        for folder in reversed(made):
            with suppress(OSError):  # somebody else has put something there
                folder.rmdir()
        raise


def put_all(files: Mapping[Path, bytes], *, new: bool = False) -> None:
    """Put files in their places; none before all are written, so that a full disk changes nothing.

    A `new` file takes the place of no other.
    """
    put: list[Path] = []
    try:
        with ExitStack() as unfinished:
            written = {place: unfinished.enter_context(filled(place, content)) for place, content in files.items()}
            for path in () if new else written.values():
                path.chmod(0o644)  # whatever the person's own files are, a document is to be read
            for place, path in written.items():
                if new:
                    _put_where_there_is_none(path, place)
                    put.append(place)
                else:
                    path.replace(place)
            for folder in {place.parent for place in files}:
                sync(folder)
    except BaseException:
        for place in put:
            place.unlink(missing_ok=True)
        raise


def _put_where_there_is_none(path: Path, place: Path) -> None:
    try:
        place.hardlink_to(path)
    except FileExistsError:
        raise
    except OSError:  # a disk that knows no second name for a file
        if place.exists():
            raise
        path.replace(place)


def write_together(files: Mapping[Path, bytes]) -> None:
    """Put files of one folder in their places, whole, the last one last; none before all are written. Raises `CannotRunError`."""
    _replace(files, f"Files could not be written to {next(iter(files)).parent}", "Free some space, or choose another folder.")


def _replace(files: Mapping[Path, bytes], failure: str, remedy: str) -> None:
    first = next(iter(files))
    try:
        with _folders_for(files):
            put_all(files)
        clear_abandoned(first.parent, now=first.stat().st_mtime)
    except OSError as error:
        raise CannotRunError(f"{failure}: {error.strerror or error}.", remedy) from error
