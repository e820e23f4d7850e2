"""The 43 territorial police forces of England and Wales, and who answers for each on a day: the local policing body, or the authority before.

Most areas share their history, so `data/bodies.yaml` tells it once under `usual` and lists under each force only what differs:
a row with the `since` of a usual row changes that row, any other row is added. Office-holders' names are not here: an election
may fall between a report and the response to it, so they are the user's to give.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Any, Literal

import msgspec

from pccresponse.foundation.errors import NoBodyError
from pccresponse.foundation.partial_dates import in_words
from pccresponse.statute.tables import Announcement, Named, Row, last_days, raw_table, with_doubt


class ForceName(Named, frozen=True, kw_only=True):
    """What a force is called on a day, with what is doubtful about it."""


class EarlierName(Row, frozen=True, kw_only=True):
    """A name that a force no longer has."""

    name: str
    article: bool = False
    until: date
    """The last day on which the record uses it."""
    doubtful_from: date | None = None
    doubtful_until: date | None = None


class Force(Named, frozen=True, kw_only=True):
    """A police force maintained for a police area, under its present name. Its `confidence` is about that name.

    `doubtful_until` is the last day before the name was seen in a source: a force that is called so now may have borne another.
    """

    id: str
    """What `office.yaml` calls it: lower case, hyphens, no accents."""
    chief_officer_rank: str
    """Its chief officer of police. Section 101(1): a chief constable, but in London two commissioners."""
    chief_officer_salutation: str
    """What follows `Dear` in a letter to its chief officer: `Chief Constable`, in London `Commissioner`."""
    welsh_name: str | None = None
    earlier_names: tuple[EarlierName, ...] = ()

    def named_on(self, day: date) -> ForceName:
        """What the force was called on the day, with the doubt about it.

        >>> force("west-mercia").named_on(date(2009, 5, 4)).name
        'West Mercia Constabulary'
        >>> force("metropolitan").named_on(date(2019, 1, 15)).in_sentence
        'the Metropolitan Police Service'
        """
        earlier = next((earlier for earlier in self.earlier_names if day <= earlier.until), None)
        bearer = earlier or self
        name = ForceName(
            known_to=self.known_to,
            checked_on=self.checked_on,
            **{field: getattr(bearer, field) for field in _OF_A_NAME},
        )
        return with_doubt(name, day, day, record_of="the names of police forces", ended=earlier is not None)

    def name_on(self, day: date) -> str:
        """The force's name on the day; `named_on` has the doubt about it too."""
        return self.named_on(day).name


