"""What a PDF carries of its own making: the input, the edition, the tables of the law and the record, taken out with care."""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping
from hashlib import sha256
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

import msgspec

from pccresponse.editions import MOST_BYTES, MOST_FILES
from pccresponse.models.record import FORMAT, Record
from pccresponse.pipeline.recording import LAW_FILE, RECORD_FILE, edition_file
from pccresponse.publishing.history import format_of
from pccresponse.publishing.plain_paths import plain_path
from pccresponse.verifying.errors import UnreadablePdfError
from pccresponse.verifying.open_untrusted import Carried
from pccresponse.verifying.quoting import quoted
from pccresponse.workspace import OFFICE_FILE, RESPONSE_FILE

_NOT_OURS = "The PDF carries no record of what it was made from, so nothing can be proved from it alone."
_WHENCE = "Files that pccresponse makes carry one; a PDF that was printed, signed or converted anew may have lost it."


class Kit(msgspec.Struct, frozen=True, kw_only=True):
    """All that it takes to make one document again."""

    record: Record
    record_content: bytes
    inputs: dict[str, bytes]
    edition: dict[str, bytes]
    law: dict[str, bytes]

    @property
    def edition_digest(self) -> str:
        """One digest for the edition as it is carried."""
        return sha256(
            b"".join(f"{path}\0".encode() + sha256(self.edition[path]).digest() for path in sorted(self.edition))
        ).hexdigest()


def kit_of(carried: Carried) -> Kit:
    """The kit in a PDF. Raises `UnreadablePdfError` for one that carries none, or one that cannot be opened safely."""
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
            raise UnreadablePdfError(f"The PDF carries a record but not the file {quoted(name)} that goes with it.")
    assert edition is not None
    assert law is not None
    return Kit(
        record=record,
        record_content=content,
        inputs={name: content for name, content in files.items() if name in record.inputs or name in (RESPONSE_FILE, OFFICE_FILE)},
        edition=_unzipped(edition, edition_file(record.edition)),
        law=_unzipped(law, LAW_FILE),
    )


def disagreements(kit: Kit, carried: Carried) -> tuple[str, ...]:
    """Where what a PDF carries is not what its own record names: nothing that this program makes has any."""
    record = kit.record
    expected = {
        **{name: record.inputs.get(name) for name in (*record.inputs, *kit.inputs)},
        **{f"{path} of the edition": digest for path, digest in (record.edition_files | record.fonts).items()},
        **{f"{name} of the law tables": digest for name, digest in record.law.tables.items()},
    }
    found = {
        **_digests(kit.inputs, ""),
        **_digests(kit.edition, " of the edition"),
        **_digests(kit.law, " of the law tables"),
    }
    clauses = [
        f"{what} in the PDF is not the one that its record names"
        if what in found
        else f"{what} is named in the record and is not there"
        for what in sorted(expected.keys() | found.keys())
        if expected.get(what) != found.get(what)
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
    left = MOST_BYTES
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_FILES:
                raise UnreadablePdfError(f"{quoted(name)} in the PDF holds more than {MOST_FILES} files.")
            for entry in entries:
                if plain_path(entry.filename) is None or entry.filename in found:
                    raise UnreadablePdfError(
                        f"{quoted(name)} in the PDF holds {quoted(entry.filename)}, which is no path for a file."
                    )
                if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                    raise UnreadablePdfError(f"{quoted(name)} in the PDF is packed in a way that this program never uses.")
                with archive.open(entry) as file:
                    found[entry.filename] = file.read(left + 1)
                left -= len(found[entry.filename])
                if left < 0:
                    raise UnreadablePdfError(f"{quoted(name)} in the PDF unpacks to more than {MOST_BYTES >> 20} MB.")
    except (BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError, zlib.error) as error:
        raise UnreadablePdfError(f"{quoted(name)} in the PDF is damaged and cannot be opened.") from error
    return found


def _digests(files: Mapping[str, bytes], suffix: str) -> dict[str, str]:
    return {f"{name}{suffix}": sha256(content).hexdigest() for name, content in files.items()}
