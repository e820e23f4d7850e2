"""A made-up report of about 150 pages, and a response with 60 findings and 40 quotations from it.

inspected_report.py WORKSPACE    writes the workspace, the report as HTML, and needles.json: the words that have to be found

Five of the quotations have one word changed, in the chief officer's comments, where that is a warning: to look for what is not there is
the dear part of it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from random import Random
from typing import Any

from archive_words import AREAS
from cases import as_yaml, office, response

SLUG = "2023-06-06-bench"
FINDINGS, QUOTATIONS, DRIFTED, SECTIONS = 60, 40, 5, 20
_PARAGRAPHS = 41
_SENTENCES = 6
_WHO = (
    "The force",
    "Each district",
    "The control room",
    "The public protection unit",
    "A small team",
    "Most supervisors",
    "The board",
)
_DOES = (
    "records",
    "reviews",
    "publishes",
    "examines",
    "understands",
    "plans",
    "describes",
    "measures",
    "explains",
    "overlooks",
    "audits",
)
_WHAT = (
    "what callers say", "the grounds for a search", "its demand", "the wishes of victims", "old investigations", "missing children",
    "the work of its partners", "digital evidence", "custody records", "the risk from known offenders", "its own workforce",
)  # fmt: skip
_HOW = (
    "more carefully than before", "in too few cases", "when somebody asks for it", "without a common standard", "every month",
    "in the north of the county", "as its policy says", "although there are exceptions", "and learns from it", "too late to matter",
)  # fmt: skip
_WHY = (
    "because the systems were not made for it", "which we welcome", "so that nobody knows the whole", "as we found in 2021",
    "and residents notice the difference", "although leaders know about it", "which partners confirmed to us",
)  # fmt: skip


def sentences(random: Random, paragraphs: int) -> list[list[list[str]]]:
    """Sentences by section and paragraph; the numbers in them make each its own."""
    number = 0
    sections = []
    for _ in range(SECTIONS):
        section = []
        for _ in range(paragraphs):
            paragraph = []
            for _ in range(_SENTENCES):
                number += 1
                who, does, what = random.choice(_WHO), random.choice(_DOES), random.choice(_WHAT)
                how, why = random.choice(_HOW), random.choice(_WHY)
                counted = f" in {random.randrange(2, 99)} of {random.randrange(100, 900)} cases" if number % 3 == 0 else ""
                paragraph.append(f"{who} {does} {what}{counted} {how}, {why}.")
            section.append(paragraph)
        sections.append(section)
    return sections


def write(folder: Path, paragraphs: int = _PARAGRAPHS) -> None:
    """The workspace, with the report as a page that is still to be set."""
    random = Random(55)
    sections = sentences(random, paragraphs)
    findings: list[dict[str, Any]] = []
    asked: dict[int, list[str]] = {}
    for i in range(FINDINGS):
        what, why = random.choice(_WHAT), random.choice(_HOW)
        text = (
            f"By 31 December 2023, the force should make sure that it has looked at {what} {why}. It should show in each of "
            f"{random.randrange(100, 999)} cases who decided, when, and on what information, as it {random.choice(_DOES)} {random.choice(_WHAT)}."
        )
        asked.setdefault(i % SECTIONS, []).append(f"<h3>Recommendation {i + 1}</h3><p>{text}</p>")
        findings.append({"label": str(i + 1), "text": text})
    quoted = [" ".join(random.choice(random.choice(sections))[:2]) for _ in range(QUOTATIONS)]
    drifted = [" ".join(["quite", *quote.split()[1:]]) for quote in quoted[-DRIFTED:]]
    page = "".join(
        f"<h2>{number + 1}. {AREAS[number % len(AREAS)]}</h2>"
        + "".join(f"<p>{' '.join(paragraph)}</p>" for paragraph in paragraphs)
        + "".join(asked.get(number, ()))
        for number, paragraphs in enumerate(sections)
    )
    style = (
        "@page { size: A4; @top-center { content: 'A made-up report for measuring' } @bottom-center { content: counter(page) } }"
    )
    style += " p { hyphens: auto; text-align: justify }"
    head = f"<!DOCTYPE html><html lang=en-GB><meta charset=utf-8><title>x</title><style>{style}</style>"
    (folder / "report.html").write_text(f"{head}<h1>A made-up report for measuring</h1>{page}", encoding="utf-8")

    made = response(FINDINGS)
    del made["report"]["pages"]
    made["report"]["file"] = "report.pdf"
    for each, finding in zip(made["findings"]["recommendations"], findings, strict=True):
        each["text"] = finding["text"]
    made["comments"]["sections"] = [
        {"heading": f"Part {number + 1}", "text": f"The inspectors write: “{quote}” I agree."}
        for number, quote in enumerate(quoted[:-DRIFTED])
    ]
    made["chief_officer_comments"]["text"] = "\n\n".join(f"The report says: “{quote}”" for quote in drifted)
    target = folder / "responses" / SLUG
    target.mkdir(parents=True, exist_ok=True)
    (folder / "responses" / "office.yaml").write_text("\n".join(as_yaml(office(), 0)) + "\n", encoding="utf-8")
    (target / "response.yaml").write_text("\n".join(as_yaml(made, 0)) + "\n", encoding="utf-8")
    needles = [*(each["text"] for each in findings), *quoted[:-DRIFTED], *drifted]
    (folder / "needles.json").write_text(json.dumps(needles), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
