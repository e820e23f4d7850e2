"""The data types of a finding in a report: `Growing` while its paragraphs are read, `FoundFinding` when it is complete."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import islice, takewhile
from typing import Literal, NamedTuple

from pccresponse.source_report.comparable_text import folded, letters_of, plain, tokens_of
from pccresponse.source_report.finding_headings import FindingHeading
from pccresponse.source_report.finding_sentences import (
    is_a_statement,
    is_of_an_earlier_report,
    speaks_in_first_person,
    tells_of_an_earlier_inspection,
)
from pccresponse.source_report.paragraphs import Paragraph, paragraphs_of
from pccresponse.source_report.report import InspectedReport, Span
from pccresponse.source_report.request_parts import DUE, ONE_FORCE, RECOMMENDS, addressee_of, due_words, without_lead_in

FindingDoubt = Literal["several", "carried over", "whose cause", "addressee", "no heading"]
"""What a person has to decide: whether it is one finding or several, new or of an earlier report, under which cause of concern, to
whom it is addressed, and whether it is a finding at all."""

_SHORTEST = 4
_BEGINNING = 25
_REFERENCES = ("(para", "(page", "(see")
"""The start of a reference to the place in the report that a recommendation comes from."""
_OF_A_MEETING = re.compile(
    r"(?:^\W*|(?<!sure )\b[Tt]hat )(?:[Tt]he |[Tt]his )?(?:[A-Z]\w+ ){0,5}(?:[Pp]anel|[Bb]oard|[Cc]ommittee|[Mm]embers|[Mm]eeting|[Cc]abinet)"
    r"(?: (?:is|are) \w+ to| should| to)?:?(?: \(?[ivx\d]{1,3}\)?\.?)? (?:notes?|receives?|endorses?)\b|\breport be noted\b"
)
"""A recommendation in committee papers, to the committee."""
_ONE_FORCE = re.compile(rf"the (?:force|constabulary)|(?:the )?{ONE_FORCE}")


class FoundFinding(NamedTuple):
    """One thing that the report asks for."""

    kind: str
    """`recommendation`, `cause of concern` or `area for improvement`."""
    label: str | None
    """The report's own number, where it has one."""
    start: int
    """Its first word after the heading that says what it is; that of its title where it has one."""
    end: int
    """The word after its last."""
    points: tuple[Span, ...] = ()
    """The items of a list in it."""
    title: Span | None = None
    due: str | None = None
    """The report's words about time."""
    addressee: str | None = None
    """Whom it asks, in the report's words."""
    under: int | None = None
    """The place, among the findings, of the cause of concern that it belongs to."""
    area: str | None = None
    """The heading of the chapter."""
    doubts: tuple[FindingDoubt, ...] = ()


