"""Reading the packaged tables, each row of which names its source, and looking up the row for a date.

A table is read on first use and kept. PyYAML is imported only then, because most commands read no table.

A look-up sets `doubt` on its answer if the row is unconfirmed for that date, or the date is later than the sources. If a row's dates are
not exact, a day counts as covered only if every reading of them covers it. Otherwise the look-up raises with the reason, because
no letter may be addressed by guess.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec

from pccresponse.foundation.errors import LookUpError
from pccresponse.foundation.files import digests_by_name
from pccresponse.foundation.partial_dates import PartialDate, in_words

Confidence = Literal["confirmed", "unconfirmed"]
"""`confirmed`: seen in the public source that the row names. `unconfirmed`: general knowledge; the note says what is doubtful."""

DATA = Path(__file__).with_name("data")

_T = TypeVar("_T")


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The fields that every row of every table has."""

    confidence: Confidence
    source: str
    """Where the facts of the row were seen, or `general knowledge`."""
    note: str = ""
    """What is doubtful or not obvious, in sentences; never empty if `confidence` is `unconfirmed`."""


_folder = DATA


def use_tables(folder: Path | None) -> None:
    """Read every table from another folder from now on, such as the tables in a document; None for the packaged ones."""
    global _folder
    _folder = folder or DATA
    for name, module in list(sys.modules.items()):
        if name.startswith(f"{__package__}."):
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


def tables() -> dict[str, bytes]:
    """The content of every table by file name."""
    return {path.name: path.read_bytes() for path in sorted(_folder.glob("*.yaml"))}


def digests_of_tables() -> dict[str, str]:
    """The SHA-256 of every table by file name."""
    return digests_by_name(tables())


def raw_table(name: str) -> dict[str, Any]:
    """The table in the file `name` as plain values, dates as `datetime.date`."""
    yaml = import_module("yaml")  # by name, so that mypy needs no stubs for it
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    table = yaml.load((_folder / name).read_bytes(), Loader=loader)
    assert isinstance(table, dict), name
    return table


def read_table(name: str, into: type[_T]) -> _T:
    """The table in the file `name` as a struct. Raises `msgspec.ValidationError` for an unknown key or a wrong value."""
    return msgspec.convert(raw_table(name), into)


def table_rows(name: str, rows: str = "rows") -> list[dict[str, Any]]:
    """The list `rows` of a table as plain values. What is under `every_row` holds for each row that does not say otherwise."""
    table = raw_table(name)
    shared = {"known_to": table["known_to"], "checked_on": table["checked_on"], **table.get("every_row", {})}
    return [_joined(shared, row) for row in table[rows]]


