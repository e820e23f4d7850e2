"""The words of a report that is a PDF, page by page, in the order in which the file writes them."""

from __future__ import annotations

from pccresponse.source_report.pages import MOST_CHARACTERS, MOST_PAGES, Page, UnreadableReportError, too_long

_FEWEST_LETTERS = 40
"""A file of pages with less than this in all of them is pictures of pages."""


def pages_of_pdf(content: bytes) -> tuple[Page, ...]:
    """Each page with the label that the file gives it. Raises `UnreadableReportError`."""
    import pypdfium2

    if b"%PDF-" not in content[:1024]:
        raise UnreadableReportError("is not a PDF", "Keep the report as it was published, under the ending of what it is.")
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).casefold() or "security" in str(error).casefold():
            raise UnreadableReportError("is locked with a password", "Keep a copy that opens without one.") from error
        raise UnreadableReportError(
            "is damaged: it cannot be opened as a PDF", "Fetch it again from where it was published."
        ) from error
    try:
        if len(document) > MOST_PAGES:
            raise too_long()
        pages: list[Page] = []
        letters = 0
        for number in range(len(document)):
            text = _text_of(document, number)
            letters += len(text.strip())
            if letters > MOST_CHARACTERS:
                raise too_long()
            pages.append(Page(tuple(text.splitlines()), document.get_page_label(number) or None))
    finally:
        document.close()
    if letters < _FEWEST_LETTERS:
        raise UnreadableReportError(
            "has no text in it: its pages are pictures, as a scanner makes them",
            "Keep a copy with text in it: the one from the web, or the scan after text recognition.",
        )
    return tuple(pages)


def _text_of(document: object, number: int) -> str:
    import pypdfium2

    try:
        page = document[number]  # type: ignore[index]
    except pypdfium2.PdfiumError:  # a page that is damaged takes nothing from the others
        return ""
    text = page.get_textpage()
    words: str = text.get_text_range().replace("\r\n", "\n")
    text.close()
    page.close()
    return words
