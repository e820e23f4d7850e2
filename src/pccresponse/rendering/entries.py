"""The findings as they are printed: in groups, with what stands under each heading."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pccresponse import statute
from pccresponse.matter import Matter
from pccresponse.models.findings import CauseOfConcern, Finding, PositiveFinding
from pccresponse.partial_dates import PartialDate

_STATES = ("action_taken", "action_proposed", "no_action_taken", "no_action_proposed")


class State(msgspec.Struct, frozen=True):
    """One of the four states of an explanation, with its text."""

    name: str
    text: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A finding as it is printed."""

    key: str
    kind: str
    finding: Finding
    meta: str
    spoken_name: str
    explanations: tuple[State, ...]
    explanation_due: bool
    children: tuple[Entry, ...] = ()
    addressees: tuple[str, ...] = ()


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Findings of one kind under their heading."""

    key: str
    title: str
    entries: tuple[Entry, ...]


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """Findings that the same board looks at on the same date."""

    by: str
    on: PartialDate
    findings: tuple[str, ...]


def grouped(matter: Matter) -> tuple[tuple[Group, ...], tuple[Entry, ...]]:
    """The findings that are ours, by kind, and those that are addressed to others."""
    findings = matter.response.found
    kinds: tuple[tuple[str, str, str, tuple[Finding, ...]], ...] = (
        ("cause", "Cause of concern", "Causes of concern", findings.causes_of_concern),
        ("recommendation", "Recommendation", "Recommendations", findings.recommendations),
        ("afi", "Area for improvement", "Areas for improvement", findings.areas_for_improvement),
    )
    groups: list[Group] = []
    others: list[Entry] = []
    for key, kind, title, items in kinds:
        entries = [_entry(matter, f"{key}-{i}", kind, item) for i, item in enumerate(items, start=1)]
        ours = tuple(entry for entry in entries if matter.is_ours(entry.finding))
        others += [entry for entry in entries if not matter.is_ours(entry.finding)]
        if ours:
            groups.append(Group(key=f"{key}s", title=title, entries=ours))
    return tuple(groups), tuple(others)


def _entry(matter: Matter, key: str, kind: str, finding: Finding) -> Entry:
    children: tuple[Entry, ...] = ()
    if isinstance(finding, CauseOfConcern):
        if finding.accelerated_on:
            kind = "Accelerated cause of concern"
        children = tuple(
            _entry(matter, f"{key}-recommendation-{j}", "Recommendation", item)
            for j, item in enumerate(finding.recommendations, start=1)
        )
    answer = finding.explanation
    states = tuple(State(name, text) for name in _STATES if (text := getattr(answer, name, None)))
    is_recommendation = kind == "Recommendation"
    return Entry(
        key=key,
        kind=kind,
        finding=finding,
        meta=_meta(matter, finding),
        spoken_name=name_of_finding(kind.lower(), finding) if finding.label else "",
        explanations=states,
        explanation_due=is_recommendation and matter.regime.explanation_required and matter.is_ours(finding),
        children=children,
        addressees=_addressees(matter, finding),
    )


def _addressees(matter: Matter, finding: Finding) -> tuple[str, ...]:
    """To whom a finding is addressed, in names: beside other forces, "the force" would say too little."""
    ours = {
        "the force": matter.force_name_on(matter.comments_dated),
        "the local policing body": matter.body_on(matter.comments_dated).name,
    }
    listed = tuple(ours.get(name, name) for name in finding.addressees if name != "others")
    known = {force.id: force for force in statute.forces()} if finding.named_forces else {}
    named = tuple(
        known[name].name_on(matter.response.report.published_on) if name in known else name for name in finding.named_forces
    )
    return (*listed, *named, *finding.other_addressees) or ("others",)


def _meta(matter: Matter, finding: Finding) -> str:
    """The line under a finding's heading: where it stands in the report, to whom it speaks, and when it is due."""
    parts = [place_in_report(finding)]
    if not matter.speaks_to_one_force and (finding.addressees or finding.named_forces or finding.other_addressees):
        parts.append(f"Addressed to {', '.join(_addressees(matter, finding))}")
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
    return ". ".join(part for part in parts if part)


def place_in_report(finding: Finding | PositiveFinding) -> str:
    """Where the finding stands in the report: `Investigating crime, page 12, paragraph 4.3`."""
    practice = finding.practice if isinstance(finding, PositiveFinding) else None
    page = f"page {finding.page}" if finding.page else None
    paragraph = f"paragraph {finding.paragraph}" if finding.paragraph else None
    words = ", ".join(part for part in (practice, finding.area, page, paragraph) if part)
    return words[:1].upper() + words[1:]


def name_of_finding(kind: str, finding: Finding | PositiveFinding) -> str:
    """The finding's name: its label with its kind, unless the label says that itself (`Recommendation 4`, `AFI 2`)."""
    label = finding.label
    if label is None:
        return kind
    return label if any(letter.isalpha() for letter in label) and len(label) > 2 else f"{kind} {label}"


def reviews_of(groups: tuple[Group, ...]) -> Iterator[Review]:
    """Who looks at which findings next, and when; the earliest first."""
    found: dict[tuple[str, PartialDate], list[str]] = {}
    for entry in (entry for group in groups for top in group.entries for entry in (top, *top.children)):
        oversight = entry.finding.oversight
        if oversight and oversight.next_review_on:
            name = entry.spoken_name or entry.finding.heading or entry.kind.lower()
            found.setdefault((oversight.by, oversight.next_review_on), []).append(name)
    for (by, on), names in sorted(found.items(), key=lambda item: (item[0][1].earliest, item[0][0])):
        yield Review(by=by, on=on, findings=tuple(names))
