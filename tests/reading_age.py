"""How hard a page is to read, by the lengths of its sentences and words (Flesch and Kincaid)."""

from __future__ import annotations

import re
from functools import cache

import pyphen

TERMS = frozenset(
    "recommendation recommendations commissioner constabulary constable inspectorate inspectors inspector authority publication "
    "secretary deadline response responses explanation accessibility document documents edition editions approval approvals "
    "directory terminal browser editor validator archive register record quotation quotations pccresponse".split()
)
"""Terms of the Act and of the trade that a reader knows: they count as words of two syllables."""
_SET_APART = re.compile(r"^```.*?^```|^---$.*?^---$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`]*`")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+(?=[A-Z“\"0-9]|pccresponse)")
_WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*")


def sentences_of(markdown: str) -> list[str]:
    """The running text of a page as sentences: no listings, no commands, no tables, no headings."""
    found: list[str] = []
    for block in re.split(r"\n\s*\n", _SET_APART.sub("", markdown)):
        if block.startswith(("#", "|", "    ", "<!--", "!!!")):
            continue
        for item in re.split(r"^\s*(?:[-*]|\d+\.)\s+", block, flags=re.MULTILINE):
            text = " ".join(_CODE.sub("code", _LINK.sub(r"\1", item)).replace("*", "").split())
            found += [each for each in _SENTENCE_END.split(text) if len(_WORD.findall(each)) > 2]
    return found


def words_of(sentence: str) -> list[str]:
    """Its words."""
    return _WORD.findall(sentence)


def reading_age(sentences: list[str]) -> float:
    """The age in years at which a text can be read with ease: the American school grade and five."""
    words = [word for sentence in sentences for word in words_of(sentence)]
    syllables = sum(map(_syllables, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59 + 5


@cache
def _hyphens() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_GB", left=1, right=1)


@cache
def _syllables(word: str) -> int:
    counted = len(_hyphens().positions(word.lower())) + 1
    return min(counted, 2) if word.lower() in TERMS else counted
