"""The status of responses in words, for the terminal and the live page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pccresponse.following.standing import Standing
from pccresponse.naming import days
from pccresponse.partial_dates import PartialDate


def state_in_words(each: Standing) -> str:
    """`draft`; of what is published also what shows it: `published, version 1 in the record; copies sent, according to the response`."""
    publication = each.publication
    if each.state == "archive copy":
        return f"archive copy, {_version(each)}" if each.published_as else "archive copy, not in a record yet"
    if publication is None or not publication.is_published:
        return f"{each.state}, {_version(each)}" if each.published_as else each.state
    if publication.evidence == "response":
        return f"{each.state}, according to the response; not recorded here"
    copies = "; copies sent, according to the response" if each.state == "copies sent" else ""
    return f"published, {_version(each)}{copies}"


def _version(each: Standing) -> str:
    return (
        f"version {each.published_as}, recorded {each.recorded}" if each.recorded else f"version {each.published_as} in the record"
    )


def clock_in_words(each: Standing) -> str:
    """`Day 49 of 56: publication is planned for 9 August 2024. The last day is …`; empty where the day of the report cannot be read."""
    return each.publication.sentence if each.publication else ""


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
    """`12 responses: 1 overdue, 2 planned, the first for 9 August 2024, 9 published.`; of one response, what it is."""
    counts: dict[str, list[Standing]] = {}
    for each in standings:
        counts.setdefault(_kind(each), []).append(each)
    if len(standings) == 1:
        return f"1 response: {_one(next(iter(counts)), standings[0])}."
    parts = [f"{len(counts[kind])} {_many(kind, counts[kind])}" for kind in _KINDS if kind in counts]
    return f"{len(standings)} responses: {', '.join(parts)}."


_KINDS = ("cannot be read", "overdue", "planned", "without a date", "published", "told", "archive copy")
"""What responses are counted by, what needs somebody at once first."""


def _kind(each: Standing) -> str:
    publication = each.publication
    if each.state in ("cannot be read", "archive copy") or publication is None:
        return "archive copy" if each.state == "archive copy" else "cannot be read"
    if each.overdue_by:
        return "overdue"
    if publication.is_published:
        return "told" if publication.evidence == "response" else "published"
    return "planned" if publication.when else "without a date"


def _one(kind: str, each: Standing) -> str:
    if kind == "overdue":
        return f"overdue by {days(each.overdue_by)}"
    if kind in ("cannot be read", "archive copy"):
        return "it cannot be read" if kind == "cannot be read" else "an archive copy"
    return each.publication.phrase if each.publication else kind


def _many(kind: str, some: Sequence[Standing]) -> str:
    if kind == "told":
        return "published according to the response" if len(some) == 1 else "published according to the responses"
    if kind == "without a date":
        return "without a date of publication"
    if kind == "archive copy":
        return "archive copy" if len(some) == 1 else "archive copies"
    if kind == "planned":
        first = min((each.publication.when for each in some if each.publication and each.publication.when), key=_earliest)
        return f"planned for {first}" if len(some) == 1 else f"planned, the first for {first}"
    return kind


def _earliest(when: PartialDate) -> date:
    return when.earliest
