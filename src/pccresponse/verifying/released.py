"""The editions and law tables of every released version, by digest.

A PDF brings its own templates and law tables, and whoever makes one may put anything into them. These digests come from the
program and not from the PDF.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec

from pccresponse import __version__
from pccresponse.digests import changes_in_words, digest_of, digests_by_name
from pccresponse.editions import EDITION_FILE, digests_of, fingerprint_of
from pccresponse.packaged import templates_folder
from pccresponse.statute.tables import DATA

_TABLE = Path(__file__).with_name("released.yaml")


class Release(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What came with one version of the program."""

    version: str
    editions: dict[str, str]
    """The fingerprint of each edition by its name, `edition.yaml` included."""
    law: dict[str, str]
    """The SHA-256 of each law table by the name of its file."""


class LawTables(msgspec.Struct, frozen=True):
    """What is known of the law tables that a PDF brings."""

    release: Release | None
    """The version of the program that they came with; None if no version that is known had just these."""
    unknown: tuple[str, ...] = ()
    """The names of those that no version had."""


@cache
def earlier_releases() -> tuple[Release, ...]:
    """Every version in the table of releases."""
    return msgspec.yaml.decode(_TABLE.read_bytes(), type=tuple[Release, ...])


def this_release() -> Release:
    """What comes with the program that runs, worked out from its files."""
    return Release(version=__version__, editions=_packaged_editions(), law=_packaged_law())


def releases() -> tuple[Release, ...]:
    """Every version that is known, this one first."""
    return (this_release(), *earlier_releases())


def law_tables(content: Mapping[str, bytes]) -> LawTables:
    """Which version the tables came with; all of them together, because old rows beside new ones were never the law."""
    digests = digests_by_name(content)
    known = releases()
    release = next((each for each in known if each.law == digests), None)
    unknown = (name for name, digest in digests.items() if all(each.law.get(name) != digest for each in known))
    return LawTables(release, tuple(sorted(unknown)))


def unlike_the_released(name: str, files: Mapping[str, bytes]) -> str:
    """How an edition differs from the one that is known by its name, as a sentence; empty if it is that one.

    Empty, too, for a name that no edition of the program has: see `is_ours`.
    """
    fingerprints = {each.editions[name] for each in releases() if name in each.editions}
    digests = digests_by_name(files)
    if not fingerprints or fingerprint_of(digests) in fingerprints:
        return ""
    folder = templates_folder() / name
    clauses = changes_in_words(_with_notes(folder), digests) if folder.is_dir() else ()
    more = f" and {len(clauses) - _MOST} more" if len(clauses) > _MOST else ""
    how = f": {', '.join(clauses[:_MOST])}{more}" if clauses else ""
    return f"It was made with another edition {name} than the released one{how}."


_MOST = 5


def is_ours(name: str) -> bool:
    """Whether an edition of that name came with any version that is known."""
    return any(name in each.editions for each in releases())


@cache
def _packaged_editions() -> dict[str, str]:
    folders = (file.parent for file in sorted(templates_folder().glob(f"*/{EDITION_FILE}")))
    return {folder.name: fingerprint_of(_with_notes(folder)) for folder in folders}


def _with_notes(folder: Path) -> dict[str, str]:
    return {**digests_of(folder), EDITION_FILE: digest_of((folder / EDITION_FILE).read_bytes())}


def _packaged_law() -> dict[str, str]:
    return digests_by_name({path.name: path.read_bytes() for path in sorted(DATA.glob("*.yaml"))})
