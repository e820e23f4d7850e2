"""The program's temporary folders, removed when the work or the program ends.

A folder is in use as long as its lock is held. The system releases the lock of a program that was killed, and the next program removes
the folder.
"""

from __future__ import annotations

import atexit
import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from pccresponse.foundation.errors import CannotRunError

if TYPE_CHECKING:
    from filelock import BaseFileLock

_PREFIX = "pccresponse-"
_BESIDE = ".pccresponse-"
"""Of a hidden folder beside the place where its content will go."""
_LOCK = ".lock"
_ATTEMPTS = 10

_home: Path | None = None


def home() -> Path:
    """The folder for this program's temporary files, made on the first call and shared with its workers."""
    global _home
    if _home is None:
        place = Path(tempfile.gettempdir())
        try:
            _remove_abandoned(place, _PREFIX)
            folder, held = _new_folder(place, _PREFIX)
        except OSError as error:
            raise CannotRunError(
                f"The program cannot write temporary files to {place}: {error.strerror or error}.", "Free some space there."
            ) from error
        _home = folder.resolve()
        atexit.register(_remove_own, _home, held, os.getpid())
    return _home


def remove_abandoned() -> None:
    """Remove what killed programs left, in a run that may need no temporary files itself."""
    with suppress(OSError):
        _remove_abandoned(Path(tempfile.gettempdir()), _PREFIX)


def known() -> str | None:
    """The path of the home, if there is one yet."""
    return str(_home) if _home else None


def share(folder: Path) -> None:
    """Use the home of the program that this worker belongs to, which will remove it."""
    global _home
    _home = folder
    _use_for_everything(folder)


def keep_everything_in_it() -> None:
    """Make libraries use the home too: the compiler that ctypes calls leaves files."""
    _use_for_everything(home())


def lasting_folder(purpose: str) -> Path:
    """A new folder that lasts as long as the program."""
    return Path(tempfile.mkdtemp(prefix=f"{purpose}-", dir=home()))


@contextmanager
def passing_folder(purpose: str) -> Iterator[Path]:
    """A new folder that is removed afterwards."""
    folder = lasting_folder(purpose)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def folder_beside(place: Path) -> Iterator[Path]:
    """A new folder on the same disk as `place`, so that its content can be moved there in one step. Raises `OSError`.

    What a killed program left there is removed first.
    """
    clear_beside(place)
    folder, held = _new_folder(place.parent, _BESIDE)
    try:
        yield folder
    finally:
        _remove_own(folder, held, os.getpid())


def clear_beside(place: Path) -> None:
    """Remove such folders that killed programs left beside `place`."""
    with suppress(OSError):
        _remove_abandoned(place.parent, _BESIDE)


def passing_file() -> IO[bytes]:
    """A file without a name, which the system removes when it is closed."""
    return tempfile.TemporaryFile()


def _use_for_everything(folder: Path) -> None:
    tempfile.tempdir = os.environ["TMPDIR"] = str(folder)


def _new_folder(place: Path, prefix: str) -> tuple[Path, BaseFileLock]:
    for _ in range(_ATTEMPTS):
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=place))
        held = _lock(folder)
        try:
            held.acquire(blocking=False)
            if (folder / _LOCK).exists():
                folder.chmod(0o700)  # acquiring the lock may have made the folder again
                return folder, held
            held.release()
        except (FileNotFoundError, FileExistsError, TimeoutError):
            continue  # another program removed it as abandoned before it was locked
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    raise FileNotFoundError(errno.ENOENT, "other programs remove what is written there", str(place))


def _remove_own(folder: Path, held: BaseFileLock, owner: int) -> None:
    """Remove the folder at the end of the process that made it, not of its forks."""
    if os.getpid() == owner:
        with suppress(OSError):
            _remove(folder)
        held.release()
        shutil.rmtree(folder, ignore_errors=True)  # Windows removes no file that is open


def _remove(folder: Path) -> None:
    """Remove a folder, the lock last, so that it shows to the end whether the folder is in use. Raises `OSError`."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != _LOCK:
            path.unlink()
    (folder / _LOCK).unlink(missing_ok=True)
    folder.rmdir()


def _remove_abandoned(place: Path, prefix: str) -> None:
    for folder in place.glob(f"{prefix}*"):
        with suppress(OSError):  # in use, or gone in the meantime
            if not folder.is_symlink() and folder.is_dir() and _is_ours(folder):
                _remove_unless_in_use(folder)


def _is_ours(folder: Path) -> bool:
    """Whether the folder belongs to this user: the folder for temporary files is shared."""
    return not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()


def _remove_unless_in_use(folder: Path) -> None:
    """Remove an abandoned folder. One without a lock is new or nearly removed, so it goes only if it is empty."""
    if not (folder / _LOCK).exists():
        folder.rmdir()
        return
    with _lock(folder).acquire(blocking=False):
        _remove(folder)


def _lock(folder: Path) -> BaseFileLock:
    from filelock import FileLock  # most runs need no temporary files

    return FileLock(folder / _LOCK)
