"""Changing a YAML file that people keep: what a path names is set, added or removed, and every other byte stays as it is.

The places come from the marks of PyYAML's nodes, and the change is a cut in the text: comments, the order of keys, quotes, line ends, a
byte order mark and a missing last line end stay. The result is read again before anybody gets it: it has to say what the file said
before, and the change, and nothing else. Where that cannot be had, the lines to type are given instead.
A file is saved only as it was read, whole or not at all, and never over what somebody else has saved.
"""

from __future__ import annotations

import os
import re
import stat
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
    changed,
    comment,
    data_in,
    done_by,
    keys_in_order,
    lines_of_item,
    lines_of_key,
    texts_in,
    to_do_by_hand,
    typed,
    value_at,
    written,
)
from pccresponse.reading.marked_text import MarkedText
from pccresponse.reading.source import UNSEEN, bytes_of
from pccresponse.workspace import Workspace

__all__ = ["Add", "Edit", "Insert", "NotEditedError", "Note", "Remove", "Set", "edited", "save_edits"]

_BLANK = re.compile(r"\s*")
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
                f"Run pccresponse check and correct them first. These are the lines to add:\n{typed(edit)}",
            )
        content, data = _edited_once(content, data, edit, model, shown_as)
        if isinstance(edit, Set | Insert):
            written.append(edit.path)
        elif isinstance(edit, Add):
            items = value_at(data, edit.path)
            written.append((*edit.path, len(items) - 1 if isinstance(items, list) else 0))
    return content, written


def _edited_once(content: bytes, before: object, edit: Edit, model: type[msgspec.Struct], shown_as: str) -> tuple[bytes, object]:
    """The bytes after one edit, and what the file says then."""
    unseen = UNSEEN.search(texts_in(edit))
    if unseen:
        raise NotEditedError(
            f"A text for {shown_as} has a character that cannot be seen (U+{ord(unseen[0]):04X}). Nothing was saved.",
            "Delete it there. It often comes with text that is pasted from elsewhere.",
        )
    try:
        wanted = changed(before, edit)
        for quoted in (False, True):  # a text below a | may take in the comments that follow it
            after = _Editor(content, model, quoted=quoted).apply(edit)
            if data_in(after) == wanted:
                return after, wanted
    except (NoSafePlaceError, yaml.YAMLError):
        pass
    raise NotEditedError(
        f"The program cannot {done_by(edit)} in {shown_as} without changing other lines. Nothing was saved.",
        to_do_by_hand(edit),
    )


# The cuts in the text


