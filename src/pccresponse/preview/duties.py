"""The checklist of section 55 as the page shows it: each duty as it stands, with the problems that are about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pccresponse.case.duties.checklist import DutyStatus
from pccresponse.case.duties.steps import IN_TIME
from pccresponse.preview.state import ShownDuty, ShownProblem


def shown_duties(duties: Sequence[DutyStatus], problems: Sequence[ShownProblem]) -> tuple[ShownDuty, ...]:
    """Each duty with its problems. One that a rule finds an error with is not done, whatever else the file says."""
    return tuple(_shown(duty, [problem for problem in problems if problem.code in duty.step.rules]) for duty in duties)


def still_missing(duties: Sequence[ShownDuty], problems: Sequence[ShownProblem]) -> Iterator[str]:
    """Sentences on what has to be there before publication and is not; the last is about errors that concern no duty."""
    counted: set[str] = set()
    for duty in duties:
        counted.update(duty.problems)
        if duty.state == "missing" and duty.provision != f"s. {IN_TIME.subsection}":  # the clock says that itself
            yield f"{duty.provision}: {duty.detail}"
    others = sum(1 for problem in problems if problem.severity == "error" and problem.id not in counted)
    if others:
        yield "One other error stands in the way." if others == 1 else f"{others} other errors stand in the way."


def _shown(duty: DutyStatus, about: Sequence[ShownProblem]) -> ShownDuty:
    errors = [problem.message for problem in about if problem.severity == "error"]
    state, detail = (duty.state, duty.sentence) if not errors or duty.state == "missing" else ("missing", errors[0])
    return ShownDuty(
        provision=duty.provision, what=duty.what, state=state, detail=detail, problems=tuple(problem.id for problem in about)
    )
