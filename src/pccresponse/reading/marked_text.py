"""The text of a YAML file with its lines as they end, and its nodes with their marks: where each thing is, and cutting there."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from typing import Any

import yaml

from pccresponse.foundation.problems import Path
from pccresponse.reading.edits import NoSafePlaceError

_LINE_END = re.compile(r"\r?\n")


class MarkedText:
    """The text of one file, its lines, and the nodes with their marks."""

    def __init__(self, content: bytes) -> None:
        self.mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
        self.text = content.removeprefix(self.mark).decode("utf-8")
        self.starts = [0, *(end.end() for end in _LINE_END.finditer(self.text))]
        loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        self.root: Any = yaml.compose(self.text.replace("\r\n", "\n"), Loader=loader)

    def found(self, path: Path) -> tuple[Any, int]:
        """The node nearest to what the path names, and how many steps lead to it."""
        node: Any = self.root
        for count, step in enumerate(path):
            below = None
            if isinstance(node, yaml.MappingNode):
                below = next((value for key, value in node.value if key.value == step), None)
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and 0 <= step < len(node.value):
                below = node.value[step]
            if below is None:
                return node, count
            node = below
        return node, len(path)

    @staticmethod
    def is_block(node: Any, kind: type[Any]) -> bool:
        """Whether it is a list or a group of keys whose parts are on lines of their own."""
        return isinstance(node, kind) and not node.flow_style and bool(node.value)

    @staticmethod
    def is_blank(node: Any) -> bool:
        """Whether a key or a dash has nothing behind it."""
        return isinstance(node, yaml.ScalarNode) and not node.value and not node.style

    def offset(self, mark: Any) -> int:
        """Where a mark is in the text."""
        return self.start(mark.line) + int(mark.column)

    def start(self, line: int) -> int:
        """Where a line begins."""
        return self.starts[line] if line < len(self.starts) else len(self.text)

    def end(self, line: int) -> int:
        """Where the next line begins."""
        return self.start(line + 1)

    def content_end(self, line: int) -> int:
        """Where a line ends, before what ends it."""
        return self.start(line) + len(self.words(line))

    def words(self, line: int) -> str:
        """What is on a line."""
        return self.text[self.start(line) : self.end(line)].rstrip("\r\n")

    def line(self, offset: int) -> int:
        """The line of a place."""
        return bisect_right(self.starts, offset) - 1

    def column(self, offset: int) -> int:
        """How far in a place is on its line."""
        return offset - self.start(self.line(offset))

    def column_of_words(self, line: int) -> int:
        """How far in the words of a line begin."""
        words = self.words(line)
        return len(words) - len(words.lstrip())

    def dash_before(self, node: Any) -> int:
        """Where the dash of an item of a list is."""
        start = self.offset(node.start_mark)
        dash = self.text.rfind("-", 0, start + (1 if self.is_blank(node) else 0))
        if dash < 0 or self.text[dash + 1 : start].strip():
            raise NoSafePlaceError  # a comment between the two
        return dash

    def last_line(self, node: Any, key: Any = None) -> int:
        """The last line of a node that says something."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self.last_line(*reversed(last)) if isinstance(last, tuple) else self.last_line(last)
        if self.is_blank(node):
            return int((key or node).start_mark.line)
        end: int = node.end_mark.line
        if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
            end -= 1 if node.end_mark.column == 0 else 0
            while end > node.start_mark.line and not self.words(end).strip():
                end -= 1
        return end

    def last_with_comments(self, last: int, column: int) -> int:
        """The last line of what belongs to it: comments follow that are further in than the column."""
        for line in range(last + 1, len(self.starts)):
            words = self.words(line)
            if words.lstrip().startswith("#") and len(words) - len(words.lstrip()) > column:
                last = line
            elif words.strip():
                break
        return last

    def ends_its_line(self, node: Any, last: int) -> bool:
        """Whether nothing is behind a node on its last line."""
        if isinstance(node, yaml.ScalarNode) and node.style not in ("|", ">"):
            return not self.text[self.offset(node.end_mark) : self.content_end(last)].strip()
        return True

    def cut(self, cuts: list[tuple[int, int, str]], at: int = 0, lines: list[str] | None = None) -> bytes:
        """The file with some stretches replaced, and with whole lines put in before the line that begins at `at`."""
        text = self.text
        if lines:
            end = self._line_end_before(at)
            added = "".join(line + end for line in lines)
            if at and text[at - 1] != "\n":  # the file ends without one, and will again
                added = end + added.removesuffix(end)
            cuts = [*cuts, (at, at, added)]
        parts, done = [], 0
        for first, last, instead in sorted(cuts, key=lambda cut: cut[:2]):
            parts += [text[done:first], instead]
            done = max(done, last)
        result = "".join([*parts, text[done:]])
        if not text.endswith("\n") and cuts and result.endswith("\n"):
            result = result.removesuffix("\n").removesuffix("\r")
        return self.mark + result.encode("utf-8")

    def _line_end_before(self, at: int) -> str:
        ends = [end[0] for end in _LINE_END.finditer(self.text, max(0, self.start(self.line(max(0, at - 1))) - 2), at)]
        return ends[-1] if ends else (_LINE_END.search(self.text) or ["\n"])[0]
