"""What the tests of the live page in a real browser share: a workspace, the real server, and a Chromium that reaches nothing else."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from tests.conftest import ROOT
from tests.repositories import TestRepository
from tests.small_workspaces import without

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Error, Locator, Page, Request

EXAMPLE = "2024-06-18-peel-2023-25-westshire"
TODAY = "2024-07-10"
"""Day 23 of the example's 56."""
AXE = ROOT / ".venv" / "node" / "node_modules" / "axe-core" / "axe.min.js"


def _found() -> str | None:
    """A Chromium, where there is one and the Node.js through which Playwright speaks to it runs."""
    found = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
    if found is None:
        return None
    from playwright._impl._driver import compute_driver_executable

    node, _ = compute_driver_executable()
    return found if subprocess.run([node, "--version"], capture_output=True, check=False).returncode == 0 else None


CHROMIUM = _found()
WITHOUT_CHROMIUM = "there is no Chromium, or no libatomic for the Node.js of Playwright: ./run test installs Debian's where it may; elsewhere install both"
WITHOUT_AXE = "axe-core is not installed: it comes with ./run test where npm is there"
WIDE, NARROW = 1280, 320
_LONGEST = 60_000
"""Milliseconds that an expectation waits: the machine may be busy, and what is expected comes in a fraction of that."""
_FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
_VIOLATIONS = "addEventListener('securitypolicyviolation', (event) => (window.violations ??= []).push(event.violatedDirective))"

EXAMINED = """async () => {
    // To look for a rule about turned screens, axe would copy the style sheets of a shadow root into the page, which its policy refuses.
    const { violations, passes } = await axe.run(document, { resultTypes: ["violations"], preload: false });
    const words = ({ html, any }) => `${html.slice(0, 200)} ${any.map(({ message }) => message)}`;
    return {
        faults: violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${words(node)}`)),
        passed: passes.map(({ id }) => id),
        nodes: document.querySelectorAll("*").length + (document.querySelector("#live-text")?.shadowRoot.querySelectorAll("*").length ?? 0),
        ground: getComputedStyle(document.body).backgroundColor,
    };
}"""


def drafts(folder: Path, *names: str) -> TestRepository:
    """A repository whose workspace has the example once for each name, one commit in; it is shorter, and not out yet."""
    for name in names:
        copy = folder / "responses" / f"2024-06-18-{name}"
        shutil.copytree(ROOT / "responses" / EXAMPLE, copy)
        file = copy / "response.yaml"
        text = file.read_text(encoding="utf-8")
        gone = ("  areas_for_improvement", "  positive_findings", "publication", "submission", "panel_report")
        file.write_text(without(text, *gone), encoding="utf-8")
    repository = TestRepository(folder)
    repository.commit("Start", "2024-07-01")
    return repository


class Address(NamedTuple):
    """Of a server, and what opens it."""

    server: str
    key: str

    @property
    def port(self) -> int:
        return int(self.server.rpartition(":")[2])


@contextmanager
def preview(
    folder: Path, environment: dict[str, str], *, port: int = 0, today: str = TODAY
) -> Iterator[tuple[Address, subprocess.Popen[str]]]:
    """The real program, serving the workspace in a folder: its address and its process, which is ended with Ctrl-C if it is there."""
    command = [sys.executable, "-m", "pccresponse", "preview", "--port", str(port), "--no-browser", "--today", today]
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**environment, "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdout is not None
    try:
        said = process.stdout.readline()
        found = re.search(r"(http://127\.0\.0\.1:\d+/\S*)\?(key=\S+)", said)
        assert found, said
        yield Address(found[1].rstrip("/"), found[2]), process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        _, complaints = process.communicate(timeout=120)
        assert complaints == ""


