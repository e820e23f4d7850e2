"""`pccresponse build`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from pccresponse.cli.options import slug_argument, today_option
from pccresponse.cli.output import Progress, counted, print_problems, say_aside
from pccresponse.errors import UnfinishedError
from pccresponse.pipeline import Checked, check, problems_once, render
from pccresponse.publishing.writing import write_documents
from pccresponse.workspace import Workspace, find_workspace


@click.command("build")
@slug_argument
@click.option("--final", is_flag=True, help="Make the documents for publication: no draft mark, and no error is let through.")
@today_option
def command(names: tuple[str, ...], final: bool, today: date) -> None:
    """Make the documents of the responses NAMES, or of all of responses/, as PDFs in build/.

    A draft carries a mark on each page and is made even while check finds errors; the exit code is then 1. With --final any
    error is refused, and what was built before is left as it is. Every file is checked against PDF/UA-1 and PDF/A-3a before
    it is put in its place.

    \b
    pccresponse build
    pccresponse build 2015-07-21-child-protection-review
    pccresponse build 2015-07-21-child-protection-review --final
    """
    from pccresponse.rendering.pdf import engine_check

    workspace = find_workspace(Path.cwd())
    files = [workspace.response_file(name) for name in names or workspace.slugs()]
    for warning in engine_check(final=final):
        say_aside(warning)
    checked: list[Checked] = []
    built = 0
    for response_file in files:
        each = check(response_file, workspace, today=today)
        print_problems([problem for problem in problems_once([each]) if problem not in problems_once(checked)])
        checked.append(each)
        built += _build(each, workspace, final=final)
    click.echo(f"{built} of {len(files)} built: {counted(problems_once(checked))}.")
    sys.exit(1 if built < len(files) or any(each.has_errors for each in checked) else 0)


def _build(each: Checked, workspace: Workspace, *, final: bool) -> bool:
    """Build one response; False where its files do not allow it."""
    if not each.can_be_drafted:
        click.echo(f"{each.slug}: not built, because its files cannot be read as they are.")
        return False
    if final and each.has_errors:
        click.echo(f"{each.slug}: no final documents, because there are errors. Without --final a draft is made.")
        return False
    documents = {}
    try:
        with Progress(each.slug) as progress:
            for made in render(each, draft=not final):
                documents[made.name] = made.pdf
                progress.made(made.name)
    except UnfinishedError as error:
        click.echo(f"{each.slug}: no final documents. {error.message} {error.remedy}")
        return False
    for path in write_documents(workspace.build / each.slug, documents):
        click.echo(f"{path.relative_to(workspace.root).as_posix()}{'' if final else '  (draft)'}")
    return True
