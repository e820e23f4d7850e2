"""The tree of a YAML file, built from the parser's events. It refuses every feature of YAML that a plain file does not need.

The parser's own composer is not used: it is recursive, so a million brackets would crash it, and it accepts duplicate keys.
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

from pccresponse.foundation.errors import CannotRunError
from pccresponse.foundation.problems import Path, Severity
from pccresponse.reading.source import UNSEEN, ProblemCollector, Spot, quoted

if TYPE_CHECKING:
    from yaml import CBaseLoader


class Scalar(msgspec.Struct):
    """A scalar as text."""

    value: str
    line: int
    column: int
    end_line: int
    end_column: int
    style: str
    """Its sign: `'`, `"`, `|` or `>`; empty for a plain scalar."""


class ListNode(msgspec.Struct):
    """A list."""

    line: int
    column: int
    items: list[Node]
    cut: bool = False


class Mapping(msgspec.Struct):
    """Keys with their values, in file order."""

    line: int
    column: int
    entries: list[KeyValue]
    first: dict[str, KeyValue]
    """The first entry of each key."""
    cut: bool = False
    """Whether its end was not reached or a line in it was patched, so that nobody can tell what is missing."""


class Unusable(msgspec.Struct):
    """A node without a value that was reported as an error, such as an alias."""

    line: int
    column: int


class KeyValue(msgspec.Struct):
    """A key and its value. A duplicate is kept, so that mistakes below it are found too."""

    key: Scalar
    node: Node
    repeated: bool


Node = Scalar | ListNode | Mapping | Unusable


def spot_of(node: Node) -> Spot:
    """The start of a node."""
    return node.line, node.column


def spot_for(node: Node, key: Scalar) -> Spot:
    """The spot of a key's value: a text on the same line itself, otherwise the key."""
    beside = isinstance(node, Scalar) and node.line == key.line and node.value and node.style not in ("|", ">")
    return spot_of(node) if beside else spot_of(key)


def locate(root: Node, path: Path) -> Spot:
    """The spot of the value at a path, or of its nearest parent."""
    spot = spot_of(root)
    node = root
    for step in path:
        if isinstance(node, Mapping):
            entry = node.first.get(step) if isinstance(step, str) else None
            if entry is None:
                break
            spot, node = spot_for(entry.node, entry.key), entry.node
        elif isinstance(node, ListNode) and isinstance(step, int) and 0 <= step < len(node.items):
            node = node.items[step]
            spot = spot_of(node)
        else:
            break
    return spot


MOST_LEVELS = 20
MOST_NODES = 50_000

_COMMENT_IN_TEXT = re.compile(r"[ \t]+(#\S.{,100})")
_WORD = re.compile(r"\S{1,100}")


class ParseState(msgspec.Struct):
    """The tree so far, and what is needed to explain a parser error."""

    root: Node | None = None
    error: YAMLError | None = None
    stopped: bool = False
    """Whether a limit was passed, so that the tree is useless."""
    last_event: Event | None = None
    last_closed: Mapping | ListNode | None = None
    end: Spot = (0, 0)
    """The end of the document."""
    ended_by_sign: bool = False
    """Whether it ended with three full stops on a line."""
    nodes: int = 0


def parse_document(lines: list[str], collector: ProblemCollector) -> ParseState:
    """Parse the first document. At an error, what is open is closed and marked as cut."""
    return _TreeBuilder(lines, collector).parse_document(_parser_of("\n".join(lines)))


def _parser_of(text: str) -> CBaseLoader:
    try:
        from yaml import CBaseLoader
    except ImportError as error:
        raise CannotRunError(
            "PyYAML was installed without its fast part, LibYAML.",
            "Install the wheel of PyYAML: pip install --force-reinstall --only-binary :all: PyYAML",
        ) from error
    return CBaseLoader(text)


