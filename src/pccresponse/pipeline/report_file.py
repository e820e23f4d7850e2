"""The inspected report that is kept beside a response: its words, problems of its file, and what was compared with it."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from pccresponse.case.naming import number_of
from pccresponse.foundation.problems import Path as Path_
from pccresponse.foundation.problems import Problem, Severity
from pccresponse.models.office import Office
from pccresponse.models.response import Response
from pccresponse.reading import Reading
from pccresponse.reading.source import Fault, bytes_of
from pccresponse.source_report import ENDINGS, UnreadableReportError, report_of
from pccresponse.workspace import Workspace

if TYPE_CHECKING:
    from pccresponse.case.case import Case
    from pccresponse.models.record import VerifiedAgainst
    from pccresponse.source_report.report import InspectedReport

MOST_REPORT_BYTES = 50 << 20
_PATH = ("report", "file")
_REMEDY = f"Keep the report in the folder of response.yaml, and name its file: {', '.join(ENDINGS)}."


def held_report(
    response: Reading[Response], response_file: Path, workspace: Workspace
) -> tuple[InspectedReport | None, Problem | None]:
    """The report that the response names, or what is wrong with its file; neither if it names none."""
    name = response.readable.report.file if response.readable else None
    if name is None:
        return None, None
    if PurePath(name).name != name or "\\" in name or name.startswith("."):
        return None, _complaint(response, name, "is not the name of a file in the response's own folder", _REMEDY)
    content = bytes_of(response_file.parent / name, within=workspace.root, most=MOST_REPORT_BYTES)
    if isinstance(content, Fault):
        remedy = content.remedy if content.code == "FILE-UNREADABLE" else _REMEDY
        return None, _complaint(response, name, content.message, remedy)
    try:
        return report_of(name, content), None
    except UnreadableReportError as error:
        return None, _complaint(response, name, error.why, error.remedy)


def not_held(response: Reading[Response], case: Case) -> Problem | None:
    """The advice to keep the report, if the response has anything that could be compared with it."""
    from pccresponse.models.fields import response_texts
    from pccresponse.rules.quotations import count_of_quotations

    if case.response.report.file is not None:
        return None
    findings = case.response.found
    published = sum(finding.wording == "as published" for _, finding in findings.every_finding())
    published += sum(finding.wording == "as published" for _, finding in findings.every_positive_finding())
    quotations = sum(count_of_quotations(text.words) for text in response_texts(case.response) if text.is_markdown)
    concerned = []
    if published:
        says = "finding that says it is" if published == 1 else "findings that say they are"
        concerned.append(f"{published} {says} as published")
    if quotations:
        concerned.append(number_of(quotations, "quotation"))
    if not concerned:
        return None
    message = f"The report is not kept here, so these were not checked against it: {' and '.join(concerned)}."
    remedy = 'Put the report into the folder of response.yaml, and add "file:" with its name to "report:".'
    return problem_at(response, _PATH, "REPORT-NOT-HELD", message, remedy, severity=Severity.ADVICE)


def verified_by(case: Case) -> VerifiedAgainst | None:
    """How much is in the report word for word; None if no report is kept."""
    report = case.inspected
    if report is None:
        return None
    from pccresponse.models.record import VerifiedAgainst
    from pccresponse.rules.report_matches import published_findings, quotations

    return VerifiedAgainst(
        file=report.name,
        sha256=report.digest,
        findings=sum(bool(seen.spans) for _, _, seen in published_findings(case, report)),
        quotations=sum(bool(each.seen.spans) for each in quotations(case, report)),
    )


def _complaint(response: Reading[Response], name: str, what: str, remedy: str) -> Problem:
    return problem_at(response, _PATH, "REPORT-FILE", f"The report {name} {what}, so nothing was checked against it.", remedy)


def problem_at(
    reading: Reading[Response] | Reading[Office],
    path: Path_,
    code: str,
    message: str,
    remedy: str,
    *,
    severity: Severity = Severity.ERROR,
    cites: str = "",
) -> Problem:
    """A problem of a file at the place of a path."""
    place = reading.place_of(path)
    return Problem(code=code, severity=severity, place=place, message=message, remedy=remedy, cites=cites, path=path)
