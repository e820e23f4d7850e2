"""What a report says of the findings of an earlier one: where such a part begins and ends."""

from __future__ import annotations

import re

from pccresponse.models.findings import IN_WORDS
from pccresponse.source_report.finding_headings import FindingHeading
from pccresponse.source_report.finding_sentences import asks, is_a_statement, is_of_an_earlier_report
from pccresponse.source_report.paragraphs import BY_ITS_WORDS, Paragraph
from pccresponse.source_report.request_parts import sentences_of

_YEAR = r"(?:19|20)\d\d"
_EARLIER = re.compile(
    rf"\b{IN_WORDS}\b.{{0,40}}\b(?:from|in|of|since)\b.{{0,40}}\b(?:{_YEAR}|previous|last|earlier)\b"
    rf"|\b(?:previous|earlier|outstanding|closed|past|{_YEAR})\b.{{0,30}}\b{IN_WORDS}"
    rf"|\b(?:progress|update|action)\b.{{0,40}}\b(?:against|on|with|since|from)\b.{{0,40}}\b(?:{IN_WORDS}|{_YEAR}|last|previous|earlier)\b"
    rf"|\b{IN_WORDS} \d{{1,3}} [(\[]{_YEAR}[)\]]"
    rf"|\b(?:met|completed|discharged|signed off|closing)\b.{{0,30}}\b{IN_WORDS}\b[^.;]{{0,40}}:$|\b{IN_WORDS}\b.{{0,30}}\b(?:met|complete|completed|discharged|signed off)\b[^.;]{{0,40}}:$"
    r"|\bwhat\b.{0,40}\b(?:recommended|asked for|proposed|suggested)$"
    rf"|\b{IN_WORDS}\b.{{0,30}}\b(?:revisit|follow(?:ing)?[ -]up|closed|carried (?:over|forward)|made (?:in|at|by)|that (?:have|has) been)\b",
    re.IGNORECASE,
)
_OF_A_YEAR = re.compile(rf"(?<!PEEL )\b{_YEAR}\b")
_TOLD_OF_THE_PAST = re.compile(
    rf"\b(?:on|in|since) (?:\d{{1,2}} )?(?:[A-Z][a-z]+ )?{_YEAR}\b(?!.*\brevisit)|\b(?:report|inspection|letter), (?:in|to) which\b",
    re.IGNORECASE,
)
"""Words that show that a sentence is about an earlier report or inspection, and not about this visit."""
_NEW = re.compile(r"\b(?:new|further)\b", re.IGNORECASE)
_A_NEW_ONE = re.compile(
    r"(?<!\bno )(?<!\bany )\b(?:new|further|additional) (?:recommendation|causes? of concern)|\bwe (?:now |therefore )?make (?:\w+ )?recommendations?\b",
    re.IGNORECASE,
)
_NOW = re.compile(r"\b(?:We|HMIC(?:FRS)?|HMI) (?:now|therefore) recommends?\b")
_A_REVISIT = re.compile(
    r"\brevisit(?:s|ed)?\b|\bprogress (?:report|letter|review)\b|\breview of progress\b|\b(?:closure|closing) of (?:\w+ ){0,2}causes? of concern\b",
    re.IGNORECASE,
)
_A_CAUSE = re.compile(r"(?:(?:our|the) )?(?:(?:original|first|accelerated) )*causes? of concern\b", re.IGNORECASE)
_RECOMMENDATIONS = re.compile(r"(?P<ours>(?:our|the) (?:original |first )?)?recommendations?\W*$", re.IGNORECASE)
_OUR_AREAS = re.compile(r"(?:our|the) (?:original |first )?areas? for improvement\W*$", re.IGNORECASE)
_REMARK_WORDS = 6
"""The most words of a remark such as `Not met` beside a finding of an earlier report."""
_HEADING_LETTERS = 300
_HEADING_WORDS = 20


def without_earlier_part(paragraph: Paragraph) -> Paragraph:
    """The paragraph from `We now recommend` on, if the part before it is about an earlier report."""
    now = _NOW.search(paragraph.text)
    if now is None or not now.start() or not is_of_an_earlier_report(paragraph.text[: now.start()]):
        return paragraph
    return paragraph.part(now.start(), paragraph.text[now.start() :])


