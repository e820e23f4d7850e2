"""A corrected report in an answered response: what the inspectorate changed is changed, and every other word and byte stays."""

from __future__ import annotations

import random
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from pccresponse.cli.new import words_of_the_day
from pccresponse.foundation.problems import Path
from pccresponse.importing.addressees import OurForce
from pccresponse.importing.from_report import ImportedFinding, ImportedReport, imported
from pccresponse.importing.merging import Merge, kept_as, merged
from pccresponse.importing.response_blocks import blocks_of, findings_by_place
from pccresponse.models.findings import Explanation, ForceAction
from pccresponse.models.response import Response
from pccresponse.reading import read_text
from pccresponse.reading.edits import changed, data_in
from pccresponse.reading.saving import Edit, NotEditedError, Remove, Set, edited
from pccresponse.scaffolds import filled_in
from pccresponse.source_report import report_of
from pccresponse.source_report.report import InspectedReport
from pccresponse.workspace import Workspace
from tests.conftest import ROOT
from tests.source_report.papers import text_report
from tests.source_report.report_forms import as_text, forms, names

DAY = date(2024, 6, 18)


@cache
def words() -> dict[str, Any]:
    return words_of_the_day(Workspace(ROOT), title="A report", slug="a-report", kind="force", published_on=DAY, force_id="kent")


@cache
def kept(name: str) -> ImportedReport:
    return as_imported(as_text(name))


def as_imported(text: str) -> ImportedReport:
    return from_file(text_report(text))


def from_file(report: InspectedReport) -> ImportedReport:
    return imported(report, title="A report", published_on=DAY, kind="force", ours=OurForce("kent"), is_given=lambda _: True)


def begun(report: ImportedReport) -> bytes:
    """The response as `new --from` writes it."""
    return filled_in("response", words(), blocks_of(report, file="report.txt", words=words())).encode()


def read(content: bytes) -> Response:
    reading = read_text(content, Response, "response.yaml")
    assert reading.model is not None, reading.problems
    return reading.model


def put(content: bytes, *edits: Edit) -> bytes:
    return edited(content, list(edits), Response, "response.yaml")


def update(before: ImportedReport, after: ImportedReport, content: bytes) -> tuple[Merge, bytes]:
    merge = merged(before, after, read(content), words())
    return merge, put(content, *merge.edits)


def answered(report: ImportedReport, choice: random.Random) -> bytes:
    """A response in which somebody has answered, corrected and taken out whatever they liked, in a file of whatever form."""
    content = begun(report)
    paths = [path for path, _ in read(content).found.every_finding()]
    for path in reversed(paths):  # what is taken out moves those behind it
        edits: list[Edit] = [
            Set((*path, "explanation"), Explanation(action_taken="I have asked.\n\n- Once.\n- Twice.")),
            Set((*path, "acceptance"), "accepted"),
            Set((*path, "force_actions"), [ForceAction(what="Do: it # now", status="in progress")]),
            Set((*path, "text"), "Words of our own about it."),
            Set((*path, "heading"), "A heading of ours"),
            Set((*path, "label"), choice.choice(["9", "7a"])),
            Set((*path, "repeats"), "Recommendation 2 of 2014"),
            Remove(path),
        ]
        for edit in choice.sample(edits, choice.randrange(4)):
            try:
                content = put(content, edit)
            except NotEditedError:  # such as in a finding that was taken out
                continue
    lines = [line for line in content.decode().split("\n") if "# CHECK" not in line or choice.random() < 0.5]
    for _ in range(choice.randrange(4)):
        lines.insert(choice.randrange(len(lines)), choice.choice(["", "# remark: one"]))
    text = choice.choice(["", "\ufeff"]) + "\n".join(lines)
    return (text.replace("\n", "\r\n") if choice.random() < 0.4 else text).encode()


@given(st.sampled_from(names()), st.integers(0, 10**9))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_report_that_was_not_changed_changes_nothing_in_any_response(name: str, seed: int) -> None:
    content = answered(kept(name), random.Random(seed))
    response = read_text(content, Response, "response.yaml").model
    if response is None:  # such as findings that were all taken out
        return
    merge = merged(kept(name), kept(name), response, words())
    assert (merge.differences, merge.edits) == ((), ())


REWORDED: dict[str, int] = {"tried": 0, "put in": 0}


