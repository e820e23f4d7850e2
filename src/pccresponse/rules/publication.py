"""When the comments are published: the last day of section 55(5A), elections, requests of the inspectorate, and archive copies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from pccresponse import statute
from pccresponse.case.case import Case
from pccresponse.case.naming import at, mention
from pccresponse.case.publication import ClockState, PublicationStatus, how_late, how_soon, publication_of
from pccresponse.foundation.errors import LookUpError
from pccresponse.foundation.partial_dates import PartialDate, in_words, with_weekday
from pccresponse.foundation.problems import Breach
from pccresponse.models.fields import known
from pccresponse.rules.rule import ADVICE, POLICE_ACT, PROCEDURE, WARNING, rule

_SATURDAY = 5
_LONG_AGO = timedelta(days=2 * 365)
_ASKED_DAYS = 30
"""The days that the inspectorate gave in the request `link-within-30-days`."""
_COMMISSIONERS = ("police and crime commissioner", "police, fire and crime commissioner")
_PATH = ("publication", "published_on")


def _status(case: Case) -> PublicationStatus:
    return publication_of(case, case.recorded)


def _undated(case: Case, *clocks: ClockState) -> PublicationStatus | None:
    """The status if the report is out, nothing says when the comments are published, and the clock is one of these."""
    found = _status(case)
    return found if found.state == "no date" and found.day is not None and found.clock in clocks else None


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
    tells the truth. The body can say in its comments why they are late.

    If record.json has the day of the first publication, the rule goes by it. A date that you type is a plan, and the rule warns you if
    the plan is too late. Once the last day has passed without a record, see S55-5A-OVERDUE.
    """
    found = _status(case)
    when, last_day = found.when, found.last_day
    if found.clock not in ("late", "planned late") or when is None or last_day is None:
        return
    late = how_late(when, last_day)
    if found.is_published:
        yield Breach(
            message=f"The comments are dated {when}, {late} after the last day to publish, {with_weekday(last_day)}.", path=_PATH
        )
        return
    today = f": today is day {found.day} of {found.of}" if found.day else ""
    yield Breach(
        message=f"The comments are planned for publication {at(when)}, {late} after the last day, {with_weekday(last_day)}.",
        path=_PATH,
        remedy=f"Publish by {with_weekday(last_day)}{today}." if case.today <= last_day else "",
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

    Without a record, a date that you type is a plan. Once the last day has passed, see S55-5A-OVERDUE.
    """
    found = _status(case)
    if found.clock != "unsure" or found.state == "not known" or found.last_day is None:
        return
    last_day, remedy = with_weekday(found.last_day), ""
    if found.when is None:
        message = f"The date of publication is not recorded, so nobody can tell whether it was by the last day, {in_words(found.last_day)}."
    elif found.is_published:
        message = f"The comments were published {at(found.when)}, which may be after the last day, {last_day}."
    else:
        message = f"The comments are planned for publication {at(found.when)}, which may be after the last day, {last_day}."
        remedy = 'Give the day on which you plan to publish, under "publication:", "published_on:".'
    yield Breach(message=message, path=_PATH, remedy=remedy)


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
    """Section 55(5A): the body must publish within 56 days, beginning with the day on which the report is published. After that the
    duty in subsection (5) remains, and it is overdue.

    A date that you type is a plan. Once the day is over, it proves nothing, and nor does "not recorded". What shows that the comments
    were published is record.json, which "publish" writes. If the date is more than a year ago, the program takes it as a fact, unless
    a required approval is missing.

    You can only put this right by publishing. So this is a warning, and does not stop the final documents.
    """
    found = _status(case)
    if found.clock != "overdue":
        return
    typed = case.response.publication.published_on
    if typed is None or (found.when and found.when.latest >= case.today):
        remedy = ""
    elif found.when is None:
        remedy = "Publish the comments now. If they were published, give the day, and write the record: pccresponse publish"
    else:
        remedy = "Publish the comments now. If they were published, write the record: pccresponse publish"
    yield Breach(message=f"Publication is {found.sentence[:1].lower()}{found.sentence[1:]}", path=_PATH, remedy=remedy)


@rule(
    "S55-5A-DUE",
    WARNING,
    title="The body publishes before the 56 days run out.",
    remedy='Publish the comments and put the day under "publication:", "published_on:".',
    cites=f"{POLICE_ACT}55(5A)",
)
def the_comments_are_due_soon(case: Case) -> Iterator[Breach]:
    """Section 55(5A): the body must publish within 56 days, beginning with the day on which the report is published. The program
    warns you from 14 days before the last day, up to and including the last day.

    The period is for publication. The Act sets no period for sending the copies under subsection (6).
    """
    found = _undated(case, "soon")
    if found and found.last_day:
        when = how_soon(found.last_day, case.today)
        yield Breach(message=f"Day {found.day} of {found.of}: the last day to publish the comments is {when}.", path=_PATH)


@rule(
    "S55-5A-OPEN",
    ADVICE,
    title="The comments have a date of publication.",
    remedy='When the comments are published, put the day under "publication:", "published_on:".',
    cites=f"{POLICE_ACT}55(5A)",
)
def the_comments_are_due_later(case: Case) -> Iterator[Breach]:
    """Section 55(5A): the body must publish within 56 days, beginning with the day on which the report is published. There is still
    time. This tells you how much, so that you can arrange the meeting that must approve the comments.
    """
    found = _undated(case, "open")
    if found and found.last_day:
        yield Breach(message=f"Day {found.day} of {found.of}: publish by {how_soon(found.last_day, case.today)}.", path=_PATH)


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
    found = _undated(case, "open", "soon")
    if found and found.last_day and (holiday := holiday_on(found.last_day)):
        yield Breach(message=f"The last day to publish, {with_weekday(found.last_day)}, is {holiday}; it still counts.", path=_PATH)


def holiday_on(day: date) -> str:
    """`at a weekend` or the bank holiday on the day; empty for a working day."""
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


@rule(
    "PRE-ELECTION",
    ADVICE,
    title="The body does not publish in the weeks before its own election.",
    remedy="Take advice on what you may publish then. The last day stays the same, so publish before the period begins if you can.",
    cites="Electoral Commission, guidance for police area returning officers",
)
def the_comments_are_not_published_before_an_election(case: Case) -> Iterator[Breach]:
    """In the weeks before an ordinary election of commissioners or of a mayor, public bodies take care that what they publish
    does not help or harm anybody in the election. This does not stop the 56 days of section 55(5A): the duty to publish
    remains.

    The notice of election comes at least 25 working days before the poll. The program looks at six weeks. Its table does not
    have by-elections, other local elections or general elections.
    """
    published = known(case.response.publication.published_on)
    day = published.exact if published else None
    if day is None or published is None:
        return
    try:
        body = case.body_on(published)
    except LookUpError:
        return
    if case.office.force is None and body.kind not in _COMMISSIONERS:
        return  # the kind of election is not known
    election = statute.election_after(day, case.office.force)
    if election and body.kind != "common council":
        yield Breach(
            message=f"The comments are published on {in_words(day)}, in the weeks before the election of {election.elected} on "
            f"{in_words(election.polled_on)}.",
            path=_PATH,
        )


@rule(
    "SPECIFIED-INFORMATION",
    ADVICE,
    title="The body publishes the information that the Order specifies when it comments on an assessment of the force.",
    remedy="Publish both in a prominent place on the body's website when you publish the comments.",
    cites="S.I. 2011/3050, Sch. Pt 1 para. 7B",
    needs_today=True,
)
def what_the_order_asks_for_is_published_too(case: Case) -> Iterator[Breach]:
    """The Elected Local Policing Bodies (Specified Information) Order 2011 (S.I. 2011/3050), as amended by S.I. 2021/547 from 31
    May 2021. It requires an elected local policing body to publish two things in a prominent place on its website. One is the
    inspectors' most recent report on the force's effectiveness, efficiency and legitimacy. The other is the summary assessment of
    the force's performance.

    This duty is separate from section 55, and it is not about the comments. It does not bind the Common Council of the City of
    London, which is not an elected policing body. The program reminds you until the comments on such a report are published.
    """
    response, information = case.response, statute.procedure_on("specified-information", case.today)
    still_to_come = not _status(case).is_published
    is_assessment = "peel" in f"{response.report.programme or ''} {response.report.title}".casefold()
    is_asked = still_to_come and is_assessment and response.report.kind == "force" and not response.is_archive_copy
    if not is_asked or information is None:
        return
    try:
        kind = case.body_on(PartialDate.of(case.today)).kind
    except LookUpError:
        return
    if information.holds_for(kind, case.office.force):
        yield Breach(
            message="The body must also publish the report in a prominent place on its website, with the summary assessment of the "
            "force's performance.",
            path=("publication",),
        )


@rule(
    "LINK-ASKED-FOR",
    ADVICE,
    title="The response does not treat the inspectorate's request for a link within 30 days as law.",
    remedy="Do not call the 30 days a duty. The documents give the law of the report's day.",
    cites=PROCEDURE,
)
def the_request_for_a_link_is_not_taken_for_law(case: Case) -> Iterator[Breach]:
    """In 2016 and 2017 the inspectorate's procedure asked bodies to send it the address of their published comments within 30 days
    of the report. It was a request. Section 55 had no period then. The 56 days of section 55(5A) came on 2 May 2017.

    Comments on a report of these years that came out after more than 30 days were not late in law.
    """
    report_day = case.response.report.published_on
    asked = statute.procedure_on("link-within-30-days", report_day)
    published = known(case.response.publication.published_on)
    if asked and published and published.earliest > report_day + timedelta(days=_ASKED_DAYS):
        yield Breach(
            message=f"The comments were published {at(published)}, more than {_ASKED_DAYS} days after the report. The inspectorate then asked "
            f"for a link within {_ASKED_DAYS} days; that was a request, not a period of the Act.",
            path=_PATH,
        )


@rule(
    "ARCHIVE-COPY",
    WARNING,
    title="An archive copy is of a response from long ago.",
    remedy='Remove "copy: archive", and record what you know.',
    needs_today=True,
)
def an_archive_copy_is_of_long_ago(case: Case) -> Iterator[Breach]:
    """An archive copy ("copy: archive") is of a response from long ago, made from papers that may have gaps. The program then only
    gives advice about what the papers lack. In a new response, this would hide duties that you can still meet. A report from the
    last two years, or one whose 56 days are still running, is new.
    """
    if not case.response.is_archive_copy:
        return
    report_day = case.response.report.published_on
    if report_day > case.today or case.today < report_day + _LONG_AGO:
        yield Breach(
            message=f"This is marked as an archive copy, but the report came out on {in_words(report_day)}, less than two years ago.",
            path=("copy",),
        )