def names_earlier_findings(text: str) -> bool:
    """Whether a line names the findings of an earlier report, or a year.

    >>> names_earlier_findings("Progress against our recommendations"), names_earlier_findings("Our recommendations")
    (True, False)
    """
    return _EARLIER.search(text) is not None or _OF_A_YEAR.search(text) is not None


class EarlierFindings:
    """Whether the paragraph that is being read is about the findings of an earlier report."""

    def __init__(self, title: str) -> None:
        self.is_revisit = _A_REVISIT.search(title) is not None
        """Whether the report is about what became of the findings of an earlier one, and has named no new finding yet."""
        self._is_follow_up = self.is_revisit
        self._level: int | None = None
        """The level of the heading above such findings."""
        self._has_only_findings = False
        """Whether nothing but findings and remarks followed that heading so far."""
        self._next_label = ""
        """The number after the last that an earlier finding had here, where they are told one by one."""
        self._last_cause = False
        """Whether the last cause of concern was an earlier one, so that the recommendations below it are, too."""

    @property
    def are_open(self) -> bool:
        """Whether the text of this paragraph is about earlier findings."""
        return self._level is not None

    @property
    def is_below_a_cause(self) -> bool:
        """Whether the last cause of concern was an earlier one."""
        return self._last_cause

    def begin_at(self, paragraph: Paragraph, heading: FindingHeading | None) -> bool:
        """Whether a heading stands above findings of an earlier report."""
        text = paragraph.text
        if ("recommendation" in text or "of concern" in text) and any(
            _A_NEW_ONE.search(each) and not _TOLD_OF_THE_PAST.search(each) for _, each in sentences_of(text)
        ):
            self.is_revisit = self._last_cause = False
        is_recommendation = heading is not None and heading.kind == "recommendation"
        below_cause = self._last_cause and is_recommendation
        is_next = heading is not None and heading.labels == (self._next_label,) and not self.are_open
        if len(text) > _HEADING_LETTERS or not (below_cause or is_next or self._names_earlier(text, heading)):
            return False
        if heading is not None and heading.rest_at is not None and not self.is_revisit:
            return False
        names_cause = heading.kind == "cause of concern" if heading is not None else "cause of concern" in text.casefold()
        was_cause = below_cause or (self.is_revisit and names_cause)
        self.end()
        self._last_cause = was_cause and self.is_revisit
        self._level, self._has_only_findings = paragraph.level or BY_ITS_WORDS, True
        self._count(heading if is_next else None)
        return True

    def _count(self, heading: FindingHeading | None) -> None:
        label = heading.labels[0] if heading is not None and heading.labels else ""
        self._next_label = str(int(label) + 1) if label.isdecimal() else ""

    def _names_earlier(self, text: str, heading: FindingHeading | None) -> bool:
        if self.is_revisit:
            told = _RECOMMENDATIONS.match(text)
            is_numbered = heading is not None and heading.kind == "recommendation" and bool(heading.labels)
            if _A_CAUSE.match(text) or _OUR_AREAS.match(text) or (told and told["ours"]) or is_numbered:
                return heading is not None
        return (
            len(text.split()) <= _HEADING_WORDS
            and not text.rstrip().endswith(".")
            and bool(_EARLIER.search(text))
            and not _NEW.search(text)
        )

    def include(self, paragraph: Paragraph, heading: FindingHeading | None = None) -> bool:
        """Whether a heading is below the one above the earlier findings."""
        if self._level is None:
            return False
        if self._level < paragraph.level < BY_ITS_WORDS:
            return True
        if heading is None and self._last_cause and is_a_statement(paragraph.text):
            return True  # the title of an earlier cause of concern, or what became of it
        is_one = heading is not None and self._level == BY_ITS_WORDS and bool(heading.labels) and self._has_only_findings
        if is_one:
            self._count(heading)
        return is_one

    def has_become(self, remark: str) -> bool:
        """Whether a line such as `Status: complete` says what became of the finding above it."""
        return self._is_follow_up and remark.casefold().startswith("status")

    def pass_over(self, text: str) -> None:
        """Note a paragraph of text below the heading."""
        self._has_only_findings = self._has_only_findings and (asks(text) or len(text.split()) <= _REMARK_WORDS)

    def end(self) -> None:
        """End the part about earlier findings."""
        self._level = None

    def end_cause(self) -> None:
        """Leave the cause of concern, and with it its recommendations."""
        self._last_cause = False

    def note_cause(self) -> None:
        """Note that the last cause of concern is of an earlier report."""
        self._last_cause = True
