"""The terms on which a report could be quoted, by the day on which it was published."""

from __future__ import annotations

from datetime import date

import pytest

from pccresponse.foundation.errors import LookUpError
from pccresponse.statute import every_reuse_terms, reuse_terms_on


@pytest.mark.parametrize(
    ("day", "licence"),
    [
        (date(1996, 8, 22), None),
        (date(1998, 6, 1), None),
        (date(2010, 9, 29), None),
        (date(2010, 9, 30), "Open Government Licence v1.0"),
        (date(2013, 6, 27), "Open Government Licence v1.0"),
        (date(2013, 6, 28), "Open Government Licence v2.0"),
        (date(2014, 10, 30), "Open Government Licence v2.0"),
        (date(2014, 10, 31), "Open Government Licence v3.0"),
        (date(2026, 1, 28), "Open Government Licence v3.0"),
    ],
)
def test_no_licence_is_named_before_it_existed(day: date, licence: str | None) -> None:
    terms = reuse_terms_on(day)
    assert (terms.licence, terms.copyright) == (licence, "Crown copyright")
    assert bool(terms.licence_address) is bool(licence)


def test_a_day_before_the_act_is_refused() -> None:
    with pytest.raises(LookUpError, match="begins with 22 August 1996"):
        reuse_terms_on(date(1996, 8, 21))


def test_a_licence_that_no_report_of_the_time_was_seen_to_name_comes_with_the_doubt() -> None:
    days = (date(1998, 1, 1), date(2011, 1, 1), date(2014, 1, 1), date(2016, 12, 31), date(2017, 1, 1), date(2026, 1, 28))
    assert [bool(reuse_terms_on(day).doubt) for day in days] == [True, True, True, True, False, False]
    assert "a later change would not be shown" in reuse_terms_on(date(2026, 1, 29)).doubt


def test_each_row_begins_where_the_one_before_ends() -> None:
    rows = every_reuse_terms()
    assert len(rows) == 4
    assert [row.until is None for row in rows] == [False, False, False, True]
