"""How far a response has come, and who has to act so that it goes on.

The dates in a response may be plans: "published_on" is written down before the approval, so that the documents can bear it. So a
date that has come makes a response published where nothing else is known, but not where the office requires approvals and they are
missing: then only a record of the publication does. Otherwise a response that waits for a signature would be called published on
the morning of its last day, and nobody would be told to act. "not recorded" is no plan.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from pccresponse.approvals import Approvals
from pccresponse.content import short
from pccresponse.matter import Matter
from pccresponse.models.scalars import When, known
from pccresponse.partial_dates import with_weekday
from pccresponse.rules.deadline import last_day_of
from pccresponse.rules.naming import at, listed

State = Literal["cannot be read", "draft", "with the chief officer", "for approval", "published", "copies sent"]


class Step(msgspec.Struct, frozen=True):
    """What has to be done next, and by whom."""

    who: str
    """`the office`, `the chief officer`, the roles that approve, or `nobody`."""
    what: str
    """What they do, as it carries on a sentence: `approve version 3f2a9c1b`; empty for nobody."""


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What the stage of a response follows from."""

    matter: Matter
    approvals: Approvals
    in_the_way: tuple[str, ...]
    """What keeps it from being published, approvals and the date aside, each as a sentence."""
    recorded: bool
    """Whether a record says that it was published."""
    changed: bool
    """Whether its content is another one than was published."""
    today: date

    @property
    def last_day(self) -> date | None:
        """The last day to publish; None where the law of the day has none."""
        return last_day_of(self.matter)

    @property
    def is_published(self) -> bool:
        """Whether it was published, as far as anybody can see."""
        return self.recorded or self._has_come(self.matter.response.publication.published_on)

    @property
    def is_sent(self) -> bool:
        """Whether the copies were sent; nobody sends copies of what is not published."""
        sent_on = self.matter.response.submission.sent_on
        return self.is_published and (sent_on == "not recorded" or self._is_past(sent_on))

    def _has_come(self, when: When | None) -> bool:
        return when == "not recorded" or (self._is_past(when) and not self.approvals.lacking)

    def _is_past(self, when: When | None) -> bool:
        """Whether all of it is up to today: a month that has only begun proves nothing."""
        day = known(when)
        return day is not None and day.latest <= self.today

    @property
    def is_with_the_chief_officer(self) -> bool:
        """Whether the chief officer was invited to comment and nothing says yet what came of it."""
        return self.is_invited and self.matter.response.chief_officer_comments is None

    @property
    def is_invited(self) -> bool:
        """Whether the invitation has gone out."""
        invitation = self.matter.response.invitation
        if invitation is None or invitation.sent_on is None:
            return False
        day = known(invitation.sent_on)
        return day is None or day.earliest <= self.today


def state_of(facts: Facts) -> State:
    """The state of a response that can be read."""
    if facts.is_sent:
        return "copies sent"
    if facts.is_published:
        return "published"
    if facts.is_with_the_chief_officer:
        return "with the chief officer"
    if facts.approvals.lacking and not facts.in_the_way:
        return "for approval"
    return "draft"


def next_step(facts: Facts) -> Step:
    """Who acts next, and what they do."""
    if facts.is_published:
        return _after_publication(facts)
    if not facts.is_invited:
        invitation = facts.matter.response.invitation
        planned = known(invitation.sent_on) if invitation else None
        return Step("the office", f"invite the chief officer to comment{f', {at(planned)} as planned' if planned else ''}")
    if facts.is_with_the_chief_officer:
        return _before_an_answer(facts)
    if facts.in_the_way:
        return Step("the office", _what_is_in_the_way(facts.in_the_way))
    if facts.approvals.lacking:
        return _approval(facts)
    return Step("the office", _publish(facts))


def _before_an_answer(facts: Facts) -> Step:
    invitation = facts.matter.response.invitation
    reply_by = invitation.reply_by if invitation else None
    if reply_by is None:
        return Step("the chief officer", "comment on the report; no day was named")
    if reply_by.latest >= facts.today:
        return Step("the chief officer", f"comment on the report by {reply_by}")
    return Step("the office", f"record the chief officer’s comments, wanted by {reply_by}, or that none were received")


def _what_is_in_the_way(sentences: tuple[str, ...]) -> str:
    return f"put right what is in the way: {sentences[0]}{f' And {len(sentences) - 1} more.' if len(sentences) > 1 else ''}"


def _approval(facts: Facts) -> Step:
    lacking = facts.approvals.lacking
    stale = [f"the {each.role}" for each in lacking if each.standing == "stale"]
    again = " again" if len(stale) == len(lacking) else f" ({listed(stale)} again)" if stale else ""
    return Step(listed([f"the {each.role}" for each in lacking]), f"approve version {short(facts.approvals.version)}{again}")


def _publish(facts: Facts) -> str:
    planned, last_day = known(facts.matter.response.publication.published_on), facts.last_day
    if last_day and facts.today > last_day:
        return f"publish now: the last day was {with_weekday(last_day)}"
    if planned and planned.latest >= facts.today:
        return f"publish {at(planned)}, as the documents say"
    return f"publish by {with_weekday(last_day)}" if last_day else "publish"


def _after_publication(facts: Facts) -> Step:
    submission = facts.matter.response.submission
    if not facts.is_sent:
        to = listed([f"the {each.name.removeprefix('the ')}" for each in facts.matter.regime.recipients])
        planned = known(submission.sent_on)
        return Step("the office", f"send the copies to {to}{f', {at(planned)} as planned' if planned else ''}")
    if facts.changed:
        return _approval(facts) if facts.approvals.lacking else Step("the office", "publish what was changed, as a new version")
    if not facts.recorded:
        return Step("the office", "keep what was published, with its record: pccresponse publish")
    return Step("nobody", "")
