"""Where a thousand responses stand: the next `status`, and the live page's list, beside what git takes to look at the same files."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from processes import HERE, INSIDE, OURS, Bench
from report import verdict

RESPONSES, LISTED = 1000, 300
_TODAY = "2026-11-27"
_STATUS_TARGET, _LIST_TARGET, _FILL_TARGET = 0.5, 1.0, 1.5
_ALSO_ONE = ("bash", "-c", '"$@" || [ $? = 1 ]', "also-one")
"""Before a command whose exit code is 1 where something is overdue."""
_ANEW = ("bash", "-c", 'rm -rf build; "$@" || [ $? = 1 ]', "anew")


class StatusRow(NamedTuple):
    """Medians of a workspace, in seconds of whole processes."""

    what: str
    ours: float
    peer: str
    theirs: float

    @property
    def ratio(self) -> float:
        """How many times as long we take."""
        return self.ours / self.theirs


def measure_status(bench: Bench, count: int = RESPONSES, listed: int = LISTED) -> list[StatusRow]:
    """Write the responses, and look at them again and again."""
    archive, few = _workspace(bench, count), _workspace(bench, listed)
    status = [*OURS, "-m", "pccresponse", "status", "--today", _TODAY]
    check = [*OURS, "-m", "pccresponse", "check", "--today", _TODAY]
    git = ["git", "status", "--porcelain"]
    print(f"  status, {count} responses …", file=sys.stderr, flush=True)
    first, fresh = bench.once([*_ANEW, *status], archive, bench.environment), bench.once(check, archive, bench.environment)
    again = _in_turns(bench, archive, [[*_ALSO_ONE, *status], git])
    listing = _in_turns(bench, few, [[*OURS, INSIDE, "list", str(few), _TODAY], git])
    return [
        StatusRow(f"status, {count} responses, nothing changed", again[0], "git status", again[1]),
        StatusRow(f"the live page's list, {listed} responses, a new process", listing[0], "git status", listing[1]),
        StatusRow(f"status, {count} responses, the first time", first.seconds, "check", fresh.seconds),
    ]


def status_lines(rows: Sequence[StatusRow]) -> Iterator[str]:
    """What was measured, and whether it is enough."""
    for row in rows:
        yield f"{row.what}: {row.ours:.3f} s; {row.peer} {row.theirs:.3f} s; × {row.ratio:.2f}"
    again, listing, first = rows
    yield verdict(f"{again.what}: half a second", again.ours, _STATUS_TARGET)
    yield verdict(f"{listing.what}: a second", listing.ours, _LIST_TARGET)
    yield verdict(f"{first.what}: at most 1.5 times what check takes, once", first.ratio, _FILL_TARGET)


def _workspace(bench: Bench, count: int) -> Path:
    """An archive of so many responses, committed with git."""
    folder = bench.folder / f"status-{count}"
    subprocess.run([OURS[0], str(HERE / "archive.py"), str(folder), str(count)], check=True, stdout=subprocess.DEVNULL)
    (folder / ".gitignore").write_text("build/\n", encoding="utf-8")
    identity = ("-c", "user.name=bench", "-c", "user.email=bench@example.org")
    for command in (["init", "-q"], ["add", "."], [*identity, "commit", "-q", "-m", "all"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return folder


def _in_turns(bench: Bench, folder: Path, commands: Sequence[Sequence[str]]) -> list[float]:
    """The median of each; the first round, which fills what is kept, is not counted."""
    found: list[list[float]] = [[] for _ in commands]
    for _ in range(bench.runs + 1):
        for command, seconds in zip(commands, found, strict=True):
            seconds.append(bench.once(command, folder, bench.environment).seconds)
    return [median(seconds[1:]) for seconds in found]
