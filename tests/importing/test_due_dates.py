"""A due date that an import writes is one that the rule on due words accepts."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.importing.addressees import OurForce
from pccresponse.importing.from_report import ImportedFinding, imported
from pccresponse.rules.dates import a_due_date_is_what_the_words_come_to
from pccresponse.source_report import report_of
from tests.builders import REPORT_DAY, case_with, on

PASSAGES = Path(__file__).parent.parent / "source_report" / "passages"
UNDER_CAUSE = ("findings", "causes_of_concern", 0, "recommendations", 0)


def due_words_of_the_passages() -> list[str]:
    """Each due wording that a passage is labelled with, once."""
    passages = [each for path in sorted(PASSAGES.glob("*.yaml")) for each in yaml.safe_load(path.read_text("utf-8"))]
    return sorted({finding["due"] for each in passages for finding in each.get("findings", ()) if finding.get("due")})


def finding_due(wording: str) -> ImportedFinding:
    """The finding that is imported from a report with one recommendation, due as these words say."""
    asked = f"{wording[0].upper()}{wording[1:]}, the force should review its files."
    if wording == "immediate":
        asked = "The force should take immediate action to review its files."
    text = f"Recommendation 1\n{asked}\n"
    (found,) = imported(
        report_of("report.txt", text.encode()),
        title="An inspection of Kent Police",
        published_on=REPORT_DAY,
        kind="force",
        ours=OurForce("kent"),
        is_given=lambda _: True,
    ).findings
    return found


def is_accepted(wording: str, due_on: PartialDate) -> bool:
    """Whether the rule finds nothing wrong with the date."""
    case = case_with({(*UNDER_CAUSE, "due_wording"): wording, (*UNDER_CAUSE, "due_on"): due_on})
    return not list(a_due_date_is_what_the_words_come_to.check(case))


@pytest.mark.slow
def test_the_rule_accepts_each_imported_date_and_refuses_it_four_years_later() -> None:
    looked_at, with_a_date = 0, 0
    for wording in due_words_of_the_passages():
        found = finding_due(wording)
        assert found.due_wording is not None
        assert found.due_wording.casefold() == wording.casefold()
        looked_at += 1
        if found.due_on:
            due_on = on(found.due_on)
            assert is_accepted(wording, due_on), wording
            assert not is_accepted(wording, due_on._replace(year=due_on.year + 4)), wording
            with_a_date += 1
    assert looked_at >= 170
    assert with_a_date >= 149


@pytest.mark.parametrize(
    ("wording", "due_on"),
    [
        ("Within three months", "2023-09-06"),
        ("In six months’ time", "2023-12-06"),
        ("In no more than twelve months", "2024-06-06"),
        ("No later than six months after publication", "2023-12-06"),
        ("By no later than 1 November 2025", "2025-11-01"),
        ("By the end of March 2024", "2024-03-31"),
        ("By March 2024", "2024-03"),
        ("As soon as practicable, and no later than 31 March 2024", "2024-03-31"),
        ("As soon as practicable", None),
        ("Immediately", None),
        ("By spring 2025", None),
        ("Before the next inspection", None),
        ("Before 31 March 2024", None),
        ("Over the next six months", None),
        ("By the same date", None),
    ],
)
def test_a_date_is_imported_only_if_the_words_make_it_certain(wording: str, due_on: str | None) -> None:
    found = finding_due(wording)
    assert (found.due_wording, found.due_on) == (wording, due_on)
