"""Two to four processes at the same work: what comes of it is what one after another would have made, and nobody is left waiting."""

from __future__ import annotations

import os
import random
import select
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.hostile.torture.program import DEADLINE, Program, begin, left_in, run, until_gone
from tests.hostile.torture.results import Fault, Result
from tests.hostile.torture.workspaces import DAY, NEW, ONE, PERSON, ROLE, TODAY, Seen, Workspaces, see
from tests.small_workspaces import write_response

_ON = ("--today", TODAY)
_BUILD = ("build", "--jobs", "1", *_ON)
_PUBLISH = ("publish", ONE, "--on", DAY, *_ON)
_APPROVE = ("approve", ONE, "--role", ROLE, "--name", PERSON, "--on", "2015-09-01", *_ON)
_APPROVE_TOO = ("approve", ONE, "--role", "Commissioner", "--name", "Kim Day", "--on", "2015-09-01", *_ON)
_NEW = ("new", "--title", "A review", "--published-on", "2015-07-21")
_NEW_TOO = ("new", "--title", "Another review", "--published-on", "2015-07-21")
_FIRST = ("new", "--force", "kent", "--title", "A review", "--published-on", "2015-07-21")
_FIRST_TOO = ("new", "--force", "kent", "--title", "Another review", "--published-on", "2015-07-21")
_BAG = ("bag", ONE, "--output", "archive/one", *_ON)
_RELEASE = ("editions", "release", "plain", "--on", TODAY)
_REPORT = ("verify", ONE, "--jobs", "1", "--report", "what-differs")


@dataclass(frozen=True)
class Race:
    """Commands that are given at once."""

    name: str
    state: str
    commands: tuple[tuple[str, ...], ...]
    all_have_to_succeed: bool = False
    edit: Callable[[Path], object] | None = None
    """What somebody saves in the meantime."""
    then: tuple[tuple[str, ...], ...] = ()
    """What is given afterwards, before it is looked at what came of it."""


def _edit(place: Path) -> None:
    from pccresponse.workspace import Workspace

    write_response(Workspace(place), ONE, NEW + " It was edited.")


RACES = (
    Race("build + build", "built", (_BUILD, _BUILD), all_have_to_succeed=True),
    Race(
        "build + build + build", "built", (_BUILD, ("build", "--jobs", "2", *_ON), ("build", ONE, *_ON)), all_have_to_succeed=True
    ),
    Race("publish + publish", "released", (_PUBLISH, _PUBLISH)),
    Race(
        "publish + publish, two responses",
        "released",
        (_PUBLISH, ("publish", "2015-07-22-two", *_PUBLISH[2:])),
        all_have_to_succeed=True,
    ),
    Race("approve + publish", "with_approvals", (_APPROVE, _PUBLISH), then=(_APPROVE, _PUBLISH)),
    Race("approve + approve", "with_approvals", (_APPROVE, _APPROVE_TOO), then=(_APPROVE, _APPROVE_TOO)),
    Race("build + edit", "built", (_BUILD,), all_have_to_succeed=True, edit=_edit, then=(_BUILD,)),
    Race("build + build + edit", "built", (_BUILD, _BUILD), all_have_to_succeed=True, edit=_edit, then=(_BUILD,)),
    Race("new + new", "released", (_NEW, _NEW)),
    Race("new + another new", "released", (_NEW, _NEW_TOO), all_have_to_succeed=True),
    Race("first new + first new", "empty", (_FIRST, _FIRST_TOO), then=(_FIRST, _FIRST_TOO)),
    Race("bag + bag", "published", (_BAG, _BAG)),
    Race("bag + publish + build + status", "published", (_BAG, _PUBLISH, _BUILD, ("status", *_ON))),
    Race("release + release", "begun", (_RELEASE, _RELEASE)),
    Race("verify + verify", "published", (_REPORT, _REPORT), all_have_to_succeed=True),
)


