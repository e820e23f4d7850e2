"""The checklist of section 55 as it applied to the report: what the local policing body has to do, and how far it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

import msgspec

from pccresponse import statute
from pccresponse.duties.publication import ClockState, Publication
from pccresponse.matter import Matter
from pccresponse.models.response import ChiefOfficerComments, ReplyToChiefOfficer
from pccresponse.models.scalars import known
from pccresponse.naming import at, listed
from pccresponse.partial_dates import in_words
from pccresponse.rules.referring import states_of

DutyState = Literal["done", "late", "to come", "missing", "not required", "not known"]

_FROM_CLOCK: dict[ClockState, DutyState] = {"in time": "done", "late": "late", "overdue": "missing"}
_Standing = tuple[DutyState, str]


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """A duty of the section, as it applied to the report, and how far it is met."""

    provision: str
    what: str
    state: DutyState
    sentence: str


def duties_of(matter: Matter, publication: Publication) -> tuple[Duty, ...]:
    """Each duty in the order of the section, as of the matter's own today."""
    return tuple(
        Duty(provision=provision, what=what, state=state, sentence=sentence)
        for provision, what, (state, sentence) in _duties(matter, publication)
    )


def _duties(matter: Matter, publication: Publication) -> Iterator[tuple[str, str, _Standing]]:
    the_body = f"The {matter.regime.commenting_body}"
    names = listed([recipient.name for recipient in matter.regime.recipients])
    yield "s. 55(4)", f"{the_body} invites the chief officer to comment.", _invitation(matter)
    yield "s. 55(5)(a)", f"{the_body} makes its own comments.", _comments(matter)
    yield "s. 55(5)(b)", "The chief officer’s comments go with them.", _officer(matter)
    yield "s. 55(5)(c)", "Any response to the chief officer goes with them.", _reply(matter)
    yield "s. 55(5)", f"{the_body} publishes all of it.", _publishing(matter, publication)
    yield "s. 55(5A)", "It is published in time.", _in_time(matter, publication)
    yield "s. 55(5B)", "Each recommendation is explained.", _explanations(matter)
    yield "s. 55(6)", f"Copies go to {names}.", _copies(matter, publication)


def _invitation(matter: Matter) -> _Standing:
    invitation = matter.response.invitation
    if invitation is None:
        return "missing", "No invitation to the chief officer is recorded."
    day = known(invitation.sent_on)
    if day is None:
        undated = invitation.sent_on is None
        return ("missing", "The invitation has no date.") if undated else ("not known", "The date is not recorded.")
    return (
        ("to come", f"To be sent {at(day)}.")
        if day.earliest > matter.today
        else ("done", f"Sent {at(day)}, according to the response.")
    )


def _comments(matter: Matter) -> _Standing:
    comments = matter.response.comments
    if comments is None or not comments.sections:
        return "missing", "There are no comments by the body."
    signed, count = matter.signed_on, len(comments.sections)
    written = "One section" if count == 1 else f"{count} sections"
    if signed is None:
        return "done", f"{written}."
    return "done", f"{written}, {'to be signed' if signed.earliest > matter.today else 'signed off'} {at(signed)}."


def _officer(matter: Matter) -> _Standing:
    given = matter.response.chief_officer_comments
    if isinstance(given, ChiefOfficerComments):
        received = known(given.received_on)
        return "done", f"Received {at(received)}." if received else "Given, without a date."
    if given is None:
        return "missing", "Nothing says whether the chief officer submitted comments."
    if given == "not recorded":
        return "not known", "It is not recorded whether the chief officer submitted comments."
    return "done", "None were received."


def _reply(matter: Matter) -> _Standing:
    given, reply = matter.response.chief_officer_comments, matter.response.reply_to_chief_officer
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


def _publishing(matter: Matter, publication: Publication) -> _Standing:
    said = f"{publication.phrase[:1].upper()}{publication.phrase[1:]}."
    if publication.state == "published":
        known_day = publication.when is not None
        return ("done", said) if known_day else ("not known", "The date of publication is not recorded.")
    if publication.state == "not known":
        typed = matter.response.publication.published_on
        return ("missing", "Nothing says when the comments were published.") if typed is None else ("not known", said)
    if publication.state == "no date":
        return "missing", "Nothing says when the comments are published."
    return "missing" if publication.overdue_by else "to come", said


def _in_time(matter: Matter, publication: Publication) -> _Standing:
    if matter.regime.deadline is None:
        return "not required", _not_yet(matter, next(each.in_force_from for each in statute.regimes() if each.deadline))
    unsure: DutyState = "not known" if publication.state in ("published", "not known") else "to come"
    return _FROM_CLOCK.get(publication.clock, unsure), publication.sentence


def _explanations(matter: Matter) -> _Standing:
    if not matter.regime.explanation_required:
        return "not required", _not_yet(matter, next(each.in_force_from for each in statute.regimes() if each.explanation_required))
    owed = [recommendation for _, recommendation in matter.recommendations_to_explain()]
    if not owed:
        return "not required", "No recommendation is addressed to the force or to the body."
    given = (matter.explanation_of(each) for each in owed)
    explained = sum(1 for each in given if each and states_of(each))
    counted = "The one recommendation is" if len(owed) == 1 else f"{explained} of {len(owed)} recommendations are"
    if explained == len(owed):
        return "done", f"{counted} explained."
    return "missing", "The one recommendation is not explained." if len(owed) == 1 else f"{counted} explained."


def _copies(matter: Matter, publication: Publication) -> _Standing:
    sent_on, today = matter.response.submission.sent_on, matter.today
    day = known(sent_on)
    if day is None:
        return (
            ("missing", "Nothing says when the copies are sent.") if sent_on is None else ("not known", "The date is not recorded.")
        )
    if day.latest > today:
        return "to come", f"To be sent {at(day)}."
    if publication.state in ("published", "not known"):
        return "done", f"Sent {at(day)}, according to the response."
    return "to come", f"To be sent {at(day)}, and no record says that the comments are published."


def _not_yet(matter: Matter, since: date) -> str:
    return f"The law of {in_words(matter.law_day)} did not ask for it; it does since {in_words(since)}."
