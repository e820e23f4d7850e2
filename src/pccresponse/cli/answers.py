"""`pccresponse answers`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from pccresponse.cli.options import one_slug_argument, today_option
from pccresponse.cli.output import say
from pccresponse.cli.received import changes_option, is_wanted, readable, refuse_tracked_changes, sent_file, yes_option
from pccresponse.correspondence.blocks import UnreadableFileError
from pccresponse.correspondence.form_answers import answers_of, read_form
from pccresponse.correspondence.letter import TrackedChanges
from pccresponse.foundation.errors import CannotRunError
from pccresponse.foundation.problems import shown
from pccresponse.reading.editing import save_edits
from pccresponse.workspace import find_workspace


@click.command("answers")
@one_slug_argument
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@changes_option
@yes_option
@today_option
def command(name: str, file: Path, changes: TrackedChanges | None, yes: bool, today: date) -> None:
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
    content = sent_file(file, "Give the form that came back.")
    try:
        form = read_form(file.name, content, changes=changes or "accept")
    except UnreadableFileError as error:
        raise CannotRunError(f"{file} {error.why}.", error.remedy) from error
    for sentence in form.remarks:
        say(f"Look at this: {shown(sentence)}")
    for sentence in form.changes:
        say(f"Tracked change: {shown(sentence)}")
    if form.changes and changes is None:
        refuse_tracked_changes("form")
    answers = answers_of(form, case)
    for sentence in answers.remarks:
        say(f"Look at this: {shown(sentence)}")
    for sentence in answers.misfits:
        say(f"Cannot be used: {shown(sentence)}")
    if answers.misfits:
        say(f"{checked.slug}: nothing was saved. Correct the form, and type the same command again.")
        sys.exit(1)
    for line in answers.said:
        say(shown(line))
    if not answers.edits:
        say(f"{checked.slug}: the form has nothing new. Nothing was saved.")
        return
    if is_wanted(yes=yes):
        save_edits(list(answers.edits), checked.response, response_file, workspace)
        say(f"{checked.response.file}: the force's actions are saved.")
        say(f"To see what is still missing, run: pccresponse check {checked.slug}")
