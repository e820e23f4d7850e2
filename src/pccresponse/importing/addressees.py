"""To whom a finding is addressed, from the report's words to those of a response."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pccresponse import statute
from pccresponse.foundation.errors import LookUpError

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


class Addressed(NamedTuple):
    """Whom a finding speaks to."""

    addressees: tuple[str, ...]
    """As `addressees:` names them."""
    others: tuple[str, ...]
    """In the report's words, whoever has no name there."""
    forces: tuple[str, ...]
    """The forces that are named, by identifier."""

    def may_concern(self, force_id: str | None) -> bool:
        """Whether the office of this force may have to answer it: unless it is clear that it speaks to others alone."""
        if not self.addressees and not self.others:
            return True
        if self.forces and force_id not in self.forces:
            return False
        return bool(_OURS.intersection(self.addressees))


def addressed_to(words: str | None, force_id: str | None) -> Addressed:
    """What the report's words for whoever it asks come to.

    >>> addressed_to("chief constables and the Home Office", "kent").addressees
    ('chief constables', 'Home Office')
    >>> addressed_to("Kent Police", "kent").addressees
    ('the force',)
    """
    if not words:
        return Addressed((), (), ())
    try:
        named = tuple(each.id for each in statute.forces_named_in(words))
    except LookUpError:
        named = ()
    found: list[str] = []
    others: list[str] = []
    for part in _parts(words):
        if known := next((name for name, pattern in _KNOWN if pattern.search(part)), None):
            found.append(known)
        elif named and any(each.id in named for each in statute.forces_named_in(part)):
            found.append("the force")
        else:
            others.append(part)
    if others and "others" not in found:
        found.append("others")
    return Addressed(tuple(dict.fromkeys(found)), tuple(others), named)


def _parts(words: str) -> Iterator[str]:
    """`police and crime commissioners` is one, `chief constables and the Home Office` are two."""
    whole = re.sub(r"\bpolice and crime\b", "police & crime", words, flags=re.IGNORECASE)
    whole = re.sub(r"\b([A-Z][a-z]+) and ([A-Z][a-z]+ (?:Police|Constabulary))", r"\1 & \2", whole)
    for part in re.split(r",\s*(?:and\s+)?|\s+and\s+", whole):
        if part.strip():
            yield part.replace(" & ", " and ").strip()
