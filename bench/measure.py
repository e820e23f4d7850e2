"""Runs everything in turns, and prints one table: medians and ratios of one run, and whether the targets are met."""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import inspected_report
from cases import TODAY
from measure_archive import measure_archive
from measure_preview import measure_preview, preview_lines
from measure_status import measure_status, status_lines
from processes import FUZZ, HERE, INSIDE, OURS, PDFIUM, THEIRS, A, B, Bench, C, D, Row
from report import table, targets

PAGES = (3, 21, 100)
PARAGRAPHS_FOR_170_PAGES = 42
PREVIEWED = (1, 13, 40)
"""Recommendations of the responses that are saved again and again."""


def measure_check(bench: Bench) -> Row:
    """`check` against what it costs WeasyPrint to say its version."""
    commands = {A: [*OURS, "-m", "pccresponse", "check", "--today", TODAY], B: [THEIRS, "-I", "-m", "weasyprint", "--version"]}
    return bench.row("check, 40 recommendations | weasyprint --version", commands, bench.workspace(40))


def measure_door(bench: Bench) -> Row:
    """What `./run` adds to a command when everything is set up."""
    law = ["law", "2015-07-21"]
    commands = {
        A: [str(HERE.parent / "run"), *law],
        B: [str(HERE.parent / ".venv" / "bin" / "python"), "-I", "-m", "pccresponse", *law],
    }
    return bench.row("./run law | the same without ./run", commands, bench.workspace(1))


ANEW = ("bash", "-c", 'rm -rf build; exec "$@"', "anew")
"""Before a command that would otherwise find that nothing has changed."""


def measure_build(bench: Bench) -> Row:
    """`build` of all documents against WeasyPrint on the same pages in one process."""
    workspace = bench.workspace(40)
    html = bench.pages_of_html(workspace)
    outs = {B: workspace / "plain", C: workspace / "tagged"}
    commands: dict[str, Sequence[str]] = {
        A: [*ANEW, *OURS, "-m", "pccresponse", "build", "--final", "--today", TODAY],
        B: bench.weasyprint("plain", outs[B], html),
        C: bench.weasyprint("tagged", outs[C], html),
    }

    def pages() -> dict[str, int]:
        ours = list((workspace / "build").glob("*/*.pdf"))
        assert len(ours) == len(html), "every document is built, and nothing else"
        return {A: bench.page_count(*ours), **{name: bench.page_count(*out.glob("*.pdf")) for name, out in outs.items()}}

    return bench.row(f"build, all {len(html)} documents of a response", commands, workspace, pages)


def measure_pages(bench: Bench, wanted: int) -> Row:
    """One document of a given length, by everybody."""
    count, workspace = case_of(bench, wanted)
    comments = next(page for page in bench.pages_of_html(workspace) if Path(page).stem == "comments")
    outs = {
        A: workspace / "ours.pdf",
        B: workspace / "plain" / "comments.pdf",
        C: workspace / "tagged" / "comments.pdf",
        D: workspace / "typst.pdf",
    }
    commands: dict[str, Sequence[str]] = {
        A: [*OURS, INSIDE, "comments", str(workspace), str(outs[A])],
        B: bench.weasyprint("plain", outs[B].parent, [comments]),
        C: bench.weasyprint("tagged", outs[C].parent, [comments]),
        D: [THEIRS, str(HERE / "with_typst.py"), str(count), str(bench.edition / "fonts"), str(outs[D])],
    }
    case = f"comments, {count} recommendation{'' if count == 1 else 's'}"
    return bench.row(case, commands, workspace, lambda: {name: bench.page_count(out) for name, out in outs.items()})


def measure_quotations(bench: Bench) -> Row:
    """`check` of 60 findings and 40 quotations against the report of 150 pages, and RapidFuzz looking for the same words in it."""
    workspace = bench.folder / "quotations"
    workspace.mkdir()
    inspected_report.write(workspace)
    folder = workspace / "responses" / inspected_report.SLUG
    bench.once(bench.weasyprint("plain", folder, [str(workspace / "report.html")]), workspace, bench.font_environment)
    report = str(folder / "report.pdf")
    commands = {
        A: [*OURS, "-m", "pccresponse", "check", "--today", TODAY],
        FUZZ: [THEIRS, str(HERE / "with_rapidfuzz.py"), report, str(workspace / "needles.json")],
    }
    return bench.row(
        f"check, {inspected_report.FINDINGS} findings and {inspected_report.QUOTATIONS} quotations | RapidFuzz, naively",
        commands,
        workspace,
        lambda: {A: bench.page_count(Path(report))},
    )


