"""The state of each duty of section 55 on a day, with what shows it.

Only this module decides it. The list of all responses, the live page and the record in a document repeat it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Literal, NamedTuple

import msgspec

from pccresponse import statute
from pccresponse.case.case import Case
from pccresponse.case.explanations import explained_where
from pccresponse.case.naming import at, capitalised, listed
from pccresponse.case.publication import ClockState, PublicationStatus
from pccresponse.foundation.partial_dates import PartialDate, in_words
from pccresponse.foundation.problems import Path
from pccresponse.models.fields import known
from pccresponse.models.response import ChiefOfficerComments, ReplyToChiefOfficer, Response


class Step(NamedTuple):
    """A step that section 55 requires of the local policing body, or a condition that the steps must meet."""

    subsection: str
    """`55(5)(a)`."""
    duty: str
    """The id of its duty in the table of section 55."""
    asks: str
    """The requirement as a sentence, with `{body}` and `{recipients}` for names."""
    rules: tuple[str, ...]
    """The codes of the rules about it."""
    part: str = ""
    """The part of a response that describes it; empty for a condition."""
    name: str = ""
    """The name of that part within a sentence."""
    on_record: str = ""
    """What that part records, to follow `It is on record`."""
    dated: Path = ()
    """The field with its date; empty if it has none."""
    event: tuple[str, str] = ("", "")
    """What happened on that date, as a subject and a verb."""
    shown_in: tuple[tuple[str, str | None], ...] = ()
    """Where other documents describe it: the document and the id of the section, the best place first."""


INVITATION = Step(
    "55(4)",
    "invite_chief_officer",
    "{body} invites the chief officer to comment.",
    ("S55-4", "S55-4-REPLY-BY"),
    part="invitation",
    name="the invitation",
    on_record="that the chief officer was invited to comment",
    dated=("invitation", "sent_on"),
    event=("The invitation", "was sent"),
    shown_in=(("comments", "chief-officer"),),
)
OWN_COMMENTS = Step(
    "55(5)(a)",
    "publish_comments",
    "{body} makes its own comments.",
    ("S55-5-COMMENTS",),
    part="comments",
    name="the comments",
    on_record="what the body itself comments",
    dated=("comments", "made_on"),
    event=("The body's comments", "were signed off"),
    shown_in=(("comments", "own-comments"),),
)
CHIEF_OFFICERS_COMMENTS = Step(
    "55(5)(b)",
    "publish_comments",
    "The chief officer’s comments go with them.",
    ("S55-5-CHIEF-OFFICER",),
    part="chief_officer_comments",
    name="the chief officer’s comments",
    on_record="whether the chief officer submitted comments",
    dated=("chief_officer_comments", "received_on"),
    event=("The chief officer's comments", "came"),
    shown_in=(("comments", "chief-officer"),),
)
REPLY = Step(
    "55(5)(c)",
    "publish_comments",
    "Any response to the chief officer goes with them.",
    ("S55-5-REPLY",),
    part="reply_to_chief_officer",
    name="the reply to the chief officer",
    on_record="whether the body replied to them",
    shown_in=(("comments", "reply"), ("comments", "chief-officer")),
)
PUBLICATION = Step(
    "55(5)",
    "publish_comments",
    "{body} publishes all of it.",
    ("S55-5-PUBLISHED", "S55-5-OWN-WORDS"),
    part="publication",
    name="the publication",
    on_record="when the comments are published",
    dated=("publication", "published_on"),
    event=("The comments", "were published"),
    shown_in=(("comments", "publication"),),
)
IN_TIME = Step(
    "55(5A)",
    "publish_in_time",
    "It is published in time.",
    ("S55-5A-LATE", "S55-5A-UNSURE", "S55-5A-OVERDUE", "S55-5A-DUE", "S55-5A-OPEN"),
)
EXPLANATIONS = Step("55(5B)", "explain_action", "Each recommendation is explained.", ("S55-5B", "S55-5B-STATES", "ANSWER-SHORT"))
COPIES = Step(
    "55(6)",
    "send_copies",
    "Copies go to {recipients}.",
    ("S55-6", "S55-6-SENT", "S55-6-NAME"),
    part="submission",
    name="the copies",
    on_record="when the copies are sent",
    dated=("submission", "sent_on"),
    event=("The copies", "were sent"),
    shown_in=(("comments", "publication"),),
)

STEPS = (INVITATION, OWN_COMMENTS, CHIEF_OFFICERS_COMMENTS, REPLY, PUBLICATION, IN_TIME, EXPLANATIONS, COPIES)
"""All steps and conditions in the order of the section."""

AS_TAKEN = (INVITATION, CHIEF_OFFICERS_COMMENTS, REPLY, OWN_COMMENTS, PUBLICATION, COPIES)
"""The steps in the order in which they are taken."""


def day_of(step: Step, response: Response) -> PartialDate | None:
    """The date of a step in the response; None if it gives none."""
    part = getattr(response, step.part)
    return known(getattr(part, str(step.dated[1]), None)) if step.dated else None


def is_on_record(step: Step, response: Response) -> bool:
    """Whether the response says what `on_record` names. A part that is `not recorded`, has no date or has no words does not."""
    if step is OWN_COMMENTS:
        return response.comments is not None and bool(response.comments.sections)
    if step in (INVITATION, PUBLICATION, COPIES):
        return day_of(step, response) is not None
    return getattr(response, step.part) not in (None, "not recorded")


NOT_SAID_IN_THE_ACT = "Section 55(5B) does not say whether that is enough."
"""What can be said about a recommendation that is answered only in another response."""

DutyState = Literal["done", "late", "to come", "missing", "not required", "not known"]

_FROM_CLOCK: dict[ClockState, DutyState] = {"in time": "done", "late": "late", "overdue": "missing"}
_StateAndSentence = tuple[DutyState, str]


class DutyStatus(msgspec.Struct, frozen=True, kw_only=True):
    """A duty of section 55 as it applies to the report, and its state."""

    step: Step
    what: str
    """The requirement, with names."""
    state: DutyState
    sentence: str
    """What shows the state."""

    @property
    def provision(self) -> str:
        """`s. 55(5A)`."""
        return f"s. {self.step.subsection}"

    @property
    def is_over(self) -> bool:
        """Whether it was done, with or without a date on record."""
        return self.state in ("done", "not known")


def duties_of(case: Case, publication: PublicationStatus) -> tuple[DutyStatus, ...]:
    """Each duty in the order of the section, as of the case's `today`."""
    return tuple(duty_of(step, case, publication) for step in STEPS)


