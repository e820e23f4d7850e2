"""Which files an edition consists of, where each of them lies, one digest for all of them, and which characters its fonts can draw.

An edition is a folder. What must read the same in every edition lies once, in the folder `_shared` beside them, and belongs to each of
them under that path: its digest is in each `edition.yaml`, and a copy is in each archive of an edition. A folder that has a `_shared`
of its own, such as an office's edition or one that came out of a PDF, is by itself.

`rules` asks of everything that people write whether it can be drawn, without opening a font, so that a name in a script we have no
letters for, a pasted emoji or an invisible control character is reported with its line, long before an empty box would be drawn for it.
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
"""Path within the edition, where the file lies, size and time of each file, in the order of their paths."""


def files_of(folder: Path) -> dict[str, Path]:
    """Where each file of an edition lies, by its path in the edition.

    Raises `ValueError` for a link, for anything that is no file, and for more than an edition can need.
    """
    return {path: place for path, place, *_ in signature_of(folder)}


def file_of(folder: Path, path: str) -> Path:
    """Where the file of that path lies, if the edition has one."""
    return (shared_folder(folder).parent if path.startswith(f"{SHARED}/") else folder) / path


def shared_folder(folder: Path) -> Path:
    """Where the edition's shared files lie: in its own folder, or beside it."""
    own = folder / SHARED
    return own if own.is_dir() else folder.parent / SHARED


def digests_of(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file of an edition by its path, `edition.yaml` left out."""
    return {path: digest_of(place.read_bytes()) for path, place in files_of(folder).items() if path != EDITION_FILE}


def fingerprint_of(digests: dict[str, str]) -> str:
    """One digest for files by path, whatever their order."""
    return digest_of("".join(f"{path}\0{digest}\n" for path, digest in sorted(digests.items())).encode())


def signature_of(folder: Path) -> Signature:
    """What tells without reading whether an edition may have changed. Raises `ValueError` as `files_of` does."""
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
    """The characters that can be set, in every face that text is set in."""

    characters: frozenset[str]

    def undrawable(self, text: str) -> tuple[str, ...]:
        """The characters of `text` that cannot be set, each once, in the order they first appear.

        An accent that is typed as a character of its own counts as part of its letter, as long as the two make one that we have.

        >>> Coverage(frozenset("abé")).undrawable("ab cab e\\u0301")
        (' ', 'c')
        """
        composed = text if text.isascii() else unicodedata.normalize("NFC", text)
        strange = set(composed) - self.characters
        return tuple(character for character in dict.fromkeys(composed) if character in strange) if strange else ()


@cache
def read_coverage(folder: Path) -> Coverage:
    """The coverage of the fonts in an edition's folder, from the table beside them; read once a process."""
    characters: set[str] = set()
    for line in (folder / COVERAGE_FILE).read_text(encoding="ascii").splitlines():
        if line and not line.startswith("#"):
            first, _, last = line.partition("-")
            characters.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return Coverage(frozenset(characters))


def character_in_words(character: str) -> str:
    """A character for a message: `😀 (U+1F600 GRINNING FACE)`; what is invisible is not shown, only named.

    >>> character_in_words("\\u202e")
    'U+202E RIGHT-TO-LEFT OVERRIDE'
    """
    code = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "")
    label = f"{code} {name}" if name else code
    return f"{character} ({label})" if unicodedata.category(character)[0] in "LNPS" else label
