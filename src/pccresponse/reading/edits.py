"""The edits of a YAML file: how a new value is written, and the data that the file must hold afterwards.

A text of several lines is written below a |. A text is in quotes only if YAML would read it as something else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from unicodedata import normalize

import msgspec

from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.foundation.problems import Path, Severity
from pccresponse.reading.parsing import text_of, tree_of
from pccresponse.reading.shapes import EitherShape, KeysShape, ListShape, Shape, fields_of
from pccresponse.reading.source import QUESTION, UNSEEN, ProblemCollector, Source
from pccresponse.reading.tree import ListNode, Node, Scalar
from pccresponse.reading.tree import Mapping as MappingNode


class AsWritten(NamedTuple):
    """A list item in lines to be written as they are, comments included, and the data that they hold."""

    lines: tuple[str, ...]
    data: object


Value = str | int | date | PartialDate | msgspec.Struct | Mapping[str, object] | Sequence[object] | AsWritten

STEP = "  "
"""The indentation of one level."""

_UNQUOTED_START = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=<~]")
_MEANS_SOMETHING = re.compile(r":(\s|$)|\s#")
_LIKE_A_NUMBER = re.compile(r"[-+.]?\d[^ ]*|\d{4}-\d.*|\.(inf|nan)|[0-9a-f]{8,}", re.IGNORECASE | re.ASCII)
_WORDS_OF_YAML = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_BLOCK_BREAKERS = re.compile(f"{UNSEEN.pattern}|[\ud800-\udfff]")


def as_data(value: object) -> object:
    """A value as the data of the file: keys, lists and texts, without fields of a model that have their default.

    >>> as_data(PartialDate(2024, 6))
    '2024-06'
    """
    if isinstance(value, AsWritten):
        return value.data
    if isinstance(value, (date, PartialDate)):
        return value.isoformat()
    value = _keys_of(value)
    if isinstance(value, str):
        return as_read(value)
    if isinstance(value, Mapping):
        return {key: as_data(below) for key, below in value.items()}
    if isinstance(value, Sequence):
        return [as_data(item) for item in value]
    return str(value)


def texts_of(data: object) -> Iterator[str]:
    """Every text in some data."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, (dict, list)):
        for below in data.values() if isinstance(data, dict) else data:
            yield from texts_of(below)


def as_read(text: str) -> str:
    """A text as it will be read: stripped, in Unicode's composed form, with line feeds."""
    return normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").strip())


def lines_of_key(key: str, value: object, indent: str, *, quoted: bool = False) -> list[str]:
    """The lines of a key with its value. With `quoted`, no text is written below a |."""
    beside, below = value_lines(value, indent, quoted=quoted)
    return [f"{indent}{key}:{beside and ' '}{beside}", *below]


def lines_of_item(value: object, indent: str, *, quoted: bool = False) -> list[str]:
    """The lines of a list item."""
    if isinstance(value, AsWritten):
        return [indent + line if line else "" for line in value.lines]
    value = _keys_of(value)
    if isinstance(value, Mapping) and value:
        lines = [line for key, below in value.items() for line in lines_of_key(key, below, indent + STEP, quoted=quoted)]
        return [f"{indent}- {lines[0][len(indent) + 2 :]}", *lines[1:]]
    beside, below = value_lines(value, indent, quoted=quoted)
    return [f"{indent}- {beside}".rstrip(), *below]


def value_lines(value: object, indent: str, *, quoted: bool = False) -> tuple[str, list[str]]:
    """What is beside a key with this indentation, and the lines below it."""
    if isinstance(value, (date, PartialDate)):
        return value.isoformat(), []
    value = _keys_of(value)
    if isinstance(value, str):
        return _text(as_read(value), indent + STEP, quoted=quoted)
    if isinstance(value, Mapping):
        below = [line for key, each in value.items() for line in lines_of_key(key, each, indent + STEP, quoted=quoted)]
        return ("", below) if below else ("{}", [])
    if isinstance(value, Sequence):
        below = [line for item in value for line in lines_of_item(item, indent + STEP, quoted=quoted)]
        return ("", below) if below else ("[]", [])
    return str(value), []


