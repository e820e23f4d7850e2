"""What the tables of the law add to the schemas: the forces that there are, and the keys that a report of its day asks for.

An editor is told only what is certain from the file alone and is an error for the rules too. The rest is said by `check`.
"""

from __future__ import annotations

from datetime import date, timedelta

from pccresponse import statute
from pccresponse.finding_kinds import AREAS, CAUSES, RECOMMENDATIONS
from pccresponse.models.report import ONE_FORCE
from pccresponse.reading.shapes import ListShape, Shape

Schema = dict[str, object]

FORCES_ARE_NAMED_IN = ("force", "named_forces")
"""Keys that hold the identifier of a force, or several."""

_ADDRESSEES = ("addressees", "named_forces", "other_addressees")


def forces(shape: Shape) -> Schema:
    """One force of the table, or a list of them, so that an editor offers them and marks a misspelt one."""
    one: Schema = {"type": "string", "enum": [force.id for force in statute.forces()]}
    return {"type": "array", "items": one} if isinstance(shape, ListShape) else one


def required_by_era() -> list[Schema]:
    """Keys that a response needs because of the day and the kind of its report."""
    one_force: Schema = {"enum": list(ONE_FORCE)}
    explained = [
        _where({"kind": one_force, "published_on": days}, recommendations=_unless(_ADDRESSEES, "explanation"))
        for days in _days_of_explanation()
    ]
    addressed = _unless(_ADDRESSEES[1:], "addressees")
    return [*explained, _where({"kind": {"not": one_force}}, recommendations=addressed, others=addressed)]


def _where(report: Schema, *, recommendations: Schema, others: Schema | None = None) -> Schema:
    """In a response to such a report, what each recommendation has to have, and each finding of another kind.

    With a departure another day's law applies, of which a schema knows nothing.
    """
    every: Schema = {"items": recommendations}
    causes: Schema = {"items": {**(others or {}), "properties": {RECOMMENDATIONS.key: every}}}
    findings: Schema = {CAUSES.key: causes, RECOMMENDATIONS.key: every}
    if others:
        findings[AREAS.key] = {"items": others}
    return {
        "if": {
            "properties": {"report": {"properties": report, "required": list(report)}},
            "required": ["report"],
            "not": {"required": ["departure"]},
        },
        "then": {"properties": {"findings": {"properties": findings}}},
    }


def _unless(others: tuple[str, ...], key: str) -> Schema:
    """The key is needed where none of the others is there."""
    return {"if": {"not": {"anyOf": [{"required": [other]} for other in others]}}, "then": {"required": [key]}}


def _days_of_explanation() -> list[Schema]:
    """The days whose reports have to be explained, recommendation by recommendation: section 55(5B). Periods, the oldest first."""
    return [
        {"pattern": not_before(regime.in_force_from)}
        | ({"not": {"pattern": not_before(regime.in_force_until + timedelta(1))}} if regime.in_force_until else {})
        for regime in statute.regimes()
        if regime.explanation_required
    ]


def not_before(day: date) -> str:
    """A pattern for the days from this one on, written as 2017-05-02.

    >>> import re
    >>> [bool(re.search(not_before(date(2017, 5, 2)), day)) for day in ("2017-05-01", "2017-05-02", "2017-12-01", "2016-06-30")]
    [False, True, True, False]
    """
    text = day.isoformat()
    later = [f"{text[:place]}[{int(digit) + 1}-9]" for place, digit in enumerate(text) if digit.isdigit() and digit < "9"]
    return f"^({'|'.join((*later, text))})"
