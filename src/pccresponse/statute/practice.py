"""Practice around section 55, by date: elections, the inspectorate's grades, other duties and requests, and the terms for re-using reports.

Reports are Crown copyright throughout. The Open Government Licence came later, in versions, and a document must not name one that did
not exist yet.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import msgspec

from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.statute.forces import PolicingBodyKind
from pccresponse.statute.tables import Row, Tenure, read_table, read_tenures, table_rows, throughout, with_doubt, with_partial_dates


class Election(Row, frozen=True, kw_only=True):
    """An ordinary election of local policing bodies."""

    polled_on: date
    elected: str
    """The offices elected, for a sentence."""
    forces: tuple[str, ...] = ()
    all_but: tuple[str, ...] = ()

    def is_held_for(self, force: str | None) -> bool:
        """Whether the area of the force voted. A force that is not in the tables counts as one of most areas."""
        return force in self.forces if self.forces else force not in self.all_but


class _Elections(Row, frozen=True, kw_only=True):
    weeks_before: int
    rows: tuple[Election, ...]


class Years(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A range of years of publication."""

    first_year: int
    last_year: int | None = None
    most_grades: int | None = None

    def __contains__(self, year: int) -> bool:
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)


class Grading(Row, frozen=True, kw_only=True):
    """The years in which the inspectorate used each form of judgment."""

    pillars: Years
    areas: Years
    single_subject: Years
    inadequate_implies_a_cause: Years


class _Practice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    known_to: date
    checked_on: date
    elections: _Elections
    grading: Grading


@cache
def _practice() -> _Practice:
    return read_table("practice.yaml", _Practice)


def election_after(day: date, force: str | None) -> Election | None:
    """The ordinary election in the force's area whose pre-election period includes the day; None if there is none on record.

    >>> election_after(date(2021, 4, 20), "kent").polled_on
    datetime.date(2021, 5, 6)
    """
    elections = _practice().elections
    return next(
        (
            each
            for each in elections.rows
            if each.is_held_for(force) and each.polled_on - timedelta(weeks=elections.weeks_before) <= day <= each.polled_on
        ),
        None,
    )


def grading() -> Grading:
    """The years in which the inspectorate used each form of judgment."""
    return _practice().grading


class Procedure(Tenure, frozen=True, kw_only=True):
    """A duty under another Act, or a request of the inspectorate, with the period in which it held."""

    id: str
    text: str
    binding: bool
    """True for a requirement of an Act or an instrument, False for a request."""
    provision: str
    body_kinds: tuple[PolicingBodyKind, ...] = ()
    """The kinds of body for which it holds; empty for all."""
    forces: tuple[str, ...] = ()
    """The forces for whose bodies it holds; empty for all."""

    def holds_for(self, kind: str, force: str | None) -> bool:
        """Whether it holds for a body of that kind with that force."""
        return (not self.body_kinds or kind in self.body_kinds) and (not self.forces or force in self.forces)


@cache
def procedures() -> tuple[Procedure, ...]:
    """Every procedure on record, in the order of the table."""
    return tuple(msgspec.convert(with_partial_dates(row), Procedure) for row in table_rows("procedures.yaml"))


def procedure_on(procedure_id: str, day: date) -> Procedure | None:
    """The procedure if it held, or may have held, on the day, with its `doubt`; None if it did not.

    >>> procedure_on("specified-information", date(2021, 5, 30)) is None
    True
    >>> procedure_on("specified-information", date(2021, 5, 31)).holds_for("common council", "city-of-london")
    False
    """
    return next((each for each in procedures_on(day) if each.id == procedure_id), None)


def procedures_on(day: date) -> tuple[Procedure, ...]:
    """Every procedure that held, or may have held, on the day, each with its `doubt`."""
    return tuple(_with_doubt(each, day) for each in procedures() if each.may_cover(day, day))


def _with_doubt(row: Procedure, day: date) -> Procedure:
    found = with_doubt(row, day, day, record_of="what is asked beside section 55", ended=row.until is not None)
    if row.certainly_covers(day) or row.note in found.doubt:
        return found
    return msgspec.structs.replace(found, doubt=f"{row.note} {found.doubt}".strip())


class ReuseTerms(Tenure, frozen=True, kw_only=True):
    """The terms for re-using reports. `name` is the licence, or the copyright if there was no licence."""

    copyright: str
    licence: str | None
    """The licence with its version: `Open Government Licence v3.0`; None if there was none."""
    licence_address: str | None = None
    """The web address of the licence."""


@cache
def every_reuse_terms() -> tuple[ReuseTerms, ...]:
    """All terms on record, oldest first."""
    return read_tenures("reuse_terms.yaml", ReuseTerms)


def reuse_terms_on(day: date) -> ReuseTerms:
    """The terms for a report published on the day. Raises `LookUpError` before the Act.

    >>> reuse_terms_on(date(1998, 6, 1)).licence is None
    True
    >>> reuse_terms_on(date(2019, 1, 15)).licence
    'Open Government Licence v3.0'
    """
    return throughout(every_reuse_terms(), PartialDate.of(day), record_of="the terms for the re-use of reports", thing="licence")
