"""The files of an edition, with their places and digests, and the characters that its fonts can draw.

An edition is a folder. Files that are the same in every edition are in the folder `_shared` beside them, and belong to each edition under
that path: their digests are in each `edition.yaml`, and copies are in each archive of an edition. A folder with its own `_shared`,
such as an office's edition or one from a PDF, is complete.

The table of characters lets `rules` report a character that cannot be drawn, with its line, without opening a font.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec

from pccresponse.foundation.files import digest_of

EDITION_FILE = "edition.yaml"
SHARED = "_shared"
MOST_FILES = 500
MOST_BYTES = 48 << 20

Signature = tuple[tuple[str, Path, int, int], ...]
"""The path in the edition, the place, the size and the time of each file, in the order of the paths."""


def files_of(folder: Path) -> dict[str, Path]:
    """The place of each file of an edition, by its path in the edition.

    Raises `ValueError` for a link, for anything that is not an ordinary file, and for more than an edition can need.
    """
    return {path: place for path, place, *_ in signature_of(folder)}


def file_of(folder: Path, path: str) -> Path:
    """The place of the file of that path, if the edition has one."""
    return (shared_folder(folder).parent if path.startswith(f"{SHARED}/") else folder) / path


def shared_folder(folder: Path) -> Path:
    """The folder of the edition's shared files: in its own folder, or beside it."""
    own = folder / SHARED
    return own if own.is_dir() else folder.parent / SHARED


def digests_of(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file of an edition by its path, without `edition.yaml`."""
    return {path: digest_of(place.read_bytes()) for path, place in files_of(folder).items() if path != EDITION_FILE}


def fingerprint_of(digests: dict[str, str]) -> str:
    """One digest for all files, by the digest of each path, in any order."""
    return digest_of("".join(f"{path}\0{digest}\n" for path, digest in sorted(digests.items())).encode())


def signature_of(folder: Path) -> Signature:
    """The sizes and times of an edition's files, which show whether it may have changed. Raises `ValueError` as `files_of` does."""
    found = [*_walk(folder, folder)]
    shared = shared_folder(folder)
    if shared.parent != folder and shared.is_dir() and folder.name != SHARED:
        found += _walk(shared, shared.parent)
    if len(found) > MOST_FILES or sum(size for *_, size, _ in found) > MOST_BYTES:
        raise ValueError(f"it has more than {MOST_FILES} files or {MOST_BYTES >> 20} MB")
    return tuple(sorted(found))


def _walk(folder: Path, root: Path) -> Iterator[tuple[str, Path, int, int]]:
    for place, folders, names in os.walk(folder):
        folders[:] = [each for each in folders if each != "__pycache__"]
        for name in (*names, *folders):
            path = Path(place, name)
            shown = path.relative_to(root).as_posix()
            if path.is_symlink():
                raise ValueError(f"{shown} is a link")
            if name in names and not name.startswith("."):
                state = path.stat()
                if not stat.S_ISREG(state.st_mode):
                    raise ValueError(f"{shown} is a pipe or a device, not an ordinary file")
                yield shown, path, state.st_size, state.st_mtime_ns


COVERAGE_FILE = "coverage.txt"


class Coverage(msgspec.Struct, frozen=True):
    """The characters that every font of the text can draw."""

    characters: frozenset[str]

    def undrawable(self, text: str) -> tuple[str, ...]:
        """The characters of `text` that cannot be drawn, each once, in order.

        A combining accent counts as part of its letter, if the fonts have the two as one character.

        >>> Coverage(frozenset("abé")).undrawable("ab cab e\\u0301")
        (' ', 'c')
        """
        composed = text if text.isascii() else unicodedata.normalize("NFC", text)
        strange = set(composed) - self.characters
        return tuple(character for character in dict.fromkeys(composed) if character in strange) if strange else ()


@cache
def read_coverage(folder: Path) -> Coverage:
    """The coverage of the fonts in an edition's folder, from the table beside them, read once in a process."""
    characters: set[str] = set()
    for line in (folder / COVERAGE_FILE).read_text(encoding="ascii").splitlines():
        if line and not line.startswith("#"):
            first, _, last = line.partition("-")
            characters.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return Coverage(frozenset(characters))


def character_in_words(character: str) -> str:
    """A character for a message: `😀 (U+1F600 GRINNING FACE)`. An invisible one is only named.

    >>> character_in_words("\\u202e")
    'U+202E RIGHT-TO-LEFT OVERRIDE'
    """
    code = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "")
    label = f"{code} {name}" if name else code
    return f"{character} ({label})" if unicodedata.category(character)[0] in "LNPS" else label
