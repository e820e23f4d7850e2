"""The statutory clock as the page shows it."""

from __future__ import annotations

from collections.abc import Sequence

from pccresponse.case.case import Case
from pccresponse.case.duties.publication import PublicationStatus
from pccresponse.preview.state import Clock


def clock_of(case: Case, publication: PublicationStatus, missing: Sequence[str] = ()) -> Clock:
    """Where the response stands in the period of section 55(5A)."""
    return Clock(
        state=publication.clock,
        published_on=case.response.report.published_on.isoformat(),
        day=publication.day,
        of=publication.of,
        last_day=publication.last_day.isoformat() if publication.last_day else None,
        sentence=publication.sentence,
        missing=tuple(missing),
    )
