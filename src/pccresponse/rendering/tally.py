"""How many findings of each kind the comments cover and what progress the force has made: counted, never typed.

The findings of the response are counted. How many the report contains is printed only if the response says so. Findings that repeat an
earlier report, or that this report closes, are counted apart from new ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal, get_args

import msgspec

from pccresponse.case.case import Case
from pccresponse.case.explanations import explanation_of, is_explained
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.models.findings import ASKING, CauseOfConcern, Finding, ForceAction, kind_of
from pccresponse.models.report import ReportContents

Progress = Literal["complete", "closed by the inspectorate", "in progress", "not started", "not recorded", "no action recorded"]
_PROGRESS: tuple[Progress, ...] = get_args(Progress)
_ENDED = {"complete", "closed by the inspectorate"}
_OF_A_FORCE = ("the force", "chief constables")


class Counted(msgspec.Struct, frozen=True):
    """The number of findings of one kind."""

    kind: str
    number: int
    of: int | None = None
    """How many the whole report contains, if the response says so."""


class KindTally(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of finding that asks the force for something."""

    kind: str
    total: int
    standings: dict[Progress, int]
    """In the order of `Progress`, without zeros."""


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """The whole response in numbers. Findings addressed to neither the body nor its force are counted apart."""

    new: tuple[Counted, ...]
    """What this report finds for the first time."""
    repeated: tuple[Counted, ...]
    """What it repeats from an earlier report."""
    closed: tuple[Counted, ...]
    """What it closes of an earlier report."""
    not_counted: tuple[Counted, ...]
    """What the report contains of kinds of which the comments cover nothing new, if the response says how many there are."""
    praised: int
    """Positive findings."""
    to_others: int
    kinds: tuple[KindTally, ...]
    standings: dict[Progress, int]
    """The findings of all these kinds by the progress of the force's actions on them, without zeros."""
    explained: int
    """Recommendations that the body explains itself."""
    to_explain: int
    """Recommendations that are taken to need an explanation, counted under every state of the law."""
    recommendations_to_others: int
    """Recommendations that are taken to need none because they are addressed to others."""
    recommendations_closed: int
    """Recommendations that are taken to need none because this report closes them, and that have none."""
    action_taken: int
    action_proposed: int
    no_action: int
    accepted: int
    """Findings that the body accepts, of those for which it says so."""
    partly_accepted: int
    not_accepted: int
    actions: int
    """The force's actions on the findings that the comments cover."""
    actions_complete: int
    actions_closed: int
    """Actions that the inspectorate closed."""
    last_action_due_on: PartialDate | None
    """The latest date on which one of the other actions is due, if any has a date."""

    @property
    def ours(self) -> int:
        """How many findings the comments cover, without those addressed to others."""
        return sum(each.number for each in (*self.new, *self.repeated, *self.closed))

    @property
    def asked_of_the_force(self) -> int:
        """How many findings ask the force for something."""
        return sum(self.standings.values())


def progress_of(actions: Iterable[ForceAction]) -> Progress:
    """The progress on a finding, from the force's actions on it: complete only if all of them are.

    >>> progress_of(())
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


def tally_of(case: Case) -> Tally:
    """Count the findings of a response."""
    findings, contains = case.response.found, case.response.report.contains or ReportContents()
    kinds: list[KindTally] = []
    everything: Counter[Progress] = Counter()
    counts: dict[str, list[Counted]] = {"new": [], "repeated": [], "closed": []}
    others = 0
    for kind in ASKING:
        group = [finding for path, finding in findings.every_finding() if kind_of(path) is kind]
        ours = [finding for finding in group if case.is_ours(finding)]
        others += len(group) - len(ours)
        for origin, number in Counter(map(_origin, ours)).items():
            counts[origin].append(Counted(kind.key, number, contains.number_of(kind) if origin == "new" else None))
        asked = [finding for finding in ours if _asks_the_force(finding, case.office.force)]
        standings = Counter(map(_progress_on, asked))
        everything += standings
        if asked:
            kinds.append(KindTally(kind=kind.key, total=len(asked), standings=_in_order(standings)))
    every_recommendation = [item for _, item in findings.every_recommendation()]
    recommendations = [item for item in every_recommendation if case.is_ours(item)]
    to_explain = [item for item in recommendations if item.closed_on is None]
    answers = [answer for item in to_explain if (answer := explanation_of(case, item))]
    answered = [finding for _, finding in findings.every_finding() if case.is_ours(finding)]
    accepted = Counter(finding.acceptance for finding in answered)
    actions = [action for finding in answered for action in finding.force_actions]
    statuses = Counter(action.status for action in actions)
    due = [action.due_on for action in actions if action.due_on and action.status not in _ENDED]
    return Tally(
        new=tuple(counts["new"]),
        repeated=tuple(counts["repeated"]),
        closed=tuple(counts["closed"]),
        not_counted=tuple(
            Counted(kind.key, said)
            for kind in ASKING
            if (said := contains.number_of(kind)) is not None and all(each.kind != kind.key for each in counts["new"])
        ),
        praised=len(findings.positive_findings),
        to_others=others,
        kinds=tuple(kinds),
        standings=_in_order(everything),
        explained=len(answers),
        to_explain=len(to_explain),
        recommendations_to_others=len(every_recommendation) - len(recommendations),
        recommendations_closed=sum(bool(item.closed_on and not is_explained(case, item)) for item in recommendations),
        action_taken=sum(bool(answer.action_taken) for answer in answers),
        action_proposed=sum(bool(answer.action_proposed) for answer in answers),
        no_action=sum(bool(answer.no_action_taken or answer.no_action_proposed) for answer in answers),
        accepted=accepted["accepted"],
        partly_accepted=accepted["partly accepted"],
        not_accepted=accepted["not accepted"],
        actions=len(actions),
        actions_complete=statuses["complete"],
        actions_closed=statuses["closed by the inspectorate"],
        last_action_due_on=max(due, key=lambda day: day.latest, default=None),
    )


def _origin(finding: Finding) -> str:
    return "closed" if finding.closed_on else "repeated" if finding.repeats else "new"


def _progress_on(finding: Finding) -> Progress:
    return "closed by the inspectorate" if finding.closed_on else progress_of(_actions_on(finding))


def _actions_on(finding: Finding) -> tuple[ForceAction, ...]:
    """The force's actions on a finding and, if it is a cause of concern, on its recommendations."""
    if isinstance(finding, CauseOfConcern):
        return finding.force_actions + tuple(action for item in finding.recommendations for action in item.force_actions)
    return finding.force_actions


def _asks_the_force(finding: Finding, force: str | None) -> bool:
    """Whether the finding is addressed to the force, or the force has an action on it."""
    if _actions_on(finding) or not (finding.addressees or finding.named_forces or finding.other_addressees):
        return True
    return any(each in _OF_A_FORCE for each in finding.addressees) or (force is not None and force in finding.named_forces)


def _in_order(counted: Counter[Progress]) -> dict[Progress, int]:
    return {progress: counted[progress] for progress in _PROGRESS if counted[progress]}
