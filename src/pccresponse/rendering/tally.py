"""How many findings of each kind there are and where they stand: counted, never typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal

import msgspec

from pccresponse.matter import Matter
from pccresponse.models.findings import CauseOfConcern, Explanation, Finding, ForceAction

Standing = Literal["not started", "in progress", "complete", "closed by the inspectorate", "not recorded", "no action recorded"]
STANDINGS: tuple[Standing, ...] = (
    "complete",
    "closed by the inspectorate",
    "in progress",
    "not started",
    "not recorded",
    "no action recorded",
)


class KindTally(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of finding: how many there are, and how many of them stand where."""

    kind: str
    total: int
    standings: dict[Standing, int]
    """In the order of `STANDINGS`; empty for positive findings, on which nothing is to be done."""


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """The whole response in numbers. Findings addressed to others than the body and its force are counted apart."""

    kinds: tuple[KindTally, ...]
    to_others: int
    standings: dict[Standing, int]
    """All findings that ask something of the force or the body, by where they stand; no zeros."""
    explained: int
    """Recommendations to which the body gives an explanation of its own."""
    to_explain: int
    action_taken: int
    action_proposed: int
    no_action: int

    @property
    def answered(self) -> int:
        """How many findings ask something of the force or the body."""
        return sum(self.standings.values())


def standing_of(actions: Iterable[ForceAction]) -> Standing:
    """Where a finding stands, from the force's actions on it: complete only when all of them are.

    >>> standing_of(())
    'no action recorded'
    """
    found = {action.status for action in actions}
    if not found:
        return "no action recorded"
    if len(found) == 1:
        return found.pop()
    if found == {"complete", "closed by the inspectorate"}:
        return "complete"
    return "not recorded" if found <= {"complete", "closed by the inspectorate", "not recorded"} else "in progress"


def actions_on(finding: Finding) -> tuple[ForceAction, ...]:
    """The force's actions on a finding; a cause of concern counts those on its recommendations too."""
    if isinstance(finding, CauseOfConcern):
        return finding.force_actions + tuple(action for item in finding.recommendations for action in item.force_actions)
    return finding.force_actions


def tally_of(matter: Matter) -> Tally:
    """Count the findings of a response."""
    findings = matter.response.found
    groups: tuple[tuple[str, tuple[Finding, ...]], ...] = (
        ("Causes of concern", findings.causes_of_concern),
        ("Recommendations", tuple(item for _, item in findings.every_recommendation())),
        ("Areas for improvement", findings.areas_for_improvement),
    )
    kinds: list[KindTally] = []
    everything: Counter[Standing] = Counter()
    others = 0
    for kind, group in groups:
        ours = [finding for finding in group if matter.is_ours(finding)]
        others += len(group) - len(ours)
        counted = Counter(standing_of(actions_on(finding)) for finding in ours)
        everything += counted
        if ours:
            kinds.append(KindTally(kind=kind, total=len(ours), standings=_in_order(counted)))
    if findings.positive_findings:
        kinds.append(KindTally(kind="Positive findings", total=len(findings.positive_findings), standings={}))
    asked = [item for _, item in findings.every_recommendation() if matter.is_ours(item)]
    answers = [item.explanation for item in asked if item.explanation]
    return Tally(
        kinds=tuple(kinds),
        to_others=others,
        standings=_in_order(everything),
        explained=len(answers),
        to_explain=len(asked),
        action_taken=_count(answers, "action_taken"),
        action_proposed=_count(answers, "action_proposed"),
        no_action=sum(1 for answer in answers if answer.no_action_taken or answer.no_action_proposed),
    )


def _in_order(counted: Counter[Standing]) -> dict[Standing, int]:
    return {standing: counted[standing] for standing in STANDINGS if counted[standing]}


def _count(answers: list[Explanation], state: str) -> int:
    return sum(1 for answer in answers if getattr(answer, state))