def measure_import(bench: Bench) -> Row:
    """`new --from` a report of 170 pages, and PDFium giving its words and no more."""
    workspace = bench.folder / "import"
    workspace.mkdir()
    inspected_report.write(workspace, PARAGRAPHS_FOR_170_PAGES)
    bench.once(bench.weasyprint("plain", workspace, [str(workspace / "report.html")]), workspace, bench.font_environment)
    report = str(workspace / "report.pdf")
    new = [
        *OURS,
        "-m",
        "pccresponse",
        "new",
        "--force",
        "kent",
        "--from",
        report,
        "--published-on",
        "2023-06-06",
        "--title",
        "A report",
    ]
    commands: dict[str, Sequence[str]] = {
        A: ["bash", "-c", 'rm -rf ../imported; mkdir ../imported; cd ../imported; exec "$@"', "anew", *new],
        PDFIUM: [THEIRS, str(HERE / "with_pdfium.py"), report],
    }
    case = f"new --from, {inspected_report.FINDINGS} findings | PDFium, words alone"
    return bench.row(case, commands, workspace, lambda: {A: bench.page_count(Path(report))})


def case_of(bench: Bench, wanted: int) -> tuple[int, Path]:
    """The case whose comments have as nearly as may be the pages that are wanted; found by trying, for layouts change."""

    def pages(count: int) -> int:
        out = bench.workspace(count) / "ours.pdf"
        bench.ask("comments", str(bench.workspace(count)), str(out))
        return bench.page_count(out)

    tried = {count: pages(count) for count in (1, 13)}
    for _ in range(6):
        best = min(tried, key=lambda count: abs(tried[count] - wanted))
        if tried[best] == wanted:
            break
        per_page = (max(tried) - 1) / max(1, tried[max(tried)] - tried[1])
        guess = max(0, best + round((wanted - tried[best]) * per_page))
        if guess in tried:
            guess = max(0, best + (1 if tried[best] < wanted else -1))
        if guess in tried:
            break
        tried[guess] = pages(guess)
    best = min(tried, key=lambda count: abs(tried[count] - wanted))
    return best, bench.workspace(best)


def main() -> None:
    """Measure what was asked for, print it, and keep it in results/."""
    parser = argparse.ArgumentParser(prog="bench/run", description=__doc__)
    parser.add_argument(
        "--runs",
        type=int,
        default=7,
        metavar="N",
        help="how often each is run, after one round that is not counted; at least 5 to report",
    )
    parser.add_argument(
        "--only",
        choices=["check", "quotations", "import", "door", "build", "pages", "preview", "status", "archive"],
        action="append",
        help="measure this part alone; may be given again; preview, status and archive only when they are asked for",
    )
    parser.add_argument(
        "--responses", type=int, default=1000, metavar="N", help="how large the archive is; 60 for a try, from 40 on"
    )
    options = parser.parse_args()
    parts = options.only or ["check", "quotations", "import", "door", "build", "pages"]
    with tempfile.TemporaryDirectory(prefix="pccresponse-bench-") as folder:
        bench = Bench(Path(folder), options.runs)
        check = measure_check(bench) if "check" in parts else None
        quotations = measure_quotations(bench) if "quotations" in parts else None
        imported = measure_import(bench) if "import" in parts else None
        door = measure_door(bench) if "door" in parts else None
        build = measure_build(bench) if "build" in parts else None
        sizes = [measure_pages(bench, wanted) for wanted in PAGES] if "pages" in parts else []
        if "preview" in parts:
            previews = [measure_preview(bench, count) for count in PREVIEWED]
            keep("preview", "\n".join(preview_lines(previews)), [row._asdict() for row in previews])
        if "status" in parts:
            standings = measure_status(bench)
            keep("status", "\n".join(status_lines(standings)), [row._asdict() for row in standings])
        if "archive" in parts:
            archive_report, archive_lines = measure_archive(bench, options.responses)
            keep("archive", archive_report, [line._asdict() for line in archive_lines])
    rows = [row for row in (check, quotations, imported, door, build, *sizes) if row]
    if not rows:
        return
    report = "\n".join(
        [
            f"{bench.versions}; against WeasyPrint {version('weasyprint')}, Typst {version('typst')}",
            f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores",
            f"Medians of {options.runs} whole processes run in turns; × is our time over theirs; memory is the most seen in any of them.",
            "",
            table(rows),
            "",
            *[
                f"{row.case}: {row.seconds[A] / row.pages[A] * 1000:.0f} ms a page (Typst {row.seconds[D] / row.pages[D] * 1000:.0f})"
                for row in sizes
            ],
            *targets(check, quotations, imported, door, build, sizes),
        ]
    )
    keep("latest", report, [row._asdict() for row in rows])


def keep(name: str, report: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Print a report and leave it in results/, for people and for programs."""
    print(report)
    results = HERE / "results"
    results.mkdir(exist_ok=True)
    (results / f"{name}.txt").write_text(report + "\n", encoding="utf-8")
    (results / f"{name}.json").write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
