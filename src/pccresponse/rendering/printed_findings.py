"""The findings as they are printed, in groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, groupby

import msgspec

from pccresponse import statute
from pccresponse.case.case import Case
from pccresponse.case.explanations import answered_with, explained_where
from pccresponse.case.naming import capitalised
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.models.findings import ASKING, RECOMMENDATIONS, CauseOfConcern, Finding, FindingKind
from pccresponse.rendering.words import Words

_SHORTEST_RUN = 3
"""From so many consecutive numbers on, only the first and the last are printed."""
_LETTERS_ON_A_PAGE = 3_200
_LETTERS_AROUND_AN_ACTION = 120
"""The space around an action, in letters."""


class State(msgspec.Struct, frozen=True):
    """A state of an explanation, with its text."""

    name: str
    text: str


class Reference(msgspec.Struct, frozen=True):
    """Another finding that shares an answer with this one."""

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
    """Whether its area is the heading of its group, so that it need not be repeated."""
    explanations: tuple[State, ...]
    explanation_due: bool
    children: tuple[Entry, ...] = ()
    addressees: tuple[str, ...] = ()
    """The names of its addressees."""
    addressees_are_told: bool = False
    """Whether they are printed: in a report on one force, an addressee that is that force is not."""
    accelerated_on: PartialDate | None = None
    """When the force heard of a cause of concern ahead of the report."""
    answered_with: Reference | None = None
    """The finding whose answer is also the answer to this one."""
    answers_also: tuple[Reference, ...] = ()
    """The findings for which this one's answer is also the answer."""

    @property
    def fits_on_a_page(self) -> bool:
        """Whether it can be kept together, because it probably fits on one page by the number of its letters."""
        finding = self.finding
        texts = [finding.text, finding.acceptance_note, finding.chief_officer_comment, *(state.text for state in self.explanations)]
        for action in finding.force_actions:
            texts += [action.what, action.evidence, action.measure, " " * _LETTERS_AROUND_AN_ACTION]
        return sum(len(text) for text in texts if text) < _LETTERS_ON_A_PAGE

    @property
    def with_children(self) -> tuple[Entry, ...]:
        """The entry and its children."""
        return (self, *self.children)


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Findings of one kind, or of one area of the report, with their heading."""

    key: str
    title: str
    entries: tuple[Entry, ...]


class Run(msgspec.Struct, frozen=True):
    """Findings of one kind with consecutive numbers."""

    first: Entry
    last: Entry


class OneKind(msgspec.Struct, frozen=True):
    """Findings of one kind that are listed together: recommendations 1, 3 and 5 to 9."""

    kind: str
    runs: tuple[Run, ...]

    @property
    def is_one(self) -> bool:
        """Whether it is a single finding."""
        return len(self.runs) == 1 and self.runs[0].first is self.runs[0].last


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """Findings that the same board reviews on the same date."""

    by: str
    on: PartialDate
    numbered: tuple[OneKind, ...]
    """Those whose label is a number, by kind."""
    named: tuple[Entry, ...]
    """The others."""


def grouped(case: Case, words: Words) -> tuple[tuple[Group, ...], tuple[Entry, ...]]:
    """The findings that are ours, in groups, and those that are addressed to others.

    A cause of concern that is addressed to others counts as ours if one of its recommendations is: the two are read together.
    """
    references = tuple(_references(case))
    ours: dict[FindingKind, list[Entry]] = {}
    others: list[Entry] = []
    for kind, anchor, item in _findings(case):
        entry = _entry(case, anchor, kind.key, item, references, words)
        if any(case.is_ours(each.finding) for each in entry.with_children):
            ours.setdefault(kind, []).append(entry)
        else:
            others.append(entry)
    if case.response.layout.findings_by == "area":
        return tuple(_by_area(chain.from_iterable(ours.values()), words)), tuple(others)
    groups = (
        Group(key=f"{kind.html_id}s", title=capitalised(words.kinds[kind.key].many), entries=tuple(entries))
        for kind, entries in ours.items()
    )
    return tuple(groups), tuple(others)


def _findings(case: Case) -> Iterator[tuple[FindingKind, str, Finding]]:
    """Every finding that asks for something, with its kind and its anchor, without the recommendations of causes of concern."""
    for kind in ASKING:
        for i, item in enumerate(getattr(case.response.found, kind.key), start=1):
            yield kind, f"{kind.html_id}-{i}", item


def _children(anchor: str, finding: Finding) -> Iterator[tuple[str, Finding]]:
    """The recommendations of a cause of concern, with their anchors."""
    for j, child in enumerate(finding.recommendations if isinstance(finding, CauseOfConcern) else (), start=1):
        yield f"{anchor}-recommendation-{j}", child


def _references(case: Case) -> Iterator[Reference]:
    for kind, anchor, item in _findings(case):
        yield Reference(anchor, kind.key, item)
        for below, child in _children(anchor, item):
            yield Reference(below, RECOMMENDATIONS.key, child)


def _by_area(entries: Iterable[Entry], words: Words) -> Iterator[Group]:
    """In the order in which the areas are first named. Findings without an area come last."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.finding.area or "", []).append(entry)
    rest = found.pop("", [])
    for number, (area, those) in enumerate(found.items(), start=1):
        yield Group(key=f"area-{number}", title=area, entries=tuple(those))
    if rest:
        yield Group(key="area-none", title=words.sections["area-none"], entries=tuple(rest))


