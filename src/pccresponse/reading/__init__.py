"""Reading `response.yaml`, `office.yaml` and `record.json` as models, with the place of each value in the YAML.

Parsing: `source` opens a file, and `parsing` decodes it and turns the YAML into a `tree` of nodes with their places. Binding: `binding`
compares the nodes with the `shapes` of the models and reads their `values`. Errors: `source` collects them and lists their codes,
`yaml_errors` explains YAML that cannot be parsed, and `binding` what does not fit. `schema` is for editors. Writing: `saving` applies
`edits` to a file.
"""

from __future__ import annotations

import re
from pathlib import Path as FilePath
from typing import Generic

import msgspec

from pccresponse.foundation.errors import DamagedFileError
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.foundation.problems import Path, Place, Problem, Severity
from pccresponse.models.office import Office
from pccresponse.models.record import FORMAT, EditionNotes, History
from pccresponse.models.response import Response
from pccresponse.reading.binding import Unread, bind
from pccresponse.reading.parsing import text_of, tree_of
from pccresponse.reading.shapes import M
from pccresponse.reading.source import CODES, Fault, ProblemCollector, Source, Spot, bytes_of, read_picture
from pccresponse.reading.tree import ListNode, Mapping, Node, locate

__all__ = ["CODES", "Reading", "read_edition", "read_history", "read_office", "read_picture", "read_response", "read_text"]

HISTORY_FILE = "record.json"
"""The file in which the program records what was published of a response."""
MOST_HISTORY_BYTES = 16 << 20


class Reading(msgspec.Struct, Generic[M], frozen=True, kw_only=True):
    """A file that was read: its model, or its problems."""

    file: str
    """The name of the file as messages show it."""
    model: M | None
    """None if any of the problems is an error."""
    readable: M | None
    """What could be read in spite of errors, only for checking it; the model if there are none."""
    unread: Unread
    """The paths that `readable` lacks, or has with a guessed value."""
    problems: tuple[Problem, ...]
    """In file order."""
    content: bytes
    """The bytes of the file; empty if they could not be read."""
    source: Source
    root: Mapping | None

    def place_of(self, path: Path, words: str = "") -> Place:
        """The place of a value: the given words in it, otherwise the text itself or its key.

        If it is missing, the place is the comment line that has its key, as `new` writes it, or else the nearest parent. If the file
        could not be read, the place is the file.
        """
        if self.root is None:
            return Place(self.file)
        spot = self._commented_out(path) or locate(self.root, path)
        return self.source.place((words and self._within(spot, path, words)) or spot)

    def _within(self, spot: Spot, path: Path, words: str) -> Spot | None:
        """The spot of words in the text that begins at a spot; None if the file has them in another form."""
        first, column = spot
        line = self.source.lines[first]
        key = len(line) - len(line.lstrip("- "))
        deeper = key if path and isinstance(path[-1], int) else key + 1  # the lines of a text are deeper than its key or dash
        text = [line[column:]]
        for below in self.source.lines[first + 1 :]:
            if below.strip() and len(below) - len(below.lstrip()) < deeper:
                break
            text.append(below)
        found = re.search(r"[\s>]+".join(map(re.escape, words.split())), "\n".join(text))
        if not words.split() or found is None:
            return None
        before = found.string[: found.start()].split("\n")
        return first + len(before) - 1, len(before[-1]) + (column if len(before) == 1 else 0)

    def _commented_out(self, path: Path) -> Spot | None:
        """The spot of the first missing key of a path in a comment line of its mapping."""
        node: Node | None = self.root
        for step in path:
            if isinstance(node, ListNode) and isinstance(step, int) and 0 <= step < len(node.items):
                node = node.items[step]
            elif isinstance(node, Mapping) and isinstance(step, str) and step in node.first:
                node = node.first[step].node
            else:
                break
        else:
            return None
        return self._comment_with(step, node) if isinstance(node, Mapping) and isinstance(step, str) else None

    def _comment_with(self, key: str, mapping: Mapping) -> Spot | None:
        for number, line in enumerate(self.source.lines[mapping.line + 1 :], start=mapping.line + 1):
            bare = line.lstrip()
            if bare.startswith("#"):
                content = bare.lstrip("# ")
                if content.startswith(f"{key}:"):
                    return number, len(line) - len(content)
            elif bare and len(line) - len(bare) < mapping.column:
                return None  # the mapping has ended
        return None


