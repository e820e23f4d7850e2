"""Somebody new breaks an example in ten ways, as people do, and is told each time what, where, why and how."""

from __future__ import annotations

from datetime import date

import pytest

from pccresponse.pipeline.checking import check
from pccresponse.problems import Problem
from pccresponse.workspace import Workspace
from tests.published import WITH_LOGO, workspace_with

TODAY = date(2024, 9, 1)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return workspace_with(tmp_path_factory.mktemp("ten") / "office", WITH_LOGO)


def problems(workspace: Workspace) -> tuple[Problem, ...]:
    return check(workspace.response_file(str(workspace.responses / WITH_LOGO)), workspace, today=TODAY).problems


NEW_RECOMMENDATION = """        - label: 9
          text: Westshire Police should count its keys once a year, and should say how many there are.
"""

# What is written in place of what, and then: the code, the line that is pointed at, words of the reason, words of the remedy, the law.
WAYS = {
    "a misspelt key": (
        "          acceptance: accepted",
        "          aceptance: accepted",
        ("READ-UNKNOWN-KEY", "aceptance: accepted", 'no key "aceptance"', 'Did you mean "acceptance"?', ""),
    ),
    "a word that is none of the choices": (
        "status: in progress",
        "status: nearly done",
        ("READ-CHOICE", "status: nearly done", 'cannot be "nearly done"', "in progress, complete", ""),
    ),
    "a tab": (
        "  kind: force",
        "\tkind: force",
        ("YAML-TAB", "\tkind: force", "a tab where YAML wants spaces", "two for each level", ""),
    ),
    "a quotation mark that is not closed": (
        'edition: "2026"',
        'edition: "2026',
        ("YAML-UNCLOSED-QUOTE", 'edition: "2026', "not closed", "Close it with the same mark", ""),
    ),
    "a day that there is not": (
        "published_on: 2024-06-18",
        "published_on: 2024-06-31",
        ("READ-NO-SUCH-DAY", "published_on: 2024-06-31", "June 2024 has 30 days", "Check the day", ""),
    ),
    "a recommendation that nobody explains": (
        "        - label: 2\n          heading: Answering calls",
        f"{NEW_RECOMMENDATION}        - label: 2\n          heading: Answering calls",
        ("S55-5B", "- label: 9", "Recommendation 9 has no explanation", 'Add "explanation:"', "s. 55(5B)"),
    ),
    "publication after the last day": (
        "published_on: 2024-08-06",
        "published_on: 2024-08-13",
        ("S55-5A-LATE", "published_on: 2024-08-13", "1 day after the last day to publish, Monday 12 August 2024", "", "s. 55(5A)"),
    ),
    "no word on the chief officer's comments": (
        "chief_officer_comments: none received",
        "# chief_officer_comments:",
        ("S55-5-CHIEF-OFFICER", "# chief_officer_comments:", "Nothing says whether", "none received", "s. 55(5)(b)"),
    ),
    "an inspectorate that gets no copy": (
        "submission:\n",
        "submission:\n  recipients: [Secretary of State]\n",
        ("S55-6", "  recipients: [Secretary of State]", "the inspectors of constabulary", "leave it out", "s. 55(6)"),
    ),
    "a placeholder that was left in": (
        "Calls wait too long",
        "TODO calls wait too long",
        ("PLACEHOLDER", "TODO calls wait too long", "TODO", "", ""),
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_each_mistake_is_told_with_its_line_its_reason_and_its_remedy(way: str, workspace: Workspace) -> None:
    old, new, (code, line, reason, remedy, law) = WAYS[way]
    file = workspace.response_file(str(workspace.responses / WITH_LOGO))
    whole = file.read_text("utf-8")
    assert whole.count(old) >= 1
    before = {problem.code for problem in problems(workspace)}
    file.write_text(whole.replace(old, new, 1), "utf-8")
    try:
        found = {problem.code: problem for problem in problems(workspace) if problem.code not in before}
    finally:
        file.write_text(whole, "utf-8")
    told = found[code]
    assert line in told.place.source_line
    assert reason in told.message
    assert told.remedy
    assert remedy in told.remedy
    assert law in told.cites
    assert bool(told.cites) is bool(law)


def test_there_are_ten_of_them() -> None:
    assert len(WAYS) == 10
