"""What strangers made, and what an office's own templates ask for, is worked on in a process apart: with so much memory and so much
time, one thing after another, and it may die alone. This is the only door to such a process, and the only place of its limits.
"""

from __future__ import annotations

import atexit
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, TypeVar

from pccresponse import scratch
from pccresponse.errors import CannotRunError

MEMORY = 4 << 30
"""Of a process that works apart: a document of a thousand pages needs a quarter of it."""
LARGEST_FILE = 1 << 30
SECONDS_TO_READ = 20.0
"""For a report or a picture: the longest report takes three."""
SECONDS_TO_PROVE = 120.0
"""For one document that is made again and compared: a hundred pages take about ten."""
SECONDS_TO_MAKE = 90.0
"""For one document, and for each `BYTES_A_SECOND` of its input a second more."""
BYTES_A_SECOND = 1_000

_LARGEST_MESSAGE = 1 << 30
_LENGTH = 8
_PROGRAM = "import sys,pickle; sys.path[:]=pickle.load(sys.stdin.buffer); from pccresponse.apart import work; work()"
_T = TypeVar("_T")


class GivenUpError(CannotRunError):
    """There is no result; `why` says so in words that follow a name."""

    def __init__(self, why: str) -> None:
        super().__init__(f"It {why}.")
        self.why = why


class TooLongError(GivenUpError):
    """It took longer than it may."""


class TooMuchError(GivenUpError):
    """It took more memory than it may."""


class BrokenOffError(GivenUpError):
    """The process ended, for a reason that only the system knows."""


class Worker:
    """A process that is started when there is something to do, stays ready, and is replaced when it was lost."""

    def __init__(self, begin: Callable[[], object] | None = None) -> None:
        self._begin = begin
        self._one_at_a_time = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = threading.Event()

    def call(self, function: Callable[..., _T], *arguments: object, seconds: float) -> _T:
        """The result of a function of a module. What it raises is raised here, with a `GivenUpError` where there is no result."""
        with self._one_at_a_time:
            process = self._ready()
            late = threading.Event()
            timer = threading.Timer(seconds, _kill_late, (process, late))
            timer.start()
            try:
                _send(process.stdin, (function, arguments, seconds))
                kind, result = _receive(process.stdout)
            except (EOFError, OSError, ValueError) as error:
                self._end()
                raise _given_up(process, seconds, is_late=late.is_set()) from error
            except BaseException:
                self._end()
                raise
            finally:
                timer.cancel()
                timer.join()
        if kind == "result":
            return result  # type: ignore[no-any-return]
        if kind == "memory":
            raise TooMuchError(f"needs more memory than {MEMORY >> 30} GB")
        raise result[0] from _ThereError(result[1])

    def start(self) -> None:
        """Have the process ready before there is something to do. Raises `BrokenOffError` where none can be had."""
        with self._one_at_a_time:
            self._ready()

    def kill(self) -> None:
        """End the process, whatever it is at; may be called from any thread. It is not started again."""
        self._closed.set()
        process = self._process
        if process is not None:
            process.kill()
            process.wait()
            if self._one_at_a_time.acquire(blocking=False):  # else whoever waits for a result clears up
                try:
                    self._end()
                finally:
                    self._one_at_a_time.release()

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._end()
        if self._closed.is_set():
            raise BrokenOffError("was broken off")
        try:
            process = self._process = _started()
            assert process.stdin is not None
            pickle.dump(sys.path, process.stdin)
            _send(process.stdin, (self._begin, scratch.known()))
        except OSError as error:
            self._end()
            raise BrokenOffError(f"could not be begun, because the system gives no process for it: {error.strerror}") from error
        if self._closed.is_set():
            process.kill()
        return process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):
                    if pipe is not None:
                        pipe.close()
            process.wait()


class _ThereError(Exception):
    """The traceback of what was raised in the other process."""

    def __str__(self) -> str:
        return f"\n{self.args[0]}"


def read_apart(function: Callable[..., _T], *arguments: object) -> _T:
    """Call a function that reads what strangers made. Raises what it raises, and `GivenUpError` where it could not be done."""
    return _done_apart("reading", None, function, arguments, SECONDS_TO_READ)


