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

from pccresponse.errors import LookUpError
from pccresponse.partial_dates import PartialDate, in_words
from pccresponse.statute.tables import Row, raw_table

_DATES = ("since", "since_at_latest", "until")


class Tenure(Row, frozen=True, kw_only=True):
    """A name and the time in which it was borne."""

    name: str
    since: PartialDate
    """The first day, or the month or year in which it falls."""
    since_at_latest: PartialDate | None = None
    """Where sources dispute the start: the latest that one of them gives, `since` being the earliest."""
    until: PartialDate | None = None
    """The last day, or its month or year; None for a tenure that the record does not see end."""
    doubtful_until: date | None = None
    """The last day that an unconfirmed row's doubt is about; None where the doubt is about the whole row."""
    known_to: date
    """The day on which the record was last checked."""
    doubt: str = ""
    """Set by a look-up: why the answer may be wrong for the date that was asked about; empty where nothing is known against it."""

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


def read_tenures(name: str, into: type[_T]) -> tuple[_T, ...]:
    """The rows of a packaged table, the oldest first. A row without `until` ends on the day before the next one begins."""
    table = raw_table(name)
    shared = {"known_to": table["known_to"], **table.get("every_row", {})}
    rows: list[dict[str, Any]] = [{**shared, **row} for row in table["rows"]]
    for row in rows:
        row.update({key: PartialDate.parse(str(row[key])) for key in _DATES if key in row})
    for row, following in pairwise(rows):
        row.setdefault("until", PartialDate.of(following["since"].earliest - timedelta(days=1)))
    return tuple(msgspec.convert(row, into) for row in rows)


def throughout(rows: tuple[_T, ...], when: PartialDate, *, record_of: str, error: type[LookUpError] = LookUpError) -> _T:
    """The row whose name was borne on every day that `when` may mean; raises `error`, naming the candidates, where none was."""
    candidates = [row for row in rows if row.may_cover(when.earliest, when.latest)]
    names = tuple(dict.fromkeys(row.name for row in candidates))
    if len(names) == 1 and all(any(row.certainly_covers(day) for row in candidates) for day in _days(when)):
        row = candidates[0]
        return msgspec.structs.replace(row, doubt=_doubt(row, when, record_of))
    reasons = " ".join(row.note for row in candidates if row.note and not row.has_exact_dates)
    raise error(f"{_refusal(rows, candidates, names, when, record_of)} {reasons}".strip(), _remedy(when, candidates))


def _days(when: PartialDate) -> list[date]:
    length = (when.latest - when.earliest).days + 1
    return [when.earliest + timedelta(days=number) for number in range(length)]


def _refusal(rows: Sequence[Tenure], candidates: Sequence[Tenure], names: Sequence[str], when: PartialDate, record_of: str) -> str:
    if when.latest < rows[0].since.earliest:
        return f"The record of {record_of} begins with {rows[0].since} and says nothing of {when}."
    if not candidates:
        return f"The record of {record_of} has a gap where {when} is."
    if len(names) == 1:
        return f"The record of {record_of} has {names[0]} {candidates[0].span}; that does not settle {when}."
    listed = f"{', '.join(names[:-1])} and {names[-1]}"
    return f"The record of {record_of} has more than one name for {when}: {listed}."


def _remedy(when: PartialDate, candidates: Sequence[Tenure]) -> str:
    could_be_settled = candidates and not when.exact
    return "Give the exact day, or write the name yourself." if could_be_settled else "Write the name yourself."


def _doubt(row: Tenure, when: PartialDate, record_of: str) -> str:
    doubts = []
    if row.confidence == "unconfirmed" and (row.doubtful_until is None or when.earliest <= row.doubtful_until):
        doubts.append(row.note)
    if row.until is None and when.latest > row.known_to:
        doubts.append(f"The record of {record_of} was last checked on {in_words(row.known_to)} and would not show a later change.")
    return " ".join(doubts)
