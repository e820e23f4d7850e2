"""`pccresponse build`, with a progress bar on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pccresponse.rendering.formats import PDF

if TYPE_CHECKING:
    from rich.progress import Progress
import os
from contextlib import closing
from datetime import date
from pathlib import Path

import click

from pccresponse.case.naming import number_of
from pccresponse.cli.options import slug_argument, today_option
from pccresponse.cli.output import complain, counted, print_problems, say, say_on_stderr
from pccresponse.foundation import temporary_folders
from pccresponse.foundation.errors import CannotRunError
from pccresponse.foundation.problems import Problem
from pccresponse.foundation.writing import clear_after_killed_build
from pccresponse.publishing.building import BuildOutcome, BuildSettings, build_all
from pccresponse.publishing.rebuild_check import RebuildCheck, RebuildReasons, conditions_now, slug_of
from pccresponse.workspace import Workspace, find_workspace


class _Bar:
    """A progress bar on stderr, if that is a terminal. It disappears at the end."""

    def __init__(self, total: int) -> None:
        self._bar = _bar() if sys.stderr.isatty() and total else None
        if self._bar:
            self._task = self._bar.add_task("starting", total=total)

    def __enter__(self) -> _Bar:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()

    def making(self, slugs: Sequence[str]) -> None:
        self._say(", ".join(slugs))

    def made(self, slug: str, name: str) -> None:
        self._say(f"{PDF.file_name(name)} made, {slug}")

    def done(self) -> None:
        if self._bar:
            self._bar.advance(self._task)

    @contextmanager
    def out_of_the_way(self) -> Iterator[None]:
        """Hide the bar while a line of the result is printed."""
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


@click.command("build")
@slug_argument
@click.option("--final", is_flag=True, help="Make final documents, without the draft mark. Refused if there are errors.")
@click.option("--explain", is_flag=True, help="Say why each response is made again, or that nothing changed.")
@click.option(
    "--jobs", type=click.IntRange(min=1), show_default="all cores", metavar="NUMBER", help="How many responses to make at once."
)
@click.option("--at", "revision", metavar="REVISION", help="Make the documents from the files as they were in this commit.")
@today_option
def command(names: tuple[str, ...], final: bool, explain: bool, jobs: int | None, revision: str | None, today: date) -> None:
    """Make the documents of the responses NAMES as PDFs in build/. If you give no names, all are made.

    The program only makes again what has changed: the files, the edition of the templates, the law tables or the versions of the
    tools. To make a response again anyway, delete its folder in build/.

    A draft has a mark on every page. You get one even if check finds errors, and the exit code is then 1. With --final, the program
    refuses if there are errors, and keeps what it made before. If a response is published and has not changed since, you get the
    published documents and never a draft.

    Every PDF is checked against PDF/UA-1 and PDF/A-3a before it is saved.

    \b
    pccresponse build
    pccresponse build --explain
    pccresponse build 2015-07-21-child-protection-review
    pccresponse build 2015-07-21-child-protection-review --final
    pccresponse build 2015-07-21-child-protection-review --at HEAD~3
    """
    workspace = find_workspace(Path.cwd())
    if revision is not None:
        workspace = _as_it_stood(revision, workspace)
    settings = BuildSettings(
        workspace=workspace, conditions=conditions_now(draft=not final), today=today, with_report=revision is None
    )
    rebuild_check = RebuildCheck(workspace, settings.conditions)
    files = {slug_of(file): file for file in map(workspace.response_file, names or workspace.slugs())}
    rebuilds = {slug: rebuild_check.rebuild_of(file) for slug, file in files.items()}
    to_build = [file for slug, file in files.items() if rebuilds[slug].reasons]
    temporary_folders.remove_abandoned()
    for slug in files:
        clear_after_killed_build(workspace.build / slug)
    report = _Report(explain=explain)
    if to_build:
        _prepare(final=final)
    with _Bar(len(to_build)) as bar, closing(build_all(to_build, settings, bar, jobs=jobs or _cores())) as outcomes:
        for slug, rebuild in rebuilds.items():
            outcome = next(outcomes) if rebuild.reasons else None
            with bar.out_of_the_way():
                report.add(slug, rebuild, outcome)
    sys.exit(report.end())


def _as_it_stood(revision: str, workspace: Workspace) -> Workspace:
    from pccresponse.publishing.revisions import workspace_as_it_stood

    earlier = workspace_as_it_stood(revision, workspace)
    say(f"As it stood at {revision}, in {workspace.shown(earlier.root)}/:")
    return earlier


def _prepare(*, final: bool) -> None:
    """Check the engine and prepare temporary folders, if anything is built."""
    from pccresponse.rendering.pdf.engine import engine_check

    for warning in engine_check(final=final):
        say_on_stderr(warning)
    temporary_folders.keep_everything_in_it()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


class _Report:
    """Prints the outcome of each response, and in the end the counts."""

    def __init__(self, *, explain: bool) -> None:
        self._explain = explain
        self._said: dict[Problem, None] = {}
        self._built = self._fresh = self._failed = 0
        self._exit_code = 0
        self._mistakes: list[str] = []

    def add(self, slug: str, rebuild: RebuildReasons, outcome: BuildOutcome | None) -> None:
        """Print the outcome of the next response; None if it was up to date."""
        if outcome is None:
            self._fresh += 1
            if rebuild.errors:
                self._exit_code = max(self._exit_code, 1)
                say(f"{slug}: up to date, with {number_of(rebuild.errors, 'error')}. To see them, run: pccresponse check {slug}")
            elif self._explain:
                say(f"{slug}: nothing changed.")
            return
        if self._explain:
            say(f"{slug}: {'; '.join(rebuild.reasons)}.")
        print_problems([problem for problem in outcome.problems if problem not in self._said])
        self._said.update(dict.fromkeys(outcome.problems))
        for path in outcome.written:
            say(f"{path}{'  (draft)' if outcome.draft else ''}")
        if outcome.note:
            say(f"{slug}: {outcome.note}")
        self._built += bool(outcome.written)
        self._failed += not outcome.written
        if outcome.refusal:
            say(f"{slug}: {outcome.refusal}")
        if outcome.failure:
            complain(CannotRunError(f"{slug}: {outcome.failure[0]}", outcome.failure[1]))
        if outcome.mistake:
            say_on_stderr(f"{slug}: not built, because of a fault in the program. The details are at the end.")
            self._mistakes.append(f"{slug}:\n{outcome.mistake}")
        self._exit_code = max(self._exit_code, 3 if outcome.failure else 1 if outcome.has_errors or not outcome.written else 0)

    def end(self) -> int:
        """Print the counts and return the exit code. Raises `RuntimeError` with the faults of the program."""
        say(f"{self._counts()}.")
        if self._mistakes:
            raise RuntimeError("\n".join(self._mistakes))
        return self._exit_code

    def _counts(self) -> str:
        """`3 of 1,000 built, 996 up to date, 1 failed: 2 errors, 1 warning`."""
        total = self._built + self._fresh + self._failed
        if total and self._fresh == total:
            return f"{total:,} of {total:,} up to date"
        counts = [f"{self._built:,} of {total:,} built"]
        counts += [f"{self._fresh:,} up to date"] if self._fresh else []
        counts += [f"{self._failed:,} failed"] if self._failed else []
        return f"{', '.join(counts)}: {counted(self._said)}"
