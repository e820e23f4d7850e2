"""A few of the hostile repositories of `./run torture`, asked by the command line."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.hostile.torture.git_settings import COMMANDS, SETTINGS, GitSettings
from tests.hostile.torture.workspaces import Workspaces

pytestmark = pytest.mark.skipif(os.name == "nt" or not shutil.which("git"), reason="the programs are scripts of a Unix shell")
BY_NAME = {setting.name: setting for setting in SETTINGS}
BY_WORD = {command[0]: command for command in COMMANDS}


@pytest.mark.parametrize(
    ("setting", "word"),
    [("core.fsmonitor", "history"), ("a filter of its own", "diff"), ("aliases", "history"), ("an include of everything", "diff")],
)
def test_no_program_that_a_repository_names_is_started(workspaces: Workspaces, folder: Path, setting: str, word: str) -> None:
    assert not GitSettings(workspaces).try_with(BY_NAME[setting], BY_WORD[word], folder).faults


def test_git_itself_would_have_started_it(workspaces: Workspaces, folder: Path) -> None:
    settings = GitSettings(workspaces)
    settings.try_with(BY_NAME["core.fsmonitor"], BY_WORD["history"], folder)
    assert not (folder / "started").exists()
    subprocess.run(["git", "status"], cwd=folder / "w", env={"PATH": os.environ["PATH"]}, capture_output=True, check=False)
    assert (folder / "started").exists(), "the guard has to see what starts programs"
