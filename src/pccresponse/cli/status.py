"""`pccresponse status`."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from pccresponse.cli.options import slug_argument, today_option
from pccresponse.cli.output import print_data
from pccresponse.errors import DamagedFileError
from pccresponse.following.standing import Standing, most_urgent_first, standing_of
from pccresponse.partial_dates import in_words, with_weekday
from pccresponse.pipeline.checking import check_all
from pccresponse.publishing.history import read_history
from pccresponse.rules.naming import days
from pccresponse.workspace import Workspace, find_workspace

_WIDEST, _NARROWEST = 80, 30
_COLUMNS = (
    "response", "title", "report published on", "day", "of", "last day", "overdue by", "state", "errors", "warnings",
    "overdue actions", "approvals", "approvals required", "stale approvals", "version", "next", "what",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins with one of these is a formula to a spreadsheet, whoever wrote it."""
_MARK = "\ufeff"
"""Excel takes a file without it for one in the machine's own letters."""


@click.command("status")
@slug_argument
@today_option
@click.option(
    "--format",
    "as_format",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="Words, JSON, or a table for a spreadsheet.",
)
def command(names: tuple[str, ...], today: date, as_format: str) -> None:
    """Say where every response stands: its day of the period, its last day, its state, and who has to act next.

    The states are draft, with the chief officer, for approval, published and copies sent. What is most urgent comes first. NAMES are
    responses; without any, all are shown. The exit code is 1 if a publication is overdue or a response cannot be read.

    \b
    pccresponse status
    pccresponse status --today 2024-08-01
    pccresponse status --format csv > status.csv
    """
    workspace = find_workspace(Path.cwd())
    files = [workspace.response_file(name) for name in names or workspace.slugs()]
    standings = most_urgent_first(_standings(files, workspace, today))
    if as_format == "json":
        print_data({"today": today.isoformat(), "responses": [_data(each) for each in standings]})
    elif as_format == "csv":
        _print_csv(standings)
    else:
        width = max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size((_WIDEST, 24)).columns))
        click.echo("\n".join(_as_text(standings, width)))
    sys.exit(1 if any(each.needs_somebody_at_once for each in standings) else 0)


def _standings(files: Sequence[Path], workspace: Workspace, today: date) -> Iterator[Standing]:
    for file, checked in zip(files, check_all(files, workspace, today=today), strict=True):
        try:
            yield standing_of(checked, read_history(file.parent, within=workspace.root), today=today)
        except DamagedFileError as error:
            yield standing_of(checked, None, today=today, damage=f"{error.message} {error.remedy}")


def _as_text(standings: Sequence[Standing], width: int) -> Iterator[str]:
    if not standings:
        yield "There are no responses yet. Make the first one with: pccresponse new"
        return
    for each in standings:
        yield from _lines_of(each, width)
        yield ""
    overdue = sum(each.overdue_by > 0 for each in standings)
    unreadable = sum(each.state == "cannot be read" for each in standings)
    count = "1 response" if len(standings) == 1 else f"{len(standings)} responses"
    yield from _wrapped(f"{count}: {overdue or 'none'} overdue, {unreadable or 'none'} that cannot be read.", width)


def _lines_of(each: Standing, width: int) -> Iterator[str]:
    yield from (click.style(line, bold=True) for line in _wrapped(each.slug, width))
    if each.title:
        yield from _wrapped(each.title, width, indent=2)
    yield from _labelled("State", _state(each), width)
    if clock := _clock(each):
        yield from _labelled("Clock", clock, width)
    for line in _labelled("", f"OVERDUE by {days(each.overdue_by)}", width) if each.overdue_by else ():
        yield click.style(line, fg="red", bold=True)
    yield from _labelled("Problems", _problems(each), width)
    if each.approvals:
        yield from _labelled("Approvals", _approvals(each), width)
    yield from _labelled("Next", f"{each.next.who}: {each.next.what}" if each.next.what else each.next.who, width)


