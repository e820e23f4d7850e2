"""A passage that stands in the report is found, with its page; one that does not is held against the nearest, word by word."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pccresponse.source_report.quotation_search import SearchResult, look_up, shown
from pccresponse.source_report.report import InspectedReport
from tests.source_report.papers import text_report

TRAP = text_report("HMI said: the force is improving its service to children in some elements of its service to children.")
WORDS = (
    "the",
    "force",
    "of",
    "officers",
    "children",
    "and",
    "safety",
    "reviews",
    "cases",
    "in",
    "which",
    "victims",
    "wait",
    "for",
    "help",
    "never",
)


def made_up(pages: int = 12, length: int = 90) -> tuple[InspectedReport, list[list[str]]]:
    random = Random(1856)
    texts = [[f"{random.choice(WORDS)}{random.choice(['', '', ',', '.'])}" for _ in range(length)] for _ in range(pages)]
    return text_report("\f".join("\n".join(" ".join(page[i : i + 9]) for i in range(0, length, 9)) for page in texts)), texts


REPORT, PAGES = made_up()


def difference(text: str, report: InspectedReport) -> str:
    seen = look_up(text, report)
    assert not seen.spans
    assert seen.missing
    assert seen.near
    return shown(seen.missing.words, seen.near, report)


def test_the_two_wordings_of_2015_differ_in_exactly_these_words() -> None:
    assert difference("improving in some elements of its service to children", TRAP) == (
        "improving {+its service to children+} in some elements of its service to children"
    )


@pytest.mark.parametrize(
    ("quoted", "differs"),
    [
        ("the force is improving its services to children", "the force is improving its [-services-] {+service+} to children"),
        ("The force was improving", "The force [-was-] {+is+} improving"),
        ("improving its service for children", "improving its service [-for-] {+to+} children"),
        ("force is now improving its service", "force is [-now-] improving its service"),
        ("some elements, of its service", "some [-elements,-] {+elements+} of its service"),
        ("the Force is improving", "the [-Force-] {+force+} is improving"),
        ("every element of its service to children", "[-every element-] {+some elements+} of its service to children"),
    ],
)
def test_the_words_that_differ_are_shown_and_no_others(quoted: str, differs: str) -> None:
    assert difference(quoted, TRAP) == differs


@given(st.integers(0, 11), st.integers(0, 80), st.integers(1, 60))
def test_any_passage_of_a_page_is_found_on_it(page: int, start: int, length: int) -> None:
    passage = PAGES[page][start : start + length]
    seen = look_up(" ".join(passage), REPORT, on_page=str(page + 1))
    assert len(seen.spans) == 1
    assert str(page + 1) in REPORT.page_names(seen.spans[0])


UNIQUE = ["".join(letters) for letters in product("bcdfg", "aeiou", "klmnp", "aeiou")]
"""Words that stand in the report once."""


@given(st.integers(0, 500), st.integers(8, 60), st.data())
def test_one_word_changed_is_reported_with_exactly_this_word(start: int, length: int, data: st.DataObject) -> None:
    report = text_report(" ".join(UNIQUE))
    passage = UNIQUE[start : start + length]
    place = data.draw(st.integers(0, len(passage) - 1))
    seen = look_up(" ".join([*passage[:place], "zebra", *passage[place + 1 :]]), report)
    assert seen.near
    (change,) = seen.near.changes
    assert (change.start, change.end) == (place, place + 1)
    if place not in (0, len(passage) - 1):
        assert report.shown[change.new_start : change.new_end] == passage[place : place + 1]


@given(st.integers(0, 500), st.integers(8, 60), st.data())
def test_words_left_out_are_reported_and_no_others(start: int, length: int, data: st.DataObject) -> None:
    report = text_report(" ".join(UNIQUE))
    passage = UNIQUE[start : start + length]
    place = data.draw(st.integers(3, len(passage) - 4))
    count = data.draw(st.integers(1, min(3, len(passage) - place - 3)))
    seen = look_up(" ".join([*passage[:place], *passage[place + count :]]), report)
    assert seen.near
    (change,) = seen.near.changes
    assert change.end == change.start == place
    assert report.shown[change.new_start : change.new_end] == passage[place : place + count]


@given(st.text(alphabet="ab .,-[]…\n“”’", max_size=80))
def test_any_words_have_an_answer(text: str) -> None:
    seen = look_up(text, text_report("a b, ab – a-b [b] … ba’b “b a” a b ab ba aa bb ab a b."))
    assert isinstance(seen, SearchResult)


@pytest.mark.parametrize(
    "quoted",
    [
        "The force is improving … of its service to children.",
        "the force is improving ... in some elements",
        "the force … [...] children in some",
        "“the force is improving”",
        "[T]he force is improving",
        "[I]mproving its service",
        "the force [in question] is improving",
        "the [police are] improving",
        "the force [sic] is improving",
        "improving its service to children in some elements of its service to children!",
        "… improving its service …",
        "is **improving** its",
    ],
)
def test_omissions_and_words_in_brackets_are_allowed(quoted: str) -> None:
    assert look_up(quoted.replace("**", ""), TRAP).spans


@pytest.mark.parametrize("quoted", ["in some elements … the force is improving", "its service … HMI said"])
def test_the_parts_come_in_the_reports_order(quoted: str) -> None:
    seen = look_up(quoted, TRAP)
    assert not seen.spans
    assert seen.apart


def test_the_parts_come_close_together() -> None:
    report = text_report("The force is good.\f" + "Nothing is said here.\f" * 3 + "But it is slow.")
    assert look_up("The force is … said here.", report).spans
    assert look_up("The force is … slow.", report).apart


def test_words_in_brackets_stand_for_a_few_others_and_not_for_many() -> None:
    report = text_report(f"The force {'and so on ' * 30} is good. The force, which we like, is good.")
    assert look_up("The force [they say] is good.", report).span == look_up("The force, which we like, is good.", report).span
    assert look_up("HMI [says] its service to children.", text_report(f"HMI {'thinks ' * 13} its service to children.")).apart


def test_part_of_a_word_is_no_word() -> None:
    report = text_report("They heard the forces.")
    assert not look_up("hey heard", report).spans
    assert not look_up("the force", report).spans


def test_a_sentence_goes_on_over_a_page_with_its_head_foot_number_and_notes() -> None:
    text = "\f".join(
        f"A review of Westshire\n\nFirst words of page {name}, and the force must{note}\n{number}"
        for number, (name, note) in enumerate(
            [("one", ""), ("two", "\n3 HMIC, In plain sight, 2014, page 12."), ("three", ""), ("four", "")], start=7
        )
    )
    report = text_report(text)
    assert look_up("the force must First words of page two", report).spans
    over_a_note = look_up("the force must First words of page three", report)
    assert over_a_note.span
    assert report.page_names(over_a_note.spans[0]) == {"8", "9"}
    assert not look_up("the force must first see the words of page three", report).spans
    assert look_up("the force must First words of page three … of page four", report).spans


def test_words_that_are_left_out_at_the_end_of_a_page_are_no_note() -> None:
    report = text_report("For all these reasons the force must\fnot delay what it has begun.")
    seen = look_up("For all these reasons the force must delay what it has begun.", report)
    assert seen.missing
    assert seen.near
    assert shown(seen.missing.words, seen.near, report).count("{+not+}") == 1


def test_a_word_that_is_broken_at_the_end_of_a_line_is_shown_whole() -> None:
    report = text_report("They safe-\nguard chil‐\ndren in 2023-\n24, says Smith-\nJones of it.")
    assert report.shown == ["They", "safeguard", "children", "in", "2023-24,", "says", "Smith-Jones", "of", "it."]


def test_a_place_on_the_page_that_is_named_is_preferred() -> None:
    report = text_report("The same words.\fThe same words.\fThe same words.")
    assert [look_up("the same words", report, on_page=page).span for page in ("1", "3", "9")] == [(0, 3), (6, 9), (0, 3)]


def test_what_is_nowhere_near_has_no_passage() -> None:
    seen = look_up("Quantum chromodynamics", TRAP)
    assert (seen.spans, seen.near, seen.apart) == ((), None, False)
    assert seen.missing
