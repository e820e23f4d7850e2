"""The shape of each field of the models: what it may hold, taken from its annotation.

A shape is made on first use, because to go through all models would take longer than to read a file.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec

from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.models.fields import extra_of

M = TypeVar("M", bound=msgspec.Struct)


class TextShape(msgspec.Struct, frozen=True):
    """A text of a kind, such as `line`, `markdown` or `web address`."""

    kind: str
    most: int
    pattern: str | None
    number_too: bool
    """Whether an editor should also accept a bare number."""


class WordsShape(msgspec.Struct, frozen=True):
    """One of some words."""

    words: tuple[str, ...]


class CountShape(msgspec.Struct, frozen=True):
    """A whole number from `least` to `most`."""

    least: int
    most: int


class DateShape(msgspec.Struct, frozen=True):
    """A date: an `exact` one is a day, any other may be a month or a year."""

    exact: bool


class ListShape(msgspec.Struct, frozen=True):
    """A list of items of one shape."""

    item: Shape


class KeysShape(msgspec.Struct, frozen=True):
    """A mapping with the keys of a model."""

    model: type[msgspec.Struct]


class EitherShape(msgspec.Struct, frozen=True):
    """One of some words, or else a date or a mapping."""

    words: tuple[str, ...]
    other: DateShape | KeysShape


Shape = TextShape | WordsShape | CountShape | DateShape | ListShape | KeysShape | EitherShape


class Field(msgspec.Struct, frozen=True):
    """A key of a model."""

    name: str
    shape: Shape
    required: bool
    description: str
    default: object
    examples: tuple[str, ...] = ()
    """Values that an editor may offer."""
    not_printed: str = ""
    """Why no document prints it; empty if one does."""
    approved: bool = True
    """Whether it is part of the version that is approved."""


@cache
def fields_of(model: type[msgspec.Struct]) -> dict[str, Field]:
    """The fields of a model by name, in order."""
    return {each.name: _field(each) for each in msgspec.structs.fields(model)}


def models_below(model: type[msgspec.Struct]) -> dict[str, type[msgspec.Struct]]:
    """A model and all models in it by name, each before those that it contains."""
    found = {model.__name__: model}
    for field in fields_of(model).values():
        for below in models_in(field.shape):
            found |= models_below(below)
    return found


def models_in(shape: Shape) -> list[type[msgspec.Struct]]:
    """The models directly in a shape."""
    if isinstance(shape, KeysShape):
        return [shape.model]
    if isinstance(shape, ListShape):
        return models_in(shape.item)
    return models_in(shape.other) if isinstance(shape, EitherShape) else []


def _field(info: msgspec.structs.FieldInfo) -> Field:
    """A field. Its own description is the outermost one; the others are its type's."""
    descriptions = [meta.description for meta in _metas(info.type) if meta.description]
    examples = [meta.examples for meta in _metas(info.type) if meta.examples]
    extra = extra_of(info.type)
    default = None if info.default is msgspec.NODEFAULT else info.default
    return Field(
        info.name,
        _shape_of(info.type),
        info.required,
        descriptions[-1] if descriptions else "",
        default,
        tuple(examples[-1]) if examples else (),
        extra.get("not_printed", ""),
        extra.get("approved", True),
    )


def _metas(annotation: Any) -> tuple[msgspec.Meta, ...]:
    return get_args(annotation)[1:] if get_origin(annotation) is Annotated else ()


def _shape_of(annotation: Any) -> Shape:
    """The shape of a type. None adds nothing: an optional field may be left out, but not be empty."""
    metas = _metas(annotation)
    plain = get_args(annotation)[0] if metas else annotation
    origin = get_origin(plain)
    if origin in (Union, UnionType):
        return _shape_of_union([each for each in get_args(plain) if each is not NoneType])
    if origin is Literal:
        return WordsShape(get_args(plain))
    if origin is tuple:
        return ListShape(_shape_of(get_args(plain)[0]))
    if plain is str:
        return _text(metas)
    if plain is int:
        least, most = _last(metas, "ge"), _last(metas, "le")
        assert isinstance(least, int)
        assert isinstance(most, int)
        return CountShape(least, most)
    if plain is date or plain is PartialDate:
        return DateShape(exact=plain is date)
    assert isinstance(plain, type), plain
    assert issubclass(plain, msgspec.Struct), plain
    return KeysShape(plain)


def _shape_of_union(members: list[Any]) -> Shape:
    if len(members) == 1:
        return _shape_of(members[0])
    shapes = [_shape_of(each) for each in members]
    words = tuple(word for shape in shapes if isinstance(shape, WordsShape) for word in shape.words)
    others = [shape for shape in shapes if isinstance(shape, DateShape | KeysShape)]
    assert len(others) == 1, members
    return EitherShape(words, others[0])


def _text(metas: tuple[msgspec.Meta, ...]) -> TextShape:
    extra = {key: value for meta in metas for key, value in (meta.extra or {}).items()}
    most = _last(metas, "max_length")
    pattern = _last(metas, "pattern")
    schema = _last(metas, "extra_json_schema")
    assert "text" in extra, "each kind of text says which one it is"
    number_too = isinstance(schema, dict) and "number" in schema.get("type", ())
    return TextShape(
        str(extra["text"]), most if isinstance(most, int) else 100, pattern if isinstance(pattern, str) else None, number_too
    )


def _last(metas: tuple[msgspec.Meta, ...], name: str) -> object:
    """The value of an attribute in the outermost annotation that has one."""
    return next((value for meta in reversed(metas) if (value := getattr(meta, name)) is not None), None)
