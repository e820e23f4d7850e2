"""The kinds of text and date that a field can hold, and what a model says about each of its fields beside its type: whose words these are,
and where they are printed.

It is said in the `extra` of the field's own annotation, so that a new field is one change in one place:

- `text`: the kind of text, `line`, `lines`, `markdown`, or one that no sentence is written in, such as `web address`;
- `prose`: False where nobody writes a sentence: an identifier, the name of a file, and what is said about a response and not in it;
- `by`: whose words the field and all below it hold: the body's unless it says otherwise;
- `not_printed`: why no document prints the field as it stands; without it, one has to;
- `approved`: False for what an approval is not of: what is recorded after it, and what only the program reads.
"""

from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

import msgspec
from msgspec import Meta

from pccresponse.foundation.partial_dates import PartialDate

THE_BODY, THE_REPORT, THE_CHIEF_OFFICER, THE_FORCE, THE_OFFICE = "body", "report", "chief officer", "force", "office"
"""Whose words a field holds. What the report says is the report's, whether it is given word for word or in summary."""

NOT_APPROVED = {"approved": False}
"""The `extra` of a field that is recorded after the approval."""

PROSE = frozenset({"line", "lines", "markdown"})
"""The kinds of text that somebody writes words in; the others are addresses, colours and digests."""


class About(NamedTuple):
    """What is said about a field."""

    text: str = ""
    """The kind of text that it holds; empty if it holds none, but a date, a number, fixed words or keys of its own."""
    prose: bool = True
    """False where neither it nor anything below it is prose."""
    by: str = ""
    """Whose words it holds; empty if that is said above it."""
    not_printed: str = ""
    """Why no document prints it as it stands; empty if one does."""
    approved: bool = True
    """Whether it is part of the version that is approved."""


@cache
def about(model: type[msgspec.Struct]) -> dict[str, About]:
    """The fields of a model by name, with what is said about each."""
    return {field.name: _about(extra_of(field.type)) for field in msgspec.structs.fields(model)}


def _about(said: dict[str, Any]) -> About:
    return About(
        said.get("text", ""), said.get("prose", True), said.get("by", ""), said.get("not_printed", ""), said.get("approved", True)
    )


def extra_of(annotation: Any) -> dict[str, Any]:
    """All that the `extra` of an annotation says, and of those within it; the outer ones have the last word."""
    origin, within = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        said = extra_of(within[0])
        for meta in within[1:]:
            said |= meta.extra or {}
        return said
    said = {}
    if origin in (Union, UnionType, tuple):
        for each in within:
            said |= extra_of(each)
    return said


Line = Annotated[str, Meta(min_length=1, max_length=400, extra={"text": "line"})]
"""Plain words on one line: a title, a name. No Markdown."""

Lines = Annotated[str, Meta(min_length=1, max_length=1_000, extra={"text": "lines"})]
"""Plain words on a few lines, printed line by line: a postal address. No Markdown."""

Markdown = Annotated[str, Meta(min_length=1, max_length=100_000, extra={"text": "markdown"})]
"""Running text: paragraphs, emphasis, lists, quotations, links, simple tables and footnotes. HTML is printed, not obeyed."""

Label = Annotated[
    str,
    Meta(min_length=1, max_length=80, extra={"text": "line"}, extra_json_schema={"type": ["string", "number"]}),
]
"""A short mark that may look like a number but is never counted with: `1`, `4.12`, `AFI 3`."""

WebAddress = Annotated[str, Meta(max_length=2_000, pattern=r"^https?://[!#-;=?-\[\]_a-z~]+$", extra={"text": "web address"})]
"""A complete web address with http:// or https://, in the letters that addresses are made of (ASCII)."""

EmailAddress = Annotated[
    str,
    Meta(max_length=254, pattern=r"^[!#-;=?A-\[\]-_a-z~]+@[!#-;=?A-\[\]-_a-z~]+\.[A-Za-z0-9-]+$", extra={"text": "e-mail address"}),
]
"""An e-mail address of the office, without a name."""

Colour = Annotated[str, Meta(pattern="^#[0-9a-fA-F]{6}$", extra={"text": "colour"})]
"""A colour as # and six hexadecimal digits, such as "#1d3557". Quote it: YAML takes a bare # for a comment."""

VersionDigest = Annotated[
    str,
    Meta(
        max_length=64,
        pattern=r"^[0-9a-f]{8,64}$",
        extra={"text": "version"},
        extra_json_schema={"type": ["string", "number"]},
    ),
]
"""The version of a response's content: the first 8 or more of the 64 hexadecimal digits of its digest. Quote it."""

FileDigest = Annotated[str, Meta(max_length=64, pattern="^[0-9a-f]{64}$", extra={"text": "file digest"})]
"""The SHA-256 digest of a file in 64 hexadecimal digits, as `sha256sum` prints it."""

Count = Annotated[int, Meta(ge=0, le=1_000_000)]
"""A whole number of things, written in digits."""

NotRecorded = Literal["not recorded"]
"""What a date says when the papers do not give it: said in so many words, because a blank could also be forgotten."""

When = PartialDate | NotRecorded
"""A day, a month, a year, or the words `not recorded`."""


def known(when: PartialDate | str | None) -> PartialDate | None:
    """The date, where one is given; None for `not recorded` and for nothing at all."""
    return when if isinstance(when, PartialDate) else None
