"""A difference as a PDF that is PDF/UA-1 and PDF/A-3a like every other: to be handed out at a meeting."""

from __future__ import annotations

import unicodedata
from datetime import date

from pccresponse.coverage import Coverage, read_coverage
from pccresponse.differing import Difference
from pccresponse.differing.page import filled_in
from pccresponse.differing.sides import Side
from pccresponse.errors import CannotRunError
from pccresponse.partial_dates import in_words


def paper_of(difference: Difference, old: Side, new: Side, *, compared_on: date) -> bytes:
    """The finished PDF, in the fonts of the edition that the new side is made with, or else the old one.

    Raises `CannotRunError` where neither edition can be used, and what `rendering.pdf.render` raises.
    """
    from pccresponse.rendering.pdf import DocumentFacts, render

    edition = new.checked.edition or old.checked.edition
    if edition is None:
        raise CannotRunError(
            "Neither side names an edition whose fonts can be used, so nothing can be set.",
            "Name one that is there under edition: (pccresponse editions), or write a page with --html.",
        )
    matter = new.checked.matter or old.checked.matter
    author = matter.body_on(matter.comments_dated).name if matter else ""
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
    return render(drawable(html, read_coverage(edition.fonts)), facts=facts, edition=edition.folder, text_font=font)


def drawable(html: str, coverage: Coverage) -> str:
    """The text with each character that the fonts cannot draw told by its number: a draft may hold what a document may not.

    >>> drawable("<p>Go\U0001f680!</p>", Coverage(frozenset("<p>Go!/")))
    '<p>Go[U+1F680]!</p>'
    """
    composed = unicodedata.normalize("NFC", html)
    strange = {
        ord(character): f"[U+{ord(character):04X}]" for character in coverage.undrawable(composed) if character not in "\t\n"
    }
    return composed.translate(strange)