class _Editor(MarkedText):
    """What each kind of edit cuts out and puts in."""

    def __init__(self, content: bytes, model: type[msgspec.Struct], *, quoted: bool) -> None:
        super().__init__(content)
        self.model, self.quoted = model, quoted

    def apply(self, edit: Edit) -> bytes:
        if isinstance(edit, Remove):
            return self._remove(edit.path)
        if isinstance(edit, Note):
            return self._note(edit.path, edit.words)
        if isinstance(edit, Insert):
            return self._insert_item(edit.path, edit.value)
        path, value = edit.path, edit.value
        node, steps = self.found(path)
        if isinstance(edit, Add):
            if steps == len(path) and self.is_block(node, yaml.SequenceNode):
                return self._append_item(node, value)
            if steps == len(path) and not self.is_blank(node):
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
        if steps and self.is_blank(node):
            return self._replace(path[:steps], node, {key: value})
        if not self.is_block(node, yaml.MappingNode):
            raise NoSafePlaceError
        return self._insert_key(node, path[:steps], key, value)

    def _replace(self, path: Path, node: Any, value: object) -> bytes:
        """Put a value in the place of another: beside the key or the dash, where that is, and below it."""
        holder = self.found(path[:-1])[0]
        if holder.flow_style:
            raise NoSafePlaceError
        if isinstance(holder, yaml.MappingNode):
            key = next(key for key, _ in holder.value if key.value == path[-1])
            opening = self.offset(key.end_mark)
            colon = self.text.find(":", opening)
            if self.text[opening:colon].strip():
                raise NoSafePlaceError
            after_sign = colon + 1
            indent = " " * key.start_mark.column
        else:
            after_sign = self.dash_before(node) + 1
            indent = " " * self.column(after_sign - 1)
        beside, below = written(value, indent, quoted=self.quoted)
        header_line = self.line(after_sign)
        first, last = self.offset(node.start_mark), self.last_line(node)
        cuts: list[tuple[int, int, str]] = []
        is_below = node.start_mark.line > header_line and not self.is_blank(node)
        if self.is_blank(node):
            cuts.append((after_sign, after_sign, f" {beside}" if beside else ""))
            last = header_line
        elif is_below or not isinstance(node, yaml.ScalarNode) or node.style in ("|", ">"):
            if isinstance(node, yaml.ScalarNode) and not is_below:  # the sign of a text, whose lines are below it
                sign_end = first + len(re.match(r"[|>][-+0-9]*", self.text[first:])[0])  # type: ignore[index]
                cuts.append((first, sign_end, beside) if beside else (after_sign, sign_end, ""))
                cuts.append((self.start(header_line + 1), self.end(last), ""))
            elif is_below:
                if isinstance(holder, yaml.SequenceNode) or self.text[self.start(node.start_mark.line) : first].strip():
                    raise NoSafePlaceError
                cuts.append((after_sign, after_sign, f" {beside}" if beside else ""))
                cuts.append((self.start(node.start_mark.line), self.end(last), ""))
                if not self.ends_its_line(node, last):
                    raise NoSafePlaceError
            elif node.flow_style:
                cuts.append((first, self.offset(node.end_mark), beside) if beside else (after_sign, self.offset(node.end_mark), ""))
            else:  # keys that begin beside a dash
                cuts.append((first, self.content_end(last), beside or below[0].strip()))
                below = below if beside else below[1:]
        else:
            end = self.offset(node.end_mark)
            cuts.append((first, end, beside) if beside else (after_sign, end, ""))
        at = self.end(last) if not is_below else self.start(node.start_mark.line)
        return self.cut(cuts, at, below)

    def _insert_key(self, mapping: Any, path: Path, key: str, value: object) -> bytes:
        """A key that is not there yet, behind the nearest one that the model has before it."""
        order = keys_in_order(self.model, path)
        before = order[: order.index(key)] if key in order else [each.value for each, _ in mapping.value]
        places = [number for number, (each, _) in enumerate(mapping.value) if each.value in before]
        column = mapping.start_mark.column
        # A key of a list's item may be behind its dash, before which nothing can be put.
        number = places[-1] if places else 0
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
        sequence, steps = self.found(holder)
        if steps < len(holder) or not self.is_block(sequence, yaml.SequenceNode):
            return self.apply(Set(holder, [value]))
        if place == len(sequence.value):
            return self._append_item(sequence, value)
        dash = self.dash_before(sequence.value[place])
        line, column = self.line(dash), self.column(dash)
        if self.text[self.start(line) : dash].strip():
            raise NoSafePlaceError
        while line and self.words(line - 1).lstrip().startswith("#") and self.column_of_words(line - 1) == column:
            line -= 1  # a comment above an item belongs to it
        return self.cut([], self.start(line), lines_of_item(value, " " * column, quoted=self.quoted))

    def _note(self, path: Path, words: str) -> bytes:
        node, steps = self.found(path)
        holder = self.found(path[:-1])[0]
        if not path or steps != len(path) or holder.flow_style:
            raise NoSafePlaceError
        if isinstance(holder, yaml.MappingNode):
            first = self.offset(next(key for key, _ in holder.value if key.value == path[-1]).start_mark)
        else:
            first = self.dash_before(node)
        line = self.line(first)
        if self.text[self.start(line) : first].strip():
            return self._note(path[:-1], words)  # the key is behind a dash
        return self.cut([], self.start(line), [" " * self.column(first) + comment(words)])

    def _remove(self, path: Path) -> bytes:
        node, steps = self.found(path)
        holder: Any = None
        while steps == len(path) > 1 and len(self.found(path[:-1])[0].value) == 1:
            path, steps = path[:-1], steps - 1
        node, steps = self.found(path)
        holder = self.found(path[:-1])[0]
        if steps != len(path) or holder.flow_style or len(holder.value) == 1:
            raise NoSafePlaceError
        if isinstance(holder, yaml.MappingNode):
            key = next(key for key, _ in holder.value if key.value == path[-1])
            first, last = self.offset(key.start_mark), self.last_line(node, key)
        else:
            first, last = self.dash_before(node), self.last_line(node)
        line = self.line(first)
        if not self.text[self.start(line) : first].strip():
            return self.cut([(self.start(line), self.end(last), "")])
        following = self.end(last)  # it is behind a dash, and what follows moves up
        return self.cut([(first, following + len(_BLANK.match(self.text, following)[0]), "")])  # type: ignore[index]


def save_edits(
    edits: list[Edit],
    reading: Reading[Response],
    file: FilePath,
    workspace: Workspace,
    *,
    beside: Mapping[FilePath, bytes] | None = None,
) -> None:
    """Put the edits into the file that `reading` came from, and beside it new files that they speak of: all of it, or nothing.

    Raises `NotEditedError` where the file is written in a way that does not allow it, and `CannotRunError` where somebody has saved
    it since it was read. Either way it is as it was.
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