def duty_of(step: Step, case: Case, publication: PublicationStatus) -> DutyStatus:
    """One duty, as of the case's `today`."""
    recipients = listed([recipient.name for recipient in case.regime.recipients])
    what = step.asks.format(body=f"The {case.regime.commenting_body}", recipients=recipients)
    state, sentence = _STATE_OF[step](case, publication)
    return DutyStatus(step=step, what=what, state=state, sentence=sentence)


def _invitation(case: Case, _: PublicationStatus) -> _StateAndSentence:
    invitation = case.response.invitation
    if invitation is None:
        return "missing", "No invitation to the chief officer is recorded."
    day = known(invitation.sent_on)
    if invitation.sent_on is None:
        return "missing", "The invitation has no date."
    if day is None:
        return "not known", "The date is not recorded."
    if day.earliest > case.today:
        return "to come", f"To be sent {at(day)}."
    return "done", f"Sent {at(day)}, according to the response."


def _comments(case: Case, _: PublicationStatus) -> _StateAndSentence:
    comments = case.response.comments
    if comments is None or not comments.sections:
        return "missing", "The body has not commented."
    signed, count = case.signed_on, len(comments.sections)
    written = "One section" if count == 1 else f"{count} sections"
    if signed is None:
        return "done", f"{written}."
    return "done", f"{written}, {'to be signed' if signed.earliest > case.today else 'signed off'} {at(signed)}."


def _officer(case: Case, _: PublicationStatus) -> _StateAndSentence:
    given = case.response.chief_officer_comments
    if isinstance(given, ChiefOfficerComments):
        received = known(given.received_on)
        return "done", f"Received {at(received)}." if received else "Given, without a date."
    if given is None:
        return "missing", "Nothing says whether the chief officer submitted comments."
    if given == "not recorded":
        return "not known", "It is not recorded whether the chief officer submitted comments."
    return "done", "None were received."


