"""Numbers that a report states so plainly that a program may hold something against them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pccresponse.models.findings import A_COUNT, KIND_CALLED, MANY_NAMES, FindingKind, counts_in, kind_named
from pccresponse.source_report.comparable_text import folded, letters
from pccresponse.source_report.finding_headings import finding_heading
from pccresponse.source_report.finding_sentences import asks
from pccresponse.source_report.paragraphs import Paragraph, paragraphs_of, without_contents
from pccresponse.source_report.report import InspectedReport
from pccresponse.source_report.request_parts import sentences_of

_VERB = r"(?:makes?|made|contains?|has|have|sets? out|identif(?:y|ies|ied)|highlight(?:s|ed)?|issue[sd]?|gives?|gave|found|lists?)"
_SAYS = re.compile(
    r"\b(?:this (?:report|letter)|our (?:report|inspection)|the report|we|HMIC|HMICFRS|(?:the )?inspector(?:s|ate)|it (?=has (?:made|issued|identified)))\b"
    rf"(?P<tense>[^.;]{{0,40}}?)\b{_VERB} (?:(?:the (?:force|constabulary)|it|them) (?:with )?)?{A_COUNT}",
    re.IGNORECASE,
)
_AND_MORE = re.compile(rf"(?:,|\band\b|;)(?: (?:also|we|have|has))*(?: {_VERB})?(?: a further)? {A_COUNT}", re.IGNORECASE)
_PUBLISHED = re.compile(
    rf"\b(?:publication of (?:the )?|has been (?:issued with|given) |(?<![a-z] )there (?:is|are) ){A_COUNT}", re.IGNORECASE
)
_OF_ANOTHER_DAY = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:previous(?:ly)?|earlier|closed?|revisit(?:ed)?|follow(?:ed)?[ -]up)\b|\blast (?:inspect|report|year|time)|\bfirst report\b",
    re.IGNORECASE,
)
_IN_THIS_REPORT = re.compile(r"\b(?:in )?this report\b", re.IGNORECASE)
_ALONE = re.compile(rf"{A_COUNT}|(?P<name>{MANY_NAMES}) ?\((?P<count>\d{{1,3}})\)", re.IGNORECASE)


def row_of(name: str, length: int, report: InspectedReport) -> frozenset[tuple[int, ...]]:
    """The numbers that follow a name in a table: each run of exactly so many whole numbers."""
    found = set()
    for span, _ in report.occurrences(letters(name)):
        run = report.letters[span.end : span.end + length + 1]
        numbers = [int(each) for each in run[:length] if each.isdecimal() and len(each) < 8]
        if len(numbers) == length and not (len(run) > length and run[length].isdecimal()):
            found.add(tuple(numbers))
    return frozenset(found)


def counts_stated(report: InspectedReport) -> dict[str, frozenset[int]]:
    """How many recommendations, causes of concern and areas for improvement the report says that it makes, as numbers or in words."""
    known = report.seen.get("counts")
    if known is None:
        found: dict[str, set[int]] = {}
        paragraphs = tuple(without_contents(paragraphs_of(report)))
        tiles = _begin_with_a_number(paragraphs)
        tiles_in_a_row = {number for number in tiles if {number - 2, number + 2} & tiles}
        for number, paragraph in enumerate(paragraphs):
            following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
            behind = paragraphs[number + 2] if number + 2 < len(paragraphs) else None
            if behind is not None and number not in tiles_in_a_row and (behind.sign or asks(behind.text)):
                following = None  # the number of a page, above the heading of what stands on the next
            for kind, count in (*_in_text(paragraph.text), *_alone(paragraph, following if number in tiles else None)):
                found.setdefault(kind.one, set()).add(count)
        known = report.seen["counts"] = {kind: frozenset(numbers) for kind, numbers in found.items()}
    assert isinstance(known, dict)
    return known


def _in_text(text: str) -> Iterator[tuple[FindingKind, int]]:
    before = ""
    for _, sentence in sentences_of(text):
        match = _SAYS.search(sentence)
        if match:
            is_present = bool(
                re.search(r"\b(?:have|has)\b|\b(?:make|makes|contains|sets|identify|highlight|issue|lists?)\b", match[0])
            )
            about = sentence if is_present else f"{before} {sentence}"
            if _IN_THIS_REPORT.search(sentence) or not _OF_ANOTHER_DAY.search(about):
                yield from counts_in(match[0], _SAYS)
                yield from counts_in(sentence[match.end() :], _AND_MORE)
        elif _PUBLISHED.search(sentence) and not _OF_ANOTHER_DAY.search(sentence):
            yield from counts_in(sentence, _PUBLISHED)
        before = sentence


def _begin_with_a_number(paragraphs: Sequence[Paragraph]) -> set[int]:
    """The numbers that are above the names of kinds; where the names are above, the numbers may be those of pages."""
    found: set[int] = set()
    names_first = False
    before = ""
    for number, paragraph in enumerate(paragraphs):
        kind = "number" if paragraph.is_neutral and paragraph.text.isdigit() else "name" if finding_heading(paragraph.text) else ""
        if kind == "name" and before == "":
            names_first = True
        if kind == "":
            names_first = False
        if kind == "number" and not names_first:
            found.add(number)
        before = kind
    return found


def _alone(paragraph: Paragraph, following: Paragraph | None) -> Iterator[tuple[FindingKind, int]]:
    """`Areas for improvement (8)`, and a number in a tile with the name of a kind below it."""
    found = _ALONE.fullmatch(paragraph.text)
    if found and found["count"]:
        yield kind_named(found["name"]), int(found["count"])
    elif found and not paragraph.sign and not paragraph.text.casefold().startswith(("a ", "no ")):
        yield from counts_in(paragraph.text, _ALONE)
    elif paragraph.is_neutral and paragraph.text.isdigit() and following is not None and not following.sign:
        heading = finding_heading(following.text)
        if heading and heading.is_plural and not heading.labels and heading.rest_at is None and len(following.text.split()) <= 3:
            yield KIND_CALLED[heading.kind], int(paragraph.text)


def stands_early(words: str, report: InspectedReport) -> bool:
    """Whether some words are on the first pages; capitals and punctuation do not count."""
    return _bare(words) in _bare(report.opening)


def _bare(words: str) -> str:
    return "".join(each for each in folded(letters(words)) if each.isalnum())
