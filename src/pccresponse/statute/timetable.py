"""Counting the days that section 55(5A) gives.

The period begins *with* the day on which the report is published, so that day is day 1 and the last of 56 days is
publication + 55. The Act makes no exception for weekends and bank holidays: every day counts.
"""

from __future__ import annotations

from datetime import date, timedelta

from pccresponse.foundation.errors import LookUpError
from pccresponse.foundation.partial_dates import in_words
from pccresponse.statute.regimes import Regime


def day_number(published_on: date, day: date) -> int:
    """Which day of the period a day is: 1 is publication day, 0 the day before it, negative numbers lie further back.

    >>> day_number(date(2019, 1, 15), date(2019, 1, 15))
    1
    >>> day_number(date(2019, 1, 15), date(2019, 3, 11))
    56
    """
    return (day - published_on).days + 1


def publish_by(regime: Regime, published_on: date) -> date | None:
    """The last day on which to publish what section 55(5) asks for; None where the regime has no period.

    Raises `LookUpError` where the calendar ends before the period does.

    >>> from pccresponse.statute.regimes import regime_on
    >>> publish_by(regime_on(date(2019, 1, 15)), date(2019, 1, 15))
    datetime.date(2019, 3, 11)
    >>> publish_by(regime_on(date(2015, 7, 21)), date(2015, 7, 21)) is None
    True
    """
    if regime.deadline is None:
        return None
    try:
        return published_on + timedelta(days=regime.deadline.days - 1)
    except OverflowError:
        raise LookUpError(
            f"The last day to publish cannot be worked out for a report published on {in_words(published_on)}.",
            "Check the year of the report's publication day.",
        ) from None
