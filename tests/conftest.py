"""What every test may ask for."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from tests.forked import CAN_FORK, Forks
from tests.quick import QuickLane

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from pccresponse.pipeline.checking import Checked
    from tests.warm_workers import WarmWorkers

ROOT = Path(__file__).parents[1]

settings.register_profile("thorough", deadline=None)
settings.register_profile("repeatable", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("quick", settings.get_profile("thorough"), max_examples=20)
settings.load_profile("repeatable" if os.environ.get("CI") else "thorough")

Program = Callable[..., "subprocess.CompletedProcess[str]"]
_OURS = {"PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"}
_LONGEST = 300.0
"""Seconds for a run of the program."""
LONGEST_FILES = (
    "tests/preview/test_in_chromium.py",
    "tests/preview/test_in_chromium_for_everybody.py",
    "tests/preview/test_in_chromium_signing.py",
    "tests/test_examples.py",
    "tests/cli/test_hostile_editions.py",
    "tests/pages/test_layout.py",
    "tests/publishing/test_interruptions.py",
    "tests/publishing/test_rebuild_check.py",
    "tests/test_docs.py",
    "tests/hostile/test_tabs.py",
    "tests/cli/test_publish_and_verify.py",
    "tests/cli/test_new.py",
)
"""They begin first, so that no process ends with one of them while the others have nothing left to do."""
_DECIDES_AT_THE_START = re.compile(r"PYTHON|LC_|LANG|TZ|LD_|MALLOC|FONTCONFIG")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--quick", action="store_true", help="leave out what starts a program or sets pages (tests/quick.py)")
    parser.addoption("--long", action="store_true", help="run the tests marked as long too")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One more process than there are cores: many tests wait for a browser, for an end that was asked for, or for a limit of time.

    The quick ones wait for nothing.
    """
    return (os.cpu_count() or 1) + (not config.getoption("quick"))


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: left out by --quick, which cannot see by itself that this takes long")
    config.addinivalue_line(
        "markers", "long: run only with --long, because it takes many seconds and another test tries a part of it"
    )
    if config.getoption("quick"):
        settings.load_profile("quick")
        config.pluginmanager.register(QuickLane(config))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("long"):
        left_out = [item for item in items if item.get_closest_marker("long")]
        items[:] = [item for item in items if not item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=left_out)
    places = {name: place for place, name in enumerate(LONGEST_FILES)}
    items.sort(key=lambda item: places.get(item.location[0], len(places)))


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def plain_environment() -> dict[str, str]:
    """The environment without what changes Python's ways or the program's look."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "PCCRESPONSE", "NO_COLOR", "FONTCONFIG"))
    }


@pytest.fixture(scope="session")
def started_program(plain_environment: dict[str, str]) -> Program:
    """Starts `pccresponse` anew, for tests of how it begins: `started_program("law", "2015-07-21", cwd=folder, LANG="C")`."""

    def run(*arguments: str, cwd: Path, printed: int = subprocess.PIPE, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "pccresponse", *arguments],
            cwd=cwd,
            env={**plain_environment, **_OURS, **environment},
            stdout=printed,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
            timeout=_LONGEST,
        )

    return run


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A small file system of its own."""
    from tests.small_disks import disk_at

    with disk_at(tmp_path / "disk") as folder:
        yield folder


@pytest.fixture(scope="session", autouse=True)
def workers(plain_environment: dict[str, str], pytestconfig: pytest.Config) -> Iterator[WarmWorkers | None]:
    """Has the workers of this process begin warm (tests/warm_workers.py), except where all that is slow is left out."""
    if not CAN_FORK or pytestconfig.getoption("quick"):
        yield None
        return
    from tests.warm_workers import WarmWorker, WarmWorkers, use

    waiting = WarmWorkers({**plain_environment, **_OURS})
    use(lambda: WarmWorker(waiting.descriptor))
    yield waiting
    waiting.close()


@pytest.fixture
def cold_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Has them begin as those of the program do."""
    from pccresponse.foundation import limited_process
    from tests.warm_workers import COLD

    monkeypatch.setattr(limited_process, "_started", COLD)


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The responses that were checked for their status, one after another."""
    from pccresponse.pipeline.checking import check
    from pccresponse.workflow import status_cache

    found: list[str] = []

    def checking(file: Path, *arguments: Any, **more: Any) -> Checked:
        found.append(file.parent.name)
        return check(file, *arguments, **more)

    monkeypatch.setattr(status_cache, "check", checking)
    return found


@pytest.fixture(scope="session")
def program(plain_environment: dict[str, str], started_program: Program, workers: WarmWorkers | None) -> Iterator[Program]:
    """Runs `pccresponse` as a process of its own: `program("law", "2015-07-21", cwd=folder, COLUMNS="40")`.

    What it prints goes to the open file `printed` where one is named. Root may have another user of the machine run it, `user`.

    The process is forked off one that is warm, and so are its workers, unless the environment decides how Python and its libraries begin.
    """
    if workers is None:
        yield started_program
        return
    responses = [
        ROOT / "responses" / slug for slug in ("2015-07-21-child-protection-review", "2022-11-08-national-thematic-eastmarch")
    ]
    path = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    forks = Forks(responses, {**plain_environment, **_OURS, "PYTHONPATH": path}, workers=workers.descriptor)

    def run(
        *arguments: str, cwd: Path, printed: int | None = None, user: int | None = None, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        if any(_DECIDES_AT_THE_START.match(name) for name in environment):
            return started_program(*arguments, cwd=cwd, printed=subprocess.PIPE if printed is None else printed, **environment)
        return forks.run(arguments, cwd, {**plain_environment, **_OURS, **environment}, _LONGEST, to=printed, user=user)

    yield run
    forks.close()


@pytest.fixture(scope="module")
def window() -> Iterator[Page]:
    """A window of a real Chromium, for a module of tests that ask for one."""
    from tests.preview.chromium import chromium

    with chromium() as opened:
        yield opened
