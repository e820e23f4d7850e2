"""What can be changed in a YAML file, and what the file has to say afterwards, whatever its form."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from pccresponse.foundation.problems import Path, Severity
from pccresponse.reading.parsing import text_of, tree_of
from pccresponse.reading.shapes import EitherShape, KeysShape, ListShape, Shape, fields_of
from pccresponse.reading.source import Complaints, Source
from pccresponse.reading.tree import Listing, Mapping, Node, Scalar
from pccresponse.reading.yaml_text import Value, as_data


class Set(NamedTuple):
    """The value of a key or an item of a list, whether there is one or not; keys above it that are missing are added."""

    path: Path
    value: Value


class Add(NamedTuple):
    """One more item at the end of the list that the path names, which is begun where there is none."""

    path: Path
    value: Value


class Remove(NamedTuple):
    """A key with its value, or an item of a list; a group of keys or a list that is left empty by it goes as well."""

    path: Path


Edit = Set | Add | Remove


class NoSafePlaceError(Exception):
    """What the path names is not there, or the form of the file leaves no safe place for the change."""


def data_in(content: bytes) -> object:
    """What a file says, as keys, lists and texts; None where there is an error in its YAML."""
    complaints = Complaints(Source("", []))
    text = text_of(content, complaints)
    root = tree_of(text, complaints) if text is not None else None
    if root is None or any(problem.severity is Severity.ERROR for problem in complaints.problems):
        return None
    return _data_of(root)


def _data_of(node: Node) -> object:
    if isinstance(node, Mapping):
        return {entry.key.value: _data_of(entry.node) for entry in node.entries}
    if isinstance(node, Listing):
        return [_data_of(item) for item in node.items]
    assert isinstance(node, Scalar)
    return as_data(node.value)


def changed(data: object, edit: Edit) -> object:
    """What the file has to say afterwards. The data are not touched."""
    if isinstance(edit, Remove):
        return _without(data, edit.path)
    value = as_data(edit.value)
    if isinstance(edit, Add):
        there = value_at(data, edit.path)
        value = [*there, value] if isinstance(there, list) else [value]
        if there and not isinstance(there, list):
            raise NoSafePlaceError
    return _with(data, edit.path, value)


def value_at(data: object, path: Path) -> object:
    """What stands at a path; None where nothing does."""
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