def read_response(path: FilePath, *, within: FilePath, shown_as: str) -> Reading[Response]:
    """Read a `response.yaml` inside the folder `within`. Messages call it `shown_as`. Problems in the file are not raised."""
    return _read_file(path, Response, within, shown_as)


def read_office(path: FilePath, *, within: FilePath, shown_as: str) -> Reading[Office]:
    """Read an `office.yaml` in the same way."""
    return _read_file(path, Office, within, shown_as)


def read_edition(path: FilePath, *, within: FilePath, shown_as: str) -> Reading[EditionNotes]:
    """Read an `edition.yaml` in the same way."""
    return _read_file(path, EditionNotes, within, shown_as)


def read_text(content: bytes, model: type[M], shown_as: str) -> Reading[M]:
    """Read any bytes as a file of a model."""
    source = Source(shown_as, [])
    collector = ProblemCollector(source)
    text = text_of(content, collector)
    root = None if text is None else tree_of(text, collector)
    bound, unread = (None, Unread()) if root is None else bind(root, model, collector)
    problems = collector.in_file_order()
    is_whole = not any(problem.severity is Severity.ERROR for problem in problems)
    return Reading(
        file=shown_as,
        model=bound if is_whole else None,
        readable=bound,
        unread=unread,
        problems=problems,
        content=content,
        source=source,
        root=root,
    )


def _read_file(path: FilePath, model: type[M], within: FilePath, shown_as: str) -> Reading[M]:
    content = bytes_of(path, within=within)
    if isinstance(content, bytes):
        return read_text(content, model, shown_as)
    message, place = f"The file {content.message}.", Place(shown_as)
    problem = Problem(code=content.code, severity=Severity.ERROR, place=place, message=message, remedy=content.remedy)
    return Reading(
        file=shown_as,
        model=None,
        readable=None,
        unread=Unread(),
        problems=(problem,),
        content=b"",
        source=Source(shown_as, []),
        root=None,
    )


def read_history(folder: FilePath, *, within: FilePath) -> History | None:
    """The history of the response in `folder`, from its `record.json`; None if it was never published. Raises `DamagedFileError`."""
    path = folder / HISTORY_FILE
    content = bytes_of(path, within=within, most=MOST_HISTORY_BYTES)
    if isinstance(content, Fault) and content.code == "FILE-MISSING":
        return None
    if isinstance(content, Fault):
        raise DamagedFileError(f"{path.name} of {folder.name} {content.message}.", content.remedy)
    try:
        if format_of(content) > FORMAT:
            raise DamagedFileError(
                f"{path.name} of {folder.name} was written by a later version of this program.", "Use that version, or a later one."
            )
        history = msgspec.json.decode(content, type=History)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DamagedFileError(
            f"{path.name} of {folder.name} is not as the program writes it: {error}.",
            "Restore it from a copy. Do not edit it.",
        ) from error
    if not history.versions or [each.version for each in history.versions] != list(range(1, len(history.versions) + 1)):
        raise DamagedFileError(f"{path.name} of {folder.name} does not count its versions from 1 on.", "Restore it from a copy.")
    if bad := next((each.published_on for each in history.versions if not _is_date(each.published_on)), None):
        raise DamagedFileError(f'{path.name} of {folder.name} has "{bad}" for a date of publication.', "Restore it from a copy.")
    return history


def _is_date(published_on: str) -> bool:
    try:
        return published_on == "not recorded" or bool(PartialDate.parse(published_on))
    except ValueError:
        return False


class _Format(msgspec.Struct):
    format: int


def format_of(content: bytes) -> int:
    """The format of a record or a history. It is read first, because a later format may have any other fields."""
    return msgspec.json.decode(content, type=_Format).format
