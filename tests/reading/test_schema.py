"""The JSON Schema takes what the reader takes, explains each key, and needs no network."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
import yaml

from pccresponse.models.office import Office
from pccresponse.models.response import Response
from pccresponse.reading import read_text
from pccresponse.reading.schema import schema_of_model
from pccresponse.reading.shapes import fields_of, models_below

BOTH = pytest.mark.parametrize("model", [Response, Office])


def as_an_editor_sees_it(text: str) -> Any:
    """The data by the core schema of YAML 1.2, which editors go by: dates are texts, whole numbers are numbers."""

    def plain(node: Any) -> Any:
        if isinstance(node, yaml.MappingNode):
            return {plain(key): plain(value) for key, value in node.value}
        if isinstance(node, yaml.SequenceNode):
            return [plain(item) for item in node.value]
        if node.style is None and re.fullmatch(r"[-+]?[0-9]+", node.value):
            return int(node.value)
        return float(node.value) if node.style is None and re.fullmatch(r"[0-9]+\.[0-9]+", node.value) else node.value

    return plain(yaml.compose(text, Loader=yaml.SafeLoader))


def refused(text: str, model: type[msgspec.Struct]) -> bool:
    return bool(list(jsonschema.Draft202012Validator(schema_of_model(model)).iter_errors(as_an_editor_sees_it(text))))


def every_schema_in(schema: object) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for below in schema.values():
            yield from every_schema_in(below)
    elif isinstance(schema, list):
        for below in schema:
            yield from every_schema_in(below)


@BOTH
def test_the_schema_is_a_schema(model: type[msgspec.Struct]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema_of_model(model))
    assert schema_of_model(model)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_every_example_is_valid(root: Path) -> None:
    files = sorted((root / "responses").rglob("*.yaml"))
    assert len(files) >= 5
    for file in files:
        assert not refused(file.read_text("utf-8"), Office if file.name == "office.yaml" else Response), file


@BOTH
def test_every_key_and_every_group_of_keys_is_described(model: type[msgspec.Struct]) -> None:
    schema: Any = schema_of_model(model)
    groups = [schema, *schema["$defs"].values()]
    assert len(groups) == len(models_below(model))
    for group in groups:
        assert group["description"].endswith((".", ")."))
        assert group["additionalProperties"] is False
        assert all(field["description"] for field in group["properties"].values())
    assert set(schema["properties"]) == set(fields_of(model))


@BOTH
def test_everything_that_is_referred_to_is_in_the_file(model: type[msgspec.Struct]) -> None:
    schema = schema_of_model(model)
    defined = schema["$defs"]
    assert isinstance(defined, dict)
    references = {each["$ref"] for each in every_schema_in(schema) if isinstance(each.get("$ref"), str)}
    assert len(references) >= 4
    assert references == {f"#/$defs/{name}" for name in defined}
    assert not re.search(r"https?://(?!json-schema\.org/draft|\[)", json.dumps(schema).replace("https?://", ""))


@pytest.mark.parametrize(
    ("line", "fits"),
    [
        ("reference: 12", True),
        ("reference: 4.12", True),
        ("reference: [12]", False),
        ("publication: {published_on: 2015}", True),
        ("publication: {published_on: 2015-07}", True),
        ("publication: {published_on: 2015-07-21}", True),
        ("publication: {published_on: not recorded}", True),
        ("publication: {published_on: 21/07/2015}", False),
        ("publication: {published_on: 1700}", False),
        ("publication: {url: www.example.org}", False),
        ("chief_officer_comments: none received", True),
        ("chief_officer_comments: {text: We agree.}", True),
        ("chief_officer_comments: none", False),
        ("chief_officer_comments: {wording: summary}", True),
        ("weather: fine", False),
        ("monitoring: '  '", False),
        ("findings: {recommendations: [{text: One, acceptance: Accepted}]}", False),
        ("findings: {recommendations: [{text: One, acceptance: accepted}]}", True),
    ],
)
def test_an_editor_and_the_reader_agree(line: str, fits: bool) -> None:
    text = f"report: {{title: A report, kind: force, published_on: 2015-07-21}}\n{line}\n"
    assert (read_text(text.encode(), Response, "response.yaml").model is not None) is fits
    assert refused(text, Response) is not fits


def test_every_example_that_an_editor_offers_fits_its_own_field() -> None:
    fields = [each for each in every_schema_in(schema_of_model(Response)) if "examples" in each]
    assert sum("description" in each for each in fields) >= 10
    for field in fields:
        for example in field["examples"]:
            jsonschema.Draft202012Validator(field).validate(example)