def _keys_of(value: object) -> object:
    """The keys of a model; any other value unchanged."""
    if not isinstance(value, msgspec.Struct):
        return value
    fields = msgspec.structs.fields(value)
    values = {field.name: getattr(value, field.name) for field in fields}
    return {field.name: values[field.name] for field in fields if field.required or values[field.name] != field.default}


def _text(text: str, indent: str, *, quoted: bool) -> tuple[str, list[str]]:
    if "\n" in text and not quoted and not _BLOCK_BREAKERS.search(text):
        return "|", [indent + line if line else "" for line in text.split("\n")]
    return _on_one_line(text), []


def _on_one_line(text: str) -> str:
    """A text beside its key, in quotes if YAML would not read it as that text.

    >>> _on_one_line("As at 1 May: done")
    '"As at 1 May: done"'
    """
    broken = "\n" in text or "\t" in text or _BLOCK_BREAKERS.search(text)
    if not broken and _may_be_unquoted(text):
        return text
    if not broken and ('"' in text or "\\" in text):
        return "'" + text.replace("'", "''") + "'"
    return UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def _may_be_unquoted(text: str) -> bool:
    return bool(
        _UNQUOTED_START.match(text)
        and not _MEANS_SOMETHING.search(text)
        and not _LIKE_A_NUMBER.fullmatch(text)
        and text.casefold() not in _WORDS_OF_YAML
        and not text.startswith("...")
    )


class Set(NamedTuple):
    """Set the value of a key or list item, and add missing keys above it."""

    path: Path
    value: Value


class Add(NamedTuple):
    """Add an item at the end of a list, or begin the list."""

    path: Path
    value: Value


class Insert(NamedTuple):
    """Insert a list item at the position that ends the path."""

    path: Path
    value: Value


class Note(NamedTuple):
    """Add a comment line above a key or item."""

    path: Path
    words: str

    @classmethod
    def asking(cls, path: Path, words: str) -> Note:
        """A question, which `check` reports until somebody deletes it."""
        return cls(path, f"{QUESTION.removeprefix('# ')} {words}")


class Remove(NamedTuple):
    """Remove a key with its value, or a list item, and the mapping or list that this leaves empty."""

    path: Path


Edit = Set | Add | Insert | Note | Remove


def as_written(lines: list[str]) -> AsWritten:
    """A list item, given in lines. Raises `NoSafePlaceError` if they are not one item."""
    data = data_in("".join(f"{line}\n" for line in ("items:", *lines)).encode())
    items = data.get("items") if isinstance(data, dict) else None
    if not isinstance(items, list) or len(items) != 1:
        raise NoSafePlaceError
    return AsWritten(tuple(lines), items[0])


class NoSafePlaceError(Exception):
    """The path names nothing, or the file has no safe place for the change."""


def data_in(content: bytes) -> object:
    """The data of a file: keys, lists and texts; None if its YAML has an error."""
    collector = ProblemCollector(Source("", []))
    text = text_of(content, collector)
    root = tree_of(text, collector) if text is not None else None
    if root is None or any(problem.severity is Severity.ERROR for problem in collector.problems):
        return None
    return _data_of(root)


def _data_of(node: Node) -> object:
    if isinstance(node, MappingNode):
        return {entry.key.value: _data_of(entry.node) for entry in node.entries}
    if isinstance(node, ListNode):
        return [_data_of(item) for item in node.items]
    assert isinstance(node, Scalar)
    return as_data(node.value)


def changed(data: object, edit: Edit) -> object:
    """The data after an edit, as a new value."""
    if isinstance(edit, Remove):
        return _without(data, edit.path)
    if isinstance(edit, Note):
        if value_at(data, edit.path) is None:
            raise NoSafePlaceError
        return data
    value = as_data(edit.value)
    if isinstance(edit, Insert):
        items, place = value_at(data, edit.path[:-1]), edit.path[-1]
        items = items if isinstance(items, list) else []
        if not isinstance(place, int) or not 0 <= place <= len(items):
            raise NoSafePlaceError
        return _with(data, edit.path[:-1], [*items[:place], value, *items[place:]])
    if isinstance(edit, Add):
        there = value_at(data, edit.path)
        value = [*there, value] if isinstance(there, list) else [value]
        if there and not isinstance(there, list):
            raise NoSafePlaceError
    return _with(data, edit.path, value)


