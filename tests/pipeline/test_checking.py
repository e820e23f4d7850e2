"""`check` sees what the record says, so that a date which somebody typed is not taken for a publication."""

from __future__ import annotations

from pathlib import Path

import pytest

from pccresponse.cli import main
from tests.published import WITH_LOGO, publish, workspace_with

A_DAY_LATE = "2024-08-13"
"""The last day to publish was 12 August 2024, and the response plans 6 August."""


def overdue(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> bool:
    """What the command says of the response in the workspace."""
    monkeypatch.chdir(folder)
    monkeypatch.setattr("sys.argv", ["pccresponse", "check", WITH_LOGO, "--today", A_DAY_LATE])
    with pytest.raises(SystemExit):
        main()
    said = capsys.readouterr().out
    assert "1 response checked" in said
    told = "S55-5A-OVERDUE: Publication is overdue by 1 day: the last day was Monday 12 August 2024. Publication was planned for"
    return told in " ".join(said.split())


def test_a_planned_day_without_a_record_is_overdue_until_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = workspace_with(tmp_path, WITH_LOGO)
    assert overdue(tmp_path, monkeypatch, capsys)
    publish(workspace, WITH_LOGO)
    assert not overdue(tmp_path, monkeypatch, capsys)
    (workspace.responses / WITH_LOGO / "record.json").write_text("{}")
    assert not overdue(tmp_path, monkeypatch, capsys), "a record that cannot be read tells of a publication"
