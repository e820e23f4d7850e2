"""What fooled the reader of reports, each kind once: forms of headings and stems, old findings beside new ones, and where one ends."""

from __future__ import annotations

import pytest

from pccresponse.source_report.finding import FoundFinding
from pccresponse.source_report.found_findings import findings_in
from pccresponse.source_report.quotation_search import look_up
from pccresponse.source_report.stated_counts import counts_stated
from pccresponse.source_report.stated_grades import grades_in
from tests.source_report.papers import saved, text_report


def found(text: str) -> tuple[FoundFinding, ...]:
    return findings_in(text_report(f"A report about cats\n{text}"))


def last_word(text: str) -> str:
    read = text_report(f"A report about cats\n{text}")
    return read.shown[findings_in(read)[-1].end - 1]


@pytest.mark.parametrize(
    ("heading", "labels"),
    [
        ("Recommendation 3a", ["3a"]),
        ("Recommendation 3(b)", ["3(b)"]),
        ("Recommendation one", ["one"]),
        ("Recommendation 2.1", ["2.1"]),
        ("Recommendations 4 and 5", ["4", "5"]),
        ("Recommendations 7 to 8", ["7", "8"]),
        ("AFI 4", ["4"]),
        ("Main recommendation", [None]),
        ("Further recommendations", [None, None]),
        ("Recommendations to Westshire Police", [None, None]),
        ("R E C O M M E N D A T I O N S", [None, None]),
        ("AREAS FOR\nIMPROVEMENT", [None, None]),
        ("Initial contact: Recommendations", [None, None]),
        ("Recommendations (2)", [None, None]),
    ],
)
def test_a_heading_says_how_many_it_is_of_and_what_they_are_called(heading: str, labels: list[str | None]) -> None:
    texts = ["The force should feed its cats.", "The force should count its cats."][: len(labels)]
    assert [each.label for each in found(f"{heading}\n" + "\n".join(texts))] == labels


@pytest.mark.parametrize(
    "heading", ["Cause of concern", "Further cause of concern", "Accelerated cause of concern 2", "CAUSE OF CONCERN"]
)
def test_a_cause_of_concern_takes_its_recommendations_with_it(heading: str) -> None:
    made = found(f"{heading}\nThe force loses its cats.\nRecommendations\nWithin 28 days, the force should find its cats.")
    assert [(each.kind, each.under) for each in made] == [("cause of concern", None), ("recommendation", 0)]


@pytest.mark.parametrize(
    ("stem", "due", "addressee"),
    [
        ("Not later than 31 March 2015 those forces with a map, that have not done so, should read it.", "Not later than 31 March 2015", "those forces with a map"),
        ("By 1st April all forces should count their cats.", "By 1st April", "all forces"),
        ("Before the end of 2024, chief constables should count their cats.", "Before the end of 2024", "chief constables"),
        ("Chief constables should make sure, by 31 March 2025, that cats are fed.", "by 31 March 2025", "chief constables"),
        ("As soon as practicable, the force should feed its cats.", "As soon as practicable", "the force"),
        ("By spring 2025, the Home Office should feed all cats.", "By spring 2025", "the Home Office"),
        ("In no more than 12 months, the force should feed its cats.", "In no more than 12 months", "the force"),
        ("With immediate effect, all forces should feed their cats.", "With immediate effect", "all forces"),
        ("The force should, as a matter of urgency, feed its cats.", "as a matter of urgency", "the force"),
        ("The force should take steps to feed its cats.", None, "the force"),
        ("We recommend that Westshire Police immediately feeds its cats.", "immediately", "Westshire Police"),
    ],
)  # fmt: skip
def test_a_stem_without_a_heading_is_a_recommendation(stem: str, due: str | None, addressee: str) -> None:
    (made,) = found(f"What we saw was good.\n{stem}")
    assert (made.kind, made.due, made.addressee) == ("recommendation", due, addressee)
    assert "no heading" in made.doubts


@pytest.mark.parametrize(
    "text",
    [
        "In our inspections, if we identify a failing, we report it as a cause of concern. It comes with recommendations.",
        "Cause of concern\nIf we find a serious failing, we describe it as a cause of concern, and it should be put right.",
        "We recommend reading this with our report on dogs.",
        "In our 2019 report, we recommended that all forces should:\n- feed cats; and\n- count cats.\nNobody did.",
        "We made the following recommendations, in which we said that the force should:\n- feed cats.",
        "Recommendations from the 2021 inspection report\nWithin three months, the force should feed its cats.",
        "0\nRecommendations\n8\nAreas for improvement\nApplicable forces",
        "Contents\nRecommendations\nAreas for improvement\nConclusion",
        "As it plans ahead, the force should think of its cats. The force should be proud of them.",
    ],
)
def test_what_is_no_new_finding_is_passed_over(text: str) -> None:
    assert found(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Our previous inspection was in 2022.\nRecommendation 1\nIn 2022 we recommended food. The force should now, within a month, buy it.",
        "Recommendations from the 2021 inspection report\nThe force should count cats.\nRecommendations\nThe force should feed cats.",
        "Recommendation\nWithin three months, the force should feed its cats, as our earlier inspection asked.",
    ],
)
def test_a_new_finding_stays_one_beside_words_about_an_old_one(text: str) -> None:
    assert [each.kind for each in found(text)] == ["recommendation"]


