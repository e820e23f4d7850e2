"""Untrusted files, and an office's own templates, are processed in a worker process with limits on its memory and its time.

A worker does one thing after another, and its death ends nothing else. Workers are started, and their limits set, only here.
"""

from __future__ import annotations

import atexit
import os
import pickle
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

from pccresponse.foundation import temporary_folders
from pccresponse.foundation.errors import CannotRunError

if TYPE_CHECKING:
    import subprocess

MEMORY = 4 << 30
"""Of a process that works apart: a document of a thousand pages needs a quarter of it."""
LARGEST_FILE = 1 << 30
SECONDS_TO_BEGIN = 120.0
"""For the process itself, before it is given anything to do."""
SECONDS_TO_READ = 20.0
"""For a report or a picture: the longest report takes three."""
SECONDS_TO_READ_A_SMALL_ONE = 8.0
BYTES_READ_A_SECOND = 100_000
"""A small file has less time: one that takes long was made to."""
SECONDS_TO_PROVE = 120.0
"""For one document that is made again and compared: a hundred pages take about ten."""
SECONDS_TO_FILL_IN = 20.0
"""For the templates of one document, which take well under a second."""
SECONDS_TO_MAKE = 30.0
"""For one document, and for each `BYTES_A_SECOND` of its input a second more: it takes a thirtieth of that."""
BYTES_A_SECOND = 1_000

_LARGEST_MESSAGE = 1 << 30
_LENGTH = 8
_PROGRAM = (
    "import sys,pickle; sys.path[:]=pickle.load(sys.stdin.buffer); from pccresponse.foundation.limited_process import work; work()"
)
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


class NoProcessError(BrokenOffError):
    """The system gives no process for it."""


class Worker:
    """A process that is started when there is something to do, stays ready, and is replaced when it was lost.

    After so many calls, `lasts`, it is replaced as well: some libraries give memory back only at the end of a process.
    """

    def __init__(self, begin: Callable[[], object] | None = None, *, lasts: int | None = None) -> None:
        self._begin = begin
        self._lasts, self._calls = lasts, 0
        self._has_begun = False
        self._one_at_a_time = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = threading.Event()

    def call(self, function: Callable[..., _T], *arguments: object, seconds: float) -> _T:
        """The result of a function of a module. What it raises is raised here, with a `GivenUpError` where there is no result."""
        steps: Generator[object, None, _T] = self.steps(function, *arguments, seconds=seconds)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]

    def steps(self, function: Callable[..., object], *arguments: object, seconds: float) -> Generator[Any, None, Any]:
        """What a generator of a module yields, as it yields it, and what it returns; so many seconds for each step.

        Whoever takes no more of it ends the process.
        """
        with self._one_at_a_time:
            process = self._ready()
            try:
                self._calls += 1
                if not self._has_begun:
                    with _in_time(process, SECONDS_TO_BEGIN):
                        _receive(process.stdout)
                    self._has_begun = True
                with _in_time(process, seconds):
                    _send(process.stdin, (function, arguments, seconds, temporary_folders.known()))
                    kind, result = _receive(process.stdout)
                while kind == "step":
                    yield result
                    with _in_time(process, seconds):
                        kind, result = _receive(process.stdout)
            except BaseException:
                self._end()
                raise
        if kind == "result":
            return result
        if kind == "memory":
            raise TooMuchError(f"needs more memory than {MEMORY >> 30} GB")
        raise result[0] from _RemoteError(result[1])

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
        worn_out = self._lasts is not None and self._calls >= self._lasts
        if self._process is not None and self._process.poll() is None and not worn_out:
            return self._process
        self._end()
        self._calls, self._has_begun = 0, False
        if self._closed.is_set():
            raise BrokenOffError("was stopped")
        try:
            process = self._process = _started()
            assert process.stdin is not None
            pickle.dump(sys.path, process.stdin)
            _send(process.stdin, self._begin)
        except OSError as error:
            self._end()
            raise NoProcessError(
                f"could not be started, because the system has no room for another process: {error.strerror}"
            ) from error
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


class _RemoteError(Exception):
    """The traceback of what was raised in the other process."""

    def __str__(self) -> str:
        return f"\n{self.args[0]}"


