"""Pairing the items of an old list with those of a new one: by name, by text, and at last by most of the words."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import TypeVar

import msgspec

from pccresponse.models.findings import Finding, ForceAction, PositiveFinding

ItemT = TypeVar("ItemT", bound=msgspec.Struct)
Key = Callable[[msgspec.Struct], Hashable]

_NAMING = ("heading", "name", "title", "area", "pillar", "question", "cases")
"""The fields that tell one item of a list from the others, in models that are not findings."""
_SAME_LABEL = 0.15
_ALIKE = 0.6
"""The share of its words that an item has to keep to be taken for the same."""
_MOST_COMPARED = 200
_MOST_WORDS = 400


def matched(old: Sequence[ItemT], new: Sequence[ItemT]) -> list[tuple[int | None, int | None]]:
    """The positions of paired items, in the order of the new list; None for the position of a missing partner.

    The surest sign comes first for all items, then the next, so that an item is never taken by one that is merely like it.
    """
    partners: dict[int, int] = {}
    surest, last = _keys(old, new)
    _pair_by(surest, old, new, partners)
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
    plain = text.casefold().translate(_QUOTES)
    return tuple(plain.split())


_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\N{NO-BREAK SPACE}": " "})


def _keys(old: Sequence[msgspec.Struct], new: Sequence[msgspec.Struct]) -> tuple[tuple[Key, ...], tuple[Key, ...]]:
    """What pairs items before the words that they have in common are counted, and what does so at last.

    The words of a finding say what it is, and its label may pass to another one: a report that is corrected may be numbered again.
    """
    first = next((item for item in (*old, *new)), None)
    if isinstance(first, Finding | PositiveFinding):
        return (_label_and_text, _text), (_label, _heading)
    if isinstance(first, ForceAction):
        return (_everything, _what), ()
    return (_everything, _called), ()


def _everything(item: msgspec.Struct) -> Hashable:
    return item


def _label(item: msgspec.Struct) -> Hashable:
    label = getattr(item, "label", None)
    return words_in(label) if label else None


def _label_and_text(item: msgspec.Struct) -> Hashable:
    label = _label(item)
    return None if label is None else (label, _text(item))


def _text(item: msgspec.Struct) -> Hashable:
    return words_in(getattr(item, "text", "")) or None


def _heading(item: msgspec.Struct) -> Hashable:
    heading = getattr(item, "heading", None)
    return words_in(heading) if heading else None


def _what(item: msgspec.Struct) -> Hashable:
    return words_in(getattr(item, "what", ""))


def _called(item: msgspec.Struct) -> Hashable:
    names = (getattr(item, field, None) for field in _NAMING)
    return next((words_in(name) for name in names if name), None)


def _alike(old: Sequence[msgspec.Struct], new: Sequence[msgspec.Struct], partners: dict[int, int]) -> dict[int, int]:
    """Pairs among the items that are left, the most similar first, and of equally similar ones the first in the file."""
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
    """The similarity of each pair, negated, so that sorting puts the most similar first. A label that is the same counts for it.

    Words are counted and not put in order: that takes as long as the texts are, and no text can be written to make it take longer.
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
