"""`pccresponse completion` and `pccresponse schema`: help while you type, in a shell and in an editor."""

from __future__ import annotations

from pathlib import Path

import click
from click.shell_completion import get_completion_class

from pccresponse.foundation.command_names import program_name
from pccresponse.foundation.errors import CannotRunError
from pccresponse.workspace import find_workspace


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print a script for your shell. With it, the Tab key completes commands, options and the names of responses.

    \b
    bash:  pccresponse completion bash >> ~/.bashrc
    zsh:   pccresponse completion zsh >> ~/.zshrc
    fish:  pccresponse completion fish > ~/.config/fish/completions/pccresponse.fish
    """
    from pccresponse.cli import program

    completer = get_completion_class(shell)
    assert completer is not None
    try:
        click.echo(completer(program, {}, program_name(), "_PCCRESPONSE_COMPLETE").source())
    except RuntimeError as error:
        raise CannotRunError(f"The script for {shell} could not be made: {error}") from error


@click.command("schema")
@click.argument("file", type=click.Choice(["response", "office", "edition"]), default="response")
@click.option("--write", is_flag=True, help="Save all of them in schemas/, where the YAML files look for them.")
def schema(file: str, write: bool) -> None:
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
