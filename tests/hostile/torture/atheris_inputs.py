"""Inputs that atheris thinks of, by looking which lines each of them reaches: of the YAML reader, and of Markdown.

atheris is not among the packages of the tests, because it has no builds for every Python: it is used where somebody has installed it
(`.venv/bin/python -m pip install atheris`). Run as a process of its own, because it ends its process when it has done.
"""

from __future__ import annotations

import importlib.util
import os
import random
import re
import subprocess
import sys
from pathlib import Path

from tests.hostile.torture.program import ROOT
from tests.hostile.torture.results import Fault, Result

GUIDED = ("response", "office", "markdown")
_RUNS = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
_NEW_UNIT = re.compile(r"Test unit written to (\S+)")
_LONGEST_UNIT = 60
_CALL = "import sys; sys.path[:] = sys.argv.pop(1).split(chr(0x1f)); from tests.hostile.torture.atheris_inputs import main; main(sys.argv[1:])"


def is_installed() -> bool:
    """Whether there is an atheris for this Python."""
    return importlib.util.find_spec("atheris") is not None


def one(sources: Path, name: str, seconds: int, chance: random.Random, folder: Path) -> tuple[Result, Path | None]:
    """Let it think for so many seconds; answers with the input that did not hold beside the result."""
    corpus = folder / "corpus"
    corpus.mkdir()
    from tests.hostile.torture.readers import TARGETS

    target = TARGETS[name]
    (corpus / "good").write_bytes((sources / (target.source or target.place)).read_bytes())
    limits = [
        f"-max_total_time={seconds}",
        f"-seed={chance.randrange(1, 1 << 31)}",
        f"-timeout={_LONGEST_UNIT}",
        "-rss_limit_mb=3000",
    ]
    paths = chr(0x1F).join([str(ROOT), *sys.path])
    done = subprocess.run(
        [sys.executable, "-I", "-c", _CALL, paths, name, "-max_len=20000", "-print_final_stats=1", *limits, str(corpus)],
        cwd=folder,
        env={**os.environ, "TMPDIR": str(folder)},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        timeout=seconds + 3 * _LONGEST_UNIT,
    )
    said = done.stdout + done.stderr
    runs = int(found[1]) if (found := _RUNS.search(said)) else 0
    if done.returncode == 0:
        return Result(tried=runs), None
    unit = folder / found[1] if (found := _NEW_UNIT.search(said)) else None
    sort = "hang" if "libFuzzer: timeout" in said else "traceback"
    words = said[said.find(" === ") :][:3_000] if " === " in said else said[-3_000:]
    return Result((Fault(sort, f"{name}, guided by coverage:\n{words}"),), tried=max(1, runs)), unit  # type: ignore[arg-type]


def main(arguments: list[str]) -> None:
    """In the process of its own: the name of the target, then what libFuzzer is told."""
    import atheris  # type: ignore[import-not-found, import-untyped, unused-ignore]

    name = arguments[0]
    with atheris.instrument_imports(
        include=["pccresponse.reading", "pccresponse.rendering", "yaml", "markdown_it", "mdit_py_plugins"]
    ):
        from pccresponse.models.office import Office
        from pccresponse.models.response import Response
        from pccresponse.pipeline.unprinted_words import lost_words, says_nothing
        from pccresponse.reading import read_text
        from pccresponse.rendering.markdown import to_html

    def read(content: bytes) -> None:
        if name == "markdown":
            text = content.decode("utf-8", "replace")
            to_html(text, heading_level=3, key="x")
            lost_words(text)
            says_nothing(text)
        else:
            read_text(content, Office if name == "office" else Response, f"{name}.yaml")

    atheris.Setup(["guided", *arguments[1:]], read)
    atheris.Fuzz()
