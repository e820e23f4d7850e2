"""The files embedded in a PDF: as few, as small and as plainly named as anything that this program embeds."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from hashlib import md5
from typing import Any

import msgspec
import pikepdf

from pccresponse.verifying.errors import UnreadablePdfError
from pccresponse.verifying.packing import MEGABYTE, unpacked
from pccresponse.verifying.quoting import quoted

MOST_FILES = 32
LARGEST = 32 * MEGABYTE
LARGEST_TOGETHER = 64 * MEGABYTE
_LONGEST_NAME = 255
_MOST_BRANCHES = 1_000
_FORBIDDEN = frozenset('/\\:*?"<>|')
"""What parts folders or names a drive somewhere, or cannot be in the name of a file on Windows."""


class Checksum(msgspec.Struct, frozen=True):
    """The MD5 that a PDF gives for a file in it: it tells of accidents, not of intentions."""

    declared: str
    """In hexadecimal."""
    fits: bool


def attached_files(document: pikepdf.Pdf) -> tuple[dict[str, bytes], dict[str, Checksum]]:
    """Every embedded file by name, with the checksums that are declared. Raises `UnreadablePdfError` beyond the limits."""
    contents: dict[str, bytes] = {}
    checksums: dict[str, Checksum] = {}
    taken: set[str] = set()
    left = LARGEST_TOGETHER
    for name, stream in sorted(_streams(document), key=lambda pair: pair[0]):
        _refuse_name(name)
        # Files whose names differ in nothing but capitals would overwrite each other on many systems.
        folded = unicodedata.normalize("NFC", name).casefold()
        if folded in taken:
            raise UnreadablePdfError(f"Two attachments are called {quoted(name)}.")
        taken.add(folded)
        contents[name] = unpacked(stream, LARGEST, f"The attachment {quoted(name)}")
        left -= len(contents[name])
        if left < 0:
            raise UnreadablePdfError(f"The attachments unpack to more than {LARGEST_TOGETHER // MEGABYTE} MB.")
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
            raise UnreadablePdfError(f"The attachment {quoted(name)} has two contents, of which each viewer shows another.")
        listed.append((name, stream))
        if len(listed) > MOST_FILES:
            raise UnreadablePdfError(f"The PDF has more than {MOST_FILES} attachments.")
    return listed


def _specifications(document: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    root = document.Root
    tree = root.get("/Names", pikepdf.Dictionary()).get("/EmbeddedFiles")
    if tree is not None:
        yield from ((str(key), specification) for key, specification in leaves(tree, "the list of attachments"))
    for specification in root.get("/AF", ()):
        yield "", specification


def leaves(tree: Any, what: str, most_branches: int = _MOST_BRANCHES) -> Iterator[tuple[Any, Any]]:
    """Key and value of each entry of a tree of names, which may be no tree at all: an entry can lead back to where one was."""
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
