"""Differences between two documents, in words, and the level at which they agree.

Whatever a reader gets from a document is read as a list of `PdfItem`. All such lists are compared in one way. Untrusted text is quoted
short, printable, and exact about the one comma that differs.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import total_ordering
from itertools import islice
from typing import Literal

import msgspec

from pccresponse.foundation.alignment import changes

_LONGEST_QUOTED = 160
_CONTEXT = 4
_ENDS = 12
_APART = 2
"""Two changes with no more than this many words between them are told as one."""

_AS_SHOWN = {"\t": " ", "\r": " ", "\n": " ", "\ufffe": "-"}
"""The last is what a reader of PDFs makes of the hyphen at the end of a line."""

# A no-break space does not part words here: it may be the very thing that differs.
_WORD = re.compile(r"[^ \t\r\n]+")


def printable(text: str, longest: int = _LONGEST_QUOTED) -> str:
    """The text in one line, cut to a length; what cannot be printed is shown by its number."""
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    return "".join(letter if letter.isprintable() else _AS_SHOWN.get(letter) or f"<U+{ord(letter):04X}>" for letter in cut)


def quoted(text: str, longest: int = _LONGEST_QUOTED) -> str:
    """The text between quotation marks, or a word for there being none."""
    return f"“{printable(text, longest)}”" if text else "nothing"


def word_changes(was: str, now: str) -> Iterator[tuple[str, str]]:
    """For each passage that changed, the old and the new words with a few around them; either may be empty.

    >>> list(word_changes("Good for children, and the old", "Good for children and the old"))
    [('Good for children, and the old', 'Good for children and the old')]
    """
    old, new = _WORD.findall(was), _WORD.findall(now)
    for change in changes(old, new, join=_APART):
        yield _passage(old, change.start, change.end), _passage(new, change.new_start, change.new_end)


def _passage(words: list[str], start: int, end: int) -> str:
    """Words with their neighbours; a long run is told by its ends."""
    changed = words[start:end]
    if len(changed) > 2 * _ENDS + 1:
        changed = [*changed[:_ENDS], f"[{len(changed) - 2 * _ENDS} more words]", *changed[-_ENDS:]]
    before, after = max(0, start - _CONTEXT), min(len(words), end + _CONTEXT)
    pieces = [*words[before:start], *changed, *words[end:after]]
    if before > 0:
        pieces.insert(0, "…")
    if after < len(words):
        pieces.append("…")
    return " ".join(piece if len(piece) <= _LONGEST_QUOTED else piece[:_LONGEST] + "…" for piece in pieces)


def held_against(was: str, now: str) -> str:
    """The end of a sentence: what the file has, and what is there when it is made again."""
    if not was:
        return f"{quoted(now, 400)} is missing in the file"
    if not now:
        return f"{quoted(was, 400)} is only in the file"
    return f"{quoted(was, 400)} in the file, {quoted(now, 400)} made again"


def counted(number: int, noun: str) -> str:
    """`1 page`, `12 pages`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


