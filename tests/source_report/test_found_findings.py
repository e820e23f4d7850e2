"""What a report asks for is known by how it is printed; what looks like it is passed over."""

from __future__ import annotations

import pytest

from pccresponse.source_report.found_findings import findings_in
from tests.source_report.papers import text_report

FILLER = "Nothing of what is said here is asked of anybody, however long one reads on in it, and so it goes on for some time. " * 3


def asked(text: str) -> list[tuple[str, str | None, str]]:
    """Kind, number and the first three words of everything that is asked for."""
    report = text_report(text)
    return [(ask.kind, ask.label, " ".join(report.shown[ask.start : ask.start + 3])) for ask in findings_in(report)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Recommendation 4\nBy 31 March 2025, the force should act on it.", ("recommendation", "4", "By 31 March")),
        ("Recommendation 2.1: The force should act on what it knows.", ("recommendation", "2.1", "The force should")),
        ("Recommendation\nThe force should act on what it knows.", ("recommendation", None, "The force should")),
        ("Recommendations\n• The force should act on what it knows.", ("recommendation", None, "The force should")),
        ("CAUSE OF CONCERN\nThe force doesn’t answer calls in time.", ("cause of concern", None, "The force doesn’t")),
        ("Area for improvement\nThe force should act on what it knows.", ("area for improvement", None, "The force should")),
        ("Areas for improvement\nThe force should act on what it knows.", ("area for improvement", None, "The force should")),
        ("So it is. We recommend that the force reviews its files at once.", ("recommendation", None, "We recommend that")),
        (
            "So it is. Within three months, Westshire Police should review its files.",
            ("recommendation", None, "Within three months,"),
        ),
        ("So it is. By 31 March 2025, chief constables should review files.", ("recommendation", None, "By 31 March")),
        ("So it is. The chief constable should immediately review all files.", ("recommendation", None, "The chief constable")),
    ],
)
def test_what_is_asked_for_is_recognised(text: str, expected: tuple[str, str | None, str]) -> None:
    assert asked(f"{FILLER}\n{text}\n{FILLER}") == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Contents\nRecommendation 1\nRecommendation 2\nArea for improvement",
        "Recommendations ........ 12\nAreas for improvement 14\nRecommendation 4: Answering calls 20",
        "as we said in recommendation 3 of our 2014 report, which is worth reading again by everybody",
        "Recommendation 3 of our 2014 report has been met, and we have closed it since it was",
        "Recommendations from the 2021 inspection report\nWithin three months, the force should review its files and its cases.",
        "In our 2021 report we recommended a change. Within three months, the force should review its files and cases, it said.",
        "The force made recommendations to itself, and areas for improvement were found by its own staff.",
        "The force should improve, and should have done so before.",
    ],
)
def test_what_only_looks_like_it_is_passed_over(text: str) -> None:
    assert asked(f"{FILLER}\n{text}") == []


def test_the_points_of_a_list_are_told_apart() -> None:
    report = text_report(
        "Recommendation\nWe recommend that the force immediately:\n• reviews its cases;\n• trains its officers, and others\nwho need "
        "it; and\n• tells us.\nIt may do more as well, and then it should say so to its public."
    )
    (ask,) = findings_in(report)
    assert [report.text(point) for point in ask.points] == [
        "reviews its cases;",
        "trains its officers, and others who need it;",
        "tells us.",
    ]


def test_each_is_told_from_the_next() -> None:
    text = (
        "Cause of concern\nThe force doesn’t answer its calls in time.\nRecommendations\nWithin three months, the force should answer "
        "calls.\nBy 31 March 2025, the force should answer more of its calls.\nArea for improvement\nThe force should learn from it all."
    )
    report = text_report(text)
    found = findings_in(report)
    assert [ask.kind for ask in found] == ["cause of concern", "recommendation", "recommendation", "area for improvement"]
    assert [report.shown[ask.end - 1] for ask in found] == ["time.", "calls.", "calls.", "all."]
