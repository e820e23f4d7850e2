"""Open an untrusted PDF within limits and take the files out of it, or refuse it with a reason.

Compressed data is unpacked up to a limit, because a megabyte can unpack to a gigabyte.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import md5
from typing import Any

import msgspec
import pikepdf
from pikepdf import settings

from pccresponse.foundation.errors import UnreadablePdfError
from pccresponse.verifying.differences import counted, printable, quoted

MEGABYTE = 1 << 20
_MOST_TOGETHER = 256 * MEGABYTE
_MOST_STREAMS = 200_000
_DEEPEST = 4
_STEP = 64 * 1024

_STREAM = re.compile(rb"(?<!end)stream[ \t]*(?:\r\n|\n|\r)")
# Both can unpack to any size, and our libraries do not limit the first. A letter of a name may be written as #4C.
_NAMES = {"LZW": re.compile(rb"/(?:L|#4[cC])(?:Z|#5[aA])(?:W|#57)"), "run-length": re.compile(rb"/(?:R|#52)(?:unLength|L[\s/\]>])")}
_BESIDE = 12
"""Bytes on each side of such a name that must be plain text. If not, it is an accident in compressed data."""

LARGEST_FILE = 64 * MEGABYTE
MOST_PAGES = 2_000
_LARGEST_STREAM = 64 * MEGABYTE
_MOST_REPAIRS = 20
_MOST_OBJECTS = 500_000
_MOST_TABLES = 10_000
_WHERE_IN_MEMORY = re.compile(r"(?:stream )?<_io\.BytesIO[^>]*>[:,]? *")

# What pikepdf raises for a file that does not follow the standard.
_INVALID_PDF_ERRORS = (
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
_MOST_ANCESTORS = 50

_MOST_FILES = 32
_LARGEST_ATTACHMENT = 32 * MEGABYTE
_MOST_ATTACHED = 64 * MEGABYTE
_LONGEST_NAME = 255
_FORBIDDEN = frozenset('/\\:*?"<>|')
"""Characters that separate folders or drives, or that Windows does not allow in the name of a file."""


@contextmanager
def opened(pdf: bytes) -> Iterator[pikepdf.Pdf]:
    """Open a document. Raises `UnreadablePdfError` for anything in it that fails while it is open."""
    _refuse_unfit(pdf)
    try:
        with _library_limits(), pikepdf.open(io.BytesIO(pdf), suppress_warnings=True) as document:
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
    except _INVALID_PDF_ERRORS as error:
        raise UnreadablePdfError(f"The PDF is damaged and cannot be read: {_reason(error)}") from error


def _refuse_unfit(pdf: bytes) -> None:
    """Raise `UnreadablePdfError` for what the bytes alone show to be unfit."""
    if not pdf:
        raise UnreadablePdfError("The file is empty.")
    if len(pdf) > LARGEST_FILE:
        raise UnreadablePdfError(f"The file is larger than {LARGEST_FILE // MEGABYTE} MB.")
    if b"%PDF-" not in pdf[:1024]:
        raise UnreadablePdfError("The file is not a PDF.")
    # In a damaged file, the library searches for these from end to end, and may follow each.
    if pdf.count(b"endobj") > _MOST_OBJECTS or pdf.count(b" 0 obj") > _MOST_OBJECTS or pdf.count(b"xref") > _MOST_TABLES:
        raise UnreadablePdfError(f"The file has more than {_MOST_OBJECTS:,} objects, or more than {_MOST_TABLES:,} lists of them.")
    _refuse_bombs(pdf)


def repairs_of(document: pikepdf.Pdf) -> tuple[str, ...]:
    """What the library has repaired so far. It repairs as it reads, so call this last."""
    return tuple(dict.fromkeys(_library_message(str(warning)) for warning in document.get_warnings()[:_MOST_REPAIRS]))


@contextmanager
def _library_limits() -> Iterator[None]:
    """Set the library's own limits, for the whole process, while an untrusted file is open."""
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
    """The library's message if it found the fault, else a sentence instead of Python's message."""
    if isinstance(error, pikepdf.PdfError):
        return f"{_library_message(str(error)).rstrip('.')}."
    return "something in it is missing, or is not what the standard says it is."


