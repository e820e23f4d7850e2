"""Who answers for a police area on a day: the local policing body, or the police authority before it.

Most areas share their history, so `data/bodies.yaml` tells it once under `usual` and lists under each force only what differs:
a row with the `since` of a usual row changes that row, any other row is added. Office-holders' names are not here: an election
may fall between a report and the response to it, so they are the user's to give.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any, Literal

import msgspec

from pccresponse.foundation.errors import NoBodyError
from pccresponse.foundation.partial_dates import in_words
from pccresponse.statute.forces import force
from pccresponse.statute.records import Announcement, Named, with_doubt
from pccresponse.statute.tables import last_days, raw_table

BodyKind = Literal[
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
    """The office of the person who holds it or acts as it, such as `Mayor of London`; None where it is no single person."""
    kind: BodyKind
    area: str
    """The area in the body's own style, which may say more than the force's name."""
    capacity: str = ""
    """As what it acts, for a body that is more than a policing body: `exercising police and crime commissioner functions`."""
    welsh_name: str | None = None
    since: date
    """The first day; for the first row of a force, the first day of the record."""
    until: date | None
    """The last day, or None where the record knows of no successor."""
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
    """Every body that the force has had since the Act began, the oldest first. Raises `NoBodyError` for an unknown force."""
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
