"""`bag`, from publishing to proving what was published from the bag alone."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from pccresponse.workspace import Workspace
from tests.conftest import Program
from tests.published import SLUG, WITH_LOGO, publish, workspace_with


def test_what_was_published_is_proved_from_the_bag_alone(program: Program, tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path / "office", SLUG)
    done = program("publish", SLUG, "--on", "2015", cwd=workspace.root)
    assert done.returncode == 0, done.stdout + done.stderr
    office = workspace.responses / "office.yaml"
    published, now = office.read_bytes(), office.read_bytes() + b"# The office has moved since.\n"
    office.write_bytes(now)
    made = program("bag", SLUG, "--output", "../archive", "--today", "2026-11-22", cwd=workspace.root)
    assert made.returncode == 0, made.stderr
    assert made.stdout.startswith("../archive: 1 response, 2 PDFs, ")
    assert made.stderr == f"{SLUG}: office.yaml is in the bag as it was published. It has changed since.\n"
    checked = [sys.executable, "-W", "ignore", "-m", "bagit", "--validate", str(tmp_path / "archive")]
    assert subprocess.run(checked, capture_output=True, check=False).returncode == 0
    copy = Workspace(shutil.copytree(tmp_path / "archive" / "data", tmp_path / "copy"))
    assert copy.office_file(copy.response_file(SLUG)).read_bytes() == published
    shutil.rmtree(workspace.root)
    proved = program("verify", SLUG, cwd=copy.root)
    assert proved.returncode == 0, proved.stdout + proved.stderr
    assert "2 documents: 2 identical to what this office published." in proved.stdout


def test_what_was_never_published_is_refused_with_what_to_do(program: Program, tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path / "office", SLUG, WITH_LOGO)
    done = program("bag", SLUG, WITH_LOGO, "--output", "../archive", cwd=workspace.root)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"pccresponse: Never published: {SLUG}, {WITH_LOGO}.",
        "  An archive keeps what was published. To publish, run: pccresponse publish NAME --on DAY",
    ]
    assert not (tmp_path / "archive").exists()


def test_wrong_use_of_bag_is_a_sentence(program: Program, tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path / "office", SLUG)
    publish(workspace)
    for arguments, says in (
        (("--output", "../archive"), "Say which responses to pack"),
        ((SLUG,), "Missing option '--output'"),
        ((SLUG, "--output", "responses"), "is inside the folders that go into the bag"),
        ((SLUG, "--output", "."), "is not empty"),
        (("no-such", "--output", "../archive"), 'There is no response called "no-such"'),
    ):
        done = program("bag", *arguments, cwd=workspace.root)
        assert done.returncode == 2, arguments
        assert says in " ".join(done.stderr.split())
        assert "Traceback" not in done.stderr
