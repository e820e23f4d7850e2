"""Killed at any moment, stopped, out of room, two at once: each document is the old one or the new one, and the next build is right."""

from __future__ import annotations

import errno
import io
import os
import random
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pikepdf
import pytest
from filelock import FileLock

from pccresponse.foundation.writing import LOCK_FILE
from pccresponse.publishing.rebuild_check import BUILT_FILE
from pccresponse.rendering.pdf import validate
from pccresponse.workspace import Workspace
from tests.conftest import ROOT, Program
from tests.small_disks import fill
from tests.small_workspaces import NAMES, build_what_changed, files_in, small_workspace, write_response

pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes are killed the way of Unix")

SLUGS = ("2015-07-21-one", "2015-07-22-two", "2015-07-23-three", "2015-07-24-four")
OLD, NEW = "As it was.", "As it is."
KILLS = 8
LONGEST_LIFE = 1.5
"""Seconds; somewhat more than a build of the four takes, most of which is beginning."""
DEADLINE = 240.0

Pdfs = dict[str, bytes]


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Pdfs]:
    """What whole builds make of the four responses, by what their summaries say."""
    workspace = small_workspace(tmp_path_factory.mktemp("versions") / "w", SLUGS, OLD)
    found = {}
    for summary in (OLD, NEW):
        write_all(workspace, summary)
        build_what_changed(workspace)
        found[summary] = pdfs_in(workspace)
        assert len(found[summary]) == len(SLUGS) * len(NAMES)
    assert all(found[OLD][path] != found[NEW][path] for path in found[OLD])
    for pdf in (found[OLD] | found[NEW]).values():
        assert pikepdf.open(io.BytesIO(pdf)).pages
    assert not validate(found[NEW][f"{SLUGS[0]}/comments.pdf"])
    return found


def write_all(workspace: Workspace, summary: str) -> None:
    for slug in SLUGS:
        write_response(workspace, slug, summary)


def pdfs_in(workspace: Workspace) -> Pdfs:
    return {path: content for path, content in files_in(workspace.build).items() if path.endswith(".pdf")}


def begin(workspace: Workspace, environment: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    """A build as a process group of its own, which keeps its temporary files where they can be counted."""
    temporary = workspace.root / "tmp"
    temporary.mkdir(exist_ok=True)
    return subprocess.Popen(
        [sys.executable, "-m", "pccresponse", "build", *arguments],
        cwd=workspace.root,
        env={**environment, "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1", "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,
        # Where the tests run in the background of a shell, Ctrl-C is ignored, and what they start would ignore it as well.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


@contextmanager
def kept_from_its_end(workspace: Workspace, slug: str = SLUGS[-1]) -> Iterator[None]:
    """A build waits for whoever else writes in the folder of a response: as long as this does, it is in the middle of its work."""
    folder = workspace.build / slug
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / LOCK_FILE):
        yield


def count_new(workspace: Workspace, before: dict[Path, int]) -> int:
    """How many documents are not those that they were."""
    return sum(before.get(path) != made for path, made in moments_of(workspace).items())


def moments_of(workspace: Workspace) -> dict[Path, int]:
    """When each document was made."""
    return {path: path.stat().st_mtime_ns for path in workspace.build.glob("*/*.pdf")}


def until_one_is_new(process: subprocess.Popen[str], workspace: Workspace, before: dict[Path, int]) -> None:
    assert process.stdout
    while not count_new(workspace, before):
        assert process.poll() is None
        select.select([process.stdout], [], [], 0.01)


def kill_at_some_moment(process: subprocess.Popen[str], workspace: Workspace, moment: random.Random) -> None:
    """Half of the time whenever it is, half of the time while a file is being written."""
    before = moments_of(workspace)
    if moment.random() < 0.5:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=moment.uniform(0.2, LONGEST_LIFE))
    else:
        sightings, most = moment.randrange(1, 5), (len(SLUGS) - 1) * len(NAMES)
        while sightings and count_new(workspace, before) < most:
            sightings -= any(workspace.build.glob("*/.*.unfinished"))
            os.sched_yield()
    assert process.poll() is None
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=DEADLINE)
    until_gone(process.pid)


def until_gone(group: int) -> None:
    """Wait until no process of the group is left; the system takes a moment for those that were killed."""
    waited = subprocess.run(
        ["timeout", str(DEADLINE), "bash", "-c", f"while kill -0 -- -{group} 2>/dev/null; do read -rt 0.01 <> <(:) || :; done"],
        check=False,
    )
    assert waited.returncode == 0, "a process was left behind"


def left_behind(workspace: Workspace) -> list[str]:
    """What should not be there after a build: half files and temporary ones."""
    return [*map(str, workspace.build.rglob("*.unfinished")), *map(str, (workspace.root / "tmp").iterdir())]


def assert_old_or_new(workspace: Workspace, versions: dict[str, Pdfs]) -> None:
    found = pdfs_in(workspace)
    assert found.keys() == versions[OLD].keys()
    for path, pdf in found.items():
        assert pdf in (versions[OLD][path], versions[NEW][path]), f"{path} is neither the old one nor the new one"


