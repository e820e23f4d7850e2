"""What applies beside section 55: elections, other duties to publish, the inspectorate's requests, archive copies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from pccresponse import statute
from pccresponse.case.case import Case
from pccresponse.case.naming import at
from pccresponse.foundation.errors import LookUpError
from pccresponse.foundation.partial_dates import PartialDate, in_words
from pccresponse.foundation.problems import Breach
from pccresponse.models.fields import known
from pccresponse.rules.rule import ADVICE, PROCEDURE, WARNING, rule

_PUBLISHED = ("publication", "published_on")
_LONG_AGO = timedelta(days=2 * 365)
_ASKED_DAYS = 30
"""How long the inspectorate gave in the request that the tables call link-within-30-days."""
_COMMISSIONERS = ("police and crime commissioner", "police, fire and crime commissioner")


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
        return  # whose election it would be is not known
    election = statute.election_after(day, case.office.force)
    if election and body.kind != "common council":
        yield Breach(
            message=f"The comments are published on {in_words(day)}, in the weeks before the election of {election.elected} on "
            f"{in_words(election.polled_on)}.",
            path=_PUBLISHED,
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
    published = known(response.publication.published_on)
    still_to_come = response.publication.published_on is None or (published is not None and published.earliest > case.today)
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
            path=_PUBLISHED,
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
