"""Small things of print that no author types: where a line must not end, and where a long web address may."""

from __future__ import annotations

import re
from functools import lru_cache

from pccresponse.rendering.words import Words

_TAG_OR_HIDDEN = re.compile(r"(<(?:style|title)\b.*?</(?:style|title)>|<!--.*?-->|<[^>]*>)", re.DOTALL)
_WEB_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\u200b]{20,}")
_BREAK_AFTER = re.compile(r"([/._?&=\-](?:amp;)?)(?=[^\s/])")


_SPACE_BEFORE_EMPHASIS = re.compile(r"(?<=\S)[ \n](<(?:strong|em)(?: [^>]*)?>)(?=\S)")


def set_for_print(page: str, words: Words) -> str:
    """The HTML of a page with spaces that do not break within dates, quantities and references, and with places to break in addresses."""
    kept = _kept_together(words)
    # The engine ends a line far too early where the next one would end just before such words, unless the space is one of theirs.
    parts = _TAG_OR_HIDDEN.split(_SPACE_BEFORE_EMPHASIS.sub(r"\1 ", page))
    parts[::2] = [_WEB_ADDRESS.sub(_with_breaks, kept.sub(_unbroken, text)) for text in parts[::2]]
    return "".join(parts)


def breakable(address: str) -> str:
    """A web address with a place to break, of no width, after each sign that divides it.

    >>> breakable("example.org/a-b").split("\\u200b")
    ['example.', 'org/', 'a-', 'b']
    """
    return _BREAK_AFTER.sub("\\1\u200b", address)


@lru_cache(maxsize=8)
def _kept_together(words: Words) -> re.Pattern[str]:
    """Finds each space that must not end a line, with what is before it where that matters."""
    months, kept = _any_of(words.months), words.kept_together
    return re.compile(
        rf"(?<=\d) (?=(?:{months})\b)|\b(?:{months}) (?=\d{{4}}\b)|(?<=\d) (?=(?:{_any_of(kept.after_a_number)})\b)"
        rf"|\b(?i:{_any_of(kept.before_a_number)}) (?=\d)|\b(?:{_any_of(kept.before_a_name)}) (?=[A-Z])"
    )


def _any_of(words: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, words)) or "(?!)"


def _unbroken(found: re.Match[str]) -> str:
    return found[0].replace(" ", "\u00a0")


def _with_breaks(found: re.Match[str]) -> str:
    return breakable(found[0])
