"""The quotations in a response, whether it gives them as the report's own words, and where they are found in the report.

Who is quoted is read from the sentence: from whom it names nearest to the quotation. That can be wrong, and the rules that lean on it
say no more than it allows.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from pccresponse.case.case import Case
from pccresponse.foundation.pasted_lists import with_lists
from pccresponse.foundation.problems import Path
from pccresponse.models.findings import Finding, PositiveFinding, finding_on
from pccresponse.rules.quotations import paired
from pccresponse.rules.texts import WrittenText, response_texts
from pccresponse.source_report.comparable_text import letters_of, plain, tokens_of
from pccresponse.source_report.near_matches import Nearest
from pccresponse.source_report.quotation_search import SearchResult, look_up
from pccresponse.source_report.report import InspectedReport

_FOOTNOTE_CALLS = re.compile(r"\[\^[^\]\n]{1,80}\]")
_FOOTNOTE_TEXTS = re.compile(r"^[ \t]{0,3}\[\^[^\]\n]{1,80}\]:[^\n]*(?:\n[ \t]+[^\n]+)*", re.MULTILINE)
_LINKS = re.compile(r"\[([^\[\]]{0,400})\]\([^()\s]{0,2000}\)")
_ESCAPES = re.compile(r"\\([!-/:-@\[-`{-~])")
_EMPHASIS = re.compile(r"(?<![\w\\])[*_]{1,3}(?=\S)|(?<=\S)(?<!\\)[*_]{1,3}(?!\w)|(?<!\\)\*")
_ITEMS = re.compile(r"^[ \t]{0,12}(?:[-*+•]|\d{1,3}[.)])[ \t]+", re.MULTILINE)
_HEADINGS = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+", re.MULTILINE)
_BLANK = re.compile(r"\n[ \t]*\n")
_SENTENCE_ENDS = re.compile(r"[.!?][\"”’')\]]*\s+(?=[A-Z“‘\"'\[(])|\n[ \t]*\n")
_SIGNED = re.compile(r"(?:\A|\n)[ \t]*[—–-]{1,2}[ \t]*(?P<who>[^\n]{2,200})\Z")

_REPORT = re.compile(
    r"\b(?:(?:[Tt]he|[Tt]his|[Tt]hat|[Ii]ts|[Tt]heir|[Ww]hose|[Yy]our|\w+[’']s?)\s+(?:[a-z]+\s+){0,2}(?:report|review|inspection|re-?inspection)"
    r"|inspectors?|inspectorate|Inspectors?|Inspectorate|HMICFRS|HMIC|HMIs?|PEEL"
    r"|(?:[Rr]ecommendation|[Aa]rea for improvement|[Cc]ause of concern)(?:\s\d+)?)\b"
)
_SOMEBODY_ELSE = re.compile(
    r"\b(?:I|[Ww]e|[Ss]he|[Hh]e|[Cc]hief [Cc]onstable|[Cc]hief [Oo]fficer|Commissioner|Mayor|Deputy|Home Secretary|Home Office|Minister|[Gg]overnment"
    r"|[Rr]esidents?|[Vv]ictims?|[Cc]allers?|[Ss]urvivors?|[Cc]hild|[Cc]hildren|[Pp]arents?|[Oo]fficers?|[Ss]taff|[Pp]eople|[Pp]erson|[Pp]anel"
    r"|[Mm]embers?|[Cc]ouncil(?:lor)?s?|[Cc]harity|[Nn]ewspapers?|Act|[Ss]ection|Code|[Pp]lan|[Pp]olicy|[Ss]trategy|[Gg]uidance|[Ss]tandard"
    r"|[Ss]urvey|[Ll]etter|[Jj]udge|[Cc]ourt|[Cc]oroner|IOPC|College of Policing|NPCC|[Ff]orce|[Aa]udit(?:ors?)?|(?!The|This|That|Its|Their|Your|Our|HMIC|Inspect)[A-Z]\w+\s+(?:[Rr]eport|[Rr]eview))\b"
)
_SAYS = re.compile(
    r"\b(?:sa(?:id|ys?)|t(?:old|ells?)|wr(?:ote|ites?|itten)|stat(?:ed?|es)|put it|repl(?:ied|ies|y)|answer(?:ed|s)?|describ(?:ed?|es)"
    r"|call(?:ed|s)?|promis(?:ed?|es)|ask(?:ed|s)?|warn(?:ed|s)?|add(?:ed|s)?|explain(?:ed|s)?|asks|requires?|words?|found|reads?)\b"
)
_SPOKEN_TO = re.compile(
    r"\b(?:told|tells?|asked|asks?|assured|informed|reminded|warned|wrote to|written to|said to|replied to)\s+(?:the\s+|our\s+)?$"
)
_NO_NAMES = frozenset("The This That Its Their Your Inspection Our Post-inspection Thematic National HMICFRS HMIC".split())
_REACH = 80
_SENTENCE = 600
"""So much of a sentence is read on either side; nobody is named farther away."""


class Quotation(NamedTuple):
    """Words that a text quotes."""

    words: str
    """Without the marks around them and without Markdown."""
    speaker: bool | None
    """True if its sentence names the report or who wrote it, False if it names somebody else who speaks, None if it names nobody."""


def without_markup(text: str) -> str:
    """The words of a Markdown text; each item of a list is a paragraph.

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
    """Each quotation of a Markdown text, in its order: between marks, and set apart as a block."""
    before = ""
    for is_block, words in _blocks(text):
        if is_block:
            signed = _SIGNED.search(words)
            said = words[: signed.start()] if signed else words
            named = _speaker(signed["who"], "") if signed else None
            yield Quotation(_without_marks(said), named if named is not None else _speaker(_last_sentence(before), ""))
        else:
            yield from _in_marks(words)
            before = words


