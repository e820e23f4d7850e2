"""Quotation marks in pairs, as opposed to apostrophes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from pccresponse.case.case import Case
from pccresponse.foundation.problems import Breach
from pccresponse.models.fields import THE_CHIEF_OFFICER, every_text
from pccresponse.models.response import ChiefOfficerComments
from pccresponse.rules.rule import WARNING, breach_in, rule

_MARKS = re.compile("[“”‘’\"']")
_PARAGRAPHS = re.compile(r"\n[ \t>]*\n|\n(?=[ \t]{0,12}(?:[-*+•]|\d{1,3}[.)])[ \t])")
_BEFORE_THE_FIRST_WORD = re.compile(r"[\s>]*(?:(?:[-*+•]|\d{1,3}[.)])[ \t]+)?[*_]{0,3}")
_CUT_SHORT = re.compile(r"(?:\d|(?:n|til|till|em|tis|twas|cause|bout|nuff)\b)", re.IGNORECASE)
"""What may follow an apostrophe: `'90s`, `'tis`."""
_BLOCK = re.compile(r"(?:\A|\n)(?!>)[^\n]*\n>|\A>")
_SHOWN_WORDS, _SHOWN_CHARACTERS = 5, 80


class _Open(NamedTuple):
    """The positions of marks that are open, by their form."""

    curly: list[int]
    single_curly: list[int]
    straight: list[int]
    single_straight: list[int]


@rule(
    "QUOTES",
    WARNING,
    title="Every quotation that opens also closes.",
    remedy="Add the missing quotation mark where the quotation ends or begins.",
)
def every_quotation_is_closed(case: Case) -> Iterator[Breach]:
    """A quotation that does not end puts the body's own words into the mouth of the report or the chief officer.

    A quotation of several paragraphs may open each of them again and close only the last. The rule ignores apostrophes. If a mark
    could be either, the rule takes it for whichever makes the text right. The chief officer's comments as submitted are printed as
    they came, so the rule leaves their quotation marks alone.
    """
    comments = case.response.chief_officer_comments
    as_submitted = isinstance(comments, ChiefOfficerComments) and comments.wording == "as submitted"
    for text in every_text(case.response, case.office):
        if as_submitted and text.about.by == THE_CHIEF_OFFICER and text.is_markdown:
            continue
        wrong = first_unpaired(text.words)
        if wrong:
            yield breach_in(case, text, f"{wrong}.", words=wrong.partition("“")[2].rpartition("”")[0])


def first_unpaired(words: str) -> str:
    """The first quotation mark without its counterpart, as a clause; empty if every quotation is closed.

    >>> first_unpaired("He said “yes and went to the officers’ mess.")
    'the quotation that begins “yes and went to the” is not closed'
    """
    if _MARKS.search(words) is None:
        return ""
    open_marks = _Open([], [], [], [])
    for start, end in _paragraphs(words):
        stray = _read_paragraph(words, start, end, open_marks, [])
        if stray is not None:
            return f"the quotation that ends “{_words_before(words, stray)}” was not opened"
    left = min((place for form in open_marks for place in form), default=None)
    return "" if left is None else f"the quotation that begins “{_words_after(words, left)}” is not closed"


def paired(words: str) -> list[tuple[int, int]]:
    """The positions of the opening and closing marks of each quotation that is not inside another, in order.

    >>> paired("“It’s ‘so’,” he said, and “no”.")
    [(0, 11), (26, 29)]
    """
    closed: list[tuple[int, int]] = []
    if _MARKS.search(words):
        open_marks = _Open([], [], [], [])
        for start, end in _paragraphs(words):
            _read_paragraph(words, start, end, open_marks, closed)
    outermost: list[tuple[int, int]] = []
    for each in sorted(closed):
        if not outermost or each[0] > outermost[-1][1]:
            outermost.append(each)
    return outermost


def count_of_quotations(words: str) -> int:
    """The number of quotations in a text, in quotation marks or as blocks."""
    return len(paired(words)) + (len(_BLOCK.findall(words)) if ">" in words else 0)


def _paragraphs(words: str) -> Iterator[tuple[int, int]]:
    """The start and end of each paragraph."""
    return pairwise((0, *(match.end() for match in _PARAGRAPHS.finditer(words)), len(words)))


def _read_paragraph(words: str, start: int, end: int, open_marks: _Open, closed: list[tuple[int, int]]) -> int | None:
    """Pair the marks of a paragraph and add the pairs to `closed`. Returns the position of a closing mark that nothing opened."""
    lead = _BEFORE_THE_FIRST_WORD.match(words, start, end)
    first = lead.end() if lead else start
    for match in _MARKS.finditer(words, start, end):
        place, mark = match.start(), match[0]
        before = words[place - 1] if place > start else " "
        after = words[place + 1] if place + 1 < end else " "
        begins = place == first
        if mark == "“":
            _open(open_marks.curly, place, begins)
        elif mark == "”":
            if not open_marks.curly:
                return place
            closed.append((open_marks.curly.pop(), place))
        elif mark == '"':
            _toggle(open_marks.straight, place, begins, before, closed)
        elif before.isalnum() and after.isalnum():
            continue  # an apostrophe
        elif mark == "‘":
            if not _CUT_SHORT.match(words, place + 1):
                _open(open_marks.single_curly, place, begins)
        elif mark == "’":
            if open_marks.single_curly:
                closed.append((open_marks.single_curly.pop(), place))
        elif after.isalnum() and not before.isalnum():
            if not _CUT_SHORT.match(words, place + 1):
                _open(open_marks.single_straight, place, begins)
        elif open_marks.single_straight:
            closed.append((open_marks.single_straight.pop(), place))
    return None


def _open(waiting: list[int], place: int, begins_paragraph: bool) -> None:
    """Add a mark, unless it starts a paragraph and so continues an open quotation."""
    if not (begins_paragraph and waiting):
        waiting.append(place)


def _toggle(waiting: list[int], place: int, begins_paragraph: bool, before: str, closed: list[tuple[int, int]]) -> None:
    """A straight mark opens or closes a quotation. After a digit, with nothing open, it means inches."""
    if waiting:
        if not begins_paragraph:
            closed.append((waiting.pop(), place))
    elif not before.isdigit():
        waiting.append(place)


def _words_after(words: str, place: int) -> str:
    return " ".join(words[place + 1 : place + _SHOWN_CHARACTERS].partition("\n\n")[0].split()[:_SHOWN_WORDS])


def _words_before(words: str, place: int) -> str:
    return " ".join(words[max(0, place - _SHOWN_CHARACTERS) : place].rpartition("\n\n")[2].split()[-_SHOWN_WORDS:])
