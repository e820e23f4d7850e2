"""The workers that the program sets limits to, begun warm: each is forked off a process that has imported all that they may need.

They keep to the same limits, die alone and end with the program, as those do that are started anew; `limited_process` cannot tell them
apart. What they do not show is how such a process is started: that shows where the program itself is started anew.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

from pccresponse.foundation import limited_process

ROOT = Path(__file__).parents[1]
COLD = limited_process._started
"""How the program itself begins a worker."""
_SERVE = "import sys; sys.path[:0] = sys.argv[2:]; from tests.warm_workers import serve; serve(int(sys.argv[1]))"
_MODULES = (
    "docx", "lxml.html", "openpyxl", "pikepdf", "PIL.ImageCms", "pypdfium2",
    "pccresponse.compare.changes_page", "pccresponse.correspondence.form_answers", "pccresponse.correspondence.letter",
    "pccresponse.publishing.building", "pccresponse.publishing.publish", "pccresponse.rendering.pdf.resources",
    "pccresponse.rendering.pdf.faulty_rules", "pccresponse.source_report", "pccresponse.verifying.verify",
)  # fmt: skip
"""Those of the functions that are called in workers, and the libraries that these import late."""
_LARGEST_REQUEST = 1 << 16
_LARGEST_ANSWER = 16


class WarmWorkers:
    """A process that waits to be copied, and begins workers for this process and for all that are given its descriptor."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._ours, self._theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._process: subprocess.Popen[bytes] | None = None
        self._starting = threading.Lock()

    @property
    def descriptor(self) -> int:
        """Where a worker can be asked for; the process is started when that is first wanted."""
        with self._starting:
            if self._process is None:
                theirs = self._theirs.fileno()
                self._process = subprocess.Popen(
                    [sys.executable, "-I", "-X", "utf8=1", "-c", _SERVE, str(theirs), str(ROOT / "src"), str(ROOT)],
                    env=self._environment,
                    pass_fds=[theirs],
                    stdin=subprocess.DEVNULL,
                )
                self._theirs.close()
        return self._ours.fileno()

    def close(self) -> None:
        """End the process that waits, as soon as nobody else can ask it any more."""
        self._ours.close()
        self._theirs.close()
        assert self._process is None or self._process.wait(timeout=120) == 0


class WarmWorker:
    """A worker as `subprocess.Popen` would hand it out."""

    def __init__(self, descriptor: int) -> None:
        self.returncode: int | None = None
        self._waiting = threading.Lock()
        take_orders, orders = os.pipe()
        results, give_results = os.pipe()
        self._end, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        here = os.open(".", os.O_RDONLY)
        request = json.dumps([dict(os.environ), os.geteuid(), _umask()]).encode()
        assert len(request) <= _LARGEST_REQUEST
        try:
            with socket.socket(fileno=os.dup(descriptor)) as asked:
                socket.send_fds(asked, [request], [take_orders, give_results, theirs.fileno(), here])
        finally:
            for each in (take_orders, give_results, here):
                os.close(each)
            theirs.close()
        self.stdin: IO[bytes] = os.fdopen(orders, "wb")
        self.stdout: IO[bytes] = os.fdopen(results, "rb")
        answer = self._end.recv(_LARGEST_ANSWER)
        assert answer, "the process that forks has come to an end"
        self.pid = int(answer)

    def poll(self) -> int | None:
        """The exit code, if it has ended."""
        return self._heard(socket.MSG_DONTWAIT)

    def wait(self) -> int:
        """The exit code, when it has ended."""
        code = self._heard(0)
        assert code is not None
        return code

    def kill(self) -> None:
        """End it at once."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def _heard(self, flags: int) -> int | None:
        with self._waiting:
            if self.returncode is None:
                try:
                    self.returncode = int(self._end.recv(_LARGEST_ANSWER, flags))
                except BlockingIOError:
                    return None
                self._end.close()
            return self.returncode


def use_warm_workers(descriptor: int) -> None:
    """Have all workers of this process, and of its copies, begun warm."""
    use(lambda: WarmWorker(descriptor))


def use(begin: Callable[[], object]) -> None:
    """Have all workers of this process begun in this way."""
    limited_process._started = begin  # type: ignore[assignment]


def _umask() -> int:
    """What `os.umask` can tell only by setting another, which the threads of this process would see."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("Umask:")).split()[1], 8)


# --- What follows happens in the other process.


def serve(descriptor: int) -> None:
    """Import what workers need, then become one for each request, until nobody can ask any more."""
    from pccresponse.pipeline.rendering import be_ready_to_render

    for name in _MODULES:
        importlib.import_module(name)
    be_ready_to_render()
    assert len(list(Path("/proc/self/task").iterdir())) == 1, "a thread would be missing in the copies"
    gc.collect()
    gc.freeze()  # what is never looked through stays shared with the copies
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for those who ask
    requests = socket.socket(fileno=descriptor)
    while True:
        request, passed, _, _ = socket.recv_fds(requests, _LARGEST_REQUEST, 4)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        if not request:
            return
        if os.fork() == 0:
            requests.close()
            _begin_one(*json.loads(request), *passed)
        for each in passed:
            os.close(each)


def _begin_one(environment: dict[str, str], user: int, umask: int, orders: int, results: int, answers: int, folder: int) -> None:
    """Become a worker in one more copy; say which process that is, and then its exit code."""
    process = os.fork()
    if process == 0:
        os.close(answers)
        try:
            _become(environment, user, umask, orders, results, folder)
            limited_process.work()
        finally:
            os._exit(1)
    for each in (orders, results, folder):
        os.close(each)
    with socket.socket(fileno=answers) as channel, contextlib.suppress(OSError):  # nobody may be left to hear it
        channel.send(str(process).encode())
        _, status = os.waitpid(process, 0)
        channel.send(str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def _become(environment: dict[str, str], user: int, umask: int, orders: int, results: int, folder: int) -> None:
    nothing = os.open(os.devnull, os.O_WRONLY)
    for given, usual in ((orders, 0), (results, 1), (nothing, 2)):
        os.dup2(given, usual)
        os.close(given)
    os.fchdir(folder)
    os.close(folder)
    os.umask(umask)
    become_user(user)
    os.environ.clear()
    os.environ.update(environment)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    sys.path[:] = pickle.load(sys.stdin.buffer)


def become_user(user: int) -> None:
    """Be another user of the machine, and of no group but its own, for good."""
    if user != os.geteuid():
        os.setgroups([])
        os.setgid(user)
        os.setuid(user)
