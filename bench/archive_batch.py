"""What is measured of an archive: builds with one and two workers, WeasyPrint on the same pages, what a worker keeps, and more."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from statistics import median
from typing import NamedTuple

from processes import HERE, OURS, Bench, Sample
from warm import WarmWeasyPrint
from worker_memory import Memory, watch

TODAY = "2027-01-31"
"""A day on which everything in the archive has happened."""
BUILD = [*OURS, "-m", "pccresponse", "build", "--final", "--today", TODAY]
VERIFY = [*OURS, "-m", "pccresponse", "verify"]
_COMPARED = 0.4
"""The share of the archive that is built three times, so that the whole does not take all day."""
_MOST_CHUNKS, _SMALLEST_CHUNK = 4, 20
"""A process starts for each chunk; in one of a few responses that would be most of what is measured."""
VERIFIED = 100


class Chunk(NamedTuple):
    """Some responses, and what they took by each way."""

    documents: int
    two: Sample
    one: Sample
    plain: Sample


class Idle(NamedTuple):
    """Builds with nothing or little to do, medians in seconds."""

    nothing: float
    python: float
    changed: float
    alone: float


class Archive:
    """A workspace with the archive, and others beside it in which parts of it are built once more."""

    def __init__(self, bench: Bench, count: int) -> None:
        self.bench = bench
        self.count = count
        self.folder = bench.folder / "archive"
        self._write(self.folder, count)
        self.slugs = sorted(path.name for path in (self.folder / "responses").iterdir())
        # By their names they are in the order of time. Mixed, each part of them is like the whole.
        Random("order").shuffle(self.slugs)
        compared = round(count * _COMPARED)
        self.chunks = max(1, min(_MOST_CHUNKS, compared // _SMALLEST_CHUNK))
        self.chunk = compared // self.chunks

    def _write(self, folder: Path, count: int) -> None:
        command = [OURS[0], str(HERE / "archive.py"), str(folder), str(count)]
        subprocess.run(command, env=self.bench.environment, check=True, stdout=subprocess.DEVNULL)

    def build(self, slugs: Sequence[str], workspace: Path, jobs: int) -> Sample:
        """One build as a whole process, from its start to its end."""
        return self.bench.once([*BUILD, "--jobs", str(jobs), *slugs], workspace, self.bench.environment)

    @contextmanager
    def beside(self, slugs: Sequence[str]) -> Iterator[Path]:
        """A workspace with some of the responses and nothing built yet, which goes away."""
        workspace = self.bench.folder / "beside"
        for slug in slugs:
            shutil.copytree(self.folder / "responses" / slug, workspace / "responses" / slug)
        yield workspace
        shutil.rmtree(workspace)

    def pdfs(self, slugs: Sequence[str]) -> list[Path]:
        """Everything that was built of these responses."""
        return [path for slug in slugs for path in sorted((self.folder / "build" / slug).glob("*.pdf"))]

    def in_chunks(self) -> list[Chunk]:
        """The first part of the archive by each way, a chunk by one way, by the next, by the third, and so on with the next chunk."""
        found: list[Chunk] = []
        with WarmWeasyPrint(self.bench, self.folder, TODAY) as plain:
            plain.render(self.slugs[:1])  # once to warm up, like the build
            with self.beside(self.slugs[:1]) as workspace:
                self.build(self.slugs[:1], workspace, 1)
            for position in range(self.chunks):
                slugs = self.slugs[position * self.chunk : (position + 1) * self.chunk]
                say(f"chunk {position + 1} of {self.chunks}, {len(slugs)} responses")
                ways = {"two": self._with_two, "one": self._with_one, "plain": plain.render}
                names = list(ways)[position % 3 :] + list(ways)[: position % 3]
                took = {name: ways[name](slugs) for name in names}
                found.append(Chunk(len(self.pdfs(slugs)), **took))
        return found

    def _with_two(self, slugs: Sequence[str]) -> Sample:
        return self.build(slugs, self.folder, 2)

    def _with_one(self, slugs: Sequence[str]) -> Sample:
        with self.beside(slugs) as workspace:
            return self.build(slugs, workspace, 1)

    def the_rest(self) -> Memory:
        """Build what is left, in one go with two workers, and look at their memory meanwhile."""
        pending = self.slugs[self.chunks * self.chunk :]
        say(f"the other {len(pending)} responses, looking at memory")
        command = [*BUILD, "--jobs", "2", *pending]

        def made() -> int:
            # Outcomes come nearly in order, so that only the next few need be looked for.
            finished = [slug for slug in pending[:8] if (self.folder / "build" / slug / ".built.json").exists()]
            for slug in finished:
                pending.remove(slug)
            return len(self.pdfs(finished))

        return watch(command, self.folder, self.bench.environment, made)

    def idle(self, runs: int) -> Idle:
        """Nothing to do, one response changed, and that response by itself where nothing was ever built; in turns."""
        say("nothing to do, and one response changed")
        slug = self.slugs[0]
        file = self.folder / "responses" / slug / "response.yaml"
        python = [*OURS, "-c", "pass"]
        samples: dict[str, list[float]] = {"nothing": [], "python": [], "changed": [], "alone": []}
        with self.beside([slug]) as workspace:
            for number in range(runs + 1):
                samples["nothing"].append(self.build((), self.folder, 2).seconds)
                samples["python"].append(self.bench.once(python, self.folder, self.bench.environment).seconds)
                file.write_text(f"{file.read_text(encoding='utf-8')}# Changed, number {number}.\n", encoding="utf-8")
                samples["changed"].append(self.build((), self.folder, 2).seconds)
                shutil.rmtree(workspace / "build", ignore_errors=True)
                samples["alone"].append(self.build((), workspace, 1).seconds)
        return Idle(**{name: median(seconds[1:]) for name, seconds in samples.items()})

    def verify(self) -> tuple[int, float, float]:
        """How many documents were verified, in how many seconds, and how long it took to build the same once more; both with two workers."""
        say("verify")
        documents, verifying, building = 0, 0.0, 0.0
        halves: list[list[str]] = [[], []]
        for slug in self.slugs[1:]:
            if (documents := documents + len(self.pdfs([slug]))) > VERIFIED:
                break
            halves[documents * 2 > VERIFIED].append(slug)
        for first, slugs in zip((True, False), halves, strict=True):
            ways: list[Callable[[list[str]], tuple[float, float]]] = [self._verify, self._build_again]
            for way in ways if first else reversed(ways):
                took = way(slugs)
                verifying, building = verifying + took[0], building + took[1]
        return len(self.pdfs(halves[0] + halves[1])), verifying, building

    def _verify(self, slugs: list[str]) -> tuple[float, float]:
        command = [*VERIFY, "--jobs", "2", *map(str, self.pdfs(slugs))]
        return self.bench.once(command, self.folder, self.bench.environment).seconds, 0.0

    def _build_again(self, slugs: list[str]) -> tuple[float, float]:
        with self.beside(slugs) as workspace:
            return 0.0, self.build(slugs, workspace, 2).seconds


def say(what: str) -> None:
    """How far it is, for whoever waits."""
    print(f"  archive: {what} …", file=sys.stderr, flush=True)
