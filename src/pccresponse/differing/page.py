"""A difference as a page for a meeting: words that came and went are told apart by marks and by elements, not by colour alone."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

import msgspec

from pccresponse.differing import Difference
from pccresponse.differing.changes import Change
from pccresponse.errors import CannotRunError
from pccresponse.finding_kinds import finding_on
from pccresponse.packaged import page_templates
from pccresponse.publishing.writing import write_whole

PARTS = {"findings": "Findings", "response": "The rest of the response", "office": "Who the office is"}
"""The headings under which changes are told, in their order."""


_SHORT_LINES = re.compile(r"(?<=[^\n]{60})\n(?![\s*+>|#-]|\d+[.)] )")
"""A line that was long enough to be broken, before one that begins nothing of its own."""


class Subject(msgspec.Struct, frozen=True):
    """All changes of one thing."""

    what: str
    changes: tuple[Change, ...]


def by_subject(difference: Difference) -> dict[str, tuple[Subject, ...]]:
    """The changes under the heading of their part and the name of what they are about; parts without any are left out."""
    found = {}
    for part in PARTS:
        changes = [change for change in difference.changes if change.part == part]
        # Two findings may bear one name; their places tell them apart.
        grouped = groupby(changes, key=lambda change: (change.what, finding_on(change.new_path or change.old_path)))
        if subjects := tuple(Subject(key[0], tuple(group)) for key, group in grouped):
            found[PARTS[part]] = subjects
    return found


def page_of(difference: Difference) -> str:
    """The page: one file without scripts, in light or dark as the reader's machine has it."""
    return filled_in("page.html.j2", difference)


def filled_in(template_name: str, difference: Difference, **more: str) -> str:
    """A template of this package about the difference."""
    template = page_templates("pccresponse.differing").get_template(template_name)
    return template.render(difference=difference, parts=by_subject(difference), reflowed=reflowed, **more)


def reflowed(text: str) -> str:
    """The text without the line ends that only keep its lines short in the file; lists, tables and addresses keep theirs."""
    return _SHORT_LINES.sub(" ", text.strip())


def write_page(file: Path, content: bytes) -> None:
    """Write the page or the paper, whole or not at all. Raises `CannotRunError` when the disk will not."""
    if not file.parent.is_dir():
        raise CannotRunError(
            f"{file} could not be written: there is no folder {file.parent}.", "Name a file in a folder that is there."
        )
    write_whole(file, content)
