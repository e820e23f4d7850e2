"""When things happened in a made-up response, and who was in office: days that the section allows and names that fit them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any, NamedTuple

from archive_words import FIRST_NAMES, LAST_NAMES
from pccresponse import statute

FIRST, LAST = date(2013, 1, 7), date(2026, 10, 30)
PERIOD_FROM = date(2017, 5, 2)
"""From here on there are 56 days, and each recommendation is to be explained."""
_ELECTIONS = (date(2012, 11, 22), date(2016, 5, 12), date(2021, 5, 13), date(2024, 5, 9))
_SAME_CHANGE = timedelta(days=30)


class Days(NamedTuple):
    """The steps of one response in their order."""

    report: date
    invitation: date
    reply_by: date
    received: date
    made: date
    published: date
    meeting: date

    @property
    def under_the_law_of_2017(self) -> bool:
        """Whether the report falls under the period and the duty to explain."""
        return self.report >= PERIOD_FROM


def days(rng: Random) -> Days:
    """Any working day of the years, and steps after it that come in time, but for one response in forty."""
    report = _working(FIRST + timedelta(days=rng.randrange((LAST - FIRST).days)))
    invitation = report + timedelta(days=rng.randint(1, 6))
    reply_by = invitation + timedelta(days=rng.randint(14, 21))
    made = reply_by + timedelta(days=rng.randint(2, 14))
    late = rng.randrange(40) == 0
    published = report + timedelta(days=rng.randint(60, 75)) if late else made + timedelta(days=rng.randint(0, 6))
    return Days(
        report=report,
        invitation=invitation,
        reply_by=reply_by,
        received=invitation + timedelta(days=rng.randint(5, 14)),
        made=made,
        published=published,
        meeting=published + timedelta(days=rng.randint(5, 40)),
    )


def office_holders(force: str) -> list[dict[str, Any]]:
    """Made-up people for the terms of the force's body since 2012; a body that becomes another gets somebody else."""
    starts = list(_ELECTIONS)
    for body in statute.bodies_of(force):
        if body.kind != "mayor":
            continue
        same = [day for day in starts if abs(day - body.since) <= _SAME_CHANGE]
        starts = [*(day for day in starts if day not in same), body.since]
    return list(_terms(Random(f"holders of {force}"), sorted(starts)))


def chief_officers(force: str) -> list[dict[str, Any]]:
    """Made-up people again, who come and go at a different time in every force."""
    rng = Random(f"chief officers of {force}")
    starts = [date(2010, 1, 4) + timedelta(days=rng.randrange(900))]
    while starts[-1] < LAST:
        starts.append(starts[-1] + timedelta(days=rng.randint(1200, 2200)))
    return list(_terms(rng, starts[:-1]))


def _terms(rng: Random, starts: list[date]) -> Iterator[dict[str, Any]]:
    last_names = rng.sample(LAST_NAMES, len(starts))
    ends: list[date | None] = [following - timedelta(days=1) for _, following in pairwise(starts)]
    for start, end, last_name in zip(starts, [*ends, None], last_names, strict=True):
        term = {"name": f"{rng.choice(FIRST_NAMES)} {last_name}", "took_office_on": start.isoformat()}
        yield term | ({"left_office_on": end.isoformat()} if end else {})


def _working(day: date) -> date:
    """The day, or the Monday after its weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
