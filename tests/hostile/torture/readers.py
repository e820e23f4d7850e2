"""What is read of strangers and of the office, kind by kind: where good ones are, how they are spoilt, and who reads them.

Much is tried in one process, because a start of the program costs more than most of what it reads. That process is one of the
program's own, with its limits on memory and time; whatever does not end well in it is judged again by the real command line.
"""

from __future__ import annotations

import random
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from time import process_time
from typing import Any

import pikepdf
import yaml

from pccresponse.foundation.errors import PccResponseError
from pccresponse.source_report import UnreadableReportError
from pccresponse.workspace import Workspace
from tests.hostile.torture import mutations
from tests.hostile.torture.program import ROOT
from tests.hostile.torture.workspaces import ONE, TODAY

LONGEST = 20.0
"""Seconds at work for one input in this process; the limits of the program are higher, because its files may be."""
_RESPONSE = f"responses/{ONE}/response.yaml"
_EXAMPLE = "responses/2015-07-21-child-protection-review/response.yaml"
_DAY = date.fromisoformat(TODAY)


@dataclass(frozen=True)
class Target:
    """A kind of file."""

    place: str
    """Where in the workspace it lies."""
    mutate: mutations.Mutate
    read: Callable[[Path, Path, bytes], object]
    """Given the workspace, the file and its content."""
    commands: tuple[tuple[str, ...], ...]
    """The commands that read such a file."""
    share: int
    """How often it has its turn."""
    source: str = ""
    """Where a good one is, if it is not at its place."""
    state: str = "published"
    """The workspace in which it is read."""


def _check(root: Path, file: Path, content: bytes) -> None:
    from pccresponse.pipeline.checking import check
    from pccresponse.workflow.status import status_with_record

    workspace = Workspace(root)
    response = workspace.response_file(ONE)
    checked = check(response, workspace, today=_DAY)
    status_with_record(checked, response.parent, within=root, today=_DAY)


def _check_example(root: Path, file: Path, content: bytes) -> None:
    from pccresponse.pipeline.checking import check

    check(file, Workspace(root), today=_DAY)


def _approve(root: Path, file: Path, content: bytes) -> None:
    from pccresponse.models.response import Approval, Response
    from pccresponse.reading.saving import Add, edited

    approval = Approval(role="Chief Executive", name="Jo Bell", on=_DAY, version="0" * 64)
    edited(content, [Add(("approvals",), approval)], Response, "response.yaml")


def _record(root: Path, file: Path, content: bytes) -> None:
    from pccresponse.pipeline.published_files import entries_of
    from pccresponse.reading import read_history

    history = read_history(file.parent, within=root)
    for version in history.versions if history else ():
        entries_of(file.parent, version, Workspace(root))
    _check(root, file, content)


def _register(root: Path, file: Path, content: bytes) -> None:
    from pccresponse.pipeline.published_files import register_of

    register_of(Workspace(root))


def _render(root: Path, file: Path, content: bytes) -> None:
    from pccresponse.pipeline.checking import check
    from pccresponse.pipeline.rendering import render

    workspace = Workspace(root)
    checked = check(workspace.response_file(ONE), workspace, today=_DAY)
    if checked.can_be_drafted:
        list(render(checked, draft=True))


def _report(root: Path, file: Path, content: bytes) -> None:
    from pccresponse.source_report import report_of
    from pccresponse.source_report.report import InspectedReport

    report: InspectedReport = report_of(file.name, content)
    assert len(report)


def _pdf(root: Path, file: Path, content: bytes) -> None:
    from pccresponse.verifying.comparison import compare
    from pccresponse.verifying.embedded_sources import disagreements, sources_in
    from pccresponse.verifying.open_untrusted import read_untrusted

    carried = read_untrusted(content)
    if int.from_bytes(sha256(content).digest()[:1]) < 40:
        compare(content, (root / f"responses/{ONE}/published/1/comments.pdf").read_bytes())
    disagreements(sources_in(carried), carried)


