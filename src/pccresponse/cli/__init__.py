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
from pccresponse.command import COMMANDS, as_typed, program_name
from pccresponse.errors import PccResponseError


class _Help(click.HelpFormatter):
    """Help whose examples can be typed as they stand."""

    def getvalue(self) -> str:
        """The help, line by line."""
        return as_typed(super().getvalue())


class _Context(click.Context):
    formatter_class = _Help


def _with_help(command: click.Command) -> click.Command:
    """The command and those below it, with help in the words that were typed."""
    command.context_class = _Context
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        _with_help(below)
    return command


class LateGroup(click.Group):
    """Imports a command only when it is used, so that `--help` costs nothing."""

    context_class = _Context

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"pccresponse.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return _with_help(command)

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
    Publish:  pccresponse publish NAME --on DAY
    """


def main() -> None:
    """Run the program and leave with its exit code."""
    gc.set_threshold(*COLLECTION)
    colour = False if os.environ.get("NO_COLOR") else None
    try:
        program.main(prog_name=program_name(), complete_var="_PCCRESPONSE_COMPLETE", standalone_mode=True, color=colour)
    except PccResponseError as error:
        complain(error)
        sys.exit(error.exit_code)
