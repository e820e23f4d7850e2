"""Printing results, problems and errors: as wrapped lines, as groups by remedy, or as JSON."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from types import NoneType
from typing import TYPE_CHECKING, TypeVar, get_args

import click
import msgspec

from pccresponse.case.naming import number_of
from pccresponse.foundation.command_names import as_typed, program_name
from pccresponse.foundation.errors import PccResponseError
from pccresponse.foundation.problems import Path, Problem, Severity, printable, shown
from pccresponse.reading import CODES as OF_READING

if TYPE_CHECKING:
    from pccresponse.models.record import VerifiedAgainst

_R = TypeVar("_R", bound=msgspec.Struct)

NARROWEST, WIDEST = 30, 120
"""The limits of the width of a line in columns."""
_WITHOUT_TERMINAL = (80, 24)


def columns() -> int:
    """The width of a line: from `COLUMNS` in the environment or the terminal, otherwise 80."""
    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size(_WITHOUT_TERMINAL).columns))


def is_terminal() -> bool:
    """Whether the output goes to a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def is_asked_on_a_terminal() -> bool:
    """Whether a user can answer a question."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def wrapped(
    text: str, width: int | None = None, *, indent: int = 0, hanging: int | None = None, cut_words: bool = False
) -> list[str]:
    """The text in lines of at most `width` columns, by default the terminal's. Lines after the first are indented by `hanging`.

    A word longer than a line, such as a path, stays whole unless `cut_words`. Invisible characters are replaced.
    """
    return textwrap.wrap(
        printable(text),
        width=width or columns(),
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent if hanging is None else hanging),
        break_long_words=cut_words,
        break_on_hyphens=False,
    )


_WIDEST_LINE = 160
_DIGITS = 12


def complain(error: PccResponseError) -> None:
    """Print an error and its remedy on stderr."""
    say_on_stderr(click.style(f"{program_name()}: ", bold=True) + shown(error.message))
    if error.remedy:
        say_on_stderr(f"  {shown(error.remedy)}")


def say(text: str) -> None:
    """Print a line of the result, with commands as the user would type them."""
    click.echo(as_typed(text))


def say_on_stderr(text: str) -> None:
    """Print a line for the user that is not part of the result."""
    click.echo(as_typed(text), err=True, color=False if os.environ.get("NO_COLOR") else None)


def problem_lines(problem: Problem) -> list[str]:
    """A problem with its source line, a caret and the remedy.

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
    """Print problems, for people in groups by remedy, or else in file order with a line for programs.

    By default they are for people if the output is a terminal.
    """
    if is_terminal() if for_people is None else for_people:
        for line in grouped_lines(problems, columns()):
            say(line)
        return
    for problem in problems:
        say("\n".join(problem_lines(problem)))


def counted(problems: Iterable[Problem]) -> str:
    """`2 errors, 1 warning`; `no problems` if there are none."""
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
    parts = f"{number_of(verified.findings, 'finding')} and {number_of(verified.quotations, 'quotation')}"
    are = "is" if verified.findings + verified.quotations == 1 else "are"
    return f"{parts} {are} in {verified.file} word for word (SHA-256 {verified.sha256[:_DIGITS]})."


class ProblemResult(msgspec.Struct, frozen=True, kw_only=True):
    """A problem in JSON."""

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
    """A problem for JSON."""
    place = problem.place
    return result_from(
        problem,
        ProblemResult,
        file=place.file,
        line=place.line or None,
        column=place.column or None,
        remedy=as_typed(problem.remedy),
    )


def result_from(source: object, kind: type[_R], **others: object) -> _R:
    """A result with the fields of `others`, and all its other fields from the attributes of the source.

    An empty text is None where the field may be None.
    """
    optional = _optional_fields(kind)
    fields = {name: getattr(source, name) for name in kind.__struct_fields__ if name not in others}
    return kind(**{name: None if value == "" and name in optional else value for name, value in fields.items()}, **others)


@cache
def _optional_fields(kind: type[msgspec.Struct]) -> frozenset[str]:
    """The fields that may be None. Worked out once for each kind of result, because it reads all type hints."""
    return frozenset(field.name for field in msgspec.structs.fields(kind) if NoneType in get_args(field.type))


