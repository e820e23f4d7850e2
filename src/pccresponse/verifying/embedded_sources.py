"""The sources embedded in a PDF: the input, the edition, the law tables and the record.

They are untrusted: a PDF with more, larger or oddly named files than this program ever embeds is refused.
"""

from __future__ import annotations

import io
import unicodedata
import zlib
from collections.abc import Iterator
from hashlib import md5
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

import msgspec
import pikepdf

from pccresponse import edition_files
from pccresponse.foundation.errors import UnreadablePdfError
from pccresponse.foundation.files import changed_names, digests_by_name
from pccresponse.models.record import FORMAT, Record
from pccresponse.pipeline.published_files import plain_path
from pccresponse.pipeline.record import LAW_FILE, RECORD_FILE, edition_file
from pccresponse.reading import format_of
from pccresponse.verifying.differences import quoted
from pccresponse.verifying.open_untrusted import MEGABYTE, leaves, opened, repairs_of, unpacked
from pccresponse.workspace import OFFICE_FILE, RESPONSE_FILE

_MOST_FILES = 32
_LARGEST = 32 * MEGABYTE
_LARGEST_TOGETHER = 64 * MEGABYTE
_LONGEST_NAME = 255
_NOT_OURS = "The PDF has no record of what it was made from, so it proves nothing by itself."
_WHENCE = "PDFs that pccresponse makes have one. A PDF that was later printed, signed or converted may have lost it."
_FORBIDDEN = frozenset('/\\:*?"<>|')
"""What parts folders or names a drive somewhere, or cannot be in the name of a file on Windows."""


class Checksum(msgspec.Struct, frozen=True):
    """The MD5 that a PDF gives for a file in it: it tells of accidents, not of intentions."""

    declared: str
    """In hexadecimal."""
    fits: bool


class Carried(msgspec.Struct, frozen=True, kw_only=True):
    """The files that travel in a PDF. None of it is to be believed."""

    attachments: dict[str, bytes]
    """By name, in the order of the names; every name is that of a file in a folder, and leads nowhere else."""
    checksums: dict[str, Checksum]
    """For each attachment that declares one."""
    repairs: tuple[str, ...] = ()
    """What had to be put right before the file could be read; empty for a file that is whole."""


def read_untrusted(pdf: bytes) -> Carried:
    """What a PDF carries that nobody vouches for. Raises `UnreadablePdfError`, and nothing else."""
    with opened(pdf) as document:
        attachments, checksums = embedded_files(document)
        return Carried(attachments=attachments, checksums=checksums, repairs=repairs_of(document))


def embedded_files(document: pikepdf.Pdf) -> tuple[dict[str, bytes], dict[str, Checksum]]:
    """Every embedded file by name, with the checksums that are declared. Raises `UnreadablePdfError` beyond the limits."""
    contents: dict[str, bytes] = {}
    checksums: dict[str, Checksum] = {}
    taken: set[str] = set()
    left = _LARGEST_TOGETHER
    for name, stream in sorted(_streams(document), key=lambda pair: pair[0]):
        _refuse_name(name)
        # Files whose names differ in nothing but capitals would overwrite each other on many systems.
        folded = unicodedata.normalize("NFC", name).casefold()
        if folded in taken:
            raise UnreadablePdfError(f"Two attachments are called {quoted(name)}.")
        taken.add(folded)
        contents[name] = unpacked(stream, _LARGEST, f"The attachment {quoted(name)}")
        left -= len(contents[name])
        if left < 0:
            raise UnreadablePdfError(f"The attachments unpack to more than {_LARGEST_TOGETHER // MEGABYTE} MB.")
        declared = stream.get("/Params", pikepdf.Dictionary()).get("/CheckSum")
        if isinstance(declared, pikepdf.String):
            digest = md5(contents[name], usedforsecurity=False).digest()
            checksums[name] = Checksum(bytes(declared).hex(), bytes(declared) == digest)
    return contents, checksums


def _streams(document: pikepdf.Pdf) -> list[tuple[str, Any]]:
    """Name and stream of each file in the list that viewers show, and of those that are only associated (`/AF`)."""
    listed: list[tuple[str, Any]] = []
    seen: set[tuple[int, int]] = set()
    for key, specification in _specifications(document):
        if specification.objgen != (0, 0) and specification.objgen in seen:
            continue
        seen.add(specification.objgen)
        name = str(specification.get("/UF", specification.get("/F", key)))
        files = specification.get("/EF")
        if files is None:
            continue  # it names a file somewhere else and brings none
        stream = files.get("/UF", files.get("/F"))
        if not isinstance(stream, pikepdf.Stream):
            raise UnreadablePdfError(f"The attachment {quoted(name)} is damaged: it is not there.")
        if any(other.objgen != stream.objgen for other in files.values()):
            raise UnreadablePdfError(f"The attachment {quoted(name)} has 2 contents, and different viewers show different ones.")
        listed.append((name, stream))
        if len(listed) > _MOST_FILES:
            raise UnreadablePdfError(f"The PDF has more than {_MOST_FILES} attachments.")
    return listed


def _specifications(document: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    root = document.Root
    tree = root.get("/Names", pikepdf.Dictionary()).get("/EmbeddedFiles")
    if tree is not None:
        yield from ((str(key), specification) for key, specification in leaves(tree, "the list of attachments"))
    for specification in root.get("/AF", ()):
        yield "", specification


def _refuse_name(name: str) -> None:
    if (
        not name.strip(". ")
        or name != name.strip()
        or name.endswith(".")
        or len(name.encode("utf-8", "surrogatepass")) > _LONGEST_NAME
        or not name.isprintable()
        or _FORBIDDEN & set(name)
    ):
        raise UnreadablePdfError(f"An attachment is called {quoted(name)}, which is not the name of a file in a folder.")


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
