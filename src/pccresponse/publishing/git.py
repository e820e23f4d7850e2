"""Run git safely, and read the commits and the files of the repository that holds `responses/`.

The settings of an untrusted repository can name programs for git to start: to watch files, to convert them, to page output. Only
commands that start none of them are used, and settings that could are overridden. The user's own settings stay, because git looks
only there for the repositories that it may trust.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from threading import Event, Timer

import msgspec

from pccresponse.foundation.errors import CannotRunError, WrongUseError
from pccresponse.foundation.problems import printable
from pccresponse.foundation.temporary_folders import passing_file
from pccresponse.workspace import Workspace

RESPONSES = "responses/"
TEMPLATES = "templates/"
MOST_FILES = 20_000
MOST_BYTES = 256 << 20

_SECONDS = 60.0
_MOST_BYTES = 64 << 20
_MOST_ERROR_BYTES = 4_000
_MOST_LISTED = 8 << 20
"""Bytes of a list of files. A few folders within folders can unfold to more than any disk holds."""
_LONGEST_REVISION = 200
_ENTRY = re.compile(r"(\d{6}) (\w+) ([0-9a-f]{40,64}) +(\d+|-|BAD)\t(.+)", re.DOTALL)
_OVERRIDDEN = {
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.warnAmbiguousRefs": "true",
    "i18n.logOutputEncoding": "UTF-8",
    "log.showSignature": "false",
    "safe.bareRepository": "explicit",
}
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "",  # what is not in the repository is not fetched from anywhere
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",  # a commit is what its name says
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",  # its messages are looked at below
}
_KEPT = "GIT_CEILING_DIRECTORIES"
"""It limits how far up git looks for a repository."""


class GitRefusedError(CannotRunError):
    """Git failed; `stderr` has the beginning of its error output."""

    def __init__(self, message: str, remedy: str = "", *, stderr: str = "") -> None:
        super().__init__(message, remedy)
        self.stderr = stderr


class Git(msgspec.Struct, frozen=True):
    """The git program, run in a folder."""

    program: str
    folder: Path

    def answer(self, *arguments: str, given: bytes = b"", most: int = _MOST_BYTES) -> bytes:
        """What git prints. Raises `GitRefusedError` if it fails, takes more than a minute, or prints more than `most` bytes."""
        command = [
            self.program,
            "--no-pager",
            *(word for pair in _OVERRIDDEN.items() for word in ("-c", "=".join(pair))),
            *arguments,
        ]
        with passing_file() as stdin, passing_file() as stderr:
            stdin.write(given)
            stdin.seek(0)
            try:
                process = subprocess.Popen(
                    command, cwd=self.folder, env=_environment(), stdin=stdin, stdout=subprocess.PIPE, stderr=stderr
                )
            except OSError as error:
                raise GitRefusedError(f"Git could not be started: {error.strerror or error}.") from error
            answer, in_time = _read(process, most)
            stderr.seek(0)
            errors = stderr.read(_MOST_ERROR_BYTES).decode("utf-8", "replace")
        if not in_time:
            raise GitRefusedError(f"Git took longer than {_SECONDS:.0f} seconds.", "See whether the disk or the network is slow.")
        if len(answer) > most:
            raise GitRefusedError(f"Git's answer is longer than {most >> 20} MB.", "No office has so many responses.")
        if process.returncode:
            raise self._refusal(errors)
        return answer

    def text(self, *arguments: str, most: int = _MOST_BYTES) -> str:
        """What git prints, as text. Names that are not in UTF-8 keep their bytes."""
        return self.answer(*arguments, most=most).decode("utf-8", "surrogateescape")

    def _refusal(self, stderr: str) -> GitRefusedError:
        if "dubious ownership" in stderr or "unsafe repository" in stderr:
            return GitRefusedError(
                f"Git does not trust the repository of {self.folder}, because it belongs to somebody else.",
                "If you trust it, tell git so with the command that it names: "
                + next((line.strip() for line in stderr.splitlines() if "--add safe.directory" in line), "git config --global"),
                stderr=stderr,
            )
        if "not a git repository" in stderr:
            return GitRefusedError(
                f"The folder {self.folder} is not in a git repository.",
                "Start one there with: git init, git add responses and git commit",
                stderr=stderr,
            )
        first = next((line for line in stderr.splitlines() if line.startswith("fatal:")), stderr.strip() or "nothing")
        return GitRefusedError(f"Git refused, and said: {on_one_line(first)}", stderr=stderr)


def git_in(folder: Path) -> Git:
    """Git in a folder. Raises `GitRefusedError` where it is not installed."""
    program = shutil.which("git")
    if program is None:
        raise GitRefusedError(
            "Git is not installed on this machine.", "Install it from https://git-scm.com, or with your system's packages."
        )
    return Git(program, folder)


def on_one_line(text: str) -> str:
    """Text from a repository on one line, without control characters."""
    return printable(" ".join(text.split()))


def _environment() -> dict[str, str]:
    """This process's environment, without variables that point git to another repository, other programs or trace files."""
    plain = {name: value for name, value in os.environ.items() if not name.upper().startswith("GIT_") or name.upper() == _KEPT}
    return {**plain, **_ENVIRONMENT}


