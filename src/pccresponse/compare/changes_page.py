"""A difference as a web page, or as a PDF for a meeting."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import partial
from itertools import groupby
from pathlib import Path

import msgspec

from pccresponse.compare import ResponseDifference, Side
from pccresponse.compare.changes import Change
from pccresponse.edition_files import Coverage, read_coverage
from pccresponse.foundation import temporary_folders
from pccresponse.foundation.errors import CannotRunError
from pccresponse.foundation.files import page_templates
from pccresponse.foundation.limited_process import GivenUpError, make_apart, seconds_to_make
from pccresponse.foundation.partial_dates import in_words
from pccresponse.foundation.writing import write_whole
from pccresponse.models.findings import finding_on

PARTS = {"findings": "Findings", "response": "The rest of the response", "office": "Who the office is"}
"""The headings of the parts, in order."""

_BREAK_IN_PARAGRAPH = re.compile(r"(?<=[^\n]{60})\n(?![\s*+>|#-]|\d+[.)] )")
"""A line break after a long line, before a line that does not start a list, a heading, a table or a quotation."""


class ChangeGroup(msgspec.Struct, frozen=True):
    """All changes of one finding or part."""

    what: str
    changes: tuple[Change, ...]


def by_subject(difference: ResponseDifference) -> dict[str, tuple[ChangeGroup, ...]]:
    """The changes by the heading of their part, grouped by subject. Parts without changes are left out."""
    found = {}
    for part in PARTS:
        changes = [change for change in difference.changes if change.part == part]
        # Two findings may have the same name, but not the same path.
        grouped = groupby(changes, key=lambda change: (change.what, finding_on(change.new_path or change.old_path)))
        if subjects := tuple(ChangeGroup(key[0], tuple(group)) for key, group in grouped):
            found[PARTS[part]] = subjects
    return found


def page_of(difference: ResponseDifference) -> str:
    """The page as one HTML file without scripts, in light or dark colours as the reader's device prefers."""
    return filled_in("page.html.j2", difference)


def filled_in(template_name: str, difference: ResponseDifference, **more: str) -> str:
    """A template of this package with the difference filled in."""
    template = page_templates("pccresponse.compare").get_template(template_name)
    return template.render(difference=difference, parts=by_subject(difference), with_joined_lines=with_joined_lines, **more)


def with_joined_lines(text: str) -> str:
    """The text without line breaks inside paragraphs. Lists, tables and addresses keep theirs."""
    return _BREAK_IN_PARAGRAPH.sub(" ", text.strip())


def write_page(file: Path, content: bytes) -> None:
    """Write the page or the PDF, whole or not at all. Raises `CannotRunError` if it cannot be written."""
    if not file.parent.is_dir():
        raise CannotRunError(f"{file} could not be saved: there is no folder {file.parent}.", "Choose a folder that exists.")
    write_whole(file, content)


def paper_of(difference: ResponseDifference, old: Side, new: Side, *, compared_on: date) -> bytes:
    """The PDF, in the fonts of the new side's edition, or else the old side's.

    Raises `CannotRunError` if neither edition can be used, and what `rendering.pdf.render` raises.
    """
    from pccresponse.rendering.pdf import render
    from pccresponse.rendering.pdf.engine import DocumentFacts

    edition = new.checked.edition or old.checked.edition
    if edition is None:
        raise CannotRunError(
            "Neither side names an edition whose fonts can be used, so no PDF can be made.",
            'Name one under "edition:". To list them, run: pccresponse editions. Or use --html.',
        )
    case = new.checked.case or old.checked.case
    author = case.body_on(case.comments_dated).name if case else ""
    title = f"What changed: {difference.title}"
    font = edition.notes.text_font
    html = filled_in("paper.html.j2", difference, title=title, author=author, font=font, compared_on=in_words(compared_on))
    facts = DocumentFacts(
        title=title,
        language="en-GB",
        author=author,
        subject=f"Changes from {difference.old} to {difference.new}",
        dated=compared_on,
    )
    page = drawable(html, read_coverage(edition.fonts))
    temporary_folders.home()  # which the process that sets the page shares
    setting = partial(render, facts=facts, edition=edition.folder, text_font=font)
    try:
        return make_apart(setting, page, seconds=seconds_to_make(len(page)))
    except GivenUpError as error:
        raise CannotRunError(
            f"The PDF of the changes cannot be made: it {error.why}.", "Use --html for a web page instead."
        ) from error


def drawable(html: str, coverage: Coverage) -> str:
    """The text with each character that the fonts cannot draw replaced by its code point.

    >>> drawable("<p>Go\U0001f680!</p>", Coverage(frozenset("<p>Go!/")))
    '<p>Go[U+1F680]!</p>'
    """
    composed = unicodedata.normalize("NFC", html)
    strange = {
        ord(character): f"[U+{ord(character):04X}]" for character in coverage.undrawable(composed) if character not in "\t\n"
    }
    return composed.translate(strange)
