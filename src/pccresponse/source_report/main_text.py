"""The paragraphs of a report that may have findings: without lists of contents, comments and feet of pages, and with tables row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pccresponse.models.findings import NAMES
from pccresponse.source_report.finding_tables import with_rows_of_findings
from pccresponse.source_report.paragraphs import (
    A_FOOT,
    BY_ITS_WORDS,
    NEVER_A_HEADING,
    NUMBER_ALONE,
    OF_WHAT,
    TITLES,
    Paragraph,
    paragraphs_of,
)
from pccresponse.source_report.report import InspectedReport
from pccresponse.source_report.request_parts import DUE, RECOMMENDS, addressee_of, due_words

_COMMENT = re.compile(r"\[/?comment\]")
_AN_ENTRY = re.compile(r"[A-Z][^;]{3,240} \((?!(?:19|20)\d\d\))\d{3,6}\)")
"""The title of an entry of a register, with its number at the end."""
_CONTENTS = re.compile(r"(?:table of )?contents(?: page)?|in this report:?", re.IGNORECASE)
_PRINT = re.compile(r"print this (?:document|report|page)", re.IGNORECASE)
_OF_FINDINGS = re.compile(NAMES, re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"(?:\.\s?){2,}\s*\d{0,4}\s*$|\s+\d{1,3}\s*$")
_CHAPTER_NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,2}\.?\s+)+")
_LONGEST_CONTENTS = 200
_FEWEST_WORDS = 4
"""A line with a full stop and fewer words than this is no sentence."""
_FEWEST_BEFORE_COLON = 8
_LONGEST_LEAD_IN = 25
_ENDS_WITH_SHOULD = re.compile(r"\bshould\b(?P<rest>[^:]*):?$", re.IGNORECASE)
_A_REQUEST = re.compile(r"Recommendation (?P<sign>\d{1,2})\s*[:.–—-]\s+(?=[a-z]|[A-Z][a-z]+ [a-z])")
_A_TITLE = re.compile(TITLES, re.IGNORECASE)


def main_text_of(report: InspectedReport) -> Iterator[Paragraph]:
    """The paragraphs that may be findings or stand around them."""
    paragraphs = tuple(without_contents(tuple(without_asides(paragraphs_of(report)))))
    return with_rows_of_findings(with_numbered_requests(paragraphs))


def is_title_of_an_entry(text: str) -> bool:
    """Whether a line is the title of an entry of a register, with the number of the entry.

    >>> is_title_of_an_entry("PEEL: police legitimacy 2017 (8541)"), is_title_of_an_entry("PEEL: police legitimacy (2017)")
    (True, False)
    """
    return _AN_ENTRY.fullmatch(text) is not None


def without_contents(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Without the entries of lists of contents. A list ends at the button to print the page; where there is none below it, at an entry
    that is repeated, a sentence or a sure heading.

    The line before the first sentence is a heading, and so is a heading of findings before that line. What comes again later, alone on
    its line, is a heading, even with a number before it or with the look of a sentence.
    """
    entries: set[str] | None = None
    listed: set[str] = set()
    again: Paragraph | None = None
    """A heading of findings that came again, which may be another entry or the first of the text."""
    last: list[Paragraph] = []
    """The last entry, and the heading of findings before it."""
    button = 0
    for number, paragraph in enumerate(paragraphs):
        text = paragraph.text
        if entries is not None and number < button:
            entries.add(_PAGE_NUMBER.sub("", _CHAPTER_NUMBER.sub("", text)).strip().casefold())
            continue
        entry = _PAGE_NUMBER.sub("", _CHAPTER_NUMBER.sub("", text)).strip().casefold() if entries is not None or listed else ""
        if entries is not None:
            is_sentence = _is_a_sentence(paragraph)
            is_heading = paragraph.is_sure and paragraph.is_heading and not _PAGE_NUMBER.search(text)
            comes_again = not paragraph.sign and not _CHAPTER_NUMBER.match(text) and entry in entries
            is_button = _PRINT.fullmatch(text) is not None
            if comes_again and _OF_FINDINGS.fullmatch(text):
                again, last = paragraph, [paragraph]
                continue
            if not (comes_again or is_sentence or is_heading or is_button or len(entries) > _LONGEST_CONTENTS):
                entries.add(entry)
                again = None
                has_page = text.isdigit() or _PAGE_NUMBER.search(text) is not None
                last = [] if has_page else [*(each for each in last[-1:] if _OF_FINDINGS.fullmatch(each.text)), paragraph]
                continue
            if is_sentence and not comes_again:
                yield from last
            elif again is not None and not comes_again:
                yield again
            again, last = None, []
            listed |= entries
        entries = set() if _CONTENTS.fullmatch(text) else None
        button = _button_below(paragraphs, number) if entries is not None else 0
        if entry in listed and not paragraph.is_sure and not paragraph.is_heading and not paragraph.is_neutral and " " in entry:
            paragraph = paragraph._replace(level=BY_ITS_WORDS, sign="")
        yield paragraph


