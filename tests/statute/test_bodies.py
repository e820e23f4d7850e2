"""Who answers for each police area on a day: every boundary, the exceptions by hand, and the doubts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pccresponse.foundation.errors import NoBodyError
from pccresponse.statute import LocalPolicingBody, PolicingBodyKind, bodies_of, body_on, days_of_kind, forces

DAY = timedelta(days=1)
EVERY_FORCE = [force.id for force in forces()]

PCC, PFCC = "police and crime commissioner", "police, fire and crime commissioner"

WRITTEN_BY_HAND = [
    ("south-yorkshire", date(1996, 8, 22), "police authority", "South Yorkshire Police Authority"),
    ("south-yorkshire", date(2012, 11, 21), "police authority", "South Yorkshire Police Authority"),
    ("south-yorkshire", date(2012, 11, 22), PCC, "Police and Crime Commissioner for South Yorkshire"),
    ("south-yorkshire", date(2015, 7, 21), PCC, "Police and Crime Commissioner for South Yorkshire"),
    ("south-yorkshire", date(2024, 5, 6), PCC, "Police and Crime Commissioner for South Yorkshire"),
    ("south-yorkshire", date(2024, 5, 7), "mayor", "Mayor of South Yorkshire"),
    ("metropolitan", date(1996, 8, 22), "home secretary", "Home Secretary"),
    ("metropolitan", date(2000, 7, 2), "home secretary", "Home Secretary"),
    ("metropolitan", date(2000, 7, 3), "police authority", "Metropolitan Police Authority"),
    ("metropolitan", date(2012, 1, 15), "police authority", "Metropolitan Police Authority"),
    ("metropolitan", date(2012, 1, 16), "mayor's office", "Mayor’s Office for Policing and Crime"),
    ("metropolitan", date(2026, 1, 1), "mayor's office", "Mayor’s Office for Policing and Crime"),
    ("city-of-london", date(1996, 8, 22), "common council", "Court of Common Council of the City of London"),
    ("city-of-london", date(2012, 11, 22), "common council", "Court of Common Council of the City of London"),
    ("city-of-london", date(2026, 1, 1), "common council", "Court of Common Council of the City of London"),
    ("greater-manchester", date(2017, 5, 7), PCC, "Police and Crime Commissioner for Greater Manchester"),
    ("greater-manchester", date(2017, 5, 8), "mayor", "Mayor of Greater Manchester"),
    ("west-yorkshire", date(2021, 5, 9), PCC, "Police and Crime Commissioner for West Yorkshire"),
    ("west-yorkshire", date(2021, 5, 10), "mayor", "Mayor of West Yorkshire"),
    ("north-yorkshire", date(2018, 11, 14), PCC, "Police and Crime Commissioner for North Yorkshire"),
    ("north-yorkshire", date(2018, 11, 15), PFCC, "Police, Fire and Crime Commissioner for North Yorkshire"),
    ("north-yorkshire", date(2024, 5, 6), PFCC, "Police, Fire and Crime Commissioner for North Yorkshire"),
    ("north-yorkshire", date(2024, 5, 7), "mayor", "Mayor of York and North Yorkshire"),
    ("essex", date(2017, 9, 30), PCC, "Police and Crime Commissioner for Essex"),
    ("essex", date(2017, 10, 1), PFCC, "Police, Fire and Crime Commissioner for Essex"),
    ("staffordshire", date(2018, 7, 31), PCC, "Police and Crime Commissioner for Staffordshire"),
    ("staffordshire", date(2018, 8, 1), PFCC, "Police, Fire and Crime Commissioner for Staffordshire"),
    ("northamptonshire", date(2018, 12, 31), PCC, "Police and Crime Commissioner for Northamptonshire"),
    ("northamptonshire", date(2019, 1, 1), PFCC, "Police, Fire and Crime Commissioner for Northamptonshire"),
    ("cumbria", date(2023, 3, 31), PCC, "Police and Crime Commissioner for Cumbria"),
    ("cumbria", date(2023, 4, 1), PFCC, "Police, Fire and Crime Commissioner for Cumbria"),
    ("devon-and-cornwall", date(2012, 11, 21), "police authority", "Devon and Cornwall Police Authority"),
    ("devon-and-cornwall", date(2012, 11, 22), PCC, "Police and Crime Commissioner for Devon, Cornwall and the Isles of Scilly"),
    ("hampshire", date(2022, 11, 15), PCC, "Police and Crime Commissioner for Hampshire"),
    ("hampshire", date(2022, 11, 16), PCC, "Police and Crime Commissioner for Hampshire and Isle of Wight"),
    ("cheshire", date(2026, 1, 28), PCC, "Police and Crime Commissioner for Cheshire"),
]

UNUSUAL = {
    "metropolitan": "mayor's office",
    "city-of-london": "common council",
    "greater-manchester": "mayor",
    "west-yorkshire": "mayor",
    "south-yorkshire": "mayor",
    "north-yorkshire": "mayor",
    "cumbria": PFCC,
    "essex": PFCC,
    "northamptonshire": PFCC,
    "staffordshire": PFCC,
}


def every_body() -> list[LocalPolicingBody]:
    return [body for force in EVERY_FORCE for body in bodies_of(force)]


@pytest.mark.parametrize(("force", "day", "kind", "name"), WRITTEN_BY_HAND)
def test_the_body_of_a_day_is_the_one_written_by_hand(force: str, day: date, kind: str, name: str) -> None:
    body = body_on(force, day)
    assert (body.kind, body.name, body.force) == (kind, name, force)


def test_33_forces_have_a_commissioner_today_and_the_others_are_listed_by_hand() -> None:
    kinds: dict[str, str] = {force: body_on(force, date(2026, 1, 28)).kind for force in EVERY_FORCE}
    assert kinds == {force: UNUSUAL.get(force, PCC) for force in EVERY_FORCE}
    assert list(kinds.values()).count(PCC) == 33


@pytest.mark.parametrize("force", EVERY_FORCE)
def test_every_body_begins_on_its_first_day_and_ends_on_its_last(force: str) -> None:
    bodies = bodies_of(force)
    assert bodies[0].since == date(1996, 8, 22)
    assert bodies[-1].until is None
    for before, body in zip([None, *bodies], bodies, strict=False):
        assert body_on(force, body.since).since == body.since
        assert body_on(force, body.since + DAY).since == body.since
        if before:
            assert before.until == body.since - DAY
            assert body_on(force, body.since - DAY).since == before.since


@pytest.mark.parametrize("force", EVERY_FORCE)
def test_a_day_before_the_act_is_refused(force: str) -> None:
    with pytest.raises(NoBodyError) as refused:
        body_on(force, date(1996, 8, 21))
    assert "21 August 1996 is not recorded: the record begins on 22 August 1996." in refused.value.message
    assert refused.value.remedy


def test_an_unknown_force_has_no_body() -> None:
    with pytest.raises(NoBodyError) as refused:
        body_on("south-yorks", date(2019, 1, 15))
    assert 'Did you mean "south-yorkshire"?' in refused.value.remedy


def test_every_row_names_its_instrument_its_source_and_any_doubt() -> None:
    bodies = every_body()
    # 41 usual areas of two rows, eight of them with a further row or two, and three and one row in London.
    assert len(bodies) == 41 * 2 + 4 + 4 + 1 + 1 + 3 + 1
    assert all(body.instrument and body.source and body.area for body in bodies)
    assert all(body.note for body in bodies if body.confidence == "unconfirmed")
    assert not any("{" in body.name + (body.office_title or "") for body in bodies)


def test_planned_transfers_are_mentioned_and_are_no_rows() -> None:
    for body in every_body():
        assert body.since <= body.known_to
        assert body.until is None or not body.coming
    assert "May 2028, subject to legislation" in coming("kent")
    assert "has no support in what was found" in coming("cheshire")
    assert "That the commissioner’s functions are to pass to the mayor then was not found" in coming("cumbria")
    assert coming("south-yorkshire") == ""


def coming(force: str) -> str:
    announcements = body_on(force, date(2026, 1, 1)).coming
    assert {each.as_of for each in announcements} <= {date(2026, 11, 27)}
    return " ".join(" ".join(each.text for each in announcements).split())


@pytest.mark.parametrize("force", EVERY_FORCE)
def test_after_the_record_was_last_checked_the_body_comes_with_the_doubt(force: str) -> None:
    beyond = "reach to 28 January 2026 and were last checked on 27 November 2026: a later change would not be shown"
    assert beyond not in body_on(force, date(2026, 1, 28)).doubt
    assert beyond in body_on(force, date(2026, 1, 29)).doubt
    assert beyond in body_on(force, date(2028, 6, 1)).doubt


@pytest.mark.parametrize(
    ("force", "day", "in_sentence", "office_title"),
    [
        (
            "kent",
            date(2020, 1, 1),
            "the Police and Crime Commissioner for Kent",
            "Police and Crime Commissioner for Kent",
        ),
        (
            "metropolitan",
            date(2020, 1, 1),
            "the Mayor’s Office for Policing and Crime",
            "Mayor of London",
        ),
        ("metropolitan", date(2005, 1, 1), "the Metropolitan Police Authority", None),
        ("kent", date(2005, 1, 1), "Kent Police Authority", None),
        (
            "city-of-london",
            date(2020, 1, 1),
            "the Court of Common Council of the City of London",
            None,
        ),
        (
            "north-yorkshire",
            date(2025, 1, 1),
            "the Mayor of York and North Yorkshire",
            "Mayor of York and North Yorkshire",
        ),
        (
            "dyfed-powys",
            date(2020, 1, 1),
            "the Police and Crime Commissioner for Dyfed-Powys",
            "Police and Crime Commissioner for Dyfed-Powys",
        ),
    ],
)
def test_a_body_is_written_within_a_sentence_and_its_holder_has_an_office(
    force: str, day: date, in_sentence: str, office_title: str | None
) -> None:
    body = body_on(force, day)
    assert (body.in_sentence, body.office_title) == (in_sentence, office_title)


def test_a_body_that_is_no_single_person_has_no_office_title() -> None:
    without = {body.kind for body in every_body() if body.office_title is None}
    assert without == {"police authority", "common council"}
    assert all(body.office_title for body in every_body() if body.kind not in without)


def test_a_mayor_exercises_the_functions_of_a_commissioner() -> None:
    mayors = [body for body in every_body() if body.kind == "mayor"]
    assert len(mayors) == 4
    assert {body.capacity for body in mayors} == {"exercising police and crime commissioner functions"}
    assert body_on("north-yorkshire", date(2025, 1, 1)).area == "York and North Yorkshire"


def test_only_welsh_commissioners_have_welsh_names() -> None:
    assert {body.force: body.welsh_name for body in every_body() if body.welsh_name} == {
        "dyfed-powys": "Comisiynydd Heddlu a Throseddu Dyfed-Powys",
        "gwent": "Comisiynydd yr Heddlu a Throseddu Gwent",
        "north-wales": "Comisiynydd Heddlu a Throsedd Gogledd Cymru",
        "south-wales": "Comisiynydd Heddlu a Throseddu De Cymru",
    }


def test_the_doubts_about_bodies_are_kept() -> None:
    south_wales = body_on("south-wales", date(2019, 1, 15))
    assert south_wales.confidence == "unconfirmed"
    assert "Only the Welsh name is in doubt." in south_wales.note
    doubtful = {body.force for body in every_body() if body.confidence == "unconfirmed" and body.kind != "police authority"}
    assert doubtful == {"south-wales", "hampshire", "devon-and-cornwall", "north-yorkshire"}
    assert "Police Authority Board" in body_on("city-of-london", date(2019, 1, 15)).note
    assert "was not found" in body_on("metropolitan", date(1999, 1, 1)).note
    days = (date(2022, 7, 11), date(2022, 7, 12), date(2022, 12, 31), date(2023, 1, 1))
    assert [bool(body_on("hampshire", day).doubt) for day in days] == [False, True, True, False]
    assert "was not checked" in body_on("kent", date(2012, 11, 21)).doubt
    assert body_on("kent", date(2012, 11, 22)).doubt == ""


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        ("police authority", date(1996, 8, 22), date(2012, 11, 21)),
        (PCC, date(2012, 11, 22), None),
        (PFCC, date(2017, 10, 1), None),
        ("mayor", date(2017, 5, 8), None),
        ("mayor's office", date(2012, 1, 16), None),
        ("common council", date(1996, 8, 22), None),
    ],
)
def test_a_kind_of_body_has_a_first_day_and_perhaps_a_last(kind: PolicingBodyKind, first: date, last: date | None) -> None:
    assert days_of_kind(kind) == (first, last)
