"""The words of a report that is a file of plain text."""

from __future__ import annotations

import codecs

from pccresponse.source_report.pages import MOST_CHARACTERS, MOST_PAGES, Page, UnreadableReportError, too_long

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_NO_TEXT = UnreadableReportError(
    "is not a file of text", "Save it as text in UTF-8, or keep the report as it came: .pdf, .html or .docx."
)


def pages_of_text(content: bytes) -> tuple[Page, ...]:
    """A page for each form feed; without any there are no pages. Raises `UnreadableReportError`."""
    text = decoded(content)
    if len(text) > MOST_CHARACTERS:
        raise too_long()
    if "\x00" in text:
        raise _NO_TEXT
    parts = text.removesuffix("\f").split("\f")
    if len(parts) > MOST_PAGES:
        raise too_long()
    return tuple(Page(tuple(part.splitlines())) for part in parts)


def decoded(content: bytes) -> str:
    """Text in UTF-8, in UTF-16 with its mark, or else as old Windows programs wrote it."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
