"""From the bytes of `response.yaml` and `office.yaml` to models that know where each value is.

Parsing: `source` opens a file, `parsing` decodes it and reads the YAML into a `tree` of nodes, each with its place in the `source`.
Shape: `binding` holds the nodes against the `shapes` of the models and reads their `values`. Errors: `source` collects them and lists
their codes, `yaml_errors` says what is wrong with YAML that cannot be parsed, `binding` what does not fit. `schema` tells editors.
Writing: `editing` saves what `edits` puts into a file.
"""

from __future__ import annotations

import re
from pathlib import Path as FilePath
from typing import Generic

import msgspec

from pccresponse.foundation.errors import DamagedFileError
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.foundation.problems import Path, Place, Problem, Severity
from pccresponse.models.edition import EditionNotes
from pccresponse.models.office import Office
from pccresponse.models.record import FORMAT, History
from pccresponse.models.response import Response
from pccresponse.reading.binding import Unread, bind
from pccresponse.reading.parsing import text_of, tree_of
from pccresponse.reading.shapes import M
from pccresponse.reading.source import CODES, Complaints, Fault, Source, Spot, bytes_of, read_picture
from pccresponse.reading.tree import Listing, Mapping, Node, locate

__all__ = ["CODES", "Reading", "read_edition", "read_history", "read_office", "read_picture", "read_response", "read_text"]

HISTORY_FILE = "record.json"
"""The file in which the program records what was published of a response."""
MOST_HISTORY_BYTES = 16 << 20


class Reading(msgspec.Struct, Generic[M], frozen=True, kw_only=True):
    """A file that was read: its model, or everything that is wrong with it."""

    file: str
    """The name of the file as messages show it."""
    model: M | None
    """None if any of the problems is an error."""
    readable: M | None
    """What could be read in spite of the errors, for judging it and for nothing else; the model if there are none."""
    unread: Unread
    """What `readable` lacks or has otherwise than the file."""
    problems: tuple[Problem, ...]
    """In file order."""
    content: bytes
    """The file's bytes as they were read; empty if they could not be."""
    source: Source
    root: Mapping | None

    def place_of(self, path: Path, words: str = "") -> Place:
        """Where the value of a path is: at the given words of a text, at a text itself, else at its key.

        Of something missing: the line that has it commented out, as `new` writes it, else the nearest thing above it. Where the
        file could not be read at all, the place is the file.
        """
        if self.root is None:
            return Place(self.file)
        spot = self._commented_out(path) or locate(self.root, path)
        return self.source.place((words and self._within(spot, path, words)) or spot)

    def _within(self, spot: Spot, path: Path, words: str) -> Spot | None:
        """Where words are in the text that begins at a spot; None if the file writes them in another way than they read."""
        first, column = spot
        line = self.source.lines[first]
        key = len(line) - len(line.lstrip("- "))
        # What goes on with a text is deeper than its key; an item of a list has no key.
        deeper = key if path and isinstance(path[-1], int) else key + 1
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
        """The spot of the first key on the path that is missing, if a comment where it would be has it."""
        node: Node | None = self.root
        for step in path:
            if isinstance(node, Listing) and isinstance(step, int) and 0 <= step < len(node.items):
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
    """Read a `response.yaml` that lies in the folder `within`; messages call it `shown_as`. Nothing is raised for what is in it."""
    return _read_file(path, Response, within, shown_as)


def read_office(path: FilePath, *, within: FilePath, shown_as: str) -> Reading[Office]:
    """Read an `office.yaml` that lies in the folder `within`; messages call it `shown_as`. Nothing is raised for what is in it."""
    return _read_file(path, Office, within, shown_as)


def read_edition(path: FilePath, *, within: FilePath, shown_as: str) -> Reading[EditionNotes]:
    """Read an `edition.yaml` that lies in the folder `within`; messages call it `shown_as`. Nothing is raised for what is in it."""
    return _read_file(path, EditionNotes, within, shown_as)


def read_text(content: bytes, model: type[M], shown_as: str) -> Reading[M]:
    """Read the bytes of a file as a model, whatever the bytes are."""
    source = Source(shown_as, [])
    complaints = Complaints(source)
    text = text_of(content, complaints)
    root = None if text is None else tree_of(text, complaints)
    bound, unread = (None, Unread()) if root is None else bind(root, model, complaints)
    problems = complaints.in_file_order()
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
    return Reading(
        file=shown_as,
        model=None,
        readable=None,
        unread=Unread(),
        problems=(_about_the_file(content, shown_as),),
        content=b"",
        source=Source(shown_as, []),
        root=None,
    )


def _about_the_file(fault: Fault, shown_as: str) -> Problem:
    return Problem(
        code=fault.code, severity=Severity.ERROR, place=Place(shown_as), message=f"The file {fault.message}.", remedy=fault.remedy
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
