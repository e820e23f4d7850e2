"""Whether an approval may be written down, and what is said of it, to whoever asks."""

from __future__ import annotations

from datetime import date

import pytest

from pccresponse.case.version import approvals_of
from pccresponse.foundation.errors import WrongUseError
from pccresponse.pipeline.checking import Checked, check
from pccresponse.workflow.approving import LONGEST, Decision, Given, NearlyRequiredError, decide, given
from pccresponse.workspace import Workspace
from tests.small_workspaces import small_workspace

SLUG = "2015-07-21-one"
DAY = date(2015, 9, 1)


@pytest.fixture
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Two approvals are required of a response without errors."""
    made = small_workspace(tmp_path_factory.mktemp("w") / "w", [SLUG])
    office = made.responses / "office.yaml"
    office.write_text(office.read_text() + "required_approvals: [Mayor, Chief Executive]\n")
    return made


def checked(workspace: Workspace) -> Checked:
    return check(workspace.response_file(SLUG), workspace, today=DAY)


def version(workspace: Workspace) -> str:
    case = checked(workspace).case
    assert case
    return approvals_of(case).version


def decided(workspace: Workspace, wanted: Given) -> Decision:
    return decide(wanted, checked(workspace), workspace.response_file(SLUG), workspace)


def test_what_is_approved_is_written_and_who_is_left_is_told(workspace: Workspace) -> None:
    before, seen = workspace.response_file(SLUG).read_bytes(), version(workspace)
    decision = decided(workspace, given(role=" mayor", name="Al  Moss", on=DAY, seen=seen[:8].upper()))
    assert (decision.outcome, decision.stands) == ("approved", True)
    assert decision.sentences == (
        f"Al Moss (Mayor) approves version {seen[:8]}, on 1 September 2015.",
        "Still to approve: Chief Executive.",
    )
    after = workspace.response_file(SLUG).read_bytes()
    assert after.startswith(before)
    assert after[len(before) :].decode() == (
        f'\napprovals:\n  - role: Mayor\n    name: Al Moss\n    on: 2015-09-01\n    version: "{seen}"\n'
    )
    last = decided(workspace, given(role="Chief Executive", name="Jo Bell", on=DAY))
    assert last.sentences == (f"Jo Bell (Chief Executive) approves version {seen[:8]}, on 1 September 2015.",)


def test_what_was_approved_already_is_not_written_again(workspace: Workspace) -> None:
    decided(workspace, given(role="Mayor", name="Al Moss", on=DAY))
    before = workspace.response_file(SLUG).read_bytes()
    decision = decided(workspace, given(role="MAYOR", name="al moss", on=date(2015, 9, 2)))
    assert (decision.outcome, decision.stands) == ("approved already", True)
    assert decision.sentence.endswith("on 1 September 2015.")
    assert workspace.response_file(SLUG).read_bytes() == before


def test_no_other_version_than_was_read_is_approved(workspace: Workspace) -> None:
    before = workspace.response_file(SLUG).read_bytes()
    decision = decided(workspace, given(role="Mayor", name="Al Moss", on=DAY, seen="0" * 64))
    assert (decision.outcome, decision.stands) == ("another version", False)
    now = version(workspace)[:8]
    assert decision.sentence == f"not approved. The content is now version {now}, not 00000000. Read it first."
    assert workspace.response_file(SLUG).read_bytes() == before


def test_what_cannot_be_read_is_not_approved(workspace: Workspace) -> None:
    workspace.response_file(SLUG).write_text("report: [\n")
    decision = decided(workspace, given(role="Mayor", name="Al Moss", on=DAY))
    assert (decision.outcome, decision.stands) == ("cannot be read", False)
    assert workspace.response_file(SLUG).read_text() == "report: [\n"


def test_a_slip_in_the_role_is_refused_and_another_role_is_not(workspace: Workspace) -> None:
    with pytest.raises(NearlyRequiredError, match='an approval by the "Cheif Executive"') as refused:
        decided(workspace, given(role="Cheif Executive", name="Al Moss", on=DAY))
    assert (refused.value.required, refused.value.remedy) == ("Chief Executive", 'Did you mean "Chief Executive"?')
    decision = decided(workspace, given(role="Panel", name="Kit", on=DAY))
    assert decision.sentences[1] == "Still to approve: Mayor, Chief Executive."


@pytest.mark.parametrize("typed", ["", " \t\n", "a\x07b", "\u202eevil", "\ud800", "x" * (LONGEST + 1)])
def test_what_cannot_be_written_down_is_refused(typed: str) -> None:
    assert given(role="x" * LONGEST, name="é", on=DAY).name == "é"
    with pytest.raises(WrongUseError, match="That role cannot be saved"):
        given(role=typed, name="Al Moss", on=DAY)
    with pytest.raises(WrongUseError, match="That name cannot be saved"):
        given(role="Mayor", name=typed, on=DAY)


@pytest.mark.parametrize("seen", ["", "1234567", "1234567g", "0" * 65, "12345678\n", "１２３４５６７８"])
def test_what_can_be_no_version_is_refused(seen: str) -> None:
    with pytest.raises(WrongUseError, match="not the number of a version"):
        given(role="Mayor", name="Al Moss", on=DAY, seen=seen)
