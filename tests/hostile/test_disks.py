"""A few of the full disks of `./run torture`: where no file may grow, and where nothing can be printed."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from tests.hostile.torture.interrupted import COMMANDS, Interruptions
from tests.hostile.torture.workspaces import Workspaces

if sys.platform == "win32":
    pytest.skip("the limits of a process are of Unix", allow_module_level=True)
from tests.hostile.torture.disks import Disks

BY_NAME = {command.name: command for command in COMMANDS}


@pytest.mark.parametrize("name", ["approve", "new", "another new", "editions release", "editions new"])
def test_where_no_file_may_grow_nothing_is_half_and_the_next_run_is_right(
    workspaces: Workspaces, interruptions: Interruptions, folder: Path, name: str
) -> None:
    assert not Disks(workspaces, interruptions, folder).try_on(BY_NAME[name], 2, random.Random(3), folder).faults