def _button_below(paragraphs: Sequence[Paragraph], number: int) -> int:
    """The place of the button to print the page below a list of contents; 0 if running text is before it or there is none."""
    for place in range(number + 1, min(len(paragraphs), number + _LONGEST_CONTENTS)):
        text = paragraphs[place].text
        if _PRINT.fullmatch(text):
            return place
        if text.endswith(".") and len(text.split()) > _FEWEST_WORDS:
            break
    return 0


def _is_a_sentence(paragraph: Paragraph) -> bool:
    """Whether a paragraph among entries of a list of contents is a sentence or a request, which such a list does not have."""
    text, words = paragraph.text, len(paragraph.text.split())
    if _PAGE_NUMBER.search(text):
        return False
    if (text.endswith(".") and words >= _FEWEST_WORDS) or (text.endswith(":") and words >= _FEWEST_BEFORE_COLON):
        return True
    is_request = NEVER_A_HEADING.search(text) is not None and not OF_WHAT.match(text)
    return is_request and (bool(paragraph.sign) or text.endswith((".", ":")))


def without_asides(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Without the feet of pages, and without a register's comments below a recommendation: `[comment]` up to `[/comment]`."""
    is_in_a_comment = False
    for number, paragraph in enumerate(paragraphs):
        marks = _COMMENT.findall(paragraph.text)
        beside = [each.text for each in (*paragraphs[max(0, number - 1) : number], *paragraphs[number + 1 : number + 2])]
        is_foot = (
            A_FOOT.fullmatch(paragraph.text)
            or (_A_TITLE.fullmatch(paragraph.text) and any(map(str.isdigit, beside)))
            or (paragraph.text.isdigit() and any(map(_A_TITLE.fullmatch, beside)))
        )
        is_in_a_comment = is_in_a_comment and not is_title_of_an_entry(paragraph.text)
        if not marks and not is_in_a_comment and not is_foot:
            yield paragraph
        if marks:
            is_in_a_comment = marks[-1] == "[comment]"


def with_numbered_requests(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """With a heading instead of each line such as `Chief constables should:`, where what is below has numbers that run through the report.

    What is below each such line is several recommendations then, and not the points of one. If the numbers begin anew, the line stays.
    """
    lead_ins = _lead_ins_of_numbered_requests(paragraphs)
    last: int | None = None
    for paragraph in paragraphs:
        if paragraph.start in lead_ins:
            first, are_several = lead_ins[paragraph.start]
            last = first - 1
            if not are_several:
                yield paragraph
                continue
            due = due_words(paragraph.text)
            yield paragraph._replace(text=f"Recommendations to {addressee_of(paragraph.text)}", level=BY_ITS_WORDS, sign="")
            if due is not None:
                yield paragraph._replace(text=due, level=BY_ITS_WORDS, sign="")
            continue
        item = _numbered(paragraph) if last is not None else paragraph
        if last is not None and item.sign == str(last + 1):
            last, paragraph = last + 1, item._replace(level=0)
        elif paragraph.is_heading:
            last = None
        yield paragraph


def _numbered(paragraph: Paragraph) -> Paragraph:
    """A paragraph with the number in front of it as its sign, as `4 Review` and `Recommendation 4: review` have it below a lead-in."""
    item = paragraph.with_number_apart
    if item.sign or not (found := _A_REQUEST.match(item.text) or NUMBER_ALONE.match(item.text)):
        return item
    return item._replace(text=item.text[found.end() :], sign=found["sign"], start=item.word_at(found.end()), is_neutral=False)


def _lead_ins_of_numbered_requests(paragraphs: Sequence[Paragraph]) -> dict[int, tuple[int, bool]]:
    """The first word of each line that names an addressee above numbered requests, with the first number and whether each is one of its own."""
    lists: list[tuple[int, list[int], bool]] = []
    above: Paragraph | None = None
    for paragraph in paragraphs:
        item = _numbered(paragraph)
        if item.sign.isdigit() and above is not None and _is_lead_in(above):
            lists.append((above.start, [int(item.sign)], paragraph.text.startswith("Recommendation")))
        elif item.sign.isdigit() and lists and int(item.sign) == lists[-1][1][-1] + 1:
            lists[-1][1].append(int(item.sign))
        above = paragraph
    next_numbers = [numbers[0] for _, numbers, _ in lists[1:]] + [0]
    return {
        start: (numbers[0], has_labels or numbers[0] > 1 or following == numbers[-1] + 1)
        for (start, numbers, has_labels), following in zip(lists, next_numbers, strict=bool(lists))
    }


def _is_lead_in(paragraph: Paragraph) -> bool:
    """Whether a line names an addressee and no more."""
    text = paragraph.text
    if paragraph.sign or len(text.split()) > _LONGEST_LEAD_IN or (addressee := addressee_of(text)) is None:
        return False
    if should := _ENDS_WITH_SHOULD.search(text):
        due = should["rest"].strip(", ")
        return not due or DUE.fullmatch(due) is not None
    return text.endswith(f"{addressee}:") and RECOMMENDS.search(text) is not None
