"""What the small versions of `./run torture` share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.torture.interrupted import Interruptions
from tests.hostile.torture.workspaces import Workspaces


@pytest.fixture(scope="package")
def workspaces(tmp_path_factory: pytest.TempPathFactory) -> Workspaces:
    """The workspaces, each made when it is first asked for."""
    return Workspaces(tmp_path_factory.mktemp("hostile").resolve() / "workspaces")


@pytest.fixture(scope="package")
def interruptions(workspaces: Workspaces) -> Interruptions:
    """What the commands do when nothing interrupts them is found out once for all tests."""
    return Interruptions(workspaces, workspaces.folder.parent / "references")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a case may do as it likes."""
    return tmp_path.resolve()
