"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click

_F = TypeVar("_F", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A day written as 2015-07-21."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or a message that says how to write one."""
        if isinstance(value, date):
            return value
        try:
            if len(value) != len("2015-07-21"):
                raise ValueError
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f'"{value}" is not a day. Write it as year-month-day, such as 2015-07-21.', param, ctx)


def today_option(function: _F) -> _F:
    """`--today`: the day as of which late and due soon are judged."""
    return click.option(
        "--today",
        type=Day(),
        default=date.today,
        show_default="the day on the clock",
        metavar="DAY",
        help="Judge what is late or due soon as of this day.",
    )(function)


def format_option(function: _F) -> _F:
    """`--format`: words for people or JSON for programs."""
    return click.option(
        "--format", "as_format", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Words or JSON."
    )(function)


def slug_argument(function: _F) -> _F:
    """`[NAMES]...`: responses by the name of their folder, completed in the shell."""
    return click.argument("names", nargs=-1, metavar="[NAMES]...", shell_complete=slugs)(function)


def one_slug_argument(function: _F) -> _F:
    """`NAME`: one response by the name of its folder, completed in the shell."""
    return click.argument("name", metavar="NAME", shell_complete=slugs)(function)


def slugs(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The responses whose names begin with what is typed so far; none outside a workspace."""
    from pathlib import Path

    from pccresponse.errors import PccResponseError
    from pccresponse.workspace import find_workspace

    try:
        return [slug for slug in find_workspace(Path.cwd()).slugs() if slug.startswith(incomplete)]
    except PccResponseError:
        return []
