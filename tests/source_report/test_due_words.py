"""The words about time that belong to a request are read; those about something in it are not."""

from __future__ import annotations

import pytest

from pccresponse.source_report.request_parts import due_words

REQUESTS = {
    "The agencies should work together urgently to agree what they share.": "urgently",
    "The College of Policing and the forces must meet urgently.": "urgently",
    "Without delay, Westshire Police should find out who is at risk.": "Without delay",
    "The force should straight away tell those who are waiting.": "straight away",
    "The force should, in the next three months, train its staff.": "in the next three months",
    "Over the coming year, chief constables should see that all staff are trained.": "Over the coming year",
    "The force should train its supervisors over the next 12 months.": "over the next 12 months",
    "Forces should have a plan no later than the end of the financial year.": "no later than the end of the financial year",
    "The force should send its plan to us within 28 days of this report.": "within 28 days of this report",
    "The force should, within 28 days of receiving this letter, send us its plan.": "within 28 days of receiving this letter",
    "By the end of the second quarter of 2025, the force should have a plan.": "By the end of the second quarter of 2025",
    "The force should finish this by 31/03/2025.": "by 31/03/2025",
    "The force should review its policy by 31 March 2025 and publish what it finds.": "by 31 March 2025",
    "Within three months of publication of this report, forces should act.": "Within three months of publication of this report",
    "The force should review its files. This should be finished within six months.": "within six months",
    "In six months’ time, the force should look again at its figures.": "In six months’ time",
    "As soon as possible, and in any event by 1 May 2025, the force should act.": "As soon as possible, and in any event by 1 May 2025",
    "Immediately, and by 1 May 2025 at the latest, the force should act.": "Immediately, and by 1 May 2025 at the latest",
    "The force should make sure, as a priority, that it knows its risks.": "as a priority",
    "The Home Office should, with urgency, bring a bill.": "with urgency",
    "During the next financial year, the force should renew its fleet.": "During the next financial year",
    "We recommend that, before our next inspection, the force should test its plan.": "before our next inspection",
    "By early 2026, the national lead should have told all forces.": "By early 2026",
    "The force should complete this work before the end of September.": "before the end of September",
}
OTHERS = [
    "The force should make sure that calls are answered immediately.",
    "The force should attend urgent calls within 15 minutes.",
    "The force should make sure that victims are told within five days.",
    "The force should make sure that crimes are recorded within 24 hours of the report.",
    "The force should review all cases closed by 31 March 2024 for mistakes.",
    "The force should make sure that risks are acted on as soon as they are known.",
    "The force should learn from the cases of the past two years.",
    "The force should treat those who ring as a priority.",
    "The force should finish each review within three months of the arrest.",
    "The force should explain what it did in the first month.",
]


@pytest.mark.parametrize("sentence", REQUESTS)
def test_the_words_about_time_of_a_request_are_read_whole(sentence: str) -> None:
    assert due_words(sentence) == REQUESTS[sentence]


@pytest.mark.parametrize("sentence", OTHERS)
def test_words_about_time_in_what_is_asked_for_are_passed_over(sentence: str) -> None:
    assert due_words(sentence) is None
