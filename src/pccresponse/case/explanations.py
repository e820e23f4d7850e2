"""Whether the body explains a finding, and where: section 55(5B).

Only this module decides it. The rules, the duties, the counts, the documents and the comparison all use its answer.
"""

from __future__ import annotations

from typing import Literal

from pccresponse.case.case import Case
from pccresponse.foundation.problems import Path
from pccresponse.models.findings import Explanation, Finding

ExplainedWhere = Literal["here", "elsewhere", "nowhere"]


def findings_labelled(case: Case, label: str, beside: Finding) -> tuple[tuple[Path, Finding], ...]:
    """The other findings with a label, with their paths. If some are of the same kind as `beside`, only those."""
    others = tuple((path, item) for path, item in case.response.found.every_finding() if item.label == label and item is not beside)
    return tuple((path, item) for path, item in others if type(item) is type(beside)) or others


def answered_with(case: Case, finding: Finding) -> Finding | None:
    """The other finding whose answer also answers this one; None if none is named, or the label is not that of one finding."""
    if finding.answered_with is None:
        return None
    labelled = findings_labelled(case, finding.answered_with, finding)
    return labelled[0][1] if len(labelled) == 1 else None


def explanation_of(case: Case, finding: Finding) -> Explanation | None:
    """The body's own explanation of a finding: its own, or that of the finding that it refers to. None if neither says anything."""
    for each in (finding, answered_with(case, finding)):
        if each and each.explanation and each.explanation.states:
            return each.explanation
    return None


def is_explained(case: Case, finding: Finding) -> bool:
    """Whether these comments explain a finding."""
    return explanation_of(case, finding) is not None


def explained_where(case: Case, finding: Finding) -> ExplainedWhere:
    """Where a finding is explained: in these comments, only in another response (`answered_in`), or nowhere.

    Whether "elsewhere" meets section 55(5B) is not known. The subsection says that the comments on the report must explain each of its
    recommendations, and mentions no other response. The inspectorate's procedure accepts one response to two reports whose
    recommendations are the same, but a procedure cannot change the Act, and the program cannot see whether they are the same. So a
    recommendation that is answered elsewhere is not counted as explained here, and nothing says that its explanation is missing.
    """
    return "here" if is_explained(case, finding) else "elsewhere" if finding.answered_in else "nowhere"
