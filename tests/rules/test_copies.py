"""Copies: to whom, when, and under whose name."""

from __future__ import annotations

from datetime import date

import pytest

from pccresponse.models.response import AddresseeDetails
from tests.builders import Changes, case_with, on, when
from tests.rules.faults import ERROR, WARNING, found_in

BOTH = ("Secretary of State", "inspectors of constabulary")
IN_2015: Changes = {
    ("report", "published_on"): date(2015, 7, 21),
    ("submission", "sent_on"): on("2015-08-03"),
    ("submission", "home_secretary"): None,
    ("submission", "inspectors"): None,
}


def about_copies(changes: Changes) -> list[tuple[str, str, str]]:
    found = found_in(case_with(changes))
    return [(breach.code, breach.severity.value, breach.message) for breach in found if breach.code.startswith("S55-6")]


@pytest.mark.parametrize("recipients", [BOTH, BOTH[::-1], None])
def test_copies_to_both_are_complete(recipients: tuple[str, ...] | None) -> None:
    assert about_copies({("submission", "recipients"): recipients}) == []


def test_in_2015_one_recipient_was_enough() -> None:
    assert about_copies({**IN_2015, ("submission", "recipients"): BOTH[:1]}) == []


def test_in_2015_the_inspectors_were_no_recipients() -> None:
    words = "Under the law that applies to this report, no copy goes to the inspectors of constabulary"
    assert about_copies({**IN_2015, ("submission", "recipients"): BOTH}) == [("S55-6", WARNING.value, f"{words}.")]
    details = AddresseeDetails(name="Sir Thomas Winsor")
    expected = [("S55-6", WARNING.value, f"{words}, so their details have no effect.")]
    assert about_copies({**IN_2015, ("submission", "inspectors"): details}) == expected


@pytest.mark.parametrize(
    "name",
    [
        "Suella Braverman",
        "The Rt Hon Suella Braverman KC MP",
        "Rt Hon. S. Braverman",
        "Ms Braverman",
        "Suella Braverman, MP",
        "SUELLA BRAVERMAN",
    ],
)
def test_a_name_may_be_written_in_many_ways(name: str) -> None:
    assert about_copies({("submission", "home_secretary"): AddresseeDetails(name=name)}) == []


def test_an_address_alone_changes_no_name() -> None:
    assert about_copies({("submission", "home_secretary"): AddresseeDetails(address="2 Marsham Street")}) == []


@pytest.mark.parametrize(
    ("sent_on", "name"), [("2022-10-18", "Suella Braverman"), ("2022-10-19", "Grant Shapps"), ("2022-10-25", "Suella Braverman")]
)
def test_the_name_follows_the_date_of_the_letter(sent_on: str, name: str) -> None:
    changes: Changes = {
        ("submission", "sent_on"): on(sent_on),
        ("submission", "home_secretary"): AddresseeDetails(name="Priti Patel"),
    }
    expected = (
        f"The letter to the Home Secretary is addressed to Priti Patel, who was not in office on {on(sent_on)}: "
        f"the table, last checked on 27 November 2026, has {name}."
    )
    assert [message for code, _, message in about_copies(changes) if code == "S55-6-NAME"] == [expected]


def test_a_letter_whose_date_has_two_home_secretaries_has_no_addressee() -> None:
    changes: Changes = {
        ("comments", "made_on"): on("2023-11"),
        ("publication", "published_on"): on("2023-11"),
        ("submission", "sent_on"): None,
        ("submission", "home_secretary"): None,
    }
    found = about_copies(changes)
    assert [(code, severity) for code, severity, _ in found] == [("S55-6-SENT", ERROR.value), ("S55-6-NAME", ERROR.value)]
    assert found[1][2] == (
        "The addressee of the letter to the Home Secretary is not known for November 2023. "
        "The record of Home Secretaries has more than one name for November 2023: Suella Braverman and James Cleverly."
    )


@pytest.mark.parametrize(
    ("sent_on", "says"),
    [
        ("2023-11", "The copies were sent in November 2023, and the day is not given, so no covering letters are made."),
        ("2023", "The copies were sent in 2023, and the day is not given, so no covering letters are made."),
        ("not recorded", "The day on which the copies were sent is not recorded, so no covering letters are made."),
    ],
)
def test_a_letter_that_is_not_made_has_no_addressee_to_complain_about(sent_on: str, says: str) -> None:
    changes: Changes = {("submission", "sent_on"): when(sent_on), ("submission", "home_secretary"): None}
    assert about_copies(changes) == [("S55-6-SENT", WARNING.value, says)]


def test_letters_that_are_kept_elsewhere_are_not_spoken_of() -> None:
    kept: Changes = {("submission", "letter"): "none", ("submission", "home_secretary"): None, ("submission", "inspectors"): None}
    assert about_copies(kept) == []
    unsaid = {**kept, ("submission", "sent_on"): None}
    assert about_copies(unsaid) == [("S55-6-SENT", ERROR.value, "Nothing says when the copies are sent.")]
    assert about_copies({**kept, ("submission", "sent_on"): on("2023-07")}) == []


def test_a_name_of_ones_own_settles_it() -> None:
    changes: Changes = {
        ("submission", "sent_on"): on("2023-11"),
        ("submission", "home_secretary"): AddresseeDetails(name="James Cleverly"),
    }
    assert [code for code, _, _ in about_copies(changes)] == ["S55-6-SENT"]


def test_a_doubtful_name_comes_with_its_doubt() -> None:
    found = about_copies({("submission", "sent_on"): on("2026-03-02"), ("submission", "home_secretary"): None})
    assert [(code, severity) for code, severity, _ in found if code == "S55-6-NAME"] == [("S55-6-NAME", WARNING.value)] * 2
    found = [breach for breach in found if breach[0] == "S55-6-NAME"]
    assert found[-2][2].startswith("The letter to HM Chief Inspector of Constabulary is addressed to Sir Andy Cooke. ")
    assert "reach to 28 January 2026 and were last checked on 27 November 2026: a later change would not be shown" in found[-1][2]
