"""Every text of a response and its office, found by walking the models, so that no field is forgotten when one is added."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import msgspec

from pccresponse.matter import Matter
from pccresponse.partial_dates import PartialDate
from pccresponse.problems import Path

_NOT_WORDS = frozenset({"url", "website", "file", "force", "named_forces", "accent_colour", "language", "email"})
"""Addresses, identifiers and colours: they hold no prose, and an odd run of letters in them means nothing."""

_NOT_PRINTED = frozenset({"approvals", "required_approvals"})
"""What is said about a response and not in it: no font has to draw it, and nobody reads it for an answer."""

_OWN_WORDS = frozenset(
    {"comments", "reply_to_chief_officer", "monitoring", "submission", "panel_report", "invitation", "note_to_reader", "departure"}
)

MARKDOWN_FIELDS = frozenset(
    {
        ("AreaForImprovement", "acceptance_note"),
        ("AreaForImprovement", "text"),
        ("CaseAudit", "note"),
        ("CauseOfConcern", "acceptance_note"),
        ("CauseOfConcern", "text"),
        ("ChiefOfficerComments", "text"),
        ("Departure", "reason"),
        ("Explanation", "action_proposed"),
        ("Explanation", "action_taken"),
        ("Explanation", "no_action_proposed"),
        ("Explanation", "no_action_taken"),
        ("ForceAction", "evidence"),
        ("ForceAction", "measure"),
        ("ForceAction", "what"),
        ("InspectionReport", "summary"),
        ("Invitation", "text"),
        ("Judgments", "narrative"),
        ("PanelReport", "actions"),
        ("PanelReport", "purpose"),
        ("PositiveFinding", "text"),
        ("Recommendation", "acceptance_note"),
        ("Recommendation", "text"),
        ("ReplyToChiefOfficer", "text"),
        ("Response", "monitoring"),
        ("Response", "note_to_reader"),
        ("Section", "text"),
        ("Submission", "covering_words"),
    }
)
"""The fields that hold Markdown, by model and name. To ask the types themselves takes longer than all the rules together."""


class Text(NamedTuple):
    """A piece of text with its place."""

    words: str
    path: Path
    field: tuple[str, str]
    """The model and the name of the field."""
    in_office: bool

    @property
    def is_markdown(self) -> bool:
        """Whether it is running text with Markdown in it."""
        return self.field in MARKDOWN_FIELDS

    @property
    def is_the_bodys_own(self) -> bool:
        """Whether the body wrote it to the public or the addressee, rather than the report, the chief officer or the force."""
        return not self.in_office and self.path[0] in _OWN_WORDS


_known: dict[str, tuple[msgspec.Struct, tuple[Text, ...]]] = {}
"""The texts of the response and of the office that were asked for last. A dozen rules ask for those of one and the same matter, and
to walk through it takes longer than most of them."""


def response_texts(matter: Matter) -> tuple[Text, ...]:
    """Every text of the response, in the order of the models."""
    return _texts_of(matter.response, "Response")


def every_text(matter: Matter) -> tuple[Text, ...]:
    """Every text of the response and then of the office."""
    return (*response_texts(matter), *_texts_of(matter.office, "Office"))


def _texts_of(model: msgspec.Struct, name: str) -> tuple[Text, ...]:
    known = _known.get(name)
    if known is None or known[0] is not model:
        known = _known[name] = model, tuple(_texts_in(model, (), (name, ""), in_office=name == "Office"))
    return known[1]


def _texts_in(value: object, path: Path, field: tuple[str, str], *, in_office: bool) -> Iterator[Text]:
    if isinstance(value, str):
        if field[1] not in _NOT_WORDS:
            yield Text(value, path, field, in_office)
    elif isinstance(value, msgspec.Struct):
        model = type(value).__name__
        for name in value.__struct_fields__:
            inner = getattr(value, name)
            if inner is not None and inner != () and name not in _NOT_PRINTED:
                yield from _texts_in(inner, (*path, name), (model, name), in_office=in_office)
    elif isinstance(value, tuple) and not isinstance(value, (PartialDate, date)):
        for position, inner in enumerate(value):
            yield from _texts_in(inner, (*path, position), field, in_office=in_office)
