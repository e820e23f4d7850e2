"""However the program is made to end, it says one sentence or nothing, leaves with the usual code, and leaves nothing behind."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

import pytest

from pccresponse.workspace import Workspace
from tests.conftest import ROOT, Program
from tests.publishing.test_interruptions import kept_from_its_end, until_gone
from tests.small_workspaces import files_in, small_workspace

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and pipes are those of Unix")

SLUG, OTHER = "2015-07-21-one", "2015-07-22-other"
PATIENCE = 240
COMMANDS = (
    ("check",),
    ("check", "--format", "json"),
    ("check", "--help"),
    ("build",),
    ("status",),
    ("rules",),
    ("law", "2015-07-21"),
    ("verify",),
    ("--help",),
)
FULL = Path("/dev/full")

AT_AN_IMPORT = """
import os, runpy, signal, sys
number, module = int(sys.argv[1]), sys.argv[2]
sys.argv = ["pccresponse", *sys.argv[3:]]
class Interrupt:
    def find_spec(self, name, path=None, target=None):
        if name == module:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), number)
sys.meta_path.insert(0, Interrupt())
runpy.run_module("pccresponse", run_name="__main__", alter_sys=True)
"""
"""The program, which is sent a signal when it begins to import a module."""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "tmp").mkdir()
    return small_workspace(tmp_path / "w", [SLUG, OTHER])


def environment_for(workspace: Workspace, environment: dict[str, str]) -> dict[str, str]:
    temporary = workspace.root.parent / "tmp"
    return {**environment, "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1", "TMPDIR": str(temporary)}


def nothing_is_left(workspace: Workspace) -> bool:
    return not list((workspace.root.parent / "tmp").iterdir()) and not list(workspace.root.rglob("*.unfinished"))


def program_of(arguments: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", "pccresponse", *arguments]


def ended(program: Program, workspace: Workspace, arguments: Sequence[str], printed: int) -> tuple[int, str]:
    """The exit code of a run that prints to a file that is open, and what it complains of."""
    done = program(*arguments, cwd=workspace.root, printed=printed, TMPDIR=str(workspace.root.parent / "tmp"))
    assert nothing_is_left(workspace)
    return done.returncode, done.stderr


def signalled_at_an_import(
    module: str, number: signal.Signals, workspace: Workspace, environment: dict[str, str], *, at_ctrl_c: signal.Handlers
) -> subprocess.CompletedProcess[str]:
    """A check that is sent a signal when it begins to import a module. `at_ctrl_c` is what its parent left it to do at Ctrl-C."""
    return subprocess.run(
        [sys.executable, "-c", AT_AN_IMPORT, str(int(number)), module, "check"],
        cwd=workspace.root,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=PATIENCE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, at_ctrl_c),
    )


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_full_disk_is_a_sentence(arguments: tuple[str, ...], workspace: Workspace, program: Program) -> None:
    with FULL.open("wb") as full:
        said = "pccresponse: The output cannot be written: No space left on device.\n  Free some space, then try again.\n"
        assert ended(program, workspace, arguments, full.fileno()) == (3, said)


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has a device that is always full")
def test_where_not_even_that_can_be_said_the_exit_code_says_it(workspace: Workspace, plain_environment: dict[str, str]) -> None:
    with FULL.open("wb") as full:
        for arguments in (("check",), ("frobnicate",), ("check", "no-such-response")):
            environment = environment_for(workspace, plain_environment)
            done = subprocess.run(
                program_of(arguments), cwd=workspace.root, env=environment, stdout=full, stderr=full, check=False, timeout=PATIENCE
            )
            assert done.returncode in (2, 3), arguments


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_closed_pipe_is_no_mistake(arguments: tuple[str, ...], workspace: Workspace, program: Program) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        assert ended(program, workspace, arguments, writer) == (141, "")
    finally:
        os.close(writer)


@pytest.mark.parametrize(
    ("module", "number", "code"),
    [
        ("pccresponse.cli", signal.SIGINT, 130),
        ("pccresponse.cli", signal.SIGTERM, 143),
        ("msgspec", signal.SIGINT, 130),
        ("click", signal.SIGINT, 130),
        ("pccresponse.cli.check", signal.SIGINT, 130),
        ("yaml", signal.SIGINT, 130),
        ("yaml", signal.SIGHUP, 129),
        ("pccresponse.rules", signal.SIGTERM, 143),
        ("markdown_it", signal.SIGINT, 130),
    ],
)
def test_told_to_end_while_it_is_still_beginning_it_ends_without_a_word(
    module: str, number: signal.Signals, code: int, workspace: Workspace, plain_environment: dict[str, str]
) -> None:
    environment = environment_for(workspace, plain_environment)
    done = signalled_at_an_import(module, number, workspace, environment, at_ctrl_c=signal.SIG_DFL)
    assert (done.returncode, done.stdout, done.stderr) == (code, "", "")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("arguments", [("build", "--jobs", "2"), ("verify", "--jobs", "2")], ids=["build", "verify"])
def test_told_to_end_in_the_middle_of_its_work_it_leaves_no_process_and_no_file(
    arguments: tuple[str, ...], number: signal.Signals, code: int, workspace: Workspace, plain_environment: dict[str, str]
) -> None:
    environment = environment_for(workspace, plain_environment)
    if arguments[0] == "verify":
        subprocess.run(program_of(["build"]), cwd=workspace.root, env=environment, check=True, capture_output=True)
    before = files_in(workspace.root)
    with kept_from_its_end(workspace, OTHER) if arguments[0] == "build" else nullcontext():
        process = subprocess.Popen(
            program_of(arguments),
            cwd=workspace.root,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        assert process.stdout
        while not list((workspace.root.parent / "tmp").glob("pccresponse-*/fonts-*")):
            assert process.poll() is None
            select.select([process.stdout], [], [], 0.01)
        os.killpg(process.pid, number)
        said, _ = process.communicate(timeout=PATIENCE)
    assert (process.returncode, said) == (code, "")
    until_gone(process.pid)
    assert nothing_is_left(workspace)
    assert {path: content for path, content in files_in(workspace.root).items() if path in before} == before


def test_ctrl_c_that_is_ignored_in_the_background_stays_ignored(workspace: Workspace, plain_environment: dict[str, str]) -> None:
    environment = environment_for(workspace, plain_environment)
    done = signalled_at_an_import("yaml", signal.SIGINT, workspace, environment, at_ctrl_c=signal.SIG_IGN)
    assert done.returncode in (0, 1)
    assert done.stdout
