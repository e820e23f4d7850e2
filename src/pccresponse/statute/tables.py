"""The packaged tables, whose rows each have their source, and the rows that were true for a time.

A table is read when it is first asked for and kept. PyYAML is imported then and not before, so that a command that asks nothing of the
law does not pay for it.

A look-up puts what is doubtful about its answer, for the day that was asked about, into `doubt`: nothing is stated beyond the
days that the sources cover without saying so. Some rows know only the year in which somebody took office. A day counts as certain only
when no reading of the row's dates leaves it out; anything less is refused with the reason, because a letter must not be addressed by guess.
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
"""`confirmed`: seen in the public source that the row names. `unconfirmed`: general knowledge, with the doubt in the note."""

DATA = Path(__file__).with_name("data")

_T = TypeVar("_T")


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every row of every table says about itself."""

    confidence: Confidence
    source: str
    """Where the facts of the row were seen, or `general knowledge`."""
    note: str = ""
    """What is doubtful or not obvious about the row, in sentences; never empty if `confidence` is `unconfirmed`."""


_folder = DATA


def use_tables(folder: Path | None) -> None:
    """Take every table from another folder from now on, such as those that a document carries; None: the packaged ones again."""
    global _folder
    _folder = folder or DATA
    for name, module in list(sys.modules.items()):
        if name.startswith(f"{__package__}."):
            for thing in vars(module).values():
                if hasattr(thing, "cache_clear"):
                    thing.cache_clear()


def tables() -> dict[str, bytes]:
    """Every table as it is written, by the name of its file."""
    return {path.name: path.read_bytes() for path in sorted(_folder.glob("*.yaml"))}


def digests_of_tables() -> dict[str, str]:
    """The SHA-256 of every table, by the name of its file."""
    return digests_by_name(tables())


def raw_table(name: str) -> dict[str, Any]:
    """The file `name` as plain values, dates as `datetime.date`."""
    # PyYAML has no types of its own; imported by name it needs neither stubs nor an exemption.
    yaml = import_module("yaml")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    table = yaml.load((_folder / name).read_bytes(), Loader=loader)
    assert isinstance(table, dict), name
    return table


def read_table(name: str, into: type[_T]) -> _T:
    """The file `name` as a struct; a key or a value that does not belong there is a mistake of ours and raises."""
    return msgspec.convert(raw_table(name), into)


def last_days(first_days: Iterable[date]) -> tuple[date | None, ...]:
    """For rows that follow each other: the day before the next one begins, and None for the last, which still runs.

    >>> last_days([date(2012, 11, 22), date(2017, 5, 2)])
    (datetime.date(2017, 5, 1), None)
    """
    followers = tuple(first_days)[1:]
    return (*(day - timedelta(days=1) for day in followers), None)


class Dated(Row, frozen=True, kw_only=True):
    """A row that was true for a time."""

    doubtful_from: date | None = None
    """The first day that an unconfirmed row's doubt is about; None if it begins with the row."""
    doubtful_until: date | None = None
    """The last day that an unconfirmed row's doubt is about; None if it ends with the row."""
    known_to: date
    """The last day that the sources speak of."""
    checked_on: date
    """The day on which somebody last looked for a later change."""
    doubt: str = ""
    """Set by a look-up: why the answer may be wrong for the date that was asked about; empty if nothing is known against it."""

    @property
    def confidence_then(self) -> Confidence:
        """How sure the row is for the days that were asked about; set by a look-up through `doubt`."""
        in_doubt = self.confidence == "unconfirmed" and self.note.strip() in self.doubt
        return "unconfirmed" if in_doubt else "confirmed"


class Named(Dated, frozen=True, kw_only=True):
    """A name that was borne for a time, as a sentence needs it."""

    name: str
    article: bool = False
    """Whether the name takes `the` within a sentence."""

    @property
    def in_sentence(self) -> str:
        """The name within a sentence: `the Metropolitan Police Service`, `Kent Police`."""
        return f"the {self.name}" if self.article else self.name


class Announcement(Row, frozen=True, kw_only=True):
    """Something that has been announced and had not happened on the day it was last looked for."""

    text: str
    as_of: date


class OpenQuestion(Row, frozen=True, kw_only=True):
    """Something that may have changed the law from a day on, which nobody has looked into."""

    since: date
    text: str


def folded(name: str) -> str:
    """A name as it is compared with what somebody typed: without regard to capitals, and with either apostrophe.

    >>> folded("Mayor's Office") == folded("Mayor’s office")
    True
    """
    return name.replace("’", "'").casefold()


_DatedT = TypeVar("_DatedT", bound=Dated)


def with_doubt(row: _DatedT, first: date, last: date, *, record_of: str, ended: bool) -> _DatedT:
    """The row as the answer for the days from `first` to `last`; `ended` says that the record knows what came after it."""
    doubts = []
    if row.confidence == "unconfirmed" and _overlaps(row, first, last):
        doubts.append(row.note)
    if not ended:
        doubts.append(beyond_record(record_of, last, known_to=row.known_to, checked_on=row.checked_on))
    return msgspec.structs.replace(row, doubt=" ".join(doubt.strip() for doubt in doubts if doubt))


def _overlaps(row: Dated, first: date, last: date) -> bool:
    return (row.doubtful_from is None or last >= row.doubtful_from) and (row.doubtful_until is None or first <= row.doubtful_until)


def beyond_record(record_of: str, day: date, *, known_to: date, checked_on: date) -> str:
    """The sentence that says that the day lies beyond the sources of a record; empty if it does not.

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


_TenureT = TypeVar("_TenureT", bound=Tenure)


def read_tenures(name: str, into: type[_TenureT], rows: str = "rows") -> tuple[_TenureT, ...]:
    """The rows of a packaged table, oldest first. A row without `until` ends on the day before the next one begins.

    What is under `every_row` holds for each row that does not say otherwise; `rows` is the list in a file that has several.
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
    rows: tuple[_TenureT, ...], when: PartialDate, *, record_of: str, thing: str = "name", error: type[LookUpError] = LookUpError
) -> _TenureT:
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
