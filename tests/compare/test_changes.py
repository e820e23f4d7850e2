"""What is told of a change, and what is no change."""

from __future__ import annotations

from time import process_time
from typing import Any

import msgspec
import pytest

from pccresponse.compare import content_changes
from pccresponse.compare.changes import Change
from pccresponse.models.findings import CauseOfConcern
from pccresponse.models.response import Response, Section
from tests.builders import Changes, action, changed, clean_response, explanation, on, recommendation

LONG = (
    "The force should answer emergency calls within ten seconds, and should say each month how many it has answered in time.\n\n"
    "It should do so by the end of the year."
)
SECOND = ("findings", "recommendations", 0)


def told(changes: Changes, *, before: Changes | None = None) -> list[Change]:
    old = _with(clean_response(), before or {})
    new = _with(old, changes)
    return list(content_changes(old, new))


def _with(response: Response, changes: Changes) -> Response:
    for path, value in changes.items():
        response = changed(response, path, value)
    return response


def briefly(changes: list[Change]) -> list[tuple[str, str, str]]:
    return [(change.what, change.field, change.kind) for change in changes]


def test_findings_and_actions_in_another_order_are_a_change_because_they_are_printed_so() -> None:
    findings = clean_response().found
    (change,) = told({("findings", "recommendations"): findings.recommendations[::-1]})
    assert (change.what, change.field, change.now) == ("The recommendations", "", "the same in another order")
    one, two = action(what="One"), action(what="Two")
    (change,) = told({(*SECOND, "force_actions"): (two, one)}, before={(*SECOND, "force_actions"): (one, two)})
    assert (change.what, change.field, change.now) == ("Recommendation 2", "force actions", "the same in another order")


def test_recommendations_of_a_cause_in_another_order_are_told_by_the_name_of_the_cause() -> None:
    path = ("findings", "causes_of_concern", 0, "recommendations")
    two = tuple(recommendation(label=label, text=f"The force should do {label}.") for label in "78")
    (change,) = told({path: two[::-1]}, before={path: two})
    assert (change.field, change.now) == ("recommendations", "the same in another order")
    assert change.what.startswith("Cause of concern")


def test_findings_without_labels_may_be_moved_too() -> None:
    areas = tuple(
        msgspec.structs.replace(clean_response().found.areas_for_improvement[0], text=f"The force should {what}.")
        for what in ("answer sooner", "tell victims", "keep its vehicles clean")
    )
    path = ("findings", "areas_for_improvement")
    assert briefly(told({path: areas[::-1]}, before={path: areas})) == [("The areas for improvement", "", "changed")]
    (change,) = told({path: (areas[0], areas[2])}, before={path: areas})
    assert (change.kind, change.was) == ("withdrawn", "The force should tell victims.")


@pytest.mark.parametrize(
    "again",
    [
        LONG.replace(" calls within", "\ncalls within"),
        LONG.replace("\n\n", "\n\n\n"),
        LONG + "\n",
        LONG.replace(", and", ",  and"),
    ],
    ids=["another line", "more blank lines", "a last line end", "two spaces"],
)
def test_reflowing_a_paragraph_is_no_change(again: str) -> None:
    assert again != LONG
    assert not told({(*SECOND, "text"): again}, before={(*SECOND, "text"): LONG})


@pytest.mark.parametrize(
    ("again", "was", "now"),
    [
        (LONG.replace("ten", "twelve"), "ten", "twelve"),
        (LONG.replace("emergency ", ""), "emergency", ""),
        (LONG.replace("calls", "999 calls"), "", "999"),
        (LONG.replace("\n\n", " "), "¶", ""),
        (LONG.replace("ten seconds", "“ten seconds”"), "ten seconds,", "“ten seconds”,"),
        (LONG.replace("ten seconds", "ten\N{NO-BREAK SPACE}seconds"), "ten seconds,", "ten\N{NO-BREAK SPACE}seconds,"),
    ],
    ids=["a word", "one fewer", "one more", "a paragraph", "quotation marks", "a no-break space"],
)
def test_what_was_reworded_is_told_word_by_word(again: str, was: str, now: str) -> None:
    (change,) = told({(*SECOND, "text"): again}, before={(*SECOND, "text"): LONG})
    assert (change.what, change.field, change.kind) == ("Recommendation 2", "text", "reworded")
    assert [(each.was, each.now) for each in change.passages] == [(was, now)]
    assert change.passages[0].before


def test_the_same_words_in_a_list_are_a_change_without_words() -> None:
    (change,) = told({("monitoring",): "- one\n- two"}, before={("monitoring",): "- one - two"})
    assert (change.what, change.kind, change.passages) == ("Monitoring", "reworded", ())


