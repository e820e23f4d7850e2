"""The pages of a report as they come out of its file, and the same without running heads, feet and page numbers.

The text of a page goes on where the last one ended, so a sentence over two pages is one sentence. The printed number is kept.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

import msgspec
from msgspec import structs

from pccresponse.models.findings import NAMES
from pccresponse.source_report.comparable_text import plain

MOST_PAGES = 3_000
MOST_LINES = 60_000
MOST_CHARACTERS = 3_000_000
MOST_COLUMNS = 100
"""Several times the longest report of the inspectorate. A longer file is no such report, or is an attack on memory."""
_EDGE = 3
"""The number of lines searched for running heads and feet, at each end of a page."""
_FEWEST = 3
_NEAR = 2
_DIGITS = re.compile(r"\d{1,4}")
_ONLY_A_NUMBER = re.compile(r"\W{0,3}(?:page\s+)?(?:\d{1,4}|[ivxl]{1,7})(?:\s*(?:of|/)\s*\d{1,4})?\W{0,3}", re.IGNORECASE)
_NEVER = re.compile(rf"{NAMES}\b", re.IGNORECASE)
"""Headings of findings can be at the head of several pages."""
_STOPS = re.compile(r"[.:;!?]['\"’”)]*\s*$")
_FEWEST_WORDS = 4
_ROW_OF_DASHES = re.compile(r"\|?(?:\s*:?-{3,}:?\s*\|)+(?:\s*:?-{3,}:?)?\s*")
_LONGEST_ROW = 40
"""The most lines of one row of a table."""


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


def _without_feet_in_sentences(page: Page) -> Page:
    """The page without the feet that a text keeps where two of its pages met: those that stand in the middle of a sentence.

    >>> _without_feet_in_sentences(Page(("The force should not take", "A report", "12", "its officers away."))).lines
    ('The force should not take', 'its officers away.')
    """
    places = [place for place, line in enumerate(page.lines) if line.strip()]
    away: set[int] = set()
    for first, *following in zip(places, places[1:], places[2:], places[3:], strict=False):
        if not _STOPS.search(page.lines[first]) and len(page.lines[first].split()) >= _FEWEST_WORDS:
            for last, place in enumerate(following):
                foot = following[:last]
                if foot and page.lines[place].strip()[:1].islower() and _is_a_foot([page.lines[each] for each in foot]):
                    away.update(foot)
    if not away:
        return page
    kept = [place for place in range(len(page.lines)) if place not in away]
    return structs.replace(
        page,
        lines=tuple(page.lines[place] for place in kept),
        marks=tuple(page.marks[place] for place in kept) if page.marks else (),
    )


def _is_a_foot(lines: Sequence[str]) -> bool:
    """Whether lines are the number of a page, with at most one more that reads like a title."""
    numbers = [_ONLY_A_NUMBER.fullmatch(line.strip()) is not None for line in lines]
    titles = [line for line, is_number in zip(lines, numbers, strict=True) if not is_number]
    return sum(numbers) == 1 and all(
        line.strip()[:1].isupper() and not _STOPS.search(line) and not _NEVER.match(line.strip()) for line in titles
    )


def without_running_heads(pages: Sequence[Page]) -> tuple[tuple[Page, ...], tuple[int | None, ...]]:
    """Each page with those of its lines that are text, and the number printed on it; None if no number was made out.

    >>> pages, numbers = without_running_heads([Page(("The force is", "1")), Page(("slow.", "2"))])
    >>> [page.lines for page in pages], numbers
    ([('The force is',), ('slow.',)], (1, 2))
    """
    if len(pages) < 2:
        return tuple(_without_feet_in_sentences(page) for page in pages), tuple(None for _ in pages)
    edges = [_edges(page.lines) for page in pages]
    running = _running(pages, edges)
    offset = _offset(pages, edges, running)
    kept, numbers = [], []
    for index, page in enumerate(pages):
        away = {
            place
            for place in edges[index]
            if _pattern(page.lines[place]) in running or _is_number(page.lines[place], index, offset)
        }
        if all(
            place in away for place, line in enumerate(page.lines) if line.strip() and not _ONLY_A_NUMBER.fullmatch(line.strip())
        ):
            away = {place for place in away if _is_number(page.lines[place], index, offset)}  # it would be all that the page says
        places = [place for place in range(len(page.lines)) if place not in away]
        kept.append(
            structs.replace(
                page,
                lines=tuple(page.lines[place] for place in places),
                marks=tuple(page.marks[place] for place in places) if page.marks else (),
            )
        )
        numbers.append(index + offset if offset is not None and index + offset > 0 else None)
    return tuple(kept), tuple(numbers)


def _edges(lines: Sequence[str]) -> list[int]:
    """The indices of the first and the last lines that are not blank."""
    full = [place for place, line in enumerate(lines) if line.strip()]
    return list(dict.fromkeys([*full[:_EDGE], *full[-_EDGE:]]))


def _pattern(line: str) -> str:
    return _DIGITS.sub("#", " ".join(plain(line).split()))


def _running(pages: Sequence[Page], edges: Sequence[Sequence[int]]) -> set[str]:
    """Lines at the edges that come again, numbers aside, on pages that are close to each other."""
    where: defaultdict[str, list[int]] = defaultdict(list)
    for index, page in enumerate(pages):
        for pattern in {_pattern(page.lines[place]) for place in edges[index]}:
            where[pattern].append(index)
    found = set()
    for pattern, indices in where.items():
        if _NEVER.match(pattern) or not any(letter.isalpha() for letter in pattern):
            continue
        close = sum(1 for before, after in pairwise(indices) if after - before <= _NEAR)
        if len(indices) >= _FEWEST and close >= (len(indices) - 1) * 2 / 3:
            found.add(pattern)
    return found


def _offset(pages: Sequence[Page], edges: Sequence[Sequence[int]], running: set[str]) -> int | None:
    """By how much the printed numbers run ahead of the positions counted from 0, where most pages agree."""
    votes: Counter[int] = Counter()
    for index, page in enumerate(pages):
        numbers = set()
        for place in edges[index]:
            line = page.lines[place]
            if _ONLY_A_NUMBER.fullmatch(line.strip()) or _pattern(line) in running:
                numbers |= {int(number) for number in _DIGITS.findall(line)}
        votes.update({number - index for number in numbers})
    if not votes:
        return None
    (offset, count), *_ = votes.most_common(1)
    return offset if count >= max(2, len(pages) / 3) else None


def _is_number(line: str, index: int, offset: int | None) -> bool:
    """Whether a line is the page's number and nothing else."""
    found = _ONLY_A_NUMBER.fullmatch(line.strip())
    if found is None:
        return False
    numbers = [int(number) for number in _DIGITS.findall(line)]
    return not numbers or offset is None or index + offset in numbers


