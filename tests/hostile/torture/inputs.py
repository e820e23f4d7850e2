"""Thousands of bad files: read in processes of the program's own, and some of them by the command line as it is."""

from __future__ import annotations

import random
import shutil
import threading
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from pccresponse.foundation.limited_process import GivenUpError, Worker
from tests.hostile.torture import atheris_inputs
from tests.hostile.torture.hypothesis_inputs import think
from tests.hostile.torture.program import ROOT, Program, left_in, run
from tests.hostile.torture.readers import LONGEST, TARGETS, TURNS, Judged, input_of, read_one, read_some, spoilt, write_sources
from tests.hostile.torture.results import Fault, Result
from tests.hostile.torture.workspaces import TODAY, Workspaces, see

KEPT = ROOT / "build" / "torture"
"""Where inputs that did not hold are kept."""
BATCH = 20
EXAMPLES = 50
_SECONDS_TOGETHER = 90.0
_SECONDS_ALONE = 30.0
_SECONDS_BY_COMMAND = 200.0
"""A document may take 90, which is the program's own limit."""
_STATES = ("published", "open")
_WITH_TODAY = ("status", "build", "check", "approve", "publish", "bag")


class Inputs:
    """Tries inputs. Every thread that asks has a worker of its own, with workspaces of its own."""

    def __init__(self, workspaces: Workspaces, folder: Path, seed: int, *, atheris_seconds: int = 12) -> None:
        self._workspaces, self._folder, self._seed = workspaces, folder, seed
        self._atheris_seconds = atheris_seconds
        self._mine = threading.local()
        self._workers: list[Worker] = []
        self._number = iter(range(10**6))
        workspaces.prepare(*_STATES)
        folder.mkdir()
        self.sources = workspaces.copy("published", folder / "sources")
        write_sources(self.sources)
        for name, target in TARGETS.items():
            if target.state == "open" and not target.source:
                shutil.copy(workspaces.folder / "open" / target.place, self.sources / target.place)
            assert (self.sources / (target.source or target.place)).is_file(), name

    def close(self) -> None:
        """End the workers."""
        for worker in self._workers:
            worker.kill()

    def one_batch(self, number: int, chance: random.Random, folder: Path) -> Result:
        """Twenty inputs in one process. What does not end well is judged again by the command line."""
        numbers = list(range(number * BATCH, (number + 1) * BATCH))
        faults: list[Fault] = []
        again = ""
        for judged in self._read(numbers):
            if judged.trace:
                found = [Fault("traceback", f"{judged.target}, read by itself:\n{judged.trace}")]
            else:
                found = judge(judged.target, judged.content, self._workspaces, folder / f"by-command-{judged.number}")
            if found:
                again = f"./run torture --input {keep(judged.target, judged.content)}"
            faults += found
        return Result(tuple(faults), tried=BATCH, again=again)

    def one_by_command(self, number: int, chance: random.Random, folder: Path) -> Result:
        """One input, read by one command."""
        name = chance.choice([each for each in TURNS if TARGETS[each].commands])
        content = spoilt(name, self.sources, chance)
        faults = judge(name, content, self._workspaces, folder, commands=[chance.choice(TARGETS[name].commands)])
        again = f"./run torture --input {keep(name, content)}" if faults else ""
        return Result(tuple(faults), of=name, again=again)

    def one_hypothesis_round(self, number: int, chance: random.Random, folder: Path) -> Result:
        """As many inputs as one round of Hypothesis has."""
        worker, _ = self._worker()
        try:
            tried, name, content, trace = worker.call(think, number + self._seed, EXAMPLES, seconds=_SECONDS_TOGETHER)
        except GivenUpError as error:
            return Result((Fault("hang", f"One of {EXAMPLES} inputs {error.why}."),), tried=EXAMPLES)
        if not trace:
            return Result(tried=tried)
        return Result((Fault("traceback", trace),), tried=tried, again=f"./run torture --input {keep(name, content)}")

    def one_atheris_run(self, number: int, chance: random.Random, folder: Path) -> Result:
        """As many inputs as atheris tries in some seconds."""
        name = atheris_inputs.GUIDED[number % len(atheris_inputs.GUIDED)]
        result, unit = atheris_inputs.one(self.sources, name, self._atheris_seconds, chance, folder)
        if unit is not None and unit.is_file():
            return Result(result.faults, tried=result.tried, again=f"./run torture --input {keep(name, unit.read_bytes())}")
        return result

    def _read(self, numbers: list[int]) -> list[Judged]:
        worker, workspaces = self._worker()
        try:
            return worker.call(read_some, self._seed, numbers, str(self.sources), str(workspaces), seconds=_SECONDS_TOGETHER)
        except GivenUpError:
            found = []
            for number in numbers:
                self._refresh(workspaces)
                try:
                    found += worker.call(
                        read_some, self._seed, [number], str(self.sources), str(workspaces), seconds=_SECONDS_ALONE
                    )
                except GivenUpError as error:
                    name, content = input_of(self._seed, number, self.sources)
                    found.append(Judged(name, content, number, seconds=LONGEST, more={"given up": str(error)}))
            self._refresh(workspaces)
            return found

    def _worker(self) -> tuple[Worker, Path]:
        if not hasattr(self._mine, "worker"):
            self._mine.worker = Worker()
            self._workers.append(self._mine.worker)
            self._mine.workspaces = self._folder / f"workspaces-{next(self._number)}"
            self._refresh(self._mine.workspaces)
        return self._mine.worker, self._mine.workspaces

    def _refresh(self, workspaces: Path) -> None:
        shutil.rmtree(workspaces, ignore_errors=True)
        for state in _STATES:
            self._workspaces.copy(state, workspaces / state)
        example = Path(TARGETS["example"].place).parent
        shutil.copytree(self.sources / example, workspaces / "published" / example)


