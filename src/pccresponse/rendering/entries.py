"""The findings as they are printed: in groups, with what stands under each heading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from pccresponse import statute
from pccresponse.finding_kinds import ASKING
from pccresponse.matter import Matter
from pccresponse.models.findings import CauseOfConcern, Finding, PositiveFinding
from pccresponse.naming import capitalised
from pccresponse.partial_dates import PartialDate

_STATES = ("action_taken", "action_proposed", "no_action_taken", "no_action_proposed")
_OTHER_AREA = "Other findings"
_WITH_ARTICLE = {
    "Home Office": "the Home Office",
    "College of Policing": "the College of Policing",
    "National Police Chiefs' Council": "the National Police Chiefs’ Council",
    "Independent Office for Police Conduct": "the Independent Office for Police Conduct",
    "Crown Prosecution Service": "the Crown Prosecution Service",
}


class State(msgspec.Struct, frozen=True):
    """One of the four states of an explanation, with its text."""

    name: str
    text: str


class Reference(msgspec.Struct, frozen=True):
    """Another finding that this one refers to, or that refers to this one."""

    key: str
    """The anchor of the other finding."""
    name: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A finding as it is printed."""

    key: str
    kind: str
    finding: Finding
    meta: str
    note: str
    """The same without to whom it is addressed, for a table that has a column for it."""
    spoken_name: str
    explanations: tuple[State, ...]
    explanation_due: bool
    children: tuple[Entry, ...] = ()
    addressees: tuple[str, ...] = ()
    answered_with: Reference | None = None
    """The finding whose answer is the answer to this one too."""
    answers_also: tuple[Reference, ...] = ()
    """The findings that this one's answer answers too."""

    @property
    def is_answered(self) -> bool:
        """Whether anything is said about it beside what the report says."""
        finding = self.finding
        return bool(
            finding.acceptance
            or finding.acceptance_note
            or finding.explanation
            or finding.answered_with
            or finding.answered_in
            or finding.chief_officer_comment
            or finding.force_actions
            or finding.oversight
        )

    @property
    def is_answered_anywhere(self) -> bool:
        """Whether it, or a recommendation under it, is answered."""
        return any(entry.is_answered for entry in self.with_children)

    @property
    def with_children(self) -> tuple[Entry, ...]:
        """The entry and what is under it."""
        return (self, *self.children)


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Findings of one kind, or of one area of the report, under their heading."""

    key: str
    title: str
    entries: tuple[Entry, ...]


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """Findings that the same board looks at on the same date."""

    by: str
    on: PartialDate
    findings: tuple[str, ...]


def grouped(matter: Matter) -> tuple[tuple[Group, ...], tuple[Entry, ...]]:
    """The findings that are ours, in groups, and those that are addressed to others.

    A cause of concern that is addressed to others counts as ours where one of its recommendations is: the two are read together.
    """
    kinds: tuple[tuple[str, str, str, tuple[Finding, ...]], ...] = tuple(
        (kind.html_id, capitalised(kind.one), capitalised(kind.many), getattr(matter.response.found, kind.key)) for kind in ASKING
    )
    references = _references(matter, kinds)
    ours: list[tuple[str, str, Entry]] = []
    others: list[Entry] = []
    for key, kind, title, items in kinds:
        for i, item in enumerate(items, start=1):
            entry = _entry(matter, f"{key}-{i}", kind, item, references)
            if any(matter.is_ours(each.finding) for each in (entry, *entry.children)):
                ours.append((f"{key}s", title, entry))
            else:
                others.append(entry)
    by_area = matter.response.layout.findings_by == "area"
    return tuple(_by_area(entry for _, _, entry in ours) if by_area else _by_kind(ours)), tuple(others)


def _by_kind(entries: Iterable[tuple[str, str, Entry]]) -> Iterator[Group]:
    found: dict[tuple[str, str], list[Entry]] = {}
    for key, title, entry in entries:
        found.setdefault((key, title), []).append(entry)
    for (key, title), those in found.items():
        yield Group(key=key, title=title, entries=tuple(those))


def _by_area(entries: Iterable[Entry]) -> Iterator[Group]:
    """In the order in which the areas are first named; findings without an area come last."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.finding.area or "", []).append(entry)
    rest = found.pop("", [])
    for number, (area, those) in enumerate(found.items(), start=1):
        yield Group(key=f"area-{number}", title=area, entries=tuple(those))
    if rest:
        yield Group(key="area-none", title=_OTHER_AREA, entries=tuple(rest))


_Keyed = tuple[tuple[str, str, Finding], ...]


def _references(matter: Matter, kinds: Iterable[tuple[str, str, str, tuple[Finding, ...]]]) -> _Keyed:
    """Every finding with its anchor and its name for the middle of a sentence."""
    found: list[tuple[str, str, Finding]] = []
    for key, kind, _, items in kinds:
        for i, item in enumerate(items, start=1):
            found.append((f"{key}-{i}", name_of_finding(kind.lower(), item), item))
            for j, child in enumerate(item.recommendations if isinstance(item, CauseOfConcern) else (), start=1):
                found.append((f"{key}-{i}-recommendation-{j}", name_of_finding("recommendation", child), child))
    return tuple(found)


