"""The differences between two sequences: the fewest changes that lead from one to the other (Myers, 1986).

A hostile text can make the standard library's matcher run for hours. This one gives up in time. A change in a text is shown with a few
words around it.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from itertools import takewhile
from typing import NamedTuple

_MOST_CHANGES = 250
"""Above this number of single changes, everything between the first and the last counts as one change."""


class Replacement(NamedTuple):
    """Items `start` to `end` of the first sequence were replaced by items `new_start` to `new_end` of the second."""

    start: int
    end: int
    new_start: int
    new_end: int


def changes(old: Sequence[Hashable], new: Sequence[Hashable], *, join: int = 0) -> list[Replacement]:
    """The changes in order. Changes with at most `join` equal items between them become one.

    >>> changes("abcd", "abxd")
    [Replacement(start=2, end=3, new_start=2, new_end=3)]
    """
    head = _same(old, new)
    tail = min(_same(old[::-1], new[::-1]), len(old) - head, len(new) - head)
    steps = _steps(old[head : len(old) - tail], new[head : len(new) - tail])
    found: list[Replacement] = []
    for step in steps:
        each = Replacement(*(position + head for position in step))
        if found and each.start - found[-1].end <= join:
            found[-1] = Replacement(found[-1].start, each.end, found[-1].new_start, each.new_end)
        else:
            found.append(each)
    return found


def _same(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _steps(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Replacement]:
    """Each deletion and insertion separately; the caller joins neighbours."""
    if not old or not new:
        return [Replacement(0, len(old), 0, len(new))] if old or new else []
    history = _search(old, new)
    if history is None:
        return [Replacement(0, len(old), 0, len(new))]
    steps: list[Replacement] = []
    diagonal = len(old) - len(new)
    for depth in range(len(history) - 1, 0, -1):
        before = history[depth][diagonal][1]
        x = history[depth - 1][before][0]
        y = x - before
        steps.append(Replacement(x, x, y, y + 1) if before > diagonal else Replacement(x, x + 1, y, y))
        diagonal = before
    return steps[::-1]


_Reached = dict[int, tuple[int, int]]
"""For each diagonal: the furthest position in the old sequence, and the diagonal that it was reached from."""


def _search(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[_Reached] | None:
    """The furthest points that 0, 1, 2, … changes reach; None if it takes too many."""
    history: list[_Reached] = []
    last = len(old) - len(new)
    starts: _Reached = {0: (0, 0)}
    for _ in range(_MOST_CHANGES + 1):
        now: _Reached = {}
        for diagonal, (x, before) in starts.items():
            y = x - diagonal
            while x < len(old) and y < len(new) and old[x] == new[y]:
                x, y = x + 1, y + 1
            now[diagonal] = (x, before)
        history.append(now)
        if last in now and now[last][0] == len(old):
            return history
        starts = _one_more(now, len(old), len(new))
    return None


def _one_more(now: _Reached, old_length: int, new_length: int) -> _Reached:
    """The furthest points after one more change, which skips an item of either sequence."""
    starts: _Reached = {}
    for diagonal, (x, _) in now.items():
        if x < old_length and (diagonal + 1 not in starts or starts[diagonal + 1][0] < x + 1):
            starts[diagonal + 1] = (x + 1, diagonal)
        if x - diagonal < new_length and (diagonal - 1 not in starts or starts[diagonal - 1][0] < x):
            starts[diagonal - 1] = (x, diagonal)
    return starts


# A no-break space does not separate words: it is printed differently, and may be the change.
_WORD = re.compile(r"[^ \t\r\n]+")


def words_in(text: str) -> list[str]:
    """The words of a text, for comparing.

    >>> words_in("Good  for\\u00a0a child")
    ['Good', 'for\\xa0a', 'child']
    """
    return _WORD.findall(text)


def words_before(words: list[str], end: int, most: int) -> list[str]:
    """Up to `most` words before a change, with `…` for those before them."""
    start = max(0, end - most)
    return (["…"] if start else []) + words[start:end]


def words_after(words: list[str], start: int, most: int) -> list[str]:
    """Up to `most` words after a change, with `…` for those after them."""
    end = start + most
    return words[start:end] + (["…"] if end < len(words) else [])


def cut_in_the_middle(words: list[str], ends: int) -> list[str]:
    """A long run of words as its first and last `ends` words, and how many are between them."""
    left_out = len(words) - 2 * ends
    return words if left_out <= 1 else [*words[:ends], f"[{left_out} more words]", *words[-ends:]]
