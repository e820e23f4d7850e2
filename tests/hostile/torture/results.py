"""What came of the things that were tried, and the table at the end."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

Sort = Literal["torn", "traceback", "hang", "other"]
"""`torn` is a file that is neither as it was nor as it was to become; `other` is what was left behind, or a wrong answer."""


@dataclass(frozen=True)
class Fault:
    """One thing that did not hold, in words."""

    sort: Sort
    words: str


@dataclass(frozen=True)
class Result:
    """What came of one case, or of several that were tried in one go."""

    faults: tuple[Fault, ...] = ()
    hit: bool = True
    """Whether what was to happen did: a program that had ended before it was to be killed was not hit, and is tried again."""
    of: str = ""
    """Which of its kind it was, for the counts at the end."""
    tried: int = 1
    again: str = ""
    """What is typed after `./run torture` to have the case again, where it is not its kind, seed and number."""


@dataclass
class Row:
    """The counts of one kind."""

    kind: str
    wanted: int
    tried: int = 0
    missed: int = 0
    failed: int = 0
    faults: list[tuple[str, Fault]] = field(default_factory=list)
    """Each with the command that repeats it."""
    note: str = ""
    tried_of: Counter[str] = field(default_factory=Counter)
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock)

    def add(self, result: Result, again: str) -> None:
        """Count a result; may be called from several threads."""
        with self._one_at_a_time:
            if not result.hit:
                self.missed += 1
                return
            self.tried += result.tried
            self.tried_of[result.of] += result.tried
            self.failed += min(result.tried, len({result.again or again})) if result.faults else 0
            self.faults += [(result.again or again, fault) for fault in result.faults]

    def count(self, sort: Sort) -> int:
        """How many faults there are of that sort."""
        return sum(fault.sort == sort for _, fault in self.faults)


_HEADS = ("kind", "wanted", "tried", "held", "torn", "tracebacks", "hangs", "other")
_VARIES = re.compile(r"0x[0-9a-f]+|[0-9]+|'[^']*'")
_MOST_SHOWN = 30
_MOST_LINES = 25


def table(rows: Iterable[Row]) -> str:
    """The table, and below it the notes."""
    rows = list(rows)
    cells: list[Sequence[str]] = [_HEADS]
    for row in rows:
        counts = (
            row.wanted,
            row.tried,
            row.tried - row.failed,
            *(row.count(sort) for sort in ("torn", "traceback", "hang", "other")),
        )
        cells.append((row.kind, *(f"{count:,}" for count in counts)))
    widths = [max(len(line[column]) for line in cells) for column in range(len(_HEADS))]
    lines = [
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in cells
    ]
    notes = [f"{row.kind}: {row.note}" for row in rows if row.note]
    for row in rows:
        if named := sorted((name, count) for name, count in row.tried_of.items() if name):
            notes.append(f"{row.kind}: {', '.join(f'{name} {count}' for name, count in named)}.")
    return "\n".join([*lines, *(["", *notes] if notes else [])])


def report(rows: Iterable[Row]) -> str:
    """The faults, each with the command that repeats it; of those that end in the same words, the first."""
    parts: list[str] = []
    for row in rows:
        alike: dict[tuple[str, str], list[tuple[str, Fault]]] = {}
        for again, fault in row.faults:
            alike.setdefault((fault.sort, _VARIES.sub("#", fault.words.strip().splitlines()[-1])), []).append((again, fault))
        for (sort, _), ((again, fault), *more) in list(alike.items())[:_MOST_SHOWN]:
            lines = fault.words.strip().splitlines()
            if len(lines) > _MOST_LINES:
                lines = [*lines[:5], "…", *lines[5 - _MOST_LINES :]]
            head = f"{row.kind}: {sort}{f', and {len(more)} more like it' if more else ''}"
            parts.append("\n".join([head, f"  again: {again}", *(f"  | {line}" for line in lines)]))
        if len(alike) > _MOST_SHOWN:
            parts.append(f"{row.kind}: and {len(alike) - _MOST_SHOWN} of other sorts.")
    return "\n\n".join(parts)
