"""Writing a response's documents: each file is the old one or the new one, whole, whatever happens in between."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile

from pccresponse.errors import CannotRunError

_ENDING = ".pdf"
_UNFINISHED = ".unfinished"
_LEFT_OVER_AFTER = 3600
"""Seconds after which an unfinished file is taken to be one of a build that was killed, not of one that is still running."""


def write_documents(folder: Path, documents: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Put the documents, by name, into the folder; those of an earlier build that are made no more are taken away.

    Every file is first written in full beside its place, then renamed into it. Raises `CannotRunError` when the disk will not.
    """
    unfinished: list[Path] = []
    places = tuple(folder / f"{name}{_ENDING}" for name in documents)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for content in documents.values():
            unfinished.append(_reserve(folder))
            _fill(unfinished[-1], content)
        for path, place in zip(unfinished, places, strict=True):
            path.replace(place)
        for old in folder.glob(f"*{_ENDING}"):
            if old not in places:
                old.unlink()
        _clear_left_overs(folder, places[0].stat().st_mtime if places else 0)
    except OSError as error:
        raise CannotRunError(
            f"The documents could not be written to {folder}: {error.strerror or error}.",
            "Each file that was there before is untouched or replaced whole. Make room, or close the file where it is open, and build again.",
        ) from error
    finally:
        for path in unfinished:
            path.unlink(missing_ok=True)
    return places


def write_whole(path: Path, content: bytes) -> None:
    """Put one file in its place, whole: the old one stays until the new one is finished. Raises `CannotRunError`."""
    unfinished: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = _reserve(path.parent)
        _fill(unfinished, content)
        unfinished.replace(path)
    except OSError as error:
        raise CannotRunError(f"{path} could not be written: {error.strerror or error}.", "It is as it was before.") from error
    finally:
        if unfinished is not None:
            unfinished.unlink(missing_ok=True)


def _reserve(folder: Path) -> Path:
    with NamedTemporaryFile("wb", dir=folder, suffix=_UNFINISHED, delete=False) as file:
        return Path(file.name)


def _fill(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o644)  # a temporary file is private; a document is to be read


def _clear_left_overs(folder: Path, now: float) -> None:
    """`now` is what the disk says of a file just written, because only the command line asks for the time."""
    for path in folder.glob(f"*{_UNFINISHED}"):
        if now - path.stat().st_mtime > _LEFT_OVER_AFTER:
            path.unlink(missing_ok=True)
