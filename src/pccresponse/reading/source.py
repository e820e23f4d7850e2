"""Source files: their bytes and lines, the errors found in them, and the code of each error.

A path is untrusted: it may lead to a folder, an endless pipe, or out of the workspace.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path as FilePath

import msgspec

from pccresponse.foundation.files import digest_of
from pccresponse.foundation.problems import Path, Place, Problem, Severity

Spot = tuple[int, int]
"""A line and a column, counted from 0 as by the YAML parser. `Source.place` counts them from 1."""

UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""Invisible characters that nobody types on purpose: not tabs and line feeds."""

QUESTION = "# CHECK:"
"""The beginning of a comment line that asks a question. `check` reports it until it is deleted."""

_LONGEST_LINE_SHOWN = 5_000
_LONGEST_VALUE_SHOWN = 60


class Source(msgspec.Struct, frozen=True):
    """The name of a file in messages, and its lines without line ends."""

    file: str
    lines: list[str]

    def place(self, spot: Spot) -> Place:
        """The place of a spot, with its line unless that is too long to repeat for each problem."""
        line, column = spot
        text = self.lines[line] if line < len(self.lines) else ""
        return Place(self.file, line + 1, column + 1, text if len(text) <= _LONGEST_LINE_SHOWN else "")


class Fault(msgspec.Struct, frozen=True):
    """Why a value or file cannot be used. The message continues a sentence that begins with its name."""

    code: str
    message: str
    remedy: str
    means_one: bool = False
    """Whether the remedy names the most likely value."""


class ProblemCollector:
    """Collects the problems of one file."""

    def __init__(self, source: Source, muted: set[int] | None = None) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self.muted: set[int] = set() if muted is None else muted
        """Lines, from 0, whose further errors are only consequences of an error already reported."""

    def add(self, code: str, spot: Spot, message: str, remedy: str, path: Path = (), severity: Severity = Severity.ERROR) -> None:
        """Add a problem at a spot, unless its line is muted."""
        if spot[0] not in self.muted:
            place = self.source.place(spot)
            self.problems.append(Problem(code=code, severity=severity, place=place, message=message, remedy=remedy, path=path))

    def in_file_order(self) -> tuple[Problem, ...]:
        """All problems in file order."""
        return tuple(sorted(self.problems, key=lambda problem: (problem.place.line, problem.place.column)))


def quoted(value: str) -> str:
    """A value as messages show it: in quotation marks, on one line, shortened.

    >>> quoted("a value  on two\\nlines")
    '"a value on two lines"'
    """
    value = " ".join(value[: 4 * _LONGEST_VALUE_SHOWN].split())
    return f'"{value[:_LONGEST_VALUE_SHOWN]}…"' if len(value) > _LONGEST_VALUE_SHOWN else f'"{value}"'


def called(path: Path) -> str:
    """The name of a path at the beginning of a sentence: its key, or its number in a list.

    >>> called(("findings", "recommendations", 2))
    'Item 3 of "recommendations"'
    """
    if not path:
        return "The file"
    last = path[-1]
    if isinstance(last, str):
        return quoted(last)
    return f"Item {last + 1} of {called(path[:-1])}"


# Every code of an error in a file


CODES: dict[str, str] = {
    "FILE-MISSING": "The file exists.",
    "FILE-FOLDER": "The file is a file and not a folder.",
    "FILE-SPECIAL": "The file is an ordinary file, not a pipe, socket or device, which might never end.",
    "FILE-UNREADABLE": "The program can open and read the file.",
    "FILE-OUTSIDE": "The file is inside the workspace, even if a link leads to it.",
    "FILE-TOO-LARGE": "The file is no larger than 1 MiB.",
    "YAML-NOT-UTF-8": "The file is text in UTF-8.",
    "YAML-UTF-16": "The file is in UTF-8 and not in UTF-16 or UTF-32.",
    "YAML-CONTROL-CHARACTER": "The file has no control characters and no other invisible ones.",
    "YAML-LINE-SEPARATOR": "Lines end with a line feed, not with a separator that only YAML treats as a line end.",
    "YAML-LONE-CR": "A carriage return is followed by a line feed.",
    "YAML-EMPTY": "The file is not empty.",
    "YAML-ONLY-COMMENTS": "The file contains more than comments.",
    "YAML-TOP-LEVEL": "The file consists of keys with their values.",
    "YAML-TOO-DEEP": "Nothing is nested more than 20 levels deep.",
    "YAML-TOO-MANY": "The file has at most 50,000 keys and values.",
    "YAML-DIRECTIVE": "The file has no line of instructions to the YAML reader, such as %YAML.",
    "YAML-SECOND-DOCUMENT": "The file holds one document.",
    "YAML-DUPLICATE-KEY": "No key appears twice.",
    "YAML-KEY": "A key is a plain word.",
    "YAML-MERGE-KEY": "No keys are merged in from elsewhere with <<.",
    "YAML-ALIAS": "No alias (*name) repeats a value. A text that starts with * is in quotes.",
    "YAML-ANCHOR": "Nothing has an anchor (&name). A text that starts with & is in quotes.",
    "YAML-TAG": "Nothing has a tag (!name). A text that starts with ! is in quotes.",
    "YAML-HASH": "A text with # in it is in quotes. YAML ignores what follows a bare #.",
    "YAML-TAB": "Lines are indented with spaces, not tabs.",
    "YAML-COLON": "A text that contains a colon and a space is in quotes or below a |.",
    "YAML-COLON-SPACE": "There is a space after a key's colon.",
    "YAML-TEXT-START": "A text that starts with a special YAML character is in quotes.",
    "YAML-QUOTED-START": "A text that starts with a quotation mark ends with the same one.",
    "YAML-UNCLOSED-QUOTE": "A quotation mark that opens a text is closed.",
    "YAML-ESCAPE": "A backslash in double quotes starts one of YAML's codes.",
    "YAML-BRACKET": "A bracket that opens a list is closed. A text that starts with a bracket is in quotes.",
    "YAML-BLOCK-TEXT": "A text after | or > starts on the next line.",
    "YAML-LIST": "A list starts on the line after its key.",
    "YAML-INDENTATION": "Lines that belong together start in the same column.",
    "YAML-NO-KEY": "A line that is not part of a text has a key with a colon.",
    "YAML-SYNTAX": "The file is valid YAML.",
    "READ-UNKNOWN-KEY": "Each key is one that the program knows in that place.",
    "READ-MISSING-KEY": "Each required key is there.",
    "READ-EMPTY": "Every key has a value.",
    "READ-INVISIBLE": "A text has something in it that people can see.",
    "READ-KIND": "A text, a list or a group of keys is where the program expects it.",
    "READ-CHOICE": "If a key allows only certain words, its value is one of them.",
    "READ-DATE": "A date is written year-month-day.",
    "READ-DATE-PRECISION": "A date that must be exact gives the day.",
    "READ-NO-SUCH-DAY": "A date exists in the calendar.",
    "READ-YEAR": "A date is between 1856 and 2100.",
    "READ-NUMBER": "A number is written in digits.",
    "READ-NUMBER-RANGE": "A number is not too small or too large.",
    "READ-TOO-LONG": "A text is no longer than its key allows.",
    "READ-ACCENTS": "No letter has more than 30 accents.",
    "READ-LINE-BREAK": "A text that is printed on one line has no line break.",
    "READ-WEB-ADDRESS": "A web address is complete.",
    "READ-E-MAIL": "An e-mail address is one address and nothing else.",
    "READ-COLOUR": "A colour is # and six hexadecimal digits.",
    "READ-VERSION": "A version is 8 to 64 hexadecimal digits.",
    "READ-FILE-DIGEST": "The digest of a file is 64 hexadecimal digits.",
    "OFFICE-COLOUR": "The accent colour has a contrast of at least 4.5 to 1 on white.",
}


