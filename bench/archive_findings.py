"""Made-up findings with their answers, in the form of their day, until the pages that they may take are used up."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from archive_days import Days
from archive_words import AREAS, BOARDS, bullets, paragraph, words

_AREAS_FOR_IMPROVEMENT_FROM = date(2014, 11, 1)
_CAUSES_FROM = date(2015, 10, 1)
_RECOMMENDATION, _AREA_FOR_IMPROVEMENT, _CAUSE = 0.85, 0.5, 1.25
"""How much of a page each takes, about: measured, so that responses come out as long as they are meant to be."""


def findings(rng: Random, days: Days, pages: float, *, who: str) -> dict[str, list[dict[str, Any]]]:
    """As many findings as fill so many pages, and at least one unless that is none. `who` explains: the body, as a sentence's subject."""
    found: dict[str, list[dict[str, Any]]] = {"causes_of_concern": [], "recommendations": [], "areas_for_improvement": []}
    while pages > 0.3:
        kind, cost = _next_kind(rng, days, pages)
        number = len(found[kind]) + 1
        area = rng.choice(AREAS)
        if kind == "areas_for_improvement":
            found[kind].append(_area_for_improvement(rng, days, number, area))
        elif kind == "causes_of_concern":
            found[kind].append(_cause(rng, days, number, area, who))
        else:
            found[kind].append(_recommendation(rng, days, str(number), area, who))
        pages -= cost
    return {kind: each for kind, each in found.items() if each}


def _next_kind(rng: Random, days: Days, pages: float) -> tuple[str, float]:
    chance = rng.random()
    if days.report >= _CAUSES_FROM and pages > 2 and chance < 0.15:
        return "causes_of_concern", _CAUSE + _RECOMMENDATION
    if days.report >= _AREAS_FOR_IMPROVEMENT_FROM and (chance > 0.45 or pages < _RECOMMENDATION):
        return "areas_for_improvement", _AREA_FOR_IMPROVEMENT
    return "recommendations", _RECOMMENDATION


def _cause(rng: Random, days: Days, number: int, area: str, who: str) -> dict[str, Any]:
    return {
        "label": str(number),
        "heading": f"The force does not yet {words(rng, 'task').split(',')[0]}",
        "area": area,
        "text": f"{paragraph(rng, 'fault', 3)} This is a cause of concern.",
        "force_actions": [_action(rng, days)],
        "recommendations": [_recommendation(rng, days, f"{number}.1", area, who)],
    }


def _recommendation(rng: Random, days: Days, label: str, area: str, who: str) -> dict[str, Any]:
    due = _end_of_month(days.published + timedelta(days=rng.randint(60, 400)))
    found: dict[str, Any] = {
        "label": label,
        "area": area,
        "text": f"By {_in_words(due)}, the force should {words(rng, 'task')}. {paragraph(rng, 'fault', 1)}",
        "due_wording": f"by {_in_words(due)}",
        "due_on": due.isoformat(),
        "acceptance": "accepted",
    }
    if rng.randrange(12) == 0:
        found |= {"acceptance": "partly accepted", "acceptance_note": f"{who} accepts what is asked for, but not the date."}
    if days.under_the_law_of_2017 or rng.random() < 0.5:
        found["explanation"] = _explanation(rng, who)
    if rng.random() < 0.8:
        found["force_actions"] = [_action(rng, days)]
    if rng.random() < 0.6:
        found["oversight"] = {
            "by": rng.choice(BOARDS),
            "next_review_on": (days.published + timedelta(days=rng.randint(45, 120))).isoformat()[:7],
        }
    return found


def _explanation(rng: Random, who: str) -> dict[str, str]:
    """One of the four states that section 55(5B) knows, or two that go together; more often than not that something was done."""
    taken = f"{who} has {words(rng, 'act')}. {who} has also {words(rng, 'act')}."
    proposed = f"{who} proposes to {words(rng, 'plan')}."
    match rng.randrange(6):
        case 0:
            return {"action_taken": taken, "action_proposed": proposed}
        case 1:
            return {"action_proposed": proposed}
        case 2:
            return {"no_action_taken": f"{who} has taken no action, because how it is done is for the chief officer to decide."}
        case _:
            return {"action_taken": taken}


def _area_for_improvement(rng: Random, days: Days, number: int, area: str) -> dict[str, Any]:
    found: dict[str, Any] = {"label": str(number), "area": area, "text": f"The force should {words(rng, 'task')}."}
    if rng.random() < 0.8:
        return found | {"force_actions": [_action(rng, days)]}
    return found | {"explanation": {"action_taken": bullets(rng, "force_act", 2)}}


def _action(rng: Random, days: Days) -> dict[str, str]:
    found = {"what": f"{words(rng, 'force_act')}.", "owner": words(rng, "owner")}
    if rng.random() < 0.4:
        done = days.report + timedelta(days=rng.randint(-60, 20))
        return found | {"status": "complete", "done_on": done.isoformat()[:7], "evidence": f"Shown by {words(rng, 'proof')}."}
    due = _end_of_month(days.published + timedelta(days=rng.randint(30, 200)))
    status = rng.choice(("in progress", "in progress", "not started"))
    return found | {"status": status, "due_on": due.isoformat(), "measure": f"It is measured by {words(rng, 'proof')}."}


def _end_of_month(day: date) -> date:
    first = day.replace(day=1)
    return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
