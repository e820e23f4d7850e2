"""Reading `record.json`, in which the program writes down what was published of a response."""

from __future__ import annotations

from pathlib import Path

import msgspec

from pccresponse.foundation.errors import DamagedFileError
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.models.record import FORMAT, History
from pccresponse.reading.source import Fault, bytes_of

HISTORY_FILE = "record.json"
MOST_BYTES = 16 << 20


def read_history(folder: Path, *, within: Path) -> History | None:
    """The history of the response in `folder`; None if it was never published. Raises `DamagedFileError` with the reason."""
    path = folder / HISTORY_FILE
    content = bytes_of(path, within=within, most=MOST_BYTES)
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
    """The format that a record or a history says it is written in; asked first, because a later one may hold anything else."""
    return msgspec.json.decode(content, type=_Format).format
