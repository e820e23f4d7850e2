"""What somebody reads of a text, and what was written and is not in it.

What is printed is held against what was written, whatever lies between the two: a gap in the Markdown, in its parser or in what is
made of it shows here without anybody having thought of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from itertools import groupby
from typing import NamedTuple

from pccresponse.foundation.pasted_lists import with_lists
from pccresponse.rendering.markdown import parsed, to_html

_NOTE_CALLS = re.compile(r'<a class="note"[^>]*>\[\d+\]</a>')
_NOTE_NUMBERS = re.compile(r'<span class="note-number"[^>]*>Note \d+\.</span>')
_IN_A_WORD = re.compile(r"</?(?:em|strong|a|span)\b[^>]*>")
_HEAD = re.compile(r"<head>.*?</head>|<!--.*?-->|<style\b.*?</style>", re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")
_ADDRESSES = re.compile(r'<a href="([^"]*)"')
_UNSEEN = str.maketrans({"\u00ad": None, "\u200b": None, "\u2060": None, "‘": "'", "’": "'", "“": '"', "”": '"'})
_SOURCE = re.compile(
    r"""(?P<marker>^(?:[ \t]*(?:>|[-+*](?=[ \t\n]|$)|\d{1,9}[.)](?=[ \t\n]|$)))+)
    |(?P<language>(?<=\])\{lang=[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\}) |(?P<label>\[\^[^\]\s]+\]) | (?P<escaped>\\[\\&\[]) | (?P<entity>&(?:\#[xX][0-9a-fA-F]{1,6}|\#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});)
    |(?P<letters>[^\W_]+) | (?P<sign>[*_\\\[\]`]) | (?P<other>.)""",
    re.MULTILINE | re.VERBOSE | re.DOTALL,
)
_SIGNS = frozenset("*_\\[]`")
"""Signs that may be within a word without being one, whether they are printed or obeyed."""
_SHOWN, _DEEP = 8, 9


class Lost(NamedTuple):
    """Words of a text that are not in what is printed of it."""

    words: str
    """The first few of them, as they stand in the text."""
    why: str
    """The rest of a sentence that begins with them."""
    remedy: str


def visible(html: str) -> str:
    """What somebody reads on a page, in one line: without tags and their attributes, and with one sort of quotation mark.

    >>> visible("<p>A&nbsp;<em>small</em><br>‘step’</p>")
    "A small 'step'"
    """
    text = _TAGS.sub(" ", _IN_A_WORD.sub("", _HEAD.sub(" ", html)))
    return " ".join(unescape(text).translate(_UNSEEN).split())


def says_nothing(text: str) -> bool:
    """Whether what is printed of a Markdown text has neither a letter nor a figure in it."""
    return not _printed(text)


def lost_words(text: str) -> tuple[Lost, ...]:
    """The words of a Markdown text that are not printed: found by holding what is printed against what was written.

    >>> [each.words for each in lost_words("One.\\n\\n[^1]: A note that nothing calls.")]
    ['A note that nothing calls']
    """
    source = with_lists(text)
    notes = parsed(text).notes
    written = list(_written(source, notes))
    printed = _printed(text)
    missing = Counter(word for word, _, _ in written) - printed
    if not missing:
        return ()
    lost: list[int] = []
    for place in reversed(range(len(written))):
        word = written[place][0]
        if missing[word]:
            missing[word] -= 1
            lost.append(place)
    lost.reverse()
    stretches = [[place for _, place in run] for _, run in groupby(enumerate(lost), key=lambda each: each[1] - each[0])]
    certain = [stretch for stretch in stretches if any(written[place][0] not in printed for place in stretch)]
    return tuple(_lost(source, notes, [written[place][1:] for place in stretch]) for stretch in certain or stretches[:1])


def _lost(source: str, notes: dict[str, bool], spots: list[tuple[int, int]]) -> Lost:
    """The words at the spots, up to the end of their line, with the reason why they are lost as far as it can be seen."""
    start = spots[0][0]
    end_of_line = source.find("\n", start)
    on_line = [end for _, end in spots if end_of_line < 0 or end <= end_of_line]
    words = source[start : on_line[:_SHOWN][-1]]
    line = source[source.rfind("\n", 0, start) + 1 : end_of_line if end_of_line >= 0 else len(source)]
    if (label := _note_around(source, start)) is not None and not notes.get(label, True):
        return Lost(
            words,
            f"is in the note [^{label}], which nothing refers to",
            f"Write [^{label}] where the note belongs, or take it out.",
        )
    if "|" in line:
        return Lost(
            words, "is in a row with more cells than the table has columns", "Give the table a column more, or join the cells."
        )
    if "](" in line:
        return Lost(words, "is not part of a link's words or address", "Write it outside the brackets of the link.")
    if max(map(_depth, source[: end_of_line if end_of_line >= 0 else None].split("\n"))) >= _DEEP:
        return Lost(
            words,
            "is in or after a list or quotation that is nested too deep",
            "Use fewer levels: lists can have 9, and quotations 19.",
        )
    return Lost(
        words, "is lost in the Markdown around it", "Write it as a paragraph of its own, with a blank line before and after it."
    )


def _note_around(source: str, place: int) -> str | None:
    """The label of the note in which the place is, if it may be in one."""
    found = list(re.finditer(r"^[ \t>]*\[\^([^\]\s]+)\]:", source[:place], re.MULTILINE))
    return found[-1][1] if found else None


def _depth(line: str) -> int:
    """How deep a line is at most, by the signs and the spaces that it begins with."""
    lead = re.match(r"[ \t]*(?:(?:>|[-+*]|\d{1,9}[.)])[ \t]*)*", line)
    return 0 if lead is None else max(lead[0].count(" ") // 2, len(re.findall(r"\S+", lead[0])), lead[0].count(">"))


def _written(source: str, notes: dict[str, bool]) -> Iterator[tuple[str, int, int]]:
    """Every word that is written in a Markdown text, with where it begins and ends: entities as the letters that they stand for.

    The labels of notes are no words: a number is printed in their place.
    """
    word, start, end = "", 0, 0
    place = 0
    while match := _SOURCE.match(source, place):
        kind, token, place = match.lastgroup, match[0], match.end()
        if kind == "label" and token[2:-1] not in notes:
            kind, token, place = "sign", "[", match.start() + 1
        if kind == "entity":
            token = unescape(token)
            kind = "letters" if token.isalnum() else "sign" if token in _SIGNS else "other"
        elif kind == "escaped":
            kind = "other" if token == "\\&" else "sign"
        if kind == "letters":
            start = start if word else match.start()
            word, end = word + token, match.end()
        elif kind in ("other", "marker") and word:
            yield word.casefold(), start, end
            word = ""
    if word:
        yield word.casefold(), start, end


def _printed(text: str) -> Counter[str]:
    """Every word that is printed of a Markdown text, the addresses behind its links among them."""
    from markdown_it.common.normalize_url import normalizeLinkText

    html = _NOTE_NUMBERS.sub(" ", _NOTE_CALLS.sub("", to_html(text, heading_level=6, key="x")))
    addresses = [unescape(address) for address in _ADDRESSES.findall(html)]
    behind = " ".join((*addresses, *map(normalizeLinkText, addresses)))
    # Where emphasis ends within a word the word goes on; where a link does, its address is between.
    joined, apart = (unescape(_TAGS.sub(" ", each)) for each in (_IN_A_WORD.sub("", html.replace("</a>", " ")), html))
    return Counter(_bare_words(f"{joined} {behind}")) | Counter(_bare_words(f"{apart} {behind}"))


def _bare_words(text: str) -> Iterator[str]:
    """Runs of letters and figures, without the signs that may be in the middle of one."""
    bare = "".join(each for each in text if each not in _SIGNS)
    return (match[0].casefold() for match in re.finditer(r"[^\W_]+", bare))
