"""What was published: its versions in words, its files under `published/`, whether each is still the one that the record names, and what
has changed since, as records tell it: the input, the edition or the tools.

What goes into an archive, or comes out of one, has only paths that mean the same file on every system.

The register of a workspace, `published.sha256`, has a line for every document that was published; lines are only added. They are those
of `sha256sum`, so that anybody can check them with `sha256sum --check`. Whoever keeps the register, or its history in git, can tell
years later which files the office published.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path, PurePath, PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from pccresponse.foundation.errors import CannotRunError, DamagedFileError
from pccresponse.foundation.files import changed_names, changes_in_words, digest_of
from pccresponse.foundation.partial_dates import in_words
from pccresponse.foundation.writing import sole_use_of, write_whole
from pccresponse.models.fields import When, known
from pccresponse.models.record import History, Record, Version
from pccresponse.reading.source import Fault, bytes_of
from pccresponse.rendering.formats import PDF
from pccresponse.workspace import OFFICE_FILE, RESPONSE_FILE, Workspace

if TYPE_CHECKING:
    from pccresponse.pipeline.checking import Checked

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
    """A file that travels inside a published document; None if it has none of that name.

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


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """What is not as it was, each as a clause that begins with the name of the thing."""

    input: tuple[str, ...] = ()
    edition: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()

    @property
    def of_what_was_written(self) -> tuple[str, ...]:
        """What the office itself changed: its input and its edition."""
        return (*self.input, *self.edition)


def changes_between(was: Record, now: Record) -> Changes:
    """What has changed from one record to the other."""
    if was.edition != now.edition:
        edition: tuple[str, ...] = (f"edition {was.edition} became {now.edition}",)
    else:
        edition = edition_changes(was, {**now.edition_files, **now.fonts})
    return Changes(
        input=changes_in_words(was.inputs, now.inputs),
        edition=edition,
        tools=tuple(
            f"{name} {was.tools.get(name, 'not named')} became {now.tools.get(name, 'not named')}"
            if name != "pccresponse source"
            else "pccresponse itself was changed"
            for name in changed_names(was.tools, now.tools)
        ),
    )


def edition_changes(was: Record, digests: Mapping[str, str]) -> tuple[str, ...]:
    """What is not as it was in an edition that consists of files with these digests now."""
    return tuple(f"edition {was.edition}: {clause}" for clause in changes_in_words({**was.edition_files, **was.fonts}, digests))


def changed_since(history: History, checked: Checked) -> tuple[str, ...]:
    """What the office has changed since it last published, each as a clause: `response.yaml changed`.

    Unlike a new record this can be asked of files that cannot be read any more, and looks neither at the law nor at the tools.
    """
    was = history.versions[-1].record
    contents = {RESPONSE_FILE: checked.response.content, OFFICE_FILE: checked.office.content}
    now = {name: digest_of(content) for name, content in contents.items() if content}
    office = checked.office.model
    if office is None:  # it cannot say whether it still has a logo
        now |= {name: digest for name, digest in was.inputs.items() if name not in contents}
    elif office.logo and checked.logo:
        now[PurePath(office.logo.file).name] = digest_of(checked.logo)
    record = msgspec.structs.replace(was, inputs=now)
    edition = checked.edition
    if edition is not None:
        fonts = {path: digest for path, digest in edition.digests.items() if path.startswith("fonts/")}
        files = {path: digest for path, digest in edition.all_digests.items() if path not in fonts}
        record = msgspec.structs.replace(record, edition=edition.name, edition_files=files, fonts=fonts)
    return changes_between(was, record).of_what_was_written


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
                "Restore record.json from your last commit. You have published this version before.",
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
