"""The kinds of text and date that a field can hold, each described once."""

from typing import Annotated, Literal

from msgspec import Meta

from pccresponse.foundation.partial_dates import PartialDate

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
