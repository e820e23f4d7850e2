"""All temporary folders of the program. Each is in use as long as its lock is held, which the system releases however its holder ends.

They are removed when the work or the program ends; those of a program that was killed are removed by the next one.
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
"""Of a folder that lies where its content is to go, and is hidden there."""
_LOCK = ".lock"
_ATTEMPTS = 10

_home: Path | None = None


def home() -> Path:
    """The folder for the temporary files of this program, made when it is first asked for; removed at the end. Its workers share it."""
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
    """Remove what programs that were killed have left, for a run that may need no temporary files itself."""
    with suppress(OSError):
        _remove_abandoned(Path(tempfile.gettempdir()), _PREFIX)


def known() -> str | None:
    """Where that folder is, if there is one already."""
    return str(_home) if _home else None


def share(folder: Path) -> None:
    """Use the folder of the program that this process works for, which will remove it."""
    global _home
    _home = folder
    _use_for_everything(folder)


def keep_everything_in_it() -> None:
    """Have libraries put their temporary files there too: the compiler that ctypes asks for a library leaves some."""
    _use_for_everything(home())


def lasting_folder(purpose: str) -> Path:
    """A new folder that lasts as long as the program."""
    return Path(tempfile.mkdtemp(prefix=f"{purpose}-", dir=home()))


@contextmanager
def passing_folder(purpose: str) -> Iterator[Path]:
    """A new folder for as long as something is done in it."""
    folder = lasting_folder(purpose)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def folder_beside(place: Path) -> Iterator[Path]:
    """A new folder on the same disk as `place`, from which what is finished can be moved there in one step.

    What a program that was killed has left half finished there is removed first. Raises `OSError`.
    """
    clear_beside(place)
    folder, held = _new_folder(place.parent, _BESIDE)
    try:
        yield folder
    finally:
        _remove_own(folder, held, os.getpid())


def clear_beside(place: Path) -> None:
    """Remove what a program that was killed has left of such folders, where `place` itself may be finished already."""
    with suppress(OSError):
        _remove_abandoned(place.parent, _BESIDE)


def passing_file() -> IO[bytes]:
    """A file without a name, which the system takes away with whoever has it open."""
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
                folder.chmod(0o700)  # it may have been made again, to put the lock there
                return folder, held
            held.release()
        except (FileNotFoundError, FileExistsError, TimeoutError):
            continue  # another program took it for one of the dead before it was locked, or while it was made again
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    raise FileNotFoundError(errno.ENOENT, "other programs remove what is written there", str(place))


def _remove_own(folder: Path, held: BaseFileLock, owner: int) -> None:
    """At the end of the process that made it, not of one that was copied from it."""
    if os.getpid() == owner:
        with suppress(OSError):
            _remove(folder)
        held.release()
        shutil.rmtree(folder, ignore_errors=True)  # Windows removes no file that is open


def _remove(folder: Path) -> None:
    """The lock last: as long as anything is in the folder, it can be told whether somebody works in it. Raises `OSError`."""
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
    """Whether it belongs to the person at work: in a folder that all share, nobody touches what others have made."""
    return not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()


def _remove_unless_in_use(folder: Path) -> None:
    """One without a lock is new, or nearly removed by a program that was killed: it is empty, and goes only as long as it is."""
    if not (folder / _LOCK).exists():
        folder.rmdir()
        return
    with _lock(folder).acquire(blocking=False):
        _remove(folder)


def _lock(folder: Path) -> BaseFileLock:
    from filelock import FileLock  # most runs need no temporary files

    return FileLock(folder / _LOCK)
