"""Decide whether a response must be built again.

`.built.json` beside the documents records the digests of everything that they were built from. No YAML is read and no page is laid
out, so checking a thousand responses for changes takes as long as running the rules on one.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath

import msgspec

from pccresponse import statute
from pccresponse.foundation.errors import DamagedFileError
from pccresponse.foundation.files import changed_names, digest_of
from pccresponse.pipeline.editions import Edition, edition_called, newest_edition
from pccresponse.pipeline.report_file import MOST_REPORT_BYTES
from pccresponse.reading import read_history
from pccresponse.reading.source import MOST_PICTURE_BYTES, Fault, bytes_of
from pccresponse.rendering.pdf.engine import tools
from pccresponse.workspace import OFFICE_FILE, RESPONSE_FILE, Workspace

BUILT_FILE = ".built.json"
FORMAT = 1
_MOST_BYTES = 16 << 20
_UNREADABLE = "the record of the last build cannot be read"


class InputFile(msgspec.Struct, frozen=True):
    """A file of the workspace that was read."""

    path: str
    """From the workspace's root, so that a workspace may move."""
    sha256: str


class OutputFile(msgspec.Struct, frozen=True):
    """A document that was written. If size and time are the same, it is not read again."""

    sha256: str
    bytes: int
    mtime_ns: int


class KeptReport(msgspec.Struct, frozen=True):
    """The inspected report, which may be large. If size and time are the same, it is not read again."""

    path: str
    sha256: str
    """Empty if it could not be read."""
    bytes: int = 0
    mtime_ns: int = 0


class Conditions(msgspec.Struct, frozen=True, kw_only=True):
    """What all responses of one run are built with."""

    draft: bool
    tables: dict[str, str]
    tools: dict[str, str]


class BuildRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One build of one response. It is written after the documents."""

    format: int = FORMAT
    conditions: Conditions
    response: InputFile
    office: InputFile
    logo: InputFile | None
    report: KeptReport | None = None
    """The report beside the response. The documents do not depend on it, but the problems found do."""
    edition: str
    edition_named: bool
    """Whether the response named it; otherwise it was the newest."""
    edition_files: dict[str, str]
    errors: int
    documents: dict[str, OutputFile] = {}
    """By the name of the file; empty until they are written."""


def read_built(folder: Path) -> BuildRecord | str | None:
    """The record of the last build in a folder; None if there was none, a clause if it cannot be used."""
    content = bytes_of(folder / BUILT_FILE, within=folder, most=_MOST_BYTES)
    if isinstance(content, Fault):
        return None if content.code == "FILE-MISSING" else _UNREADABLE
    try:
        built = msgspec.json.decode(content, type=BuildRecord)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _UNREADABLE
    return built if built.format == FORMAT else _UNREADABLE


class RebuildReasons(msgspec.Struct, frozen=True):
    """Why a response must be built again, and what its last build found."""

    reasons: tuple[str, ...]
    """In words; empty if nothing changed."""
    errors: int = 0


def conditions_now(*, draft: bool) -> Conditions:
    """What every response of this run is built with."""
    return Conditions(draft=draft, tables=statute.digests_of_tables(), tools=dict(tools()))


def slug_of(response_file: Path) -> str:
    """The name of a response, which is that of its folder."""
    return response_file.resolve().parent.name


class RebuildCheck:
    """Checks responses for changes. Files that several of them share are read once."""

    def __init__(self, workspace: Workspace, conditions: Conditions) -> None:
        self._workspace = workspace
        self._conditions = conditions
        self._shared_digest = cache(self._digest)
        self._files_of_edition = cache(self._read_edition)
        self._newest = cache(lambda: newest_edition(workspace))

    def rebuild_of(self, response_file: Path) -> RebuildReasons:
        """Why that response must be built."""
        folder = self._workspace.build / slug_of(response_file)
        built = read_built(folder)
        if built is None:
            return RebuildReasons(("never built here",))
        if isinstance(built, str):
            return RebuildReasons((built,))
        draft = self._conditions.draft and not self._is_as_published(response_file, built)
        reasons = (
            *self._of_the_files(response_file, built),
            *self._of_the_edition(built),
            *_of_the_conditions(built.conditions, msgspec.structs.replace(self._conditions, draft=draft)),
            *_of_the_documents(folder, built.documents),
        )
        return RebuildReasons(reasons, built.errors)

    def _is_as_published(self, response_file: Path, built: BuildRecord) -> bool:
        """Whether the last build was made from the same files as the last publication, and so is final."""
        try:
            history = read_history(response_file.parent, within=self._workspace.root)
        except DamagedFileError:  # the build will report it
            return False
        if history is None:
            return False
        record = history.versions[-1].record
        inputs = {RESPONSE_FILE: built.response.sha256, OFFICE_FILE: built.office.sha256}
        if built.logo:
            inputs[PurePosixPath(built.logo.path).name] = built.logo.sha256
        files = {**record.edition_files, **record.fonts}
        return inputs == record.inputs and built.edition == record.edition and built.edition_files == files

    def _of_the_files(self, response_file: Path, built: BuildRecord) -> Iterator[str]:
        if built.response.path != self._workspace.shown(response_file):
            yield f"it was built from {built.response.path}"
        elif self._digest(response_file) != built.response.sha256:
            yield f"{RESPONSE_FILE} changed"
        office = self._workspace.office_file(response_file)
        if built.office.path != self._workspace.shown(office):
            yield f"its own {OFFICE_FILE} is {'there now' if office.parent == response_file.parent else 'gone'}"
        elif self._shared_digest(office) != built.office.sha256:
            yield f"{OFFICE_FILE} changed"
        elif built.logo and self._shared_digest(self._workspace.root / built.logo.path) != built.logo.sha256:
            yield f"the logo {built.logo.path} changed"
        if built.report and not self._is_same(built.report):
            yield f"the report {built.report.path} changed"

    def _is_same(self, report: KeptReport) -> bool:
        """Whether the report is still the one that was compared."""
        path = self._workspace.root / report.path
        try:
            state = path.stat()
        except OSError:
            return not report.sha256
        untouched = report.sha256 and (state.st_size, state.st_mtime_ns) == (report.bytes, report.mtime_ns)
        return bool(untouched) or (self._digest(path, most=MOST_REPORT_BYTES) or "") == report.sha256

    def _of_the_edition(self, built: BuildRecord) -> Iterator[str]:
        if not built.edition_named and self._newest() != built.edition:
            yield f"it names no edition, and the newest is now {self._newest()}"
            return
        files = self._files_of_edition(built.edition)
        if files is None:
            yield f"the edition {built.edition} cannot be used any more"
            return
        changed = changed_names(built.edition_files, files)
        fonts = [path for path in changed if path.startswith("fonts/")]
        if others := [path for path in changed if path not in fonts]:
            yield f"the edition {built.edition} changed: {_some(others)}"
        if fonts:
            yield f"the fonts of the edition {built.edition} changed: {_some(fonts)}"

    def _digest(self, path: Path, most: int = MOST_PICTURE_BYTES) -> str | None:
        """The digest of a file; None if it cannot be read for a build."""
        content = bytes_of(path, within=self._workspace.root, most=most)
        return digest_of(content) if isinstance(content, bytes) else None

    def _read_edition(self, name: str) -> dict[str, str] | None:
        found = edition_called(name, self._workspace)
        return found.all_digests if isinstance(found, Edition) else None


def _of_the_conditions(then: Conditions, now: Conditions) -> Iterator[str]:
    if then.draft != now.draft:
        yield "it was a draft and is to be final" if then.draft else "it was final and is to be a draft"
    for table in changed_names(then.tables, now.tables):
        yield f"the table of the law {table} changed"
    for tool in changed_names(then.tools, now.tools):
        if tool == "pccresponse source":
            yield "the program's own source changed"
        else:
            yield f"{tool} {then.tools.get(tool, 'unknown')} → {now.tools.get(tool, 'not used any more')}"


def _of_the_documents(folder: Path, documents: dict[str, OutputFile]) -> Iterator[str]:
    for name, output in documents.items():
        path = folder / name
        try:
            state = path.stat()
            same = state.st_size == output.bytes and (
                state.st_mtime_ns == output.mtime_ns or digest_of(path.read_bytes()) == output.sha256
            )
        except FileNotFoundError:
            yield f"{name} is missing"
        except OSError:
            yield f"{name} cannot be read"
        else:
            if not same:
                yield f"{name} is not the one that was built"


def _some(paths: list[str]) -> str:
    """The first path, and how many more."""
    return paths[0] if len(paths) == 1 else f"{paths[0]} and {len(paths) - 1} more"