def _state(each: Standing) -> str:
    return f"{each.state}, version {each.published_as} in the record" if each.published_as else each.state


def _clock(each: Standing) -> str:
    if each.report_published_on is None:
        return ""
    if each.last_day is None:
        return f"report of {in_words(each.report_published_on)}; the law of its day has no period"
    today = f"day {each.day} of {each.days}; " if each.day is not None else ""
    return f"{today}last day {with_weekday(each.last_day)}"


def _problems(each: Standing) -> str:
    parts = [
        f"{count or 'no'} {what}{'' if count == 1 else 's'}"
        for count, what in ((each.errors, "error"), (each.warnings, "warning"), (len(each.overdue_actions), "overdue action"))
    ]
    return ", ".join(parts)


def _approvals(each: Standing) -> str:
    """`1 of 2; the Mayor: none yet`, and those in other roles behind."""
    required, parts = each.required, []
    if required:
        parts.append(f"{sum(role.standing == 'fresh' for role in required)} of {len(required)}")
    for role in each.approvals:
        given = role.approval
        if given is None:
            parts.append(f"{role.role}: none yet")
        else:
            stale = ", STALE: the content was changed since" if role.standing == "stale" else ""
            parts.append(f"{role.role}: {given.name}, {in_words(given.on)}{stale}")
    return "; ".join(parts)


def _labelled(label: str, text: str, width: int) -> list[str]:
    return _wrapped(f"  {label + ':' if label else '':<11}{text}", width, indent=0, hanging=13 if width > 50 else 4)


def _wrapped(text: str, width: int, *, indent: int = 0, hanging: int | None = None) -> list[str]:
    """Lines no wider than the terminal; a word that is wider than a line is cut over two, and nothing is left out."""
    plain = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)
    after = " " * (indent if hanging is None else hanging)
    return textwrap.wrap(plain, width=width, initial_indent=" " * indent, subsequent_indent=after, break_on_hyphens=False)


def _data(each: Standing) -> dict[str, Any]:
    return {
        "response": each.slug,
        "title": each.title,
        "report_published_on": each.report_published_on.isoformat() if each.report_published_on else None,
        "day": each.day,
        "days": each.days,
        "last_day": each.last_day.isoformat() if each.last_day else None,
        "overdue_by": each.overdue_by,
        "state": each.state,
        "published_as": each.published_as,
        "errors": each.errors,
        "warnings": each.warnings,
        "overdue_actions": [
            {"action": action.action, "due_on": action.due_on.isoformat(), "status": action.status, "path": list(action.path)}
            for action in each.overdue_actions
        ],
        "version": each.version,
        "approvals": [
            {
                "role": role.role,
                "required": role.required,
                "standing": role.standing,
                "name": role.approval.name if role.approval else None,
                "on": role.approval.on.isoformat() if role.approval else None,
                "version": role.approval.version if role.approval else None,
            }
            for role in each.approvals
        ],
        "next": {"who": each.next.who, "what": each.next.what},
    }


def _print_csv(standings: Iterable[Standing]) -> None:
    """A table as RFC 4180 has it, with CRLF on every system and a byte order mark."""
    import csv
    import io

    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(_COLUMNS)
    for each in standings:
        table.writerow([_cell(value) for value in _row(each)])
    click.get_binary_stream("stdout").write((_MARK + text.getvalue()).encode("utf-8", "replace"))


def _row(each: Standing) -> tuple[object, ...]:
    required = each.required
    return (
        each.slug, each.title, each.report_published_on, each.day, each.days, each.last_day, each.overdue_by or None, each.state,
        each.errors, each.warnings, len(each.overdue_actions), sum(role.standing == "fresh" for role in required), len(required),
        sum(role.standing == "stale" for role in each.approvals), each.version and each.version[:8], each.next.who, each.next.what,
    )  # fmt: skip


def _cell(value: object) -> object:
    """What a spreadsheet would take for a formula gets an apostrophe, which says that it is text."""
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