def _entry(matter: Matter, key: str, kind: str, finding: Finding, references: _Keyed) -> Entry:
    children: tuple[Entry, ...] = ()
    under_its_area = matter.response.layout.findings_by == "area" and "-recommendation-" not in key
    if isinstance(finding, CauseOfConcern):
        if finding.accelerated_on:
            kind = "Accelerated cause of concern"
        children = tuple(
            _entry(matter, f"{key}-recommendation-{j}", "Recommendation", item, references)
            for j, item in enumerate(finding.recommendations, start=1)
        )
    answer = finding.explanation
    states = tuple(State(name, text) for name in _STATES if (text := getattr(answer, name, None)))
    other = matter.answered_with(finding)
    return Entry(
        key=key,
        kind=kind,
        finding=finding,
        meta=_meta(matter, finding, with_area=not (under_its_area and matter.is_ours(finding))),
        note=_meta(matter, finding, with_addressees=False),
        spoken_name=name_of_finding(kind.lower(), finding) if finding.label else "",
        explanations=states,
        explanation_due=any(finding is item for _, item in matter.recommendations_to_explain())
        and not (matter.explanation_of(finding) or finding.answered_in),
        children=children,
        addressees=_addressees(matter, finding),
        answered_with=next((Reference(at, name) for at, name, item in references if item is other), None),
        answers_also=tuple(
            Reference(at, name) for at, name, item in references if item.answered_with and matter.answered_with(item) is finding
        ),
    )


def _addressees(matter: Matter, finding: Finding) -> tuple[str, ...]:
    """To whom a finding is addressed, in names: beside other forces, "the force" would say too little."""
    ours = {
        "the force": matter.force_in_sentence(matter.comments_dated),
        "the local policing body": matter.body_on(matter.comments_dated).in_sentence,
    }
    listed = tuple(ours.get(name) or _WITH_ARTICLE.get(name, name) for name in finding.addressees if name != "others")
    known = {force.id: force for force in statute.forces()} if finding.named_forces else {}
    named = tuple(
        known[name].name_on(matter.response.report.published_on) if name in known else name for name in finding.named_forces
    )
    return (*listed, *named, *finding.other_addressees) or ("others",)


def _meta(matter: Matter, finding: Finding, *, with_area: bool = True, with_addressees: bool = True) -> str:
    """The line under a finding's heading: where it stands in the report, to whom it speaks, and when it is due."""
    parts = [place_in_report(finding, with_area=with_area)]
    addressed = {*finding.addressees, *finding.named_forces, *finding.other_addressees}
    goes_without_saying = matter.speaks_to_one_force and addressed <= {"the force"}
    if with_addressees and addressed and not goes_without_saying:
        names = _addressees(matter, finding)
        parts.append(f"Addressed to {' and '.join(part for part in (', '.join(names[:-1]), names[-1]) if part)}")
    if isinstance(finding, CauseOfConcern) and finding.accelerated_on:
        parts.append(f"Told to the force: {finding.accelerated_on}")
    if finding.due_wording:
        date_part = f", {finding.due_on}" if finding.due_on and str(finding.due_on) not in finding.due_wording else ""
        words = f"“{finding.due_wording}”" if finding.wording == "as published" else finding.due_wording
        parts.append(f"Due {words}{date_part}")
    elif finding.due_on:
        parts.append(f"Due {finding.due_on}")
    if finding.repeats:
        parts.append(f"Repeats {finding.repeats}")
    if finding.closed_on:
        day = f" on {finding.closed_on}" if isinstance(finding.closed_on, PartialDate) and finding.closed_on.exact else ""
        month = f" in {finding.closed_on}" if isinstance(finding.closed_on, PartialDate) and not day else ""
        parts.append(f"Closed by the inspectorate{day or month}{'' if day or month else ', on a date that is not recorded'}")
    return ". ".join(part for part in parts if part)


def place_in_report(finding: Finding | PositiveFinding, *, with_area: bool = True) -> str:
    """Where the finding stands in the report: `Investigating crime, page 12, paragraph 4.3`."""
    practice = finding.practice if isinstance(finding, PositiveFinding) else None
    page = f"page {finding.page}" if finding.page else None
    paragraph = f"paragraph {finding.paragraph}" if finding.paragraph else None
    words = ", ".join(part for part in (practice, finding.area if with_area else None, page, paragraph) if part)
    return words[:1].upper() + words[1:]


def name_of_finding(kind: str, finding: Finding | PositiveFinding) -> str:
    """The finding's name: its label with its kind, unless the label says that itself (`Recommendation 4`, `AFI 2`)."""
    label = finding.label
    if label is None:
        return kind
    return label if any(letter.isalpha() for letter in label) and len(label) > 2 else f"{kind} {label}"


def reviews_of(entries: Iterable[Entry]) -> Iterator[Review]:
    """Who looks at which findings next, and when; the earliest first."""
    found: dict[tuple[str, PartialDate], list[str]] = {}
    for entry in (each for top in entries for each in (top, *top.children)):
        oversight = entry.finding.oversight
        if oversight and oversight.next_review_on:
            name = entry.spoken_name or entry.finding.heading or entry.kind.lower()
            found.setdefault((oversight.by, oversight.next_review_on), []).append(name)
    for (by, on), names in sorted(found.items(), key=lambda item: (item[0][1].earliest, item[0][0])):
        yield Review(by=by, on=on, findings=tuple(names))
