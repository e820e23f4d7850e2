"""The JSON Schema of a file, written from the same shapes that its values are held against."""

from __future__ import annotations

import inspect

import msgspec

from pccresponse.models.response import Response
from pccresponse.reading.dates import EARLIEST_YEAR, LATEST_YEAR
from pccresponse.reading.schema_law import FORCES_ARE_NAMED_IN, forces, required_by_era
from pccresponse.reading.shapes import (
    CountShape,
    DateShape,
    EitherShape,
    Field,
    ListShape,
    Shape,
    TextShape,
    WordsShape,
    fields_of,
    models_below,
)

Schema = dict[str, object]

_DAY = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_DAY_MONTH_OR_YEAR = "[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"


def schema_of_model(model: type[msgspec.Struct]) -> Schema:
    """The schema of a file whose top level is `model`. The addresses in it are names, which nobody has to look up."""
    name = model.__name__.lower()
    below = models_below(model)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:pccresponse:{name}",
        "title": f"{name}.yaml",
        **_object(below.pop(model.__name__)),
        **({"allOf": required_by_era()} if model is Response else {}),
        "$defs": {each: _object(definition) for each, definition in sorted(below.items())},
    }


def _object(model: type[msgspec.Struct]) -> Schema:
    fields = fields_of(model)
    required = [field.name for field in fields.values() if field.required]
    return {
        "description": inspect.cleandoc(model.__doc__ or ""),
        "type": "object",
        "properties": {name: _property(field) for name, field in fields.items()},
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def _property(field: Field) -> Schema:
    default = {"default": field.default} if isinstance(field.default, str) else {}
    schema = forces(field.shape) if field.name in FORCES_ARE_NAMED_IN else _schema(field.shape)
    examples = {"examples": list(field.examples)} if field.examples else {}
    printed = f". Not printed: {field.not_printed}" if field.not_printed else ""
    return {"description": f"{field.description}{printed}", **schema, **default, **examples}


def _schema(shape: Shape) -> Schema:
    if isinstance(shape, TextShape):
        return _text(shape)
    if isinstance(shape, WordsShape):
        return {"type": "string", "enum": list(shape.words)}
    if isinstance(shape, CountShape):
        return {"type": "integer", "minimum": shape.least, "maximum": shape.most}
    if isinstance(shape, DateShape):
        return _date(shape)
    if isinstance(shape, ListShape):
        return {"type": "array", "items": _schema(shape.item)}
    if isinstance(shape, EitherShape):
        return {"anyOf": [_schema(shape.other), {"type": "string", "enum": list(shape.words)}]}
    return {"$ref": f"#/$defs/{shape.model.__name__}"}


def _text(shape: TextShape) -> Schema:
    one_line = {"pattern": r"^\s*\S[^\n\r]*\s*$"} if shape.kind == "line" else {"pattern": r"\S"}
    pattern = {"pattern": shape.pattern} if shape.pattern else one_line
    return {"type": ["string", "number"] if shape.number_too else "string", "maxLength": shape.most, **pattern}


def _date(shape: DateShape) -> Schema:
    """A year alone is a number to an editor, because YAML takes it for one."""
    if shape.exact:
        return {"type": "string", "pattern": f"^{_DAY}$", "examples": ["2015-07-21"]}
    return {
        "type": ["string", "integer"],
        "pattern": f"^{_DAY_MONTH_OR_YEAR}$",
        "minimum": EARLIEST_YEAR,
        "maximum": LATEST_YEAR,
        "examples": ["2015-07-21", "2015-07", 2015],
    }
