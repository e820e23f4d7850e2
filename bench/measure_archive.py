"""Measures an archive of made-up responses as a whole, and puts everything into one table with what is to be reached."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from statistics import median, quantiles
from typing import NamedTuple

from archive_batch import Archive, Chunk, Idle
from processes import Bench, Sample
from report import aligned
from worker_memory import Memory

_PARALLEL, _OVERHEAD, _IDLE, _CHANGED, _MEMORY = 1.8, 1.15, 1.5, 1.0, 1.2


class Line(NamedTuple):
    """One line of the table: what was measured, beside what, and how that compares with what is to be reached."""

    what: str
    ours: str
    beside: str
    ratio: float | None = None
    to_reach: str = ""
    met: bool | None = None

    def cells(self) -> tuple[str, ...]:
        """As the table has it."""
        verdict = "" if self.met is None else "met" if self.met else "MISSED"
        return (self.what, self.ours, self.beside, "" if self.ratio is None else f"{self.ratio:.2f}", self.to_reach, verdict)


def measure_archive(bench: Bench, count: int) -> tuple[str, list[Line]]:
    """The report, and its lines for a program."""
    archive = Archive(bench, count)
    chunks = archive.in_chunks()
    memory = archive.the_rest()
    idle = archive.idle(bench.runs)
    verified = archive.verify()
    lines = [*_of_batches(chunks), *_of_idleness(idle, count), *_of_memory(memory), *_of_verifying(*verified)]
    compared = sum(chunk.documents for chunk in chunks)
    report = "\n".join(
        [
            f"{bench.versions}; an archive of {count} made-up responses",
            f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores",
            *_sizes(bench.ask("lengths", str(archive.folder / "build"))),
            f"Compared on {compared} documents, in {archive.chunks} x {archive.chunk} responses, by each way in turns. Builds and verifications are",
            "whole processes, with their start; WeasyPrint by itself is warm, and nothing but its rendering is counted.",
            "",
            aligned([("", "ours", "beside it", "×", "to reach", ""), *(line.cells() for line in lines)]),
        ]
    )
    return report, lines


def _of_batches(chunks: Sequence[Chunk]) -> list[Line]:
    documents = sum(chunk.documents for chunk in chunks)
    two, one, plain = (_sum(samples) for samples in zip(*(chunk[1:] for chunk in chunks), strict=True))
    faster, longer = one.seconds / two.seconds, one.seconds / plain.seconds
    return [
        Line(
            "documents a second, two workers | one worker",
            f"{documents / two.seconds:.2f}",
            f"{documents / one.seconds:.2f}",
            faster,
            f"{_PARALLEL:g} or more",
            faster >= _PARALLEL,
        ),
        Line("  the median of the chunks", "", "", median(chunk.one.seconds / chunk.two.seconds for chunk in chunks)),
        Line("  time of the processors", f"{two.processor:.1f} s", f"{one.processor:.1f} s", two.processor / one.processor),
        Line(
            "the batch, one worker | WeasyPrint by itself, warm",
            f"{one.seconds:.1f} s",
            f"{plain.seconds:.1f} s",
            longer,
            f"{_OVERHEAD:g} or less",
            longer <= _OVERHEAD,
        ),
        Line("  the median of the chunks", "", "", median(chunk.one.seconds / chunk.plain.seconds for chunk in chunks)),
        Line("  time of the processor", f"{one.processor:.1f} s", f"{plain.processor:.1f} s", one.processor / plain.processor),
        Line("  a document", f"{one.seconds / documents * 1000:.0f} ms", f"{plain.seconds / documents * 1000:.0f} ms"),
    ]


def _sum(samples: Sequence[Sample]) -> Sample:
    return Sample(*(sum(numbers) for numbers in zip(*samples, strict=True)))


def _of_idleness(idle: Idle, count: int) -> list[Line]:
    expected = idle.nothing + idle.alone
    return [
        Line(
            f"nothing to do, {count} responses | python -c pass",
            f"{idle.nothing:.2f} s",
            f"{idle.python:.2f} s",
            idle.nothing / idle.python,
            f"under {_IDLE:g} s",
            idle.nothing < _IDLE,
        ),
        Line(
            "one changed | nothing to do, and that one alone elsewhere",
            f"{idle.changed:.2f} s",
            f"{idle.nothing:.2f} + {idle.alone:.2f} s",
            idle.changed / expected,
            f"{_CHANGED:g} or less",
            idle.changed <= _CHANGED * expected,
        ),
    ]


def _of_memory(memory: Memory) -> list[Line]:
    most = memory.most
    early, late = memory.after(50), memory.after(most)
    if not early or most < 50:
        return [Line("memory of a worker", "not measured", "")]
    return [
        Line(
            f"memory of a worker after {most:,.0f} documents | after 50",
            f"{late:.0f} MB",
            f"{early:.0f} MB",
            late / early,
            f"{_MEMORY:g} or less",
            late / early <= _MEMORY,
        )
    ]


def _of_verifying(documents: int, verifying: float, building: float) -> list[Line]:
    what = f"verify {documents} documents, two workers | build them"
    return [
        Line(what, f"{verifying:.1f} s", f"{building:.1f} s", verifying / building),
        Line("  documents a second", f"{documents / verifying:.2f}", f"{documents / building:.2f}"),
    ]


def _sizes(lengths: str) -> list[str]:
    """How long the responses are that were measured, with all their documents."""
    found = [tuple(map(int, line.split()[1:])) for line in lengths.splitlines()]
    documents, pages = (sum(numbers) for numbers in zip(*found, strict=True))
    each = sorted(length for _, length in found)
    quarters = ", ".join(f"{quarter:.0f}" for quarter in quantiles(each, n=4))
    return [f"{documents} documents, {pages} pages: {each[0]} to {each[-1]} pages a response, quartiles {quarters}."]
