"""Work that would hold up the server: done in a thread, or in a process of its own where it takes long or may break.

Such a process stays warm between two pieces of work, does one after another, may die alone, and ends with the program, however that ends.
"""

from __future__ import annotations

import asyncio
import queue
import threading
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

import msgspec

from pccresponse.foundation.limited_process import BrokenOffError, TooLongError, TooMuchError, Worker

_T = TypeVar("_T")


async def in_thread(function: Callable[[], _T]) -> _T:
    """Call a function in a thread that nobody waits for when the program ends: a look at a long file must not keep Ctrl-C waiting."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[_T] = loop.create_future()

    def succeed(result: _T) -> None:
        if not future.done():
            future.set_result(result)

    def fail(error: Exception) -> None:
        if not future.done():
            future.set_exception(error)

    def run() -> None:
        with suppress(RuntimeError):  # the server has ended
            try:
                result = function()
            except Exception as error:
                loop.call_soon_threadsafe(fail, error)
            else:
                loop.call_soon_threadsafe(succeed, result)

    threading.Thread(target=run, daemon=True, name="in_thread").start()
    return await future


class Failure(msgspec.Struct, frozen=True):
    """Why there is no result: a sentence, and the traceback where it is a mistake of ours."""

    sentence: str
    trace: str = ""


Receiver = Callable[[Any], None]
"""Is given the result or a `Failure`, in a thread of the queue."""


class WorkerQueue:
    """Calls functions in a process of its own, one by one, in the order in which they were submitted."""

    def __init__(self, begin: Callable[[], None], *, seconds: float) -> None:
        self._seconds = seconds
        self._jobs: queue.SimpleQueue[tuple[Callable[..., Any], Sequence[Any], Receiver] | None] = queue.SimpleQueue()
        self._worker = Worker(begin)
        self._closed = False
        self._thread = threading.Thread(target=self._run, daemon=True, name="worker queue")
        self._thread.start()

    def submit(self, function: Callable[..., Any], *arguments: Any, then: Receiver) -> None:
        """Have a function called; `then` is told what came of it, unless the queue is closed before."""
        self._jobs.put((function, arguments, then))

    def close(self) -> None:
        """End the process, whatever it is at."""
        self._closed = True
        self._jobs.put(None)
        self._worker.kill()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        self._be_ready()
        while not self._closed and (job := self._jobs.get()) is not None:
            function, arguments, then = job
            result = self._asked(function, arguments)
            if not self._closed:
                then(result)
                self._be_ready()
        self._worker.kill()

    def _be_ready(self) -> None:
        """Have the process ready for the next piece of work, should the last one have ended it."""
        with suppress(BrokenOffError):  # said when something is asked for
            self._worker.start()

    def _asked(self, function: Callable[..., Any], arguments: Sequence[Any]) -> Any:
        try:
            return self._worker.call(function, *arguments, seconds=self._seconds)
        except TooLongError:
            return Failure(f"It took longer than {self._seconds:g} seconds and was stopped.")
        except TooMuchError:
            return Failure("It needs more memory than a document can need.")
        except BrokenOffError:
            return Failure("The process that was making it ended. It may have needed more memory than there is.")
        except Exception:
            return Failure("There was a fault in the program. The terminal that it runs in says more.", traceback.format_exc())
