"""Grades that a report shows by place alone: in a table, or below the heads of columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any, NamedTuple

_GRADE = re.compile(
    r"(?:outstanding|good|adequate|requires improvement|inadequate|to be graded|not (?:yet )?graded|ungraded)\.?", re.IGNORECASE
)
_HEADS = {
    "Outstanding": "outstanding",
    "Good": "good",
    "Adequate": "adequate",
    "Requires": "requires improvement",
    "Inadequate": "inadequate",
}
_BEFORE = re.compile(r"\b(?:previous(?:ly)?|last|earlier|former|prior|target|change|national|average|aim)\b", re.IGNORECASE)
_NOW = re.compile(r"\b(?:current|latest|new|now|this)\b", re.IGNORECASE)
_RULE = re.compile(r"[|:\s-]+")
_FEWEST_HEADS = 3
_UNEVEN = 0.12
"""So much, as a part of their width, may columns differ in width."""
_LONGEST_NAME = 14
_OVER = 0.03
"""So far, as a part of its width, may a word stand over the edge of a column."""
_A_SPACE = 0.45
"""Words of a line that are nearer than this, as a part of their height, are words of one text."""
_NEAR, _FAR = 1.6, 4.0
"""As a part of their height: text that is nearer below the columns may belong to them, and what is farther is another matter."""
_ANOTHER_SIZE = 0.08


class _Word(NamedTuple):
    text: str
    left: float
    right: float
    bottom: float
    top: float


def is_grade(text: str) -> bool:
    """Whether a text is a grade and nothing else.

    >>> is_grade("Requires improvement"), is_grade("Good use of resources")
    (True, False)
    """
    return _GRADE.fullmatch(text.strip()) is not None


def grades_in_table(rows: Iterable[Sequence[Sequence[str]]]) -> Iterator[tuple[str, str]]:
    """What a table says with a column for each grade, or with a name and its grade in each row; a cell is its lines.

    Of several grades in a row the one counts whose head says that it is the latest. Grades alone in the second row belong to the heads.
    """
    heads: list[str] = []
    grades: list[str] = []
    for number, row in enumerate(rows):
        texts = [" ".join(cell).strip() for cell in row]
        are_grades = list(map(is_grade, texts))
        if len(row) >= 2 and all(are_grades):
            if number == 1 and len(heads) == len(row) and all(heads):
                yield from zip(heads, (text.casefold().rstrip(".") for text in texts), strict=True)
            else:
                grades = [text.casefold().rstrip(".") for text in texts]
        elif grades and len(grades) == len(row):
            yield from ((name, grade) for grade, cell in zip(grades, row, strict=True) for name in cell if name)
        elif len(row) >= 2 and texts[0] and not are_grades[0] and any(are_grades):
            at = _latest([place for place, each in enumerate(are_grades) if each], heads if len(heads) == len(row) else [])
            if at is not None:
                yield texts[0], texts[at].casefold().rstrip(".")
        elif number == 0:
            heads = texts


def _latest(places: Sequence[int], heads: Sequence[str]) -> int | None:
    """Which of the grades of a row is this report's, as the heads of the columns say; None where they do not."""
    left = [place for place in places if not heads or not _BEFORE.search(heads[place])]
    if len(left) == 1:
        return left[0]
    if not heads:
        return None
    now = [place for place in left if _NOW.search(heads[place])]
    if len(now) == 1:
        return now[0]
    years = {place: found[-1] for place in left if (found := re.findall(r"\b(?:19|20)\d\d\b", heads[place]))}
    return max(years, key=lambda place: years[place]) if len(years) == len(left) == len(set(years.values())) and left else None


