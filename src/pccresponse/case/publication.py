"""Whether the comments are published, what shows it, and whether that was within the period of section 55(5A).

A date in the response is a plan. Only `record.json`, which `pccresponse publish` writes, shows that the comments were published. There are
two exceptions: an archive copy, and a date that is long past, unless a required approval is missing. For these the status gives what
the response says, and says that there is no record.

The duties and the rules both speak from this status.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

import msgspec

from pccresponse import statute
from pccresponse.case.case import Case, OnRecord
from pccresponse.case.naming import at, capitalised, days
from pccresponse.case.version import approvals_of
from pccresponse.foundation.partial_dates import PartialDate, in_words, with_weekday
from pccresponse.models.fields import When, known

Evidence = Literal["record", "response"]
PublicationState = Literal["published", "to come", "planned", "no date", "not known"]
ClockState = Literal["open", "soon", "overdue", "in time", "late", "planned late", "unsure", "no period"]

SOON = 14
"""How many days before the last day a warning takes the place of advice."""

LONG_PAST = timedelta(days=365)
"""How far back a date of publication is taken as a fact rather than a forgotten plan."""

_UNREADABLE = "The record cannot be read, so the program cannot tell whether the comments are published."


class PublicationStatus(msgspec.Struct, frozen=True, kw_only=True):
    """The state of publication on a day."""

    state: PublicationState
    evidence: Evidence | None = None
    """What shows that they are published: the record, or only the response."""
    when: PartialDate | None = None
    """The date on which they were, or are to be, published."""
    clock: ClockState = "no period"
    day: int | None = None
    """The day of the period, today or when the comments were published; None outside the period or if not known."""
    of: int | None = None
    """The length of the period in days."""
    last_day: date | None = None
    overdue_by: int = 0
    """The number of days by which publication is overdue, or 0."""
    phrase: str
    """A few words: `planned for 9 August 2024`."""
    sentence: str
    """Full sentences, with the last day."""

    @property
    def is_published(self) -> bool:
        """Whether the comments are published, according to the record or the response."""
        return self.state == "published"


def publication_of(case: Case, recorded: OnRecord | None) -> PublicationStatus:
    """The state of publication on the case's `today`. `recorded` is the date of the first version in the record."""
    typed, last_day = case.response.publication.published_on, case.last_day
    evidence: Evidence | None = "record" if recorded is not None else "response" if _is_past_fact(case, typed) else None
    when = known(recorded) or known(typed)
    if recorded == "not recorded" and when and when.earliest > case.today:
        when = None
    of = case.day_of_period(last_day) if last_day else None
    if recorded == "cannot be read":
        evidence, found = None, _not_known(last_day, _UNREADABLE)
    elif evidence and (when is None or when.earliest <= case.today):
        found = _published(case, when, last_day, evidence)
        if when and recorded == "not recorded":
            found = msgspec.structs.replace(found, sentence=f"{found.sentence} The response gives the date. The record has none.")
    elif case.response.is_archive_copy and when is None:
        found = _not_known(last_day, "Nothing says when the comments were published.")
    else:
        found = _unpublished(case, when, last_day, evidence)
    sentence = found.sentence if last_day else f"{_without_period(case)} {found.sentence}".strip()
    return msgspec.structs.replace(found, sentence=sentence, of=of, last_day=last_day, evidence=evidence)


def _is_past_fact(case: Case, typed: When | None) -> bool:
    """Whether the date in the response is a fact rather than a plan."""
    response, day = case.response, known(typed)
    if typed is None or response.is_archive_copy:
        return typed is not None and (day is None or day.latest <= case.today)
    if day is None:
        return response.report.published_on + LONG_PAST < case.today
    return day.latest + LONG_PAST < case.today and not approvals_of(case).lacking


def _published(case: Case, when: PartialDate | None, last_day: date | None, evidence: Evidence) -> PublicationStatus:
    phrase = f"published {at(when)}" if when else "published on a day that is not recorded"
    clock, day, sentence = _timing(case, when, last_day)
    if evidence == "response":
        phrase += ", according to the response"
        sentence += " This is what the response says. There is no record of it here."
    return PublicationStatus(state="published", when=when, clock=clock, day=day, phrase=phrase, sentence=sentence)


