"""`build` as somebody at a keyboard meets it: what it does, what it leaves, and why."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pccresponse.workspace import Workspace
from tests.conftest import ROOT, Program
from tests.small_workspaces import NAMES, small_workspace, write_response

ONE, TWO, THREE = "2015-07-21-one", "2015-07-22-two", "2015-07-23-three"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return small_workspace(tmp_path / "w", (ONE, TWO, THREE))


def with_an_error(workspace: Workspace, slug: str) -> None:
    path = workspace.responses / slug / "response.yaml"
    path.write_text(path.read_text().replace("chief_officer_comments: none received\n", ""))


def lines_of(done: subprocess.CompletedProcess[str]) -> list[str]:
    """What was printed, without the problems."""
    return [line for line in done.stdout.splitlines() if not line.startswith((" ", "responses/"))]


def test_it_builds_what_changed_and_says_how_much_that_was(program: Program, workspace: Workspace) -> None:
    first = program("build", cwd=workspace.root)
    assert first.returncode == 0, first.stderr
    assert lines_of(first)[:3] == [f"build/{ONE}/{name}  (draft)" for name in ("comments.pdf", NAMES[2], NAMES[1])]
    assert re.fullmatch(r"3 of 3 built: \d+ warnings, \d+ pieces of advice\.", lines_of(first)[-1])
    again = program("build", cwd=workspace.root)
    assert (again.returncode, again.stdout, again.stderr) == (0, "3 of 3 up to date.\n", "")
    write_response(workspace, TWO, "More.")
    some = program("build", cwd=workspace.root)
    assert [line.split("/")[1] for line in lines_of(some)[:-1]] == [TWO, TWO, TWO]
    assert lines_of(some)[-1].startswith("1 of 3 built, 2 up to date: ")


def test_it_explains_itself(program: Program, workspace: Workspace) -> None:
    assert f"{ONE}: never built here." in program("build", "--explain", ONE, cwd=workspace.root).stdout
    write_response(workspace, ONE, "More.")
    (workspace.build / ONE / "comments.pdf").unlink()
    said = lines_of(program("build", "--explain", cwd=workspace.root))
    assert f"{ONE}: response.yaml changed; comments.pdf is missing." in said
    assert f"{TWO}: never built here." in said
    assert lines_of(program("build", "--explain", cwd=workspace.root))[:3] == [
        f"{slug}: nothing changed." for slug in (ONE, TWO, THREE)
    ]


def test_a_problem_that_several_have_is_said_once(program: Program, workspace: Workspace) -> None:
    office = workspace.responses / "office.yaml"
    office.write_text(office.read_text().replace("address: |\n  1 High Street\n  Barnsley\n", ""))
    assert program("build", "--jobs", "2", cwd=workspace.root).stdout.count("OFFICE-ADDRESS") == 1


def test_a_draft_with_errors_keeps_the_exit_code_at_1_and_is_named_each_time(program: Program, workspace: Workspace) -> None:
    with_an_error(workspace, TWO)
    assert program("build", cwd=workspace.root).returncode == 1
    again = program("build", cwd=workspace.root)
    assert again.returncode == 1
    assert again.stdout.splitlines() == [
        f"{TWO}: up to date, with 1 error. To see them, run: pccresponse check {TWO}",
        "3 of 3 up to date.",
    ]
    assert program("build", ONE, cwd=workspace.root).returncode == 0


def test_what_cannot_be_built_is_tried_again_and_hides_nothing(program: Program, workspace: Workspace) -> None:
    (workspace.responses / ONE / "response.yaml").write_text("report: [\n")
    with_an_error(workspace, TWO)
    for summary in ("1 of 3 built, 2 failed: ", "0 of 3 built, 1 up to date, 2 failed: "):
        done = program("build", "--final", cwd=workspace.root)
        assert done.returncode == 1
        assert f"{ONE}: not built, because its files cannot be read." in done.stdout
        assert f"{TWO}: no final documents, because there are errors." in done.stdout
        assert lines_of(done)[-1].startswith(summary)
    assert sorted(path.name for path in workspace.build.iterdir()) == [THREE]


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_what_is_in_the_way_of_one_is_a_sentence_and_hides_nothing(program: Program, workspace: Workspace, tmp_path: Path) -> None:
    workspace.build.mkdir()
    (workspace.build / ONE).write_text("a file")
    (tmp_path / "outside").mkdir()
    (workspace.build / TWO).symlink_to(tmp_path / "outside")
    done = program("build", cwd=workspace.root)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert f"pccresponse: {ONE}: Nothing can be written to " in done.stderr
    assert f"pccresponse: {TWO}: {workspace.build / TWO} is a link" in done.stderr
    assert "1 of 3 built, 2 failed" in done.stdout
    assert list((tmp_path / "outside").iterdir()) == []


def test_a_response_named_twice_is_built_once(program: Program, workspace: Workspace) -> None:
    done = program("build", ONE, f"responses/{ONE}/response.yaml", f"responses/{ONE}", cwd=workspace.root)
    assert "1 of 1 built" in done.stdout


@pytest.mark.parametrize("jobs", ["0", "-1", "many"])
def test_a_number_of_jobs_that_is_none_is_wrong_use(program: Program, workspace: Workspace, jobs: str) -> None:
    assert program("build", "--jobs", jobs, cwd=workspace.root).returncode == 2


@pytest.mark.skipif(os.name == "nt", reason="a pseudo-terminal is a thing of Unix")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_on_a_terminal_a_bar_says_how_far_it_is_and_the_result_stays_clean(
    workspace: Workspace, plain_environment: dict[str, str], jobs: str
) -> None:
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "pccresponse", "build", "--jobs", jobs],
        cwd=workspace.root,
        env={**plain_environment, "PYTHONPATH": str(ROOT / "src"), "TERM": "xterm", "COLUMNS": "120"},
        stdout=subprocess.PIPE,
        stderr=theirs,
        stdin=subprocess.DEVNULL,
        encoding="utf-8",
    )
    os.close(theirs)
    heard = b""
    while piece := read(ours):
        heard += piece
    os.close(ours)
    assert process.stdout
    said = process.stdout.read()
    process.stdout.close()
    assert process.wait() == 0
    assert "\x1b" not in said
    assert said.count("(draft)") == 9
    bar = heard.decode()
    assert {"0/3", "1/3", "2/3"} <= set(re.findall(r"\d/3", bar))
    assert re.search(r"\d:\d\d:\d\d", bar)
    assert ONE in bar


def read(terminal: int) -> bytes:
    """What is written next; nothing once nobody is left to write."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""


def test_a_folder_that_was_deleted_is_built_again(program: Program, workspace: Workspace) -> None:
    program("build", cwd=workspace.root)
    shutil.rmtree(workspace.build / TWO)
    done = program("build", "--explain", cwd=workspace.root)
    assert f"{TWO}: never built here." in done.stdout
    assert "1 of 3 built, 2 up to date" in done.stdout
