"""How wide a table of an author has to be at least, so that no word and no figure in it is broken, and in which size of type it fits.

The measure is that of the widest font of an edition, because one text is printed by each of them; the others leave some room over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

import msgspec

from pccresponse.rendering.typography import breakable

ROOM = 157.0
"""What every edition leaves for a table, in millimetres of that font."""
STEPS = (("", 11.0), ("dense", 10.0), ("small", 9.0))
"""The sizes in which a table is set, in points, each with the class that asks for it; below the last nobody should have to read."""

_MM = 25.4 / 72
_BETWEEN_COLUMNS = {"": 4.6, "dense": 3.5, "small": 3.5}
_HEADINGS_ARE_BOLD = 1.05
_AN_ADDRESS = re.compile(r"(?:https?://|www\.)\S{20,}")
_WIDTHS = {
    letter: width
    for letters, width in (
        ("ijl'‘’", 0.23),
        ("ftI.,:;!/|[] ", 0.28),
        ("r()-“”", 0.34),
        ("ckJsvxyz", 0.5),
        ("ABEKPSVXY&", 0.67),
        ("CDHNRUw", 0.73),
        ("GOQ", 0.78),
        ("mM%", 0.89),
        ("W@—", 1.02),
    )
    for letter in letters
}
_USUAL = 0.56
"""Of a figure, and of most small letters; in ems, like the others."""


class WideTable(msgspec.Struct, frozen=True):
    """A table that fits on no page even in the smallest size."""

    begins: str
    """Its first words."""
    columns: int
    needs: float
    """In millimetres."""


def size_of(rows: Sequence[Sequence[str]]) -> str | None:
    """The class of the largest size in which a table fits; None where it fits in none. The first row has the headings."""
    return next((name for name, _ in STEPS if width(rows, name) <= ROOM), None)


def width(rows: Sequence[Sequence[str]], size: str) -> float:
    """The least width in millimetres in one of the sizes.

    >>> 15 < width([["A"], ["£19,744"]], "") < 25 < width([["A", "B"], ["£19,744", "£19,744"]], "")
    True
    """
    points, between = dict(STEPS)[size], _BETWEEN_COLUMNS[size]
    columns = zip_longest(*rows, fillvalue="")
    return sum(_needed(head, cells) * points * _MM + between for head, *cells in columns)


def _needed(head: str, cells: Sequence[str]) -> float:
    return max(_longest(head) * _HEADINGS_ARE_BOLD, *map(_longest, cells), 0)


def _longest(words: str) -> float:
    """The width of the longest piece in which no line can end, in ems."""
    pieces = _AN_ADDRESS.sub(lambda found: breakable(found[0]), words).replace("\u200b", " ").split(" ")
    return max(sum(_WIDTHS.get(letter, 0.67 if letter.isupper() else _USUAL) for letter in piece) for piece in pieces)
