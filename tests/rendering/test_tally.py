"""Counting findings and where they stand."""

from __future__ import annotations

import msgspec
import pytest

from pccresponse.matter import Matter
from pccresponse.models.findings import AreaForImprovement, CauseOfConcern, Findings, ForceAction, PositiveFinding
from pccresponse.rendering.tally import standing_of, tally_of
from tests.builders import action, clean_matter, explanation, on, recommendation


def with_findings(**fields: object) -> Matter:
    matter = clean_matter()
    findings = Findings(**fields)  # type: ignore[arg-type]
    return msgspec.structs.replace(matter, response=msgspec.structs.replace(matter.response, findings=findings))


def actions(*statuses: str) -> tuple[ForceAction, ...]:
    return tuple(action(status=status) for status in statuses)


@pytest.mark.parametrize(
    ("statuses", "standing"),
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
    ],
)
def test_a_finding_stands_where_the_least_finished_action_leaves_it(statuses: tuple[str, ...], standing: str) -> None:
    assert standing_of(actions(*statuses)) == standing


def test_a_cause_of_concern_counts_the_actions_on_its_recommendations() -> None:
    cause = CauseOfConcern(text="A cause.", recommendations=(recommendation(force_actions=actions("not started")),))
    tally = tally_of(with_findings(causes_of_concern=(cause,)))
    assert [(kind.kind, kind.total, kind.standings) for kind in tally.kinds] == [
        ("Causes of concern", 1, {"not started": 1}),
        ("Recommendations", 1, {"not started": 1}),
    ]
    assert tally.answered == 2


def test_findings_addressed_to_others_are_counted_apart() -> None:
    ours = recommendation(addressees=("chief constables",))
    theirs = recommendation(addressees=("Home Office", "College of Policing"))
    both = recommendation(addressees=("Home Office", "local policing bodies"))
    tally = tally_of(with_findings(recommendations=(ours, theirs, both)))
    assert (tally.answered, tally.to_others, tally.to_explain) == (2, 1, 2)


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


def test_positive_findings_have_no_standing() -> None:
    tally = tally_of(
        with_findings(
            positive_findings=(PositiveFinding(text="Good."),),
            areas_for_improvement=(AreaForImprovement(text="x", due_on=on("2024")),),
        )
    )
    assert [(kind.kind, kind.total) for kind in tally.kinds] == [("Areas for improvement", 1), ("Positive findings", 1)]
    assert tally.kinds[1].standings == {}


def test_a_response_without_findings_counts_nothing() -> None:
    tally = tally_of(with_findings())
    assert tally.kinds == ()
    assert tally.answered == 0
