"""Problems for a person at a terminal: what stands in the way first, and what needs the same thing done together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import click

from pccresponse.cli.terminal import wrapped
from pccresponse.foundation.command_names import as_typed
from pccresponse.foundation.problems import Problem, Severity
from pccresponse.reading import CODES as OF_READING

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
    """The lines for a terminal of so many columns: by how much a problem matters, by what to do about it, by file.

    A group names its remedy, its rule and how many problems it has once. A file is named once for all that needs doing in it alone.
    """
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
    """What needs doing in several files, then what needs doing in each one, under its name."""
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
    """The problems that one remedy is for, in the order in which they are met."""
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
    """The line and a caret under its place; a long line is cut to the part around it."""
    start = max(0, column - 1 - widest // 2) if len(source) > widest else 0
    piece = source[start : start + widest].rstrip().replace("\t", " ")
    yield f"{indent}| {piece}"
    yield f"{indent}| {' ' * (column - 1 - start)}{click.style('^', fg='green', bold=True)}"
