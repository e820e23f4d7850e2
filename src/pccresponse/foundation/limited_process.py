"""Worker processes with limits on time and memory, for untrusted files and an office's own templates.

A worker handles one call after another. If it dies, nothing else ends. This is the only module that starts workers and sets limits.
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
"""Bytes for a worker. A document of a thousand pages needs a quarter of that."""
LARGEST_FILE = 1 << 30
SECONDS_TO_BEGIN = 120.0
"""For the process to start."""
SECONDS_TO_READ = 20.0
"""For a report or a picture: the longest report takes three."""
SECONDS_TO_READ_A_SMALL_ONE = 8.0
BYTES_READ_A_SECOND = 100_000
"""A small file gets less time."""
SECONDS_TO_PROVE = 120.0
"""For one document to be made again and compared. A hundred pages take about ten."""
SECONDS_TO_FILL_IN = 20.0
"""For the templates of one document, which take less than one."""
SECONDS_TO_MAKE = 30.0
"""For one document, with one more second for each `BYTES_A_SECOND` of its input. It takes a thirtieth of that."""
BYTES_A_SECOND = 1_000

_LARGEST_MESSAGE = 1 << 30
_LENGTH = 8
_PROGRAM = (
    "import sys,pickle; sys.path[:]=pickle.load(sys.stdin.buffer); from pccresponse.foundation.limited_process import work; work()"
)
_T = TypeVar("_T")


class GivenUpError(CannotRunError):
    """The worker gave no result. `why` is a clause that follows the name of the worker's task."""

    def __init__(self, why: str) -> None:
        super().__init__(f"It {why}.")
        self.why = why


class TooLongError(GivenUpError):
    """The call took too long."""


class MemoryLimitError(GivenUpError):
    """The call needed too much memory."""


class WorkerDiedError(GivenUpError):
    """The process ended, and only the system knows why."""


class NoProcessError(WorkerDiedError):
    """The system cannot start another process."""


class Worker:
    """A process that starts with the first call, stays ready for the next, and is replaced if it dies.

    It is also replaced after `lasts` calls, because some libraries free memory only when the process ends. The new process calls `begin`.
    """

    def __init__(self, begin: Callable[[], object] | None = None, *, lasts: int | None = None) -> None:
        self._begin = begin
        self._lasts, self._calls = lasts, 0
        self._has_begun = False
        self._one_at_a_time = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = threading.Event()

    def call(self, function: Callable[..., _T], *arguments: object, seconds: float) -> _T:
        """The result of a module's function. Raises what it raises, and `GivenUpError` if there is no result."""
        steps: Generator[object, None, _T] = self.steps(function, *arguments, seconds=seconds)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]

    def steps(self, function: Callable[..., object], *arguments: object, seconds: float) -> Generator[Any, None, Any]:
        """What a module's generator yields and returns, with so many seconds for each step. To abandon it ends the process."""
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
            raise MemoryLimitError(f"needs more memory than {MEMORY >> 30} GB")
        raise result[0] from _RemoteError(result[1])

    def start(self) -> None:
        """Start the process before the first call. Raises `WorkerDiedError`."""
        with self._one_at_a_time:
            self._ready()

    def kill(self) -> None:
        """End the process for good, whatever it is doing. Any thread may call this."""
        self._closed.set()
        process = self._process
        if process is not None:
            process.kill()
            process.wait()
            if self._one_at_a_time.acquire(blocking=False):  # else the thread that waits for a result clears up
                try:
                    self._end()
                finally:
                    self._one_at_a_time.release()

    def _ready(self) -> subprocess.Popen[bytes]:
        is_worn_out = self._lasts is not None and self._calls >= self._lasts
        if self._process is not None and self._process.poll() is None and not is_worn_out:
            return self._process
        self._end()
        self._calls, self._has_begun = 0, False
        if self._closed.is_set():
            raise WorkerDiedError("was stopped")
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
    """The traceback of an exception in the worker."""

    def __str__(self) -> str:
        return f"\n{self.args[0]}"


def read_apart(function: Callable[..., _T], *arguments: object) -> _T:
    """Call a function that reads an untrusted file in a worker. Raises what it raises, and `GivenUpError`."""
    if _is_apart:  # this process is a worker with limits already
        return function(*arguments)
    size = sum(len(argument) for argument in arguments if isinstance(argument, bytes))
    seconds = min(SECONDS_TO_READ, SECONDS_TO_READ_A_SMALL_ONE + size // BYTES_READ_A_SECOND)
    return _worker_for("reading").call(function, *arguments, seconds=seconds)


def make_apart(function: Callable[..., _T], *arguments: object, seconds: float) -> _T:
    """Call a function that makes something, such as a document, in a worker with a time limit."""
    if _is_apart:
        return function(*arguments)
    return _worker_for("making").call(function, *arguments, seconds=seconds)


def make_each_apart(function: Callable[..., Iterator[_T]], *arguments: object, seconds: float) -> Iterator[_T]:
    """What a generator yields in a worker, with a time limit for each step."""
    if _is_apart:
        yield from function(*arguments)
    else:
        yield from _worker_for("making").steps(function, *arguments, seconds=seconds)


def seconds_to_make(size: int) -> float:
    """The time limit for a document made from so many bytes of input."""
    return SECONDS_TO_MAKE + size // BYTES_A_SECOND


def is_apart() -> bool:
    """Whether this process has limits itself."""
    return _is_apart


def keep_within_limits() -> None:
    """Limit the memory and the file size of this process, where the system can."""
    global _is_apart
    _is_apart = True
    if sys.platform == "win32":
        return
    import resource

    for limit, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_FSIZE, LARGEST_FILE), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):  # macOS does not enforce a memory limit
            resource.setrlimit(limit, (most, resource.getrlimit(limit)[1]))


_is_apart = False
_workers: dict[tuple[int, str], Worker] = {}
"""By process and purpose: a fork must not use the workers of its parent."""


def _worker_for(what: str) -> Worker:
    key = os.getpid(), what
    worker = _workers.get(key)
    if worker is None:
        worker = _workers.setdefault(key, Worker())
        atexit.register(worker.kill)
    return worker


@contextmanager
def _in_time(process: subprocess.Popen[bytes], seconds: float) -> Iterator[None]:
    """Kill the process when the time is up. Raises the `GivenUpError` that says why there is no answer."""
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
    """A new Python. Ctrl-C does not reach it, because the terminal sends that to every process and the program ends its workers itself."""
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
    return WorkerDiedError("needs more memory than the computer has, or stops the program that works on it")


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


# In the worker


def work() -> None:
    """Get ready, then answer calls until the program ends."""
    for name in ("SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # keep what a library prints out of the results
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
    """Wait in a thread, so that the process ends with the program even in the middle of an endless call."""
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
    """Limit processor time as well, in case the program cannot watch the clock."""
    if sys.platform != "win32":
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        most = int(used.ru_utime + used.ru_stime + seconds * (os.cpu_count() or 1)) + 2
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _portable(error: BaseException) -> BaseException:
    """The error if it can be pickled, otherwise its message."""
    with suppress(Exception):
        pickle.loads(pickle.dumps(error))
        if isinstance(error, Exception):
            return error
    return RuntimeError(f"{type(error).__name__}: {str(error)[:300]}")
