"""Matches between a response and the report that is kept beside it: quotations, findings, and what the report asks for.

The speaker of a quotation is whoever its sentence names nearest to it. That can be wrong, so the rules give a warning where it matters.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from pccresponse.case.case import Case
from pccresponse.foundation.pasted_lists import with_lists
from pccresponse.foundation.problems import Path
from pccresponse.models.fields import WrittenText, response_texts
from pccresponse.models.findings import KINDS, RECOMMENDATIONS, Finding, PositiveFinding, finding_on, kind_of
from pccresponse.rules.quotations import paired
from pccresponse.source_report.comparable_text import folded, key_of, letters, letters_of, plain, tokens_of
from pccresponse.source_report.finding import FoundFinding
from pccresponse.source_report.found_findings import findings_in
from pccresponse.source_report.nearest_passage import Nearest
from pccresponse.source_report.quotation_search import SearchResult, look_up, spans_of
from pccresponse.source_report.report import InspectedReport, Span

_FOOTNOTE_CALLS = re.compile(r"\[\^[^\]\n]{1,80}\]")
_FOOTNOTE_TEXTS = re.compile(r"^[ \t]{0,3}\[\^[^\]\n]{1,80}\]:[^\n]*(?:\n[ \t]+[^\n]+)*", re.MULTILINE)
_LINKS = re.compile(r"\[([^\[\]]{0,400})\]\([^()\s]{0,2000}\)")
_ESCAPES = re.compile(r"\\([!-/:-@\[-`{-~])")
_EMPHASIS = re.compile(r"(?<![\w\\])[*_]{1,3}(?=\S)|(?<=\S)(?<!\\)[*_]{1,3}(?!\w)|(?<!\\)\*")
_ITEMS = re.compile(r"^[ \t]{0,12}(?:[-*+•]|\d{1,3}[.)])[ \t]+", re.MULTILINE)
_HEADINGS = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+", re.MULTILINE)
_SENTENCE_ENDS = re.compile(r"[.!?][\"”’')\]]*\s+(?=[A-Z“‘\"'\[(])|\n[ \t]*\n")
_SIGNED = re.compile(r"(?:\A|\n)[ \t]*[—–-]{1,2}[ \t]*(?P<who>[^\n]{2,200})\Z")

_REPORT = re.compile(
    r"\b(?:(?:[Tt]he|[Tt]his|[Tt]hat|[Ii]ts|[Tt]heir|[Ww]hose|[Yy]our|\w+[’']s?)\s+(?:[a-z]+\s+){0,2}(?:report|review|inspection|re-?inspection)"
    r"|inspectors?|inspectorate|Inspectors?|Inspectorate|HMICFRS|HMIC|HMIs?|PEEL"
    r"|(?:[Rr]ecommendation|[Aa]rea for improvement|[Cc]ause of concern)(?:\s\d+)?)\b"
)
_OTHER_SPEAKER = re.compile(
    r"\b(?:I|[Ww]e|[Ss]he|[Hh]e|[Cc]hief [Cc]onstable|[Cc]hief [Oo]fficer|Commissioner|Mayor|Deputy|Home Secretary|Home Office|Minister|[Gg]overnment"
    r"|[Rr]esidents?|[Vv]ictims?|[Cc]allers?|[Ss]urvivors?|[Cc]hild|[Cc]hildren|[Pp]arents?|[Oo]fficers?|[Ss]taff|[Pp]eople|[Pp]erson|[Pp]anel"
    r"|[Mm]embers?|[Cc]ouncil(?:lor)?s?|[Cc]harity|[Nn]ewspapers?|Act|[Ss]ection|Code|[Pp]lan|[Pp]olicy|[Ss]trategy|[Gg]uidance|[Ss]tandard"
    r"|[Ss]urvey|[Ll]etter|[Jj]udge|[Cc]ourt|[Cc]oroner|IOPC|College of Policing|NPCC|[Ff]orce|[Aa]udit(?:ors?)?|(?!The|This|That|Its|Their|Your|Our|HMIC|Inspect)[A-Z]\w+\s+(?:[Rr]eport|[Rr]eview))\b"
)
_SPEAKING = re.compile(
    r"\b(?:sa(?:id|ys?)|t(?:old|ells?)|wr(?:ote|ites?|itten)|stat(?:ed?|es)|put it|repl(?:ied|ies|y)|answer(?:ed|s)?|describ(?:ed?|es)"
    r"|call(?:ed|s)?|promis(?:ed?|es)|ask(?:ed|s)?|warn(?:ed|s)?|add(?:ed|s)?|explain(?:ed|s)?|asks|requires?|words?|found|reads?)\b"
)
_ADDRESSED = re.compile(
    r"\b(?:told|tells?|asked|asks?|assured|informed|reminded|warned|wrote to|written to|said to|replied to)\s+(?:the\s+|our\s+)?$"
)
_NO_NAMES = frozenset("The This That Its Their Your Inspection Our Post-inspection Thematic National HMICFRS HMIC".split())
_REACH = 80
_SENTENCE = 600
"""How many characters on either side of a quotation are searched for its speaker."""


class Quotation(NamedTuple):
    """A quotation in a text."""

    words: str
    """Without quotation marks and Markdown."""
    speaker: bool | None
    """True if its sentence names the report or its authors, False if it names another speaker, None if it names nobody."""


def without_markup(text: str) -> str:
    """The words of a Markdown text, with each list item as a paragraph.

    >>> without_markup("It **must** [act](https://x.example) now.[^1]")
    'It must act now.'
    """
    text = with_lists(text)
    if "[" in text:
        text = _LINKS.sub(r"\1", _FOOTNOTE_CALLS.sub("", _FOOTNOTE_TEXTS.sub("", text)))
    text = _HEADINGS.sub("", _ITEMS.sub("\n", text))
    text = _ESCAPES.sub(r"\1", _EMPHASIS.sub("", text))
    if "&" in text:
        from html import unescape  # most texts have none

        text = unescape(text)
    return text


def quotations_in(text: str) -> Iterator[Quotation]:
    """Each quotation in a Markdown text, in quotation marks or as a block, in order."""
    before = ""
    for is_block, words in _blocks(text):
        if is_block:
            signed = _SIGNED.search(words)
            quoted = words[: signed.start()] if signed else words
            speaker = _speaker(signed["who"], "") if signed else None
            if speaker is None:
                speaker = _speaker(_last_sentence(before), "")
            yield Quotation(quoted.strip().strip("“”\"‘’'"), speaker)
        else:
            yield from _in_marks(words)
            before = words


def _blocks(text: str) -> Iterator[tuple[bool, str]]:
    """The text in runs of lines that are a block quotation and runs that are not."""
    run: list[str] = []
    quoting = False
    for line in text.split("\n"):
        is_quoted = line.lstrip(" ").startswith(">")
        if is_quoted != quoting and (is_quoted or not line.strip() or _ITEMS.match(line)):
            if any(each.strip() for each in run):
                yield quoting, without_markup("\n".join(run))
            run, quoting = [], is_quoted
        run.append(line.lstrip(" ").lstrip(">").removeprefix(" ") if is_quoted else line)
    if any(each.strip() for each in run):
        yield quoting, without_markup("\n".join(run))


def _in_marks(words: str) -> Iterator[Quotation]:
    pairs = paired(words)
    if not pairs:
        return
    hidden = _hidden(words, pairs, keep_stop=True)
    ends = [0, *(match.end() for match in _SENTENCE_ENDS.finditer(hidden)), len(words)]
    for opening, closing in pairs:
        number = max(0, bisect_right(ends, opening) - 1)
        start, end = ends[number], ends[min(number + 1, len(ends) - 1)]
        speaker = _speaker(hidden[start:opening], hidden[closing + 1 : max(end, closing + 1)])
        if speaker is None and number:
            lead = hidden[ends[number - 1] : start].strip()
            speaker = _speaker(lead, "") if lead.endswith(":") else None
        yield Quotation(words[opening + 1 : closing], speaker)


def _last_sentence(words: str) -> str:
    """The last sentence of a text, which may introduce a block."""
    hidden = _hidden(words, paired(words)).strip()
    starts = [match.end() for match in _SENTENCE_ENDS.finditer(hidden)]
    return hidden[starts[-1] :] if starts else hidden


def _hidden(words: str, pairs: list[tuple[int, int]], *, keep_stop: bool = False) -> str:
    """The text with a dot for each quoted character, so that quoted sentences do not count; perhaps not for a last full stop."""
    masked = list(words)
    for opening, closing in pairs:
        end = closing - (keep_stop and words[closing - 1] in ".!?")
        masked[opening + 1 : end] = "·" * (end - opening - 1)
    return "".join(masked)


def _speaker(before: str, after: str) -> bool | None:
    """Whether the words around a quotation name the report as its speaker; None if they name nobody."""
    before, after = before[-_SENTENCE:], after[:_SENTENCE]
    report = [match.end() for match in _REPORT.finditer(before) if _means_the_report(match, before)]
    other = [m.end() for m in _OTHER_SPEAKER.finditer(before) if _SPEAKING.search(before[m.end() : m.end() + _REACH])]
    if report or other:
        return max(report, default=-1) > max(other, default=-1)
    report = [match.start() for match in _REPORT.finditer(after) if _means_the_report(match, after)]
    other = [m.start() for m in _OTHER_SPEAKER.finditer(after) if _SPEAKING.search(after[max(0, m.start() - 30) : m.end() + 30])]
    here, there = min(report, default=len(after)), min(other, default=len(after))
    return None if here == there else here < there


def _means_the_report(match: re.Match[str], text: str) -> bool:
    """Whether a match is about this report, rather than one with another name, or words to the inspectors."""
    leading = text[max(0, match.start() - _REACH) : match.start()]
    if _ADDRESSED.search(leading):
        return False
    *before, last = match[0].split()
    named = [word for word in before if word[:1].isupper() and word not in _NO_NAMES]
    previous = leading.split()[-1:] if not before else []
    named += [word for word in previous if word[:1].isupper() and word not in _NO_NAMES and last.casefold() in ("report", "review")]
    return not named or named[0].casefold().startswith(("hmi", "recommendation", "area", "cause", "inspect"))


_ABOUT_THE_REPORT = frozenset({("InspectionReport", "summary"), ("Judgments", "narrative"), ("CaseAudit", "note")})
"""Fields that are only about the report."""
_FINDINGS = frozenset(kind.struct.__name__ for kind in KINDS)
_PAGES = re.compile(r"(\d{1,5})\s*[-–]\s*(\d{1,5})|(\d{1,5}|\b[ivxlcdm]{1,8}\b)", re.IGNORECASE)
_MOST_PAGES_NAMED = 200


class QuotationMatch(NamedTuple):
    """A quotation in the response, and where it is in the report."""

    path: Path
    words: str
    of_the_report: bool
    """Whether the text quotes the report."""
    by_chief_officer: bool
    seen: SearchResult


def published_findings(case: Case, report: InspectedReport) -> Iterator[tuple[Path, Finding | PositiveFinding, SearchResult]]:
    """Every finding that is given as published, and where it is in the report."""
    for path, finding in _all_findings(case):
        if finding.wording == "as published":
            yield path, finding, _match_of(finding, report)


def _all_findings(case: Case) -> Iterator[tuple[Path, Finding | PositiveFinding]]:
    yield from case.response.found.every_finding()
    yield from case.response.found.every_positive_finding()


def _match_of(finding: Finding | PositiveFinding, report: InspectedReport) -> SearchResult:
    """Where a finding's text is in the report, if possible on the page that it names."""
    named = pages_named(finding.page) if finding.page else frozenset()
    return look_up(without_markup(finding.text), report, on_page=min(named, default=""))


