"""The search for a quotation in a report: as it is given, whole or with omissions and words in brackets, and the nearest passage.

Short runs of words that the quotation and the report both have point to the nearest passage. Words are aligned only around the place
that most runs point to, so that a long report takes no longer than a short one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from pccresponse.foundation.alignment import Replacement, changes
from pccresponse.source_report.comparable_text import (
    folded,
    key_of,
    letters_of,
    plain,
    tokens_of,
    without_marks_after,
    without_marks_before,
)
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
_RUNS = (3, 2, 1)
_MOST_PLACES_OF_A_RUN = {3: 200, 2: 100, 1: 40}
"""A run that is at more places than this points nowhere."""
_CANDIDATES = 6
_MOST_RUNS = 2_000
"""The most matching runs that are used. Where that many match, the rest is near."""
_BAND = 8
_LONGEST_END = 12
_TOO_MANY = 0.2
_ROOM = 8
_MISSED, _PASSED, _UNEVEN = 2.0, 0.15, 0.25
"""What it costs where the ends are laid on the report: a word that is not found, a word of the report passed over, a word's length more
or less. Words that are found are worth going a little farther for."""
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


class Nearest(NamedTuple):
    """A passage of the report, and how some words differ from it."""

    span: Span
    changes: tuple[Replacement, ...]
    """From the words to the report; places in the report are counted from its beginning."""
    share: float
    """Which part of the words is in the passage, from 0 to 1."""
    in_common: int
    """How many words that is."""


def nearest(letters: Sequence[str], keys: Sequence[str], report: InspectedReport) -> list[Nearest]:
    """The passages nearest to some normalised words, best first. None if they share no rare run of words with the report."""
    found: list[Nearest] = []
    for size in _RUNS:
        hits = _hits(keys, report, size)
        votes = Counter((place - index) // _BAND for index, place in hits)
        spread = Counter({band: votes[band] + max(votes[band - 1], votes[band + 1]) for band in list(votes)})
        for band, _ in sorted(spread.items(), key=lambda item: (-item[1], item[0]))[:_CANDIDATES]:
            close = [hit for hit in hits if _is_near(hit, band, max(2 * _BAND, len(keys) // 2))]
            closest = [hit for hit in close if _is_near(hit, band, _BAND)]
            found += [_aligned(letters, keys, report, some, band) for some in (closest, close) if some]
        if found:
            break
    return sorted(found, key=_worth, reverse=True)


def _worth(found: Nearest) -> float:
    """The score of a passage: the share of words that it has, less a little for surplus words."""
    too_many = sum(change.new_end - change.new_start for change in found.changes)
    return found.share - _TOO_MANY * too_many * found.share / max(1, found.in_common)


def _hits(keys: Sequence[str], report: InspectedReport, size: int) -> list[tuple[int, int]]:
    """Where a run of words is in both: its place in the words and its place in the report."""
    index = _index(report, size)
    hits = []
    for place in range(min(len(keys) - size + 1, _MOST_RUNS)):
        there = index.get(tuple(keys[place : place + size]), ())
        if len(there) <= _MOST_PLACES_OF_A_RUN[size]:
            hits += [(place, each) for each in there]
    return hits


def _index(report: InspectedReport, size: int) -> dict[tuple[str, ...], list[int]]:
    known = report.seen.get(("index", size))
    if known is None:
        places: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for place, run in enumerate(zip(*(report.keys[start:] for start in range(size)), strict=False)):
            places[run].append(place)
        known = report.seen["index", size] = dict(places)
    assert isinstance(known, dict)
    return known


def _is_near(hit: tuple[int, int], band: int, room: int) -> bool:
    return abs((hit[1] - hit[0]) - band * _BAND - _BAND // 2) <= room


def _aligned(
    letters: Sequence[str], keys: Sequence[str], report: InspectedReport, hits: Sequence[tuple[int, int]], band: int
) -> Nearest:
    """Align the words with the passage that the hits point to."""
    diagonal = band * _BAND + _BAND // 2
    first = min(hits, key=lambda hit: (hit[0], abs(hit[1] - hit[0] - diagonal), hit[1]))
    later = [hit for hit in hits if hit[1] >= first[1]]
    last = max(later, key=lambda hit: (hit[0], -abs(hit[1] - hit[0] - diagonal), -hit[1]))
    start = first[1] - _length_of_end(keys[: first[0]][::-1], report.keys[max(0, first[1] - first[0] - _ROOM) : first[1]][::-1])
    end = last[1] + 1
    end += _length_of_end(keys[last[0] + 1 :], report.keys[end : end + len(keys) - last[0] - 1 + _ROOM])
    span = Span(start, end)
    found = _with_letters(letters, report.letters[start:end], changes(keys, report.keys[start:end]))
    missed = sum(change.end - change.start for change in found)
    in_common = len(keys) - missed
    return Nearest(
        span,
        tuple(Replacement(each.start, each.end, each.new_start + start, each.new_end + start) for each in found),
        in_common / len(keys),
        in_common,
    )


def _length_of_end(words: Sequence[str], there: Sequence[str]) -> int:
    """The number of words of the report that belong to the end of a passage, given the quotation's words beyond its last shared run."""
    if not words or len(words) > _LONGEST_END:
        return min(len(words), len(there))

    def cost(length: int) -> float:
        found = changes(words, there[:length])
        missed = sum(each.end - each.start for each in found)
        passed = sum(each.new_end - each.new_start for each in found)
        return missed * _MISSED + passed * _PASSED + abs(length - len(words)) * _UNEVEN

    return min(range(len(there) + 1), key=lambda length: (cost(length), length))


