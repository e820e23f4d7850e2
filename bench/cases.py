"""A made-up case of any length: as a workspace for pccresponse, and as data for a comparable document set by somebody else."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SLUG = "2023-06-06-bench"
TODAY = "2023-07-20"

_WHAT = (
    "record every report of a missing child at the first contact, with the reasons for the grading that was chosen",
    "review how supervisors examine crime investigations that are older than twelve weeks",
    "make sure that officers can reach specialist advice on digital evidence at any hour",
    "publish the number of victims who were kept informed, and of those who were not",
    "agree with partner agencies who convenes a strategy discussion, and within how many hours",
    "train the staff of the control room in recognising vulnerability, and test what was learnt",
    "audit a sample of stop and search records each month and publish what the audit finds",
)
_DONE = (
    "The Commissioner has asked for a report on this at each quarterly meeting and has published the first of them.",
    "The Commissioner has paid for two further posts in the public protection unit from the budget for 2023/24.",
    "The Commissioner has written to the Chief Constable and has set a date by which the work is to be complete.",
    "The Commissioner’s independent custody visitors now ask about this on every visit and record the answers.",
)
_FORCE = (
    "A new procedure was written with the four councils and has been in use in every district since the spring.",
    "The board that oversees investigations looks at ten files each month and reports what it finds to the deputy chief constable.",
    "Training has been given to two thirds of the staff concerned; the rest will have had it by the end of the year.",
)
_STATUS = ("complete", "in progress", "not started")


def recommendations(count: int) -> Iterator[dict[str, Any]]:
    """The findings, each a little different from the one before, so that nothing is set twice from a cache."""
    for i in range(count):
        what, status = _WHAT[i % len(_WHAT)], _STATUS[i % len(_STATUS)]
        action: dict[str, Any] = {
            "what": f"{_FORCE[i % len(_FORCE)]} ({i + 1})",
            "owner": "Assistant Chief Constable (Crime)",
            "status": status,
        }
        if status == "complete":
            action |= {
                "done_on": "2023-05",
                "evidence": "The minutes of the board of May 2023 and the sample of files behind them.",
            }
        else:
            action |= {"due_on": "2023-12-31", "measure": "The share of files that the monthly sample finds to be complete."}
        yield {
            "label": str(i + 1),
            "heading": f"{what.split()[0].capitalize()} what matters, part {i + 1}",
            "area": "Protecting vulnerable people",
            "paragraph": f"{i // 8 + 1}.{i % 8 + 1}",
            "text": f"By 31 December 2023, the force should {what}. It should show in every case who decided, when, and on what information.",
            "due_wording": "by 31 December 2023",
            "due_on": "2023-12-31",
            "acceptance": "accepted",
            "explanation": {"action_taken": f"{_DONE[i % len(_DONE)]} This is the answer to recommendation {i + 1}."},
            "force_actions": [action],
            "oversight": {"by": "Accountability Board", "next_review_on": "2023-10"},
        }


def response(count: int) -> dict[str, Any]:
    """A complete response with every document, without an error."""
    return {
        "edition": "2026",
        "report": {
            "title": "A made-up report for measuring",
            "kind": "force",
            "published_on": "2023-06-06",
            "published_on_source": "Made up.",
            "programme": "PEEL 2023-25",
            "url": "https://www.example.org/reports/bench",
            "pages": 74,
            "summary": "The inspectors found a force that knows its weaknesses and has begun to put them right.\n\nThey were most concerned "
            "about the time that victims wait, and about records that do not say why a decision was taken.",
        },
        "findings": {"recommendations": list(recommendations(count))} if count else "none",
        "invitation": {"sent_on": "2023-06-08", "reply_by": "2023-06-30"},
        "chief_officer_comments": {
            "text": "I welcome the report and have accepted what it recommends. The work is described with each recommendation.",
            "received_on": "2023-06-28",
        },
        "reply_to_chief_officer": {
            "text": "I am grateful for these comments and shall ask for progress in public at each quarterly meeting."
        },
        "comments": {
            "sections": [
                {
                    "heading": "In general",
                    "text": "The report describes a force that knows where it has to do better.\n\n" + " ".join(_DONE),
                }
            ],
            "made_on": "2023-07-10",
        },
        "monitoring": "The Accountability Board takes a report on every recommendation each quarter, in public.",
        "publication": {"published_on": "2023-07-12", "url": "https://www.example.org/responses/bench"},
        "submission": {"sent_on": "2023-07-13", "reference": "BENCH/1"},
        "panel_report": {
            "meeting": "Police and Crime Panel",
            "held_on": "2023-07-18",
            "agenda_item": "5",
            "purpose": "To present the comments on the report.",
            "sections": [
                {"heading": "Background", "text": "The inspection took place in the winter and the report followed in June."}
            ],
            "actions": ["The panel is asked to note the report."],
        },
    }


def office() -> dict[str, Any]:
    """The office of a made-up body, so that no real one has to lend its name."""
    return {
        "force_name": "Benchshire Police",
        "body": {
            "name": "Police and Crime Commissioner for Benchshire",
            "office_title": "Police and Crime Commissioner",
            "kind": "police and crime commissioner",
            "area": "Benchshire",
        },
        "office_holders": [{"name": "Robin Made-Up", "took_office_on": "2021-05-13"}],
        "chief_officers": [{"name": "Alex Invented", "took_office_on": "2020-03-02"}],
        "address": "The Office\n1 Example Street\nBenchton\nQE1 1AA\n",
        "email": "office@benchshire.example",
        "governance_boards": [{"name": "Accountability Board"}],
    }


def write_workspace(folder: Path, count: int) -> Path:
    """A workspace with one response of `count` recommendations; answers with the folder."""
    target = folder / "responses" / SLUG
    target.mkdir(parents=True, exist_ok=True)
    (folder / "responses" / "office.yaml").write_text("\n".join(as_yaml(office(), 0)) + "\n", encoding="utf-8")
    (target / "response.yaml").write_text("\n".join(as_yaml(response(count), 0)) + "\n", encoding="utf-8")
    return folder


def as_yaml(value: dict[str, Any], depth: int) -> Iterator[str]:
    """YAML as an office would write it: a block, a line for each key, text of several lines under a bar."""
    pad = "  " * depth
    for key, inner in value.items():
        match inner:
            case dict():
                yield f"{pad}{key}:"
                yield from as_yaml(inner, depth + 1)
            case list():
                yield f"{pad}{key}:"
                for item in inner:
                    if isinstance(item, dict):
                        first, *rest = as_yaml(item, depth + 2)
                        yield f"{pad}  - {first.lstrip()}"
                        yield from rest
                    else:
                        yield f"{pad}  - {json.dumps(item, ensure_ascii=False)}"
            case str() if "\n" in inner or len(inner) > 90:
                yield f"{pad}{key}: |"
                for paragraph in inner.rstrip("\n").split("\n"):
                    yield from (f"{pad}  {line}".rstrip() for line in textwrap.wrap(paragraph, 110) or [""])
            case str():
                yield f"{pad}{key}: {json.dumps(inner, ensure_ascii=False)}"
            case _:
                yield f"{pad}{key}: {inner}"
