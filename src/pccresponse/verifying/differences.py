"""What a comparison finds: how far two documents agree, and each difference in words."""

from __future__ import annotations

from collections import Counter
from enum import Enum
from functools import total_ordering
from typing import Literal

import msgspec

Kind = Literal[
    "pages",
    "page size",
    "text",
    "picture",
    "tags",
    "links",
    "outline",
    "metadata",
    "behaviour",
    "means",
    "alternative",
    "attachment",
    "producer",
    "damage",
    "drawing",
    "font",
    "identifier",
    "object",
]
"""What a difference is about; `pages` is their number and order. The first nine are seen or heard by a reader; `means`
are what a page is drawn with, and `alternative` those that have one viewer show something else than another; `drawing` is how a page is painted, not how it looks."""

_READ: frozenset[Kind] = frozenset({"pages", "text", "tags", "links", "outline"})
_SEEN: frozenset[Kind] = _READ | {"page size", "picture", "metadata", "behaviour", "means", "alternative"}
NO_TOOL_DOES: frozenset[Kind] = frozenset({"attachment", "behaviour", "alternative", "damage"})
"""What another version of a tool does not explain."""

MOST_DIFFERENCES = 200
_SHARE = 12
"""How many of each kind are listed before any kind is listed at length."""


@total_ordering
class Level(Enum):
    """How far two documents agree; the stronger is the greater."""

    DIFFERENT = "different"
    IDENTICAL_TEXT = "identical text and tag tree"
    IDENTICAL_PICTURES = "identical page pictures"
    IDENTICAL_BYTES = "identical bytes"

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Level):
            return NotImplemented
        order = list(Level)
        return order.index(self) < order.index(other)


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is not the same in both documents."""

    kind: Kind
    page: int | None = None
    """Counted from 1: in the original, or in the rebuilt document if it is only there. None where no page is concerned."""
    message: str
    """A sentence with everything in it, safe to print."""
    was: str = ""
    """What the original has, with a little of what surrounds it; empty where it has nothing."""
    now: str = ""
    """What the rebuilt document has."""


class Region(msgspec.Struct, frozen=True, kw_only=True):
    """The smallest box on a page that holds every dot that differs: millimetres from the top left corner."""

    left: float
    top: float
    width: float
    height: float
    fraction: float
    """Which part of all dots of the page differs, from 0 to 1."""

    def __str__(self) -> str:
        share = f"{self.fraction:.1%}" if self.fraction >= 0.001 else "less than 0.1%"
        return (
            f"{share} of the page, in a box of {self.width:.0f} by {self.height:.0f} mm that begins {self.left:.0f} mm from the "
            f"left and {self.top:.0f} mm from the top"
        )


class ChangedPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page that does not look the same; None where it is in one document only."""

    original: int | None
    rebuilt: int | None
    region: Region | None = None
    """None where there is nothing to hold it against, or where the two have different sizes."""


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """How far two documents agree.

    `identical page pictures` promises the same pictures at 100 dots an inch, text, tags, links, outline and metadata, apart from
    the names of the programs; `identical text and tag tree` the same text, tags, links and outline. What is attached counts for
    neither: it is in the differences.
    """

    level: Level
    differences: tuple[Difference, ...] = ()
    unlisted: int = 0
    """How many more there are than are listed."""
    changed_pages: tuple[ChangedPage, ...] = ()


class Findings:
    """Collects differences, as many as anybody reads, and counts the rest."""

    def __init__(self) -> None:
        self._listed: list[Difference] = []
        self._counts: Counter[Kind] = Counter()
        self._pages: set[tuple[Kind, int | None]] = set()
        self.changed_pages: list[ChangedPage] = []

    def add(self, kind: Kind, message: str, *, page: int | None = None, was: str = "", now: str = "") -> None:
        """Another difference."""
        self._counts[kind] += 1
        self._pages.add((kind, page))
        if self._counts[kind] <= MOST_DIFFERENCES:
            self._listed.append(Difference(kind=kind, page=page, message=message, was=was, now=now))

    def has(self, kind: Kind, page: int | None = None) -> bool:
        """Whether there is a difference of that kind; on that page, if one is named."""
        return bool(self._counts[kind]) if page is None else (kind, page) in self._pages

    def is_full(self, kind: Kind) -> bool:
        """Whether no more of that kind are listed: then their words need not be worked out."""
        return self._counts[kind] >= MOST_DIFFERENCES

    def comparison(self) -> Comparison:
        """All that was found, of no kind so much that another is crowded out."""
        kinds = set(self._counts)
        level = Level.DIFFERENT if kinds & _READ else Level.IDENTICAL_TEXT if kinds & _SEEN else Level.IDENTICAL_PICTURES
        seen: Counter[Kind] = Counter()
        first: list[Difference] = []
        rest: list[Difference] = []
        for each in self._listed:
            seen[each.kind] += 1
            (first if seen[each.kind] <= _SHARE else rest).append(each)
        kept = {id(each) for each in (first + rest)[:MOST_DIFFERENCES]}
        differences = tuple(each for each in self._listed if id(each) in kept)
        return Comparison(
            level=level,
            differences=differences,
            unlisted=self._counts.total() - len(differences),
            changed_pages=tuple(self.changed_pages),
        )
