"""`pccresponse schema`."""

from __future__ import annotations

from pathlib import Path

import click

from pccresponse.workspace import find_workspace


@click.command("schema")
@click.argument("file", type=click.Choice(["response", "office", "edition"]), default="response")
@click.option("--write", is_flag=True, help="Save all of them in schemas/, where the YAML files look for them.")
def command(file: str, write: bool) -> None:
    """Print the JSON Schema of response.yaml, office.yaml or edition.yaml. Editors use it to help you as you type.

    \b
    pccresponse schema > response.schema.json
    pccresponse schema office > office.schema.json
    pccresponse schema --write
    """
    from pccresponse.foundation.writing import write_whole
    from pccresponse.reading.schema import FOLDER, SCHEMAS, schema_file, schema_text

    if not write:
        click.echo(schema_text(file), nl=False)
        return
    workspace = find_workspace(Path.cwd())
    for name in SCHEMAS:
        path = workspace.root / FOLDER / schema_file(name)
        write_whole(path, schema_text(name).encode())
        click.echo(f"Written: {workspace.shown(path)}")
