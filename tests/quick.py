"""`pytest --quick`: the tests that start no other program and set no page, which are most of them and take a fraction of the time.

No test says of itself that it is quick, and no list has to be kept: a test is left out at the moment when it imports what sets pages or
starts a program other than git. So a new test is in the right place from its first run, and without `--quick` every test is run. Only
a test that waits for a thread that does so, or takes long for another reason, is marked as `slow`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Generator, Sequence
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any, NoReturn

import pytest

FEWEST = 4_500
"""Of all tests, that have to pass: fewer would mean that something made tests slow that had no need to be."""
ALLOWED = {"git"}
"""Programs that may be started, because they take no time."""
_SETS_PAGES = "it sets pages"
_STARTS_A_PROGRAM = "it starts a program"
_IS_SLOW = "it is slow"
_MARK = "left out of --quick: "
_CATEGORY = "left out"
_NEEDS_A_BROWSER = "window"
"""The fixture that opens one: the driver does not survive it when its program is refused."""


class QuickLane:
    """Leaves out what is slow in the process that runs the tests, and counts in the one that tells of them."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        if hasattr(config, "workerinput") or not config.getoption("numprocesses", None):
            refuse_what_is_slow(self._leave_out)
        self._is_running = False
        self._refused = ""

    def _leave_out(self, why: str) -> None:
        """Leave out the test that is running. What a module starts when it is imported is a look at what there is on this machine."""
        if self._is_running or why == _SETS_PAGES:
            self._refused = why
            leave_out(why)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Leave out what says of itself that it is slow."""
        if item.get_closest_marker("slow") or _NEEDS_A_BROWSER in getattr(item, "fixturenames", ()):
            leave_out(_IS_SLOW)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self) -> Generator[None, object, object]:
        """Know when a test is running."""
        self._is_running, self._refused = True, ""
        try:
            return (yield)
        finally:
            self._is_running = False

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """What was refused in a thread fails the test instead of leaving it."""
        report = yield
        if report.failed and self._refused:
            report.outcome = "skipped"
            report.longrepr = (str(item.path), item.location[1] or 0, f"Skipped: {_MARK}{self._refused}")
        return report

    def pytest_report_teststatus(self, report: pytest.TestReport | pytest.CollectReport) -> tuple[str, str, str] | None:
        """What is left out is counted, and not listed like what is skipped for a reason of its own."""
        return (_CATEGORY, "", "LEFT OUT") if report.skipped and _MARK in str(report.longrepr) else None

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail if fewer tests were quick than there have to be."""
        passed = self._count("passed")
        if passed < FEWEST and session.exitstatus == 0 and self._is_of_everything():
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say what was not looked at."""
        terminalreporter.write_line(
            f"Left out: {self._count(_CATEGORY)} tests, which start a program or set pages. Run them as well before you hand it in."
        )
        if self._is_of_everything() and self._count("passed") < FEWEST:
            terminalreporter.write_line(f"Fewer than {FEWEST} tests passed (tests/quick.py).", red=True)

    def _count(self, category: str) -> int:
        reporter = self._config.pluginmanager.get_plugin("terminalreporter")
        return len(reporter.stats.get(category, ())) if reporter else 0

    def _is_of_everything(self) -> bool:
        option = self._config.option
        is_worker = hasattr(self._config, "workerinput")
        return (
            not is_worker
            and self._config.args_source is pytest.Config.ArgsSource.TESTPATHS
            and not (option.keyword or option.markexpr or option.collectonly)
        )


def leave_out(why: str) -> NoReturn:
    """Leave out the test that is running, or the module that is being imported."""
    raise pytest.skip.Exception(f"{_MARK}{why}", allow_module_level=True)


def refuse_what_is_slow(refuse: Callable[[str], None]) -> None:
    """Have `refuse` called before whatever is slow in this process: a test that has to be left out is left by what it raises."""
    begin = subprocess.Popen.__init__

    def begin_if_allowed(self: Any, args: Any, *more: Any, **options: Any) -> None:
        words = [args] if isinstance(args, str | bytes | os.PathLike) else list(args)
        if Path(os.fsdecode(words[0])).name not in ALLOWED:
            refuse(_STARTS_A_PROGRAM)
        begin(self, args, *more, **options)

    subprocess.Popen.__init__ = begin_if_allowed  # type: ignore[method-assign]
    if hasattr(os, "fork"):
        fork = os.fork

        def fork_if_allowed() -> int:
            refuse(_STARTS_A_PROGRAM)
            return fork()

        os.fork = fork_if_allowed
    sys.meta_path.insert(0, _PageSetting(refuse))


class _PageSetting(MetaPathFinder):
    """Refuses what sets pages when it is imported."""

    def __init__(self, refuse: Callable[[str], None]) -> None:
        self._refuse = refuse

    def find_spec(self, name: str, path: Sequence[str] | None, target: object = None) -> None:
        """Nothing, except for what is refused."""
        if name == "weasyprint":
            self._refuse(_SETS_PAGES)
