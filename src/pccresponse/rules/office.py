"""The office: who holds it, who signs and approves, and how readers can contact it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pccresponse import statute
from pccresponse.case.case import Case
from pccresponse.case.documents import DOCUMENTS, in_order_of_date, made_by_part, one_of_each_part
from pccresponse.case.naming import Between, Holder, at, holders_during, listed
from pccresponse.case.version import approvals_of, folded, required_roles, short
from pccresponse.foundation.errors import LookUpError
from pccresponse.foundation.partial_dates import PartialDate, in_words
from pccresponse.foundation.problems import Breach
from pccresponse.models.fields import known
from pccresponse.models.office import ChiefOfficer, OfficeHolder
from pccresponse.models.response import ChiefOfficerComments, Person
from pccresponse.rules.rule import ADVICE, ERROR, WARNING, rule

_WELSH = ("welsh-scheme", "welsh-standards")
_Written = tuple[str, PartialDate | Between, bool]
"""The name of a document, its date, and whether it can name the office alone."""


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
    unsigned: list[_Written] = [
        (each.spoken, each.within(case) if each.within else each.dated(case), each.is_presented)
        for each in in_order_of_date(case, made_by_part(case))
        if not each.named(case.response)
    ]
    if unsigned and not case.office.office_holders:
        names = listed([name for name, *_ in unsigned])
        message = f"office.yaml does not say who holds the office, so nobody signs {names}."
        yield Breach(message=message, path=("office_holders",), in_office=True)
        return
    yield from _gaps_and_overlaps(case.office.office_holders, unsigned, "office_holders", "holding the office", "sign")


def _gaps_and_overlaps(
    everybody: Iterable[Holder], documents: Iterable[_Written], field: str, role: str, verb: str
) -> Iterator[Breach]:
    """A breach for each date of a document on which nobody, or more than one person, may have been in office."""
    by_date: dict[PartialDate | Between, list[_Written]] = {}
    for document in documents:
        by_date.setdefault(document[1], []).append(document)
    for when, written in by_date.items():
        holders, names = holders_during(everybody, when), listed([name for name, *_ in written])
        if not holders:
            yield Breach(message=f"Nobody is on record as {role} on the date of {names}, {when}.", path=(field,), in_office=True)
        elif len(holders) > 1:
            yield Breach(
                message=f"{listed([holder.name for holder in holders])} may each have been in office on the date of {names}, "
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
    if office.email is None and _has_contact(case):
        remedy = 'Add "email:" to office.yaml.'
        yield Breach(message="The office has no e-mail address.", path=("email",), remedy=remedy, in_office=True)


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
    if not _has_contact(case):
        yield Breach(message="Neither the response nor office.yaml says how to contact you.", path=("contact",))


def _has_contact(case: Case) -> bool:
    """Whether readers have an e-mail address or a telephone number."""
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


@rule(
    "SIGNED-ON",
    WARNING,
    title="The response says on which day the comments were signed.",
    remedy='Add "made_on:" to the comments: a day, a month, a year, or the words: not recorded.',
    is_duty=True,
)
def it_is_known_when_the_comments_were_signed(case: Case) -> Iterator[Breach]:
    """The comments are signed on one day and published on another, often after an election. The day of the signature decides who
    signs, and the document prints it under the name. If you leave it out, the signature has no date, and the program takes the
    person in office on the day of publication.
    """
    response = case.response
    if response.comments and response.comments.made_on is None and response.publication.published_on is not None:
        yield Breach(
            message=f"The signature under the comments has no date; who signs is taken from {case.comments_dated}.",
            path=("comments", "made_on"),
        )


@rule(
    "SIGNED-BEFORE",
    ADVICE,
    title="The person who signed the comments is still in office when they are published.",
    remedy='Check that these are the names you want. You can name a person under "signatories:".',
)
def whoever_signed_is_still_in_office(case: Case) -> Iterator[Breach]:
    """The comments have the name of the person in office on the day of the signature. If somebody else is in office when you
    publish or send them, that is right, and nobody needs to sign again. But the letters have the new name, and readers may
    wonder why. The duty to publish is the body's, whoever holds the office.
    """
    response, signed = case.response, case.signed_on
    if signed is None:
        return
    steps = (
        ("published", known(response.publication.published_on), ("publication", "published_on")),
        ("sent", known(response.submission.sent_on), ("submission", "sent_on")),
    )
    for done, when, path in steps:
        if when is None:
            continue
        try:
            then, now = case.office_holder(signed), case.office_holder(when)
            signs, writes = _named(case.signatories), _named(case.submission_signatories)
        except LookUpError:
            continue
        if then is None or now is None or then.name == now.name:
            continue
        letters = f" The letters are signed by {writes}." if case.letters_are_written and writes else ""
        yield Breach(
            message=f"The comments are signed by {signs}, {at(signed)}; when they are {done}, {at(when)}, "
            f"{now.name} holds the office.{letters}",
            path=path,
        )
        return


def _named(people: tuple[Person, ...]) -> str:
    return listed([person.name for person in people])


@rule(
    "SIGNATORY",
    WARNING,
    title="Everybody who signs has an office, and each body that comments has a signature.",
    remedy='Add "office:" to the person under "signatories:".',
)
def everybody_who_signs_has_an_office(case: Case) -> Iterator[Breach]:
    """A signature says in which office the person signs. A deputy, an acting holder and a chief executive sign as what they
    are. If you name a person without an office, the program gives them the body's own title. That is right only for the
    person who holds that office on the date.

    If several bodies comment together, somebody signs for each of them.
    """
    response = case.response
    for document in one_of_each_part(DOCUMENTS):
        people = () if document.is_presented else document.named(response)
        when = document.dated(case)
        holders = {holder.name.casefold() for holder in holders_during(case.office.office_holders, when)}
        for position, person in enumerate(people):
            if person.office is None and person.name.casefold() not in holders:
                yield Breach(
                    message=f"{person.name} signs without an office, and is not on record as the office-holder {at(when)}.",
                    path=(document.path[0], "signatories", position),
                )
    comments = response.comments
    if comments and comments.jointly_with:
        bodies = 1 + len(comments.jointly_with)
        if len(comments.signatories) < bodies:
            yield Breach(
                message=f"{bodies} bodies make the comments together, but {len(comments.signatories) or 'none'} of those who sign "
                f"{'is' if len(comments.signatories) == 1 else 'are'} named.",
                path=("comments", "signatories"),
                remedy='Name one for each body under "signatories:", each with the office.',
            )


@rule(
    "APPROVAL-STALE",
    WARNING,
    title="The response has not changed since it was approved.",
    remedy="To see what changed, run pccresponse diff. Then get it approved again with pccresponse approve.",
)
def what_was_approved_is_what_there_is(case: Case) -> Iterator[Breach]:
    """An approval is of one version: everything that the documents say, with the names in them. After a later change, the
    approval is out of date.

    Comments in the file, the order of keys and line endings are not part of the version. Nor are the days on which the comments
    were made, published and sent, or the address of their page, because these are often added afterwards.

    If one role has several approvals, the newest counts. The others are history.
    """
    if not case.response.approvals:
        return
    approvals = approvals_of(case)
    for each in approvals.roles:
        if each.standing == "stale" and each.approval is not None and each.position is not None:
            given = each.approval
            yield Breach(
                message=f"{given.name} ({given.role}) approved version {short(given.version)} on {in_words(given.on)}; "
                f"the content is now version {short(approvals.version)}.",
                path=("approvals", each.position, "version"),
            )


@rule(
    "APPROVAL-MISSING",
    ADVICE,
    title="Everybody whose approval the office requires has approved the response.",
    remedy='When everything else is done, run: pccresponse approve NAME --role "ROLE" --name "PERSON".',
)
def everybody_has_approved_who_has_to(case: Case) -> Iterator[Breach]:
    """Under "required_approvals:" an office lists the roles that must approve a response before it is published. Until
    everything else is done, this is a reminder. pccresponse publish refuses until they have approved the latest version. The
    Act does not require this. It is the office's own safeguard.
    """
    if not case.office.required_approvals:
        return
    given = {folded(approval.role) for approval in case.response.approvals}
    missing = [name for role, name in required_roles(case.office).items() if role not in given]
    if missing:
        yield Breach(
            message=f"There is no approval yet by {listed([f'the {role}' for role in missing])}.",
            path=("approvals",),
            remedy=f'When everything else is done, run: pccresponse approve {case.slug} --role "{missing[0]}" --name "PERSON".',
        )


@rule(
    "APPROVAL-ROLE",
    ADVICE,
    title="Each approval is in a role that the office requires.",
    remedy='Correct "role:", or add the role to "required_approvals:" in office.yaml.',
)
def an_approval_is_in_a_role_that_is_required(case: Case) -> Iterator[Breach]:
    """An approval in a role that office.yaml does not require has no effect on publication. Usually the role is spelt
    differently. Capitals and spaces make no difference.
    """
    required = required_roles(case.office)
    if not required:
        return
    for position, approval in enumerate(case.response.approvals):
        if folded(approval.role) in required:
            continue
        from difflib import get_close_matches  # slow to import, and seldom needed

        near = get_close_matches(folded(approval.role), required, n=1)
        yield Breach(
            message=f"office.yaml requires no approval in the role of {approval.role}.",
            path=("approvals", position, "role"),
            remedy=f"Did you mean: {required[near[0]]}?" if near else "",
        )


@rule(
    "APPROVAL-DATE",
    WARNING,
    title="A response is approved after the report is published and before the response is.",
    remedy="Correct the date that is wrong.",
)
def a_response_is_approved_in_its_time(case: Case) -> Iterator[Breach]:
    """Nobody can approve comments on a report that is not published yet. An approval after publication comes too late. One that is
    dated in the future has not been given.
    """
    published = known(case.response.publication.published_on)
    report_day = case.response.report.published_on
    for position, approval in enumerate(case.response.approvals):
        whose, path = f"The approval by {approval.name} ({approval.role})", ("approvals", position, "on")
        day = in_words(approval.on)
        if approval.on < report_day:
            yield Breach(message=f"{whose} is dated {day}, before the report, {in_words(report_day)}.", path=path)
        elif published and PartialDate.of(approval.on).is_certainly_after(published):
            yield Breach(message=f"{whose} is dated {day}, after the comments are published {at(published)}.", path=path)
        elif approval.on > case.today:
            yield Breach(message=f"{whose} is dated {day}, which is still to come.", path=path)
