"""Section 55 as it stood on a day: the boundaries of every state, for every force, and what each state holds."""

from __future__ import annotations

import ast
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pccresponse.statute
from pccresponse.foundation.errors import NoBodyError, NoRegimeError
from pccresponse.statute import Duty, Regime, body_on, forces, regime_on, regimes
from pccresponse.statute import force as force_of

DAY = timedelta(days=1)
EVERY_FORCE = [force.id for force in forces()]

SECRETARY = "the Secretary of State"
INSPECTORS = "the inspectors of constabulary"

WRITTEN_BY_HAND = [
    # day, force, in force from, published by, commented on by, days, explanation, copies to
    (date(1996, 8, 22), None, date(1996, 8, 22), SECRETARY, "police authority", None, False, [SECRETARY]),
    (date(2000, 3, 31), None, date(1996, 8, 22), SECRETARY, "police authority", None, False, [SECRETARY]),
    (date(2000, 4, 1), None, date(2000, 4, 1), SECRETARY, "police authority", None, False, [SECRETARY]),
    (date(2002, 9, 30), None, date(2000, 4, 1), SECRETARY, "police authority", None, False, [SECRETARY]),
    (date(2002, 10, 1), None, date(2002, 10, 1), SECRETARY, "police authority", None, False, [SECRETARY]),
    (date(2007, 3, 31), None, date(2002, 10, 1), SECRETARY, "police authority", None, False, [SECRETARY]),
    (date(2007, 4, 1), None, date(2007, 4, 1), SECRETARY, "police authority", None, False, [SECRETARY]),
    (date(2010, 4, 19), "kent", date(2007, 4, 1), SECRETARY, "police authority", None, False, [SECRETARY]),
    (date(2012, 1, 15), "kent", date(2007, 4, 1), SECRETARY, "police authority", None, False, [SECRETARY]),
    (date(2012, 1, 15), "metropolitan", date(2007, 4, 1), SECRETARY, "police authority", None, False, [SECRETARY]),
    (date(2012, 1, 16), "metropolitan", date(2012, 1, 16), INSPECTORS, "local policing body", None, False, [SECRETARY]),
    (date(2012, 1, 16), "kent", date(2012, 1, 16), INSPECTORS, "police authority", None, False, [SECRETARY]),
    (date(2012, 11, 21), "metropolitan", date(2012, 1, 16), INSPECTORS, "local policing body", None, False, [SECRETARY]),
    (date(2012, 11, 21), "city-of-london", date(2012, 1, 16), INSPECTORS, "police authority", None, False, [SECRETARY]),
    (date(2012, 11, 21), "south-yorkshire", date(2012, 1, 16), INSPECTORS, "police authority", None, False, [SECRETARY]),
    (date(2012, 11, 22), "metropolitan", date(2012, 1, 16), INSPECTORS, "local policing body", None, False, [SECRETARY]),
    (date(2012, 11, 22), "city-of-london", date(2012, 11, 22), INSPECTORS, "local policing body", None, False, [SECRETARY]),
    (date(2012, 11, 22), "south-yorkshire", date(2012, 11, 22), INSPECTORS, "local policing body", None, False, [SECRETARY]),
    (date(2015, 7, 21), "south-yorkshire", date(2012, 11, 22), INSPECTORS, "local policing body", None, False, [SECRETARY]),
    (date(2017, 5, 1), None, date(2012, 11, 22), INSPECTORS, "local policing body", None, False, [SECRETARY]),
    (date(2017, 5, 2), None, date(2017, 5, 2), INSPECTORS, "local policing body", 56, True, [INSPECTORS, SECRETARY]),
    (date(2017, 5, 2), "metropolitan", date(2017, 5, 2), INSPECTORS, "local policing body", 56, True, [INSPECTORS, SECRETARY]),
    (date(2026, 1, 28), "kent", date(2017, 5, 2), INSPECTORS, "local policing body", 56, True, [INSPECTORS, SECRETARY]),
]


@pytest.mark.parametrize(("day", "force", "since", "publisher", "body", "days", "explained", "copies"), WRITTEN_BY_HAND)
def test_the_law_of_a_day_is_the_one_written_by_hand(
    day: date, force: str | None, since: date, publisher: str, body: str, days: int | None, explained: bool, copies: list[str]
) -> None:
    regime = regime_on(day, force)
    assert regime.in_force_from == since
    assert regime.report_publisher == publisher
    assert regime.commenting_body == body
    assert (regime.deadline.days if regime.deadline else None) == days
    assert regime.explanation_required is explained
    assert [recipient.name for recipient in regime.recipients] == copies


