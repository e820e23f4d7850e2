"""The register of a workspace: `published.sha256`, a line for every document that was published, to which lines are only added.

The lines are those of `sha256sum`, so that anybody can check them with `sha256sum --check`. Whoever keeps the register, or its
history in git, can tell years later which files the office published.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import msgspec

from pccresponse.foundation.errors import CannotRunError, DamagedFileError
from pccresponse.foundation.writing import sole_use_of, write_whole
from pccresponse.models.record import History, Version
from pccresponse.publishing.published_files import published_folder
from pccresponse.reading.files import bytes_of
from pccresponse.reading.source import Fault
from pccresponse.rendering.formats import PDF
from pccresponse.workspace import Workspace

REGISTER_FILE = "published.sha256"
_MOST_BYTES = 64 << 20
_LINE = re.compile(r"([0-9a-fA-F]{64}) [ *]([^\0]+)")


class Register(msgspec.Struct, frozen=True, kw_only=True):
    """A register as it was read."""

    file: str
    """How messages call it."""
    digests: dict[str, str]
    """The SHA-256 of each document by its path in the workspace, as the first line that names it has it."""
    contradictions: dict[str, str]
    """For each path that a later line gives another digest: which lines they are, as a clause."""

    def paths_of(self, digest: str) -> tuple[str, ...]:
        """Under which paths a document of that digest was published."""
        return tuple(path for path, own in self.digests.items() if own == digest)


def read_register(path: Path, *, within: Path, shown_as: str) -> Register:
    """Read a register. Raises `DamagedFileError` for what is none, with the line."""
    content = bytes_of(path, within=within, most=_MOST_BYTES)
    if isinstance(content, Fault):
        raise DamagedFileError(f"{shown_as} {content.message}.", content.remedy)
    digests: dict[str, str] = {}
    lines: dict[str, int] = {}
    contradictions: dict[str, str] = {}
    for number, line in enumerate(content.decode("utf-8", "replace").split("\n"), start=1):
        line = line.removesuffix("\r")
        if not line.strip() or line.startswith("#"):
            continue
        found = _LINE.fullmatch(line)
        if found is None:
            raise DamagedFileError(
                f"{shown_as}:{number}:1: This is not a line of a register. A line has a SHA-256, two spaces and the path of a file.",
                "Restore the register from your last commit. Only the program should add lines to it.",
            )
        digest, name = found[1].lower(), found[2]
        if digests.setdefault(name, digest) != digest:
            contradictions.setdefault(name, f"line {lines[name]} and line {number} of {shown_as} have different digests for it")
        lines.setdefault(name, number)
    return Register(file=shown_as, digests=digests, contradictions=contradictions)


def register_of(workspace: Workspace) -> Register:
    """The workspace's own register; an empty one where nothing was published yet. Raises `DamagedFileError`."""
    path = workspace.root / REGISTER_FILE
    if not path.exists() and not path.is_symlink():
        return Register(file=REGISTER_FILE, digests={}, contradictions={})
    return read_register(path, within=workspace.root, shown_as=REGISTER_FILE)


def refuse_another(workspace: Workspace, digests: Mapping[str, str]) -> None:
    """Raise `CannotRunError` where the register has another digest for one of the documents."""
    known = register_of(workspace)
    for path, digest in digests.items():
        if known.digests.get(path, digest) != digest:
            raise CannotRunError(
                f"{REGISTER_FILE} says that {path} was published with other contents. Nothing was saved.",
                "Restore record.json from your last commit. This version was published before.",
            )


def note_published(folder: Path, history: History, workspace: Workspace) -> None:
    """Add a line for each published document of a response that has none yet: all of them, or none.

    That makes good, too, what was published before there was a register, or by a process that was ended before it came to this.
    """
    entries: dict[str, str] = {}
    for version in history.versions:
        entries |= entries_of(folder, version, workspace)
    path = workspace.root / REGISTER_FILE
    with sole_use_of(workspace.build, within=workspace.root):
        refuse_another(workspace, entries)
        known = register_of(workspace).digests
        added = "".join(f"{digest}  {name}\n" for name, digest in entries.items() if name not in known)
        if added:
            before = path.read_bytes() if path.exists() else b""
            between = b"" if before.endswith(b"\n") or not before else b"\n"
            write_whole(path, before + between + added.encode())


def entries_of(folder: Path, version: Version, workspace: Workspace) -> dict[str, str]:
    """The digest of each document of a version by its path in the workspace."""
    place = workspace.shown(published_folder(folder, version))
    return {f"{place}/{PDF.file_name(name)}": document.sha256 for name, document in version.documents.items()}
