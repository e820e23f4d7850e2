"""The status of many responses, computed again only for those that have changed.

Results are kept in one file under `build/`, with the state and digest of the files that they came from, of the program and of the
editions, and the range of days on which they hold. A result is used only if all of these are the same.

The range comes from the rules themselves: they get an `AskedDay` in place of a date, and each comparison narrows the range to the days
with the same result. Any other use, such as counting the days left, narrows it to the day itself.
"""

from __future__ import annotations

import os
import platform
import posixpath
import stat
import traceback
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple, Self

import msgspec

from pccresponse.edition_files import EDITION_FILE, files_of
from pccresponse.pipeline.checking import Checked, check
from pccresponse.pipeline.report_file import MOST_REPORT_BYTES
from pccresponse.reading import HISTORY_FILE
from pccresponse.reading.source import digest_or_reason
from pccresponse.rendering.pdf.engine import tools
from pccresponse.workflow.cache_file import CacheFile
from pccresponse.workflow.status import NextStep, ResponseStatus, status_with_record
from pccresponse.workspace import OFFICE_FILE, RESPONSE_FILE, Workspace

_DAY = timedelta(days=1)


class AskedDay(date):
    """A date that records how it was compared: all results are the same from the `first` day to the `last`."""

    first: date
    last: date
    _plain: date

    def __new__(cls, day: date) -> Self:
        """The day, which has not been compared yet."""
        made = super().__new__(cls, day.year, day.month, day.day)
        made._plain, made.first, made.last = day, date.min, date.max
        return made

    def only(self) -> date:
        """The plain day, for a result that holds on no other day."""
        self.first = self.last = self._plain
        return self._plain

    def _is_up_to(self, other: date) -> bool:
        """Whether it is that day or an earlier one."""
        if self._plain <= other:
            self.last = min(self.last, other)
            return True
        self.first = max(self.first, other + _DAY)
        return False

    def _is_before(self, other: date) -> bool:
        if other == date.min:
            return False
        return self._is_up_to(other - _DAY)

    def __le__(self, other: object) -> bool:
        return self._is_up_to(other) if isinstance(other, date) else NotImplemented

    def __lt__(self, other: object) -> bool:
        return self._is_before(other) if isinstance(other, date) else NotImplemented

    def __ge__(self, other: object) -> bool:
        return not self._is_before(other) if isinstance(other, date) else NotImplemented

    def __gt__(self, other: object) -> bool:
        return not self._is_up_to(other) if isinstance(other, date) else NotImplemented

    def __eq__(self, other: object) -> bool:
        return self._is_up_to(other) and not self._is_before(other) if isinstance(other, date) else NotImplemented

    def __ne__(self, other: object) -> bool:
        return not self == other if isinstance(other, date) else NotImplemented


def _of_the_plain_day(name: str) -> Any:
    """The method or property of that name, which uses the plain day."""
    if callable(getattr(date, name)):

        def method(self: AskedDay, *arguments: Any, **keywords: Any) -> Any:
            return getattr(self.only(), name)(*arguments, **keywords)

        return method
    return property(lambda self: getattr(self.only(), name))


_COMPARISONS = ("__lt__", "__le__", "__gt__", "__ge__", "__eq__", "__ne__")
_OF_EVERY_OBJECT = frozenset(dir(object)) - {"__hash__", "__str__", "__repr__", "__format__", "__reduce__", "__reduce_ex__"}
_OF_THE_CLASS = (
    "fromisocalendar",
    "fromisoformat",
    "fromordinal",
    "fromtimestamp",
    "today",
    "min",
    "max",
    "resolution",
    "strptime",
)
OTHER_QUESTIONS: tuple[str, ...] = tuple(
    sorted(frozenset(dir(date)) - _OF_EVERY_OBJECT - frozenset(_COMPARISONS) - frozenset(_OF_THE_CLASS))
)
"""Every method and property of `date` except comparisons."""
for _name in OTHER_QUESTIONS:
    setattr(AskedDay, _name, _of_the_plain_day(_name))


CACHE_FILE = ".status.sqlite3"
_YOUNG = 2_000_000_000
"""Nanoseconds. The clock of the slowest disks ticks every two seconds, and a second write within a tick leaves no trace. So for a file
that changed more recently, the content is compared."""
_PASSING = frozenset({"LOGO", "REPORT-FILE", "EDITION-TEMPLATE"})
"""Problems that may come from a time limit on a busy machine."""
_READERS = ("msgspec", "PyYAML", "MarkupSafe", "lxml", "python-docx", "openpyxl", "pypdfium2")
"""Libraries that affect the results, beside those that a document's record names."""
_COMMON_OFFICE = f"../{OFFICE_FILE}"
_ALWAYS = (RESPONSE_FILE, OFFICE_FILE, _COMMON_OFFICE, HISTORY_FILE)


