"""The questions about a report that `new --from` asks on a terminal, and its summary of the report."""

from __future__ import annotations

import textwrap
from datetime import date
from typing import Any

import click
import msgspec

from pccresponse.case.naming import number_of
from pccresponse.cli.options import Day
from pccresponse.cli.output import result_from, say
from pccresponse.foundation.errors import WrongUseError
from pccresponse.importing.addressees import OurForce
from pccresponse.importing.from_report import ImportedFinding, ImportedReport, Question, kind_of_report, split, tally
from pccresponse.models.report import ReportKind
from pccresponse.source_report.report_facts import ReportFacts

_SETTLED_BY_YES = {
    "publication date": "Is it right",
    "kind": "Is it right",
    "title": "Is it right",
    "whose report": "Is it about your force",
    "carried over": "Is it new",
    "addressee": "Does it speak to you or your force",
    "no heading": "Is it one",
}
"""The questions that a yes settles. Any other answer leaves the question in the file."""


def settled_facts(
    facts: ReportFacts, title: str | None, published_on: date | None, kind: ReportKind | None, ours: OurForce, *, may_ask: bool
) -> tuple[str, date, ReportKind]:
    """Title, day and kind, as given, as in the report, or as typed. Raises `WrongUseError` if one is missing."""
    title = title or facts.title or _typed("The report's title", str, may_ask=may_ask)
    if title is None:
        raise WrongUseError("The report does not say what it is called.", "Give its title, as on its cover: --title")
    published_on = published_on or facts.published_on or _typed("The day on which it was published", Day(), may_ask=may_ask)
    if published_on is None:
        only = f"only “{facts.published_in}”" if facts.published_in else "no day on which it was published"
        raise WrongUseError(
            f"The report gives {only}, and the law and the last day depend on it.",
            "Give the day of publication with --published-on",
        )
    return title, published_on, kind or kind_of_report(facts, title, ours)


def _typed(what: str, kind: Any, *, may_ask: bool) -> Any:
    return click.prompt(what, type=kind) if may_ask else None


def asked_one_by_one(report: ImportedReport) -> ImportedReport:
    """The report without the questions that were answered, and with a finding for each point if there are several."""
    say("For each question, type y if the answer is yes. Press Enter to leave the question in the file for later.")
    about = tuple(each for each in report.questions if not _is_settled(each, _stands_there(report, each)))
    findings: list[ImportedFinding] = []
    several: list[int] = []
    for place, finding in enumerate(report.findings):
        left: list[Question] = []
        for each in finding.questions:
            answer = _how_many(each, _passage(finding)) if each.about == "several" else None
            if answer == "several":
                several.append(place)
            elif not (answer == "one" or (answer is None and _is_settled(each, _passage(finding)))):
                left.append(each)
        findings.append(msgspec.structs.replace(finding, questions=tuple(left)))
    report = msgspec.structs.replace(report, questions=about, findings=tuple(findings))
    for place in reversed(several):  # what is split moves those behind it
        report = split(report, place)
    return report


def _how_many(asked: Question, passage: str) -> str:
    """Whether it is `one` finding or `several`; empty to leave the question for later."""
    _show(asked, passage)
    meant = {"o": "one", "one": "one", "1": "one", "y": "one", "s": "several", "several": "several", "": ""}
    while (answer := click.prompt("Type one, several, or nothing", default="", show_default=False).strip().casefold()) not in meant:
        say("Type the word one or the word several. Press Enter to leave the question in the file.")
    return meant[answer]


def _is_settled(asked: Question, passage: str) -> bool:
    ending = _SETTLED_BY_YES.get(asked.about)
    if ending is None:
        return False
    _show(asked, passage)
    return click.confirm(f"{ending}?", default=False)


def _show(asked: Question, passage: str) -> None:
    say("")
    if passage:
        say(passage)
    say(asked.text)


def _passage(finding: ImportedFinding) -> str:
    where = f" ({finding.place})" if finding.place else ""
    heading = f"\n  {finding.heading}" if finding.heading else ""
    return f"{finding.kind.capitalize()}{f' {finding.label}' if finding.label else ''}{where}{heading}\n{textwrap.indent(finding.text, '  ')}"


def _stands_there(report: ImportedReport, asked: Question) -> str:
    """The passage and place for a question about the whole report."""
    place = report.places.get({"publication date": "published_on", "title": "title", "kind": "title"}.get(asked.about, ""))
    if place is None:
        return f"“{report.title}”" if asked.about in ("title", "kind", "whose report") else ""
    return f"“{place.passage}”{f' ({place.where})' if place.where else ''}"


def as_lines(report: ImportedReport) -> list[str]:
    """The tally and the number of questions."""
    asked = len(report.every_question)
    others = sum(not finding.may_concern_us for finding in report.findings)
    lines = tally(report)
    if others:
        lines.append(
            f"{others} of them {'is' if others == 1 else 'are'} addressed only to others: in the file, but without a place for your answer."
        )
    return [*lines, asked_in_the_file(asked)] if asked else lines


def asked_in_the_file(count: int, line: str = "line") -> str:
    """A sentence on how many lines are questions."""
    return (
        f"{number_of(count, line)} in response.yaml {'begins' if count == 1 else 'begin'} with # CHECK. Each is a question for you."
    )


class FoundResult(msgspec.Struct, frozen=True, kw_only=True):
    """A finding of the report, as it is in the response."""

    kind: str
    label: str | None
    heading: str | None
    text: str
    page: str | None
    place: str
    area: str | None
    due_wording: str | None
    due_on: str | None
    addressee: str | None
    """Who it asks, in the report's words."""
    addressees: tuple[str, ...]
    points: int
    under: int | None
    """The place among all findings of its cause of concern."""
    may_concern_us: bool
    questions: tuple[str, ...]
    """The subjects of the questions about it."""


class GradeResult(msgspec.Struct, frozen=True):
    """A grade of the report."""

    name: str
    grade: str
    place: str


class ReportResult(msgspec.Struct, frozen=True, kw_only=True):
    """What `new --from` found in a report."""

    title: str
    kind: ReportKind
    published_on: date
    updated_on: date | None
    programme: str | None
    reference: str | None
    pages: int | None
    stated: dict[str, tuple[int, ...]]
    """The numbers of findings that the report states, by kind."""
    findings: tuple[FoundResult, ...]
    grades: tuple[GradeResult, ...]
    questions: tuple[Question, ...]
    tally: list[str]


def report_result(report: ImportedReport) -> ReportResult:
    """The report in JSON."""
    return result_from(
        report,
        ReportResult,
        updated_on=report.facts.updated_on,
        programme=report.facts.programme,
        reference=report.facts.reference,
        findings=tuple(
            result_from(
                each,
                FoundResult,
                addressee=each.addressee_in_words,
                questions=tuple(question.about for question in each.questions),
            )
            for each in report.findings
        ),
        grades=tuple(GradeResult(each.name, each.grade, report.grade_places[each.name]) for each in report.grades),
        questions=report.every_question,
        tally=tally(report),
    )
