"""`pccresponse verify`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pccresponse.cli.options import format_option, slug_argument
from pccresponse.cli.output import print_data, say
from pccresponse.errors import CannotRunError, WrongUseError
from pccresponse.verifying.findings import Comparison, Level
from pccresponse.verifying.verdict import Verdict
from pccresponse.workspace import Workspace, find_workspace

if TYPE_CHECKING:
    from pccresponse.verifying.proving import Task

_LEVELS = {"bytes": Level.IDENTICAL_BYTES, "pictures": Level.IDENTICAL_PICTURES, "text": Level.IDENTICAL_TEXT}
_MOST_SHOWN = 12
_LONGEST = 240


@click.command("verify")
@slug_argument
@click.option(
    "--level",
    type=click.Choice(list(_LEVELS)),
    default="bytes",
    show_default=True,
    help="What has to hold for a document to count as proved, where the tools have changed since it was made.",
)
@click.option(
    "--report", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Write an HTML page of it into this folder."
)
@click.option(
    "--jobs", type=click.IntRange(min=1), default=os.cpu_count, show_default="all cores", help="How many to look at at once."
)
@format_option
def command(names: tuple[str, ...], level: str, report: Path | None, jobs: int, as_format: str) -> None:
    """Make documents again from what they were made from, and say how far they are the same.

    NAMES are responses, whose published files (or else those of the last build) are meant, or PDF files; without any, every
    response. A PDF file needs nothing but itself: it carries its input, its templates, its fonts and the tables of the law.

    The strongest that holds is said of each: identical bytes; identical page pictures, with the same text and structure;
    identical text and tag tree; or what differs. And why: the input changed, the edition changed, the tools changed, or the file
    was altered. The exit code is 0 if everything is proved, 1 if not.

    \b
    pccresponse verify
    pccresponse verify 2015-07-21-child-protection-review
    pccresponse verify comments.pdf --report what-differs
    pccresponse verify --level pictures --format json
    """
    tasks = _tasks(names)
    from pccresponse.rendering.pdf import engine_check
    from pccresponse.verifying.workers import prove_all

    engine_check(final=True)
    verdicts = []
    for verdict in prove_all(tasks, jobs=jobs) if tasks else ():
        verdicts.append(verdict)
        if as_format == "text":
            _say(verdict, _LEVELS[level])
    proved = sum(verdict.holds(_LEVELS[level]) for verdict in verdicts)
    if as_format == "json":
        print_data({"verified": [_data(verdict, _LEVELS[level]) for verdict in verdicts]})
    else:
        documents = "document" if len(verdicts) == 1 else "documents"
        say(f"{proved} of {len(verdicts)} {documents} proved.")
    if report is not None:
        _report(report, verdicts, _LEVELS[level])
    sys.exit(0 if proved == len(verdicts) else 1)


def _tasks(names: Sequence[str]) -> list[Task]:
    """The documents that are meant, in the order in which they were named."""
    from pccresponse.verifying.targets import tasks_of_files, tasks_of_response

    tasks: list[Task] = []
    workspace: Workspace | None = None
    if not names:
        workspace = find_workspace(Path.cwd())
    for name in names or (workspace.slugs() if workspace else ()):
        file = Path(name)
        if file.suffix.lower() == ".pdf" or (file.is_file() and file.suffix not in (".yaml", ".yml")):
            tasks += tasks_of_files([file])
            continue
        workspace = workspace or _workspace_for(name)
        found = list(tasks_of_response(workspace.response_file(name), workspace))
        if not found and names:
            raise WrongUseError(
                f"{name} was neither published nor built, so there is nothing to verify.",
                f"Build it first: pccresponse build {name}",
            )
        tasks += found
    return tasks


def _workspace_for(name: str) -> Workspace:
    try:
        return find_workspace(Path.cwd())
    except CannotRunError as error:
        raise WrongUseError(
            f'"{name}" is no PDF file here, and there is no workspace with a response of that name.',
            "Name a file that ends in .pdf.",
        ) from error


def _say(verdict: Verdict, required: Level) -> None:
    proved = verdict.holds(required)
    mark = click.style("proved" if proved else "NOT PROVED", fg="green" if proved else "red", bold=True)
    say(f"{verdict.name}: {mark}: {verdict.sentence}")
    told = verdict.sentence
    for reason in verdict.reasons:
        if reason.sentence not in told:
            say(f"  {reason.cause.value}: {reason.sentence}")
    for note in verdict.notes:
        say(f"  {note}")
    if verdict.comparison:
        for line in _differences(verdict.comparison):
            say(f"    {line}")


def _differences(comparison: Comparison) -> list[str]:
    shown = [_shortened(each.message) for each in comparison.differences[:_MOST_SHOWN]]
    more = len(comparison.differences) - len(shown) + comparison.unlisted
    return [*shown, f"and {more} more: --format json lists them"] if more else shown


def _shortened(message: str) -> str:
    return message if len(message) <= _LONGEST else f"{message[:_LONGEST].rsplit(' ', 1)[0]} …"


def _data(verdict: Verdict, required: Level) -> dict[str, object]:
    comparison = verdict.comparison
    return {
        "name": verdict.name,
        "proved": verdict.holds(required),
        "level": verdict.level.value if verdict.level else None,
        "reasons": [{"cause": reason.cause.value, "sentence": reason.sentence} for reason in verdict.reasons],
        "notes": list(verdict.notes),
        "differences": [
            {"kind": each.kind, "page": each.page, "message": each.message, "was": each.was, "now": each.now}
            for each in (comparison.differences if comparison else ())
        ],
        "unlisted": comparison.unlisted if comparison else 0,
    }


def _report(folder: Path, verdicts: Sequence[Verdict], required: Level) -> None:
    from pccresponse.apart import make_apart
    from pccresponse.verifying.report import Examined, write_report

    examined = [
        Examined(
            name=verdict.name,
            verdict=("Proved. " if verdict.holds(required) else "Not proved. ") + verdict.sentence.removeprefix("Not proved: "),
            level=verdict.level,
            causes=tuple(f"{_capital(reason.cause.value)}: {reason.sentence}" for reason in verdict.reasons),
            comparison=verdict.comparison,
            original=verdict.original,
            rebuilt=verdict.rebuilt or None,
        )
        for verdict in verdicts
    ]
    say(f"Written: {make_apart(write_report, folder, examined, size=sum(len(each.original) for each in examined))}")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
