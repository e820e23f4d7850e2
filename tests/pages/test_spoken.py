"""The examples as a screen reader says them, kept whole so that each change of what is heard is read by somebody."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

import pytest

from pccresponse.pipeline.checking import check
from pccresponse.pipeline.rendering import render
from pccresponse.workspace import Workspace
from tests.conftest import ROOT
from tests.pages.cases import typeset
from tests.pages.spoken import headings, spoken
from tests.test_examples import TODAY

TRANSCRIPTS = ROOT / "tests" / "golden"
EXAMPLES = ("2015-07-21-child-protection-review", "2022-11-08-national-thematic-eastmarch", "2024-06-18-peel-2023-25-westshire")


@pytest.mark.parametrize("slug", EXAMPLES)
def test_an_example_is_heard_as_it_was_when_somebody_read_its_transcript(slug: str) -> None:
    workspace = Workspace(ROOT)
    checked = check(workspace.response_file(slug), workspace, today=TODAY)
    (made,) = render(checked, draft=False, only="comments")
    heard = "\n".join(spoken(made.content)) + "\n"
    transcript: Path = TRANSCRIPTS / slug / "comments.heard"
    if os.environ.get("ACCEPT_GOLDEN"):
        transcript.write_text(heard, encoding="utf-8", newline="\n")
    assert heard == transcript.read_text(encoding="utf-8")
    assert "without words" not in heard


@pytest.mark.parametrize("edition", ["2015", "2026"])
def test_the_headings_alone_are_a_map_of_the_document(edition: str) -> None:
    found = headings(typeset("43 findings", edition))
    named = [text for level, text in found if text.startswith("Recommendation ") and level == 4]
    assert len(named) == 43
    assert len(set(named)) == 43
    assert len({text for _, text in found}) == len(found), "no two headings say the same"
    assert next(level for level, _ in found) == 1
    assert all(later - earlier <= 1 for (earlier, _), (later, _) in itertools.pairwise(found))
