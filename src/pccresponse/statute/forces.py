"""The 43 territorial police forces of England and Wales, and the body responsible for each by date: the local policing body, or the police
authority before it.

Most areas share their history, so `data/bodies.yaml` has it once under `usual`, and under each force only what differs: a row with the
`since` of a usual row changes that row, any other row is added. The names of those who hold the offices come from `office.yaml`.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Any, Literal

import msgspec

from pccresponse.foundation.errors import NoBodyError
from pccresponse.foundation.partial_dates import in_words
from pccresponse.statute.tables import Announcement, Named, Row, last_days, raw_table, table_rows, with_doubt


class ForceName(Named, frozen=True, kw_only=True):
    """The name of a force on a day, with its `doubt`."""


class EarlierName(Row, frozen=True, kw_only=True):
    """A name that a force no longer has."""

    name: str
    article: bool = False
    until: date
    """The last day of its use."""
    doubtful_from: date | None = None
    doubtful_until: date | None = None


class Force(Named, frozen=True, kw_only=True):
    """A police force maintained for a police area, under its present name. Its `confidence` is about that name.

    `doubtful_until` is the day before the name is first seen in a source: the force may have had another name until then.
    """

    id: str
    """The identifier in `office.yaml`: lower case, hyphens, no accents."""
    chief_officer_rank: str
    """The rank of its chief officer of police. Section 101(1): a chief constable, but in London two commissioners."""
    chief_officer_salutation: str
    """The words after `Dear` in a letter to its chief officer: `Chief Constable`, in London `Commissioner`."""
    welsh_name: str | None = None
    earlier_names: tuple[EarlierName, ...] = ()

    def named_on(self, day: date) -> ForceName:
        """The force's name on the day, with its `doubt`.

        >>> force("west-mercia").named_on(date(2009, 5, 4)).name
        'West Mercia Constabulary'
        >>> force("metropolitan").named_on(date(2019, 1, 15)).in_sentence
        'the Metropolitan Police Service'
        """
        earlier = next((earlier for earlier in self.earlier_names if day <= earlier.until), None)
        bearer = earlier or self
        name = ForceName(
            known_to=self.known_to, checked_on=self.checked_on, **{field: getattr(bearer, field) for field in _OF_A_NAME}
        )
        return with_doubt(name, day, day, record_of="the names of police forces", ended=earlier is not None)

    def name_on(self, day: date) -> str:
        """The force's name on the day."""
        return self.named_on(day).name


class UnlistedForce(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The words for a force that is not in the table, if its office gives no others."""

    name: str
    chief_officer_rank: str
    chief_officer_salutation: str


_OF_A_NAME = ("name", "article", "doubtful_from", "doubtful_until", "confidence", "source", "note")


@cache
def forces() -> tuple[Force, ...]:
    """Every force, in alphabetical order of identifiers."""
    return tuple(msgspec.convert(row, Force) for row in table_rows("forces.yaml", "forces"))


@cache
def unlisted_force() -> UnlistedForce:
    """The words for a force that is not in the table."""
    return msgspec.convert(raw_table("forces.yaml")["not_listed"], UnlistedForce)


@cache
def _by_id() -> dict[str, Force]:
    return {force.id: force for force in forces()}


def force(force_id: str) -> Force:
    """The force with that identifier. Raises `NoBodyError`, with the nearest identifier, if there is none.

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
    """The force with that identifier or name, past or present, with or without `Police` or `Constabulary`. Raises `NoBodyError`.

    >>> force_typed("Kent").id, force_typed("the Metropolitan Police").id
    ('kent', 'metropolitan')
    """
    found = _by_any_name().get(_bare(_spelled(words)))
    return force(found if found else words)


def forces_named_in(text: str) -> tuple[Force, ...]:
    """The forces that a text names, with or without `Police` or `Constabulary`.

    >>> [each.id for each in forces_named_in("PEEL 2023–25: An inspection of Kent Police")]
    ['kent']
    """
    words = "-".join(re.findall(r"\w+", _spelled(text).replace("-", " ")))
    names = sorted((name for name in _by_any_name() if f"-{name}-" in f"-{words}-"), key=len, reverse=True)
    longest = [name for at, name in enumerate(names) if not any(f"-{name}-" in f"-{longer}-" for longer in names[:at])]
    return tuple(each for each in forces() if each.id in {_by_any_name()[name] for name in longest})


@cache
def _by_any_name() -> dict[str, str]:
    """Identifiers by every recorded name, as `_bare` leaves it. A name that two forces share is left out."""
    found: dict[str, set[str]] = {}
    for each in forces():
        names = (each.id, each.name, each.welsh_name or each.id, *(earlier.name for earlier in each.earlier_names))
        for name in names:
            found.setdefault(_bare(_spelled(name)), set()).add(each.id)
    return {name: identifier for name, identifiers in found.items() for identifier in [*identifiers] if len(identifiers) == 1}


_AROUND = re.compile(r"^(?:the-|heddlu-)+|(?:-(?:police|constabulary|service|force))+$")
"""The parts of a force's name that are not its place, in a name spelled with hyphens."""


def _bare(spelled: str) -> str:
    return _AROUND.sub("", spelled) or spelled


def _nearest(wrong: str) -> str | None:
    from difflib import get_close_matches  # slow to import, and seldom needed

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
    """The body that must comment on reports about a force under section 55, under one name."""

    force: str
    """The identifier of its force."""
    office_title: str | None
    """The title of the person who is the body or acts as it, such as `Mayor of London`; None if no single person does."""
    kind: PolicingBodyKind
    area: str
    """The area as the body names it."""
    capacity: str = ""
    """The capacity in which a body with other functions acts: `exercising police and crime commissioner functions`."""
    welsh_name: str | None = None
    since: date
    """The first day; for the first row of a force, the first day of the record."""
    until: date | None
    """The last day; None for the last body on record."""
    instrument: str
    """The provision that made it the body."""
    coming: tuple[Announcement, ...] = ()
    """Announced changes; only for the last body on record."""


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
    """Every body of the force since the Act began, oldest first. Raises `NoBodyError` for an unknown force."""
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
    """The first and last days on which any force had a body of that kind. The last is None if there still is one.

    >>> days_of_kind("police and crime commissioner")[0]
    datetime.date(2012, 11, 22)
    """
    those = [body for each in forces() for body in bodies_of(each.id) if body.kind == kind]
    ends = [body.until for body in those]
    return min(body.since for body in those), None if None in ends else max(end for end in ends if end)


def body_on(force_id: str, day: date) -> LocalPolicingBody:
    """The body of the force on the day. Raises `NoBodyError` for an unknown force and for a day before the record.

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