class Growing:
    """A finding that is being read: the next paragraph may be part of it."""

    def __init__(self, kind: str, paragraph: Paragraph) -> None:
        self.kind = kind
        self.label: str | None = None
        self.heading: FindingHeading | None = None
        self.start, self.end = paragraph.start, paragraph.end
        self.text = paragraph.text
        """Without the items of its list."""
        self.points: list[Span] = []
        self.point_texts: list[str] = []
        self.paragraphs = 1
        self.title_words = 0
        self.title = ""
        self.is_item = False
        self.has_ended = False
        self.has_heading = True
        self.list_has_ended = False
        self.area: str | None = None
        self.cause: Growing | None = None
        self.cause_is_unsure = False
        self.is_carried_over = False
        self.has_recommendations = False
        self.addressee_of_heading: str | None = None
        self.due_of_heading: str | None = None
        self._last_text = paragraph.text

    @property
    def is_titled(self) -> bool:
        """Whether its first words are a title: a sentence without a full stop, with an explanation below it."""
        return bool(self.title_words) or (self.paragraphs == 1 and not re.search(r"[.:;!?]['\"’”)]*\d{0,3}$", self.text))

    @property
    def is_only_a_title(self) -> bool:
        """Whether nothing follows its title."""
        return self.is_titled and self.title_end >= self.end

    @property
    def title_end(self) -> int:
        """The word after its title."""
        return self.start + self.title_words if self.title_words or not self.is_titled else self.end

    @property
    def takes_points(self) -> bool:
        """Whether the items of a list that follows belong to it."""
        return not self.has_ended and (bool(self.points) or not re.search(r"[.!?]['\"’”)]*\d{0,3}$", self._last_text))

    @property
    def is_one_of_several(self) -> bool:
        """Whether it is an item such as `how it keeps keys;`, after which the next one of the same list follows."""
        return self.text[:1].islower() and not self.points and re.search(r"[;,](?: and)?$", self._last_text) is not None

    @property
    def is_bare_stem(self) -> bool:
        """Whether it is only `We recommend that:` and names nobody, so that each item may name whom it asks."""
        return (
            self.paragraphs == 1
            and not self.points
            and self.text.endswith(":")
            and bool(RECOMMENDS.search(self.text))
            and addressee_of(self.text) is None
        )

    @property
    def is_announcement(self) -> bool:
        """Whether it only announces a cause of concern: a theme and what the inspectorate did, without recommendations."""
        is_theme = self.title_words > 0 and not is_a_statement(self.title)
        return is_theme and not self.has_recommendations and speaks_in_first_person(self.text)

    def is_followed_by(self, item: Paragraph) -> bool:
        """Whether an item of a list has the number after the label of this one, or no number where this item has none."""
        if self.label is None:
            return self.is_item and not item.sign.isdigit()
        return self.label.isdecimal() and item.sign == str(int(self.label) + 1)

    def add_point(self, item: Paragraph) -> None:
        """Add the next item of its list."""
        and_more = len(item.text.split()) > 1 and item.text.casefold().endswith((" and", " or"))
        self.points.append(Span(item.start, item.end - and_more))
        self.point_texts.append(item.text)
        self.end = item.end
        self.list_has_ended = item.text.rstrip("0123456789 ").endswith(".")

    @property
    def due(self) -> str | None:
        """Its words about time, in the text or in a heading above it."""
        of_points = {due[0] if (due := DUE.match(text)) else None for text in self.point_texts}
        own = due_words(self.text)
        if own and self.due_of_heading and own.startswith("as a "):  # `Within six months` above is more than `as a priority`
            return self.due_of_heading
        return own or self.due_of_heading or (of_points.pop() if len(of_points) == 1 else None)

    def take_from_repetition(self, other: Growing) -> None:
        """Add what only the repetition of this finding says."""
        self.label = self.label or other.label
        self.cause = self.cause or other.cause
        self.due_of_heading = self.due_of_heading or other.due
        self.addressee_of_heading = self.addressee_of_heading or other.addressee_of_heading

    def extend(self, paragraph: Paragraph) -> None:
        """Add the next paragraph."""
        if self.is_titled and not self.title_words:
            self.title_words = self.end - self.start
        self.end = paragraph.end
        self.text = f"{self.text}{'.' if self.is_titled and self.text[-1:].isalnum() else ''} {paragraph.text}"
        self._last_text = paragraph.text
        self.paragraphs += 1


def complete_findings(found: Sequence[Growing], report: InspectedReport) -> tuple[FoundFinding, ...]:
    """The complete findings, without those that an annex or a summary repeats, that are too short, or that belong to an earlier report."""
    kept: list[Growing] = []
    known: dict[str, int] = {}
    causes: dict[str, int] = {}
    """The causes of concern by title: a summary may repeat the title alone."""
    kept_for: dict[int, Growing] = {}
    for each in found:
        if _OF_A_MEETING.search(report.text(Span(each.start, min(each.end, each.start + _BEGINNING)))):
            continue
        opening = "" if each.title_words or each.kind == "cause of concern" else each.text[:400]
        if each.end - each.start < _SHORTEST or (is_of_an_earlier_report(opening.partition(". ")[0]) and not each.label):
            continue
        key = _beginning(each, report)
        title = "".join(report.keys[each.start : each.title_end]) if each.kind == "cause of concern" else ""
        before = causes.get(title) if title else None
        if before is not None and (each.is_only_a_title or kept[before].is_only_a_title):
            first, other = (each, kept[before]) if kept[before].is_only_a_title else (kept[before], each)
            first.take_from_repetition(other)
            kept[before] = kept_for[id(other)] = first
            continue
        before = known.get(key)
        if before is not None and kept[before].kind == each.kind and not _differ(kept[before], each):
            kept[before].take_from_repetition(each)
            if each.has_heading and not kept[before].has_heading:
                each.take_from_repetition(kept[before])
                kept[before] = each
            kept_for[id(each)] = kept[before]
            continue
        known[key] = len(kept)
        if title:
            causes[title] = len(kept)
        kept.append(each)
    kept.sort(key=lambda each: each.start)
    for each in kept:
        labels = each.heading.labels if each.heading else ()
        if len(labels) > 1 and sum(other.heading is each.heading for other in kept) == 1:
            each.label = f"{', '.join(labels[:-1])} and {labels[-1]}"  # one text for all of them
    places = {id(each): place for place, each in enumerate(kept)}
    places |= {told_again: places[id(each)] for told_again, each in kept_for.items() if id(each) in places}
    whole: list[FoundFinding] = []
    by_cause: dict[int, str] = {}
    for each in kept:
        made = _whole(each, places, report)
        if made.under is not None and made.addressee is None:  # a cause of concern speaks to one alone
            made = made._replace(addressee=by_cause.get(made.under))
        elif made.under is not None and made.addressee is not None:
            by_cause.setdefault(made.under, made.addressee)
        whole.append(made)
    return tuple(whole)