def _library_message(message: str) -> str:
    """A message of the library without its name for a file in memory."""
    return printable(_WHERE_IN_MEMORY.sub("", message))


def inherited(page: Any, key: str) -> Any:
    """An entry of a page, or of its ancestors in the page tree; None if none of them has it."""
    for _ in range(_MOST_ANCESTORS):
        if not isinstance(page, pikepdf.Dictionary) or key in page:
            break
        page = page.get("/Parent")
    return page.get(key) if isinstance(page, pikepdf.Dictionary) else None


def leaves(tree: Any, what: str, most_branches: int = 1_000) -> Iterator[tuple[Any, Any]]:
    """Key and value of each entry of a name tree. Raises `UnreadablePdfError` if it is circular or too large."""
    waiting = [tree]
    seen: set[tuple[int, int]] = set()
    for _ in range(most_branches):
        if not waiting:
            return
        node = waiting.pop()
        if not isinstance(node, pikepdf.Dictionary):
            raise UnreadablePdfError(f"The PDF is damaged: {what} is none.")
        if node.objgen != (0, 0) and node.objgen in seen:
            raise UnreadablePdfError(f"The PDF is damaged: {what} leads back into itself.")
        seen.add(node.objgen)
        names = node.get("/Names", ())
        for at in range(0, len(names) - 1, 2):
            yield names[at], names[at + 1]
        waiting.extend(reversed(list(node.get("/Kids", ()))[: most_branches + 1]))
    raise UnreadablePdfError(f"The PDF is damaged: {what} has more than {most_branches:,} branches.")


def unpacked(stream: Any, limit: int, what: str) -> bytes:
    """The content of a stream that is packed by Flate alone, or not at all, as this program does.

    Raises `UnreadablePdfError`, about `what`, for other filters, damage, or content beyond the limit.
    """
    filters = stream.get("/Filter")
    # An array of one filter is the same as that filter.
    named = [str(each) for each in (filters if isinstance(filters, pikepdf.Array) else [filters]) if each is not None]
    if named not in ([], ["/FlateDecode"]) or stream.get("/DecodeParms") is not None:
        raise UnreadablePdfError(f"{what} is packed in a way that this program never uses: {', '.join(named)[:80]}.")
    data = bytes(stream.read_raw_bytes())
    if not named:
        if len(data) > limit:
            raise UnreadablePdfError(f"{what} is larger than {limit // MEGABYTE} MB.")
        return data
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(data, limit + 1)
    except zlib.error as error:
        raise UnreadablePdfError(f"{what} is damaged: what is compressed in it cannot be unpacked.") from error
    if len(content) > limit:
        raise UnreadablePdfError(f"{what} unpacks to more than {limit // MEGABYTE} MB.")
    if not unpacker.eof:
        raise UnreadablePdfError(f"{what} is damaged: it breaks off.")
    return content


def _refuse_bombs(pdf: bytes) -> None:
    """Raise `UnreadablePdfError` if the streams of the file would unpack to too much memory.

    It looks at the bytes alone, because libraries unpack some streams before they can say how large they are.
    """
    for name, pattern in _NAMES.items():
        if any(_in_plain_text(pdf, found) for found in pattern.finditer(pdf)):
            raise UnreadablePdfError(f"The file is packed in a way that this program never uses: {name} compression.")
    left = _MOST_TOGETHER
    for number, start in enumerate(_STREAM.finditer(pdf)):
        if number >= _MOST_STREAMS:
            raise UnreadablePdfError(f"The file has more than {_MOST_STREAMS:,} streams.")
        left -= _unpacked_size(memoryview(pdf)[start.end() :], left, _DEEPEST)


def _in_plain_text(pdf: bytes, found: re.Match[bytes]) -> bool:
    around = pdf[max(0, found.start() - _BESIDE) : found.end() + _BESIDE]
    return all(32 <= byte < 127 or byte in b"\t\r\n\f" for byte in around)


