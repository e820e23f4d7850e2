"""What changed since the last commit, or why nobody can say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pccresponse.compare import Side, side_called
from pccresponse.pipeline.checking import check
from pccresponse.preview import since_commit
from pccresponse.preview.page_content import ShownChanges
from pccresponse.preview.since_commit import LastCommit
from pccresponse.publishing.git import Git, git_in
from pccresponse.workspace import Workspace
from tests.repositories import TestRepository
from tests.small_workspaces import TODAY, small_workspace, write_response

SLUG = "2015-07-21-one"
IDENTIFIERS = {"comments": frozenset({"summary", "comments"})}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return small_workspace(tmp_path / "w", [SLUG])


def changes_of(commit: LastCommit, workspace: Workspace) -> ShownChanges:
    checked = check(workspace.response_file(SLUG), workspace, today=TODAY)
    return commit.changes(checked, IDENTIFIERS)


def looked(workspace: Workspace) -> LastCommit:
    commit = LastCommit(workspace, SLUG)
    commit.refresh(TODAY)
    return commit


def test_without_a_repository_it_is_said_how_to_begin_one(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(workspace.root.parent))
    assert "is not in a git repository" in changes_of(looked(workspace), workspace).unavailable


def test_without_a_commit_it_is_said_that_there_is_none(workspace: Workspace) -> None:
    TestRepository(workspace.root)
    assert changes_of(looked(workspace), workspace).unavailable == "The repository has no commits yet."


def test_a_response_that_was_never_committed_has_nothing_to_be_compared_with(workspace: Workspace) -> None:
    repository = TestRepository(workspace.root)
    (workspace.responses / SLUG).rename(workspace.root / "away")
    (workspace.responses / "other").mkdir()
    (workspace.responses / "other" / "response.yaml").write_text("report: {}\n")
    repository.commit("Another", "2015-08-01")
    (workspace.root / "away").rename(workspace.responses / SLUG)
    assert changes_of(looked(workspace), workspace).unavailable == f"At HEAD there was no response called {SLUG}."


def test_what_was_committed_broken_cannot_be_compared(workspace: Workspace) -> None:
    file = workspace.response_file(SLUG)
    whole = file.read_text()
    file.write_text("report: [\n")
    TestRepository(workspace.root).commit("Broken", "2015-08-01")
    file.write_text(whole)
    unavailable = changes_of(looked(workspace), workspace).unavailable
    assert unavailable == "Your last commit cannot be read, so nothing can be compared with it."


def test_without_git_it_is_said(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert changes_of(looked(workspace), workspace).unavailable == "Git is not installed on this machine."


def test_a_change_is_told_by_what_it_is_about_and_where_it_is_seen(workspace: Workspace) -> None:
    name = TestRepository(workspace.root).commit("Begin", "2015-08-01")
    commit = looked(workspace)
    nothing = changes_of(commit, workspace)
    assert (nothing.since, nothing.groups, nothing.unavailable) == (f"the last commit, {name[:7]}", (), "")
    write_response(workspace, SLUG, "Something, and more of it.")
    (group,) = changes_of(commit, workspace).groups
    (subject,) = group.subjects
    assert (group.heading, subject.what, subject.anchor) == ("The rest of the response", "The report", "summary")
    (change,) = subject.changes
    assert (change.field, change.kind, change.was, change.now) == (
        "summary",
        "reworded",
        "Nothing much.",
        "Something, and more of it.",
    )
    assert [(passage.was, passage.now) for passage in change.passages] == [("Nothing much.", "Something, and more of it.")]


def test_a_save_asks_git_nothing_and_a_commit_does(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = TestRepository(workspace.root)
    repository.commit("Begin", "2015-08-01")
    commit = looked(workspace)
    asked: list[Path] = []

    def counted(folder: Path) -> Git:
        asked.append(folder)
        return git_in(folder)

    monkeypatch.setattr("pccresponse.preview.since_commit.git_in", counted)
    write_response(workspace, SLUG, "Something else.")
    assert not commit.refresh(TODAY)
    assert not asked
    repository.commit("Go on", "2015-08-02")
    assert commit.refresh(TODAY)
    assert asked
    assert changes_of(commit, workspace).groups == ()


def test_a_commit_that_is_none_of_ours_is_no_news(workspace: Workspace) -> None:
    repository = TestRepository(workspace.root)
    repository.commit("Begin", "2015-08-01")
    commit = looked(workspace)
    repository.git("update-index", "--refresh")
    assert not commit.refresh(TODAY)


def test_another_day_is_another_look(workspace: Workspace) -> None:
    TestRepository(workspace.root).commit("Begin", "2015-08-01")
    commit = looked(workspace)
    assert commit.refresh(date(2026, 11, 23))
    assert not commit.refresh(date(2026, 11, 23))


def test_a_repository_that_is_begun_while_the_page_is_open_is_found(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(workspace.root.parent))
    commit = looked(workspace)
    assert "is not in a git repository" in changes_of(commit, workspace).unavailable
    TestRepository(workspace.root).commit("Begin", "2015-08-01")
    assert commit.refresh(TODAY)
    assert commit.folder == workspace.root / ".git"
    assert changes_of(commit, workspace).unavailable == ""


def test_a_commit_made_while_the_last_one_is_read_is_seen_at_the_next_look(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = TestRepository(workspace.root)
    repository.commit("Begin", "2015-08-01")
    commit = looked(workspace)
    write_response(workspace, SLUG, "Something else.")
    repository.git("add", "--all")
    names: list[str] = []

    def committing_meanwhile(name: str, root: Path, *, today: date) -> Side:
        if not names:
            names.append(repository.commit("Reword", "2015-08-02"))
        return side_called(name, root, today=today)

    again = LastCommit(workspace, SLUG)
    monkeypatch.setattr(since_commit, "side_called", committing_meanwhile)
    again.refresh(TODAY)
    for looker in (commit, again):
        assert looker.refresh(TODAY)
        assert changes_of(looker, workspace).since == f"the last commit, {names[0][:7]}"