def test_there_are_seven_states_and_six_in_london_and_each_follows_the_one_before_without_a_gap() -> None:
    looked_at = 0
    for force in [None, *EVERY_FORCE]:
        states = regimes(force)
        assert len(states) == (6 if force == "metropolitan" else 7)
        for earlier, later in pairwise(states):
            assert earlier.in_force_until == later.in_force_from - DAY
            looked_at += 1
        assert states[-1].in_force_until is None
    assert looked_at == 43 * 6 + 5


@pytest.mark.parametrize("force", EVERY_FORCE)
def test_every_state_begins_on_its_first_day_and_ends_on_its_last(force: str) -> None:
    for before, state in zip([None, *regimes(force)], regimes(force), strict=False):
        assert regime_on(state.in_force_from, force).in_force_from == state.in_force_from
        assert regime_on(state.in_force_from + DAY, force).in_force_from == state.in_force_from
        if before:
            assert regime_on(state.in_force_from - DAY, force).in_force_from == before.in_force_from


@given(st.dates(min_value=date(1996, 8, 22)), st.sampled_from(EVERY_FORCE))
def test_exactly_one_state_is_in_force_on_every_day_since_the_act(day: date, force: str) -> None:
    covering = [s for s in regimes(force) if s.in_force_from <= day and (s.in_force_until is None or day <= s.in_force_until)]
    assert [state.in_force_from for state in covering] == [regime_on(day, force).in_force_from]


@pytest.mark.parametrize("force", [None, "kent", "metropolitan"])
def test_a_day_before_the_act_is_refused_with_the_first_day_and_what_to_do(force: str | None) -> None:
    with pytest.raises(NoRegimeError) as refused:
        regime_on(date(1996, 8, 21), force)
    assert refused.value.message == (
        "Section 55 of the Police Act 1996 was not in force on 21 August 1996: the first day on record is 22 August 1996."
    )
    assert refused.value.remedy.startswith("Check the day on which the report was published.")


def test_an_unknown_force_has_no_law() -> None:
    with pytest.raises(NoBodyError, match="westshire"):
        regime_on(date(2019, 1, 15), "westshire")


@pytest.mark.parametrize(
    ("day", "others"),
    [
        (date(2012, 1, 15), ()),
        (date(2012, 1, 16), ("metropolitan",)),
        (date(2012, 11, 21), ("metropolitan",)),
        (date(2012, 11, 22), ()),
        (date(1996, 8, 22), ()),
    ],
)
def test_without_a_force_the_answer_says_for_whom_it_is_wrong(day: date, others: tuple[str, ...]) -> None:
    caution = regime_on(day).caution
    assert bool(caution) is bool(others)
    assert all(force_of(other).named_on(day).in_sentence in caution for other in others)


def test_the_caution_names_the_force_and_the_day_its_own_law_began() -> None:
    assert regime_on(date(2012, 6, 1)).caution == (
        "For the Metropolitan Police Service another state of section 55 applied on 1 June 2012, "
        "in force for it from 16 January 2012; name the force to be shown it."
    )
    assert regime_on(date(2012, 6, 1), "kent").caution == ""


@pytest.mark.parametrize("force", EVERY_FORCE)
def test_the_act_speaks_of_a_police_authority_exactly_while_there_was_one(force: str) -> None:
    """The day on which the words change is the day on which the body changes; the Common Council alone stays what it was."""
    change = next(state for state in regimes(force) if state.commenting_body == "local policing body").in_force_from
    before, after = body_on(force, change - DAY), body_on(force, change)
    if force == "city-of-london":
        assert before == after
        assert before.kind == "common council"
    else:
        assert before.kind == "police authority"
        assert after.since == change
        assert after.kind in ("police and crime commissioner", "mayor's office")


def duties_of(regime: Regime) -> dict[str, str]:
    return {duty.id: duty.subsection for duty in regime.duties}


ALWAYS = {
    "publish_report": "55(1)",
    "withhold": "55(2)",
    "send_report": "55(3)",
    "invite_chief_officer": "55(4)",
    "publish_comments": "55(5)",
    "send_copies": "55(6)",
}


def test_every_state_has_the_duties_of_its_time_and_the_body_of_its_time_owes_them() -> None:
    for number, regime in enumerate(regimes()):
        added = {"publish_in_time": "55(5A)", "explain_action": "55(5B)"} if number == 6 else {}
        assert duties_of(regime) == ALWAYS | added
        for duty in regime.duties:
            publisher_owes = duty.subsection in ("55(1)", "55(2)", "55(3)")
            assert duty.owed_by == (regime.report_publisher if publisher_owes else f"the {regime.commenting_body}")
            assert duty.owed_by in duty.text.replace("The ", "the ")


