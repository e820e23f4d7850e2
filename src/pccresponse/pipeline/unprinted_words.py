"""Finds what somebody wrote and no document prints, by composing the documents and reading them.

Nothing here knows a template or a field. All text in the models is looked for on the pages, so a gap in a template, in the Markdown or
in its parser shows by itself. Only fields that are declared as not printed are left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache
from html import unescape
from itertools import groupby
from typing import NamedTuple

from pccresponse.case.case import Case
from pccresponse.case.documents import document_called, documents_of
from pccresponse.case.naming import shortened, spoken
from pccresponse.foundation.errors import PccResponseError
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.foundation.pasted_lists import with_lists
from pccresponse.foundation.problems import Path, Place, Problem, Severity
from pccresponse.models.fields import WrittenText, everything_written
from pccresponse.pipeline.editions import Edition
from pccresponse.rendering.markdown import parsed, to_html, wide_tables
from pccresponse.rendering.typography import ROOM, STEPS
from pccresponse.rendering.words import Words, words_of

_ENCLOSED = re.compile(r'<main class="enclosed">.*?</main>', re.DOTALL)
"""The comments that a letter or a report encloses; they are a document of their own."""
_HEADINGS = re.compile(r"<h[1-6]\b")
_TABLES = re.compile(r"<table\b.*?</table>", re.DOTALL)
_ROWS, _ROW_ENDS, _CELLS = re.compile(r"<tr\b"), re.compile(r"</tr>"), re.compile(r"<t[hd]\b")
TEMPLATE = "EDITION-TEMPLATE"
"""The code of the problem that the templates cannot be filled in."""

Placed = Callable[[Path, str, bool], Place]
"""The place of a path, with the words that it is about, and whether it is in the office's file."""


class _Fault(NamedTuple):
    """A problem before it has a place."""

    code: str
    path: Path
    in_office: bool
    message: str
    """The rest of a sentence that begins with the name of what is at the path."""
    remedy: str
    words: str = ""
    severity: Severity = Severity.ERROR


def printing_problems(case: Case, edition: Edition, place_of: Placed) -> Iterator[Problem]:
    """What is written and would not be printed, and what is too large for a document."""
    try:
        words, pages = words_of(edition.folder, case.office.language), _pages(case, edition)
    except PccResponseError as error:
        yield Problem(
            code=TEMPLATE,
            severity=Severity.ERROR,
            place=place_of(("edition",), "", False),
            message=f"The documents cannot be put together: {error.message}",
            remedy=error.remedy,
            path=("edition",),
        )
        return
    written = [text for text in everything_written(case.response, case.office) if not text.about.not_printed]
    markdown = [text for text in written if text.is_markdown]
    for fault in (*_unreadable(markdown), *_not_printed(written, pages, words), *_too_large(markdown, pages)):
        yield Problem(
            code=fault.code,
            severity=fault.severity,
            place=place_of(fault.path, fault.words, fault.in_office),
            message=f"{spoken(case.response, fault.path)}: {fault.message}.",
            remedy=fault.remedy,
            path=fault.path,
        )


def _pages(case: Case, edition: Edition) -> dict[str, str]:
    """The HTML of each final document by name."""
    from pccresponse.rendering.html import to_page

    return {
        document.name: to_page(case, document, edition=edition.folder, draft=False, logo=None) for document in documents_of(case)
    }


def _unreadable(texts: Iterable[WrittenText]) -> Iterator[_Fault]:
    for text in texts:
        for table in wide_tables(text.words):
            yield _Fault(
                "WIDE-TABLE",
                text.path,
                text.in_office,
                f"the table that begins “{shortened(table.begins)}” is too wide for a page. Its {table.columns} columns need "
                f"{table.needs:.0f} mm even in type of {STEPS[-1][1]:.0f} points, and there are {ROOM:.0f}",
                "Make two tables of it, swap its rows and columns, write amounts in thousands, or shorten the longest words.",
                table.begins,
            )
        lost = lost_words(text.words)
        for each in lost:
            message = f"“{shortened(each.words)}” is not printed: it {each.why}"
            yield _Fault("LOST-WORDS", text.path, text.in_office, message, each.remedy, each.words)
        if not lost and says_nothing(text.words):
            message = f"no words are printed of “{shortened(text.words)}”"
            yield _Fault("NO-WORDS", text.path, text.in_office, message, "Write what it should say, or leave the field out.")


