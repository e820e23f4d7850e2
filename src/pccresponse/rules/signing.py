"""Who signs the comments, when, and as what."""

from __future__ import annotations

from collections.abc import Iterator

from pccresponse.errors import LookUpError
from pccresponse.matter import Matter
from pccresponse.models.response import Person
from pccresponse.models.scalars import known
from pccresponse.naming import at, listed
from pccresponse.parties import holders_during
from pccresponse.problems import Breach
from pccresponse.rules.rule import ADVICE, WARNING, rule


@rule(
    "SIGNED-ON",
    WARNING,
    title="It is known on which day the comments were signed.",
    remedy='Add "made_on:" to the comments: a day, a month, a year, or the words: not recorded.',
    is_duty=True,
)
def it_is_known_when_the_comments_were_signed(matter: Matter) -> Iterator[Breach]:
    """The comments are signed on one day and published on another, often after an election. The day of the signature decides who signs
    and stands under the name; without it the signature has no date, and whoever was in office on the day of publication is taken.
    """
    response = matter.response
    if response.comments and response.comments.made_on is None and response.publication.published_on is not None:
        yield Breach(
            message=f"The signature under the comments has no date; who signs is taken from {matter.comments_dated}.",
            path=("comments", "made_on"),
        )


@rule(
    "SIGNED-BEFORE",
    ADVICE,
    title="Whoever signed the comments is still in office when they are published.",
    remedy='Make sure that the names are meant; a person can be named under "signatories:".',
)
def whoever_signed_is_still_in_office(matter: Matter) -> Iterator[Breach]:
    """The comments bear the name of whoever held the office on the day of the signature, and that day. If somebody else holds it when
    they are published or sent, that is right and no reason to sign again, but the letters bear the new name, and readers will
    wonder. The duty to publish is the body's, whoever holds the office.
    """
    response, signed = matter.response, matter.signed_on
    if signed is None:
        return
    steps = (
        ("published", known(response.publication.published_on), ("publication", "published_on")),
        ("sent", known(response.submission.sent_on), ("submission", "sent_on")),
    )
    for done, when, path in steps:
        if when is None or when == signed:
            continue
        try:
            then, now = matter.office_holder(signed), matter.office_holder(when)
            signs, writes = _named(matter.signatories), _named(matter.submission_signatories)
        except LookUpError:
            continue
        if then is None or now is None or then.name == now.name:
            continue
        letters = f" The letters are signed by {writes}." if matter.letters_are_written and writes else ""
        yield Breach(
            message=f"The comments are signed by {signs or then.name}, {at(signed)}; when they are {done}, {at(when)}, "
            f"{now.name} holds the office.{letters}",
            path=path,
        )
        return


def _named(people: tuple[Person, ...]) -> str:
    return listed([person.name for person in people])


@rule(
    "SIGNATORY",
    WARNING,
    title="Everybody who signs signs in an office, and each body that comments has a signature.",
    remedy='Add "office:" to the person under "signatories:".',
)
def everybody_who_signs_has_an_office(matter: Matter) -> Iterator[Breach]:
    """A signature says in which office it is given: a deputy, an acting holder and a chief executive sign as what they are. A person who is
    named without an office is given the body's own title, which is right only for whoever holds that office on the date.

    Comments that several bodies make together are signed for each of them.
    """
    response = matter.response
    signed = (
        ("comments", response.comments.signatories if response.comments else (), matter.comments_dated),
        ("submission", response.submission.signatories, matter.submission_dated),
        ("invitation", response.invitation.signatories if response.invitation else (), matter.invitation_dated),
    )
    for field, people, when in signed:
        holders = {holder.name.casefold() for holder in holders_during(matter.office.office_holders, when)}
        for position, person in enumerate(people):
            if person.office is None and person.name.casefold() not in holders:
                yield Breach(
                    message=f"{person.name} signs without an office, and is not on record as the office-holder {at(when)}.",
                    path=(field, "signatories", position),
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
