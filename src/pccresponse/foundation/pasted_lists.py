"""Lists pasted from a word processor, turned into Markdown.

Such a list has lines that begin with a bullet or a typed number. Markdown would run them together in one paragraph. A certain bullet
makes a list item. A dash or a letter may begin a line by chance, so two lines must begin with it. A typed number stays as it is, at the
start of its own paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

_LEAD = re.compile(r"[ \t]*(?:>[ \t]?[ \t]*)*")
"""What may come before a bullet: indentation and quotation marks of Markdown."""
_BULLETS = "•·∙●○◦‣⁃▪▫■□◆◇❖➢➤►▶✓✔\uf000-\uf0ff"
_BULLET = re.compile(rf"([{_BULLETS}])(?:\ufe0e|\ufe0f)?[ \t\u00a0]*(?=\S)|(o)(?:[ \u00a0]*\t[ \t\u00a0]*|[ \u00a0]{{3,}})(?=\S)")
"""Certain bullets. The letter o is one if a tab or a gap follows it."""
_PERHAPS = re.compile(r"([–—‒―])[ \t\u00a0]*(?=\S)|(o)[ \u00a0](?=\S)|(-)(?=[^\W\d_])|(\*)(?=\w)(?!.*\*)")
"""Possible bullets, which may also begin a line by chance."""
_LABEL = re.compile(
    r"(?P<level>\d{1,3}(?:\.\d{1,3}){1,4})(?:\.|\))?(?=[ \t\u00a0])"
    r"|\((?P<closed>\d{1,3}|[a-z]|[ivxl]{1,6}|[A-Z])\)(?=[ \t\u00a0])"
    r"|(?P<open>[a-z]|[ivxl]{2,6}|[A-Z])[.)](?=[ \t\u00a0])"
    r"|(?P<number>\d{1,3})[.)](?=[ \t])"
)
STANDS_ALONE = re.compile(
    rf"(?:[{_BULLETS}][\ufe0e\ufe0f]?|[–—‒―o*-]|\d{{1,3}}(?:\.\d{{1,3}}){{1,4}}[.)]?|\((?:\d{{1,3}}|[a-zA-Z]|[ivxl]{{1,6}})\)"
    r"|(?:[a-zA-Z]|[ivxl]{2,6})[.)])[ \t\u00a0]*$"
)
"""A line that has only what may be a bullet or a number. It might become one if it is joined with the line below."""
_ENDS_A_SENTENCE = re.compile(r"(?:[.:;!?…][\"'”’)\]*_]*|,|;? (?:and|or))[ \t]*$")
_TABLE = re.compile(r"(?m)^[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)+$")
_ANY = re.compile(
    rf"(?m)^[ \t>]*(?:[{_BULLETS}]|[–—‒―]|o[ \t\u00a0]|-[^\W\d_]|\*\w|\d{{1,3}}[.)]|\(?\w{{1,6}}\)|[a-zA-Z]\.|[ivxl]{{2,6}}\.)"
)
_ITEM = re.compile(r"(?:[-*+]|\d{1,3}[.)])[ \t]")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


class _Line(NamedTuple):
    """A line, split after its indentation and quotation marks."""

    lead: str
    rest: str


def with_lists(text: str) -> str:
    """The Markdown text with pasted lists as lists, and each typed number at the start of a paragraph.

    >>> with_lists("It asks for:\\n• one\\n• two")
    'It asks for:\\n- one\\n- two'
    >>> with_lists("1.1 One\\n1.2 Two")
    '1.1 One\\n\\n1.2 Two'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\n" not in text or not _ANY.search(text):
        return text  # a single line cannot run together with another
    return _with_labels_apart(_with_bullets(text))


def _lines(text: str) -> list[_Line]:
    found = []
    for line in text.split("\n"):
        lead = _LEAD.match(line)
        assert lead is not None
        found.append(_Line(lead[0], line[lead.end() :]))
    return found


def _blocks(lines: list[_Line]) -> Iterator[tuple[int, int]]:
    """The start and end of each run of lines without a blank one, except tables."""
    start = 0
    for position, line in enumerate([*lines, _Line("", "")]):
        if not line.rest.strip():
            if position > start and not _TABLE.search("\n".join(each.rest for each in lines[start:position])):
                yield start, position
            start = position + 1


def _with_bullets(text: str) -> str:
    """Make each line with a bullet an item, one level further down for each other sort of bullet."""
    lines = _lines(text)
    bullets: dict[int, tuple[str, int]] = {}
    for start, end in _runs(lines):
        found = _bullets_in(lines, start, end)
        signs = [sign for sign, _, _ in found.values()]
        listed = any(sure for _, _, sure in found.values())
        bullets |= {at: (sign, length) for at, (sign, length, _) in found.items() if listed or signs.count(sign) > 1}
    if not bullets:
        return text
    written: list[str] = []
    levels: list[str] = []
    for position, line in enumerate(lines):
        if position in bullets:
            sign, length = bullets[position]
            levels = levels[: levels.index(sign) + 1] if sign in levels else [*levels, sign]
            written.append(f"{line.lead}{'  ' * (len(levels) - 1)}- {line.rest[length:]}")
        else:
            if line.rest.strip() and position and not lines[position - 1].rest.strip():
                levels = []  # a paragraph that is no item ends the list
            written.append(line.lead + line.rest)
    return "\n".join(written)


