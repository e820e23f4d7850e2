"""What a letter says about single findings is found by the names of the findings, and nothing is put where it may not belong."""

from __future__ import annotations

import docx
import pytest

from pccresponse.correspondence.letter import Letter, letter_in
from pccresponse.correspondence.passages import by_finding, passages_in, without
from pccresponse.models.findings import AreaForImprovement, CauseOfConcern, Findings, Recommendation
from tests.correspondence.letters import saved

FOUND = Findings(
    causes_of_concern=(
        CauseOfConcern(
            text="Calls wait.", label="Cause of concern 1", recommendations=(Recommendation(text="Answer.", label="1"),)
        ),
    ),
    recommendations=(Recommendation(text="Train.", label="Recommendation 2"), Recommendation(text="Count.", label="3a")),
    areas_for_improvement=(AreaForImprovement(text="Improve.", heading="The force should plan each investigation"),),
)
FIRST = ("findings", "causes_of_concern", 0, "recommendations", 0)
SECOND, THIRD = ("findings", "recommendations", 0), ("findings", "recommendations", 1)
AREA = ("findings", "areas_for_improvement", 0)


def from_word(*lines: tuple[str, str]) -> Letter:
    document = docx.Document()
    document.add_paragraph("Dear Mayor")
    for style, text in lines:
        if style == "bold":
            document.add_paragraph().add_run(text).bold = True
        else:
            document.add_paragraph(text, style=style)
    document.add_paragraph("Yours sincerely")
    document.add_paragraph("Sam Reed")
    return letter_in("letter.docx", saved(document))


def from_text(*paragraphs: str) -> Letter:
    return letter_in("letter.txt", "\n\n".join(("Dear Mayor", *paragraphs, "Yours sincerely", "Sam Reed")).encode())


def test_what_stands_below_a_heading_is_about_the_finding_that_it_names() -> None:
    letter = from_word(
        ("Normal", "I welcome this."),
        ("Heading 2", "Recommendation 1"),
        ("Normal", "We have hired people."),
        ("List Bullet", "Ten in May"),
        ("Heading 2", "Recommendation two"),
        ("Normal", "We train them."),
        ("Heading 2", "The force should plan each investigation."),
        ("Normal", "It does now."),
        ("Heading 1", "Costs"),
        ("Normal", "All of this costs money."),
    )
    passages = passages_in(letter.blocks, letter.notes, FOUND)
    assert by_finding(passages) == {
        FIRST: "We have hired people.\n\n- Ten in May",
        SECOND: "We train them.",
        AREA: "It does now.",
    }
    assert without(passages, letter.blocks, letter.notes) == "I welcome this.\n\n# Costs\n\nAll of this costs money."


def test_a_line_in_bold_letters_is_as_good_as_a_heading() -> None:
    letter = from_word(("bold", "Recommendation 3(a)"), ("Normal", "One."), ("bold", "Recommendation 3a:"), ("Normal", "Two."))
    assert by_finding(passages_in(letter.blocks, letter.notes, FOUND)) == {THIRD: "Two."}


def test_a_paragraph_that_begins_with_the_name_keeps_all_its_words() -> None:
    letter = from_text(
        "I welcome this.",
        "Recommendation 1: We have hired people.",
        "We go on hiring.",
        "Recommendation 2 – We train them.",
        "I thank you for your support.",
    )
    passages = passages_in(letter.blocks, letter.notes, FOUND)
    assert by_finding(passages) == {
        FIRST: "Recommendation 1: We have hired people.\n\nWe go on hiring.",
        SECOND: "Recommendation 2 – We train them.",
    }
    assert without(passages, letter.blocks, letter.notes) == "I welcome this.\n\nI thank you for your support."


@pytest.mark.parametrize("name", ["Recommendation 9", "Recommendations 1 and 2", "Cause of concern 7"])
def test_what_names_no_finding_or_several_is_put_nowhere(name: str) -> None:
    letter = from_word(("Heading 2", name), ("Normal", "We act."))
    (passage,) = passages_in(letter.blocks, letter.notes, FOUND)
    assert (passage.name, passage.path) == (name, ())
    assert by_finding([passage]) == {}


def test_a_label_that_two_findings_have_is_put_nowhere() -> None:
    twice = Findings(recommendations=(Recommendation(text="A.", label="1"), Recommendation(text="B.", label="1")))
    letter = from_word(("Heading 2", "Recommendation 1"), ("Normal", "We act."))
    assert by_finding(passages_in(letter.blocks, letter.notes, twice)) == {}


def test_words_that_speak_of_recommendations_begin_no_passage() -> None:
    letter = from_text(
        "Recommendations are welcome.", "I accept recommendation 1 and recommendation 2.", "Recommendation 1 was hard to meet."
    )
    assert passages_in(letter.blocks, letter.notes, FOUND) == ()
