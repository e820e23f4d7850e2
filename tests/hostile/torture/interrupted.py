"""`kill -9` in the middle of the work: every output is whole or not there, the next run is right, and nothing is left over."""

from __future__ import annotations

import os
import random
import select
import shutil
import threading
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from tests.hostile.torture.program import DEADLINE, Program, begin, left_in, run, until_gone
from tests.hostile.torture.results import Fault, Result
from tests.hostile.torture.workspaces import DAY, ONE, PERSON, ROLE, TODAY, Seen, Workspaces, see


@dataclass(frozen=True)
class Command:
    """A command in the state in which it is given."""

    name: str
    state: str
    arguments: tuple[str, ...]
    together: tuple[str, ...] = ()
    """Folders that are there with everything in them, or not at all."""
    codes: tuple[int, ...] = (0,)
    """How it ends where nothing interrupts it."""
    codes_again: tuple[int, ...] = (0,)
    """How the next run may end; a thing that was done already may be refused."""


_ON = ("--today", TODAY)
COMMANDS = (
    Command("build", "built", ("build", "--jobs", "2", *_ON)),
    Command("build, one at a time", "built", ("build", "--jobs", "1", *_ON)),
    Command("publish", "released", ("publish", ONE, "--on", DAY, *_ON), (f"responses/{ONE}/published/1",)),
    Command(
        "publish a correction",
        "to_correct",
        ("publish", ONE, "--on", "2015-10-02", "--new-version", "A word was wrong.", *_ON),
        (f"responses/{ONE}/published/1", f"responses/{ONE}/published/2"),
    ),
    Command("approve", "with_approvals", ("approve", ONE, "--role", ROLE, "--name", PERSON, "--on", "2015-09-01", *_ON)),
    Command("bag", "published", ("bag", ONE, "--output", "archive/one", *_ON), ("archive/one",), codes_again=(0, 2)),
    Command("new", "empty", ("new", "--force", "kent", "--title", "A review", "--published-on", "2015-07-21"), codes_again=(0, 2)),
    Command("another new", "released", ("new", "--title", "A review", "--published-on", "2015-07-21"), codes_again=(0, 2)),
    Command("update", "with_report", ("update", ONE, "corrected.txt", "--yes", *_ON)),
    Command("status", "published", ("status", *_ON), codes=(0, 1), codes_again=(0, 1)),
    Command("editions release", "begun", ("editions", "release", "plain", "--on", TODAY), codes_again=(0, 2)),
    Command(
        "editions new",
        "released",
        ("editions", "new", "ours", "--like", "plain", "--dated", TODAY),
        ("templates/ours",),
        codes_again=(0, 2),
    ),
    Command("verify", "published", ("verify", ONE, "--jobs", "1", "--report", "what-differs")),
)


@dataclass(frozen=True)
class Reference:
    """The command when nothing interrupts it."""

    before: Seen
    after: Seen
    operations: dict[str, int]
    """How many operations on files the busiest process does: of any kind, and such as change something."""
    seconds: float
    """From the first operation to the end."""


@dataclass(frozen=True)
class Moment:
    """When a program is killed: at one of its operations on files, or some time after the first of them."""

    kind: str
    """`any` operation, one that is a `change`, or a `time`."""
    all_of_it: bool
    """Whether every process of it is killed, or only the first."""
    number: int = 0
    delay: float = 0.0

    @staticmethod
    def by_chance(reference: Reference, chance: random.Random) -> Moment:
        """Any moment of the work, and more often than not one at which something is being changed."""
        kind = chance.choice(("change", "change", "any", "time", "time") if reference.operations["change"] else ("any", "time"))
        all_of_it = chance.random() < 0.5
        if kind == "time":
            return Moment(kind, all_of_it, delay=chance.uniform(0, reference.seconds * 0.9))
        return Moment(kind, all_of_it, number=chance.randint(1, reference.operations[kind]))

    def __str__(self) -> str:
        whom = "with all its processes" if self.all_of_it else "its first process"
        when = f"{self.delay:.3f} seconds after the first operation" if self.kind == "time" else f"at {self.kind} {self.number}"
        return f"killed {when} ({whom})"


