"""The record of what a document was made from and with, so that it can be made again, and the description of an edition of the templates.

`record.json` beside a response is its history, with a version for each publication. Each PDF contains its own part of it, without its
digest, its length and its version, which it cannot know.
"""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.foundation.problems import Severity
from pccresponse.models.fields import Label, Line, Markdown, When

RecordedState = Literal["met", "met late", "to come", "absent", "not required", "not recorded", "not known"]

FORMAT = 1
"""Increase it when records change. A program refuses a record with a higher number."""


class RecordedBreach(Struct, frozen=True, kw_only=True):
    """A breach of a rule in the input, with its place."""

    code: str
    severity: Severity
    place: str
    message: str


class RecordedDuty(Struct, frozen=True, kw_only=True):
    """The state of a duty of section 55 according to the documents, on their date."""

    provision: str
    state: RecordedState
    said: str
    """The state in a sentence."""


class RecordedLaw(Struct, frozen=True, kw_only=True):
    """The state of section 55 that was applied, and the tables of the law and of names."""

    applied_as_on: date
    """The day whose law applies: the report's publication day unless a departure names another."""
    in_force_from: date
    """The first day of the state of the section."""
    made_by: str
    """The instrument that made that state."""
    tables: dict[str, str]
    """The SHA-256 of each table by file name."""


class Record(Struct, frozen=True, kw_only=True):
    """What one set of documents was made from and with. Digests are SHA-256 in hexadecimal."""

    format: int = FORMAT
    slug: str
    document: str | None = None
    """The name of the document in a PDF; None in a history."""
    draft: bool
    edition: str
    inputs: dict[str, str]
    """The digests of `response.yaml`, `office.yaml` and the logo by file name."""
    edition_files: dict[str, str]
    """The digests of every file of the edition except its fonts."""
    fonts: dict[str, str]
    law: RecordedLaw
    tools: dict[str, str]
    """The versions of this program, its source, the libraries that affect the pages, and Python."""
    judged_on: date
    """The day on which the rules judged what is late: the documents' own, never the clock's."""
    rules: tuple[str, ...]
    """The codes of the rules that were run."""
    findings: tuple[RecordedBreach, ...]
    """The breaches that they found."""
    duties: tuple[RecordedDuty, ...] = ()
    """Each duty of the section, on the same day; empty in older records."""


class PublishedDocument(Struct, frozen=True, kw_only=True):
    """A document as it was published."""

    sha256: str
    bytes: int
    pages: int


class VerifiedAgainst(Struct, frozen=True, kw_only=True):
    """The report that was kept beside the response, and how much of the response was found in it word for word."""

    file: str
    """Its name in the response's folder."""
    sha256: str
    findings: int
    """The number of findings that are given as published."""
    quotations: int


class GivenApproval(Struct, frozen=True):
    """An approval that counted when the response was published."""

    role: str
    name: str
    on: date
    version: str
    """The approved version of the content, as the response gave it."""


class Version(Struct, frozen=True, kw_only=True):
    """One publication of a response."""

    version: int
    """Counted from 1."""
    published_on: str
    """The date in the response: a day, a month or a year, or in an archive copy `not recorded`. For a correction, its day."""
    made_on: date | None = None
    """The day on which it was made and recorded; None in older records. No document has it."""
    reason: str | None = None
    """The reason for a version after the first, as its first page gives it."""
    content: str | None = None
    """The version of the content, as in drafts and approvals; None in older records."""
    approvals: tuple[GivenApproval, ...] = ()
    record: Record
    documents: dict[str, PublishedDocument]
    """The documents by name, such as `comments`."""
    verified_against: VerifiedAgainst | None = None
    """The report with which its words were compared. The documents do not contain or need it."""
    report_sha256: str | None = None
    """The digest of the report that was answered: of the kept file, or else as the response gives it."""

    @property
    def when(self) -> When:
        """The date of publication."""
        return "not recorded" if self.published_on == "not recorded" else PartialDate.parse(self.published_on)


class History(Struct, frozen=True, kw_only=True):
    """`record.json`: every published version of a response, oldest first."""

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
