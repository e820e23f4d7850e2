"""Building responses in worker processes, which have so much memory and so much time for each document.

A worker that dies takes one response with it. Outcomes come in the order in which they were asked for.
"""

from __future__ import annotations

import gc
import queue
import threading
import traceback
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Protocol

from pccresponse.foundation import temporary_folders
from pccresponse.foundation.limited_process import SECONDS_TO_READ, GivenUpError, NoProcessError, Worker, seconds_to_make
from pccresponse.pipeline.rendering import be_ready_to_render
from pccresponse.publishing.building import Outcome, Terms, building, not_built
from pccresponse.publishing.freshness import slug_of
from pccresponse.publishing.locking import clear_after_the_dead
from pccresponse.rendering.pdf import EngineFailedError

_HEARTBEAT = 0.5
_BEFORE_A_NEW_ONE = 60
"""Responses that a worker builds. Each document leaves about 70 kB behind in the libraries, which only the end of a process frees."""


class Onlooker(Protocol):
    """Somebody who wants to know how far it is."""

    def making(self, slugs: Sequence[str]) -> None:
        """These are being built now; said again and again, for the sake of a clock."""

    def made(self, slug: str, name: str) -> None:
        """One more document of a response is finished."""

    def done(self) -> None:
        """One more response is finished."""


def build_all(files: Sequence[Path], terms: Terms, onlooker: Onlooker, *, jobs: int) -> Generator[Outcome]:
    """Build responses and answer with an outcome for each, in their order. Closing the generator ends all work at once."""
    if not files:
        return
    temporary_folders.home()  # which the workers share
    batch = _Batch(files, terms, min(jobs, len(files)))
    early: dict[int, Outcome] = {}
    position = 0
    try:
        batch.start()
        while position < len(files):
            onlooker.making(batch.underway())
            with suppress(queue.Empty):
                at, news = batch.news.get(timeout=_HEARTBEAT)
                if isinstance(news, str):
                    onlooker.made(slug_of(files[at]), news)
                else:
                    early[at] = news
                    onlooker.done()
            while position in early:
                yield early.pop(position)
                position += 1
    finally:
        batch.end()


class _Batch:
    """Responses that are built by threads, each of which has a worker process to itself."""

    def __init__(self, files: Sequence[Path], terms: Terms, jobs: int) -> None:
        self.news: queue.SimpleQueue[tuple[int, str | Outcome]] = queue.SimpleQueue()
        """The position of a response, with the name of a document that was made of it, or with what came of it."""
        self._files, self._terms = files, terms
        self._next = iter(range(len(files)))
        self._taking = threading.Lock()
        self._ended = False
        self._underway: dict[int, str] = {}
        begin = partial(_begin, gc.get_threshold())
        self._workers = [Worker(begin, lasts=_BEFORE_A_NEW_ONE) for _ in range(jobs)]
        self._threads = [threading.Thread(target=self._work, args=(worker,), daemon=True) for worker in self._workers]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def underway(self) -> tuple[str, ...]:
        return tuple(self._underway.copy().values())

    def end(self) -> None:
        """Stop the workers, whatever they are at, and take away what they left half done."""
        self._ended = True
        for worker in self._workers:
            worker.kill()
        for thread in self._threads:
            if thread.ident is not None:
                thread.join()
        for slug in self._underway.values():
            clear_after_the_dead(self._terms.workspace.build / slug)

    def _work(self, worker: Worker) -> None:
        for position in self._positions():
            file = self._files[position]
            self._underway[position] = slug_of(file)
            outcome = self._built(worker, position, file)
            if not self._ended:
                del self._underway[position]
                self.news.put((position, outcome))

    def _positions(self) -> Iterator[int]:
        while not self._ended:
            with self._taking:
                position = next(self._next, None)
            if position is None:
                return
            yield position

    def _built(self, worker: Worker, position: int, file: Path) -> Outcome:
        """The answer of a worker, or what is to be said where it gave none."""
        finished: list[str] = []
        try:
            steps = worker.steps(_build, file, self._terms, seconds=SECONDS_TO_READ + seconds_to_make(_size_of_input(file)))
            try:
                while True:
                    finished.append(next(steps))
                    self.news.put((position, finished[-1]))
            except StopIteration as end:
                outcome: Outcome = end.value
                return outcome
        except (GivenUpError, EngineFailedError) as error:
            return self._failed(file, error, finished)
        except Exception:
            return Outcome(slug=slug_of(file), mistake=traceback.format_exc())

    def _failed(self, file: Path, error: GivenUpError | EngineFailedError, finished: Sequence[str]) -> Outcome:
        if self._ended:
            return Outcome(slug=slug_of(file))
        if isinstance(error, NoProcessError):
            return Outcome(slug=slug_of(file), failure=(f"It {error.why}.", "Try again when the machine has less to do."))
        clear_after_the_dead(self._terms.workspace.build / slug_of(file))
        try:
            return not_built(file, self._terms, error, finished=finished)
        except Exception:
            return Outcome(slug=slug_of(file), mistake=traceback.format_exc())


def _size_of_input(file: Path) -> int:
    with suppress(OSError):
        return file.stat().st_size
    return 0


# In a worker


def _begin(collection: tuple[int, int, int]) -> None:
    gc.set_threshold(*collection)
    be_ready_to_render()


def _build(file: Path, terms: Terms) -> Generator[str, None, Outcome]:
    """What goes round in circles is cleared away between two responses, when there is little else to look through."""
    outcome = yield from building(file, terms)
    gc.collect()
    return outcome
