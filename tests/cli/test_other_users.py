"""Folders and files that belong to somebody else, and files that are none: a sentence, an exit code, no waiting, no traceback.

A second user of the machine is a real one here: the commands are run under another number, which has no name.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from pccresponse.workspace import Workspace
from tests.conftest import ROOT, Program
from tests.forked import CAN_FORK
from tests.published import publish
from tests.small_workspaces import build_what_changed, small_workspace

pytestmark = pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can be another user")

SLUG = "2015-07-21-a"
STRANGER = 54321
APPROVE = ("approve", SLUG, "--role", "Mayor", "--name", "A Person", "--on", "2015-09-01")
NEW = ("new", "--force", "kent", "--title", "A", "--published-on", "2024-06-18")
PUBLISH = ("publish", SLUG, "--on", "2015")
LONGEST = 120


@functools.cache
def python_of_all() -> tuple[str, str]:
    """A Python that the second user may run, and where it finds the libraries; the tests are skipped where there is none."""
    packages = sysconfig.get_path("purelib")
    short = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for python in (sys.executable, f"/usr/bin/{short}", f"/usr/local/bin/{short}"):
        environment = {"PYTHONPATH": f"{ROOT / 'src'}:{packages}"}
        try:
            tried = subprocess.run(
                [python, "-c", "import click, msgspec, yaml, jinja2, filelock, pccresponse"],
                env=environment, user=STRANGER, group=STRANGER, extra_groups=[], cwd="/", capture_output=True, check=False,
            )  # fmt: skip
        except OSError:
            continue
        if tried.returncode == 0:
            return python, environment["PYTHONPATH"]
    pytest.skip("a second user may run no Python of this version here, or may not read the program")


@pytest.fixture(scope="module")
def published(program: Program, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one response that was published and built."""
    made = small_workspace(tmp_path_factory.mktemp("other-users") / "published", [SLUG])
    assert program("editions", "release", "plain", "--on", "2015-07-01", cwd=made.root).returncode == 0
    publish(made, SLUG)
    build_what_changed(made)
    return made.root


@pytest.fixture
def shared(published: Path) -> Iterator[Workspace]:
    """A copy that belongs to the second user, in a place that all may enter; pytest keeps its own folders to one user."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        copy = Path(folder, "w")
        shutil.copytree(published, copy)
        give(copy, STRANGER)
        yield Workspace(copy)


def give(path: Path, owner: int) -> None:
    """Make somebody the owner of a file, or of a folder and everything in it."""
    for each in (path, *path.rglob("*")):
        os.chown(each, owner, owner, follow_symlinks=False)


def as_stranger(program: Program, workspace: Workspace, *arguments: str) -> subprocess.CompletedProcess[str]:
    python, packages = python_of_all()
    if CAN_FORK and python == sys.executable:
        return program(*arguments, cwd=workspace.root, user=STRANGER)
    return subprocess.run(
        [python, "-m", "pccresponse", *arguments],
        cwd=workspace.root,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": packages, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
        user=STRANGER, group=STRANGER, extra_groups=[],
        stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False, timeout=LONGEST,
    )  # fmt: skip


def response(workspace: Workspace) -> Path:
    return workspace.responses / SLUG


def built(workspace: Workspace) -> Path:
    return workspace.build / SLUG


def hidden(path: Path) -> None:
    """Root's, and nobody else may read it or look into it."""
    os.chown(path, 0, 0)
    path.chmod(0o700 if path.is_dir() else 0o600)