def _not_printed(written: Iterable[WrittenText], pages: dict[str, str], words: Words) -> Iterator[_Fault]:
    for text, places in _missing(written, pages, words):
        printed = "is printed fewer times than you wrote it" if places else "is in no document of this response"
        value = "" if text.value is None else f" ({_looked_for(text, words)})"
        yield _Fault(
            "NOT-PRINTED",
            text.path,
            text.in_office,
            f"what is written here{value} {printed}",
            "Write it where it is printed, or remove it.",
            severity=Severity.WARNING if text.is_prose else Severity.ADVICE,
        )


def _missing(written: Iterable[WrittenText], pages: dict[str, str], of_edition: Words) -> Iterator[tuple[WrittenText, int]]:
    """The texts that the pages do not have, each with the number of times that its words are printed.

    Words in a longer text count for that text alone: two equal texts need two places, and an `and` needs one of its own. A day or a
    number may be anywhere: “by 31 March 2025” prints the day on which something is due.
    """
    by_words: dict[str, list[WrittenText]] = {}
    for text in written:
        by_words.setdefault(_folded(_looked_for(text, of_edition)), []).append(text)
    by_words.pop("", None)
    parts: dict[str, list[str]] = {}  # letters with one template say the same to several people, so each text needs one of them
    for name, page in pages.items():
        parts.setdefault(document_called(name).template, []).append(visible(_ENCLOSED.sub(" ", page)).casefold())
    longest_first = sorted(by_words, key=len, reverse=True)
    everything = "\n".join(longest_first)
    own: dict[str, int] = {}
    for position, words in enumerate(longest_first):
        found = sum(max(_count(words, page) for page in alike) for alike in parts.values())
        is_value = by_words[words][0].value is not None or words.isdigit()  # a label or a page may be only a number
        if found and not is_value and everything.count(words) > 1:
            found -= sum(own[longer] * _count(words, longer) for longer in longest_first[:position] if words in longer)
        own[words] = max(found, 0)
        texts = by_words[words]
        wanted = 1 if is_value else len(texts)  # a day may be printed once for everything that happened on it
        for text in texts[own[words] : wanted]:
            yield text, own[words]


def _looked_for(text: WrittenText, words: Words) -> str:
    """What a reader would read of a text."""
    if isinstance(text.value, PartialDate | date):
        return words.date(text.value)
    if text.value is not None:
        return str(text.value)
    if text.is_markdown:
        return visible(to_html(text.words, heading_level=6, key="x", note_label=words.marks.note))
    if text.about.text == "web address":
        return text.words.removeprefix("https://").removeprefix("http://").rstrip("/")
    return text.words


def _folded(words: str) -> str:
    """Words for a comparison: in one line, with straight quotation marks, without capitals."""
    return " ".join(words.translate(_STRAIGHT).split()).casefold()


_STRAIGHT = str.maketrans("‘’“”", "''\"\"")


def _count(words: str, within: str) -> int:
    """The number of times that the words occur, not as a part of longer words."""
    count, place = 0, within.find(words)
    while place >= 0:
        end = place + len(words)
        before, after = within[place - 1 : place], within[end : end + 1]
        count += not (before.isalnum() and words[:1].isalnum()) and not (after.isalnum() and words[-1:].isalnum())
        place = within.find(words, end)
    return count


def _too_large(markdown: Iterable[WrittenText], pages: dict[str, str]) -> Iterator[_Fault]:
    """The first document with more than can be laid out and validated, at the text that has most of it."""
    from pccresponse.rendering.pdf import MOST_COLUMNS, MOST_HEADINGS, MOST_ROWS

    for what, most, count_in in (
        ("headings", MOST_HEADINGS, lambda page: len(_HEADINGS.findall(page))),
        ("rows in a table", MOST_ROWS, _most_rows),
        ("columns in a table", MOST_COLUMNS, _most_columns),
    ):
        name, count = next(((name, count) for name, page in pages.items() if (count := count_in(page)) > most), ("", 0))
        if not name:
            continue
        counted = [(count_in(to_html(text.words, heading_level=3, key="x")), text) for text in markdown]
        largest, text = max(counted, key=lambda each: each[0], default=(0, None))
        path, in_office = (text.path, text.in_office) if text is not None and largest > 1 else (("findings",), False)
        message = f"{name} would have {count:,} {what}; it can have {most:,}"
        yield _Fault("TOO-MUCH", path, in_office, message, "Make it shorter, or enclose it as a separate document.")


def _most_rows(page: str) -> int:
    return max((len(_ROWS.findall(table)) for table in _TABLES.findall(page)), default=0)


