"""From the tree to the models: each value is held against what its field may hold, and every misfit is complained about."""

from __future__ import annotations

from typing import Final

from pccresponse.problems import Path
from pccresponse.reading import misfits
from pccresponse.reading.dates import read_date
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
from pccresponse.reading.source import Complaints, Fault, Spot, called
from pccresponse.reading.texts import read_count, read_text, read_words, tidied


class _NothingType:
    """What comes of a value that cannot be used."""


_NOTHING: Final = _NothingType()
_NULLS = ("~", "null", "Null", "NULL")
_MOST_SUGGESTIONS = 300
"""Looking for the nearest word takes long. After so many mistakes the list of what is known has to be enough."""


def bind(root: Mapping, model: type[M], complaints: Complaints) -> M | None:
    """The model that the file's keys and values make, or None if anything is wrong with them."""
    bound = _Binder(model, complaints).keys(KeysShape(model), root, (), spot_of(root))
    return bound if isinstance(bound, model) else None


class _Binder:
    def __init__(self, model: type[M], complaints: Complaints) -> None:
        self.model = model
        self.complaints = complaints
        self.suggestions = _MOST_SUGGESTIONS

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
        self.complaints.add("READ-KIND", spot, message, remedy, path)
        return _NOTHING

    def keys(self, shape: KeysShape, node: Mapping, path: Path, spot: Spot) -> object:
        """The model that a mapping makes."""
        fields = fields_of(shape.model)
        values: dict[str, object] = {}
        fits = True
        misspelt: set[str | None] = set()
        for entry in node.entries:
            key = entry.key
            below = (*path, key.value)
            field = fields.get(key.value)
            if field is None:
                fits = False
                message, remedy, meant = misfits.unknown_key(key.value, shape.model, self.model, suggest=self._may_suggest())
                self.complaints.add("READ-UNKNOWN-KEY", spot_of(key), message, remedy, below)
                misspelt.add(meant)
                continue
            value = self.value(field.shape, entry.node, below, spot_for(entry.node, key), field)
            values.setdefault(key.value, value)
            fits = fits and value is not _NOTHING
        if not node.cut:
            for field in fields.values():
                if field.required and field.name not in values:
                    fits = False
                    if field.name not in misspelt:
                        self.complaints.add("READ-MISSING-KEY", spot, *misfits.missing_key(field, path), (*path, field.name))
        return shape.model(**values) if fits and not node.cut else _NOTHING

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
            return _NOTHING
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
