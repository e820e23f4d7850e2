"""What is kept of where responses stand: never a wrong answer, never an error, and nothing worked out twice for nothing."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from pccresponse.pipeline.checking import Checked, check
from pccresponse.workflow import status_cache
from pccresponse.workflow.status import ResponseStatus, status_with_record
from pccresponse.workflow.status_cache import CACHE_FILE, StatusCache
from pccresponse.workspace import RESPONSE_FILE, Workspace
from tests.conftest import ROOT, Program
from tests.small_workspaces import small_workspace, write_response

ONE, TWO = "2015-07-21-one", "2015-07-22-two"
DAY = date(2015, 9, 1)
STRANGER = 54321
"""A user who has no name on this machine."""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return small_workspace(tmp_path / "w", [ONE, TWO])


@pytest.fixture
def all_old(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that were just written count as old, so that their states are believed."""
    monkeypatch.setattr(status_cache, "_YOUNG", -(1 << 62))


def files_of(workspace: Workspace) -> list[Path]:
    return [workspace.response_file(slug) for slug in workspace.slugs()]


def asked(workspace: Workspace, today: date = DAY) -> tuple[ResponseStatus, ...]:
    """What another process would say."""
    return StatusCache(workspace).statuses(files_of(workspace), today=today)


def afresh(workspace: Workspace, today: date = DAY) -> tuple[ResponseStatus, ...]:
    """What is found without anything kept."""
    return tuple(
        status_with_record(check(file, workspace, today=today), file.parent, within=workspace.root, today=today)
        for file in files_of(workspace)
    )


def kept_in(workspace: Workspace) -> Path:
    return workspace.build / CACHE_FILE


@pytest.mark.parametrize("young", [True, False])
def test_the_next_process_works_nothing_out_again(
    young: bool, workspace: Workspace, looked_at: list[str], request: pytest.FixtureRequest
) -> None:
    if not young:
        request.getfixturevalue("all_old")
    first = asked(workspace)
    assert looked_at == [ONE, TWO]
    assert asked(workspace) == first == afresh(workspace)
    assert looked_at == [ONE, TWO]
    assert [path.name for path in workspace.build.iterdir()] == [CACHE_FILE]


@pytest.mark.slow
def test_the_examples_stand_where_they_stand_on_every_day(tmp_path: Path, looked_at: list[str]) -> None:
    workspace = Workspace(tmp_path / "w")
    shutil.copytree(ROOT / "responses", workspace.responses)
    days = sorted({date(2015, 8, 1), date(2026, 11, 22)} | {date(2024, 6, 17) + timedelta(days=each) for each in (55, 56)})
    reused = 0
    for day in days:
        expected = afresh(workspace, day)
        looked_at.clear()
        assert asked(workspace, day) == expected, day
        reused += len(expected) - len(looked_at)
    assert len(files_of(workspace)) > 1
    assert 0 < reused < len(days) * len(expected), "some answers hold for many days, and some do not"


@pytest.mark.parametrize(
    "name",
    [
        f"responses/{TWO}/response.yaml", f"responses/{TWO}/office.yaml", f"responses/{TWO}/record.json", "responses/office.yaml",
        "templates/plain/comments.html.j2", "templates/plain/edition.yaml", "templates/plain/fonts/coverage.txt",
    ],
)  # fmt: skip
def test_what_has_a_part_in_it_has_it_worked_out_again(
    name: str, all_old: None, workspace: Workspace, looked_at: list[str]
) -> None:
    asked(workspace)
    looked_at.clear()
    path = workspace.root / name
    before = path.read_bytes() if path.exists() else (workspace.responses / "office.yaml").read_bytes()
    path.write_bytes(before + b"\n# more\n")
    assert asked(workspace) == afresh(workspace)
    assert TWO in looked_at
    if path.name != RESPONSE_FILE:
        looked_at.clear()
        path.unlink()
        asked(workspace)
        assert TWO in looked_at


@pytest.mark.parametrize("name", [f"responses/{TWO}/notes.txt", "responses/.office.yaml.swp", f"build/{TWO}/comments.pdf"])
def test_what_has_none_does_not(name: str, workspace: Workspace, looked_at: list[str]) -> None:
    asked(workspace)
    path = workspace.root / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"something")
    asked(workspace)
    assert looked_at == [ONE, TWO]


def test_a_logo_is_one_of_the_files(workspace: Workspace, looked_at: list[str]) -> None:
    shutil.copy(ROOT / "responses/2024-06-18-peel-2023-25-westshire/logo.png", workspace.responses / "mark.png")
    with (workspace.responses / "office.yaml").open("a") as office:
        office.write("logo: {file: mark.png, alternative_text: A mark}\n")
    asked(workspace)
    asked(workspace)
    assert looked_at == [ONE, TWO]
    (workspace.responses / "mark.png").write_bytes(b"no picture")
    assert asked(workspace) == afresh(workspace)
    assert {each.errors for each in asked(workspace)} == {1}


def test_files_that_were_only_touched_are_read_and_found_the_same(
    all_old: None, workspace: Workspace, looked_at: list[str]
) -> None:
    asked(workspace)
    for file in files_of(workspace):
        file.touch()
    asked(workspace)
    assert looked_at == [ONE, TWO]


def test_a_file_written_twice_in_one_tick_is_not_believed_by_its_state(workspace: Workspace, looked_at: list[str]) -> None:
    """The second content is as long as the first, and the state is made the same as well as anybody can."""
    file = write_response(workspace, ONE, "First.")
    state = file.stat()
    asked(workspace)
    with file.open("r+b") as same_file:
        content = same_file.read().replace(b"First.", b"Other.")
        same_file.seek(0)
        same_file.write(content)
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
    looked_at.clear()
    assert asked(workspace) == afresh(workspace)
    assert looked_at == [ONE]