def quotations(case: Case, report: InspectedReport) -> Iterator[QuotationMatch]:
    """Every quotation in the response that may be from the report, except in findings as published, which are compared whole."""
    titles = {_letters(title) for title in _titles(case)}
    for text in response_texts(case.response):
        if not text.is_markdown or _is_as_published(case, text):
            continue
        for quotation in quotations_in(text.words):
            letters = _letters(quotation.words)
            if not letters or any(letters in title for title in titles):
                continue
            about = text.field in _ABOUT_THE_REPORT or (text.field[0] in _FINDINGS and text.field[1] == "text")
            yield QuotationMatch(
                path=text.path,
                words=" ".join(quotation.words.split()),
                of_the_report=quotation.speaker is True or (about and quotation.speaker is None),
                by_chief_officer=text.field == ("ChiefOfficerComments", "text") or text.field[1] == "chief_officer_comment",
                seen=look_up(quotation.words, report),
            )


def _titles(case: Case) -> tuple[str, ...]:
    """The titles of reports, which are in quotation marks but are not quotations."""
    report = case.response.report
    return (report.title, *(earlier.title for earlier in report.follows_up), report.programme or "")


def _letters(words: str) -> str:
    return "".join(letters_of(token) for token in tokens_of(plain(words))).casefold().strip(".,;:!?")