MOST_BYTES = 1 << 20
MOST_PICTURE_BYTES = 2_000_000

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
)
"""Opening a pipe must not wait for a writer. Links have already been resolved."""


def bytes_of(path: FilePath, *, within: FilePath, most: int = MOST_BYTES) -> bytes | Fault:
    """The bytes of a regular file that is inside the folder `within` when links are followed; a fault if it has more than `most` bytes."""
    try:
        real = FilePath(os.path.realpath(path))
        home = FilePath(os.path.realpath(within))
        if not real.is_relative_to(home):
            return _outside(path, within)
        state = real.stat()
        if not stat.S_ISREG(state.st_mode):
            return _not_a_file(state.st_mode)
        if state.st_size > most:
            return _too_large(state.st_size, most)
        with os.fdopen(os.open(real, _FLAGS), "rb") as file:
            if not os.path.samestat(state, os.fstat(file.fileno())):
                return Fault("FILE-UNREADABLE", "changed while it was being opened", "Try again.")
            content = file.read(most + 1)
    except (FileNotFoundError, NotADirectoryError):
        return _missing(path)
    except PermissionError:
        return Fault(
            "FILE-UNREADABLE",
            "cannot be opened: you have no permission to read it",
            "Give yourself permission to read it and the folders above it.",
        )
    except (OSError, ValueError):
        return Fault("FILE-UNREADABLE", "cannot be opened or read", "Copy it to another place, or restore it, and try again.")
    return _too_large(len(content), most) if len(content) > most else content


def digest_or_reason(path: FilePath, *, within: FilePath, most: int = MOST_BYTES) -> str:
    """The SHA-256 of the bytes that `bytes_of` gives, or the reason why it gives none."""
    content = bytes_of(path, within=within, most=most)
    return digest_of(content) if isinstance(content, bytes) else content.message


def read_picture(path: FilePath, *, within: FilePath) -> bytes:
    """The bytes of a picture file of at most 2 MB. Raises `ValueError` that continues "It cannot be used: "."""
    content = bytes_of(path, within=within, most=MOST_PICTURE_BYTES)
    if isinstance(content, Fault):
        raise ValueError(f"it {content.message}")
    return content


def _missing(path: FilePath) -> Fault:
    if path.is_symlink():
        return Fault("FILE-MISSING", "is a link to a file that is not there", "Replace the link with the file itself.")
    return Fault("FILE-MISSING", "is not there", "Check the name, or start one with: pccresponse new")


def _outside(path: FilePath, within: FilePath) -> Fault:
    if path.absolute().is_relative_to(within.absolute()) and ".." not in path.parts:
        return Fault(
            "FILE-OUTSIDE",
            "is a link, or in a linked folder, that leads out of the workspace",
            "Replace the link with the file itself.",
        )
    return Fault(
        "FILE-OUTSIDE",
        "lies outside the workspace",
        "Move it into the folder responses, or go to the workspace that it belongs to.",
    )


def _not_a_file(mode: int) -> Fault:
    if stat.S_ISDIR(mode):
        return Fault("FILE-FOLDER", "is a folder, not a file", "Give the folder another name, and write a file of this name.")
    return Fault("FILE-SPECIAL", "is a pipe or a device, not an ordinary file", "Write an ordinary file of this name.")


def _too_large(size: int, most: int) -> Fault:
    return Fault(
        "FILE-TOO-LARGE",
        f"is too large: {size:,} bytes, where {most:,} are allowed",
        "Text does not need that much space. Check what else is in the file.",
    )
