"""Who acts and who is written to: the body, the addressees and the holders of an office, for a document of a given date."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import msgspec

from pccresponse import statute
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.models.office import ChiefOfficer, OfficeHolder

Holder = TypeVar("Holder", OfficeHolder, ChiefOfficer)


PERSONAL_KINDS = ("police and crime commissioner", "police, fire and crime commissioner", "mayor")
"""Kinds of body that are one person, so that the comments are a person's."""


class BodyOnDay(msgspec.Struct, frozen=True, kw_only=True):
    """The local policing body as a document of a given date names it."""

    name: str
    office_title: str
    kind: str
    area: str
    in_sentence: str
    """The name with its article, for the middle of a sentence: `the Police and Crime Commissioner for Kent`."""
    capacity: str = ""
    """As what it acts, for a body that is more than a policing body; empty for the others."""
    called_in_law: str
    """What the Act of its day calls it: `police authority` until local policing bodies took their place."""
    welsh_name: str | None = None


class Addressee(msgspec.Struct, frozen=True, kw_only=True):
    """To whom a copy under section 55(6) goes. `name` is None where nobody is on record for the date."""

    recipient: str
    """`secretary_of_state` or `inspectors_of_constabulary`."""
    name: str | None
    styled: str | None
    """The name as it is written in an address, with style and honours: `The Rt Hon Theresa May MP`."""
    office: str
    organisation: str
    salutation: str
    """The words after Dear."""
    address: str | None
    doubt: str = ""
    """Why the name is missing or unsure, as a sentence; empty where there is no doubt."""


def holders_during(holders: Iterable[Holder], when: PartialDate) -> tuple[Holder, ...]:
    """Everybody who may have held the office at some time within `when`, both ends included."""
    return tuple(
        holder
        for holder in holders
        if holder.took_office_on.earliest <= when.latest
        and (holder.left_office_on is None or holder.left_office_on.latest >= when.earliest)
    )


def dear(name: str | None, recipient: statute.Recipient) -> str:
    """The words after Dear for somebody whom only the response names: a title with the first name, else the office; never a full name."""
    title, _, rest = (name or "").partition(" ")
    if title in ("Sir", "Dame") and rest and recipient.office != recipient.salutation:
        return f"{title} {rest.split()[0]}"
    return recipient.salutation
