"""The checklist of section 55 as it applied to the report: what the local policing body has to do, and how far it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from pccresponse import statute
from pccresponse.matter import Matter
from pccresponse.models.response import ChiefOfficerComments, ReplyToChiefOfficer
from pccresponse.models.scalars import When, known
from pccresponse.partial_dates import in_words
from pccresponse.preview.clock import clock_of
from pccresponse.preview.state import DutyState, ShownDuty, ShownProblem
from pccresponse.rules.explanation import states_of
from pccresponse.rules.naming import at, listed

_FROM_CLOCK: dict[str, DutyState] = {"in time": "done", "open": "to come", "soon": "to come"}
_Standing = tuple[DutyState, str]


def duties_of(matter: Matter, problems: Sequence[ShownProblem]) -> tuple[ShownDuty, ...]:
    """Each duty in the order of the section. One that a rule finds an error with is not done, whatever else the file says."""
    return tuple(_with_problems(duty, codes, problems) for duty, codes in _duties(matter))


def still_missing(duties: Sequence[ShownDuty], problems: Sequence[ShownProblem]) -> Iterator[str]:
    """Sentences on what has to be there before publication and is not; the last is about errors that concern no duty."""
    counted: set[str] = set()
    for duty in duties:
        counted.update(duty.problems)
        if duty.state == "missing" and duty.provision != "s. 55(5A)":  # the clock says that itself
            yield f"{duty.provision}: {duty.detail}"
    others = sum(1 for problem in problems if problem.severity == "error" and problem.id not in counted)
    if others:
        yield "One other error stands in the way." if others == 1 else f"{others} other errors stand in the way."


def _with_problems(duty: ShownDuty, codes: frozenset[str], problems: Sequence[ShownProblem]) -> ShownDuty:
    about = [problem for problem in problems if problem.code in codes]
    errors = [problem.message for problem in about if problem.severity == "error"]
    state, detail = (duty.state, duty.detail) if not errors or duty.state == "missing" else ("missing", errors[0])
    return ShownDuty(
        provision=duty.provision, what=duty.what, state=state, detail=detail, problems=tuple(problem.id for problem in about)
    )


def _duties(matter: Matter) -> Iterator[tuple[ShownDuty, frozenset[str]]]:
    the_body = f"The {matter.regime.commenting_body}"
    yield _duty("s. 55(4)", f"{the_body} invites the chief officer to comment.", _invitation(matter)), _codes("4", "4-REPLY-BY")
    yield _duty("s. 55(5)(a)", f"{the_body} makes its own comments.", _comments(matter)), _codes("5-COMMENTS")
    yield _duty("s. 55(5)(b)", "The chief officer’s comments go with them.", _officer(matter)), _codes("5-CHIEF-OFFICER")
    yield _duty("s. 55(5)(c)", "Any response to the chief officer goes with them.", _reply(matter)), _codes("5-REPLY")
    yield _duty("s. 55(5)", f"{the_body} publishes all of it.", _publication(matter)), _codes("5-PUBLISHED", "5-OWN-WORDS")
    in_time = _codes("5A-LATE", "5A-UNSURE", "5A-OVERDUE", "5A-DUE", "5A-OPEN")
    yield _duty("s. 55(5A)", "It is published in time.", _in_time(matter)), in_time
    explained = _codes("5B", "5B-STATES") | {"ANSWER-SHORT"}
    yield _duty("s. 55(5B)", "Each recommendation is explained.", _explanations(matter)), explained
    names = listed([recipient.name for recipient in matter.regime.recipients])
    yield _duty("s. 55(6)", f"Copies go to {names}.", _copies(matter)), _codes("6", "6-SENT", "6-NAME")


def _duty(provision: str, what: str, standing: _Standing) -> ShownDuty:
    return ShownDuty(provision=provision, what=what, state=standing[0], detail=standing[1], problems=())


def _codes(*endings: str) -> frozenset[str]:
    return frozenset(f"S55-{ending}" for ending in endings)


def _invitation(matter: Matter) -> _Standing:
    invitation = matter.response.invitation
    if invitation is None:
        return "missing", "No invitation to the chief officer is recorded."
    return _dated(invitation.sent_on, matter.today, "sent", "The invitation has no date.")


def _comments(matter: Matter) -> _Standing:
    comments = matter.response.comments
    if comments is None or not comments.sections:
        return "missing", "There are no comments by the body."
    made_on, count = known(comments.made_on), len(comments.sections)
    written = "One section" if count == 1 else f"{count} sections"
    return "done", f"{written}, signed off {at(made_on)}." if made_on else f"{written}."


def _officer(matter: Matter) -> _Standing:
    given = matter.response.chief_officer_comments
    if isinstance(given, ChiefOfficerComments):
        received = known(given.received_on)
        return "done", f"Received {at(received)}." if received else "Given, without a date."
    if given is None:
        return "missing", "Nothing says whether the chief officer submitted comments."
    return "done", "None were received."


def _reply(matter: Matter) -> _Standing:
    given, reply = matter.response.chief_officer_comments, matter.response.reply_to_chief_officer
    if isinstance(reply, ReplyToChiefOfficer):
        return "done", "Given."
    if given == "none received":
        return "not required", "There are no comments to respond to."
    if reply == "none":
        return "not required", "The body has no response to them."
    if given is None:
        return "to come", "It depends on what the chief officer submits."
    return "missing", "Nothing says whether the body responds."


def _publication(matter: Matter) -> _Standing:
    published_on = matter.response.publication.published_on
    return _dated(published_on, matter.today, "published", "Nothing says when the comments are published.")


def _in_time(matter: Matter) -> _Standing:
    if matter.regime.deadline is None:
        return "not required", _not_yet(matter, next(each.in_force_from for each in statute.regimes() if each.deadline))
    clock = clock_of(matter)
    return _FROM_CLOCK.get(clock.state, "missing"), clock.sentence


def _explanations(matter: Matter) -> _Standing:
    if not matter.regime.explanation_required:
        return "not required", _not_yet(matter, next(each.in_force_from for each in statute.regimes() if each.explanation_required))
    owed = [recommendation for _, recommendation in matter.recommendations_to_explain()]
    if not owed:
        return "not required", "No recommendation is addressed to the force or to the body."
    explained = sum(1 for each in owed if each.explanation and states_of(each.explanation))
    counted = "The one recommendation is" if len(owed) == 1 else f"{explained} of {len(owed)} recommendations are"
    if explained == len(owed):
        return "done", f"{counted} explained."
    return "missing", "The one recommendation is not explained." if len(owed) == 1 else f"{counted} explained."


def _copies(matter: Matter) -> _Standing:
    return _dated(matter.response.submission.sent_on, matter.today, "sent", "Nothing says when the copies are sent.")


def _dated(when: When | None, today: date, done: str, undated: str) -> _Standing:
    """What a date makes of a duty: one that is still to come is a plan."""
    day = known(when)
    if day is None:
        return ("missing", undated) if when is None else ("done", "The date is not recorded.")
    if day.earliest > today:
        return "to come", f"To be {done} {at(day)}."
    return "done", f"{done.capitalize()} {at(day)}."


def _not_yet(matter: Matter, since: date) -> str:
    return f"The law of {in_words(matter.law_day)} did not ask for it; it does since {in_words(since)}."
