"""To whom a finding is addressed, from the report's words to those of a response."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pccresponse import statute

_KNOWN: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        (
            "chief constables",
            r"\b(?:chief constables|chief officers|(?:all|each|every|those|most|other|police) (?:police )?forces?|forces|constabularies)\b",
        ),
        ("local policing bodies", r"\b(?:police and crime commissioners|commissioners|PCCs|local policing bodies|mayors)\b"),
        ("the local policing body", r"\b(?:police and crime commissioner|PCC|commissioner|local policing body|mayor)\b"),
        ("Home Office", r"\bHome (?:Office|Secretary)\b"),
        ("College of Policing", r"\bCollege\b"),
        ("National Police Chiefs' Council", r"\b(?:National Police Chiefs|NPCC|ACPO)\b"),
        ("Independent Office for Police Conduct", r"\b(?:IOPC|Independent Office for Police Conduct)\b"),
        ("Crown Prosecution Service", r"\b(?:CPS|Crown Prosecution Service)\b"),
        (
            "the force",
            r"^(?:the )?(?:police )?(?:force|constabulary|chief constable|commissioner of police)(?:’s .*|'s .*)?$|^the (?:force|constabulary)\b",
        ),
    )
)
_OURS = frozenset({"chief constables", "local policing bodies", "the local policing body", "the force"})
_NO_FORCE = re.compile(
    r"\b(?:council|authority|fire|ambulance|health|hospitals?|NHS|probation|prisons?|courts?|university)\b", re.IGNORECASE
)
"""Bodies that bear the name of a force's area."""
_BODY = re.compile(r"\b(?:crime commissioner|PCC|mayor|MOPAC|policing body|police authority)\b", re.IGNORECASE)
"""The body that holds a force to account, beside the name of the area. London's commissioners are chief officers."""


class OurForce(NamedTuple):
    """The force whose office answers."""

    id: str | None
    """As the table of forces has it."""
    name: str | None = None
    """As `office.yaml` gives it, for a force that the table does not have."""

    def is_named_in(self, words: str) -> bool:
        """Whether its name, with or without `Police` or `Constabulary`, is there."""
        if self.id is not None and any(each.id == self.id for each in statute.forces_named_in(words)):
            return True
        if not self.name:
            return False
        place = re.sub(r"^the | (?:police|constabulary|service|force)\b", "", self.name, flags=re.IGNORECASE).strip()
        return bool(place) and re.search(rf"\b{re.escape(place)}\b", words, re.IGNORECASE) is not None


class Addressed(NamedTuple):
    """The addressees of a finding."""

    addressees: tuple[str, ...]
    """As `addressees:` names them."""
    others: tuple[str, ...]
    """In the report's words, those that `addressees:` has no name for."""

    @property
    def may_concern_us(self) -> bool:
        """Whether the office may have to answer it: unless it is clearly addressed to others alone."""
        return not self.addressees or bool(_OURS.intersection(self.addressees))


def addressed_to(words: str | None, ours: OurForce) -> Addressed:
    """The addressees that the report's words mean, for the office of a force.

    >>> addressed_to("chief constables and the Home Office", OurForce("kent")).addressees
    ('chief constables', 'Home Office')
    >>> addressed_to("Kent Police and Essex Police", OurForce("kent"))
    Addressed(addressees=('the force', 'others'), others=('Essex Police',))
    """
    found: list[str] = []
    others: list[str] = []
    for part in _parts(words or ""):
        named = not _NO_FORCE.search(part) and (ours.is_named_in(part) or bool(statute.forces_named_in(part)))
        if named and ours.is_named_in(part):
            found.append("the local policing body" if _BODY.search(part) else "the force")
        elif not named and (known := next((name for name, pattern in _KNOWN if pattern.search(part)), None)):
            found.append(known)
        else:
            others.append(part)
    if others:
        found.append("others")
    return Addressed(tuple(dict.fromkeys(found)), tuple(others))


def _parts(words: str) -> Iterator[str]:
    """`police and crime commissioners` is one, `chief constables and the Home Office` are two."""
    whole = re.sub(r"\b(police) and (crime)\b", r"\1 & \2", words, flags=re.IGNORECASE)
    whole = re.sub(r"\b(?!Police|Constabulary)([A-Z][a-z]+) and ([A-Z][a-z]+ (?:Police|Constabulary))", r"\1 & \2", whole)
    for part in re.split(r",\s*(?:and\s+)?|\s+and\s+", whole):
        if part.strip():
            yield part.replace(" & ", " and ").strip()
