"""Lists that were pasted from a word processor, written as the Markdown that they mean.

There a list is lines that begin with a bullet, or with a number that somebody typed. To Markdown these are one paragraph, and all its
lines run together. A bullet that can be nothing else makes an item of a list; a dash or a letter may be at the beginning of a line by
chance, so it takes two lines that begin alike. A number stays as it was typed, at the head of a paragraph of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

_LEAD = re.compile(r"[ \t]*(?:>[ \t]?[ \t]*)*")
"""What may be before a bullet: indentation, and the marks of a quotation."""
_BULLETS = "•·∙●○◦‣⁃▪▫■□◆◇❖➢➤►▶✓✔\uf000-\uf0ff"
_BULLET = re.compile(rf"([{_BULLETS}])(?:\ufe0e|\ufe0f)?[ \t\u00a0]*(?=\S)|(o)(?:[ \u00a0]*\t[ \t\u00a0]*|[ \u00a0]{{3,}})(?=\S)")
"""Signs that begin a line for no other reason; a letter o is one where a tab or a gap follows it."""
_PERHAPS = re.compile(r"([–—‒―])[ \t\u00a0]*(?=\S)|(o)[ \u00a0](?=\S)|(-)(?=[^\W\d_])|(\*)(?=\w)(?!.*\*)")
"""Signs that may also be there by chance."""
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
"""A line with nothing but what may be a bullet or a number. With the line below set behind it, it might become one."""
_ENDS_A_SENTENCE = re.compile(r"(?:[.:;!?…][\"'”’)\]*_]*|,|;? (?:and|or))[ \t]*$")
_TABLE = re.compile(r"(?m)^[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)+$")
_ANY = re.compile(
    rf"(?m)^[ \t>]*(?:[{_BULLETS}]|[–—‒―]|o[ \t\u00a0]|-[^\W\d_]|\*\w|\d{{1,3}}[.)]|\(?\w{{1,6}}\)|[a-zA-Z]\.|[ivxl]{{2,6}}\.)"
)
_ITEM = re.compile(r"(?:[-*+]|\d{1,3}[.)])[ \t]")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


class _Line(NamedTuple):
    """A line with what it begins with."""

    lead: str
    """Indentation and the marks of a quotation."""
    rest: str


def with_lists(text: str) -> str:
    """The Markdown text with its pasted lists made lists, and each typed number at the head of a paragraph.

    >>> with_lists("It asks for:\\n• one\\n• two")
    'It asks for:\\n- one\\n- two'
    >>> with_lists("1.1 One\\n1.2 Two")
    '1.1 One\\n\\n1.2 Two'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\n" not in text or not _ANY.search(text):
        return text  # a line by itself runs together with nothing
    return _with_labels_apart(_with_bullets(text))


def _lines(text: str) -> list[_Line]:
    found = []
    for line in text.split("\n"):
        lead = _LEAD.match(line)
        assert lead is not None
        found.append(_Line(lead[0], line[lead.end() :]))
    return found


def _blocks(lines: list[_Line]) -> Iterator[tuple[int, int]]:
    """From where to where lines follow one another without a blank one, those of tables left out."""
    start = 0
    for position, line in enumerate([*lines, _Line("", "")]):
        if not line.rest.strip():
            if position > start and not _TABLE.search("\n".join(each.rest for each in lines[start:position])):
                yield start, position
            start = position + 1


def _with_bullets(text: str) -> str:
    """Each line that begins with a bullet as an item, one level down for each sort of bullet within another."""
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
    """The blocks; those that go on with the list of the one above, each item with a blank line before it, are one run with it."""
    runs: list[tuple[int, int]] = []
    for start, end in _blocks(lines):
        begins = _BULLET.match(lines[start].rest) or _PERHAPS.match(lines[start].rest)
        if runs and begins and _bullets_in(lines, *runs[-1]) and not any(line.rest.strip() for line in lines[runs[-1][1] : start]):
            runs[-1] = runs[-1][0], end
        else:
            runs.append((start, end))
    yield from runs


def _bullets_in(lines: list[_Line], start: int, end: int) -> dict[int, tuple[str, int, bool]]:
    """The lines that begin with what is a bullet or may be one: the sign, the length of it, and whether it can be nothing else."""
    found: dict[int, tuple[str, int, bool]] = {}
    for position in range(start, end):
        rest = lines[position].rest
        if sure := _BULLET.match(rest):
            found[position] = sure[1] or sure[2], sure.end(), True
        elif (maybe := _PERHAPS.match(rest)) and (position - 1 in found or _begins_a_sentence(lines, position)):
            found[position] = next(filter(None, maybe.groups())), maybe.end(), False
    return found


def _begins_a_sentence(lines: list[_Line], position: int) -> bool:
    """Whether a line follows no other, or one that ends a sentence or a part of it."""
    above = lines[position - 1].rest if position else ""
    return not above.strip() or _ENDS_A_SENTENCE.search(above) is not None


def _with_labels_apart(text: str) -> str:
    """A blank line before each line that begins with a typed number or letter which counts its paragraphs."""
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
    """Whether a numbered sentence stands below an item of a list, to which it would be added: `2.3 The force …`."""
    begins = found.lastgroup == "level" and lines[at].rest[found.end() :].lstrip()[:1].isupper()
    return begins and _ITEM.match(lines[at - 1].rest) is not None


def _counts_on(lines: list[_Line], one: tuple[int, re.Match[str]], other: tuple[int, re.Match[str]]) -> bool:
    """Whether two lines are two paragraphs of a count. Figures with a point may be numbers of things, and want a sentence after them."""
    follows = _follows(_label(one[1]), _label(other[1]))
    if one[1].lastgroup != "level":
        return follows
    begins = [_begins_a_sentence(lines, at) for at, _ in (one, other)]
    return all(begins) or (follows and all(lines[at].rest[found.end() :].lstrip()[:1].isupper() for at, found in (one, other)))


def _label(found: re.Match[str]) -> str:
    return str(next(filter(None, found.groups())))


def _follows(one: str, other: str) -> bool:
    """Whether a number or a letter is the next after another: `2.4` after `2.3`, `2.3.1` after `2.3`, `b` after `a`, `iv` after `iii`."""
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
    """The number that small Roman digits stand for."""
    values = [_ROMAN[digit] for digit in roman]
    return sum(-value if value < next_one else value for value, next_one in zip(values, [*values[1:], 0], strict=True))
