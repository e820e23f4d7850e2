"""`./run torture`: everything hostile that we can think of, for ten minutes, and a table of what held.

Not part of `./run test`, whose tests in `tests/hostile/` try a little of each kind. Every case follows from the seed, its kind and
its number, so that what did not hold can be had again with the command that stands beside it. The exit code is 1 if anything did not
hold, or if nothing of a kind could be tried.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from tests.hostile.torture import atheris_inputs
from tests.hostile.torture.inputs import Inputs, again
from tests.hostile.torture.interrupted import COMMANDS, Interruptions
from tests.hostile.torture.program import plain_environment
from tests.hostile.torture.results import Fault, Result, Row, report, table
from tests.hostile.torture.workspaces import Workspaces

_MINUTES = 10.0
_FEWEST = 3
_OPENS = 100
"""Of the live page in one case."""
Try = Callable[[int, random.Random, Path], Result]


@dataclass(frozen=True)
class Kind:
    """One kind of torment."""

    name: str
    wanted: int
    """Cases in ten minutes."""
    share: float
    """Of the time, at most; what is left over is the next one's."""
    begin: Callable[[Session], Try]
    """Gets ready, and answers with what tries a case."""
    goes_on: bool = False
    """Whether it takes all of its time, however many that makes."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Try everything, or what was asked for."""
    kinds = {kind.name: kind for kind in KINDS}
    asked = _asked(list(kinds), arguments)
    random_seed = random.SystemRandom().randrange(1 << 32) if asked.seed is None else asked.seed
    if asked.input is not None:
        return _again(asked.input)
    chosen = [kinds[name] for name in asked.only or kinds]
    print(
        f"{asked.minutes:g} minutes, seed {random_seed}, {_cores()} at once: {', '.join(kind.name for kind in chosen)}", flush=True
    )
    rows = []
    with tempfile.TemporaryDirectory(prefix="torture-", ignore_cleanup_errors=True) as temporary, ExitStack() as closing:
        folder = Path(temporary).resolve()
        workspaces = Workspaces(folder / "workspaces")
        session = Session(random_seed, asked.minutes, folder, workspaces, Interruptions(workspaces, folder), closing)
        runner = _Runner(session, sum(kind.share for kind in chosen))
        for kind in chosen:
            rows.append(runner.go_through(kind, only=asked.case))
    if not atheris_inputs.is_installed():
        print("atheris is not installed, so nothing was guided by coverage: .venv/bin/python -m pip install atheris")
    print(f"\n{report(rows)}\n\n{table(rows)}" if any(row.faults for row in rows) else f"\n{table(rows)}")
    return 1 if any(row.faults or not row.tried for row in rows) else 0


@dataclass(frozen=True)
class Session:
    """What all kinds share."""

    seed: int
    minutes: float
    folder: Path
    workspaces: Workspaces
    interruptions: Interruptions
    closing: ExitStack

    def inputs(self, name: str) -> Inputs:
        """Good files to be spoilt, and workers that end with the session."""
        seconds = max(2, round(self.minutes * 1.2))
        inputs = Inputs(self.workspaces, self.folder / f"for-{name}", self.seed, atheris_seconds=seconds)
        self.closing.callback(inputs.close)
        return inputs


def _interrupted(session: Session) -> Try:
    session.workspaces.prepare(*(command.state for command in COMMANDS))
    return session.interruptions.one


def _races(session: Session) -> Try:
    from tests.hostile.torture.races import RACES, Races

    session.workspaces.prepare(*(race.state for race in RACES))
    return Races(session.workspaces, session.folder).one


def _disks(session: Session) -> Try:
    from tests.hostile.torture.disks import Disks

    session.workspaces.prepare(*(command.state for command in COMMANDS))
    return Disks(session.workspaces, session.interruptions, session.folder).one


def _environments(session: Session) -> Try:
    from tests.hostile.torture import environments

    session.workspaces.prepare(*(state for state, _ in environments.COMMANDS))
    return environments.Environments(session.workspaces).one


def _git_settings(session: Session) -> Try:
    from tests.hostile.torture.git_settings import GitSettings

    session.workspaces.prepare("released")
    return GitSettings(session.workspaces).one


def _by_command(session: Session) -> Try:
    return session.inputs("by-command").one_by_command


def _hypothesis(session: Session) -> Try:
    return session.inputs("hypothesis").one_hypothesis_round


def _atheris(session: Session) -> Try:
    return session.inputs("atheris").one_atheris_run


def _batches(session: Session) -> Try:
    return session.inputs("batches").one_batch


def _tabs(session: Session) -> Try:
    """The live page, opened a hundred times by eight tabs in each case."""
    from tests.hostile.tabs import open_in_tabs

    def one(number: int, chance: random.Random, folder: Path) -> Result:
        tally = open_in_tabs(_OPENS, folder, plain_environment())
        return Result(tuple(Fault("other", words) for words in tally.wrong), tried=tally.opens)

    return one