ItemKind = Literal[
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

_READ: frozenset[ItemKind] = frozenset({"pages", "text", "tags", "links", "outline"})
_SEEN: frozenset[ItemKind] = _READ | {"page size", "picture", "metadata", "behaviour", "means", "alternative"}
NO_TOOL_DOES: frozenset[ItemKind] = frozenset({"attachment", "behaviour", "alternative", "damage"})
"""What another version of a tool does not explain."""

MOST_DIFFERENCES = 200
_LONGEST = 400
"""Letters of the beginning of a sentence, which may hold an untrusted name."""
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

    kind: ItemKind
    page: int | None = None
    """Counted from 1: in the original, or in the rebuilt document if it is only there. None if no page is concerned."""
    message: str
    """A sentence with everything in it, safe to print."""
    was: str = ""
    """What the original has, with a little of what surrounds it; empty if it has nothing."""
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
    """A page that does not look the same; None if it is in one document only."""

    original: int | None
    rebuilt: int | None
    region: Region | None = None
    """None if there is nothing to hold it against, or where the two have different sizes."""


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


class PdfItem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a reader gets from a document: the text of a page, an element of the tag tree, a link, a title."""

    kind: ItemKind
    label: str
    """How a sentence about it begins, such as `In the outline,`. Only items with the same label are held against each other."""
    value: str = ""
    """What is quoted where it differs. To have none is the same as not to be there."""
    key: str = ""
    """What tells it from others with the same label, if that is not its value."""
    name: str = ""
    """What it is called in a sentence about its details, if that is not its value."""
    page: int | None = None
    """The page that it is on, by its number in the original."""
    details: tuple[tuple[str, str], ...] = ()
    """What is said of it: the beginning of a sentence (with `{item}` for its name) or all of it, and what it is here."""
    content: tuple[tuple[str, str], ...] = ()
    """The same of what it holds, which does not tell it from others. Spaces do not count, and only the first that differs is told."""
    by_words: bool = False
    """Whether the value is a long text, of which only the passages that differ are told."""


def aligned(was: Sequence[PdfItem], now: Sequence[PdfItem]) -> Iterator[tuple[PdfItem | None, PdfItem | None]]:
    """The items that belong together, and beside None those that are in one list only."""
    at, shift = 0, 0
    for change in changes([_identity(item) for item in was], [_identity(item) for item in now]):
        yield from zip(was[at : change.start], now[at + shift : change.start + shift], strict=True)
        waiting: defaultdict[str, deque[PdfItem]] = defaultdict(deque)
        for item in now[change.new_start : change.new_end]:
            waiting[item.label].append(item)
        for item in was[change.start : change.end]:
            yield item, waiting[item.label].popleft() if waiting[item.label] else None
        yield from ((None, item) for items in waiting.values() for item in items)
        at, shift = change.end, change.new_end - change.end
    yield from zip(was[at:], now[at + shift :], strict=True)


def _identity(item: PdfItem) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    return item.label, item.key or item.value, item.details


class Differences:
    """Collects differences, as many as anybody reads, and counts the rest."""

    def __init__(self) -> None:
        self._listed: list[Difference] = []
        self._messages: set[str] = set()
        self._counts: Counter[ItemKind] = Counter()
        self._pages: set[tuple[ItemKind, int | None]] = set()
        self.changed_pages: list[ChangedPage] = []

    def add(self, kind: ItemKind, message: str, *, page: int | None = None, was: str = "", now: str = "") -> None:
        """Another difference, unless the same was told already."""
        self._pages.add((kind, page))
        if message in self._messages:
            return
        self._messages.add(message)
        self._counts[kind] += 1
        if self._counts[kind] <= MOST_DIFFERENCES:
            self._listed.append(Difference(kind=kind, page=page, message=message, was=was, now=now))

    def has(self, kind: ItemKind, page: int | None = None) -> bool:
        """Whether there is a difference of that kind; on that page, if one is named."""
        return bool(self._counts[kind]) if page is None else (kind, page) in self._pages

    def compare(self, was: Sequence[PdfItem], now: Sequence[PdfItem]) -> None:
        """Tell of every item that is new, gone or changed."""
        for before, after in aligned(was, now):
            either = before or after
            assert either is not None
            if before is None or after is None or (before.key or before.value) != (after.key or after.value):
                self._tell(either, either.label, before.value if before else "", after.value if after else "")
                continue
            old, new = dict(before.details), dict(after.details)
            for sentence in sorted(old.keys() | new.keys()):
                self._tell(before, sentence, old.get(sentence, ""), new.get(sentence, ""))
            told_already = self.has("text", before.page) if before.page and after.page else self.has("pages")
            if not told_already:
                for (sentence, held), (_, holds) in zip(before.content, after.content, strict=True):
                    if _without_spaces(held) != _without_spaces(holds):
                        self._tell(before, sentence, held, holds)
                        break

    def _tell(self, item: PdfItem, sentence: str, was: str, now: str) -> None:
        if was == now:
            return
        if self._counts[item.kind] >= MOST_DIFFERENCES:  # no more are listed, so that the words need not be worked out
            self._counts[item.kind] += 1
            self._pages.add((item.kind, item.page))
            return
        sentence = printable(sentence, _LONGEST).replace("{item}", quoted(item.name or item.value))
        passages = list(islice(word_changes(was, now), MOST_DIFFERENCES)) if item.by_words else [(was, now)]
        for old, new in passages:
            message = sentence if sentence.endswith(".") else f"{sentence} {held_against(old, new)}."
            self.add(item.kind, message, page=item.page, was=old, now=new)
        if not passages:
            self.add(item.kind, f"{sentence} the same words are in other lines, or have other spaces between them.", page=item.page)

    def comparison(self) -> Comparison:
        """All that was found, of no kind so much that another is crowded out."""
        kinds = set(self._counts)
        level = Level.DIFFERENT if kinds & _READ else Level.IDENTICAL_TEXT if kinds & _SEEN else Level.IDENTICAL_PICTURES
        seen: Counter[ItemKind] = Counter()
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


def _without_spaces(text: str) -> str:
    """A space may be where a line happens to end."""
    return "".join(text.split())
