"""Runs of the program that begin warm: each is a process of its own, forked off one that has looked at a response already.

Such a process has its own folder, environment, standard streams and exit code, and ends as every Python process ends; but the commands,
the tables of the law and the templates are in its memory. What it cannot show is how a process begins: the imports, and what the
environment does to Python itself. Tests of that start one. The workers that it asks for begin warm as well (tests/warm_workers.py).
"""

from __future__ import annotations

import gc
import importlib
import io
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from pccresponse.foundation import temporary_folders
from tests.warm_workers import become_user, use_warm_workers

CAN_FORK = sys.platform == "linux"
"""macOS can as well, but libraries of its own do not survive it."""
_SERVE = "import sys; from tests.forked import serve; serve(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])"
_LIBRARIES = ("fontTools.subset", "lxml.html", "page", "pikepdf", "PIL.ImageCms", "pydyf", "pypdfium2", "tinycss2", "tinyhtml5")
"""What most commands that set pages import. Not WeasyPrint itself: where that has been imported, workers are begun in another way."""
_LARGEST_REQUEST = 1 << 16
_LARGEST_ANSWER = 16


class Forks:
    """A process that has looked at some responses, and waits to be copied."""

    def __init__(self, responses: Sequence[Path], environment: Mapping[str, str], *, workers: int) -> None:
        """Where workers can be asked for (`WarmWorkers.descriptor`)."""
        self._ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [
                    sys.executable,
                    "-c",
                    _SERVE,
                    str(theirs.fileno()),
                    str(workers),
                    *map(str, responses),
                ],
                env=environment,
                cwd=responses[0],
                pass_fds=[theirs.fileno(), workers],
                stdin=subprocess.DEVNULL,
            )

    def run(
        self,
        arguments: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        seconds: float,
        *,
        to: int | None = None,
        user: int | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run the program in a copy, wait for its end, and answer with what it printed.

        It may print to a file that is open, `to`, and be run by another user of the machine.
        """
        by = os.geteuid() if user is None else user
        request = json.dumps([arguments, str(folder), environment, by]).encode()
        assert len(request) <= _LARGEST_REQUEST
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with ours, tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as complained:
            with theirs:
                socket.send_fds(
                    self._ours, [request], [printed.fileno() if to is None else to, complained.fileno(), theirs.fileno()]
                )
            process = _number(ours)
            ours.settimeout(seconds)
            try:
                code = _number(ours)
            except TimeoutError:
                os.kill(process, signal.SIGKILL)
                raise
            return subprocess.CompletedProcess(arguments, code, _content(printed), _content(complained))

    def close(self) -> None:
        """End the process that waits."""
        self._ours.close()
        assert self._process.wait(timeout=120) == 0


def _number(channel: socket.socket) -> int:
    answer = channel.recv(_LARGEST_ANSWER)
    assert answer, "the process that forks has come to an end"
    return int(answer)


def _content(file: IO[bytes]) -> str:
    file.seek(0)
    with io.TextIOWrapper(file, encoding="utf-8") as text:
        return text.read()


def serve(descriptor: int, workers: int, responses: Sequence[str]) -> None:
    """Look at the responses, then become a run of the program for each request, until nobody can ask any more."""
    _look_at(responses)
    assert threading.active_count() == 1, "a thread would be missing in the copies"
    assert not _has_children(), "the copies would talk to the same one"
    assert temporary_folders.known() is None, "the copies would share it"
    use_warm_workers(workers)
    gc.collect()
    gc.freeze()  # what is never looked through stays shared with the copies
    requests = socket.socket(fileno=descriptor)
    while True:
        request, passed, _, _ = socket.recv_fds(requests, _LARGEST_REQUEST, 3)
        while _has_children() and os.waitpid(-1, os.WNOHANG)[0]:
            pass
        if not request:
            return
        if os.fork() == 0:
            requests.close()
            _run_in_a_copy(json.loads(request), *passed)
            return
        for each in passed:
            os.close(each)


def _look_at(responses: Sequence[str]) -> None:
    from click.testing import CliRunner

    from pccresponse.cli import MODULES, program
    from pccresponse.foundation.command_names import COMMANDS

    for name in (*(f"pccresponse.cli.{MODULES.get(command, command)}" for command in COMMANDS), *_LIBRARIES):
        importlib.import_module(name)
    for response in responses:
        seen = CliRunner().invoke(program, ["check", response])
        assert not seen.exception, seen.output


def _has_children() -> bool:
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True


def _run_in_a_copy(request: tuple[list[str], str, dict[str, str], int], printed: int, complained: int, answers: int) -> None:
    """Run the program in one more copy; say which process that is, and then its exit code."""
    process = os.fork()
    if process == 0:
        os.close(answers)
        _become(*request, printed, complained)
        runpy.run_module("pccresponse", run_name="__main__", alter_sys=True)
        return
    with socket.socket(fileno=answers) as channel:
        channel.send(str(process).encode())
        _, status = os.waitpid(process, 0)
        channel.send(str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def _become(arguments: list[str], folder: str, environment: dict[str, str], user: int, printed: int, complained: int) -> None:
    for passed, usual in ((printed, 1), (complained, 2)):
        os.dup2(passed, usual)
        os.close(passed)
    become_user(user)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    tempfile.tempdir = None  # which the environment may name
    sys.argv[1:] = arguments
