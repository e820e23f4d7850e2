"""What is held against the report that is kept beside a response: each finding as published, each quotation, and what was seen of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pccresponse.finding_kinds import finding_on
from pccresponse.inspected.lettering import letters_of, plain, tokens_of
from pccresponse.inspected.nearest import Nearest
from pccresponse.inspected.passages import Sighting, look_up
from pccresponse.inspected.report import InspectedReport
from pccresponse.matter import Matter
from pccresponse.models.findings import Finding, PositiveFinding
from pccresponse.problems import Path
from pccresponse.rules.quotation_matches import quotations_in, without_markup
from pccresponse.rules.texts import Text, response_texts

_ABOUT_THE_REPORT = frozenset({("InspectionReport", "summary"), ("Judgments", "narrative"), ("CaseAudit", "note")})
"""Fields that speak of nothing but the report."""
_FINDINGS = frozenset({"AreaForImprovement", "CauseOfConcern", "PositiveFinding", "Recommendation"})
_PAGES = re.compile(r"(\d{1,5})\s*[-–]\s*(\d{1,5})|(\d{1,5}|\b[ivxlcdm]{1,8}\b)", re.IGNORECASE)
_MOST_PAGES_NAMED = 200


class Seen(NamedTuple):
    """A quotation in the response, and what was seen of it in the report."""

    path: Path
    words: str
    of_the_report: bool
    """Whether the text gives the words to the report."""
    by_chief_officer: bool
    seen: Sighting


def published_findings(matter: Matter, report: InspectedReport) -> Iterator[tuple[Path, Finding | PositiveFinding, Sighting]]:
    """Every finding that claims the report's own words, with what was seen of it."""
    for path, finding in all_findings(matter):
        if finding.wording == "as published":
            yield path, finding, sighting_of(finding, report)


def all_findings(matter: Matter) -> Iterator[tuple[Path, Finding | PositiveFinding]]:
    """Every finding, the positive ones after the others."""
    yield from matter.response.found.every_finding()
    yield from matter.response.found.every_positive_finding()


def sighting_of(finding: Finding | PositiveFinding, report: InspectedReport) -> Sighting:
    """What is seen of a finding's text, if possible on the page that it names."""
    named = pages_named(finding.page) if finding.page else frozenset()
    return look_up(without_markup(finding.text), report, on_page=min(named, default=""))


def quotations(matter: Matter, report: InspectedReport) -> Iterator[Seen]:
    """Every quotation in the response that may be the report's; findings as published are looked at whole instead."""
    titles = {_letters(title) for title in _titles(matter)}
    for text in response_texts(matter):
        if not text.is_markdown or _is_as_published(matter, text):
            continue
        for quotation in quotations_in(text.words):
            letters = _letters(quotation.words)
            if not letters or any(letters in title for title in titles):
                continue
            about = text.field in _ABOUT_THE_REPORT or (text.field[0] in _FINDINGS and text.field[1] == "text")
            yield Seen(
                path=text.path,
                words=" ".join(quotation.words.split()),
                of_the_report=quotation.speaker is True or (about and quotation.speaker is None),
                by_chief_officer=text.field == ("ChiefOfficerComments", "text") or text.field[1] == "chief_officer_comment",
                seen=look_up(quotation.words, report),
            )


def _titles(matter: Matter) -> Iterator[str]:
    """Names of documents, which are quoted without being anybody's words."""
    report = matter.response.report
    yield report.title
    yield from (earlier.title for earlier in report.follows_up)
    if report.programme:
        yield report.programme


def _letters(words: str) -> str:
    return "".join(letters_of(token) for token in tokens_of(plain(words))).casefold().strip(".,;:!?")


def _is_as_published(matter: Matter, text: Text) -> bool:
    if text.field[0] not in _FINDINGS or text.field[1] != "text":
        return False
    return matter.response.found.at(finding_on(text.path)).wording == "as published"


def is_drift(near: Nearest) -> bool:
    """Whether words that are given to the report are meant to be a passage: more than half of them stand there."""
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
