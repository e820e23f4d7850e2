"""The command line: it parses arguments, calls one function and prints the result. Only this package prints and reads the clock.

Any exception that is not a `PccResponseError` is a bug and shows its traceback. `__main__` lists the exit codes.
"""

from __future__ import annotations

import errno
import gc
import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import click

from pccresponse.cli.startup import COLLECTION  # before whatever imports msgspec

# isort: split
from pccresponse import __version__
from pccresponse.cli.output import complain
from pccresponse.foundation.command_names import COMMANDS, as_typed, program_name
from pccresponse.foundation.errors import CannotRunError, PccResponseError

MODULES = {"answers": "form", "approve": "publish", "ask": "form", "bag": "publish", "rules": "check", "schema": "completion"}
"""The module of each command that has no module of its own name."""
_NOBODY_READS = 141
"""The exit code if the reader of the output has gone."""
_NO_ROOM = {errno.ENOSPC, errno.EFBIG, errno.EIO, getattr(errno, "EDQUOT", errno.ENOSPC)}


@contextmanager
def _output_lost() -> Iterator[None]:
    """Handle the errors of printing. Writing files has its own messages."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.EPIPE:
            sys.exit(_NOBODY_READS)
        if error.errno not in _NO_ROOM or error.filename is not None:
            raise
        reason = error.strerror or "the disk is full"
        raise CannotRunError(f"The output cannot be written: {reason}.", "Free some space, then try again.") from error


class _Help(click.HelpFormatter):
    """Help with commands as the user would type them."""

    def getvalue(self) -> str:
        return as_typed(super().getvalue())


class _Context(click.Context):
    formatter_class = _Help


def _with_help(command: click.Command) -> click.Command:
    """The command and its subcommands, with that help."""
    command.context_class = _Context
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        _with_help(below)
    return command


class _LateGroup(click.Group):
    """A group that imports a command only when it is used."""

    context_class = _Context

    def make_context(self, *arguments: Any, **more: Any) -> click.Context:
        with _output_lost():  # otherwise click's exit code for lost output is that of problems in the files
            return super().make_context(*arguments, **more)

    def invoke(self, ctx: click.Context) -> Any:
        with _output_lost():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"pccresponse.cli.{MODULES.get(cmd_name, cmd_name)}")
        commands = (each for each in vars(module).values() if isinstance(each, click.Command))
        return _with_help(next(command for command in commands if command.name == cmd_name))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name]) for name in self.list_commands(ctx)])


@click.group(cls=_LateGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", prog_name="pccresponse")
def program() -> None:
    """Make the documents that section 55 of the Police Act 1996 asks for, from one YAML file.

    \b
    Start:    pccresponse new --force kent --title "PEEL 2023-25" --published-on 2024-06-18
    Check:    pccresponse check
    Make:     pccresponse build
    Publish:  pccresponse publish NAME --on DAY
    """


def main() -> None:
    """Run the program and exit with its code."""
    gc.set_threshold(*COLLECTION)
    colour = False if os.environ.get("NO_COLOR") else None
    try:
        with _output_lost():
            program.main(prog_name=program_name(), complete_var="_PCCRESPONSE_COMPLETE", standalone_mode=True, color=colour)
    except PccResponseError as error:
        with suppress(OSError):  # the exit code is still right
            complain(error)
        sys.exit(error.exit_code)
    except OSError as error:
        refused = _of_the_machine(error)
        if refused is None:
            raise
        with suppress(OSError):
            complain(refused)
        sys.exit(refused.exit_code)


_ON_THE_MACHINE = frozenset(
    {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.ESTALE, errno.EMFILE, errno.ENFILE}
)
"""Errors that the disk or its permissions may cause at any moment."""


def _of_the_machine(error: OSError) -> CannotRunError | None:
    """The message for an error of the machine; None for a bug."""
    if isinstance(error, FileNotFoundError) and error.filename is None:
        return CannotRunError("The folder that you are in no longer exists.", "Go to another folder, then try again.")
    if error.errno not in _ON_THE_MACHINE:
        return None
    where = os.fsdecode(error.filename) if isinstance(error.filename, (str, bytes)) else "A file"
    return CannotRunError(
        f"{where} cannot be used: {error.strerror}.", "Check who owns it, whether you may change it, and whether the disk is full."
    )
