"""What the small versions of `./run torture` share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.torture.interrupted import Interruptions
from tests.hostile.torture.scenes import Scenes


@pytest.fixture(scope="package")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> Scenes:
    """The workspaces, each made when it is first asked for."""
    return Scenes(tmp_path_factory.mktemp("hostile").resolve() / "scenes")


@pytest.fixture(scope="package")
def interruptions(scenes: Scenes) -> Interruptions:
    """What the commands do when nothing interrupts them is found out once for all tests."""
    return Interruptions(scenes, scenes.folder.parent / "references")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a case may do as it likes."""
    return tmp_path.resolve()
