"""The known word that somebody most likely meant."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

_LONGEST = 60
_CLOSE_ENOUGH = 0.68


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is nearest to `word`, or None if none is near.

    >>> nearest("Published on", ["published_on", "publisher"])
    'published_on'
    """
    return _nearest(word[: _LONGEST + 1], tuple(known))


@lru_cache(maxsize=1_000)
def _nearest(word: str, known: tuple[str, ...]) -> str | None:
    plain = _plain(word)
    if not plain or len(word) > _LONGEST:
        return None
    by_plain = {_plain(each): each for each in reversed(known)}
    if plain in by_plain:
        return by_plain[plain]
    import difflib  # imported when there is a mistake to explain

    close = difflib.get_close_matches(plain, by_plain, n=1, cutoff=_CLOSE_ENOUGH)
    return by_plain[close[0]] if close else None


def _plain(word: str) -> str:
    return "".join(letter for letter in word.casefold() if letter.isalnum())
