"""The inspected report's own words, page by page: bytes in, words out, and the search for a passage among them.

`plain_text`, `web_page`, `word_file` and `pdf_pages` take the pages out of a file, `furniture` takes from the pages what is not text,
`lettering` says which letters count, `report` keeps the words in a row. `passages` finds a quotation with its omissions, `nearest` the
passage that comes closest, `differences` shows what differs. `asks` and `grades` read what the report asks for and concludes.

Nothing here opens a file or knows what a response is. Importing this package costs nothing: what reads a format is imported when a
file of that format is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pccresponse.inspected.pages import Page, UnreadableReportError

if TYPE_CHECKING:
    from pccresponse.inspected.report import InspectedReport

__all__ = ["ENDINGS", "UnreadableReportError", "report_of"]

ENDINGS = (".txt", ".html", ".htm", ".pdf", ".docx")
"""How the name of a report may end; the ending says what it is."""

_KEPT = 2
_reports: dict[tuple[str, str], InspectedReport] = {}


def report_of(name: str, content: bytes) -> InspectedReport:
    """The words of a report, by the ending of its name. Raises `UnreadableReportError` with the reason.

    The last few are kept, by the digest of the file: whoever checks again and again pays once.
    """
    from hashlib import sha256

    from pccresponse.inspected.report import InspectedReport

    digest = sha256(content).hexdigest()
    known = _reports.pop((name, digest), None)
    if known is None:
        known = InspectedReport(name, digest, _pages(name, content))
        if not len(known):
            raise UnreadableReportError("has no words in it", "Keep the report itself: .pdf, .html, .docx or .txt.")
    _reports[name, digest] = known
    while len(_reports) > _KEPT:
        del _reports[next(iter(_reports))]
    return known


def _pages(name: str, content: bytes) -> tuple[Page, ...]:
    ending = next((ending for ending in ENDINGS if name.casefold().endswith(ending)), "")
    if ending == ".txt":
        from pccresponse.inspected.plain_text import pages_of_text as pages
    elif ending in (".html", ".htm"):
        from pccresponse.inspected.web_page import pages_of_web_page as pages
    elif ending == ".pdf":
        from pccresponse.inspected.pdf_pages import pages_of_pdf as pages
    elif ending == ".docx":
        from pccresponse.inspected.word_file import pages_of_word_file as pages
    else:
        raise UnreadableReportError("is of a kind that is not read", f"Keep it as one of: {', '.join(ENDINGS)}.")
    return pages(content)
