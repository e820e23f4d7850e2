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
@click.option("--role", required=True, metavar="ROLE", help="The role in which they approve, as office.yaml names it.")
@click.option("--name", "person", required=True, metavar="PERSON", help="The name of the person who approves.")
@click.option("--on", type=Day(), show_default="today", metavar="DAY", help="The day of the approval.")
@click.option("--version", "seen", metavar="VERSION", help="The version that they read. You find it on each page of the draft.")
@today_option
def command(name: str, role: str, person: str, on: date | None, seen: str | None, today: date) -> None:
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
