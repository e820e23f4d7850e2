"""What can be changed in a YAML file, how a new value is written, and what the file has to say afterwards, whatever its form.

A text of several lines is written below a |, and only what would be read as something else is put in quotes.
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
from pccresponse.reading.source import QUESTION, UNSEEN, Complaints, Source
from pccresponse.reading.tree import Listing, Node, Scalar
from pccresponse.reading.tree import Mapping as MappingNode


class AsWritten(NamedTuple):
    """An item of a list in lines that are as they are given, with the comments among them."""

    lines: tuple[str, ...]
    """The first that is no comment begins with the dash."""
    data: object
    """What they say."""


Value = str | int | date | PartialDate | msgspec.Struct | Mapping[str, object] | Sequence[object] | AsWritten
"""What can be written: a text, a number, a date, a model, or keys and lists of these."""

STEP = "  "
"""How much further in a line is than the one above that it belongs to."""

_UNQUOTED_START = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=<~]")
_MEANS_SOMETHING = re.compile(r":(\s|$)|\s#")
_LIKE_A_NUMBER = re.compile(r"[-+.]?\d[^ ]*|\d{4}-\d.*|\.(inf|nan)|[0-9a-f]{8,}", re.IGNORECASE | re.ASCII)
_WORDS_OF_YAML = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_BLOCK_BREAKERS = re.compile(f"{UNSEEN.pattern}|[\ud800-\udfff]")


def as_data(value: object) -> object:
    """A value as the file will say it: keys, lists and texts; a field of a model that has its default is left out.

    >>> as_data(PartialDate(2024, 6))
    '2024-06'
    """
    if isinstance(value, AsWritten):
        return value.data
    value = _plain(value)
    if isinstance(value, str):
        return as_read(value)
    if isinstance(value, Mapping):
        return {key: as_data(below) for key, below in value.items()}
    if isinstance(value, Sequence):
        return [as_data(item) for item in value]
    return str(value)


def texts_of(data: object) -> Iterator[str]:
    """Every text of what `as_data` gives."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, (dict, list)):
        for below in data.values() if isinstance(data, dict) else data:
            yield from texts_of(below)


def as_read(text: str) -> str:
    """A text as it will be read: without white space around it, in Unicode's composed form, with line feeds as line ends."""
    return normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").strip())


def lines_of_key(key: str, value: object, indent: str, *, quoted: bool = False) -> list[str]:
    """The lines of a key with its value; with `quoted`, no text is below a |."""
    beside, below = written(value, indent, quoted=quoted)
    return [f"{indent}{key}:{beside and ' '}{beside}", *below]


def lines_of_item(value: object, indent: str, *, quoted: bool = False) -> list[str]:
    """The lines of an item of a list whose dashes are behind `indent`."""
    if isinstance(value, AsWritten):
        return [indent + line if line else "" for line in value.lines]
    value = _plain(value)
    if isinstance(value, Mapping) and value:
        lines = [line for key, below in value.items() for line in lines_of_key(key, below, indent + STEP, quoted=quoted)]
        return [f"{indent}- {lines[0][len(indent) + 2 :]}", *lines[1:]]
    beside, below = written(value, indent, quoted=quoted)
    return [f"{indent}- {beside}".rstrip(), *below]


def written(value: object, indent: str, *, quoted: bool = False) -> tuple[str, list[str]]:
    """What is beside a key that is indented so far, and the lines below it."""
    value = _plain(value)
    if isinstance(value, str):
        return _text(as_read(value), indent + STEP, quoted=quoted)
    if isinstance(value, Mapping):
        below = [line for key, each in value.items() for line in lines_of_key(key, each, indent + STEP, quoted=quoted)]
        return ("", below) if below else ("{}", [])
    if isinstance(value, Sequence):
        below = [line for item in value for line in lines_of_item(item, indent + STEP, quoted=quoted)]
        return ("", below) if below else ("[]", [])
    return str(value), []


class _Day:
    """A date as it is written: without quotes, which a text of the same digits has."""

    def __init__(self, day: date | PartialDate) -> None:
        self.digits = day.isoformat()

    def __str__(self) -> str:
        return self.digits


def _plain(value: object) -> object:
    """A model as its keys, a date as what is written for it; everything else as it is."""
    if isinstance(value, (date, PartialDate)):
        return _Day(value)
    if not isinstance(value, msgspec.Struct):
        return value
    fields = msgspec.structs.fields(value)
    said = {field.name: getattr(value, field.name) for field in fields}
    return {field.name: said[field.name] for field in fields if field.required or said[field.name] != field.default}