def with_rows_whole(lines: Sequence[str]) -> Sequence[str]:
    """The lines with each row of a table on one line, where a row such as `|---|---|` says how many cells the others have.

    >>> with_rows_whole(["|", "No. |", "Recommendation |", "|---|---|", "| 1 |", "Act. |"])
    ['| No. | Recommendation |', '|---|---|', '| 1 | Act. |']
    """
    if not any(_ROW_OF_DASHES.fullmatch(line) for line in lines):
        return lines
    made: list[str] = []
    bars = 0
    row: list[str] = []
    for line in lines:
        if _ROW_OF_DASHES.fullmatch(line):
            bars = line.count("|")
            _join_head(made, bars)
            row = []
            made.append(line)
            continue
        is_of_a_row = bool(bars) and (bool(row) or line.startswith("|"))
        if not is_of_a_row:
            bars = bars if not line.strip() or not made or not made[-1].startswith("|") else 0
            made.append(line)
            continue
        row.append(line.strip())
        has = sum(each.count("|") for each in row)
        if has >= bars or len(row) > _LONGEST_ROW:
            made += [" ".join(row)] if has == bars else row
            bars, row = bars if has == bars else 0, []
    return made + row


def _join_head(lines: list[str], bars: int) -> None:
    """Join the lines at the end that are the head of a table with so many bars."""
    has = 0
    for first in range(len(lines) - 1, max(-1, len(lines) - _LONGEST_ROW), -1):
        has += lines[first].count("|")
        if has == bars and lines[first].startswith("|"):
            lines[first:] = [" ".join(line.strip() for line in lines[first:])]
        if has >= bars or "|" not in lines[first]:
            return