def _with_letters(mine: Sequence[str], there: Sequence[str], found: Sequence[Replacement]) -> list[Replacement]:
    """Add to the words that differ those that differ in punctuation or capitals, and take away what differs in nothing that counts."""
    every: list[Replacement] = []
    place = new = 0
    for change in (*found, Replacement(len(mine), len(mine), len(there), len(there))):
        while place < change.start:
            if not _same(mine[place], there[new], is_first=place == 0, is_last=place == len(mine) - 1):
                _add(every, Replacement(place, place + 1, new, new + 1))
            place, new = place + 1, new + 1
        if change.end > change.start or change.new_end > change.new_start:
            _add(every, change)
        place, new = change.end, change.new_end
    every = [each for each in every if "".join(mine[each.start : each.end]) != "".join(there[each.new_start : each.new_end])]
    # What the report has before the first word and after the last is not missing in a quotation.
    if every and every[-1].start == len(mine):
        every.pop()
    if every and every[0].end == 0:
        every.pop(0)
    return every


def _add(every: list[Replacement], change: Replacement) -> None:
    """Changes that touch are one."""
    if every and every[-1].end == change.start and every[-1].new_end == change.new_start:
        every[-1] = Replacement(every[-1].start, change.end, every[-1].new_start, change.new_end)
    else:
        every.append(change)


def _same(mine: str, there: str, *, is_first: bool, is_last: bool) -> bool:
    """Whether two words are the same; a quotation may change its first letter and end with marks of its own."""
    if is_last:
        mine, there = without_marks_after(mine), without_marks_after(there)
    if is_first:
        mine, there = without_marks_before(mine), without_marks_before(there)
        mine, there = folded(mine[:1]) + mine[1:], folded(there[:1]) + there[1:]
    return mine == there


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
            parts.append(f"[-{_cut(words[change.start : change.end])}-]")
        if change.new_end > change.new_start:
            parts.append(f"{{+{_cut(report.shown[change.new_start : change.new_end])}+}}")
        place = change.end
    parts += _between(words[place:], before=bool(near.changes), after=False)
    return " ".join(parts)


def _between(words: Sequence[str], *, before: bool, after: bool) -> list[str]:
    """Words that are the same, with a change before or after them."""
    head = _CONTEXT if before else 0
    tail = _CONTEXT if after else 0
    if len(words) <= head + tail + 2:
        return list(words)
    return [*words[:head], "…", *(words[-tail:] if tail else ())]


def _cut(words: Sequence[str]) -> str:
    if len(words) <= _MOST_SHOWN:
        return " ".join(words)
    return " ".join([*words[: _MOST_SHOWN // 2], "…", *words[-_MOST_SHOWN // 2 :]])
