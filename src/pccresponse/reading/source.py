"""The text of a file as a person sees it in an editor, and the complaints about it."""

from __future__ import annotations

import msgspec

from pccresponse.problems import Path, Place, Problem, Severity

Spot = tuple[int, int]
"""A line and a column, both counted from 0 as the YAML parser does; `Source.place` turns them into what people count."""

_LONGEST_LINE_SHOWN = 5_000
_LONGEST_VALUE_SHOWN = 60


class Source(msgspec.Struct, frozen=True):
    """A file's name as it is shown, and its lines without their ends."""

    file: str
    lines: list[str]

    def place(self, spot: Spot) -> Place:
        """The place in the file, with its line unless that is so long that repeating it for each problem would fill the memory."""
        line, column = spot
        text = self.lines[line] if line < len(self.lines) else ""
        return Place(self.file, line + 1, column + 1, text if len(text) <= _LONGEST_LINE_SHOWN else "")


class Fault(msgspec.Struct, frozen=True):
    """Why a value cannot be taken. `message` carries on a sentence that begins with what the value is called."""

    code: str
    message: str
    remedy: str
    means_one: bool = False
    """Whether the remedy names the one value that was most likely meant."""


class Complaints:
    """Collects what is wrong with one file, in whatever order it is found."""

    def __init__(self, source: Source, hushed: set[int] | None = None) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self.hushed: set[int] = set() if hushed is None else hushed
        """Lines (from 0) about which enough was said: what follows from a mistake in writing is not a second mistake."""

    def add(self, code: str, spot: Spot, message: str, remedy: str, path: Path = (), severity: Severity = Severity.ERROR) -> None:
        """Complain about a spot, unless its line is hushed."""
        if spot[0] not in self.hushed:
            place = self.source.place(spot)
            self.problems.append(Problem(code=code, severity=severity, place=place, message=message, remedy=remedy, path=path))

    def in_file_order(self) -> tuple[Problem, ...]:
        """All complaints, from the top of the file to its end."""
        return tuple(sorted(self.problems, key=lambda problem: (problem.place.line, problem.place.column)))


def quoted(value: str) -> str:
    """A value as messages show it: in quotation marks, on one line, and cut where it is long.

    >>> quoted("a value  on two\\nlines")
    '"a value on two lines"'
    """
    if len(value) > 4 * _LONGEST_VALUE_SHOWN:
        value = value[: 4 * _LONGEST_VALUE_SHOWN]
    value = " ".join(value.split())
    return f'"{value[:_LONGEST_VALUE_SHOWN]}…"' if len(value) > _LONGEST_VALUE_SHOWN else f'"{value}"'


def called(path: Path) -> str:
    """What a path is called at the beginning of a sentence: its key, or its number in a list.

    >>> called(("findings", "recommendations", 2))
    'Item 3 of "recommendations"'
    """
    if not path:
        return "The file"
    last = path[-1]
    if isinstance(last, str):
        return quoted(last)
    return f"Item {last + 1} of {called(path[:-1])}"
