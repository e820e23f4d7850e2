"""What the commands have in common that take what somebody sent: the file, the tracked changes in it, and the question before writing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from pccresponse.case.case import Case
from pccresponse.cli.output import is_asked_on_a_terminal, print_problems, say
from pccresponse.correspondence.letter import MOST_BYTES
from pccresponse.foundation.errors import CannotRunError
from pccresponse.pipeline.checking import Checked, check
from pccresponse.reading.source import Fault, bytes_of
from pccresponse.workspace import Workspace

_F = TypeVar("_F", bound=Callable[..., Any])


def changes_option(function: _F) -> _F:
    """`--tracked-changes`: whether they hold."""
    return click.option(
        "--tracked-changes",
        "changes",
        type=click.Choice(["accept", "reject"]),
        help="Accept the file's tracked changes, or reject them.",
    )(function)


def yes_option(function: _F) -> _F:
    """`--yes`: nobody is asked."""
    return click.option("--yes", is_flag=True, help="Save without asking.")(function)


def readable(response_file: Path, workspace: Workspace, today: date) -> tuple[Checked, Case]:
    """A response that can be read; the command ends with what keeps it from being read."""
    checked = check(response_file, workspace, today=today, with_pages=False)
    if checked.case is None:
        print_problems(checked.unread)
        say(f"{checked.slug}: nothing was saved, because its files cannot be read.")
        sys.exit(1)
    return checked, checked.case


def sent_file(file: Path, remedy: str) -> bytes:
    """The bytes of a file that somebody sent. Raises `CannotRunError`."""
    content = bytes_of(file, within=file.parent, most=MOST_BYTES)
    if isinstance(content, Fault):
        raise CannotRunError(f"{file} {content.message}.", remedy)
    return content


def refuse_tracked_changes(what: str) -> NoReturn:
    """A file with tracked changes is not plain."""
    say(f"The {what} has tracked changes, so it is not clear what it says. Nothing was saved.")
    say("Ask for a clean copy. Or add --tracked-changes accept or --tracked-changes reject.")
    sys.exit(1)


def is_wanted(*, yes: bool) -> bool:
    """Whether what was shown is to be written: somebody at a terminal is asked."""
    if yes:
        return True
    if is_asked_on_a_terminal():
        if click.confirm("Save this in response.yaml?"):
            return True
        say("Nothing was saved.")
    else:
        say("Nothing was saved. To save it, add --yes to the command.")
    return False
