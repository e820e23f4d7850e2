"""What somebody wrote and no document prints, found before anything is set: by composing the documents and reading them.

Nothing here knows a template or a field. Whatever the models hold is looked for on the pages, so that a new field, another edition or a
gap in either shows by itself; only what a field calls not printed is passed over.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
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
"""The comments behind a letter or a report, which are documents of their own."""
_HEADINGS = re.compile(r"<h[1-6]\b")
_TABLES = re.compile(r"<table\b.*?</table>", re.DOTALL)
_ROWS, _ROW_ENDS, _CELLS = re.compile(r"<tr\b"), re.compile(r"</tr>"), re.compile(r"<t[hd]\b")
TEMPLATE = "EDITION-TEMPLATE"
"""The documents cannot be put together."""
_SHORTEN = "Make it shorter, or enclose it as a separate document."

Placed = Callable[[Path, str, bool], Place]
"""Where a path is, with the words that it is about, and whether it is in the office's file."""


def printing_problems(case: Case, edition: Edition, place_of: Placed) -> Iterator[Problem]:
    """Everything that is written and would not be read, and what no page can hold."""
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
    yield from _unreadable(case, [text for text in written if text.is_markdown], place_of)
    yield from _not_printed(case, written, pages, words, place_of)
    yield from _too_much(case, written, pages, place_of)


def _pages(case: Case, edition: Edition) -> dict[str, str]:
    """The HTML of each document by its name, as the final one will have it."""
    from pccresponse.rendering.html import to_page

    return {
        document.name: to_page(case, document, edition=edition.folder, draft=False, logo=None) for document in documents_of(case)
    }


# What Markdown makes of a text


def _unreadable(case: Case, texts: Iterable[WrittenText], place_of: Placed) -> Iterator[Problem]:
    for text in texts:
        for table in wide_tables(text.words):
            yield Problem(
                code="WIDE-TABLE",
                severity=Severity.ERROR,
                place=place_of(text.path, table.begins, text.in_office),
                message=f"{spoken(case.response, text.path)}: the table that begins “{shortened(table.begins)}” is too wide for a page. "
                f"Its {table.columns} columns need {table.needs:.0f} mm even in type of {STEPS[-1][1]:.0f} points, and there are {ROOM:.0f}.",
                remedy="Make two tables of it, swap its rows and columns, write amounts in thousands, or shorten the longest words.",
                path=text.path,
            )
        lost = lost_words(text.words)
        for each in lost:
            yield Problem(
                code="LOST-WORDS",
                severity=Severity.ERROR,
                place=place_of(text.path, each.words, text.in_office),
                message=f"{spoken(case.response, text.path)}: “{shortened(each.words)}” is not printed: it {each.why}.",
                remedy=each.remedy,
                path=text.path,
            )
        if not lost and says_nothing(text.words):
            yield Problem(
                code="NO-WORDS",
                severity=Severity.ERROR,
                place=place_of(text.path, "", text.in_office),
                message=f"{spoken(case.response, text.path)}: no words are printed of “{shortened(text.words)}”.",
                remedy="Write what it should say, or leave the field out.",
                path=text.path,
            )


# What the templates make of a response


def _not_printed(
    case: Case, written: Iterable[WrittenText], pages: dict[str, str], words: Words, place_of: Placed
) -> Iterator[Problem]:
    for text, places in _missing(written, pages, words):
        printed = "is printed fewer times than you wrote it" if places else "is in no document of this response"
        value = "" if text.value is None else f" ({_looked_for(text, words)})"
        yield Problem(
            code="NOT-PRINTED",
            severity=Severity.WARNING if text.is_prose else Severity.ADVICE,
            place=place_of(text.path, "", text.in_office),
            message=f"{spoken(case.response, text.path)}: what is written here{value} {printed}.",
            remedy="Write it where it is printed, or remove it.",
            path=text.path,
        )


