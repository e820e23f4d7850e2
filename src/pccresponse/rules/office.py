"""Who signs, who is written to, and how the office is reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pccresponse import statute
from pccresponse.case.case import Case
from pccresponse.case.documents import in_order_of_date, made_apart
from pccresponse.case.naming import Between, Holder, at, holders_during, listed
from pccresponse.foundation.errors import LookUpError
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.foundation.problems import Breach
from pccresponse.models.office import ChiefOfficer, OfficeHolder
from pccresponse.models.response import ChiefOfficerComments
from pccresponse.rules.rule import ADVICE, ERROR, WARNING, rule

_WELSH = ("welsh-scheme", "welsh-standards")
_Written = tuple[str, PartialDate | Between, bool]
"""What a document is called, its date, and whether the office alone can be named in it."""


@rule(
    "TERM-DATES",
    ERROR,
    title="Nobody leaves an office before taking it up.",
    remedy='Correct "took_office_on:" or "left_office_on:" in office.yaml.',
)
def nobody_leaves_before_taking_office(case: Case) -> Iterator[Breach]:
    """These dates decide who signs the documents and who the letters are addressed to. A mistake in them puts a wrong name
    under a document, or none.
    """
    office = case.office
    terms: tuple[tuple[str, Sequence[OfficeHolder | ChiefOfficer]], ...] = (
        ("office_holders", office.office_holders),
        ("chief_officers", office.chief_officers),
    )
    for field, holders in terms:
        for position, holder in enumerate(holders):
            if holder.left_office_on and holder.took_office_on.is_certainly_after(holder.left_office_on):
                yield Breach(
                    message=f"{holder.name} left office {at(holder.left_office_on)}, before taking it up {at(holder.took_office_on)}.",
                    path=(field, position, "left_office_on"),
                    in_office=True,
                )


@rule(
    "OFFICE-HOLDER",
    ERROR,
    title="On the date of each document, one person holds the office and can sign it.",
    remedy='Add the office-holder with dates to office.yaml, or name the "signatories:" in the response.',
    may_be=(WARNING,),
    is_duty=True,
)
def one_person_held_the_office(case: Case) -> Iterator[Breach]:
    """The person who holds the office of the local policing body on the date of a document signs it. There may be an election
    between the report and the comments.

    If nobody is in office, nobody can sign. If two terms overlap, or a month or a year contains a change, the program does not
    choose between two people. A report to a meeting is not signed and can name the office alone, so there this is a warning. The
    rule looks only at documents that are made.
    """
    unsigned = tuple(_documents_without_a_named_signatory(case))
    if unsigned and not case.office.office_holders:
        documents = listed([document for document, *_ in unsigned])
        yield Breach(
            message=f"office.yaml does not say who holds the office, so nobody signs {documents}.",
            path=("office_holders",),
            in_office=True,
        )
        return
    yield from _gaps_and_overlaps(case.office.office_holders, unsigned, "office_holders", "holding the office", "sign")


def _documents_without_a_named_signatory(case: Case) -> Iterator[_Written]:
    for each in in_order_of_date(case, made_apart(case)):
        if not each.named(case.response):
            yield each.spoken, each.within(case) if each.within else each.dated(case), each.is_presented


def _by_date(documents: Iterable[_Written]) -> dict[PartialDate | Between, list[_Written]]:
    found: dict[PartialDate | Between, list[_Written]] = {}
    for document in documents:
        found.setdefault(document[1], []).append(document)
    return found


def _gaps_and_overlaps(
    everybody: Iterable[Holder], documents: Iterable[_Written], field: str, role: str, verb: str
) -> Iterator[Breach]:
    """A breach for each date of a document on which nobody, or more than one person, may have been in office."""
    for when, written in _by_date(documents).items():
        holders, names = holders_during(everybody, when), [name for name, *_ in written]
        if not holders:
            yield Breach(
                message=f"Nobody is on record as {role} on the date of {listed(names)}, {when}.", path=(field,), in_office=True
            )
        elif len(holders) > 1:
            yield Breach(
                message=f"{listed([holder.name for holder in holders])} may each have been in office on the date of {listed(names)}, "
                f"{when}, so nobody is named to {verb}.",
                path=(field,),
                severity=WARNING if all(unsigned for *_, unsigned in written) else None,
                in_office=True,
            )


@rule(
    "CHIEF-OFFICER",
    WARNING,
    title="One person was the chief officer on the date of the invitation and of the comments.",
    remedy="Add the chief officer with dates to office.yaml.",
    is_duty=True,
)
def one_person_was_the_chief_officer(case: Case) -> Iterator[Breach]:
    """The invitation goes to the chief officer of its day. The chief officer's comments have the name of the person who made them.
    Without a name the documents give only the rank. That is true, but readers must find out who it was.
    """
    response = case.response
    given = response.chief_officer_comments
    written: list[_Written] = []
    if case.invitation_is_written:
        written.append(("the invitation", case.invitation_dated, False))
    if isinstance(given, ChiefOfficerComments) and given.by is None:
        written.append(("the chief officer's comments", case.officer_commented_within, False))
    yield from _gaps_and_overlaps(case.office.chief_officers, written, "chief_officers", "chief officer", "write to or to quote")


@rule(
    "OFFICE-ADDRESS",
    WARNING,
    title="The office has a postal address and an e-mail address.",
    remedy='Add "address:" and "email:" to office.yaml.',
    is_duty=True,
)
def the_office_has_an_address(case: Case) -> Iterator[Breach]:
    """Letters have the address of the office that sends them. Published comments say where to send questions."""
    office = case.office
    if office.address is None and (case.letters_are_written or case.invitation_is_written):
        yield Breach(
            message="The office has no postal address, so its letters have none.",
            path=("address",),
            remedy='Add "address:" to office.yaml, one line for each part.',
            in_office=True,
        )
    if office.email is None and _can_be_asked(case):
        yield Breach(
            message="The office has no e-mail address.",
            path=("email",),
            remedy='Add "email:" to office.yaml.',
            in_office=True,
        )


@rule(
    "CONTACT",
    WARNING,
    title="The document tells readers who to contact.",
    remedy='Add "email:" or "telephone:" to office.yaml, or "contact:" to the response.',
    cites="S.I. 2018/952",
    is_duty=True,
)
def a_reader_learns_whom_to_ask(case: Case) -> Iterator[Breach]:
    """A published document says how to contact the people behind it, for example to ask for it in another format. Give an e-mail
    address or a telephone number. A name alone is not enough.
    """
    if not _can_be_asked(case):
        yield Breach(message="Neither the response nor office.yaml says how to contact you.", path=("contact",))


def _can_be_asked(case: Case) -> bool:
    contact, office = case.response.contact, case.office
    return bool(office.email or office.telephone or (contact and (contact.email or contact.telephone)))


@rule(
    "WELSH",
    ADVICE,
    title="A body in Wales publishes in Welsh and in English.",
    remedy="Publish a Welsh version together with this one.",
    cites="Welsh Language Act 1993; Welsh Language Standards (No. 5) Regulations 2016",
)
def a_body_in_wales_publishes_in_welsh_too(case: Case) -> Iterator[Breach]:
    """The four local policing bodies in Wales publish in Welsh and English together, under the Welsh Language Standards (No. 5)
    Regulations 2016. Before that, they did so under schemes of the Welsh Language Act 1993. We did not find from which day each
    body had to meet the standards. The program writes the documents in English.
    """
    dated = case.comments_dated
    try:
        body = case.body_on(dated)
    except LookUpError:
        return
    duties = [each.provision for each in statute.procedures_on(dated.latest) if each.id in _WELSH]
    if body.welsh_name and duties:
        yield Breach(
            message=f"The documents are in English only; {body.welsh_name} publishes in Welsh as well ({' or '.join(duties)}).",
            path=("language",),
            in_office=True,
        )