def _joined(shared: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    """The row over what every row says, one level deep, so that a row can change a part of a part."""
    parts = {key: {**shared[key], **value} for key, value in row.items() if isinstance(value, dict) and key in shared}
    return {**shared, **row, **parts}


def last_days(first_days: Iterable[date]) -> tuple[date | None, ...]:
    """The last day of each of several consecutive rows: the day before the next begins, and None for the last row.

    >>> last_days([date(2012, 11, 22), date(2017, 5, 2)])
    (datetime.date(2017, 5, 1), None)
    """
    followers = tuple(first_days)[1:]
    return (*(day - timedelta(days=1) for day in followers), None)


class Dated(Row, frozen=True, kw_only=True):
    """A row that holds for some period."""

    doubtful_from: date | None = None
    """The first day that is in doubt in an unconfirmed row; None if the doubt begins with the row."""
    doubtful_until: date | None = None
    """The last day that is in doubt in an unconfirmed row; None if the doubt ends with the row."""
    known_to: date
    """The last day that the sources cover."""
    checked_on: date
    """The day on which somebody last looked for a later change."""
    doubt: str = ""
    """Set by a look-up: why the answer may be wrong for the date; empty if there is no reason to doubt it."""

    @property
    def confidence_then(self) -> Confidence:
        """The confidence for the date that was looked up."""
        in_doubt = self.confidence == "unconfirmed" and self.note.strip() in self.doubt
        return "unconfirmed" if in_doubt else "confirmed"


class Named(Dated, frozen=True, kw_only=True):
    """A name that was in use for some period."""

    name: str
    article: bool = False
    """Whether the name takes `the` within a sentence."""

    @property
    def in_sentence(self) -> str:
        """The name within a sentence: `the Metropolitan Police Service`, `Kent Police`."""
        return f"the {self.name}" if self.article else self.name


class Announcement(Row, frozen=True, kw_only=True):
    """Something that was announced, and had not happened on the day of the last check."""

    text: str
    as_of: date


class OpenQuestion(Row, frozen=True, kw_only=True):
    """Something that may have changed the law from some day, and that is not yet checked."""

    since: date
    text: str


def folded(name: str) -> str:
    """A name for comparison, regardless of capitals and of the form of an apostrophe.

    >>> folded("Mayor's Office") == folded("Mayor’s office")
    True
    """
    return name.replace("’", "'").casefold()


_DatedT = TypeVar("_DatedT", bound=Dated)


def with_doubt(row: _DatedT, first: date, last: date, *, record_of: str, ended: bool) -> _DatedT:
    """The row with its `doubt` for the days from `first` to `last`; `ended` says that the table has a later row."""
    doubts = []
    if row.confidence == "unconfirmed" and _overlaps(row, first, last):
        doubts.append(row.note)
    if not ended:
        doubts.append(beyond_record(record_of, last, known_to=row.known_to, checked_on=row.checked_on))
    return msgspec.structs.replace(row, doubt=" ".join(doubt.strip() for doubt in doubts if doubt))


def _overlaps(row: Dated, first: date, last: date) -> bool:
    return (row.doubtful_from is None or last >= row.doubtful_from) and (row.doubtful_until is None or first <= row.doubtful_until)


def beyond_record(record_of: str, day: date, *, known_to: date, checked_on: date) -> str:
    """A sentence that says that the day is later than the sources of a record; empty if it is not.

    >>> beyond_record("bank holidays", date(2026, 5, 4), known_to=date(2025, 12, 31), checked_on=date(2026, 11, 27))
    'The sources for bank holidays reach to 31 December 2025 and were last checked on 27 November 2026: a later change would not be shown.'
    """
    if day <= known_to:
        return ""
    return (
        f"The sources for {record_of} reach to {in_words(known_to)} and were last checked on {in_words(checked_on)}: "
        "a later change would not be shown."
    )


_DATES = ("since", "since_at_latest", "until")


class Tenure(Named, frozen=True, kw_only=True):
    """A name with the first and last dates of its use, as precisely as the sources give them."""

    since: PartialDate
    """The first day, or the month or year in which it falls."""
    since_at_latest: PartialDate | None = None
    """The latest start that any source gives, if sources disagree; `since` is then the earliest."""
    until: PartialDate | None = None
    """The last day, or its month or year; None if the record has no end."""

    def may_cover(self, first: date, last: date) -> bool:
        """Whether some reading of the row's dates covers some day from `first` to `last`."""
        return self.since.earliest <= last and (self.until is None or self.until.latest >= first)

    def certainly_covers(self, day: date) -> bool:
        """Whether every reading of the row's dates covers the day."""
        return (self.since_at_latest or self.since).latest <= day and (self.until is None or self.until.earliest >= day)

    @property
    def has_exact_dates(self) -> bool:
        """Whether both ends are known to the day."""
        return self.since.exact is not None and (self.until is None or self.until.exact is not None)

    @property
    def span(self) -> str:
        """The row's dates in words: `from 2002 to 2005`."""
        end = f" to {self.until}" if self.until else ""
        return f"from {self.since}{end}"


_TenureT = TypeVar("_TenureT", bound=Tenure)


def read_tenures(name: str, into: type[_TenureT], rows: str = "rows") -> tuple[_TenureT, ...]:
    """The list `rows` of a packaged table, oldest first. A row without `until` ends on the day before the next one begins."""
    found = [with_partial_dates(row) for row in table_rows(name, rows)]
    for row, following in pairwise(found):
        row.setdefault("until", PartialDate.of(following["since"].earliest - timedelta(days=1)))
    return tuple(msgspec.convert(row, into) for row in found)


def with_partial_dates(row: dict[str, Any]) -> dict[str, Any]:
    """The row of a `Tenure` with its dates as `PartialDate`."""
    return row | {key: PartialDate.parse(str(row[key])) for key in _DATES if key in row}


def throughout(
    rows: tuple[_TenureT, ...], when: PartialDate, *, record_of: str, thing: str = "name", error: type[LookUpError] = LookUpError
) -> _TenureT:
    """The row that holds on every day that `when` may mean. Raises `error`, naming the candidates, if there is none.

    `record_of` and `thing` say in the message what the rows are and what each of them holds.
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
