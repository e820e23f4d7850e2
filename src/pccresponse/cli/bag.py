"""`pccresponse bag`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from pccresponse.cli.options import Day, slug_argument
from pccresponse.cli.output import say, say_aside
from pccresponse.foundation.errors import WrongUseError
from pccresponse.publishing.bagging import bag
from pccresponse.workspace import find_workspace


@click.command("bag")
@slug_argument
@click.option(
    "--output",
    "into",
    required=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder to make; it must not be there.",
)
@click.option(
    "--today",
    type=Day(),
    default=date.today,
    show_default="the day on the clock",
    metavar="DAY",
    help="The day of bagging, for the bag's own papers.",
)
def command(names: tuple[str, ...], into: Path, today: date) -> None:
    """Put the published responses NAMES into a bag for an archive: a folder that anybody can check and make the documents from.

    A bag (BagIt, RFC 8493) has the PDFs of every version, the YAML of the latest, the record, the edition of the templates, the
    tables of the law and a note in plain words, all with checksums. Its folder data is a workspace: pccresponse works in a copy of
    it.

    \b
    pccresponse bag 2015-07-21-child-protection-review --output archive/2015-07-21
    bagit.py --validate archive/2015-07-21
    """
    if not names:
        raise WrongUseError("Say which responses are to go into the bag.", "For example: pccresponse bag NAME --output DIR")
    made = bag(names, find_workspace(Path.cwd()), into, today=today)
    for sentence in made.taken:
        say_aside(sentence)
    responses = "1 response" if len(made.slugs) == 1 else f"{len(made.slugs)} responses"
    say(f"{into}: {responses}, {made.documents} PDFs, {made.files} files in all, {made.bytes / 1e6:.1f} MB; the bag is valid.")
    say(f"Check it at any time with: bagit.py --validate {into}")
