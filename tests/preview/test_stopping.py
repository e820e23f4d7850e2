"""It ends at once when it is asked to, whatever it is at, and leaves neither a process nor a file behind."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from pccresponse.workspace import Workspace
from tests.preview.served import PATIENCE, SLUG, Served, document, serving
from tests.publishing.test_interruptions import until_gone
from tests.small_workspaces import small_workspace, write_response

pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes are told to stop the way of Unix")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return small_workspace(tmp_path / "w", [SLUG])


def files_of(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def said_at_the_end(served: Served) -> str:
    said, _ = served.process.communicate(timeout=PATIENCE)
    return said


@pytest.mark.parametrize("signalled", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_with_pages_open_and_leaves_nothing(
    signalled: signal.Signals, workspace: Workspace, plain_environment: dict[str, str]
) -> None:
    before = files_of(workspace.root)
    with serving(workspace.root, plain_environment, SLUG) as served, served.reader() as one, served.reader() as two:
        pages = document(one.until(lambda state: document(state)["pages"]))["pages"]
        assert served.get(pages["urls"][0]).status_code == 200  # now there are all of its processes
        two.next()
        os.killpg(served.process.pid, signalled)  # as a terminal does, to the workers too
        assert said_at_the_end(served) == ""
        assert served.process.returncode == 0
        until_gone(served.process.pid)
    assert files_of(workspace.root) == before
    assert files_of(workspace.root.parent / "w-tmp") == set()


def test_it_stops_in_the_middle_of_making_pages(workspace: Workspace, plain_environment: dict[str, str]) -> None:
    with serving(workspace.root, plain_environment) as served, served.reader() as reader:
        reader.until(lambda state: document(state)["pages_state"] == "fresh")
        write_response(workspace, SLUG, "A text that takes long. " * 2_000)
        reader.until(lambda state: document(state)["pages_state"] == "working")
        served.process.send_signal(signal.SIGINT)
        assert said_at_the_end(served) == ""
        assert served.process.returncode == 0
        until_gone(served.process.pid)
    assert files_of(workspace.root.parent / "w-tmp") == set()


def test_its_processes_end_when_it_is_killed(workspace: Workspace, plain_environment: dict[str, str]) -> None:
    with serving(workspace.root, plain_environment) as served, served.reader() as reader:
        pages = document(reader.until(lambda state: document(state)["pages"]))["pages"]
        assert served.get(pages["urls"][0]).status_code == 200
        write_response(workspace, SLUG, "A text that takes long. " * 2_000)
        reader.until(lambda state: document(state)["pages_state"] == "working")
        served.process.kill()
        assert said_at_the_end(served) == ""
        until_gone(served.process.pid)


def test_it_can_be_started_again_on_the_port_that_it_had(workspace: Workspace, plain_environment: dict[str, str]) -> None:
    with serving(workspace.root, plain_environment) as served, served.reader() as reader:
        reader.next()
        served.process.send_signal(signal.SIGINT)
        assert said_at_the_end(served) == ""
        port = served.port
    with serving(workspace.root, plain_environment, "--port", str(port)) as again:
        assert again.port == port
        assert again.state()["slug"] == SLUG
