"""The problems as the page lists them."""

from __future__ import annotations

from pccresponse.foundation.problems import Path, Place, Problem, Severity
from pccresponse.preview.page_content import counts_of, shown_problems
from pccresponse.rules import rule_called

OFFICE = "responses/office.yaml"
FILE = "responses/x/response.yaml"


def problem(
    code: str = "S55-5B", path: Path = ("findings", "recommendations", 2, "explanation"), place: Place | None = None
) -> Problem:
    return Problem(code=code, severity=Severity.ERROR, place=place or Place(FILE, 41, 7, "    text: x  "), message="It is so.", remedy="Do it.", cites="s. 55(5B)", path=path)  # fmt: skip


def test_a_problem_has_its_place_its_law_its_remedy_and_its_reason() -> None:
    (shown,) = shown_problems([problem()], {"comments": frozenset({"recommendation-3"})}, office=OFFICE)
    assert (shown.file, shown.line, shown.column, shown.source_line) == (FILE, 41, 7, "    text: x")
    assert (shown.severity, shown.message, shown.remedy, shown.cites) == ("error", "It is so.", "Do it.", "s. 55(5B)")
    assert shown.why == rule_called("S55-5B").why
    assert (shown.document, shown.anchor, shown.page) == ("comments", "recommendation-3", None)


def test_its_id_stays_while_its_line_moves() -> None:
    ids = {shown_problems([problem(place=Place(FILE, line))], {}, office=OFFICE)[0].id for line in (1, 50)}
    assert ids == {"S55-5B.findings.recommendations.2.explanation"}


def test_two_of_one_kind_at_one_place_have_two_ids() -> None:
    found = shown_problems([problem(), problem(), problem(place=Place(OFFICE, 3))], {}, office=OFFICE)
    assert len({each.id for each in found}) == 3


def test_the_reason_of_what_is_no_rule_is_what_has_to_be_true() -> None:
    for code in ("LOGO", "FILE-MISSING", "LAW-DAY", "YAML-SYNTAX"):
        (shown,) = shown_problems([problem(code=code)], {}, office=OFFICE)
        assert shown.why.endswith("."), code


def test_a_file_as_a_whole_has_no_line() -> None:
    (shown,) = shown_problems([problem(place=Place(FILE))], {}, office=OFFICE)
    assert (shown.line, shown.column) == (None, None)


def test_all_severities_are_counted_those_without_any_too() -> None:
    assert counts_of(shown_problems([problem(), problem()], {}, office=OFFICE)) == {"error": 2, "warning": 0, "advice": 0}
