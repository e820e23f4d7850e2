"""Editing a YAML file that people keep: an edit sets, adds or removes what a path names and leaves every other byte.

PyYAML's nodes give the positions, and the text is cut there, so comments, the order of keys, quotes, line ends and a byte order mark
stay. Each result is parsed again and must hold the old data with the change and nothing else. If it does not, the error gives the lines
to type by hand. A file is saved whole or not at all, and never over what somebody else has saved.
"""

from __future__ import annotations

import codecs
import os
import re
import stat
from bisect import bisect_right
from collections.abc import Mapping
from pathlib import Path as FilePath
from typing import Any

import msgspec
import yaml

from pccresponse.foundation.errors import CannotRunError, PccResponseError
from pccresponse.foundation.problems import Path, Severity
from pccresponse.foundation.writing import sole_use_of, write_new, write_whole
from pccresponse.models.response import Response
from pccresponse.reading import Reading, read_text
from pccresponse.reading.edits import (
    Add,
    Edit,
    Insert,
    NoSafePlaceError,
    Note,
    Remove,
    Set,
    by_hand,
    changed,
    comment,
    data_in,
    edit_in_words,
    keys_in_order,
    lines_of_item,
    lines_of_key,
    lines_to_type,
    texts_in,
    value_at,
    value_lines,
)
from pccresponse.reading.source import UNSEEN, bytes_of
from pccresponse.workspace import Workspace

__all__ = ["Add", "Edit", "Insert", "NotEditedError", "Note", "Remove", "Set", "edited", "save_edits"]

_BLANK = re.compile(r"\s*")
_LINE_END = re.compile(r"\r?\n")
_BLOCK_SIGN = re.compile(r"[|>][-+0-9]*")
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


class NotEditedError(PccResponseError):
    """The file cannot be changed safely; the remedy is what to type."""

    exit_code = 1


def edited(content: bytes, edits: list[Edit], model: type[msgspec.Struct], shown_as: str) -> bytes:
    """The bytes of a file of a model after some edits. A new key goes where the model has it. Raises `NotEditedError`."""
    content, paths = edited_data(content, edits, model, shown_as)
    for problem in read_text(content, model, shown_as).problems:
        if problem.severity is Severity.ERROR and any(problem.path[: len(path)] == path for path in paths):
            raise NotEditedError(f"{problem.message} Nothing was saved in {shown_as}.", problem.remedy)
    return content


def edited_data(content: bytes, edits: list[Edit], model: type[msgspec.Struct], shown_as: str) -> tuple[bytes, list[Path]]:
    """The bytes after some edits, and the paths that were written. Values are not held against the model."""
    data = data_in(content)
    paths: list[Path] = []
    for edit in edits:
        if data is None:
            raise NotEditedError(
                f"{shown_as} has errors in its YAML, so it cannot be changed safely. Nothing was saved.",
                f"Run pccresponse check and correct them first. These are the lines to add:\n{lines_to_type(edit)}",
            )
        content, data = _edited_once(content, data, edit, model, shown_as)
        if isinstance(edit, Set | Insert):
            paths.append(edit.path)
        elif isinstance(edit, Add):
            items = value_at(data, edit.path)
            paths.append((*edit.path, len(items) - 1 if isinstance(items, list) else 0))
    return content, paths


def _edited_once(content: bytes, before: object, edit: Edit, model: type[msgspec.Struct], shown_as: str) -> tuple[bytes, object]:
    """The bytes and the data after one edit."""
    unseen = UNSEEN.search(texts_in(edit))
    if unseen:
        raise NotEditedError(
            f"A text for {shown_as} has a character that cannot be seen (U+{ord(unseen[0]):04X}). Nothing was saved.",
            "Delete it there. It often comes with text that is pasted from elsewhere.",
        )
    try:
        wanted = changed(before, edit)
        for quoted in (False, True):  # a text below a | may swallow the comments after it
            after = _Editor(content, model, quoted=quoted).apply(edit)
            if data_in(after) == wanted:
                return after, wanted
    except (NoSafePlaceError, yaml.YAMLError):
        pass
    raise NotEditedError(
        f"The program cannot {edit_in_words(edit)} in {shown_as} without changing other lines. Nothing was saved.",
        by_hand(edit),
    )


