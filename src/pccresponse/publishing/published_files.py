"""What was published: its versions in words, its files under `published/`, and whether each is still the one that the record names.

What goes into an archive, or comes out of one, has only paths that mean the same file on every system.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from pccresponse.foundation.digests import digest_of
from pccresponse.foundation.partial_dates import in_words
from pccresponse.models.record import Version
from pccresponse.models.scalars import When, known
from pccresponse.reading.files import bytes_of
from pccresponse.reading.source import Fault
from pccresponse.rendering.formats import PDF

_FORBIDDEN = frozenset('\\:*?"<>|%$')
"""What Windows forbids or reads as something else, what a manifest would have to encode, what a validator takes for a variable."""
_LONGEST = 255


def plain_path(path: str) -> PurePosixPath | None:
    """The path if it is plain, None if it is not: it leads nowhere else, is hidden from nobody, and can be typed and printed.

    >>> plain_path("responses/office.yaml")
    PurePosixPath('responses/office.yaml')
    >>> [plain_path(path) for path in ("", "/etc/x", "a//b", "a/../b", ".git/config", "a ", "C:x", "bell\\a")]
    [None, None, None, None, None, None, None, None]
    """
    return PurePosixPath(path) if all(map(_is_plain, path.split("/"))) else None


def _is_plain(name: str) -> bool:
    if not name or len(name.encode("utf-8", "surrogatepass")) > _LONGEST or not name.isprintable():
        return False
    return not (name.startswith(".") or name.endswith((".", " ")) or name.strip() != name or _FORBIDDEN & set(name))


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
