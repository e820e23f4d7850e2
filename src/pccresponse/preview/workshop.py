"""A process of its own for work that takes long or may break: it stays warm between two pieces of work, and may die alone.

It is told what to do over a pipe and does one thing after another. It ends with the program, however that ends: a thread in it
waits for nothing else.
"""

from __future__ import annotations

import os
import queue
import signal
import threading
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing import get_context, parent_process, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

import msgspec

from pccresponse.verifying.limits import keep_within_limits


class Mishap(msgspec.Struct, frozen=True):
    """Why there is no result: a sentence, and the traceback where it is a mistake of ours."""

    sentence: str
    trace: str = ""


Receiver = Callable[[Any], None]
"""Is given the result or a `Mishap`, in a thread of the workshop."""


class Workshop:
    """Calls functions in a process of its own, one by one, in the order in which they were asked for."""

    def __init__(self, begin: Callable[[], None], *, seconds: float) -> None:
        self._begin, self._seconds = begin, seconds
        self._orders: queue.SimpleQueue[tuple[Callable[..., Any], Sequence[Any], Receiver] | None] = queue.SimpleQueue()
        self._process: BaseProcess | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._run, daemon=True, name="workshop")
        self._thread.start()

    def order(self, function: Callable[..., Any], *arguments: Any, then: Receiver) -> None:
        """Have a function called; `then` is told what came of it, unless the workshop is closed before."""
        self._orders.put((function, arguments, then))

    def close(self) -> None:
        """End the process, whatever it is at."""
        self._closed = True
        self._orders.put(None)
        process = self._process
        if process is not None:
            process.kill()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        pipe = self._open()
        while not self._closed and (order := self._orders.get()) is not None:
            function, arguments, then = order
            result = self._asked(pipe, function, arguments)
            if isinstance(result, _Lost):
                self._end()
                if not self._closed:
                    then(result.mishap)
                    pipe = self._open()
            elif not self._closed:
                then(result)
        self._end()

    def _asked(self, pipe: Connection | None, function: Callable[..., Any], arguments: Sequence[Any]) -> Any:
        if pipe is None:
            return _Lost(Mishap("No process could be started for it."))
        try:
            pipe.send((function, arguments))
            if not pipe.poll(self._seconds):
                return _Lost(Mishap(f"It took longer than {self._seconds:g} seconds and was given up."))
            return pipe.recv()
        except (EOFError, OSError):
            return _Lost(Mishap("The process that was at it ended: it may have needed more memory than there is."))

    def _open(self) -> Connection | None:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, self._begin), daemon=True)
        try:
            _start(process)
        except OSError:
            return None
        finally:
            theirs.close()
        self._process = process
        if self._closed:
            process.kill()
        return ours

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()


class _Lost(msgspec.Struct, frozen=True):
    """The process is not to be used any more."""

    mishap: Mishap


def _start(process: BaseProcess) -> None:
    """Begin a process that Ctrl-C does not reach: a terminal sends it to all, and whoever works for somebody is told by them."""
    hold = getattr(signal, "pthread_sigmask", None)
    if hold is None:
        process.start()
        return
    resource_tracker.ensure_running()  # beginning it lets the signals in again
    before = hold(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        process.start()
    finally:
        hold(signal.SIG_SETMASK, before)


def _work(pipe: Connection, begin: Callable[[], None]) -> None:
    """The life of the process: get ready, then do what is asked."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_program, daemon=True).start()
    keep_within_limits()
    with suppress(EOFError, OSError):
        begin()
        while True:
            function, arguments = pipe.recv()
            pipe.send(_result_of(function, arguments))


def _result_of(function: Callable[..., Any], arguments: Sequence[Any]) -> Any:
    try:
        return function(*arguments)
    except MemoryError:
        return Mishap("It needs more memory than a document can need.")
    except Exception:
        return Mishap("The program made a mistake; the terminal that it runs in says more.", traceback.format_exc())


def _end_with_the_program() -> None:
    program = parent_process()
    if program is not None:
        wait([program.sentinel])
    os._exit(1)
