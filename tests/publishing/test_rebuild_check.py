"""What has changed is built again, nothing else, and for the reason that is given."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pccresponse.publishing import building
from pccresponse.publishing.rebuild_check import BUILT_FILE, RebuildCheck, read_built
from pccresponse.workspace import Workspace
from tests.small_workspaces import NAMES, build_what_changed, files_in, settings_for, small_workspace, write_response

ONE, TWO = "2015-07-21-one", "2015-07-22-two"


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = small_workspace(tmp_path_factory.mktemp("built") / "once", (ONE, TWO))
    with_office(workspace.responses / "office.yaml", "logo: {file: logo.png, alternative_text: A mark}\n")
    Image.new("RGB", (60, 20)).save(workspace.responses / "logo.png")
    assert set(build_what_changed(workspace)) == {ONE, TWO}
    return workspace


@pytest.fixture
def workspace(built_once: Workspace, tmp_path: Path) -> Workspace:
    """Two responses that were built, in another place: a workspace may move."""
    shutil.copytree(built_once.root, tmp_path / "moved")
    return Workspace(tmp_path / "moved")


def with_office(path: Path, more: str) -> None:
    path.write_text(path.read_text() + more)


def with_record(workspace: Workspace, slug: str, **changes: Any) -> None:
    """Change what the last build is said to have been made with: the value of each `table__key`."""
    path = workspace.build / slug / BUILT_FILE
    record = json.loads(path.read_bytes())
    for name, value in changes.items():
        record["conditions"][name].update(value)
    path.write_text(json.dumps(record))


def test_nothing_is_built_twice_and_a_touch_changes_nothing(workspace: Workspace) -> None:
    before = files_in(workspace.build)
    assert {Path(path).name for path in before} == {*NAMES, BUILT_FILE}
    for path in [*workspace.responses.rglob("*.*"), *workspace.build.rglob("*.pdf"), *workspace.templates.rglob("*.*")]:
        os.utime(path)
    assert build_what_changed(workspace) == {}
    assert files_in(workspace.build) == before


def test_a_changed_response_is_built_and_no_other(workspace: Workspace) -> None:
    write_response(workspace, ONE, "Much.")
    assert build_what_changed(workspace) == {ONE: ("response.yaml changed",)}
    assert build_what_changed(workspace) == {}


def test_a_new_response_is_built_and_no_other(workspace: Workspace) -> None:
    write_response(workspace, "2016-01-01-new", "New.")
    assert build_what_changed(workspace) == {"2016-01-01-new": ("never built here",)}


def test_the_common_office_is_of_every_response_that_has_none_of_its_own(workspace: Workspace) -> None:
    own = workspace.responses / ONE / "office.yaml"
    shutil.copy(workspace.responses / "office.yaml", own)
    shutil.copy(workspace.responses / "logo.png", own.parent)
    assert build_what_changed(workspace) == {ONE: ("its own office.yaml is there now",)}
    with_office(workspace.responses / "office.yaml", "telephone: 01226 000000\n")
    assert build_what_changed(workspace) == {TWO: ("office.yaml changed",)}
    with_office(own, "telephone: 01226 000001\n")
    assert build_what_changed(workspace) == {ONE: ("office.yaml changed",)}
    own.unlink()
    assert build_what_changed(workspace) == {ONE: ("its own office.yaml is gone",)}
    assert build_what_changed(workspace) == {}


def test_a_changed_logo_is_of_every_response_with_that_office(workspace: Workspace) -> None:
    Image.new("RGB", (60, 20), "white").save(workspace.responses / "logo.png")
    reason = ("the logo responses/logo.png changed",)
    assert build_what_changed(workspace) == {ONE: reason, TWO: reason}
    assert build_what_changed(workspace) == {}


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("edition.yaml", "the edition plain changed: edition.yaml"),
        ("comments.html.j2", "the edition plain changed: comments.html.j2"),
        ("fonts/coverage.txt", "the fonts of the edition plain changed: fonts/coverage.txt"),
    ],
)
def test_a_changed_edition_is_of_every_response_that_names_it(workspace: Workspace, file: str, reason: str) -> None:
    other = workspace.templates / "other"
    shutil.copytree(workspace.templates / "plain", other)
    (other / "edition.yaml").write_text((other / "edition.yaml").read_text().replace("name: plain", "name: other"))
    path = workspace.responses / TWO / "response.yaml"
    path.write_text(path.read_text().replace("edition: plain", "edition: other"))
    assert build_what_changed(workspace) == {TWO: ("response.yaml changed",)}
    changed = workspace.templates / "plain" / file
    changed.write_text(changed.read_text() + ("<!-- -->" if file.endswith("j2") else "\n"))
    assert build_what_changed(workspace) == {ONE: (reason,)}


def test_a_response_that_names_no_edition_is_built_again_when_there_is_a_newer_one(workspace: Workspace) -> None:
    path = workspace.responses / ONE / "response.yaml"
    path.write_text(path.read_text().replace("edition: plain", ""))
    shutil.rmtree(workspace.responses / TWO)
    notes = workspace.templates / "plain" / "edition.yaml"
    notes.write_text(notes.read_text().replace("dated: 2026-11-22", "dated: 2099-01-01\nreleased_on: 2099-01-01"))
    assert set(build_what_changed(workspace)) == {ONE}
    shutil.copytree(workspace.templates / "plain", workspace.templates / "later")
    notes = workspace.templates / "later" / "edition.yaml"
    notes.write_text(notes.read_text().replace("name: plain", "name: later").replace("2099", "2100"))
    assert build_what_changed(workspace) == {ONE: ("it names no edition, and the newest is now later",)}
    assert build_what_changed(workspace) == {}


def test_an_edition_that_is_gone_is_a_reason(workspace: Workspace) -> None:
    shutil.rmtree(workspace.templates)
    rebuild_check = RebuildCheck(workspace, settings_for(workspace).conditions)
    assert rebuild_check.rebuild_of(workspace.response_file(ONE)).reasons == ("the edition plain cannot be used any more",)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"tables": {"bodies.yaml": "0"}}, "the table of the law bodies.yaml changed"),
        ({"tables": {"crowns.yaml": "0"}}, "the table of the law crowns.yaml changed"),
        ({"tools": {"weasyprint": "69.0"}}, "weasyprint 69.0 → "),
        ({"tools": {"pccresponse source": "0"}}, "the program's own source changed"),
        ({"tools": {"gone": "1"}}, "gone 1 → not used any more"),
    ],
)
def test_other_law_tables_and_other_tools_are_reasons(workspace: Workspace, changes: dict[str, Any], reason: str) -> None:
    with_record(workspace, ONE, **changes)
    ((slug, (why,)),) = build_what_changed(workspace).items()
    assert slug == ONE
    assert why.startswith(reason)
    assert build_what_changed(workspace) == {}


def test_a_final_build_follows_a_draft_and_a_draft_a_final_build(workspace: Workspace) -> None:
    reason = ("it was a draft and is to be final",)
    assert build_what_changed(workspace, draft=False) == {ONE: reason, TWO: reason}
    assert build_what_changed(workspace, draft=False) == {}
    assert build_what_changed(workspace)[ONE] == ("it was final and is to be a draft",)


def test_a_document_that_is_missing_or_was_altered_is_made_again(workspace: Workspace) -> None:
    before = files_in(workspace.build)
    (workspace.build / ONE / "comments.pdf").unlink()
    altered = workspace.build / TWO / "panel-report.pdf"
    altered.write_bytes(altered.read_bytes()[:-1] + b"?")
    assert build_what_changed(workspace) == {
        ONE: ("comments.pdf is missing",),
        TWO: ("panel-report.pdf is not the one that was built",),
    }
    after = files_in(workspace.build)
    assert {path: pdf for path, pdf in after.items() if path.endswith(".pdf")} == {
        path: pdf for path, pdf in before.items() if path.endswith(".pdf")
    }


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format": 99}', b"\xff"])
def test_a_record_that_cannot_be_read_is_a_reason_and_not_an_error(workspace: Workspace, content: bytes) -> None:
    (workspace.build / ONE / BUILT_FILE).write_bytes(content)
    assert build_what_changed(workspace) == {ONE: ("the record of the last build cannot be read",)}


def test_a_file_that_changes_while_it_is_built_is_found_to_have_changed(workspace: Workspace) -> None:
    write_response(workspace, ONE, "Changed.")
    steps = building.building(workspace.response_file(ONE), settings_for(workspace))
    assert next(steps) == "comments"
    write_response(workspace, ONE, "Changed while it was being built.")
    assert list(steps)
    assert build_what_changed(workspace) == {ONE: ("response.yaml changed",)}


def test_the_errors_of_a_draft_are_remembered(workspace: Workspace) -> None:
    path = workspace.responses / ONE / "response.yaml"
    path.write_text(path.read_text().replace("chief_officer_comments: none received\n", ""))
    assert set(build_what_changed(workspace)) == {ONE}
    standing = RebuildCheck(workspace, settings_for(workspace).conditions).rebuild_of(workspace.response_file(ONE))
    assert standing.reasons == ()
    assert standing.errors >= 1
    built = read_built(workspace.build / TWO)
    assert built
    assert not isinstance(built, str)
    assert built.errors == 0


def with_report(workspace: Workspace, text: str) -> Path:
    """The first response with its report beside it, built."""
    response = workspace.responses / ONE / "response.yaml"
    response.write_text(response.read_text().replace("  kind:", "  file: report.txt\n  kind:", 1))
    report = response.with_name("report.txt")
    report.write_text(text)
    assert build_what_changed(workspace) == {ONE: ("response.yaml changed",)}
    return report


def test_another_report_is_a_reason_to_judge_again_because_what_was_right_may_be_an_error_now(workspace: Workspace) -> None:
    report = with_report(workspace, "The force keeps good records.")
    standing = RebuildCheck(workspace, settings_for(workspace).conditions).rebuild_of(workspace.response_file(ONE))
    assert (standing.reasons, standing.errors) == ((), 0)
    report.write_text("The force keeps poor records.")
    assert build_what_changed(workspace) == {ONE: (f"the report responses/{ONE}/report.txt changed",)}
    standing = RebuildCheck(workspace, settings_for(workspace).conditions).rebuild_of(workspace.response_file(ONE))
    assert (standing.reasons, standing.errors) == ((), 1)


def test_a_report_that_was_only_touched_is_the_same(workspace: Workspace) -> None:
    os.utime(with_report(workspace, "The force keeps good records."), (1, 1))
    assert build_what_changed(workspace) == {}


def test_a_report_that_goes_or_comes_is_a_reason(workspace: Workspace) -> None:
    report = with_report(workspace, "The force keeps good records.")
    reason = {ONE: (f"the report responses/{ONE}/report.txt changed",)}
    report.unlink()
    assert build_what_changed(workspace) == reason
    assert build_what_changed(workspace) == {}
    report.write_bytes(b"")
    assert build_what_changed(workspace) == reason
    assert build_what_changed(workspace) == {}
