"""Where a response stands: its clock, its approvals, what is overdue; and which of many comes first."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pccresponse.models.record import GivenApproval, History
from pccresponse.pipeline.checking import check
from pccresponse.reading import read_history
from pccresponse.workflow.status import NextStep, ResponseStatus, most_urgent_first, status_of
from pccresponse.workspace import Workspace
from tests.published import SLUG, WITH_LOGO, publish, workspace_with

EASTMARCH = "2022-11-08-national-thematic-eastmarch"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return workspace_with(tmp_path, SLUG, EASTMARCH, WITH_LOGO)


def standing(workspace: Workspace, slug: str, today: date, damage: str = "") -> ResponseStatus:
    file = workspace.response_file(slug)
    return status_of(
        check(file, workspace, today=today), read_history(file.parent, within=workspace.root), today=today, damage=damage
    )


@pytest.mark.parametrize(
    ("today", "day", "overdue_by"),
    [
        (date(2024, 6, 17), None, 0),
        (date(2024, 6, 18), 1, 0),
        (date(2024, 8, 1), 45, 0),
        (date(2024, 8, 12), 56, 0),
        (date(2024, 8, 13), 57, 1),
    ],
)
def test_the_clock_counts_from_the_day_of_the_report(workspace: Workspace, today: date, day: int | None, overdue_by: int) -> None:
    found = standing(workspace, WITH_LOGO, today)
    assert (found.day, found.days, found.last_day, found.overdue_by) == (day, 56, date(2024, 8, 12), overdue_by)
    assert found.needs_somebody_at_once == (overdue_by > 0)


def test_the_clock_of_what_is_published_has_stopped(workspace: Workspace) -> None:
    found = standing(workspace, EASTMARCH, date(2026, 1, 1))
    assert (found.state, found.day, found.days, found.last_day, found.overdue_by) == ("copies sent", None, 56, date(2023, 1, 2), 0)


def test_before_2017_there_is_no_clock(workspace: Workspace) -> None:
    found = standing(workspace, SLUG, date(2026, 1, 1))
    assert (found.day, found.days, found.last_day, found.overdue_by) == (None, None, None, 0)


def test_the_fictional_mayors_response_waits_for_two_approvals(workspace: Workspace) -> None:
    found = standing(workspace, WITH_LOGO, date(2024, 8, 1))
    assert found.state == "for approval"
    assert [(each.role, each.standing) for each in found.required] == [("Chief Executive", "missing"), ("Mayor", "missing")]
    assert found.next.who == "the Chief Executive and the Mayor"


def test_actions_are_overdue_from_the_day_after_they_were_due_whether_published_or_not(workspace: Workspace) -> None:
    on_the_day, day_after = (standing(workspace, WITH_LOGO, date(2024, 9, day)) for day in (13, 14))
    assert len(day_after.overdue_actions) == len(on_the_day.overdue_actions) + 1
    (new,) = set(day_after.overdue_actions) - set(on_the_day.overdue_actions)
    assert new.action.startswith("The second action on recommendation 1")
    assert new.due_on.isoformat() == "2024-09-13"
    assert new.path[-2:] == ("force_actions", 1)
    assert standing(workspace, EASTMARCH, date(2026, 1, 1)).overdue_actions


def test_a_response_that_cannot_be_read_has_its_place_too(workspace: Workspace) -> None:
    file = workspace.response_file(SLUG)
    file.write_text("report: {title: A report\n", encoding="utf-8")
    found = standing(workspace, SLUG, date(2026, 1, 1))
    assert (found.state, found.next.who, found.title) == ("cannot be read", "the office", None)
    assert found.next.what.startswith("put right response.yaml, line 1: ")
    assert found.errors
    assert found.needs_somebody_at_once


def test_what_cannot_be_read_comes_before_an_earlier_question_that_is_not_answered(workspace: Workspace) -> None:
    file = workspace.response_file(SLUG)
    text = file.read_text(encoding="utf-8")
    file.write_text(f"# CHECK: Is it right?\n{text}nonsense: 1\n", encoding="utf-8")
    last = len(text.splitlines()) + 2
    found = standing(workspace, SLUG, date(2026, 1, 1))
    assert found.errors == 2
    assert found.next.what.startswith(f"put right response.yaml, line {last}: ")


def test_a_response_without_law_keeps_its_title(workspace: Workspace) -> None:
    file = workspace.response_file(SLUG)
    text = file.read_text(encoding="utf-8").replace("published_on: 2015-07-21", "published_on: 1990-07-21")
    file.write_text(text, encoding="utf-8")
    found = standing(workspace, SLUG, date(2026, 1, 1))
    assert found.state == "cannot be read"
    assert found.title
    assert found.report_published_on == date(1990, 7, 21)


def test_a_damaged_record_says_so(workspace: Workspace) -> None:
    found = standing(workspace, SLUG, date(2026, 1, 1), damage="record.json is not as the program writes it.")
    assert (found.state, found.next) == ("cannot be read", NextStep("the office", "record.json is not as the program writes it."))


def test_what_is_recorded_is_published_whatever_the_approvals_are(workspace: Workspace) -> None:
    publish(workspace, WITH_LOGO)
    found = standing(workspace, WITH_LOGO, date(2024, 8, 1))
    assert (found.state, found.published_as) == ("published", 1)
    assert standing(workspace, WITH_LOGO, date(2024, 8, 6)).next == NextStep("nobody", "")


def test_what_was_changed_since_is_to_be_published_again_and_a_comment_is_no_change(workspace: Workspace) -> None:
    import msgspec

    from pccresponse.pipeline.record import as_json

    version = publish(workspace, WITH_LOGO)
    file = workspace.response_file(WITH_LOGO)
    content = standing(workspace, WITH_LOGO, date(2024, 8, 6)).version
    kept = msgspec.structs.replace(version, content=content, approvals=(GivenApproval("Mayor", "Al", date(2024, 8, 1), "0" * 64),))
    (file.parent / "record.json").write_bytes(as_json(History(slug=WITH_LOGO, versions=(kept,))))
    file.write_text(file.read_text(encoding="utf-8") + "# nothing\n", encoding="utf-8")
    assert standing(workspace, WITH_LOGO, date(2024, 8, 6)).next == NextStep("nobody", "")
    file.write_text(file.read_text(encoding="utf-8").replace("1,340", "1,341"), encoding="utf-8")
    assert standing(workspace, WITH_LOGO, date(2024, 8, 6)).next.what.startswith("approve version ")
    office = file.parent / "office.yaml"
    office.write_text(office.read_text(encoding="utf-8").partition("required_approvals")[0], encoding="utf-8")
    assert standing(workspace, WITH_LOGO, date(2024, 8, 6)).next.what == "publish the change as a new version"


def test_an_edition_that_may_still_change_is_in_the_way_of_an_approval(workspace: Workspace) -> None:
    file = workspace.response_file(WITH_LOGO)
    file.write_text(file.read_text(encoding="utf-8").replace('edition: "2026"', ""), encoding="utf-8")
    found = standing(workspace, WITH_LOGO, date(2024, 8, 1))
    assert found.state == "draft"
    assert "must name its edition" in found.next.what


def test_the_most_urgent_comes_first() -> None:
    def at(state: str, last_day: date | None, slug: str) -> ResponseStatus:
        return ResponseStatus(slug=slug, state=state, next=NextStep("nobody", ""), last_day=last_day)  # type: ignore[arg-type]

    order = [
        at("cannot be read", None, "a"),
        at("for approval", date(2024, 1, 1), "z"),
        at("draft", date(2024, 2, 1), "c"),
        at("with the chief officer", date(2024, 3, 1), "b"),
        at("draft", None, "y"),
        at("published", date(2023, 1, 1), "x"),
        at("copies sent", date(2022, 1, 1), "v"),
        at("copies sent", None, "w"),
    ]
    assert most_urgent_first(reversed(order)) == order


def test_an_old_record_without_approvals_is_still_read(workspace: Workspace) -> None:
    publish(workspace, WITH_LOGO)
    record = workspace.responses / WITH_LOGO / "record.json"
    text = record.read_text(encoding="utf-8")
    old = text.replace('      "content": null,\n', "").replace('      "approvals": [],\n', "")
    assert old != text
    record.write_text(old, encoding="utf-8")
    history = read_history(record.parent, within=workspace.root)
    assert history
    assert (history.versions[0].content, history.versions[0].approvals) == (None, ())
