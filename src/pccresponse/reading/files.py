"""From a path to bytes, without trust: what is there may be a folder, a pipe that never ends, or a link out of the workspace."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from pccresponse.reading.source import Fault

MOST_BYTES = 1 << 20
MOST_PICTURE_BYTES = 2_000_000

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
)
"""Opening a pipe must not wait for somebody to write into it; a link was followed, and looked at, before."""


def bytes_of(path: Path, *, within: Path, most: int = MOST_BYTES) -> bytes | Fault:
    """The content of an ordinary file of at most `most` bytes that lies, links followed, in the folder `within`."""
    try:
        real = Path(os.path.realpath(path))
        home = Path(os.path.realpath(within))
        if not real.is_relative_to(home):
            return _outside(path, within)
        state = real.stat()
        if not stat.S_ISREG(state.st_mode):
            return _not_a_file(state.st_mode)
        if state.st_size > most:
            return _too_large(state.st_size, most)
        with os.fdopen(os.open(real, _FLAGS), "rb") as file:
            if not os.path.samestat(state, os.fstat(file.fileno())):
                return Fault("FILE-UNREADABLE", "changed while it was being opened", "Try again.")
            content = file.read(most + 1)
    except (FileNotFoundError, NotADirectoryError):
        return _missing(path)
    except PermissionError:
        return Fault(
            "FILE-UNREADABLE",
            "cannot be opened: you have no permission to read it",
            "Give yourself permission to read it and the folders above it.",
        )
    except (OSError, ValueError):
        return Fault("FILE-UNREADABLE", "cannot be opened or read", "Copy it to another place, or restore it, and try again.")
    return _too_large(len(content), most) if len(content) > most else content


def read_picture(path: Path, *, within: Path) -> bytes:
    """The bytes of a picture file of at most 2 MB. Raises `ValueError` that carries on "It cannot be used: "."""
    content = bytes_of(path, within=within, most=MOST_PICTURE_BYTES)
    if isinstance(content, Fault):
        raise ValueError(f"it {content.message}")
    return content


def _missing(path: Path) -> Fault:
    if path.is_symlink():
        return Fault("FILE-MISSING", "is a link to a file that is not there", "Replace the link with the file itself.")
    return Fault("FILE-MISSING", "is not there", "Check the name, or start one with: pccresponse new")


def _outside(path: Path, within: Path) -> Fault:
    if path.absolute().is_relative_to(within.absolute()) and ".." not in path.parts:
        return Fault(
            "FILE-OUTSIDE",
            "is a link, or in a linked folder, that leads out of the workspace",
            "Replace the link with the file itself.",
        )
    return Fault(
        "FILE-OUTSIDE",
        "lies outside the workspace",
        "Move it into the folder responses, or go to the workspace that it belongs to.",
    )


def _not_a_file(mode: int) -> Fault:
    if stat.S_ISDIR(mode):
        return Fault("FILE-FOLDER", "is a folder, not a file", "Give the folder another name, and write a file of this name.")
    return Fault("FILE-SPECIAL", "is a pipe or a device, not an ordinary file", "Write an ordinary file of this name.")


def _too_large(size: int, most: int) -> Fault:
    return Fault(
        "FILE-TOO-LARGE",
        f"is too large: {size:,} bytes, where {most:,} are allowed",
        "Text does not need that much space. Find out what else is in the file.",
    )