def _runs(lines: list[_Line]) -> Iterator[tuple[int, int]]:
    """The blocks, joined where a list continues after a blank line."""
    runs: list[tuple[int, int]] = []
    for start, end in _blocks(lines):
        begins = _BULLET.match(lines[start].rest) or _PERHAPS.match(lines[start].rest)
        if runs and begins and _bullets_in(lines, *runs[-1]) and not any(line.rest.strip() for line in lines[runs[-1][1] : start]):
            runs[-1] = runs[-1][0], end
        else:
            runs.append((start, end))
    yield from runs


def _bullets_in(lines: list[_Line], start: int, end: int) -> dict[int, tuple[str, int, bool]]:
    """The lines that begin with a bullet: its sign, its length and whether it is certain."""
    found: dict[int, tuple[str, int, bool]] = {}
    for position in range(start, end):
        rest = lines[position].rest
        if sure := _BULLET.match(rest):
            found[position] = sure[1] or sure[2], sure.end(), True
        elif (maybe := _PERHAPS.match(rest)) and (position - 1 in found or _begins_a_sentence(lines, position)):
            found[position] = next(filter(None, maybe.groups())), maybe.end(), False
    return found


def _begins_a_sentence(lines: list[_Line], position: int) -> bool:
    """Whether a line is the first, or follows one that ends a sentence or a clause."""
    above = lines[position - 1].rest if position else ""
    return not above.strip() or _ENDS_A_SENTENCE.search(above) is not None


def _with_labels_apart(text: str) -> str:
    """Put a blank line before each line that begins with a typed number or letter of a paragraph."""
    lines = _lines(text)
    apart: set[int] = set()
    for start, end in _blocks(lines):
        labelled = [(at, found) for at in range(start, end) if (found := _LABEL.match(lines[at].rest))]
        for (first, one), (second, other) in pairwise(labelled):
            if one.lastgroup == other.lastgroup and _counts_on(lines, (first, one), (second, other)):
                apart |= {first, second}
        apart |= {at for at, found in labelled if at > start and _ends_a_list(lines, at, found)}
        apart -= {start}
    if not apart:
        return text
    written: list[str] = []
    for position, line in enumerate(lines):
        if position in apart:
            written.append(line.lead.rstrip() if ">" in line.lead else "")
        written.append(line.lead + line.rest)
    return "\n".join(written)


def _ends_a_list(lines: list[_Line], at: int, found: re.Match[str]) -> bool:
    """Whether a numbered sentence, such as `2.3 The force …`, follows a list item, which would absorb it."""
    begins = found.lastgroup == "level" and lines[at].rest[found.end() :].lstrip()[:1].isupper()
    return begins and _ITEM.match(lines[at - 1].rest) is not None


def _counts_on(lines: list[_Line], one: tuple[int, re.Match[str]], other: tuple[int, re.Match[str]]) -> bool:
    """Whether two lines are numbered paragraphs. Figures with a point may be amounts, so a sentence must follow them."""
    follows = _follows(_label(one[1]), _label(other[1]))
    if one[1].lastgroup != "level":
        return follows
    begins = [_begins_a_sentence(lines, at) for at, _ in (one, other)]
    return all(begins) or (follows and all(lines[at].rest[found.end() :].lstrip()[:1].isupper() for at, found in (one, other)))


def _label(found: re.Match[str]) -> str:
    return str(next(filter(None, found.groups())))


def _follows(one: str, other: str) -> bool:
    """Whether a label comes next after another: `2.4` after `2.3`, `2.3.1` after `2.3`, `b` after `a`, `iv` after `iii`."""
    if one[0].isdigit() and other[0].isdigit():
        old, new = ([int(part) for part in each.split(".")] for each in (one, other))
        if new == [*old, 1]:
            return True
        at = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), None)
        return at is not None and new[at] == old[at] + 1 and all(part in (0, 1) for part in new[at + 1 :])
    if one[0].isdigit() or other[0].isdigit():
        return False
    letters = len(one) == len(other) == 1 and ord(other) == ord(one) + 1
    return letters or (set(one + other) <= _ROMAN.keys() and _value(other) == _value(one) + 1)


def _value(roman: str) -> int:
    """The value of a Roman number in small letters."""
    values = [_ROMAN[digit] for digit in roman]
    return sum(-value if value < next_one else value for value, next_one in zip(values, [*values[1:], 0], strict=True))
