"""The list of all responses: where each stands, and that none is looked at twice for nothing."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pccresponse.case.publication import PublicationStatus
from pccresponse.pipeline.checking import Checked, check
from pccresponse.preview.open_pages import Overview, row_of
from pccresponse.workflow import status_cache
from pccresponse.workflow.status import NextStep, ResponseStatus
from pccresponse.workspace import Workspace
from tests.small_workspaces import small_workspace, write_response

ONE, TWO, THREE = "2015-07-21-one", "2015-07-22-two", "2015-07-23-three"
DAY = date(2015, 9, 1)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return small_workspace(tmp_path / "w", [ONE, TWO])


def slugs(asked: Overview) -> list[str]:
    return [each.slug for each in asked.statuses()]


def test_none_is_checked_again_as_long_as_its_files_stay(workspace: Workspace, looked_at: list[str]) -> None:
    asked = Overview(workspace, lambda: DAY, pytest.fail)
    assert slugs(asked) == [ONE, TWO]
    first = asked.statuses()
    assert looked_at == [ONE, TWO]
    write_response(workspace, TWO, "Something else.")
    second = asked.statuses()
    assert looked_at == [ONE, TWO, TWO]
    assert second[0] is first[0]
    assert second[1].version != first[1].version


@pytest.mark.parametrize("name", ["responses/office.yaml", "templates/plain/comments.html.j2"])
def test_what_they_share_has_all_checked_again(name: str, workspace: Workspace, looked_at: list[str]) -> None:
    asked = Overview(workspace, lambda: DAY, pytest.fail)
    asked.statuses()
    path = workspace.root / name
    path.write_text(path.read_text() + "\n")
    asked.statuses()
    assert looked_at == [ONE, TWO, ONE, TWO]


def test_so_has_another_day(workspace: Workspace, looked_at: list[str]) -> None:
    days = [DAY]
    asked = Overview(workspace, lambda: days[0], pytest.fail)
    assert {each.state for each in asked.statuses()} == {"draft"}
    days[0] = date(2016, 9, 3)
    assert {each.state for each in asked.statuses()} == {"copies sent"}, "the date of publication is long past then"
    assert looked_at == [ONE, TWO, ONE, TWO]


def test_a_record_that_comes_or_is_damaged_is_noticed(workspace: Workspace) -> None:
    asked = Overview(workspace, lambda: DAY, pytest.fail)
    asked.statuses()
    (workspace.responses / TWO / "record.json").write_text("{}")
    first, second = asked.statuses()
    assert (first.slug, first.state) == (TWO, "cannot be read"), "what is most urgent comes first"
    assert "record.json of" in first.next.what
    assert second.state == "draft"


def test_what_comes_is_listed_and_what_goes_is_not(workspace: Workspace) -> None:
    asked = Overview(workspace, lambda: DAY, pytest.fail)
    asked.statuses()
    write_response(workspace, THREE, "New.")
    shutil.rmtree(workspace.responses / ONE)
    assert slugs(asked) == [TWO, THREE]


def test_a_mistake_of_ours_in_one_hides_no_other(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(file: Path, *arguments: Any, **more: Any) -> Checked:
        if file.parent.name == TWO:
            raise ZeroDivisionError("a mistake of ours")
        return check(file, *arguments, **more)

    monkeypatch.setattr(status_cache, "check", failing)
    mistakes: list[str] = []
    found = Overview(workspace, lambda: DAY, mistakes.append).statuses()
    assert [(each.slug, each.state) for each in found] == [(TWO, "cannot be read"), (ONE, "draft")]
    assert "there was a fault in the program" in found[0].next.what
    assert len(mistakes) == 1
    assert "ZeroDivisionError: a mistake of ours" in mistakes[0]


def test_a_row_says_it_in_words() -> None:
    standing = ResponseStatus(
        slug=ONE,
        state="for approval",
        next=NextStep("the Mayor", "approve version 3f2a9c1b"),
        title="One",
        report_published_on=date(2024, 6, 18),
        day=57,
        days=56,
        last_day=date(2024, 8, 12),
        overdue_by=1,
        warnings=1,
        publication=PublicationStatus(
            state="planned",
            phrase="planned for 9 August 2024",
            sentence="Overdue by 1 day: the last day was Monday 12 August 2024.",
        ),
    )
    row = row_of(standing)
    assert (row.slug, row.title, row.state, row.approvals) == (ONE, "One", "For approval", "")
    assert (row.overdue, row.clock) == (True, "Overdue by 1 day: the last day was Monday 12 August 2024.")
    assert (row.problems, row.who, row.what) == (
        "No errors, 1 warning, no overdue actions",
        "The Mayor",
        "approve version 3f2a9c1b",
    )
    assert row.needs_somebody_at_once