class _Row(msgspec.Struct, frozen=True, kw_only=True):
    """The status of one response, and the conditions under which it holds."""

    made_with: str
    """The digest of the program and the editions."""
    names: tuple[str, ...]
    """The paths of its files, relative to the response's folder, including those that are missing."""
    states: str
    """The digest of the file system's data about these files; empty if one of them was too young."""
    contents: str
    """The digest of their contents."""
    first: date
    """The first day on which it holds."""
    last: date
    status: ResponseStatus


class StatusCache:
    """The status of each response of a workspace. Not safe for several threads at once."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._kept = CacheFile(workspace.build / CACHE_FILE, within=workspace.root)
        self._rows: dict[str, _Row | bytes] | None = None

    def statuses(
        self, files: Sequence[Path], *, today: date, mistake: Callable[[str], None] | None = None
    ) -> tuple[ResponseStatus, ...]:
        """The status of each response today, with the problems that `check` counts.

        An unexpected error in one of them is raised, or its traceback is passed to `mistake` so that it does not hide the others.
        """
        if self._rows is None:
            self._rows = dict(self._kept.read())
        look = _Look(self._workspace, self._kept.now)
        changed: dict[str, _Row] = {}
        try:
            return tuple(self._status_of(file, look, today, changed, mistake) for file in files)
        finally:  # an interruption loses no finished result
            self._keep(changed)

    def _status_of(
        self, file: Path, look: _Look, today: date, changed: dict[str, _Row], mistake: Callable[[str], None] | None
    ) -> ResponseStatus:
        assert self._rows is not None
        try:
            row = self._kept_row(file, look, today)
            status, row = (row.status, row) if row else _computed(file, look, today)
        except Exception:
            if mistake is None:
                raise
            mistake(traceback.format_exc())
            return _unknown(file)
        slug = file.parent.name
        if row is not None and row is not self._rows.get(slug):
            self._rows[slug] = changed[slug] = row
        return status

    def _keep(self, changed: dict[str, _Row]) -> None:
        """Save the new rows, and delete those of responses that no longer exist."""
        assert self._rows is not None
        there = set(self._workspace.slugs())
        gone = [slug for slug in self._rows if slug not in there]
        for slug in gone:
            del self._rows[slug]
        if changed or gone:
            self._kept.write({slug: msgspec.json.encode(row) for slug, row in changed.items()}, gone=gone)

    def _kept_row(self, file: Path, look: _Look, today: date) -> _Row | None:
        """The row of the response, if it still holds."""
        slug = file.parent.name
        assert self._rows is not None
        row = self._rows.get(slug)
        if row is None or not look.is_response(file):
            return None
        if isinstance(row, bytes):
            try:
                row = self._rows[slug] = msgspec.json.decode(row, type=_Row)
            except (msgspec.DecodeError, UnicodeDecodeError):
                return None
        if row.made_with != look.made_with or not row.first <= today <= row.last:
            return None
        states = look.states(file.parent, row.names)
        if states.digest == row.states:
            return row
        if look.contents(file.parent, row.names) != row.contents:
            return None
        return msgspec.structs.replace(row, states=states.digest) if look.is_old(states) else row


class _States(NamedTuple):
    """The file system's data about some files."""

    digest: str
    youngest: int
    """The time of the latest change, in nanoseconds by the disk's clock."""


class _Look:
    """One pass over many responses, which reads the files that they share only once."""

    def __init__(self, workspace: Workspace, clock: Callable[[], int]) -> None:
        self.workspace, self._clock = workspace, clock
        self._shared: dict[str, tuple[str, int]] = {}
        self._now: int | None = None
        self.made_with = _made_with(workspace)

    def is_response(self, file: Path) -> bool:
        """Whether it is the file of a response under its own name in the workspace."""
        is_in_place = file.name == RESPONSE_FILE and file.parent.parent == self.workspace.responses
        return is_in_place and file.parent.name.isprintable()  # other names cannot be saved

    def begin(self) -> None:
        """Note the time, before reading anything that will be saved."""
        if self._now is None:
            self._now = self._clock()

    def is_old(self, states: _States) -> bool:
        """Whether the files changed long enough before this pass that another write would show."""
        self.begin()
        return states.youngest < (self._now or 0) - _YOUNG

    def states(self, folder: Path, names: Sequence[str]) -> _States:
        """The file system's data about the files, by their paths relative to the folder."""
        lines, youngest = [os.path.realpath(folder) if folder.is_symlink() else ""], 0
        for name in names:
            line, changed = self._state_of_shared(folder, name) if "/" in name else _state(f"{folder}/{name}")
            lines.append(line)
            youngest = max(youngest, changed)
        return _States(_digest("\n".join(lines)), youngest)

    def _state_of_shared(self, folder: Path, name: str) -> tuple[str, int]:
        path = os.path.normpath(f"{folder}/{name}")
        if path not in self._shared:
            line, changed = _state(path)
            self._shared[path] = f"{os.path.realpath(path)} {line}", changed
        return self._shared[path]

    def contents(self, folder: Path, names: Sequence[str]) -> str:
        """One digest of the contents of the files, or of the reasons why they cannot be read."""
        return _digest("\n".join(f"{name}\0{self.content(folder / name)}" for name in names))

    def content(self, path: Path) -> str:
        """The digest of a file's content, or the reason why it cannot be read."""
        return digest_or_reason(path, within=self.workspace.root, most=MOST_REPORT_BYTES)