class _TreeBuilder:
    def __init__(self, lines: list[str], collector: ProblemCollector) -> None:
        self.lines = lines
        self.collector = collector
        self.state = ParseState()
        self.open: list[Mapping | ListNode] = []
        self.keys: list[Scalar | Unusable | None] = []
        """For each open collection, the key that waits for its value."""
        self.just_closed: list[Mapping | ListNode] = []
        """Collections that ended just before the current event."""

    def parse_document(self, parser: CBaseLoader) -> ParseState:
        state = self.state
        try:
            while (event := parser.get_event()) is not None:
                state.last_event = event
                if isinstance(event, NodeEvent):
                    self._begin(event)
                    if state.stopped:
                        state.root = None
                        return state
                elif isinstance(event, CollectionEndEvent):
                    self._end(end_of(event)[0])
                elif isinstance(event, DocumentEndEvent):
                    state.end = end_of(event)
                    state.ended_by_sign = bool(event.explicit)
                    return state  # the rest is not parsed: a page of directives would take long
                elif isinstance(event, StreamEndEvent):
                    return state
        except YAMLError as error:
            state.error = error
        self._cut()
        return state

    def _begin(self, event: NodeEvent) -> None:
        line, column = start_of(event)
        self.state.nodes += 1
        self.just_closed.clear()
        if self.state.nodes > MOST_NODES:
            self._stop(
                "YAML-TOO-MANY",
                (line, column),
                "The file has more than 50,000 keys and values.",
                "No response needs so many. Check how they came into the file.",
            )
        elif isinstance(event, ScalarEvent):
            self._refuse_anchor_and_tag(event, event.tag)
            end_line, end_column = end_of(event)
            if event.style == '"' and (unseen := UNSEEN.search(event.value)):
                message = f"A backslash here makes a character that cannot be seen (U+{ord(unseen[0]):04X})."
                self.collector.add(
                    "YAML-ESCAPE", (line, column), message, "In double quotes, write \\\\ for a backslash. Or use single quotes."
                )
            self._attach(Scalar(event.value, line, column, end_line, end_column, event.style or ""))
        elif isinstance(event, CollectionStartEvent):
            self._refuse_anchor_and_tag(event, event.tag)
            if len(self.open) >= MOST_LEVELS:
                self._stop(
                    "YAML-TOO-DEEP",
                    (line, column),
                    f"This is nested more than {MOST_LEVELS} levels deep.",
                    "Nothing here needs more than ten.",
                )
            self.open.append(Mapping(line, column, [], {}) if isinstance(event, MappingStartEvent) else ListNode(line, column, []))
            self.keys.append(None)
        elif isinstance(event, AliasEvent):
            message = f'"*{event.anchor}" looks like an alias, which repeats something from elsewhere in the file. The program does not accept aliases.'
            self.collector.add(
                "YAML-ALIAS", (line, column), message, "Write it out again. If it is a text that starts with *, put it in quotes."
            )
            self._attach(Unusable(line, column))

    def _refuse_anchor_and_tag(self, event: NodeEvent, tag: str | None) -> None:
        if event.anchor is not None:
            message = f'"&{event.anchor}" is taken for an anchor, a name to repeat this by. The program does not accept anchors.'
            self.collector.add(
                "YAML-ANCHOR", start_of(event), message, "Delete it. If it is a text that starts with &, put it in quotes."
            )
        if tag is not None:
            line, column = spot = start_of(event)
            written = _WORD.match(self.lines[line], column)
            message = f"{quoted(written[0] if written else tag)} looks like a tag, which gives the type of a value. The program does not accept tags."
            self.collector.add("YAML-TAG", spot, message, "Delete it. If it is a text that starts with !, put it in quotes.")

    def _attach(self, node: Node) -> None:
        if not self.open:
            self.state.root = node
            return
        parent = self.open[-1]
        if isinstance(parent, ListNode):
            parent.items.append(node)
        elif (key := self.keys[-1]) is None:
            self.keys[-1] = self._key(node, parent)
            return
        else:
            self.keys[-1] = None
            if isinstance(key, Scalar):
                entry = KeyValue(key, node, key.value in parent.first)
                parent.entries.append(entry)
                parent.first.setdefault(key.value, entry)
        if isinstance(node, Scalar) and not node.style:
            self._warn_of_comment(node)

    def _key(self, node: Node, parent: Mapping) -> Scalar | Unusable:
        spot = spot_of(node)
        if not isinstance(node, Scalar) or not node.value.strip():
            message = "A key must be a plain word." if not isinstance(node, Scalar) else "There is no key before this colon."
            self.collector.add(
                "YAML-KEY", spot, message, "Write the key before the colon. A text that starts with a bracket needs quotes."
            )
            return Unusable(*spot)
        if node.value == "<<" and not node.style:
            message = "<< merges in keys from elsewhere. The program does not accept that."
            self.collector.add("YAML-MERGE-KEY", spot, message, "Write those keys out here.")
            return Unusable(*spot)
        if (first := parent.first.get(node.value)) is not None:
            message = f"The key {quoted(node.value)} is there already, in line {first.key.line + 1}."
            self.collector.add("YAML-DUPLICATE-KEY", spot, message, "Keep one of the two, or put what both say under one key.")
        return node

    def _warn_of_comment(self, node: Scalar) -> None:
        if node.value and (match := _COMMENT_IN_TEXT.match(self.lines[node.end_line], node.end_column)):
            self.collector.add(
                "YAML-HASH",
                (node.end_line, match.start(1)),
                f"{quoted(match[1])} is a comment, so it is left out.",
                "If it belongs to the text, put the whole text in quotes. If it is a comment, put a space after the #.",
                severity=Severity.WARNING,
            )

    def _end(self, last_line: int) -> None:
        node = self.open.pop()
        self.keys.pop()
        node.cut = node.cut or any(node.line <= line <= last_line for line in self.collector.muted)
        self.state.last_closed = node
        self.just_closed.append(node)
        self._attach(node)

    def _stop(self, code: str, spot: Spot, message: str, remedy: str) -> None:
        self.collector.add(code, spot, message, remedy)
        self.state.stopped = True

    def _cut(self) -> None:
        """Close what an error left open, and drop keys without a value.

        What ended just before the error is cut too: a line in the wrong column closes everything above it.
        """
        for node in self.just_closed:
            node.cut = True
        while self.open:
            node = self.open.pop()
            self.keys.pop()
            node.cut = True
            if not self.open or isinstance(self.open[-1], ListNode) or self.keys[-1] is not None:
                self._attach(node)


def start_of(event: Event) -> Spot:
    """The start of an event."""
    mark = event.start_mark
    return (mark.line, mark.column) if mark is not None else (0, 0)


def end_of(event: Event) -> Spot:
    """The end of an event: after its last character, or at the next one that is not white space."""
    mark = event.end_mark
    return (mark.line, mark.column) if mark is not None else (0, 0)