def _unpacked_size(data: memoryview | bytes, limit: int, depth: int) -> int:
    """The unpacked size of data, with the size of packed data inside it; 0 if it is not packed."""
    if len(data) < 2 or data[0] & 0x0F != 8 or (data[0] << 8 | data[1]) % 31:
        return 0
    unpacker = zlib.decompressobj()
    size, first = 0, b""
    try:
        for at in range(0, len(data), _STEP):
            waiting: memoryview | bytes = data[at : at + _STEP]
            while waiting and not unpacker.eof:
                piece = unpacker.decompress(waiting, MEGABYTE)
                waiting = unpacker.unconsumed_tail
                size += len(piece)
                if size > limit:
                    raise UnreadablePdfError(f"The file unpacks to more than {_MOST_TOGETHER // MEGABYTE} MB.")
                if len(first) < MEGABYTE:
                    first += piece
            if unpacker.eof:
                break
    except zlib.error:
        pass  # the library reports damage; here only the size counts
    if not depth:
        raise UnreadablePdfError("The file is compressed many times over.")
    # Data compressed twice may be a nested decompression bomb. Its first megabyte is enough to see that.
    return size + _unpacked_size(first, limit - size, depth - 1)


class Checksum(msgspec.Struct, frozen=True):
    """The MD5 that a PDF declares for an embedded file. It shows accidental damage only."""

    declared: str
    fits: bool


class EmbeddedFiles(msgspec.Struct, frozen=True, kw_only=True):
    """The untrusted files in a PDF."""

    attachments: dict[str, bytes]
    """By name, in order. No name contains a folder."""
    checksums: dict[str, Checksum]
    repairs: tuple[str, ...] = ()
    """What had to be repaired before the file could be read."""


def read_untrusted(pdf: bytes) -> EmbeddedFiles:
    """The files in a PDF. Raises `UnreadablePdfError`, and nothing else."""
    with opened(pdf) as document:
        attachments, checksums = embedded_files(document)
        return EmbeddedFiles(attachments=attachments, checksums=checksums, repairs=repairs_of(document))


def embedded_files(document: pikepdf.Pdf) -> tuple[dict[str, bytes], dict[str, Checksum]]:
    """Every embedded file by name, and the declared checksums. Raises `UnreadablePdfError` beyond the limits."""
    contents: dict[str, bytes] = {}
    checksums: dict[str, Checksum] = {}
    used: set[str] = set()
    left = _MOST_ATTACHED
    for name, stream in sorted(_streams(document), key=lambda pair: pair[0]):
        _refuse_name(name)
        # Files whose names differ only in capitals would overwrite each other on many systems.
        folded = unicodedata.normalize("NFC", name).casefold()
        if folded in used:
            raise UnreadablePdfError(f"Two attachments are called {quoted(name)}.")
        used.add(folded)
        contents[name] = unpacked(stream, _LARGEST_ATTACHMENT, f"The attachment {quoted(name)}")
        left -= len(contents[name])
        if left < 0:
            raise UnreadablePdfError(f"The attachments unpack to more than {_MOST_ATTACHED // MEGABYTE} MB.")
        declared = stream.get("/Params", pikepdf.Dictionary()).get("/CheckSum")
        if isinstance(declared, pikepdf.String):
            digest = md5(contents[name], usedforsecurity=False).digest()
            checksums[name] = Checksum(bytes(declared).hex(), bytes(declared) == digest)
    return contents, checksums


def _streams(document: pikepdf.Pdf) -> list[tuple[str, Any]]:
    """Name and stream of each file in the list of attachments, and of those that are only associated (`/AF`)."""
    listed: list[tuple[str, Any]] = []
    seen: set[tuple[int, int]] = set()
    for key, specification in _specifications(document):
        if specification.objgen != (0, 0) and specification.objgen in seen:
            continue
        seen.add(specification.objgen)
        name = str(specification.get("/UF", specification.get("/F", key)))
        files = specification.get("/EF")
        if files is None:
            continue  # it refers to a file outside the PDF
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
