"""`pccresponse approve`, `publish` and `bag`, for a finished response."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from unicodedata import normalize

import click

from pccresponse.case.naming import number_of
from pccresponse.cli.options import Day, date_typed, one_slug_argument, slug_argument, today_option
from pccresponse.cli.output import counted, print_problems, say, say_on_stderr
from pccresponse.foundation import temporary_folders
from pccresponse.foundation.errors import UnfinishedError, WrongUseError
from pccresponse.foundation.partial_dates import PartialDate, in_words
from pccresponse.foundation.problems import Problem, Severity
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
from pccresponse.publishing import bagging
from pccresponse.publishing.building import BuildSettings, built_from, put_in_place
from pccresponse.publishing.publish import correction_date_objections, new_correction, objections, publish
from pccresponse.publishing.rebuild_check import RebuildCheck, conditions_now
from pccresponse.reading import read_history
from pccresponse.rendering.formats import PDF
from pccresponse.workflow.approving import NearlyRequiredError, decide, given
from pccresponse.workspace import Workspace, find_workspace


class PublicationDate(click.ParamType[When]):
    """A day, a month, a year, or the words `not recorded`."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> When:
        """The date, or an error with how to write one."""
        if isinstance(value, PartialDate):
            return value
        if value == "not recorded":
            return "not recorded"
        try:
            return date_typed(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


@click.command("approve")
@one_slug_argument
@click.option("--role", required=True, metavar="ROLE", help="The role in which they approve, as office.yaml names it.")
@click.option("--name", "person", required=True, metavar="PERSON", help="The name of the person who approves.")
@click.option("--on", type=Day(), show_default="today", metavar="DAY", help="The day of the approval.")
@click.option("--version", "seen", metavar="VERSION", help="The version that they read. You find it on each page of the draft.")
@today_option
def approve(name: str, role: str, person: str, on: date | None, seen: str | None, today: date) -> None:
    """Record in response.yaml that PERSON approves the response NAME.

    You approve one version of the content. If you give --version and the content has changed since then, the program refuses, so that
    nobody approves what they have not read. If somebody changes the content later, the approval is out of date, and status, check and
    publish tell you. Nothing else in the file changes.

    This is a record that your office keeps. It is not a signature: anybody who can edit the file can change it.

    \b
    pccresponse approve 2024-06-18-peel --role "Chief Executive" --name "Jo Bell" --version 3f2a9c1b
    """
    on = on or today
    if on > today:
        raise WrongUseError(f"{in_words(on)} is in the future, and an approval cannot be.", "To use today, leave out --on.")
    wanted = given(role=role, name=person, on=on, seen=seen)
    workspace = find_workspace(Path.cwd())
    file = workspace.response_file(name)
    checked = check(file, workspace, today=today)
    errors = [problem for problem in checked.problems if problem.severity is Severity.ERROR]
    try:
        decision = decide(wanted, checked, file, workspace)
    except NearlyRequiredError as error:
        raise WrongUseError(error.message, f'Did you mean: --role "{error.required}"?') from error
    if decision.outcome == "cannot be read":
        print_problems(checked.unread)
    said, *more = decision.sentences
    say(f"{checked.slug}: {said}")
    if decision.outcome == "another version":
        say(f"  To read the draft as it is now, run: pccresponse build {checked.slug}")
    if decision.outcome == "approved" and errors:
        say(
            f"There are still errors ({counted(errors)}). To see them, run: pccresponse check {checked.slug}."
            " If you change the text, the approval goes out of date."
        )
    for sentence in more:
        say(sentence)
    sys.exit(0 if decision.stands else 1)


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
        if checked.response.model is not None and _must_write_correction(checked, checked.response.model, history, reason, on):
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
    settings = BuildSettings(workspace=workspace, conditions=conditions_now(draft=False), today=as_of)
    for path in put_in_place(checked.slug, documents, built_from(checked, settings, draft=False), workspace):
        click.echo(path)


def _stop_unless_changed(checked: Checked, history: History, file: Path, workspace: Workspace, as_of: date) -> None:
    """End the command if nothing changed since the last version, after finishing what a killed publication left undone."""
    if not changed_since(history, checked):
        click.echo(f"{_already(checked, history)}. Nothing has changed since.")
        last = history.versions[-1]
        if (
            last.record == record_of(checked, draft=False)
            and RebuildCheck(workspace, conditions_now(draft=False)).rebuild_of(file).reasons
        ):
            kept = {name: kept_document(file.parent, last, name, within=workspace.root) for name in last.documents}
            whole = {name: content for name, content in kept.items() if isinstance(content, bytes)}
            if whole.keys() == kept.keys():
                _put_in_build(checked, whole, workspace, as_of)
        sys.exit(0)


def _must_write_correction(checked: Checked, response: Response, history: History, reason: str | None, on: When) -> bool:
    """Whether to write the correction into the file. Ends the command if nothing says what was corrected."""
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
    """Write the correction into the file, or end the command if something else prevents publication."""
    from pccresponse.reading.saving import Add, save_edits

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
    """Say so if the date is not today, because the record also has today's date."""
    day = known(on)
    if day and day.earliest > today:
        click.echo(
            f"{day} is still to come. The response counts as published from that day. It was recorded today, {in_words(today)}."
        )
    elif day is None:
        click.echo(f"The day of publication is not known. It was recorded today, {in_words(today)}.")
    elif day.latest < today:
        click.echo(f"Dated {day}, in the past. It was recorded today, {in_words(today)}.")


@click.command("bag")
@slug_argument
@click.option(
    "--output",
    "into",
    required=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder to make. It must not exist yet.",
)
@click.option(
    "--today",
    type=Day(),
    default=date.today,
    show_default="the day on the clock",
    metavar="DAY",
    help="The day to write in the bag.",
)
def bag(names: tuple[str, ...], into: Path, today: date) -> None:
    """Pack the published responses NAMES for an archive, in a folder that anybody can check.

    The folder is a "bag" (BagIt, RFC 8493). It holds the PDFs of every version, the latest YAML, the record, the edition of the
    templates, the law tables and a note in plain words. It also holds a checksum for every file. You can make the documents again
    from a copy of its data folder.

    \b
    pccresponse bag 2015-07-21-child-protection-review --output archive/2015-07-21
    bagit.py --validate archive/2015-07-21
    """
    if not names:
        raise WrongUseError("Say which responses to pack.", "For example: pccresponse bag NAME --output DIR")
    made = bagging.bag(names, find_workspace(Path.cwd()), into, today=today)
    for sentence in made.taken:
        say_on_stderr(sentence)
    responses = number_of(len(made.slugs), "response")
    say(f"{into}: {responses}, {made.documents} PDFs, {made.files} files in all, {made.bytes / 1e6:.1f} MB. The bag is valid.")
    say(f"To check it at any time, run: bagit.py --validate {into}")
