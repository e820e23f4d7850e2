"""Writing files and folders so that each is always the old one or the new one, whole.

A process holds a lock on the unfinished file that it writes. The system releases the lock of a process that was killed, so others can
tell which unfinished files are abandoned. One build at a time writes in a folder, and removes what a killed build left there.
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
"""Seconds after which an unfinished file counts as abandoned on a system without such locks."""
_ATTEMPTS = 3


@contextmanager
def filled(place: Path, content: bytes) -> Iterator[Path]:
    """A file with the content, synced to the disk beside the place that it is to be moved to. Removed if it was not moved. Raises `OSError`."""
    path = place.with_name(f".{place.name}.{token_hex(8)}{UNFINISHED}")
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
    """Remove the unfinished files of killed processes from a folder.

    `now` is the time of a new file on that disk. Without it, nothing is removed on a system without locks.
    """
    for path in folder.glob(f".*{UNFINISHED}"):
        with suppress(OSError):  # finished or removed in the meantime
            if _NAME.fullmatch(path.name) and _is_abandoned(path, now):
                path.unlink()


def _new_and_locked(path: Path) -> IO[bytes]:
    for _ in range(_ATTEMPTS):
        file = path.open("xb")
        try:
            if _locks is not None:
                with suppress(OSError):  # a disk without locks
                    _locks.flock(file, _locks.LOCK_EX)
            if path.exists():
                return file
        except BaseException:
            file.close()
            raise
        file.close()  # another process removed it as abandoned before it was locked
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
"""Seconds. A build holds the lock for one or two, unless somebody has halted it."""


@contextmanager
def sole_use_of(folder: Path, *, within: Path | None = None) -> Iterator[None]:
    """Make the folder, wait until no other build writes in it, and remove what killed builds left there.

    Raises `CannotRunError` if the folder cannot be made or locked, or is outside the folder `within` when links are followed.
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
    """Remove what a killed build left unfinished, unless another build is running."""
    try:
        if not any(path.name.endswith(UNFINISHED) for path in folder.iterdir()):
            return
        with _lock(folder).acquire(blocking=False):
            _clear(folder)
    except OSError:  # there is no folder, or another build will do it
        return


def sync(folder: Path) -> None:
    """Write a folder's names to the disk. Windows does this by itself."""
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
    from filelock import FileLock  # a build with nothing to do needs no lock

    return FileLock(folder / LOCK_FILE)


def _clear(folder: Path) -> None:
    for path in folder.glob(f"*{UNFINISHED}"):
        path.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write one file whole, and remove the unfinished files of killed processes in its folder. Raises `CannotRunError`."""
    _replace({path: content}, f"{path} could not be written", "It is as it was before.")


def write_new(files: Mapping[Path, bytes]) -> None:
    """Write new files, all or none, with the user's own permissions. Raises `CannotRunError`, also if one of them exists."""
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
    """A new folder to fill, which is then moved to `place`. A folder that is already there must be empty, unless it is `replacing` it.

    What a killed program left of such a folder is removed first. Raises `CannotRunError`, which says that `what` could not be written.
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
    """Make the folders of the files. If something fails, remove those that are empty."""
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
            with suppress(OSError):  # it is not empty
                folder.rmdir()
        raise


def put_all(files: Mapping[Path, bytes], *, new: bool = False) -> None:
    """Put files in their places once all are written, so that a full disk changes nothing. A `new` file replaces no other."""
    put: list[Path] = []
    try:
        with ExitStack() as unfinished:
            written = {place: unfinished.enter_context(filled(place, content)) for place, content in files.items()}
            for path in () if new else written.values():
                path.chmod(0o644)  # a document is for everybody, whatever the user's own permissions are
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
    except OSError:  # a disk without hard links
        if place.exists():
            raise
        path.replace(place)


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write the files of one folder whole, in their order, once all are written. Raises `CannotRunError`."""
    _replace(files, f"Files could not be written to {next(iter(files)).parent}", "Free some space, or choose another folder.")


def _replace(files: Mapping[Path, bytes], failure: str, remedy: str) -> None:
    first = next(iter(files))
    try:
        with _folders_for(files):
            put_all(files)
        clear_abandoned(first.parent, now=first.stat().st_mtime)
    except OSError as error:
        raise CannotRunError(f"{failure}: {error.strerror or error}.", remedy) from error
