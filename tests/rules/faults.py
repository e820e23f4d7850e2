"""What the tests of the rules share: a fault, and what it earns."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from pccresponse.case.case import Case, OnRecord
from pccresponse.foundation.problems import Path, Severity
from pccresponse.rules import breaches
from tests.builders import TODAY, Changes, case_with

ERROR, WARNING, ADVICE = Severity.ERROR, Severity.WARNING, Severity.ADVICE


class Found(NamedTuple):
    """A breach as the pipeline would report it."""

    code: str
    severity: Severity
    path: Path
    message: str
    remedy: str
    in_office: bool


class Fault(NamedTuple):
    """One change to the clean response, and the only breach that it earns."""

    name: str
    code: str
    severity: Severity
    path: Path
    message: str
    changes: Changes = {}
    office: Changes = {}
    today: date = TODAY
    also: tuple[str, ...] = ()
    """Codes that the same change cannot help earning."""
    report: str = ""
    """What the report says that is kept beside the response; nothing where none is kept."""
    recorded: OnRecord | Literal["as dated"] | None = "as dated"
    """The first publication that `record.json` has."""

    @property
    def case(self) -> Case:
        """The response with the fault in it."""
        return case_with(self.changes, office=self.office, today=self.today, report=self.report, recorded=self.recorded)


def found_in(case: Case) -> list[Found]:
    """Everything that the rules find."""
    return [
        Found(
            rule.code,
            breach.severity or rule.severity,
            breach.path,
            breach.message,
            breach.remedy or rule.remedy,
            breach.in_office,
        )
        for rule, breach in breaches(case)
    ]


def codes_in(case: Case) -> list[str]:
    """The codes of everything that the rules find."""
    return [found.code for found in found_in(case)]
