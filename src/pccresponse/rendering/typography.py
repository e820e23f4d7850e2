"""Details of print that no author types: where a line must not end, where a web address may break, and how wide a table has to be.

Widths are those of the widest font of any edition, because every edition prints the same text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import zip_longest

import msgspec

from pccresponse.rendering.words import Words

_TAG_OR_HIDDEN = re.compile(r"(<(?:style|title)\b.*?</(?:style|title)>|<!--.*?-->|<[^>]*>)", re.DOTALL)
_WEB_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\u200b]{20,}")
_BREAK_AFTER = re.compile(r"([/._?&=\-](?:amp;)?)(?=[^\s/])")

_SPACE_BEFORE_EMPHASIS = re.compile(r"(?<=\S)[ \n](<(?:strong|em)(?: [^>]*)?>)(?=\S)")


def set_for_print(page: str, words: Words) -> str:
    """The HTML of a page with no-break spaces in dates, quantities and references, and with places to break in web addresses."""
    kept = _kept_together(words)
    # The engine can end a line far too early before emphasis, unless the space is inside it.
    parts = _TAG_OR_HIDDEN.split(_SPACE_BEFORE_EMPHASIS.sub(r"\1 ", page))
    parts[::2] = [text if text.isspace() else _WEB_ADDRESS.sub(_with_breaks, kept.sub(_unbroken, text)) for text in parts[::2]]
    return "".join(parts)


def breakable(address: str) -> str:
    """A web address with a zero-width space after each separator.

    >>> breakable("example.org/a-b").split("\\u200b")
    ['example.', 'org/', 'a-', 'b']
    """
    return _BREAK_AFTER.sub("\\1\u200b", address)


@lru_cache(maxsize=8)
def _kept_together(words: Words) -> re.Pattern[str]:
    """Matches each space that must not end a line, with the words before it if they matter."""
    months, kept = _any_of(words.months), words.kept_together
    return re.compile(
        rf"(?<=\d) (?=(?:{months})\b)|\b(?:{months}) (?=\d{{4}}\b)|(?<=\d) (?=(?:{_any_of(kept.after_a_number)})\b)"
        rf"|\b(?i:{_any_of(kept.before_a_number)}) (?=\d)|\b(?:{_any_of(kept.before_a_name)}) (?=[A-Z])"
    )


def _any_of(words: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, words)) or "(?!)"


def _unbroken(found: re.Match[str]) -> str:
    return found[0].replace(" ", "\u00a0")


def _with_breaks(found: re.Match[str]) -> str:
    return breakable(found[0])


ROOM = 157.0
"""The width that every edition has for a table, in millimetres."""
STEPS = (("", 11.0), ("dense", 10.0), ("small", 9.0))
"""The sizes of type in tables, in points, each with its class. Nobody should have to read anything smaller."""

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
"""The width of a figure and of most small letters, in ems like the others."""


class WideTable(msgspec.Struct, frozen=True):
    """A table that fits on no page."""

    begins: str
    """Its first words."""
    columns: int
    needs: float
    """Its width in the smallest size, in millimetres."""


def size_of(rows: Sequence[Sequence[str]]) -> str | None:
    """The class of the largest size in which a table fits; None if it fits in none. The first row has the headings."""
    return next((name for name, _ in STEPS if width(rows, name) <= ROOM), None)


def width(rows: Sequence[Sequence[str]], size: str) -> float:
    """The minimum width in one of the sizes, in millimetres.

    >>> 15 < width([["A"], ["£19,744"]], "") < 25 < width([["A", "B"], ["£19,744", "£19,744"]], "")
    True
    """
    points, between = dict(STEPS)[size], _BETWEEN_COLUMNS[size]
    columns = zip_longest(*rows, fillvalue="")
    return sum(_needed(head, cells) * points * _MM + between for head, *cells in columns)


def _needed(head: str, cells: Sequence[str]) -> float:
    return max(_longest(head) * _HEADINGS_ARE_BOLD, *map(_longest, cells), 0)


def _longest(words: str) -> float:
    """The width of the longest unbreakable piece, in ems."""
    pieces = _AN_ADDRESS.sub(lambda found: breakable(found[0]), words).replace("\u200b", " ").split(" ")
    return max(sum(_WIDTHS.get(letter, 0.67 if letter.isupper() else _USUAL) for letter in piece) for piece in pieces)
