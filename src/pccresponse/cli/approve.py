"""`pccresponse approve`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from pccresponse.cli.options import Day, one_slug_argument, today_option
from pccresponse.cli.output import counted, print_problems, say
from pccresponse.foundation.errors import WrongUseError
from pccresponse.foundation.partial_dates import in_words
from pccresponse.foundation.problems import Severity
from pccresponse.pipeline.checking import check
from pccresponse.workflow.approving import NearlyRequiredError, decide, given
from pccresponse.workspace import find_workspace


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
    on = on or today
    if on > today:
        raise WrongUseError(f"{in_words(on)} is still to come: nobody has approved anything on it.", "Leave out --on for today.")
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
        print_problems(errors)
    said, *more = decision.sentences
    say(f"{checked.slug}: {said}")
    if decision.outcome == "another version":
        say(f"  Read the draft as it is now: pccresponse build {checked.slug}")
    if decision.outcome == "approved" and errors:
        say(
            f"There are errors still ({counted(errors)}): pccresponse check {checked.slug}."
            " What is changed in the text makes the approval stale."
        )
    for sentence in more:
        say(sentence)
    sys.exit(0 if decision.stands else 1)