def make_apart(
    function: Callable[..., _T],
    *arguments: object,
    size: int,
    begin: Callable[[], object] | None = None,
    seconds: float | None = None,
) -> _T:
    """Call a function that makes a document from so many bytes of input; the longer the input, the longer it may take."""
    return _done_apart("making", begin, function, arguments, seconds or SECONDS_TO_MAKE + size // BYTES_A_SECOND)


def keep_within_limits() -> None:
    """No more memory and no larger file for this process than a document can need, where the system knows such limits."""
    global _is_apart
    _is_apart = True
    if sys.platform == "win32":
        return
    import resource

    for limit, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_FSIZE, LARGEST_FILE), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):  # macOS has no limit on memory that it keeps to
            resource.setrlimit(limit, (most, resource.getrlimit(limit)[1]))


_is_apart = False
_workers: dict[tuple[int, str], Worker] = {}
"""By the process that they work for, because a process may have been copied from another, and by what they do."""


def _done_apart(
    what: str, begin: Callable[[], object] | None, function: Callable[..., _T], arguments: Sequence[object], seconds: float
) -> _T:
    if _is_apart:  # whoever called is kept within limits already
        return function(*arguments)
    key = os.getpid(), what
    worker = _workers.get(key)
    if worker is None:
        worker = _workers.setdefault(key, Worker(begin))
        atexit.register(worker.kill)
    return worker.call(function, *arguments, seconds=seconds)


def _started() -> subprocess.Popen[bytes]:
    """A Python like this one, which Ctrl-C does not reach: a terminal sends it to all, and who works for somebody is told by them."""
    hold = getattr(signal, "pthread_sigmask", None)
    before = hold(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}) if hold else None
    try:
        return subprocess.Popen(
            [sys.executable, "-I", "-X", f"utf8={sys.flags.utf8_mode}", "-c", _PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
    finally:
        if hold:
            hold(signal.SIG_SETMASK, before)


def _kill_late(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    process.kill()


def _given_up(process: subprocess.Popen[bytes], seconds: float, *, is_late: bool) -> GivenUpError:
    out_of_time = -getattr(signal, "SIGXCPU", 0)
    if is_late or (out_of_time and process.returncode == out_of_time):
        return TooLongError(f"takes longer than {seconds:g} seconds")
    return BrokenOffError("needs more memory than there is, or breaks the program that reads it")


def _send(pipe: IO[bytes] | None, message: object) -> None:
    _write(pipe, pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL))


def _write(pipe: IO[bytes] | None, content: bytes) -> None:
    assert pipe is not None
    pipe.write(len(content).to_bytes(_LENGTH))
    pipe.write(content)
    pipe.flush()


def _receive(pipe: IO[bytes] | None) -> Any:
    assert pipe is not None
    length = int.from_bytes(_exactly(pipe, _LENGTH))
    if length > _LARGEST_MESSAGE:
        raise EOFError
    return pickle.loads(_exactly(pipe, length))


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    content = pipe.read(length)
    if len(content) != length:
        raise EOFError
    return content


# --- What follows happens in the other process.


def work() -> None:
    """The life of the process: get ready, then do what is asked, until whoever asks has ended."""
    for name in ("SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no result
    begin, folder = _receive(sys.stdin.buffer)
    if folder is not None:
        scratch.share(Path(folder))
    keep_within_limits()
    if begin is not None:
        begin()
    orders: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_take_orders, args=(orders,), daemon=True).start()
    while True:
        _write(results, _result_of(orders.get()))


def _take_orders(orders: queue.SimpleQueue[Any]) -> None:
    """Wait in a thread, so that the process ends with the program even in the middle of something endless."""
    with suppress(EOFError, OSError):
        while True:
            orders.put(_exactly(sys.stdin.buffer, int.from_bytes(_exactly(sys.stdin.buffer, _LENGTH))))
    os._exit(0)


def _result_of(order: bytes) -> bytes:
    try:
        function, arguments, seconds = pickle.loads(order)
        _limit_time(seconds)
        return pickle.dumps(("result", function(*arguments)), protocol=pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return pickle.dumps(("memory", None))
    except BaseException as error:
        return pickle.dumps(("raised", (_portable(error), traceback.format_exc())))


def _limit_time(seconds: float) -> None:
    """Time at work is limited here too, should whoever asked be unable to look at the clock."""
    if sys.platform != "win32":
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        most = int(used.ru_utime + used.ru_stime + seconds * (os.cpu_count() or 1)) + 2
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _portable(error: BaseException) -> BaseException:
    """The error as it is if it can be sent, and else its words."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {str(error)[:300]}")
    return error if isinstance(error, Exception) else RuntimeError(f"{type(error).__name__}: {str(error)[:300]}")
