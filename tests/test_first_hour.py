"""Somebody new breaks the example as docs/tutorial/first-hour.md says, and is told each time what, where, why and how."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

import pytest

from pccresponse.foundation.problems import Problem
from pccresponse.pipeline.checking import check
from pccresponse.workspace import Workspace
from tests.conftest import ROOT
from tests.published import WITH_LOGO, workspace_with

PAGE = (ROOT / "docs" / "tutorial" / "first-hour.md").read_text(encoding="utf-8")
ROW = re.compile(
    r"^\| `(?P<old>[^`]+)` \| `(?P<new>[^`]+)` \| (?P<told>[^|]+) \| (?P<code>[A-Z0-9-]+)(?:, section (?P<law>[^ ]+))? \|$", re.M
)


class Way(NamedTuple):
    """A row of the page."""

    old: str
    new: str
    told: str
    code: str
    law: str | None


WAYS = [Way(**{**match.groupdict(), "new": match["new"].replace("⇥", "\t")}) for match in ROW.finditer(PAGE)]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return workspace_with(tmp_path_factory.mktemp("first-hour") / "office", WITH_LOGO)


def problems_with(workspace: Workspace, old: str, new: str) -> dict[str, Problem]:
    """What is said, by its code, while the first of some words are others."""
    file = workspace.response_file(str(workspace.responses / WITH_LOGO))
    whole = file.read_text("utf-8")
    assert old in whole
    file.write_text(whole.replace(old, new, 1), "utf-8")
    try:
        return {problem.code: problem for problem in check(file, workspace, today=date(2024, 8, 6)).problems}
    finally:
        file.write_text(whole, "utf-8")


def test_there_are_ten_ways_to_break_it() -> None:
    assert len(WAYS) == 10
    assert len({way.code for way in WAYS}) == 10


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS, ids=[way.code for way in WAYS])
def test_each_mistake_is_told_with_its_line_its_reason_and_its_remedy(way: Way, workspace: Workspace) -> None:
    assert way.code not in problems_with(workspace, way.old, way.old)
    told = problems_with(workspace, way.old, way.new)[way.code]
    assert way.new.strip() in told.place.source_line
    assert way.told in f"{told.message} {told.remedy}"
    assert told.remedy
    assert told.cites == (f"Police Act 1996, s. {way.law.removesuffix(',')}" if way.law else "")


def test_a_finding_that_drifted_by_one_word_is_shown_with_that_word(workspace: Workspace) -> None:
    told = problems_with(workspace, "assessment of threat", "assessment of danger")["REPORT-WORDS"]
    (shown,) = re.findall(r"```text\n(.+?)\n```", PAGE)
    assert told.message == shown
    assert "assessment of danger" in told.place.source_line
