"""Which characters the fonts of an edition can draw, asked without opening a font.

`rules` asks this of everything that people write, so that a name in a script we have no letters for, a pasted emoji or an invisible
control character is reported with its line, long before a font engine would draw an empty box for it.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

import msgspec

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


def name_of(character: str) -> str:
    """A character for a message: `😀 (U+1F600 GRINNING FACE)`; what is invisible is not shown, only named.

    >>> name_of("\\u202e")
    'U+202E RIGHT-TO-LEFT OVERRIDE'
    """
    code = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "")
    label = f"{code} {name}" if name else code
    return f"{character} ({label})" if unicodedata.category(character)[0] in "LNPS" else label
