"""A PDF of which nobody knows where it has been: opened within limits, or refused with a reason."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import pikepdf
from pikepdf import settings

from pccresponse.verifying.attached import Checksum, attached_files
from pccresponse.verifying.errors import UnreadablePdfError
from pccresponse.verifying.packing import MEGABYTE, refuse_bombs
from pccresponse.verifying.quoting import counted, printable

LARGEST_FILE = 64 * MEGABYTE
MOST_PAGES = 2_000
_LARGEST_STREAM = 64 * MEGABYTE
_MOST_REPAIRS = 20
_MOST_OBJECTS = 500_000
_MOST_TABLES = 10_000
_WHERE_IN_MEMORY = re.compile(r"(?:stream )?<_io\.BytesIO[^>]*>[:,]? *")

# What the reader of PDFs raises when the file does not hold what the standard says, in the place where the standard says.
MISFITS = (
    pikepdf.PdfError,
    pikepdf.ForeignObjectError,
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    NotImplementedError,
    RecursionError,
    RuntimeError,
    TypeError,
    ValueError,
)


class Carried(msgspec.Struct, frozen=True, kw_only=True):
    """What a PDF says of itself, and the files that travel in it. None of it is to be believed."""

    attachments: dict[str, bytes]
    """By name, in the order of the names; every name is that of a file in a folder, and leads nowhere else."""
    checksums: dict[str, Checksum]
    """For each attachment that declares one."""
    pages: int
    title: str
    language: str
    producer: str
    creator: str
    repairs: tuple[str, ...] = ()
    """What had to be put right before the file could be read; empty for a file that is whole."""


def open_stranger(pdf: bytes) -> Carried:
    """Everything that is needed to make the document again. Raises `UnreadablePdfError`, and nothing else."""
    with opened(pdf) as document:
        attachments, checksums = attached_files(document)
        info = document.trailer.get("/Info", pikepdf.Dictionary())
        return Carried(
            attachments=attachments,
            checksums=checksums,
            pages=len(document.pages),
            title=_text(info.get("/Title")),
            language=_text(document.Root.get("/Lang")),
            producer=_text(info.get("/Producer")),
            creator=_text(info.get("/Creator")),
            repairs=repairs_of(document),
        )


@contextmanager
def opened(pdf: bytes) -> Iterator[pikepdf.Pdf]:
    """The document behind the bytes. Whatever fails while it is open, because of what is in it, is an `UnreadablePdfError`."""
    refuse_unfit(pdf)
    try:
        with _cautiously(), pikepdf.open(io.BytesIO(pdf), suppress_warnings=True) as document:
            if document.is_encrypted:
                raise UnreadablePdfError("The PDF is encrypted.")
            if not isinstance(document.trailer.get("/Root"), pikepdf.Dictionary):
                raise UnreadablePdfError("The PDF is damaged: it has no catalogue.")
            if not 0 < len(document.pages) <= MOST_PAGES:
                raise UnreadablePdfError(
                    f"The PDF has {counted(len(document.pages), 'page')}; between 1 and {MOST_PAGES:,} are read."
                )
            yield document
    except pikepdf.PasswordError as error:
        raise UnreadablePdfError("The PDF is encrypted, and opens only with a password.") from error
    except MISFITS as error:
        raise UnreadablePdfError(f"The PDF is damaged and cannot be read: {_reason(error)}") from error


def refuse_unfit(pdf: bytes) -> None:
    """What can be said against a file before anybody reads it."""
    if not pdf:
        raise UnreadablePdfError("The file is empty.")
    if len(pdf) > LARGEST_FILE:
        raise UnreadablePdfError(f"The file is larger than {LARGEST_FILE // MEGABYTE} MB.")
    if b"%PDF-" not in pdf[:1024]:
        raise UnreadablePdfError("The file is not a PDF.")
    # A damaged file is searched for these from end to end, and each may be followed to see where it leads.
    if pdf.count(b"endobj") > _MOST_OBJECTS or pdf.count(b" 0 obj") > _MOST_OBJECTS or pdf.count(b"xref") > _MOST_TABLES:
        raise UnreadablePdfError(f"The file has more than {_MOST_OBJECTS:,} objects, or more than {_MOST_TABLES:,} lists of them.")
    refuse_bombs(pdf)


def repairs_of(document: pikepdf.Pdf) -> tuple[str, ...]:
    """What the reader had to put right so far: it repairs as it reads, so this is asked last."""
    return tuple(dict.fromkeys(_plain(str(warning)) for warning in document.get_warnings()[:_MOST_REPAIRS]))


@contextmanager
def _cautiously() -> Iterator[None]:
    """Limits of the reader's own, which hold for the whole process as long as a stranger's file is open."""
    before = settings.set_qpdf_limits(
        doc_max_warnings=200,
        max_stream_filters=2,
        flate_max_memory=_LARGEST_STREAM,
        run_length_max_memory=_LARGEST_STREAM,
        png_max_memory=_LARGEST_STREAM,
        tiff_max_memory=_LARGEST_STREAM,
        dct_max_memory=_LARGEST_STREAM,
    )
    try:
        yield
    finally:
        settings.set_qpdf_limits(**before)  # type: ignore[arg-type] # it takes back what it gave


def _reason(error: Exception) -> str:
    """The reader's own words, where it found the fault; where we stumbled over it, a sentence instead of Python's."""
    if isinstance(error, pikepdf.PdfError):
        return f"{_plain(str(error)).rstrip('.')}."
    return "something in it is missing, or is not what the standard says it is."


def _plain(message: str) -> str:
    """A message of the reader without its name for a file that is not on a disk."""
    return printable(_WHERE_IN_MEMORY.sub("", message))


def _text(value: object) -> str:
    return str(value) if isinstance(value, pikepdf.String) else ""
