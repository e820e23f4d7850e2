"""Reports of every era and kind are read right in each of their forms."""

from __future__ import annotations

from typing import Any

import pytest

from pccresponse.source_report import report_of
from pccresponse.source_report.comparable_text import folded, letters
from pccresponse.source_report.finding import FoundFinding
from pccresponse.source_report.found_findings import findings_in
from pccresponse.source_report.report import InspectedReport
from pccresponse.source_report.stated_counts import counts_stated
from pccresponse.source_report.stated_grades import grades_in
from tests.source_report.report_forms import form_names, forms, names, report


def told(found: FoundFinding, read: InspectedReport, right: dict[str, Any]) -> dict[str, Any]:
    """What was found, as the right answer would say it."""
    there = folded("".join(read.letters[found.start : found.end]))
    begins, ends = (folded(letters(right.get(key, ""))) for key in ("begins", "ends"))
    said = {
        "kind": found.kind,
        "label": found.label,
        "due": found.due,
        "to": found.addressee,
        "under": found.under,
        "points": len(found.points),
        "begins": right["begins"] if there.startswith(begins) else read.text(found),  # type: ignore[arg-type]
    }
    if ends:
        said["ends"] = right["ends"] if there.endswith(ends) else read.text(found)  # type: ignore[arg-type]
    if "doubts" in right:
        said["doubts"] = list(found.doubts)
    return said


def test_the_corpus_has_the_eras_and_kinds_that_it_should() -> None:
    assert len(names()) >= 12
    assert sum(len(report(name)["findings"]) for name in names()) >= 40


def forms_tried(name: str, *, all_of_them: bool) -> tuple[str, ...]:
    """Two forms of a report, others for the next one; all of them with `--long`."""
    every, place = form_names(name), names().index(name)
    return every if all_of_them else tuple(dict.fromkeys(every[(2 * place + step) % len(every)] for step in (0, 1)))


def test_each_form_is_tried() -> None:
    tried = [form for name in names() for form in forms_tried(name, all_of_them=False)]
    assert min(tried.count(form) for name in names() for form in form_names(name)) >= 2


@pytest.mark.parametrize("name", names())
def test_a_report_is_read_right_in_each_of_its_forms(name: str, pytestconfig: pytest.Config) -> None:
    right = report(name)
    looked_at = 0
    for form, file, content in forms(name, *forms_tried(name, all_of_them=pytestconfig.getoption("long"))):
        read = report_of(file, content)
        found = findings_in(read)
        for each, answered in zip(found, right["findings"], strict=False):
            answer = answered
            if form == "txt" and "[[" in right["source"]:
                answer = {key: value for key, value in answered.items() if key != "ends"}  # without its frame nobody knows
            expected = {"label": None, "due": None, "to": None, "under": None, "points": 0} | answer
            assert told(each, read, answer) == expected, form
        assert [each.kind for each in found] == [each["kind"] for each in right["findings"]], form
        grades = {each.name.casefold(): each.grade for each in grades_in(read)}
        stated = {name.casefold(): grade for name, grade in right.get("grades", {}).items()}
        tiles = "|=" in right["source"]
        if not tiles or form in ("html", "docx"):
            assert {name: grade for name, grade in grades.items() if name in stated} == stated, form
        assert {key: grade for key, grade in grades.items() if key not in stated} == {}, form
        assert counts_stated(read) == {kind: {number} for kind, number in right.get("counts", {}).items()}, form
        looked_at += 1
    assert looked_at >= 2