def judge(
    name: str, content: bytes, workspaces: Workspaces, folder: Path, *, commands: Sequence[tuple[str, ...]] | None = None
) -> list[Fault]:
    """What does not hold when the real command line reads such a file."""
    target = TARGETS[name]
    faults: list[Fault] = []
    for number, command in enumerate(target.commands if commands is None else commands):
        own = folder / str(number)
        place, temporary = workspaces.copy(target.state, own / "w"), own / "tmp"
        if name == "example":
            shutil.copytree(ROOT / Path(target.place).parent, place / Path(target.place).parent)
            (place / Path(target.place).with_name("office.yaml")).write_bytes((ROOT / "responses" / "office.yaml").read_bytes())
        file = place / target.place
        if name.startswith("report-"):
            response = file.with_name("response.yaml")
            named = response.read_text(encoding="utf-8").replace("report:\n", f"report:\n  file: {file.name}\n", 1)
            response.write_text(named, encoding="utf-8")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        on = ("--today", TODAY) if command[0] in _WITH_TODAY else ()
        before = see(place).content
        done = run(*command, *on, cwd=place, temporary=temporary, seconds=_SECONDS_BY_COMMAND)
        faults += [Fault(each.sort, f"{name}: {each.words}") for each in done.faults(codes=_codes(name, content, command, place))]
        faults += _half(done, place, temporary, before)
    return faults


def _codes(name: str, content: bytes, command: tuple[str, ...], place: Path) -> tuple[int, ...]:
    """How the command may end. A PDF that is not the one that was published, byte for byte, is never proved."""
    if name == "pdf" and command[0] == "verify" and content != (place / TARGETS["pdf"].source).read_bytes():
        return 1, 3
    return 0, 1, 2, 3


def _half(done: Program, place: Path, temporary: Path, before: dict[str, str]) -> list[Fault]:
    """What was left half done: nothing that was there may be another file where the command had to refuse."""
    typed = " ".join(done.arguments)
    left = [*place.rglob("*.unfinished"), *place.rglob(".pccresponse-*"), *left_in(temporary)]
    faults = [Fault("other", f"{typed}: {each.name} is left behind.") for each in left]
    if done.code != 0:
        after = see(place).content
        changed = [name for name, digest in before.items() if name.startswith("responses/") and after.get(name) != digest]
        faults += [Fault("torn", f"{typed} ended with {done.code}, and {name} is another file.") for name in changed]
    for pdf in place.rglob("*.pdf"):
        if pdf.is_relative_to(place / "build") and not pdf.read_bytes().rstrip().endswith(b"%%EOF"):
            faults.append(Fault("torn", f"{typed}: {pdf.relative_to(place)} is no whole PDF."))
    return faults


def keep(name: str, content: bytes) -> Path:
    """Keep an input that did not hold, under a name that says what it is."""
    KEPT.mkdir(parents=True, exist_ok=True)
    place = KEPT / f"{name}--{sha256(content).hexdigest()[:12]}"
    place.write_bytes(content)
    return place.relative_to(ROOT)


def again(path: Path, workspaces: Workspaces, folder: Path) -> Result:
    """Judge an input that was kept, by itself and by every command."""
    name = path.name.partition("--")[0]
    if name not in TARGETS:
        raise ValueError(f"The name of {path} has to begin with one of: {', '.join(TARGETS)}, and --.")
    content = path.read_bytes()
    inputs = Inputs(workspaces, folder / "inputs", 0)
    worker, own = inputs._worker()
    faults = []
    try:
        judged = worker.call(read_one, name, content, 0, own / TARGETS[name].state, seconds=_SECONDS_ALONE)
        if judged.trace:
            faults.append(Fault("traceback", judged.trace))
    except GivenUpError as error:
        faults += [] if TARGETS[name].commands else [Fault("hang", str(error))]
    finally:
        inputs.close()
    return Result((*faults, *judge(name, content, workspaces, folder / "by-command")))
