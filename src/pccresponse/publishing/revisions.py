"""A response in git: its files as they stood at a revision, the commits that touched it, and what is not committed yet.

The workspace as it stood at a revision is kept in `build/`.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

import msgspec

from pccresponse.edition_files import files_of
from pccresponse.foundation.errors import CannotRunError, DamagedFileError, WrongUseError
from pccresponse.foundation.writing import whole_folder
from pccresponse.pipeline.published_files import MOST_PDF_BYTES, PUBLISHED, plain_path
from pccresponse.publishing.git import (
    MOST_BYTES,
    RESPONSES,
    TEMPLATES,
    CommittedFile,
    Repository,
    from_the_top,
    on_one_line,
    repository_of,
)
from pccresponse.reading import HISTORY_FILE
from pccresponse.reading.source import Fault, bytes_of
from pccresponse.workspace import RESPONSE_FILE, Workspace

_LARGEST = 48 << 20
_LINK, _REPOSITORY, _ORDINARY = "120000", "160000", ("100644", "100755", "100664")
_DIGITS = 12
"""Digits of a commit's name in the name of its folder."""
MOST_COMMITS = 500
_MOST_RENAMES = 8
_FORMAT = "--format=%H%x00%P%x00%as%x00%an%x00%s"


def workspace_at(revision: str, workspace: Workspace, into: Path, *, slugs: Collection[str] = ()) -> Workspace:
    """Write the inputs as they stood at a revision into a new or empty folder, and return that workspace.

    From `responses/` it takes the responses `slugs`, or all, and the files beside their folders, without `published/`. From `templates/`
    it takes everything; if that is outside the repository, today's editions. Raises `WrongUseError` for an unknown revision or response,
    `DamagedFileError` for a link or a path that is not portable.
    """
    repository = repository_of(workspace)
    commit = repository.commit(revision)
    responses = list(_wanted(repository.entries(commit, [repository.responses.removesuffix("/")]), repository.responses, slugs))
    if not responses:
        raise WrongUseError(f"At {on_one_line(revision)} there was no folder responses.", "Name a later revision.")
    here = {path.split("/")[0] for path, _ in responses if "/" in path}
    if missing := [slug for slug in slugs if slug not in here]:
        raise WrongUseError(
            f"At {on_one_line(revision)} there was no response called {', '.join(missing)}.", "See: pccresponse history NAME"
        )
    files = [(f"{RESPONSES}{path}", entry) for path, entry in responses]
    if repository.templates is not None:
        templates = repository.entries(commit, [repository.templates.removesuffix("/")])
        files += [(f"{TEMPLATES}{path}", entry) for path, entry in _wanted(templates, repository.templates, ())]
    _refuse_unfit(files)
    try:
        into.mkdir(parents=True, exist_ok=True)
        for (path, _), content in zip(files, repository.contents(entry.id for _, entry in files), strict=True):
            if content is None:
                raise CannotRunError(
                    f"The repository has lost {path} as it was at {on_one_line(revision)}.", "Get it again: git fetch"
                )
            (into / path).parent.mkdir(parents=True, exist_ok=True)
            with (into / path).open("xb") as file:
                file.write(content)
        if repository.templates is None:
            _copy_editions(workspace, into)
    except OSError as error:
        raise CannotRunError(
            f"The files of {on_one_line(revision)} could not be written to {into}: {error.strerror or error}."
        ) from error
    return Workspace(into)


def _wanted(entries: Iterable[CommittedFile], home: str, slugs: Collection[str]) -> Iterator[tuple[str, CommittedFile]]:
    for entry in entries:
        path = entry.path.removeprefix(home)
        slug, *rest = path.split("/")
        hidden = any(part.startswith(".") and part.strip(".") for part in path.split("/"))
        if hidden or (rest and slugs and slug not in slugs) or rest[:1] == [PUBLISHED]:
            continue
        yield path, entry


def _refuse_unfit(files: Iterable[tuple[str, CommittedFile]]) -> None:
    """Raise `DamagedFileError` for what is not a plain file, `CannotRunError` for files that are too large."""
    total = 0
    for path, entry in files:
        shown = on_one_line(path[:200])
        if entry.mode in (_LINK, _REPOSITORY):
            what = "a link" if entry.mode == _LINK else "a repository of its own"
            raise DamagedFileError(
                f"{shown} was {what} at that revision, not a file.", "Build the responses that do not need it, by name."
            )
        if entry.mode not in _ORDINARY or plain_path(path) is None:
            raise DamagedFileError(f'The revision has a file that cannot be written everywhere: "{shown}".')
        total += entry.size
        if entry.size > _LARGEST or total > MOST_BYTES - (1 << 20):
            raise CannotRunError(f"The files of the revision are larger than those of an office can be, {shown} for one.")


