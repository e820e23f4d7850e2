"""All words of a report as one sequence, each with its page, and the search for a passage in them."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from msgspec import structs

from pccresponse.models.findings import NAMES
from pccresponse.source_report.comparable_text import HYPHENS, folded, key_of, letters_of, plain, tokens_of
from pccresponse.source_report.pages import LineMark, Page, with_rows_whole, without_running_heads

_PATIENCE = 4_000_000
"""Letters that are compared before a text of nothing but repetitions is given up."""
_MARKS = 64
"""A word has fewer marks of punctuation than this before it or after it."""
_POINTS_ON_ONE_LINE = re.compile(
    r"(?<=\S)\s*(?=[•◦▪●■‣⁃]\s*\S)|(?<=[:;])\s?(?=[–-]\s?[^\W\d])|(?<=; and)\s?(?=[–-]\s?[^\W\d])"
    r"|(?<=[a-z)];)(?<!&amp;)(?<!&nbsp;)(?=(?:and )?[a-z]{3})|(?<=; and)(?=[a-z]{4})"
)
"""Where the points of a list run on in one line, as a web page leaves them that lost its own ends of lines."""
_MAY_HOLD_POINTS = re.compile(r"[•◦▪●■‣⁃]|(?:[:;]|; and)\s?[–-]|;[a-z]|; and[a-z]")
_LINES_LOST = 1_000
"""A line of a text with more letters than this has lost its ends of lines."""
_TIMES = r"(?:Immediately|With immediate effect|Within (?:\w+|\d+) (?:days|weeks|months))"
_LOST_ENDS = re.compile(
    rf"(?<=[.:;]) +(?=\d{{1,2}}\. +[A-Z]|{NAMES} +(?:\d|{_TIMES}|(?:By|The|We|All|Forces|Chief) )|{_TIMES} +\d{{1,2}}\. |\d{{1,3}} +(?:Part|Annex|Chapter|Section|Appendix) )"
    rf"|(?<= Recommendations) +(?={_TIMES} |\d{{1,2}}\. )|(?:(?<=Immediately)|(?<=immediate effect)) +(?=\d{{1,2}}\. +[A-Z])|(?<=months) +(?=\d{{1,2}}\. +[A-Z])"
    r"|(?<=[a-z:]) +(?=(?-i:The) (?:force|constabulary) should )",
    re.IGNORECASE,
)
_GLUED_NUMBER = re.compile(r"^\s*\(?\d{1,2}[.)](?=[A-Z][a-z])")
"""The number of an item that has lost the space behind it, as `1.By July`."""
_OPENING_PAGES, _OPENING_LETTERS = 4, 8_000


class Span(NamedTuple):
    """Words `start` to `end` of the report, counted from 0; the last is not among them."""

    start: int
    end: int


class ReportLine(NamedTuple):
    """A line of the report, with the place of its first word."""

    text: str
    start: int
    mark: LineMark | None = None
    """What the file shows of it; None if it shows words only."""
    is_after_a_gap: bool = False
    """Whether an empty line is above it."""


class InspectedReport:
    """The report's own words. It is immutable, and its searches are cached."""

    def __init__(self, name: str, digest: str, pages: Sequence[Page]) -> None:
        self.name = name
        self.digest = digest
        """The SHA-256 of the file."""
        self.has_pages = len(pages) > 1 or (len(pages) == 1 and pages[0].label is not None)
        self.page_count = len(pages)
        self._labels = tuple(page.label for page in pages)
        texts, self._printed = without_running_heads(pages)
        self.grades = tuple(graded for page in pages for graded in page.grades)
        """What its tables of grades say: a name, then a grade."""
        self.shown: list[str] = []
        """The words as they are printed, with the marks that touch them."""
        self.lines: list[ReportLine] = []
        self.first_of_page: list[int] = []
        self.opening = "\n".join(line for page in pages[:_OPENING_PAGES] for line in page.lines)[:_OPENING_LETTERS]
        """What the first pages say, with everything that is on them."""
        self._gap = False
        for page in texts:
            self.first_of_page.append(len(self.shown))
            for place, line in enumerate(page.lines if page.marks else with_rows_whole(page.lines)):
                mark = page.marks[place] if page.marks else None
                line = line if line[:1].isalpha() else _GLUED_NUMBER.sub(r"\g<0> ", line)
                for long in _LOST_ENDS.split(line) if mark is None and len(line) > _LINES_LOST else (line,):
                    parts = _POINTS_ON_ONE_LINE.split(long) if _MAY_HOLD_POINTS.search(long) else (long,)
                    for number, part in enumerate(parts):
                        part = f"• {part}" if number and part[:1].islower() else part
                        self._take(part, structs.replace(mark, is_new=True) if mark and number else mark)
        self.letters = [letters_of(word) for word in self.shown]
        """What counts of each word."""
        self.keys = [key_of(letters) for letters in self.letters]
        """Each word as it is looked for."""
        self._stream = "".join(self.letters)
        self._folded = folded(self._stream)
        self._starts = array("l", accumulate(map(len, self.letters), initial=0))
        self.seen: dict[object, object] = {}
        """Cached searches with their results: a second check costs only what changed."""

    def _take(self, line: str, mark: LineMark | None) -> None:
        tokens = [token for token in tokens_of(plain(line)) if letters_of(token)]
        if not tokens:
            self._gap = True
            return
        gap, self._gap = self._gap, False
        start = len(self.shown)
        if (
            self.shown
            and tokens[0][0].isalnum()
            and len(self.shown[-1]) > 1
            and self.shown[-1][-1] in HYPHENS
            and self.shown[-1][-2].isalnum()
        ):
            whole = tokens[0][0].islower() and self.shown[-1][-2].islower()
            self.shown[-1] = (self.shown[-1][:-1] if whole else self.shown[-1]) + tokens.pop(0)
            start -= 1
        self.lines.append(ReportLine(line.strip(), start, mark, gap))
        self.shown += tokens

    def __len__(self) -> int:
        """How many words it has."""
        return len(self.shown)

    def text(self, span: Span) -> str:
        """The words of a span as they are printed, on one line."""
        return " ".join(self.shown[span.start : span.end])

    def page_index(self, word: int) -> int:
        """The page that a word is on, counted from 0."""
        return max(0, bisect_right(self.first_of_page, word) - 1)

    def page_name(self, word: int) -> str | None:
        """What a reader calls the page that a word is on: its printed number, its label, or its position. None without pages."""
        if not self.has_pages:
            return None
        index = self.page_index(word)
        printed = self._printed[index]
        return str(printed) if printed is not None else self._labels[index] or str(index + 1)

    def page_names(self, span: Span) -> frozenset[str]:
        """Every name of every page that the span touches: label and printed number, or the position where neither is known."""
        names: set[str] = set()
        if self.has_pages:
            for index in range(self.page_index(span.start), self.page_index(max(span.start, span.end - 1)) + 1):
                label, printed = self._labels[index], self._printed[index]
                known = {name for name in (label, None if printed is None else str(printed)) if name}
                names |= known or {str(index + 1)}
        return frozenset(name.casefold() for name in names)

    def last_page_names(self) -> frozenset[str]:
        """How many pages it may be said to have: the number of pages of the file, and the number on the last of them."""
        return self.page_names(Span(len(self), len(self))) | {str(self.page_count)}

    def occurrences(self, letters: str, *, start: int = 0, end: int | None = None) -> Iterator[tuple[Span, bool]]:
        """Each place between two words where these letters are as whole words, and whether capitals are the same.

        The first letter may be small or capital: a quotation often begins a sentence, or ceases to.
        """
        needle = folded(letters)
        limit = len(self._stream) if end is None else self._starts[min(end, len(self))]
        place = self._folded.find(needle, self._starts[min(start, len(self))], limit) if needle else -1
        patience = _PATIENCE
        while place >= 0 and patience > 0:
            patience -= len(needle) + _MARKS
            stop = place + len(needle)
            first = bisect_right(self._starts, place) - 1
            last = bisect_right(self._starts, stop - 1) - 1
            before, after = (
                self._stream[max(self._starts[first], place - _MARKS) : place],
                self._stream[stop : min(self._starts[last + 1], stop + _MARKS)],
            )
            if not any(map(str.isalnum, before)) and not any(map(str.isalnum, after)):
                yield Span(first, last + 1), self._stream[place + 1 : stop] == letters[1:]
            place = self._folded.find(needle, place + 1, limit)
