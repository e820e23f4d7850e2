"""How many findings of each kind the comments deal with and how far they have come: counted, never typed.

What is counted are the findings of the response. How many the report contains is another case: it is said only where the response
gives it. Findings that repeat an earlier report, or that this report closes, are no new ones and are counted apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal

import msgspec

from pccresponse.case.case import Case
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.models.findings import ASKING, CauseOfConcern, Explanation, Finding, ForceAction, kind_of
from pccresponse.models.report import ReportContents

Standing = Literal["not started", "in progress", "complete", "closed by the inspectorate", "not recorded", "no action recorded"]
STANDINGS: tuple[Standing, ...] = (
    "complete",
    "closed by the inspectorate",
    "in progress",
    "not started",
    "not recorded",
    "no action recorded",
)
_ENDED = {"complete", "closed by the inspectorate"}
_OF_A_FORCE = ("the force", "chief constables")


class Counted(msgspec.Struct, frozen=True):
    """So many findings of one kind."""

    kind: str
    number: int
    of: int | None = None
    """How many the whole report contains, where the response says so."""


class KindTally(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of finding that asks the force for something: how many there are, and how far they have come."""

    kind: str
    total: int
    standings: dict[Standing, int]
    """In the order of `STANDINGS`."""


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """The whole response in numbers. Findings addressed to others than the body and its force are counted apart."""

    new: tuple[Counted, ...]
    """What this report finds for the first time."""
    repeated: tuple[Counted, ...]
    """What it repeats from an earlier report."""
    closed: tuple[Counted, ...]
    """What an earlier report found and this one closes."""
    not_counted: tuple[Counted, ...]
    """What the report contains of the kinds of which the comments deal with nothing new, where the response says how many there are."""
    praised: int
    """Positive findings."""
    to_others: int
    kinds: tuple[KindTally, ...]
    """The kinds that ask the force for something, with how far its actions have come."""
    standings: dict[Standing, int]
    """All findings that ask the force for something, by how far its actions on them have come; no zeros."""
    explained: int
    """Recommendations to which the body gives an explanation of its own."""
    to_explain: int
    """Recommendations that are taken to need one; counted under every state of the law."""
    recommendations_to_others: int
    """Recommendations that are taken to need none because they are addressed to others."""
    recommendations_closed: int
    """Recommendations that are taken to need none because this report closes them, and that have none."""
    action_taken: int
    action_proposed: int
    no_action: int
    accepted: int
    """Findings that the body accepts, of those that it says this of."""
    partly_accepted: int
    not_accepted: int
    actions: int
    """The force's actions on the findings that the comments deal with."""
    actions_complete: int
    actions_closed: int
    """Those that the inspectorate closed."""
    last_action_due_on: PartialDate | None
    """The latest date on which one of the other actions is due, where any has a date."""

    @property
    def ours(self) -> int:
        """How many findings the comments deal with, those addressed to others left out."""
        return sum(each.number for each in (*self.new, *self.repeated, *self.closed))

    @property
    def asked_of_the_force(self) -> int:
        """How many findings ask the force for something."""
        return sum(self.standings.values())


def standing_of(actions: Iterable[ForceAction]) -> Standing:
    """How far a finding has come, from the force's actions on it: complete only when all of them are.

    >>> standing_of(())
    'no action recorded'
    """
    found = {action.status for action in actions}
    if not found:
        return "no action recorded"
    if len(found) == 1:
        return found.pop()
    if found == _ENDED:
        return "complete"
    return "in progress" if "in progress" in found or (found & _ENDED and "not started" in found) else "not recorded"


def actions_on(finding: Finding) -> tuple[ForceAction, ...]:
    """The force's actions on a finding; a cause of concern counts those on its recommendations too."""
    if isinstance(finding, CauseOfConcern):
        return finding.force_actions + tuple(action for item in finding.recommendations for action in item.force_actions)
    return finding.force_actions


def _standing(finding: Finding) -> Standing:
    return "closed by the inspectorate" if finding.closed_on else standing_of(actions_on(finding))


def asks_the_force(finding: Finding, force: str | None) -> bool:
    """Whether the finding asks the force for something, and not the body alone; what the force does on it counts as being asked."""
    if actions_on(finding) or not (finding.addressees or finding.named_forces or finding.other_addressees):
        return True
    return any(each in _OF_A_FORCE for each in finding.addressees) or (force is not None and force in finding.named_forces)


def tally_of(case: Case) -> Tally:
    """Count the findings of a response."""
    findings, contains = case.response.found, case.response.report.contains or ReportContents()
    recommendations = tuple(item for _, item in findings.every_recommendation())
    kinds: list[KindTally] = []
    everything: Counter[Standing] = Counter()
    counts: dict[str, list[Counted]] = {"new": [], "repeated": [], "closed": []}
    others = 0
    for kind in ASKING:
        group = [finding for path, finding in findings.every_finding() if kind_of(path) is kind]
        ours = [finding for finding in group if case.is_ours(finding)]
        others += len(group) - len(ours)
        for sort, number in Counter(map(_sort_of, ours)).items():
            counts[sort].append(Counted(kind.key, number, getattr(contains, kind.key) if sort == "new" else None))
        asked = [finding for finding in ours if asks_the_force(finding, case.office.force)]
        counted = Counter(map(_standing, asked))
        everything += counted
        if asked:
            kinds.append(KindTally(kind=kind.key, total=len(asked), standings=_in_order(counted)))
    to_explain = [item for item in recommendations if case.is_ours(item) and item.closed_on is None]
    answers = [answer for item in to_explain if (answer := case.explanation_of(item))]
    answered = [finding for _, finding in findings.every_finding() if case.is_ours(finding)]
    accepted = Counter(finding.acceptance for finding in answered)
    actions = [action for finding in answered for action in finding.force_actions]
    standings = Counter(action.status for action in actions)
    due = [action.due_on for action in actions if action.due_on and action.status not in ("complete", "closed by the inspectorate")]
    return Tally(
        new=tuple(counts["new"]),
        repeated=tuple(counts["repeated"]),
        closed=tuple(counts["closed"]),
        not_counted=tuple(
            Counted(kind.key, number)
            for kind in ASKING
            if (number := getattr(contains, kind.key)) is not None and all(each.kind != kind.key for each in counts["new"])
        ),
        praised=len(findings.positive_findings),
        to_others=others,
        kinds=tuple(kinds),
        standings=_in_order(everything),
        explained=len(answers),
        to_explain=len(to_explain),
        recommendations_to_others=sum(1 for item in recommendations if not case.is_ours(item)),
        recommendations_closed=sum(
            1 for item in recommendations if case.is_ours(item) and item.closed_on and not case.explanation_of(item)
        ),
        action_taken=_count(answers, "action_taken"),
        action_proposed=_count(answers, "action_proposed"),
        no_action=sum(1 for answer in answers if answer.no_action_taken or answer.no_action_proposed),
        accepted=accepted["accepted"],
        partly_accepted=accepted["partly accepted"],
        not_accepted=accepted["not accepted"],
        actions=len(actions),
        actions_complete=standings["complete"],
        actions_closed=standings["closed by the inspectorate"],
        last_action_due_on=max(due, key=lambda day: day.latest, default=None),
    )


def _sort_of(finding: Finding) -> str:
    return "closed" if finding.closed_on else "repeated" if finding.repeats else "new"


def _in_order(counted: Counter[Standing]) -> dict[Standing, int]:
    return {standing: counted[standing] for standing in STANDINGS if counted[standing]}


def _count(answers: list[Explanation], state: str) -> int:
    return sum(1 for answer in answers if getattr(answer, state))
