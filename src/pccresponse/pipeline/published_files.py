"""What was published: its files under `published/`, whether each is still the same, what the office has changed since, and the register.

The register of a workspace, `published.sha256`, has a line for every published document; lines are only added. `sha256sum --check` can
read it. Whoever keeps it, or its history in git, can prove years later which files the office published.
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
"""Characters that Windows does not allow, that a manifest has to encode, or that a validator reads as a variable."""
_LONGEST = 255


def plain_path(path: str) -> PurePosixPath | None:
    """The path if it is the same, visible file on every system, as in an archive; otherwise None.

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
    """The folder of one publication: `published/1/` in the response's folder."""
    return folder / PUBLISHED / str(version if isinstance(version, int) else version.version)


def when_published(version: Version) -> str:
    """The date of a version, as precisely as it is known: `on 9 August 2024`, `in 2015`, `on a day that is not recorded`."""
    return when_in_words(version.when)


def when_in_words(when: When) -> str:
    """The same for any date of publication."""
    day = known(when)
    return f"{'on' if day.day else 'in'} {day}" if day else "on a day that is not recorded"


def recorded_in_words(version: Version) -> str:
    """When the record was made, if on another day than the publication: `on 27 November 2026, afterwards`."""
    day, made_on = known(version.when), version.made_on
    if made_on is None or (day and day.earliest <= made_on <= day.latest):
        return ""
    return f"on {in_words(made_on)}, {'in advance' if day and day.earliest > made_on else 'afterwards'}"


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
    """A file that is embedded in a published document whose digest is in the record; None if it has none of that name."""
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
    """What has changed between two records, each as a clause such as `response.yaml changed`."""

    input: tuple[str, ...] = ()
    edition: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()


def changes_between(was: Record, now: Record) -> Changes:
    """What has changed from one record to the other."""
    return Changes(
        input=changes_in_words(was.inputs, now.inputs),
        edition=_change_of_edition(was, now.edition, {**now.edition_files, **now.fonts}),
        tools=tuple(
            f"{name} {was.tools.get(name, 'not named')} became {now.tools.get(name, 'not named')}"
            if name != "pccresponse source"
            else "pccresponse itself was changed"
            for name in changed_names(was.tools, now.tools)
        ),
    )


def _change_of_edition(was: Record, name: str, digests: Mapping[str, str]) -> tuple[str, ...]:
    return edition_changes(was, digests) if was.edition == name else (f"edition {was.edition} became {name}",)


def edition_changes(was: Record, digests: Mapping[str, str]) -> tuple[str, ...]:
    """What has changed in an edition whose files now have these digests."""
    return tuple(f"edition {was.edition}: {clause}" for clause in changes_in_words({**was.edition_files, **was.fonts}, digests))


def changed_since(history: History, checked: Checked) -> tuple[str, ...]:
    """What the office has changed in its files and its edition since it last published.

    Unlike a new record, this works for files that cannot be read any more. It looks neither at the law nor at the tools.
    """
    was = history.versions[-1].record
    contents = {RESPONSE_FILE: checked.response.content, OFFICE_FILE: checked.office.content}
    now = {name: digest_of(content) for name, content in contents.items() if content}
    office, edition = checked.office.model, checked.edition
    if office is None:  # whether it still has a logo is not known
        now |= {name: digest for name, digest in was.inputs.items() if name not in contents}
    elif office.logo and checked.logo:
        now[PurePath(office.logo.file).name] = digest_of(checked.logo)
    of_edition = _change_of_edition(was, edition.name, edition.all_digests) if edition else ()
    return (*changes_in_words(was.inputs, now), *of_edition)


REGISTER_FILE = "published.sha256"
_MOST_BYTES = 64 << 20
_LINE = re.compile(r"([0-9a-fA-F]{64}) [ *]([^\0]+)")


class Register(msgspec.Struct, frozen=True, kw_only=True):
    """A register as it was read."""

    file: str
    """Its name in messages."""
    digests: dict[str, str]
    """The SHA-256 of each document by its path in the workspace, from the first line that names it."""
    contradictions: dict[str, str]
    """For each path with two digests, a clause with the numbers of their lines."""

    def paths_of(self, digest: str) -> tuple[str, ...]:
        """The paths under which a document of that digest was published."""
        return tuple(path for path, own in self.digests.items() if own == digest)


def read_register(path: Path, *, within: Path, shown_as: str) -> Register:
    """Read a register. Raises `DamagedFileError` if it is none, with the line."""
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
    """The workspace's own register; an empty one if nothing was published yet. Raises `DamagedFileError`."""
    path = workspace.root / REGISTER_FILE
    if not path.exists() and not path.is_symlink():
        return Register(file=REGISTER_FILE, digests={}, contradictions={})
    return read_register(path, within=workspace.root, shown_as=REGISTER_FILE)


def refuse_another(workspace: Workspace, digests: Mapping[str, str]) -> None:
    """Raise `CannotRunError` if the register has another digest for one of the documents."""
    known = register_of(workspace)
    for path, digest in digests.items():
        if known.digests.get(path, digest) != digest:
            raise CannotRunError(
                f"{REGISTER_FILE} says that {path} was published with other contents. Nothing was saved.",
                "Restore record.json from your last commit. You have published this version before.",
            )


def note_published(folder: Path, history: History, workspace: Workspace) -> None:
    """Add a line for each published document of a response that has none yet: all of them, or none.

    This includes what was published before there was a register, or by a process that was killed before it added a line.
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
