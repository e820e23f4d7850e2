"""Who or what bore a name when, as precisely as the record knows it.

Some rows know only the year in which somebody took office. A day counts as certain only when no reading of the row's dates leaves
it out; anything less is refused with the reason, because a letter must not be addressed by guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, TypeVar

import msgspec

from pccresponse.foundation.errors import LookUpError
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.statute.records import Named, with_doubt
from pccresponse.statute.tables import raw_table

_DATES = ("since", "since_at_latest", "until")


class Tenure(Named, frozen=True, kw_only=True):
    """A name and the time in which it was borne."""

    since: PartialDate
    """The first day, or the month or year in which it falls."""
    since_at_latest: PartialDate | None = None
    """Where sources dispute the start: the latest that one of them gives, `since` being the earliest."""
    until: PartialDate | None = None
    """The last day, or its month or year; None for a tenure that the record does not see end."""

    def may_cover(self, first: date, last: date) -> bool:
        """Whether some reading of the row's dates has the name borne on some day from `first` to `last`."""
        return self.since.earliest <= last and (self.until is None or self.until.latest >= first)

    def certainly_covers(self, day: date) -> bool:
        """Whether every reading of the row's dates has the name borne on the day."""
        return (self.since_at_latest or self.since).latest <= day and (self.until is None or self.until.earliest >= day)

    @property
    def has_exact_dates(self) -> bool:
        """Whether both ends are known to the day, so that nothing about the row needs explaining."""
        return self.since.exact is not None and (self.until is None or self.until.exact is not None)

    @property
    def span(self) -> str:
        """The row's dates in words: `from 2002 to 2005`."""
        end = f" to {self.until}" if self.until else ""
        return f"from {self.since}{end}"


_T = TypeVar("_T", bound=Tenure)


def read_tenures(name: str, into: type[_T], rows: str = "rows") -> tuple[_T, ...]:
    """The rows of a packaged table, the oldest first. A row without `until` ends on the day before the next one begins.

    What stands under `every_row` holds for each row that does not say otherwise; `rows` is the list in a file that has several.
    """
    table = raw_table(name)
    shared = {"known_to": table["known_to"], "checked_on": table["checked_on"], **table.get("every_row", {})}
    found = [as_tenure(_joined(shared, row)) for row in table[rows]]
    for row, following in pairwise(found):
        row.setdefault("until", PartialDate.of(following["since"].earliest - timedelta(days=1)))
    return tuple(msgspec.convert(row, into) for row in found)


def as_tenure(row: dict[str, Any]) -> dict[str, Any]:
    """The row with its dates as precisely as they are written."""
    return row | {key: PartialDate.parse(str(row[key])) for key in _DATES if key in row}


def _joined(shared: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    """The row over what every row says, one level deep, so that a row can change a part of a part."""
    parts = {key: {**shared[key], **value} for key, value in row.items() if isinstance(value, dict) and key in shared}
    return {**shared, **row, **parts}


def throughout(
    rows: tuple[_T, ...], when: PartialDate, *, record_of: str, thing: str = "name", error: type[LookUpError] = LookUpError
) -> _T:
    """The row whose name was borne on every day that `when` may mean; raises `error`, naming the candidates, where none was.

    `thing` is what the rows hold, for the sentences.
    """
    candidates = [row for row in rows if row.may_cover(when.earliest, when.latest)]
    names = tuple(dict.fromkeys(row.name for row in candidates))
    if len(names) == 1 and all(any(row.certainly_covers(day) for row in candidates) for day in _days(when)):
        row = next((row for row in reversed(candidates) if all(map(row.certainly_covers, _days(when)))), candidates[0])
        return with_doubt(row, when.earliest, when.latest, record_of=record_of, ended=row is not rows[-1])
    reasons = " ".join(dict.fromkeys(row.note.strip() for row in candidates if row.note and not row.has_exact_dates))
    raise error(f"{_refusal(rows, candidates, names, when, record_of, thing)} {reasons}".strip(), _remedy(when, candidates, thing))


def _days(when: PartialDate) -> list[date]:
    length = (when.latest - when.earliest).days + 1
    return [when.earliest + timedelta(days=number) for number in range(length)]


def _refusal(
    rows: Sequence[Tenure], candidates: Sequence[Tenure], names: Sequence[str], when: PartialDate, record_of: str, thing: str
) -> str:
    if when.latest < rows[0].since.earliest:
        return f"The record of {record_of} begins with {rows[0].since} and says nothing of {when}."
    if rows[-1].until and when.earliest > rows[-1].until.latest:
        return f"The record of {record_of} ends with {rows[-1].until} and says nothing of {when}."
    if not candidates:
        return f"The record of {record_of} has a gap where {when} is."
    if len(names) == 1:
        return f"The record of {record_of} has {names[0]} {candidates[0].span}; that does not settle {when}."
    listed = f"{', '.join(names[:-1])} and {names[-1]}"
    return f"The record of {record_of} has more than one {thing} for {when}: {listed}."


def _remedy(when: PartialDate, candidates: Sequence[Tenure], thing: str) -> str:
    could_be_settled = candidates and not when.exact
    return f"Give the exact day, or write the {thing} yourself." if could_be_settled else f"Write the {thing} yourself."
