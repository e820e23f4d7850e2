"""The search for a quotation in a report: as it is given, whole or with omissions and words in brackets.

What is not there as it is given is compared with the nearest passage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from pccresponse.source_report.comparable_text import (
    key_of,
    letters_of,
    plain,
    tokens_of,
    without_marks_after,
    without_marks_before,
)
from pccresponse.source_report.nearest_passage import Nearest, nearest
from pccresponse.source_report.report import InspectedReport, Span

_OMISSION = re.compile(r"[\[(]\s*(?:…|\.\s?\.\s?\.)\s*[\])]|…|\.\s?\.\s?\.(?:\s?\.)?")
_CHANGED_LETTER = re.compile(r"\[(\w)\](?=\w)")
_REMARK = re.compile(r"\[\s*(?:sic|emphasis[^\]]{0,30}|our emphasis|my emphasis)\s*\]", re.IGNORECASE)
_OTHER_WORDS = re.compile(r"\[[^\[\]]{1,200}\]")
_PARAGRAPHS = re.compile(r"\n[ \t]*\n")
_FEW_WORDS = 12
"""The most words of the report that words in brackets may replace."""
_MOST_OMITTED = 1_500
_MOST_PLACES = 400
_LONGEST_NOTE = 150
_MOST_KEPT = 5_000
_MOST_ABSENT = 5
_MOST_PIECES = 60
"""The largest number of pieces of a quotation. The rest is not compared."""
_CONTEXT = 6
_MOST_SHOWN = 24


class Quoted(NamedTuple):
    """A piece of a quotation without omissions."""

    words: tuple[str, ...]
    letters: tuple[str, ...]
    room: int
    """How many words of the report may be between the piece before and this one."""


class SearchResult(NamedTuple):
    """Where a quotation is in the report, or what is nearest to it."""

    spans: tuple[Span, ...]
    """Where each piece is; empty if one of them is not there."""
    missing: Quoted | None = None
    """The first piece that does not stand there as it is given."""
    near: Nearest | None = None
    """What comes nearest to that piece."""
    apart: bool = False
    """Each piece is somewhere, but not in this order and close together."""

    @property
    def span(self) -> Span | None:
        """From the first word to the last, where they are in the report or near it."""
        if self.spans:
            return Span(self.spans[0].start, self.spans[-1].end)
        return self.near.span if self.near else None


def look_up(text: str, report: InspectedReport, *, on_page: str = "") -> SearchResult:
    """Look for a text that is free of Markdown. Where it is more than once, a place on the page of that name is preferred."""
    asked = ("look up", text, on_page)
    known = report.seen.get(asked)
    if known is None:
        if len(report.seen) > _MOST_KEPT:
            report.seen.clear()
        known = report.seen[asked] = _look_up(pieces_of(text), report, on_page.casefold())
    assert isinstance(known, SearchResult)
    return known


def spans_of(text: str, report: InspectedReport) -> tuple[Span, ...]:
    """The places of all pieces of a text that is free of Markdown, without a search for the nearest passage."""
    pieces = pieces_of(text)
    return _together(pieces, report, "") if pieces else ()


def pieces_of(text: str) -> tuple[Quoted, ...]:
    """The text taken apart at its omissions, at words in brackets and at the ends of paragraphs.

    >>> [" ".join(piece.words) for piece in pieces_of("[T]he force … improved [its service] greatly.")]
    ['The force', 'improved', 'greatly.']
    """
    pieces: list[Quoted] = []
    text = _REMARK.sub(" ", _CHANGED_LETTER.sub(r"\1", plain(text)))
    for part_number, part in enumerate(_OMISSION.split(text)):
        for paragraph_number, paragraph in enumerate(_PARAGRAPHS.split(part)):
            for number, words in enumerate(_OTHER_WORDS.split(paragraph)):
                room = _FEW_WORDS if number else _MOST_OMITTED if part_number or paragraph_number else 0
                pieces += _piece(words, room)
    return tuple(pieces[:_MOST_PIECES])


def _piece(text: str, room: int) -> list[Quoted]:
    words = [(word, letters) for word in tokens_of(text) if (letters := letters_of(word))]
    while words and not any(map(str.isalnum, words[0][1])):
        words.pop(0)
    while words and not any(map(str.isalnum, words[-1][1])):
        words.pop()
    if not words:
        return []
    counting = [letters for _, letters in words]
    counting[0] = without_marks_before(counting[0])
    counting[-1] = without_marks_after(counting[-1])
    return [Quoted(tuple(word for word, _ in words), tuple(counting), room)]


def _look_up(pieces: Sequence[Quoted], report: InspectedReport, on_page: str) -> SearchResult:
    if not pieces:
        return SearchResult(())
    spans = _together(pieces, report, on_page)
    if spans:
        return SearchResult(spans)
    missing: SearchResult | None = None
    over_the_page: dict[int, Span] = {}
    absent = 0
    for number, piece in enumerate(pieces):
        if _stands(piece, report):
            continue
        absent += 1
        if absent > _MOST_ABSENT:  # enough was seen to tell that this is no quotation
            break
        candidates = nearest(piece.letters, [key_of(each) for each in piece.letters], report)
        near = candidates[0] if candidates else None
        whole = next((each for each in candidates if _is_page_end(each, report) or _runs_into_a_list(each, piece, report)), None)
        if whole:
            over_the_page[number] = whole.span
        elif missing is None or (near and near.share > (missing.near.share if missing.near else 0)):
            missing = SearchResult((), piece, near)
    spans = () if missing else _together(pieces, report, on_page, over_the_page)
    return SearchResult(spans) if spans else missing or SearchResult((), pieces[0], apart=True)


def _together(
    pieces: Sequence[Quoted], report: InspectedReport, on_page: str, known: Mapping[int, Span] | None = None
) -> tuple[Span, ...]:
    """A place for each piece, one after the other and close together; empty if there is none. Some places are known before."""
    known = known or {}
    found: tuple[Span, ...] = ()
    for first in islice(_places(pieces[0], report, known.get(0)), _MOST_PLACES):
        spans = [first]
        for number, piece in enumerate(pieces[1:], start=1):
            end = spans[-1].end
            limit = min(end + piece.room, _end_of_next_page(report, end) if piece.room == _MOST_OMITTED else len(report))
            after = _places(piece, report, known.get(number), start=end, end=limit + len(piece.letters) + 1)
            following = next((span for span in after if end <= span.start <= limit), None)
            if following is None:
                break
            spans.append(following)
        if len(spans) < len(pieces):
            continue
        if not on_page or on_page in report.page_names(Span(spans[0].start, spans[-1].end)):
            return tuple(spans)
        found = found or tuple(spans)
    return found


def _places(piece: Quoted, report: InspectedReport, known: Span | None, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Where a piece is, capitals included."""
    if known is not None:
        yield known
    else:
        yield from (span for span, same in report.occurrences("".join(piece.letters), start=start, end=end) if same)


