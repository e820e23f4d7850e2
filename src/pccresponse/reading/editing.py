"""Changing a YAML file that people keep: what a path names is set, added or removed, and every other byte stays as it is.

The places come from the marks of PyYAML's nodes, and the change is a cut in the text: comments, the order of keys, quotes, line ends, a
byte order mark and a missing last line end stay. The result is read again before anybody gets it: it has to say what the file said
before, and the change, and nothing else. Where that cannot be had, the lines to type are given instead.
A file is saved only as it was read, whole or not at all, and never over what somebody else has saved.
"""

from __future__ import annotations

import codecs
import os
import re
import stat
from bisect import bisect_right
from pathlib import Path as FilePath
from typing import Any

import msgspec
import yaml

from pccresponse.foundation.errors import CannotRunError, PccResponseError
from pccresponse.foundation.problems import Path, Severity
from pccresponse.foundation.writing import sole_use_of, write_whole
from pccresponse.models.response import Response
from pccresponse.reading import Reading, read_text
from pccresponse.reading.edits import (
    Add,
    Edit,
    NoSafePlaceError,
    Remove,
    Set,
    as_data,
    changed,
    data_in,
    keys_in_order,
    lines_of_item,
    lines_of_key,
    texts_of,
    value_at,
    written,
)
from pccresponse.reading.source import UNSEEN, bytes_of
from pccresponse.workspace import Workspace

__all__ = ["Add", "Edit", "NotEditedError", "Remove", "Set", "edited", "save_edits"]

_BLANK = re.compile(r"\s*")
_LINE_END = re.compile(r"\r?\n")
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


class NotEditedError(PccResponseError):
    """The file is written in a way that does not allow a safe change; the remedy is what to type."""

    exit_code = 1


def edited(content: bytes, edits: list[Edit], model: type[msgspec.Struct], shown_as: str) -> bytes:
    """The bytes of a file of a model after some edits, one after another. Raises `NotEditedError`.

    A new key is put where the model has it among its other keys.
    """
    content, written = edited_data(content, edits, model, shown_as)
    for problem in read_text(content, model, shown_as).problems:
        if problem.severity is Severity.ERROR and any(problem.path[: len(path)] == path for path in written):
            raise NotEditedError(f"{problem.message} Nothing was saved in {shown_as}.", problem.remedy)
    return content


def edited_data(content: bytes, edits: list[Edit], model: type[msgspec.Struct], shown_as: str) -> tuple[bytes, list[Path]]:
    """The bytes after some edits, be a value of a kind that its place may hold or not, and where something was written."""
    data = data_in(content)
    written: list[Path] = []
    for edit in edits:
        if data is None:
            raise NotEditedError(
                f"{shown_as} has errors in its YAML, so it cannot be changed safely. Nothing was saved.",
                f"Run pccresponse check and correct them first. These are the lines to add:\n{_typed(edit)}",
            )
        content, data = _edited_once(content, data, edit, model, shown_as)
        if isinstance(edit, Set):
            written.append(edit.path)
        elif isinstance(edit, Add):
            items = value_at(data, edit.path)
            written.append((*edit.path, len(items) - 1 if isinstance(items, list) else 0))
    return content, written


def _edited_once(content: bytes, before: object, edit: Edit, model: type[msgspec.Struct], shown_as: str) -> tuple[bytes, object]:
    """The bytes after one edit, and what the file says then."""
    unseen = None if isinstance(edit, Remove) else UNSEEN.search("".join(texts_of(as_data(edit.value))))
    if unseen:
        raise NotEditedError(
            f"A text for {shown_as} has a character that cannot be seen (U+{ord(unseen[0]):04X}). Nothing was saved.",
            "Delete it there; it often comes along when text is pasted from elsewhere.",
        )
    try:
        wanted = changed(before, edit)
        for quoted in (False, True):  # a text below a | may take in the comments that follow it
            after = _Editor(content, model, quoted=quoted).apply(edit)
            if data_in(after) == wanted:
                return after, wanted
    except (NoSafePlaceError, yaml.YAMLError):
        pass
    what = "remove" if isinstance(edit, Remove) else "add" if isinstance(edit, Add) else "write"
    raise NotEditedError(
        f"The program cannot {what} {_named(edit.path)} in {shown_as} without changing other lines. Nothing was saved.",
        f"Type it yourself{_under(edit)}:\n{_typed(edit)}"
        if not isinstance(edit, Remove)
        else f"Delete {_named(edit.path)} yourself.",
    )


def _named(path: Path) -> str:
    """`findings, recommendations, item 3, explanation`."""
    return ", ".join(f"item {step + 1}" if isinstance(step, int) else step for step in path)


def _under(edit: Edit) -> str:
    if isinstance(edit, Add):
        return f", as an item of the list under {_named(edit.path)}"
    return f", under {_named(edit.path[:-1])}" if len(edit.path) > 1 else ""


def _typed(edit: Edit) -> str:
    if isinstance(edit, Remove):
        return f"(without {_named(edit.path)})"
    last = edit.path[-1]
    if isinstance(edit, Add) or isinstance(last, int):
        return "\n".join(lines_of_item(edit.value, ""))
    return "\n".join(lines_of_key(last, edit.value, ""))


