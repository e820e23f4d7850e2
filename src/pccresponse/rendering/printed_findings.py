"""The findings as they are printed: in groups, with what is under each heading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import msgspec

from pccresponse import statute
from pccresponse.case.case import Case
from pccresponse.case.naming import capitalised
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.models.findings import ASKING, RECOMMENDATIONS, CauseOfConcern, Finding
from pccresponse.rendering.words import Words

_STATES = ("action_taken", "action_proposed", "no_action_taken", "no_action_proposed")

SHORTEST_RUN = 3
"""So many findings that count on by one are named by the first and the last of them."""
_LETTERS_ON_A_PAGE = 3_200
_LETTERS_AROUND_AN_ACTION = 120
"""How many letters would fill the room that an action needs beside its own words."""


class State(msgspec.Struct, frozen=True):
    """One of the four states of an explanation, with its text."""

    name: str
    text: str


class Reference(msgspec.Struct, frozen=True):
    """Another finding that this one refers to, or that refers to this one."""

    key: str
    """The anchor of the other finding."""
    kind: str
    finding: Finding


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A finding as it is printed."""

    key: str
    kind: str
    """The name of its kind in the table of words."""
    finding: Finding
    area_is_heading: bool
    """Whether its area is the heading of its group, so that it need not be said again."""
    explanations: tuple[State, ...]
    explanation_due: bool
    children: tuple[Entry, ...] = ()
    addressees: tuple[str, ...] = ()
    """To whom it speaks, in names."""
    addressees_are_told: bool = False
    """Whether it says so: in a report on one force that it speaks to that force goes without saying."""
    accelerated_on: PartialDate | None = None
    """When a cause of concern was told to the force ahead of the report."""
    answered_with: Reference | None = None
    """The finding whose answer is the answer to this one too."""
    answers_also: tuple[Reference, ...] = ()
    """The findings that this one's answer answers too."""

    @property
    def fits_on_a_page(self) -> bool:
        """Whether all of it is likely to fit on one page, so that it can be kept together: by the number of its letters."""
        finding = self.finding
        texts = [finding.text, finding.acceptance_note, finding.chief_officer_comment, *(state.text for state in self.explanations)]
        for action in finding.force_actions:
            texts += [action.what, action.evidence, action.measure, " " * _LETTERS_AROUND_AN_ACTION]
        return sum(len(text) for text in texts if text) < _LETTERS_ON_A_PAGE

    @property
    def with_children(self) -> tuple[Entry, ...]:
        """The entry and what is under it."""
        return (self, *self.children)


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Findings of one kind, or of one area of the report, under their heading."""

    key: str
    title: str
    entries: tuple[Entry, ...]


class Run(msgspec.Struct, frozen=True):
    """Findings of one kind whose labels count on by one."""

    first: Entry
    last: Entry


class OneKind(msgspec.Struct, frozen=True):
    """The findings of one kind in a list, where they are named together: recommendations 1, 3 and 5 to 9."""

    kind: str
    runs: tuple[Run, ...]

    @property
    def is_one(self) -> bool:
        """Whether it is a single finding."""
        return len(self.runs) == 1 and self.runs[0].first is self.runs[0].last


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """Findings that the same board looks at on the same date."""

    by: str
    on: PartialDate
    numbered: tuple[OneKind, ...]
    """Those that have a number as their label, by their kind."""
    named: tuple[Entry, ...]
    """The others, one by one."""


def grouped(case: Case, words: Words) -> tuple[tuple[Group, ...], tuple[Entry, ...]]:
    """The findings that are ours, in groups, and those that are addressed to others.

    A cause of concern that is addressed to others counts as ours where one of its recommendations is: the two are read together.
    """
    kinds: _Kinds = tuple((kind.html_id, kind.key, getattr(case.response.found, kind.key)) for kind in ASKING)
    references = _references(kinds)
    ours: list[tuple[str, str, Entry]] = []
    others: list[Entry] = []
    for key, kind, items in kinds:
        for i, item in enumerate(items, start=1):
            entry = _entry(case, f"{key}-{i}", kind, item, references, words)
            if any(case.is_ours(each.finding) for each in (entry, *entry.children)):
                ours.append((f"{key}s", kind, entry))
            else:
                others.append(entry)
    by_area = case.response.layout.findings_by == "area"
    return tuple(_by_area((entry for _, _, entry in ours), words) if by_area else _by_kind(ours, words)), tuple(others)


def _by_kind(entries: Iterable[tuple[str, str, Entry]], words: Words) -> Iterator[Group]:
    found: dict[tuple[str, str], list[Entry]] = {}
    for key, kind, entry in entries:
        found.setdefault((key, kind), []).append(entry)
    for (key, kind), those in found.items():
        yield Group(key=key, title=capitalised(words.kinds[kind].many), entries=tuple(those))


def _by_area(entries: Iterable[Entry], words: Words) -> Iterator[Group]:
    """In the order in which the areas are first named; findings without an area come last."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.finding.area or "", []).append(entry)
    rest = found.pop("", [])
    for number, (area, those) in enumerate(found.items(), start=1):
        yield Group(key=f"area-{number}", title=area, entries=tuple(those))
    if rest:
        yield Group(key="area-none", title=words.sections["area-none"], entries=tuple(rest))


