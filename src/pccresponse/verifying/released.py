"""Hold the edition and the law tables embedded in a PDF against those of every released version, by digest.

A PDF brings its own templates and law tables, and whoever makes one may put anything into them. These digests come from the
program and not from the PDF.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from pathlib import Path

import msgspec

from pccresponse import __version__, statute
from pccresponse.edition_files import EDITION_FILE, digests_of, fingerprint_of
from pccresponse.foundation.errors import PccResponseError
from pccresponse.foundation.files import changes_in_words, digest_of, digests_by_name, templates_folder
from pccresponse.statute.tables import DATA
from pccresponse.verifying.comparison import compare
from pccresponse.verifying.differences import quoted
from pccresponse.verifying.embedded_sources import Sources
from pccresponse.verifying.rebuild import Rebuilt, rebuild
from pccresponse.verifying.verdict import Cause, Reason

_MOST = 12
"""Sentences on what law tables change."""
_MOST_PASSAGES = 4
_MOST_FILES = 5
_MOST_TABLES = 3
_LONGEST = 300
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
    more = f" and {len(clauses) - _MOST_FILES} more" if len(clauses) > _MOST_FILES else ""
    how = f": {', '.join(clauses[:_MOST_FILES])}{more}" if clauses else ""
    return f"It was made with another edition {name} than the released one{how}."


def is_ours(name: str) -> bool:
    """Whether an edition of that name came with any version that is known."""
    return any(name in each.editions for each in releases())


def reasons_of_edition(sources: Sources, again: Rebuilt) -> tuple[Reason, ...]:
    """Where the templates and fonts in a PDF are not those of the edition whose name they bear."""
    if unlike := unlike_the_released(sources.record.edition, sources.edition):
        return (Reason(Cause.OTHER_EDITION, unlike),)
    if again.edition_problems:
        more = f" {len(again.edition_problems) - 1} more of its files differ." if len(again.edition_problems) > 1 else ""
        sentence = f"The edition in the PDF is not the one that its edition.yaml names: {again.edition_problems[0]}{more}"
        return (Reason(Cause.OTHER_EDITION, sentence),)
    return ()


def reasons_of_law(sources: Sources, again: Rebuilt) -> tuple[Reason, ...]:
    """What is to be said of the tables in a PDF, from which the document was made again."""
    found = law_tables(sources.law)
    if found.release is not None:
        changed = changes_in_words(found.release.law, statute.digests_of_tables())
        version = found.release.version
        told = (
            f"It was made with the law tables of version {version}, and those were used. In this version {' and '.join(changed)}."
        )
        return (Reason(Cause.LAW_TABLES_CHANGED, told),) if changed else ()
    if found.unknown:
        names = " and ".join(quoted(name, 60) for name in found.unknown[:_MOST_TABLES])
        more = f" and {len(found.unknown) - _MOST_TABLES} more" if len(found.unknown) > _MOST_TABLES else ""
        tables = "table" if len(found.unknown) == 1 else "tables"
        sentence = f"No released version that this program knows had the law {tables} {names}{more} of the PDF."
    else:
        sentence = "No released version that this program knows had exactly these law tables."
    try:
        changes = _changed_by_tables(again, rebuild(sources, statute.tables()))
    except PccResponseError as error:
        changes = (f"With the law tables of this program it cannot be made: {error.message}",)
    return tuple(Reason(Cause.UNKNOWN_LAW, each) for each in (sentence, *changes))


def _changed_by_tables(carried: Rebuilt, ours: Rebuilt) -> tuple[str, ...]:
    """What the tables that a document carries make of it, and the program's own do not, in sentences."""
    found = tuple(islice(_changes(carried, ours), _MOST + 1))
    if not found:
        return ("With the law tables of this program the document says the same, and so do the rules.",)
    return found if len(found) <= _MOST else (*found[:_MOST], "They change more than this.")


def _changes(carried: Rebuilt, ours: Rebuilt) -> Iterator[str]:
    was, now = carried.law, ours.law
    for what in {**was, **now}:
        old, new = was.get(what, "nothing"), now.get(what, "nothing")
        if old != new:
            yield f"{what}: {old} by the tables in the PDF, {new} by those of this program."
    said, would_say = ({(each.code, each.message) for each in made.record.findings} for made in (carried, ours))
    for code, message in sorted(would_say - said):
        yield f"With the tables of this program the rules say, and with those in the PDF they do not: {code}: {quoted(message, _LONGEST)}."
    for code, message in sorted(said - would_say):
        yield f"With the tables in the PDF the rules say, and with those of this program they do not: {code}: {quoted(message, _LONGEST)}."
    passages = [each for each in compare(carried.pdf, ours.pdf).differences if each.kind == "text"]
    for each in passages[:_MOST_PASSAGES]:
        yield f"On page {each.page} it says {quoted(each.was, 200)}; with the law tables of this program, {quoted(each.now, 200)}."
    if len(passages) > _MOST_PASSAGES:
        yield f"{len(passages) - _MOST_PASSAGES} more of its passages would be different."


@cache
def _packaged_editions() -> dict[str, str]:
    folders = (file.parent for file in sorted(templates_folder().glob(f"*/{EDITION_FILE}")))
    return {folder.name: fingerprint_of(_with_notes(folder)) for folder in folders}


def _with_notes(folder: Path) -> dict[str, str]:
    return {**digests_of(folder), EDITION_FILE: digest_of((folder / EDITION_FILE).read_bytes())}


def _packaged_law() -> dict[str, str]:
    return digests_by_name({path.name: path.read_bytes() for path in sorted(DATA.glob("*.yaml"))})
