"""What came of reading a file."""

from __future__ import annotations

import re
from typing import Generic

import msgspec

from pccresponse.problems import Path, Place, Problem
from pccresponse.reading.binding import Unread
from pccresponse.reading.nodes import Listing, Mapping, Node, locate
from pccresponse.reading.shapes import M
from pccresponse.reading.source import Source, Spot


class Reading(msgspec.Struct, Generic[M], frozen=True, kw_only=True):
    """A file that was read: its model, or everything that is wrong with it."""

    file: str
    """The name of the file as messages show it."""
    model: M | None
    """None if any of the problems is an error."""
    readable: M | None
    """What could be read in spite of the errors, for judging it and for nothing else; the model where there are none."""
    unread: Unread
    """What `readable` lacks or has otherwise than the file."""
    problems: tuple[Problem, ...]
    """In file order."""
    content: bytes
    """The file's bytes as they were read; empty where they could not be."""
    source: Source
    root: Mapping | None

    def place_of(self, path: Path, words: str = "") -> Place:
        """Where the value of a path stands: at the given words of a text, at a text itself, else at its key.

        Of something missing: the line that has it commented out, as `new` writes it, else the nearest thing above it. Where the
        file could not be read at all, the place is the file.
        """
        if self.root is None:
            return Place(self.file)
        spot = self._commented_out(path) or locate(self.root, path)
        return self.source.place((words and self._within(spot, path, words)) or spot)

    def _within(self, spot: Spot, path: Path, words: str) -> Spot | None:
        """Where words stand in the text that begins at a spot; None where the file writes them in another way than they read."""
        first, column = spot
        line = self.source.lines[first]
        key = len(line) - len(line.lstrip("- "))
        # What goes on with a text stands deeper than its key; an item of a list has no key.
        deeper = key if path and isinstance(path[-1], int) else key + 1
        text = [line[column:]]
        for below in self.source.lines[first + 1 :]:
            if below.strip() and len(below) - len(below.lstrip()) < deeper:
                break
            text.append(below)
        found = re.search(r"[\s>]+".join(map(re.escape, words.split())), "\n".join(text))
        if not words.split() or found is None:
            return None
        before = found.string[: found.start()].split("\n")
        return first + len(before) - 1, len(before[-1]) + (column if len(before) == 1 else 0)

    def _commented_out(self, path: Path) -> Spot | None:
        """The spot of the first key on the path that is missing, if a comment where it would stand has it."""
        node: Node | None = self.root
        for step in path:
            if isinstance(node, Listing) and isinstance(step, int) and 0 <= step < len(node.items):
                node = node.items[step]
            elif isinstance(node, Mapping) and isinstance(step, str) and step in node.first:
                node = node.first[step].node
            else:
                break
        else:
            return None
        return self._comment_with(step, node) if isinstance(node, Mapping) and isinstance(step, str) else None

    def _comment_with(self, key: str, mapping: Mapping) -> Spot | None:
        for number, line in enumerate(self.source.lines[mapping.line + 1 :], start=mapping.line + 1):
            bare = line.lstrip()
            if bare.startswith("#"):
                content = bare.lstrip("# ")
                if content.startswith(f"{key}:"):
                    return number, len(line) - len(content)
            elif bare and len(line) - len(bare) < mapping.column:
                return None  # the mapping has ended
        return None
