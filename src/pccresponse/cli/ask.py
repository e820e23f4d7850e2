"""`pccresponse ask`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from pccresponse.case.naming import number_of
from pccresponse.cli.options import one_slug_argument, today_option
from pccresponse.cli.output import say
from pccresponse.cli.received import readable
from pccresponse.correspondence.form import asked_of, form_for
from pccresponse.foundation.errors import WrongUseError
from pccresponse.foundation.writing import write_whole
from pccresponse.workspace import find_workspace


@click.command("ask")
@one_slug_argument
@click.option(
    "--to", "file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", show_default="NAME-form.docx", help="The form."
)
@today_option
def command(name: str, file: Path | None, today: date) -> None:
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
        from pccresponse.correspondence.form_sheet import sheet_for

        write_whole(file, sheet_for(case, made_on=today))
    else:
        write_whole(file, form_for(case, made_on=today))
    say(f"{file}  {number_of(len(asked), 'finding')}")
    say(f"When the form comes back, run: pccresponse answers {checked.slug} {file.name}")
