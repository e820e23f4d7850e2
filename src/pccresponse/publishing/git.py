"""Asking git, and asking it for no more than facts: its plumbing, within limits, whatever the repository's own settings would have it run.

A repository that came from somebody else can name programs for git to start: to watch files, to convert them, to page output. Only
commands that start none of them are used, and the settings that could are overruled. The user's own settings stay, because only
there does git look for repositories that it is told to trust.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from threading import Timer

import msgspec

from pccresponse.foundation.errors import CannotRunError
from pccresponse.foundation.problems import printable
from pccresponse.foundation.temporary_folders import passing_file

_SECONDS = 60.0
_MOST_BYTES = 64 << 20
_MOST_SAID = 4_000
_OVERRULED = {
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
"""It says how far up to look for a repository, and can only make that less."""


class GitRefusedError(CannotRunError):
    """Git answered that it will not, or cannot; `said` has its words."""

    def __init__(self, message: str, remedy: str = "", *, said: str = "") -> None:
        super().__init__(message, remedy)
        self.said = said


class Git(msgspec.Struct, frozen=True):
    """Git, asked from a folder."""

    program: str
    folder: Path

    def answer(self, *arguments: str, given: bytes = b"", most: int = _MOST_BYTES) -> bytes:
        """What git prints. Raises `GitRefusedError` if it refuses, takes more than a minute, or prints more than `most` bytes."""
        command = [
            self.program,
            "--no-pager",
            *(word for pair in _OVERRULED.items() for word in ("-c", "=".join(pair))),
            *arguments,
        ]
        with passing_file() as asked, passing_file() as said:
            asked.write(given)
            asked.seek(0)
            try:
                process = subprocess.Popen(
                    command, cwd=self.folder, env=_environment(), stdin=asked, stdout=subprocess.PIPE, stderr=said
                )
            except OSError as error:
                raise GitRefusedError(f"Git could not be started: {error.strerror or error}.") from error
            answer, in_time = _read(process, most)
            said.seek(0)
            words = said.read(_MOST_SAID).decode("utf-8", "replace")
        if not in_time:
            raise GitRefusedError(f"Git took longer than {_SECONDS:.0f} seconds.", "See whether the disk or the network is slow.")
        if len(answer) > most:
            raise GitRefusedError(f"Git's answer is longer than {most >> 20} MB.", "No office has so many responses.")
        if process.returncode:
            raise self._refusal(words)
        return answer

    def text(self, *arguments: str, most: int = _MOST_BYTES) -> str:
        """What git prints, as text; names that are not in UTF-8 keep their bytes."""
        return self.answer(*arguments, most=most).decode("utf-8", "surrogateescape")

    def _refusal(self, said: str) -> GitRefusedError:
        if "dubious ownership" in said or "unsafe repository" in said:
            return GitRefusedError(
                f"Git does not trust the repository of {self.folder}, because it belongs to somebody else.",
                "If you trust it, tell git so with the command that it names: "
                + next((line.strip() for line in said.splitlines() if "--add safe.directory" in line), "git config --global"),
                said=said,
            )
        if "not a git repository" in said:
            return GitRefusedError(
                f"The folder {self.folder} is not in a git repository.",
                "Start one there with: git init, git add responses and git commit",
                said=said,
            )
        first = next((line for line in said.splitlines() if line.startswith("fatal:")), said.strip() or "nothing")
        return GitRefusedError(f"Git refused, and said: {on_one_line(first)}", said=said)


def git_in(folder: Path) -> Git:
    """Git in a folder. Raises `GitRefusedError` where it is not installed."""
    program = shutil.which("git")
    if program is None:
        raise GitRefusedError(
            "Git is not installed on this machine.", "Install it from https://git-scm.com, or with your system's packages."
        )
    return Git(program, folder)


def on_one_line(text: str) -> str:
    """Words from a repository on one line, without what would give orders to a terminal."""
    return printable(" ".join(text.split()))


def _environment() -> dict[str, str]:
    """Ours, without what would point git to another repository, to other programs or to files to write its traces into."""
    plain = {name: value for name, value in os.environ.items() if not name.upper().startswith("GIT_") or name.upper() == _KEPT}
    return {**plain, **_ENVIRONMENT}


def _read(process: subprocess.Popen[bytes], most: int) -> tuple[bytes, bool]:
    """Up to one byte more than allowed, and whether that came in time; the process has ended afterwards."""
    late: list[bool] = []

    def stop() -> None:
        late.append(True)
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
    return answer, not late
