"""Normalises text for comparison, so that only real differences count: not the look of a page, nor how its file spells a letter.

Two texts say the same word for word if nothing differs but what a typesetter decides: the form of quotation marks, hyphens and
dashes, spaces, ligatures, bullets, where a line ends and a word is broken, and the small figures that call a footnote.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SUPERSCRIPTS = dict.fromkeys(map(ord, "⁰¹²³⁴⁵⁶⁷⁸⁹†‡"))
_UNSEEN = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00])
_PDF_HYPHEN = {0xFFFE: "-", 0x02: "-"}
"""The characters that PDF readers give for a hyphen at the end of a line."""
_QUOTES = frozenset("“”„‟‘’‚‛'\"«»‹›`´ʼ′″＇")
_APOSTROPHES = frozenset("’'ʼ‛´`′＇")
_ORNAMENTS = frozenset("*_|•◦▪●■□▸►‣⁃·∙✓✔➢➤❖~")
TOKENS = re.compile(r"[^\s–—―]+[–—―]?|[–—―]")
_FOOTNOTE = re.compile(r"([a-z]{2}[\"'“”‘’)\]]?[.,;:!?]?[\"'“”‘’)\]]?)\d{1,3}([.,;:]?)$")

HYPHENS = "-‐‑­"
"""What may be at the end of a line in the middle of a word."""


def plain(text: str) -> str:
    """The text with ligatures split, accents composed and invisible characters removed.

    >>> plain("ef\\ufb01cient\\u00a0safe\\u00adguarding.³")
    'efficient safeguarding.'
    """
    if text.isascii() and "\x00" not in text and "\x02" not in text:
        return text
    return unicodedata.normalize("NFKC", text.translate(_SUPERSCRIPTS)).translate(_UNSEEN).translate(_PDF_HYPHEN)


def tokens_of(text: str) -> list[str]:
    """The words of a text that is plain, each with the marks that touch it; a dash ends a word."""
    return TOKENS.findall(text)


@lru_cache(maxsize=1 << 16)
def letters_of(token: str) -> str:
    """What counts of a word: its letters and figures, an apostrophe within, and its punctuation. Empty for a bullet or a dash.

    >>> letters_of("“anti-social"), letters_of("force’s"), letters_of("services.3"), letters_of("—")
    ('antisocial', "force's", 'services.', '')
    """
    if token.isascii() and token.isalnum() and not token[-1].isdigit():
        return token
    called = _FOOTNOTE.search(token)
    if called:
        token = token[: called.end(1)] + called[2]
    kept = []
    last = len(token) - 1
    for place, letter in enumerate(token):
        if letter.isalnum():
            kept.append(letter)
        elif letter in _APOSTROPHES:
            if 0 < place < last and token[place - 1].isalnum() and token[place + 1].isalnum():
                kept.append("'")
        elif letter in _QUOTES or letter in _ORNAMENTS:
            continue
        else:
            category = unicodedata.category(letter)
            if category[0] not in "CZ" and category != "Pd" and letter != "−":
                kept.append(letter)
    return "".join(kept)


def letters(words: str) -> str:
    """The normalised words, joined."""
    return "".join(letters_of(token) for token in tokens_of(plain(words)))


def folded(letters: str) -> str:
    """The letters in lower case, of the same length, so that offsets stay valid."""
    small = letters.lower()
    return small if len(small) == len(letters) else "".join(each.lower() if len(each.lower()) == 1 else each for each in letters)


@lru_cache(maxsize=1 << 16)
def key_of(letters: str) -> str:
    """A word as it is looked for: small, and without its punctuation unless it is nothing else.

    >>> key_of("Children,")
    'children'
    """
    return "".join(each for each in folded(letters) if each.isalnum()) or letters


def without_marks_after(letters: str) -> str:
    """The letters up to the last one that is no punctuation; what is nothing but punctuation stays."""
    end = len(letters)
    while end and not letters[end - 1].isalnum():
        end -= 1
    return letters[:end] or letters


def without_marks_before(letters: str) -> str:
    """The letters from the first one that is no punctuation; what is nothing but punctuation stays."""
    start = 0
    while start < len(letters) and not letters[start].isalnum():
        start += 1
    return letters[start:] or letters