def _is_as_published(case: Case, text: WrittenText) -> bool:
    if text.field[0] not in _FINDINGS or text.field[1] != "text":
        return False
    return case.response.found.at(finding_on(text.path)).wording == "as published"


def is_drift(near: Nearest) -> bool:
    """Whether a quotation from the report is close enough to a passage to be a misquotation of it."""
    return (near.share >= 0.6 and near.in_common >= 2) or (near.share >= 0.5 and near.in_common >= 6)


def is_surely_drift(near: Nearest) -> bool:
    """Whether a quotation without a named speaker is close enough to a passage of the report to be a misquotation of it."""
    return near.share >= 0.75 and near.in_common >= 6


def pages_named(page: str) -> frozenset[str]:
    """The names of the pages in words such as `12`, `pp. 12–14` or `iv`.

    >>> sorted(pages_named("pp. 12–14, iv"))
    ['12', '13', '14', 'iv']
    """
    names: set[str] = set()
    for match in _PAGES.finditer(page):
        if match[3]:
            names.add(match[3].casefold())
        else:
            first, last = int(match[1]), int(match[2])
            names |= {str(number) for number in range(first, min(last, first + _MOST_PAGES_NAMED) + 1)}
    return frozenset(names)


_BEGINNING = 12
"""Words."""
_LONG_ENOUGH = 4
_STOP_WORDS = frozenset(
    "should make sure force police constabulary within months days chief constable that with from have they their".split()
)
_MOST = 0.5
_TO_US = re.compile(
    r"\b(?:chief constables?|(?:each|every|all|the) (?:police )?forces?|forces|(?:police and crime )?commissioners?|PCCs?|mayors?"
    r"|local policing bod(?:y|ies))\b",
    re.IGNORECASE,
)


