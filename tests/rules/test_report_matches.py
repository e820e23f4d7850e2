"""Quotations are found in Markdown, and given to whoever the sentence names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pccresponse.rules.quotations import paired
from pccresponse.rules.report_matches import quotations_in, without_markup

REPORT, OTHER, NOBODY = True, False, None


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("The inspectors found “a strong desire” to improve.", "a strong desire", REPORT),
        ('The report says that it is "not irretrievable".', "not irretrievable", REPORT),
        ("HMICFRS calls this ‘a significant achievement’.", "a significant achievement", REPORT),
        ("“Not irretrievable”, the inspectors wrote.", "Not irretrievable", REPORT),
        ("I welcome the report’s praise of “good work”.", "good work", REPORT),
        ("Recommendation 3 asks the force to “act now”.", "act now", REPORT),
        ("The inspectorate is clear about it:\n\n> Act **now**.", "Act now.", REPORT),
        ("HMI wrote this: “Act [now](https://x.example).”", "Act now.", REPORT),
        ("The review says this:\n\n“Act now.”", "Act now.", REPORT),
        ("As it was put:\n\n> Act now.\n>\n> — HMICFRS, 2024", "Act now.", REPORT),
        ("The Chief Constable says that the report’s words “not irretrievable” are fair.", "not irretrievable", REPORT),
        ("A resident told me “I never waited”.", "I never waited", OTHER),
        ("The Chief Constable told the inspectors that “we are ready”.", "we are ready", OTHER),
        ("The Jay report found “a blatant failure”.", "a blatant failure", OTHER),
        ("The Act says “as soon as practicable”.", "as soon as practicable", OTHER),
        ("The inspectors were right. Residents said “at last”.", "at last", OTHER),
        ("“At last”, residents said.", "At last", OTHER),
        ("We run a scheme called “Safe Streets”.", "Safe Streets", OTHER),
        ("It is a “traffic light” system.", "traffic light", NOBODY),
        ("The inspectors came. It is a “traffic light” system.", "traffic light", NOBODY),
        ("> Act now.", "Act now.", NOBODY),
    ],
)
def test_a_quotation_belongs_to_whoever_its_sentence_names(text: str, words: str, speaker: bool | None) -> None:
    (found,) = quotations_in(text)
    assert " ".join(found.words.split()) == words
    assert found.speaker is speaker


def test_every_quotation_of_a_text_is_found_in_its_order() -> None:
    text = "The report says “one” and 'two’s'.\n\n> three\n> goes on\n\n- It says “four\n  still four”\n- and [“five”](https://x.example)[^1].\n\n[^1]: Not a quotation."
    assert [" ".join(found.words.split()) for found in quotations_in(text)] == [
        "one",
        "two’s",
        "three goes on",
        "four still four",
        "five",
    ]


def test_a_quotation_within_a_quotation_is_part_of_it() -> None:
    assert [found.words for found in quotations_in("It says “we call it ‘good’ and ‘fair’ here”.")] == [
        "we call it ‘good’ and ‘fair’ here"
    ]


def test_a_quotation_of_several_paragraphs_is_one() -> None:
    (found,) = quotations_in("It says “one.\n\n“And two.”")
    assert found.words == "one.\n\n“And two."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("**Bold**, *slanted* and _both_ a_b", "Bold, slanted and both a_b"),
        ("## Heading\ntext", "Heading\ntext"),
        ("one[^1] &amp; two \\[three\\]\n\n[^1]: A note.", "one & two [three]"),
    ],
)
def test_markdown_does_not_count(text: str, words: str) -> None:
    assert without_markup(text).strip() == words


@given(st.text(alphabet="ab .:\n\"'“”‘’>-*_[]()^1\\&;IT", max_size=120))
def test_any_text_has_an_answer(text: str) -> None:
    for found in quotations_in(text):
        assert isinstance(found.words, str)


@given(st.text(alphabet="ab \n\"'“”‘’>-1.", max_size=200))
def test_pairs_come_one_after_the_other(text: str) -> None:
    places = [place for pair in paired(text) for place in pair]
    assert places == sorted(set(places))
