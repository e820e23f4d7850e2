"""The kinds of text and date that a field can hold, the properties of fields, and every text of a response and its office.

The properties are in the `extra` of the field's own annotation, so that a new field is one change in one place:

- `text`: the kind of text: `line`, `lines` and `markdown`, or one without sentences, such as `web address`;
- `prose`: False for fields without sentences, such as identifiers and file names, and for fields about the response itself;
- `by`: whose words the field and all below it hold; the body's by default;
- `not_printed`: why no document prints the field as it is; every other field must be printed;
- `approved`: False for fields that an approval does not cover.
"""

from collections.abc import Iterator
from datetime import date
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

import msgspec
from msgspec import Meta

from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.foundation.problems import Path

THE_BODY, THE_REPORT, THE_CHIEF_OFFICER, THE_FORCE, THE_OFFICE = "body", "report", "chief officer", "force", "office"
"""Whose words a field holds. A summary of the report counts as the report's words."""

NOT_APPROVED = {"approved": False}
"""The `extra` of a field that an approval does not cover."""

PROSE = frozenset({"line", "lines", "markdown"})
"""The kinds of text that hold words; the others are addresses, colours and digests."""


class About(NamedTuple):
    """The properties of a field."""

    text: str = ""
    """The kind of text that it holds; empty for dates, numbers, fixed words and models."""
    prose: bool = True
    """False if neither it nor anything below it is prose."""
    by: str = ""
    """Whose words it holds; empty if they are those of the field above."""
    not_printed: str = ""
    """Why no document prints it as it is; empty if one does."""
    approved: bool = True
    """Whether an approval covers it."""


@cache
def about(model: type[msgspec.Struct]) -> dict[str, About]:
    """The properties of a model's fields by name."""
    return {field.name: About(**extra_of(field.type)) for field in msgspec.structs.fields(model)}


def extra_of(annotation: Any) -> dict[str, Any]:
    """The `extra` of an annotation, merged with those of the annotations inside it; the outer ones take precedence."""
    origin, within = get_origin(annotation), get_args(annotation)
    extra: dict[str, Any] = {}
    if origin is Annotated:
        extra |= extra_of(within[0])
        for meta in within[1:]:
            extra |= meta.extra or {}
    elif origin in (Union, UnionType, tuple):
        for each in within:
            extra |= extra_of(each)
    return extra


Line = Annotated[str, Meta(min_length=1, max_length=400, extra={"text": "line"})]
"""Plain words on one line: a title, a name. No Markdown."""

Lines = Annotated[str, Meta(min_length=1, max_length=1_000, extra={"text": "lines"})]
"""Plain words on a few lines, printed line by line: a postal address. No Markdown."""

Markdown = Annotated[str, Meta(min_length=1, max_length=100_000, extra={"text": "markdown"})]
"""Running text: paragraphs, emphasis, lists, quotations, links, simple tables and footnotes. HTML is printed, not obeyed."""

Label = Annotated[str, Meta(min_length=1, max_length=80, extra={"text": "line"}, extra_json_schema={"type": ["string", "number"]})]
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
    Meta(max_length=64, pattern=r"^[0-9a-f]{8,64}$", extra={"text": "version"}, extra_json_schema={"type": ["string", "number"]}),
]
"""The version of a response's content: the first 8 or more of the 64 hexadecimal digits of its digest. Quote it."""

FileDigest = Annotated[str, Meta(max_length=64, pattern="^[0-9a-f]{64}$", extra={"text": "file digest"})]
"""The SHA-256 digest of a file in 64 hexadecimal digits, as `sha256sum` prints it."""

Count = Annotated[int, Meta(ge=0, le=1_000_000)]
"""A whole number of things, written in digits."""

NotRecorded = Literal["not recorded"]
"""The value of a date that the papers do not give. A blank could also mean that somebody forgot."""

When = PartialDate | NotRecorded
"""A day, a month, a year, or the words `not recorded`."""


def known(when: PartialDate | str | None) -> PartialDate | None:
    """The date if there is one; None for `not recorded` and for None."""
    return when if isinstance(when, PartialDate) else None


class WrittenText(NamedTuple):
    """A text, date or number of a response or an office, with its place and the properties of its field."""

    words: str
    path: Path
    field: tuple[str, str]
    """The model and the name of the field."""
    about: About
    """The field's properties; `prose`, `by` and `not_printed` may come from a field above it."""
    in_office: bool
    value: object = None
    """The date or number of which `words` is the text."""

    @property
    def is_markdown(self) -> bool:
        """Whether it is Markdown."""
        return self.about.text == "markdown"

    @property
    def is_prose(self) -> bool:
        """Whether it is words, rather than an address or an identifier."""
        return self.about.prose and self.about.text in PROSE

    @property
    def is_the_bodys_own(self) -> bool:
        """Whether the words are the body's own, rather than the report's, the chief officer's or the force's."""
        return self.about.by == THE_BODY


_last: dict[str, tuple[msgspec.Struct, tuple[WrittenText, ...]]] = {}
"""The texts of the last response and of the last office. A dozen rules read them, and the walk takes longer than most rules."""


def response_texts(response: msgspec.Struct) -> tuple[WrittenText, ...]:
    """Every prose text of the response, in the order of the models."""
    return _texts_in(response, THE_BODY)


def every_text(response: msgspec.Struct, office: msgspec.Struct) -> tuple[WrittenText, ...]:
    """Every prose text of the response and then of the office."""
    return (*response_texts(response), *_texts_in(office, THE_OFFICE))


def everything_written(response: msgspec.Struct, office: msgspec.Struct) -> Iterator[WrittenText]:
    """Every value of the response and then of the office that is not one of some fixed words."""
    yield from _written_in(response, (), ("Response", ""), About(by=THE_BODY), in_office=False)
    yield from _written_in(office, (), ("Office", ""), About(by=THE_OFFICE), in_office=True)


def _texts_in(model: msgspec.Struct, by: str) -> tuple[WrittenText, ...]:
    last = _last.get(by)
    if last is None or last[0] is not model:
        written = _written_in(model, (), (type(model).__name__, ""), About(by=by), in_office=by == THE_OFFICE)
        last = _last[by] = model, tuple(text for text in written if text.is_prose)
    return last[1]


def _written_in(value: object, path: Path, field: tuple[str, str], about_it: About, *, in_office: bool) -> Iterator[WrittenText]:
    if isinstance(value, str):
        if about_it.text:
            yield WrittenText(value, path, field, about_it, in_office)
    elif isinstance(value, msgspec.Struct):
        for name, own in about(type(value)).items():
            inner = getattr(value, name)
            if inner is not None and inner != ():
                below = About(
                    own.text, about_it.prose and own.prose, own.by or about_it.by, own.not_printed or about_it.not_printed
                )
                yield from _written_in(inner, (*path, name), (type(value).__name__, name), below, in_office=in_office)
    elif isinstance(value, (PartialDate, date, int)):
        yield WrittenText(str(value), path, field, about_it._replace(text=""), in_office, value)
    elif isinstance(value, tuple):
        for position, inner in enumerate(value):
            yield from _written_in(inner, (*path, position), field, about_it, in_office=in_office)
