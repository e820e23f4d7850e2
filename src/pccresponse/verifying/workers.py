"""Documents are proved side by side, each in a process apart."""

from __future__ import annotations

import queue
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from pccresponse import scratch
from pccresponse.apart import SECONDS_TO_PROVE, GivenUpError, TooLongError, Worker
from pccresponse.verifying.verdict import Cause, Reason, Verdict
from pccresponse.verifying.verify import Task, prove


def prove_all(tasks: Sequence[Task], *, jobs: int, seconds: float = SECONDS_TO_PROVE) -> Iterator[Verdict]:
    """The verdict on each document, in their order, as it becomes known; none may take longer than so many seconds."""
    scratch.home()  # which the processes share
    workers = [Worker() for _ in range(max(1, min(jobs, len(tasks))))]
    idle: queue.SimpleQueue[Worker] = queue.SimpleQueue()
    for worker in workers:
        idle.put(worker)

    def proved(task: Task) -> Verdict:
        worker = idle.get()
        try:
            return worker.call(prove, task, seconds=seconds)
        except TooLongError:
            return _lost(task, f"To look at it took longer than {seconds:g} seconds.")
        except GivenUpError:
            return _lost(task, "It took more memory than a document can need, or broke the program that read it.")
        finally:
            idle.put(worker)

    threads = ThreadPoolExecutor(len(workers))
    try:
        yield from threads.map(proved, tasks)
    finally:
        for worker in workers:
            worker.kill()
        threads.shutdown(cancel_futures=True)


def _lost(task: Task, sentence: str) -> Verdict:
    return Verdict(name=task.name, level=None, reasons=(Reason(Cause.UNREADABLE, sentence),))
