"""The table of documents: all that the program knows of a document is in its row.

To add a document: add a row here, a template of that name to each edition, its title to each table of words (`_shared/words/`) and, if
it says something of its own, a field to the response.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import msgspec

from pccresponse.case.case import Case
from pccresponse.case.naming import Between, LetterAddressee
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.foundation.problems import Path
from pccresponse.models.response import Person, Response


class DocumentType(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of document."""

    name: str
    """The file name without its suffix, and the key of its title in the table of words."""
    template: str
    """The name of its entry template, without the suffix."""
    spoken: str
    """Its name in messages, with the article. The letters share one."""
    path: Path
    """The part of the response that describes it."""
    dated: Callable[[Case], PartialDate]
    """The date of the names in it."""
    within: Callable[[Case], PartialDate | Between] | None = None
    """The period in which it was made, if that may be longer than its date: it names only somebody in office throughout."""
    dated_by: tuple[Path, ...] = ()
    """The fields that its date may come from, in order. If none has a date, it is the report's own day."""
    signed_by: Callable[[Case], tuple[Person, ...] | Person | None]
    """The people who sign it, or the one who presents it."""
    named: Callable[[Response], tuple[Person, ...]] = lambda _: ()
    """The people whom the response names for that."""
    is_made: Callable[[Case], bool]
    own_title: Callable[[Case], str | None] = lambda _: None
    """The response's own title for it."""
    recipient: str | None = None
    """For a letter: its recipient under section 55(6)."""
    encloses_comments: bool = False
    bears_corrections: bool = True
    """Whether it is made again after a correction."""
    is_presented: bool = False
    """Whether somebody presents it, rather than signs it."""
    is_required: bool = False
    """Whether section 55 requires it. Its names are then part of a version even if it is not made here."""

    def date_field(self, case: Case) -> Path:
        """The field that its date comes from."""
        return next((path for path in self.dated_by if _has_date(case.response, path)), ("report", "published_on"))


def _has_date(response: Response, path: Path) -> bool:
    value: object = response
    for name in path:
        value = getattr(value, str(name), None)
    return isinstance(value, (PartialDate, date))


def _is_letter_of_its_own(case: Case, recipient: str) -> bool:
    """Whether a recipient gets a covering letter. The Home Secretary gets none if the comments are that letter."""
    if not case.letters_are_written or all(each.id != recipient for each in case.written_to):
        return False
    return not (case.comments_are_a_letter and recipient == COMMENTS_ARE_WRITTEN_TO)


def _presenter(response: Response) -> tuple[Person, ...]:
    panel = response.panel_report
    return (panel.presented_by,) if panel and panel.presented_by else ()


COMMENTS_ARE_WRITTEN_TO = "secretary_of_state"
"""The recipient of the letter, if the letter is the comments."""

_DATES_OF_COMMENTS: tuple[Path, ...] = (("comments", "made_on"), ("publication", "published_on"), ("submission", "sent_on"))
_DATES_OF_LETTERS: tuple[Path, ...] = (("correction", "on"), ("submission", "sent_on"), *_DATES_OF_COMMENTS)

