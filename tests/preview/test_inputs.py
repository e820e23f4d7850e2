"""Whether anything changed that a response is made from."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pccresponse.pipeline.checking import Checked, check
from pccresponse.preview.refresh import Inputs, Refresher, inputs_of, is_gone_or_empty
from pccresponse.workspace import Workspace
from tests.small_workspaces import small_workspace

SLUG = "2015-07-21-one"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return small_workspace(tmp_path / "w", [SLUG, "2015-07-22-two"])


def seen(workspace: Workspace) -> Inputs:
    return inputs_of(workspace.responses / SLUG / "response.yaml", workspace)


@pytest.mark.parametrize(
    "name",
    [
        "responses/2015-07-21-one/response.yaml",
        "responses/2015-07-21-one/report.pdf",
        "responses/2015-07-21-one/office.yaml",
        "responses/office.yaml",
        "responses/logo.png",
        "templates/plain/comments.html.j2",
        "templates/plain/edition.yaml",
        "templates/plain/fonts/another.ttf",
        "templates/another/edition.yaml",
    ],
)
def test_a_file_that_has_a_part_in_it_is_looked_at(name: str, workspace: Workspace) -> None:
    before = seen(workspace)
    assert before == seen(workspace)
    path = workspace.root / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes((path.read_bytes() if path.exists() else b"") + b"\n# more\n")
    assert seen(workspace) != before
    path.unlink()
    assert seen(workspace) != before or name not in dict(before)


@pytest.mark.parametrize(
    "name", ["responses/2015-07-22-two/response.yaml", "build/x.pdf", "responses/2015-07-21-one/published/1/x.pdf", "notes.txt"]
)
def test_a_file_that_has_none_is_not(name: str, workspace: Workspace) -> None:
    before = seen(workspace)
    path = workspace.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"# something\n")
    assert seen(workspace) == before


def test_the_same_bytes_are_no_change_whatever_their_time(workspace: Workspace) -> None:
    before = seen(workspace)
    os.utime(workspace.response_file(SLUG), (1, 1))
    assert seen(workspace) == before


@pytest.mark.parametrize("size", [10, 3 << 20])
def test_other_bytes_of_the_same_length_are_a_change(size: int, workspace: Workspace) -> None:
    report = workspace.responses / SLUG / "report.pdf"
    report.write_bytes(b"a" * size)
    before = seen(workspace)
    report.write_bytes(b"b" * size)
    os.utime(report, (2, 2))
    assert seen(workspace) != before


def test_a_folder_that_leads_out_of_the_workspace_is_not_looked_into(workspace: Workspace, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (workspace.responses / "linked").symlink_to(outside, target_is_directory=True)
    file = workspace.responses / "linked" / "response.yaml"
    before = inputs_of(file, workspace)
    (outside / "response.yaml").write_text("secret")
    assert inputs_of(file, workspace) == before


def test_what_is_gone_or_empty_may_be_half_saved(workspace: Workspace) -> None:
    file = workspace.response_file(SLUG)
    assert not is_gone_or_empty(file, workspace)
    whole = file.read_bytes()
    file.write_bytes(b"")
    assert is_gone_or_empty(file, workspace)
    file.unlink()
    assert is_gone_or_empty(file, workspace)
    file.write_bytes(whole)
    (workspace.responses / "office.yaml").write_bytes(b"")
    assert is_gone_or_empty(file, workspace)


@pytest.mark.parametrize("name", [f"{SLUG}/response.yaml", "office.yaml"])
def test_a_file_that_was_empty_only_while_it_was_read_is_read_again(
    name: str, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = workspace.responses / name
    content = file.read_bytes()

    def check_in_the_middle_of_a_save(*arguments: Any, **more: Any) -> Checked:
        file.write_bytes(b"")
        try:
            return check(*arguments, **more)
        finally:
            file.write_bytes(content)

    refresher = Refresher(SLUG, workspace, lambda: date(2026, 11, 22))
    with monkeypatch.context() as patched:
        patched.setattr("pccresponse.preview.refresh.check", check_in_the_middle_of_a_save)
        empty = refresher.refresh()
    assert empty is not None
    assert empty.broken
    again = refresher.refresh()
    assert again is not None
    assert not again.broken
    assert refresher.refresh() is None