def _blocks(text: str) -> Iterator[tuple[bool, str]]:
    """Runs of lines that are a block quotation, and what is between them."""
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


def _without_marks(words: str) -> str:
    """A block without marks around the whole of it."""
    return words.strip().strip("“”\"‘’'")


def _in_marks(words: str) -> Iterator[Quotation]:
    pairs = paired(words)
    if not pairs:
        return
    masked = list(words)
    for opening, closing in pairs:
        for place in range(opening + 1, closing):
            if not (place == closing - 1 and words[place] in ".!?"):
                masked[place] = "·"
    hidden = "".join(masked)
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
    """The sentence at the end of a text, which announces a block."""
    masked = list(words)
    for opening, closing in paired(words):
        masked[opening + 1 : closing] = "·" * (closing - opening - 1)
    hidden = "".join(masked).strip()
    starts = [match.end() for match in _SENTENCE_ENDS.finditer(hidden)]
    return hidden[starts[-1] :] if starts else hidden


def _speaker(before: str, after: str) -> bool | None:
    """Whether the words around a quotation give it to the report; None if they give it to nobody."""
    before, after = before[-_SENTENCE:], after[:_SENTENCE]
    report = max((match.end() for match in _REPORT.finditer(before) if _means_the_report(match, before)), default=-1)
    other = max(
        (match.end() for match in _SOMEBODY_ELSE.finditer(before) if _SAYS.search(before[match.end() : match.end() + _REACH])),
        default=-1,
    )
    if report >= 0 or other >= 0:
        return report > other
    here = next((match.start() for match in _REPORT.finditer(after) if _means_the_report(match, after)), len(after))
    there = next(
        (
            match.start()
            for match in _SOMEBODY_ELSE.finditer(after)
            if _SAYS.search(after[max(0, match.start() - 30) : match.end() + 30])
        ),
        len(after),
    )
    return None if here == there else here < there


def _means_the_report(match: re.Match[str], text: str) -> bool:
    """Not if somebody speaks to the inspectors, and not if it is a report with somebody else's name."""
    leading = text[max(0, match.start() - _REACH) : match.start()]
    if _SPOKEN_TO.search(leading):
        return False
    *before, last = match[0].split()
    named = [word for word in before if word[:1].isupper() and word not in _NO_NAMES]
    previous = leading.split()[-1:] if not before else []
    named += [word for word in previous if word[:1].isupper() and word not in _NO_NAMES and last.casefold() in ("report", "review")]
    return not named or named[0].casefold().startswith(("hmi", "recommendation", "area", "cause", "inspect"))


# Findings and quotations in the words of the report


_ABOUT_THE_REPORT = frozenset({("InspectionReport", "summary"), ("Judgments", "narrative"), ("CaseAudit", "note")})
"""Fields that speak of nothing but the report."""
_FINDINGS = frozenset({"AreaForImprovement", "CauseOfConcern", "PositiveFinding", "Recommendation"})
_PAGES = re.compile(r"(\d{1,5})\s*[-–]\s*(\d{1,5})|(\d{1,5}|\b[ivxlcdm]{1,8}\b)", re.IGNORECASE)
_MOST_PAGES_NAMED = 200


class QuotationMatch(NamedTuple):
    """A quotation in the response, and what was seen of it in the report."""

    path: Path
    words: str
    of_the_report: bool
    """Whether the text gives the words to the report."""
    by_chief_officer: bool
    seen: SearchResult


def published_findings(case: Case, report: InspectedReport) -> Iterator[tuple[Path, Finding | PositiveFinding, SearchResult]]:
    """Every finding that claims the report's own words, with what was seen of it."""
    for path, finding in all_findings(case):
        if finding.wording == "as published":
            yield path, finding, match_of(finding, report)


def all_findings(case: Case) -> Iterator[tuple[Path, Finding | PositiveFinding]]:
    """Every finding, the positive ones after the others."""
    yield from case.response.found.every_finding()
    yield from case.response.found.every_positive_finding()


def match_of(finding: Finding | PositiveFinding, report: InspectedReport) -> SearchResult:
    """What is seen of a finding's text, if possible on the page that it names."""
    named = pages_named(finding.page) if finding.page else frozenset()
    return look_up(without_markup(finding.text), report, on_page=min(named, default=""))


def quotations(case: Case, report: InspectedReport) -> Iterator[QuotationMatch]:
    """Every quotation in the response that may be the report's; findings as published are looked at whole instead."""
    titles = {_letters(title) for title in _titles(case)}
    for text in response_texts(case):
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


def _titles(case: Case) -> Iterator[str]:
    """Names of documents, which are quoted without being anybody's words."""
    report = case.response.report
    yield report.title
    yield from (earlier.title for earlier in report.follows_up)
    if report.programme:
        yield report.programme


def _letters(words: str) -> str:
    return "".join(letters_of(token) for token in tokens_of(plain(words))).casefold().strip(".,;:!?")


def _is_as_published(case: Case, text: WrittenText) -> bool:
    if text.field[0] not in _FINDINGS or text.field[1] != "text":
        return False
    return case.response.found.at(finding_on(text.path)).wording == "as published"


def is_drift(near: Nearest) -> bool:
    """Whether words that are given to the report are meant to be a passage: more than half of them are there."""
    return (near.share >= 0.6 and near.in_common >= 2) or (near.share >= 0.5 and near.in_common >= 6)


def is_surely_drift(near: Nearest) -> bool:
    """Whether words that are given to nobody are a passage of the report all the same."""
    return near.share >= 0.75 and near.in_common >= 6


def pages_named(page: str) -> frozenset[str]:
    """The pages that a finding names: `12`, `pp. 12–14`, `iv`.

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