def pipe(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    os.chown(path, STRANGER, STRANGER)


def sticky(workspace: Workspace) -> None:
    """All may write into the folders, and touch only what is their own; and there is something to build."""
    give(workspace.build, 0)
    for folder in (workspace.build, built(workspace)):
        folder.chmod(0o1777)
    file = response(workspace) / "response.yaml"
    file.write_text(file.read_text() + "# edited\n")


Walk = tuple[str, Callable[[Workspace], object], tuple[tuple[tuple[str, ...], int, str], ...]]

WALKS: tuple[Walk, ...] = (
    ("a folder that may be read only", lambda w: give(w.root, 0), (
        (("check",), 0, ""), (("status",), 0, ""), (("build", "--final"), 3, "Permission denied"), (PUBLISH, 3, "Permission denied"),
        (APPROVE, 3, "Permission denied"), (NEW, 3, "Permission denied"), (("history", SLUG), 0, ""),
        (("bag", SLUG, "--output", "bag"), 3, "Permission denied"), (("editions", "new", "ours", "--like", "2026"), 3, "Permission denied"),
    )),
    ("a build folder of another", lambda w: give(w.build, 0), (
        (("status",), 0, ""), (("build", "--final"), 3, "Permission denied"), (APPROVE, 3, "Permission denied"),
    )),
    ("a sticky folder with the files of another", sticky, (
        (("status",), 0, ""), (("build",), 3, "Permission denied"),
    )),
    ("a .built.json of another", lambda w: hidden(built(w) / ".built.json"), ((("build",), 0, "1 built"),)),
    ("a lock of another", lambda w: hidden(built(w) / ".lock"), ((APPROVE, 3, "Permission denied"),)),
    ("a response that only its owner reads", lambda w: hidden(response(w) / "response.yaml"), (
        (("check",), 1, "no permission to read it"), (("status",), 1, "no permission to read it"), (APPROVE, 1, "cannot be read"),
    )),
    ("a folder of a response that only its owner enters", lambda w: hidden(response(w)), (
        (("check",), 1, "no permission to read it"), (("status",), 1, "no permission to read it"), (("build",), 1, "no permission"),
    )),
    ("responses that only their owner enters", lambda w: hidden(w.responses), (
        (("check",), 3, "responses cannot be read: Permission denied"), (NEW, 3, "Permission denied"),
    )),
    ("a record that only its owner reads", lambda w: hidden(response(w) / "record.json"), (
        (("status",), 1, "no permission to read it"), (PUBLISH, 1, "no permission to read it"), (("history", SLUG), 1, "no permission"),
    )),
    ("an office that only its owner reads", lambda w: hidden(w.responses / "office.yaml"), (
        (("check",), 1, "no permission to read it"), (NEW, 2, "no permission to read it"),
    )),
    ("a pipe for .built.json", lambda w: pipe(built(w) / ".built.json"), ((("build",), 0, "1 built"), (("status",), 0, ""))),
    ("a pipe for record.json", lambda w: pipe(response(w) / "record.json"), (
        (("status",), 1, "is a pipe or a device"), (PUBLISH, 1, "is a pipe or a device"), (("history", SLUG), 1, "is a pipe"),
    )),
    ("a pipe for office.yaml", lambda w: pipe(w.responses / "office.yaml"), (
        (("check",), 1, "is a pipe or a device"), (("build",), 1, "is a pipe or a device"), (NEW, 2, "is a pipe or a device"),
    )),
    ("a pipe for response.yaml", lambda w: pipe(response(w) / "response.yaml"), (
        (("check",), 1, "is a pipe or a device"), (("status",), 1, "is a pipe or a device"),
    )),
    ("a pipe for the register", lambda w: pipe(w.root / "published.sha256"), ((PUBLISH, 1, "is a pipe or a device"),)),
)  # fmt: skip


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk[0])
def test_what_belongs_to_another_or_is_no_file_is_a_sentence(walk: Walk, shared: Workspace, program: Program) -> None:
    _, make, commands = walk
    make(shared)
    for arguments, code, says in commands:
        done = as_stranger(program, shared, *arguments)
        said = done.stdout + done.stderr
        assert "Traceback" not in said, said
        assert done.returncode == code, (arguments, said)
        assert says in " ".join(said.split()), (arguments, said)


def test_enough_was_tried() -> None:
    assert len(WALKS) >= 15
    assert sum(len(commands) for _, _, commands in WALKS) >= 35
    assert {arguments[0] for _, _, commands in WALKS for arguments, _, _ in commands} >= {
        "check", "status", "build", "publish", "approve", "new", "history", "bag",
    }  # fmt: skip