@pytest.mark.parametrize(
    "text",
    [
        "The force should still feed its cats, as it has not since our 2022 inspection.",
        "The force should feed its cats. We said in 2021 that it should do so.",
        "The force should feed its cats. We have found this before.",
        "The force should feed its cats. We repeat our recommendation.",
        "The force should feed its cats. We remain concerned.",
        "The force should feed its cats. This repeats a recommendation of 2014.",
        "The force should feed its cats. It was an area for improvement in 2019.",
        "The force should feed its cats. They were thin in our PEEL 2021/22 inspection.",
        "The force should feed its cats. This is still an area for improvement.",
    ],
)
def test_what_may_carry_over_an_old_finding_is_asked(text: str) -> None:
    (made,) = found(f"Area for improvement\n{text}")
    assert made.doubts == ("carried over",)


@pytest.mark.parametrize(
    "text",
    [
        "The force should feed its cats. They are still waiting.",
        "The force should again count its cats.",
        "The force should look at earlier reports about the same cat.",
        "The force should read previous reviews of serious cases.",
        "The force should still feed its outstanding cats. Leave is carried forward.",
        "The force should feed its cats. We found again and again that they were thin.",
        "The force should by 30 June 2020 review its cats. It remains slow.",
    ],
)
def test_words_about_the_matter_itself_carry_nothing_over(text: str) -> None:
    (made,) = found(f"Area for improvement\n{text}")
    assert made.doubts == ()


@pytest.mark.parametrize("matter", ["Victims are still waiting.", "Some have to call again.", "They remain in their cells."])
def test_words_about_the_matter_itself_raise_no_question(matter: str) -> None:
    (made,) = found(f"Area for improvement\nThe force should make sure that victims are told by whom they will be seen. {matter}")
    assert made.doubts == ()


@pytest.mark.parametrize(
    "told", ["This remains an area for improvement.", "This area for improvement is carried over.", "We carried over an AFI."]
)
def test_an_area_that_is_said_to_be_carried_over_raises_one_question(told: str) -> None:
    (made,) = found(f"Crime files\n{told} The force should immediately mend its files.")
    assert (made.kind, made.doubts) == ("area for improvement", ("carried over",))


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Areas for improvement\n- The force should feed its cats.\nThe force must know its cats well.", "cats."),
        ("Area for improvement\nThe force should feed its cats.\nHow good is the force?\nIt is.", "cats."),
        ("Recommendation\nThe force should immediately:\n- feed its cats; and\n- count them.\nIt told us so.", "them."),
    ],
)
def test_a_finding_ends_at_the_next_heading_or_at_the_plain_line_after_its_list(text: str, last: str) -> None:
    assert last_word(text) == last


def test_an_annex_that_retells_adds_nothing() -> None:
    text = "Recommendation 1\nThe force should feed its cats.\n"
    assert len(found(f"{text}Annex: List of recommendations\n{text}")) == 1


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("To help it, we have highlighted 12 areas for improvement.", {"area for improvement": {12}}),
        ("We issued three causes of concern and made 11 recommendations.", {"cause of concern": {3}, "recommendation": {11}}),
        ("Areas for improvement (8)", {"area for improvement": {8}}),
        ("Of the 29 recommendations made during that previous inspection, few were met.", {}),
        ("In January 2022 we looked. During the inspection we identified two causes of concern.", {}),
    ],
)
def test_how_many_there_are_is_read_in_figures_and_words(text: str, counts: dict[str, set[int]]) -> None:
    assert counts_stated(text_report(f"A report\n{text}")) == counts


@pytest.mark.parametrize(
    ("text", "grades"),
    [
        ("The extent to which the force is effective at keeping people safe is inadequate.", {"effectiveness": "inadequate"}),
        ("The extent to which the force is efficient at keeping people safe is: good.", {"efficiency": "good"}),
        ("The extent to which the force is legitimate at keeping people safe: not yet graded.", {}),
        ("How well does it feed cats?\nLast updated 2 May 2019\nGood\nIt does.", {"How well does it feed cats?": "good"}),
        (
            "Feeding cats – good. Counting cats - requires improvement",
            {"Feeding cats": "good", "Counting cats": "requires improvement"},
        ),
        ("Good use of cats - requires improvement", {"Good use of cats": "requires improvement"}),
        ("It was outstanding in one area and good in two areas.", {}),
        ("The force:\n- is generally good at feeding cats.", {}),
    ],
)
def test_grades_are_read_in_the_forms_of_each_era(text: str, grades: dict[str, str]) -> None:
    assert {each.name: each.grade for each in grades_in(text_report(f"A report\n{text}"))} == grades


def test_a_heading_in_a_text_box_of_a_word_file_is_read() -> None:
    import docx
    from docx.oxml import parse_xml

    from pccresponse.source_report import report_of

    document = docx.Document()
    document.add_paragraph("The force has cats.")
    box = (
        '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:pict><w:txbxContent>'
        "<w:p><w:r><w:t>Area for improvement</w:t></w:r></w:p><w:p><w:r><w:t>The force should feed its cats.</w:t></w:r></w:p>"
        "</w:txbxContent></w:pict></w:r>"
    )
    document.add_paragraph("Text around it.")._p.append(parse_xml(box))
    document.add_paragraph("The force should be proud.")
    read = report_of("report.docx", saved(document))
    assert [(each.kind, read.text(each)) for each in findings_in(read)] == [  # type: ignore[arg-type]
        ("area for improvement", "The force should feed its cats.")
    ]


def test_a_quotation_whose_stem_runs_on_into_its_item_is_word_for_word() -> None:
    read = text_report("The force should take immediate steps to:\n- provide food;\n- provide water.")
    assert look_up("the force should take immediate steps to provide food", read).spans
    assert not look_up("the force should take steps to provide food", read).spans
