"""The copies: their recipients, date and addressees, under section 55(6)."""

from __future__ import annotations

from collections.abc import Iterator

from pccresponse import statute
from pccresponse.case.case import Case
from pccresponse.case.naming import LetterAddressee, at, listed
from pccresponse.foundation.errors import LookUpError
from pccresponse.foundation.partial_dates import PartialDate, in_words
from pccresponse.foundation.problems import Breach
from pccresponse.models.fields import known
from pccresponse.models.response import ADDRESSEE_FIELDS, RECIPIENT_IDS
from pccresponse.rules.rule import ADVICE, ERROR, POLICE_ACT, WARNING, rule

_HONOURS = frozenset(
    ("the", "rt", "right", "hon", "honourable", "sir", "dame", "lord", "lady", "baroness", "dr", "mr", "mrs", "ms", "miss", "mx")
)
_LAW_OF_THE_DAY = "Under the law that applies to this report"


@rule(
    "S55-6",
    ERROR,
    title="The body sends copies to everyone whom the law of the report's day names.",
    remedy='Complete "recipients:", or leave it out: it then follows the law.',
    cites=f"{POLICE_ACT}55(6)",
    may_be=(WARNING,),
    is_duty=True,
)
def copies_go_to_everyone_the_law_names(case: Case) -> Iterator[Breach]:
    """Section 55(6): the body must send a copy of what it publishes under subsection (5) to the Secretary of State. Since 2 May
    2017 it must also send one to the inspectors of constabulary.

    If you list recipients in the file, your list replaces the one that the law gives. It must include at least these. List anyone
    who gets a copy as a courtesy under "also_sent_to", because the document says who was sent one under section 55(6).
    """
    submission = case.response.submission
    required = {recipient.id: recipient.name for recipient in case.regime.recipients}
    if submission.recipients is not None:
        path, given = ("submission", "recipients"), [RECIPIENT_IDS[name] for name in submission.recipients]
        missing = [name for identifier, name in required.items() if identifier not in given]
        if missing:
            yield Breach(message=f'"recipients" leaves out {listed(missing)}, who must be sent a copy.', path=path)
        for position, identifier in enumerate(given):
            if identifier not in required:
                yield Breach(
                    message=f"{_LAW_OF_THE_DAY}, no copy goes to the {submission.recipients[position]}.",
                    path=(*path, position),
                    remedy='If you send a copy out of courtesy, put it under "also_sent_to:".',
                    severity=WARNING,
                )
    elif submission.inspectors is not None and "inspectors_of_constabulary" not in required:
        yield Breach(
            message=f"{_LAW_OF_THE_DAY}, no copy goes to the inspectors of constabulary, so their details have no effect.",
            path=("submission", "inspectors"),
            remedy='If you send a copy out of courtesy, put them under "also_sent_to:".',
            severity=WARNING,
        )


@rule(
    "S55-6-SENT",
    WARNING,
    title="The response says when the copies are sent.",
    remedy='Add "sent_on:" under "submission:". This is usually the day of publication.',
    cites=f"{POLICE_ACT}55(6)",
    may_be=(ERROR, ADVICE),
    is_duty=True,
)
def it_is_said_when_the_copies_are_sent(case: Case) -> Iterator[Breach]:
    """Section 55(6) sets no period for sending the copies. The natural day is the day of publication, so the program gives advice
    if you choose a later one.

    A letter has this date and is addressed to the person who held the office then. If you have only a month, a year or no date
    on record, you do not have the real letter, so the program makes none.
    """
    path, sent_on = ("submission", "sent_on"), case.response.submission.sent_on
    sent, published = known(sent_on), known(case.response.publication.published_on)
    letters = case.response.submission.letter == "made here"
    unmade = ", so no covering letters are made" if letters else ""
    look = "Look for the letters, and give their date. If you cannot find them, leave this."
    if sent_on is None:
        undated = ", so the covering letters have no date" if case.letters_are_written else unmade
        yield Breach(message=f"Nothing says when the copies are sent{undated}.", path=path, severity=ERROR)
    elif sent is None:
        yield Breach(message=f"The day on which the copies were sent is not recorded{unmade}.", path=path, remedy=look)
    elif sent.exact is None and letters:
        yield Breach(message=f"The copies were sent {at(sent)}, and the day is not given{unmade}.", path=path, remedy=look)
    elif published and sent.is_certainly_after(published):
        yield Breach(
            message=f"The copies are sent {at(sent)}, later than the comments are published, {at(published)}.",
            path=path,
            remedy="Send the copies on the day of publication if that is still possible.",
            severity=ADVICE,
        )


