"""`pccresponse completion`."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from pccresponse.foundation.command_names import program_name
from pccresponse.foundation.errors import CannotRunError


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
    if completer is None:
        raise CannotRunError(f"There is no completion for {shell}.")
    try:
        click.echo(completer(program, {}, program_name(), "_PCCRESPONSE_COMPLETE").source())
    except RuntimeError as error:
        raise CannotRunError(f"The script for {shell} could not be made: {error}") from error
