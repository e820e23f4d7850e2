"""The steps that section 55 asks for: where each stands in the Act, in a response and in a document, and what it is called."""

from __future__ import annotations

from typing import NamedTuple

from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.foundation.problems import Path
from pccresponse.models.response import Response
from pccresponse.models.scalars import known


class Step(NamedTuple):
    """Something that section 55 asks of the local policing body."""

    subsection: str
    """`55(5)(a)`."""
    asks: str
    """What is asked for, as a sentence; `{body}` stands for the body and `{recipients}` for those who get a copy."""
    rules: tuple[str, ...]
    """The codes of the rules that are about it."""
    part: str = ""
    """The key of a response that tells of it; empty for a condition that the other steps have to meet."""
    name: str = ""
    """What that part is called in the middle of a sentence."""
    on_record: str = ""
    """What is on record once that part is given, to follow `It is on record`."""
    dated: Path = ()
    """Where its day is; empty where it has none of its own."""
    event: tuple[str, str] = ("", "")
    """What happened on that day, as a subject and a verb."""
    shown_in: tuple[tuple[str, str | None], ...] = ()
    """Where it is told of beside a document of its own: the document and the id of the section, the best place for a reader first."""


INVITATION = Step(
    "55(4)",
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
    "Any response to the chief officer goes with them.",
    ("S55-5-REPLY",),
    part="reply_to_chief_officer",
    name="the reply to the chief officer",
    on_record="whether the body replied to them",
    shown_in=(("comments", "reply"), ("comments", "chief-officer")),
)
PUBLICATION = Step(
    "55(5)",
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
    "It is published in time.",
    ("S55-5A-LATE", "S55-5A-UNSURE", "S55-5A-OVERDUE", "S55-5A-DUE", "S55-5A-OPEN"),
)
EXPLANATIONS = Step("55(5B)", "Each recommendation is explained.", ("S55-5B", "S55-5B-STATES", "ANSWER-SHORT"))
COPIES = Step(
    "55(6)",
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
"""All of them, in the order of the section."""

AS_TAKEN = (INVITATION, CHIEF_OFFICERS_COMMENTS, REPLY, OWN_COMMENTS, PUBLICATION, COPIES)
"""Those that a response tells of in a part of its own, in the order in which they are taken."""


def day_of(step: Step, response: Response) -> PartialDate | None:
    """The day of a step as the response gives it; None where it gives none."""
    part = getattr(response, step.part)
    return known(getattr(part, str(step.dated[1]), None)) if step.dated else None


def is_on_record(step: Step, response: Response) -> bool:
    """Whether the response tells of a step: of publication and of the copies, on which day."""
    always_there = step in (PUBLICATION, COPIES)
    return day_of(step, response) is not None if always_there else getattr(response, step.part) is not None
