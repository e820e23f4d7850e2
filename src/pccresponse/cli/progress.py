"""How far a long build is: a bar on a terminal, nothing elsewhere, where the result's own lines suffice."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pccresponse.rendering.formats import PDF

if TYPE_CHECKING:
    from rich.progress import Progress


class Bar:
    """Count, time left and what is being made, on one line of the error channel that goes when all is done."""

    def __init__(self, total: int) -> None:
        self._bar = _bar() if sys.stderr.isatty() and total else None
        if self._bar:
            self._task = self._bar.add_task("starting", total=total)

    def __enter__(self) -> Bar:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()

    def making(self, slugs: Sequence[str]) -> None:
        """These are being made now."""
        self._say(", ".join(slugs))

    def made(self, slug: str, name: str) -> None:
        """Another document is finished."""
        self._say(f"{PDF.file_name(name)} made, {slug}")

    def done(self) -> None:
        """Another response is finished."""
        if self._bar:
            self._bar.advance(self._task)

    @contextmanager
    def out_of_the_way(self) -> Iterator[None]:
        """While a line of the result is printed, which may be on the same terminal."""
        if self._bar:
            self._bar.stop()
        yield
        if self._bar:
            self._bar.start()

    def _say(self, what: str) -> None:
        if self._bar:
            self._bar.update(self._task, description=what, refresh=True)


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
    from rich.table import Column

    return Progress(
        MofNCompleteColumn(),
        BarColumn(bar_width=24),
        TimeRemainingColumn(),
        TextColumn("{task.description}", markup=False, table_column=Column(no_wrap=True, overflow="ellipsis", ratio=1)),
        console=Console(stderr=True, highlight=False),
        auto_refresh=False,
        transient=True,
        expand=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
