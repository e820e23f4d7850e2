"""Who was Home Secretary and who was chief inspector of constabulary, and what the inspectorate was called, on a date.

The report's author is named by the report's date, an addressee by the letter's. A response may always name its addressee
itself; these records are what is used when it does not.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import msgspec

from pccresponse.errors import NoOfficeHolderError
from pccresponse.partial_dates import PartialDate
from pccresponse.statute.tables import Row, raw_table
from pccresponse.statute.tenures import Tenure, read_tenures, throughout


class OfficeHolder(Tenure, frozen=True, kw_only=True):
    """Somebody in office, under the name that they bore at the time: a knighthood makes a new row."""

    office: str
    salutation: str = ""
    """What follows `Dear` in a letter to the holder of the office; empty where the name is used."""


class Inspectorate(Tenure, frozen=True, kw_only=True):
    """The inspectors of constabulary under the name that they published under."""

    short_name: str


class _Address(Row, frozen=True, kw_only=True):
    lines: tuple[str, ...]


@cache
def home_secretaries() -> tuple[OfficeHolder, ...]:
    """Every Home Secretary on record, the first first."""
    return read_tenures("home_secretaries.yaml", OfficeHolder)


@cache
def chief_inspectors() -> tuple[OfficeHolder, ...]:
    """Every chief inspector of constabulary on record, the first first; one who was knighted in office has two rows."""
    return read_tenures("chief_inspectors.yaml", OfficeHolder)


@cache
def inspectorates() -> tuple[Inspectorate, ...]:
    """Every name of the inspectorate since the Act began, the oldest first."""
    return read_tenures("inspectorates.yaml", Inspectorate)


def home_secretary_during(when: PartialDate) -> OfficeHolder:
    """The Home Secretary throughout `when`; on a day of change, the incoming one.

    Raises `NoOfficeHolderError`, naming the candidates, where the date allows more than one or the record does not reach it.

    >>> home_secretary_during(PartialDate.parse("2015")).name
    'Theresa May'
    """
    return throughout(home_secretaries(), when, record_of="Home Secretaries", error=NoOfficeHolderError)


def home_secretary_on(day: date) -> OfficeHolder:
    """The Home Secretary on the day; see `home_secretary_during`."""
    return home_secretary_during(PartialDate.of(day))


def chief_inspector_during(when: PartialDate) -> OfficeHolder:
    """The chief inspector of constabulary throughout `when`, under one name.

    Raises `NoOfficeHolderError`, with the reason, where the date allows more than one or the record does not settle it.
    """
    return throughout(chief_inspectors(), when, record_of="chief inspectors of constabulary", error=NoOfficeHolderError)


def chief_inspector_on(day: date) -> OfficeHolder:
    """The chief inspector of constabulary on the day; see `chief_inspector_during`."""
    return chief_inspector_during(PartialDate.of(day))


def inspectorate_during(when: PartialDate) -> Inspectorate:
    """The inspectorate's name throughout `when`; raises `LookUpError` where it changed then or the record does not reach it."""
    return throughout(inspectorates(), when, record_of="the inspectorate's names")


def inspectorate_on(day: date) -> Inspectorate:
    """The inspectorate's name on the day; raises `LookUpError` before the Act.

    >>> inspectorate_on(date(2017, 7, 18)).short_name
    'HMIC'
    """
    return inspectorate_during(PartialDate.of(day))


@cache
def home_office_address() -> str:
    """The Home Office's postal address now, a line each, without the department's name."""
    return "\n".join(msgspec.convert(raw_table("home_secretaries.yaml")["address"], _Address).lines)
