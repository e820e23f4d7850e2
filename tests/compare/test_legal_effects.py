"""What a change does in law, as sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from pccresponse.compare import difference_between, side_called
from pccresponse.workspace import Workspace
from tests.published import TODAY, WITH_LOGO, workspace_with


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return workspace_with(tmp_path, WITH_LOGO)


def effects(workspace: Workspace, old: str, new: str, *, file: str = "response.yaml") -> tuple[str, ...]:
    """What comes of putting `new` for the one place where the file has `old`."""
    before = side_called(WITH_LOGO, workspace.root, today=TODAY)
    path = workspace.responses / WITH_LOGO / file
    text = path.read_text("utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), "utf-8")
    return difference_between(before, side_called(WITH_LOGO, workspace.root, today=TODAY)).in_law


def test_another_day_of_the_report_moves_the_last_day(workspace: Workspace) -> None:
    said = effects(workspace, "published_on: 2024-06-18", "published_on: 2024-06-19")
    assert said[0] == "The last day to publish moves from Monday 12 August 2024 to Tuesday 13 August 2024: section 55(5A)."


def test_an_earlier_law_has_no_last_day_and_no_inspectors(workspace: Workspace) -> None:
    departure = "departure:\n  apply_law_of: 2015-07-21\n  reason: It was agreed.\n\nreport:\n"
    said = effects(workspace, "report:\n", departure)
    assert said[0].startswith("Section 55 now applies as in force from 22 November 2012. Before, it applied as in force from")
    assert "Each recommendation no longer needs to be explained: section 55(5B)." in said
    assert "You no longer have to send a copy to the inspectors of constabulary: section 55(6)." in said
    assert "The document submission-inspectors.pdf is no longer made." in said


def test_a_recommendation_that_lost_its_explanation_is_an_error_too(workspace: Workspace) -> None:
    text = (workspace.responses / WITH_LOGO / "response.yaml").read_text("utf-8")
    start = text.index("          explanation:")
    end = text.index("          # What the force does", start)
    said = effects(workspace, text[start:end], "")
    assert said[0] == "Recommendation 1 is no longer explained: section 55(5B)."
    assert said[1].startswith("Now an error, S55-5B: Recommendation 1 says what the force does")
    assert len(said) == 2


def test_a_recommendation_that_is_explained_again_is_told_so(workspace: Workspace) -> None:
    text = (workspace.responses / WITH_LOGO / "response.yaml").read_text("utf-8")
    start = text.index("          explanation:")
    end = text.index("          # What the force does", start)
    effects(workspace, text[start:end], "")
    said = effects(workspace, "          # What the force does", f"{text[start:end]}          # What the force does")
    assert said[0] == "Recommendation 1 is now explained: section 55(5B)."
    assert said[1].startswith("No longer an error, S55-5B: ")


def explanation_of_recommendation_4(workspace: Workspace) -> str:
    text = (workspace.responses / WITH_LOGO / "response.yaml").read_text("utf-8")
    start = text.index("          explanation:", text.index("        - label: 4\n"))
    return text[start : text.index("          force_actions:", start)]


def test_a_recommendation_that_is_answered_with_another_is_still_explained(workspace: Workspace) -> None:
    assert effects(workspace, explanation_of_recommendation_4(workspace), "          answered_with: 5\n") == ()


def test_a_recommendation_loses_its_explanation_with_the_one_that_has_it(workspace: Workspace) -> None:
    effects(workspace, explanation_of_recommendation_4(workspace), "          answered_with: 5\n")
    text = (workspace.responses / WITH_LOGO / "response.yaml").read_text("utf-8")
    start = text.index("          explanation:", text.index("        - label: 5\n"))
    said = effects(workspace, text[start : text.index("          force_actions:", start)], "")
    assert said[:2] == (
        "Recommendation 4 is no longer explained: section 55(5B).",
        "Recommendation 5 is no longer explained: section 55(5B).",
    )


def test_of_a_recommendation_answered_in_another_response_nothing_certain_is_said(workspace: Workspace) -> None:
    explanation, elsewhere = explanation_of_recommendation_4(workspace), '          answered_in: {title: "A national report"}\n'
    assert effects(workspace, explanation, elsewhere)[0] == (
        "Recommendation 4 is no longer explained here, but answered in another response. "
        "Section 55(5B) does not say whether that is enough."
    )
    assert effects(workspace, elsewhere, "")[0] == (
        "Recommendation 4 is no longer answered in another response, and is not explained: section 55(5B)."
    )
    assert effects(workspace, "        - label: 4\n", f"        - label: 4\n{elsewhere}")[0] == (
        "Recommendation 4 is now answered in another response. Section 55(5B) does not say whether that is enough."
    )
    assert effects(workspace, elsewhere, explanation)[0] == "Recommendation 4 is now explained: section 55(5B)."


def test_another_office_holder_is_another_signature(workspace: Workspace) -> None:
    said = effects(workspace, "name: Orla Wintersgate", "name: Somebody Else", file="office.yaml")
    (signed,) = (each for each in said if "Orla" in each)
    assert signed.startswith("The comments, the covering letters and the invitation are in the name of Somebody Else, ")
    assert "Before: Orla Wintersgate, Mayor of Westshire." in signed


def test_steps_of_the_section_are_said_to_be_on_record(workspace: Workspace) -> None:
    said = effects(workspace, "chief_officer_comments: none received", "# nothing")
    assert "It is no longer on record whether the chief officer submitted comments: section 55(5)(b)." in said


def test_what_is_not_recorded_or_has_no_date_is_not_said_to_be_on_record(workspace: Workspace) -> None:
    said = effects(workspace, "chief_officer_comments: none received", "chief_officer_comments: not recorded")
    assert "It is no longer on record whether the chief officer submitted comments: section 55(5)(b)." in said
    said = effects(workspace, "chief_officer_comments: not recorded", "# nothing")
    assert not [each for each in said if "on record" in each]
    said = effects(workspace, "invitation:\n  sent_on: 2024-06-20\n", "invitation:\n")
    assert "It is no longer on record that the chief officer was invited to comment: section 55(4)." in said


def test_a_word_in_the_prose_does_nothing_in_law(workspace: Workspace) -> None:
    assert effects(workspace, "Calls wait too long", "Calls wait far too long") == ()


def test_the_errors_of_a_finding_move_with_it(workspace: Workspace) -> None:
    """Both recommendations lack an explanation before and after; only their places, and so the words for them, are others."""
    path = workspace.responses / WITH_LOGO / "response.yaml"
    head = "report:\n  title: A\n  kind: force\n  published_on: 2024-06-18\nfindings:\n  recommendations:\n"
    path.write_text(f"{head}    - text: The force should begin.\n    - text: Somebody might go on.\nreference: A\n", "utf-8")
    swapped = "    - text: Somebody might go on.\n    - text: The force should begin.\nreference: B\n"
    assert effects(workspace, path.read_text("utf-8").removeprefix(head), swapped) == ()


def test_errors_that_are_gone_are_told(workspace: Workspace) -> None:
    text = (workspace.responses / WITH_LOGO / "response.yaml").read_text("utf-8")
    path = workspace.responses / WITH_LOGO / "response.yaml"
    path.write_text(text.replace("published_on: 2024-06-18", "published_on: 2024-10-14", 1), "utf-8")
    said = effects(workspace, "published_on: 2024-10-14", "published_on: 2024-06-18")
    assert said[0] == "The last day to publish moves from Sunday 8 December 2024 to Monday 12 August 2024: section 55(5A)."
    assert len(said) == 6
    assert all(each.startswith("No longer an error, DATES: ") for each in said[1:])
