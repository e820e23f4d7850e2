"""What was published: the versions in `record.json` in words, and the published files under `published/`."""

from __future__ import annotations

from pathlib import Path

from pccresponse.foundation.partial_dates import in_words
from pccresponse.models.record import Version
from pccresponse.models.scalars import When, known

PUBLISHED = "published"


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
