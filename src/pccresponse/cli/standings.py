"""Where responses stand, in words: a table of a few lines each on a wide terminal, and one thing a line on a narrow one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from pccresponse.case.naming import capitalised, days
from pccresponse.cli.terminal import wrapped
from pccresponse.foundation.partial_dates import in_words
from pccresponse.workflow.status import (
    Standing,
    clock_in_words,
    counted_in_words,
    next_in_words,
    problems_in_words,
    state_in_words,
)

_TABLE_FROM = 76
"""Columns that the table takes."""
_HEADS = ("Last day", "Day", "State", "Err/warn", "Late acts", "Approvals")
_WIDTHS = (12, 12, 24, 10, 11, 9)


def as_text(standings: Sequence[Standing], columns: int) -> Iterator[str]:
    """The lines for a terminal of so many columns; none is wider, and nothing is left out. One response is told at length."""
    width = columns
    if not standings:
        yield from _wrapped("There are no responses yet. To start one, run: pccresponse new", width)
        return
    if width >= _TABLE_FROM and len(standings) > 1:
        yield click.style(_row(_HEADS), bold=True)
        for each in standings:
            yield from _row_lines(each, width)
    else:
        for each in standings:
            yield from _lines_of(each, width)
            yield ""
    yield from _wrapped(counted_in_words(standings), width)


def _row(cells: Sequence[str]) -> str:
    return "".join(f"{cell:<{width}}" for cell, width in zip(cells, _WIDTHS, strict=True)).rstrip()


def _row_lines(each: Standing, width: int) -> Iterator[str]:
    required = each.required
    cells = (
        each.last_day.isoformat() if each.last_day else "no period" if each.report_published_on else "unknown",
        _day_of(each),
        each.state,
        f"{each.errors}/{each.warnings}",
        str(len(each.overdue_actions)),
        f"{sum(role.standing == 'fresh' for role in required)} of {len(required)}" if required else "",
    )
    yield _row(cells)
    for line in _wrapped(each.slug, width, indent=2):
        yield click.style(line, bold=True)
    if each.title:
        yield from _wrapped(each.title, width, indent=2)
    if each.overdue_by:
        yield click.style(f"  OVERDUE by {days(each.overdue_by)}", fg="red", bold=True)
    if each.publication and (each.publication.when or each.publication.is_published):
        yield from _wrapped(capitalised(each.publication.phrase), width, indent=2)
    for role in each.approvals:
        if role.standing == "stale":
            yield from _wrapped(f"OUT OF DATE: the approval of the {role.role}. The content has changed since.", width, indent=2)
    yield from _wrapped(f"Next: {next_in_words(each)}", width, indent=2, hanging=8)
    yield ""


def _day_of(each: Standing) -> str:
    """`49 of 56`; after the last day the period has ended, and the line below says by how much it is overdue."""
    if each.day is None:
        return ""
    return "ended" if each.overdue_by else f"{each.day} of {each.days}"


def _lines_of(each: Standing, width: int) -> Iterator[str]:
    yield from (click.style(line, bold=True) for line in _wrapped(each.slug, width))
    if each.title:
        yield from _wrapped(each.title, width, indent=2)
    yield from _labelled("State", state_in_words(each), width)
    for line in _labelled("Clock", clock_in_words(each), width) if clock_in_words(each) else ():
        yield click.style(line, fg="red", bold=True) if each.overdue_by else line
    yield from _labelled("Problems", problems_in_words(each), width)
    for number, line in enumerate(_approvals(each)):
        yield from _labelled("" if number else "Approvals", line, width)
    yield from _labelled("Next", next_in_words(each), width)


def _approvals(each: Standing) -> Iterator[str]:
    """How many of those required there are, and a line for each role."""
    if required := each.required:
        yield f"{sum(role.standing == 'fresh' for role in required)} of {len(required)}"
    for role in each.approvals:
        given = role.approval
        if given is None:
            yield f"{role.role}: none yet"
        else:
            stale = ", OUT OF DATE: the content has changed since" if role.standing == "stale" else ""
            yield f"{role.role}: {given.name}, {in_words(given.on)}{stale}"


def _labelled(label: str, text: str, width: int) -> list[str]:
    return _wrapped(f"  {label + ':' if label else '':<11}{text}", width, indent=0, hanging=13 if width > 50 else 4)


def _wrapped(text: str, width: int, *, indent: int = 0, hanging: int | None = None) -> list[str]:
    """Lines no wider than the terminal; a word that is wider than a line is cut over two, and nothing is left out."""
    return wrapped(text, width, indent=indent, hanging=hanging, cut_words=True)
