"""Quote untrusted text in messages: short, printable, and exact about the one comma that differs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pccresponse.foundation.alignment import changes

_LONGEST = 160
_CONTEXT = 4
_ENDS = 12
_APART = 2
"""Two changes with no more than this many words between them are told as one."""

_AS_SHOWN = {"\t": " ", "\r": " ", "\n": " ", "\ufffe": "-"}
"""The last is what a reader of PDFs makes of the hyphen at the end of a line."""

# A no-break space does not part words here: it may be the very thing that differs.
_WORD = re.compile(r"[^ \t\r\n]+")


def printable(text: str, longest: int = _LONGEST) -> str:
    """The text in one line, cut to a length; what cannot be printed is shown by its number."""
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    return "".join(letter if letter.isprintable() else _AS_SHOWN.get(letter) or f"<U+{ord(letter):04X}>" for letter in cut)


def quoted(text: str, longest: int = _LONGEST) -> str:
    """The text between quotation marks, or a word for there being none."""
    return f"“{printable(text, longest)}”" if text else "nothing"


def word_changes(was: str, now: str) -> Iterator[tuple[str, str]]:
    """For each passage that changed, the old and the new words with a few around them; either may be empty.

    >>> list(word_changes("Good for children, and the old", "Good for children and the old"))
    [('Good for children, and the old', 'Good for children and the old')]
    """
    old, new = _WORD.findall(was), _WORD.findall(now)
    for change in changes(old, new, join=_APART):
        yield _passage(old, change.start, change.end), _passage(new, change.new_start, change.new_end)


def _passage(words: list[str], start: int, end: int) -> str:
    """Words with their neighbours; a long run is told by its ends."""
    changed = words[start:end]
    if len(changed) > 2 * _ENDS + 1:
        changed = [*changed[:_ENDS], f"[{len(changed) - 2 * _ENDS} more words]", *changed[-_ENDS:]]
    before, after = max(0, start - _CONTEXT), min(len(words), end + _CONTEXT)
    pieces = [*words[before:start], *changed, *words[end:after]]
    if before > 0:
        pieces.insert(0, "…")
    if after < len(words):
        pieces.append("…")
    return " ".join(piece if len(piece) <= _LONGEST else piece[:_LONGEST] + "…" for piece in pieces)


def held_against(was: str, now: str) -> str:
    """The end of a sentence: what the file has, and what is there when it is made again."""
    if not was:
        return f"{quoted(now, 400)} is missing in the file"
    if not now:
        return f"{quoted(was, 400)} is only in the file"
    return f"{quoted(was, 400)} in the file, {quoted(now, 400)} made again"


def counted(number: int, noun: str) -> str:
    """`1 page`, `12 pages`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