COMMENTS = DocumentType(
    name="comments",
    template="comments",
    spoken="the comments",
    path=("comments",),
    dated=lambda case: case.comments_dated,
    within=lambda case: case.made_within,
    dated_by=_DATES_OF_COMMENTS,
    signed_by=lambda case: case.signatories,
    named=lambda response: response.comments.signatories if response.comments else (),
    is_made=lambda _: True,
    own_title=lambda case: case.response.comments.title if case.response.comments else None,
    is_required=True,
)
DOCUMENTS: tuple[DocumentType, ...] = (
    COMMENTS,
    DocumentType(
        name="submission-home-secretary",
        template="submission",
        spoken="the covering letters",
        path=("submission",),
        dated=lambda case: case.submission_dated,
        dated_by=_DATES_OF_LETTERS,
        signed_by=lambda case: case.submission_signatories,
        named=lambda response: response.submission.signatories,
        is_made=lambda case: _is_letter_of_its_own(case, "secretary_of_state"),
        recipient="secretary_of_state",
        encloses_comments=True,
        is_required=True,
    ),
    DocumentType(
        name="submission-inspectors",
        template="submission",
        spoken="the covering letters",
        path=("submission", "inspectors"),
        dated=lambda case: case.submission_dated,
        dated_by=_DATES_OF_LETTERS,
        signed_by=lambda case: case.submission_signatories,
        named=lambda response: response.submission.signatories,
        is_made=lambda case: _is_letter_of_its_own(case, "inspectors_of_constabulary"),
        recipient="inspectors_of_constabulary",
        encloses_comments=True,
        is_required=True,
    ),
    DocumentType(
        name="invitation",
        template="invitation",
        spoken="the invitation",
        path=("invitation",),
        dated=lambda case: case.invitation_dated,
        dated_by=(("invitation", "sent_on"),),
        signed_by=lambda case: case.invitation_signatories,
        named=lambda response: response.invitation.signatories if response.invitation else (),
        is_made=lambda case: case.invitation_is_written,
        bears_corrections=False,
    ),
    DocumentType(
        name="panel-report",
        template="panel_report",
        spoken="the report to the meeting",
        path=("panel_report",),
        dated=lambda case: case.panel_dated,
        dated_by=(("panel_report", "held_on"), *_DATES_OF_COMMENTS),
        signed_by=lambda case: case.presenter,
        named=_presenter,
        is_made=lambda case: case.response.panel_report is not None,
        encloses_comments=True,
        is_presented=True,
    ),
)
"""Every document in the order in which they are made and shown."""


def one_of_each_part(documents: tuple[DocumentType, ...]) -> tuple[DocumentType, ...]:
    """The first document of each part of a response: one of the letters, and every other document."""
    return tuple({each.path[0]: each for each in reversed(documents)}.values())[::-1]


def made_by_part(case: Case) -> tuple[DocumentType, ...]:
    """The documents that are made, one of each part of the response."""
    return one_of_each_part(tuple(each for each in DOCUMENTS if each.is_made(case)))


def in_order_of_date(case: Case, documents: Iterable[DocumentType]) -> list[DocumentType]:
    """The documents by date, and those of one day in the order of the table."""
    return sorted(documents, key=lambda each: each.dated(case).earliest)


def document_called(name: str) -> DocumentType:
    """The row of the document with that name."""
    return next(each for each in DOCUMENTS if each.name == name)


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A document to be made."""

    name: str
    template: str
    dated: PartialDate
    """The date of the names in it."""
    not_before: date
    """The day of the report, before which it cannot have been made."""
    signatories: tuple[Person, ...]
    encloses_comments: bool = False
    own_title: str | None = None
    """The response's own title for it."""
    addressee: LetterAddressee | None = None
    corrected_on: date | None = None
    """The day of the latest correction, if the document has one."""

    @property
    def metadata_day(self) -> date:
        """The day for the PDF's metadata: the first day that its date can mean, and never the clock's."""
        return self.corrected_on or min(max(self.dated.earliest, self.not_before), self.dated.latest)


def documents_of(case: Case) -> tuple[Document, ...]:
    """The documents of a response in the order of the table; the letters are in the order of the Act's recipients."""
    made = [each for each in DOCUMENTS if each.is_made(case)]
    order_of_the_act = [each.id for each in case.regime.recipients]
    letters = sorted((each for each in made if each.recipient), key=lambda each: order_of_the_act.index(each.recipient or ""))
    return tuple(_document(letters.pop(0) if each.recipient else each, case) for each in made)


def comments_of(case: Case) -> Document:
    """The comments, which other documents enclose."""
    return _document(COMMENTS, case)


def _document(row: DocumentType, case: Case) -> Document:
    response, signed_by = case.response, row.signed_by(case)
    correction = response.correction if row.bears_corrections else None
    return Document(
        name=row.name,
        template=row.template,
        dated=row.dated(case),
        not_before=response.report.published_on,
        signatories=(signed_by,) if isinstance(signed_by, Person) else signed_by or (),
        encloses_comments=row.encloses_comments,
        own_title=row.own_title(case),
        addressee=case.addressee(row.recipient) if row.recipient else None,
        corrected_on=correction.on if correction else None,
    )
