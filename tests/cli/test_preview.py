"""`pccresponse preview`: what it refuses, and the one line that it says. What it serves is tested in tests/preview."""

from __future__ import annotations

import os
import re
import signal
import socket
from pathlib import Path

import pytest

from pccresponse.preview.serving import ADDRESS, USUAL_PORT, address_of, listening_socket
from tests.conftest import Program
from tests.preview.served import PATIENCE, SLUG, begin, cookie_for
from tests.small_workspaces import small_workspace


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_workspace(tmp_path / "w", [SLUG]).root


def test_a_port_that_is_taken_is_a_sentence(folder: Path, program: Program) -> None:
    with socket.create_server((ADDRESS, 0)) as taken:
        port = taken.getsockname()[1]
        done = program("preview", "--no-browser", "--port", str(port), cwd=folder)
    assert done.returncode == 3
    assert done.stdout == ""
    assert done.stderr == (
        f"pccresponse: The page cannot use port {port}: another program uses it.\n  Choose another, or leave out --port.\n"
    )


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_what_is_no_port_is_wrong_use(port: str, folder: Path, program: Program) -> None:
    assert program("preview", "--no-browser", "--port", port, cwd=folder).returncode == 2


def test_a_response_that_is_not_there_is_wrong_use(folder: Path, program: Program) -> None:
    done = program("preview", "nothing-of-the-kind", "--no-browser", cwd=folder)
    assert done.returncode == 2
    assert 'There is no response called "nothing-of-the-kind".' in done.stderr
    assert SLUG in done.stderr


def test_a_response_of_another_workspace_is_wrong_use(folder: Path, program: Program, tmp_path: Path) -> None:
    other = small_workspace(tmp_path / "other", ["2015-07-22-other"]).response_file("2015-07-22-other")
    done = program("preview", str(other), "--no-browser", cwd=folder)
    assert done.returncode == 2
    assert "is not a response of this workspace." in done.stderr


def test_outside_a_workspace_it_cannot_run(tmp_path: Path, program: Program) -> None:
    assert program("preview", "--no-browser", cwd=tmp_path).returncode == 3


@pytest.mark.parametrize(
    ("arguments", "page"), [((), ""), ((SLUG,), f"r/{SLUG}"), ((f"responses/{SLUG}",), f"r/{SLUG}"), ((f"responses/{SLUG}/response.yaml",), f"r/{SLUG}")]
)  # fmt: skip
def test_it_says_one_line_with_the_address(
    arguments: tuple[str, ...], page: str, folder: Path, plain_environment: dict[str, str]
) -> None:
    process = begin(folder, plain_environment, *arguments)
    assert process.stdout
    line = process.stdout.readline()
    os.kill(process.pid, signal.SIGINT)
    rest, _ = process.communicate(timeout=PATIENCE)
    start, _, address = line.partition("http://127.0.0.1:")
    assert start == "The page is at "
    assert re.fullmatch(rf"\d+/{page}\?key=[\w-]{{43,}} until you press Ctrl-C\.\n", address)
    assert (rest, process.returncode) == ("", 0)


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="here nobody sees what others' programs are started with")
def test_the_browser_is_opened_at_the_page_unless_nobody_wants_it_and_nobody_else_can_see_the_key(
    folder: Path, plain_environment: dict[str, str], tmp_path: Path
) -> None:
    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\ntr "\\0" "\\n" </proc/$$/cmdline >{opened}.part && mv {opened}.part {opened}\n')
    browser.chmod(0o755)
    build = folder / "build"
    build.mkdir()
    with socket.create_server((ADDRESS, 0)) as free:
        port = free.getsockname()[1]
    left = build / f"preview-{port}.html"
    left.write_text("by a preview that was killed")
    environment = {**plain_environment, "BROWSER": f"{browser} %s"}
    process = begin(folder, environment, SLUG, "--port", str(port), browser=True)
    assert process.stdout
    address = process.stdout.readline().removeprefix("The page is at ").partition(" ")[0]
    key = address.partition("?key=")[2]
    while not opened.exists():
        os.sched_yield()
    with_what = opened.read_text()
    assert with_what.splitlines()[-1] == left.as_uri()
    assert key not in with_what
    assert key not in Path(f"/proc/{process.pid}/cmdline").read_text()
    assert f'<meta http-equiv="refresh" content="0; url={address}">' in left.read_text()
    assert left.stat().st_mode & 0o777 == 0o600
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=PATIENCE)
    assert list(build.iterdir()) == []


def test_where_no_browser_can_be_opened_it_is_said_and_the_page_is_there(
    folder: Path, plain_environment: dict[str, str], tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (folder / "build").symlink_to(elsewhere, target_is_directory=True)
    process = begin(folder, {**plain_environment, "BROWSER": "false %s"}, SLUG, browser=True)
    assert process.stdout
    found = re.search(r":(\d+)/(\S+)\?key=(\S+)", process.stdout.readline())
    assert found
    said = process.stdout.readline()
    assert re.fullmatch(
        r"The browser was not opened, because build/preview-\d+\.html cannot be written: build is a link to elsewhere\. Open the address yourself\.\n", said
    )  # fmt: skip
    assert cookie_for(int(found[1]), found[2], found[3])
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=PATIENCE)
    assert list(elsewhere.iterdir()) == []


def test_without_a_port_it_is_the_usual_one_or_the_next_that_is_free() -> None:
    with listening_socket(None) as one, listening_socket(None) as two:
        ports = [each.getsockname()[1] for each in (one, two)]
        assert ports[0] != ports[1]
        assert all(USUAL_PORT <= port < USUAL_PORT + 20 for port in ports)
        assert address_of(one, "k", SLUG) == f"http://127.0.0.1:{ports[0]}/r/{SLUG}?key=k"
