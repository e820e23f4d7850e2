"""`pccresponse status`."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import click
import msgspec

from pccresponse.case.naming import capitalised, days
from pccresponse.case.publication import Evidence, PublicationState, PublicationStatus
from pccresponse.case.version import ApprovalState, RoleApproval
from pccresponse.cli.options import slug_argument, today_option
from pccresponse.cli.output import columns, print_data, result_from, say, wrapped
from pccresponse.foundation.partial_dates import in_words
from pccresponse.foundation.problems import Path as ProblemPath
from pccresponse.workflow.status import (
    NextStep,
    ResponseStatus,
    Stage,
    clock_in_words,
    counted_in_words,
    most_urgent_first,
    next_in_words,
    problems_in_words,
    state_in_words,
)
from pccresponse.workflow.status_cache import StatusCache
from pccresponse.workspace import find_workspace

_COLUMNS = (
    "response", "title", "report published on", "day", "of", "last day", "overdue by", "state",
    "publication", "publication day", "shown by", "errors", "warnings",
    "overdue actions", "approvals", "approvals required", "stale approvals", "version", "next", "what",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins with one of these for a formula."""
_MARK = "\ufeff"
"""Excel needs it to recognise UTF-8."""


class PublicationResult(msgspec.Struct, frozen=True, kw_only=True):
    """What is known about the publication."""

    state: PublicationState
    on: str | None
    shown_by: Evidence | None
    sentence: str


class OverdueActionResult(msgspec.Struct, frozen=True, kw_only=True):
    """An overdue action of the force."""

    action: str
    due_on: str
    status: str
    path: ProblemPath


class ApprovalResult(msgspec.Struct, frozen=True, kw_only=True):
    """The newest approval in a role."""

    role: str
    required: bool
    standing: ApprovalState
    name: str | None
    on: date | None
    version: str | None


class StatusResult(msgspec.Struct, frozen=True, kw_only=True):
    """The status of one response; unknown values are null."""

    response: str
    title: str | None
    report_published_on: date | None
    day: int | None
    days: int | None
    last_day: date | None
    overdue_by: int
    state: Stage
    publication: PublicationResult | None
    published_as: int | None
    recorded_on: date | None
    errors: int
    warnings: int
    overdue_actions: tuple[OverdueActionResult, ...]
    version: str | None
    approvals: tuple[ApprovalResult, ...]
    next: NextStep


class StatusesResult(msgspec.Struct, frozen=True):
    """The result of `status`, the most urgent response first."""

    today: date
    responses: tuple[StatusResult, ...]


@click.command("status")
@slug_argument
@today_option
@click.option(
    "--format",
    "as_format",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="Words for people, JSON, or a table for a spreadsheet.",
)
def command(names: tuple[str, ...], today: date, as_format: str) -> None:
    """Show where every response stands: the last day to publish, its state, and who must act next.

    The states are draft, with the chief officer, for approval, to be published, published, copies sent and archive copy. A date in
    response.yaml is only a plan. A response is published when "publish" has recorded it. The most urgent response comes first.

    NAMES are responses. If you give none, all are shown. The exit code is 1 if a publication is overdue or a response cannot be read.

    \b
    pccresponse status
    pccresponse status --today 2024-08-01
    pccresponse status --format csv > status.csv
    """
    workspace = find_workspace(Path.cwd())
    files = [workspace.response_file(name) for name in names or workspace.slugs()]
    statuses = most_urgent_first(StatusCache(workspace).statuses(files, today=today))
    if as_format == "json":
        print_data(StatusesResult(today=today, responses=tuple(map(_result, statuses))))
    elif as_format == "csv":
        _print_csv(statuses)
    else:
        say("\n".join(as_text(statuses, columns())))
    sys.exit(1 if any(each.needs_somebody_at_once for each in statuses) else 0)


def _result(each: ResponseStatus) -> StatusResult:
    return result_from(
        each,
        StatusResult,
        response=each.slug,
        publication=_publication_result(each.publication) if each.publication else None,
        overdue_actions=tuple(
            result_from(action, OverdueActionResult, due_on=action.due_on.isoformat()) for action in each.overdue_actions
        ),
        approvals=tuple(map(_approval_result, each.approvals)),
    )


def _publication_result(publication: PublicationStatus) -> PublicationResult:
    on = publication.when.isoformat() if publication.when else None
    return result_from(publication, PublicationResult, on=on, shown_by=publication.evidence, sentence=publication.sentence)


def _approval_result(each: RoleApproval) -> ApprovalResult:
    given = each.approval
    name, on, version = (given.name, given.on, given.version) if given else (None, None, None)
    return result_from(each, ApprovalResult, name=name, on=on, version=version)


def _print_csv(statuses: Iterable[ResponseStatus]) -> None:
    """Print a table as in RFC 4180, with CRLF and a byte order mark on every system."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(_COLUMNS)
    for each in statuses:
        table.writerow([_cell(value) for value in _csv_row(each)])
    click.echo((_MARK + text.getvalue()).encode("utf-8", "replace"), nl=False)


def _csv_row(each: ResponseStatus) -> tuple[object, ...]:
    required, publication = each.required, each.publication
    return (
        each.slug, each.title, each.report_published_on, each.day, each.days, each.last_day, each.overdue_by or None, each.state,
        publication and publication.state, publication and publication.when and publication.when.isoformat(),
        publication and publication.evidence, each.errors, each.warnings, len(each.overdue_actions), sum(role.standing == "fresh" for role in required), len(required),
        sum(role.standing == "stale" for role in each.approvals), each.version and each.version[:8], each.next.who, each.next.what,
    )  # fmt: skip


def _cell(value: object) -> object:
    """A cell, with an apostrophe before what a spreadsheet would take for a formula."""
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


_wrapped = partial(wrapped, cut_words=True)
"""In lines no wider than the terminal: a longer word is split."""
_TABLE_FROM = 76
"""Columns that the table takes."""
_HEADS = ("Last day", "Day", "State", "Err/warn", "Late acts", "Approvals")
_WIDTHS = (12, 12, 24, 10, 11, 9)


def as_text(statuses: Sequence[ResponseStatus], width: int) -> Iterator[str]:
    """The lines for a terminal of a width: a table, or all details on a narrow terminal and of a single response."""
    if not statuses:
        yield from _wrapped("There are no responses yet. To start one, run: pccresponse new", width)
        return
    if width >= _TABLE_FROM and len(statuses) > 1:
        yield click.style(_row(_HEADS), bold=True)
        for each in statuses:
            yield from _row_lines(each, width)
    else:
        for each in statuses:
            yield from _lines_of(each, width)
            yield ""
    yield from _wrapped(counted_in_words(statuses), width)


def _row(cells: Sequence[str]) -> str:
    return "".join(f"{cell:<{width}}" for cell, width in zip(cells, _WIDTHS, strict=True)).rstrip()


def _row_lines(each: ResponseStatus, width: int) -> Iterator[str]:
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


def _day_of(each: ResponseStatus) -> str:
    """`49 of 56`, or `ended` when the response is overdue."""
    if each.day is None:
        return ""
    return "ended" if each.overdue_by else f"{each.day} of {each.days}"


def _lines_of(each: ResponseStatus, width: int) -> Iterator[str]:
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


def _approvals(each: ResponseStatus) -> Iterator[str]:
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
    return _wrapped(f"  {label + ':' if label else '':<11}{text}", width, hanging=13 if width > 50 else 4)
