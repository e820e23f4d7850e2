"""The JSON Schemas as files beside the YAML, and the line by which an editor finds them."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from pccresponse.models.edition import EditionNotes
from pccresponse.models.office import Office
from pccresponse.models.response import Response
from pccresponse.reading.schema import schema_of_model

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
