"""Since when there has been an institution of a name."""

from __future__ import annotations

from datetime import date, timedelta
from typing import get_args

import pytest

from pccresponse.models.findings import Addressee
from pccresponse.statute import folded, institutions, not_yet


@pytest.mark.parametrize(
    ("name", "first_day", "before"),
    [
        ("College of Policing", date(2012, 12, 1), "National Policing Improvement Agency"),
        ("National Police Chiefs' Council", date(2015, 4, 1), "Association of Chief Police Officers"),
        ("Independent Office for Police Conduct", date(2018, 1, 8), "Independent Police Complaints Commission"),
    ],
)
def test_an_institution_exists_from_its_first_day_on(name: str, first_day: date, before: str) -> None:
    found = not_yet(name, first_day - timedelta(days=1))
    assert found is not None
    assert (found.before, found.in_sentence.startswith("the ")) == (before, True)
    assert not_yet(name, first_day) is None


def test_an_institution_that_is_older_than_the_act_is_not_questioned() -> None:
    assert not_yet("Home Office", date(1996, 8, 22)) is None
    assert not_yet("Crown Prosecution Service", date(1996, 8, 22)) is None


def test_every_institution_on_record_is_one_that_a_finding_can_be_addressed_to() -> None:
    assert len(institutions()) == 3
    assert {folded(each.name) for each in institutions()} <= {folded(addressee) for addressee in get_args(Addressee)}