def _reply(case: Case, _: PublicationStatus) -> _StateAndSentence:
    given, reply = case.response.chief_officer_comments, case.response.reply_to_chief_officer
    if isinstance(reply, ReplyToChiefOfficer):
        return "done", "Given."
    if given == "none received":
        return "not required", "There are no comments to respond to."
    if reply == "none":
        return "not required", "The body has no response to them."
    if reply == "not recorded" or given == "not recorded":
        return "not known", "It is not recorded whether the body responded."
    if given is None:
        return "to come", "It depends on what the chief officer submits."
    return "missing", "Nothing says whether the body responds."


def _publishing(case: Case, publication: PublicationStatus) -> _StateAndSentence:
    sentence = f"{capitalised(publication.phrase)}."
    if publication.state == "published":
        return ("done", sentence) if publication.when else ("not known", "The date of publication is not recorded.")
    if publication.state == "not known":
        undated = case.response.publication.published_on is None
        return ("missing", "Nothing says when the comments were published.") if undated else ("not known", sentence)
    if publication.state == "no date":
        undated = case.response.publication.published_on is None
        unshown = "The date is not recorded, and there is no record that the comments are published."
        return "missing", "Nothing says when the comments are published." if undated else unshown
    return "missing" if publication.overdue_by else "to come", sentence


def _in_time(case: Case, publication: PublicationStatus) -> _StateAndSentence:
    if case.regime.deadline is None:
        return "not required", _not_yet(case, next(each.in_force_from for each in statute.regimes() if each.deadline))
    unsure: DutyState = "not known" if publication.state in ("published", "not known") else "to come"
    return _FROM_CLOCK.get(publication.clock, unsure), publication.sentence


def _explanations(case: Case, _: PublicationStatus) -> _StateAndSentence:
    if not case.regime.explanation_required:
        return "not required", _not_yet(case, next(each.in_force_from for each in statute.regimes() if each.explanation_required))
    owed = [recommendation for _, recommendation in case.recommendations_to_explain()]
    if not owed:
        return "not required", "No recommendation is addressed to the force or to the body."
    where = [explained_where(case, each) for each in owed]
    explained, elsewhere = where.count("here"), where.count("elsewhere")
    if len(owed) == 1:
        counted = f"The one recommendation is {'' if explained else 'not '}explained{' here' if elsewhere else ''}."
    else:
        verb = "is" if explained == 1 else "are"
        counted = f"{explained} of {len(owed)} recommendations {verb} explained{' here' if elsewhere else ''}."
    if elsewhere:
        subject = "It is" if len(owed) == 1 else "1 is" if elsewhere == 1 else f"{elsewhere} are"
        counted += f" {subject} answered in another response. {NOT_SAID_IN_THE_ACT}"
    return "missing" if "nowhere" in where else "not known" if elsewhere else "done", counted


def _copies(case: Case, publication: PublicationStatus) -> _StateAndSentence:
    sent_on, today = case.response.submission.sent_on, case.today
    day = known(sent_on)
    if sent_on is None:
        return "missing", "Nothing says when the copies are sent."
    if day is None:
        return "not known", "The date is not recorded."
    if day.latest > today:
        return "to come", f"To be sent {at(day)}."
    if publication.state in ("published", "not known"):
        return "done", f"Sent {at(day)}, according to the response."
    return "to come", f"To be sent {at(day)}. There is no record that the comments are published."


_STATE_OF: dict[Step, Callable[[Case, PublicationStatus], _StateAndSentence]] = {
    INVITATION: _invitation,
    OWN_COMMENTS: _comments,
    CHIEF_OFFICERS_COMMENTS: _officer,
    REPLY: _reply,
    PUBLICATION: _publishing,
    IN_TIME: _in_time,
    EXPLANATIONS: _explanations,
    COPIES: _copies,
}


def _not_yet(case: Case, since: date) -> str:
    return f"The law on {in_words(case.law_day)} did not ask for this. It has since {in_words(since)}."
