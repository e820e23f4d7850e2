"""Dates: their order, their source, and due dates compared with the report's words about time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from pccresponse.case.case import Case
from pccresponse.case.duties import CHIEF_OFFICERS_COMMENTS, COPIES, INVITATION, OWN_COMMENTS, PUBLICATION, day_of
from pccresponse.case.naming import at, mention, name_of, shortened
from pccresponse.foundation.partial_dates import PartialDate, in_words, with_weekday
from pccresponse.foundation.problems import Breach, Path, Severity
from pccresponse.models.fields import known
from pccresponse.models.findings import CauseOfConcern
from pccresponse.models.report import InspectionReport
from pccresponse.models.words_about_time import window_of
from pccresponse.rules.publication import holiday_on
from pccresponse.rules.rule import ADVICE, ERROR, PROCEDURE, WARNING, rule

_YEARS = re.compile(r"\b((?:19|20)\d\d)(?:\s?[-–/]\s?((?:19|20)?\d\d))?\b")
_LONG_BEFORE = 3
"""The years between a year in the title, or the end of fieldwork, and the report's date from which the date is doubtful."""


class _Event(NamedTuple):
    name: str
    verb: str
    when: PartialDate | None
    path: Path

    def __str__(self) -> str:
        assert self.when
        return f"{self.name} {self.verb} {at(self.when)}"


_ORDER: tuple[tuple[str, str, Severity], ...] = (
    ("fieldwork began", "fieldwork ended", ERROR),
    ("fieldwork ended", "report", ERROR),
    ("fieldwork began", "report", ERROR),
    ("report", "corrected", ERROR),
    ("report", "withdrawn", ERROR),
    ("corrected", "withdrawn", WARNING),
    ("report", "invitation", ERROR),
    ("report", "received", ERROR),
    ("report", "made", ERROR),
    ("report", "published", ERROR),
    ("report", "sent", ERROR),
    ("report", "meeting", ERROR),
    ("invitation", "received", ERROR),
    ("received", "published", ERROR),
    ("made", "published", ERROR),
    ("received", "made", WARNING),
    ("made", "sent", WARNING),
    ("published", "sent", WARNING),
    ("made", "meeting", WARNING),
)
"""Pairs of events of which the first cannot come after the second. An event is in one breach only, so errors come first."""

_STEPS = {
    "invitation": INVITATION,
    "received": CHIEF_OFFICERS_COMMENTS,
    "made": OWN_COMMENTS,
    "published": PUBLICATION,
    "sent": COPIES,
}


def _events(case: Case) -> dict[str, _Event]:
    response, report = case.response, case.response.report
    return {
        "fieldwork began": _Event("Fieldwork", "began", report.fieldwork_began, ("report", "fieldwork_began")),
        "fieldwork ended": _Event("Fieldwork", "ended", report.fieldwork_ended, ("report", "fieldwork_ended")),
        "report": _Event("The report", "was published", PartialDate.of(report.published_on), ("report", "published_on")),
        "corrected": _Event("The report", "was corrected", report.corrected_on, ("report", "corrected_on")),
        "withdrawn": _Event("The report", "was withdrawn", report.withdrawn_on, ("report", "withdrawn_on")),
        **{name: _Event(*step.event, day_of(step, response), step.dated) for name, step in _STEPS.items()},
        "meeting": _Event(
            "The meeting",
            "was held",
            known(response.panel_report.held_on) if response.panel_report else None,
            ("panel_report", "held_on"),
        ),
    }


@rule(
    "DATES",
    ERROR,
    title="The dates are in an order that is possible.",
    remedy="Correct the date that is wrong.",
    cites="Police Act 1996, s. 55",
    may_be=(WARNING,),
)
def the_dates_can_have_happened(case: Case) -> Iterator[Breach]:
    """Section 55 sets an order: the inspection, the report, the invitation, the chief officer's comments, the body's comments and
    response, publication, and the copies.

    If the dates cannot be in that order, this is an error, because the document prints them. For a month or a year, the program
    reports only what is certain. Some orders are possible but odd, such as copies sent before publication. These are warnings. The
    rule S55-4 checks that the invitation comes before publication.
    """
    events = _events(case)
    named: set[str] = set()
    for first, then, severity in _ORDER:
        earlier, later = events[first], events[then]
        if named & {first, then} or not (earlier.when and later.when and earlier.when.is_certainly_after(later.when)):
            continue
        if (first, then) == ("invitation", "received") and _invited_too_late(events):
            continue
        named |= {first, then} - {"report"}
        yield Breach(
            message=f"{later} but {earlier._replace(name=earlier.name.lower())}."
            if then != "report"
            else f"{earlier} but {later._replace(name='the report')}.",
            path=earlier.path if then == "report" else later.path,
            severity=severity,
        )
    yield from _around_the_report(case)


def _invited_too_late(events: dict[str, _Event]) -> bool:
    """Whether S55-4 reports the date of the invitation."""
    sent, published = events["invitation"].when, events["published"].when
    return bool(sent and published and sent.is_certainly_after(published))


