"""A disk that is full, more or less: a sentence, everything as it was, and the same command does its work once there is room."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
from collections.abc import Callable, Iterator
from compileall import compile_dir
from contextlib import contextmanager
from pathlib import Path

from tests.hostile.torture.interrupted import COMMANDS, Command, Interruptions, differences, torn
from tests.hostile.torture.program import ROOT, begin, left_in, run
from tests.hostile.torture.results import Fault, Result
from tests.hostile.torture.workspaces import Workspaces, see

_ROOM = 24 << 20
_WRITERS = tuple(command for command in COMMANDS if command.name != "status")


class Disks:
    """Tries commands on small disks where they can be mounted, and with a limit on the size of files everywhere."""

    def __init__(self, workspaces: Workspaces, known: Interruptions, folder: Path) -> None:
        self._workspaces, self._known = workspaces, known
        # Whatever Python compiles under a limit on files it keeps cut short, and reads ever after: so it has nothing to compile.
        compile_dir(ROOT / "src", quiet=2)
        self.can_mount = _can_mount(folder)

    def one(self, number: int, chance: random.Random, folder: Path) -> Result:
        """Try the command that has its turn, in the way that has its turn."""
        return self.try_on(_WRITERS[number % len(_WRITERS)], number // len(_WRITERS) % 4, chance, folder)

    def try_on(self, command: Command, way: int, chance: random.Random, folder: Path) -> Result:
        """0 and 1: little room beside the workspace; 2: no file may be longer than so much; 3: whatever is printed finds no room."""
        if way < 2 and self.can_mount:
            with _small_disk(folder / "disk") as disk:
                return self._in_little_room(command, chance, disk, folder, also_temporary=bool(way))
        if way == 3:
            return self._nowhere_to_print(command, folder)
        longest = chance.choice((0, 100, 3_000, 20_000, 60_000, 200_000))
        told = f"{command.name}, no file longer than {longest} bytes"
        place, temporary = self._workspaces.copy(command.state, folder / "w"), folder / "tmp"
        return self._judged(command, told, place, temporary, first=_no_longer(longest))

    def _in_little_room(self, command: Command, chance: random.Random, disk: Path, folder: Path, *, also_temporary: bool) -> Result:
        place = self._workspaces.copy(command.state, disk / "w")
        temporary = disk / "tmp" if also_temporary else folder / "tmp"
        temporary.mkdir()
        left = chance.choice((0, 0, 4_096, 20_000, 60_000, 150_000, 400_000))
        ballast = disk / "ballast"
        room = os.statvfs(disk)
        ballast.write_bytes(bytes(max(0, room.f_bavail * room.f_frsize - left)))
        told = f"{command.name}, {left} bytes of room{' (and for temporary files)' if also_temporary else ''}"
        return self._judged(command, told, place, temporary, afterwards=ballast.unlink, said=folder)

    def _nowhere_to_print(self, command: Command, folder: Path) -> Result:
        place, temporary = self._workspaces.copy(command.state, folder / "w"), folder / "tmp"
        with Path("/dev/full").open("wb") as full:
            done = begin(*command.arguments, cwd=place, temporary=temporary, output=full.fileno()).wait()
        return self._after(command, f"{command.name} > /dev/full", done.faults(), place, temporary)

    def _judged(
        self,
        command: Command,
        told: str,
        place: Path,
        temporary: Path,
        *,
        first: Callable[[], object] | None = None,
        afterwards: Callable[[], object] = lambda: None,
        said: Path | None = None,
    ) -> Result:
        done = begin(*command.arguments, cwd=place, temporary=temporary, first=first, said_in=said, piped=first is not None).wait()
        faults = [Fault(each.sort, f"{told}: {each.words}") for each in done.faults()]
        if done.code == 3 and len(done.said.strip()) < 20:
            faults.append(Fault("other", f"{told}: it ended with 3 and did not say why: {done.said}"))
        afterwards()
        return self._after(command, told, faults, place, temporary)

    def _after(self, command: Command, told: str, faults: list[Fault], place: Path, temporary: Path) -> Result:
        """There is room again: what was left is whole, and the next run does its work."""
        reference = self._known.reference(command)
        found = [*faults, *(Fault("torn", f"{told}: {each}") for each in torn(see(place), reference, command))]
        found += [Fault("other", f"{told}: {path.name} is left in the temporary folder.") for path in left_in(temporary)]
        again = run(*command.arguments, cwd=place, temporary=temporary, name="next")
        found += again.faults(codes=command.codes_again)
        after = f"{told}, and then with room (it ended with {again.code}): "
        found += [Fault("other", after + each) for each in differences(see(place), reference.after)]
        return Result(tuple(found))


def _no_longer(longest: int) -> Callable[[], None]:
    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # as Python has it anyway
        resource.setrlimit(resource.RLIMIT_FSIZE, (longest, longest))

    return limit


def _can_mount(folder: Path) -> bool:
    try:
        with _small_disk(folder / "first-disk"):
            return True
    except OSError:
        return False


@contextmanager
def _small_disk(folder: Path) -> Iterator[Path]:
    """A file system of its own. Raises `OSError` where nobody may mount one."""
    folder.mkdir()
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    options = f"size={_ROOM},uid={os.geteuid()},gid={os.getegid()}"
    mount = [*as_root, "mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        raise OSError("no file system can be mounted")
    try:
        yield folder
    finally:
        subprocess.run([*as_root, "umount", "--lazy", str(folder)], check=False)