def print_data(result: object) -> None:
    """Print the result of a command as indented JSON."""
    import json  # most commands print text

    click.echo(json.dumps(msgspec.to_builtins(result, enc_hook=str), ensure_ascii=False, indent=2))


COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.ADVICE: "cyan"}
_UNREADABLE = (
    "1 error in how a file is written. Put it right first: it may hide others.",
    "{count} errors in how files are written. Put them right first: they may hide others.",
)
_HEADINGS = {
    Severity.ERROR: ("1 error. Put it right before you publish.", "{count} errors. Put them right before you publish."),
    Severity.WARNING: (
        "1 warning. It is often a mistake, so check it before you publish.",
        "{count} warnings. They are often mistakes, so check them before you publish.",
    ),
    Severity.ADVICE: ("1 piece of advice. Follow it if you can.", "{count} pieces of advice. Follow them if you can."),
}
_WIDTH_OF_PLACE = 7
"""Columns for `123:45`."""


def grouped_lines(problems: Iterable[Problem], width: int) -> Iterator[str]:
    """The lines for a terminal of a width: problems by severity, by file and by remedy, each named once."""
    found = list(problems)
    unreadable = [each for each in found if each.severity is Severity.ERROR and each.code in OF_READING]
    sections = [(_UNREADABLE, Severity.ERROR, unreadable)]
    for severity, heading in _HEADINGS.items():
        sections.append((heading, severity, [each for each in found if each.severity is severity and each not in unreadable]))
    for (one, many), severity, some in sections:
        if some:
            for line in wrapped(one if len(some) == 1 else many.format(count=len(some)), width):
                yield click.style(line, fg=COLOURS[severity], bold=True)
            yield ""
            yield from _section_lines(_groups(some), width)


def _section_lines(groups: Sequence[Sequence[Problem]], width: int) -> Iterator[str]:
    """The groups that concern several files, then those of each file under its name."""
    by_file: dict[str, list[Sequence[Problem]]] = {"": []}
    for group in groups:
        files = {each.place.file for each in group}
        by_file.setdefault(files.pop() if len(files) == 1 else "", []).append(group)
    for file, some in by_file.items():
        if file:
            yield from (click.style(file, bold=True), "")
        for group in some:
            yield from _group_lines(group, width, within=file)
            yield ""


def _groups(problems: Iterable[Problem]) -> list[list[Problem]]:
    """The problems with the same code, remedy and source together, in order."""
    groups: dict[tuple[str, str, str], list[Problem]] = {}
    for each in problems:
        groups.setdefault((each.code, each.remedy, each.cites), []).append(each)
    return list(groups.values())


def _group_lines(group: Sequence[Problem], width: int, *, within: str) -> Iterator[str]:
    first = group[0]
    for line in wrapped(as_typed(first.remedy) or "See what is wrong here.", width, indent=2):
        yield click.style(line, bold=True)
    count = f"{len(group)} places. " if len(group) > 1 else ""
    source = f" Source: {first.cites}." if first.cites else ""
    yield from wrapped(f"{count}Rule: {first.code}.{source}", width, indent=2)
    files: dict[str, list[Problem]] = {}
    for each in group:
        files.setdefault(each.place.file, []).append(each)
    for file, some in files.items():
        if file != within:
            yield f"  {file}"
        for each in some:
            yield from _problem_lines(each, width)


def _problem_lines(problem: Problem, width: int) -> Iterator[str]:
    place = problem.place
    where = f"{place.line}:{place.column}" if place.line else ""
    hanging = 4 + _WIDTH_OF_PLACE + 1
    yield from wrapped(f"    {where:<{_WIDTH_OF_PLACE}} {as_typed(problem.message)}", width, hanging=hanging)
    if place.line and place.source_line.strip() and problem.severity is not Severity.ADVICE:
        yield from source_lines(place.source_line, place.column, " " * hanging, width - hanging - 2)


def source_lines(source: str, column: int, indent: str, widest: int) -> Iterator[str]:
    """The source line, cut around the column if it is long, and a caret below it."""
    start = max(0, column - 1 - widest // 2) if len(source) > widest else 0
    piece = source[start : start + widest].rstrip().replace("\t", " ")
    yield f"{indent}| {piece}"
    yield f"{indent}| {' ' * (column - 1 - start)}{click.style('^', fg='green', bold=True)}"
