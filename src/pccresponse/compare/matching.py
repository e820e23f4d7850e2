"""Pairing the items of an old list with those of a new one: by name, by text, or by most of the words."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import partial
from typing import TypeVar

import msgspec

from pccresponse.models.findings import Finding, ForceAction, PositiveFinding

ItemT = TypeVar("ItemT", bound=msgspec.Struct)
Key = Callable[[msgspec.Struct], Hashable]

_NAMING = ("heading", "name", "title", "area", "pillar", "question", "cases")
"""The fields that identify an item of a list, in models other than findings."""
_SAME_LABEL = 0.15
_ALIKE = 0.6
"""The share of common words from which two items count as the same."""
_MOST_COMPARED = 200
_MOST_WORDS = 400


def matched(old: Sequence[ItemT], new: Sequence[ItemT]) -> list[tuple[int | None, int | None]]:
    """The positions of paired items, in the order of the new list; None for a missing partner.

    All items are paired by the surest key first, so that no item is paired with one that is only similar.
    """
    partners: dict[int, int] = {}
    first, last = _keys(old, new)
    _pair_by(first, old, new, partners)
    partners |= _alike(old, new, partners)
    _pair_by(last, old, new, partners)
    gone = sorted(set(range(len(old))) - set(partners.values()))
    return [*((partners.get(position), position) for position in range(len(new))), *((position, None) for position in gone)]


def _pair_by(keys: Sequence[Key], old: Sequence[msgspec.Struct], new: Sequence[msgspec.Struct], partners: dict[int, int]) -> None:
    for key in keys:
        waiting: defaultdict[Hashable, deque[int]] = defaultdict(deque)
        for position, item in enumerate(old):
            if position not in partners.values() and (name := key(item)) is not None:
                waiting[name].append(position)
        for position, item in enumerate(new):
            if position not in partners and (name := key(item)) is not None and waiting[name]:
                partners[position] = waiting[name].popleft()


def words_in(text: str) -> tuple[str, ...]:
    """The words of a text, regardless of white space, quotation marks and capitals."""
    return tuple(text.casefold().translate(_QUOTES).split())


_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\N{NO-BREAK SPACE}": " "})


def _keys(old: Sequence[msgspec.Struct], new: Sequence[msgspec.Struct]) -> tuple[tuple[Key, ...], tuple[Key, ...]]:
    """The keys that pair items before their common words are counted, and those that do so afterwards.

    A finding's label comes last, because a corrected report may number its findings differently.
    """
    first = next((item for item in (*old, *new)), None)
    if isinstance(first, Finding | PositiveFinding):
        return (_label_and_text, partial(_words, "text")), (_label, partial(_words, "heading"))
    if isinstance(first, ForceAction):
        return (_everything, partial(_words, "what")), ()
    return (_everything, _name), ()


def _everything(item: msgspec.Struct) -> Hashable:
    return item


def _words(field: str, item: msgspec.Struct) -> tuple[str, ...] | None:
    return words_in(getattr(item, field, None) or "") or None


_label = partial(_words, "label")


def _label_and_text(item: msgspec.Struct) -> Hashable:
    label = _label(item)
    return None if label is None else (label, _words("text", item))


def _name(item: msgspec.Struct) -> Hashable:
    return next((words for field in _NAMING if (words := _words(field, item))), None)


def _alike(old: Sequence[msgspec.Struct], new: Sequence[msgspec.Struct], partners: dict[int, int]) -> dict[int, int]:
    """Pairs among the remaining items, the most similar first, and among equals the first in the file."""
    taken = set(partners.values())
    left = [(at, _label(item), _counted(item)) for at, item in enumerate(old) if at not in taken][:_MOST_COMPARED]
    right = [(at, _label(item), _counted(item)) for at, item in enumerate(new) if at not in partners][:_MOST_COMPARED]
    found: dict[int, int] = {}
    for _, new_at, old_at in sorted(_likenesses(left, right)):
        if new_at not in found and old_at not in found.values():
            found[new_at] = old_at
    return found


_Counted = tuple[int, Hashable, "Counter[str]"]


def _likenesses(left: Sequence[_Counted], right: Sequence[_Counted]) -> Iterator[tuple[float, int, int]]:
    """The negative similarity and the positions of each pair, for sorting. An equal label adds to the similarity.

    The order of words does not count, so the time is linear in the length of any text.
    """
    for old_at, old_label, old_words in left:
        for new_at, new_label, new_words in right:
            length = old_words.total() + new_words.total()
            if length and (share := 2 * (old_words & new_words).total() / length) >= _ALIKE:
                yield -share - _SAME_LABEL * (old_label is not None and old_label == new_label), new_at, old_at


def _counted(item: msgspec.Struct) -> Counter[str]:
    texts = (getattr(item, field) for field in ("text", "what") if hasattr(item, field))
    words = words_in(" ".join(texts)) or words_in(" ".join(str(value) for value in msgspec.structs.astuple(item) if value))
    return Counter(words[:_MOST_WORDS])
