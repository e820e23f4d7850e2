"""The documents that a response can give, one row of a table each: everything that the program knows of a document is in its row.

To add one: a row here, a template of that name in each edition, its title in each table of words (`_shared/words/`), and, where it
says something of its own, a field of the response.
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
    """The file's name without its ending, and the key of its title in the table of words."""
    template: str
    """The entry template in the edition, without its ending."""
    spoken: str
    """What it is called in a message; documents that say the same to several people are spoken of together."""
    path: Path
    """Where the response describes it."""
    dated: Callable[[Case], PartialDate]
    """The date whose names it has."""
    within: Callable[[Case], PartialDate | Between] | None = None
    """The time within which it was made, where that may be longer than this date: only somebody in office throughout is named."""
    dated_by: tuple[Path, ...] = ()
    """The fields that give it this date: the first of them that has one. If none has, it is the report's own day."""
    signed_by: Callable[[Case], tuple[Person, ...] | Person | None]
    """Who puts a name to it: those who sign, or the one who presents it."""
    named: Callable[[Response], tuple[Person, ...]] = lambda _: ()
    """Whom the response itself names to do so."""
    is_made: Callable[[Case], bool]
    """Whether a response gives it."""
    own_title: Callable[[Case], str | None] = lambda _: None
    """A title that the response gives it instead of the usual one."""
    recipient: str | None = None
    """To which recipient of section 55(6) it is a letter."""
    encloses_comments: bool = False
    bears_corrections: bool = True
    """Whether it is made again when what was published is corrected."""
    is_presented: bool = False
    """Whether somebody presents it, rather than signs it."""
    is_required: bool = False
    """Whether section 55 asks for it; who is behind it is then part of a version even where it is not made here."""

    def date_field(self, case: Case) -> Path:
        """The field that its date comes from."""
        return next((path for path in self.dated_by if _has_date(case.response, path)), ("report", "published_on"))


def _has_date(response: Response, path: Path) -> bool:
    value: object = response
    for name in path:
        value = getattr(value, str(name), None)
    return isinstance(value, (PartialDate, date))


def _is_letter_of_its_own(case: Case, recipient: str) -> bool:
    """Whether a recipient gets a covering letter. A letter of which no day is recorded was sent long ago and has been lost; it is not
    written again. The Home Secretary gets none where the comments are that letter.
    """
    if not case.letters_are_written or all(each.id != recipient for each in case.written_to):
        return False
    return not (case.comments_are_a_letter and recipient == COMMENTS_ARE_WRITTEN_TO)


def _presenter(response: Response) -> tuple[Person, ...]:
    panel = response.panel_report
    return (panel.presented_by,) if panel and panel.presented_by else ()


COMMENTS_ARE_WRITTEN_TO = "secretary_of_state"
"""To whom the letter goes where the letter is the comments."""

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
"""Every document, in the order in which they are made and shown; letters are in the order of the Act's recipients."""


def described_apart(documents: tuple[DocumentType, ...]) -> tuple[DocumentType, ...]:
    """One of all those that the same part of a response describes, such as the letters."""
    return tuple({each.path[0]: each for each in reversed(documents)}.values())[::-1]


def made_apart(case: Case) -> tuple[DocumentType, ...]:
    """The documents that are made, one of all those that the same part of a response describes."""
    return described_apart(tuple(each for each in DOCUMENTS if each.is_made(case)))


def in_order_of_date(case: Case, documents: Iterable[DocumentType]) -> list[DocumentType]:
    """The documents by their dates; those of one day as the table has them."""
    return sorted(documents, key=lambda each: each.dated(case).earliest)


def document_called(name: str) -> DocumentType:
    """The row of the document of that name."""
    return next(each for each in DOCUMENTS if each.name == name)


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One document of a response, to be made."""

    name: str
    template: str
    dated: PartialDate
    """The date whose names it has."""
    not_before: date
    """The day of the report: a document about it that is dated to the year only was not made before."""
    signatories: tuple[Person, ...]
    encloses_comments: bool = False
    own_title: str | None = None
    """A title that the response gives it."""
    addressee: LetterAddressee | None = None
    corrected_on: date | None = None
    """The day of the latest correction, if there is one that the document has."""

    @property
    def metadata_day(self) -> date:
        """The day for the PDF's own dates: the first that its date can mean, and never the clock's."""
        return self.corrected_on or min(max(self.dated.earliest, self.not_before), self.dated.latest)


def documents_of(case: Case) -> tuple[Document, ...]:
    """The documents of a response: the comments, a submission for each recipient of the day, and what else it describes."""
    made = [each for each in DOCUMENTS if each.is_made(case)]
    order_of_the_act = [each.id for each in case.regime.recipients]
    letters = sorted((each for each in made if each.recipient), key=lambda each: order_of_the_act.index(each.recipient or ""))
    return tuple(_document(letters.pop(0) if each.recipient else each, case) for each in made)


def comments_of(case: Case) -> Document:
    """The comments themselves, which other documents enclose."""
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
