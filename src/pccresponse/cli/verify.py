"""`pccresponse verify`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from pccresponse.case.naming import capitalised, shortened
from pccresponse.cli.options import format_option, slug_argument
from pccresponse.cli.output import print_data, result_from, say
from pccresponse.foundation.errors import CannotRunError, WrongUseError
from pccresponse.rendering.formats import PDF
from pccresponse.verifying.differences import Comparison, Difference, Level
from pccresponse.verifying.verdict import Assurance, Reason, Verdict
from pccresponse.workspace import Workspace, find_workspace

if TYPE_CHECKING:
    from pccresponse.pipeline.published_files import Register
    from pccresponse.verifying.verify import VerificationTask

_LEVELS = {"bytes": Level.IDENTICAL_BYTES, "pictures": Level.IDENTICAL_PICTURES, "text": Level.IDENTICAL_TEXT}
_MOST_SHOWN = 12
_LONGEST = 240


class VerdictResult(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict on one document."""

    name: str
    standing: Assurance
    proved: bool
    level: Level | None
    reasons: tuple[Reason, ...]
    notes: tuple[str, ...]
    differences: tuple[Difference, ...]
    unlisted: int
    """The number of further differences."""


class VerifyResult(msgspec.Struct, frozen=True):
    """The result of `verify`."""

    verified: tuple[VerdictResult, ...]


@click.command("verify")
@slug_argument
@click.option(
    "--level",
    type=click.Choice(list(_LEVELS)),
    default="bytes",
    show_default=True,
    help="How much must be the same for a document to count as proved, if the tools have changed since it was made.",
)
@click.option(
    "--report",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Save a web page about the results in this folder.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=os.cpu_count,
    show_default="all cores",
    help="How many documents to verify at once.",
)
@click.option(
    "--against",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The register of what was published (published.sha256). A document must be in it to count as proved.",
)
@format_option
def command(names: tuple[str, ...], level: str, report: Path | None, jobs: int, against: Path | None, as_format: str) -> None:
    """Make documents again from what they were made from, and prove that they are the same.

    NAMES are responses or PDF files. If you give none, all responses are verified. For a response, its published files are used, or
    those of the last build. A PDF file that this program made carries all that is needed.

    For each document you see one of these results first:

    "Identical to what this office published": it matches record.json, or the register that you give with --against.

    "Consistent with itself, not shown to be what was published": the files inside it give the same document. Somebody else may have
    put them there.

    "Not proved".

    Below that you see how much came out the same: the bytes, the pictures of the pages, or the text and its tags. If something
    differs, you see what and why.

    The exit code is 0 if every document has one of the first two results and nothing counts against it. It is 1 if not: for
    example, if your files have changed since, or the register does not list the document.

    \b
    pccresponse verify
    pccresponse verify 2015-07-21-child-protection-review
    pccresponse verify comments.pdf --against published.sha256
    pccresponse verify comments.pdf --report what-differs
    pccresponse verify --level pictures --format json
    """
    from pccresponse.pipeline.published_files import read_register
    from pccresponse.rendering.pdf.engine import engine_check
    from pccresponse.verifying.verify import prove_all

    register = read_register(against, within=against.resolve().parent, shown_as=against.as_posix()) if against else None
    tasks = _tasks(names, register)
    engine_check(final=True)
    verdicts = []
    with closing(prove_all(tasks, jobs=jobs)) as proving:
        for verdict in proving if tasks else ():
            verdicts.append(verdict)
            if as_format == "text":
                _say(verdict, _LEVELS[level])
    proved = sum(verdict.holds(_LEVELS[level]) for verdict in verdicts)
    if as_format == "json":
        print_data(VerifyResult(tuple(_result(verdict, _LEVELS[level]) for verdict in verdicts)))
    else:
        say(_in_all(verdicts, _LEVELS[level], proved))
    if report is not None:
        _report(report, verdicts, _LEVELS[level])
    sys.exit(0 if proved == len(verdicts) else 1)


def _in_all(verdicts: Sequence[Verdict], required: Level, proved: int) -> str:
    assurances = [verdict.assurance(required) for verdict in verdicts]
    parts = [f"{assurances.count(each)} {each.value}" for each in Assurance if each in assurances]
    left = len(verdicts) - proved - assurances.count(Assurance.NOT_PROVED)
    more = f" Look at what is said above about {left} of them." if left else ""
    documents = "document" if len(verdicts) == 1 else "documents"
    return f"{len(verdicts)} {documents}{': ' if parts else ''}{'; '.join(parts)}.{more}"


def _tasks(names: Sequence[str], register: Register | None) -> list[VerificationTask]:
    from pccresponse.verifying.verify import tasks_of_files, tasks_of_response

    tasks: list[VerificationTask] = []
    workspace: Workspace | None = None
    if not names:
        workspace = find_workspace(Path.cwd())
    for name in names or (workspace.slugs() if workspace else ()):
        file = Path(name)
        if PDF.is_name_of(file) or (file.is_file() and file.suffix not in (".yaml", ".yml")):
            tasks += tasks_of_files([file], register)
            continue
        workspace = workspace or _workspace_for(name)
        found = list(tasks_of_response(workspace.response_file(name), workspace, register))
        if not found and names:
            raise WrongUseError(
                f"{name} has not been published or built, so there is nothing to verify.",
                f"To build it, run: pccresponse build {name}",
            )
        tasks += found
    return tasks


def _workspace_for(name: str) -> Workspace:
    try:
        return find_workspace(Path.cwd())
    except CannotRunError as error:
        raise WrongUseError(
            f'"{name}" is not a PDF file here, and there is no response with that name.',
            f"Name a file that ends in {PDF.ending}.",
        ) from error


def _say(verdict: Verdict, required: Level) -> None:
    assurance = verdict.assurance(required)
    if assurance is Assurance.NOT_PROVED:
        say(f"{verdict.name}: {click.style('NOT PROVED', fg='red', bold=True)}: {verdict.sentence}")
    else:
        say(f"{verdict.name}: {click.style(assurance.value, fg='green' if verdict.holds(required) else None, bold=True)}.")
        say(f"  {verdict.sentence}")
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
    shown = [shortened(each.message, _LONGEST) for each in comparison.differences[:_MOST_SHOWN]]
    more = len(comparison.differences) - len(shown) + comparison.unlisted
    return [*shown, f"and {more} more. To see them all, use --format json"] if more else shown


def _result(verdict: Verdict, required: Level) -> VerdictResult:
    comparison = verdict.comparison
    return result_from(
        verdict,
        VerdictResult,
        standing=verdict.assurance(required),
        proved=verdict.holds(required),
        differences=comparison.differences if comparison else (),
        unlisted=comparison.unlisted if comparison else 0,
    )


def _report(folder: Path, verdicts: Sequence[Verdict], required: Level) -> None:
    from pccresponse.foundation.limited_process import make_apart, seconds_to_make
    from pccresponse.verifying.verdict import Examined, write_report

    examined = [
        Examined(
            name=verdict.name,
            verdict=f"{capitalised(verdict.assurance(required).value)}. {verdict.sentence}",
            level=verdict.level,
            causes=(*(f"{capitalised(reason.cause.value)}: {reason.sentence}" for reason in verdict.reasons), *verdict.notes),
            comparison=verdict.comparison,
            original=verdict.original,
            rebuilt=verdict.rebuilt or None,
        )
        for verdict in verdicts
    ]
    seconds = seconds_to_make(sum(len(each.original) for each in examined))
    say(f"Written: {make_apart(write_report, folder, examined, seconds=seconds)}")
