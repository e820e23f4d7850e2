"""`pccresponse update`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NoReturn

import click
import msgspec

from pccresponse.case.case import Case
from pccresponse.cli.diff import change_lines
from pccresponse.cli.new import words_of_the_day
from pccresponse.cli.options import format_option, is_wanted, one_slug_argument, readable, today_option, yes_option
from pccresponse.cli.output import print_data, print_problems, result_from, say, wrapped
from pccresponse.cli.report_questions import asked_in_the_file
from pccresponse.foundation.command_names import as_typed
from pccresponse.foundation.errors import WrongUseError
from pccresponse.importing.addressees import OurForce
from pccresponse.importing.from_report import imported
from pccresponse.importing.merging import Merge, ReportChange, ReportChangeKind, kept_as, merged
from pccresponse.importing.opened_report import OpenedReport, opened_report
from pccresponse.models.record import History
from pccresponse.models.response import Response
from pccresponse.pipeline.checking import Checked
from pccresponse.pipeline.report_file import MOST_REPORT_BYTES
from pccresponse.reading import read_history
from pccresponse.reading.saving import save_edits
from pccresponse.reading.source import bytes_of
from pccresponse.source_report.report import InspectedReport
from pccresponse.workspace import Workspace, find_workspace

_SAID = {"changed": "changed", "new": "new", "gone": "gone", "elsewhere": "moved"}


class ChangedFieldResult(msgspec.Struct, frozen=True):
    """A change of one field."""

    field: str
    was: str
    now: str


class DifferenceResult(msgspec.Struct, frozen=True, kw_only=True):
    """What the inspectorate changed about one finding, grade or fact."""

    kind: ReportChangeKind
    what: str
    words: str
    changes: tuple[ChangedFieldResult, ...]
    outcome: str


class UpdateResult(msgspec.Struct, frozen=True, kw_only=True):
    """The result of `update`."""

    response: str
    saved: bool
    file: str
    """The file of the corrected report."""
    kept: str
    """The file of the earlier report."""
    differences: tuple[DifferenceResult, ...]
    questions: int
    next: str
    """The next command, as it would be typed."""


@click.command("update")
@one_slug_argument
@click.argument("source", metavar="REPORT")
@yes_option
@format_option
@today_option
def command(name: str, source: str, yes: bool, as_format: str, today: date) -> None:
    """Bring REPORT, a report as the inspectorate has corrected it, into the response NAME. Your answers stay.

    REPORT is a .pdf, .html, .docx or .txt file, or - to read from a pipe. The program compares it with the report that is in the response's
    folder, and shows you what the inspectorate changed, finding by finding. Then it asks whether to save the changes. In a script, where
    it cannot ask, it saves nothing without --yes.

    The program puts in new words, labels and grades, unless you have written something else there. It adds new findings in their places,
    and keeps findings that are no longer in the report, with their answers. At each of these places, a line that begins with # CHECK asks
    you to look. "check" counts it as an error until you delete it. The rest of response.yaml stays as it is, and so does the file of the
    earlier report. The program never changes a response that you have published.

    \b
    pccresponse update 2024-06-18-peel peel-corrected.pdf
    """
    workspace = find_workspace(Path.cwd())
    response_file = workspace.response_file(name)
    checked, case = readable(response_file, workspace, today)
    response, kept = case.response, case.inspected
    if kept is None:
        _refuse_without_the_kept_report(checked, response)
    opened = opened_report(source, sys.stdin.buffer)
    if opened.report.digest == kept.digest:
        _say_that_nothing_changed(checked.slug, kept.name, workspace.shown(response_file.with_name(kept.name)), as_format)
        return
    merge, file = _merge(case, kept, opened, workspace, response_file)
    history = read_history(response_file.resolve().parent, within=workspace.root)
    if as_format == "text":
        for line in _as_lines(checked.slug, kept.name, merge):
            say(line)
    if history is not None:
        _refuse_a_published_one(checked.slug, history)
    if yes if as_format == "json" else is_wanted(yes=yes):
        new = {} if _is_there(file, opened, workspace) else {file: opened.content}
        save_edits(list(merge.edits), checked.response, response_file, workspace, beside=new)
        saved = True
    else:
        saved = False
    next_step = f"pccresponse check {checked.slug}" if saved else f"pccresponse update {checked.slug} {source} --yes"
    if as_format == "json":
        print_data(
            UpdateResult(
                response=checked.slug,
                saved=saved,
                file=workspace.shown(file),
                kept=kept.name,
                differences=tuple(map(_difference_result, merge.differences)),
                questions=merge.questions,
                next=as_typed(next_step),
            )
        )
    elif saved:
        say(f"Written: {checked.response.file}")
        say(f"Written: {workspace.shown(file)}")
        say(asked_in_the_file(merge.questions, "new line"))
        if response.approvals:
            say("Earlier approvals are out of date.")
        say(f"To see what is missing, run: {next_step}")


def _merge(
    case: Case, kept: InspectedReport, opened: OpenedReport, workspace: Workspace, response_file: Path
) -> tuple[Merge, Path]:
    """The changes, and the file for the corrected report."""
    report, ours = case.response.report, OurForce(case.office.force, case.office.force_name)
    words = words_of_the_day(
        workspace, title=report.title, slug=case.slug, kind=report.kind, published_on=report.published_on, force_id=ours.id
    )
    before, after = (
        imported(each, title=report.title, published_on=report.published_on, kind=report.kind, ours=ours, is_given=lambda _: True)
        for each in (kept, opened.report)
    )
    file = _place_beside(response_file, opened, workspace)
    updated_on = after.facts.updated_on if after.facts.updated_on != before.facts.updated_on else None
    merge = merged(before, after, case.response, words)
    return kept_as(file.name, opened.report.digest, merge, before=kept.name, updated_on=updated_on), file


def _place_beside(kept: Path, opened: OpenedReport, workspace: Workspace) -> Path:
    """A new file beside the earlier report, or the same report from an interrupted run."""
    names = ("report-corrected", *(f"report-corrected-{number}" for number in range(2, 1000)))
    places = (kept.with_name(f"{name}{opened.ending}") for name in names)
    return next(each for each in places if not each.exists() or _is_there(each, opened, workspace))


def _is_there(place: Path, opened: OpenedReport, workspace: Workspace) -> bool:
    return bytes_of(place, within=workspace.root, most=MOST_REPORT_BYTES) == opened.content


def _refuse_without_the_kept_report(checked: Checked, response: Response) -> NoReturn:
    """Raise `WrongUseError`, because there is nothing to compare with."""
    if response.report.file is not None:
        print_problems([problem for problem in checked.problems if problem.code == "REPORT-FILE"])
    raise WrongUseError(
        f"The report that you answered is not in the folder of {checked.slug}, so nobody can tell which changes are yours and which are "
        "the inspectorate's. Nothing was saved.",
        "Put that report, as it was before, into the folder of response.yaml, and write its name after file: under report:. Then try again.",
    )


def _refuse_a_published_one(slug: str, history: History) -> NoReturn:
    last = history.versions[-1]
    raise WrongUseError(
        f"{slug} was published (version {last.version}), so it is not changed. Nothing was saved.",
        "Decide first whether you publish a correction. If you do, make these changes in response.yaml yourself, keep the corrected "
        f'report beside it, and publish with: pccresponse publish {slug} --on DAY --new-version "why"',
    )


def _say_that_nothing_changed(slug: str, kept: str, file: str, as_format: str) -> None:
    if as_format == "json":
        next_step = as_typed(f"pccresponse check {slug}")
        print_data(UpdateResult(response=slug, saved=False, file=file, kept=kept, differences=(), questions=0, next=next_step))
    else:
        say(f"{slug} already has this report, as {kept}. Nothing was changed.")


def _as_lines(slug: str, kept: str, merge: Merge) -> Iterator[str]:
    yield click.style(f"{slug}: the corrected report compared with {kept}", bold=True)
    for each in merge.differences:
        yield ""
        yield from wrapped(f"{each.what}: {_SAID[each.kind]}", hanging=4)
        if each.words:
            yield from wrapped(each.words, indent=4)
        for change in each.changes:
            yield from change_lines(change)
        yield from wrapped(each.outcome, indent=4) if each.outcome else ()
    if not merge.differences:
        yield "Nothing that the response takes from the report has changed. Its other words may have."
    yield ""


def _difference_result(difference: ReportChange) -> DifferenceResult:
    changes = tuple(ChangedFieldResult(change.field, change.was, change.now) for change in difference.changes)
    return result_from(difference, DifferenceResult, changes=changes)