KINDS = (
    Kind("interrupted", 200, 0.45, _interrupted),
    Kind("races", 45, 0.14, _races),
    Kind("disks", 44, 0.08, _disks),
    Kind("environments", 120, 0.08, _environments),
    Kind("git-settings", 60, 0.05, _git_settings),
    Kind("tabs", 500, 0.06, _tabs),
    Kind("inputs-by-command", 100, 0.06, _by_command),
    Kind("inputs-of-hypothesis", 1_000, 0.03, _hypothesis),
    *([Kind("inputs-of-atheris", 10_000, 0.04, _atheris, goes_on=True)] if atheris_inputs.is_installed() else []),
    Kind("inputs", 10_000, 0.12, _batches),
)


class _Runner:
    """The kinds, one after another, within the time allowed."""

    def __init__(self, session: Session, shares: float) -> None:
        self._session = session
        self._part = session.minutes / _MINUTES
        self._seconds = session.minutes * 60
        self._shares = shares
        self._left_over = 0.0

    def go_through(self, kind: Kind, *, only: int | None) -> Row:
        """Try a kind until there were as many as are wanted, or its time is over."""
        began = monotonic()
        allowed = self._seconds * kind.share / self._shares + self._left_over
        row = Row(kind.name, max(_FEWEST, round(kind.wanted * self._part)) if only is None else 1)
        folder = self._session.folder / kind.name
        folder.mkdir()
        try:
            try_one = kind.begin(self._session)
        except Exception as error:
            row.add(Result((Fault("other", f"It could not be begun: {error}"),)), self._typed(kind, None))
            return row
        numbers = iter(range(10**9)) if only is None else iter([only] * 20)
        turn = threading.Lock()

        def work() -> None:
            while row.tried == 0 or monotonic() - began < allowed:
                if row.tried >= row.wanted and not (kind.goes_on and only is None):
                    return
                with turn:
                    number = next(numbers, None)
                if number is None:
                    return
                self._try(kind, number, try_one, row, folder)

        at_once = _cores() if only is None else 1
        with ThreadPoolExecutor(at_once) as pool:
            for one in [pool.submit(work) for _ in range(at_once)]:
                one.result()
        took = monotonic() - began
        self._left_over = max(0.0, allowed - took)
        shutil.rmtree(folder, ignore_errors=True)
        if row.tried < row.wanted and only is None:
            row.note = f"{row.wanted:,} were wanted, and there was no time for more than {row.tried:,}."
        missed = f", {row.missed} of which were over too early and are not counted" if row.missed else ""
        print(f"{kind.name}: {row.tried + row.missed:,} in {took:.0f} seconds{missed}; {len(row.faults)} faults", flush=True)
        return row

    def _try(self, kind: Kind, number: int, try_one: Try, row: Row, folder: Path) -> None:
        case = folder / f"case-{threading.get_ident()}-{number}"
        shutil.rmtree(case, ignore_errors=True)
        case.mkdir()
        try:
            result = try_one(number, random.Random(f"{self._session.seed}/{kind.name}/{number}"), case)
        except Exception as error:
            result = Result((Fault("other", f"It could not be tried: {type(error).__name__}: {error}"),))
        finally:
            shutil.rmtree(case, ignore_errors=True)
        row.add(result, self._typed(kind, number))
        for fault in result.faults:
            print(f"{kind.name} {number}: {fault.sort}: {fault.words.strip().splitlines()[0]}", flush=True)

    def _typed(self, kind: Kind, number: int | None) -> str:
        case = "" if number is None else f" --case {number}"
        return f"./run torture --only {kind.name} --seed {self._session.seed}{case}"


def _again(path: Path) -> int:
    """Judge one input that was kept."""
    row = Row("input", 1)
    with tempfile.TemporaryDirectory(prefix="torture-", ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary).resolve()
        row.add(again(path, Workspaces(folder / "workspaces"), folder), f"./run torture --input {path}")
    print(f"{report([row])}\n\n{table([row])}")
    return 1 if row.faults else 0


def _asked(kinds: Sequence[str], arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./run torture", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=_MINUTES, help="how long it may take in all (%(default)g)")
    parser.add_argument("--seed", type=int, help="what everything follows from; without it, another each time")
    parser.add_argument("--only", action="append", choices=kinds, help="this kind, instead of all; may be given again")
    parser.add_argument("--case", type=int, help="this case of the one kind after --only, to have it again")
    parser.add_argument("--input", type=Path, metavar="FILE", help="judge an input that was kept in build/torture/")
    asked = parser.parse_args(arguments)
    if asked.case is not None and len(asked.only or ()) != 1:
        parser.error("--case belongs to one kind: name it after --only")
    return asked


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


if __name__ == "__main__":
    sys.exit(main())
