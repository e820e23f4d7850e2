"""Who signs the comments and who approves them."""

from __future__ import annotations

from collections.abc import Iterator

from pccresponse.case.case import Case
from pccresponse.case.documents import DOCUMENTS, described_apart
from pccresponse.case.naming import at, holders_during, listed
from pccresponse.foundation.errors import LookUpError
from pccresponse.foundation.partial_dates import PartialDate, in_words
from pccresponse.foundation.problems import Breach
from pccresponse.models.fields import known
from pccresponse.models.response import Person
from pccresponse.rules.rule import ADVICE, WARNING, rule


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
    for document in described_apart(DOCUMENTS):
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


# Who approves


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
    from pccresponse.case.approvals import approvals_of  # most responses have none and pay nothing
    from pccresponse.case.version import short

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
    from pccresponse.case.approvals import folded, required_roles

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
    if not case.office.required_approvals:
        return
    from pccresponse.case.approvals import folded, required_roles

    required = required_roles(case.office)
    for position, approval in enumerate(case.response.approvals):
        if folded(approval.role) in required:
            continue
        from difflib import get_close_matches  # only a mistake pays for the import

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
