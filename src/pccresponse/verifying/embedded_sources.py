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
from pccresponse.verifying.open_untrusted import EmbeddedFiles
from pccresponse.workspace import OFFICE_FILE, RESPONSE_FILE

_NOT_OURS = "The PDF has no record of what it was made from, so it proves nothing by itself."
_WHENCE = "PDFs that pccresponse makes have one. A PDF that was later printed, signed or converted may have lost it."
_MOST_FILES = 5
"""Files of an edition that are named in a sentence."""
_TABLE = Path(__file__).with_name("released.yaml")


class Sources(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that one document is made from."""

    record: Record
    record_content: bytes
    inputs: dict[str, bytes]
    edition: dict[str, bytes]
    law: dict[str, bytes]


def sources_in(embedded: EmbeddedFiles) -> Sources:
    """The sources in a PDF. Raises `UnreadablePdfError` if it has none, or they cannot be opened safely."""
    files = dict(embedded.attachments)
    content = files.pop(RECORD_FILE, None)
    if content is None:
        raise UnreadablePdfError(_NOT_OURS, _WHENCE)
    record = _record(content)
    edition_name = edition_file(record.edition)
    for name in (edition_name, LAW_FILE, RESPONSE_FILE, OFFICE_FILE):
        if name not in files:
            raise UnreadablePdfError(f"The PDF has a record but not the file {quoted(name)} that goes with it.")
    return Sources(
        record=record,
        record_content=content,
        edition=_unzipped(files.pop(edition_name), edition_name),
        law=_unzipped(files.pop(LAW_FILE), LAW_FILE),
        inputs={name: content for name, content in files.items() if name in record.inputs or name in (RESPONSE_FILE, OFFICE_FILE)},
    )


def disagreements(sources: Sources, embedded: EmbeddedFiles) -> tuple[str, ...]:
    """A clause for each file in a PDF that is not the one in its own record."""
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
    clauses += [f"{name} does not fit the checksum beside it" for name, checksum in embedded.checksums.items() if not checksum.fits]
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
    """The files of an archive by path. Raises `UnreadablePdfError` if they exceed the limits of an edition, or leave their folder."""
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
    """The editions and law tables of one version of the program."""

    version: str
    editions: dict[str, str]
    """The fingerprint of each edition by its name, `edition.yaml` included."""
    law: dict[str, str]
    """The SHA-256 of each law table by the name of its file."""


class LawTables(msgspec.Struct, frozen=True):
    """Where the law tables in a PDF come from."""

    release: Release | None
    """The known version of the program that had exactly these tables, if any."""
    unknown: tuple[str, ...] = ()
    """The names of tables that no known version had."""


@cache
def earlier_releases() -> tuple[Release, ...]:
    """The versions in `released.yaml`."""
    return msgspec.yaml.decode(_TABLE.read_bytes(), type=tuple[Release, ...])


def this_release() -> Release:
    """This version of the program, from its own files."""
    return Release(version=__version__, editions=_packaged_editions(), law=_packaged_law())


def releases() -> tuple[Release, ...]:
    """The known versions, this one first."""
    return (this_release(), *earlier_releases())


def law_tables(content: Mapping[str, bytes]) -> LawTables:
    """Which version had these tables. All must be of one version, because old rows beside new ones were never the law."""
    digests = digests_by_name(content)
    known = releases()
    release = next((each for each in known if each.law == digests), None)
    unknown = (name for name, digest in digests.items() if all(each.law.get(name) != digest for each in known))
    return LawTables(release, tuple(sorted(unknown)))


def unlike_the_released(name: str, files: Mapping[str, bytes]) -> str:
    """A sentence on how an edition differs from the released one of its name.

    Empty if it does not, or if the program has no edition of that name (see `is_ours`).
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
    """Whether a known version has an edition of that name."""
    return any(name in each.editions for each in releases())


@cache
def _packaged_editions() -> dict[str, str]:
    folders = (file.parent for file in sorted(templates_folder().glob(f"*/{EDITION_FILE}")))
    return {folder.name: fingerprint_of(_with_notes(folder)) for folder in folders}


def _with_notes(folder: Path) -> dict[str, str]:
    return {**digests_of(folder), EDITION_FILE: digest_of((folder / EDITION_FILE).read_bytes())}


def _packaged_law() -> dict[str, str]:
    return digests_by_name({path.name: path.read_bytes() for path in sorted(DATA.glob("*.yaml"))})