def _timing(case: Case, when: PartialDate | None, last_day: date | None) -> tuple[ClockState, int | None, str]:
    """The clock, the day of the period and a sentence for comments that are published."""
    if when is None:
        known_last = f" The last day was {with_weekday(last_day)}." if last_day else ""
        return "unsure" if last_day else "no period", None, f"The date of publication is not recorded.{known_last}"
    if last_day is None:
        return "no period", None, f"Published {at(when)}."
    day = case.day_of_period(when.exact) if when.exact else None
    if when.earliest > last_day:
        return "late", day, f"Published {at(when)}, {how_late(when, last_day)} after the last day, {with_weekday(last_day)}."
    if when.latest > last_day:
        return "unsure", None, f"Published {at(when)}, which may be after the last day, {with_weekday(last_day)}."
    which = f"on day {day} of {case.day_of_period(last_day)}" if day else "in time"
    return "in time", day, f"Published {at(when)}, {which}. The last day was {with_weekday(last_day)}."


def _unpublished(case: Case, when: PartialDate | None, last_day: date | None, evidence: Evidence | None) -> PublicationStatus:
    """The status of comments that are not published yet."""
    today = case.today
    state: PublicationState = "to come" if evidence else "planned" if when else "no date"
    if when is None:
        unknown = "the response says that the date is not recorded, but there is no record that the comments are published"
        phrase, plan = "no date of publication", unknown if case.response.publication.published_on else ""
    elif evidence:
        phrase = f"recorded for {when}, still to come"
        plan = f"publication is recorded for {when}, which is still to come"
    elif when.latest >= today:
        phrase, plan = f"planned for {when}", f"publication is planned for {when}"
    else:
        phrase = f"planned for {when}, not recorded"
        plan = f"publication was planned for {when}, but there is no record that it happened"
    overdue = (today - last_day).days if last_day and not case.response.is_archive_copy else 0
    clock, day, sentence = _running(case, when, last_day, overdue, plan)
    return PublicationStatus(
        state=state, when=when, clock=clock, day=day, overdue_by=max(0, overdue), phrase=phrase, sentence=sentence
    )


def _running(
    case: Case, when: PartialDate | None, last_day: date | None, overdue: int, plan: str
) -> tuple[ClockState, int | None, str]:
    """The clock, the day of the period and a sentence for comments that are not published yet."""
    if last_day is None:
        return "no period", None, _sentence(plan)
    today, number, period = case.today, case.day_of_period(case.today), case.day_of_period(last_day)
    if overdue > 0:
        return "overdue", number, f"Overdue by {days(overdue)}: the last day was {with_weekday(last_day)}.{_sentence(plan, ' ')}"
    state: ClockState = "soon" if (last_day - today).days <= SOON else "open"
    day = number if number >= 1 else None
    begins = f"The {period} days begin when the report is published, on {with_weekday(case.response.report.published_on)}."
    planned = f"Day {day} of {period}: {plan}" if day else f"{begins} {capitalised(plan)}"
    if when and when.earliest > last_day:
        return "planned late", day, f"{planned}, {how_late(when, last_day)} after the last day, {with_weekday(last_day)}."
    if when and when.latest > last_day:
        return "unsure", day, f"{planned}, which may be after the last day, {with_weekday(last_day)}."
    if day is None:
        return state, day, f"{begins} The last day is {with_weekday(last_day)}.{_sentence(plan, ' ')}"
    if when is None:
        return state, day, f"Day {day} of {period}: publish by {how_soon(last_day, today)}.{_sentence(plan, ' ')}"
    return state, day, f"{planned}. The last day is {with_weekday(last_day)}."


def how_late(when: PartialDate, last_day: date) -> str:
    """How long after the last day a later date is: `2 days`, `at least 32 days`."""
    return f"{'' if when.exact else 'at least '}{days((when.earliest - last_day).days)}"


def how_soon(last_day: date, today: date) -> str:
    """A coming last day in words: `Monday 12 August 2024, 14 days from today`."""
    left = (last_day - today).days
    return f"{with_weekday(last_day)}, {days(left)} from today" if left > 0 else f"today, {with_weekday(last_day)}"


def _not_known(last_day: date | None, why: str) -> PublicationStatus:
    last = f" The last day was {with_weekday(last_day)}." if last_day else ""
    return PublicationStatus(
        state="not known", clock="unsure" if last_day else "no period", phrase="not known whether published", sentence=why + last
    )


def _without_period(case: Case) -> str:
    if case.regime.deadline is not None:
        return "The last day to publish cannot be worked out: the calendar ends before it."
    since = next(each.in_force_from for each in statute.regimes() if each.deadline)
    return (
        f"The law on {in_words(case.law_day)} set no time limit for publication. The limit of 56 days came in on {in_words(since)}."
    )


def _sentence(clause: str, before: str = "") -> str:
    """A clause as a sentence after `before`; empty if the clause is."""
    return f"{before}{capitalised(clause)}." if clause else ""
