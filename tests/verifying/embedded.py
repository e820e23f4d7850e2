"""PDFs whose attachments somebody has been at: each keeps everything else as it was."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from hashlib import sha256
from zipfile import ZIP_DEFLATED, ZipFile

import msgspec
import pikepdf

from pccresponse.models.record import Record
from pccresponse.pipeline.record import as_json


def attachment(pdf: bytes, name: str) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return bytes(document.attachments[name].get_file().read_bytes())


def with_attachments(pdf: bytes, changes: Mapping[str, bytes | None]) -> bytes:
    """The PDF with other contents under these names, checksums and all; None takes one away."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        associated = list(document.Root.AF)
        for name, content in changes.items():
            if content is None:
                associated = [each for each in associated if str(each.UF) != name]
                document.Root.AF = pikepdf.Array(associated)
                del document.attachments[name]
                continue
            stream = document.attachments[name].obj.EF.F
            stream.write(content)
            stream.Params.Size = len(content)
            del stream.Params["/CheckSum"]
        made = io.BytesIO()
        document.save(made)
    return made.getvalue()


def record_in(pdf: bytes) -> Record:
    return msgspec.json.decode(attachment(pdf, "record.json"), type=Record)


def with_record(pdf: bytes, change: Callable[[Record], Record]) -> bytes:
    return with_attachments(pdf, {"record.json": as_json(change(record_in(pdf)))})


def files_in_archive(content: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def archive_of(files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def with_edition_file(pdf: bytes, path: str, content: bytes) -> bytes:
    """The PDF as a forger would make it who changes a template and the digest of it in the record."""
    record = record_in(pdf)
    name = f"edition-{record.edition}.zip"
    files = {**files_in_archive(attachment(pdf, name)), path: content}
    digests = {**record.edition_files, path: sha256(content).hexdigest()}
    forged = msgspec.structs.replace(record, edition_files=digests)
    return with_attachments(pdf, {name: archive_of(files), "record.json": as_json(forged)})