def _entry(
    case: Case, key: str, kind: str, finding: Finding, references: tuple[Reference, ...], words: Words, *, is_child: bool = False
) -> Entry:
    accelerated_on = finding.accelerated_on if isinstance(finding, CauseOfConcern) else None
    other = answered_with(case, finding)
    addressed = {*finding.addressees, *finding.named_forces, *finding.other_addressees}
    return Entry(
        key=key,
        kind="accelerated_causes_of_concern" if accelerated_on else kind,
        finding=finding,
        area_is_heading=case.response.layout.findings_by == "area" and not is_child and case.is_ours(finding),
        explanations=tuple(State(*state) for state in finding.explanation.states.items()) if finding.explanation else (),
        explanation_due=any(finding is item for _, item in case.recommendations_to_explain())
        and explained_where(case, finding) == "nowhere",
        children=tuple(
            _entry(case, below, RECOMMENDATIONS.key, child, references, words, is_child=True)
            for below, child in _children(key, finding)
        ),
        addressees=_addressees(case, finding, words),
        addressees_are_told=bool(addressed) and not (case.speaks_to_one_force and addressed <= {"the force"}),
        accelerated_on=accelerated_on,
        answered_with=next((each for each in references if each.finding is other), None),
        answers_also=tuple(
            each for each in references if each.finding.answered_with and answered_with(case, each.finding) is finding
        ),
    )


def _addressees(case: Case, finding: Finding, words: Words) -> tuple[str, ...]:
    """The names of the addressees of a finding, because "the force" is not clear beside other forces."""
    ours = {
        "the force": case.force_in_sentence(case.comments_dated),
        "the local policing body": case.body_on(case.comments_dated).in_sentence,
    }
    listed = (
        ours.get(name) or words.addressees.get(name, name)
        for name in finding.addressees
        if not (name == "others" and finding.other_addressees)
    )
    known = {force.id: force for force in statute.forces()} if finding.named_forces else {}
    named = (
        known[name].named_on(case.response.report.published_on).in_sentence if name in known else name
        for name in finding.named_forces
    )
    return (*listed, *named, *finding.other_addressees)


def names_itself(label: str) -> bool:
    """Whether a label includes the kind of finding, as `AFI 2` does and `4` or `4a` does not."""
    return any(letter.isalpha() for letter in label) and len(label) > 2


def reviews_of(entries: Iterable[Entry]) -> Iterator[Review]:
    """The next reviews of findings, the earliest first."""
    found: dict[tuple[str, PartialDate], list[Entry]] = {}
    for entry in (each for top in entries for each in top.with_children):
        oversight = entry.finding.oversight
        if oversight and oversight.next_review_on:
            found.setdefault((oversight.by, oversight.next_review_on), []).append(entry)
    for (by, on), those in sorted(found.items(), key=lambda item: (item[0][1].earliest, item[0][0])):
        numbered: dict[str, list[tuple[int, Entry]]] = {}
        named: list[Entry] = []
        for entry in those:
            label = entry.finding.label or ""
            if label.isascii() and label.isdigit():
                numbered.setdefault(entry.kind, []).append((int(label), entry))
            else:
                named.append(entry)
        kinds = tuple(OneKind(kind, tuple(_runs(each))) for kind, each in numbered.items())
        yield Review(by=by, on=on, numbered=kinds, named=tuple(named))


def _runs(numbered: Iterable[tuple[int, Entry]]) -> Iterator[Run]:
    """Runs in the order of the numbers. Two consecutive numbers are no run."""
    ordered = sorted(numbered, key=lambda each: each[0])
    for _, group in groupby(enumerate(ordered), key=lambda placed: placed[1][0] - placed[0]):
        run = [entry for _, (_, entry) in group]
        if len(run) >= _SHORTEST_RUN:
            yield Run(run[0], run[-1])
        else:
            yield from (Run(entry, entry) for entry in run)
