"""`pccresponse status`."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import click

from pccresponse.cli.options import slug_argument, today_option
from pccresponse.cli.output import print_data, say
from pccresponse.cli.standings import as_text
from pccresponse.cli.terminal import columns
from pccresponse.workflow.status import Standing, most_urgent_first
from pccresponse.workflow.status_cache import StandingCache
from pccresponse.workspace import find_workspace

_COLUMNS = (
    "response", "title", "report published on", "day", "of", "last day", "overdue by", "state",
    "publication", "publication day", "shown by", "errors", "warnings",
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
    standings = most_urgent_first(StandingCache(workspace).standings(files, today=today))
    if as_format == "json":
        print_data({"today": today.isoformat(), "responses": [_data(each) for each in standings]})
    elif as_format == "csv":
        _print_csv(standings)
    else:
        say("\n".join(as_text(standings, columns())))
    sys.exit(1 if any(each.needs_somebody_at_once for each in standings) else 0)


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
        "publication": _publication_data(each),
        "published_as": each.published_as,
        "recorded_on": each.recorded_on.isoformat() if each.recorded_on else None,
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


def _publication_data(each: Standing) -> dict[str, Any] | None:
    """What is known of the publication; None where the response cannot be read."""
    publication = each.publication
    if publication is None:
        return None
    return {
        "state": publication.state,
        "on": publication.when.isoformat() if publication.when else None,
        "shown_by": publication.evidence,
        "sentence": publication.sentence,
    }


def _print_csv(standings: Iterable[Standing]) -> None:
    """A table as RFC 4180 has it, with CRLF on every system and a byte order mark."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(_COLUMNS)
    for each in standings:
        table.writerow([_cell(value) for value in _row(each)])
    click.echo((_MARK + text.getvalue()).encode("utf-8", "replace"), nl=False)


def _row(each: Standing) -> tuple[object, ...]:
    required, publication = each.required, each.publication
    return (
        each.slug, each.title, each.report_published_on, each.day, each.days, each.last_day, each.overdue_by or None, each.state,
        publication and publication.state, publication and publication.when and publication.when.isoformat(),
        publication and publication.evidence, each.errors, each.warnings, len(each.overdue_actions), sum(role.standing == "fresh" for role in required), len(required),
        sum(role.standing == "stale" for role in each.approvals), each.version and each.version[:8], each.next.who, each.next.what,
    )  # fmt: skip


def _cell(value: object) -> object:
    """What a spreadsheet would take for a formula gets an apostrophe, which says that it is text."""
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