def _markdown(root: Path, file: Path, content: bytes) -> None:
    from pccresponse.pipeline.unprinted_words import lost_words, says_nothing
    from pccresponse.rendering.markdown import to_html

    text = content.decode("utf-8", "replace")
    to_html(text, heading_level=3, key="x")
    lost_words(text)
    says_nothing(text)


_CHECKS = (("check", ONE), ("status",), ("build", ONE), ("approve", ONE, "--role", "x", "--name", "y"))
_BUILDS = (("build", ONE), ("check", ONE), ("editions",))
TARGETS: dict[str, Target] = {
    "response": Target(_RESPONSE, mutations.by_byte_or_value, _check, _CHECKS, 22),
    "example": Target(_EXAMPLE, mutations.by_byte_or_value, _check_example, (("check", Path(_EXAMPLE).parent.name),), 6),
    "office": Target("responses/office.yaml", mutations.by_byte_or_value, _check, _CHECKS, 10),
    "approvals": Target(f"{_RESPONSE}", mutations.by_byte_or_value, _approve, (_CHECKS[0], _CHECKS[3]), 10, "approvals.yaml"),
    "record": Target(
        f"responses/{ONE}/record.json",
        mutations.by_byte_or_value,
        _record,
        (("status",), ("verify", ONE), ("bag", ONE, "--output", "out"), ("publish", ONE, "--on", "2015-09-02"), ("build", ONE)),
        8,
    ),
    "register": Target(
        "published.sha256",
        mutations.by_byte,
        _register,
        (("verify", ONE, "--against", "published.sha256"), ("publish", ONE, "--on", "2015-09-02"), ("bag", ONE, "--output", "out")),
        4,
    ),
    "edition": Target("templates/plain/edition.yaml", mutations.by_byte_or_value, _check, _BUILDS, 6, state="open"),
    "template": Target("templates/plain/comments.html.j2", mutations.by_byte, _check, _BUILDS, 6, state="open"),
    "style": Target("templates/plain/css/page.css", mutations.by_byte, _render, (("build", ONE),), 1, "page.css", "open"),
    "report-txt": Target(f"responses/{ONE}/report.txt", mutations.by_byte, _report, (("check", ONE),), 4, "report.txt"),
    "report-html": Target(f"responses/{ONE}/report.html", mutations.by_byte, _report, (("check", ONE),), 5, "report.html"),
    "report-docx": Target(f"responses/{ONE}/report.docx", mutations.in_zip, _report, (("check", ONE),), 5, "report.docx"),
    "report-pdf": Target(f"responses/{ONE}/report.pdf", mutations.in_pdf, _report, (("check", ONE),), 6, "report.pdf"),
    "pdf": Target(
        "given.pdf",
        mutations.in_pdf,
        _pdf,
        (("verify", "given.pdf"), ("diff", "given.pdf", f"responses/{ONE}/published/1/comments.pdf")),
        8,
        f"responses/{ONE}/published/1/comments.pdf",
    ),
    "markdown": Target("text.md", mutations.by_byte, _markdown, (), 4, "text.md"),
}
TURNS = tuple(name for name, target in TARGETS.items() for _ in range(target.share))


@dataclass
class Judged:
    """What came of one input in this process."""

    target: str
    content: bytes
    number: int
    trace: str = ""
    seconds: float = 0.0
    more: dict[str, Any] = field(default_factory=dict)


def spoilt(name: str, sources: Path, chance: random.Random) -> bytes:
    """A bad file of that kind."""
    target = TARGETS[name]
    good = (sources / (target.source or target.place)).read_bytes()
    try:
        return target.mutate(good, chance)
    except (
        ValueError,
        RecursionError,
        TypeError,
        ArithmeticError,
        pikepdf.PdfError,
        yaml.YAMLError,
    ):  # what spoils has limits of its own
        return mutations.by_byte(good, chance)