def test_copies_go_where_the_duty_says() -> None:
    for regime in regimes():
        copies = next(duty for duty in regime.duties if duty.id == "send_copies")
        assert all(recipient.name in copies.text for recipient in regime.recipients)
        assert len(regime.recipients) == (2 if "(b)" in copies.text else 1)


def test_the_deadline_says_how_it_is_counted_and_who_made_it() -> None:
    deadline = regimes()[-1].deadline
    assert deadline is not None
    assert (deadline.days, deadline.beginning_with, deadline.subsection) == (
        56,
        "the day on which the report is published",
        "55(5A)",
    )
    assert deadline.instrument == "Policing and Crime Act 2017 (2017 c. 3), s. 37(2)"


def test_withholding_was_allowed_and_is_required() -> None:
    assert [regime.withholding for regime in regimes()] == ["may"] * 4 + ["must"] * 3


def test_every_state_and_every_duty_names_its_instrument_and_its_source() -> None:
    duties = [duty for regime in regimes() for duty in regime.duties]
    assert len(duties) == 6 * 6 + 8
    assert all(duty.instrument and duty.made_by.citation and duty.source and duty.text for duty in duties)
    assert all(regime.instruments and regime.source for regime in regimes())
    assert [str(regime.instruments[0]) for regime in regimes()] == [
        "Police Act 1996 (1996 c. 16), s. 55 as enacted",
        "Local Government Act 1999 (1999 c. 27), the provisions on best value that inserted section 54(2A)",
        "Police Reform Act 2002 (2002 c. 30), s. 3",
        "Police and Justice Act 2006 (2006 c. 48), the provisions that changed section 54(2A)",
        *["Police Reform and Social Responsibility Act 2011 (2011 c. 13), ss. 83 to 86"] * 2,
        "Policing and Crime Act 2017 (2017 c. 3), s. 37",
    ]
    assert [instrument.citation for instrument in regimes()[6].instruments] == ["2017 c. 3", "S.I. 2017/399"]
    assert [instrument.citation for instrument in regimes()[5].instruments] == ["2011 c. 13", "S.I. 2011/3019", "S.I. 2012/2892"]


ENACTED = "as enacted"


def origin_of(duty: Duty) -> str:
    """How a subsection came by its wording."""
    how = {"enacted": "as enacted", "inserted": "inserted by", "amended": "as amended by"}[duty.how]
    return how if duty.how == "enacted" else f"{how} the {duty.made_by.title}, {duty.made_by.provision}"


BY_2011 = "as amended by the Police Reform and Social Responsibility Act 2011, ss. 83 to 86"


@pytest.mark.parametrize(
    ("day", "force", "origins"),
    [
        (date(1999, 3, 16), None, [ENACTED] * 6),
        (
            date(2001, 3, 26),
            None,
            ["as amended by the Local Government Act 1999, the provisions on best value that inserted section 54(2A)"]
            + [ENACTED] * 5,
        ),
        (date(2003, 1, 1), None, ["as amended by the Police Reform Act 2002, s. 3"] + [ENACTED] * 5),
        (date(2010, 4, 19), None, ["as amended by the Police Reform Act 2002, s. 3"] + [ENACTED] * 5),
        (date(2012, 6, 1), "kent", [BY_2011] * 3 + [ENACTED] * 3),
        (date(2012, 6, 1), "metropolitan", [BY_2011] * 6),
        (date(2015, 7, 21), None, [BY_2011] * 6),
        (
            date(2019, 1, 15),
            None,
            [
                *[BY_2011] * 5,
                *["inserted by the Policing and Crime Act 2017, s. 37(2)"] * 2,
                "as amended by the Policing and Crime Act 2017, s. 37(3)",
            ],
        ),
    ],
)
def test_each_subsection_names_the_instrument_that_gave_it_its_wording(day: date, force: str | None, origins: list[str]) -> None:
    """The Acts of 1999 and 2002 touched subsection (1) only, that of 2017 made (5A) and (5B) and changed (6)."""
    assert [origin_of(duty) for duty in regime_on(day, force).duties] == origins


def test_a_duty_is_found_by_its_identifier() -> None:
    explain = regime_on(date(2019, 1, 15)).duty("explain_action")
    assert explain is not None
    assert (explain.subsection, explain.instrument) == ("55(5B)", "Policing and Crime Act 2017 (2017 c. 3), s. 37(2)")
    assert "It names no addressee" in explain.note
    assert regime_on(date(2015, 7, 21)).duty("explain_action") is None


