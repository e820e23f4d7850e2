"""What the rows that were true for a time have in common: how far their sources reach, what is doubtful, and a name.

A look-up puts what is doubtful about its answer, for the day that was asked about, into `doubt`: nothing is stated beyond the
days that the sources cover without saying so.
"""

from __future__ import annotations

from datetime import date
from typing import TypeVar

import msgspec

from pccresponse.foundation.partial_dates import in_words
from pccresponse.statute.tables import Confidence, Row


class Dated(Row, frozen=True, kw_only=True):
    """A row that was true for a time."""

    doubtful_from: date | None = None
    """The first day that an unconfirmed row's doubt is about; None where it begins with the row."""
    doubtful_until: date | None = None
    """The last day that an unconfirmed row's doubt is about; None where it ends with the row."""
    known_to: date
    """The last day that the sources speak of."""
    checked_on: date
    """The day on which somebody last looked for a later change."""
    doubt: str = ""
    """Set by a look-up: why the answer may be wrong for the date that was asked about; empty where nothing is known against it."""

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

    @property
    def possessive(self) -> str:
        """The possessive within a sentence: `the Metropolitan Police Service’s`."""
        return f"{self.in_sentence}’" if self.name.endswith("s") else f"{self.in_sentence}’s"


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


_T = TypeVar("_T", bound=Dated)


def with_doubt(row: _T, first: date, last: date, *, record_of: str, ended: bool) -> _T:
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
    """The sentence that says that the day lies beyond the sources of a record; empty where it does not.

    >>> beyond_record("bank holidays", date(2026, 5, 4), known_to=date(2025, 12, 31), checked_on=date(2026, 11, 27))
    'The sources for bank holidays reach to 31 December 2025 and were last checked on 27 November 2026: a later change would not be shown.'
    """
    if day <= known_to:
        return ""
    return (
        f"The sources for {record_of} reach to {in_words(known_to)} and were last checked on {in_words(checked_on)}: "
        "a later change would not be shown."
    )