@contextmanager
def chromium(*, fonts: Path | None = None, scale: float = 1) -> Iterator[Page]:
    """A window of the browser, with a profile of its own that is thrown away. A second window would cost a second.

    `fonts` are settings of Fontconfig to use instead of the system's; `scale` is how many dots make a pixel of the page.
    """
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=_LONGEST)
    with sync_playwright() as playwright:
        # A test that set a page in this process left it with the fonts of an edition alone; a browser needs those of the system.
        environment: dict[str, str | float | bool] = {
            name: value for name, value in os.environ.items() if not name.startswith("FONTCONFIG")
        }
        if fonts is not None:
            environment["FONTCONFIG_FILE"] = str(fonts)
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=list(_FLAGS),
            env=environment,
            chromium_sandbox=hasattr(os, "geteuid") and os.geteuid() != 0,
        )
        context = browser.new_context(
            reduced_motion="reduce", permissions=["clipboard-read", "clipboard-write"], device_scale_factor=scale
        )
        context.set_default_timeout(_LONGEST)
        context.add_init_script(_VIOLATIONS)
        yield context.new_page()
        browser.close()


def take_key(page: Page, address: Address) -> None:
    """Get the cookie for the key. The redirect is not followed: Playwright may close the very connection that it follows it on."""
    assert page.context.request.get(f"{address.server}/?{address.key}", max_redirects=0).status == 303


class Reader:
    """Somebody at the live page of one response, with its file open in an editor beside it."""

    def __init__(self, page: Page, address: Address, folder: Path, slug: str, *, width: int = WIDE, scheme: str = "light") -> None:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(media="screen", color_scheme="dark" if scheme == "dark" else "light")
        self.page, self.address, self.slug, self._key = page, address.server, slug, address.key
        self.folder = folder / "responses" / slug
        self.file = self.folder / "response.yaml"
        self.requests: list[str] = []
        self.referrers: list[str] = []
        self.complaints: list[str] = []
        page.on("request", self._hear_request)
        page.on("console", self._hear_console)
        page.on("pageerror", self._hear_error)

    def open(self, choice: str = "") -> Reader:
        """Open the page, as the terminal's address does, and wait until it has the text of a document."""
        self.page.goto(f"{self.address}/r/{self.slug}?{self._key}{choice}")
        self.text.locator("h1").wait_for(state="attached")
        return self

    def take_the_key_of(self, again: Address) -> None:
        """Open the address of a server that was started anew in another tab of the same browser, which shares its cookies."""
        take_key(self.page, again)

    @property
    def text(self) -> Locator:
        """The flowing text."""
        return self.page.locator("div#live-text")

    @property
    def said(self) -> Locator:
        """The line that is read aloud."""
        return self.page.get_by_role("status")

    def save(self, was: str, now: str, *, file: str = "response.yaml") -> None:
        """Put other words into a file, as an editor does that writes a new file and renames it."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(was) >= 1, was
        waiting = path.with_name(f".{path.name}.swp")
        waiting.write_text(text.replace(was, now, 1), encoding="utf-8")
        waiting.replace(path)

    def line_of(self, words: str) -> int:
        """The line of the response's file that has these words, counted from 1."""
        return self.file.read_text(encoding="utf-8").split(words)[0].count("\n") + 1

    @property
    def counts(self) -> str:
        """How many problems there are, as the head of the page says."""
        return self.page.locator("#live-glance-problems").inner_text()

    def top_of(self, place: Locator) -> float:
        """How far below the top of the window something is, in pixels."""
        box = place.bounding_box()
        assert box is not None
        return box["y"]

    def examined(self) -> Any:
        """What axe says, with every rule but one about turned screens, those of best practice included."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        return self.page.evaluate(EXAMINED)

    def leave(self, *, complaints: bool = False) -> None:
        """Leave the page. It may have asked nobody but its own server, broken no rule of its policy and complained of nothing."""
        violations = self.page.evaluate("window.violations ?? []")
        self.page.goto("about:blank")
        self.page.remove_listener("request", self._hear_request)
        self.page.remove_listener("console", self._hear_console)
        self.page.remove_listener("pageerror", self._hear_error)
        asked = [request for request in self.requests if request != "about:blank"]
        assert len(asked) >= 10, "the guard has to see the page's own requests"
        assert {urlsplit(request)[:2] for request in asked} == {urlsplit(self.address)[:2]}
        assert self.referrers == [], self.referrers
        assert violations == [], violations
        assert complaints or self.complaints == [], self.complaints

    def _hear_request(self, request: Request) -> None:
        self.requests.append(request.url)
        if said := request.headers.get("referer"):
            self.referrers.append(said)

    def _hear_console(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self.complaints.append(said.text)

    def _hear_error(self, error: Error) -> None:
        self.complaints.append(str(error))
