"""What git knows of a response: the commits that touched it, under its names of then and now, and what is not committed yet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

import msgspec

from pccresponse.pipeline.published_files import MOST_PDF_BYTES, PUBLISHED
from pccresponse.publishing.git import on_one_line
from pccresponse.publishing.revisions import RESPONSES, TEMPLATES, Repository, from_the_top
from pccresponse.reading import HISTORY_FILE
from pccresponse.reading.source import Fault, bytes_of
from pccresponse.workspace import RESPONSE_FILE, Workspace

MOST_COMMITS = 500
_MOST_RENAMES = 8
_FORMAT = "--format=%H%x00%P%x00%as%x00%an%x00%s"


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
    """The versions that it was the first to have in record.json: they were published between the commit before it and this one."""


class Log(msgspec.Struct, frozen=True, kw_only=True):
    """The commits that touched a response, newest first."""

    commits: tuple[Commit, ...]
    earlier_names: tuple[str, ...]
    """What the response's folder was called before, the latest of these names first."""
    complete: bool
    """Whether these are all commits: a shallow clone does not have them all, and there is a limit."""


def log_of(repository: Repository, slug: str, *, editions: Iterable[str] = (), office: bool = True) -> Log:
    """The commits that touched a response, its editions and, where it has none of its own, the common office.

    Raises `WrongUseError` where nothing was ever committed.
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
    """Which of the files, named from `responses/`, are not as in the latest commit, each as a clause: `a/response.yaml changed`.

    The files are compared here and not by git, which would have the repository's own programs convert them first. Only the ends of
    lines are taken to be the same, because git itself may have written them for this system.
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
        elif committed[place] not in (_name_of(content, repository), _name_of(content.replace(b"\r\n", b"\n"), repository)):
            clauses.append(f"{path} changed")
    return tuple(clauses)


def _names(repository: Repository, slug: str, head: str) -> Iterator[str]:
    """What the response's folder is called, and was called before each commit that renamed it."""
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
    """Old and new path of what a raw difference says was renamed; there each path, and the two of a rename, is an item of its own."""
    items = iter(answer)
    for head in items:
        status = head.rpartition(" ")[2]
        if status.startswith("R"):
            yield next(items), next(items)
        elif head:
            next(items)


def _touched(repository: Repository, parents: Mapping[str, list[str]], where: list[str]) -> Mapping[str, list[str]]:
    """The paths at the places that each commit touched; it is held against its first parent, which for most is the only one."""
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
    """The commits, each with the versions that its record.json is the first to have."""
    asked = [(index, f"{commit.id}:{path}") for index, commit in enumerate(commits) for path in records]
    known: list[set[int]] = [set() for _ in commits]
    for (index, _), content in zip(asked, repository.contents(name for _, name in asked), strict=True):
        known[index] |= _versions(content) if content is not None else set()
    for index, commit in enumerate(commits):
        before = set().union(*known[index + 1 :])
        yield msgspec.structs.replace(commit, recorded=tuple(sorted(known[index] - before)))


def _versions(content: bytes) -> set[int]:
    """The numbers of the versions in a record.json; none in one that cannot be read."""
    try:
        return {each.version for each in msgspec.json.decode(content, type=_Recorded).versions}
    except (msgspec.DecodeError, UnicodeDecodeError):
        return set()


def _name_of(content: bytes, repository: Repository) -> str:
    """What git calls a file of that content."""
    return hashlib.new(repository.digest, b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


class _Numbered(msgspec.Struct):
    version: int


class _Recorded(msgspec.Struct):
    versions: list[_Numbered] = []
