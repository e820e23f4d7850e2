"""Which recommendations the body has to explain, and what counts as an explanation."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.builders import REPORT_DAY, Changes, case_with, explanation, recommendation
from tests.rules.faults import ERROR, WARNING, codes_in, found_in

ONE = ("findings", "recommendations", 0)


def unexplained(kind: str = "national", published_on: date = REPORT_DAY, office: str | None = None, **addressed: Any) -> bool:
    """Whether a recommendation so addressed and left alone is reported as not explained."""
    changes: Changes = {
        ("report", "kind"): kind,
        ("report", "published_on"): published_on,
        ("findings", "recommendations"): (recommendation(label="7", explanation=None, **addressed),),
    }
    found = found_in(case_with(changes, office={("force",): office} if office else {}))
    return (*ONE, "explanation") in [breach.path for breach in found if breach.code == "S55-5B"]


@pytest.mark.parametrize("addressee", ["the force", "the local policing body", "chief constables", "local policing bodies"])
def test_what_is_addressed_to_us_is_ours_to_explain(addressee: str) -> None:
    assert unexplained(addressees=(addressee,))
    assert unexplained(addressees=("Home Office", addressee))


@pytest.mark.parametrize("addressee", ["Home Office", "College of Policing", "National Police Chiefs' Council", "others"])
def test_what_is_addressed_to_others_is_theirs(addressee: str) -> None:
    assert not unexplained(addressees=(addressee,))


def test_a_recommendation_to_named_forces_is_ours_when_our_force_is_among_them() -> None:
    assert unexplained(named_forces=("kent", "essex"), office="essex")
    assert not unexplained(named_forces=("kent", "surrey"), office="essex")
    assert not unexplained(other_addressees=("The Law Commission",))


@pytest.mark.parametrize("kind", ["force", "letter", "national", "thematic", "joint"])
def test_a_recommendation_to_nobody_is_ours(kind: str) -> None:
    assert unexplained(kind)


def test_the_duty_begins_with_reports_of_2_may_2017() -> None:
    assert unexplained("force", date(2017, 5, 2))
    assert not unexplained("force", date(2017, 5, 1))


@pytest.mark.parametrize("state", ["action_taken", "action_proposed", "no_action_taken", "no_action_proposed"])
def test_each_of_the_four_states_is_an_explanation(state: str) -> None:
    words = "The commissioner has a reason, and this is it."
    assert codes_in(case_with({(*ONE, "explanation"): explanation(**{state: words})})) == []


@pytest.mark.parametrize(
    "states",
    [
        ("action_taken", "action_proposed"),
        ("action_taken", "no_action_proposed"),
        ("no_action_taken", "action_proposed"),
        ("no_action_taken", "no_action_proposed"),
    ],
)
def test_states_that_go_together(states: tuple[str, str]) -> None:
    words = explanation(**dict.fromkeys(states, "The commissioner says so, at some length."))
    assert codes_in(case_with({(*ONE, "explanation"): words})) == []


@pytest.mark.parametrize(
    "words",
    [
        "Noted",
        "noted.",
        "This recommendation is accepted.",
        "Accepted and noted",
        "N/A",
        "n/a.",
        "See above",
        "as above.",
        "Please see below.",
        "None",
        "Done",
        "In progress",
        "See recommendation 3 above.",
        "Refer to the action plan",
        "(Completed)",
        "No comment",
    ],
)
def test_words_that_explain_nothing_are_an_error(words: str) -> None:
    found = found_in(case_with({(*ONE, "explanation", "action_taken"): words}))
    assert [(breach.code, breach.severity) for breach in found] == [("ANSWER-SHORT", ERROR)]


@pytest.mark.parametrize("words", ["Policy rewritten.", "Training for all", "We did it all.", "Internationalisationalism", " \n ."])
def test_few_words_are_a_warning(words: str) -> None:
    found = found_in(case_with({(*ONE, "explanation", "action_taken"): words}))
    assert [(breach.code, breach.severity) for breach in found] == [("ANSWER-SHORT", WARNING)]


@pytest.mark.parametrize(
    "words", ["The policy was rewritten.", "I have asked for it twice.", "See how the new policy is kept to each month."]
)
def test_a_short_sentence_is_an_answer(words: str) -> None:
    assert codes_in(case_with({(*ONE, "explanation", "action_taken"): words})) == []


def test_blanks_are_no_explanation() -> None:
    found = found_in(case_with({(*ONE, "explanation"): explanation(action_taken="  \n ")}))
    assert [breach.code for breach in found] == ["S55-5B"]


def test_a_long_text_that_begins_with_noted_is_an_answer() -> None:
    words = "Noted. The commissioner has since put it on the agenda of every meeting with the chief constable."
    assert codes_in(case_with({(*ONE, "explanation", "action_taken"): words})) == []


def test_before_the_duty_words_that_explain_nothing_are_a_warning() -> None:
    changes = {("report", "published_on"): date(2016, 6, 7), (*ONE, "explanation", "action_taken"): "Noted"}
    found = [breach for breach in found_in(case_with(changes)) if breach.code == "ANSWER-SHORT"]
    assert [breach.severity for breach in found] == [WARNING]


def test_an_empty_note_on_acceptance_is_a_warning_where_the_explanation_itself_is_given() -> None:
    changes: Changes = {(*ONE, "acceptance"): "accepted in part", (*ONE, "acceptance_note"): "N/A"}
    found = [breach for breach in found_in(case_with(changes)) if breach.path == (*ONE, "acceptance_note")]
    assert [(breach.code, breach.severity) for breach in found] == [("ANSWER-SHORT", WARNING)]
