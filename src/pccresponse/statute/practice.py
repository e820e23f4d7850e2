"""When those who answer for the police were elected, and how the inspectorate graded.

None of it is printed. The rules give advice by it, and each row says where it was seen.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import msgspec

from pccresponse.statute.tables import Row, read_table


class Election(Row, frozen=True, kw_only=True):
    """An ordinary election of those who answer for the police of some areas."""

    polled_on: date
    elected: str
    """Who was elected, for a sentence."""
    forces: tuple[str, ...] = ()
    all_but: tuple[str, ...] = ()

    def is_held_for(self, force: str | None) -> bool:
        """Whether the area of the force voted; a force that the tables do not know is taken as one of most areas."""
        return force in self.forces if self.forces else force not in self.all_but


class _Elections(Row, frozen=True, kw_only=True):
    weeks_before: int
    rows: tuple[Election, ...]


class Years(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The years of publication in which something was so."""

    first_year: int
    last_year: int | None = None
    most_grades: int | None = None

    def __contains__(self, year: int) -> bool:
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)


class Grading(Row, frozen=True, kw_only=True):
    """How the inspectorate graded, by the year of the report."""

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
    """The ordinary election in whose pre-election period the day falls, for the force's area; None where there is none on record.

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
    """How the inspectorate graded, by the year of the report."""
    return _practice().grading