@given(st.sampled_from(names()), st.integers(0, 10**9))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_changed_words_of_one_finding_are_all_that_changes(name: str, seed: int) -> None:
    choice = random.Random(seed)
    before = kept(name)
    if not before.findings:
        return
    content = answered(before, choice)
    response = read_text(content, Response, "response.yaml").model
    if response is None:
        return
    number = choice.randrange(len(before.findings))
    after = reworded(before, number)
    merge, result = update(before, after, content)
    assert [(each.kind, [change.field for change in each.changes]) for each in merge.differences] == [("changed", ["text"])]
    REWORDED["tried"] += 1
    sets = [edit for edit in merge.edits if isinstance(edit, Set)]
    if not sets:  # somebody has put other words there, or taken it out
        assert data_in(result) == data_in(content)
        return
    REWORDED["put in"] += 1
    (edit,) = sets
    assert data_in(result) == changed(data_in(content), edit)
    assert edit.path[-1] == "text"
    assert "Wordschanged." in read(result).found.at(edit.path[:-1]).text
    # outside the text and the lines of comment above the finding, each byte is what it was
    mark = content.decode().split("# CHECK: The corrected report has changed this finding.")
    assert len(mark) == 1
    first, _, last = result.decode().partition("# CHECK: The corrected report has changed this finding.")
    assert content.decode().startswith(first.rstrip(" "))
    tail = last.partition("Wordschanged.")[2].partition("\n")[2]
    assert content.decode().endswith(tail)


def reworded(report: ImportedReport, number: int) -> ImportedReport:
    finding = report.findings[number]
    *others, (words_, is_item) = finding.parts
    return with_finding(report, number, structs.replace(finding, parts=(*others, (f"{words_} Wordschanged.", is_item))))


def with_finding(report: ImportedReport, number: int, *instead: ImportedFinding) -> ImportedReport:
    return structs.replace(report, findings=(*report.findings[:number], *instead, *report.findings[number + 1 :]))


def test_most_changed_words_were_put_in() -> None:
    if not REWORDED["tried"]:
        pytest.skip("the test above was not run here")
    assert REWORDED["put in"] >= REWORDED["tried"] / 3, REWORDED


REPORT = """# PEEL 2023-25: An inspection of Kent Police
Cause of concern
The force does not look after its cats.
Recommendation 1
Within three months, the force should feed its cats twice on each day of the week.
Recommendation 2
By 31 March 2025, the force should count its cats every morning and tell the public how many there are.
Recommendation 3
The force should write down who looks after each of its many cats, and make sure that they know.
Area for improvement
The force should improve how it brushes the coats of cats that live in its stations.
"""
OURS: Path = ("findings", "causes_of_concern", 0, "recommendations")


def answer(number: int) -> Set:
    return Set((*OURS, number, "explanation"), Explanation(action_taken=f"Answer {number + 1}."))


def with_answers() -> bytes:
    return put(begun(as_imported(REPORT)), answer(0), answer(1), answer(2))


def told(merge: Merge) -> list[tuple[str, str]]:
    return [(each.kind, each.what) for each in merge.differences]


def answers_in(content: bytes) -> list[tuple[str | None, str | None]]:
    cause = read(content).found.causes_of_concern[0]
    return [(each.label, each.explanation.action_taken if each.explanation else None) for each in cause.recommendations]


def test_an_answer_stays_with_the_words_that_it_answers_when_the_report_is_numbered_anew() -> None:
    new = REPORT.replace("Recommendation 3", "Recommendation 4").replace("Recommendation 2", "Recommendation 3")
    new = new.replace(
        "Recommendation 3", "Recommendation 2\nThe force should buy a bell for each of its dogs.\nRecommendation 3", 1
    )
    merge, result = update(as_imported(REPORT), as_imported(new), with_answers())
    assert told(merge) == [("changed", "Recommendation 2"), ("changed", "Recommendation 3"), ("new", "Recommendation 2")]
    assert answers_in(result) == [("1", "Answer 1."), ("2", None), ("3", "Answer 2."), ("4", "Answer 3.")]
    lines = result.decode().splitlines()
    at = lines.index('        - label: "2"')
    assert lines[at - 1] == "        # CHECK: This finding is new in the corrected report."
    assert any("# explanation:" in line for line in lines[at : at + 8]), "it is set out to be answered"


def test_a_finding_that_is_gone_is_kept_with_its_answer_and_named() -> None:
    new = REPORT.replace(
        "Recommendation 3\nThe force should write down who looks after each of its many cats, and make sure that they know.\n", ""
    )
    merge, result = update(as_imported(REPORT), as_imported(new), with_answers())
    assert told(merge) == [("gone", "Recommendation 3")]
    assert answers_in(result)[2] == ("3", "Answer 3.")
    lines = result.decode().splitlines()
    assert "This finding was not found in the corrected report." in lines[lines.index('        - label: "3"') - 1]


def test_words_that_somebody_has_put_in_stay_and_are_asked_about() -> None:
    ours = put(with_answers(), Set((*OURS, 1, "text"), "Our own summary."), Set((*OURS, 1, "wording"), "summary"))
    new = REPORT.replace("every morning", "every evening")
    merge, result = update(as_imported(REPORT), as_imported(new), ours)
    assert told(merge) == [("changed", "Recommendation 2")]
    assert read(result).found.causes_of_concern[0].recommendations[1].text == "Our own summary."
    (asked,) = [line for line in result.decode().splitlines() if "so did you" in line]
    assert "count its cats every evening" in asked


