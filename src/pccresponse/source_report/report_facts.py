"""What a report says of itself: its title, dates and reference, what kind of report it is, and how many findings it has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from pccresponse.models.findings import A_COUNT, KIND_CALLED, MANY_NAMES, FindingKind, counts_in, kind_named
from pccresponse.source_report.comparable_text import folded, letters
from pccresponse.source_report.finding_headings import finding_heading
from pccresponse.source_report.finding_sentences import asks
from pccresponse.source_report.paragraphs import Paragraph, paragraphs_of, without_contents
from pccresponse.source_report.report import InspectedReport
from pccresponse.source_report.request_parts import sentences_of

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_DAY = rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?P<month>{'|'.join(_MONTHS)}),? (?P<year>(?:19|20)\d\d)|(?P<d>\d{{1,2}})[/.](?P<m>\d{{1,2}})[/.](?P<y>(?:19|20)\d\d)"
_PUBLISHED = re.compile(
    rf"\b(?:first )?(?:published|publication date|date of publication|sent|date|dated)(?: on| in)?:?\s+(?:{_DAY})", re.IGNORECASE
)
_ALONE = re.compile(rf"(?:{_DAY})", re.IGNORECASE)
_ASKS_FOR_A_DAY = re.compile(r"(?:published|sent)(?: on)?:?|date(?: of publication)?:?", re.IGNORECASE)
_MONTH = re.compile(
    rf"(?:(?:published|publication)(?: in| on)?:?\s+)?(?P<month>{'|'.join(_MONTHS)}),? (?P<year>(?:19|20)\d\d)", re.IGNORECASE
)
_UPDATED = re.compile(rf"\blast updated(?: on)?:?\s+(?:{_DAY})", re.IGNORECASE)
_REFERENCE = re.compile(r"\bISBN:?\s*(?P<isbn>(?:97[89][- ]?)?[\dX][\dX -]{8,14}[\dX])\b")
_PROGRAMME = re.compile(
    r"\bPEEL[: ]\s*(?:(?:[Aa]ssessment|[Pp]olice effectiveness[^0-9]{0,40})\s*)?(?P<years>20\d\d(?:\s?[–/-]\s?(?:20)?\d\d)?)"
)
_NO_TITLE = re.compile(
    r"(?:contents|skip to.*|foreword|summary|overall summary|publication|report|\d{3}\b.*|get this (?:document|report).*|print this.*|home|menu)",
    re.IGNORECASE,
)
_LETTER = re.compile(r"\bletter\b|^Dear\b", re.IGNORECASE | re.MULTILINE)
_JOINT = re.compile(r"\bjoint (?:thematic |inspection|report)|\bconducted jointly\b|\bjoint inspection\b", re.IGNORECASE)
_AGAIN = re.compile(r"\b(?:re-?\s?inspection|revisit|post-inspection|follow[- ]up)\b", re.IGNORECASE)
_MOST_LOOKED_AT = 60
_LONGEST_TITLE = 300

_VERB = r"(?:makes?|made|contains?|has|have|sets? out|identif(?:y|ies|ied)|highlight(?:s|ed)?|issue[sd]?|gives?|gave|found|lists?)"
_SAYS = re.compile(
    r"\b(?:this (?:report|letter)|our (?:report|inspection)|the report|we|HMIC|HMICFRS|(?:the )?(?:inspector(?:s|ate)|watchdog)|(?:the )?inspection|it (?=(?:also |has )*(?:made|issued|identified|makes|sets out|contains)))\b"
    rf"(?P<tense>[^.;]{{0,40}}?)\b{_VERB} (?:(?:the (?:force|constabulary)|it|them) (?:with )?)?{A_COUNT}",
    re.IGNORECASE,
)
_AND_MORE = re.compile(rf"(?:,|\band\b|;)(?: (?:also|we|have|has))*(?: {_VERB})?(?: a further)? {A_COUNT}", re.IGNORECASE)
_ONE_COUNT = A_COUNT.replace("?P<number>", "?:").replace("?P<kind>", "?:")
_COUNTS = rf"{_ONE_COUNT}(?:(?:,? and|,) {_ONE_COUNT})*"
_COUNTED = re.compile(
    rf"\b(?:publication of (?:the )?|(?:has been|was) (?:issued with|given) |(?<![a-z] )there (?:is|are) ){_COUNTS}"
    rf"|\bthere (?:is|are|were) {_COUNTS} (?:made |set out |contained |listed )?(?:in|within) (?:this|the) (?:\w+ ){{0,2}}(?:report|inspection|letter|review)\b"
    rf"|(?:^|^In total,? |^Overall,? ){_COUNTS} (?:for improvement )?(?:were|was|have been|has been) (?:also )?(?:made|identified|issued|raised|set out)\b(?! (?:to|for|in|by (?!HMIC|the inspect))\b)"
    rf"|\b(?:inspection|report) (?:has )?(?:resulted in|led to) {_COUNTS}"
    rf"|\b(?:the (?:force|constabulary)|Police) (?:has )?received {_COUNTS}",
    re.IGNORECASE,
)
"""How many findings there are, in sentences that do not say who made them."""
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
_IN_THIS_REPORT = re.compile(r"\b(?:in )?this report\b", re.IGNORECASE)
_A_COUNT = re.compile(A_COUNT, re.IGNORECASE)
_COUNT_ALONE = re.compile(rf"{A_COUNT}|(?P<name>{MANY_NAMES}) ?\((?P<count>\d{{1,3}})\)", re.IGNORECASE)


class ReportFacts(NamedTuple):
    """What was found; None if the report does not say it in a way that can mean nothing else."""

    title: str | None
    published_on: date | None
    published_in: str | None
    """A month and a year, where the report gives no more."""
    updated_on: date | None
    reference: str | None
    programme: str | None
    is_letter: bool
    is_joint: bool
    is_about_an_earlier_one: bool


def facts_in(report: InspectedReport) -> ReportFacts:
    """What the first paragraphs say, and for the reference any."""
    paragraphs = paragraphs_of(report)
    opening = paragraphs[:_MOST_LOOKED_AT]
    title = _title(opening)
    told = "\n".join(each.text for each in opening)
    head = f"{title or ''}\n{told[:3000]}"
    reference = _REFERENCE.search(" ".join(report.shown))
    programme = _PROGRAMME.search(f"{title or ''}\n{told[:1500]}")
    published = _published(opening)
    month = next((found for each in opening[:20] if (found := _MONTH.fullmatch(each.text.strip(" .")))), None)
    updated = _UPDATED.search(told)
    return ReportFacts(
        title=title,
        published_on=published,
        published_in=f"{month['month'].capitalize()} {month['year']}" if month and not published else None,
        updated_on=_day(updated) if updated else None,
        reference=reference["isbn"].strip() if reference else None,
        programme=f"PEEL {' '.join(programme['years'].split())}" if programme else None,
        is_letter=bool(_LETTER.search(title or "")) or bool(re.search(r"^Dear\b", head, re.MULTILINE)),
        is_joint=bool(_JOINT.search(head)),
        is_about_an_earlier_one=bool(_AGAIN.search(title or "")),
    )


def _title(opening: tuple[Paragraph, ...]) -> str | None:
    """The largest heading of the beginning, or the first one; lines of a cover that have the same size are one title."""
    headings = [
        each for each in opening if each.is_heading and not _NO_TITLE.fullmatch(each.text) and not finding_heading(each.text)
    ]
    if not headings:
        first = next((each.text for each in opening if not each.is_neutral and not _NO_TITLE.fullmatch(each.text)), "")
        return first if 0 < len(first.split()) <= 30 and not first.endswith(".") else None
    largest = min(headings[:8], key=lambda each: each.level)
    at = opening.index(largest)
    parts = [largest.text]
    for following in opening[at + 1 : at + 3]:
        if not (
            following.is_sure and following.level == largest.level and sum(map(len, parts)) + len(following.text) < _LONGEST_TITLE
        ):
            break
        parts.append(following.text)
    title = " ".join(parts) if parts[0].endswith((":", "–", "-")) else ": ".join(parts)
    return title[:_LONGEST_TITLE]


def _published(opening: tuple[Paragraph, ...]) -> date | None:
    for number, each in enumerate(opening):
        found = _PUBLISHED.search(each.text) if len(each.text.split()) <= 12 else None
        if found is None and number and _ASKS_FOR_A_DAY.fullmatch(opening[number - 1].text):
            found = _ALONE.fullmatch(each.text.strip(" ."))
        if found is not None:
            return _day(found)
    return None


def _day(found: re.Match[str]) -> date | None:
    try:
        if found["day"]:
            return date(int(found["year"]), _MONTHS.index(found["month"].casefold()) + 1, int(found["day"]))
        return date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        return None


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
    return re.sub(r"\b([Cc])auses? for concern\b", r"\1auses of concern", text)


def _counts_in_head(text: str) -> Iterator[tuple[FindingKind, int]]:
    if _HEAD_OF_A_REGISTER.fullmatch(text):
        yield from counts_in(text, _A_COUNT)


def _counts_in_text(text: str, before: str) -> Iterator[tuple[FindingKind, int]]:
    is_above = True
    for _, sentence in sentences_of(text):
        match = _SAYS.search(sentence)
        if match:
            is_present = bool(
                re.search(r"\b(?:have|has)\b|\b(?:make|makes|contains|sets|identify|highlight|issue|lists?)\b", match[0])
            )
            about = sentence if is_present or is_above else f"{before} {sentence}"
            if match[0][:3].casefold() == "it " and "has" not in match[0] and not _INSPECTS.search(before):
                continue
            if _IN_THIS_REPORT.search(sentence) or not _OF_ANOTHER_DAY.search(about):
                yield from counts_in(match[0], _SAYS)
                yield from counts_in(sentence[match.end() :], _AND_MORE)
        elif not _OF_ANOTHER_DAY.search(sentence) and not _OF_ANOTHER_BODY.search(sentence):
            for found in _COUNTED.finditer(sentence):
                yield from counts_in(found[0], _A_COUNT)
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


def stands_early(words: str, report: InspectedReport) -> bool:
    """Whether some words are on the first pages; capitals and punctuation do not count."""
    return _bare(words) in _bare(report.opening)


def _bare(words: str) -> str:
    return "".join(each for each in folded(letters(words)) if each.isalnum())