class Interruptions:
    """Tries the commands one after another; what they do when nothing interrupts them is found out once."""

    def __init__(self, workspaces: Workspaces, folder: Path) -> None:
        self._workspaces = workspaces
        self._folder = folder
        self._known: dict[str, Reference] = {}
        self._one_at_a_time = threading.Lock()

    def one(self, number: int, chance: random.Random, folder: Path) -> Result:
        """Interrupt the command that has its turn."""
        command = COMMANDS[number % len(COMMANDS)]
        return self.interrupt(command, Moment.by_chance(self.reference(command), chance), folder)

    def interrupt(self, command: Command, moment: Moment, folder: Path) -> Result:
        """Kill the command once in the middle of its work, look at what there is, and let it run again."""
        reference = self.reference(command)
        place, temporary = self._workspaces.copy(command.state, folder / "w"), folder / "tmp"
        killed, how = _killed(command, moment, place, temporary), str(moment)
        if not killed.was_killed:
            return Result(tuple(killed.faults(codes=command.codes)), hit=killed.is_late, of=command.name)
        faults: list[Fault] = []
        if not until_gone(killed.process.pid):
            faults.append(Fault("hang", f"{command.name}, {how}: a process was left behind."))
            killed.kill()
        faults += [Fault("torn", f"{command.name}, {how}: {each}") for each in torn(see(place), reference, command)]
        next_run = run(*command.arguments, cwd=place, temporary=temporary, name="next")
        faults += next_run.faults(codes=command.codes_again)
        after = see(place)
        told = f"{command.name}, {how}, and run again (it ended with {next_run.code}): "
        faults += [Fault("other", told + each) for each in differences(after, reference.after)]
        faults += [Fault("other", f"{told}{path.name} is left in the temporary folder.") for path in left_in(temporary)]
        return Result(tuple(faults), of=command.name)

    def reference(self, command: Command) -> Reference:
        """What the command does when nothing interrupts it."""
        with self._one_at_a_time:
            if command.name not in self._known:
                folder = self._folder / f"reference-{len(self._known)}"
                self._known[command.name] = self._find_out(command, folder)
                shutil.rmtree(folder)
            return self._known[command.name]

    def _find_out(self, command: Command, folder: Path) -> Reference:
        shutil.rmtree(folder, ignore_errors=True)
        place, temporary, log = self._workspaces.copy(command.state, folder / "w"), folder / "tmp", folder / "log"
        before = see(place)
        heard, tell = os.pipe()
        traced = {"TORTURE_FOLDER": str(folder), "TORTURE_LOG": str(log), "TORTURE_TELL": str(tell)}
        program = begin(*command.arguments, cwd=place, temporary=temporary, traced=traced, pipes=(tell,))
        os.close(tell)
        select.select([heard], [], [], DEADLINE)
        began = monotonic()
        program.wait()
        seconds = monotonic() - began
        os.close(heard)
        if faults := program.faults(codes=command.codes):
            raise RuntimeError(f"{command.name} does not do what it is to do even when nothing interrupts it:\n{faults[0].words}")
        if left := left_in(temporary):
            raise RuntimeError(f"{command.name} leaves {left[0].name} in the temporary folder even when nothing interrupts it.")
        lines = [line.split() for line in log.read_text(encoding="utf-8").splitlines()]
        every = Counter(pid for pid, *_ in lines)
        changes = Counter(pid for pid, kind, _ in lines if kind == "change")
        operations = {"any": max(every.values()), "change": max(changes.values(), default=0)}
        return Reference(before, see(place), operations, seconds)


def _killed(command: Command, moment: Moment, place: Path, temporary: Path) -> Program:
    """The program, killed at that moment if it lives to see it."""
    traced = {"TORTURE_FOLDER": str(place.parent), "TORTURE_HOW": "all" if moment.all_of_it else "first"}
    if moment.kind != "time":
        traced["TORTURE_AT"] = f"{moment.kind}:{moment.number}"
        return begin(*command.arguments, cwd=place, temporary=temporary, traced=traced).wait()
    heard, tell = os.pipe()
    try:
        traced["TORTURE_TELL"] = str(tell)
        program = begin(*command.arguments, cwd=place, temporary=temporary, traced=traced, pipes=(tell,))
    finally:
        os.close(tell)
    try:
        if select.select([heard], [], [], DEADLINE)[0]:
            select.select([], [], [], moment.delay)
            program.kill(all_of_it=moment.all_of_it)
        return program.wait()
    finally:
        os.close(heard)


def torn(now: Seen, reference: Reference, command: Command) -> list[str]:
    """What is neither as it was before nor as it is to be."""
    before, after = reference.before.content, reference.after.content
    found = []
    for name, digest in now.content.items():
        if digest not in (before.get(name), after.get(name)) and not name.endswith(".unfinished"):
            found.append(f"{name} is neither as it was nor as it is to be.")
    found += [f"{name} is gone." for name in before if name in after and name not in now.content]
    for folder in command.together:
        whole = {name for name in after if name.startswith(f"{folder}/")}
        there = {name for name in now.content if name.startswith(f"{folder}/")}
        if there and there != whole:
            found.append(f"{folder} is there, and not whole: {len(there)} of {len(whole)} files.")
    return found


def differences(now: Seen, wanted: Seen) -> list[str]:
    """How what there is differs from what is to be there."""
    found = [f"{name} is left over." for name in sorted(now.names - wanted.names)]
    found += [f"{name} is missing." for name in sorted(wanted.names - now.names)]
    found += [f"{name} has other contents." for name, digest in wanted.content.items() if now.content.get(name, digest) != digest]
    return found
