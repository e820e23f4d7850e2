"""What an editor is told because of the day and the kind of the report, and which forces it offers."""

from __future__ import annotations

from datetime import date

import pytest

from pccresponse import statute
from pccresponse.models.office import Office
from pccresponse.models.response import Response
from tests.reading.test_schema import refused

ANSWER = "explanation: {no_action_proposed: The body has no power to do this.}"


def response(kind: str, day: str, *findings: str, more: str = "") -> str:
    listed = "".join(f"    - {finding}\n" for finding in findings)
    return f"report: {{title: A report, kind: {kind}, published_on: {day}}}\n{more}findings:\n  recommendations:\n{listed}"


def cause(day: str, finding: str) -> str:
    below = f"    - text: A cause\n      recommendations:\n        - {finding}\n"
    return f"report: {{title: A report, kind: force, published_on: {day}}}\nfindings:\n  causes_of_concern:\n{below}"


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        (response("force", "2017-05-01", "{text: One}"), False),
        (response("force", "2017-05-02", "{text: One}"), True),
        (response("force", "2026-11-22", "{text: One}"), True),
        (response("letter", "2018-01-31", "{text: One}"), True),
        (response("force", "2018-01-31", f"{{text: One, {ANSWER}}}"), False),
        (response("force", "2018-01-31", f"{{text: One, {ANSWER}}}", "{text: Two}"), True),
        (response("force", "2018-01-31", "{text: One, addressees: [Home Office]}"), False),
        (response("force", "2018-01-31", "{text: One}", more="departure: {apply_law_of: 2016-01-01, reason: So agreed.}\n"), False),
        (cause("2017-05-01", "{text: One}"), False),
        (cause("2017-05-02", "{text: One}"), True),
        (cause("2017-05-02", f"{{text: One, {ANSWER}}}"), False),
        (response("national", "2016-01-01", "{text: One}"), True),
        (response("national", "2016-01-01", "{text: One, addressees: [chief constables]}"), False),
        (response("national", "2016-01-01", "{text: One, named_forces: [kent]}"), False),
        (response("national", "2016-01-01", "{text: One, other_addressees: [The mayor]}"), False),
        (response("joint", "2016-01-01", "{text: One}").replace("recommendations", "areas_for_improvement"), True),
        (response("force", "2018-01-01", "{text: One}").replace("recommendations", "areas_for_improvement"), False),
    ],
)
def test_a_key_is_asked_for_where_the_law_of_the_reports_day_asks_for_it(text: str, marked: bool) -> None:
    assert refused(text, Response) is marked


@pytest.mark.parametrize("day", sorted({regime.in_force_from for regime in statute.regimes()}))
def test_the_schema_asks_for_explanations_from_the_day_on_which_the_table_does(day: date) -> None:
    assert refused(response("force", day.isoformat(), "{text: One}"), Response) is statute.regime_on(day).explanation_required


def test_a_force_is_one_of_the_table() -> None:
    known = [force.id for force in statute.forces()]
    assert len(known) >= 43
    assert not any(refused(f"force: {force}\n", Office) for force in known)
    assert refused("force: north-yorkshie\n", Office)
    assert refused(response("national", "2016-01-01", "{text: One, named_forces: [kent, kemt]}"), Response)
