"""A few of the races of `./run torture`."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.hostile.torture.races import RACES, Races
from tests.hostile.torture.workspaces import Workspaces

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the processes wait for one another at pipes of Unix")
BY_NAME = {race.name: race for race in RACES}


@pytest.mark.parametrize("name", ["approve + approve", "new + new", pytest.param("new + another new", marks=pytest.mark.long)])
def test_two_at_once_come_to_what_one_after_another_would_have_made(workspaces: Workspaces, folder: Path, name: str) -> None:
    result = Races(workspaces, folder / "ends").run(BY_NAME[name], random.Random(55), folder / "race")
    assert not result.faults
