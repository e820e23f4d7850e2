"""`pccresponse schema`."""

from __future__ import annotations

import click

from pccresponse.cli.output import print_data


@click.command("schema")
@click.argument("file", type=click.Choice(["response", "office"]), default="response")
def command(file: str) -> None:
    """Print the JSON Schema of response.yaml (or of office.yaml), for editors that complete and explain keys.

    \b
    pccresponse schema > response.schema.json
    pccresponse schema office > office.schema.json
    """
    from pccresponse.models.office import Office
    from pccresponse.models.response import Response
    from pccresponse.reading import schema_of

    print_data(schema_of(Response if file == "response" else Office))
