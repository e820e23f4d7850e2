"""Whatever text the reader and the rules let through makes documents that conform."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pccresponse.edition_files import read_coverage
from pccresponse.foundation.files import templates_folder
from pccresponse.pipeline.checking import check
from pccresponse.pipeline.rendering import render
from pccresponse.workspace import OFFICE_FILE, RESPONSE_FILE, Workspace

OFFICE = {
    "force": "kent",
    "office_holders": [{"name": "Morgan Ellery", "took_office_on": "2021-05-13"}],
    "chief_officers": [{"name": "Robin Ashdown", "took_office_on": "2020"}],
}
MARKS = [
    "\n",
    "\n\n",
    "# ",
    "- ",
    "1. ",
    "> ",
    "    ",
    "*",
    "**",
    "[a](https://a.example)",
    "[^1]",
    "[^1]: note",
    "|a|b|\n|-|-|\n|c|d|",
    "<b>",
    "&amp;",
]
WORDS = [
    "Wŷr",
    "office",
    "fi",
    "ffl",
    "“quoted”",
    "£5",
    "§ 55",
    "50%",
    "é",
    "e\u0301",
    "\u00ad",
    "\u00a0",
    "—",
    "…",
    "½",
    "{{ x }}",
    "{% raw %}",
    "\\",
]
CAN_BE_DRAWN = sorted(read_coverage(templates_folder() / "2026" / "fonts").characters)
ANY = st.text(alphabet=st.sampled_from(CAN_BE_DRAWN), max_size=8)
PROSE = st.lists(st.sampled_from(MARKS) | st.sampled_from(WORDS) | ANY, min_size=1, max_size=14).map(" ".join)
LINE = st.lists(st.sampled_from(WORDS) | ANY, min_size=1, max_size=6).map(" ".join)


def response(line: str, prose: str) -> dict[str, Any]:
    """A response that prints the line and the prose wherever text can stand."""
    finding = {
        "label": line[:80],
        "heading": line,
        "text": prose,
        "area": line,
        "due_wording": line,
        "acceptance": "partly accepted",
        "acceptance_note": prose,
        "explanation": {"action_taken": prose, "action_proposed": prose},
        "force_actions": [{"what": prose, "status": "complete", "owner": line, "evidence": prose, "measure": prose}],
        "oversight": {"by": line, "next_review_on": "2024-01"},
    }
    return {
        "report": {"title": line, "kind": "force", "published_on": "2023-06-06", "programme": line, "summary": prose},
        "note_to_reader": prose,
        "judgments": {
            "narrative": prose,
            "areas": [{"area": line, "grade": "good"}],
            "case_audits": [
                {
                    "title": line,
                    "grades": [line, "Bad"],
                    "rows": [{"cases": line, "counts": ["1", "2"], "total": "3"}],
                    "note": prose,
                }
            ],
        },
        "findings": {
            "causes_of_concern": [{**finding, "recommendations": [finding]}],
            "recommendations": [{**finding, "addressees": ["Home Office"]}],
            "positive_findings": [{"text": prose, "heading": line}],
        },
        "invitation": {"sent_on": "2023-06-07", "text": prose},
        "chief_officer_comments": {"text": prose, "received_on": "2023-06-20"},
        "reply_to_chief_officer": {"text": prose},
        "comments": {"made_on": "2023-07", "sections": [{"heading": line, "text": prose}]},
        "monitoring": prose,
        "publication": {"published_on": "2023-07-20", "manner": line},
        "submission": {"sent_on": "2023-07-20", "covering_words": prose, "enclosures": [line]},
        "panel_report": {"meeting": line, "purpose": prose, "sections": [{"heading": line, "text": prose}], "actions": [prose]},
    }


drafted = 0


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("any")
    (root / "responses" / "2023-06-06-x").mkdir(parents=True)
    (root / "responses" / OFFICE_FILE).write_text(json.dumps(OFFICE), encoding="utf-8")
    return Workspace(root)


def made_from(workspace: Workspace, line: str, prose: str) -> list[str]:
    path: Path = workspace.responses / "2023-06-06-x" / RESPONSE_FILE
    path.write_text(json.dumps(response(line, prose)), encoding="utf-8")
    checked = check(path, workspace, today=date(2023, 7, 25))
    if not checked.can_be_drafted:
        assert checked.problems
        return []
    return [made.name for made in render(checked, draft=True)]


@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], deadline=None)
@given(line=LINE, prose=PROSE)
def test_no_text_that_is_let_through_makes_a_document_that_fails(workspace: Workspace, line: str, prose: str) -> None:
    global drafted
    drafted += bool(made_from(workspace, line, prose))


@pytest.mark.slow  # it counts what the test before it did
def test_enough_of_it_was_really_drafted() -> None:
    assert drafted >= 2


def test_headings_in_every_field_skip_no_level(workspace: Workspace) -> None:
    assert len(made_from(workspace, "A line", "Words.\n\n### Three\n\n# One\n\n## Two\n\nWords.")) == 5


def test_ordinary_text_in_every_field_makes_all_five_documents(workspace: Workspace) -> None:
    names = made_from(workspace, "A line with “quotes” & <signs>", "Some *prose*.\n\n- a\n- b[^1]\n\n> said\n\n[^1]: A note.")
    assert names == ["comments", "submission-inspectors", "submission-home-secretary", "invitation", "panel-report"]