def _copy_editions(workspace: Workspace, into: Path) -> None:
    for folder in sorted(path for path in workspace.templates.glob("*") if path.is_dir() and not path.is_symlink()):
        try:
            files = files_of(folder)
        except ValueError:
            continue  # the edition cannot be used there either
        for path, place in files.items():
            copy = into / TEMPLATES / folder.name / path
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(place, copy)


def workspace_as_it_stood(revision: str, workspace: Workspace) -> Workspace:
    """The inputs of a revision as a workspace, `build/at-<commit>/`, which is written the first time.

    Raises `WrongUseError` for an unknown revision, `CannotRunError` if there is no repository or no space on the disk.
    """
    commit = repository_of(workspace).commit(revision)
    folder = workspace.build / f"at-{commit[:_DIGITS]}"
    if not folder.is_dir():
        with whole_folder(folder, f"The inputs of {revision}", "Free some space there.") as whole:
            workspace_at(commit, workspace, whole)
    return Workspace(folder)


class Commit(msgspec.Struct, frozen=True, kw_only=True):
    """A commit that touched a response, its office or its edition."""

    id: str
    day: str
    """The author's day, as 2015-07-21."""
    author: str
    subject: str
    touched: tuple[str, ...]
    """What it touched: `response.yaml`, `published/1`, `responses/office.yaml`, `templates/2026`."""
    recorded: tuple[int, ...] = ()
    """The versions that are in record.json for the first time: they were published between the previous commit and this one."""


class Log(msgspec.Struct, frozen=True, kw_only=True):
    """The commits that touched a response, newest first."""

    commits: tuple[Commit, ...]
    earlier_names: tuple[str, ...]
    """Earlier names of the response's folder, the latest first."""
    complete: bool
    """False in a shallow clone, or if there are more than `MOST_COMMITS`."""


def log_of(repository: Repository, slug: str, *, editions: Iterable[str] = (), office: bool = True) -> Log:
    """The commits that touched a response, its editions and, unless it has an office of its own, the common office.

    Raises `WrongUseError` if nothing was ever committed.
    """
    head = repository.commit("HEAD")
    slugs = tuple(_names(repository, slug, head))
    places = {f"{repository.responses}{each}": "" for each in slugs}
    if office:
        places[f"{repository.responses}office.yaml"] = f"{RESPONSES}office.yaml"
    if repository.templates is not None:
        places |= {f"{repository.templates}{name}": f"{TEMPLATES}{name}" for name in editions}
    where = [from_the_top(place) for place in places]
    found = repository.git.text("rev-list", "--topo-order", f"--max-count={MOST_COMMITS + 1}", _FORMAT, head, "--", *where)
    lines = [line.split("\0") for line in found.split("\n") if "\0" in line][:MOST_COMMITS]
    touched = _touched(repository, {name: parents.split()[:1] for name, parents, *_ in lines}, where)
    commits = [
        Commit(id=name, day=day, author=on_one_line(author), subject=on_one_line(subject), touched=_in_words(touched[name], places))
        for name, _, day, author, subject in lines
    ]
    records = {path for paths in touched.values() for path in paths if path.endswith(f"/{HISTORY_FILE}") and "\n" not in path}
    return Log(
        commits=tuple(_marked(repository, commits, sorted(records))),
        earlier_names=slugs[1:],
        complete=not repository.shallow and len(lines) < MOST_COMMITS,
    )