def read_apart(function: Callable[..., _T], *arguments: object) -> _T:
    """Call a function that reads an untrusted file, in a worker process. Raises what it raises, and `GivenUpError` where it could not be done."""
    if _is_apart:  # whoever called is kept within limits already
        return function(*arguments)
    size = sum(len(argument) for argument in arguments if isinstance(argument, bytes))
    seconds = min(SECONDS_TO_READ, SECONDS_TO_READ_A_SMALL_ONE + size // BYTES_READ_A_SECOND)
    return _worker_for("reading").call(function, *arguments, seconds=seconds)


def make_apart(function: Callable[..., _T], *arguments: object, seconds: float) -> _T:
    """Call a function that makes something, such as a document, which may take so long and no longer."""
    if _is_apart:
        return function(*arguments)
    return _worker_for("making").call(function, *arguments, seconds=seconds)


def make_each_apart(function: Callable[..., Iterator[_T]], *arguments: object, seconds: float) -> Iterator[_T]:
    """What a generator makes, one thing after another, each of which may take so long; to be taken to its end or given up."""
    if _is_apart:
        yield from function(*arguments)
    else:
        yield from _worker_for("making").steps(function, *arguments, seconds=seconds)


def seconds_to_make(size: int) -> float:
    """How long a document may take that is made from so many bytes of input."""
    return SECONDS_TO_MAKE + size // BYTES_A_SECOND


def is_apart() -> bool:
    """Whether this process is kept within limits itself."""
    return _is_apart


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


def _worker_for(what: str) -> Worker:
    key = os.getpid(), what
    worker = _workers.get(key)
    if worker is None:
        worker = _workers.setdefault(key, Worker())
        atexit.register(worker.kill)
    return worker


@contextmanager
def _in_time(process: subprocess.Popen[bytes], seconds: float) -> Iterator[None]:
    """Kill the process when the time is over, and say why there is no answer."""
    late = threading.Event()
    timer = threading.Timer(seconds, _kill_late, (process, late))
    timer.daemon = True
    timer.start()
    try:
        yield
    except (EOFError, OSError, ValueError) as error:
        process.kill()
        process.wait()
        raise _given_up(process, seconds, is_late=late.is_set()) from error
    finally:
        timer.cancel()
        timer.join()


def _started() -> subprocess.Popen[bytes]:
    """A Python like this one, which Ctrl-C does not reach: a terminal sends it to all, and who works for somebody is told by them."""
    import subprocess  # most commands start no process

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
    return BrokenOffError("needs more memory than the computer has, or stops the program that works on it")


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
    begin = _receive(sys.stdin.buffer)
    keep_within_limits()
    if begin is not None:
        begin()
    _write(results, _pickled("begun", None))
    orders: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_take_orders, args=(orders,), daemon=True).start()
    while True:
        for message in _answers_to(orders.get()):
            _write(results, message)


def _take_orders(orders: queue.SimpleQueue[Any]) -> None:
    """Wait in a thread, so that the process ends with the program even in the middle of something endless."""
    with suppress(EOFError, OSError):
        while True:
            orders.put(_exactly(sys.stdin.buffer, int.from_bytes(_exactly(sys.stdin.buffer, _LENGTH))))
    os._exit(0)


def _answers_to(order: bytes) -> Iterator[bytes]:
    try:
        function, arguments, seconds, folder = pickle.loads(order)
        if folder not in (None, temporary_folders.known()):
            temporary_folders.share(Path(folder))
        _limit_time(seconds)
        result = function(*arguments)
        if isinstance(result, Generator):
            result = yield from _steps_of(result, seconds)
        yield _pickled("result", result)
    except MemoryError:
        yield _pickled("memory", None)
    except BaseException as error:
        yield _pickled("raised", (_portable(error), traceback.format_exc()))


def _steps_of(steps: Generator[object, None, object], seconds: float) -> Generator[bytes, None, object]:
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            return end.value
        yield _pickled("step", step)
        _limit_time(seconds)


def _pickled(kind: str, content: object) -> bytes:
    return pickle.dumps((kind, content), protocol=pickle.HIGHEST_PROTOCOL)


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
