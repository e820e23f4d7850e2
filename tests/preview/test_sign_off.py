"""Sign-off in the state of the page: filled from the files and the record, and kept while they cannot be read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest

from pccresponse.case.version import RoleApproval
from pccresponse.models.response import Approval
from pccresponse.preview.page_content import SignOff
from pccresponse.preview.page_state import PageState
from pccresponse.preview.refresh import Refresher
from pccresponse.workspace import Workspace
from tests.published import WITH_LOGO, publish, workspace_with

pytestmark = pytest.mark.slow  # much work for few tests

TODAY = date(2024, 8, 1)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The fictional mayor's response, which waits for two approvals."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    return workspace_with(tmp_path / "w", WITH_LOGO)


@pytest.fixture
def page(workspace: Workspace) -> PageState:
    return PageState(Refresher(WITH_LOGO, workspace, lambda: TODAY))


def shown(page: PageState) -> SignOff:
    snapshot = page.refresher.refresh()
    assert snapshot is not None, "nothing was noticed"
    page.put(snapshot)
    assert page.state
    assert page.state.sign_off
    return page.state.sign_off


def append(workspace: Workspace, text: str) -> None:
    file = workspace.response_file(WITH_LOGO)
    file.write_text(file.read_text() + text)


def approval(role: str, version: str) -> str:
    return f'  - {{role: {role}, name: Orla Wintersgate, on: 2024-07-31, version: "{version}"}}\n'


def test_it_says_the_state_the_version_the_roles_and_who_acts_next(page: PageState) -> None:
    found = shown(page)
    assert (found.state, found.who, found.what) == (
        "for approval",
        "the Chief Executive and the Mayor",
        f"approve version {found.short}",
    )
    assert (len(found.version), found.short) == (64, found.version[:8])
    assert found.roles == (
        RoleApproval(role="Chief Executive", required=True, standing="missing"),
        RoleApproval(role="Mayor", required=True, standing="missing"),
    )


def test_an_approval_is_shown_and_is_stale_after_an_edit(page: PageState, workspace: Workspace) -> None:
    version = shown(page).version
    append(workspace, f"approvals:\n{approval('Mayor', version)}{approval('Panel', '0' * 64)}")
    found = shown(page)
    assert found.version == version
    mayor = Approval(role="Mayor", name="Orla Wintersgate", on=date(2024, 7, 31), version=version)
    panel = msgspec.structs.replace(mayor, role="Panel", version="0" * 64)
    assert found.roles[1:] == (
        RoleApproval(role="Mayor", required=True, standing="fresh", approval=mayor, position=0),
        RoleApproval(role="Panel", required=False, standing="stale", approval=panel, position=1),
    )
    assert found.who == "the Chief Executive"
    file = workspace.response_file(WITH_LOGO)
    file.write_text(file.read_text().replace("1,340", "1,341"))
    after = shown(page)
    assert after.version != version
    assert (after.roles[1].standing, after.roles[1].approval) == ("stale", mayor)


def test_a_publication_from_another_terminal_is_noticed(page: PageState, workspace: Workspace) -> None:
    assert shown(page).state == "for approval"
    publish(workspace, WITH_LOGO)
    found = shown(page)
    assert found.state == "published, version 1 in the record"
    assert found.who == "the office"


def test_a_damaged_record_is_told_and_the_approvals_are_known_all_the_same(page: PageState, workspace: Workspace) -> None:
    before = shown(page)
    record = workspace.responses / WITH_LOGO / "record.json"
    record.write_text("{}")
    found = shown(page)
    assert (found.state, found.who) == ("cannot be read", "the office")
    assert "record.json of" in found.what
    assert (found.version, found.roles) == (before.version, before.roles)
    record.unlink()
    assert shown(page) == before


def test_while_the_files_cannot_be_read_the_approvals_stay_and_who_mends_them_is_told(
    page: PageState, workspace: Workspace
) -> None:
    before = shown(page)
    file = workspace.response_file(WITH_LOGO)
    whole = file.read_text()
    file.write_text(whole.replace("report:\n", "report: {\n", 1))
    found = shown(page)
    assert (found.state, found.who) == ("cannot be read", "the office")
    assert found.what.startswith("put right response.yaml, line ")
    assert (found.version, found.short, found.roles) == (before.version, before.short, before.roles)
    file.write_text(whole)
    assert shown(page) == before


def test_of_what_could_never_be_read_there_is_no_version(page: PageState, workspace: Workspace) -> None:
    workspace.response_file(WITH_LOGO).write_text("report: [\n")
    found = shown(page)
    assert (found.state, found.version, found.short, found.roles) == ("cannot be read", "", "", ())


def test_a_comment_makes_no_other_version_and_tells_nobody_anything(page: PageState, workspace: Workspace) -> None:
    before = shown(page)
    append(workspace, "# a comment\n")
    assert shown(page) == before
