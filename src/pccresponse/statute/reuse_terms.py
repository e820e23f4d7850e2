"""On what terms the inspectorate's reports could be quoted when they were published.

They are Crown copyright throughout. The Open Government Licence came later, in versions, and a document must not name a
licence that did not exist yet.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.statute.tenures import Tenure, read_tenures, throughout


class ReuseTerms(Tenure, frozen=True, kw_only=True):
    """The terms that a report of the time came under; `name` is that of the licence, or of the copyright where there was none."""

    copyright: str
    licence: str | None
    """The licence with its version: `Open Government Licence v3.0`; None where the record knows of none."""
    licence_address: str | None = None
    """Where the licence can be read."""


@cache
def every_reuse_terms() -> tuple[ReuseTerms, ...]:
    """Every row of the record, the oldest first."""
    return read_tenures("reuse_terms.yaml", ReuseTerms)


def reuse_terms_on(day: date) -> ReuseTerms:
    """The terms of a report that was published on the day; raises `LookUpError` before the Act.

    >>> reuse_terms_on(date(1998, 6, 1)).licence is None
    True
    >>> reuse_terms_on(date(2019, 1, 15)).licence
    'Open Government Licence v3.0'
    """
    return throughout(every_reuse_terms(), PartialDate.of(day), record_of="the terms for the re-use of reports", thing="licence")
