"""Problems in a file: what is wrong, where, why, and what to do about it."""

from __future__ import annotations

from enum import Enum

import msgspec

Path = tuple[str | int, ...]
"""Keys and list positions from the top of a file, such as `("findings", "recommendations", 2, "text")`."""


class Severity(Enum):
    """How much a problem matters. Only an error stops a final build."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


class Place(msgspec.Struct, frozen=True, order=True):
    """A position in a file. Lines and columns count from 1; columns count characters, not bytes."""

    file: str
    line: int = 0
    column: int = 0
    source_line: str = ""
    """The text of the line, or nothing. Each invisible character is replaced by a visible one, so that the column stays right."""

    def __post_init__(self) -> None:
        """Replace invisible characters."""
        if not self.source_line.isprintable():
            msgspec.structs.force_setattr(self, "source_line", printable(self.source_line, also="\t"))

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong. Its `code` is for machines and never changes; its words may improve."""

    code: str
    severity: Severity
    place: Place
    message: str
    """One sentence that says what is wrong, with the value that is wrong."""
    remedy: str = ""
    """What to do about it, as an instruction."""
    cites: str = ""
    """The provision or the source that asks for it, such as `Police Act 1996, s. 55(5B)`; empty for matters of YAML."""
    path: Path = ()

    def __post_init__(self) -> None:
        """Replace invisible characters by their codes."""
        for name in ("message", "remedy"):
            if not (words := getattr(self, name)).isprintable():
                msgspec.structs.force_setattr(self, name, shown(words))


def printable(text: str, *, also: str = "", instead: str = "\N{REPLACEMENT CHARACTER}") -> str:
    """The text with each invisible character replaced, except those in `also`.

    >>> printable("a title\\x1b[2J")
    'a title\N{REPLACEMENT CHARACTER}[2J'
    """
    return "".join(each if each.isprintable() or each in also else instead for each in text)


def shown(words: str) -> str:
    """A user's words as a message shows them, with the code of each invisible character.

    >>> shown("the \\u202ereport")
    'the [U+202E]report'
    """
    return "".join(each if each.isprintable() or each in "\n\t\u00a0\u202f" else f"[U+{ord(each):04X}]" for each in words)


class Breach(msgspec.Struct, frozen=True, kw_only=True):
    """A problem that a rule found. It has no line yet, because rules never see YAML."""

    message: str
    path: Path
    """What it is about. If that is missing, the nearest parent is shown."""
    remedy: str = ""
    """Overrides the rule's own remedy."""
    severity: Severity | None = None
    """Overrides the rule's own severity."""
    words: str = ""
    """The words within the text of `path` that it is about. Their line is shown if it can be found."""
    is_contradiction: bool = False
    """Whether the files contradict themselves. In an archive copy, only such a breach keeps its severity."""
    in_office: bool = False
    """Whether the path is in `office.yaml`, not in `response.yaml`."""
