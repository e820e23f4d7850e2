"""`pccresponse ask` and `pccresponse answers`: the form that the chief officer fills in."""

from __future__ import annotations

import sys
from datetime import date
from functools import partial
from pathlib import Path

import click

from pccresponse.case.naming import number_of
from pccresponse.cli.options import (
    changes_option,
    is_wanted,
    one_slug_argument,
    read_sent,
    readable,
    refuse_tracked_changes,
    say_remarks,
    today_option,
    yes_option,
)
from pccresponse.cli.output import say
from pccresponse.correspondence.form import asked_of, form_for, sheet_for
from pccresponse.correspondence.form_answers import answers_of, read_form
from pccresponse.correspondence.letter import TrackedChanges
from pccresponse.foundation.errors import WrongUseError
from pccresponse.foundation.problems import shown
from pccresponse.foundation.writing import write_whole
from pccresponse.reading.saving import save_edits
from pccresponse.workspace import find_workspace


@click.command("ask")
@one_slug_argument
@click.option(
    "--to", "file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", show_default="NAME-form.docx", help="The form."
)
@today_option
def ask(name: str, file: Path | None, today: date) -> None:
    """Make a form for the chief officer about the findings of NAME that concern the force.

    The form has each finding in the report's words, with a table to fill in: what the force has done or will do, who is responsible, the
    date, the status and the evidence. It already has the actions that are in the response. When the form comes back, "pccresponse answers"
    puts the answers into the response.

    The form is a Word file. Give FILE a name that ends in .xlsx for a spreadsheet.

    \b
    pccresponse ask 2024-06-18-peel
    pccresponse ask 2024-06-18-peel --to peel.xlsx
    """
    workspace = find_workspace(Path.cwd())
    checked, case = readable(workspace.response_file(name), workspace, today)
    asked = asked_of(case)
    if not asked:
        say(f"{checked.slug}: none of the findings concerns the force, so there is nothing to ask.")
        sys.exit(1)
    file = file or Path(f"{checked.slug}-form.docx")
    if file.suffix.casefold() not in (".docx", ".xlsx"):
        raise WrongUseError(
            f"{file} cannot be the name of a form.", "Use a name that ends in .docx for Word, or in .xlsx for a spreadsheet."
        )
    if file.exists():
        raise WrongUseError(
            f"{file} already exists, and may have been filled in.", "Move it away, or choose another name with --to."
        )
    if file.suffix.casefold() == ".xlsx":
        write_whole(file, sheet_for(case, made_on=today))
    else:
        write_whole(file, form_for(case, made_on=today))
    say(f"{file}  {number_of(len(asked), 'finding')}")
    say(f"When the form comes back, run: pccresponse answers {checked.slug} {file.name}")


@click.command("answers")
@one_slug_argument
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@changes_option
@yes_option
@today_option
def answers(name: str, file: Path, changes: TrackedChanges | None, yes: bool, today: date) -> None:
    """Put the force's actions from FILE, a form that the chief officer has filled in, into the response NAME.

    You see each action that is new or changed. Then the program asks whether to save them. In a script, where it cannot ask, it saves nothing
    without --yes.

    If the program cannot use a cell, it gives the finding, the row and the column, and saves nothing. It does not change the other
    actions, or the rest of response.yaml.

    \b
    pccresponse answers 2024-06-18-peel 2024-06-18-peel-form.docx
    pccresponse answers 2024-06-18-peel peel.xlsx
    """
    workspace = find_workspace(Path.cwd())
    response_file = workspace.response_file(name)
    checked, case = readable(response_file, workspace, today)
    form = read_sent(file, "Give the form that came back.", partial(read_form, changes=changes or "accept"))
    say_remarks(form.remarks, form.changes)
    if form.changes and changes is None:
        refuse_tracked_changes("form")
    read = answers_of(form, case)
    say_remarks(read.remarks, ())
    for sentence in read.errors:
        say(f"Cannot be used: {shown(sentence)}")
    if read.errors:
        say(f"{checked.slug}: nothing was saved. Correct the form, and type the same command again.")
        sys.exit(1)
    for line in read.summary:
        say(shown(line))
    if not read.edits:
        say(f"{checked.slug}: the form has nothing new. Nothing was saved.")
        return
    if is_wanted(yes=yes):
        save_edits(list(read.edits), checked.response, response_file, workspace)
        say(f"{checked.response.file}: the force's actions are saved.")
        say(f"To see what is still missing, run: pccresponse check {checked.slug}")
