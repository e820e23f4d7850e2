"""`pccresponse law`: what applied on a day, how sure that is, and where the record ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Program


@pytest.fixture
def law(program: Program, tmp_path: Path) -> Any:
    """What the command prints, its lines joined: `law("2015-07-21", "--force", "kent")`."""

    def run(*arguments: str, **environment: str) -> str:
        done = program("law", *arguments, cwd=tmp_path, **environment)
        assert done.returncode == 0, done.stderr
        return " ".join(done.stdout.split())

    return run


def data_of(program: Program, folder: Path, *arguments: str) -> dict[str, Any]:
    """The same as data."""
    data = json.loads(program("law", *arguments, "--format", "json", cwd=folder).stdout)
    assert isinstance(data, dict)
    return data


def test_it_says_what_applied_on_a_day(law: Any) -> None:
    old = law("2015-07-21", "--force", "south-yorkshire")
    assert "In force from 22 November 2012 to 1 May 2017." in old
    assert "Local policing body: Police and Crime Commissioner for South Yorkshire From 22 November 2012 to 6 May 2024." in old
    assert "The Act set no time limit." in old
    assert "Home Secretary: The Rt Hon Theresa May MP Dear Home Secretary" in old
    assert "Inspectorate: Her Majesty’s Inspectorate of Constabulary Addresses" in old


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("1999-03-16", "Whose duty: the police authority. As enacted. 55(6)"),
        ("2003-01-01", "As amended by the Police Reform Act 2002 (2002 c. 30), s. 3. 55(2)"),
        ("2015-07-21", "As amended by the Police Reform and Social Responsibility Act 2011 (2011 c. 13), ss. 83 to 86. 55(5)"),
        ("2019-01-15", "Inserted by the Policing and Crime Act 2017 (2017 c. 3), s. 37(2). 55(5B)"),
        (
            "2019-01-15",
            "As amended by the Policing and Crime Act 2017 (2017 c. 3), s. 37(3). Last day to publish Monday 11 March 2019",
        ),
        ("2019-01-15", "Not certain: To whom the inspectors send the report was not checked against the text. 55(4)"),
    ],
)
def test_it_says_of_each_subsection_whose_duty_it_is_and_what_made_it(law: Any, day: str, said: str) -> None:
    assert said in law(day)


def test_it_does_not_say_that_the_law_or_the_body_of_now_is_that_of_2028(law: Any) -> None:
    later = law("2028-06-01", "--force", "kent")
    assert "still in force" not in later
    assert "In force from 2 May 2017. No later change is on record, up to 23 November 2024." in later
    assert "Police and Crime Commissioner for Kent (on 28 January 2026, when our records end)" in later
    assert "The Rt Hon Shabana Mahmood MP (on 28 January 2026, when our records end)" in later
    assert "The sources for section 55 reach to 23 November 2024 and were last checked on 27 November 2026" in later
    assert "The English Devolution and Community Empowerment Act 2026 (2026 c. 23) of 29 April 2026" in later
    assert "The Crime and Policing Act 2026 received Royal Assent on 29 April 2026" in later
    assert "Police and crime commissioners are to be abolished in May 2028, subject to legislation" in later
    assert later.count("a later change would not be shown") == 9


def test_within_the_record_nothing_is_said_of_its_end(law: Any) -> None:
    within = law("2024-06-18", "--force", "south-yorkshire")
    assert "where the record ends" not in within
    assert "a later change would not be shown" not in within


def test_in_most_of_2012_it_says_that_the_law_is_a_reading(law: Any) -> None:
    assert "In force from 16 January 2012 to 21 November 2012 [unconfirmed]." in law("2012-06-01", "--force", "kent")
    assert "Not certain: This state is a reading." in law("2012-06-01", "--force", "kent")
    assert "This state is a reading." not in law("2012-06-01", "--force", "metropolitan")
    assert "Not certain: For the Metropolitan Police Service another state of section 55 applied" in law("2012-06-01")


def test_in_london_the_body_is_one_thing_and_the_office_of_its_holder_another(law: Any) -> None:
    london = law("2020-01-01", "--force", "metropolitan")
    assert "Local policing body: Mayor’s Office for Policing and Crime" in london
    assert "The office of the person who holds it: Mayor of London" in london
    assert "Commissioner of Police of the Metropolis (Dear Commissioner)" in london


def test_a_report_of_1998_comes_under_no_licence_and_goes_to_queen_annes_gate(law: Any) -> None:
    old = law("1998-06-01", "--force", "west-mercia")
    assert "West Mercia Constabulary" in old
    assert "Police authority: West Mercia Police Authority [unconfirmed]" in old
    assert "Home Office: 50 Queen Anne’s Gate, London" in old
    assert "Crown copyright [unconfirmed]" in old
    assert "Open Government Licence v" not in old


@pytest.mark.parametrize("columns", [44, 60, 80, 200])
def test_no_line_is_wider_than_the_terminal(program: Program, tmp_path: Path, columns: int) -> None:
    lines = program("law", "2028-06-01", "--force", "cheshire", cwd=tmp_path, COLUMNS=str(columns)).stdout.splitlines()
    assert len(lines) > 60
    assert max(map(len, lines)) <= min(columns, 120)


def test_the_data_has_what_the_words_have(program: Program, tmp_path: Path) -> None:
    data = data_of(program, tmp_path, "2023-06-06", "--force", "greater-manchester")
    section = data["section_55"]
    assert section["publish_by"] == "2023-07-31"
    assert section["copies_to"] == ["the inspectors of constabulary", "the Secretary of State"]
    assert {duty["subsection"]: duty["how"] for duty in section["duties"]} == {
        **dict.fromkeys(["55(1)", "55(2)", "55(3)", "55(4)", "55(5)", "55(6)"], "amended"),
        **dict.fromkeys(["55(5A)", "55(5B)"], "inserted"),
    }
    assert all(duty["instrument"] and duty["confidence"] for duty in section["duties"])
    assert (section["known_to"], section["checked_on"], section["horizon"]) == ("2024-11-23", "2026-11-27", None)
    assert data["force"]["body_capacity"] == "exercising police and crime commissioner functions"
    assert [(entry["office"], entry["name"]) for entry in data["in_office"]] == [
        ("HM Chief Inspector of Constabulary", "Andy Cooke"),
        ("Home Secretary", "Suella Braverman"),
        ("Inspectorate", "His Majesty’s Inspectorate of Constabulary and Fire & Rescue Services"),
    ]
    assert data["reuse_terms"]["licence"] == "Open Government Licence v3.0"


def test_the_forces_are_listed(program: Program, tmp_path: Path) -> None:
    assert len(program("law", "--forces", cwd=tmp_path).stdout.splitlines()) == 43
