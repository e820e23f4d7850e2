"""A process that works for the page may fail, hang, be killed or need too much, and the next piece of work is done all the same."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pccresponse.preview.workers import Failure, WorkerQueue
from tests.conftest import ROOT
from tests.publishing.test_interruptions import until_gone

pytestmark = pytest.mark.slow  # it starts programs from a thread
PATIENCE = 120.0


def get_ready() -> None:
    """Nothing has to be got ready."""


def double(number: int) -> int:
    return 2 * number


def process() -> int:
    return os.getpid()


def make_a_mistake() -> None:
    raise ZeroDivisionError("a mistake of ours")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def never_end() -> None:
    threading.Event().wait()


def need_too_much() -> int:
    return len(bytes(8 << 30))


@pytest.fixture
def results() -> queue.Queue[Any]:
    return queue.Queue()


@pytest.fixture
def workers() -> Iterator[WorkerQueue]:
    found = WorkerQueue(get_ready, seconds=PATIENCE)
    yield found
    found.close()


def test_it_does_one_thing_after_another_in_one_process(workers: WorkerQueue, results: queue.Queue[Any]) -> None:
    for number in (1, 2, 3):
        workers.submit(double, number, then=results.put)
    for _ in range(2):
        workers.submit(process, then=results.put)
    found = [results.get(timeout=PATIENCE) for _ in range(5)]
    assert found[:3] == [2, 4, 6]
    assert found[3] == found[4] != os.getpid()


def test_a_mistake_keeps_its_traceback_and_the_process_goes_on(workers: WorkerQueue, results: queue.Queue[Any]) -> None:
    workers.submit(make_a_mistake, then=results.put)
    workers.submit(double, 4, then=results.put)
    mishap = results.get(timeout=PATIENCE)
    assert isinstance(mishap, Failure)
    assert "ZeroDivisionError: a mistake of ours" in mishap.trace
    assert "There was a fault in the program" in mishap.sentence
    assert results.get(timeout=PATIENCE) == 8


def test_a_process_that_dies_is_replaced(workers: WorkerQueue, results: queue.Queue[Any]) -> None:
    workers.submit(die, then=results.put)
    workers.submit(double, 5, then=results.put)
    mishap = results.get(timeout=PATIENCE)
    assert isinstance(mishap, Failure)
    assert (mishap.sentence, mishap.trace) == (
        "The process that was making it ended. It may have needed more memory than the computer has.",
        "",
    )
    assert results.get(timeout=PATIENCE) == 10


def test_what_takes_too_long_is_given_up(results: queue.Queue[Any]) -> None:
    workers = WorkerQueue(get_ready, seconds=0.5)
    try:
        workers.submit(never_end, then=results.put)
        mishap = results.get(timeout=PATIENCE)
        assert isinstance(mishap, Failure)
        assert mishap.sentence == "It took longer than 0.5 seconds and was stopped."
    finally:
        workers.close()


@pytest.mark.skipif(os.uname().sysname != "Linux", reason="only Linux keeps to a limit on memory")
def test_it_has_no_more_memory_than_a_document_can_need(workers: WorkerQueue, results: queue.Queue[Any]) -> None:
    workers.submit(need_too_much, then=results.put)
    mishap = results.get(timeout=PATIENCE)
    assert isinstance(mishap, Failure)
    assert "more memory" in mishap.sentence


WITH_A_WORKSHOP = """
import signal
from pccresponse.preview.workers import WorkerQueue
if __name__ == "__main__":
    workers = WorkerQueue(int, seconds=60)
    workers.submit(int, "7", then=lambda result: (print(result, flush=True), workers.submit(signal.pause, then=print)))
    signal.pause()
"""


def test_its_process_ends_with_the_program_even_in_the_middle_of_something_endless(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(WITH_A_WORKSHOP)
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    program = subprocess.Popen([sys.executable, str(script)], env=environment, stdout=subprocess.PIPE, start_new_session=True)
    assert program.stdout
    assert program.stdout.readline() == b"7\n"
    program.kill()
    program.communicate(timeout=PATIENCE)  # a worker that was left would keep the pipe open
    until_gone(program.pid)


def test_closed_in_the_middle_it_says_nothing_more_and_its_process_is_gone(workers: WorkerQueue, results: queue.Queue[Any]) -> None:
    workers.submit(process, then=results.put)
    worker = results.get(timeout=PATIENCE)
    workers.submit(never_end, then=results.put)
    workers.close()
    assert results.empty()
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)