class _Answer(NamedTuple):
    """The features by which a finding of the response can be recognised in the report."""

    spans: tuple[Span, ...]
    text: str
    beginning: str
    words: frozenset[str]
    pages: frozenset[str]
    in_other_words: bool


class Answers:
    """The findings of a response, compared with what the report asks for."""

    def __init__(self, case: Case, report: InspectedReport) -> None:
        self._report = report
        self._answers = [_answer(finding, report) for _, finding in _all_findings(case)]
        self._numbers_here = {
            _number(finding.label)
            for path, finding in case.response.found.every_finding()
            if finding.label and kind_of(path) is RECOMMENDATIONS
        }
        self._numbers_there = Counter(ask.label for ask in findings_in(report) if ask.kind == "recommendation")

    def has(self, ask: FoundFinding) -> bool:
        """Whether a finding has its number, its place in the report, its first words, or most of its words."""
        is_numbered_once = ask.kind == "recommendation" and ask.label is not None and self._numbers_there[ask.label] == 1
        return (is_numbered_once and ask.label in self._numbers_here) or self._is_there(ask)

    def points_left_out(self, ask: FoundFinding) -> tuple[Span, ...]:
        """The items of its list that no finding has; empty unless another item of the list is a finding of its own."""
        starts = {span.start for each in self._answers for span in each.spans[:1]}
        if not any(point.start in starts for point in ask.points):
            return ()
        return tuple(each for each in ask.points if not self._is_there(ask._replace(start=each.start, end=each.end, label=None)))

    def _is_there(self, ask: FoundFinding) -> bool:
        there = folded("".join(self._report.letters[ask.start : ask.end]))
        beginning = self.beginning_of(ask)
        words = _content(self._report.keys[ask.start : ask.start + 60])
        pages = self._report.page_names(Span(ask.start, ask.start + 1))
        return any(
            any(span.start < ask.end and ask.start < span.end for span in each.spans)
            or (each.beginning and each.beginning in there)
            or (beginning and beginning in each.text)
            or (each.in_other_words and (_overlap(words, each.words) >= _MOST or bool(pages & each.pages)))
            for each in self._answers
        )

    def may_be_addressed_to_us(self, ask: FoundFinding) -> bool:
        """Whether its first words name forces or policing bodies, in a report on several forces."""
        return _TO_US.search(self._report.text(Span(ask.start, min(ask.end, ask.start + 60)))) is not None

    def beginning_of(self, ask: FoundFinding) -> str:
        """The letters of its first words or first sentence, which recognise a repetition."""
        words = self._report.letters[ask.start : min(ask.end, ask.start + _BEGINNING)]
        end = next((place for place, word in enumerate(words, 1) if place >= _LONG_ENOUGH and word[-1] in ".!?"), len(words))
        return folded("".join(words[:end])).rstrip(".,;:!?")


def _answer(finding: Finding | PositiveFinding, report: InspectedReport) -> _Answer:
    text = without_markup(finding.text)
    seen = _match_of(finding, report)
    spans = list(seen.spans) or ([seen.near.span] if seen.near and seen.near.share >= _MOST else [])
    heading = spans_of(finding.heading, report) if finding.heading and len(finding.heading.split()) >= _LONG_ENOUGH else ()
    counted = [letters_of(token) for token in tokens_of(plain(text))]
    return _Answer(
        spans=(*spans, *heading),
        text=folded("".join(counted)),
        beginning=folded("".join([each for each in counted if each][:_BEGINNING])),
        words=_content([key_of(each) for each in (*counted, *map(letters_of, tokens_of(plain(finding.heading or ""))))]),
        pages=pages_named(finding.page) if finding.page else frozenset(),
        in_other_words=not spans,
    )


def _content(keys: list[str]) -> frozenset[str]:
    """The words that distinguish one finding from another."""
    return frozenset(key for key in keys if len(key) >= _LONG_ENOUGH and key not in _STOP_WORDS)


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def _number(label: str) -> str:
    """`3` for `Recommendation 3`."""
    return label.split()[-1].casefold() if label.split() else letters(label)
