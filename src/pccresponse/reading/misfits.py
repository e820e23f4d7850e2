"""The words for what does not fit: a key in the wrong place, a list where a text should be, a blank.

Each function gives a message and a remedy, or both as a fault.
"""

from __future__ import annotations

import re
from functools import cache

import msgspec

from pccresponse.problems import Path
from pccresponse.reading.nearest import nearest
from pccresponse.reading.nodes import Listing, Mapping
from pccresponse.reading.shapes import (
    CountShape,
    DateShape,
    EitherShape,
    Field,
    KeysShape,
    ListShape,
    Shape,
    TextShape,
    WordsShape,
    fields_of,
    models_in,
)
from pccresponse.reading.source import Fault, called, quoted
from pccresponse.reading.yaml_errors import NO_SPACE

_MOST_PLACES = 5
_MOST_KEYS = 8
_TIGHT_DASH = re.compile(r"-\w")
_FITS_BRACKETS = re.compile(r"[\w' ,.&()-]{1,60}")
_TAKEN_FOR_REMARK = re.compile(r"\s#\S")


def wrong_kind(shape: Shape, node: Listing | Mapping, path: Path) -> tuple[str, str]:
    """A list or keys stand where something else should."""
    found = "a list is" if isinstance(node, Listing) else "keys are"
    message = f"{called(path)} has to be {_wanted(shape)}, but {found} written here."
    if isinstance(shape, ListShape):
        return message, 'Put "- " before the first key of each item, and indent its other keys as far as the first.'
    if isinstance(shape, KeysShape | EitherShape) and isinstance(_keys_of(shape), KeysShape):
        return message, f'Take the "- " away; its keys are: {_some_keys(shape)}.'
    if isinstance(node, Listing):
        return message, "Write one value after the colon, without a dash; a text that starts with [ or - has to be in quotes."
    return message, 'Write the value after the colon; a text with ": " in it has to be in quotes or below a |.'


def text_instead(shape: ListShape | KeysShape, value: str) -> Fault:
    """A text stands where a list or keys should."""
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
    """A key that is not known where it stands, though perhaps somewhere else. The third is the key that was probably meant."""
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
    """A key that has to be there is not."""
    return f'{called(path)} has no "{field.name}".', f'Add "{field.name}:" ({field.description}).'


def empty(value: str, field: Field, path: Path, after: str) -> tuple[str, str]:
    """A key without a value. `after` is what stands on its line and was not taken for the value."""
    message = f"{called(path)} is empty."
    if value:
        message = f"{called(path)} is empty: {quoted(value)} is YAML's word for nothing."
    if _TAKEN_FOR_REMARK.search(after):
        return message, "What follows the # is taken for a remark. If it is the value, put it in quotes, # included."
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
    """The first keys of a model, those first that have to be there."""
    shape = _keys_of(shape)
    assert isinstance(shape, KeysShape)
    fields = sorted(fields_of(shape.model).values(), key=lambda field: not field.required)
    names = [field.name for field in fields]
    return ", ".join(names[:_MOST_KEYS]) + (", …" if len(names) > _MOST_KEYS else "")


@cache
def _parents(root: type[msgspec.Struct]) -> dict[str, tuple[str, ...]]:
    """For each key of a file, the places in which it is known."""
    found: dict[str, dict[str, None]] = {}

    def walk(model: type[msgspec.Struct], where: str) -> None:
        for field in fields_of(model).values():
            found.setdefault(field.name, {})[where] = None
            for below in models_in(field.shape):
                walk(below, f'under "{field.name}"')

    walk(root, "at the top of the file, without indentation")
    return {key: tuple(places) for key, places in found.items()}


def _other_file(key: str, root: type[msgspec.Struct]) -> str | None:
    """The file in which a key is known at the top, if it is the other one of the two."""
    from pccresponse.models.office import Office  # a mistake is rare, and the other file's models are not always loaded
    from pccresponse.models.response import Response

    files = {Response: "response.yaml", Office: "office.yaml"}
    return next((file for model, file in files.items() if model is not root and root in files and key in fields_of(model)), None)
