"""The last day to publish: section 55(5A). Late, overdue, due soon and due later are different things with different codes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pccresponse import statute
from pccresponse.case.case import Case
from pccresponse.case.naming import at, capitalised, days, mention
from pccresponse.case.publication import SOON, how_soon, publication_of
from pccresponse.foundation.errors import LookUpError
from pccresponse.foundation.partial_dates import PartialDate, in_words, with_weekday
from pccresponse.foundation.problems import Breach
from pccresponse.models.fields import known
from pccresponse.rules.rule import ADVICE, POLICE_ACT, PROCEDURE, WARNING, rule

_SATURDAY = 5
_PATH = ("publication", "published_on")


def _open_until(case: Case) -> date | None:
    """The last day, if there is one and nothing says yet when the comments are published."""
    if case.response.publication.published_on is not None or case.today < case.response.report.published_on:
        return None
    return case.last_day


def _came_out(case: Case) -> PartialDate | None:
    """When the comments came out, as the record has it, else as the response says; None if neither knows the date."""
    return known(case.recorded) or known(case.response.publication.published_on)


def _day_of_the_period(case: Case, last_day: date) -> str:
    return f"day {case.day_of_period(case.today)} of {case.day_of_period(last_day)}"


@rule(
    "S55-5A-LATE",
    WARNING,
    title="The comments were published by the last day.",
    remedy="Check both dates. If they are right, leave them: the document gives both.",
    cites=f"{POLICE_ACT}55(5A)",
    is_duty=True,
)
def the_comments_were_published_in_time(case: Case) -> Iterator[Breach]:
    """Section 55(5A), in force from 2 May 2017: the body must publish before the end of the period of 56 days that begins with
    the day on which the report is published.

    The day of publication is day 1, so the last day is the 55th day after it. Weekends and bank holidays count.

    You cannot change the fact that you published late, so this is a warning and not an error. It must not stop a document that
    tells the truth. The body can say in its comments why they are late. If record.json has the day of the first publication, the rule goes by it.
    """
    published, last_day = _came_out(case), case.last_day
    if published is None or last_day is None or published.earliest <= last_day:
        return
    late = (published.earliest - last_day).days
    by_how_much = days(late) if published.exact else f"at least {days(late)}"
    if published.earliest > case.today >= case.response.report.published_on:
        in_time = case.today <= last_day
        yield Breach(
            message=f"The comments are planned for publication {at(published)}, {by_how_much} after the last day, {with_weekday(last_day)}.",
            path=_PATH,
            remedy=f"Publish by {with_weekday(last_day)}: today is {_day_of_the_period(case, last_day)}."
            if in_time
            else "Publish now: the last day has passed.",
        )
    else:
        yield Breach(
            message=f"The comments are dated {published}, {by_how_much} after the last day to publish, {with_weekday(last_day)}.",
            path=_PATH,
        )


@rule(
    "S55-5A-UNSURE",
    WARNING,
    title="The date of publication is exact enough to show whether it was in time.",
    remedy='Give the day on which the comments were published, under "publication:", "published_on:".',
    cites=f"{POLICE_ACT}55(5A)",
    is_duty=True,
)
def the_date_of_publication_shows_that_it_was_in_time(case: Case) -> Iterator[Breach]:
    """Section 55(5A) counts in days. If you give only a month or a year that contains the last day, nobody can tell whether the
    comments were in time. The same is true of "not recorded". The document prints the date as you give it.
    """
    published_on, last_day = case.response.publication.published_on, case.last_day
    if published_on is None or last_day is None:
        return
    published = _came_out(case)
    if published is None:
        message = (
            f"The date of publication is not recorded, so nobody can tell whether it was by the last day, {in_words(last_day)}."
        )
    elif published.earliest <= last_day < published.latest:
        message = f"The comments were published {at(published)}, which may be after the last day, {with_weekday(last_day)}."
    else:
        return
    yield Breach(message=message, path=_PATH)


@rule(
    "PUBLISHED-ON",
    WARNING,
    title="The response and the record have the same day for the first publication.",
    remedy='Correct "published_on:" under "publication:". A later version does not change the day of the first.',
    cites=f"{POLICE_ACT}55(5A)",
)
def the_day_of_publication_is_that_of_the_record(case: Case) -> Iterator[Breach]:
    """The documents print the date of publication that is in the response. When you publish, record.json keeps the date too. If
    somebody changes the one in the response afterwards, the documents would say that the comments came out on a day on which they
    did not.
    """
    typed, recorded = known(case.response.publication.published_on), known(case.recorded)
    if typed and recorded and (typed.is_certainly_after(recorded) or recorded.is_certainly_after(typed)):
        yield Breach(message=f"The comments are said to be published {at(typed)}, but record.json has {recorded}.", path=_PATH)


@rule(
    "S55-5A-OVERDUE",
    WARNING,
    title="The body publishes before the last day has passed.",
    remedy='Publish the comments now and put the day under "publication:", "published_on:".',
    cites=f"{POLICE_ACT}55(5A)",
    is_duty=True,
)
def the_last_day_does_not_pass(case: Case) -> Iterator[Breach]:
    """Section 55(5A): the body must publish within 56 days, beginning with the the day on which the report is published. After that the
    duty in subsection (5) remains, and it is overdue.

    A date that you type is a plan. Once the day is over, it proves nothing. What shows that the comments were published is
    record.json, which "publish" writes. If the date is more than a year ago, the program takes it as a fact.

    You can only put this right by publishing. So this is a warning, and does not stop the final documents.
    """
    planned, last_day = known(case.response.publication.published_on), case.last_day
    is_open = (_open_until(case) is not None and not case.response.is_archive_copy) or (
        planned is not None and _is_only_planned(case, planned)
    )
    if last_day is None or not is_open or case.today <= last_day:
        return
    message = f"Publication is overdue by {days((case.today - last_day).days)}: the last day was {with_weekday(last_day)}."
    if planned:
        message += f" It was planned for {planned}, but there is no record that it happened."
    yield Breach(
        message=message,
        path=_PATH,
        remedy="Publish the comments now. If they were published, write the record: pccresponse publish" if planned else "",
    )


def _is_only_planned(case: Case, planned: PartialDate) -> bool:
    """Whether a date in time has gone by, and nothing shows that the comments were published. One after the last day is S55-5A-LATE's."""
    is_over = planned.latest < case.today and case.last_day is not None and planned.earliest <= case.last_day
    return is_over and not case.response.is_archive_copy and not publication_of(case, case.recorded).is_published


