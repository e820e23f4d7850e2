"""The sources embedded in a PDF: the input, the edition, the law tables and the record; and whether they were ever released.

Whoever makes a PDF may put any templates and law tables into it. The digests of those that were released come from the program and
not from the PDF.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

import msgspec

from pccresponse import __version__, edition_files
from pccresponse.edition_files import EDITION_FILE, digests_of, fingerprint_of
from pccresponse.foundation.errors import UnreadablePdfError
from pccresponse.foundation.files import changed_names, changes_in_words, digest_of, digests_by_name, templates_folder
from pccresponse.models.record import FORMAT, Record
from pccresponse.pipeline.published_files import plain_path
from pccresponse.pipeline.record import LAW_FILE, RECORD_FILE, edition_file
from pccresponse.reading import format_of
from pccresponse.statute.tables import DATA
from pccresponse.verifying.differences import quoted
from pccresponse.verifying.open_untrusted import Carried
from pccresponse.workspace import OFFICE_FILE, RESPONSE_FILE

_NOT_OURS = "The PDF has no record of what it was made from, so it proves nothing by itself."
_WHENCE = "PDFs that pccresponse makes have one. A PDF that was later printed, signed or converted may have lost it."
_MOST_FILES = 5
"""Files of an edition that are named in a sentence."""
_TABLE = Path(__file__).with_name("released.yaml")


class Sources(msgspec.Struct, frozen=True, kw_only=True):
    """All that it takes to make one document again."""

    record: Record
    record_content: bytes
    inputs: dict[str, bytes]
    edition: dict[str, bytes]
    law: dict[str, bytes]


def sources_in(carried: Carried) -> Sources:
    """The sources in a PDF. Raises `UnreadablePdfError` for one that carries none, or one that cannot be opened safely."""
    files = dict(carried.attachments)
    content = files.pop(RECORD_FILE, None)
    if content is None:
        raise UnreadablePdfError(_NOT_OURS, _WHENCE)
    record = _record(content)
    edition, law = files.pop(edition_file(record.edition), None), files.pop(LAW_FILE, None)
    for name, there in (
        (edition_file(record.edition), edition),
        (LAW_FILE, law),
        (RESPONSE_FILE, files.get(RESPONSE_FILE)),
        (OFFICE_FILE, files.get(OFFICE_FILE)),
    ):
        if there is None:
            raise UnreadablePdfError(f"The PDF has a record but not the file {quoted(name)} that goes with it.")
    assert edition is not None
    assert law is not None
    return Sources(
        record=record,
        record_content=content,
        inputs={name: content for name, content in files.items() if name in record.inputs or name in (RESPONSE_FILE, OFFICE_FILE)},
        edition=_unzipped(edition, edition_file(record.edition)),
        law=_unzipped(law, LAW_FILE),
    )


def disagreements(sources: Sources, carried: Carried) -> tuple[str, ...]:
    """Where what a PDF carries is not what its own record names: nothing that this program makes has any."""
    record = sources.record
    expected = {
        **record.inputs,
        **{f"{path} of the edition": digest for path, digest in (record.edition_files | record.fonts).items()},
        **{f"{name} of the law tables": digest for name, digest in record.law.tables.items()},
    }
    found = {
        **digests_by_name(sources.inputs),
        **{f"{path} of the edition": digest for path, digest in digests_by_name(sources.edition).items()},
        **{f"{name} of the law tables": digest for name, digest in digests_by_name(sources.law).items()},
    }
    clauses = [
        f"{what} in the PDF is not the one that its record names"
        if what in found
        else f"{what} is in the record but not in the PDF"
        for what in changed_names(expected, found)
    ]
    clauses += [f"{name} does not fit the checksum beside it" for name, checksum in carried.checksums.items() if not checksum.fits]
    return tuple(clauses)


def _record(content: bytes) -> Record:
    try:
        if format_of(content) > FORMAT:
            raise UnreadablePdfError(
                "The record in the PDF was written by a later version of this program.",
                "Verify it with that version or a later one.",
            )
        record = msgspec.json.decode(content, type=Record)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadablePdfError(f"The record in the PDF is not as this program writes it: {error}.") from error
    for name in (record.slug, record.edition):
        if "/" in name or plain_path(name) is None:
            raise UnreadablePdfError(f"The record in the PDF names a folder {quoted(name)}, which cannot be one.")
    return record


def _unzipped(content: bytes, name: str) -> dict[str, bytes]:
    """The files of an archive, as few and as small as an edition's, under paths that stay where they are put."""
    found: dict[str, bytes] = {}
    left = edition_files.MOST_BYTES
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > edition_files.MOST_FILES:
                raise UnreadablePdfError(f"{quoted(name)} in the PDF holds more than {edition_files.MOST_FILES} files.")
            for entry in entries:
                if plain_path(entry.filename) is None or entry.filename in found:
                    raise UnreadablePdfError(
                        f"{quoted(name)} in the PDF holds {quoted(entry.filename)}, which is not the path of a file."
                    )
                if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                    raise UnreadablePdfError(f"{quoted(name)} in the PDF is packed in a way that this program never uses.")
                with archive.open(entry) as file:
                    found[entry.filename] = file.read(left + 1)
                left -= len(found[entry.filename])
                if left < 0:
                    raise UnreadablePdfError(f"{quoted(name)} in the PDF unpacks to more than {edition_files.MOST_BYTES >> 20} MB.")
    except (BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError, zlib.error) as error:
        raise UnreadablePdfError(f"{quoted(name)} in the PDF is damaged and cannot be opened.") from error
    return found


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


@cache
def _packaged_editions() -> dict[str, str]:
    folders = (file.parent for file in sorted(templates_folder().glob(f"*/{EDITION_FILE}")))
    return {folder.name: fingerprint_of(_with_notes(folder)) for folder in folders}


def _with_notes(folder: Path) -> dict[str, str]:
    return {**digests_of(folder), EDITION_FILE: digest_of((folder / EDITION_FILE).read_bytes())}


def _packaged_law() -> dict[str, str]:
    return digests_by_name({path.name: path.read_bytes() for path in sorted(DATA.glob("*.yaml"))})
