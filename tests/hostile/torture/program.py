"""The program as a process of its own: begun, waited for, stopped, and what it said."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import IO

from tests.hostile.torture.results import Fault

ROOT = Path(__file__).parents[3]
DEADLINE = 120.0
"""Seconds, on a machine that others use as well; what is done here takes a few."""
_TRACED = Path(__file__).with_name("traced")
_CODES = (0, 1, 2, 3)
_TRIAL = re.compile(r"[a-z0-9_]{8}")
_CHANGES_PYTHON = ("PYTHON", "PCCRESPONSE", "NO_COLOR", "FONTCONFIG", "TORTURE", "GIT_")


@dataclass
class Program:
    """One run of the program, in a process group of its own."""

    arguments: tuple[str, ...]
    process: subprocess.Popen[bytes]
    output: Path
    is_late: bool = False
    began: float = field(default_factory=monotonic)

    def wait(self, seconds: float = DEADLINE) -> Program:
        """Wait for its end; ends it where it takes too long."""
        try:
            self.process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            self.is_late = True
            self.kill()
        return self

    def kill(self, *, all_of_it: bool = True) -> None:
        """`kill -9`, of the whole group or of the first process alone."""
        try:
            if all_of_it:
                os.killpg(self.process.pid, signal.SIGKILL)
            else:
                self.process.kill()
        except ProcessLookupError:
            pass
        self.process.wait()

    @property
    def code(self) -> int:
        """The exit code; negative for a signal."""
        return self.process.returncode

    @property
    def was_killed(self) -> bool:
        """Whether it was ended by `kill -9`, which is to say before its end."""
        return self.code == -signal.SIGKILL and not self.is_late

    @property
    def said(self) -> str:
        """What it printed, on either channel."""
        return self.output.read_text(encoding="utf-8", errors="replace") if self.output.exists() else ""

    def faults(self, *, codes: tuple[int, ...] = _CODES) -> list[Fault]:
        """What is wrong with the way in which it ended."""
        typed = " ".join(self.arguments)
        said = self.said
        if self.is_late:
            return [Fault("hang", f"{typed} had not ended after {monotonic() - self.began:.0f} seconds.\n{said}")]
        found = []
        if "Traceback (most recent call last)" in said or "Fatal Python error" in said:
            found.append(Fault("traceback", f"{typed} ended with {self.code}:\n{said}"))
        elif self.code not in codes:
            found.append(Fault("other", f"{typed} ended with {self.code} and not with {codes}:\n{said}"))
        return found


def until_gone(group: int, seconds: float = 30.0) -> bool:
    """Wait until no process of the group is left; whether that came about."""
    pause = threading.Event()
    until = monotonic() + seconds
    while monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        pause.wait(0.01)
    return False


def left_in(temporary: Path) -> list[Path]:
    """What is left in a temporary folder, but for the few bytes by which Python itself tries whether it may write there."""
    return [
        path for path in temporary.iterdir() if not (_TRIAL.fullmatch(path.name) and path.is_file() and path.stat().st_size <= 4)
    ]


def plain_environment() -> dict[str, str]:
    """The environment without what changes the ways of Python, of git or of the program."""
    return {name: value for name, value in os.environ.items() if not name.startswith(_CHANGES_PYTHON)}


@contextmanager
def _writing_to(file: IO[bytes], *, piped: bool) -> Iterator[IO[bytes]]:
    if not piped:
        yield file
        return
    writer = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=file, start_new_session=True)
    assert writer.stdin is not None
    try:
        yield writer.stdin
    finally:
        writer.stdin.close()
        threading.Thread(target=writer.wait, daemon=True).start()


def begin(
    *arguments: str,
    cwd: Path,
    temporary: Path,
    environment: Mapping[str, str] | None = None,
    traced: Mapping[str, str] | None = None,
    pipes: tuple[int, ...] = (),
    first: Callable[[], object] | None = None,
    output: int | None = None,
    piped: bool = False,
    name: str = "said",
    said_in: Path | None = None,
    over: Mapping[str, str] | None = None,
) -> Program:
    """Begin `pccresponse` with these arguments. `traced` is what the tracing in `traced/` is told; `first` is called in the new process;
    where it may not write files there, what it prints is `piped` to somebody who may.
    """
    temporary.mkdir(parents=True, exist_ok=True)
    place = (said_in or temporary.parent) / f"{name}.txt"
    paths = [str(_TRACED)] if traced is not None else []
    given = {
        **(plain_environment() if environment is None else environment),
        "PYTHONPATH": os.pathsep.join([*paths, str(ROOT / "src")]),
        "TMPDIR": str(temporary),
        **(traced or {}),
        **(over or {}),
    }
    with place.open("wb") as file, _writing_to(file, piped=piped) as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "pccresponse", *arguments],
            cwd=cwd,
            env=given,
            stdin=subprocess.DEVNULL,
            stdout=said if output is None else output,
            stderr=said,
            start_new_session=True,
            pass_fds=pipes,
            preexec_fn=first,
        )
    return Program(arguments, process, place)


def run(*arguments: str, cwd: Path, temporary: Path, seconds: float = DEADLINE, **more: object) -> Program:
    """Begin the program and wait for its end."""
    return begin(*arguments, cwd=cwd, temporary=temporary, **more).wait(seconds)  # type: ignore[arg-type]