@pytest.mark.long
def test_killed_at_any_moment_each_document_is_the_old_one_or_the_new_one(
    tmp_path: Path, versions: dict[str, Pdfs], plain_environment: dict[str, str]
) -> None:
    workspace = small_workspace(tmp_path / "w", SLUGS, OLD)
    build_what_changed(workspace)
    moment = random.Random(55)
    for kill in range(1, KILLS + 1):
        summary = (OLD, NEW)[kill % 2]
        write_all(workspace, summary)
        for built in workspace.build.glob(f"*/{BUILT_FILE}"):
            built.unlink()  # there is everything to do, however far the last one came
        with kept_from_its_end(workspace):
            process = begin(workspace, plain_environment, "--jobs", "2")
            kill_at_some_moment(process, workspace, moment)
        assert process.returncode == -signal.SIGKILL
        assert_old_or_new(workspace, versions)
        if kill % 4 == 0 or kill == KILLS:
            done = begin(workspace, plain_environment, "--jobs", "2")
            said, _ = done.communicate(timeout=DEADLINE)
            assert done.returncode == 0, said
            assert pdfs_in(workspace) == versions[summary]
            assert left_behind(workspace) == []
            assert build_what_changed(workspace) == {}


@pytest.mark.parametrize("jobs", [pytest.param("1", marks=pytest.mark.long), "2"])
def test_ctrl_c_stops_everything_at_once_and_leaves_nothing(
    tmp_path: Path, versions: dict[str, Pdfs], plain_environment: dict[str, str], jobs: str
) -> None:
    workspace = small_workspace(tmp_path / "w", SLUGS, OLD)
    build_what_changed(workspace)
    write_all(workspace, NEW)
    before = moments_of(workspace)
    with kept_from_its_end(workspace):
        process = begin(workspace, plain_environment, "--jobs", jobs)
        until_one_is_new(process, workspace, before)
        os.killpg(process.pid, signal.SIGINT)
        said, _ = process.communicate(timeout=DEADLINE)
    assert (process.returncode, said) == (130, "")
    until_gone(process.pid)
    assert_old_or_new(workspace, versions)
    assert left_behind(workspace) == []


def test_a_worker_ends_when_the_build_that_it_works_for_is_gone(
    tmp_path: Path, versions: dict[str, Pdfs], plain_environment: dict[str, str]
) -> None:
    workspace = small_workspace(tmp_path / "w", SLUGS, OLD)
    build_what_changed(workspace)
    write_all(workspace, NEW)
    before = moments_of(workspace)
    with kept_from_its_end(workspace):
        process = begin(workspace, plain_environment, "--jobs", "2")
        until_one_is_new(process, workspace, before)
        process.kill()
        process.communicate(timeout=DEADLINE)
        until_gone(process.pid)
    assert_old_or_new(workspace, versions)


def test_two_builds_at_once_are_as_good_as_one(
    tmp_path: Path, versions: dict[str, Pdfs], plain_environment: dict[str, str]
) -> None:
    workspace = small_workspace(tmp_path / "w", SLUGS, OLD)
    for summary in (OLD, NEW):
        write_all(workspace, summary)
        for process in [begin(workspace, plain_environment, "--jobs", "1") for _ in range(2)]:
            said, _ = process.communicate(timeout=DEADLINE)
            assert process.returncode == 0, said
        assert pdfs_in(workspace) == versions[summary]
        assert left_behind(workspace) == []
        assert build_what_changed(workspace) == {}


def test_a_full_disk_leaves_the_old_documents_whole_and_says_so(
    small_disk: Path, versions: dict[str, Pdfs], program: Program, tmp_path: Path
) -> None:
    workspace = small_workspace(small_disk / "w", SLUGS, OLD)
    build_what_changed(workspace)
    write_all(workspace, NEW)
    ballast = fill(small_disk, leaving=500_000)  # room for two of the three documents of a response
    done = program("build", "--jobs", "2", cwd=workspace.root, TMPDIR=str(tmp_path))
    assert done.returncode == 3, done.stdout + done.stderr
    assert done.stderr.count(os.strerror(errno.ENOSPC)) == len(SLUGS)
    assert "Traceback" not in done.stderr
    assert pdfs_in(workspace) == versions[OLD]
    assert not list(workspace.build.rglob("*.unfinished"))
    ballast.unlink()
    assert program("build", cwd=workspace.root).returncode == 0
    assert pdfs_in(workspace) == versions[NEW]


def test_a_disk_without_any_room_is_a_sentence(small_disk: Path, program: Program, tmp_path: Path) -> None:
    workspace = small_workspace(small_disk / "w", SLUGS[:2], OLD)
    ballast = fill(small_disk, leaving=0)
    done = program("build", cwd=workspace.root, TMPDIR=str(tmp_path))
    assert done.returncode == 3
    assert f"pccresponse: {SLUGS[0]}: " in done.stderr
    assert "Traceback" not in done.stderr
    ballast.unlink()
    assert program("build", cwd=workspace.root).returncode == 0
