"""What was published: `record.json` beside a response, and the published files themselves under `published/`."""

from __future__ import annotations

from pathlib import Path

import msgspec

from pccresponse.errors import DamagedFileError
from pccresponse.models.record import FORMAT, History, Version
from pccresponse.models.scalars import When, known
from pccresponse.partial_dates import PartialDate, in_words
from pccresponse.reading.files import bytes_of
from pccresponse.reading.source import Fault

HISTORY_FILE = "record.json"
PUBLISHED = "published"
MOST_BYTES = 16 << 20


def read_history(folder: Path, *, within: Path) -> History | None:
    """The history of the response in `folder`; None where it was never published. Raises `DamagedFileError` with the reason."""
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
            "Restore it from a copy; it is not for editing.",
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


def published_folder(folder: Path, version: Version | int) -> Path:
    """Where the files of one publication are kept: `published/1/` in the response's folder."""
    return folder / PUBLISHED / str(version if isinstance(version, int) else version.version)


def when_published(version: Version) -> str:
    """The date of a version, as precisely as it is known: `on 9 August 2024`, `in 2015`, `on a day that is not recorded`."""
    return when_in_words(version.when)


def when_in_words(when: When) -> str:
    """The same of any date of publication."""
    day = known(when)
    return f"{'on' if day.day else 'in'} {day}" if day else "on a day that is not recorded"


def recorded_in_words(version: Version) -> str:
    """When the record was made, where that is another day than the publication's: `on 27 November 2026, afterwards`."""
    day, made_on = known(version.when), version.made_on
    if made_on is None or (day and day.earliest <= made_on <= day.latest):
        return ""
    if day and day.earliest > made_on:
        return f"on {in_words(made_on)}, in advance"
    return f"on {in_words(made_on)}, afterwards"
