"""Building many responses, in worker processes where there are several to build.

A worker that dies takes one response with it. Outcomes come in the order in which they were asked for.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
import sys
import traceback
from collections import deque
from collections.abc import Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pccresponse.publishing.building import Outcome, Terms, build
from pccresponse.publishing.freshness import slug_of
from pccresponse.publishing.locking import clear_after_the_dead

if TYPE_CHECKING:
    from pebble import ProcessPool

_LONGEST = 1800.0
"""Seconds for one response: a thousand pages take a few minutes, and what takes longer never ends."""
_HEARTBEAT = 0.5
_BEFORE_A_NEW_ONE = 60
"""Responses that a worker builds. Each document leaves about 70 kB behind in the libraries, which only the end of a process frees; and
new workers are copied from this process while it has no other threads, which is when that is safe."""
_QUEUED = 2
"""Responses handed out for each worker, so that none waits for its next."""


class Onlooker(Protocol):
    """Somebody who wants to know how far it is."""

    def making(self, slugs: Sequence[str]) -> None:
        """These are being built now; said again and again, for the sake of a clock."""

    def made(self, slug: str, name: str) -> None:
        """One more document of a response is finished; said only of what is built in this process."""

    def done(self) -> None:
        """One more response is finished."""


def build_all(files: Sequence[Path], terms: Terms, onlooker: Onlooker, *, jobs: int) -> Generator[Outcome]:
    """Build responses and answer with an outcome for each, in their order. Closing the generator ends all work at once."""
    if (jobs == 1 and len(files) <= _BEFORE_A_NEW_ONE) or len(files) <= 1:
        yield from (_here(file, terms, onlooker) for file in files)
        return
    for start in range(0, len(files), jobs * _BEFORE_A_NEW_ONE):
        some = files[start : start + jobs * _BEFORE_A_NEW_ONE]
        yield from _in_order(_in_workers(some, terms, onlooker, min(jobs, len(some))))


def _in_order(numbered: Generator[tuple[int, Outcome]]) -> Generator[Outcome]:
    early: dict[int, Outcome] = {}
    position = 0
    with closing(numbered):
        for at, outcome in numbered:
            early[at] = outcome
            while position in early:
                yield early.pop(position)
                position += 1


def _here(file: Path, terms: Terms, onlooker: Onlooker) -> Outcome:
    slug = slug_of(file)
    onlooker.making((slug,))
    outcome = build(file, terms, partial(onlooker.made, slug))
    onlooker.done()
    return outcome


def _in_workers(files: Sequence[Path], terms: Terms, onlooker: Onlooker, jobs: int) -> Generator[tuple[int, Outcome]]:
    to_do = deque(enumerate(files))
    underway: dict[Future[Outcome], tuple[int, Path]] = {}
    pool = _new_pool(jobs, terms)
    try:
        while to_do or underway:
            while to_do and len(underway) < jobs * _QUEUED:
                future = _hand_out(pool, to_do[0][1])
                underway[future] = to_do.popleft()
            onlooker.making([slug_of(file) for future, (_, file) in underway.items() if future.running()])
            for future in wait(underway, timeout=_HEARTBEAT, return_when=FIRST_COMPLETED).done:
                position, file = underway[future]
                outcome = _outcome_of(future, slug_of(file))
                del underway[future]
                onlooker.done()
                yield position, outcome
    except BrokenProcessPool:
        to_do.extendleft(underway.values())
    finally:
        _end(pool, [file for _, file in underway.values()], terms)
    for position, file in to_do:  # no worker could be had any more
        yield position, _here(file, terms, onlooker)


def _outcome_of(future: Future[Outcome], slug: str) -> Outcome:
    """The answer of a worker, or what is to be said of one that gave none."""
    from pebble import ProcessExpired

    try:
        return future.result()
    except ProcessExpired as error:
        how = f"signal {-error.exitcode}" if error.exitcode < 0 else f"exit code {error.exitcode}"
        message = f"The process that was building it ended ({how})."
        return Outcome(slug=slug, failure=(message, "If there was too little memory for all of them: build with --jobs 1."))
    except TimeoutError:
        message = f"It was given up after {_LONGEST / 60:.0f} minutes."
        return Outcome(slug=slug, failure=(message, "Build it alone, and look for what is endless in it."))
    except BrokenProcessPool:
        raise
    except Exception:
        return Outcome(slug=slug, mistake=traceback.format_exc())


def _new_pool(jobs: int, terms: Terms) -> ProcessPool:
    from pebble import ProcessPool  # most builds have nothing to do, or one thing

    return ProcessPool(
        max_workers=jobs,
        initializer=_begin,
        initargs=(terms, gc.get_threshold()),
        context=multiprocessing.get_context(_start_method()),
    )


def _start_method() -> str:
    """Workers are copies of this process where that is safe: they are there at once, and leave nothing behind however they end.

    The copy of a process that has set a page would wait for ever for threads of Pango's that were not copied with it.
    """
    return "fork" if sys.platform == "linux" and "weasyprint" not in sys.modules else "spawn"


def _hand_out(pool: ProcessPool, file: Path) -> Future[Outcome]:
    """The first call starts the workers and the pool's threads; neither is to be woken by Ctrl-C, which is for this thread alone."""
    hold = getattr(signal, "pthread_sigmask", None)
    before = hold(signal.SIG_BLOCK, {signal.SIGINT}) if hold else None
    try:
        return pool.schedule(_build, args=(file,), timeout=_LONGEST)
    except RuntimeError as error:
        raise BrokenProcessPool from error
    finally:
        if hold:
            hold(signal.SIG_SETMASK, before)


def _end(pool: ProcessPool, cut_short: Sequence[Path], terms: Terms) -> None:
    """Stop the workers, whatever they are at, and take away what they left half done."""
    pool.stop()  # type: ignore[no-untyped-call]
    pool.join()
    for file in cut_short:
        clear_after_the_dead(terms.workspace.build / slug_of(file))


_terms: Terms
"""In a worker: what it was told at its start."""


def _begin(terms: Terms, collection: tuple[int, int, int]) -> None:
    global _terms
    _terms = terms
    gc.set_threshold(*collection)


def _build(file: Path) -> Outcome:
    """What goes round in circles is cleared away between two responses, when there is little else to look through."""
    outcome = build(file, _terms)
    gc.collect()
    return outcome
