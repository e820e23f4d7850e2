"""`pccresponse publish`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from pccresponse.cli.options import date_typed, one_slug_argument
from pccresponse.cli.output import counted, print_problems, say
from pccresponse.errors import UnfinishedError
from pccresponse.models.record import Version
from pccresponse.partial_dates import PartialDate
from pccresponse.pipeline.checking import Checked, check
from pccresponse.publishing.building import Terms, built_from, put_in_place
from pccresponse.publishing.freshness import conditions_now
from pccresponse.publishing.history import published_folder, read_history
from pccresponse.publishing.keeping import changed_since
from pccresponse.publishing.publication import objections, publish
from pccresponse.workspace import Workspace, find_workspace


class When(click.ParamType[PartialDate]):
    """A day, a month or a year, as precisely as the response gives it."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> PartialDate:
        """The date, or a message that says how to write one."""
        if isinstance(value, PartialDate):
            return value
        try:
            return date_typed(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


@click.command("publish")
@one_slug_argument
@click.option(
    "--on", required=True, type=When(), metavar="DAY", help="The date of publication, as publication.published_on has it."
)
@click.option("--new-version", "reason", metavar="REASON", help="Publish again what was published before, and say why it changed.")
def command(name: str, on: PartialDate, reason: str | None) -> None:
    """Make the final documents of the response NAME, keep them, and write down what they were made from and with.

    The documents are kept in the response's folder under published/1/, and record.json beside them says by its digests which
    input, edition, fonts, law tables and tools they came from. A response that has changed since it was published is published
    again only as a new version, with a reason; the earlier one stays.

    \b
    pccresponse publish 2024-06-18-peel-2023-25-westshire --on 2024-08-09
    pccresponse publish 2024-06-18-peel-2023-25-westshire --on 2024-09-02 --new-version "A table had the wrong total."
    """
    from pccresponse.rendering.pdf import engine_check

    workspace = find_workspace(Path.cwd())
    file = workspace.response_file(name)
    engine_check(final=True)
    history = read_history(file.parent, within=workspace.root)
    checked = check(file, workspace, today=on.latest)
    refused = objections(checked, on)
    print_problems([*checked.problems, *refused])
    if checked.has_errors or refused or not checked.can_be_drafted:
        click.echo(f"{checked.slug}: not published: {counted([*checked.problems, *refused])}.")
        sys.exit(1)
    if history is not None:
        changed = changed_since(history, checked)
        if not _again(checked, history.versions[-1], changed, reason):
            sys.exit(1 if changed else 0)
    try:
        version, documents = publish(checked, file.parent, history, workspace, on=on, reason=reason)
    except UnfinishedError as error:
        say(f"{checked.slug}: not published. {error.message} {error.remedy}")
        sys.exit(1)
    _say(version, file.parent, workspace)
    terms = Terms(workspace=workspace, conditions=conditions_now(draft=False), today=on.latest)
    for path in put_in_place(checked.slug, documents, built_from(checked, terms, draft=False), workspace):
        click.echo(path)


def _again(checked: Checked, last: Version, changed: tuple[str, ...], reason: str | None) -> bool:
    """Whether to publish once more what was published before; says why not."""
    when = PartialDate.parse(last.published_on)
    if not changed:
        click.echo(f"{checked.slug}: published already as version {last.version}, on {when}; nothing has changed since.")
        return False
    if reason:
        return True
    click.echo(f"{checked.slug}: published already as version {last.version}, on {when}. Since then:")
    for clause in changed:
        click.echo(f"  {clause}")
    click.echo('To publish it again, as a new version beside the old one, add: --new-version "why"')
    return False


def _say(version: Version, folder: Path, workspace: Workspace) -> None:
    click.echo(f"Published as version {version.version}, on {PartialDate.parse(version.published_on)}:")
    for name, document in version.documents.items():
        place = workspace.shown(published_folder(folder, version) / f"{name}.pdf")
        click.echo(f"{place}  {document.pages} {'page' if document.pages == 1 else 'pages'}, SHA-256 {document.sha256[:12]}")
    click.echo(f"{workspace.shown(folder / 'record.json')}")
