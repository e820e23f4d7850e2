"""Whether anything that a response is made from has changed: by what is in the files, never by what the watcher says of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from pccresponse.edition_files import files_of
from pccresponse.publishing.history import PUBLISHED
from pccresponse.reading.files import bytes_of
from pccresponse.workspace import Workspace

_MOST_FILES = 200
_ALWAYS_READ = 1 << 20
"""Bytes of a file that is read at every look. A longer one is read again when its size or its time is another one."""
_MOST_BYTES = 64 << 20

Inputs = tuple[tuple[str, str], ...]
"""What there is, and the digest of what is in it."""


def inputs_of(response_file: Path, workspace: Workspace) -> Inputs:
    """Every file that may have a part in the response: those of its folder, those beside its office, those of all editions."""
    found = [*_contents_of(response_file.parent, workspace), *_contents_of(workspace.responses, workspace)]
    for home in workspace.edition_homes:
        found += _editions_in(home)
    return tuple(found)


def _contents_of(folder: Path, workspace: Workspace) -> Iterator[tuple[str, str]]:
    if folder.resolve().is_relative_to(workspace.root.resolve()):
        yield from ((str(path), _digest(path, workspace)) for path in _files_in(folder))


def is_gone_or_empty(response_file: Path, workspace: Workspace) -> bool:
    """Whether a file may be between two steps of an editor that empties or removes it before it writes it anew."""
    for path in (response_file, workspace.office_file(response_file)):
        try:
            if path.stat().st_size == 0:
                return True
        except FileNotFoundError:
            return True
        except (OSError, ValueError):
            continue
    return False


def _files_in(folder: Path) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if entry.name != PUBLISHED and not entry.is_dir(follow_symlinks=False))
    except OSError:
        return
    yield from (folder / name for name in names[:_MOST_FILES])


def _digest(path: Path, workspace: Workspace) -> str:
    try:
        state = path.stat()
    except (OSError, ValueError):
        return "gone"
    if state.st_size > _ALWAYS_READ:
        return _digest_of_long_file(path, workspace.root, state.st_size, state.st_mtime_ns, state.st_ino)
    return _digest_of_content(path, workspace.root)


@lru_cache(maxsize=2_048)
def _digest_of_long_file(path: Path, root: Path, size: int, *_: int) -> str:
    return _digest_of_content(path, root) if size <= _MOST_BYTES else f"{size} bytes"


def _digest_of_content(path: Path, root: Path) -> str:
    content = bytes_of(path, within=root, most=_MOST_BYTES)
    return sha256(content).hexdigest() if isinstance(content, bytes) else content.message


def _editions_in(home: Path) -> Iterator[tuple[str, str]]:
    """Size and time of each file: fonts are long, and one that was only touched makes the same documents again."""
    try:
        folders = sorted(path for path in home.iterdir() if path.is_dir())
    except OSError:
        return
    for folder in folders:
        try:
            for place in files_of(folder).values():
                state = place.stat()
                yield str(place), f"{state.st_size} {state.st_mtime_ns}"
        except (OSError, ValueError) as error:
            yield str(folder), str(error)
