"""From the tree to the models: each value is held against what its field may hold, and every misfit is complained about.

What does not fit is left out, or read as what was most likely meant, so that the rest can be judged in spite of it. Such a model is
good for that and no more: nothing is ever made from it.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from pccresponse.problems import Path
from pccresponse.reading import misfits
from pccresponse.reading.dates import either_of, meant_by, read_date
from pccresponse.reading.nearest import nearest
from pccresponse.reading.nodes import Listing, Mapping, Node, Text, Unusable, spot_for, spot_of
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
)
from pccresponse.reading.source import Complaints, Fault, Spot, called, quoted
from pccresponse.reading.values import read_count, read_text, read_words, tidied
from pccresponse.reading.yaml_errors import DELETE_THE_SPACE


class Unread(NamedTuple):
    """The paths of what did not fit."""

    left_out: frozenset[Path] = frozenset()
    guessed: frozenset[Path] = frozenset()
    """What was read as what it was most likely meant as."""

    def concerns(self, path: Path) -> bool:
        """Whether a complaint about a path may come of what was left out or guessed and not of what the file says."""
        above = {path[:length] for length in range(len(path) + 1)}
        return bool(above & self.left_out or above & self.guessed or any(each[:-1] == path for each in self.left_out))


class _NothingType:
    """What comes of a value that cannot be used."""


_NOTHING: Final = _NothingType()
_UNREAD_TEXT: Final = "…"
"""Stands for a text that has to be there and is not."""
_NULLS = ("~", "null", "Null", "NULL")
_MOST_SUGGESTIONS = 300
"""Looking for the nearest word takes long. After so many mistakes the list of what is known has to be enough."""


def bind(root: Mapping, model: type[M], complaints: Complaints) -> tuple[M | None, Unread]:
    """The model that the file's keys and values make, with the paths of what does not fit; None if too little does."""
    binder = _Binder(model, complaints)
    bound = binder.keys(KeysShape(model), root, (), spot_of(root))
    return bound if isinstance(bound, model) else None, Unread(frozenset(binder.left_out), frozenset(binder.guessed))


class _Binder:
    def __init__(self, model: type[M], complaints: Complaints) -> None:
        self.model = model
        self.complaints = complaints
        self.suggestions = _MOST_SUGGESTIONS
        self.left_out: list[Path] = []
        self.guessed: list[Path] = []

    def value(self, shape: Shape, node: Node, path: Path, spot: Spot, field: Field) -> object:
        """What a node means as a value of a shape, or nothing, with complaints."""
        if isinstance(node, Unusable):
            return _NOTHING  # there is a complaint about it already
        if isinstance(node, Text):
            return self._text(shape, node, path, spot, field)
        if isinstance(shape, EitherShape) and isinstance(node, Mapping):
            shape = shape.other
        if isinstance(shape, ListShape) and isinstance(node, Listing):
            items = [self.value(shape.item, item, (*path, number), spot_of(item), field) for number, item in enumerate(node.items)]
            return _NOTHING if any(item is _NOTHING for item in items) else tuple(items)
        if isinstance(shape, KeysShape) and isinstance(node, Mapping):
            return self.keys(shape, node, path, spot)
        if node.cut:
            return _NOTHING  # it may have become what it is by the mistake that cut it
        message, remedy = misfits.wrong_kind(shape, node, path)
        if isinstance(node, Mapping) and node.column == spot[1] + 1:
            remedy = f"If {quoted(node.entries[0].key.value + ':')} is no part of it: {DELETE_THE_SPACE[0].lower()}{DELETE_THE_SPACE[1:]}"
        self.complaints.add("READ-KIND", spot, message, remedy, path)
        return _NOTHING

    def keys(self, shape: KeysShape, node: Mapping, path: Path, spot: Spot) -> object:
        """The model that a mapping makes."""
        fields = fields_of(shape.model)
        values: dict[str, object] = {}
        misspelt: set[str | None] = set()
        for entry in node.entries:
            key = entry.key
            below = (*path, key.value)
            field = fields.get(key.value)
            if field is None:
                message, remedy, meant = misfits.unknown_key(key.value, shape.model, self.model, suggest=self._may_suggest())
                self.complaints.add("READ-UNKNOWN-KEY", spot_of(key), message, remedy, below)
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
                    self.complaints.add("READ-MISSING-KEY", spot, *misfits.missing_key(field, path), (*path, field.name))
                self.left_out.append((*path, field.name))
                fits = fits and isinstance(field.shape, TextShape)
                values[field.name] = _UNREAD_TEXT
        return shape.model(**values) if fits else _NOTHING

    def _text(self, shape: Shape, node: Text, path: Path, spot: Spot, field: Field) -> object:
        value = tidied(node.value)
        if isinstance(value, Fault):
            self.complaints.add(value.code, spot, f"{called(path)} {value.message}", value.remedy, path)
            return _NOTHING
        if not value or (not node.style and value in _NULLS):
            after = "" if node.style else self.complaints.source.lines[spot[0]][spot[1] : spot[1] + 200]
            self.complaints.add("READ-EMPTY", spot, *misfits.empty(value, field, path, after), path)
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
            result = misfits.text_instead(shape, value)
        if isinstance(result, Fault):
            self.complaints.add(result.code, spot, f"{called(path)} {result.message}", result.remedy, path)
            result = _most_likely(shape, value, result)
            if result is not _NOTHING:
                self.guessed.append(path)
        return result

    def _date(self, shape: DateShape, value: str) -> object:
        read = read_date(value, exact=shape.exact)
        return read.exact if shape.exact and not isinstance(read, Fault) else read

    def _either(self, shape: EitherShape, value: str) -> object:
        """Fixed words, or else a date; keys cannot be written as a text."""
        if value in shape.words:
            return value
        instead = self._date(shape.other, value) if isinstance(shape.other, DateShape) else misfits.text_instead(shape.other, value)
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
    """What a value was most likely meant as, where there is one such thing: the rest of the file can then be judged with it."""
    if isinstance(shape, TextShape):
        return _NOTHING if fault.code == "READ-INVISIBLE" else value
    if isinstance(shape, WordsShape | EitherShape) and fault.means_one:
        return nearest(value, shape.words) or _NOTHING
    date = shape.other if isinstance(shape, EitherShape) else shape
    if isinstance(date, DateShape) and fault.code == "READ-DATE" and not either_of(value):
        meant = meant_by(value)
        return (meant.exact if date.exact and meant else meant) or _NOTHING
    return _NOTHING
