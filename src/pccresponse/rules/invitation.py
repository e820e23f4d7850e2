"""The invitation to the chief officer of police: section 55(4)."""

from __future__ import annotations

from collections.abc import Iterator

from pccresponse.case.case import Case
from pccresponse.case.naming import at
from pccresponse.foundation.partial_dates import in_words
from pccresponse.foundation.problems import Breach
from pccresponse.models.scalars import known
from pccresponse.rules.rule import ADVICE, ERROR, POLICE_ACT, WARNING, rule


@rule(
    "S55-4",
    ERROR,
    title="The body invites the chief officer to comment before it publishes its comments.",
    remedy='Add an "invitation:" with "sent_on:": a day, a month, a year, or the words: not recorded.',
    cites=f"{POLICE_ACT}55(4)",
    may_be=(WARNING,),
    is_duty=True,
)
def the_chief_officer_is_invited(case: Case) -> Iterator[Breach]:
    """Section 55(4): before it publishes its comments, the body must invite the chief officer of police to submit comments on the
    report.

    The duty is to invite. The chief officer need not answer, so the document says that the invitation was made even if no comments
    came. An invitation sent after publication comes too late.

    If the papers do not give the date, write "not recorded". The document prints those words. If there is no date and no comments
    came, nothing shows that there was an invitation.
    """
    invitation = case.response.invitation
    if invitation is None:
        yield Breach(message="No invitation to the chief officer is recorded.", path=("invitation",))
        return
    path = ("invitation", "sent_on")
    if invitation.sent_on is None:
        yield Breach(
            message="The invitation to the chief officer has no date.",
            path=path,
            remedy='Add "sent_on:" to the invitation: a day, a month, a year, or the words: not recorded.',
        )
        return
    sent, published = known(invitation.sent_on), known(case.response.publication.published_on)
    if sent is None and case.response.chief_officer_comments in ("none received", "not recorded"):
        yield Breach(
            message="Nothing shows that the chief officer was invited: the date of the invitation is not recorded, and no comments are.",
            path=path,
            remedy="Look for the letter. If it cannot be found, leave this: the document says what is not recorded.",
            severity=WARNING,
        )
    elif sent is None:
        yield Breach(
            message="The date of the invitation is not recorded, so the document cannot show that it came before the comments.",
            path=path,
            remedy="Look for the letter. If it cannot be found, leave this: the document says that the date is not recorded.",
            severity=WARNING,
        )
    elif published and sent.is_certainly_after(published):
        yield Breach(
            message=f"The invitation was sent {at(sent)}, after the comments were published {at(published)}.",
            path=path,
            remedy="Correct the date that is wrong.",
        )
    elif published and published.exact and sent == published:
        yield Breach(
            message=f"The invitation was sent {at(sent)}, on the day on which the comments were published.",
            path=path,
            remedy="Check both dates: the invitation has to leave the chief officer time to answer.",
            severity=WARNING,
        )


@rule(
    "S55-4-REPLY-BY",
    ADVICE,
    title="The invitation gives a day to answer by, and the day makes sense.",
    remedy='Add "reply_by:" to the invitation, with a day that leaves time to publish.',
    cites=f"{POLICE_ACT}55(4)",
    may_be=(ERROR, WARNING),
    is_duty=True,
)
def the_invitation_names_a_day_to_answer_by(case: Case) -> Iterator[Breach]:
    """Section 55(4): the body may set a date by which the chief officer must submit comments. It does not have to.

    Set one. Without a date, nobody can say when "none received" became true. The date must come after the invitation. It must also
    come before the last day on which section 55(5A) allows the body to publish.
    """
    response = case.response
    invitation = response.invitation
    if invitation is None:
        return
    path = ("invitation", "reply_by")
    if invitation.reply_by is None:
        if response.chief_officer_comments in (None, "none received") and known(invitation.sent_on):
            yield Breach(message="The invitation gives the chief officer no day to answer by.", path=path)
        return
    sent, last_day = known(invitation.sent_on), case.last_day
    if sent and sent.is_certainly_after(invitation.reply_by):
        yield Breach(
            message=f"The invitation was sent {at(sent)} but asks for comments by {invitation.reply_by}, which was already over.",
            path=path,
            remedy="Correct the date that is wrong.",
            severity=ERROR,
            is_contradiction=True,
        )
    elif last_day and invitation.reply_by.earliest > last_day:
        yield Breach(
            message=f"Comments are asked for by {invitation.reply_by}, after the last day to publish, {in_words(last_day)}.",
            path=path,
            remedy="Ask for the comments by a day that leaves time to publish them.",
            severity=WARNING,
        )
