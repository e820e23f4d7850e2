"""The git repository that a workspace may lie in, or that its `responses/` may be: a revision of it, and the files as they stood then.

A workspace as it stood at a revision is kept in `build/` for whoever wants to look at it, or to build it again.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import msgspec

from pccresponse.edition_files import files_of
from pccresponse.foundation.errors import CannotRunError, DamagedFileError, WrongUseError
from pccresponse.foundation.writing import whole_folder
from pccresponse.pipeline.published_files import PUBLISHED, plain_path
from pccresponse.publishing.git import Git, GitRefusedError, git_in, on_one_line
from pccresponse.workspace import Workspace

RESPONSES = "responses/"
TEMPLATES = "templates/"
MOST_FILES = 20_000
MOST_BYTES = 256 << 20
_LARGEST = 48 << 20
_MOST_LISTED = 8 << 20
"""Bytes of a list of files; folders within folders can be few and unfold to more than any disk holds."""
_LINK, _REPOSITORY, _ORDINARY = "120000", "160000", ("100644", "100755", "100664")
_ENTRY = re.compile(r"(\d{6}) (\w+) ([0-9a-f]{40,64}) +(\d+|-|BAD)\t(.+)", re.DOTALL)
_LONGEST_REVISION = 200


class CommittedFile(msgspec.Struct, frozen=True):
    """A file of a revision."""

    mode: str
    id: str
    size: int
    path: str
    """From the top of the repository."""


class Repository(msgspec.Struct, frozen=True, kw_only=True):
    """The repository that holds `responses/`, at its top or anywhere below it."""

    git: Git
    responses: str
    """Where `responses/` is, from the top and with a slash at its end; empty if it is the top."""
    templates: str | None
    """The same of `templates/`; None if the repository does not reach so far up."""
    digest: str
    """What its objects are named by: `sha1` or `sha256`."""
    shallow: bool
    """Whether it has only the latest commits."""

    def commit(self, revision: str) -> str:
        """The full name of the commit that a person means. Raises `WrongUseError` for what names none, or more than one."""
        shown = on_one_line(revision[:_LONGEST_REVISION])
        if not revision or revision != shown or revision.startswith("-"):
            raise WrongUseError(f'"{shown}" cannot be a revision.', "Name a commit, a branch or a tag.")
        try:
            found = self.git.text("rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}").strip()
        except GitRefusedError as error:
            raise self._no_revision(shown, error.said) from error
        for kind, name in (("branch", f"refs/heads/{revision}"), ("tag", f"refs/tags/{revision}")):
            self._refuse_another(shown, kind, name, found)
        return found

    def entries(self, commit: str, places: Collection[str]) -> tuple[CommittedFile, ...]:
        """The files of a commit at or below the places, links and all. Raises `CannotRunError` for more than an office has."""
        if not places:
            return ()
        where = [] if "" in places else map(from_the_top, sorted(places))
        answer = self.git.text("ls-tree", "-r", "-l", "-z", "--full-tree", commit, "--", *where, most=_MOST_LISTED)
        found = [_entry(each) for each in answer.split("\0") if each]
        if len(found) > MOST_FILES:
            raise CannotRunError(f"The revision has {len(found)} files, where {MOST_FILES} are allowed.")
        return tuple(found)

    def contents(self, names: Iterable[str], *, most: int = MOST_BYTES) -> Iterator[bytes | None]:
        """The content of each object, named by its id or as `<commit>:<path>`; None for what is not there."""
        asked = "".join(f"{name}\n" for name in names).encode("utf-8", "surrogateescape")
        answer = memoryview(self.git.answer("cat-file", "--batch", given=asked, most=most))
        at = 0
        while at < len(answer):
            end = at + bytes(answer[at : at + 4096]).index(b"\n")
            head = bytes(answer[at:end]).decode("utf-8", "surrogateescape")
            at = end + 1
            if head.endswith((" missing", " ambiguous")):
                yield None
                continue
            size = int(head.rpartition(" ")[2])
            yield bytes(answer[at : at + size])
            at += size + 1

    def _refuse_another(self, shown: str, kind: str, name: str, found: str) -> None:
        """Where a branch and a tag have one name git takes the tag, and a person may have meant the branch."""
        try:
            other = self.git.text("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}").strip()
        except GitRefusedError:
            return
        if other != found:
            raise WrongUseError(f'"{shown}" means more than one revision; one of them is a {kind}.', f"If you mean that: {name}")

    def _no_revision(self, shown: str, said: str) -> WrongUseError:
        if "is ambiguous" in said:
            return WrongUseError(f'More than one commit begins with "{shown}".', "Write more of its digits.")
        if shown == "HEAD":
            return WrongUseError("The repository has no commits yet.", "Commit first: git add responses, git commit")
        if self.shallow:
            return WrongUseError(
                f'There is no revision "{shown}" in the repository, which has only the latest commits.',
                "Get the others, if it may be one of them: git fetch --unshallow",
            )
        return WrongUseError(f'There is no revision "{shown}" in the repository.', "See which there are: git log --oneline")


def from_the_top(place: str) -> str:
    """A path as git is asked for it: from the top of the repository, wherever we ask, and with no letter that stands for others."""
    return f":(top,literal){place}"


def repository_of(workspace: Workspace) -> Repository:
    """The repository that `responses/` is in. Raises `GitRefusedError` if there is none, or no git, or it may not be used."""
    git = git_in(workspace.responses)
    answer = git.text("rev-parse", "--is-shallow-repository", "--show-object-format", "--show-prefix")
    shallow, digest, prefix = answer.split("\n", 2)
    prefix = prefix.removesuffix("\n")
    templates = f"{prefix.removesuffix(RESPONSES)}{TEMPLATES}" if prefix.endswith(RESPONSES) else None
    return Repository(git=git, responses=prefix, templates=templates, digest=digest, shallow=shallow == "true")


def workspace_at(revision: str, workspace: Workspace, into: Path, *, slugs: Collection[str] = ()) -> Workspace:
    """Write the inputs as they stood at a revision into a folder that is empty or not there, and answer with that workspace.

    Of `responses/` come the responses `slugs`, or all, with every file that lies beside the folders; what was published is left out.
    Of `templates/` comes everything; where the repository does not hold it, the editions of today, which do not change. Raises
    `WrongUseError` for an unknown revision or response, `DamagedFileError` for a link and for names that lead elsewhere.
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
    _refuse_what_is_no_file(files)
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
    """The entries that are wanted, by their paths from `responses/` or `templates/`."""
    for entry in entries:
        path = entry.path.removeprefix(home)
        slug, *rest = path.split("/")
        hidden = any(part.startswith(".") and part.strip(".") for part in path.split("/"))
        if hidden or (rest and slugs and slug not in slugs) or rest[:1] == [PUBLISHED]:
            continue
        yield path, entry


def _refuse_what_is_no_file(files: Iterable[tuple[str, CommittedFile]]) -> None:
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
            continue  # it could not be used where it is either
        for path, place in files.items():
            copy = into / TEMPLATES / folder.name / path
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(place, copy)


def _entry(line: str) -> CommittedFile:
    match = _ENTRY.fullmatch(line)
    assert match is not None, line
    mode, _, name, size, path = match.groups()
    return CommittedFile(
        mode, name, int(size) if size.isdigit() else 0, path
    )  # what has no size is seen to be missing when it is read


_DIGITS = 12
"""Of a commit's name in that of its folder: enough for any repository of an office."""


def workspace_as_it_stood(revision: str, workspace: Workspace) -> Workspace:
    """The inputs of a revision as a workspace of their own, `build/at-<commit>/`, written out the first time it is asked for.

    Raises `WrongUseError` for a revision that there is not, `CannotRunError` where there is no repository or no room.
    """
    commit = repository_of(workspace).commit(revision)
    folder = workspace.build / f"at-{commit[:_DIGITS]}"
    if not folder.is_dir():
        with whole_folder(folder, f"The inputs of {revision}", "Free some space there.") as whole:
            workspace_at(commit, workspace, whole)
    return Workspace(folder)