def _read(process: subprocess.Popen[bytes], most: int) -> tuple[bytes, bool]:
    """Up to one byte more than allowed, and whether it ended in time. The process has ended afterwards."""
    late = Event()

    def stop() -> None:
        late.set()
        process.kill()

    timer = Timer(_SECONDS, stop)
    timer.start()
    try:
        with process:
            assert process.stdout is not None
            answer = process.stdout.read(most + 1)
            if len(answer) > most:
                process.kill()
    finally:
        timer.cancel()
    return answer, not late.is_set()


class CommittedFile(msgspec.Struct, frozen=True):
    """A file of a revision."""

    mode: str
    id: str
    size: int
    path: str
    """From the top of the repository."""


class Repository(msgspec.Struct, frozen=True, kw_only=True):
    """The repository that holds `responses/`."""

    git: Git
    responses: str
    """The path of `responses/` from the top, with a slash at the end; empty if it is the top."""
    templates: str | None
    """The same for `templates/`; None if it is outside the repository."""
    digest: str
    """The algorithm of its object names: `sha1` or `sha256`."""
    shallow: bool

    def commit(self, revision: str) -> str:
        """The full name of a commit. Raises `WrongUseError` if the revision names none, or more than one."""
        shown = on_one_line(revision[:_LONGEST_REVISION])
        if not revision or revision != shown or revision.startswith("-"):
            raise WrongUseError(f'"{shown}" cannot be a revision.', "Name a commit, a branch or a tag.")
        try:
            found = self.git.text("rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}").strip()
        except GitRefusedError as error:
            raise self._no_revision(shown, error.stderr) from error
        for kind, name in (("branch", f"refs/heads/{revision}"), ("tag", f"refs/tags/{revision}")):
            self._refuse_another(shown, kind, name, found)
        return found

    def entries(self, commit: str, places: Collection[str]) -> tuple[CommittedFile, ...]:
        """The files and links of a commit at or below the places. Raises `CannotRunError` if there are too many."""
        if not places:
            return ()
        where = [] if "" in places else map(from_the_top, sorted(places))
        answer = self.git.text("ls-tree", "-r", "-l", "-z", "--full-tree", commit, "--", *where, most=_MOST_LISTED)
        found = [_entry(each) for each in answer.split("\0") if each]
        if len(found) > MOST_FILES:
            raise CannotRunError(f"The revision has {len(found)} files, where {MOST_FILES} are allowed.")
        return tuple(found)

    def contents(self, names: Iterable[str], *, most: int = MOST_BYTES) -> Iterator[bytes | None]:
        """The content of each object, named by its id or as `<commit>:<path>`; None if it does not exist."""
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
        """Raise `WrongUseError` if a branch and a tag share the name: git takes the tag, but the branch may be meant."""
        try:
            other = self.git.text("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}").strip()
        except GitRefusedError:
            return
        if other != found:
            raise WrongUseError(f'"{shown}" means more than one revision; one of them is a {kind}.', f"If you mean that: {name}")

    def _no_revision(self, shown: str, stderr: str) -> WrongUseError:
        if "is ambiguous" in stderr:
            return WrongUseError(f'More than one commit begins with "{shown}".', "Write more of its digits.")
        if shown == "HEAD":
            return WrongUseError("The repository has no commits yet.", "Commit first: git add responses, git commit")
        if self.shallow:
            return WrongUseError(
                f'There is no revision "{shown}" in the repository, which has only the latest commits.',
                "Get the others, if it may be one of them: git fetch --unshallow",
            )
        return WrongUseError(f'There is no revision "{shown}" in the repository.', "See which there are: git log --oneline")


def repository_of(workspace: Workspace) -> Repository:
    """The repository that holds `responses/`. Raises `GitRefusedError` if there is none, or git cannot use it."""
    git = git_in(workspace.responses)
    answer = git.text("rev-parse", "--is-shallow-repository", "--show-object-format", "--show-prefix")
    shallow, digest, prefix = answer.split("\n", 2)
    prefix = prefix.removesuffix("\n")
    templates = f"{prefix.removesuffix(RESPONSES)}{TEMPLATES}" if prefix.endswith(RESPONSES) else None
    return Repository(git=git, responses=prefix, templates=templates, digest=digest, shallow=shallow == "true")


def from_the_top(place: str) -> str:
    """A pathspec for a path from the top of the repository, without wildcards."""
    return f":(top,literal){place}"


def _entry(line: str) -> CommittedFile:
    match = _ENTRY.fullmatch(line)
    assert match is not None, line
    mode, _, name, size, path = match.groups()
    return CommittedFile(mode, name, int(size) if size.isdigit() else 0, path)  # without a size, it is found missing when read
