"""Counting findings and where they stand."""

from __future__ import annotations

import msgspec
import pytest

from pccresponse.case.case import Case
from pccresponse.models.findings import AreaForImprovement, CauseOfConcern, Explanation, Findings, ForceAction, PositiveFinding
from pccresponse.rendering.tally import progress_of, tally_of
from tests.builders import action, clean_case, explanation, on, recommendation


def with_findings(**fields: object) -> Case:
    case = clean_case()
    findings = Findings(**fields)  # type: ignore[arg-type]
    return msgspec.structs.replace(case, response=msgspec.structs.replace(case.response, findings=findings))


def actions(*statuses: str) -> tuple[ForceAction, ...]:
    return tuple(action(status=status) for status in statuses)


@pytest.mark.parametrize(
    ("statuses", "progress"),
    [
        ((), "no action recorded"),
        (("complete",), "complete"),
        (("complete", "complete"), "complete"),
        (("complete", "in progress"), "in progress"),
        (("complete", "not started"), "in progress"),
        (("not started", "not started"), "not started"),
        (("closed by the inspectorate",), "closed by the inspectorate"),
        (("closed by the inspectorate", "complete"), "complete"),
        (("not recorded",), "not recorded"),
        (("complete", "not recorded"), "not recorded"),
        (("in progress", "not recorded"), "in progress"),
        (("not started", "not recorded"), "not recorded"),
        (("complete", "not started", "not recorded"), "in progress"),
    ],
)
def test_a_finding_stands_where_the_least_finished_action_leaves_it(statuses: tuple[str, ...], progress: str) -> None:
    assert progress_of(actions(*statuses)) == progress


def test_a_cause_of_concern_counts_the_actions_on_its_recommendations() -> None:
    cause = CauseOfConcern(text="A cause.", recommendations=(recommendation(force_actions=actions("not started")),))
    tally = tally_of(with_findings(causes_of_concern=(cause,)))
    assert [(kind.kind, kind.total, kind.standings) for kind in tally.kinds] == [
        ("causes_of_concern", 1, {"not started": 1}),
        ("recommendations", 1, {"not started": 1}),
    ]
    assert tally.asked_of_the_force == 2


def test_findings_addressed_to_others_are_counted_apart() -> None:
    ours = recommendation(addressees=("chief constables",))
    theirs = recommendation(addressees=("Home Office", "College of Policing"))
    both = recommendation(addressees=("Home Office", "local policing bodies"))
    tally = tally_of(with_findings(recommendations=(ours, theirs, both)))
    assert (tally.ours, tally.to_others, tally.to_explain, tally.recommendations_to_others) == (2, 1, 2, 1)


def test_what_only_the_body_is_asked_for_is_not_counted_among_what_the_force_does() -> None:
    ours_alone = recommendation(addressees=("local policing bodies",))
    the_forces = recommendation(addressees=("chief constables",), force_actions=actions("complete"))
    tally = tally_of(with_findings(recommendations=(ours_alone, the_forces)))
    assert tally.ours == 2
    assert tally.standings == {"complete": 1}


def test_what_repeats_or_closes_an_earlier_finding_is_no_new_one() -> None:
    tally = tally_of(
        with_findings(
            recommendations=(recommendation(), recommendation(repeats="Recommendation 1 of 2022")),
            causes_of_concern=(CauseOfConcern(text="A cause.", closed_on=on("2023-06-06")),),
        )
    )
    assert [[(each.kind, each.number) for each in counts] for counts in (tally.new, tally.repeated, tally.closed)] == [
        [("recommendations", 1)],
        [("recommendations", 1)],
        [("causes_of_concern", 1)],
    ]
    assert tally.standings["closed by the inspectorate"] == 1


def test_a_recommendation_that_is_answered_with_another_is_explained() -> None:
    one = recommendation(label="1")
    other = recommendation(label="2", explanation=None, answered_with="1")
    lost = recommendation(label="3", explanation=None, answered_with="9")
    tally = tally_of(with_findings(recommendations=(one, other, lost)))
    assert (tally.explained, tally.to_explain) == (2, 3)


def test_an_explanation_with_nothing_in_it_is_not_counted() -> None:
    tally = tally_of(with_findings(recommendations=(recommendation(), recommendation(explanation=Explanation()))))
    assert (tally.explained, tally.to_explain) == (1, 2)


def test_explanations_are_counted_by_their_states() -> None:
    tally = tally_of(
        with_findings(
            recommendations=(
                recommendation(explanation=explanation(action_taken="A", action_proposed="B")),
                recommendation(explanation=explanation(no_action_taken="C", no_action_proposed="D")),
                recommendation(explanation=None),
            )
        )
    )
    assert (tally.explained, tally.to_explain) == (2, 3)
    assert (tally.action_taken, tally.action_proposed, tally.no_action) == (1, 1, 1)


def test_positive_findings_have_no_progress() -> None:
    tally = tally_of(
        with_findings(
            positive_findings=(PositiveFinding(text="Good."),),
            areas_for_improvement=(AreaForImprovement(text="x", due_on=on("2024")),),
        )
    )
    assert [(kind.kind, kind.total) for kind in tally.kinds] == [("areas_for_improvement", 1)]
    assert (tally.praised, tally.ours) == (1, 1)


def test_a_response_without_findings_counts_nothing() -> None:
    tally = tally_of(with_findings())
    assert tally.kinds == ()
    assert (tally.ours, tally.asked_of_the_force) == (0, 0)
