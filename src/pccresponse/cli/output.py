"""How problems and refusals look, on a terminal and as data."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click
import msgspec

from pccresponse.cli.grouped_problems import COLOURS, grouped_lines, source_lines
from pccresponse.cli.terminal import columns, is_terminal
from pccresponse.foundation.command_names import as_typed, program_name
from pccresponse.foundation.errors import PccResponseError
from pccresponse.foundation.problems import Path, Problem, Severity, shown

if TYPE_CHECKING:
    from pccresponse.models.record import VerifiedAgainst

_WIDEST_LINE = 160
_DIGITS = 12


def complain(error: PccResponseError) -> None:
    """Say on the error channel why the command was refused, and what to do."""
    say_aside(click.style(f"{program_name()}: ", bold=True) + shown(error.message))
    if error.remedy:
        say_aside(f"  {shown(error.remedy)}")


def say(text: str) -> None:
    """A line of the result. The commands that it names are named as they were typed."""
    click.echo(as_typed(text))


def say_aside(text: str) -> None:
    """A line for the person that is no part of the result."""
    click.echo(as_typed(text), err=True, color=False if os.environ.get("NO_COLOR") else None)


def problem_lines(problem: Problem) -> list[str]:
    """A problem as it is printed: place and message, the line itself with a caret, the remedy.

    The first line is always `file:line:column: severity CODE: message`, so that editors can jump to it.
    """
    severity = click.style(problem.severity.value, fg=COLOURS[problem.severity], bold=True)
    cited = f" [{problem.cites}]" if problem.cites else ""
    lines = [f"{click.style(str(problem.place), bold=True)}: {severity} {problem.code}: {problem.message}{cited}"]
    if problem.place.line and problem.place.source_line.strip():
        lines += source_lines(problem.place.source_line, problem.place.column, "    ", _WIDEST_LINE)
    if problem.remedy:
        lines.append(f"  {problem.remedy}")
    return lines


def print_problems(problems: Sequence[Problem], *, for_people: bool | None = None) -> None:
    """All problems. For people they are grouped by what to do; otherwise they come in file order, each with a line for programs.

    Unless it is said, they are for people on a terminal, and for programs in a file or a pipe.
    """
    if is_terminal() if for_people is None else for_people:
        for line in grouped_lines(problems, columns()):
            say(line)
        return
    for problem in problems:
        say("\n".join(problem_lines(problem)))


def counted(problems: Iterable[Problem]) -> str:
    """`2 errors, 1 warning`; `no problems` where there are none."""
    found = list(problems)
    parts: list[str] = []
    for severity, one, many in (
        (Severity.ERROR, "error", "errors"),
        (Severity.WARNING, "warning", "warnings"),
        (Severity.ADVICE, "piece of advice", "pieces of advice"),
    ):
        count = sum(1 for problem in found if problem.severity is severity)
        if count:
            parts.append(f"{count} {one if count == 1 else many}")
    return ", ".join(parts) or "no problems"


def verified_in_words(verified: VerifiedAgainst) -> str:
    """`23 findings and 1 quotation are in report.pdf word for word (SHA-256 …).`"""
    if not verified.findings + verified.quotations:
        return f"Nothing in the response was found word for word in {verified.file} (SHA-256 {verified.sha256[:_DIGITS]})."
    parts = [
        f"{number} {noun if number == 1 else noun + 's'}"
        for number, noun in ((verified.findings, "finding"), (verified.quotations, "quotation"))
    ]
    are = "is" if verified.findings + verified.quotations == 1 else "are"
    return f"{' and '.join(parts)} {are} in {verified.file} word for word (SHA-256 {verified.sha256[:_DIGITS]})."


class ProblemResult(msgspec.Struct, frozen=True, kw_only=True):
    """A problem as a program reads it."""

    file: str
    line: int | None
    column: int | None
    severity: Severity
    code: str
    message: str
    remedy: str
    cites: str | None
    path: Path


def problem_result(problem: Problem) -> ProblemResult:
    """A problem for the result of a command."""
    return ProblemResult(
        file=problem.place.file,
        line=problem.place.line or None,
        column=problem.place.column or None,
        severity=problem.severity,
        code=problem.code,
        message=problem.message,
        remedy=as_typed(problem.remedy),
        cites=problem.cites or None,
        path=problem.path,
    )


def print_data(result: object) -> None:
    """The result of a command as JSON, readable and in one piece: its fields in their order, dates as 2024-06-18."""
    import json  # most runs print words

    click.echo(json.dumps(msgspec.to_builtins(result, enc_hook=str), ensure_ascii=False, indent=2))
