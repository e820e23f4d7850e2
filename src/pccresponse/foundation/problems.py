"""What is wrong with a file, where, why, and what to do about it."""

from __future__ import annotations

from enum import Enum

import msgspec

Path = tuple[str | int, ...]
"""Keys and list positions from the top of a file, such as `("findings", "recommendations", 2, "text")`."""


class Severity(Enum):
    """How much a problem matters: an error stops a final build, a warning is printed, advice is a courtesy."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


class Place(msgspec.Struct, frozen=True, order=True):
    """A position in a file. Lines and columns count from 1; columns count characters, not bytes."""

    file: str
    line: int = 0
    column: int = 0
    source_line: str = ""
    """The text of the line, for showing under the message; empty if there is none to show. What cannot be seen, or would turn the
    rest of the line round, is replaced sign by sign, so that the column stays right."""

    def __post_init__(self) -> None:
        """Show nothing that hides itself."""
        if not self.source_line.isprintable():
            msgspec.structs.force_setattr(self, "source_line", printable(self.source_line, also="\t"))

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong. `code` is for machines and stays the same; the words may improve."""

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
        """Name what cannot be seen."""
        for name in ("message", "remedy"):
            if not (words := getattr(self, name)).isprintable():
                msgspec.structs.force_setattr(self, name, shown(words))


def printable(text: str, *, also: str = "") -> str:
    """The text with a sign in place of each character that cannot be seen; those in `also` stay.

    >>> printable("a title\\x1b[2J")
    'a title\N{REPLACEMENT CHARACTER}[2J'
    """
    return "".join(each if each.isprintable() or each in also else "\N{REPLACEMENT CHARACTER}" for each in text)


def shown(words: str) -> str:
    """Words that somebody wrote, as a message shows them: each character that hides itself or turns others round by its code.

    >>> shown("the \\u202ereport")
    'the [U+202E]report'
    """
    return "".join(each if each.isprintable() or each in "\n\t\u00a0\u202f" else f"[U+{ord(each):04X}]" for each in words)


class Breach(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule found: a problem that does not know its line yet, because rules never see YAML."""

    message: str
    path: Path
    """What it is about. A path to something that is missing is fine: the nearest existing parent is shown."""
    remedy: str = ""
    """Overrides the rule's own remedy when this case has a better one."""
    severity: Severity | None = None
    """Overrides the rule's own severity: late and due soon are different things."""
    words: str = ""
    """The words within the text of `path` that it is about, as they stand there; their own line is shown where it can be found."""
    is_contradiction: bool = False
    """What the files say cannot be true. It stays as grave as it is in an archive copy, where a duty that was not met is advice."""
    in_office: bool = False
    """The path is in `office.yaml`, not in `response.yaml`."""
