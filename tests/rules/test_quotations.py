"""Quotation marks and apostrophes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pccresponse.rules.quotations import first_unpaired
from tests.builders import Changes, case_with
from tests.rules.faults import codes_in


@pytest.mark.parametrize(
    "words",
    [
        "",
        "No marks at all.",
        "“All” is “well”.",
        '"All" is "well".',
        "‘All’ is ‘well’, and 'so' is 'this'.",
        "“It said ‘not irretrievable’ twice,” he wrote.",
        "The officers’ mess, the force's plan, the officers' training, don’t, won't, rock 'n' roll, the '90s, ’til then, 'tis.",
        "The 'officers' training' course.",
        'A 12" ruler, 6\'2" tall',
        "“The first paragraph goes on.\n\n“The second ends it.”",
        '"The first paragraph goes on.\n\n"The second ends it."',
        "‘The first goes on.\n\n> ‘The second ends it.’",
        "“In a list:\n- “one\n- “two”",
        "> “A quotation\n> of two lines.”",
        "**“Bold”** and *“slanted”*",
        "[“A link”](https://example.org/a'b) to it",
        "‘90s music and ‘em.",
        "He said “a “nested” one” too.",
        'It "ends" here."\n'.replace('here."', "here."),
    ],
)
def test_what_is_closed_passes(words: str) -> None:
    assert first_unpaired(words) == ""


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("He said “yes.", "the quotation that begins “yes.” is not closed"),
        ('He said "yes and no.', "the quotation that begins “yes and no.” is not closed"),
        ("He said ‘yes.", "the quotation that begins “yes.” is not closed"),
        ("He said 'yes.", "the quotation that begins “yes.” is not closed"),
        ("He said yes” twice.", "the quotation that ends “He said yes” was not opened"),
        ("“One” and “two and three four five six.", "the quotation that begins “two and three four five” is not closed"),
        ("“One.\n\nTwo.", "the quotation that begins “One.” is not closed"),
        ("“One.\n\n“Two.", "the quotation that begins “One.” is not closed"),
        ('A "b" c" d.', "the quotation that begins “d.” is not closed"),
        ("“‘Inner,” he said, and the officer’s.", "the quotation that begins “Inner,” he said, and the” is not closed"),
    ],
)
def test_what_is_not_closed_is_named(words: str, wrong: str) -> None:
    assert first_unpaired(words) == wrong


@given(st.text(alphabet="ab \n\"'“”‘’>-1.", max_size=200))
def test_any_text_has_an_answer(words: str) -> None:
    first_unpaired(words)


@given(st.lists(st.sampled_from(["“{}”", '"{}"', "‘{}’", "{}", "the officer's {}", "officers’ {}"]), max_size=12))
def test_closed_quotations_in_a_row_pass(shapes: list[str]) -> None:
    assert first_unpaired(" and ".join(shape.format("a word or two") for shape in shapes)) == ""


@pytest.mark.parametrize(("wording", "codes"), [("as submitted", []), ("summary", ["QUOTES"])])
def test_the_chief_officers_own_words_are_not_mended(wording: str, codes: list[str]) -> None:
    comments: Changes = {
        ("chief_officer_comments", "text"): "They said “yes and meant it.",
        ("chief_officer_comments", "wording"): wording,
    }
    assert [code for code in codes_in(case_with(comments)) if code == "QUOTES"] == codes