def _around_the_report(case: Case) -> Iterator[Breach]:
    report = case.response.report
    published = PartialDate.of(report.published_on)
    for path, cause in case.response.found.every_cause():
        if cause.accelerated_on and cause.accelerated_on.is_certainly_after(published):
            yield Breach(
                message=f"The force was told of {mention(path, cause)} {at(cause.accelerated_on)}, after the report, {published}; "
                "an accelerated cause of concern comes before it.",
                path=(*path, "accelerated_on"),
            )
    for position, earlier in enumerate(report.follows_up):
        if earlier.published_on and earlier.published_on.is_certainly_after(published):
            yield Breach(
                message=f"The earlier report “{shortened(earlier.title)}” was published {at(earlier.published_on)}, "
                f"after this one, {published}.",
                path=("report", "follows_up", position, "published_on"),
            )
    if case.today < report.published_on:
        yield Breach(
            message=f"The report is published on {in_words(report.published_on)}, and today is {in_words(case.today)}: "
            "you cannot publish anything about it yet.",
            path=("report", "published_on"),
            remedy="Make drafts now, and the final documents when the report is published. If the date is wrong, correct it.",
        )


@rule(
    "DATE-SOURCE",
    WARNING,
    title="The response says where you saw the report's date of publication.",
    remedy='Add "published_on_source:", such as: cover of the report.',
    cites=PROCEDURE,
    may_be=(ADVICE,),
    is_duty=True,
)
def the_source_of_the_reports_date_is_known(case: Case) -> Iterator[Breach]:
    """The program counts everything from the day on which the report was published: the law that applies, the last day, the names.

    The "Published on" date on the inspectorate's web pages can be the day on which a page was converted, years later. A report of
    2018 shows 2023. Say where you saw the date, so that somebody else can check it. If the title names a much earlier year, or
    fieldwork ended long before, the date may be wrong. A weekend or a bank holiday is possible, but reports are seldom published
    then.
    """
    report = case.response.report
    if report.published_on_source is None:
        yield Breach(
            message=f"Nothing says where you saw the report's date of publication, {in_words(report.published_on)}.",
            path=("report", "published_on_source"),
        )
    before = _years_before(report)
    if before:
        yield Breach(
            message=f"The report is dated {in_words(report.published_on)}, though {before}: a web page may show the day on which it was "
            "converted.",
            path=("report", "published_on"),
            remedy="Check the date on the cover of the report.",
            severity=ADVICE,
        )
    holiday = holiday_on(report.published_on)
    if holiday:
        yield Breach(
            message=f"The report's date of publication, {with_weekday(report.published_on)}, is {holiday}.",
            path=("report", "published_on"),
            remedy="Check the date on the cover of the report.",
            severity=ADVICE,
        )


def _years_before(report: InspectionReport) -> str:
    """A clause that says why the date seems years too late; empty if it does not, or the report follows up another."""
    if report.kind == "post-inspection review" or report.follows_up:
        return ""
    for words, what in ((report.title, "its title"), (report.programme or "", "its programme")):
        named = [int(last if len(last) == 4 else first[:2] + last) if last else int(first) for first, last in _YEARS.findall(words)]
        if named and report.published_on.year - max(named) >= _LONG_BEFORE:
            return f"{what} speaks of {max(named)}"
    ended = report.fieldwork_ended
    if ended and report.published_on.year - ended.latest.year >= _LONG_BEFORE:
        return f"fieldwork ended {at(ended)}"
    return ""


@rule(
    "DUE-WORDING",
    WARNING,
    title="A due date agrees with the report's words about time.",
    remedy='Correct "due_on:", or leave it out: the document prints the words of the report.',
)
def a_due_date_is_what_the_words_come_to(case: Case) -> Iterator[Breach]:
    """Reports say "immediately", "within three months" or "by 31 March 2024". Keep these words. The date that they work out to is a
    separate field, and the document shows both side by side.

    The program reports only certain contradictions. It counts periods from the day on which the report was published. For an
    accelerated cause of concern, it counts from the day on which the force was told. It allows a few days either way, and a month
    for "immediately". It ignores words that it does not know, and those that count from something else.
    """
    published_on = case.response.report.published_on
    for path, finding in case.response.found.every_finding():
        if finding.due_wording is None or finding.due_on is None:
            continue
        window = window_of(finding.due_wording, published_on)
        if window is None:
            continue
        told_on = _told_on(case, path)
        from_then = window_of(finding.due_wording, told_on) if told_on else None
        earliest = min(window.earliest, from_then.earliest) if from_then else window.earliest
        if finding.due_on.latest < earliest or finding.due_on.earliest > window.latest:
            yield Breach(
                message=f"{name_of(path, finding)} is due “{finding.due_wording}”, which comes to {window.comes_to}, "
                f'but "due_on" is {finding.due_on}.',
                path=(*path, "due_on"),
            )


def _told_on(case: Case, path: Path) -> date | None:
    """The first day on which the force may have been told of an accelerated cause of concern, or of the cause above a recommendation."""
    cause = case.response.found.at(path[:3])
    return cause.accelerated_on.earliest if isinstance(cause, CauseOfConcern) and cause.accelerated_on else None
