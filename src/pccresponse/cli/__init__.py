"""The command line: it parses, calls and reports, and no more. Only here is anything printed, and only here is it asked what day it is.

Exit codes: 0 fine, 1 problems in the files, 2 wrong use, 3 could not run. Anything else is a mistake of ours and shows its traceback.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys

import click

from pccresponse import __version__
from pccresponse.cli.beginning import COLLECTION
from pccresponse.cli.output import complain
from pccresponse.errors import PccResponseError

COMMANDS = {
    "approve": "Write down who approves a response, and which version of it.",
    "bag": "Put what was published into a bag for an archive, with all it was made from.",
    "build": "Make the documents of one response, of several, or of all.",
    "check": "Say what is wrong or missing, on which line, why, and what to do.",
    "completion": "Print the script that completes commands in your shell.",
    "diff": "Say what was changed between two states, by finding and field, and in law.",
    "editions": "List the editions of the templates; begin or release one of your own.",
    "history": "Say what was published when, under which record, and what has changed.",
    "law": "Say what section 55 asked for on a day, and who was in office.",
    "new": "Start a response: a commented YAML file to fill in.",
    "preview": "Show a response on a page in the browser that follows every save.",
    "publish": "Make the final documents, keep them, and record what they came from.",
    "rules": "List what is checked, or explain one rule.",
    "schema": "Print the JSON Schema of response.yaml or office.yaml.",
    "status": "Say where each response stands, and who has to act next.",
    "verify": "Make documents again from their record, and prove that they are the same.",
}


class LateGroup(click.Group):
    """Imports a command only when it is used, so that `--help` costs nothing."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"pccresponse.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands in the help text, without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name]) for name in self.list_commands(ctx)])


@click.group(cls=LateGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", prog_name="pccresponse")
def program() -> None:
    """The documents of section 55 of the Police Act 1996, from one YAML file.

    \b
    Start:    pccresponse new --force kent --title "PEEL 2023-25" --published-on 2024-06-18
    Look:     pccresponse check
    Make:     pccresponse build
    Publish:  pccresponse build --final
    """


def main() -> None:
    """Run the program and leave with its exit code."""
    gc.set_threshold(*COLLECTION)
    colour = False if os.environ.get("NO_COLOR") else None
    try:
        program.main(prog_name="pccresponse", standalone_mode=True, color=colour)
    except PccResponseError as error:
        complain(error)
        sys.exit(error.exit_code)
