"""Small workspaces that are made once, by the program itself, and copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import Program
from tests.small_workspaces import small_workspace

SLUG = "2015-07-21-a"
PUBLISHED_ON = ("--on", "2015-09-02")


@pytest.fixture(scope="session")
def released_once(program: Program, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("released")
    small_workspace(folder, [SLUG], summary="Good for children, and for all.")
    done = program("editions", "release", "plain", "--on", "2015-07-01", cwd=folder)
    assert done.stdout == "Released on 1 July 2015: plain, 6 files.\n"
    return folder


@pytest.fixture(scope="session")
def published_once(program: Program, released_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    shutil.copytree(released_once, folder, dirs_exist_ok=True)
    assert program("publish", SLUG, *PUBLISHED_ON, cwd=folder).returncode == 0
    return folder


@pytest.fixture
def released(released_once: Path, tmp_path: Path) -> Path:
    """A workspace with one response without errors, in an edition that is released."""
    return shutil.copytree(released_once, tmp_path, dirs_exist_ok=True)


@pytest.fixture
def published(published_once: Path, tmp_path: Path) -> Path:
    """The same workspace after its response was published."""
    return shutil.copytree(published_once, tmp_path, dirs_exist_ok=True)
