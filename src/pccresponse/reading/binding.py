"""Binding the tree to the models: each value is compared with the shape of its field, and what does not fit is reported.

A value that does not fit is left out or replaced by the most likely one, so that the rest can still be checked. No document is ever
made from such a model.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

import msgspec

from pccresponse.foundation.problems import Path
from pccresponse.reading.shapes import (
    CountShape,
    DateShape,
    EitherShape,
    Field,
    KeysShape,
    ListShape,
    M,
    Shape,
    TextShape,
    WordsShape,
    fields_of,
    models_in,
)
from pccresponse.reading.source import Fault, ProblemCollector, Spot, called, quoted
from pccresponse.reading.tree import ListNode, Mapping, Node, Scalar, Unusable, spot_for, spot_of
from pccresponse.reading.values import either_of, meant_by, nearest, read_count, read_date, read_text, read_words, tidied
from pccresponse.reading.yaml_errors import DELETE_THE_SPACE, NO_SPACE


class Unread(NamedTuple):
    """The paths of values that did not fit."""

    left_out: frozenset[Path] = frozenset()
    guessed: frozenset[Path] = frozenset()
    """Those with the most likely value instead."""

    def concerns(self, path: Path) -> bool:
        """Whether a value that was left out or guessed may cause a problem at a path."""
        above = {path[:length] for length in range(len(path) + 1)}
        return bool(above & self.left_out or above & self.guessed or any(each[:-1] == path for each in self.left_out))


class _NothingType:
    """The type of `_NOTHING`, the result for a value that cannot be used."""


_NOTHING: Final = _NothingType()
_UNREAD_TEXT: Final = "…"
"""Stands for a required text that is missing."""
_NULLS = ("~", "null", "Null", "NULL")
_MOST_SUGGESTIONS = 300
"""To find the nearest word takes long, so after this number of mistakes only the known words are listed."""


def bind(root: Mapping, model: type[M], collector: ProblemCollector) -> tuple[M | None, Unread]:
    """The model for the keys and values of a file, or None if too little fits, with the paths of what does not."""
    binder = _Binder(model, collector)
    bound = binder.keys(KeysShape(model), root, (), spot_of(root))
    return bound if isinstance(bound, model) else None, Unread(frozenset(binder.left_out), frozenset(binder.guessed))


class _Binder:
    def __init__(self, model: type[M], collector: ProblemCollector) -> None:
        self.model = model
        self.collector = collector
        self.suggestions = _MOST_SUGGESTIONS
        self.left_out: list[Path] = []
        self.guessed: list[Path] = []

    def value(self, shape: Shape, node: Node, path: Path, spot: Spot, field: Field) -> object:
        """The value of a node, or `_NOTHING`, with its errors reported."""
        if isinstance(node, Unusable):
            return _NOTHING  # it has already been reported
        if isinstance(node, Scalar):
            return self._text(shape, node, path, spot, field)
        if isinstance(shape, EitherShape) and isinstance(node, Mapping):
            shape = shape.other
        if isinstance(shape, ListShape) and isinstance(node, ListNode):
            items = [self.value(shape.item, item, (*path, number), spot_of(item), field) for number, item in enumerate(node.items)]
            return _NOTHING if any(item is _NOTHING for item in items) else tuple(items)
        if isinstance(shape, KeysShape) and isinstance(node, Mapping):
            return self.keys(shape, node, path, spot)
        if node.cut:
            return _NOTHING  # the mistake that cut it may have changed its kind
        message, remedy = wrong_kind(shape, node, path)
        if isinstance(node, Mapping) and node.entries and node.column == spot[1] + 1:
            remedy = f"If {quoted(node.entries[0].key.value + ':')} is no part of it: {DELETE_THE_SPACE[0].lower()}{DELETE_THE_SPACE[1:]}"
        self.collector.add("READ-KIND", spot, message, remedy, path)
        return _NOTHING

    def keys(self, shape: KeysShape, node: Mapping, path: Path, spot: Spot) -> object:
        """The model for a mapping, or `_NOTHING`."""
        fields = fields_of(shape.model)
        values: dict[str, object] = {}
        misspelt: set[str | None] = set()
        for entry in node.entries:
            key = entry.key
            below = (*path, key.value)
            field = fields.get(key.value)
            if field is None:
                message, remedy, meant = unknown_key(key.value, shape.model, self.model, suggest=self._may_suggest())
                self.collector.add("READ-UNKNOWN-KEY", spot_of(key), message, remedy, below)
                misspelt.add(meant)
                self.left_out.append((*path, meant or key.value))
                continue
            value = self.value(field.shape, entry.node, below, spot_for(entry.node, key), field)
            if value is _NOTHING:
                self.left_out.append(below)
            else:
                values.setdefault(key.value, value)
        if node.cut:
            return _NOTHING
        fits = True
        for field in fields.values():
            if field.required and field.name not in values:
                if field.name not in misspelt and field.name not in node.first:
                    self.collector.add("READ-MISSING-KEY", spot, *missing_key(field, path), (*path, field.name))
                self.left_out.append((*path, field.name))
                fits = fits and isinstance(field.shape, TextShape)
                values[field.name] = _UNREAD_TEXT
        return shape.model(**values) if fits else _NOTHING

    def _text(self, shape: Shape, node: Scalar, path: Path, spot: Spot, field: Field) -> object:
        value = tidied(node.value)
        if isinstance(value, Fault):
            self.collector.add(value.code, spot, f"{called(path)} {value.message}", value.remedy, path)
            return _NOTHING
        if not value or (not node.style and value in _NULLS):
            after = "" if node.style else self.collector.source.lines[spot[0]][spot[1] : spot[1] + 200]
            self.collector.add("READ-EMPTY", spot, *empty(value, field, path, after), path)
            return _NOTHING
        result: object
        if isinstance(shape, TextShape):
            result = read_text(value, shape)
        elif isinstance(shape, DateShape):
            result = self._date(shape, value)
        elif isinstance(shape, WordsShape):
            result = value if value in shape.words else read_words(value, shape.words, suggest=self._may_suggest())
        elif isinstance(shape, CountShape):
            result = read_count(value, shape)
        elif isinstance(shape, EitherShape):
            result = self._either(shape, value)
        else:
            result = text_instead(shape, value)
        if isinstance(result, Fault):
            self.collector.add(result.code, spot, f"{called(path)} {result.message}", result.remedy, path)
            result = _most_likely(shape, value, result)
            if result is not _NOTHING:
                self.guessed.append(path)
        return result

    def _date(self, shape: DateShape, value: str) -> object:
        read = read_date(value, exact=shape.exact)
        return read.exact if shape.exact and not isinstance(read, Fault) else read

    def _either(self, shape: EitherShape, value: str) -> object:
        """One of some words, or a date. A mapping cannot be written as a text."""
        if value in shape.words:
            return value
        instead = self._date(shape.other, value) if isinstance(shape.other, DateShape) else text_instead(shape.other, value)
        if not isinstance(instead, Fault):
            return instead
        nearly = read_words(value, shape.words, suggest=self._may_suggest())
        if isinstance(nearly, Fault) and nearly.means_one:
            return nearly
        otherwise = "If the papers do not say, write:" if isinstance(shape.other, DateShape) else "Or write:"
        return Fault(instead.code, instead.message, f"{instead.remedy} {otherwise} {' or: '.join(shape.words)}")

    def _may_suggest(self) -> bool:
        self.suggestions -= 1
        return self.suggestions >= 0


def _most_likely(shape: Shape, value: str, fault: Fault) -> object:
    """The most likely value instead of a faulty one, or `_NOTHING`."""
    if isinstance(shape, TextShape):
        return _NOTHING if fault.code == "READ-INVISIBLE" else value
    if isinstance(shape, WordsShape | EitherShape) and fault.means_one:
        return nearest(value, shape.words) or _NOTHING
    date = shape.other if isinstance(shape, EitherShape) else shape
    if isinstance(date, DateShape) and fault.code == "READ-DATE" and not either_of(value):
        meant = meant_by(value)
        return (meant.exact if date.exact and meant else meant) or _NOTHING
    return _NOTHING


# Messages about what does not fit


_MOST_PLACES = 5
_MOST_KEYS = 8
_TIGHT_DASH = re.compile(r"-\w")
_FITS_BRACKETS = re.compile(r"[\w' ,.&()-]{1,60}")
_TAKEN_FOR_COMMENT = re.compile(r"\s#\S")


def wrong_kind(shape: Shape, node: ListNode | Mapping, path: Path) -> tuple[str, str]:
    """The message and remedy for a list or mapping where something else is expected."""
    found = "a list is" if isinstance(node, ListNode) else "keys are"
    message = f"{called(path)} has to be {_wanted(shape)}, but {found} written here."
    if isinstance(shape, ListShape):
        return message, 'Put "- " before the first key of each item, and indent its other keys as far as the first.'
    if isinstance(shape, KeysShape | EitherShape) and isinstance(_keys_of(shape), KeysShape):
        return message, f'Take the "- " away; its keys are: {_some_keys(shape)}.'
    if isinstance(node, ListNode):
        return message, "Write one value after the colon, without a dash. Put a text that starts with [ or - in quotes."
    return message, 'Write the value after the colon. Put a text with ": " in it in quotes or below a |.'


def text_instead(shape: ListShape | KeysShape, value: str) -> Fault:
    """The fault of a text where a list or mapping is expected."""
    return Fault(
        "READ-KIND", f"has to be {_wanted(shape)}, but the text {quoted(value)} is written here.", _how_instead(shape, value)
    )


def _how_instead(shape: ListShape | KeysShape, value: str) -> str:
    if isinstance(shape, KeysShape):
        if match := NO_SPACE.match(value):
            return f'Put a space after the colon of "{match[1]}:".'
        return f"Write its keys on the lines below it, indented: {_some_keys(shape)}."
    if _TIGHT_DASH.match(value):
        return "Put a space after each dash."
    if isinstance(shape.item, KeysShape):
        return f'Start each item on a line of its own with "- "; its keys are: {_some_keys(shape.item)}.'
    if _FITS_BRACKETS.fullmatch(value):
        return f"Write it in square brackets: [{value}]"
    return 'Start each item on a line of its own with "- ".'


def unknown_key(key: str, here: type[msgspec.Struct], root: type[msgspec.Struct], *, suggest: bool) -> tuple[str, str, str | None]:
    """The message and remedy for a key that is unknown in its place, and the key that was probably meant."""
    message = f"There is no key {quoted(key)} here."
    known = fields_of(here)
    meant = nearest(key, known) if suggest else None
    belongs = _parents(root).get(key, ())
    if meant and (not 0 < len(belongs) <= _MOST_PLACES or meant.casefold() == key.casefold()):
        return message, f'Did you mean "{meant}"?', meant
    if 0 < len(belongs) <= _MOST_PLACES:
        return message, f"It belongs {' or '.join(belongs)}.", None
    if file := _other_file(key, root):
        return message, f"It belongs in {file}.", None
    return message, f"The keys here are: {', '.join(known)}.", None


def missing_key(field: Field, path: Path) -> tuple[str, str]:
    """The message and remedy for a required key that is missing."""
    return f'{called(path)} has no "{field.name}".', f'Add "{field.name}:" ({field.description}).'


def empty(value: str, field: Field, path: Path, after: str) -> tuple[str, str]:
    """The message and remedy for a key without a value. `after` is the rest of its line."""
    message = f"{called(path)} is empty."
    if value:
        message = f"{called(path)} is empty: {quoted(value)} is YAML's word for nothing."
    if _TAKEN_FOR_COMMENT.search(after):
        return message, "What follows the # is a comment. If it is the value, put it in quotes, including the #."
    if path[-1] != field.name:
        return message, "Fill it in, or delete the line."
    keys = _keys_of(field.shape)
    how = f"Write its keys on the lines below it, indented ({_some_keys(keys)})" if isinstance(keys, KeysShape) else "Fill it in"
    if not field.required:
        return message, f"{how}, or delete the line."
    return message, f"{how}." if isinstance(keys, KeysShape) else f"{how} ({field.description})."


def _wanted(shape: Shape) -> str:
    if isinstance(shape, TextShape):
        return {"line": "a line of text", "lines": "a few lines of text", "markdown": "a text"}.get(shape.kind, f"one {shape.kind}")
    if isinstance(shape, WordsShape):
        return f"one of: {', '.join(shape.words)}" if len(shape.words) <= _MOST_KEYS else "one of some fixed words"
    if isinstance(shape, CountShape):
        return "a whole number"
    if isinstance(shape, DateShape):
        return "a date"
    if isinstance(shape, ListShape):
        return "a list"
    if isinstance(shape, EitherShape):
        return f"{_wanted(shape.other)} or the words: {' or '.join(shape.words)}"
    return "a group of keys"


def _keys_of(shape: Shape) -> Shape:
    return shape.other if isinstance(shape, EitherShape) else shape


def _some_keys(shape: Shape) -> str:
    """Some keys of a model, required ones first."""
    shape = _keys_of(shape)
    assert isinstance(shape, KeysShape)
    fields = sorted(fields_of(shape.model).values(), key=lambda field: not field.required)
    names = [field.name for field in fields]
    return ", ".join(names[:_MOST_KEYS]) + (", …" if len(names) > _MOST_KEYS else "")


@cache
def _parents(root: type[msgspec.Struct]) -> dict[str, tuple[str, ...]]:
    """The places of each key in a file, in words."""
    found: dict[str, dict[str, None]] = {}

    def walk(model: type[msgspec.Struct], where: str) -> None:
        for field in fields_of(model).values():
            found.setdefault(field.name, {})[where] = None
            for below in models_in(field.shape):
                walk(below, f'under "{field.name}"')

    walk(root, "at the top of the file, without indentation")
    return {key: tuple(places) for key, places in found.items()}


def _other_file(key: str, root: type[msgspec.Struct]) -> str | None:
    """The other file, if the key belongs at the top of it."""
    from pccresponse.models.office import Office  # mistakes are rare, and these models are not always loaded
    from pccresponse.models.response import Response

    files = {Response: "response.yaml", Office: "office.yaml"}
    return next((file for model, file in files.items() if model is not root and root in files and key in fields_of(model)), None)