class _Editor:
    """The text of one file, with the offsets of its lines, its nodes with their marks, and the cuts that each kind of edit makes."""

    def __init__(self, content: bytes, model: type[msgspec.Struct], *, quoted: bool) -> None:
        self.model, self.quoted = model, quoted
        self.mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
        self.text = content.removeprefix(self.mark).decode("utf-8")
        self.starts = [0, *(end.end() for end in _LINE_END.finditer(self.text))]
        loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        self.root: Any = yaml.compose(self.text.replace("\r\n", "\n"), Loader=loader)

    def apply(self, edit: Edit) -> bytes:
        if isinstance(edit, Remove):
            return self._remove(edit.path)
        if isinstance(edit, Note):
            return self._note(edit.path, edit.words)
        if isinstance(edit, Insert):
            return self._insert_item(edit.path, edit.value)
        path, value = edit.path, edit.value
        node, steps = self.node_at(path)
        if isinstance(edit, Add):
            if steps == len(path) and _is_block(node, yaml.SequenceNode):
                return self._append_item(node, value)
            if steps == len(path) and not _is_blank(node):
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
        if steps and _is_blank(node):
            return self._replace(path[:steps], node, {key: value})
        if not _is_block(node, yaml.MappingNode):
            raise NoSafePlaceError
        return self._insert_key(node, path[:steps], key, value)

    def _replace(self, path: Path, node: Any, value: object) -> bytes:
        """Replace a value, beside its key or dash and on the lines below it."""
        holder, key = self.holder_of(path)
        if holder.flow_style:
            raise NoSafePlaceError
        if key is not None:
            opening = self.offset(key.end_mark)
            after_sign = self.text.find(":", opening) + 1
            if self.text[opening : after_sign - 1].strip():
                raise NoSafePlaceError
        else:
            after_sign = self.dash_before(node) + 1
        indent = " " * self.column(self.offset(key.start_mark) if key is not None else after_sign - 1)
        beside, below = value_lines(value, indent, quoted=self.quoted)
        header_line, node_line = self.line(after_sign), self.start(node.start_mark.line)
        first, last = self.offset(node.start_mark), self.last_line(node)
        appended = (after_sign, after_sign, f" {beside}" if beside else "")
        is_text = isinstance(node, yaml.ScalarNode)
        at = None
        if _is_blank(node):
            cuts, last = [appended], header_line
        elif node.start_mark.line > header_line:
            rest = self.text[self.offset(node.end_mark) : self.content_end(last)]
            if is_text and node.style not in ("|", ">") and rest.strip():
                raise NoSafePlaceError
            if isinstance(holder, yaml.SequenceNode) or self.text[node_line:first].strip():
                raise NoSafePlaceError
            cuts, at = [appended, (node_line, self.end(last), "")], node_line
        elif is_text and node.style in ("|", ">"):
            sign_end = _BLOCK_SIGN.match(self.text, first).end()  # type: ignore[union-attr]
            cuts = [_instead(beside, after_sign, first, sign_end), (self.start(header_line + 1), self.end(last), "")]
        elif is_text or node.flow_style:
            cuts = [_instead(beside, after_sign, first, self.offset(node.end_mark))]
        else:  # keys that begin beside a dash
            cuts = [(first, self.content_end(last), beside or below[0].strip())]
            below = below if beside else below[1:]
        return self.cut(cuts, self.end(last) if at is None else at, below)

    def _insert_key(self, mapping: Any, path: Path, key: str, value: object) -> bytes:
        """Add a key after the nearest one that the model has before it."""
        order = keys_in_order(self.model, path)
        before = order[: order.index(key)] if key in order else [each.value for each, _ in mapping.value]
        places = [number for number, (each, _) in enumerate(mapping.value) if each.value in before]
        column = mapping.start_mark.column
        number = places[-1] if places else 0  # never before the first, which may be behind a dash
        lines = lines_of_key(key, value, " " * column, quoted=self.quoted)
        if not path:
            lines = ["", *lines]
        if not path and number == len(mapping.value) - 1:
            return self.cut([], len(self.text), lines)
        last = self.last_with_comments(self.last_line(mapping.value[number][1], mapping.value[number][0]), column)
        return self.cut([], self.end(last), lines)

    def _append_item(self, sequence: Any, value: object) -> bytes:
        column = sequence.start_mark.column
        lines = lines_of_item(value, " " * column, quoted=self.quoted)
        return self.cut([], self.end(self.last_with_comments(self.last_line(sequence), column)), lines)

    def _insert_item(self, path: Path, value: object) -> bytes:
        holder, place = path[:-1], path[-1]
        sequence, steps = self.node_at(holder)
        if steps < len(holder) or not _is_block(sequence, yaml.SequenceNode):
            return self.apply(Set(holder, [value]))
        if place == len(sequence.value):
            return self._append_item(sequence, value)
        dash = self.dash_before(sequence.value[place])
        line, column = self.line(dash), self.column(dash)
        if self.text[self.start(line) : dash].strip():
            raise NoSafePlaceError
        while line and self.words(line - 1).startswith(" " * column + "#"):
            line -= 1  # a comment above an item belongs to it
        return self.cut([], self.start(line), lines_of_item(value, " " * column, quoted=self.quoted))

    def _note(self, path: Path, words: str) -> bytes:
        node, steps = self.node_at(path)
        if not path or steps != len(path):
            raise NoSafePlaceError
        holder, key = self.holder_of(path)
        if holder.flow_style:
            raise NoSafePlaceError
        first = self.dash_before(node) if key is None else self.offset(key.start_mark)
        line = self.line(first)
        if self.text[self.start(line) : first].strip():
            return self._note(path[:-1], words)  # the key is behind a dash
        return self.cut([], self.start(line), [" " * self.column(first) + comment(words)])

    def _remove(self, path: Path) -> bytes:
        if self.node_at(path)[1] != len(path):
            raise NoSafePlaceError
        while len(path) > 1 and len(self.holder_of(path)[0].value) == 1:
            path = path[:-1]
        node = self.node_at(path)[0]
        holder, key = self.holder_of(path)
        if holder.flow_style or len(holder.value) == 1:
            raise NoSafePlaceError
        first, last = self.dash_before(node) if key is None else self.offset(key.start_mark), self.last_line(node, key)
        line = self.line(first)
        if not self.text[self.start(line) : first].strip():
            return self.cut([(self.start(line), self.end(last), "")])
        after = _BLANK.match(self.text, self.end(last)).end()  # type: ignore[union-attr]
        return self.cut([(first, after, "")])  # it is behind a dash, and the next key moves up

    def node_at(self, path: Path) -> tuple[Any, int]:
        """The node nearest to a path, and how many steps of the path lead to it."""
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

    def holder_of(self, path: Path) -> tuple[Any, Any]:
        """The list or mapping that holds the last step of a path, and the node of its key; None in a list."""
        holder = self.node_at(path[:-1])[0]
        keys = holder.value if isinstance(holder, yaml.MappingNode) else ()
        return holder, next((key for key, _ in keys if key.value == path[-1]), None)

    def offset(self, mark: Any) -> int:
        return self.start(mark.line) + int(mark.column)

    def start(self, line: int) -> int:
        return self.starts[line] if line < len(self.starts) else len(self.text)

    def end(self, line: int) -> int:
        return self.start(line + 1)

    def content_end(self, line: int) -> int:
        return self.start(line) + len(self.words(line))

    def words(self, line: int) -> str:
        return self.text[self.start(line) : self.end(line)].rstrip("\r\n")

    def line(self, offset: int) -> int:
        return bisect_right(self.starts, offset) - 1

    def column(self, offset: int) -> int:
        return offset - self.start(self.line(offset))

    def dash_before(self, node: Any) -> int:
        """The offset of the dash of a list item."""
        start = self.offset(node.start_mark)
        dash = self.text.rfind("-", 0, start + (1 if _is_blank(node) else 0))
        if dash < 0 or self.text[dash + 1 : start].strip():
            raise NoSafePlaceError  # a comment between the two
        return dash

    def last_line(self, node: Any, key: Any = None) -> int:
        """The last line of a node that is not blank."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self.last_line(*reversed(last)) if isinstance(last, tuple) else self.last_line(last)
        if _is_blank(node):
            return int((key or node).start_mark.line)
        end: int = node.end_mark.line
        if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
            end -= 1 if node.end_mark.column == 0 else 0
            while end > node.start_mark.line and not self.words(end).strip():
                end -= 1
        return end

    def last_with_comments(self, last: int, column: int) -> int:
        """The last line including the comments below it that are indented further than the column."""
        for line in range(last + 1, len(self.starts)):
            words = self.words(line)
            if words.lstrip().startswith("#") and len(words) - len(words.lstrip()) > column:
                last = line
            elif words.strip():
                break
        return last

    def cut(self, cuts: list[tuple[int, int, str]], at: int = 0, lines: list[str] | None = None) -> bytes:
        """The file with some spans replaced, and with whole lines inserted before the line that begins at `at`."""
        text = self.text
        if lines:
            end = self._line_end_before(at)
            added = "".join(line + end for line in lines)
            if at and text[at - 1] != "\n":  # the file has no line end at its end, and stays so
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
        ends = _LINE_END.findall(self.text, max(0, self.start(self.line(max(0, at - 1))) - 2), at)
        return str(ends[-1]) if ends else (_LINE_END.search(self.text) or ["\n"])[0]


def _is_block(node: Any, kind: type[Any]) -> bool:
    """Whether it is a list or mapping with its parts on lines of their own."""
    return isinstance(node, kind) and not node.flow_style and bool(node.value)


def _is_blank(node: Any) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.value and not node.style


def _instead(beside: str, after_sign: int, first: int, end: int) -> tuple[int, int, str]:
    """The cut that replaces what is beside a key or dash. If nothing takes its place, the space before it goes too."""
    return (first, end, beside) if beside else (after_sign, end, "")


def save_edits(
    edits: list[Edit],
    reading: Reading[Response],
    file: FilePath,
    workspace: Workspace,
    *,
    beside: Mapping[FilePath, bytes] | None = None,
) -> None:
    """Save the edits in the file that `reading` came from, with the new files `beside` it: all of it, or nothing.

    Raises `NotEditedError` if the file does not allow a safe change, and `CannotRunError` if somebody has saved it since it was read.
    """
    content = edited(reading.content, edits, Response, reading.file)
    real = FilePath(os.path.realpath(file))  # a link stays a link
    with sole_use_of(workspace.build / file.resolve().parent.name, within=workspace.root):
        if bytes_of(file, within=workspace.root) != reading.content:
            raise CannotRunError(
                f"{reading.file} was saved by somebody else at the same time. Nothing was saved.",
                "Check what changed, and type the same command again.",
            )
        mode = stat.S_IMODE(real.stat().st_mode)
        if beside:
            write_new(beside)
        try:
            write_whole(real, content)
        except BaseException:
            for path in beside or ():
                path.unlink(missing_ok=True)
            raise
        real.chmod(mode)
