"""From a save to the page: the text, and the pages beside what WeasyPrint by itself, warm, takes for the same HTML."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple
from urllib.parse import SplitResult, urlsplit

from cases import TODAY
from processes import HERE, OURS, THEIRS, Bench
from report import verdict

TEXT_TARGET, PAGES_TARGET = 0.5, 1.5
FEW = 10
_WORD = "summary: "


class PreviewRow(NamedTuple):
    """Medians of one response, in seconds."""

    case: str
    pages: int
    to_text: float
    to_pages: float
    weasyprint: float


def measure_preview(bench: Bench, count: int) -> PreviewRow:
    """Save a response of so many recommendations again and again, and wait for its comments."""
    print(f"  preview, {count} recommendations …", file=sys.stderr, flush=True)
    workspace = bench.workspace(count)
    (file,) = workspace.glob("responses/*/response.yaml")
    server = _begin([*OURS, "-m", "pccresponse", "preview", "--no-browser", "--port", "0", "--today", TODAY], bench, workspace)
    theirs = _begin([THEIRS, "-I", str(HERE / "warm_weasyprint.py")], bench, workspace)
    try:
        assert server.stdout
        told = _told(urlsplit(server.stdout.readline().partition("The page is at ")[2].partition(" ")[0]), file.parent.name)
        state = next(told)
        texts, pages, plain = [], [], []
        for number in range(bench.runs + 1):
            state = _until_all_is_made(state, told)
            before, version = time.perf_counter(), _comments(state)["text"]["version"]
            _save(file, number)
            while _comments(state)["text"]["version"] == version:
                state = next(told)
            texts.append(time.perf_counter() - before)
            while _comments(state)["pages_state"] != "fresh":
                state = next(told)
            pages.append(time.perf_counter() - before)
            state = _until_all_is_made(state, told)
            html = next(page for page in bench.pages_of_html(workspace) if Path(page).stem == "comments")
            plain.append(_set(theirs, bench, html))
        length = _comments(state)["pages"]["count"]
    finally:
        for process in (server, theirs):
            process.terminate()
            process.communicate()
    return PreviewRow(f"preview, {count} recommendations", length, *(median(found[1:]) for found in (texts, pages, plain)))


def preview_lines(rows: list[PreviewRow]) -> Iterator[str]:
    """What was measured, and whether it is enough."""
    for row in rows:
        yield (
            f"{row.case}: {row.pages} pages; from a save to the text {row.to_text:.3f} s, to the pages {row.to_pages:.3f} s; "
            f"WeasyPrint by itself, warm {row.weasyprint:.3f} s; × {row.to_pages / row.weasyprint:.2f}"
        )
    for row in rows:
        yield verdict(f"the text of {row.pages} pages follows a save within half a second", row.to_text, TEXT_TARGET)
        if row.pages < FEW:
            continue  # there the text, which comes first, is a good part of the time
        ratio = row.to_pages / row.weasyprint
        yield verdict(f"{row.pages} pages follow a save within 1.5 times what WeasyPrint takes", ratio, PAGES_TARGET)


def _begin(command: list[str], bench: Bench, workspace: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command, cwd=workspace, env=bench.font_environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )  # fmt: skip


def _told(printed: SplitResult, slug: str) -> Iterator[dict[str, Any]]:
    """Each state that the page at the printed address is told of."""
    connection = HTTPConnection(printed.netloc)
    connection.request("GET", f"{printed.path}?{printed.query}")
    opened = connection.getresponse()
    opened.read()
    cookie = (opened.getheader("Set-Cookie") or "").partition(";")[0]
    connection.request("GET", f"/r/{slug}/events", headers={"Cookie": cookie})
    answer = connection.getresponse()
    while line := answer.readline():
        if line.startswith(b"data: "):
            yield json.loads(line.removeprefix(b"data: "))


def _comments(state: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = state["documents"][0]
    return found


def _until_all_is_made(state: dict[str, Any], told: Iterator[dict[str, Any]]) -> dict[str, Any]:
    while any(document["pages_state"] == "working" for document in state["documents"]):
        state = next(told)
    return state


def _save(file: Path, number: int) -> None:
    """Another word in the summary, saved as most editors do."""
    before, word, after = file.read_text(encoding="utf-8").partition(_WORD)
    assert word, "the response has a summary"
    beside = file.with_name(".saved")
    beside.write_text(f"{before}{word}Saved {number} times. {after}", encoding="utf-8")
    beside.replace(file)


def _set(process: subprocess.Popen[str], bench: Bench, html: str) -> float:
    assert process.stdin
    assert process.stdout
    print(bench.edition, html, Path(html).with_suffix(".pdf"), sep="\t", file=process.stdin, flush=True)
    return float(process.stdout.readline().split()[0])