def input_of(seed: int, number: int, sources: Path) -> tuple[str, bytes]:
    """The kind and the content of the input of that number."""
    chance = random.Random(f"{seed}/input/{number}")
    name = chance.choice(TURNS)
    return name, spoilt(name, sources, chance)


def read_some(seed: int, numbers: list[int], sources: str, workspaces: str) -> list[Judged]:
    """Read these inputs one after another, in this process; answers with those that did not end well."""
    found = []
    for number in numbers:
        name, content = input_of(seed, number, Path(sources))
        judged = read_one(name, content, number, Path(workspaces, TARGETS[name].state))
        if judged.trace or judged.seconds > LONGEST:
            found.append(judged)
    return found


def read_one(name: str, content: bytes, number: int, workspace: Path) -> Judged:
    """Put the input into its place, have it read, and put back what was there."""
    target = TARGETS[name]
    file = workspace / target.place
    before = file.read_bytes() if file.exists() else None
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    began, trace = process_time(), ""
    try:
        target.read(workspace, file, content)
    except (PccResponseError, UnreadableReportError):
        pass
    except Exception:
        trace = traceback.format_exc()
    finally:
        if before is None:
            file.unlink()
        else:
            file.write_bytes(before)
    return Judged(name, content, number, trace, process_time() - began)


def write_sources(folder: Path) -> None:
    """Put the good files that lie nowhere else into the workspace that good files are taken from."""
    examples = ROOT / "responses"
    shown = examples / Path(_EXAMPLE).parent.name
    place = folder / Path(_EXAMPLE).parent
    place.mkdir(parents=True)
    (place / "response.yaml").write_bytes((shown / "response.yaml").read_bytes())
    (place / "office.yaml").write_bytes((examples / "office.yaml").read_bytes())
    response = (folder / _RESPONSE).read_text(encoding="utf-8")
    approvals = "approvals:\n" + "".join(
        f'  - role: {role}\n    name: "Jo Bell"\n    on: 2015-09-0{day}\n    version: "{"a" * 64}"\n'
        for day, role in enumerate(("Chief Executive", "Commissioner"), start=1)
    )
    (folder / "approvals.yaml").write_text(response + approvals, encoding="utf-8")
    (folder / "page.css").write_text(_STYLE, encoding="utf-8")
    (folder / "text.md").write_text(_MARKDOWN, encoding="utf-8")
    words = "\n\n".join(f"{number}. The force should keep good records of what it does, and say so." for number in range(1, 80))
    (folder / "report.txt").write_text(words, encoding="utf-8")
    (folder / "report.html").write_bytes((examples / "2024-06-18-peel-2023-25-westshire" / "report.html").read_bytes()[:60_000])
    (folder / "report.pdf").write_bytes((folder / f"responses/{ONE}/published/1/comments.pdf").read_bytes())
    import docx

    word_file = docx.Document()
    word_file.add_heading("A review", 1)
    for line in words.split("\n\n")[:40]:
        word_file.add_paragraph(line)
    table = word_file.add_table(3, 3)
    table.cell(1, 1).text = "Good"
    word_file.save(str(folder / "report.docx"))


_STYLE = """@page { size: A4; margin: 20mm; @bottom-center { content: counter(page) } }
* { box-sizing: border-box; } h1 { font-size: 20pt; break-after: avoid; color: #123; }
p { margin: 1em 0; orphans: 2; } p:nth-child(2n) { column-count: 2; float: left; }
.note { float: footnote; position: running(x); } table { border-collapse: collapse; width: calc(100% - 2mm) }
body { display: flex; grid-template: "a b" / 1fr 2fr; counter-reset: x; content: "a" attr(href) target-counter(url(#a), page) }
"""
_MARKDOWN = """Words, *leaning* and **heavy**, with a [link](https://x.example) and a note.[^1]

# One

- a
- b
    1. c

> said

| a | b |
|---|---|
| c | d |

[^1]: A note &amp; more.
"""
