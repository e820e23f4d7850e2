"""`.built.json` beside the documents of a response: what they were built from and with, and what came out."""

from __future__ import annotations

from pathlib import Path

import msgspec

from pccresponse.reading.files import bytes_of
from pccresponse.reading.source import Fault

BUILT_FILE = ".built.json"
FORMAT = 1
_MOST_BYTES = 16 << 20
_UNREADABLE = "the record of the last build cannot be read"


class Used(msgspec.Struct, frozen=True):
    """A file of the workspace that was read."""

    path: str
    """From the workspace's root, so that a workspace may move."""
    sha256: str


class Output(msgspec.Struct, frozen=True):
    """A document that was written. Size and time spare reading it again as long as nobody touches it."""

    sha256: str
    bytes: int
    mtime_ns: int


class Kept(msgspec.Struct, frozen=True):
    """The inspected report, which may be large. Size and time spare reading it again as long as nobody touches it."""

    path: str
    """From the workspace's root."""
    sha256: str
    """Empty where it could not be read."""
    bytes: int = 0
    mtime_ns: int = 0


class Conditions(msgspec.Struct, frozen=True, kw_only=True):
    """What all responses of one run are built with."""

    draft: bool
    tables: dict[str, str]
    """The digest of each table of the law."""
    tools: dict[str, str]
    """Versions by name."""


class Built(msgspec.Struct, frozen=True, kw_only=True):
    """One build of one response. It is written last, so that what it says of the documents was true."""

    format: int = FORMAT
    conditions: Conditions
    response: Used
    office: Used
    logo: Used | None
    report: Kept | None = None
    """The report that is kept beside the response: the documents do not depend on it, but what is wrong with them does."""
    edition: str
    edition_named: bool
    """Whether the response named it; otherwise it was the newest."""
    edition_files: dict[str, str]
    errors: int
    """How many were found; a draft is made in spite of them."""
    documents: dict[str, Output] = {}
    """By the name of the file; none before they are written."""


def read_built(folder: Path) -> Built | str | None:
    """What is recorded of the last build in a folder; None where there was none, a sentence where the record is of no use."""
    content = bytes_of(folder / BUILT_FILE, within=folder, most=_MOST_BYTES)
    if isinstance(content, Fault):
        return None if content.code == "FILE-MISSING" else _UNREADABLE
    try:
        built = _decoder.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _UNREADABLE
    return built if built.format == FORMAT else _UNREADABLE


def as_json(built: Built) -> bytes:
    """The record as it is written."""
    return msgspec.json.encode(built) + b"\n"


_decoder = msgspec.json.Decoder(Built)
