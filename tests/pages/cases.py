"""Responses that are hard to set: very few findings and very many, long words, much prose, Welsh names, a tall logo."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path

from PIL import Image

from pccresponse.case.case import Case
from pccresponse.case.documents import documents_of
from pccresponse.models.findings import AreaForImprovement, CauseOfConcern, Findings, Oversight, Recommendation
from pccresponse.models.office import Logo
from pccresponse.models.response import ChiefOfficerComments, Comments, Section
from pccresponse.rendering.html import LogoImage, to_page
from pccresponse.rendering.pdf import render
from pccresponse.rendering.pdf.engine import DocumentFacts
from pccresponse.rendering.pdf.resources import IMAGE_SCHEME
from tests.builders import Changes, action, case_with, explanation, on, recommendation
from tests.conftest import ROOT

FONTS = {"2015": "Liberation Sans", "2026": "Source Sans 3"}
ASKED = "The force should make sure that every call from somebody who is at risk is assessed by a trained person within {} hours. "
TAKEN = "The commissioner has paid for {} more call handlers and asks for their times at each quarterly meeting. "
ADDRESS = "https://www.westshire-commissioner.example/uploads/2024/08/20240806_PEEL_response_FINAL_signed_and_sealed_copy.pdf"


def one(number: int, *, long: int = 1) -> Recommendation:
    """A recommendation with an answer and actions; `long` tells how many times its words are said."""
    return recommendation(
        label=str(number),
        heading=f"Assessing the risk to callers, part {number}",
        text=ASKED.format(number) * long,
        page=number,
        due_wording="within three months",
        acceptance="accepted",
        explanation=explanation(action_taken=TAKEN.format(number) * long),
        force_actions=tuple(action(what=f"Training in step {step}", owner="Head of Contact") for step in range(1 + number % 3)),
        oversight=Oversight(by="Performance and Accountability Board", next_review_on=on("2023-10")),
    )


def with_findings(count: int) -> Changes:
    """So many recommendations, every seventh of them long, and nothing else."""
    return {
        ("findings",): Findings(recommendations=tuple(one(n, long=4 if n % 7 == 0 else 1) for n in range(1, count + 1)))
        if count
        else "none"
    }


def prose(paragraphs: int) -> tuple[Section, ...]:
    """The body's own words, under three headings."""
    return tuple(
        Section(heading=heading, text="\n\n".join((TAKEN.format(7) * 3).strip() for _ in range(paragraphs)))
        for heading in ("What I make of the report", "What residents say", "What I shall do")
    )


FIGURE, WORD = "£19,744", "counterintelligence"


def wide_table(figures: int, figure: str = FIGURE) -> str:
    """A table with a caption, a column of words and so many of figures."""
    titles = " | ".join(f"{year}/{year - 1999}" for year in range(2019, 2019 + figures))
    rows = "\n".join(f"| {words} | {' | '.join([figure] * figures)} |" for words in ("Call handlers", f"Staff of {WORD}", "Total"))
    return f"Table: What it costs, by year\n\n| Purpose | {titles} |\n|---|{'--:|' * figures}\n{rows}"


CASES: dict[str, Changes] = {
    "no findings": with_findings(0),
    "one finding": with_findings(1),
    "eight findings": with_findings(8),
    "43 findings": with_findings(43),
    "300 findings": with_findings(300),
    "no findings but much prose": {**with_findings(0), ("comments", "sections"): prose(7)},
    "long words": {
        ("report", "title"): "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch and the counterintelligence of antidisestablishmentarianism " * 2,
        ("report", "url"): ADDRESS,
        ("publication", "url"): ADDRESS,
        ("comments", "sections"): (
            Section(text=f"It is at {ADDRESS} and at <{ADDRESS}>.\n\n| Purpose | 2023/24 | 2024/25 | 2025/26 | 2026/27 | 2027/28 |\n|---|--:|--:|--:|--:|--:|\n| Call handlers | £19,741,000 | £19,741,000 | £19,741,000 | £19,741,000 | £19,741,000 |"),
        ),
    },
    "wide tables": {
        ("findings",): Findings(recommendations=(recommendation(label="1", text=wide_table(7), explanation=explanation(action_taken=wide_table(7))),)),
        ("comments", "sections"): (Section(text=f"{wide_table(8)}\n\nAnd the whole:\n\n{wide_table(5, '£19,744,000')}"),),
    },
    "a finding of three pages": {("findings",): Findings(recommendations=(one(1, long=60), one(2)))},
    "causes of concern with children": {
        ("findings",): Findings(
            causes_of_concern=tuple(
                CauseOfConcern(
                    text=ASKED.format(n) * 2, heading=f"Calls that wait, {n}", label=str(n), recommendations=tuple(one(n * 3 + i, long=1 + i) for i in range(3))
                )
                for n in range(1, 5)
            ),
            areas_for_improvement=tuple(
                AreaForImprovement(text=ASKED.format(n), heading=f"Telling victims, {n}", label=str(n), force_actions=(action(),)) for n in range(1, 9)
            ),
        )
    },
    "long comments of the chief officer": {
        ("chief_officer_comments",): ChiefOfficerComments(text="\n\n".join(f"{n}. {TAKEN.format(n) * 4}" for n in range(1, 25)), received_on=on("2023-06-27"))
    },
}  # fmt: skip
WELSH = "Comisiynydd yr Heddlu a Throseddu Dyfed-Powys"


@lru_cache(maxsize=1)
def tall_logo() -> bytes:
    """A picture three times as high as it is wide."""
    file = io.BytesIO()
    Image.new("RGB", (100, 300), (0, 90, 80)).save(file, "PNG")
    return file.getvalue()


def case(name: str) -> Case:
    """One of the cases, or one that is about the office."""
    if name == "Welsh names":
        return case_with(
            office={
                ("force_name",): "Heddlu Dyfed-Powys",
                ("body", "name"): WELSH,
                ("body", "office_title"): "Comisiynydd yr Heddlu a Throseddu",
                ("address",): "Blwch Post 99\nLlangynnwr\nCaerfyrddin\nSA31 2PF",
            }
        )
    if name == "a tall logo":
        return case_with(office={("logo",): Logo(file="logo.png", alternative_text="A tower")})
    return case_with(CASES[name])


EVERY_CASE = (*CASES, "Welsh names", "a tall logo")


@lru_cache(maxsize=4)
def typeset(name: str, edition: str, document: str = "comments") -> bytes:
    """The final PDF of a case in an edition."""
    found = case(name)
    wanted = next(each for each in documents_of(found) if each.name == document)
    logo = found.office.logo
    picture = LogoImage(url=f"{IMAGE_SCHEME}:logo", alternative_text=logo.alternative_text) if logo else None
    folder: Path = ROOT / "templates" / edition
    return render(
        to_page(found, wanted, edition=folder, draft=False, logo=picture),
        facts=DocumentFacts(
            title="Comments", language="en-GB", author="Westshire", subject="Section 55", dated=wanted.metadata_day
        ),
        edition=folder,
        text_font=FONTS[edition],
        embedded=(),
        images={"logo": tall_logo()} if logo else {},
    )


def comments_of(sections: tuple[Section, ...]) -> Comments:
    """The body's comments, made on the usual day."""
    return Comments(sections=sections, made_on=on("2023-07-20"))
