"""`pccresponse bag`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from pccresponse.case.naming import number_of
from pccresponse.cli.options import Day, slug_argument
from pccresponse.cli.output import say, say_on_stderr
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
    help="The folder to make. It must not exist yet.",
)
@click.option(
    "--today",
    type=Day(),
    default=date.today,
    show_default="the day on the clock",
    metavar="DAY",
    help="The day to write in the bag.",
)
def command(names: tuple[str, ...], into: Path, today: date) -> None:
    """Pack the published responses NAMES for an archive, in a folder that anybody can check.

    The folder is a "bag" (BagIt, RFC 8493). It holds the PDFs of every version, the latest YAML, the record, the edition of the
    templates, the law tables and a note in plain words. It also holds a checksum for every file. You can make the documents again
    from a copy of its data folder.

    \b
    pccresponse bag 2015-07-21-child-protection-review --output archive/2015-07-21
    bagit.py --validate archive/2015-07-21
    """
    if not names:
        raise WrongUseError("Say which responses to pack.", "For example: pccresponse bag NAME --output DIR")
    made = bag(names, find_workspace(Path.cwd()), into, today=today)
    for sentence in made.taken:
        say_on_stderr(sentence)
    responses = number_of(len(made.slugs), "response")
    say(f"{into}: {responses}, {made.documents} PDFs, {made.files} files in all, {made.bytes / 1e6:.1f} MB. The bag is valid.")
    say(f"To check it at any time, run: bagit.py --validate {into}")
