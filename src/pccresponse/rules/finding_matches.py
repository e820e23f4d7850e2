"""Matching what a report asks for with the findings of a response."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from pccresponse.case.case import Case
from pccresponse.models.findings import RECOMMENDATIONS, Finding, PositiveFinding, kind_of
from pccresponse.rules.report_matches import all_findings, match_of, pages_named, without_markup
from pccresponse.source_report.comparable_text import folded, key_of, letters, letters_of, plain, tokens_of
from pccresponse.source_report.finding_shape import FoundFinding
from pccresponse.source_report.found_findings import findings_in
from pccresponse.source_report.quotation_search import spans_of
from pccresponse.source_report.report import InspectedReport, Span

_BEGINNING = 12
_LONG_ENOUGH = 4
_WORDS_OF_THE_TRADE = frozenset(
    "should make sure force police constabulary within months days chief constable that with from have they their".split()
)
_MOST = 0.5
_TO_US = re.compile(
    r"\b(?:chief constables?|(?:each|every|all|the) (?:police )?forces?|forces|(?:police and crime )?commissioners?|PCCs?|mayors?"
    r"|local policing bod(?:y|ies))\b",
    re.IGNORECASE,
)


class _Answer(NamedTuple):
    """A finding of the response, as far as it can be known again."""

    spans: tuple[Span, ...]
    text: str
    beginning: str
    words: frozenset[str]
    pages: frozenset[str]
    in_other_words: bool


class Answers:
    """The findings of a response, to be asked whether something is among them."""

    def __init__(self, case: Case, report: InspectedReport) -> None:
        self._report = report
        self._answers = [_answer(finding, report) for _, finding in all_findings(case)]
        self._labels = {
            ("recommendation" if kind_of(path) is RECOMMENDATIONS else "other", _number(finding.label))
            for path, finding in all_findings(case)
            if finding.label
        }
        self._numbers = Counter((ask.kind, ask.label) for ask in findings_in(report) if ask.label)

    def has(self, ask: FoundFinding) -> bool:
        """Whether a finding has its number, is there, repeats it, or says it in other words."""
        numbered_once = ask.kind == "recommendation" and self._numbers[ask.kind, ask.label or ""] == 1
        if ask.label and numbered_once and ("recommendation", ask.label) in self._labels:
            return True
        return self._is_there(ask)

    def points_left_out(self, ask: FoundFinding) -> tuple[Span, ...]:
        """The items of its list that no finding has, where another item of the list is a finding of its own."""
        starts = {span.start for each in self._answers for span in each.spans[:1]}
        if not any(point.start in starts for point in ask.points):
            return ()
        return tuple(
            point for point in ask.points if not self._is_there(ask._replace(start=point.start, end=point.end, label=None))
        )

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
        """Whether it speaks of forces or of those who hold them to account, in a report that speaks to many."""
        return _TO_US.search(self._report.text(Span(ask.start, min(ask.end, ask.start + 60)))) is not None

    def beginning_of(self, ask: FoundFinding) -> str:
        """The letters of its first words or of its first sentence, to know it by when it is repeated."""
        words = self._report.letters[ask.start : min(ask.end, ask.start + _BEGINNING)]
        end = next((place for place, word in enumerate(words, 1) if place >= _LONG_ENOUGH and word[-1] in ".!?"), len(words))
        return folded("".join(words[:end])).rstrip(".,;:!?")


def _answer(finding: Finding | PositiveFinding, report: InspectedReport) -> _Answer:
    text = without_markup(finding.text)
    seen = match_of(finding, report)
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
    """The words that tell one thing from another."""
    return frozenset(key for key in keys if len(key) >= _LONG_ENOUGH and key not in _WORDS_OF_THE_TRADE)


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def _number(label: str) -> str:
    """`3` for `Recommendation 3`."""
    return label.split()[-1].casefold() if label.split() else letters(label)