def test_reports_on_a_police_authority_were_not_only_about_best_value_by_2010() -> None:
    assert "best-value reports" in regime_on(date(2007, 3, 31)).reports
    assert "how a police authority performs its functions" in regime_on(date(2010, 4, 19)).reports


def test_the_doubts_about_the_law_are_kept() -> None:
    confirmed = {regime.in_force_from: regime.confidence == "confirmed" for regime in regimes()}
    assert confirmed == {
        date(1996, 8, 22): True,
        date(2000, 4, 1): False,
        date(2002, 10, 1): True,
        date(2007, 4, 1): False,
        date(2012, 1, 16): False,
        date(2012, 11, 22): True,
        date(2017, 5, 2): True,
    }
    current = regimes()[-1]
    assert "S.I. 2017/399" in current.note
    assert "recorded reason" in current.note
    doubtful = {duty.id for regime in regimes() for duty in regime.duties if duty.confidence == "unconfirmed"}
    assert doubtful == {"withhold", "send_report"}


@pytest.mark.parametrize(
    ("first", "last", "force", "doubt"),
    [
        (date(2000, 4, 1), date(2001, 3, 25), None, "that it was so from 1 April 2000 was not checked"),
        (date(2007, 4, 1), date(2010, 4, 18), None, "The first day of that was not found"),
        (date(2012, 1, 16), date(2012, 11, 21), "kent", "This state is a reading."),
    ],
)
def test_a_state_is_in_doubt_on_the_days_that_the_doubt_is_about(first: date, last: date, force: str | None, doubt: str) -> None:
    assert doubt in regime_on(first, force).doubt
    assert doubt in regime_on(last, force).doubt
    assert regime_on(first - DAY, force).doubt == ""
    assert regime_on(last + DAY, force).doubt == ""


def test_london_had_no_months_in_which_a_police_authority_commented_on_the_inspectors_reports() -> None:
    looked_at = [state for force in EVERY_FORCE for state in regimes(force) if state.in_force_until == date(2012, 11, 21)]
    assert len(looked_at) == 42
    assert {(state.report_publisher, state.commenting_body, state.confidence) for state in looked_at} == {
        (INSPECTORS, "police authority", "unconfirmed")
    }
    london = regime_on(date(2012, 6, 1), "metropolitan")
    assert (london.in_force_from, london.in_force_until, london.doubt) == (date(2012, 1, 16), date(2017, 5, 1), "")


def test_what_is_announced_is_mentioned_with_its_day_and_is_not_law() -> None:
    *earlier, current = regimes()
    said = " ".join(each.text for each in current.coming)
    assert "May 2028, subject to legislation" in said
    assert "On 28 January 2026 the Bill had not been introduced" in " ".join(said.split())
    assert "White Paper" in said
    assert {each.as_of for each in current.coming} == {date(2026, 11, 27)}
    assert all(regime.coming == () for regime in earlier)


BEYOND = "The sources for section 55 reach to 23 November 2024 and were last checked on 27 November 2026: a later change would not be shown."


@pytest.mark.parametrize(
    ("day", "beyond", "acts"),
    [
        (date(2024, 11, 23), "", 0),
        (date(2024, 11, 24), BEYOND, 0),
        (date(2026, 4, 28), BEYOND, 0),
        (date(2026, 4, 29), BEYOND, 2),
        (date(2028, 6, 1), BEYOND, 2),
        (date(2016, 4, 29), "", 0),
    ],
)
def test_a_day_beyond_the_record_says_so_and_names_the_acts_that_nobody_read(day: date, beyond: str, acts: int) -> None:
    regime = regime_on(day, "kent")
    assert regime.horizon_note.startswith(beyond)
    assert bool(regime.horizon_note) is bool(beyond)
    assert len(regime.open_questions) == acts
    assert ("English Devolution and Community Empowerment Act 2026 (2026 c. 23)" in regime.horizon_note) is bool(acts)
    assert ("Crime and Policing Act 2026" in regime.horizon_note) is bool(acts)


def test_no_year_is_written_into_the_code() -> None:
    """A change of the law is a row in a table: no module holds a number that could be a year."""
    modules = sorted(Path(pccresponse.statute.__file__).parent.glob("*.py"))
    numbers = [
        (module.name, node.value)
        for module in modules
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and type(node.value) is int
    ]
    assert len(modules) >= 6
    assert numbers
    assert [found for found in numbers if found[1] > 100] == []
