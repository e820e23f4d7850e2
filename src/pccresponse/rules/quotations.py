"""Quotation marks that are opened and not closed, told apart from apostrophes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pccresponse.case.case import Case
from pccresponse.case.naming import spoken
from pccresponse.foundation.problems import Breach
from pccresponse.models.fields import THE_CHIEF_OFFICER
from pccresponse.models.response import ChiefOfficerComments
from pccresponse.rules.rule import WARNING, rule
from pccresponse.rules.texts import every_text

_MARKS = re.compile("[“”‘’\"']")
_PARAGRAPHS = re.compile(r"\n[ \t>]*\n|\n(?=[ \t]{0,12}(?:[-*+•]|\d{1,3}[.)])[ \t])")
_BEFORE_THE_FIRST_WORD = re.compile(r"[\s>]*(?:(?:[-*+•]|\d{1,3}[.)])[ \t]+)?[*_]{0,3}")
_CUT_SHORT = re.compile(r"(?:\d|(?:n|til|till|em|tis|twas|cause|bout|nuff)\b)", re.IGNORECASE)
"""What an apostrophe can be before: `'90s`, `'tis`."""
_BLOCK = re.compile(r"(?:\A|\n)(?!>)[^\n]*\n>|\A>")
_SHOWN_WORDS, _SHOWN_CHARACTERS = 5, 80


class _Open(NamedTuple):
    """Opening marks that wait for their closing one, by sort; a place in the text each."""

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
    for text in every_text(case):
        if as_submitted and text.about.by == THE_CHIEF_OFFICER and text.is_markdown:
            continue
        wrong = first_unpaired(text.words)
        if wrong:
            yield Breach(
                message=f"{spoken(case.response, text.path)}: {wrong}.",
                path=text.path,
                words=wrong.partition("“")[2].rpartition("”")[0],
                in_office=text.in_office,
            )


def first_unpaired(words: str) -> str:
    """The first quotation mark without its counterpart, as the end of a sentence; empty if every quotation is closed.

    >>> first_unpaired("He said “yes and went to the officers’ mess.")
    'the quotation that begins “yes and went to the” is not closed'
    """
    if _MARKS.search(words) is None:
        return ""
    waiting = _Open([], [], [], [])
    start = 0
    for end in (*(match.end() for match in _PARAGRAPHS.finditer(words)), len(words)):
        stray = _read_paragraph(words, start, end, waiting)
        if stray is not None:
            return f"the quotation that ends “{_words_before(words, stray)}” was not opened"
        start = end
    left = sorted(place for sort in waiting for place in sort)
    return f"the quotation that begins “{_words_after(words, left[0])}” is not closed" if left else ""


def paired(words: str) -> list[tuple[int, int]]:
    """The places of the opening and closing mark of each quotation in the order of the text, those within another left out.

    >>> paired("“It’s ‘so’,” he said, and “no”.")
    [(0, 11), (26, 29)]
    """
    closed: list[tuple[int, int]] = []
    if _MARKS.search(words):
        waiting = _Open([], [], [], [])
        start = 0
        for end in (*(match.end() for match in _PARAGRAPHS.finditer(words)), len(words)):
            _read_paragraph(words, start, end, waiting, closed)
            start = end
    outermost: list[tuple[int, int]] = []
    for each in sorted(closed):
        if not outermost or each[0] > outermost[-1][1]:
            outermost.append(each)
    return outermost


def count_of_quotations(words: str) -> int:
    """How many quotations a text holds, in marks or set apart as blocks."""
    return len(paired(words)) + (len(_BLOCK.findall(words)) if ">" in words else 0)


def _read_paragraph(words: str, start: int, end: int, waiting: _Open, closed: list[tuple[int, int]] | None = None) -> int | None:
    """Pair the marks of one paragraph; returns the place of a closing mark that nothing opened. `closed` collects the pairs."""
    closed = [] if closed is None else closed
    lead = _BEFORE_THE_FIRST_WORD.match(words, start, end)
    first = lead.end() if lead else start
    for match in _MARKS.finditer(words, start, end):
        place, mark = match.start(), match[0]
        before = words[place - 1] if place > start else " "
        after = words[place + 1] if place + 1 < end else " "
        begins = place == first
        if mark == "“":
            _open(waiting.curly, place, begins)
        elif mark == "”":
            if not waiting.curly:
                return place
            closed.append((waiting.curly.pop(), place))
        elif mark == '"':
            _toggle(waiting.straight, place, begins, before, closed)
        elif before.isalnum() and after.isalnum():
            continue  # an apostrophe
        elif mark == "‘":
            if not _CUT_SHORT.match(words, place + 1):
                _open(waiting.single_curly, place, begins)
        elif mark == "’":
            if waiting.single_curly:
                closed.append((waiting.single_curly.pop(), place))
        elif after.isalnum() and not before.isalnum():
            if not _CUT_SHORT.match(words, place + 1):
                _open(waiting.single_straight, place, begins)
        elif waiting.single_straight:
            closed.append((waiting.single_straight.pop(), place))
    return None


def _open(waiting: list[int], place: int, begins_paragraph: bool) -> None:
    """A mark at the beginning of a paragraph goes on with a quotation that is still open."""
    if not (begins_paragraph and waiting):
        waiting.append(place)


def _toggle(waiting: list[int], place: int, begins_paragraph: bool, before: str, closed: list[tuple[int, int]]) -> None:
    """A straight mark opens and closes; after a figure, with nothing open, it means inches."""
    if waiting:
        if not begins_paragraph:
            closed.append((waiting.pop(), place))
    elif not before.isdigit():
        waiting.append(place)


def _words_after(words: str, place: int) -> str:
    return " ".join(words[place + 1 : place + _SHOWN_CHARACTERS].partition("\n\n")[0].split()[:_SHOWN_WORDS])


def _words_before(words: str, place: int) -> str:
    return " ".join(words[max(0, place - _SHOWN_CHARACTERS) : place].rpartition("\n\n")[2].split()[-_SHOWN_WORDS:])