def value_at(data: object, path: Path) -> object:
    """The value at a path, or None."""
    for step in path:
        in_list = isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data)
        if not in_list and not (isinstance(data, dict) and step in data):
            return None
        data = data[step]  # type: ignore[index]
    return data


def _with(data: object, path: Path, value: object) -> object:
    if not path:
        return value
    step, *below = path
    if isinstance(step, str) and (isinstance(data, dict) or not data):
        keys = data if isinstance(data, dict) else {}
        return {**keys, step: _with(keys.get(step), tuple(below), value)}
    if isinstance(step, int) and isinstance(data, list) and 0 <= step < len(data):
        return [*data[:step], _with(data[step], tuple(below), value), *data[step + 1 :]]
    raise NoSafePlaceError


def _without(data: object, path: Path) -> object:
    step, *below = path
    there = value_at(data, (step,))
    if there is None:
        raise NoSafePlaceError
    left = _without(there, tuple(below)) if below else None
    if isinstance(data, dict):
        return {key: left if key == step else each for key, each in data.items() if key != step or left}
    assert isinstance(data, list)
    return [left if number == step else each for number, each in enumerate(data) if number != step or left]


def keys_in_order(model: type[msgspec.Struct], path: Path) -> list[str]:
    """The keys that the model has at a path, in order."""
    shape: Shape | None = KeysShape(model)
    for step in path:
        shape = shape.other if isinstance(shape, EitherShape) else shape
        if isinstance(shape, KeysShape) and isinstance(step, str):
            field = fields_of(shape.model).get(step)
            shape = field.shape if field else None
        else:
            shape = shape.item if isinstance(shape, ListShape) else None
    shape = shape.other if isinstance(shape, EitherShape) else shape
    return list(fields_of(shape.model)) if isinstance(shape, KeysShape) else []


# An edit in words, for somebody to make by hand


_VERBS = {Remove: "remove", Add: "add", Insert: "add", Set: "write", Note: "put a note above"}


def texts_in(edit: Edit) -> str:
    """All texts that an edit would write."""
    if isinstance(edit, Remove):
        return ""
    return edit.words if isinstance(edit, Note) else "".join(texts_of(as_data(edit.value)))


def edit_in_words(edit: Edit) -> str:
    """What an edit does: `write findings, recommendations, item 3, explanation`."""
    return f"{_VERBS[type(edit)]} {_named(edit.path)}"


def by_hand(edit: Edit) -> str:
    """What to do by hand instead."""
    if isinstance(edit, Remove):
        return f"Delete {_named(edit.path)} yourself."
    return f"Type it yourself{_under(edit)}:\n{lines_to_type(edit)}"


def lines_to_type(edit: Edit) -> str:
    """The lines to type by hand instead."""
    if isinstance(edit, Remove):
        return f"(without {_named(edit.path)})"
    if isinstance(edit, Note):
        return comment(edit.words)
    last = edit.path[-1]
    if isinstance(edit, Add) or isinstance(last, int):
        return "\n".join(lines_of_item(edit.value, ""))
    return "\n".join(lines_of_key(last, edit.value, ""))


def comment(words: str) -> str:
    """A comment line."""
    return f"# {' '.join(words.split())}"


def _named(path: Path) -> str:
    return ", ".join(f"item {step + 1}" if isinstance(step, int) else step for step in path)


def _under(edit: Edit) -> str:
    if isinstance(edit, Add | Insert):
        return f", as an item of the list under {_named(edit.path[:-1] if isinstance(edit, Insert) else edit.path)}"
    if isinstance(edit, Note):
        return f", above {_named(edit.path)}"
    return f", under {_named(edit.path[:-1])}" if len(edit.path) > 1 else ""
