"""The passage of a report that is nearest to some words, and how it differs from them.

Short runs of words that both have point to the passage. Words are aligned only around the place that most runs point to, so that a
long report takes no longer than a short one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from pccresponse.foundation.alignment import Replacement, changes
from pccresponse.source_report.comparable_text import folded, without_marks_after, without_marks_before
from pccresponse.source_report.report import InspectedReport, Span

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