@rule(
    "S55-5A-DUE",
    WARNING,
    title="The body publishes before the 56 days run out.",
    remedy='Publish the comments and put the day under "publication:", "published_on:".',
    cites=f"{POLICE_ACT}55(5A)",
)
def the_comments_are_due_soon(case: Case) -> Iterator[Breach]:
    """Section 55(5A): the body must publish within 56 days, beginning with the the day on which the report is published. The program
    warns you from 14 days before the last day, up to and including the last day.

    The period is for publication. The Act sets no period for sending the copies under subsection (6).
    """
    last_day = _open_until(case)
    if last_day is None or not 0 <= (last_day - case.today).days <= SOON:
        return
    counted, when = capitalised(_day_of_the_period(case, last_day)), how_soon(last_day, case.today)
    yield Breach(message=f"{counted}: the last day to publish the comments is {when}.", path=_PATH)


@rule(
    "S55-5A-OPEN",
    ADVICE,
    title="The comments have a date of publication.",
    remedy='When the comments are published, put the day under "publication:", "published_on:".',
    cites=f"{POLICE_ACT}55(5A)",
)
def the_comments_are_due_later(case: Case) -> Iterator[Breach]:
    """Section 55(5A): the body must publish within 56 days, beginning with the the day on which the report is published. There is still
    time. This tells you how much, so that you can arrange the meeting that must approve the comments.
    """
    last_day = _open_until(case)
    if last_day and (last_day - case.today).days > SOON:
        counted, when = capitalised(_day_of_the_period(case, last_day)), how_soon(last_day, case.today)
        yield Breach(message=f"{counted}: publish by {when}.", path=_PATH)


@rule(
    "LAST-DAY",
    ADVICE,
    title="The last day to publish is a working day, or you know that it is not.",
    remedy="Plan to publish on a working day before it.",
    cites=f"{POLICE_ACT}55(5A)",
)
def the_last_day_is_a_working_day(case: Case) -> Iterator[Breach]:
    """Section 55(5A) makes no exception for weekends and bank holidays. They count, and the last day stays the same if the office
    is closed on it. The person who updates the website may not be at work that day.
    """
    last_day = _open_until(case)
    if last_day is None or case.today > last_day:
        return
    holiday = holiday_on(last_day)
    if holiday:
        yield Breach(message=f"The last day to publish, {with_weekday(last_day)}, is {holiday}; it still counts.", path=_PATH)


def holiday_on(day: date) -> str:
    """Why an office is closed on the day, as words after `is`; empty for a working day, or where nobody knows."""
    try:
        holiday = statute.bank_holiday_on(day)
    except LookUpError:
        holiday = None
    return f"a bank holiday ({holiday})" if holiday else "at a weekend" if day.weekday() >= _SATURDAY else ""


@rule(
    "ACCELERATED",
    WARNING,
    title="It is clear when the period for an accelerated cause of concern begins.",
    remedy="Decide with the inspectorate, or publish by the earlier day.",
    cites=PROCEDURE,
)
def an_accelerated_cause_of_concern_is_answered_early(case: Case) -> Iterator[Breach]:
    """The inspectorate tells a force about an accelerated cause of concern before the report is published.

    We found no source that says whether a separate period of 56 days begins on that day. The program counts from the report, as
    section 55(5A) is worded. It warns you because a person should decide. It says nothing if the comments were also published
    within 56 days of the earlier day, or if no period applies.

    The transitional rules of S.I. 2017/399 may bring reports published before 2 May 2017 under the duties that began on that day.
    We read regulations 1 to 4 but not the later ones. The program assumes that they do not.
    """
    if case.regime.deadline is None:
        return
    published = known(case.response.publication.published_on)
    for path, cause in case.response.found.every_cause():
        told_on = cause.accelerated_on
        if told_on is None or told_on.latest >= case.response.report.published_on:
            continue
        earlier_last_day = statute.publish_by(case.regime, told_on.earliest)
        if earlier_last_day is None or (published and published.latest <= earlier_last_day):
            continue
        yield Breach(
            message=f"The force was told of {mention(path, cause)} {at(told_on)}, before the report; no source says "
            f"whether its own {case.regime.deadline.days} days began then. If they did, the last day would be "
            f"{with_weekday(earlier_last_day)}{'' if told_on.exact else ' at the earliest'}.",
            path=(*path, "accelerated_on"),
        )
