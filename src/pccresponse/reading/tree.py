"""From YAML's events to nodes, with everything refused that YAML can do and a plain file does not need.

The parser's events are walked and its own composer is left alone: that one calls itself at each level, so that a file of a million
brackets would bring the program down, and it has no objection to a key that is there twice.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec
from yaml import YAMLError
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentEndEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    StreamEndEvent,
)

from pccresponse.errors import CannotRunError
from pccresponse.problems import Severity
from pccresponse.reading.characters import UNSEEN
from pccresponse.reading.nodes import Entry, Listing, Mapping, Node, Text, Unusable, spot_of
from pccresponse.reading.source import Complaints, Spot, quoted

if TYPE_CHECKING:
    from yaml import CBaseLoader

MOST_LEVELS = 20
MOST_NODES = 50_000

_SWALLOWED = re.compile(r"[ \t]+(#\S.{,100})")
_WORD = re.compile(r"\S{1,100}")


class Growth(msgspec.Struct):
    """How far the events led, and what a diagnosis needs to know if they ended in an error."""

    root: Node | None = None
    error: YAMLError | None = None
    stopped: bool = False
    """A limit was passed; what there is of a tree is not worth reading."""
    last_event: Event | None = None
    last_closed: Mapping | Listing | None = None
    end: Spot = (0, 0)
    """Where the document ended."""
    ended_by_sign: bool = False
    """Whether it ended with three full stops on a line."""
    nodes: int = 0


def grow(lines: list[str], complaints: Complaints) -> Growth:
    """Read the first document of some lines. What was open at an error is closed and marked as cut, so that the rest can be used."""
    return _Grower(lines, complaints).grow(_parser_of("\n".join(lines)))


def _parser_of(text: str) -> CBaseLoader:
    try:
        from yaml import CBaseLoader
    except ImportError as error:
        raise CannotRunError(
            "PyYAML was installed without its fast part, LibYAML.",
            "Install the wheel of PyYAML: pip install --force-reinstall --only-binary :all: PyYAML",
        ) from error
    return CBaseLoader(text)


class _Grower:
    def __init__(self, lines: list[str], complaints: Complaints) -> None:
        self.lines = lines
        self.complaints = complaints
        self.growth = Growth()
        self.open: list[Mapping | Listing] = []
        self.keys: list[Text | Unusable | None] = []
        """For each open collection, the key that still waits for its value."""
        self.just_closed: list[Mapping | Listing] = []
        """Collections since whose end nothing else was read."""

    def grow(self, parser: CBaseLoader) -> Growth:
        growth = self.growth
        try:
            while (event := parser.get_event()) is not None:
                growth.last_event = event
                if isinstance(event, NodeEvent):
                    self._begin(event)
                    if growth.stopped:
                        growth.root = None
                        return growth
                elif isinstance(event, CollectionEndEvent):
                    self._end(end_of(event)[0])
                elif isinstance(event, DocumentEndEvent):
                    growth.end = end_of(event)
                    growth.ended_by_sign = bool(event.explicit)
                    return growth  # what follows is looked at as text: the parser would take long over a page of directives
                elif isinstance(event, StreamEndEvent):
                    return growth
        except YAMLError as error:
            growth.error = error
        self._cut()
        return growth

    def _begin(self, event: NodeEvent) -> None:
        line, column = start_of(event)
        self.growth.nodes += 1
        self.just_closed.clear()
        if self.growth.nodes > MOST_NODES:
            self._stop(
                "YAML-TOO-MANY",
                (line, column),
                "The file has more than 50,000 keys and values.",
                "No response needs so many; see how they came into the file.",
            )
        elif isinstance(event, ScalarEvent):
            self._refuse_anchor_and_tag(event, event.tag)
            end_line, end_column = end_of(event)
            if event.style == '"' and (unseen := UNSEEN.search(event.value)):
                message = f"A backslash here makes a character that cannot be seen (U+{ord(unseen[0]):04X})."
                self.complaints.add(
                    "YAML-ESCAPE", (line, column), message, "In double quotes, write \\\\ for a backslash; or use single quotes."
                )
            self._attach(Text(event.value, line, column, end_line, end_column, event.style or ""))
        elif isinstance(event, CollectionStartEvent):
            self._refuse_anchor_and_tag(event, event.tag)
            if len(self.open) >= MOST_LEVELS:
                self._stop(
                    "YAML-TOO-DEEP",
                    (line, column),
                    f"This is nested more than {MOST_LEVELS} levels deep.",
                    "Nothing here needs more than ten.",
                )
            self.open.append(Mapping(line, column, [], {}) if isinstance(event, MappingStartEvent) else Listing(line, column, []))
            self.keys.append(None)
        elif isinstance(event, AliasEvent):
            message = (
                f'"*{event.anchor}" is taken for an alias, which stands for something written elsewhere; these are not accepted.'
            )
            self.complaints.add(
                "YAML-ALIAS", (line, column), message, "Write it out again; a text that starts with * has to be in quotes."
            )
            self._attach(Unusable(line, column))

    def _refuse_anchor_and_tag(self, event: NodeEvent, tag: str | None) -> None:
        if event.anchor is not None:
            message = f'"&{event.anchor}" is taken for an anchor, a name to repeat this by; anchors are not accepted.'
            self.complaints.add(
                "YAML-ANCHOR", start_of(event), message, "Delete it; a text that starts with & has to be in quotes."
            )
        if tag is not None:
            line, column = spot = start_of(event)
            written = _WORD.match(self.lines[line], column)
            message = f"{quoted(written[0] if written else tag)} is taken for a tag, which tells a program the type; tags are not accepted."
            self.complaints.add("YAML-TAG", spot, message, "Delete it; a text that starts with ! has to be in quotes.")

    def _attach(self, node: Node) -> None:
        if not self.open:
            self.growth.root = node
            return
        parent = self.open[-1]
        if isinstance(parent, Listing):
            parent.items.append(node)
        elif (key := self.keys[-1]) is None:
            self.keys[-1] = self._key(node, parent)
            return
        else:
            self.keys[-1] = None
            if isinstance(key, Text):
                entry = Entry(key, node, key.value in parent.first)
                parent.entries.append(entry)
                parent.first.setdefault(key.value, entry)
        if isinstance(node, Text) and not node.style:
            self._see_what_was_swallowed(node)

    def _key(self, node: Node, parent: Mapping) -> Text | Unusable:
        spot = spot_of(node)
        if not isinstance(node, Text) or not node.value.strip():
            message = "A key has to be a plain word." if not isinstance(node, Text) else "There is no key before this colon."
            self.complaints.add(
                "YAML-KEY", spot, message, "Write the key before the colon; a text that starts with a bracket needs quotes."
            )
            return Unusable(*spot)
        if node.value == "<<" and not node.style:
            message = "<< would merge in keys from elsewhere, which is not accepted."
            self.complaints.add("YAML-MERGE-KEY", spot, message, "Write those keys out here.")
            return Unusable(*spot)
        if (first := parent.first.get(node.value)) is not None:
            message = f"The key {quoted(node.value)} is there already, in line {first.key.line + 1}."
            self.complaints.add("YAML-DUPLICATE-KEY", spot, message, "Keep one of the two, or put what both say under one key.")
        return node

    def _see_what_was_swallowed(self, node: Text) -> None:
        if node.value and (match := _SWALLOWED.match(self.lines[node.end_line], node.end_column)):
            self.complaints.add(
                "YAML-HASH",
                (node.end_line, match.start(1)),
                f"{quoted(match[1])} is taken for a remark and is left out.",
                "If it belongs to the text, put the whole text in quotes; if it is a remark, put a space after the #.",
                severity=Severity.WARNING,
            )

    def _end(self, last_line: int) -> None:
        node = self.open.pop()
        self.keys.pop()
        node.cut = node.cut or any(node.line <= line <= last_line for line in self.complaints.hushed)
        self.growth.last_closed = node
        self.just_closed.append(node)
        self._attach(node)

    def _stop(self, code: str, spot: Spot, message: str, remedy: str) -> None:
        self.complaints.add(code, spot, message, remedy)
        self.growth.stopped = True

    def _cut(self) -> None:
        """Close what an error left open. A key that never got its value is dropped.

        What ended just before the error may have ended because of it: a line in the wrong column closes everything above it.
        """
        for node in self.just_closed:
            node.cut = True
        while self.open:
            node = self.open.pop()
            self.keys.pop()
            node.cut = True
            if not self.open or isinstance(self.open[-1], Listing) or self.keys[-1] is not None:
                self._attach(node)


def start_of(event: Event) -> Spot:
    """Where an event begins in the text."""
    mark = event.start_mark
    return (mark.line, mark.column) if mark is not None else (0, 0)


def end_of(event: Event) -> Spot:
    """Where an event ends: after its last character, or at the next thing that is not white space."""
    mark = event.end_mark
    return (mark.line, mark.column) if mark is not None else (0, 0)
