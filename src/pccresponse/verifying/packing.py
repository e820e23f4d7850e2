"""Compressed data that nobody vouches for, unpacked no further than to a limit: a megabyte can say a gigabyte of noughts."""

from __future__ import annotations

import re
import zlib
from typing import Any

import pikepdf

from pccresponse.verifying.errors import UnreadablePdfError

MEGABYTE = 1 << 20
_MOST_TOGETHER = 256 * MEGABYTE
_MOST_STREAMS = 200_000
_DEEPEST = 4
_STEP = 64 * 1024

_STREAM = re.compile(rb"(?<!end)stream[ \t]*(?:\r\n|\n|\r)")
# Both grow what they pack at will, and our libraries put no limit to the first. A letter of a name may be written as #4C.
_NAMES = {"LZW": re.compile(rb"/(?:L|#4[cC])(?:Z|#5[aA])(?:W|#57)"), "run-length": re.compile(rb"/(?:R|#52)(?:unLength|L[\s/\]>])")}
_BESIDE = 12
"""Bytes on each side of such a name that have to be plain text for it to be one, and no accident in compressed data."""


def inflated(data: bytes, limit: int, what: str) -> bytes:
    """The data unpacked. Raises `UnreadablePdfError`, about `what`, if there is more than the limit or if it breaks off."""
    unpacker = zlib.decompressobj()
    try:
        unpacked = unpacker.decompress(data, limit + 1)
    except zlib.error as error:
        raise UnreadablePdfError(f"{what} is damaged: what is compressed in it cannot be unpacked.") from error
    if len(unpacked) > limit:
        raise UnreadablePdfError(f"{what} unpacks to more than {limit // MEGABYTE} MB.")
    if not unpacker.eof:
        raise UnreadablePdfError(f"{what} is damaged: it breaks off.")
    return unpacked


def unpacked(stream: Any, limit: int, what: str) -> bytes:
    """What a stream of a PDF holds, if it is packed as this program packs: by Flate alone, or not at all."""
    filters = stream.get("/Filter")
    # An array of one filter is the same as that filter.
    named = [str(each) for each in (filters if isinstance(filters, pikepdf.Array) else [filters]) if each is not None]
    if named not in ([], ["/FlateDecode"]) or stream.get("/DecodeParms") is not None:
        raise UnreadablePdfError(f"{what} is packed in a way that this program never uses: {', '.join(named)[:80]}.")
    raw = bytes(stream.read_raw_bytes())
    if named:
        return inflated(raw, limit, what)
    if len(raw) > limit:
        raise UnreadablePdfError(f"{what} is larger than {limit // MEGABYTE} MB.")
    return raw


def refuse_bombs(pdf: bytes) -> None:
    """Raise `UnreadablePdfError` if the streams of the file would fill the memory of whoever reads it.

    This looks at the bytes alone: a reader of PDFs unpacks some streams before it can be asked how large they are.
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
    """How many bytes come out of packed data, and of what is packed within; 0 for what is not packed."""
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
        pass  # damage is for the reader to judge; here only the size counts
    if not depth:
        raise UnreadablePdfError("The file is packed many times over.")
    # What is packed twice is a bomb of a bomb: a megabyte of it tells.
    return size + _unpacked_size(first, limit - size, depth - 1)
