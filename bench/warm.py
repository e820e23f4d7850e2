"""WeasyPrint by itself in a process that stays, handed one page after the other."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from processes import HERE, THEIRS, Bench, Sample


class WarmWeasyPrint:
    """WeasyPrint by itself in one process that stays, on the pages that pccresponse would hand to it."""

    def __init__(self, bench: Bench, workspace: Path, today: str) -> None:
        self._bench = bench
        self._asked = ("archive", str(workspace))
        self._today = today
        self._pages = self._bench.folder / "pages"
        self._pages.mkdir()

    def __enter__(self) -> WarmWeasyPrint:
        editions = sorted(self._bench.edition.parent.glob("*/fonts"))
        config = self._bench.folder / "all-fonts.conf"
        folders = "".join(f"<dir>{folder}</dir>" for folder in editions)
        config.write_text(f"<fontconfig>{folders}<cachedir>{self._bench.folder / 'font-cache'}</cachedir></fontconfig>\n")
        self._process = subprocess.Popen(
            [THEIRS, "-I", str(HERE / "warm_weasyprint.py")],
            env={**self._bench.environment, "FONTCONFIG_FILE": str(config)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def render(self, slugs: Sequence[str]) -> Sample:
        """What it takes to set every document of these responses; what it takes to get their HTML is not in it, nor is memory."""
        assert self._process.stdin
        assert self._process.stdout
        listed = self._bench.ask(*self._asked, str(self._pages), self._today, *slugs).splitlines()
        seconds, processor = 0.0, 0.0
        for line in listed:
            print(line, Path(line.split("\t")[1]).with_suffix(".pdf"), sep="\t", file=self._process.stdin, flush=True)
            answer = self._process.stdout.readline().split()
            if not answer:
                raise SystemExit("bench: WeasyPrint by itself ended")
            seconds, processor = seconds + float(answer[0]), processor + float(answer[1])
        for path in self._pages.iterdir():
            path.unlink()
        return Sample(seconds, 0.0, processor)
