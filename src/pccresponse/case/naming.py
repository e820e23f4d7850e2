"""Names in messages and documents: of findings, dates, lists and numbers, and of the body, addressees and office-holders on a date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

import msgspec

from pccresponse import statute
from pccresponse.foundation.partial_dates import PartialDate, in_words
from pccresponse.foundation.problems import Path
from pccresponse.models.findings import ABBREVIATIONS, CAUSES, Finding, PositiveFinding, cause_above, finding_on, kind_of
from pccresponse.models.office import ChiefOfficer, OfficeHolder
from pccresponse.models.response import Response

Holder = TypeVar("Holder", OfficeHolder, ChiefOfficer)


PERSONAL_KINDS = ("police and crime commissioner", "police, fire and crime commissioner", "mayor")
"""Kinds of body that are one person."""


class BodyOnDay(msgspec.Struct, frozen=True, kw_only=True):
    """The local policing body under its names on a date."""

    name: str
    office_title: str
    kind: str
    area: str
    in_sentence: str
    """The name with its article: `the Police and Crime Commissioner for Kent`."""
    capacity: str = ""
    """The capacity in which a body with other functions acts; empty for the others."""
    called_in_law: str
    """The Act's term for it: `police authority` until local policing bodies took their place."""
    welsh_name: str | None = None


class LetterAddressee(msgspec.Struct, frozen=True, kw_only=True):
    """The addressee of a copy under section 55(6). `name` is None if nobody is on record for the date."""

    recipient: str
    """`secretary_of_state` or `inspectors_of_constabulary`."""
    name: str | None
    styled: str | None
    """The name as it is written above an address, with style and honours: `The Rt Hon Theresa May MP`."""
    office: str
    organisation: str
    salutation: str
    """The words after Dear."""
    address: str | None
    doubt: str = ""
    """Why the name is missing or unsure, as a sentence; empty if there is no doubt."""


class Between(msgspec.Struct, frozen=True):
    """An unknown day within a period; `latest` is `date.max` if the end is not known either."""

    earliest: date
    latest: date

    @classmethod
    def of(cls, first: date, *later: PartialDate | None) -> Between:
        """The period from a day to the first of several later dates, as far as these are known."""
        return cls(first, max(first, min((day.latest for day in later if day), default=date.max)))

    def __str__(self) -> str:
        until = "" if self.latest == date.max else f" and not after {in_words(self.latest)}"
        return f"a day not before {in_words(self.earliest)}{until}"


def holders_during(holders: Iterable[Holder], when: PartialDate | Between) -> tuple[Holder, ...]:
    """Everybody who may have held the office on some day of `when`."""
    return tuple(
        holder
        for holder in holders
        if holder.took_office_on.earliest <= when.latest
        and (holder.left_office_on is None or holder.left_office_on.latest >= when.earliest)
    )


def with_article(name: str) -> str:
    """A body's name with its article, which the name may already have."""
    return name if name.casefold().startswith("the ") else f"the {name}"


def dear(name: str | None, recipient: statute.Recipient) -> str:
    """The words after Dear for somebody whom only the response names: `Sir` or `Dame` with the first name, else the office."""
    title, _, rest = (name or "").partition(" ")
    if title in ("Sir", "Dame") and rest and recipient.office != recipient.salutation:
        return f"{title} {rest.split()[0]}"
    return recipient.salutation


_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_SINGULAR = {CAUSES.key: CAUSES.one, "areas": "area", "pillars": "pillar", "follows_up": "earlier report"}
_UNSPOKEN = frozenset({"text", "explanation", "findings", "judgments"})
_LONGEST = 60


def ordinal(position: int) -> str:
    """The ordinal of a position counted from 0: in words up to the tenth, in digits after it.

    >>> ordinal(0), ordinal(10), ordinal(21), ordinal(110)
    ('first', '11th', '22nd', '111th')
    """
    number = position + 1
    if number <= len(_ORDINALS):
        return _ORDINALS[position]
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def mention(path: Path, finding: Finding | PositiveFinding) -> str:
    """The finding's name within a sentence, such as `recommendation 3 (area: Investigating crime)`."""
    kind = kind_of(path).one
    area = f" (area: {shortened(finding.area)})" if finding.area else ""
    if finding.label:
        says_so = finding.label.casefold().startswith((kind, *map(str.casefold, ABBREVIATIONS)))
        return f"{finding.label if says_so else f'{kind} {finding.label}'}{area}"
    if finding.heading:
        return f"{kind} “{shortened(finding.heading)}”{area}"
    cause = cause_above(path)
    of_cause = f" of the {_ordinal_of(cause)} {CAUSES.one}" if cause else ""
    return f"the {_ordinal_of(path)} {kind}{of_cause}{area}"


def _ordinal_of(path: Path) -> str:
    assert isinstance(path[-1], int)
    return ordinal(path[-1])


def name_of(path: Path, finding: Finding) -> str:
    """The finding's name at the beginning of a sentence, such as `Recommendation 3`."""
    return capitalised(mention(path, finding))


def spoken(response: Response, path: Path) -> str:
    """A path in words at the beginning of a sentence: `Recommendation 3, action taken`."""
    finding_path = finding_on(path)
    finding = response.found.at(finding_path) if finding_path else None
    if not isinstance(finding, Finding):
        return capitalised(", ".join(_spoken_keys(path)))
    return ", ".join((name_of(finding_path, finding), *_spoken_keys(path[len(finding_path) :])))


def _spoken_keys(path: Path) -> list[str]:
    """The keys of a path in words, with positions counted from 1, without those that mean nothing to a reader."""
    words: list[str] = []
    for part in path:
        if isinstance(part, int):
            last = words.pop() if words else "item"
            words.append(f"{last} {part + 1}")
        elif part not in _UNSPOKEN:
            words.append(part.replace("_", " "))
    return [_one_of(word) for word in words] or ["the text"]


def _one_of(words: str) -> str:
    """`sections 2` as `section 2`."""
    plural, _, number = words.rpartition(" ")
    if not number.isdigit():
        return words
    singular = _SINGULAR.get(plural.replace(" ", "_"), plural.removesuffix("s"))
    return f"{singular} {number}"


def capitalised(words: str) -> str:
    """The words with a capital first letter and no other change."""
    return words[:1].upper() + words[1:]


def shortened(words: str, longest: int = _LONGEST) -> str:
    """The words on one line, cut after a whole word if they are too long."""
    line = " ".join(words.split())
    return line if len(line) <= longest else f"{line[:longest].rsplit(' ', 1)[0]} …"


def in_quotes(words: str) -> str:
    """The words in quotation marks, without their own full stop.

    >>> in_quotes("So it is.")
    '“So it is”'
    """
    return f"“{words.rstrip('.;,')}”"


def listed(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def at(when: PartialDate) -> str:
    """The date with its preposition: `on 21 July 2015`, `in July 2015`."""
    return f"{'on' if when.exact else 'in'} {when}"


def days(count: int) -> str:
    """`1 day`, `13 days`."""
    return number_of(count, "day")


def number_of(count: int, noun: str) -> str:
    """`1 finding`, `13 findings`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
