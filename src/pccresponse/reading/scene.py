"""An error as the lines show it, and what can be said about it."""

from __future__ import annotations

import re

import msgspec

from pccresponse.reading.source import Spot
from pccresponse.reading.tree import Growth

_CLOSED = {
    '"': re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL),
    "'": re.compile(r"'(?:[^']|'')*+'"),
}


class Diagnosis(msgspec.Struct, frozen=True):
    """What went wrong, in words. `patch` is the line as it was probably meant, where that is clear, `below` are the lines after it."""

    code: str
    spot: Spot
    message: str
    remedy: str
    patch: str | None = None
    below: tuple[str, ...] = ()


class Scene(msgspec.Struct):
    """An error as the lines show it: where it was, and where that began which the parser was in the middle of."""

    lines: list[str]
    spot: Spot
    opener: Spot | None
    growth: Growth

    @property
    def line(self) -> str:
        """The line at which the parser gave up."""
        return self._line(self.spot)

    @property
    def sign(self) -> str:
        """The character at which the parser gave up; empty at the end of a line."""
        return self.line[self.spot[1] : self.spot[1] + 1]

    @property
    def opening_sign(self) -> str:
        """The character with which that began which the parser was in the middle of; empty where it was in nothing."""
        return self._line(self.opener)[self.opener[1] : self.opener[1] + 1] if self.opener else ""

    @property
    def is_first_in_line(self) -> bool:
        """Whether only white space stands before the place."""
        return not self.line[: self.spot[1]].strip()

    def _line(self, spot: Spot) -> str:
        return self.lines[spot[0]] if spot[0] < len(self.lines) else ""

    def patched(self, spot: Spot, sign: str = "x") -> str:
        """The line with the one character at the spot replaced."""
        line = self._line(spot)
        return line[: spot[1]] + sign + line[spot[1] + 1 :]

    def closes(self, spot: Spot) -> bool:
        """Whether the quotation mark at a spot has its fellow somewhere."""
        rest = "\n".join([self._line(spot)[spot[1] :], *self.lines[spot[0] + 1 :]])
        return _CLOSED[rest[0]].match(rest) is not None
