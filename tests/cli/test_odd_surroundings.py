"""No home, no temporary folder, a language or a time zone that there is none of, no width, no folder to be in: it works, or says why."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from pccresponse.workflow.status_cache import CACHE_FILE
from pccresponse.workspace import Workspace
from tests.conftest import ROOT
from tests.small_workspaces import small_workspace

ONE = "2015-07-21-one"
NEW = ("new", "--force", "kent", "--title", "A report", "--published-on", "2024-06-18")
ODD: dict[str, dict[str, str]] = {
    "nothing set at all": {},
    "a home that is none": {"HOME": "/dev/null/home", "XDG_CACHE_HOME": "/dev/null/cache"},
    "a home that nobody can write to": {"HOME": "/proc"},
    "a temporary folder that is not there": {"TMPDIR": "/not/there", "TEMP": "/not/there", "TMP": "/not/there"},
    "plain ASCII": {"LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"},
    "a language that is none": {"LANG": "xx_YY", "LC_ALL": "no such thing"},
    "a time zone that is none": {"TZ": "Nowhere/At all"},
    "a time zone of another day": {"TZ": "XXX-23:59"},
    "a terminal of one column": {"COLUMNS": "1"},
    "a terminal of no column": {"COLUMNS": "0"},
    "a terminal whose width is a word": {"COLUMNS": "wide"},
}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return small_workspace(tmp_path / "w", [ONE])


def run(
    *arguments: str, cwd: Path, umask: int = -1, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """The program with this environment and nothing else in it."""
    return subprocess.run(
        [sys.executable, "-m", "pccresponse", *arguments],
        cwd=cwd, umask=umask, env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), **(environment or {})},
        stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", errors="replace", check=False, timeout=300,
    )  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="Windows has other variables")
@pytest.mark.parametrize("odd", ODD)
def test_it_works_in_odd_surroundings(odd: str, workspace: Workspace) -> None:
    assert len(ODD) > 10
    done = run("status", "--today", "2015-09-01", cwd=workspace.root, environment=ODD[odd])
    assert done.stderr == ""
    assert done.returncode == 0
    assert "planned for 2 September 2015." in " ".join(done.stdout.split())
    if odd.startswith(("nothing", "a temporary")):
        built = run("build", cwd=workspace.root, environment=ODD[odd])
        assert built.returncode == 0, built.stdout + built.stderr
        assert (workspace.build / ONE / "comments.pdf").is_file()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a folder that somebody is in")
def test_a_folder_that_went_is_named_as_the_reason(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    asked = 0
    for arguments in (
        ("check",),
        ("status",),
        ("build",),
        ("publish", ONE, "--on", "2015"),
        NEW,
        ("history", ONE),
        ("verify", ONE),
    ):
        gone.mkdir()
        command = 'cd "$1" && rmdir "$1" && shift && exec "$@"'
        done = run_shell(command, str(gone), *arguments)
        assert done.returncode == 3, (arguments, done.stderr)
        assert "The folder that you are in no longer exists." in done.stderr
        assert "Traceback" not in done.stderr
        asked += 1
    assert asked == 7


def run_shell(command: str, folder: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-c", command, "sh", folder, sys.executable, "-m", "pccresponse", *arguments],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src")},
        stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False, timeout=300,
    )  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="Windows has no umask")
def test_what_a_careful_person_writes_is_as_private_as_they_want_and_documents_can_be_read(workspace: Workspace) -> None:
    new = run(*NEW, cwd=workspace.root, umask=0o077)
    assert new.returncode == 0, new.stderr
    draft = workspace.responses / "2024-06-18-a-report" / "response.yaml"
    built, status = (run(name, ONE, "--today", "2015-09-01", cwd=workspace.root, umask=0o077) for name in ("build", "status"))
    assert (built.returncode, status.returncode) == (0, 0)
    modes = [
        stat.S_IMODE(path.stat().st_mode) for path in (draft, workspace.build / ONE / "comments.pdf", workspace.build / CACHE_FILE)
    ]
    assert modes == [0o600, 0o644, 0o600]
