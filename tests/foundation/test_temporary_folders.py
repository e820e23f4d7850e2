"""Temporary folders go with the program, or with the next one; never while somebody works in them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import ROOT

PATIENCE = 240

KEEPS_ONE = """
import sys
from pathlib import Path
from pccresponse.foundation import temporary_folders
with temporary_folders.folder_beside(Path(sys.argv[1])) as beside:
    (beside / "half").mkdir()
    (temporary_folders.lasting_folder("x") / "file").write_text("in use")
    print("ready", flush=True)
    sys.stdin.read()
"""
MAKES_MANY = """
import sys
from pathlib import Path
from pccresponse.foundation import temporary_folders
print("ready", flush=True)
sys.stdin.readline()
for _ in range(60):
    with temporary_folders.folder_beside(Path(sys.argv[1])) as folder:
        (folder / "a").write_text("a")
        assert (folder / "a").read_text() == "a"
        assert (folder / ".lock").exists()
"""


@pytest.fixture
def environment(tmp_path: Path, plain_environment: dict[str, str]) -> dict[str, str]:
    (tmp_path / "tmp").mkdir()
    return {**plain_environment, "PYTHONPATH": str(ROOT / "src"), "TMPDIR": str(tmp_path / "tmp")}


@contextmanager
def running(code: str, place: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", code, str(place)],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        yield process


def temporary(place: Path) -> list[Path]:
    return sorted([*place.parent.glob(".pccresponse-*"), *(place.parent / "tmp").glob("pccresponse-*")])


def test_they_go_with_the_program(tmp_path: Path, environment: dict[str, str]) -> None:
    place = tmp_path / "place"
    with running(KEEPS_ONE, place, environment) as process:
        assert len(temporary(place)) == 2
        assert all((folder.stat().st_mode & 0o077) == 0 for folder in temporary(place))
        process.communicate("", timeout=PATIENCE)
    assert process.returncode == 0
    assert temporary(place) == []


@pytest.mark.skipif(os.name == "nt", reason="the process is killed the way of Unix")
def test_those_of_a_killed_program_go_with_the_next_and_those_in_use_stay(tmp_path: Path, environment: dict[str, str]) -> None:
    place = tmp_path / "place"
    with running(KEEPS_ONE, place, environment) as alive:
        kept = temporary(place)
        with running(KEEPS_ONE, place, environment) as killed:
            left = [folder for folder in temporary(place) if folder not in kept]
            assert len(left) == 2
            killed.send_signal(signal.SIGKILL)
            killed.communicate(timeout=PATIENCE)
        assert all(folder.is_dir() for folder in left)
        with running(KEEPS_ONE, place, environment) as following:
            assert not any(folder.exists() for folder in left)
            assert set(kept) < set(temporary(place))
            following.communicate("", timeout=PATIENCE)
        assert temporary(place) == kept
        assert [path.read_text() for folder in kept for path in folder.glob("x-*/file")] == ["in use"]
        alive.communicate("", timeout=PATIENCE)
    assert temporary(place) == []


def test_what_is_not_locked_and_not_empty_is_nobodys_to_remove(tmp_path: Path, environment: dict[str, str]) -> None:
    place = tmp_path / "place"
    strange, new = tmp_path / "tmp" / "pccresponse-strange", tmp_path / "tmp" / "pccresponse-new"
    for folder in (strange, new):
        folder.mkdir()
    (strange / "file").write_text("somebody's")
    with running(KEEPS_ONE, place, environment) as process:
        process.communicate("", timeout=PATIENCE)
    assert (strange / "file").read_text() == "somebody's"
    assert not new.exists()


def test_several_programs_at_once_never_take_each_others_folders(tmp_path: Path, environment: dict[str, str]) -> None:
    place = tmp_path / "place"
    with (
        running(MAKES_MANY, place, environment) as one,
        running(MAKES_MANY, place, environment) as two,
        running(MAKES_MANY, place, environment) as three,
    ):
        for process in (one, two, three):
            assert process.stdin
            process.stdin.write("\n")
            process.stdin.flush()
        for process in (one, two, three):
            _, said = process.communicate(timeout=PATIENCE)
            assert (process.returncode, said) == (0, "")
    assert temporary(place) == []
