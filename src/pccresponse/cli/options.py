"""Arguments and options that several commands share, and reading what they name."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click
from click.shell_completion import CompletionItem

from pccresponse.cli.output import is_asked_on_a_terminal, print_problems, say
from pccresponse.foundation.errors import CannotRunError, PccResponseError
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.foundation.problems import shown
from pccresponse.workspace import Workspace, find_workspace

if TYPE_CHECKING:
    from pccresponse.case.case import Case
    from pccresponse.pipeline.checking import Checked

_Sent = TypeVar("_Sent")

_AGO = {"today": 0, "yesterday": 1}


def date_typed(text: str) -> PartialDate:
    """The day, month or year in any form that users type. Raises `ValueError` with how to write it."""
    from pccresponse.reading.values import either_of, meant_by  # most commands get no date

    ago = _AGO.get(text.strip().casefold())
    if ago is not None:
        return PartialDate.of(date.today() - timedelta(days=ago))  # noqa: DTZ011 - the user's own day
    try:
        return PartialDate.parse(text)
    except ValueError:
        pass
    if both := either_of(text):
        instead = " or ".join(each.isoformat() for each in both)
        raise ValueError(f'"{text}" may be {both[0]} or {both[1]}. Write {instead}.')
    if meant := meant_by(text):
        return meant
    raise ValueError(f'"{text}" is not a day. Write it as year-month-day, such as 2015-07-21.')


class Day(click.ParamType[date]):
    """A day: 2015-07-21, 21 July 2015, today."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or a message that says how to write one."""
        if isinstance(value, date):
            return value
        try:
            typed = date_typed(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)
        if typed.exact is None:
            self.fail(f'"{value}" does not say which day. Write the day as well, such as {typed.earliest.isoformat()}.', param, ctx)
        return typed.exact


class ForceId(click.ParamType[str]):
    """A police force by its identifier or any of its names; the value is the identifier."""

    name = "force"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The identifier. Raises `NoBodyError` for an unknown force."""
        from pccresponse import statute

        return statute.force_typed(value).id

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The identifiers that begin with the text so far."""
        from pccresponse import statute

        return [CompletionItem(each.id) for each in statute.forces() if each.id.startswith(incomplete.casefold())]


def slugs(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The responses whose names begin with the text so far."""
    try:
        return [slug for slug in find_workspace(Path.cwd()).slugs() if slug.startswith(incomplete)]
    except PccResponseError:
        return []


slug_argument = click.argument("names", nargs=-1, metavar="[NAMES]...", shell_complete=slugs)
one_slug_argument = click.argument("name", metavar="NAME", shell_complete=slugs)
today_option = click.option(
    "--today",
    type=Day(),
    default=date.today,
    show_default="the day on the clock",
    metavar="DAY",
    help="Work out what is late or due as if today were this day.",
)
format_option = click.option(
    "--format",
    "as_format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Words for people, or JSON.",
)
changes_option = click.option(
    "--tracked-changes",
    "changes",
    type=click.Choice(["accept", "reject"]),
    help="Accept the file's tracked changes, or reject them.",
)
yes_option = click.option("--yes", is_flag=True, help="Save without asking.")


def readable(response_file: Path, workspace: Workspace, today: date) -> tuple[Checked, Case]:
    """A response with its case. If it cannot be read, print why and end the command."""
    from pccresponse.pipeline.checking import check

    checked = check(response_file, workspace, today=today, with_pages=False)
    if checked.case is None:
        print_problems(checked.unread)
        say(f"{checked.slug}: nothing was saved, because its files cannot be read.")
        sys.exit(1)
    return checked, checked.case


def read_sent(file: Path, remedy: str, read: Callable[[str, bytes], _Sent]) -> _Sent:
    """The content of a file from the chief officer. Raises `CannotRunError`, with the remedy if there is no such file."""
    from pccresponse.correspondence.blocks import UnreadableFileError
    from pccresponse.correspondence.letter import MOST_BYTES
    from pccresponse.reading.source import Fault, bytes_of

    content = bytes_of(file, within=file.parent, most=MOST_BYTES)
    if isinstance(content, Fault):
        raise CannotRunError(f"{file} {content.message}.", remedy)
    try:
        return read(file.name, content)
    except UnreadableFileError as error:
        raise CannotRunError(f"{file} {error.why}.", error.remedy) from error


def say_remarks(remarks: Iterable[str], changes: Iterable[str]) -> None:
    """Print what the user must look at in a file, and its tracked changes."""
    for sentence in remarks:
        say(f"Look at this: {shown(sentence)}")
    for sentence in changes:
        say(f"Tracked change: {shown(sentence)}")


def refuse_tracked_changes(what: str) -> NoReturn:
    """End the command because the file has tracked changes."""
    say(f"The {what} has tracked changes, so it is not clear what it says. Nothing was saved.")
    say("Ask for a clean copy. Or add --tracked-changes accept or --tracked-changes reject.")
    sys.exit(1)


def is_wanted(*, yes: bool) -> bool:
    """Whether to save what was shown: with --yes, or after asking on a terminal."""
    if yes:
        return True
    if is_asked_on_a_terminal():
        if click.confirm("Save this in response.yaml?"):
            return True
        say("Nothing was saved.")
    else:
        say("Nothing was saved. To save it, add --yes to the command.")
    return False
