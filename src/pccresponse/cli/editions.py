"""`pccresponse editions`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click
import msgspec

from pccresponse.cli.options import Day, format_option
from pccresponse.cli.output import print_data, print_problems, result_from, say, wrapped
from pccresponse.foundation.errors import CannotRunError
from pccresponse.foundation.partial_dates import in_words
from pccresponse.foundation.problems import Problem
from pccresponse.pipeline.editions import Edition, begin_edition, edition_called, editions_in, release_edition
from pccresponse.workspace import Workspace, find_workspace


@click.group("editions", invoke_without_command=True)
@format_option
@click.pass_context
def command(ctx: click.Context, as_format: str) -> None:
    """List the editions of the templates, newest first, and check that released ones have not changed.

    A response names its edition with "edition:". Your office's own editions are in templates/NAME/, beside responses/.

    \b
    pccresponse editions
    pccresponse editions new westshire --like 2026
    pccresponse editions release westshire
    """
    if ctx.invoked_subcommand is not None:
        return
    workspace = _workspace()
    found: list[Edition] = []
    problems: list[Problem] = []
    for reading in editions_in(workspace):
        name = Path(reading.file).parent.name
        answer = edition_called(name, workspace)
        if isinstance(answer, Edition):
            found.append(answer)
            problems += answer.problems
        else:
            problems += answer
    if as_format == "json":
        print_data([_result(each, workspace) for each in found])
    else:
        say("\n\n".join(_shown(each, workspace) for each in found))
        print_problems(problems)
    sys.exit(1 if problems else 0)


@command.command("new")
@click.argument("name")
@click.option("--like", required=True, metavar="EDITION", help="The edition to copy.")
@click.option("--dated", type=Day(), default=date.today, show_default="the day on the clock", help="The date of the edition.")
def new(name: str, like: str, dated: date) -> None:
    """Start your own edition in templates/NAME/, as a copy of another. You can change it until you release it."""
    workspace = _workspace()
    folder = begin_edition(name, like=like, workspace=workspace, today=dated)
    say(f"Written: {workspace.shown(folder)}/")
    say(f'Change what you like there. To see it, add edition: "{name}" to a response and run: pccresponse build')
    say(f"When it is finished, run: pccresponse editions release {name}")


@command.command("release")
@click.argument("name")
@click.option("--on", type=Day(), default=date.today, show_default="the day on the clock", help="The day of the release.")
def release(name: str, on: date) -> None:
    """Release the edition NAME. After that, none of its files may change: the program records a digest of each."""
    workspace = _workspace()
    edition = release_edition(name, on=on, workspace=workspace)
    say(f"Released on {in_words(on)}: {edition.name}, {len(edition.digests)} files.")


def _workspace() -> Workspace:
    """The workspace, or else the current folder, because the program's own editions can be listed anywhere."""
    try:
        return find_workspace(Path.cwd())
    except CannotRunError:
        return Workspace(Path.cwd())


def _shown(edition: Edition, workspace: Workspace) -> str:
    notes = edition.notes
    state = f"released on {in_words(notes.released_on)}" if notes.released_on else "not released, so it may still change"
    if edition.problems:
        state += ", but it has changed since"
    purpose = wrapped(" ".join(notes.purpose.split()), indent=2)
    ours = edition.folder.is_relative_to(workspace.templates) and edition.folder.parent != workspace.edition_homes[-1]
    origin = f"your own, in {workspace.shown(edition.folder)}/" if ours else "comes with the program"
    lines = [f"{click.style(edition.name, bold=True)}  {notes.title}", f"  {state}; {origin}", *purpose]
    return "\n".join(lines)


class EditionResult(msgspec.Struct, frozen=True, kw_only=True):
    """An edition of the templates, as `editions` lists it."""

    name: str
    title: str
    purpose: str
    dated: date
    released_on: date | None
    folder: str
    files: int
    fingerprint: str
    problems: tuple[str, ...]


def _result(edition: Edition, workspace: Workspace) -> EditionResult:
    return result_from(
        edition.notes,
        EditionResult,
        purpose=edition.notes.purpose.strip(),
        folder=workspace.shown(edition.folder),
        files=len(edition.digests),
        fingerprint=edition.fingerprint,
        problems=tuple(problem.message for problem in edition.problems),
    )