def _end_of_next_page(report: InspectedReport, word: int) -> int:
    following = report.page_index(word) + 2
    return report.first_of_page[following] if following < len(report.first_of_page) else len(report)


def _stands(piece: Quoted, report: InspectedReport) -> bool:
    """Whether a piece is anywhere, capitals included."""
    return next(_places(piece, report, None), None) is not None


def _is_page_end(near: Nearest, report: InspectedReport) -> bool:
    """Whether all that the report has more is what is between two pages: notes at the foot, and a number."""
    for change in near.changes:
        if change.end > change.start or change.new_end - change.new_start > _LONGEST_NOTE:
            return False
        first, last = report.page_index(change.new_start - 1), report.page_index(change.new_end)
        if first == last or not report.shown[change.new_start][:1].isdigit():
            return False
    return True


def _runs_into_a_list(near: Nearest, piece: Quoted, report: InspectedReport) -> bool:
    """Whether all that differs is the mark between the stem of a list and its item, as when `steps to: • provide` is quoted in a row."""
    begins = {line.start for line in report.lines}
    for change in near.changes:
        if change.end - change.start != change.new_end - change.new_start:
            return False
        for quoted, there in zip(range(change.start, change.end), range(change.new_start, change.new_end), strict=True):
            same = piece.letters[quoted].rstrip(":;,") == report.letters[there].rstrip(":;,")
            if not same or report.letters[there][-1] not in ":;," or there + 1 not in begins:
                return False
    return bool(near.changes)


def shown(words: Sequence[str], near: Nearest, report: InspectedReport) -> str:
    """The words with each change marked, and shortened where nothing changes.

    >>> from pccresponse.source_report import report_of
    >>> from pccresponse.source_report.quotation_search import look_up
    >>> report = report_of("report.txt", b"The force is slow to answer calls.")
    >>> seen = look_up("The force is quick to answer calls.", report)
    >>> shown(seen.missing.words, seen.near, report)
    'The force is [-quick-] {+slow+} to answer calls.'
    """
    parts: list[str] = []
    place = 0
    for number, change in enumerate(near.changes):
        parts += _between(words[place : change.start], before=number > 0, after=True)
        if change.end > change.start:
            parts.append(f"[-{_changed(words[change.start : change.end])}-]")
        if change.new_end > change.new_start:
            parts.append(f"{{+{_changed(report.shown[change.new_start : change.new_end])}+}}")
        place = change.end
    parts += _between(words[place:], before=bool(near.changes), after=False)
    return " ".join(parts)


def _between(words: Sequence[str], *, before: bool, after: bool) -> list[str]:
    """Words that are the same, with a change before or after them."""
    head, tail = _CONTEXT * before, _CONTEXT * after
    return _shortened(words, head, tail, most=head + tail + 2)


def _changed(words: Sequence[str]) -> str:
    return " ".join(_shortened(words, _MOST_SHOWN // 2, _MOST_SHOWN // 2, most=_MOST_SHOWN))


def _shortened(words: Sequence[str], head: int, tail: int, *, most: int) -> list[str]:
    """The first and last of some words, if they are too many."""
    return list(words) if len(words) <= most else [*words[:head], "…", *words[len(words) - tail :]]
