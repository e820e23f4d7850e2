"""How many recommendations, causes of concern and areas for improvement a report says that it has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pccresponse.models.findings import (
    A_COUNT,
    ALL_OF_A_COUNT,
    IN_WORDS,
    KIND_CALLED,
    MANY_NAMES,
    FindingKind,
    counts_in,
    kind_named,
)
from pccresponse.source_report.finding_headings import finding_heading
from pccresponse.source_report.finding_sentences import asks
from pccresponse.source_report.main_text import without_contents
from pccresponse.source_report.paragraphs import Paragraph, paragraphs_of
from pccresponse.source_report.report import InspectedReport
from pccresponse.source_report.request_parts import sentences_of

_VERB = r"(?:makes?|made|contains?|has|have|sets? out|identif(?:y|ies|ied)|highlight(?:s|ed)?|issue[sd]?|gives?|gave|found|lists?|includ(?:es?|ed)|mark(?:s|ed) out|flag(?:s|ged)(?: up)?|raise[sd]?|record(?:s|ed)|named?|comes? with)"
_SAYS = re.compile(
    r"\b(?:this (?:report|letter)|our (?:report|inspection)|the report|we|HMIC|HMICFRS|HMI|(?:the )?(?:inspector(?:s|ate)|majesty[’']s (?:chief )?inspector|watchdog)|(?:the )?inspection|it (?=(?:also |has )*(?:made|issued|identified|makes|sets out|contains)))\b"
    rf"(?: from HM [^.;]{{2,100}}(?= identified))?(?P<tense>[^.;]{{0,40}}?)\b{_VERB} (?:(?:the (?:force|constabulary)|it|them) (?:with )?|(?:descriptions?|details|a list) of )?{A_COUNT}",
    re.IGNORECASE,
)
_AND_MORE = re.compile(
    rf"(?:,|\band\b|;)(?: (?:also|we|have|has|arising|stemming|resulting|from))*(?: {_VERB})?(?: a further)? {A_COUNT}",
    re.IGNORECASE,
)
_ONE_COUNT, _ALL_OF_THEM = (count.replace("?P<number>", "?:").replace("?P<kind>", "?:") for count in (A_COUNT, ALL_OF_A_COUNT))
_COUNTS = rf"{_ONE_COUNT}(?:(?:,? and|,) {_ONE_COUNT})*"
_COUNTED = re.compile(
    rf"\b(?:publication of (?:the )?|(?:has been|was) (?:issued with|given) |(?<![a-z] )there (?:is|are) ){_COUNTS}"
    rf"|\bthere (?:is|are|were) {_COUNTS} (?:made |set out |contained |listed )?(?:in|within) (?:this|the) (?:\w+ ){{0,2}}(?:report|inspection|letter|review)\b"
    rf"|(?:^|^In total,? |^Overall,? ){_COUNTS} (?:for improvement )?(?:were|was|have been|has been) (?:also )?(?:made|identified|issued|raised|set out)\b(?! (?:to|for|in|by (?!HMIC|the inspect))\b)"
    rf"|\b(?:inspection|report|review)\b[^.;]{{0,90}}?\b(?:resulted in|led to) {_COUNTS}|, with {_COUNTS} (?:being )?made\b"
    rf"|\b(?:the (?:force|constabulary)|Police) (?:has )?received {_COUNTS}",
    re.IGNORECASE,
)
"""How many findings there are, in sentences that do not say who made them."""
_TAKES_UP = r"(?:accept|welcome|consider|agree(?:s|d)? (?:with|to)|support|adopt|embed|implement|respond(?:s|ed|ing)? to|deliver)(?:s|d|ed|ing)?"
_ALL = re.compile(ALL_OF_A_COUNT, re.IGNORECASE)
_TAKEN_UP = re.compile(
    rf"\b{_TAKES_UP} (?:(?:the|its|these|those) {_ONE_COUNT}|{_ALL_OF_THEM})|\b(?=all [\w-]+ of (?:these|those) ){_ALL_OF_THEM}"
    rf"|\b(?:the|its) {_ONE_COUNT} (?:(?:that|which) (?:are|were) )?(?:(?:made|contained|set out|given|identified|listed|outlined) )?(?:in|within|by) (?:this|the|its) (?:\w+ )?report\b",
    re.IGNORECASE,
)
"""How many findings there are, in the words of those who answer a report."""
_DONE = re.compile(
    r"\b(?:met|completed?|closed|implemented|addressed|achieved|discharged|acted on|signed off|earlier|remaining|outstanding)\b",
    re.IGNORECASE,
)
_OF_ANOTHER_BODY = re.compile(
    r"\b(?:audit|inquiry|super-?complaint|IOPC|IPCC|coroner|ombudsman|College of Policing|panel|investigation|neighbouring)\b",
    re.IGNORECASE,
)
_INSPECTS = re.compile(r"\bHMIC|\binspect|\bwatchdog\b|\breport\b", re.IGNORECASE)
_HEAD_OF_A_REGISTER = re.compile(
    rf"(?:\d{{1,2}} (?-i:[A-Z])\w+ 20\d\d )?(?:(?-i:[A-Z])[\w-]* ){{1,6}}{_ONE_COUNT}(?:(?:,? and|,)? {_ONE_COUNT})*|{_ONE_COUNT}(?:(?:,? and|,)? {_ONE_COUNT})+",
    re.IGNORECASE,
)
"""The line below a title in a register, with the date, the kind of inspection and how many findings there are."""
_FIRST_LINES = 12
_OF_ANOTHER_DAY = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:previous(?:ly)?|earlier|closed?|revisit(?:ed)?|follow(?:ed)?[ -]up)\b|\blast (?:inspect|report|year|time)|\bfirst report\b",
    re.IGNORECASE,
)
_DEADLINE = re.compile(r"\bby (?:the end of )?(?:\d{1,2} )?[A-Z][a-z]+ 20\d\d")
_THE_REPORT_ANSWERED = re.compile(
    r"\b(?:[Ii]n response to|[Rr]espond(?:ing)? to|welcome) (?:the|this|your) (?:above )?[^.;]{0,60}\breport\b(?:[^.;]{0,80}\bpublished\b)?"
)
"""The report that a policing body answers, which is the one it speaks of next."""
_IN_THIS_REPORT = re.compile(r"\b(?:in )?this report\b", re.IGNORECASE)
_A_COUNT = re.compile(A_COUNT, re.IGNORECASE)
_A_KIND = re.compile(IN_WORDS, re.IGNORECASE)
_COUNT_ALONE = re.compile(rf"{A_COUNT}|(?P<name>{MANY_NAMES}) ?\((?P<count>\d{{1,3}})\)", re.IGNORECASE)


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
            for kind, count in (
                *_counts_in_text(_usual(paragraph.text), paragraphs[number - 1].text if number else ""),
                *(_counts_in_head(_usual(paragraph.text)) if number < _FIRST_LINES else ()),
                *_counts_alone(paragraph._replace(text=_usual(paragraph.text)), following if number in tiles else None),
            ):
                found.setdefault(kind.one, set()).add(count)
        known = report.seen["counts"] = {kind: frozenset(numbers) for kind, numbers in found.items()}
    assert isinstance(known, dict)
    return known


def _usual(text: str) -> str:
    """A text with the usual name of causes of concern."""
    return re.sub(r"\b([Cc])auses? for concern\b", r"\1auses of concern", text) if "for concern" in text else text


def _counts_in_head(text: str) -> Iterator[tuple[FindingKind, int]]:
    if _HEAD_OF_A_REGISTER.fullmatch(text):
        yield from counts_in(text, _A_COUNT)


def _counts_in_text(text: str, before: str) -> Iterator[tuple[FindingKind, int]]:
    if not _A_KIND.search(text):
        return  # what is counted has a name
    is_above = True
    for _, sentence in sentences_of(text):
        match = _SAYS.search(sentence)
        if match:
            is_present = bool(
                re.search(r"\b(?:have|has)\b|\b(?:make|makes|contains|sets|identify|highlight|issue|lists?)\b", match[0])
            )
            is_told = is_present or is_above or _THE_REPORT_ANSWERED.search(before) is not None
            about = _DEADLINE.sub("", sentence if is_told else f"{before} {sentence}")
            if match[0][:3].casefold() == "it " and "has" not in match[0] and not _INSPECTS.search(before):
                continue
            if _IN_THIS_REPORT.search(sentence) or not _OF_ANOTHER_DAY.search(about):
                yield from counts_in(match[0], _SAYS)
                yield from counts_in(sentence[match.end() :], _AND_MORE)
        elif not _OF_ANOTHER_DAY.search(sentence) and not _OF_ANOTHER_BODY.search(sentence):
            for found in _COUNTED.finditer(sentence):
                yield from counts_in(found[0], _A_COUNT)
            taken_up = _TAKEN_UP.search(sentence) if not _DONE.search(sentence) else None
            if taken_up:
                yield from counts_in(taken_up[0], _ALL if _ALL.search(taken_up[0]) else _A_COUNT)
        before, is_above = sentence, False


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


def _counts_alone(paragraph: Paragraph, following: Paragraph | None) -> Iterator[tuple[FindingKind, int]]:
    """`Areas for improvement (8)`, and a number in a tile with the name of a kind below it."""
    found = _COUNT_ALONE.fullmatch(paragraph.text)
    if found and found["count"]:
        yield kind_named(found["name"]), int(found["count"])
    elif found and not paragraph.sign and not paragraph.text.casefold().startswith(("a ", "no ")):
        yield from counts_in(paragraph.text, _COUNT_ALONE)
    elif paragraph.is_neutral and paragraph.text.isdigit() and following is not None and not following.sign:
        heading = finding_heading(following.text)
        if heading and heading.is_plural and not heading.labels and heading.rest_at is None and len(following.text.split()) <= 3:
            yield KIND_CALLED[heading.kind], int(paragraph.text)
