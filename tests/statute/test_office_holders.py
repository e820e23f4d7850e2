"""Home Secretaries, chief inspectors and the inspectorate's names by date: boundaries, gaps, disputes and doubts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pccresponse.foundation.errors import LookUpError, NoOfficeHolderError
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.statute import (
    NationalOfficeHolder,
    chief_inspector_during,
    chief_inspectors,
    dissolutions,
    home_office_address_during,
    home_secretaries,
    home_secretary_during,
    inspectorate_address_during,
    inspectorate_during,
    inspectorate_on,
    inspectorates,
)
from pccresponse.statute.tables import Tenure

DAY = timedelta(days=1)
HER_MAJESTYS = "Her Majesty’s Inspectorate of Constabulary and Fire & Rescue Services"
HIS_MAJESTYS = "His Majesty’s Inspectorate of Constabulary and Fire & Rescue Services"


def home_secretary_on(day: date) -> NationalOfficeHolder:
    return home_secretary_during(PartialDate.of(day))


def chief_inspector_on(day: date) -> NationalOfficeHolder:
    return chief_inspector_during(PartialDate.of(day))


TABLES: list[tuple[tuple[Tenure, ...], Callable[[date], Tenure]]] = [
    (home_secretaries(), home_secretary_on),
    (chief_inspectors(), chief_inspector_on),
    (inspectorates(), inspectorate_on),
]


def answer(look_up: Callable[[date], Tenure], day: date) -> str | None:
    try:
        return look_up(day).name
    except LookUpError:
        return None


def only_candidate(rows: tuple[Tenure, ...], day: date) -> str | None:
    names = {row.name for row in rows if row.may_cover(day, day)}
    return names.pop() if len(names) == 1 else None


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(1996, 8, 22), "Michael Howard"),
        (date(1997, 5, 1), "Michael Howard"),
        (date(1997, 5, 2), "Jack Straw"),
        (date(2001, 6, 7), "Jack Straw"),
        (date(2001, 6, 8), "David Blunkett"),
        (date(2004, 12, 14), "David Blunkett"),
        (date(2004, 12, 15), "Charles Clarke"),
        (date(2006, 5, 4), "Charles Clarke"),
        (date(2006, 5, 5), "John Reid"),
        (date(2007, 6, 27), "John Reid"),
        (date(2007, 6, 28), "Jacqui Smith"),
        (date(2009, 6, 4), "Jacqui Smith"),
        (date(2009, 6, 5), "Alan Johnson"),
        (date(2010, 5, 11), "Alan Johnson"),
        (date(2010, 5, 12), "Theresa May"),
        (date(2015, 8, 4), "Theresa May"),
        (date(2016, 7, 12), "Theresa May"),
        (date(2016, 7, 13), "Amber Rudd"),
        (date(2018, 4, 29), "Amber Rudd"),
        (date(2018, 4, 30), "Sajid Javid"),
        (date(2019, 7, 23), "Sajid Javid"),
        (date(2019, 7, 24), "Priti Patel"),
        (date(2022, 9, 5), "Priti Patel"),
        (date(2022, 9, 6), "Suella Braverman"),
        (date(2022, 10, 18), "Suella Braverman"),
        (date(2022, 10, 19), "Grant Shapps"),
        (date(2022, 10, 24), "Grant Shapps"),
        (date(2022, 10, 25), "Suella Braverman"),
        (date(2023, 11, 12), "Suella Braverman"),
        (date(2023, 11, 13), "James Cleverly"),
        (date(2024, 7, 4), "James Cleverly"),
        (date(2024, 7, 5), "Yvette Cooper"),
        (date(2025, 9, 4), "Yvette Cooper"),
        (date(2025, 9, 5), "Shabana Mahmood"),
    ],
)
def test_the_home_secretary_of_a_day_is_the_one_written_by_hand(day: date, name: str) -> None:
    assert home_secretary_on(day).name == name


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(1996, 8, 22), None),
        (date(1996, 12, 30), None),
        (date(1996, 12, 31), "David O’Dowd"),  # who began in 1996 was there on its last day
        (date(1998, 12, 31), "David O’Dowd"),
        (date(1999, 6, 1), None),  # knighted in 1999, by general knowledge, on a day that nobody looked up
        (date(2000, 1, 1), "Sir David O’Dowd"),
        (date(2001, 1, 1), "Sir David O’Dowd"),  # and who left in 2001 on its first
        (date(2001, 1, 2), None),
        (date(2002, 12, 30), None),
        (date(2002, 12, 31), "Sir Keith Povey"),
        (date(2004, 12, 31), "Sir Keith Povey"),
        (date(2005, 1, 1), None),
        (date(2005, 12, 31), None),
        (date(2006, 1, 1), "Sir Ronnie Flanagan"),
        (date(2008, 11, 30), "Sir Ronnie Flanagan"),
        (date(2008, 12, 2), None),
        (date(2009, 1, 1), "Denis O’Connor"),
        (date(2009, 6, 1), None),  # acting or appointed
        (date(2009, 12, 31), "Denis O’Connor"),
        (date(2010, 3, 1), "Denis O’Connor"),
        (date(2010, 5, 31), "Denis O’Connor"),
        (date(2010, 6, 15), None),
        (date(2010, 6, 30), None),
        (date(2010, 7, 1), "Sir Denis O’Connor"),
        (date(2012, 8, 31), "Sir Denis O’Connor"),
        (date(2012, 9, 1), "Sir Denis O’Connor"),
        (date(2012, 9, 2), None),
        (date(2012, 9, 30), None),
        (date(2012, 10, 1), "Thomas Winsor"),
        (date(2014, 12, 31), "Thomas Winsor"),
        (date(2015, 1, 1), "Sir Thomas Winsor"),
        (date(2022, 3, 31), "Sir Thomas Winsor"),
        (date(2022, 4, 1), "Andy Cooke"),
        (date(2024, 12, 31), "Andy Cooke"),
        (date(2025, 1, 1), "Sir Andy Cooke"),
        (date(2026, 1, 28), "Sir Andy Cooke"),
    ],
)
def test_the_chief_inspector_of_a_day_is_the_one_written_by_hand_or_not_settled(day: date, name: str | None) -> None:
    assert answer(chief_inspector_on, day) == name


@pytest.mark.parametrize(
    ("day", "name", "short_name"),
    [
        (date(1996, 8, 22), "Her Majesty’s Inspectorate of Constabulary", "HMIC"),
        (date(2017, 7, 18), "Her Majesty’s Inspectorate of Constabulary", "HMIC"),
        (date(2017, 7, 19), HER_MAJESTYS, "HMICFRS"),
        (date(2022, 9, 7), HER_MAJESTYS, "HMICFRS"),
        (date(2022, 9, 8), HIS_MAJESTYS, "HMICFRS"),
        (date(2026, 1, 28), HIS_MAJESTYS, "HMICFRS"),
    ],
)
def test_the_inspectorate_bears_the_name_of_the_day(day: date, name: str, short_name: str) -> None:
    assert (inspectorate_on(day).name, inspectorate_on(day).short_name) == (name, short_name)


def test_every_boundary_of_every_table_falls_between_two_days() -> None:
    looked_at = 0
    for rows, look_up in TABLES:
        for row in rows:
            first, last = (row.since_at_latest or row.since).latest, row.until.earliest if row.until else None
            assert answer(look_up, first) == only_candidate(rows, first)
            before = answer(look_up, first - DAY)
            assert before != row.name or before in {other.name for other in rows if other is not row}
            if last:
                assert answer(look_up, last) == only_candidate(rows, last)
                after = answer(look_up, last + DAY)
                assert after != row.name or after in {other.name for other in rows if other is not row}
            looked_at += 1
    assert looked_at == 17 + 11 + 3


@pytest.mark.parametrize(("rows", "look_up"), TABLES)
def test_the_day_before_the_first_row_is_refused(rows: tuple[Tenure, ...], look_up: Callable[[date], Tenure]) -> None:
    with pytest.raises(LookUpError) as refused:
        look_up(rows[0].since.earliest - DAY)
    assert f"begins with {rows[0].since}" in refused.value.message
    assert refused.value.remedy == "Write the name yourself."


def test_before_the_first_home_secretary_on_record_nobody_is_guessed() -> None:
    with pytest.raises(NoOfficeHolderError) as refused:
        home_secretary_on(date(1996, 8, 21))
    assert refused.value.message == "The record of Home Secretaries begins with 22 August 1996 and says nothing of 21 August 1996."


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2035, 12, 31)))
def test_every_day_gets_the_one_name_that_is_certain_or_a_reason_and_a_remedy(day: date) -> None:
    for rows, look_up in TABLES:
        certain = [row.name for row in rows if row.certainly_covers(day)]
        if certain and only_candidate(rows, day):
            assert [look_up(day).name] == certain
            continue
        with pytest.raises(LookUpError) as refused:
            look_up(day)
        assert refused.value.message.endswith(".")
        assert refused.value.remedy.endswith(".")


@given(st.integers(1996, 2026), st.one_of(st.none(), st.integers(1, 12)))
def test_a_month_or_a_year_gets_a_name_exactly_when_all_its_days_get_the_same(year: int, month: int | None) -> None:
    when = PartialDate(year, month)
    days = [when.earliest + timedelta(days=number) for number in range((when.latest - when.earliest).days + 1)]
    for during, on in ((home_secretary_during, home_secretary_on), (chief_inspector_during, chief_inspector_on)):
        by_day = {answer(on, day) for day in days}
        try:
            name: str | None = during(when).name
        except NoOfficeHolderError:
            name = None
        assert name == (by_day.pop() if len(by_day) == 1 else None)


@pytest.mark.parametrize(
    ("when", "name"), [("2015", "Theresa May"), ("2018-05", "Sajid Javid"), ("2020", "Priti Patel"), ("2024-08", "Yvette Cooper")]
)
def test_a_month_or_a_year_within_one_tenure_has_one_home_secretary(when: str, name: str) -> None:
    assert home_secretary_during(PartialDate.parse(when)).name == name


@pytest.mark.parametrize(
    ("when", "names"),
    [
        ("2022", "Priti Patel, Suella Braverman and Grant Shapps"),
        ("2022-10", "Suella Braverman and Grant Shapps"),
        ("2018", "Amber Rudd and Sajid Javid"),
    ],
)
def test_a_date_with_several_home_secretaries_names_them_all(when: str, names: str) -> None:
    with pytest.raises(NoOfficeHolderError) as refused:
        home_secretary_during(PartialDate.parse(when))
    assert refused.value.message == f"The record of Home Secretaries has more than one name for {PartialDate.parse(when)}: {names}."
    assert refused.value.remedy == "Give the exact day, or write the name yourself."


def test_a_year_that_the_record_reaches_only_in_part_is_refused() -> None:
    with pytest.raises(NoOfficeHolderError, match=r"Michael Howard from 22 August 1996 to 1 May 1997; that does not settle 1996\."):
        home_secretary_during(PartialDate(1996))


def test_a_year_in_which_the_inspectorate_was_renamed_is_refused() -> None:
    with pytest.raises(LookUpError, match="more than one name for 2017"):
        inspectorate_during(PartialDate(2017))
    assert inspectorate_during(PartialDate(2018)).short_name == "HMICFRS"


def test_when_denis_oconnor_was_appointed_is_told_and_not_decided() -> None:
    with pytest.raises(NoOfficeHolderError) as refused:
        chief_inspector_on(date(2009, 6, 2))
    assert "acted as chief inspector after Sir Ronnie Flanagan had retired in December 2008" in refused.value.message
    assert "The inspectorate’s own page gives January 2008 as his start" in " ".join(refused.value.message.split())
    assert refused.value.remedy == "Write the name yourself."


def test_a_year_of_change_known_only_as_a_year_is_not_decided() -> None:
    with pytest.raises(NoOfficeHolderError, match=r"more than one name for 1 June 2005: Sir Keith Povey and Sir Ronnie Flanagan\."):
        chief_inspector_on(date(2005, 6, 1))
    with pytest.raises(NoOfficeHolderError, match=r"Sir David O’Dowd from 1999 to 2001; that does not settle 1 June 2001\."):
        chief_inspector_on(date(2001, 6, 1))


def test_a_confirmed_name_comes_without_a_doubt() -> None:
    assert home_secretary_on(date(2015, 8, 4)).doubt == ""
    assert chief_inspector_on(date(2013, 1, 1)).doubt == ""
    assert inspectorate_on(date(2015, 7, 21)).doubt == ""


@pytest.mark.parametrize(
    ("look_up", "day", "doubt"),
    [
        (home_secretary_on, date(2003, 1, 1), "That David Blunkett took office on 8 June 2001 was not checked."),
        (home_secretary_on, date(1997, 5, 1), "That Michael Howard was Home Secretary until 1 May 1997 was not checked."),
        (chief_inspector_on, date(1998, 1, 1), "That he was knighted in 1999"),
        (chief_inspector_on, date(2009, 1, 1), "Denis O’Connor acted as chief inspector"),
        (chief_inspector_on, date(2009, 12, 31), "When in 2009 Denis O’Connor was appointed"),
        (inspectorate_on, date(2022, 9, 8), "which papers of that month still bear the old name was not checked"),
    ],
)
def test_a_doubtful_name_comes_with_its_doubt(look_up: Callable[[date], Tenure], day: date, doubt: str) -> None:
    found = look_up(day)
    assert found.confidence == "unconfirmed"
    assert doubt in found.doubt


@pytest.mark.parametrize(
    ("look_up", "day"),
    [
        (chief_inspector_on, date(2010, 1, 1)),
        (inspectorate_on, date(2022, 10, 1)),
    ],
)
def test_a_doubt_about_a_start_is_not_raised_years_later(look_up: Callable[[date], Tenure], day: date) -> None:
    assert look_up(day).doubt == ""


@pytest.mark.parametrize("look_up", [home_secretary_on, chief_inspector_on, inspectorate_on])
def test_after_the_record_was_last_checked_the_answer_says_so(look_up: Callable[[date], Tenure]) -> None:
    assert look_up(date(2026, 1, 28)).doubt == ""
    beyond = "reach to 28 January 2026 and were last checked on 27 November 2026: a later change would not be shown."
    assert look_up(date(2026, 1, 29)).doubt.endswith(beyond)
    assert look_up(date(2028, 6, 1)).doubt.endswith(beyond)


def test_the_home_secretary_is_addressed_by_the_office() -> None:
    assert {(holder.office, holder.salutation) for holder in home_secretaries()} == {("Home Secretary", "Home Secretary")}


@pytest.mark.parametrize(
    ("look_up", "day"),
    [
        (chief_inspector_on, date(2007, 1, 1)),
        (chief_inspector_on, date(2015, 12, 31)),
        (chief_inspector_on, date(2025, 1, 1)),
        (home_secretary_on, date(2025, 9, 5)),
        (inspectorate_on, date(2017, 7, 19)),
    ],
)
def test_what_has_been_confirmed_since_comes_without_a_doubt(look_up: Callable[[date], Tenure], day: date) -> None:
    assert (look_up(day).confidence, look_up(day).doubt) == ("confirmed", "")


@pytest.mark.parametrize(
    ("day", "styled", "salutation"),
    [
        (date(1998, 1, 1), "David O’Dowd", "Mr O’Dowd"),
        (date(2000, 1, 1), "Sir David O’Dowd", "Sir David"),
        (date(2003, 1, 1), "Sir Keith Povey", "Sir Keith"),
        (date(2007, 1, 1), "Sir Ronnie Flanagan", "Sir Ronnie"),
        (date(2010, 5, 1), "Denis O’Connor CBE QPM", "Mr O’Connor"),
        (date(2011, 1, 1), "Sir Denis O’Connor CBE QPM", "Sir Denis"),
        (date(2014, 12, 31), "Thomas Winsor", "Mr Winsor"),
        (date(2015, 1, 1), "Sir Thomas Winsor", "Sir Thomas"),
        (date(2024, 12, 31), "Andy Cooke QPM", "Mr Cooke"),
        (date(2025, 1, 1), "Sir Andy Cooke QPM", "Sir Andy"),
    ],
)
def test_a_chief_inspector_is_written_and_greeted_as_at_the_time(day: date, styled: str, salutation: str) -> None:
    holder = chief_inspector_on(day)
    assert (holder.styled, holder.salutation) == (styled, salutation)


def test_nobody_is_greeted_by_the_full_name() -> None:
    everybody = (*home_secretaries(), *chief_inspectors())
    assert len(everybody) == 17 + 11
    for holder in everybody:
        assert holder.salutation
        assert holder.salutation != holder.name
        assert holder.name in holder.styled


def test_only_denis_oconnor_acted_as_chief_inspector() -> None:
    assert [(holder.name, holder.span) for holder in chief_inspectors() if holder.acting] == [
        ("Denis O’Connor", "from December 2008 to 2009")
    ]
    assert chief_inspector_on(date(2009, 1, 1)).acting
    assert not chief_inspector_on(date(2009, 12, 31)).acting


def test_a_home_secretary_is_right_honourable_and_the_rest_of_the_style_comes_with_its_doubt() -> None:
    assert all(holder.styled == f"The Rt Hon {holder.name} MP" for holder in home_secretaries())
    mahmood, may = home_secretary_on(date(2026, 1, 1)), home_secretary_on(date(2015, 8, 4))
    assert (mahmood.styled, mahmood.style_doubt) == ("The Rt Hon Shabana Mahmood MP", "")
    assert "was then a member of Parliament was not checked" in may.style_doubt


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        (date(2001, 5, 14), date(2001, 6, 7), "Jack Straw"),
        (date(2005, 4, 11), date(2005, 5, 5), "Charles Clarke"),
        (date(2010, 4, 12), date(2010, 5, 6), "Alan Johnson"),
        (date(2015, 3, 30), date(2015, 5, 7), "Theresa May"),
        (date(2017, 5, 3), date(2017, 6, 8), "Amber Rudd"),
        (date(2019, 11, 6), date(2019, 12, 12), "Priti Patel"),
        (date(2024, 5, 30), date(2024, 7, 4), "James Cleverly"),
    ],
)
def test_between_a_dissolution_and_the_poll_nobody_is_written_as_a_member(first: date, last: date, name: str) -> None:
    for day in (first, last):
        assert home_secretary_on(day).styled == f"The Rt Hon {name}"
    assert home_secretary_on(first - DAY).styled == f"The Rt Hon {name} MP"
    assert home_secretary_on(last + DAY).styled.endswith(" MP")
    assert len(dissolutions()) == 8


@pytest.mark.parametrize(
    ("when", "first_line"),
    [
        ("1996-08-22", "50 Queen Anne’s Gate"),
        ("1998", "50 Queen Anne’s Gate"),
        ("2005-02-28", "50 Queen Anne’s Gate"),
        ("2005-03", None),
        ("2005-03-15", None),
        ("2005-04-01", "2 Marsham Street"),
        ("2005-04", "2 Marsham Street"),
        ("2026-01-28", "2 Marsham Street"),
    ],
)
def test_the_home_office_is_written_to_where_it_was(when: str, first_line: str | None) -> None:
    if first_line:
        found = home_office_address_during(PartialDate.parse(when))
        assert (found.lines[0], found.doubt, found.confidence) == (first_line, "", "confirmed")
        return
    with pytest.raises(
        LookUpError, match=r"more than one address for .*March 2005: 50 Queen Anne’s Gate and 2 Marsham Street"
    ) as refused:
        home_office_address_during(PartialDate.parse(when))
    assert refused.value.remedy.endswith("rite the address yourself.")


@pytest.mark.parametrize(
    ("when", "reason"),
    [
        ("2016-12-31", "begins with 1 January 2017"),
        ("2020-01-01", "ends with 31 December 2019"),
        ("2026-11-27", "ends with 31 December 2019"),
    ],
)
def test_outside_the_years_in_which_its_address_was_seen_the_inspectorate_has_none(when: str, reason: str) -> None:
    with pytest.raises(LookUpError, match=reason):
        inspectorate_address_during(PartialDate.parse(when))


@pytest.mark.parametrize("when", ["2017-01-01", "2018", "2019-12-31"])
def test_the_inspectorate_was_in_eccleston_square_from_2017_to_2019(when: str) -> None:
    found = inspectorate_address_during(PartialDate.parse(when))
    assert found.text == "6th Floor, Globe House\n89 Eccleston Square\nLondon SW1V 1PN"
    assert found.doubt == ""


def test_rows_are_in_order_and_do_not_overlap_where_their_days_are_known() -> None:
    looked_at = 0
    for rows, _ in TABLES:
        for earlier, later in pairwise(rows):
            assert earlier.since.earliest < later.since.earliest
            if earlier.until and earlier.until.exact and later.since.exact:
                assert earlier.until.exact < later.since.exact
                looked_at += 1
    assert looked_at == 16 + 3 + 2
