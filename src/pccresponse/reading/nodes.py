"""What a YAML file consists of, once read: texts, lists and mappings that know where they stand.

All scalars are texts. YAML's own guesses about types (`NO` is false, `01234` is octal, `2015-07-21` is a date) are not made;
what a text means is for the field to say that it is written in.
"""

from __future__ import annotations

import msgspec

from pccresponse.problems import Path
from pccresponse.reading.source import Spot


class Text(msgspec.Struct):
    """A scalar, without interpretation."""

    value: str
    line: int
    column: int
    end_line: int
    end_column: int
    style: str
    """The sign that it was written with, one of `'`, `"`, `|`, `>`; empty for one that was written plainly."""


class Listing(msgspec.Struct):
    """A list, in either of YAML's two styles."""

    line: int
    column: int
    items: list[Node]
    cut: bool = False


class Mapping(msgspec.Struct):
    """Keys with their values, in the file's order."""

    line: int
    column: int
    entries: list[Entry]
    first: dict[str, Entry]
    """The first entry of each key."""
    cut: bool = False
    """Whether its end was not reached, or a line in it had to be guessed: then nothing can be said about what is missing."""


class Unusable(msgspec.Struct):
    """Where something stood that was complained about and has no meaning here, such as an alias."""

    line: int
    column: int


class Entry(msgspec.Struct):
    """A key and its value. A key that is there again is kept, so that mistakes below it are found at the same time."""

    key: Text
    node: Node
    repeated: bool


Node = Text | Listing | Mapping | Unusable


def spot_of(node: Node) -> Spot:
    """Where a node starts."""
    return node.line, node.column


def spot_for(node: Node, key: Text) -> Spot:
    """Where to point for the value of a key: at a text on the same line, but at the key of what is blank or stands below it."""
    beside = isinstance(node, Text) and node.line == key.line and node.value and node.style not in ("|", ">")
    return spot_of(node) if beside else spot_of(key)


def locate(root: Node, path: Path) -> Spot:
    """The spot of what a path leads to, or of the nearest thing above it that exists."""
    spot = spot_of(root)
    node = root
    for step in path:
        if isinstance(node, Mapping):
            entry = node.first.get(step) if isinstance(step, str) else None
            if entry is None:
                break
            spot, node = spot_for(entry.node, entry.key), entry.node
        elif isinstance(node, Listing) and isinstance(step, int) and 0 <= step < len(node.items):
            node = node.items[step]
            spot = spot_of(node)
        else:
            break
    return spot
