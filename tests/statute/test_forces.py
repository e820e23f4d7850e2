"""The 43 forces: identifiers, names by date, and what their chief officers are called."""

from __future__ import annotations

import re
from datetime import date

import pytest

from pccresponse.foundation.errors import NoBodyError
from pccresponse.statute import force, forces


def test_there_are_exactly_43_forces_in_alphabetical_order() -> None:
    identifiers = [known.id for known in forces()]
    assert len(identifiers) == len(set(identifiers)) == 43
    assert identifiers == sorted(identifiers)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", identifier) for identifier in identifiers)
    assert len({known.name for known in forces()}) == 43


@pytest.mark.parametrize(
    ("identifier", "name"),
    [
        ("south-yorkshire", "South Yorkshire Police"),
        ("west-midlands", "West Midlands Police"),
        ("kent", "Kent Police"),
        ("cheshire", "Cheshire Constabulary"),
        ("metropolitan", "Metropolitan Police Service"),
        ("city-of-london", "City of London Police"),
        ("dyfed-powys", "Dyfed-Powys Police"),
    ],
)
def test_a_force_is_known_by_its_identifier(identifier: str, name: str) -> None:
    assert force(identifier).name == name
    assert force(identifier).name_on(date(2019, 1, 15)) == name


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(1996, 8, 22), "Hampshire Constabulary"),
        (date(2022, 11, 15), "Hampshire Constabulary"),
        (date(2022, 11, 16), "Hampshire and Isle of Wight Constabulary"),
        (date(2026, 1, 1), "Hampshire and Isle of Wight Constabulary"),
    ],
)
def test_hampshire_bears_the_name_of_the_day(day: date, name: str) -> None:
    assert force("hampshire").name_on(day) == name


def test_the_day_of_hampshires_new_name_is_marked_as_doubtful() -> None:
    (earlier,) = force("hampshire").earlier_names
    assert earlier.confidence == "unconfirmed"
    assert "the day on which they came into force were not found" in earlier.note
    named = force("hampshire").named_on
    assert [bool(named(day).doubt) for day in (date(2022, 7, 11), date(2022, 7, 12), date(2022, 12, 31), date(2023, 1, 1))] == [
        *(False, True, True, False),
    ]


@pytest.mark.parametrize(
    ("identifier", "day", "name"),
    [
        ("west-mercia", date(1996, 8, 22), "West Mercia Constabulary"),
        ("west-mercia", date(2009, 5, 4), "West Mercia Constabulary"),
        ("west-mercia", date(2009, 5, 5), "West Mercia Police"),
        ("avon-and-somerset", date(2001, 6, 1), "Avon and Somerset Constabulary"),
        ("avon-and-somerset", date(2026, 1, 28), "Avon and Somerset Police"),
    ],
)
def test_a_constabulary_that_became_a_police_force_bears_the_name_of_the_day(identifier: str, day: date, name: str) -> None:
    assert force(identifier).name_on(day) == name


def test_a_name_is_sure_where_it_was_seen_and_in_doubt_elsewhere() -> None:
    assert force("west-mercia").named_on(date(2009, 5, 4)).doubt == ""
    assert force("west-mercia").named_on(date(2009, 5, 5)).doubt == ""
    assert force("avon-and-somerset").named_on(date(2001, 12, 31)).doubt == ""
    assert "was not found" in force("avon-and-somerset").named_on(date(2002, 1, 1)).doubt
    assert "was not found" in force("avon-and-somerset").named_on(date(2026, 1, 28)).doubt


def test_a_name_of_now_is_in_doubt_before_the_day_on_which_it_was_seen() -> None:
    settled = {"west-mercia", "avon-and-somerset", "hampshire"}
    others = [known for known in forces() if known.id not in settled]
    assert len(others) == 40
    for known in others:
        assert "was seen in lists made after 16 November 2022" in known.named_on(date(2022, 11, 15)).doubt
        assert known.named_on(date(2022, 11, 15)).confidence_then == "unconfirmed"
        assert known.named_on(date(2022, 11, 16)).doubt == ""
        assert known.named_on(date(2022, 11, 16)).confidence_then == "confirmed"
    for identifier, earlier in (("kent", "Kent County"), ("leicestershire", "Leicestershire"), ("wiltshire", "Wiltshire")):
        assert f"{earlier} Constabulary" in " ".join(force(identifier).named_on(date(2005, 1, 1)).doubt.split())


def test_after_the_record_was_last_checked_every_name_says_so() -> None:
    for known in forces():
        assert "a later change would not be shown" not in known.named_on(date(2026, 1, 28)).doubt
        assert "reach to 28 January 2026" in known.named_on(date(2026, 1, 29)).doubt


def test_two_forces_take_the_article_within_a_sentence() -> None:
    day = date(2024, 1, 1)
    assert {known.id for known in forces() if known.named_on(day).article} == {"metropolitan", "city-of-london"}
    assert force("metropolitan").named_on(day).in_sentence == "the Metropolitan Police Service"
    assert force("kent").named_on(day).in_sentence == "Kent Police"


def test_a_chief_officer_is_greeted_by_rank_and_a_commissioner_by_a_short_one() -> None:
    others = {known.id: known.chief_officer_salutation for known in forces() if known.chief_officer_salutation != "Chief Constable"}
    assert others == {"metropolitan": "Commissioner", "city-of-london": "Commissioner"}


def test_earlier_names_are_listed_the_oldest_first() -> None:
    for known in forces():
        ends = [earlier.until for earlier in known.earlier_names]
        assert ends == sorted(ends)


def test_chief_officers_are_chief_constables_but_for_two_commissioners() -> None:
    others = {known.id: known.chief_officer_rank for known in forces() if known.chief_officer_rank != "Chief Constable"}
    assert others == {
        "metropolitan": "Commissioner of Police of the Metropolis",
        "city-of-london": "Commissioner of Police for the City of London",
    }


def test_the_four_welsh_forces_have_welsh_names_and_no_other_has() -> None:
    assert {known.id: known.welsh_name for known in forces() if known.welsh_name} == {
        "dyfed-powys": "Heddlu Dyfed-Powys",
        "gwent": "Heddlu Gwent",
        "north-wales": "Heddlu Gogledd Cymru",
        "south-wales": "Heddlu De Cymru",
    }


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("south-yorks", "south-yorkshire"),
        ("South Yorkshire", "south-yorkshire"),
        ("south_yorkshire", "south-yorkshire"),
        ("South Yorkshire Police", "south-yorkshire"),
        ("Devon & Cornwall", "devon-and-cornwall"),
        ("Metropolitan Police Service", "metropolitan"),
        ("the Metropolitan Police Service", "metropolitan"),
        ("met", "metropolitan"),
        ("dyfed-powis", "dyfed-powys"),
    ],
)
def test_a_misspelled_force_gets_the_nearest_identifier(wrong: str, meant: str) -> None:
    with pytest.raises(NoBodyError) as refused:
        force(wrong)
    assert refused.value.message == f'No police force of England and Wales is recorded as "{wrong}".'
    assert refused.value.remedy.startswith(f'Did you mean "{meant}"? ')


@pytest.mark.parametrize("wrong", ["", "strathclyde", "42"])
def test_a_force_that_resembles_none_is_told_how_forces_are_written(wrong: str) -> None:
    with pytest.raises(NoBodyError) as refused:
        force(wrong)
    assert refused.value.remedy == 'Forces are written in lower case with hyphens, such as "avon-and-somerset"; there are 43.'