_Kinds = tuple[tuple[str, str, tuple[Finding, ...]], ...]
"""The findings by kind: how their anchors begin, the name of the kind in the table of words, and the findings."""


def _references(kinds: _Kinds) -> tuple[Reference, ...]:
    """Every finding with its anchor."""
    found: list[Reference] = []
    for key, kind, items in kinds:
        for i, item in enumerate(items, start=1):
            found.append(Reference(f"{key}-{i}", kind, item))
            for j, child in enumerate(item.recommendations if isinstance(item, CauseOfConcern) else (), start=1):
                found.append(Reference(f"{key}-{i}-recommendation-{j}", RECOMMENDATIONS.key, child))
    return tuple(found)


def _entry(case: Case, key: str, kind: str, finding: Finding, references: tuple[Reference, ...], words: Words) -> Entry:
    children: tuple[Entry, ...] = ()
    under_its_area = case.response.layout.findings_by == "area" and "-recommendation-" not in key
    accelerated_on = None
    if isinstance(finding, CauseOfConcern):
        accelerated_on = finding.accelerated_on
        if accelerated_on:
            kind = "accelerated_causes_of_concern"
        children = tuple(
            _entry(case, f"{key}-recommendation-{j}", RECOMMENDATIONS.key, item, references, words)
            for j, item in enumerate(finding.recommendations, start=1)
        )
    answer = finding.explanation
    states = tuple(State(name, text) for name in _STATES if (text := getattr(answer, name, None)))
    other = case.answered_with(finding)
    addressed = {*finding.addressees, *finding.named_forces, *finding.other_addressees}
    return Entry(
        key=key,
        kind=kind,
        finding=finding,
        area_is_heading=under_its_area and case.is_ours(finding),
        explanations=states,
        explanation_due=any(finding is item for _, item in case.recommendations_to_explain())
        and not (case.explanation_of(finding) or finding.answered_in),
        children=children,
        addressees=_addressees(case, finding, words),
        addressees_are_told=bool(addressed) and not (case.speaks_to_one_force and addressed <= {"the force"}),
        accelerated_on=accelerated_on,
        answered_with=next((each for each in references if each.finding is other), None),
        answers_also=tuple(
            each for each in references if each.finding.answered_with and case.answered_with(each.finding) is finding
        ),
    )


def _addressees(case: Case, finding: Finding, words: Words) -> tuple[str, ...]:
    """To whom a finding is addressed, in names: beside other forces, "the force" would say too little."""
    ours = {
        "the force": case.force_in_sentence(case.comments_dated),
        "the local policing body": case.body_on(case.comments_dated).in_sentence,
    }
    listed = tuple(
        ours.get(name) or words.addressees.get(name, name)
        for name in finding.addressees
        if not (name == "others" and finding.other_addressees)
    )
    known = {force.id: force for force in statute.forces()} if finding.named_forces else {}
    named = tuple(
        known[name].named_on(case.response.report.published_on).in_sentence if name in known else name
        for name in finding.named_forces
    )
    return (*listed, *named, *finding.other_addressees)


def names_itself(label: str) -> bool:
    """Whether a label says what kind of finding it is, as `AFI 2` does and `4` or `4a` does not."""
    return any(letter.isalpha() for letter in label) and len(label) > 2


def reviews_of(entries: Iterable[Entry]) -> Iterator[Review]:
    """Who looks at which findings next, and when; the earliest first."""
    found: dict[tuple[str, PartialDate], list[Entry]] = {}
    for entry in (each for top in entries for each in (top, *top.children)):
        oversight = entry.finding.oversight
        if oversight and oversight.next_review_on:
            found.setdefault((oversight.by, oversight.next_review_on), []).append(entry)
    for (by, on), those in sorted(found.items(), key=lambda item: (item[0][1].earliest, item[0][0])):
        numbered: dict[str, list[Entry]] = {}
        for entry in those:
            if _number_of(entry) is not None:
                numbered.setdefault(entry.kind, []).append(entry)
        yield Review(
            by=by,
            on=on,
            numbered=tuple(OneKind(kind, tuple(_runs(entries))) for kind, entries in numbered.items()),
            named=tuple(entry for entry in those if _number_of(entry) is None),
        )


def _number_of(entry: Entry) -> int | None:
    label = entry.finding.label or ""
    return int(label) if label.isascii() and label.isdigit() else None


def _runs(entries: Iterable[Entry]) -> Iterator[Run]:
    """In order of their numbers; two that follow each other are no run."""
    ordered = sorted(entries, key=lambda entry: _number_of(entry) or 0)
    for _, group in groupby(enumerate(ordered), key=lambda placed: (_number_of(placed[1]) or 0) - placed[0]):
        run = [entry for _, entry in group]
        if len(run) >= SHORTEST_RUN:
            yield Run(run[0], run[-1])
        else:
            yield from (Run(entry, entry) for entry in run)
