"""What `pytest --quick` leaves out and `pytest --long` adds, shown with tests of which each does one thing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.conftest import ROOT

TESTS = """
import os, subprocess, sys, threading
from concurrent.futures import ThreadPoolExecutor
import pytest
from tests.small_workspaces import small_workspace

LOOKED = subprocess.run([sys.executable, "-c", ""]).returncode  # a look at the machine, while nothing is tested

def start(): subprocess.run([sys.executable, "-c", ""], check=True)
def in_thread():
    thread = threading.Thread(target=start)
    thread.start()
    thread.join()

@pytest.fixture(scope="module")
def started(): start()
@pytest.fixture
def window(): raise AssertionError

def test_quick_thinks(): assert LOOKED == 0
def test_quick_asks_git(tmp_path): subprocess.run(["git", "--version"], check=True, capture_output=True)
def test_slow_has_a_command_although_it_is_quick(program, tmp_path): assert program("law", "2015-07-21", cwd=tmp_path).returncode == 0
def test_slow_sets_pages(): import weasyprint
def test_slow_starts_a_program(): start()
def test_slow_catches_what_goes_wrong():
    try: start()
    except Exception: pass
def test_slow_starts_it_in_a_fixture(started): pass
def test_slow_starts_it_in_a_thread(): in_thread()
def test_slow_starts_it_in_a_pool(): ThreadPoolExecutor().submit(start).result()
def test_slow_forks():
    if os.fork() == 0: os._exit(0)
def test_slow_has_a_slow_command(program, tmp_path):
    small_workspace(tmp_path, ["2015-07-21-a"])
    assert program("build", cwd=tmp_path).returncode == 0
def test_slow_opens_a_browser(window): pass
@pytest.mark.slow
def test_slow_says_so(): pass
@pytest.mark.long
def test_long_says_so(): pass
def test_false(): assert False
"""


def outcomes(folder: Path, environment: dict[str, str], *arguments: str) -> dict[str, str]:
    """What came of each test, by its name."""
    file, told = folder / "test_each.py", folder / "told.xml"
    file.write_text(TESTS, encoding="utf-8")
    ours = ("-p", "tests.conftest", "-c", str(ROOT / "pyproject.toml"), "-p", "no:cacheprovider", f"--junitxml={told}")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *ours, *arguments, str(file)],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1, "one of them is false"
    found = {case.attrib["name"]: case[0].tag if len(case) else "passed" for case in ElementTree.parse(told).iter("testcase")}
    long_ones = 0 if "--long" in arguments else TESTS.count("def test_long_")
    assert len(found) == TESTS.count("def test_") - long_ones, done.stdout + done.stderr
    return found


@pytest.mark.parametrize("processes", ["0", "1"])
def test_whatever_is_slow_is_left_out_whichever_way_it_begins_and_all_else_is_run(
    tmp_path: Path, plain_environment: dict[str, str], processes: str
) -> None:
    found = outcomes(tmp_path, plain_environment, "--quick", "-n", processes)
    expected = {"test_quick": "passed", "test_slow": "skipped", "test_false": "failure"}
    assert {name: outcome for name, outcome in found.items() if outcome != expected["_".join(name.split("_")[:2])]} == {}


def test_with_the_other_option_nothing_is_left_out(tmp_path: Path, plain_environment: dict[str, str]) -> None:
    found = outcomes(tmp_path, plain_environment, "--long")
    assert found["test_long_says_so"] == "passed"
    assert set(found.values()) == {"passed", "failure", "error"}
