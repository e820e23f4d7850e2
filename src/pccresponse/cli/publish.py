"""`pccresponse publish`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from unicodedata import normalize

import click

from pccresponse.case.naming import number_of
from pccresponse.cli.options import date_typed, one_slug_argument, today_option
from pccresponse.cli.output import counted, print_problems, say
from pccresponse.foundation import temporary_folders
from pccresponse.foundation.errors import UnfinishedError, WrongUseError
from pccresponse.foundation.partial_dates import PartialDate, in_words
from pccresponse.foundation.problems import Problem
from pccresponse.models.fields import When, known
from pccresponse.models.record import History, Version
from pccresponse.models.response import Correction, Response
from pccresponse.pipeline.checking import Checked, check
from pccresponse.pipeline.published_files import (
    REGISTER_FILE,
    changed_since,
    kept_document,
    note_published,
    published_folder,
    when_published,
)
from pccresponse.pipeline.record import record_of
from pccresponse.publishing.building import Terms, built_from, put_in_place
from pccresponse.publishing.freshness import Survey, conditions_now
from pccresponse.publishing.publication import correction_date_objections, new_correction, objections, publish
from pccresponse.reading.records import read_history
from pccresponse.rendering.formats import PDF
from pccresponse.workspace import Workspace, find_workspace


class PublicationDate(click.ParamType[When]):
    """A day, a month or a year, as precisely as the response gives it, or the words `not recorded`."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> When:
        """The date, or a message that says how to write one."""
        if isinstance(value, PartialDate):
            return value
        if value == "not recorded":
            return "not recorded"
        try:
            return date_typed(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


@click.command("publish")
@one_slug_argument
@click.option(
    "--on",
    required=True,
    type=PublicationDate(),
    metavar="DAY",
    help="The date of publication, as under publication.published_on. For a new version, the day of the correction.",
)
@click.option(
    "--new-version",
    "reason",
    metavar="WHY",
    help="Publish a correction. Say what you corrected and why: this goes on the first page.",
)
@today_option
def command(name: str, on: When, reason: str | None, today: date) -> None:
    """Make the final documents of the response NAME, keep them, and record what they were made from.

    The documents are kept in the response's folder, in published/1/. Beside them, record.json lists the input, the edition, the
    fonts, the law tables and the tools, and the day. The program also adds the documents to published.sha256, the register of all that
    you published. Commit it with them.

    You can only publish a changed response again as a correction. Its first page gives the date and says what was corrected. The
    earlier version stays as it was. Add the correction under "corrections:" in response.yaml, or use --new-version and the program
    adds it for you. If the change must be approved first, the program stops and tells you. Once it is approved, give the same command
    again.

    \b
    pccresponse publish 2024-06-18-peel-2023-25-westshire --on 2024-08-09
    pccresponse publish 2024-06-18-peel --on 2024-09-02 --new-version "A wrong total."
    """
    from pccresponse.rendering.pdf.engine import engine_check

    reason = normalize("NFC", " ".join(reason.split())) if reason else None
    workspace = find_workspace(Path.cwd())
    file = workspace.response_file(name)
    engine_check(final=True)
    temporary_folders.remove_abandoned()
    history = read_history(file.parent, within=workspace.root)
    day = known(on)
    as_of = day.latest if day else today
    checked = check(file, workspace, today=as_of)
    if history is not None:
        note_published(file.parent, history, workspace)
        _stop_unless_changed(checked, history, file, workspace, as_of)
        if checked.response.model is not None and _is_to_be_written(checked, checked.response.model, history, reason, on):
            _write_correction(checked, history, file, workspace, on=on, what=reason or "")
            checked = check(file, workspace, today=as_of)
    refused = objections(checked, on, history)
    print_problems([*checked.problems, *refused])
    if checked.has_errors or refused or not checked.can_be_drafted:
        click.echo(f"{checked.slug}: not published: {counted([*checked.problems, *refused])}.")
        if history is not None and any(problem.code == "PUBLISH-APPROVAL" for problem in refused):
            click.echo(
                "A correction makes a new version, which must be approved like the first one. Then type the same command again."
            )
        sys.exit(1)
    try:
        version, documents = publish(checked, file.parent, history, workspace, on=on, made_on=today)
    except UnfinishedError as error:
        say(f"{checked.slug}: not published. {error.message} {error.remedy}")
        sys.exit(1)
    _say(version, file.parent, workspace)
    _say_if_on_another_day(on, today)
    _put_in_build(checked, documents, workspace, as_of)


def _put_in_build(checked: Checked, documents: Mapping[str, bytes], workspace: Workspace, as_of: date) -> None:
    terms = Terms(workspace=workspace, conditions=conditions_now(draft=False), today=as_of)
    for path in put_in_place(checked.slug, documents, built_from(checked, terms, draft=False), workspace):
        click.echo(path)


def _stop_unless_changed(checked: Checked, history: History, file: Path, workspace: Workspace, as_of: date) -> None:
    """What was published is not published again for nothing. What a publication that was ended had still to do is done."""
    if not changed_since(history, checked):
        click.echo(f"{_already(checked, history)}. Nothing has changed since.")
        last = history.versions[-1]
        if (
            last.record == record_of(checked, draft=False)
            and Survey(workspace, conditions_now(draft=False)).rebuild_of(file).reasons
        ):
            kept = {name: kept_document(file.parent, last, name, within=workspace.root) for name in last.documents}
            whole = {name: content for name, content in kept.items() if isinstance(content, bytes)}
            if whole.keys() == kept.keys():
                _put_in_build(checked, whole, workspace, as_of)
        sys.exit(0)


def _is_to_be_written(checked: Checked, response: Response, history: History, reason: str | None, on: When) -> bool:
    """Whether the correction is still to be written into the file. Stops where nobody says what was corrected."""
    correction = new_correction(response, history)
    if correction is None and not reason:
        click.echo(f"{_already(checked, history)}. Since then:")
        for clause in changed_since(history, checked):
            click.echo(f"  {clause}")
        click.echo("A new version is a correction: its first page says what was corrected and why.")
        click.echo('To publish it as well as the old one, add: --new-version "what was corrected and why"')
        day = known(on)
        click.echo("Or add it to response.yaml yourself:")
        head = "the last item under corrections:" if response.corrections else "corrections:"
        click.echo(f"  {head}\n    - on: {day.isoformat() if day else 'the day'}\n      what: What was corrected and why.")
        sys.exit(1)
    if correction is not None and reason and correction.what.strip() != reason:
        raise WrongUseError(
            f"The correction of {in_words(correction.on)} is already in response.yaml, in different words from those after --new-version.",
            "To publish it as it stands, leave out --new-version. Or change the words after what: in response.yaml.",
        )
    return correction is None


def _write_correction(checked: Checked, history: History, file: Path, workspace: Workspace, *, on: When, what: str) -> None:
    """Put the correction into the file; nothing is written where something else stands in the way already."""
    from pccresponse.reading.editing import Add, save_edits

    refused: list[Problem] = list(correction_date_objections(checked, on, history))
    day = known(on)
    if checked.has_errors or refused or day is None or day.exact is None:
        print_problems([*checked.problems, *refused])
        click.echo(f"{checked.slug}: not published: {counted([*checked.problems, *refused])}.")
        sys.exit(1)
    save_edits([Add(("corrections",), Correction(on=day.exact, what=what))], checked.response, file, workspace)
    click.echo(f"{checked.response.file}: the correction of {day} was added under corrections.")


def _already(checked: Checked, history: History) -> str:
    last = history.versions[-1]
    return f"{checked.slug}: already published as version {last.version}, {when_published(last)}"


def _say(version: Version, folder: Path, workspace: Workspace) -> None:
    click.echo(f"Published as version {version.version}, {when_published(version)}:")
    for name, document in version.documents.items():
        place = workspace.shown(published_folder(folder, version) / PDF.file_name(name))
        click.echo(f"{place}  {number_of(document.pages, 'page')}, SHA-256 {document.sha256[:12]}")
    click.echo(f"{workspace.shown(folder / 'record.json')}")
    click.echo(REGISTER_FILE)


def _say_if_on_another_day(on: When, today: date) -> None:
    """A date in the past or to come is not passed over: the record has the day of making beside it."""
    day = known(on)
    if day and day.earliest > today:
        click.echo(
            f"{day} is still to come. The response counts as published from that day. It was recorded today, {in_words(today)}."
        )
    elif day is None:
        click.echo(f"The day of publication is not known. It was recorded today, {in_words(today)}.")
    elif day.latest < today:
        click.echo(f"Dated {day}, in the past. It was recorded today, {in_words(today)}.")
