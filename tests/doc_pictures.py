"""Takes the pictures in the documentation from the real program: `python -m tests.doc_pictures`. A test says when that has to be done."""

from __future__ import annotations

import html
import io
import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2
from PIL import Image, PngImagePlugin

from tests.conftest import ROOT
from tests.preview.chromium import EXAMPLE, Address, Reader, chromium, preview
from tests.repositories import TestRepository

if TYPE_CHECKING:
    from playwright.sync_api import Page

IMAGES = ROOT / "docs" / "images"
LARGEST = 250_000
"""Bytes in a picture."""
_COLOURS = 96
_SHARPER = 1.25
_CONTROLS = "#live-side [role=tab], .toolbar label, .glance, .back, #live-side h2, #live-side label, #live-side button, th, caption"
_DIGEST = re.compile(r"\b[0-9a-f]{8}\b")
"""A version: it changes with every template, and nobody reads it in a picture."""
_PATIENCE = 120_000
"""Milliseconds for each step."""
_DAY = "2024-08-05"
_LINES = 33
_MISTAKES = (
    ("published_on: 2024-08-06", "published_on: 2024-08-13"),
    ("assessment of threat", "assessment of danger"),
    ("due_on: 2024-09-18", "due_on: 2024-10-18"),
)
"""Three of those that tutorial/first-hour.md has its readers try."""
_TERMINAL = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; width: max-content; background: #14171a; color: #e9ecee }}
pre {{ margin: 0; padding: 20px 24px; font: 15px/1.4 monospace }}
b {{ color: #fff }} .c31 {{ color: #ff9d95 }} .c33 {{ color: #f2c06b }} .c36, .c34 {{ color: #8fc7f0 }} .c2 {{ color: #b3bcc3 }}
</style><pre>{}</pre>"""


class Taken(NamedTuple):
    """A picture, and the words of the program in it that must still be its words."""

    image: Image.Image
    words: str


def sign_off(page: Page, address: Address, folder: Path) -> Taken:
    """The version, the approvals and the form, beside the text of the comments."""
    reader = Reader(page, address, folder, EXAMPLE)
    page.set_viewport_size({"width": 1180, "height": 760})
    page.set_default_timeout(_PATIENCE)
    reader.open()
    page.get_by_role("link", name="Draft PDF").wait_for()
    page.get_by_role("tab", name="Sign-off").click()
    page.get_by_role("heading", name="Approve this version").wait_for()
    return _of_window(page)


def section_55(page: Page, address: Address, folder: Path) -> Taken:
    """The clock and the list of duties, beside the printed pages."""
    page.get_by_role("tab", name="Section 55").click()
    page.get_by_role("radio", name="Pages").check()
    first = page.locator("#live-pages img").first
    first.wait_for()
    first.evaluate("(image) => image.decode()")
    return _of_window(page)


def problems(page: Page, address: Address, folder: Path) -> Taken:
    """The page after a save that made three things wrong."""
    file = folder / "responses" / EXAMPLE / "response.yaml"
    text = file.read_text(encoding="utf-8")
    for right, wrong in _MISTAKES:
        assert right in text, right
        text = text.replace(right, wrong, 1)
    file.write_text(text, encoding="utf-8")
    page.get_by_role("radio", name="Text").check()
    page.get_by_role("tab", name="Problems").click()
    page.get_by_text("REPORT-WORDS").first.wait_for()
    return _of_window(page)


def overview(page: Page, address: Address, folder: Path) -> Taken:
    """The list of all responses."""
    page.goto(f"{address.server}/?{address.key}")
    page.get_by_text("South Yorkshire").first.wait_for()
    return _of_window(page)


def terminal(page: Page, address: Address, folder: Path) -> Taken:
    """The beginning of what `check` says in a terminal of 80 columns."""
    command = ["check", EXAMPLE, "--today", _DAY]
    said = _in_a_terminal(command, folder).split("\n")[:_LINES]
    shown = "$ pccresponse " + " ".join(command) + "\n" + "\n".join(said).rstrip()
    page.goto("about:blank")  # the policy of the live page lets nobody write a page
    page.set_content(_TERMINAL.format(_coloured(shown)))
    shot = page.locator("pre").screenshot()
    return Taken(Image.open(io.BytesIO(shot)), re.sub(r"\x1b\[[\d;]*m", "", shown))


PICTURES: dict[str, Callable[[Page, Address, Path], Taken]] = {
    "sign-off.png": sign_off,
    "section-55.png": section_55,
    "live-page.png": problems,
    "all-responses.png": overview,
    "check.png": terminal,
}
"""The pictures of the running program, in the order in which they are taken: each goes on from where the last one left the page."""


def pages() -> Image.Image:
    """Two pages of the comments of the example, side by side: the facts, and a recommendation with its answer."""
    with _workspace() as folder:
        _program(["build", EXAMPLE, "--final", "--today", "2024-08-06"], folder)
        pdf = pypdfium2.PdfDocument(folder / "build" / EXAMPLE / "comments.pdf")
        texts = [pdf[number].get_textpage().get_text_bounded() for number in range(len(pdf))]
        answered = next(number for number, text in enumerate(texts) if "Recommendation 3: " in text and number > 2)
        drawn = [pdf[number].render(scale=1.1).to_pil().convert("RGB") for number in (0, answered)]
    edge, (width, height) = 10, drawn[0].size
    both = Image.new("RGB", (2 * width + 3 * edge, height + 2 * edge), "#d0d4d9")
    for place, page in enumerate(drawn):
        both.paste(page, (edge + place * (width + edge), edge))
    return both


def taken(*, without: str = "") -> Iterator[tuple[str, Taken]]:
    """Every picture of the running program, by its name, or all but one."""
    with _workspace() as folder:
        repository = TestRepository(folder)
        repository.commit("Keep the responses", "2024-07-01")
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PCCRESPONSE_")}
        with preview(folder, environment, today=_DAY) as (address, _), chromium(fonts=_fonts(folder), scale=_SHARPER) as page:
            for name, take in PICTURES.items():
                if name != without:
                    yield name, take(page, address, folder)


def saved(picture: Taken) -> bytes:
    """A picture as the file that is kept: few colours, and its words beside it."""
    words = PngImagePlugin.PngInfo()
    words.add_itxt("Words", picture.words)
    file = io.BytesIO()
    picture.image.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(file, "PNG", optimize=True, pnginfo=words)
    return file.getvalue()


def words_in(file: Path) -> str:
    """The words beside a picture that is kept."""
    with Image.open(file) as image:
        image.load()
        return str(image.text["Words"])  # type: ignore[attr-defined]


def _of_window(page: Page) -> Taken:
    page.wait_for_timeout(300)  # for pictures of pages that are still being painted
    words = [_DIGEST.sub("…", each) for each in page.locator(_CONTROLS).all_inner_texts()]
    return Taken(
        Image.open(io.BytesIO(page.screenshot())),
        "\n".join(dict.fromkeys(" ".join(each.split()) for each in words if each.strip())),
    )


@contextmanager
def _workspace() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "responses", Path(folder) / "responses")
        yield Path(folder)


def _fonts(folder: Path) -> Path:
    """Settings that give the browser the fonts of the newest edition, so that the pictures are alike on every machine."""
    settings = folder / "build" / "fonts.conf"
    settings.parent.mkdir(exist_ok=True)
    aliases = "".join(
        f"<alias binding='strong'><family>{family}</family><prefer><family>Source Sans 3</family></prefer></alias>"
        for family in ("system-ui", "sans-serif", "Segoe UI", "Arial", "Helvetica")
    )
    settings.write_text(
        f"<?xml version='1.0'?><fontconfig><include ignore_missing='yes'>/etc/fonts/fonts.conf</include>"
        f"<dir>{ROOT / 'templates' / '2026' / 'fonts'}</dir><cachedir>{folder / 'build' / 'fonts'}</cachedir>{aliases}</fontconfig>",
        encoding="utf-8",
    )
    return settings


def _program(arguments: list[str], folder: Path) -> None:
    command = [sys.executable, "-m", "pccresponse", *arguments]
    subprocess.run(command, cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, check=True, capture_output=True)


def _in_a_terminal(arguments: list[str], folder: Path) -> str:
    """What the program writes on a terminal, with its colours."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "80", "TERM": "xterm-256color"}
    environment.pop("NO_COLOR", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "pccresponse", *arguments], cwd=folder, env=environment, stdout=theirs, stderr=theirs, stdin=theirs
    )
    os.close(theirs)
    said = b""
    while True:
        try:
            more = os.read(ours, 65536)
        except OSError:  # Linux says so when the other end is closed
            break
        if not more:
            break
        said += more
    os.close(ours)
    process.wait()
    return said.decode().replace("\r\n", "\n")


def _coloured(text: str) -> str:
    """The colours of a terminal as HTML."""
    pieces = re.split(r"\x1b\[([\d;]*)m", text)
    parts = [html.escape(pieces[0])]
    opened = 0
    for codes, words in zip(pieces[1::2], pieces[2::2], strict=True):
        for code in codes.split(";"):
            if code in ("", "0"):
                parts.append("</span>" * opened)
                opened = 0
            else:
                parts.append(f'<span class="c{code}"{" style=font-weight:bold" if code == "1" else ""}>')
                opened += 1
        parts.append(html.escape(words))
    return "".join(parts) + "</span>" * opened


if __name__ == "__main__":
    (IMAGES / "pages.png").write_bytes(saved(Taken(pages(), "")))
    sys.stdout.write("docs/images/pages.png\n")
    for name, picture in taken():
        (IMAGES / name).write_bytes(saved(picture))
        sys.stdout.write(f"docs/images/{name}\n")
