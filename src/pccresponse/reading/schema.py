"""The JSON Schema of a file, written from the same shapes that its values are held against, with what the law of the day adds."""

from __future__ import annotations

import inspect
import json
from datetime import date, timedelta
from pathlib import Path

import msgspec

from pccresponse import statute
from pccresponse.models.edition import EditionNotes
from pccresponse.models.findings import AREAS, CAUSES, RECOMMENDATIONS
from pccresponse.models.office import Office
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


# What the law of the day of the report asks for


FORCES_ARE_NAMED_IN = ("force", "named_forces")
"""Keys that hold the identifier of a force, or several."""

_ADDRESSEES = ("addressees", "named_forces", "other_addressees")


def forces(shape: Shape) -> Schema:
    """One force of the table, or a list of them, so that an editor offers them and marks a misspelt one."""
    one: Schema = {"type": "string", "enum": [force.id for force in statute.forces()]}
    return {"type": "array", "items": one} if isinstance(shape, ListShape) else one


def required_by_era() -> list[Schema]:
    """Keys that a response needs because of the day and the kind of its report."""
    one_force: Schema = {"enum": list(ONE_FORCE)}
    explained = [
        _where({"kind": one_force, "published_on": days}, recommendations=_unless(_ADDRESSEES, "explanation"))
        for days in _days_of_explanation()
    ]
    addressed = _unless(_ADDRESSEES[1:], "addressees")
    return [*explained, _where({"kind": {"not": one_force}}, recommendations=addressed, others=addressed)]


def _where(report: Schema, *, recommendations: Schema, others: Schema | None = None) -> Schema:
    """In a response to such a report, what each recommendation has to have, and each finding of another kind.

    With a departure another day's law applies, of which a schema knows nothing.
    """
    every: Schema = {"items": recommendations}
    causes: Schema = {"items": {**(others or {}), "properties": {RECOMMENDATIONS.key: every}}}
    findings: Schema = {CAUSES.key: causes, RECOMMENDATIONS.key: every}
    if others:
        findings[AREAS.key] = {"items": others}
    return {
        "if": {
            "properties": {"report": {"properties": report, "required": list(report)}},
            "required": ["report"],
            "not": {"required": ["departure"]},
        },
        "then": {"properties": {"findings": {"properties": findings}}},
    }


def _unless(others: tuple[str, ...], key: str) -> Schema:
    """The key is needed where none of the others is there."""
    return {"if": {"not": {"anyOf": [{"required": [other]} for other in others]}}, "then": {"required": [key]}}


def _days_of_explanation() -> list[Schema]:
    """The days whose reports have to be explained, recommendation by recommendation: section 55(5B). Periods, oldest first."""
    return [
        {"pattern": not_before(regime.in_force_from)}
        | ({"not": {"pattern": not_before(regime.in_force_until + timedelta(1))}} if regime.in_force_until else {})
        for regime in statute.regimes()
        if regime.explanation_required
    ]


def not_before(day: date) -> str:
    """A pattern for the days from this one on, written as 2017-05-02.

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
"""In the workspace, beside `responses/` and `templates/`."""


def schema_file(name: str) -> str:
    """What a schema is called: `response.schema.json`."""
    return f"{name}.schema.json"


def schema_text(name: str) -> str:
    """A schema as it is written."""
    return json.dumps(schema_of_model(SCHEMAS[name]), ensure_ascii=False, indent=2) + "\n"


def first_line(name: str, file: Path, root: Path) -> str:
    """The line that leads an editor from a YAML file of the workspace to its schema, wherever the workspace lies.

    >>> first_line("response", Path("/w/responses/x/response.yaml"), Path("/w"))
    '# yaml-language-server: $schema=../../schemas/response.schema.json'
    """
    up = "../" * len(file.parent.relative_to(root).parts)
    return f"# yaml-language-server: $schema={up}{FOLDER}/{schema_file(name)}"
