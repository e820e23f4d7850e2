"""The program in places where nobody expects to be: no HOME, no words but ASCII, no channels, no folder to be in."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.hostile.torture.program import begin, left_in, plain_environment
from tests.hostile.torture.results import Fault, Result
from tests.hostile.torture.workspaces import DAY, ONE, PERSON, ROLE, TODAY, Workspaces

_ON = ("--today", TODAY)
COMMANDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("published", ("check", ONE, *_ON)),
    ("published", ("status", *_ON)),
    ("built", ("build", ONE, *_ON)),
    ("published", ("verify", ONE, "--jobs", "1")),
    ("released", ("publish", ONE, "--on", DAY, *_ON)),
    ("with_approvals", ("approve", ONE, "--role", ROLE, "--name", PERSON, *_ON)),
    ("published", ("bag", ONE, "--output", "out", *_ON)),
    ("released", ("new", "--title", "A review", "--published-on", "2015-07-21")),
    ("published", ("law", "2015-07-21")),
    ("published", ("rules",)),
    ("published", ("editions",)),
    ("published", ("schema", "response")),
    ("published", ("history", ONE)),
    ("published", ("diff", f"responses/{ONE}/response.yaml", "responses/2015-07-22-two/response.yaml")),
    ("published", ("completion", "bash")),
    ("published", ("--help",)),
    ("published", ("check", "--no-such-option")),
)


@dataclass(frozen=True)
class Environment:
    """Something odd about where the program runs."""

    name: str
    variables: Mapping[str, str | None] = field(default_factory=dict)
    """Set, or taken away."""
    first: Callable[[], object] | None = None
    """Called in the new process."""
    codes: tuple[int, ...] = (0, 1, 2, 3)


def _close(*descriptors: int) -> Callable[[], None]:
    def close() -> None:
        for descriptor in descriptors:
            os.close(descriptor)

    return close


def _leave_nowhere() -> None:
    gone = Path("gone")
    gone.mkdir()
    os.chdir(gone)
    Path("../gone").rmdir()


def _broken_pipe() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    os.dup2(writer, 1)


def _ignore_children() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)


def _few_files() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def _strict_mask() -> None:
    os.umask(0o777)


ODD = (
    Environment("no HOME", {"HOME": None, "XDG_CACHE_HOME": None}),
    Environment("a HOME that is not there", {"HOME": "/nowhere/at/all", "XDG_CACHE_HOME": "/nowhere"}),
    Environment("no variables at all", {name: None for name in os.environ if name not in ("PATH", "TMPDIR")}),
    Environment("no PATH", {"PATH": None}),
    Environment("an empty PATH", {"PATH": ""}),
    Environment("LANG=C", {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": None}),
    Environment("ASCII", {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}),
    Environment("a language that is not there", {"LANG": "xx_XX.UTF-8", "LC_ALL": "xx_XX.ISO-8859-15"}),
    Environment("COLUMNS=1", {"COLUMNS": "1", "LINES": "1"}),
    Environment("COLUMNS=x", {"COLUMNS": "x", "LINES": "-1"}),
    Environment("COLUMNS=0", {"COLUMNS": "0"}),
    Environment("TERM=dumb", {"TERM": "dumb", "NO_COLOR": "1"}),
    Environment("forced colours", {"FORCE_COLOR": "1", "CLICOLOR_FORCE": "1", "TERM": "xterm-256color"}),
    Environment("another time zone", {"TZ": "Pacific/Kiritimati"}),
    Environment("a time zone that is none", {"TZ": "../../etc/passwd"}),
    Environment("stdin closed", first=_close(0)),
    Environment("stdout closed", first=_close(1)),
    Environment("stderr closed", first=_close(2)),
    Environment("all channels closed", first=_close(0, 1, 2)),
    Environment("a pipe that nobody reads", first=_broken_pipe, codes=(0, 1, 2, 3, 141)),
    Environment("the folder is gone", first=_leave_nowhere),
    Environment("children are not waited for", first=_ignore_children),
    Environment("64 open files", first=_few_files),
    Environment("umask 777", {"PYTHONDONTWRITEBYTECODE": "1"}, _strict_mask),
    Environment("a temporary folder that is not there", {"TMPDIR": "/nowhere/at/all"}),
    Environment("Fontconfig elsewhere", {"FONTCONFIG_FILE": "/nowhere/fonts.conf", "FONTCONFIG_PATH": "/nowhere"}),
    Environment("a seed for hashes", {"PYTHONHASHSEED": "1", "PYTHONOPTIMIZE": "2", "PYTHONDONTWRITEBYTECODE": "1"}),
    Environment("warnings as errors", {"PYTHONWARNINGS": "error,ignore::ResourceWarning"}),
)


class Environments:
    """Goes through all commands in all surroundings; each case is one of either."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces
        self.pairs = [(odd, state, command) for odd in ODD for state, command in COMMANDS]
        random.Random(55).shuffle(self.pairs)

    def one(self, number: int, chance: random.Random, folder: Path) -> Result:
        """Try the pair that has its turn."""
        odd, state, command = self.pairs[number % len(self.pairs)]
        return self.try_in(odd, state, command, folder)

    def try_in(self, odd: Environment, state: str, command: tuple[str, ...], folder: Path) -> Result:
        """Run one command in odd surroundings."""
        place, temporary = self._workspaces.copy(state, folder / "w"), folder / "tmp"
        environment = {**plain_environment(), **{name: value for name, value in odd.variables.items() if value is not None}}
        for name, value in odd.variables.items():
            if value is None:
                environment.pop(name, None)
        told_where = {"TMPDIR": odd.variables["TMPDIR"] or ""} if "TMPDIR" in odd.variables else {}
        started = begin(*command, cwd=place, temporary=temporary, environment=environment, first=odd.first, over=told_where)
        done = started.wait()
        faults = [Fault(each.sort, f"{odd.name}: {each.words}") for each in done.faults(codes=odd.codes)]
        left = [*place.rglob("*.unfinished"), *place.rglob(".pccresponse-*"), *left_in(temporary)]
        faults += [Fault("other", f"{odd.name}: {' '.join(command)} leaves {each.name} behind.") for each in left]
        return Result(tuple(faults))