class Races:
    """Runs the races one after another. What they may end in is found out once: the commands in every order of two."""

    def __init__(self, workspaces: Workspaces, folder: Path) -> None:
        self._workspaces, self._folder = workspaces, folder
        self._ends: dict[str, list[Seen]] = {}
        self._one_at_a_time = threading.Lock()

    def one(self, number: int, chance: random.Random, folder: Path) -> Result:
        """Run the race that has its turn."""
        return self.run(RACES[number % len(RACES)], chance, folder)

    def run(self, race: Race, chance: random.Random, folder: Path) -> Result:
        """Have all begin, wait until each is at the same sort of operation, and let go."""
        ends = self._ends_of(race)
        place, temporary = self._workspaces.copy(race.state, folder / "w"), folder / "tmp"
        gate = f"{chance.choice(('any', 'change', 'change'))}:{chance.choice((1, 1, 2, 3, 8, 20))}"
        edit_after = chance.uniform(0, 1.5)
        programs = _begun_together(race.commands, gate, place, temporary)
        if race.edit is not None:
            select.select([], [], [], edit_after)
            race.edit(place)
        for program in programs:
            program.wait()
        told = f"{race.name}, each held at {gate}: "
        faults = [
            fault for program in programs for fault in program.faults(codes=(0,) if race.all_have_to_succeed else (0, 1, 2, 3))
        ]
        if not any(program.code == 0 for program in programs):
            faults.append(Fault("other", told + "none of them succeeded.\n" + programs[0].said))
        for program in programs:
            if not until_gone(program.process.pid):
                faults.append(Fault("hang", told + "a process was left behind."))
        for command in race.then:
            faults += run(*command, cwd=place, temporary=temporary, name="then").faults()
        after = see(place)
        if after.content not in [end.content for end in ends]:
            nearest = min(ends, key=lambda end: len(set(end.content.items()) ^ set(after.content.items())))
            differing = sorted(name for name, _ in set(nearest.content.items()) ^ set(after.content.items()))
            faults.append(Fault("torn", f"{told}no order of them makes this of: {', '.join(dict.fromkeys(differing))}."))
        left = sorted(after.names - frozenset[str]().union(*(end.names for end in ends)))
        faults += [Fault("other", f"{told}{name} is left over.") for name in left]
        faults += [Fault("other", f"{told}{path.name} is left in the temporary folder.") for path in left_in(temporary)]
        return Result(tuple(faults), of=race.name)

    def _ends_of(self, race: Race) -> list[Seen]:
        with self._one_at_a_time:
            if race.name not in self._ends:
                orders = [race.commands, tuple(reversed(race.commands))] if race.edit is None else [race.commands]
                self._ends[race.name] = [
                    self._end_of(race, order, self._folder / f"end-{len(self._ends)}-{number}")
                    for number, order in enumerate(dict.fromkeys(orders))
                ]
            return self._ends[race.name]

    def _end_of(self, race: Race, order: Sequence[tuple[str, ...]], folder: Path) -> Seen:
        place = self._workspaces.copy(race.state, folder / "w")
        if race.edit is not None:
            race.edit(place)
        for command in (*order, *race.then):
            run(*command, cwd=place, temporary=folder / "tmp")
        return see(place)


def _begun_together(commands: Sequence[tuple[str, ...]], gate: str, place: Path, temporary: Path) -> list[Program]:
    """Each command as a process, all of them let go on from the same operation, or from as near to it as they come."""
    heard, tell = os.pipe()
    wait, let_go = os.pipe()
    traced = {"TORTURE_FOLDER": str(place.parent), "TORTURE_HOW": "gate", "TORTURE_AT": gate}
    traced |= {"TORTURE_TELL": str(tell), "TORTURE_WAIT": str(wait)}
    try:
        programs = [
            begin(*command, cwd=place, temporary=temporary, traced=traced, pipes=(tell, wait), name=f"said-{number}")
            for number, command in enumerate(commands)
        ]
        os.close(tell)
        tell = -1
        waiting = len(programs)
        while waiting and select.select([heard], [], [], DEADLINE)[0]:
            arrived = len(os.read(heard, waiting))
            if not arrived:  # those that are left ended without coming so far
                break
            waiting -= arrived
        return programs
    finally:
        for pipe in (heard, tell, wait, let_go):
            if pipe >= 0:
                os.close(pipe)
