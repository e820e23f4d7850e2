"""The record: what a document was made from and with, so that it can be made again and be shown to be the same.

`record.json` beside a response is its history, a version for each publication. Each PDF carries its own part of it, less what it
cannot know of itself: its digest, its length, and the version it was published as.
"""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.foundation.problems import Severity
from pccresponse.models.fields import Label, Line, Markdown, When

RecordedState = Literal["met", "met late", "to come", "absent", "not required", "not recorded"]

FORMAT = 1
"""Counted up when a record is written in another way; a program that meets a higher one says so and stops."""


class RecordedFinding(Struct, frozen=True, kw_only=True):
    """What a rule said about the input, with its place."""

    code: str
    severity: Severity
    place: str
    message: str


class RecordedDuty(Struct, frozen=True, kw_only=True):
    """How far a duty of section 55 is met by what the documents say, as of the day that they bear."""

    provision: str
    state: RecordedState
    said: str
    """The same in a sentence."""


class RecordedLaw(Struct, frozen=True, kw_only=True):
    """The state of section 55 that was applied, and the tables that it and the names were taken from."""

    applied_as_on: date
    """The day whose law applies: the report's publication day unless a departure names another."""
    in_force_from: date
    """The first day of the state of the section."""
    made_by: str
    """The instrument that made that state."""
    tables: dict[str, str]
    """The SHA-256 of each table by its file's name."""


class Record(Struct, frozen=True, kw_only=True):
    """What one set of documents was made from and with. Digests are SHA-256 in hexadecimal."""

    format: int = FORMAT
    slug: str
    document: str | None = None
    """In a PDF: which of the response's documents it is. In a history: nothing, because it speaks of all of them."""
    draft: bool
    edition: str
    inputs: dict[str, str]
    """`response.yaml`, `office.yaml` and, if there is one, the logo under its file's name."""
    edition_files: dict[str, str]
    """Every file of the edition but its fonts, `edition.yaml` included."""
    fonts: dict[str, str]
    law: RecordedLaw
    tools: dict[str, str]
    """Versions: of this program and its source, of each library that the pages depend on, of Python."""
    judged_on: date
    """The day as of which the rules judged what is late: the documents' own, never the clock's."""
    rules: tuple[str, ...]
    """The codes of the rules that were run."""
    findings: tuple[RecordedFinding, ...]
    """What they said."""
    duties: tuple[RecordedDuty, ...] = ()
    """Each duty of the section, as of the same day; none in records of before they were recorded."""


class PublishedDocument(Struct, frozen=True, kw_only=True):
    """A document as it was published."""

    sha256: str
    bytes: int
    pages: int


class VerifiedAgainst(Struct, frozen=True, kw_only=True):
    """The inspected report that was kept beside the response, and how much of the response stands in it word for word."""

    file: str
    """Its name in the response's folder."""
    sha256: str
    findings: int
    """How many findings that say they are as published."""
    quotations: int
    """How many quotations."""


class GivenApproval(Struct, frozen=True):
    """An approval that counted when the response was published."""

    role: str
    name: str
    on: date
    version: str
    """The version of the content that was approved, as the response gave it."""


class Version(Struct, frozen=True, kw_only=True):
    """One publication of a response."""

    version: int
    """Counted from 1."""
    published_on: str
    """As the response gives it: a day, a month or a year; for an archive copy also `not recorded`. Of a correction, its day."""
    made_on: date | None = None
    """The day on which it was made and recorded; none in records of before there was any. It is in no document."""
    reason: str | None = None
    """Why there is a version after the first, as its first page says it."""
    content: str | None = None
    """The version of the content, as drafts and approvals name it; none in records of before there were any."""
    approvals: tuple[GivenApproval, ...] = ()
    record: Record
    documents: dict[str, PublishedDocument]
    """By name, such as `comments`."""
    verified_against: VerifiedAgainst | None = None
    """The report that its words were held against. It does not travel inside the documents, which do not depend on it."""
    report_sha256: str | None = None
    """The digest of the inspected report that was answered: of the file that is kept, or else as the response gives it."""

    @property
    def when(self) -> When:
        """The date of publication."""
        return "not recorded" if self.published_on == "not recorded" else PartialDate.parse(self.published_on)


class History(Struct, frozen=True, kw_only=True):
    """`record.json`: every version of a response that was published, the first one first."""

    format: int = FORMAT
    slug: str
    versions: tuple[Version, ...]


class EditionFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file of the edition as it was when the edition was released."""

    path: Annotated[Line, Meta(description="The path in the edition's folder, with forward slashes")]
    sha256: Annotated[Line, Meta(description="The SHA-256 digest of its contents, in hexadecimal digits")]


class EditionNotes(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An edition: a complete set of templates, style sheets and fonts, under a name that a response can rely on."""

    name: Annotated[Label, Meta(description="The name of its folder, which responses give after edition:")]
    title: Annotated[Line, Meta(description="What it is called in a list")]
    purpose: Annotated[Markdown, Meta(description="What it is for, in a sentence or two")]
    text_font: Annotated[Line, Meta(description="The font family of the text, unless a style sheet says otherwise")]
    dated: Annotated[date, Meta(description="The day it was written. Newer editions are offered before older ones")]
    released_on: Annotated[
        date | None, Meta(description="The day from which it never changes. Leave it out while it may still change")
    ] = None
    files: Annotated[tuple[EditionFile, ...], Meta(description="Every file of a released edition. The program writes this")] = ()
