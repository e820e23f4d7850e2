"""Loaded by Python itself in the program under test, to know and to choose the moment at which it is stopped.

It counts what the program does to files below a folder. At the operation that `TORTURE_AT` names, such as `change:7` or `any:40`, it
kills the program (`TORTURE_HOW` is `all` or `first`) or waits there until it is let go on; the descriptors in `TORTURE_TELL` and
`TORTURE_WAIT` are pipes to whoever started it. Processes that the program begins as isolated ones do not load it.
"""

from __future__ import annotations

import os
import signal
import sys

_CHANGES = {
    "os.rename",
    "os.remove",
    "os.mkdir",
    "os.rmdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.chmod",
    "os.utime",
    "shutil.rmtree",
    "shutil.copyfile",
    "shutil.move",
    "sqlite3.connect",
}
_LOOKS = {"os.listdir", "os.scandir"}
_TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def _watch() -> None:
    folder = os.environ["TORTURE_FOLDER"]
    tell, wait = (int(os.environ.get(name, "-1")) for name in ("TORTURE_TELL", "TORTURE_WAIT"))
    at_kind, _, at_number = os.environ.get("TORTURE_AT", "never:0").partition(":")
    how = os.environ.get("TORTURE_HOW", "all")
    log = os.open(os.environ["TORTURE_LOG"], os.O_WRONLY | os.O_CREAT | os.O_APPEND) if "TORTURE_LOG" in os.environ else -1
    first = os.getpid()
    counts: dict[tuple[int, str], int] = {}
    told = False

    def is_inside(path: object) -> bool:
        if isinstance(path, bytes):
            path = os.fsdecode(path)
        if isinstance(path, os.PathLike):
            path = os.fspath(path)
        return isinstance(path, str) and (path.startswith(folder) or not os.path.isabs(path))  # noqa: PTH117 - nothing is to be imported

    def on(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal told
        if event == "open":
            path, _, flags = arguments
            is_change = isinstance(flags, int) and bool(flags & _TO_WRITE)
        elif event in _CHANGES or event in _LOOKS:
            path, is_change = arguments[0], event in _CHANGES
        else:
            return
        if not is_inside(path):
            return
        if log >= 0:
            os.write(log, f"{os.getpid()} {'change' if is_change else 'look'} {event}\n".encode())
        if not told and tell >= 0 and how != "gate":
            told = True
            os.write(tell, b".")
        for kind in ("any", "change") if is_change else ("any",):
            number = counts[os.getpid(), kind] = counts.get((os.getpid(), kind), 0) + 1
            if kind == at_kind and number == int(at_number):
                stop()

    def stop() -> None:
        if how == "gate":
            if os.getpid() == first:
                os.write(tell, b".")
                os.read(wait, 1)
        elif how == "all":
            os.killpg(first, signal.SIGKILL)
        else:
            os.kill(first, signal.SIGKILL)

    sys.addaudithook(on)


if "TORTURE_FOLDER" in os.environ:
    _watch()
