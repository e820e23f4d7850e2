"""`pccresponse comments`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from pccresponse.cli.options import Day, one_slug_argument, today_option
from pccresponse.cli.output import say
from pccresponse.cli.received import changes_option, is_wanted, readable, refuse_tracked_changes, sent_file, yes_option
from pccresponse.correspondence.blocks import UnreadableFileError
from pccresponse.correspondence.letter import ENDINGS, Letter, TrackedChanges, read_letter
from pccresponse.correspondence.recording import comment_edits, signed_by_another
from pccresponse.foundation.errors import CannotRunError, WrongUseError
from pccresponse.foundation.partial_dates import in_words
from pccresponse.foundation.problems import shown
from pccresponse.reading.editing import save_edits
from pccresponse.workspace import find_workspace


@click.command("comments")
@one_slug_argument
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--received-on", type=Day(), metavar="DAY", help="The day on which the letter came.")
@changes_option
@click.option("--replace", is_flag=True, help="Put it in the place of comments that are there already.")
@yes_option
@today_option
def command(
    name: str, file: Path, received_on: date | None, changes: TrackedChanges | None, replace: bool, yes: bool, today: date
) -> None:
    """Put the chief officer's letter FILE into the response NAME, as the chief officer's comments.

    FILE is a Word file (.docx), a PDF, plain text (.txt) or a mail (.eml). You see the letter as it will be written before anything is
    written: its words as Markdown, and apart from them the letterhead, the date and the signature. Then you are asked. Where nobody
    can be asked, nothing is written without --yes.

    Tracked changes, comments in the margin, pictures and hidden words are named. A letter with tracked changes is not written until you
    say what holds, with --tracked-changes. The rest of response.yaml stays as it is.

    \b
    pccresponse comments 2024-06-18-peel letter.docx --received-on 2024-07-30
    """
    if received_on and received_on > today:
        raise WrongUseError(
            f"{in_words(received_on)} is still to come: no letter has come on it.", "Give the day on which it came."
        )
    workspace = find_workspace(Path.cwd())
    response_file = workspace.response_file(name)
    checked, case = readable(response_file, workspace, today)
    letter = _letter(file, changes or "accept")
    edits = comment_edits(letter, case, received_on=received_on, replace=replace)
    _show(letter)
    if letter.changes and changes is None:
        refuse_tracked_changes("letter")
    if not is_wanted(yes=yes):
        return
    save_edits(edits, checked.response, response_file, workspace)
    say(f"{checked.response.file}: the comments are written under chief_officer_comments.")
    if by := signed_by_another(letter, case, received_on):
        say(f"Under by: stands {by.name}, {by.office}, who is not the chief officer of the day in office.yaml.")
    if received_on is None:
        say("When the letter came is not in it: add received_on: there.")
    say(f"See what is still missing: pccresponse check {checked.slug}")


def _letter(file: Path, changes: TrackedChanges) -> Letter:
    content = sent_file(file, f"Give a file of one of these kinds: {', '.join(ENDINGS)}.")
    try:
        return read_letter(file.name, content, changes=changes)
    except UnreadableFileError as error:
        raise CannotRunError(f"{file} {error.why}.", error.remedy) from error


def _show(letter: Letter) -> None:
    """Every part of the letter, and first what somebody has to look at."""
    for sentence in letter.remarks:
        say(f"Look at this: {shown(sentence)}")
    for sentence in letter.changes:
        say(f"Tracked change: {shown(sentence)}")
    parts = {
        "Letterhead, left out:": letter.letterhead,
        "Dated:": (in_words(letter.dated),) if letter.dated else (),
        "Greeting, left out:": (letter.greeting,) if letter.greeting else (),
        "Signature, left out:": letter.signature,
        "The comments, as they will be written:": letter.comments.split("\n"),
    }
    for title, lines in parts.items():
        if lines:
            click.echo()
            say(click.style(title, bold=True))
            for line in lines:
                click.echo(f"  {shown(line)}".rstrip())
    click.echo()
