"""Compare two lists of what a reader gets from a PDF: the differences in words, and the level at which the two agree.

Untrusted text is quoted short and printable, with the words around each change.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import total_ordering
from itertools import islice
from typing import Literal

import msgspec

from pccresponse.foundation.alignment import changes, cut_in_the_middle, words_after, words_before, words_in

_LONGEST_QUOTED = 160
_CONTEXT = 4
_ENDS = 12
_APART = 2
"""Two changes with no more than this many words between them are shown as one."""

_AS_SHOWN = {"\t": " ", "\r": " ", "\n": " ", "\ufffe": "-"}
"""The last is how PDFium reads the hyphen at the end of a line."""


def printable(text: str, longest: int = _LONGEST_QUOTED) -> str:
    """The text on one line, cut to a length, with unprintable characters as `<U+001B>`."""
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    return "".join(letter if letter.isprintable() else _AS_SHOWN.get(letter) or f"<U+{ord(letter):04X}>" for letter in cut)


def quoted(text: str, longest: int = _LONGEST_QUOTED) -> str:
    """The text in quotation marks; `nothing` for empty text."""
    return f"“{printable(text, longest)}”" if text else "nothing"


def word_changes(was: str, now: str) -> Iterator[tuple[str, str]]:
    """The old and new words of each changed passage, with a few around them; either may be empty.

    >>> list(word_changes("Good for children, and the old", "Good for children and the old"))
    [('Good for children, and the old', 'Good for children and the old')]
    """
    old, new = words_in(was), words_in(now)
    for change in changes(old, new, join=_APART):
        yield _passage(old, change.start, change.end), _passage(new, change.new_start, change.new_end)


def _passage(words: list[str], start: int, end: int) -> str:
    """Words with their neighbours; a long run is cut in the middle."""
    changed = cut_in_the_middle(words[start:end], _ENDS)
    pieces = [*words_before(words, start, _CONTEXT), *changed, *words_after(words, end, _CONTEXT)]
    return " ".join(piece if len(piece) <= _LONGEST_QUOTED else piece[:_LONGEST] + "…" for piece in pieces)


def contrast(was: str, now: str) -> str:
    """The end of a sentence that says what the file has and what the rebuilt document has."""
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
"""What a difference is about. A reader sees or hears the first nine. `pages` is their number and order, `means` what a page is drawn with,
`alternative` what makes one viewer show something else than another, and `drawing` how a page is drawn without any visible effect."""

_READ: frozenset[ItemKind] = frozenset({"pages", "text", "tags", "links", "outline"})
_SEEN: frozenset[ItemKind] = _READ | {"page size", "picture", "metadata", "behaviour", "means", "alternative"}
NOT_FROM_TOOLS: frozenset[ItemKind] = frozenset({"attachment", "behaviour", "alternative", "damage"})
"""Differences that another version of a tool cannot cause."""

MOST_DIFFERENCES = 200
_LONGEST = 400
"""Letters of the beginning of a sentence, which may contain an untrusted name."""
_SHARE = 12
"""Differences of each kind that are listed before more of any kind."""


@total_ordering
class Level(Enum):
    """How far two documents agree, from the weakest to the strongest."""

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
    """One difference between two documents."""

    kind: ItemKind
    page: int | None = None
    """Counted from 1 in the original, or in the rebuilt document if the page is only there. None if it is about no page."""
    message: str
    """A complete sentence, safe to print."""
    was: str = ""
    """What the original has, with a few words around it."""
    now: str = ""


class Region(msgspec.Struct, frozen=True, kw_only=True):
    """The smallest box on a page that contains every dot that differs, in millimetres from the top left corner."""

    left: float
    top: float
    width: float
    height: float
    fraction: float
    """The share of the dots of the page that differ, from 0 to 1."""

    def __str__(self) -> str:
        share = f"{self.fraction:.1%}" if self.fraction >= 0.001 else "less than 0.1%"
        return (
            f"{share} of the page, in a box of {self.width:.0f} by {self.height:.0f} mm that begins {self.left:.0f} mm from the "
            f"left and {self.top:.0f} mm from the top"
        )


class ChangedPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page that looks different. `original` or `rebuilt` is None if the page is in one document only."""

    original: int | None
    rebuilt: int | None
    region: Region | None = None
    """None if the page is in one document only, or the sizes differ."""


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """How far two documents agree.

    `identical page pictures` means the same pictures at 100 dots an inch, text, tags, links, outline and metadata, apart from the names of
    the programs. `identical text and tag tree` means the same text, tags, links and outline. Attachments count for neither.
    """

    level: Level
    differences: tuple[Difference, ...] = ()
    unlisted: int = 0
    changed_pages: tuple[ChangedPage, ...] = ()


