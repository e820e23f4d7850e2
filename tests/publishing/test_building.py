"""Many responses in worker processes: in their order, and each failing alone."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from pccresponse.publishing.building import BuildSettings, build_all
from tests.conftest import ROOT
from tests.small_workspaces import NAMES, Nobody, files_in, outcomes_of, settings_for, small_workspace, write_response

SLUGS = tuple(f"2015-07-2{number}-{name}" for number, name in enumerate(("one", "two", "three", "four", "five", "six")))

CHANGED = """
import os, sys
sys.path.append({folder!r})
import changed
from pccresponse.publishing import building
building._build = changed.build
building._BEFORE_A_NEW_ONE = 2
print("process", os.getpid())
from pccresponse.cli import main
main()
"""
"""A program whose workers build in another way, by the module `changed` in a folder."""

WITH_A_FAULT = """
import os, signal
from pccresponse.publishing.building import building
def build(file, settings):
    steps = building(file, settings)
    if file.parent.name == {slug!r}:
        {fault}
    return (yield from steps)
"""

SAYS_WHO_BUILDS = """
import os
from pccresponse.publishing.building import BuildOutcome
def build(file, settings):
    return BuildOutcome(slug="x", refusal=f"process {os.getpid()}")
"""


@pytest.mark.parametrize("jobs", [1, 3])
def test_outcomes_come_in_the_order_of_the_responses(tmp_path: Path, jobs: int) -> None:
    workspace = small_workspace(tmp_path / "w", SLUGS)
    write_response(workspace, SLUGS[1], "[not, text]")
    outcomes = outcomes_of(workspace, jobs=jobs)
    assert [outcome.slug for outcome in outcomes] == sorted(SLUGS)
    assert [outcome.slug for outcome in outcomes if not outcome.written] == [SLUGS[1]]
    assert "cannot be read" in next(outcome.refusal for outcome in outcomes if outcome.slug == SLUGS[1])


def test_workers_make_what_one_process_makes(tmp_path: Path) -> None:
    alone, together = (small_workspace(tmp_path / name, SLUGS[:3]) for name in ("alone", "together"))
    outcomes_of(alone, jobs=1)
    outcomes_of(together, jobs=2)
    made = {path: content for path, content in files_in(alone.build).items() if path.endswith(".pdf")}
    assert len(made) == 3 * len(NAMES)
    assert {path: content for path, content in files_in(together.build).items() if path.endswith(".pdf")} == made


def test_a_worker_builds_so_many_and_no_more(tmp_path: Path, plain_environment: dict[str, str]) -> None:
    workspace = small_workspace(tmp_path / "w", SLUGS)
    done = run(SAYS_WHO_BUILDS, "--jobs", "1", folder=workspace.root, environment=plain_environment)
    parent, *workers = re.findall(r"process (\d+)", done.stdout)
    assert len(workers) == len(SLUGS), done.stderr
    assert len(set(workers)) == 3
    assert parent not in workers


@pytest.mark.usefixtures("cold_workers")
def test_where_the_system_gives_no_process_it_is_said_of_each_response(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = small_workspace(tmp_path / "w", SLUGS[:2])
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
    reasons = [outcome.failure[0] for outcome in outcomes_of(workspace, jobs=2) if outcome.failure]
    assert (
        reasons
        == [
            "It could not be started, because the system has no room for another process: No such file or directory.",
        ]
        * 2
    )


class Watching(Nobody):
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.making_now: list[tuple[str, ...]] = []
        self.count = 0

    def making(self, slugs: object) -> None:
        assert isinstance(slugs, Sequence)
        self.making_now.append(tuple(slugs))

    def done(self) -> None:
        self.count += 1


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_onlooker_is_told_what_is_being_made_and_how_much_is_done(tmp_path: Path, jobs: int) -> None:
    workspace = small_workspace(tmp_path / "w", SLUGS[:4])
    watching = Watching()
    settings: BuildSettings = settings_for(workspace)
    files = [workspace.response_file(slug) for slug in workspace.slugs()]
    assert len(list(build_all(files, settings, watching, jobs=jobs))) == 4
    assert watching.count == 4
    assert {slug for slugs in watching.making_now for slug in slugs} <= set(SLUGS)
    assert any(watching.making_now)


def run(code: str, *arguments: str, folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Build everything with a program that was changed."""
    (folder / "changed.py").write_text(code, "utf-8")
    return subprocess.run(
        [sys.executable, "-c", CHANGED.format(folder=str(folder)), "build", *arguments],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


@pytest.mark.parametrize(
    ("fault", "code", "says"),
    [
        (
            "yield next(steps); os.kill(os.getpid(), signal.SIGKILL)",
            3,
            f"{SLUGS[1]}: {NAMES[2]} cannot be made with the edition plain: it needs more memory than the computer has, or stops",
        ),
        pytest.param(
            "os._exit(7)",
            3,
            f"{SLUGS[1]}: {NAMES[0]} cannot be made with the edition plain: it needs more memory than the computer has, or stops",
            marks=pytest.mark.long,
        ),
        ("raise ZeroDivisionError('ours')", 1, "ZeroDivisionError: ours"),
    ],
    ids=["killed", "exits", "mistake"],
)
def test_a_worker_that_fails_takes_one_response_with_it(
    tmp_path: Path, plain_environment: dict[str, str], fault: str, code: int, says: str
) -> None:
    slugs = SLUGS[:3]
    workspace = small_workspace(tmp_path / "w", slugs)
    code_with_it = WITH_A_FAULT.format(slug=SLUGS[1], fault=fault)
    done = run(code_with_it, "--jobs", "2", folder=workspace.root, environment=plain_environment)
    assert done.returncode == code, done.stderr
    assert says in done.stderr
    assert ("Traceback" in done.stderr) == (code == 1)
    assert "2 of 3 built, 1 failed" in done.stdout
    assert sorted(path.name for path in workspace.build.iterdir() if list(path.glob("*.pdf"))) == sorted({*slugs} - {SLUGS[1]})
    outcomes_of(workspace, jobs=1)
    assert not list(workspace.build.rglob("*.unfinished"))


def test_what_ends_a_thread_of_a_build_ends_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = small_workspace(tmp_path / "w", SLUGS[:1])

    def exits(*_: object, **__: object) -> None:
        raise SystemExit("from the thread")

    monkeypatch.setattr("pccresponse.publishing.building.Worker.steps", exits)
    with pytest.raises(SystemExit, match="from the thread"):
        outcomes_of(workspace, jobs=1)