def _missing(written: Iterable[WrittenText], pages: dict[str, str], of_edition: Words) -> Iterator[tuple[WrittenText, int]]:
    """The texts that the pages do not have, each with how often the pages have the same words.

    What stands within a longer text counts for that text alone: two equal texts need two places, and an `and` needs one of its own.
    A day or a number is read wherever it is: “by 31 March 2025” says the day that it is due.
    """
    by_words: dict[str, list[WrittenText]] = {}
    for text in written:
        by_words.setdefault(_folded(_looked_for(text, of_edition)), []).append(text)
    by_words.pop("", None)
    parts = _parts({name: _folded(visible(_ENCLOSED.sub(" ", page))) for name, page in pages.items()})
    longest_first = sorted(by_words, key=len, reverse=True)
    everything = "\n".join(longest_first)
    own: dict[str, int] = {}
    for position, words in enumerate(longest_first):
        found = sum(max(_count(words, page) for page in alike) for alike in parts)
        is_value = by_words[words][0].value is not None or words.isdigit()  # a label or a page, too, may be nothing but a number
        if found and not is_value and everything.count(words) > 1:
            found -= sum(own[longer] * _count(words, longer) for longer in longest_first[:position] if words in longer)
        own[words] = max(found, 0)
        texts = by_words[words]
        wanted = 1 if is_value else len(texts)  # a day may be said once for all that happened on it
        for text in texts[own[words] : wanted] if own[words] < wanted else ():
            yield text, own[words]


def _parts(pages: dict[str, str]) -> list[list[str]]:
    """The pages, those together that say the same to several people: what is in all of them is in one place."""
    found: dict[str, list[str]] = {}
    for name, page in pages.items():
        found.setdefault(document_called(name).template, []).append(page)
    return list(found.values())


def _looked_for(text: WrittenText, words: Words) -> str:
    """What a reader would read of it."""
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
    """Words as they are compared: in one line, whatever begins with a capital, with straight marks."""
    return " ".join(words.translate(_STRAIGHT).split()).casefold()


_STRAIGHT = str.maketrans("‘’“”", "''\"\"")


def _count(words: str, within: str) -> int:
    """How often the words are there by themselves, and not in the middle of other ones."""
    count, place = 0, within.find(words)
    while place >= 0:
        end = place + len(words)
        before, after = within[place - 1 : place], within[end : end + 1]
        count += not (before.isalnum() and words[:1].isalnum()) and not (after.isalnum() and words[-1:].isalnum())
        place = within.find(words, end)
    return count


# What no page can hold


def _too_much(case: Case, written: Iterable[WrittenText], pages: dict[str, str], place_of: Placed) -> Iterator[Problem]:
    """The first document that has more than can be set and validated, at the text that has most of it."""
    from pccresponse.rendering.pdf import MOST_COLUMNS, MOST_HEADINGS, MOST_ROWS

    for what, most, count_in in (
        ("headings", MOST_HEADINGS, lambda page: len(_HEADINGS.findall(page))),
        ("rows in a table", MOST_ROWS, _most_rows),
        ("columns in a table", MOST_COLUMNS, _most_columns),
    ):
        for name, page in pages.items():
            count = count_in(page)
            if count <= most:
                continue
            counted = [(count_in(to_html(text.words, heading_level=3, key="x")), text) for text in written if text.is_markdown]
            largest, text = max(counted, key=lambda each: each[0], default=(0, None))
            path = text.path if text is not None and largest > 1 else ("findings",)
            yield Problem(
                code="TOO-MUCH",
                severity=Severity.ERROR,
                place=place_of(path, "", bool(text and text.in_office and path == text.path)),
                message=f"{spoken(case.response, path)}: {name} would have {count:,} {what}; it can have {most:,}.",
                remedy=_SHORTEN,
                path=path,
            )
            break


def _most_rows(page: str) -> int:
    return max((len(_ROWS.findall(table)) for table in _TABLES.findall(page)), default=0)


def _most_columns(page: str) -> int:
    rows = (row for table in _TABLES.findall(page) for row in _ROW_ENDS.split(table))
    return max((len(_CELLS.findall(row)) for row in rows), default=0)


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
