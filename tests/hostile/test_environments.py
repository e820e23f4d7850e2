"""A few of the odd surroundings of `./run torture`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.hostile.torture.environments import COMMANDS, ODD, Environments
from tests.hostile.torture.workspaces import Workspaces

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the surroundings are those of Unix")
BY_NAME = {odd.name: odd for odd in ODD}
BY_WORD = {command[0]: (state, command) for state, command in reversed(COMMANDS)}


@pytest.mark.parametrize(
    ("surroundings", "word"),
    [
        ("no variables at all", "status"),
        ("LANG=C", "check"),
        ("ASCII", "law"),
        ("COLUMNS=1", "status"),
        ("all channels closed", "approve"),
        ("stdin closed", "check"),
        ("the folder is gone", "check"),
        ("the folder is gone", "--help"),
        ("64 open files", "check"),
        ("umask 777", "new"),
    ],
)
def test_odd_surroundings_are_no_reason_for_a_traceback(workspaces: Workspaces, folder: Path, surroundings: str, word: str) -> None:
    state, command = BY_WORD[word]
    assert not Environments(workspaces).try_in(BY_NAME[surroundings], state, command, folder).faults


def test_a_folder_that_is_gone_is_a_sentence(workspaces: Workspaces, folder: Path) -> None:
    state, command = BY_WORD["check"]
    Environments(workspaces).try_in(BY_NAME["the folder is gone"], state, command, folder)
    assert "The folder that you are in no longer exists." in (folder / "said.txt").read_text(encoding="utf-8")
