"""The order of the dates. With months and years, only what no reading of them could put right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pccresponse.duties.steps import CHIEF_OFFICERS_COMMENTS, COPIES, INVITATION, OWN_COMMENTS, PUBLICATION, day_of
from pccresponse.matter import Matter
from pccresponse.models.report import InspectionReport
from pccresponse.models.scalars import known
from pccresponse.naming import at, mention, shortened
from pccresponse.partial_dates import PartialDate, in_words, with_weekday
from pccresponse.problems import Breach, Path, Severity
from pccresponse.rules.deadline import holiday_on
from pccresponse.rules.rule import ADVICE, ERROR, PROCEDURE, WARNING, rule

_YEARS = re.compile(r"\b((?:19|20)\d\d)(?:\s?[-–/]\s?((?:19|20)?\d\d))?\b")
_LONG_BEFORE = 3
"""From so many years on, a report that names a year, or whose fieldwork ended, is dated oddly late."""


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
"""What cannot come after what, errors first: a step that an error has named already is not named again."""


_STEPS = {
    "invitation": INVITATION,
    "received": CHIEF_OFFICERS_COMMENTS,
    "made": OWN_COMMENTS,
    "published": PUBLICATION,
    "sent": COPIES,
}


def _events(matter: Matter) -> dict[str, _Event]:
    response, report = matter.response, matter.response.report
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
    title="The dates are in an order that can have happened.",
    remedy="Correct the date that is wrong.",
    cites="Police Act 1996, s. 55",
    may_be=(WARNING,),
)
def the_dates_can_have_happened(matter: Matter) -> Iterator[Breach]:
    """The section has an order: the inspection, the report, the invitation to comment on it, the chief officer's comments, the
    body's own comments and its response, publication, copies of what was published.

    Dates that no reading can put in that order are an error, because the document prints them. Where a date is given as a month
    or a year, only what is certain is reported. Some orders are possible but odd, such as copies that were sent before the
    comments were published; these are warnings. That the invitation comes before publication is a duty, and has the rule S55-4
    to itself.
    """
    events = _events(matter)
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
    yield from _around_the_report(matter)


def _invited_too_late(events: dict[str, _Event]) -> bool:
    """Whether S55-4 says already that the date of the invitation cannot be right."""
    sent, published = events["invitation"].when, events["published"].when
    return bool(sent and published and sent.is_certainly_after(published))


def _around_the_report(matter: Matter) -> Iterator[Breach]:
    report = matter.response.report
    published = PartialDate.of(report.published_on)
    for path, cause in matter.response.found.every_cause():
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
    if matter.today < report.published_on:
        yield Breach(
            message=f"The report is published on {in_words(report.published_on)}, and today is {in_words(matter.today)}: "
            "nothing about it can be published yet.",
            path=("report", "published_on"),
            remedy="Prepare drafts; build the final documents when the report is out. Correct the date if it is wrong.",
        )


@rule(
    "DATE-SOURCE",
    WARNING,
    title="It is known where the report's date of publication was seen.",
    remedy='Add "published_on_source:", such as: cover of the report.',
    cites=PROCEDURE,
    may_be=(ADVICE,),
    is_duty=True,
)
def the_source_of_the_reports_date_is_known(matter: Matter) -> Iterator[Breach]:
    """Everything is counted from the day on which the report was published: the law that applies, the last day, the names.

    The "Published on" date on the inspectorate's web pages can be the day on which a page was converted, years later: a report
    of 2018 shows 2023. Say where the date was seen, so that another person can check it. A title that names a year long before, or
    fieldwork that ended long before, may be a sign of such a day. A day at a weekend or a bank holiday is possible, but reports seldom
    come out on one.
    """
    report = matter.response.report
    if report.published_on_source is None:
        yield Breach(
            message=f"Nothing says where the report's date of publication, {in_words(report.published_on)}, was seen.",
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
    """Why the day seems late by years, as words after `though`; empty where it does not, and for a report that follows up another."""
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
