"""Running whole processes in turns, and what they took."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from cases import write_workspace

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
OURS = [str(HERE / ".venv-ours" / "bin" / "python"), "-I"]
THEIRS = str(HERE / ".venv" / "bin" / "python")
INSIDE = str(HERE / "inside.py")

A, B, C, D = "pccresponse", "WeasyPrint", "WeasyPrint, tagged", "Typst"
FUZZ, PDFIUM = "RapidFuzz", "PDFium"


class Sample(NamedTuple):
    """One process from its start to its end: its wall time and the most memory it had at once."""

    seconds: float
    megabytes: float
    processor: float
    """Seconds of processors, its own and of all that it started: a busy machine hardly lengthens them."""


class Row(NamedTuple):
    """One line of the table: medians of time, maxima of memory."""

    case: str
    pages: dict[str, int]
    seconds: dict[str, float]
    megabytes: dict[str, float]

    def ratio(self, other: str) -> float:
        """How many times as long we take as `other`."""
        return self.seconds[A] / self.seconds[other]


class Bench:
    """What all measurements share: a folder that goes away afterwards, an environment without surprises, and how often."""

    def __init__(self, folder: Path, runs: int) -> None:
        self.folder = folder
        self.runs = runs
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "DYLD_FALLBACK_LIBRARY_PATH") if name in os.environ}
        self.environment = {**kept, "LANG": "C.UTF-8"}
        self.versions, edition = self.ask("versions").splitlines()
        self.edition = Path(edition)
        # The same fonts for WeasyPrint by itself, with a cache that the round before the first has filled.
        config = folder / "fonts.conf"
        config.write_text(
            f"<fontconfig><dir>{self.edition / 'fonts'}</dir><cachedir>{folder / 'font-cache'}</cachedir></fontconfig>\n"
        )
        self.font_environment = {**self.environment, "FONTCONFIG_FILE": str(config)}

    def ask(self, *arguments: str) -> str:
        """An answer from inside the program, not timed."""
        return subprocess.run(
            [*OURS, INSIDE, *arguments], env=self.environment, check=True, stdout=subprocess.PIPE, text=True
        ).stdout.strip()

    def page_count(self, *pdfs: Path) -> int:
        """How many pages these files have together."""
        return int(self.ask("pages", *map(str, pdfs)))

    def once(self, command: Sequence[str], cwd: Path, environment: dict[str, str]) -> Sample:
        """Run a command to its end. One that fails stops the bench."""
        with tempfile.TemporaryFile() as said:
            before = time.perf_counter()
            process = subprocess.Popen(
                command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said
            )
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - before
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                said.seek(0)
                raise SystemExit(f"bench: {' '.join(map(str, command))} failed:\n{said.read().decode(errors='replace')}")
        megabytes = usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
        return Sample(seconds, megabytes, usage.ru_utime + usage.ru_stime)

    def in_turns(self, commands: Mapping[str, Sequence[str]], cwd: Path) -> dict[str, list[Sample]]:
        """Each command once, then each again, and so on; the first round only warms the caches."""
        samples: dict[str, list[Sample]] = {name: [] for name in commands}
        for _ in range(self.runs + 1):
            for name, command in commands.items():
                samples[name].append(self.once(command, cwd, self.environment if name == A else self.font_environment))
        return {name: found[1:] for name, found in samples.items()}

    def row(self, case: str, commands: Mapping[str, Sequence[str]], cwd: Path, pages: Callable[[], dict[str, int]] = dict) -> Row:
        """Measure one case."""
        print(f"  {case} …", file=sys.stderr, flush=True)
        samples = self.in_turns(commands, cwd)
        seconds = {name: median(sample.seconds for sample in found) for name, found in samples.items()}
        megabytes = {name: max(sample.megabytes for sample in found) for name, found in samples.items()}
        return Row(case, pages(), seconds, megabytes)

    def workspace(self, count: int) -> Path:
        """A workspace with one response of `count` recommendations."""
        return write_workspace(self.folder / f"case-{count}", count)

    def pages_of_html(self, workspace: Path) -> list[str]:
        """The HTML of every document of the workspace, as files."""
        out = workspace / "html"
        out.mkdir(exist_ok=True)
        return self.ask("html", str(workspace), str(out)).splitlines()

    def weasyprint(self, how: str, out: Path, pages: Sequence[str]) -> list[str]:
        """The command that has WeasyPrint by itself set these pages in one process."""
        out.mkdir(exist_ok=True)
        return [THEIRS, "-I", str(HERE / "with_weasyprint.py"), how, str(self.edition), str(out), *pages]
