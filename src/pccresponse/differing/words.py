"""Two states of a text held against each other word by word; how its lines are broken in the file does not count."""

from __future__ import annotations

import re

import msgspec

from pccresponse.aligning import changes

_CONTEXT = 5
_APART = 1
"""Two changes with no more than this many words between them are told as one."""
_BREAKS = {"markdown": ("¶", re.compile(r"\n[ \t]*(?:\n[ \t]*)+")), "lines": ("/", re.compile(r"[ \t]*\n[ \t]*"))}
"""Where a new line is more than the end of the old one, and the sign that stands for it among the words."""

# A no-break space does not part words: it is printed differently, and may be the very thing that was changed.
_WORD = re.compile(r"[^ \t\r\n]+")


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """Words that stand in the place of others, with a few of those around them. `was` or `now` may be empty."""

    before: str = ""
    was: str
    now: str
    after: str = ""


def passages_of(was: str, now: str, kind: str) -> tuple[Passage, ...]:
    """What was reworded, passage by passage; none where the words are the same ones in another layout.

    >>> [(each.was, each.now) for each in passages_of("Good for a child", "Good for the child", "line")]
    [('a', 'the')]
    """
    old, new = _tokens(was, kind), _tokens(now, kind)
    return tuple(
        Passage(
            before=_words_before(old, change.start),
            was=" ".join(old[change.start : change.end]),
            now=" ".join(new[change.new_start : change.new_end]),
            after=_words_after(old, change.end),
        )
        for change in changes(old, new, join=_APART)
    )


def _tokens(text: str, kind: str) -> list[str]:
    if kind in _BREAKS:
        sign, breaks = _BREAKS[kind]
        text = breaks.sub(f" {sign} ", text.replace("\r\n", "\n").strip())
    return _WORD.findall(text)


def _words_before(words: list[str], end: int) -> str:
    start = max(0, end - _CONTEXT)
    return " ".join((["…"] if start else []) + words[start:end])


def _words_after(words: list[str], start: int) -> str:
    end = start + _CONTEXT
    return " ".join(words[start:end] + (["…"] if end < len(words) else []))