def not_committed(repository: Repository, workspace: Workspace, paths: Iterable[str]) -> tuple[str, ...]:
    """A clause for each file, named from `responses/`, that differs from the latest commit: `a/response.yaml changed`.

    Git does not compare them, because it would run the repository's own programs to convert them first. Different line endings count
    as the same, because git may have written those of this system.
    """
    head = repository.commit("HEAD")
    wanted = {f"{repository.responses}{path}": path for path in paths}
    committed = {entry.path: entry.id for entry in repository.entries(head, wanted.keys())}
    clauses = []
    for place, path in sorted(wanted.items()):
        content = bytes_of(workspace.responses / path, within=workspace.root, most=MOST_PDF_BYTES)
        if isinstance(content, Fault):
            if place in committed:
                clauses.append(f"{path} {content.message}")
        elif place not in committed:
            clauses.append(f"{path} was never committed")
        elif committed[place] not in (_blob_id(content, repository), _blob_id(content.replace(b"\r\n", b"\n"), repository)):
            clauses.append(f"{path} changed")
    return tuple(clauses)


def _names(repository: Repository, slug: str, head: str) -> Iterator[str]:
    """The name of the response's folder, then its earlier names, the latest first."""
    since = head
    for _ in range(_MOST_RENAMES):
        yield slug
        file = f"{repository.responses}{slug}/{RESPONSE_FILE}"
        touching = repository.git.text("rev-list", "--topo-order", since, "--", from_the_top(file)).split()
        if not touching:
            return
        oldest = touching[-1]
        where = from_the_top(repository.responses.removesuffix("/")) if repository.responses else "."
        answer = repository.git.text("diff-tree", "-r", "-z", "-M", "--raw", "--no-commit-id", oldest, "--", where).split("\0")
        before = next((old for old, new in _renamed(answer) if new == file), "").removeprefix(repository.responses)
        if PurePosixPath(before).name != RESPONSE_FILE or len(PurePosixPath(before).parts) != 2:
            return
        slug, since = PurePosixPath(before).parts[0], f"{oldest}^@"


def _renamed(answer: list[str]) -> Iterator[tuple[str, str]]:
    """Old and new path of each rename in the output of `git diff-tree --raw -z`, split at NUL."""
    items = iter(answer)
    for head in items:
        status = head.rpartition(" ")[2]
        if status.startswith("R"):
            yield next(items), next(items)
        elif head:
            next(items)


def _touched(repository: Repository, parents: Mapping[str, list[str]], where: list[str]) -> Mapping[str, list[str]]:
    """The paths that differ between each commit and its first parent."""
    asked = "".join(f"{' '.join((name, *parent))}\n" for name, parent in parents.items()).encode()
    answer = repository.git.answer("diff-tree", "--stdin", "-r", "-z", "--name-only", "--root", "--", *where, given=asked)
    touched: dict[str, list[str]] = {name: [] for name in parents}
    paths: list[str] = []
    for item in answer.decode("utf-8", "surrogateescape").split("\0"):
        if item in touched:
            paths = touched[item]
        elif item:
            paths.append(item)
    return touched


def _in_words(paths: Iterable[str], places: Mapping[str, str]) -> tuple[str, ...]:
    words: list[str] = []
    for path in paths:
        place = next((each for each in places if path == each or path.startswith(f"{each}/")), "")
        inside = path.removeprefix(place).strip("/").split("/")
        in_folder = "/".join(inside[:2] if inside[0] == PUBLISHED else inside)
        words.append(on_one_line(places.get(place) or in_folder))
    return tuple(dict.fromkeys(words))


def _marked(repository: Repository, commits: list[Commit], records: list[str]) -> Iterator[Commit]:
    """The commits, with `recorded` filled in."""
    asked = [(index, f"{commit.id}:{path}") for index, commit in enumerate(commits) for path in records]
    known: list[set[int]] = [set() for _ in commits]
    for (index, _), content in zip(asked, repository.contents(name for _, name in asked), strict=True):
        known[index] |= _versions(content) if content is not None else set()
    for index, commit in enumerate(commits):
        before = set().union(*known[index + 1 :])
        yield msgspec.structs.replace(commit, recorded=tuple(sorted(known[index] - before)))


def _versions(content: bytes) -> set[int]:
    """The numbers of the versions in a record.json; empty if it cannot be read."""
    try:
        return {each.version for each in msgspec.json.decode(content, type=_RecordedVersions).versions}
    except (msgspec.DecodeError, UnicodeDecodeError):
        return set()


def _blob_id(content: bytes, repository: Repository) -> str:
    """The name of a file's content as a git object."""
    return hashlib.new(repository.digest, b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


class _RecordedVersion(msgspec.Struct):
    version: int


class _RecordedVersions(msgspec.Struct):
    versions: list[_RecordedVersion] = []
