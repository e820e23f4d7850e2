"""What was published, as it is kept: whether each file is still the one that the record names, and what travels inside it."""

from __future__ import annotations

from pathlib import Path

from pccresponse.foundation.digests import digest_of
from pccresponse.models.record import Version
from pccresponse.publishing.history import published_folder
from pccresponse.publishing.plain_paths import plain_path
from pccresponse.reading.files import bytes_of
from pccresponse.reading.source import Fault
from pccresponse.rendering.formats import PDF

MOST_PDF_BYTES = 64 << 20
MISSING = "is missing"
CHANGED = "is not the file that was published"


def kept_document(folder: Path, version: Version, name: str, *, within: Path) -> bytes | str:
    """A published document of the response in `folder`, or what is wrong with it, in words that follow its name."""
    file = PDF.file_name(name)
    if "/" in file or plain_path(file) is None:
        return "has a name that no document has"
    content = bytes_of(published_folder(folder, version) / file, within=within, most=MOST_PDF_BYTES)
    if isinstance(content, Fault):
        return MISSING if content.code == "FILE-MISSING" else content.message
    return content if digest_of(content) == version.documents[name].sha256 else CHANGED


def carried_in(pdf: bytes, name: str) -> bytes | None:
    """A file that travels inside a published document; None where it has none of that name.

    The document is one whose digest is in the record: it is ours, and another program than the one that made it can read it.
    """
    from pccresponse.foundation.limited_process import GivenUpError, read_apart

    try:
        return read_apart(_attached, pdf, name)
    except GivenUpError:
        return None


def _attached(pdf: bytes, name: str) -> bytes | None:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        return None
    try:
        attachments = (document.get_attachment(index) for index in range(document.count_attachments()))
        return next((bytes(each.get_data()) for each in attachments if each.get_name() == name), None)
    except pypdfium2.PdfiumError:
        return None
    finally:
        document.close()
