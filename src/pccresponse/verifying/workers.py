"""Strangers' files are looked at in processes of their own: each has so much memory and so much time, and may die alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as TookTooLong
from multiprocessing import get_context
from typing import TypeVar

from pebble import ProcessExpired, ProcessPool

from pccresponse.verifying.limits import keep_within_limits
from pccresponse.verifying.proving import Task, prove
from pccresponse.verifying.verdict import Cause, Reason, Verdict

SECONDS = 120
"""How long one document may take: a hundred pages take about ten seconds."""

_T = TypeVar("_T")


def prove_all(tasks: Sequence[Task], *, jobs: int, seconds: float = SECONDS) -> Iterator[Verdict]:
    """The verdict on each document, in their order, as it becomes known; none may take longer than so many seconds."""
    with _pool(min(jobs, len(tasks))) as pool:
        futures = [pool.schedule(prove, args=[task], timeout=seconds) for task in tasks]
        try:
            for task, future in zip(tasks, futures, strict=True):
                try:
                    yield future.result()
                except TookTooLong:
                    yield _lost(task, f"To look at it took longer than {seconds:g} seconds.")
                except (ProcessExpired, MemoryError):
                    yield _lost(task, "It took more memory than a document can need, or broke the program that read it.")
        except BaseException:
            pool.stop()  # type: ignore[no-untyped-call] # nobody waits for the others any more
            raise


def apart(function: Callable[..., _T], *arguments: object) -> _T:
    """Call a function that touches strangers' files in a process of its own."""
    with _pool(1) as pool:
        result: _T = pool.schedule(function, args=list(arguments), timeout=SECONDS * 10).result()
    return result


def _pool(size: int) -> ProcessPool:
    return ProcessPool(max_workers=max(1, size), initializer=keep_within_limits, context=get_context("spawn"))


def _lost(task: Task, sentence: str) -> Verdict:
    return Verdict(name=task.name, level=None, reasons=(Reason(Cause.UNREADABLE, sentence),))
