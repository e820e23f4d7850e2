"""Files that somebody made who wishes us ill."""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping

import pikepdf

CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
SHEET = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] >>"


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object with further entries in its dictionary."""
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(data), entries, data)


def plain(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """A file of numbered objects with the old kind of cross-reference table."""
    whole = {1: CATALOGUE, 2: PAGES, 3: SHEET} | dict(objects)
    out = io.BytesIO(b"%PDF-1.7\n")
    out.seek(0, io.SEEK_END)
    places = {}
    for number, content in whole.items():
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, content))
    start, size = out.tell(), max(whole) + 1
    rows = [
        b"%010d %05d %c \n" % (places.get(each, 0), 0 if each in places else 65535, b"fn"[each in places]) for each in range(size)
    ]
    out.write(b"xref\n0 %d\n%b" % (size, b"".join(rows)))
    out.write(b"trailer\n<< /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start))
    return out.getvalue()


def with_object_stream(packed: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    """A file whose catalogue is in an object stream."""
    out = b"%PDF-1.7\n"
    places = {}
    for number, content in {
        2: PAGES,
        3: SHEET,
        5: stream(packed, b"/Type /ObjStm /N 1 /First 4 /Filter " + filters),
    }.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    places[6] = len(out)
    rows = b""
    for number in range(7):
        kind, where = (2, 5) if number == 1 else (1, places[number]) if number in places else (0, 0)
        rows += bytes([kind]) + where.to_bytes(4) + b"\0\0"
    table = stream(rows, b"/Type /XRef /Size 7 /W [1 4 2] /Root 1 0 R")
    return out + b"6 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, places[6])


def bomb(start: bytes = b"", megabytes: int = 1024) -> bytes:
    """A megabyte or so that unpacks to a gigabyte of spaces."""
    packer = zlib.compressobj(9)
    head = packer.compress(start) + packer.flush(zlib.Z_FULL_FLUSH)
    # After a full flush nothing refers back, so that the same piece may be repeated as it stands.
    piece = packer.compress(b" " * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + piece * megabytes + packer.flush()


def lzw_bomb(megabytes: int) -> bytes:
    """What a table of ever longer runs of spaces can say in few bytes."""
    bits, count, total = [], 0, 0
    while total < megabytes << 20:
        bits.append(f"{256:0{12 if count else 9}b}{32:09b}")
        count, total, length = count + 1, total + 1, 2
        for code in range(258, 4093):
            bits.append(f"{code:0{9 if code < 511 else 10 if code < 1023 else 11 if code < 2047 else 12}b}")
            total, length = total + length, length + 1
    text = "".join(bits) + f"{257:012b}"
    return int(text.ljust(-(-len(text) // 8) * 8, "0"), 2).to_bytes(-(-len(text) // 8))


def with_attachment(name: str = "x.yaml", content: bytes = b"x", entries: bytes = b"", times: int = 1) -> bytes:
    """A file with an attachment, as often as is asked for."""
    names = b" ".join(b"(%d) %d 0 R" % (number, 10 + 2 * number) for number in range(times))
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [%b] >> >> >>" % names}
    for number in range(times):
        own = name if times == 1 else f"{number}-{name}"
        text = pikepdf.String(own).unparse()
        objects[10 + 2 * number] = b"<< /Type /Filespec /UF %b /EF << /F %d 0 R >> >>" % (text, 11 + 2 * number)
        objects[11 + 2 * number] = stream(content, entries)
    return plain(objects)
