"""What else a body had to do, or was asked to do, around its comments on a day: not section 55, but what goes with it."""

from __future__ import annotations

from datetime import date
from functools import cache

import msgspec

from pccresponse.statute.bodies import BodyKind
from pccresponse.statute.records import with_doubt
from pccresponse.statute.tables import raw_table
from pccresponse.statute.tenures import Tenure, as_tenure


class Procedure(Tenure, frozen=True, kw_only=True):
    """A duty under another Act, or a request of the inspectorate, and the time in which it held."""

    id: str
    text: str
    binding: bool
    """Whether an Act, or an instrument under one, requires it; otherwise the inspectorate only asks."""
    provision: str
    body_kinds: tuple[BodyKind, ...] = ()
    """The kinds of body for which it holds; empty for all."""
    forces: tuple[str, ...] = ()
    """The forces whose bodies it holds for; empty for all."""

    def holds_for(self, kind: str, force: str | None) -> bool:
        """Whether it holds for a body of the kind that has the force."""
        return (not self.body_kinds or kind in self.body_kinds) and (not self.forces or force in self.forces)


@cache
def procedures() -> tuple[Procedure, ...]:
    """Every procedure on record, in the order of the table."""
    table = raw_table("procedures.yaml")
    shared = {"known_to": table["known_to"], "checked_on": table["checked_on"]}
    return tuple(msgspec.convert(as_tenure({**shared, **row}), Procedure) for row in table["rows"])


def procedure_on(procedure_id: str, day: date) -> Procedure | None:
    """The procedure if it held, or may have held, on the day, with its doubt; None where it did not.

    >>> procedure_on("specified-information", date(2021, 5, 30)) is None
    True
    >>> procedure_on("specified-information", date(2021, 5, 31)).holds_for("common council", "city-of-london")
    False
    """
    return next((each for each in procedures_on(day) if each.id == procedure_id), None)


def procedures_on(day: date) -> tuple[Procedure, ...]:
    """Every procedure that held, or may have held, on the day, each with its doubt."""
    return tuple(_answer(each, day) for each in procedures() if each.may_cover(day, day))


def _answer(row: Procedure, day: date) -> Procedure:
    found = with_doubt(row, day, day, record_of="what is asked beside section 55", ended=row.until is not None)
    if row.certainly_covers(day) or row.note in found.doubt:
        return found
    return msgspec.structs.replace(found, doubt=f"{row.note} {found.doubt}".strip())