def _beginning(each: Growing, report: InspectedReport) -> str:
    """The first words after any title and lead-in, by which a repeated finding is recognised."""
    title = each.title_words * (each.start + each.title_words < each.end)
    request = without_lead_in(each.text)
    lead = len(each.text) - len(request) if request and each.text.endswith(request) else 0
    skipped = sum(1 for token in tokens_of(plain(each.text[:lead])) if letters_of(token))
    start = each.start + title + skipped
    end = min(each.end, start + _BEGINNING)
    end = next((place for place in range(start, end) if folded(report.letters[place]).startswith(_REFERENCES)), end)
    return "".join(report.keys[start:end])


def _differ(one: Growing, other: Growing) -> bool:
    """Whether two findings with the same first words have labels, dates or titles that set them apart."""
    titles = {each.title.casefold() for each in (one, other)}
    return (one.kind == "cause of concern" and len(titles - {""}) > 1) or any(
        mine is not None and theirs is not None and mine.casefold() != theirs.casefold()
        for mine, theirs in ((one.label, other.label), (one.due, other.due))
    )


def _whole(each: Growing, places: dict[int, int], report: InspectedReport) -> FoundFinding:
    asked = each.kind != "cause of concern"
    addressee = (addressee_of(each.text) or each.addressee_of_heading) if asked else None
    if each.kind == "area for improvement" and addressee and _ONE_FORCE.fullmatch(addressee):
        addressee = None  # the only force in the report needs no naming
    due = each.due if asked else None
    under = places.get(id(each.cause)) if each.cause is not None else None
    doubts: list[FindingDoubt] = []
    if asked and (len(each.points) > 1 or " and " in (each.label or "")):
        doubts.append("several")
    if each.is_carried_over or tells_of_an_earlier_inspection(f"{each.area or ''}. {report.text(Span(each.start, each.end))}"):
        doubts.append("carried over")
    if each.cause_is_unsure:
        doubts.append("whose cause")
    if each.kind == "recommendation" and addressee is None:
        doubts.append("addressee")
    if not each.has_heading:
        doubts.append("no heading")
    title = Span(each.start, each.start + each.title_words) if each.title_words else None
    return FoundFinding(
        each.kind, each.label, each.start, each.end, tuple(each.points), title, due, addressee, under, each.area, tuple(doubts)
    )


def text_of(finding: FoundFinding, report: InspectedReport) -> tuple[str | None, tuple[tuple[str, bool], ...]]:
    """The title of a finding, and its paragraphs in the report's words, each with whether it is an item of a list."""
    start = finding.title.end if finding.title and finding.title.end < finding.end else finding.start
    title: list[str] = []
    parts: list[tuple[str, bool]] = []
    points = {point.start for point in finding.points}
    paragraphs = paragraphs_of(report)
    first = max(0, bisect_right(paragraphs, finding.start, key=lambda each: each.start) - 1)
    for paragraph in takewhile(lambda each: each.start < finding.end, islice(paragraphs, first, None)):
        if finding.title and start == finding.title.end and paragraph.start < start:
            title.append(paragraph.words_between(finding.start, start))
        words = paragraph.words_between(max(start, paragraph.start), min(finding.end, paragraph.end))
        if words:
            parts.append((words, paragraph.start in points))
    return " ".join(title) or None, tuple(parts)