def test_another_program_believes_nothing(workspace: Workspace, looked_at: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    asked(workspace)
    monkeypatch.setattr(status_cache, "_program", lambda: "another")
    asked(workspace)
    assert looked_at == [ONE, TWO, ONE, TWO]


def test_a_response_that_went_is_forgotten_and_an_interruption_keeps_what_was_done(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(file: Path, *arguments: Any, **more: Any) -> Checked:
        if file.parent.name == TWO:
            raise KeyboardInterrupt
        return check(file, *arguments, **more)

    with monkeypatch.context() as changed:
        changed.setattr(status_cache, "check", interrupted)
        with pytest.raises(KeyboardInterrupt):
            asked(workspace)
    assert names_kept(workspace) == [ONE]
    asked(workspace)
    assert names_kept(workspace) == [ONE, TWO]
    shutil.rmtree(workspace.responses / ONE)
    asked(workspace)
    assert names_kept(workspace) == [TWO]


def names_kept(workspace: Workspace) -> list[str]:
    with sqlite3.connect(kept_in(workspace)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM kept ORDER BY name")]


def _changed_row(file: Path) -> None:
    """A sound database whose rows say something else."""
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE kept SET content = replace(content, '\"draft\"', '\"published\"')")


def _of_another_version(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("ALTER TABLE kept RENAME TO older")
        connection.execute("PRAGMA user_version = 99")


def _with_another_table(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("DROP TABLE kept")
        connection.execute("CREATE VIEW kept AS SELECT 'x' AS name, 1 AS content, 2 AS checksum")


def _half(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def _scrambled(file: Path) -> None:
    content = bytearray(file.read_bytes())
    for place in range(120, len(content), 97):
        content[place] ^= 0x55
    file.write_bytes(content)


def _a_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def _a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _a_link(file: Path) -> None:
    elsewhere = file.parents[1] / "elsewhere"
    file.rename(elsewhere)
    _changed_row(elsewhere)
    file.symlink_to(elsewhere)


def _open_to_all(file: Path) -> None:
    _changed_row(file)
    file.chmod(0o666)


DAMAGES: list[Callable[[Path], object]] = [
    lambda file: file.write_bytes(b""), lambda file: file.write_bytes(b"no database" * 500), _half, _scrambled, _changed_row,
    _of_another_version, _with_another_table, _a_pipe, _a_folder, _a_link, _open_to_all,
]  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes and no rights of this kind")
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_file_that_is_not_sound_is_as_good_as_none(damage: Callable[[Path], object], workspace: Workspace) -> None:
    expected = asked(workspace)
    damage(kept_in(workspace))
    assert asked(workspace) == expected
    assert asked(workspace) == expected


@pytest.mark.parametrize("damage", DAMAGES[:7])
def test_what_is_ours_is_made_anew(damage: Callable[[Path], object], workspace: Workspace, looked_at: list[str]) -> None:
    expected = asked(workspace)
    damage(kept_in(workspace))
    asked(workspace)
    looked_at.clear()
    assert asked(workspace) == expected
    assert looked_at == []


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can give a file to another user")
def test_the_file_of_another_person_is_neither_believed_nor_touched(workspace: Workspace) -> None:
    expected = asked(workspace)
    _changed_row(kept_in(workspace))
    os.chown(kept_in(workspace), STRANGER, STRANGER)
    before = kept_in(workspace).read_bytes()
    assert asked(workspace) == expected
    assert kept_in(workspace).read_bytes() == before


@pytest.fixture
def locked(workspace: Workspace) -> Iterator[None]:
    asked(workspace)
    connection = sqlite3.connect(kept_in(workspace), isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    yield
    connection.close()


def test_a_file_that_another_process_holds_is_done_without(
    locked: None, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pccresponse.workflow.cache_file._LONGEST_WAIT", 0.0)
    assert asked(workspace) == afresh(workspace)


def test_a_build_folder_that_leads_out_of_the_workspace_gets_no_file(workspace: Workspace, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    workspace.build.symlink_to(elsewhere)
    assert asked(workspace) == afresh(workspace)
    assert list(elsewhere.iterdir()) == []


def test_four_processes_at_once_say_the_same(workspace: Workspace, plain_environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "pccresponse", "status", "--today", DAY.isoformat(), "--format", "json"]
    environment = {**plain_environment, "PYTHONPATH": str(ROOT / "src")}
    running = [subprocess.Popen(command, cwd=workspace.root, env=environment, stdout=subprocess.PIPE) for _ in range(4)]
    said = [process.communicate(timeout=300)[0] for process in running]
    assert len(set(said)) == 1
    assert b'"draft"' in said[0]
    assert names_kept(workspace) == [ONE, TWO]


def test_status_counts_what_check_finds(workspace: Workspace, program: Program) -> None:
    file = workspace.response_file(ONE)
    file.write_text(file.read_text().replace("summary: Nothing much.", "summary: '[^1]: Nothing that anybody can read'"))
    found = program("check", ONE, "--format", "json", "--today", DAY.isoformat(), cwd=workspace.root).stdout
    assert '"NO-WORDS"' in found or '"LOST-WORDS"' in found
    for _ in range(2):
        (standing,) = (each for each in asked(workspace) if each.slug == ONE)
        assert standing.errors == found.count('"severity": "error"') > 0


def test_every_library_that_a_row_depends_on_is_one_of_the_programs() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    names = {re.match(r"[A-Za-z0-9-]+", each)[0].casefold() for each in declared}  # type: ignore[index]
    assert len(status_cache._READERS) >= 6
    assert {name.casefold() for name in status_cache._READERS} <= names