class PdfItem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a reader gets from a document: the text of a page, an element of the tag tree, a link, a title."""

    kind: ItemKind
    label: str
    """The beginning of a sentence about it, such as `In the outline,`. Only items with the same label are compared."""
    value: str = ""
    """What is quoted if it differs. An empty value is the same as no item."""
    key: str = ""
    """What identifies it among items with the same label, if not its value."""
    name: str = ""
    """What sentences about its details call it, if not its value."""
    page: int | None = None
    details: tuple[tuple[str, str], ...] = ()
    """Its properties: the beginning of a sentence (`{item}` stands for its name) or a whole one, and the value."""
    content: tuple[tuple[str, str], ...] = ()
    """The same for what it contains, which does not identify it. Spaces do not count, and only the first difference is reported."""
    by_words: bool = False
    """Whether the value is a long text, of which only the changed passages are shown."""


def aligned(was: Sequence[PdfItem], now: Sequence[PdfItem]) -> Iterator[tuple[PdfItem | None, PdfItem | None]]:
    """The items that correspond; an item that is in one list only comes with None."""
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
    """Collects differences, up to a limit for each kind, and counts the rest."""

    def __init__(self) -> None:
        self._listed: list[Difference] = []
        self._messages: set[str] = set()
        self._counts: Counter[ItemKind] = Counter()
        self._pages: set[tuple[ItemKind, int | None]] = set()
        self.changed_pages: list[ChangedPage] = []

    def add(self, kind: ItemKind, message: str, *, page: int | None = None, was: str = "", now: str = "") -> None:
        """Add a difference, unless there is one with the same message."""
        self._pages.add((kind, page))
        if message in self._messages:
            return
        self._messages.add(message)
        self._counts[kind] += 1
        if self._counts[kind] <= MOST_DIFFERENCES:
            self._listed.append(Difference(kind=kind, page=page, message=message, was=was, now=now))

    def has(self, *kinds: ItemKind, page: int | None = None) -> bool:
        """Whether there is a difference of one of the kinds, on that page if one is given."""
        return any(self._counts[kind] if page is None else (kind, page) in self._pages for kind in kinds)

    def compare(self, was: Sequence[PdfItem], now: Sequence[PdfItem]) -> None:
        """Add a difference for every item that is new, missing or changed."""
        for before, after in aligned(was, now):
            either = before or after
            assert either is not None
            if before is None or after is None or (before.key or before.value) != (after.key or after.value):
                self._add_item(either, either.label, before.value if before else "", after.value if after else "")
                continue
            old, new = dict(before.details), dict(after.details)
            for sentence in sorted(old.keys() | new.keys()):
                self._add_item(before, sentence, old.get(sentence, ""), new.get(sentence, ""))
            explained = self.has("text", page=before.page) if before.page and after.page else self.has("pages")
            if not explained:
                for (sentence, content), (_, new_content) in zip(before.content, after.content, strict=True):
                    if "".join(content.split()) != "".join(new_content.split()):  # a space may be where a line happens to end
                        self._add_item(before, sentence, content, new_content)
                        break

    def _add_item(self, item: PdfItem, sentence: str, was: str, now: str) -> None:
        if was == now:
            return
        if self._counts[item.kind] >= MOST_DIFFERENCES:  # no more are listed, so the words are not needed
            self._counts[item.kind] += 1
            self._pages.add((item.kind, item.page))
            return
        sentence = printable(sentence, _LONGEST).replace("{item}", quoted(item.name or item.value))
        passages = list(islice(word_changes(was, now), MOST_DIFFERENCES)) if item.by_words else [(was, now)]
        for old, new in passages:
            message = sentence if sentence.endswith(".") else f"{sentence} {contrast(old, new)}."
            self.add(item.kind, message, page=item.page, was=old, now=new)
        if not passages:
            self.add(item.kind, f"{sentence} the same words are in other lines, or have other spaces between them.", page=item.page)

    def comparison(self) -> Comparison:
        """The level and the differences, at most `MOST_DIFFERENCES`. No kind crowds out another."""
        kinds = set(self._counts)
        level = Level.DIFFERENT if kinds & _READ else Level.IDENTICAL_TEXT if kinds & _SEEN else Level.IDENTICAL_PICTURES
        so_far: Counter[ItemKind] = Counter()
        beyond_share = []
        for each in self._listed:
            beyond_share.append(so_far[each.kind] >= _SHARE)
            so_far[each.kind] += 1
        listed = sorted(sorted(range(len(self._listed)), key=beyond_share.__getitem__)[:MOST_DIFFERENCES])
        return Comparison(
            level=level,
            differences=tuple(self._listed[position] for position in listed),
            unlisted=self._counts.total() - len(listed),
            changed_pages=tuple(self.changed_pages),
        )