def _most_columns(page: str) -> int:
    rows = (row for table in _TABLES.findall(page) for row in _ROW_ENDS.split(table))
    return max((len(_CELLS.findall(row)) for row in rows), default=0)


# What Markdown loses of a text


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
"""Signs in the middle of a word that are printed or taken as markup."""
_WITHOUT_SIGNS = str.maketrans(dict.fromkeys(_SIGNS))
_WORDS = re.compile(r"[^\W_]+")
_MOST_SHOWN, _DEEP = 8, 9


class Lost(NamedTuple):
    """Words of a text that are not printed."""

    words: str
    """The first few of them, as they are written."""
    why: str
    """The rest of a sentence that begins with them."""
    remedy: str


def visible(html: str) -> str:
    """What somebody reads on a page: in one line, without tags, with straight quotation marks.

    >>> visible("<p>A&nbsp;<em>small</em><br>‘step’</p>")
    "A small 'step'"
    """
    text = _TAGS.sub(" ", _IN_A_WORD.sub("", _HEAD.sub(" ", html)))
    return " ".join(unescape(text).translate(_UNSEEN).split())


def says_nothing(text: str) -> bool:
    """Whether no letter and no figure is printed of a Markdown text."""
    return not _printed(text)


def lost_words(text: str) -> tuple[Lost, ...]:
    """The words of a Markdown text that are not printed, found by comparing what is printed with what is written.

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
    """The words at the spots, up to the end of their line, with the probable reason why they are lost."""
    start = spots[0][0]
    end_of_line = source.find("\n", start) if "\n" in source[start:] else len(source)
    on_line = [end for _, end in spots if end <= end_of_line]
    line = source[source.rfind("\n", 0, start) + 1 : end_of_line]
    if (label := _note_around(source, start)) is not None and not notes.get(label, True):
        why = f"is in the note [^{label}], which nothing refers to"
        remedy = f"Write [^{label}] where the note belongs, or take it out."
    elif "|" in line:
        why = "is in a row with more cells than the table has columns"
        remedy = "Give the table a column more, or join the cells."
    elif "](" in line:
        why = "is not part of a link's words or address"
        remedy = "Write it outside the brackets of the link."
    elif max(map(_depth, source[:end_of_line].split("\n"))) >= _DEEP:
        why = "is in or after a list or quotation that is nested too deep"
        remedy = "Use fewer levels: lists can have 9, and quotations 19."
    else:
        why = "is lost in the Markdown around it"
        remedy = "Write it as a paragraph of its own, with a blank line before and after it."
    return Lost(source[start : on_line[:_MOST_SHOWN][-1]], why, remedy)


def _note_around(source: str, place: int) -> str | None:
    """The label of the note before the place, which may be in it."""
    found = list(re.finditer(r"^[ \t>]*\[\^([^\]\s]+)\]:", source[:place], re.MULTILINE))
    return found[-1][1] if found else None


def _depth(line: str) -> int:
    """The maximum depth of a line, by the signs and the spaces at its beginning."""
    lead = re.match(r"[ \t]*(?:(?:>|[-+*]|\d{1,9}[.)])[ \t]*)*", line)
    return 0 if lead is None else max(lead[0].count(" ") // 2, len(lead[0].split()), lead[0].count(">"))


def _written(source: str, notes: dict[str, bool]) -> Iterator[tuple[str, int, int]]:
    """Each word of a Markdown text, with entities decoded, and its start and end. Labels of notes are left out: they are not printed."""
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


@lru_cache(maxsize=1)
def _printed(text: str) -> Counter[str]:
    """The words that are printed of a Markdown text, with the addresses of its links."""
    from markdown_it.common.normalize_url import normalizeLinkText

    html = _NOTE_NUMBERS.sub(" ", _NOTE_CALLS.sub("", to_html(text, heading_level=6, key="x")))
    addresses = [unescape(address) for address in _ADDRESSES.findall(html)]
    behind = " ".join((*addresses, *map(normalizeLinkText, addresses)))
    # A word goes on where emphasis ends, but not where a link ends, because its address is between.
    joined, apart = (unescape(_TAGS.sub(" ", each)) for each in (_IN_A_WORD.sub("", html.replace("</a>", " ")), html))
    return Counter(_bare_words(f"{joined} {behind}")) | Counter(_bare_words(f"{apart} {behind}"))


def _bare_words(text: str) -> list[str]:
    """The words of a text, without signs in the middle of them."""
    return [word.casefold() for word in _WORDS.findall(text.translate(_WITHOUT_SIGNS))]
