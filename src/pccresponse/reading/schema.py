"""The JSON Schemas of the files, made from the shapes of the models and the law of the report's day."""

from __future__ import annotations

import inspect
import json
from datetime import date, timedelta
from pathlib import Path

import msgspec

from pccresponse import statute
from pccresponse.models.findings import ASKING, CAUSES, RECOMMENDATIONS
from pccresponse.models.office import Office
from pccresponse.models.record import EditionNotes
from pccresponse.models.report import ONE_FORCE
from pccresponse.models.response import Response
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
from pccresponse.reading.values import EARLIEST_YEAR, LATEST_YEAR

Schema = dict[str, object]

_DAY = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_DAY_MONTH_OR_YEAR = "[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"


def schema_of_model(model: type[msgspec.Struct]) -> Schema:
    """The schema (2020-12) of a file of a model. It needs no network."""
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
    """The schema of a date. YAML takes a year alone for a number."""
    if shape.exact:
        return {"type": "string", "pattern": f"^{_DAY}$", "examples": ["2015-07-21"]}
    return {
        "type": ["string", "integer"],
        "pattern": f"^{_DAY_MONTH_OR_YEAR}$",
        "minimum": EARLIEST_YEAR,
        "maximum": LATEST_YEAR,
        "examples": ["2015-07-21", "2015-07", 2015],
    }


# What the law of the report's day requires


FORCES_ARE_NAMED_IN = ("force", "named_forces")
"""Keys that hold identifiers of forces."""

_ADDRESSEES = ("addressees", "named_forces", "other_addressees")


def forces(shape: Shape) -> Schema:
    """The schema of a force, or a list of forces."""
    one: Schema = {"type": "string", "enum": [force.id for force in statute.forces()]}
    return {"type": "array", "items": one} if isinstance(shape, ListShape) else one


def required_by_era() -> list[Schema]:
    """The keys that a response needs because of the day and kind of its report."""
    one_force: Schema = {"enum": list(ONE_FORCE)}
    explained = [
        _where({"kind": one_force, "published_on": days}, recommendations=_unless(_ADDRESSEES, "explanation"))
        for days in _days_of_explanation()
    ]
    addressed = _unless(_ADDRESSEES[1:], "addressees")
    return [*explained, _where({"kind": {"not": one_force}}, recommendations=addressed, others=addressed)]


def _where(report: Schema, *, recommendations: Schema, others: Schema | None = None) -> Schema:
    """What such a report requires of each recommendation and each other finding.

    Not with a departure: then another day's law applies, which the schema does not know.
    """
    findings: Schema = {}
    for kind in ASKING:
        item = recommendations if kind.needs_explanation else {**(others or {})}
        if kind is CAUSES:
            item["properties"] = {RECOMMENDATIONS.key: {"items": recommendations}}
        if item:
            findings[kind.key] = {"items": item}
    return {
        "if": {
            "properties": {"report": {"properties": report, "required": list(report)}},
            "required": ["report"],
            "not": {"required": ["departure"]},
        },
        "then": {"properties": {"findings": {"properties": findings}}},
    }


def _unless(others: tuple[str, ...], key: str) -> Schema:
    """Require a key unless one of the others is there."""
    return {"if": {"not": {"anyOf": [{"required": [other]} for other in others]}}, "then": {"required": [key]}}


def _days_of_explanation() -> list[Schema]:
    """The days of reports whose recommendations must be explained under section 55(5B), as periods, oldest first."""
    return [
        {"pattern": not_before(regime.in_force_from)}
        | ({"not": {"pattern": not_before(regime.in_force_until + timedelta(1))}} if regime.in_force_until else {})
        for regime in statute.regimes()
        if regime.explanation_required
    ]


def not_before(day: date) -> str:
    """A pattern for this day and all later ones.

    >>> import re
    >>> [bool(re.search(not_before(date(2017, 5, 2)), day)) for day in ("2017-05-01", "2017-05-02", "2017-12-01", "2016-06-30")]
    [False, True, True, False]
    """
    text = day.isoformat()
    later = [f"{text[:place]}[{int(digit) + 1}-9]" for place, digit in enumerate(text) if digit.isdigit() and digit < "9"]
    return f"^({'|'.join((*later, text))})"


# Schemas as files


SCHEMAS: dict[str, type[msgspec.Struct]] = {"response": Response, "office": Office, "edition": EditionNotes}
FOLDER = "schemas"
"""In the workspace."""


def schema_file(name: str) -> str:
    """The file name of a schema: `response.schema.json`."""
    return f"{name}.schema.json"


def schema_text(name: str) -> str:
    """The content of a schema file."""
    return json.dumps(schema_of_model(SCHEMAS[name]), ensure_ascii=False, indent=2) + "\n"


def first_line(name: str, file: Path, root: Path) -> str:
    """The first line of a YAML file, which tells an editor where its schema is.

    >>> first_line("response", Path("/w/responses/x/response.yaml"), Path("/w"))
    '# yaml-language-server: $schema=../../schemas/response.schema.json'
    """
    up = "../" * len(file.parent.relative_to(root).parts)
    return f"# yaml-language-server: $schema={up}{FOLDER}/{schema_file(name)}"
