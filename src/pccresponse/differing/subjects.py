"""What a change is about, as a person says it: the finding by its label, the step by its name, the field by its words."""

from __future__ import annotations

import msgspec

from pccresponse.duties.steps import AS_TAKEN
from pccresponse.models.findings import Finding, PositiveFinding
from pccresponse.naming import capitalised, mention, ordinal, shortened
from pccresponse.problems import Path

_PARTS = {step.part: step.name for step in AS_TAKEN} | {
    "report": "the report",
    "judgments": "the judgments",
    "panel_report": "the report to the meeting",
    "contact": "whom to ask",
    "departure": "the departure from the law of the day",
}
_NAMES = ("heading", "name", "title", "area", "pillar", "question", "cases", "what")


def part_called(field: str) -> str:
    """A part of a response for the beginning of a sentence: `The report to the meeting`."""
    return capitalised(_PARTS.get(field, field.replace("_", " ")))


def finding_called(path: Path, finding: Finding | PositiveFinding) -> str:
    """A finding for the beginning of a sentence: `Recommendation 4`."""
    if isinstance(finding, Finding):
        return capitalised(mention(path, finding))
    assert isinstance(path[-1], int)
    name = finding.label or (f"“{shortened(finding.heading)}”" if finding.heading else "")
    return f"Positive finding {name}" if name else f"The {ordinal(path[-1])} positive finding"


def item_called(field: str, item: msgspec.Struct) -> str:
    """An item of a list: `section “My view”`."""
    one = _ONE.get(field) or field.replace("_", " ").removesuffix("s")
    name = next((value for each in _NAMES if (value := getattr(item, each, None))), None)
    return f"{one} “{shortened(name)}”" if name else one


_ONE = {"follows_up": "earlier report"}
