"""How far a response has come, and who has to act so that it goes on.

The dates in a response are plans: "published_on" is written down before the approval, so that the documents can bear it. So a date
that has come makes no response published; `pccresponse.case.duties` says what does. Otherwise a response that waits for a signature would
be called published on the morning of its last day, and nobody would be told to act.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from pccresponse.case.approvals import Approvals
from pccresponse.case.case import Case
from pccresponse.case.duties import COPIES, INVITATION, duty_of
from pccresponse.case.naming import at, listed
from pccresponse.case.publication import PublicationStatus
from pccresponse.case.version import short
from pccresponse.foundation.partial_dates import with_weekday
from pccresponse.models.fields import known

Stage = Literal[
    "cannot be read",
    "draft",
    "with the chief officer",
    "for approval",
    "to be published",
    "published",
    "copies sent",
    "archive copy",
]


class NextStep(msgspec.Struct, frozen=True):
    """What has to be done next, and by whom."""

    who: str
    """`the office`, `the chief officer`, the roles that approve, or `nobody`."""
    what: str
    """What they do, as it carries on a sentence: `approve version 3f2a9c1b`; empty for nobody."""


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """The facts that decide the stage of a response."""

    case: Case
    approvals: Approvals
    in_the_way: tuple[str, ...]
    """What keeps it from being published, approvals and the date aside, each as a sentence."""
    publication: PublicationStatus
    changed: bool
    """Whether its content is another one than was published."""

    @property
    def is_recorded(self) -> bool:
        """Whether a record says that it was published, or is to be from a later day on."""
        return self.publication.evidence == "record"

    @property
    def is_sent(self) -> bool:
        """Whether the copies were sent, as the response says; nobody sends copies of what is not published."""
        return self.publication.is_published and duty_of(COPIES, self.case, self.publication).is_over

    @property
    def is_with_the_chief_officer(self) -> bool:
        """Whether the chief officer was invited to comment and nothing says yet what came of it."""
        return self.is_invited and self.case.response.chief_officer_comments is None

    @property
    def is_invited(self) -> bool:
        """Whether the invitation has gone out."""
        return duty_of(INVITATION, self.case, self.publication).is_over


def state_of(facts: Facts) -> Stage:
    """The state of a response that can be read."""
    if facts.case.response.is_archive_copy:
        return "archive copy"
    if facts.is_sent:
        return "copies sent"
    if facts.publication.is_published:
        return "published"
    if facts.is_recorded:
        return "to be published"
    if facts.is_with_the_chief_officer:
        return "with the chief officer"
    if facts.approvals.lacking and not facts.in_the_way:
        return "for approval"
    return "draft"


def next_step(facts: Facts) -> NextStep:
    """Who acts next, and what they do."""
    if facts.case.response.is_archive_copy:
        return _archiving(facts)
    if facts.publication.is_published:
        return _after_publication(facts)
    if facts.is_recorded:
        return (
            _keeping(facts, "") if facts.changed else NextStep("the office", f"publish the documents: {facts.publication.phrase}")
        )
    if not facts.is_invited:
        invitation = facts.case.response.invitation
        planned = known(invitation.sent_on) if invitation else None
        return NextStep("the office", f"invite the chief officer to comment{f', {at(planned)} as planned' if planned else ''}")
    if facts.is_with_the_chief_officer:
        return _before_an_answer(facts)
    if facts.in_the_way:
        return NextStep("the office", _what_is_in_the_way(facts.in_the_way))
    if facts.approvals.lacking:
        return _approval(facts)
    return NextStep("the office", _publish(facts))


def _before_an_answer(facts: Facts) -> NextStep:
    invitation = facts.case.response.invitation
    reply_by = invitation.reply_by if invitation else None
    if reply_by is None:
        return NextStep("the chief officer", "comment on the report (no day was set)")
    if reply_by.latest >= facts.case.today:
        return NextStep("the chief officer", f"comment on the report by {reply_by}")
    return NextStep("the office", f"record the chief officer’s comments, which were due by {reply_by}, or that there were none")


def _what_is_in_the_way(sentences: tuple[str, ...]) -> str:
    return f"put this right: {sentences[0]}{f' There are {len(sentences) - 1} more.' if len(sentences) > 1 else ''}"


def _approval(facts: Facts) -> NextStep:
    lacking = facts.approvals.lacking
    stale = [f"the {each.role}" for each in lacking if each.standing == "stale"]
    again = " again" if len(stale) == len(lacking) else f" ({listed(stale)} again)" if stale else ""
    return NextStep(listed([f"the {each.role}" for each in lacking]), f"approve version {short(facts.approvals.version)}{again}")


def _publish(facts: Facts) -> str:
    publication, today = facts.publication, facts.case.today
    planned, last_day = publication.when, publication.last_day
    if last_day and today > last_day:
        return f"publish now: the last day was {with_weekday(last_day)}"
    if planned and planned.latest >= today:
        return f"publish {at(planned)}, as the documents say"
    if planned:
        return f"publish, and correct the date: {planned} was planned, but there is no record that it happened"
    return f"publish by {with_weekday(last_day)}" if last_day else "publish"


def _after_publication(facts: Facts) -> NextStep:
    submission = facts.case.response.submission
    if not facts.is_sent:
        to = listed([f"the {each.name.removeprefix('the ')}" for each in facts.case.regime.recipients])
        planned = known(submission.sent_on)
        return NextStep("the office", f"send the copies to {to}{f', {at(planned)} as planned' if planned else ''}")
    return _keeping(facts, "record what was published (run: pccresponse publish)")


def _archiving(facts: Facts) -> NextStep:
    """An archive copy is made and kept; what it tells of was done long ago."""
    if facts.in_the_way:
        return NextStep("the office", _what_is_in_the_way(facts.in_the_way))
    if facts.approvals.lacking and not facts.is_recorded:
        return _approval(facts)
    return _keeping(facts, "make the copy and record it (run: pccresponse publish)")


def _keeping(facts: Facts, keep: str) -> NextStep:
    """What is left to do with what is published: a change goes out as a new version, and nothing stays without a record."""
    if facts.changed:
        return _approval(facts) if facts.approvals.lacking else NextStep("the office", "publish the change as a new version")
    return NextStep("nobody", "") if facts.is_recorded else NextStep("the office", keep)