def test_what_somebody_found_before_the_corrected_report_had_it_is_not_put_in_twice() -> None:
    more = "Area for improvement\nThe force should improve the lighting of the stables in which its horses live.\n"
    mine = {"text": "The force should improve the lighting of the stables in which its horses live.", "label": "X"}
    content = with_answers()
    content = put(content, Set(("findings", "areas_for_improvement"), [*data_areas(content), mine]))
    merge, result = update(as_imported(REPORT), as_imported(REPORT + more), content)
    assert (told(merge), result) == ([], content)


def data_areas(content: bytes) -> list[Any]:
    said: Any = data_in(content)
    return list(said["findings"]["areas_for_improvement"])


def test_new_findings_come_in_where_there_were_none() -> None:
    none = "# PEEL 2023-25: An inspection of Kent Police\nNothing is asked.\n"
    content = put(begun(as_imported(none)), Set(("findings",), "none"))
    merge, result = update(as_imported(none), as_imported(REPORT), content)
    found = read(result).found
    assert len(found.causes_of_concern[0].recommendations) == 3
    assert len(found.areas_for_improvement) == 1
    assert [kind for kind, _ in told(merge)] == ["new"] * 5


def test_a_recommendation_under_another_cause_of_concern_stays_where_it_is_and_is_asked_about() -> None:
    cause = "Cause of concern\nThe force does not look after its dogs at all, and nobody knows where they are.\n"
    third = REPORT[REPORT.index("Recommendation 3") : REPORT.index("Area for")]
    new = REPORT.replace(third, cause + third)
    merge, result = update(as_imported(REPORT), as_imported(new), with_answers())
    assert ("elsewhere", "Recommendation 3") in told(merge)
    assert answers_in(result)[2] == ("3", "Answer 3.")
    assert not read(result).found.causes_of_concern[1].recommendations
    assert "Move it there with its answers." in result.decode()


def test_grades_that_changed_are_taken_over_unless_somebody_has_put_in_another() -> None:
    before = kept("peel-2023-areas")
    grades = [structs_replaced(grade, "outstanding") if number < 2 else grade for number, grade in enumerate(before.grades)]
    after = structs.replace(before, grades=tuple(grades))
    content = put(begun(before), Set(("judgments", "areas", 1, "grade"), "inadequate"))
    merge, result = update(before, after, content)
    areas = read(result).judgments.areas
    assert [each.grade for each in areas[:2]] == ["outstanding", "inadequate"]
    assert len(merge.differences) == 2
    assert result.decode().count("# CHECK: The corrected report has something else for grade") == 1


def structs_replaced(grade: Any, to: str) -> Any:
    return grade._replace(grade=to)


def test_another_day_of_publication_is_asked_about_and_not_taken_over() -> None:
    before = as_imported(f"{REPORT}Published on: 14 May 2024\n")
    after = as_imported(f"{REPORT}Published on: 3 July 2024\n")
    merge, result = update(before, after, begun(before))
    assert read(result).report.published_on == DAY
    assert told(merge) == [("changed", "The day of publication")]
    assert "The corrected report gives 3 July 2024" in result.decode()


def test_the_corrected_report_is_named_as_the_one_that_is_kept() -> None:
    before = as_imported(REPORT)
    merge = kept_as("b.pdf", "0" * 64, merged(before, before, read(begun(before)), words()), before="a.pdf", updated_on=DAY)
    result = put(begun(before), *merge.edits)
    report = read(result).report
    assert (report.file, report.file_sha256) == ("b.pdf", "0" * 64)
    assert "# CHECK: b.pdf is the report as it was corrected; a.pdf is the one before." in result.decode()
    assert merge.questions == 1


def test_the_places_of_findings_are_those_at_which_they_are_read_again() -> None:
    looked_at = 0
    for name in names():
        found = dict(read_text(begun(kept(name)), Response, "x").readable.found.every_finding())  # type: ignore[union-attr]
        placed = findings_by_place(kept(name))
        assert list(found) == list(placed)
        assert [finding.label for finding in found.values()] == [finding.label for finding in placed.values()]
        looked_at += len(found)
    assert looked_at > 40


def test_a_number_that_somebody_has_taken_out_stays_out_and_is_asked_about() -> None:
    before, after = (as_imported(f"{REPORT}In this report we make {number} recommendations.\n") for number in ("two", "three"))
    merge, result = update(before, after, put(begun(before), Remove(("report", "contains", "recommendations"))))
    assert told(merge) == [("changed", "How much the report contains")]
    assert read(result).report.contains is None
    assert result.decode().count("# CHECK: The corrected report has something else for contains: It now says: “3”.") == 1


@pytest.mark.parametrize("name", ["peel-2021-areas", "thematic-2022-numbered", "national-2014-stems"])
def test_the_same_report_as_another_kind_of_file_changes_nothing(name: str) -> None:
    html, word = (from_file(report_of(file, content)) for form, file, content in forms(name, "html", "docx"))
    for before, after in ((html, word), (word, html)):
        merge, result = update(before, after, begun(before))
        assert (told(merge), result) == ([], begun(before))
