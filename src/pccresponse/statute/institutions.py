"""Since when there has been an institution of a name: a finding cannot have been addressed to one that did not exist."""

from __future__ import annotations

from datetime import date
from functools import cache

import msgspec

from pccresponse.statute.records import Named, folded
from pccresponse.statute.tables import raw_table


class Institution(Named, frozen=True, kw_only=True):
    """A national institution that is younger than the Act."""

    since: date
    before: str
    """Who did most of its work until then."""


@cache
def institutions() -> tuple[Institution, ...]:
    """Every institution on record, the oldest first."""
    table = raw_table("institutions.yaml")
    shared = {"known_to": table["known_to"], "checked_on": table["checked_on"], "article": True}
    return tuple(msgspec.convert({**shared, **row}, Institution) for row in table["rows"])


def not_yet(name: str, day: date) -> Institution | None:
    """The institution of that name if there was none yet on the day; None where there was, or where the record has none.

    >>> not_yet("Independent Office for Police Conduct", date(2014, 6, 1)).before
    'Independent Police Complaints Commission'
    >>> not_yet("Independent Office for Police Conduct", date(2018, 1, 8)) is None
    True
    """
    return next((each for each in institutions() if folded(each.name) == folded(name) and day < each.since), None)
