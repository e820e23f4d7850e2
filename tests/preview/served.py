"""The real server as a process of its own, and a reader who waits for what it says."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx

from tests.conftest import ROOT

SLUG = "2015-07-21-one"
TODAY = "2026-11-22"
PATIENCE = 120.0
"""Seconds after which something that has not happened never will."""
LONGEST_SILENCE = 3
"""Signs of life of the server, one every 15 seconds, between two states: after a minute it would look by itself."""
_LINE = re.compile(r"http://127\.0\.0\.1:(\d+)/(\S*)\?key=(\S+)")

State = dict[str, Any]


class Served:
    """A server that is running, and the browser that was opened with its address."""

    def __init__(self, process: subprocess.Popen[str], port: int, page: str, key: str) -> None:
        self.process, self.port, self.page, self.key = process, port, page, key
        self.cookie = cookie_for(port, page, key)
        self.client = client_of(port, self.cookie)

    def get(self, path: str, **headers: str) -> httpx.Response:
        """Ask as a page of the server itself would."""
        return self.client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def state(self, slug: str = SLUG) -> State:
        """The state as it is."""
        answer = self.get(f"/r/{slug}/state")
        assert answer.status_code == 200, answer.text
        found: State = answer.json()
        return found

    def reader(self, slug: str = SLUG) -> Reader:
        """Somebody who keeps the page of a response open."""
        return Reader(self.port, self.cookie, slug)


class Reader:
    """Reads the events of a response, one after another; to be used in a `with`."""

    def __init__(self, port: int, cookie: str, slug: str) -> None:
        self._client = client_of(port, cookie)
        self._stream = self._client.stream("GET", f"/r/{slug}/events")
        self.first: State = {}
        """What a test begins with."""

    def __enter__(self) -> Reader:
        self.answer = self._stream.__enter__()
        self._lines = self.answer.iter_lines()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stream.__exit__(kind, error, trace)
        self._client.close()

    def next(self) -> State:
        """The next state that is told."""
        event, silent = "", 0
        for line in self._lines:
            if line.startswith(": ping"):
                silent += 1
                assert silent < LONGEST_SILENCE, "nothing is told any more"
            elif line.startswith("event: "):
                event = line.removeprefix("event: ")
            elif line.startswith("data: "):
                assert event == "state"
                found: State = json.loads(line.removeprefix("data: "))
                return found
        raise AssertionError("the stream has ended")

    def until(self, true_of: Callable[[State], object]) -> State:
        """The first state of which something is true."""
        while not true_of(state := self.next()):
            pass
        return state


def client_of(port: int, cookie: str = "") -> httpx.Client:
    """Somebody who asks the server, with the cookie of the browser or without one."""
    headers = {"cookie": cookie} if cookie else None
    return httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=PATIENCE, trust_env=False)


def cookie_for(port: int, page: str, key: str) -> str:
    """What a browser that opens the printed address is given and sends from then on."""
    with client_of(port) as browser:
        answer = browser.get(f"/{page}?key={key}")
    assert answer.status_code == 303, answer.text
    assert answer.headers["location"] == f"/{page}"
    return answer.headers["set-cookie"].partition(";")[0]


@contextmanager
def serving(folder: Path, environment: dict[str, str], *arguments: str, before: str = "") -> Iterator[Served]:
    """The server of a workspace, from when its address is printed; it has its temporary files where they can be counted."""
    process = begin(folder, environment, *arguments, before=before)
    assert process.stdout
    try:
        line = process.stdout.readline()
        match = _LINE.search(line)
        assert match, line + process.stdout.read()
        served = Served(process, int(match[1]), match[2], match[3])
        with served.client:
            yield served
    finally:
        process.kill()
        process.communicate(timeout=PATIENCE)


def begin(
    folder: Path, environment: dict[str, str], *arguments: str, browser: bool = False, before: str = ""
) -> subprocess.Popen[str]:
    """The command as a process group of its own; `before` is code that comes first."""
    program = ("-c", f"{before}\nfrom pccresponse.__main__ import main\nmain()") if before else ("-m", "pccresponse")
    temporary = folder.parent / f"{folder.name}-tmp"
    temporary.mkdir(exist_ok=True)
    return subprocess.Popen(
        [
            sys.executable,
            *program,
            "preview",
            *([] if browser else ["--no-browser"]),
            *([] if "--port" in arguments else ["--port", "0"]),
            "--today",
            TODAY,
            *arguments,
        ],
        cwd=folder,
        env={
            **environment,
            "PYTHONPATH": str(ROOT / "src"),
            "PYTHONUTF8": "1",
            "TMPDIR": str(temporary),
            "GIT_CONFIG_GLOBAL": os.devnull,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,
        # Where the tests run in the background of a shell, Ctrl-C is ignored, and what they start would ignore it as well.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def document(state: State, name: str = "comments") -> dict[str, Any]:
    """A document of a state."""
    found: dict[str, Any] = next(each for each in state["documents"] if each["name"] == name)
    return found
