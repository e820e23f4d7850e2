"""The inspected report's own words, page by page: bytes in, words out, and the search for a passage among them.

| Modules | What they do |
| --- | --- |
| `web_page`, `word_file`, `pdf_pages`, `pages` | take the pages out of a file, and running heads and page numbers out of the pages |
| `report`, `comparable_text` | keep the words of all pages in a row, and say which letters count when words are compared |
| `quotation_search`, `nearest_passage` | find a quotation with its omissions, or the nearest passage and what differs |
| `paragraphs`, `main_text` | recognise headings, items of lists and frames, and leave out lists of contents, comments and feet of pages |
| `finding_tables` | puts each row of a table of findings below a heading with its number and whom it asks |
| `found_findings`, `finding` | read what the report asks for; the data types of a finding |
| `announced_findings`, `earlier_findings` | lines that announce findings, and the parts about those of an earlier report |
| `finding_headings`, `finding_sentences`, `findings_without_heading` | what a heading says, what a sentence says, and what no heading announces |
| `request_parts` | by when something is to be done, and whom the report asks |
| `stated_grades`, `graded_sentences`, `grades_on_lines_of_their_own`, `grade_words`, `grades` | read the grades that the report gives, in sentences, beside headings and in tables |
| `shared_grades`, `graded_subjects` | read one grade that several subjects share, and the names of subjects in a list |
| `whose_grade` | says whether a sentence is about this report, or about another day, force or inspection |
| `report_facts`, `stated_counts` | title, dates, reference; how many findings the report says it has |

Nothing here opens a file or knows what a response is. Importing this package costs nothing: what reads a format is imported when a
file of that format is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pccresponse.source_report.pages import MOST_LINES, Page, UnreadableReportError, too_long

if TYPE_CHECKING:
    from pccresponse.source_report.report import InspectedReport

__all__ = ["ENDINGS", "UnreadableReportError", "report_of"]

ENDINGS = (".txt", ".html", ".htm", ".pdf", ".docx")
"""The supported file suffixes. The suffix decides the format."""

_KEPT = 2
_reports: dict[tuple[str, str], InspectedReport | UnreadableReportError] = {}


def report_of(name: str, content: bytes) -> InspectedReport:
    """The words of a report, by the ending of its name. Raises `UnreadableReportError` with the reason.

    The last few are kept, by the digest of the file: whoever checks again and again pays once.
    """
    from hashlib import sha256

    from pccresponse.source_report.report import InspectedReport

    digest = sha256(content).hexdigest()
    known = _reports.pop((name, digest), None)
    if known is None:
        try:
            known = InspectedReport(name, digest, _read(name, content))
            if not len(known):
                raise UnreadableReportError("has no words in it", "Keep the report itself: .pdf, .html, .docx or .txt.")
        except UnreadableReportError as error:
            known = error
    _reports[name, digest] = known
    for oldest in list(_reports)[:-_KEPT]:
        _reports.pop(oldest, None)  # the live page checks in several threads
    if isinstance(known, UnreadableReportError):
        raise known.with_traceback(None)
    return known


def _read(name: str, content: bytes) -> tuple[Page, ...]:
    """The pages, extracted in a separate process, because the file is untrusted."""
    from pccresponse.foundation.limited_process import GivenUpError, read_apart

    try:
        return read_apart(pages_in, name, content)
    except GivenUpError as error:
        raise UnreadableReportError(
            f"cannot be read: it {error.why}", "Keep another copy of the report, as it was published."
        ) from error


def pages_in(name: str, content: bytes) -> tuple[Page, ...]:
    """The pages of a report, as many and as long as any report has. Raises `UnreadableReportError`, and nothing else."""
    try:
        pages = _pages(name, content)
    except (UnreadableReportError, MemoryError):
        raise
    except Exception as error:  # the libraries promise nothing about what a damaged file raises
        raise UnreadableReportError("is damaged: it cannot be read", "Download it again from where it was published.") from error
    if sum(len(page.lines) for page in pages) > MOST_LINES:
        raise too_long()
    return pages


def _pages(name: str, content: bytes) -> tuple[Page, ...]:
    ending = next((ending for ending in ENDINGS if name.casefold().endswith(ending)), "")
    if ending == ".txt":
        from pccresponse.source_report.pages import pages_of_text as pages
    elif ending in (".html", ".htm"):
        from pccresponse.source_report.web_page import pages_of_web_page as pages
    elif ending == ".pdf":
        from pccresponse.source_report.pdf_pages import pages_of_pdf as pages
    elif ending == ".docx":
        from pccresponse.source_report.word_file import pages_of_word_file as pages
    else:
        raise UnreadableReportError("is not a kind of file that the program can read", f"Keep it as one of: {', '.join(ENDINGS)}.")
    return pages(content)
