"""The report that is kept beside a response: what is right earns nothing, and who speaks decides how grave a difference is."""

from __future__ import annotations

import pytest

from pccresponse.models.findings import CauseOfConcern
from pccresponse.models.report import EarlierReport
from pccresponse.rules import ALL_RULES, RECORDED_RULES, breaches
from pccresponse.rules.report_matches import published_findings, quotations
from tests.builders import Changes, case_with, clean_case
from tests.rules.faults import codes_in, found_in
from tests.rules.report_faults import CLEAN, COMMENTS, PRAISE, REPORT, but

KINDS = {"REPORT-WORDS", "REPORT-PAGE", "QUOTATION", "LEFT-OUT", "REPORT-GRADE", "REPORT-COUNT", "REPORT-TITLE", "REPORT-DIGEST"}


@pytest.mark.parametrize(("name", "changes"), CLEAN, ids=[name for name, _ in CLEAN])
def test_what_is_right_earns_nothing(name: str, changes: Changes) -> None:
    case = case_with(changes, report=REPORT)
    assert case.inspected
    assert [found for found in found_in(case) if found.code in KINDS] == []


def test_each_finding_and_quotation_of_the_clean_response_is_looked_up() -> None:
    case = case_with({COMMENTS: "The report says “not hopeless” and I say “so it is”."}, report=REPORT)
    assert case.inspected
    assert len([seen for *_, seen in published_findings(case, case.inspected) if seen.spans]) == 6
    assert [(each.words, bool(each.seen.spans)) for each in quotations(case, case.inspected)] == [
        ("not hopeless", True),
        ("so it is", False),
    ]


def test_without_a_report_these_rules_say_nothing() -> None:
    assert {rule.code for rule in ALL_RULES if rule.needs_report} == KINDS
    case = clean_case()
    assert [breach for rule in ALL_RULES if rule.needs_report for breach in rule.check(case)] == []


def test_a_record_leaves_them_out() -> None:
    assert not {rule.code for rule in RECORDED_RULES} & KINDS
    drifted = case_with({(*PRAISE, "text"): "The force’s officers’ training is “outstanding”."}, report=REPORT)
    assert "REPORT-WORDS" in codes_in(drifted)
    assert "REPORT-WORDS" not in {rule.code for rule, _ in breaches(drifted, RECORDED_RULES)}


def test_a_summary_of_the_report_quotes_the_report_without_naming_it() -> None:
    case = case_with({("report", "summary"): "The force is good, and “the situation is now hopeless”."}, report=REPORT)
    assert codes_in(case) == ["QUOTATION"]


def test_in_a_summary_somebody_else_may_speak_too() -> None:
    case = case_with({("report", "summary"): "Officers said that “the situation is now hopeless”."}, report=REPORT)
    assert codes_in(case) == []


def test_a_recommendation_that_is_summed_up_elsewhere_is_not_left_out() -> None:
    repeated = "\nSummary of recommendations\nRecommendation 4\nThe force should review its cases within three months.\n4"
    assert codes_in(case_with(report=but("\n4", repeated))) == []


@pytest.mark.parametrize(
    "asked",
    [
        "Calls and those who make them. The force’s officers’ mentoring is ‘outstanding’, inspectors say.",
        "The force’s officers’ mentoring is outstanding.",
    ],
    ids=["with a title before it", "cut short"],
)
def test_what_is_repeated_under_another_heading_is_not_left_out(asked: str) -> None:
    assert codes_in(case_with(report=but("\n4", f"\nArea for improvement\n{asked}\n4"))) == []


def test_a_finding_in_other_words_answers_what_it_is_about() -> None:
    asked = "\nArea for improvement\nThe force should shorten the queue of devices waiting for forensic examination.\n4"
    report = but("\n4", asked)
    assert codes_in(case_with(report=report)) == ["LEFT-OUT"]
    afi = case_with(report=report).response.found.areas_for_improvement
    import msgspec

    more = msgspec.structs.replace(
        afi[0], wording="summary", text="Examination is too slow: devices queue, and forensic staff are few."
    )
    assert codes_in(case_with({("findings", "areas_for_improvement"): (*afi, more)}, report=report)) == []


def test_in_a_report_on_several_forces_what_is_addressed_to_others_is_not_left_out() -> None:
    asked = "\nRecommendation 5\nBy March 2024, the {} should publish guidance on what calls cost the public.\n4"
    national: Changes = {("report", "kind"): "national"}
    for addressee, codes in (("Home Office", 0), ("College of Policing", 0), ("chief constables of all forces", 1)):
        case = case_with(national, report=but("\n4", asked.format(addressee)))
        assert codes_in(case).count("LEFT-OUT") == codes


def test_an_earlier_report_may_be_named_in_quotation_marks() -> None:
    changes: Changes = {
        ("report", "follows_up"): (EarlierReport(title="Crime-recording: making the victim count"),),
        COMMENTS: "The inspectors’ report “Crime-recording: making the victim count” was a beginning, and I welcomed it then.",
    }
    assert codes_in(case_with(changes, report=REPORT)) == []


def test_the_paragraphs_of_a_finding_may_have_something_between_them() -> None:
    cause = ("findings", "causes_of_concern", 0)
    report = but("vulnerable callers.\n", "vulnerable callers.\nWhat is at stake\nA call may be the last one.\n")
    case = case_with(report=report)
    text = "The force does not assess risk to vulnerable callers.\n\n- A call may be the last one."
    assert isinstance(case.response.found.causes_of_concern[0], CauseOfConcern)
    assert codes_in(case_with({(*cause, "text"): text}, report=report)) == []


def test_every_difference_is_told_at_once() -> None:
    case = case_with(
        {
            COMMENTS: "The report says “the situation is now hopeless” and “so do all its victims”, and the inspectors “our calls wait”."
        },
        report=REPORT,
    )
    assert codes_in(case) == ["QUOTATION", "QUOTATION", "QUOTATION"]