@pytest.mark.parametrize(
    ("field", "value", "was", "now"),
    [
        (("acceptance",), "partly accepted", "", "partly accepted"),
        (("due_on",), on("2023-10"), "", "October 2023"),
        (("due_wording",), "within a year", "", "within a year"),
        (("force_actions", 0, "status"), "complete", "in progress", "complete"),
        (("force_actions", 0, "due_on"), on("2024-01-31"), "December 2023", "31 January 2024"),
        (("oversight", "next_review_on"), None, "October 2023", ""),
    ],
    ids=lambda value: ".".join(map(str, value)) if isinstance(value, tuple) else "",
)
def test_what_moved_is_told_with_what_it_was(field: tuple[Any, ...], value: Any, was: str, now: str) -> None:
    (change,) = told({(*SECOND, *field): value})
    assert change.what == "Recommendation 2"
    assert (change.was, change.now) == (was, now)
    assert change.kind == ("changed" if was and now else "added" if now else "withdrawn")


def test_a_force_action_is_named_by_what_is_done() -> None:
    (change,) = told({(*SECOND, "force_actions", 0, "status"): "not started"})
    assert change.field == "force action “A new procedure”, status"


def test_a_recommendation_that_came_in_is_told_with_its_answer() -> None:
    new = recommendation(label="3", text="The force should begin.", explanation=explanation(action_proposed="It will be seen to."))
    recommendations = clean_response().found.recommendations
    changes = told({("findings", "recommendations"): (recommendations[0], new, recommendations[1])})
    assert briefly(changes) == [
        ("Recommendation 3", "", "added"),
        ("Recommendation 3", "label", "added"),
        ("Recommendation 3", "explanation, action proposed", "added"),
    ]
    assert changes[0].now == "The force should begin."
    assert changes[0].new_path == ("findings", "recommendations", 1)
    assert changes[0].old_path == ()


def test_a_recommendation_that_was_withdrawn_is_told_with_its_words() -> None:
    (change,) = told({("findings", "recommendations"): clean_response().found.recommendations[:1]})
    assert (change.what, change.kind, change.was) == ("Recommendation 4", "withdrawn", recommendation().text)


def test_a_finding_that_lost_its_label_is_known_by_its_words() -> None:
    assert briefly(told({(*SECOND, "label"): None, (*SECOND, "text"): LONG}, before={(*SECOND, "text"): LONG})) == [
        ("The first recommendation", "label", "withdrawn")
    ]


def test_a_finding_with_neither_its_label_nor_all_its_words_is_known_by_most_of_them() -> None:
    path = ("findings", "areas_for_improvement", 0, "text")
    changes = told({path: "The force should tell victims much sooner how their case goes on."})
    assert [(each.kind, each.passages[0].now) for each in changes] == [("reworded", "much")]
    assert [change.kind for change in told({path: "Keep vehicles clean."})] == ["added", *["added"] * 4, "withdrawn"]


def test_a_recommendation_that_moved_to_another_cause_is_the_same_one_elsewhere() -> None:
    causes = clean_response().found.causes_of_concern
    other = CauseOfConcern(text="Stores are unsafe.", heading="Stores", recommendations=(recommendation(label="9", text=LONG),))
    moved = (
        msgspec.structs.replace(causes[0], recommendations=(*causes[0].recommendations, *other.recommendations)),
        msgspec.structs.replace(other, recommendations=()),
    )
    path = ("findings", "causes_of_concern")
    (change,) = told({path: moved}, before={path: (*causes, other)})
    assert (change.what, change.field, change.was) == ("Recommendation 9", "belongs to", "Cause of concern “Stores”")
    assert change.now.startswith("Cause of concern “Risk to vulnerable callers”")
    assert briefly(told({path: (other, *causes)}, before={path: (*causes, other)})) == [("The causes of concern", "", "changed")]


def test_sections_in_another_order_are_a_change_because_they_are_printed_so() -> None:
    sections = (Section(heading="One", text="First."), Section(heading="Two", text="Second."))
    (change,) = told({("comments", "sections"): sections[::-1]}, before={("comments", "sections"): sections})
    assert (change.what, change.field, change.now) == ("The comments", "sections", "the same in another order")


def test_comments_that_came_after_none_were_received_are_told_with_both() -> None:
    comments = clean_response().chief_officer_comments
    changes = told({("chief_officer_comments",): comments}, before={("chief_officer_comments",): "none received"})
    assert [(each.field, each.was or each.now) for each in changes] == [
        ("", "none received"),
        ("text", "I welcome the report and its praise."),
        ("received on", "27 June 2023"),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("vocabulary", [10_000, 2], ids=["hardly a word twice", "two words"])
def test_many_long_findings_are_matched_in_no_time(vocabulary: int) -> None:
    old, new = (
        tuple(
            recommendation(text=" ".join(f"word{(at * 7 + word) % vocabulary}" for word in range(500)) + f" {side}{at}")
            for at in range(150)
        )
        for side in ("old", "new")
    )
    path = ("findings", "recommendations")
    started = process_time()
    assert len(told({path: new}, before={path: old})) == len(new)
    assert process_time() - started < 10
