"""`pccresponse comments`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Literal, get_args

import click

from pccresponse.case.case import Case
from pccresponse.case.naming import mention, number_of, shortened
from pccresponse.cli.options import (
    Day,
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
from pccresponse.cli.output import is_asked_on_a_terminal, say
from pccresponse.correspondence.letter import ENDINGS, Letter, TrackedChanges, read_letter
from pccresponse.correspondence.passages import (
    LetterPassage,
    by_finding,
    comment_edits,
    passage_edits,
    passages_in,
    signed_by_another,
    without,
)
from pccresponse.foundation.errors import WrongUseError
from pccresponse.foundation.partial_dates import in_words
from pccresponse.foundation.problems import shown
from pccresponse.models.findings import Finding
from pccresponse.reading.saving import save_edits
from pccresponse.workspace import find_workspace

AtFindings = Literal["as-well", "instead", "not"]


@click.command("comments")
@one_slug_argument
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--received-on", type=Day(), metavar="DAY", help="The day on which you received the letter.")
@changes_option
@click.option("--replace", is_flag=True, help="Replace the comments that are already there.")
@click.option(
    "--at-findings",
    "at_findings",
    type=click.Choice(get_args(AtFindings)),
    help="Put what the letter says about a finding at that finding: as well as in the whole letter, instead, or not.",
)
@yes_option
@today_option
def command(
    name: str,
    file: Path,
    received_on: date | None,
    changes: TrackedChanges | None,
    replace: bool,
    at_findings: AtFindings | None,
    yes: bool,
    today: date,
) -> None:
    """Put the chief officer's letter FILE into the response NAME, as the chief officer's comments.

    FILE is a Word file (.docx), a PDF, plain text (.txt) or an email (.eml). First you see the words as Markdown, and separately the
    letterhead, the date and the signature, which do not become part of the comments. Then the program asks whether to save the comments.
    In a script, where it cannot ask, it saves nothing without --yes.

    You also see any tracked changes, comments in the margin, pictures and hidden words. If the letter has tracked changes, the program
    saves nothing until you accept or reject them with --tracked-changes.

    If the letter has passages that name a finding, such as "Recommendation 3", you see them too. The program can put them at their
    findings, with a line that begins with # CHECK above each. The rest of response.yaml stays as it is.

    \b
    pccresponse comments 2024-06-18-peel letter.docx --received-on 2024-07-30
    """
    if received_on and received_on > today:
        raise WrongUseError(f"{in_words(received_on)} is in the future.", "Give the day on which you received the letter.")
    workspace = find_workspace(Path.cwd())
    response_file = workspace.response_file(name)
    checked, case = readable(response_file, workspace, today)
    kinds = f"Use one of these kinds of file: {', '.join(ENDINGS)}."
    letter = read_sent(file, kinds, partial(read_letter, changes=changes or "accept"))
    passages = passages_in(letter.blocks, letter.notes, case.response.found)
    placed = [passage for passage in passages if passage.path]
    _show(letter)
    if letter.changes and changes is None:
        refuse_tracked_changes("letter")
    _show_passages(passages, case)
    chosen = (at_findings or _asked(yes=yes)) if placed else "not"
    text = without(placed, letter.blocks, letter.notes) if chosen == "instead" else letter.comments
    if chosen == "instead":
        title = "What stays under chief_officer_comments:" if text else "Nothing stays under chief_officer_comments."
        _print_part(title, text.split("\n"))
    edits = comment_edits(letter, case, received_on=received_on, replace=replace, text=text or None)
    edits += passage_edits(placed, case, replace=replace) if chosen != "not" else []
    if not is_wanted(yes=yes):
        return
    save_edits(edits, checked.response, response_file, workspace)
    say(f"{checked.response.file}: the comments are saved under chief_officer_comments.")
    if chosen != "not":
        say(
            f"What the letter says about {number_of(len(by_finding(placed)), 'finding')} is saved there, below a line that begins with # CHECK."
        )
    if by := signed_by_another(letter, case, received_on):
        say(f"Saved under by: {by.name}, {by.office}, who is not the chief officer in office.yaml on that day.")
    if received_on is None:
        say("You have not said when you received the letter. Add received_on: there.")
    say(f"To see what is still missing, run: pccresponse check {checked.slug}")


def _show_passages(passages: Sequence[LetterPassage], case: Case) -> None:
    """Print the passages about single findings."""
    for passage in passages:
        if passage.path:
            finding = case.response.found.at(passage.path)
            assert isinstance(finding, Finding)
            _print_part(f"About {mention(passage.path, finding)}:", passage.markdown.split("\n"))
        else:
            say(
                f"Look at this: it is not clear which finding is meant by “{shown(shortened(passage.name))}”. It stays in the whole."
            )
        click.echo()


def _asked(*, yes: bool) -> AtFindings:
    """Where to put the passages: asked on a terminal, otherwise nowhere else."""
    if not yes and is_asked_on_a_terminal():
        say("as-well: put these passages at their findings, and leave the letter whole.")
        say("instead: put them at their findings, and leave them out of the whole.")
        answer = click.prompt(
            "Type as-well, instead or not", type=click.Choice(get_args(AtFindings)), default="not", show_choices=False
        )
        assert answer in get_args(AtFindings)
        return answer  # type: ignore[no-any-return]
    say("The letter stays whole. To put these passages at their findings, add: --at-findings as-well, or: --at-findings instead")
    return "not"


def _show(letter: Letter) -> None:
    """Print every part of the letter, after what the user must look at."""
    say_remarks(letter.remarks, letter.changes)
    parts = {
        "Letterhead, left out:": letter.letterhead,
        "Dated:": (in_words(letter.dated),) if letter.dated else (),
        "Greeting, left out:": (letter.greeting,) if letter.greeting else (),
        "Signature, left out:": letter.signature,
        "The comments, as they will be saved:": letter.comments.split("\n"),
    }
    for title, lines in parts.items():
        if lines:
            click.echo()
            _print_part(title, lines)
    click.echo()


def _print_part(title: str, lines: Sequence[str]) -> None:
    say(click.style(title, bold=True))
    for line in lines:
        click.echo(f"  {shown(line)}".rstrip())
