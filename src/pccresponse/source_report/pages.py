"""The pages of a report as they come out of its file: lines of text, with whatever is known of the page's number."""

from __future__ import annotations

import codecs

import msgspec

MOST_PAGES = 3_000
MOST_LINES = 60_000
MOST_CHARACTERS = 3_000_000
MOST_COLUMNS = 100
"""Several times the longest report of the inspectorate; what is longer is something else, or is meant to fill the memory."""


class UnreadableReportError(ValueError):
    """Why a report cannot be read, in words that follow its name, and what to do about it."""

    def __init__(self, why: str, remedy: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.remedy = remedy


class LineMark(msgspec.Struct, frozen=True):
    """What the file shows of a line beside its words."""

    level: int = 0
    """0 for running text; for a heading, 1 for the largest up to 6."""
    is_new: bool | None = True
    """Whether a paragraph begins here; False where the line above runs on, None if only the words can tell."""
    box: int = 0
    """The number of the frame around it, counted through the report; 0 outside any."""


class Page(msgspec.Struct, frozen=True):
    """One page, or the whole of a report that has none."""

    lines: tuple[str, ...]
    label: str | None = None
    """The number that the file itself gives the page, such as `iv` or `12`."""
    marks: tuple[LineMark, ...] = ()
    """One for each line; empty if the file shows words only."""
    grades: tuple[tuple[str, str], ...] = ()
    """What a table with a column for each grade puts in which column: the name, then the grade."""


class MarkedLines:
    """Gathers the lines that a file shows, each with what it shows of it, as it is walked through."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.marks: list[LineMark] = []
        self.parts: list[str] = []
        """Of the line that is being read."""
        self.levels: list[int] = []
        self.boxes: list[int] = []
        self._boxes = self._letters = 0

    def begin_box(self) -> None:
        """Read on in a frame, which ends when it is taken off `boxes`."""
        self._boxes += 1
        self.boxes.append(self._boxes)

    def end_line(self, begin: str = "") -> None:
        """Keep what was gathered, which may have ends of lines of its own, and begin anew. Raises `UnreadableReportError`."""
        level, box = (stack[-1] if stack else 0 for stack in (self.levels, self.boxes))
        for number, text in enumerate("".join(self.parts).split("\n")):
            if text.strip(" •"):
                self.lines.append(text.lstrip(" \t\r\f\v"))
                self.marks.append(LineMark(level, number == 0 or not text[:1].islower(), box))
                self._letters += len(text)
        self.parts = [begin]
        if len(self.lines) > MOST_LINES or self._letters > MOST_CHARACTERS:
            raise too_long()


def too_wide(columns: int) -> UnreadableReportError:
    """The complaint about a table that nobody could print."""
    return UnreadableReportError(f"has a table of {columns:,} columns", "Keep the report alone, without its data, or as a PDF.")


def too_long() -> UnreadableReportError:
    """The complaint about a file that holds more than any report."""
    return UnreadableReportError(
        f"holds more than {MOST_CHARACTERS:,} letters, {MOST_LINES:,} lines or {MOST_PAGES:,} pages",
        "Keep the report without its annexes.",
    )


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
