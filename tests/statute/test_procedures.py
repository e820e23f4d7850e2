"""What goes with section 55, by date: the inspectorate's own procedure and the duties of other Acts."""

from __future__ import annotations

from datetime import date

import pytest

from pccresponse.statute import forces, procedure_on, procedures, procedures_on

CITY = ("common council", "city-of-london")
COMMISSIONER = ("police and crime commissioner", "kent")
IN_WALES = ("police and crime commissioner", "gwent")


@pytest.mark.parametrize(
    ("procedure", "day", "held"),
    [
        ("link-within-30-days", date(2015, 12, 31), False),
        ("link-within-30-days", date(2016, 1, 1), True),
        ("link-within-30-days", date(2017, 12, 31), True),
        ("link-within-30-days", date(2018, 1, 1), False),
        ("specified-information", date(2021, 5, 30), False),
        ("specified-information", date(2021, 5, 31), True),
        ("welsh-standards", date(2014, 6, 1), False),
        ("welsh-standards", date(2015, 12, 31), False),
        ("welsh-standards", date(2017, 1, 1), True),
        ("welsh-scheme", date(2014, 6, 1), True),
        ("welsh-scheme", date(2017, 1, 1), False),
        ("national-and-force-report", date(2017, 7, 18), False),
        ("national-and-force-report", date(2017, 7, 19), True),
        ("invite-first", date(2017, 7, 18), False),
        ("invite-first", date(2017, 7, 19), True),
        ("accessible-documents", date(2018, 9, 22), False),
        ("accessible-documents", date(2018, 9, 23), True),
    ],
)
def test_nothing_is_asked_for_before_it_was_or_after(procedure: str, day: date, held: bool) -> None:
    assert (procedure_on(procedure, day) is not None) is held


def test_specified_information_is_for_elected_bodies_only() -> None:
    found = procedure_on("specified-information", date(2022, 1, 1))
    assert found is not None
    assert found.holds_for(*COMMISSIONER)
    assert found.holds_for("mayor's office", "metropolitan")
    assert not found.holds_for(*CITY)
    assert found.binding


def test_the_welsh_language_is_asked_of_the_four_bodies_in_wales() -> None:
    for day, procedure in ((date(2014, 1, 1), "welsh-scheme"), (date(2020, 1, 1), "welsh-standards")):
        found = procedure_on(procedure, day)
        assert found is not None
        held_for = [force.id for force in forces() if found.holds_for("police and crime commissioner", force.id)]
        assert held_for == [force.id for force in forces() if force.welsh_name]
        assert found.doubt
        assert not found.holds_for("police and crime commissioner", None)


def test_a_request_of_the_inspectorate_is_not_binding() -> None:
    assert {each.id for each in procedures() if not each.binding} == {
        "link-within-30-days",
        "national-and-force-report",
        "invite-first",
    }


def test_a_day_that_the_dates_do_not_settle_comes_with_the_doubt() -> None:
    asked = procedure_on("link-within-30-days", date(2016, 6, 1))
    assert asked is not None
    assert "is not known" in asked.doubt
    settled = procedure_on("link-within-30-days", date(2016, 12, 31))
    assert settled is not None
    assert settled.doubt == ""


def test_after_the_record_was_last_checked_each_says_so() -> None:
    found = procedures_on(date(2026, 11, 1))
    assert len(found) == 5
    assert all("a later change would not be shown" in each.doubt for each in found)


def test_every_procedure_has_its_own_identifier_and_provision() -> None:
    identifiers = [each.id for each in procedures()]
    assert len(identifiers) == len(set(identifiers)) == 7
    assert all(each.provision and each.text for each in procedures())
    assert {force for each in procedures() for force in each.forces} <= {force.id for force in forces()}
    assert IN_WALES[1] in procedures()[0].forces
