"""Where a response stands, in the words that the terminal and the live page share."""

from __future__ import annotations

from collections.abc import Sequence

from pccresponse.following.standing import Standing
from pccresponse.partial_dates import in_words, with_weekday


def state_in_words(each: Standing) -> str:
    """`published, version 1 in the record`."""
    return f"{each.state}, version {each.published_as} in the record" if each.published_as else each.state


def clock_in_words(each: Standing) -> str:
    """`day 49 of 56; last day Monday 12 August 2024`; empty where the day of the report cannot be read."""
    if each.report_published_on is None:
        return ""
    if each.last_day is None:
        return f"report of {in_words(each.report_published_on)}; the law of its day has no period"
    today = f"day {each.day} of {each.days}; " if each.day is not None else ""
    return f"{today}last day {with_weekday(each.last_day)}"


def problems_in_words(each: Standing) -> str:
    """`no errors, 1 warning, 2 overdue actions`."""
    parts = [
        f"{count or 'no'} {what}{'' if count == 1 else 's'}"
        for count, what in ((each.errors, "error"), (each.warnings, "warning"), (len(each.overdue_actions), "overdue action"))
    ]
    return ", ".join(parts)


def next_in_words(each: Standing) -> str:
    """`the Mayor: approve version 3f2a9c1b`, or `nobody`."""
    return f"{each.next.who}: {each.next.what}" if each.next.what else each.next.who


def approvals_in_words(each: Standing) -> str:
    """`1 of 2 approvals, 1 stale`, of those that are required; empty where none is, or nobody knows."""
    required = each.required
    if not required:
        return ""
    fresh, stale = (sum(role.standing == standing for role in required) for standing in ("fresh", "stale"))
    return f"{fresh} of {len(required)} approval{'' if len(required) == 1 else 's'}{f', {stale} stale' if stale else ''}"


def counted_in_words(standings: Sequence[Standing]) -> str:
    """`12 responses: 1 overdue, none that cannot be read.`"""
    overdue = sum(each.overdue_by > 0 for each in standings)
    unreadable = sum(each.state == "cannot be read" for each in standings)
    count = "1 response" if len(standings) == 1 else f"{len(standings)} responses"
    return f"{count}: {overdue or 'none'} overdue, {unreadable or 'none'} that cannot be read."