class UnlistedForce(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a document speaks of a force that is not in the table, where its office says nothing else."""

    name: str
    chief_officer_rank: str
    chief_officer_salutation: str


_OF_A_NAME = ("name", "article", "doubtful_from", "doubtful_until", "confidence", "source", "note")


@cache
def forces() -> tuple[Force, ...]:
    """Every force, in alphabetical order of identifiers."""
    table = raw_table("forces.yaml")
    shared = {"known_to": table["known_to"], "checked_on": table["checked_on"], **table["every_row"]}
    return tuple(msgspec.convert({**shared, **row}, Force) for row in table["forces"])


@cache
def unlisted_force() -> UnlistedForce:
    """What is said of a force that is not in the table."""
    return msgspec.convert(raw_table("forces.yaml")["not_listed"], UnlistedForce)


@cache
def _by_id() -> dict[str, Force]:
    return {force.id: force for force in forces()}


def force(force_id: str) -> Force:
    """The force of that identifier; raises `NoBodyError`, with the nearest identifier, if there is none.

    >>> force("city-of-london").chief_officer_rank
    'Commissioner of Police for the City of London'
    """
    try:
        return _by_id()[force_id]
    except KeyError:
        nearest = _nearest(force_id)
        suggestion = f'Did you mean "{nearest}"? ' if nearest else ""
        raise NoBodyError(
            f'No police force of England and Wales is recorded as "{force_id}".',
            f'{suggestion}Forces are written in lower case with hyphens, such as "{forces()[0].id}"; there are {len(forces())}.',
        ) from None


def force_typed(words: str) -> Force:
    """The force that somebody calls by its identifier or by any name of it, with or without `Police` or `Constabulary`.

    Raises `NoBodyError` where it is none.

    >>> force_typed("Kent").id, force_typed("the Metropolitan Police").id
    ('kent', 'metropolitan')
    """
    found = _by_any_name().get(_bare(_spelled(words)))
    return force(found if found else words)


def forces_named_in(text: str) -> tuple[Force, ...]:
    """The forces whose names, with or without `Police` or `Constabulary`, are in a text, such as a report's title.

    >>> [each.id for each in forces_named_in("PEEL 2023–25: An inspection of Kent Police")]
    ['kent']
    """
    words = "-".join(re.findall(r"\w+", _spelled(text).replace("-", " ")))
    names = sorted((name for name in _by_any_name() if f"-{name}-" in f"-{words}-"), key=len, reverse=True)
    longest = [name for at, name in enumerate(names) if not any(f"-{name}-" in f"-{longer}-" for longer in names[:at])]
    return tuple(each for each in forces() if each.id in {_by_any_name()[name] for name in longest})


@cache
def _by_any_name() -> dict[str, str]:
    """Identifiers by every name that is recorded, as `_bare` leaves it; a name that two forces share is left out."""
    found: dict[str, set[str]] = {}
    for each in forces():
        names = (each.id, each.name, each.welsh_name or each.id, *(earlier.name for earlier in each.earlier_names))
        for name in names:
            found.setdefault(_bare(_spelled(name)), set()).add(each.id)
    return {name: identifier for name, identifiers in found.items() for identifier in [*identifiers] if len(identifiers) == 1}


_AROUND = re.compile(r"^(?:the-|heddlu-)+|(?:-(?:police|constabulary|service|force))+$")
"""What a name of a force says beside the place, once it is spelled with hyphens."""


def _bare(spelled: str) -> str:
    return _AROUND.sub("", spelled) or spelled


def _nearest(wrong: str) -> str | None:
    from difflib import get_close_matches  # only a mistake pays for the import

    spellings = {spelling: known.id for known in forces() for spelling in (known.id, _spelled(known.name))}
    spelled = _spelled(wrong)
    found = get_close_matches(spelled, spellings, n=1) or [known for known in spellings if spelled and known.startswith(spelled)]
    return spellings[found[0]] if found else None


def _spelled(words: str) -> str:
    return "-".join(words.casefold().removeprefix("the ").replace("&", "and").replace("_", " ").replace("-", " ").split())


PolicingBodyKind = Literal[
    "home secretary",
    "police authority",
    "common council",
    "mayor's office",
    "police and crime commissioner",
    "police, fire and crime commissioner",
    "mayor",
]


class LocalPolicingBody(Named, frozen=True, kw_only=True):
    """The body that section 55 has comment on a report about the force, under the name that it bore."""

    force: str
    """The identifier of the force that it maintains or holds to account."""
    office_title: str | None
    """The office of the person who holds it or acts as it, such as `Mayor of London`; None if it is no single person."""
    kind: PolicingBodyKind
    area: str
    """The area in the body's own style, which may say more than the force's name."""
    capacity: str = ""
    """As what it acts, for a body that is more than a policing body: `exercising police and crime commissioner functions`."""
    welsh_name: str | None = None
    since: date
    """The first day; for the first row of a force, the first day of the record."""
    until: date | None
    """The last day, or None if the record knows of no successor."""
    instrument: str
    """The provision that made it the body."""
    coming: tuple[Announcement, ...] = ()
    """What has been announced but has not happened; only for the last body on record."""


class _Area(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    area: str
    usual: bool = True
    rows: tuple[dict[str, Any], ...] = ()


class _Bodies(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    known_to: date
    checked_on: date
    usual: tuple[dict[str, Any], ...]
    forces: dict[str, _Area]


@cache
def _bodies() -> _Bodies:
    return msgspec.convert(raw_table("bodies.yaml"), _Bodies)


@cache
def bodies_of(force_id: str) -> tuple[LocalPolicingBody, ...]:
    """Every body that the force has had since the Act began, oldest first. Raises `NoBodyError` for an unknown force."""
    table, entry = _bodies(), _bodies().forces[force(force_id).id]
    rows: dict[date, dict[str, Any]] = {row["since"]: row for row in table.usual} if entry.usual else {}
    for row in entry.rows:
        rows[row["since"]] = {**rows.get(row["since"], {}), **row}
    in_order = [rows[since] for since in sorted(rows)]
    ends = last_days(row["since"] for row in in_order)
    shared = {"area": entry.area, "known_to": table.known_to, "checked_on": table.checked_on}
    return tuple(_body({**shared, **row}, force_id, until) for row, until in zip(in_order, ends, strict=True))


def _body(row: dict[str, Any], force_id: str, until: date | None) -> LocalPolicingBody:
    row = {**row, "force": force_id, "until": until}
    for key in ("name", "office_title"):
        row[key] = row[key] and row[key].format(area=row["area"])
    if until:
        row.pop("coming", None)
    return msgspec.convert(row, LocalPolicingBody)


@cache
def days_of_kind(kind: PolicingBodyKind) -> tuple[date, date | None]:
    """The first and the last day on which any force of the table had a body of that kind; None if there still is one.

    >>> days_of_kind("police and crime commissioner")[0]
    datetime.date(2012, 11, 22)
    """
    those = [body for each in forces() for body in bodies_of(each.id) if body.kind == kind]
    ends = [body.until for body in those]
    return min(body.since for body in those), None if None in ends else max(end for end in ends if end)


def body_on(force_id: str, day: date) -> LocalPolicingBody:
    """The body that answered for the force's area on the day.

    Raises `NoBodyError` for an unknown force and for a day before the record.

    >>> body_on("south-yorkshire", date(2024, 5, 6)).name
    'Police and Crime Commissioner for South Yorkshire'
    >>> body_on("south-yorkshire", date(2024, 5, 7)).name
    'Mayor of South Yorkshire'
    """
    bodies = bodies_of(force_id)
    found = next((body for body in reversed(bodies) if body.since <= day), None)
    if found is None:
        raise NoBodyError(
            f"Who answered for {force(force_id).named_on(day).in_sentence} on {in_words(day)} is not recorded: "
            f"the record begins on {in_words(bodies[0].since)}.",
            "Check the date; if it is right, write the body's name yourself.",
        )
    return with_doubt(found, day, day, record_of="local policing bodies", ended=found.until is not None)