@rule(
    "S55-6-NAME",
    WARNING,
    title="Each letter is addressed to the person in office on its date.",
    remedy='Check the name, and write it under "submission:" if the table is wrong.',
    cites=f"{POLICE_ACT}55(6)",
    may_be=(ERROR,),
)
def each_letter_is_addressed_to_whoever_was_in_office(case: Case) -> Iterator[Breach]:
    """Section 55(6) names offices. The letter names the person who holds the office on the date of the letter. A different person
    may have held it when the report was published.

    The program's tables say who that was, how we know, and where there is doubt. You can name the addressee yourself. If the table
    has another name for the date, look again: people often copy an old letter to write a new one. You cannot send a letter without
    a name. If no letters are made, this rule says nothing.
    """
    if not case.letters_are_written:
        return
    submission, when = case.response.submission, case.submission_dated
    for recipient in case.written_to:
        field, own = ADDRESSEE_FIELDS[recipient.id], submission.details_of(recipient.id).name
        try:
            addressee = case.addressee(recipient.id)
        except LookUpError as error:
            yield Breach(
                message=error.message, path=("submission", "sent_on"), remedy="Check the date of the letter.", severity=ERROR
            )
            continue
        path = ("submission", field, "name")
        if own is not None:
            yield from _another_name(own, addressee, when, path)
        elif addressee.name is None:
            yield Breach(
                message=f"The addressee of the letter to {spoken_office(addressee.office)} is not known for {when}. {addressee.doubt}",
                path=path,
                remedy=f'Write the name under "submission:", "{field}:", "name:".',
                severity=ERROR,
            )
        elif addressee.doubt:
            yield Breach(
                message=f"The letter to {spoken_office(addressee.office)} is addressed to {addressee.name}. {addressee.doubt}",
                path=path,
                remedy=f'Check the name for {when}, and write it under "submission:", "{field}:", "name:".',
            )


@rule(
    "S55-6-ADDRESS",
    ADVICE,
    title="Each letter has the postal address of its addressee.",
    remedy='Write it under "submission:", "home_secretary:" or "inspectors:", "address:", one line for each part.',
    cites=f"{POLICE_ACT}55(6)",
)
def each_letter_bears_an_address(case: Case) -> Iterator[Breach]:
    """Section 55(6): the body sends copies. A letter that goes by post needs an address. One that goes by e-mail does not.

    The program's tables give the addresses that they know for the date of the letter. For other dates the letter has no address
    unless you give it. If no letters are made, this rule says nothing.
    """
    if not case.letters_are_written:
        return
    for recipient in case.written_to:
        try:
            addressee = case.addressee(recipient.id)
        except LookUpError:
            continue
        if addressee.address is None:
            field = ADDRESSEE_FIELDS[recipient.id]
            yield Breach(
                message=f"The letter to {spoken_office(addressee.office)} has no postal address: the tables have none for "
                f"{case.submission_dated}.",
                path=("submission", field, "address"),
                remedy=f'If you send it by post, write the address under "submission:", "{field}:", "address:", one line for each part.',
            )


def _another_name(own: str, addressee: LetterAddressee, when: PartialDate, path: tuple[str, ...]) -> Iterator[Breach]:
    try:
        holder = statute.holder_during(addressee.recipient, when)
    except LookUpError:
        return
    if _surname(own) != _surname(holder.name):
        yield Breach(
            message=f"The letter to {spoken_office(addressee.office)} is addressed to {own}, who was not in office {at(when)}: "
            f"the table, last checked on {in_words(holder.checked_on)}, has {holder.name}.",
            path=path,
            remedy="Check the name and the date of the letter.",
        )


def spoken_office(office: str) -> str:
    """An office within a sentence: `the Home Secretary`, `HM Chief Inspector of Constabulary`."""
    return office if office.startswith("HM ") else f"the {office}"


def _surname(name: str) -> str:
    """The last word that is neither a title nor letters after the name: `May` in `The Rt Hon Theresa May MP`."""
    words = name.replace(",", " ").replace(".", " ").split()
    plain = [word for word in words if word.casefold() not in _HONOURS and not (word.isupper() and len(word) > 1)]
    return statute.folded((plain or words or [name])[-1])