def _text(text: str, indent: str, *, quoted: bool) -> tuple[str, list[str]]:
    if "\n" in text and not quoted and not _BLOCK_BREAKERS.search(text):
        return "|", [indent + line if line else "" for line in text.split("\n")]
    return _on_one_line(text), []


def _on_one_line(text: str) -> str:
    """A text beside its key: as it is where YAML takes it for what it is, and else in quotes.

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
    """The value of a key or an item of a list, whether there is one or not; keys above it that are missing are added."""

    path: Path
    value: Value


class Add(NamedTuple):
    """One more item at the end of the list that the path names, which is begun if there is none."""

    path: Path
    value: Value


class Insert(NamedTuple):
    """One more item of a list, before the one that the path names; behind the last where the path counts one further."""

    path: Path
    value: Value


class Note(NamedTuple):
    """A line of comment above the key or the item that the path names. It changes nothing that the file says."""

    path: Path
    words: str

    @classmethod
    def asking(cls, path: Path, words: str) -> Note:
        """A question, which `check` reports until somebody deletes it."""
        return cls(path, f"{QUESTION.removeprefix('# ')} {words}")


class Remove(NamedTuple):
    """A key with its value, or an item of a list; a group of keys or a list that is left empty by it goes as well."""

    path: Path


Edit = Set | Add | Insert | Note | Remove


def as_written(lines: list[str]) -> AsWritten:
    """An item of a list, given in lines. Raises `NoSafePlaceError` where they are not one."""
    said = data_in("".join(f"{line}\n" for line in ("items:", *lines)).encode())
    items = said.get("items") if isinstance(said, dict) else None
    if not isinstance(items, list) or len(items) != 1:
        raise NoSafePlaceError
    return AsWritten(tuple(lines), items[0])


class NoSafePlaceError(Exception):
    """What the path names is not there, or the form of the file leaves no safe place for the change."""


def data_in(content: bytes) -> object:
    """What a file says, as keys, lists and texts; None if there is an error in its YAML."""
    complaints = Complaints(Source("", []))
    text = text_of(content, complaints)
    root = tree_of(text, complaints) if text is not None else None
    if root is None or any(problem.severity is Severity.ERROR for problem in complaints.problems):
        return None
    return _data_of(root)


def _data_of(node: Node) -> object:
    if isinstance(node, MappingNode):
        return {entry.key.value: _data_of(entry.node) for entry in node.entries}
    if isinstance(node, Listing):
        return [_data_of(item) for item in node.items]
    assert isinstance(node, Scalar)
    return as_data(node.value)


def changed(data: object, edit: Edit) -> object:
    """What the file has to say afterwards. The data are not touched."""
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
    """What is at a path; None if nothing is."""
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
    """The keys that the model has at a path, in their order; none where it has none."""
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


# An edit in words, for whoever has to make it by hand


_VERBS = {Remove: "remove", Add: "add", Insert: "add", Set: "write", Note: "put a note above"}


def texts_in(edit: Edit) -> str:
    """Every text that an edit would put into the file."""
    if isinstance(edit, Remove):
        return ""
    return edit.words if isinstance(edit, Note) else "".join(texts_of(as_data(edit.value)))


def done_by(edit: Edit) -> str:
    """What an edit does: `write findings, recommendations, item 3, explanation`."""
    return f"{_VERBS[type(edit)]} {_named(edit.path)}"


def to_do_by_hand(edit: Edit) -> str:
    """What somebody has to do in place of the program."""
    if isinstance(edit, Remove):
        return f"Delete {_named(edit.path)} yourself."
    return f"Type it yourself{_under(edit)}:\n{typed(edit)}"


def typed(edit: Edit) -> str:
    """The lines that somebody types in place of the program."""
    if isinstance(edit, Remove):
        return f"(without {_named(edit.path)})"
    if isinstance(edit, Note):
        return comment(edit.words)
    last = edit.path[-1]
    if isinstance(edit, Add) or isinstance(last, int):
        return "\n".join(lines_of_item(edit.value, ""))
    return "\n".join(lines_of_key(last, edit.value, ""))


def comment(words: str) -> str:
    """A line of comment."""
    return f"# {' '.join(words.split())}"


def _named(path: Path) -> str:
    return ", ".join(f"item {step + 1}" if isinstance(step, int) else step for step in path)


def _under(edit: Edit) -> str:
    if isinstance(edit, Add | Insert):
        return f", as an item of the list under {_named(edit.path[:-1] if isinstance(edit, Insert) else edit.path)}"
    if isinstance(edit, Note):
        return f", above {_named(edit.path)}"
    return f", under {_named(edit.path[:-1])}" if len(edit.path) > 1 else ""
