"""`pccresponse approve`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from unicodedata import normalize

import click

from pccresponse.approvals import approvals_of, required_roles, same_words
from pccresponse.cli.options import Day, one_slug_argument, today_option
from pccresponse.cli.output import counted, print_problems
from pccresponse.content import SHORT, is_version, short
from pccresponse.errors import WrongUseError
from pccresponse.matter import Matter
from pccresponse.models.response import Approval
from pccresponse.partial_dates import in_words
from pccresponse.pipeline.checking import check
from pccresponse.problems import Problem, Severity
from pccresponse.workspace import find_workspace

_LONGEST = 400


@click.command("approve")
@one_slug_argument
@click.option("--role", required=True, metavar="ROLE", help="In which role, as office.yaml requires it.")
@click.option("--name", "person", required=True, metavar="PERSON", help="Who approves.")
@click.option("--on", type=Day(), show_default="today", metavar="DAY", help="The day of the approval.")
@click.option(
    "--version", "seen", metavar="VERSION", help="The version that was seen, as the draft names it; no other is approved."
)
@today_option
def command(name: str, role: str, person: str, on: date | None, seen: str | None, today: date) -> None:
    """Write down in response.yaml that PERSON approves the response NAME as it stands.

    An approval is of one version of the content. With --version it is refused if the content is another one by now, so that nobody
    approves what they have not read. A later change makes it stale: status, check and publish say so. The file keeps everything
    else as it is.

    It is a record of the office and no signature: whoever can edit the file can edit it.

    \b
    pccresponse approve 2024-06-18-peel --role "Chief Executive" --name "Jo Bell" --version 3f2a9c1b
    """
    role, person = _words(role, "role"), _words(person, "name")
    on = on or today
    if on > today:
        raise WrongUseError(f"{in_words(on)} is still to come: nobody has approved anything on it.", "Leave out --on for today.")
    if seen is not None and len(seen) < SHORT:
        raise WrongUseError(f'"{seen}" is too short for a version.', f"Give the {SHORT} digits that each page of the draft bears.")
    workspace = find_workspace(Path.cwd())
    file = workspace.response_file(name)
    checked = check(file, workspace, today=today)
    matter = checked.matter
    if matter is None:
        print_problems([problem for problem in checked.problems if problem.severity is Severity.ERROR])
        click.echo(f"{checked.slug}: not approved, because its files cannot be read as they are.")
        sys.exit(1)
    role = _role_as_required(role, matter)
    approvals = approvals_of(matter)
    if seen is not None and not is_version(seen.lower(), approvals.version):
        click.echo(f"{checked.slug}: not approved. The content is now version {short(approvals.version)}, not {short(seen)}.")
        click.echo(f"  Read the draft as it is now: pccresponse build {checked.slug}")
        sys.exit(1)
    for each in approvals.fresh:
        if same_words(each.role, role) and same_words(each.name, person):
            click.echo(
                f"{checked.slug}: {person} ({role}) approved version {short(approvals.version)} on {in_words(each.on)} already."
            )
            return
    from pccresponse.following.approving import record_approval

    record_approval(Approval(role=role, name=person, on=on, version=approvals.version), checked.response, file, workspace)
    click.echo(f"{checked.slug}: {person} ({role}) approves version {short(approvals.version)}, on {in_words(on)}.")
    _say_what_is_left(checked.slug, role, matter, [problem for problem in checked.problems if problem.severity is Severity.ERROR])


def _say_what_is_left(slug: str, role: str, matter: Matter, errors: list[Problem]) -> None:
    left = [each.role for each in approvals_of(matter).lacking if not same_words(each.role, role)]
    if errors:
        click.echo(
            f"There are errors still ({counted(errors)}): pccresponse check {slug}. What is changed in the text makes the approval stale."
        )
    if left:
        click.echo(f"Still to approve: {', '.join(left)}.")


def _words(given: str, option: str) -> str:
    words = normalize("NFC", " ".join(given.split()))  # as the file will be read
    if not words or not words.isprintable() or len(words) > _LONGEST:
        raise WrongUseError(f"What stands after --{option} cannot be written down.", f"Give up to {_LONGEST} printable characters.")
    return words


def _role_as_required(role: str, matter: Matter) -> str:
    """The role as office.yaml writes it. One that is only nearly required is refused: it would count for nothing."""
    required = required_roles(matter.office)
    for each in required.values():
        if same_words(each, role):
            return each
    if required:
        from pccresponse.reading.nearest import nearest

        near = nearest(role, required.values())
        if near:
            raise WrongUseError(f'office.yaml requires no approval in the role of "{role}".', f'Did you mean: --role "{near}"?')
    return role
