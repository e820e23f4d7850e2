"""The statutory clock: which day of the 56 it is, and in a sentence what that means."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pccresponse import statute
from pccresponse.matter import Matter
from pccresponse.models.scalars import known
from pccresponse.partial_dates import PartialDate, in_words, with_weekday
from pccresponse.preview.state import Clock, ClockState
from pccresponse.rules.deadline import SOON, last_day_of
from pccresponse.rules.naming import at, days


def clock_of(matter: Matter, missing: Sequence[str] = ()) -> Clock:
    """Where the response stands in the period of section 55(5A) as of the matter's own today."""
    last_day, report_day = last_day_of(matter), matter.response.report.published_on
    state, day, sentence = _reading(matter, last_day)
    return Clock(
        state=state,
        published_on=report_day.isoformat(),
        day=day,
        of=statute.day_number(report_day, last_day) if last_day else None,
        last_day=last_day.isoformat() if last_day else None,
        sentence=sentence,
        missing=tuple(missing),
    )


def _reading(matter: Matter, last_day: date | None) -> tuple[ClockState, int | None, str]:
    when = matter.response.publication.published_on
    published = known(when)
    if last_day is None:
        return "no period", None, _without_period(matter, published)
    if published is not None and published.earliest <= matter.today:
        return _published(matter, published, last_day)
    if published is None and when is not None:
        return "unsure", None, f"The date of publication is not recorded. The last day was {with_weekday(last_day)}."
    return _open(matter, published, last_day)


def _without_period(matter: Matter, published: PartialDate | None) -> str:
    if matter.regime.deadline is not None:
        return "The last day to publish cannot be worked out: the calendar ends before it."
    law = f"The law of {in_words(matter.law_day)} sets no period for publication; that of 56 days came on 2 May 2017."
    return f"{law} The comments are dated {published}." if published else law


def _published(matter: Matter, published: PartialDate, last_day: date) -> tuple[ClockState, int | None, str]:
    report_day = matter.response.report.published_on
    day = statute.day_number(report_day, published.exact) if published.exact else None
    of = statute.day_number(report_day, last_day)
    if published.earliest > last_day:
        late = days((published.earliest - last_day).days)
        return (
            "late",
            day,
            f"Published {at(published)}, {'' if published.exact else 'at least '}{late} after {with_weekday(last_day)}.",
        )
    if published.latest > last_day:
        return "unsure", None, f"Published {at(published)}, which may be after the last day, {with_weekday(last_day)}."
    which = f"on day {day} of {of}" if day else "in time"
    return "in time", day, f"Published {at(published)}, {which}. The last day was {with_weekday(last_day)}."


def _open(matter: Matter, planned: PartialDate | None, last_day: date) -> tuple[ClockState, int | None, str]:
    report_day, today = matter.response.report.published_on, matter.today
    day, of = statute.day_number(report_day, today), statute.day_number(report_day, last_day)
    left = (last_day - today).days
    if left < 0:
        plan = f" Publication is planned {at(planned)}." if planned else ""
        return "overdue", day, f"Overdue by {days(-left)}: the last day was {with_weekday(last_day)}.{plan}"
    if day < 1:
        return (
            "open",
            None,
            f"The {of} days begin with the report, on {with_weekday(report_day)}; the last is {with_weekday(last_day)}.",
        )
    state: ClockState = "soon" if left <= SOON else "open"
    if planned is None:
        until = f"{with_weekday(last_day)}, {days(left)} from today" if left else f"today, {with_weekday(last_day)}"
        return state, day, f"Day {day} of {of}: publish by {until}."
    if planned.earliest > last_day:
        beyond = days((planned.earliest - last_day).days)
        return (
            "late",
            day,
            f"Day {day} of {of}: publication is planned {at(planned)}, {beyond} after the last day, {with_weekday(last_day)}.",
        )
    if planned.latest > last_day:
        return (
            "unsure",
            day,
            f"Day {day} of {of}: publication is planned {at(planned)}, which may be after the last day, {with_weekday(last_day)}.",
        )
    return state, day, f"Day {day} of {of}: publication is planned {at(planned)}. The last day is {with_weekday(last_day)}."
