"""What the workers of a build hold in memory while it goes on, as the system's own records have it (Linux)."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

_PAUSE = 0.25
"""Seconds between two glances."""


class Memory(NamedTuple):
    """How much a worker holds: for each glance at one, the documents that it had made by then, about, and its megabytes."""

    glances: list[tuple[float, float]]

    def after(self, documents: float) -> float:
        """The median of the glances around so many documents."""
        near = [megabytes for made, megabytes in self.glances if 0.8 * documents <= made <= 1.2 * documents]
        return median(near) if near else 0.0

    @property
    def most(self) -> float:
        """After how many documents there is something to say, up to 1,000."""
        return min(1000.0, max((made for made, _ in self.glances), default=0.0))


def watch(command: Sequence[str], cwd: Path, environment: Mapping[str, str], made: Callable[[], int]) -> Memory:
    """Run a build to its end and look at its workers meanwhile. `made` says how many documents came since it was last asked."""
    glances: list[tuple[float, float]] = []
    documents = 0
    process = subprocess.Popen(command, cwd=cwd, env=environment, stdout=subprocess.DEVNULL)
    while process.poll() is None:
        time.sleep(_PAUSE)
        documents += made()
        workers = [megabytes for child in _children(process.pid) if (megabytes := _megabytes(child))]
        glances += [(documents / len(workers), megabytes) for megabytes in workers]
    if process.returncode:
        raise SystemExit(f"bench: {' '.join(command[:8])} … failed")
    return Memory(glances)


def _children(pid: int) -> list[int]:
    """The processes that a process has started; none where the system has no such record."""
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    try:
        return [int(child) for file in lists for child in file.read_text().split()]
    except OSError:  # it has just ended
        return []


def _megabytes(pid: int) -> float:
    """What a process holds in memory now; 0 where it is not there any more."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