# The cuts in the text


class _Editor:
    """The text of one file, its lines as they end, and the nodes with their marks."""

    def __init__(self, content: bytes, model: type[msgspec.Struct], *, quoted: bool) -> None:
        self.mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
        self.text = content.removeprefix(self.mark).decode("utf-8")
        self.starts = [0, *(end.end() for end in _LINE_END.finditer(self.text))]
        self.model, self.quoted = model, quoted
        loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        self.root: Any = yaml.compose(self.text.replace("\r\n", "\n"), Loader=loader)

    def apply(self, edit: Edit) -> bytes:
        if isinstance(edit, Remove):
            return self._remove(edit.path)
        path, value = edit.path, edit.value
        node, steps = self._found(path)
        if isinstance(edit, Add):
            if steps == len(path) and self._is_block(node, yaml.SequenceNode):
                return self._append_item(node, value)
            if steps == len(path) and not self._is_blank(node):
                raise NoSafePlaceError
            value = [value]
        if steps == len(path):
            return self._replace(path, node, value)
        for step in reversed(path[steps + 1 :]):
            if isinstance(step, int):
                raise NoSafePlaceError
            value = {step: value}
        key = path[steps]
        if not isinstance(key, str) or not _PLAIN_KEY.fullmatch(key):
            raise NoSafePlaceError
        if steps and self._is_blank(node):
            return self._replace(path[:steps], node, {key: value})
        if not self._is_block(node, yaml.MappingNode):
            raise NoSafePlaceError
        return self._insert_key(node, path[:steps], key, value)

    def _found(self, path: Path) -> tuple[Any, int]:
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
    def _is_block(node: Any, kind: type[Any]) -> bool:
        return isinstance(node, kind) and not node.flow_style and bool(node.value)

    @staticmethod
    def _is_blank(node: Any) -> bool:
        return isinstance(node, yaml.ScalarNode) and not node.value and not node.style

    def _replace(self, path: Path, node: Any, value: object) -> bytes:
        """Put a value in the place of another: beside the key or the dash, where that stands, and below it."""
        holder = self._found(path[:-1])[0]
        if holder.flow_style:
            raise NoSafePlaceError
        if isinstance(holder, yaml.MappingNode):
            key = next(key for key, _ in holder.value if key.value == path[-1])
            opening = self._offset(key.end_mark)
            colon = self.text.find(":", opening)
            if self.text[opening:colon].strip():
                raise NoSafePlaceError
            after_sign = colon + 1
            indent = " " * key.start_mark.column
        else:
            after_sign = self._dash_before(node) + 1
            indent = " " * self._column(after_sign - 1)
        beside, below = written(value, indent, quoted=self.quoted)
        header_line = self._line(after_sign)
        first, last = self._offset(node.start_mark), self._last_line(node)
        cuts: list[tuple[int, int, str]] = []
        is_below = node.start_mark.line > header_line and not self._is_blank(node)
        if self._is_blank(node):
            cuts.append((after_sign, after_sign, f" {beside}" if beside else ""))
            last = header_line
        elif is_below or not isinstance(node, yaml.ScalarNode) or node.style in ("|", ">"):
            if isinstance(node, yaml.ScalarNode) and not is_below:  # the sign of a text, whose lines stand below it
                sign_end = first + len(re.match(r"[|>][-+0-9]*", self.text[first:])[0])  # type: ignore[index]
                cuts.append((first, sign_end, beside) if beside else (after_sign, sign_end, ""))
                cuts.append((self._start(header_line + 1), self._end(last), ""))
            elif is_below:
                if isinstance(holder, yaml.SequenceNode) or self.text[self._start(node.start_mark.line) : first].strip():
                    raise NoSafePlaceError
                cuts.append((after_sign, after_sign, f" {beside}" if beside else ""))
                cuts.append((self._start(node.start_mark.line), self._end(last), ""))
                if not self._ends_its_line(node, last):
                    raise NoSafePlaceError
            elif node.flow_style:
                cuts.append(
                    (first, self._offset(node.end_mark), beside) if beside else (after_sign, self._offset(node.end_mark), "")
                )
            else:  # keys that begin beside a dash
                cuts.append((first, self._content_end(last), beside or below[0].strip()))
                below = below if beside else below[1:]
        else:
            end = self._offset(node.end_mark)
            cuts.append((first, end, beside) if beside else (after_sign, end, ""))
        at = self._end(last) if not is_below else self._start(node.start_mark.line)
        return self._cut(cuts, at, below)

    def _insert_key(self, mapping: Any, path: Path, key: str, value: object) -> bytes:
        """A key that is not there yet, behind the nearest one that the model has before it."""
        order = keys_in_order(self.model, path)
        before = order[: order.index(key)] if key in order else [each.value for each, _ in mapping.value]
        places = [number for number, (each, _) in enumerate(mapping.value) if each.value in before]
        column = mapping.start_mark.column
        # A key of a list's item may stand behind its dash, before which nothing can be put.
        number = places[-1] if places else 0
        lines = lines_of_key(key, value, " " * column, quoted=self.quoted)
        if not path:
            lines = ["", *lines]
        if not path and number == len(mapping.value) - 1:
            return self._cut([], len(self.text), lines)
        last = self._last_with_comments(self._last_line(mapping.value[number][1], mapping.value[number][0]), column)
        return self._cut([], self._end(last), lines)

    def _append_item(self, sequence: Any, value: object) -> bytes:
        column = sequence.start_mark.column
        lines = lines_of_item(value, " " * column, quoted=self.quoted)
        return self._cut([], self._end(self._last_with_comments(self._last_line(sequence), column)), lines)

    def _remove(self, path: Path) -> bytes:
        node, steps = self._found(path)
        holder: Any = None
        while steps == len(path) > 1 and len(self._found(path[:-1])[0].value) == 1:
            path, steps = path[:-1], steps - 1
        node, steps = self._found(path)
        holder = self._found(path[:-1])[0]
        if steps != len(path) or holder.flow_style or len(holder.value) == 1:
            raise NoSafePlaceError
        if isinstance(holder, yaml.MappingNode):
            key = next(key for key, _ in holder.value if key.value == path[-1])
            first, last = self._offset(key.start_mark), self._last_line(node, key)
        else:
            first, last = self._dash_before(node), self._last_line(node)
        line = self._line(first)
        if not self.text[self._start(line) : first].strip():
            return self._cut([(self._start(line), self._end(last), "")])
        following = self._end(last)  # it stands behind a dash, and what follows moves up
        return self._cut([(first, following + len(_BLANK.match(self.text, following)[0]), "")])  # type: ignore[index]

    # Places

    def _offset(self, mark: Any) -> int:
        return self._start(mark.line) + int(mark.column)

    def _start(self, line: int) -> int:
        return self.starts[line] if line < len(self.starts) else len(self.text)

    def _end(self, line: int) -> int:
        """Where the next line begins."""
        return self._start(line + 1)

    def _content_end(self, line: int) -> int:
        return self._start(line) + len(self._words(line))

    def _words(self, line: int) -> str:
        return self.text[self._start(line) : self._end(line)].rstrip("\r\n")

    def _line(self, offset: int) -> int:
        return bisect_right(self.starts, offset) - 1

    def _column(self, offset: int) -> int:
        return offset - self._start(self._line(offset))

    def _dash_before(self, node: Any) -> int:
        """Where the dash of an item of a list stands."""
        start = self._offset(node.start_mark)
        dash = self.text.rfind("-", 0, start + (1 if self._is_blank(node) else 0))
        if dash < 0 or self.text[dash + 1 : start].strip():
            raise NoSafePlaceError  # a comment between the two
        return dash

    def _last_line(self, node: Any, key: Any = None) -> int:
        """The last line of a node that says something."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self._last_line(*reversed(last)) if isinstance(last, tuple) else self._last_line(last)
        if self._is_blank(node):
            return int((key or node).start_mark.line)
        end: int = node.end_mark.line
        if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
            end -= 1 if node.end_mark.column == 0 else 0
            while end > node.start_mark.line and not self._words(end).strip():
                end -= 1
        return end

    def _last_with_comments(self, last: int, column: int) -> int:
        """The last line of what belongs to it: comments follow that stand further in than the column."""
        for line in range(last + 1, len(self.starts)):
            words = self._words(line)
            if words.lstrip().startswith("#") and len(words) - len(words.lstrip()) > column:
                last = line
            elif words.strip():
                break
        return last

    def _ends_its_line(self, node: Any, last: int) -> bool:
        if isinstance(node, yaml.ScalarNode) and node.style not in ("|", ">"):
            return not self.text[self._offset(node.end_mark) : self._content_end(last)].strip()
        return True

    def _cut(self, cuts: list[tuple[int, int, str]], at: int = 0, lines: list[str] | None = None) -> bytes:
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
        ends = [end[0] for end in _LINE_END.finditer(self.text, max(0, self._start(self._line(max(0, at - 1))) - 2), at)]
        return ends[-1] if ends else (_LINE_END.search(self.text) or ["\n"])[0]


def save_edits(edits: list[Edit], reading: Reading[Response], file: FilePath, workspace: Workspace) -> None:
    """Put the edits into the file that `reading` came from.

    Raises `NotEditedError` where the file is written in a way that does not allow it, and `CannotRunError` where somebody has saved
    it since it was read. Either way it is as it was.
    """
    content = edited(reading.content, edits, Response, reading.file)
    real = FilePath(os.path.realpath(file))  # a link stays a link
    with sole_use_of(workspace.build / file.resolve().parent.name, within=workspace.root):
        if bytes_of(file, within=workspace.root) != reading.content:
            raise CannotRunError(
                f"{reading.file} was saved by somebody else at the same moment. Nothing was saved.",
                "Check what changed, and give the same command again.",
            )
        mode = stat.S_IMODE(real.stat().st_mode)
        write_whole(real, content)
        real.chmod(mode)