def grades_in_lines(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """What a table of text says whose cells are apart by `|`; a name and its grade alone on a line are read elsewhere."""
    for is_row, group in groupby(lines, key=lambda line: "|" in line):
        rows = [line.strip() for line in group]
        if not is_row or len(rows) < 2:
            continue
        if all(row.startswith("|") and row.endswith("|") for row in rows):
            rows = [row[1:-1] for row in rows if not _RULE.fullmatch(row)]
        cells = [[re.split(r"<br ?/?>|;", cell.strip()) for cell in row.split("|")] for row in rows if not _RULE.fullmatch(row)]
        if any(len(row) > 2 for row in cells):
            yield from grades_in_table([[part.strip() for part in cell] for cell in row] for row in cells)


def grades_by_column(text: Any, shown: str) -> tuple[tuple[str, str], ...]:
    """Each name with the grade at the head of its column; nothing where a word might belong to either of two columns."""
    if sum(head in shown for head in _HEADS) < _FEWEST_HEADS:
        return ()
    words = list(_words(text, shown))
    for start in words:
        if start.text in _HEADS and (heads := _heads(start, words)) and (edges := _edges(heads)):
            return tuple(_names(heads, edges, words))
    return ()


def _words(text: Any, shown: str) -> Iterator[_Word]:
    """The words of a page with their places."""
    from pypdfium2 import raw

    for match in re.finditer(r"\S+", shown):
        first, last = (raw.FPDFText_GetCharIndexFromTextIndex(text, place) for place in (match.start(), match.end() - 1))
        if first >= 0 and last >= 0:
            left, bottom, _, top = text.get_charbox(first, loose=True)
            yield _Word(match[0], left, text.get_charbox(last, loose=True)[2], bottom, top)


def _heads(start: _Word, words: Sequence[_Word]) -> list[_Word]:
    """The row of grades that a word stands in; empty where the row has other words. One of them may be on two lines."""
    height = start.top - start.bottom
    beside = (word for word in words if word.bottom < start.top - height / 4 and word.top > start.bottom + height / 4)
    if any(word.text not in (*_HEADS, "improvement") for word in beside):
        return []
    row = sorted(
        (word for word in words if word.text in _HEADS and abs(word.bottom - start.bottom) < 1.5 * height),
        key=lambda word: word.left,
    )
    places = [list(_HEADS).index(word.text) for word in row]
    in_order = places in (sorted(set(places)), sorted(set(places), reverse=True))
    return row if in_order and len(row) >= _FEWEST_HEADS else []


def _edges(heads: Sequence[_Word]) -> list[float]:
    """The edges of the columns, which are of one width; empty where the heads stand neither at the left nor in the middle of such columns."""
    for places, before in (([head.left for head in heads], 0.03), ([(head.left + head.right) / 2 for head in heads], 0.5)):
        steps = [after - place for place, after in pairwise(places)]
        width = sum(steps) / len(steps)
        if max(steps) - min(steps) <= _UNEVEN * width:
            return [place - before * width for place in (*places, places[-1] + width)]
    return []


def _names(heads: Sequence[_Word], edges: Sequence[float], words: Sequence[_Word]) -> list[tuple[str, str]]:
    """The names below each head, down to the first text that is not in columns."""
    height = heads[0].top - heads[0].bottom
    foot = min(head.bottom for head in heads)
    low = [word for word in words if word.text == "improvement" and 0 < foot - word.bottom < 2 * height]
    foot = min([foot, *(word.bottom for word in low)])
    below = sorted((word for word in words if word.top < foot + height / 2), key=lambda word: -word.bottom)
    columns: list[list[_Word]] = [[] for _ in heads]
    last, size = foot, 0.0
    for _, line in groupby(below, key=lambda word: round(word.bottom)):
        row = sorted(line, key=lambda word: word.left)
        size = size or row[0].top - row[0].bottom
        gap = last - row[0].top
        if gap > _FAR * size or abs(row[0].top - row[0].bottom - size) > _ANOTHER_SIZE * size:
            break
        inside = [_column_of(word, edges) for word in row]
        runs_on = sum(
            one != other and after.left - before.right < _A_SPACE * size
            for (before, one), (after, other) in pairwise(zip(row, inside, strict=True))
        )
        if runs_on or None in inside:
            if runs_on < 2 and gap < _NEAR * size:
                return []
            break
        last = row[0].bottom
        for word, column in zip(row, inside, strict=True):
            columns[column or 0].append(word)
    found = [(name, _HEADS[head.text]) for head, column in zip(heads, columns, strict=True) for name in _apart(column)]
    return found if all(_is_a_name(name) for name, _ in found) else []


def _is_a_name(words: str) -> bool:
    """Whether some words may be the name of what is graded, and no number and no sentence about what a grade means."""
    return words[:1].isupper() and not words.endswith((".", ":", ",")) and len(words.split()) <= _LONGEST_NAME


def _column_of(word: _Word, edges: Sequence[float]) -> int | None:
    """The column that a word is in from its first letter to its last."""
    room = _OVER * (edges[1] - edges[0])
    return next(
        (number for number, (left, right) in enumerate(pairwise(edges)) if left - room <= word.left and word.right <= right + room),
        None,
    )


def _apart(column: Sequence[_Word]) -> list[str]:
    """The names of a column: each line that begins with a capital begins another."""
    names: list[str] = []
    for _, line in groupby(column, key=lambda word: round(word.bottom)):
        words = " ".join(word.text for word in line)
        if names and not words[:1].isupper():
            names[-1] = f"{names[-1]} {words}"
        else:
            names.append(words)
    return names
