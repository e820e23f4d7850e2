"""The words of a report that is a PDF, page by page, in the order in which the file writes them, with the size and place of each line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from pccresponse.source_report.pages import MOST_CHARACTERS, MOST_PAGES, LineMark, Page, UnreadableReportError, too_long
from pccresponse.source_report.pdf_lines import PdfLine, lines_of

_FEWEST_LETTERS = 40
"""A file of pages with less than this in all of them is pictures of pages."""
_LARGER = 1.12
"""So much larger than the text are the letters of a heading."""
_LONGEST_HEADING = 220
_ENDS = (".", "!", "?", ":", ";")


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
        pages: list[list[PdfLine]] = []
        letters = boxes = 0
        labels: list[str | None] = []
        grades: list[tuple[tuple[str, str], ...]] = []
        for number in range(len(document)):
            lines, boxes, graded = lines_of(document, number, boxes)
            grades.append(graded)
            letters += sum(len(line.text.strip()) for line in lines)
            if letters > MOST_CHARACTERS:
                raise too_long()
            pages.append(lines)
            labels.append(document.get_page_label(number) or None)
    finally:
        document.close()
    if letters < _FEWEST_LETTERS:
        raise UnreadableReportError(
            "has no text in it: its pages are pictures, as a scanner makes them",
            "Keep a copy with text in it: the one from the web, or the scan after text recognition.",
        )
    marks = _marks(pages)
    return tuple(
        Page(tuple(line.text for line in lines), label, tuple(marked), graded)
        for lines, label, marked, graded in zip(pages, labels, marks, grades, strict=True)
    )


def _marks(pages: Sequence[Sequence[PdfLine]]) -> list[list[LineMark]]:
    sizes: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    sizes.pop(0.0, None)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    larger = sorted({size for size in sizes if size > body * _LARGER}, reverse=True)
    gaps = sorted(
        above.bottom - line.top
        for lines in pages
        for above, line in pairwise(lines)
        if above.size and line.size and above.top > line.top and abs(line.size - above.size) < 1
    )
    usual = gaps[len(gaps) // 3] if gaps else 0.0
    marked = []
    last_text = ""
    last_box = 0
    same: dict[int, int] = {}
    """The number of a frame by that of its part in another column or on another page."""
    for lines in pages:
        above: PdfLine | None = None
        found = []
        for line in lines:
            level = _level(line, body, larger)
            if above is None or above.top <= line.bottom:  # another page or another column
                is_new: bool | None = True if last_text.endswith(_ENDS) else None
                if line.box and last_box:
                    same.setdefault(line.box, same.get(last_box, last_box))
            else:
                is_new = above.bottom - line.top > usual + 0.3 * max(line.size, 1.0)
            if line.text.strip():
                above, last_text, last_box = line, line.text.rstrip(), line.box
            found.append(LineMark(level, is_new, same.get(line.box, line.box)))
        marked.append(found)
    return marked


def _level(line: PdfLine, body: float, larger: Sequence[float]) -> int:
    if not line.text.strip() or len(line.text) > _LONGEST_HEADING:
        return 0
    size = round(line.size * 2) / 2
    if size in larger:
        return min(5, 1 + larger.index(size))
    return 6 if line.is_bold and size >= body * 0.9 else 0
