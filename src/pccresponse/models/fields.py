"""What a model says about each of its fields beside its type: what kind of text it holds, whose words these are, where they are printed.

It is said in the `extra` of the field's own annotation, so that a new field is one change in one place:

- `text`: the kind of text, `line`, `lines`, `markdown`, or one that no sentence is written in, such as `web address`;
- `prose`: False where nobody writes a sentence: an identifier, the name of a file, and what is said about a response and not in it;
- `by`: whose words the field and all below it hold: the body's unless it says otherwise;
- `not_printed`: why no document prints the field as it stands; without it, one has to;
- `approved`: False for what an approval is not of: what is recorded after it, and what only the program reads.
"""

from functools import cache
from types import UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

import msgspec

THE_BODY, THE_REPORT, THE_CHIEF_OFFICER, THE_FORCE, THE_OFFICE = "body", "report", "chief officer", "force", "office"
"""Whose words a field holds. What the report says is the report's, whether it is given word for word or in summary."""

NOT_APPROVED = {"approved": False}
"""The `extra` of a field that is recorded after the approval."""

PROSE = frozenset({"line", "lines", "markdown"})
"""The kinds of text that somebody writes words in; the others are addresses, colours and digests."""


class About(NamedTuple):
    """What is said about a field."""

    text: str = ""
    """The kind of text that it holds; empty where it holds none, but a date, a number, fixed words or keys of its own."""
    prose: bool = True
    """False where neither it nor anything below it is prose."""
    by: str = ""
    """Whose words it holds; empty where that is said above it."""
    not_printed: str = ""
    """Why no document prints it as it stands; empty where one does."""
    approved: bool = True
    """Whether it is part of the version that is approved."""


@cache
def about(model: type[msgspec.Struct]) -> dict[str, About]:
    """The fields of a model by name, with what is said about each."""
    return {field.name: _about(said_of(field.type)) for field in msgspec.structs.fields(model)}


def _about(said: dict[str, Any]) -> About:
    return About(
        said.get("text", ""), said.get("prose", True), said.get("by", ""), said.get("not_printed", ""), said.get("approved", True)
    )


def said_of(annotation: Any) -> dict[str, Any]:
    """All that the `extra` of an annotation says, and of those within it; the outer ones have the last word."""
    origin, within = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        said = said_of(within[0])
        for meta in within[1:]:
            said |= meta.extra or {}
        return said
    said = {}
    if origin in (Union, UnionType, tuple):
        for each in within:
            said |= said_of(each)
    return said