def _computed(file: Path, look: _Look, today: date) -> tuple[ResponseStatus, _Row | None]:
    """The status of the response, and the row to save; None if it must not be saved."""
    folder, day = file.parent, AskedDay(today)
    look.begin()
    record = look.content(folder / HISTORY_FILE)
    checked = check(file, look.workspace, today=day)
    status = status_with_record(checked, folder, within=look.workspace.root, today=day)
    if not look.is_response(file) or not (checked.response.content and checked.office.content):
        return status, None
    if any(problem.code in _PASSING for problem in checked.problems):
        return status, None
    names = (*_ALWAYS, *_named_in(checked))
    states = look.states(folder, names)
    is_old = look.is_old(states) and look.is_old(look.states(folder.parent, (".", folder.name)))  # nor was one of them removed
    if not is_old and not _is_still_there(checked, file, record, look):
        return status, None
    row = _Row(
        made_with=look.made_with,
        names=names,
        states=states.digest if is_old else "",
        contents=look.contents(folder, names),
        first=day.first,
        last=day.last,
        status=status,
    )
    return status, row


def _named_in(checked: Checked) -> tuple[str, ...]:
    """The paths of the report and the logo, relative to the response's folder."""
    response, office = checked.response.readable, checked.office.model
    report = response.report.file if response else None
    logo = office.logo.file if office and office.logo else None
    beside = posixpath.dirname(checked.office.file)  # the office's own folder, or the one above the response's
    above = "" if beside == posixpath.dirname(checked.response.file) else "../"
    return (*([report] if report else []), *([f"{above}{logo}"] if logo else []))


def _is_still_there(checked: Checked, file: Path, record: str, look: _Look) -> bool:
    """Whether the files are still as they were read, if the file system's data cannot show it."""
    folder, office_file = file.parent, look.workspace.office_file(file)
    logo = checked.office.model.logo if checked.office.model else None
    read = [(file, checked.response.content), (office_file, checked.office.content)]
    if logo and checked.logo:
        read.append((office_file.parent / logo.file, checked.logo))
    has_report = checked.response.readable is not None and checked.response.readable.report.file is not None
    same = all(look.content(path) == sha256(content).hexdigest() for path, content in read)
    return same and not has_report and look.content(folder / HISTORY_FILE) == record


def _unknown(file: Path) -> ResponseStatus:
    """The status of a response with an unexpected error."""
    what = "look at the terminal where the preview is running: there was a fault in the program while it was reading the files"
    return ResponseStatus(slug=file.parent.name, state="cannot be read", next=NextStep("the office", what))


def _state(path: str) -> tuple[str, int]:
    """The file system's data about a file, which change with its content or permissions, and the time of the latest change."""
    try:
        found, leads_to = os.lstat(path), ""
        if stat.S_ISLNK(found.st_mode):
            found, leads_to = Path(path).stat(), os.path.realpath(path)
    except (OSError, ValueError) as error:
        return type(error).__name__, 0
    numbers = (
        found.st_mode,
        found.st_uid,
        found.st_gid,
        found.st_size,
        found.st_mtime_ns,
        found.st_ctime_ns,
        found.st_ino,
        found.st_dev,
    )
    return f"{numbers} {leads_to}", max(found.st_mtime_ns, found.st_ctime_ns)


def _made_with(workspace: Workspace) -> str:
    """The digest of everything that affects every response: the program, its libraries and the editions."""
    lines = [str(workspace.root), os.path.realpath(workspace.responses), _program()]
    for home in workspace.edition_homes:
        for file in sorted(home.glob(f"*/{EDITION_FILE}")):
            lines.append(str(file.parent))
            try:
                lines += [f"{name}\0{sha256(place.read_bytes()).hexdigest()}" for name, place in files_of(file.parent).items()]
            except (OSError, ValueError) as error:
                lines.append(str(error))
    return _digest("\n".join(lines))


@cache
def _program() -> str:
    """The digest of every file of the program, including the tables of the law, and of the versions of the libraries."""
    lines = [platform.python_version(), *(f"{name} {number}" for name, number in tools().items())]
    lines += [f"{name} {version(name)}" for name in _READERS]
    source = Path(__file__).parents[1]
    for path in sorted(source.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            lines.append(f"{path.relative_to(source).as_posix()}\0{sha256(path.read_bytes()).hexdigest()}")
    return _digest("\n".join(lines))


def _digest(words: str) -> str:
    return sha256(words.encode("utf-8", "surrogateescape")).hexdigest()
