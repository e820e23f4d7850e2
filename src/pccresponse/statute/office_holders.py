"""Who was Home Secretary and who was chief inspector of constabulary, what the inspectorate was called, and which institutions there were.

The report's author is named by the report's date, an addressee by the letter's. A response may always name its addressee
itself; these records are what is used when it does not. A finding cannot have been addressed to an institution that did not exist.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import msgspec

from pccresponse.foundation.errors import NoOfficeHolderError
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.statute.tables import Named, Row, Tenure, folded, raw_table, read_tenures, throughout

_MEMBER = " MP"


class Style(Row, frozen=True, kw_only=True):
    """How the holder of an office is written and spoken to. Its `confidence` is about that alone."""

    written: str
    """The name above an address: `The Rt Hon Theresa May MP`."""
    salutation: str
    """What follows `Dear`: `Home Secretary`, `Sir Andy`, `Mr Cooke`."""


class NationalOfficeHolder(Tenure, frozen=True, kw_only=True):
    """Somebody in office, under the name that they bore at the time: a knighthood makes a new row."""

    office: str
    acting: bool = False
    """Whether they did the work of the office without having been appointed to it."""
    style: Style

    @property
    def styled(self) -> str:
        """How the name is written above an address: `The Rt Hon Theresa May MP`."""
        return self.style.written

    @property
    def salutation(self) -> str:
        """What follows `Dear` in a letter: `Home Secretary`, `Sir Andy`, `Mr Cooke`."""
        return self.style.salutation

    @property
    def style_doubt(self) -> str:
        """What is doubtful about the style, as a sentence; empty if it is confirmed."""
        return self.style.note if self.style.confidence == "unconfirmed" else ""


class Dissolution(Row, frozen=True, kw_only=True):
    """A time without a Parliament, in which nobody is a member of it."""

    since: date
    until: date
    """The day of the poll."""


class Inspectorate(Tenure, frozen=True, kw_only=True):
    """The inspectors of constabulary under the name that they published under."""

    short_name: str


class Address(Tenure, frozen=True, kw_only=True):
    """Where an office received its post."""

    lines: tuple[str, ...]
    """Without the name of the office."""

    @property
    def text(self) -> str:
        """The address, one line each."""
        return "\n".join(self.lines)


@cache
def home_secretaries() -> tuple[NationalOfficeHolder, ...]:
    """Every Home Secretary on record, in order of date."""
    return read_tenures("home_secretaries.yaml", NationalOfficeHolder)


@cache
def dissolutions() -> tuple[Dissolution, ...]:
    """Every time without a Parliament on record, in order of date."""
    return msgspec.convert(raw_table("home_secretaries.yaml")["dissolutions"], tuple[Dissolution, ...])


@cache
def chief_inspectors() -> tuple[NationalOfficeHolder, ...]:
    """Every chief inspector of constabulary on record, in order of date; one who was knighted in office has two rows."""
    return read_tenures("chief_inspectors.yaml", NationalOfficeHolder)


@cache
def inspectorates() -> tuple[Inspectorate, ...]:
    """Every name of the inspectorate since the Act began, oldest first."""
    return read_tenures("inspectorates.yaml", Inspectorate)


@cache
def home_office_addresses() -> tuple[Address, ...]:
    """Every address of the Home Office on record, oldest first."""
    return read_tenures("addresses.yaml", Address, "home_office")


@cache
def inspectorate_addresses() -> tuple[Address, ...]:
    """Every address of the inspectorate on record, oldest first."""
    return read_tenures("addresses.yaml", Address, "inspectorate")


def home_secretary_during(when: PartialDate) -> NationalOfficeHolder:
    """The Home Secretary throughout `when`; on a day of change, the incoming one.

    Raises `NoOfficeHolderError`, naming the candidates, where the date allows more than one or the record does not reach it.

    >>> home_secretary_during(PartialDate.parse("2015-08")).styled
    'The Rt Hon Theresa May MP'
    >>> home_secretary_during(PartialDate.parse("2015-04")).styled
    'The Rt Hon Theresa May'
    """
    found = throughout(home_secretaries(), when, record_of="Home Secretaries", error=NoOfficeHolderError)
    if not any(each.since <= when.latest and each.until >= when.earliest for each in dissolutions()):
        return found
    return msgspec.structs.replace(found, style=msgspec.structs.replace(found.style, written=found.styled.removesuffix(_MEMBER)))


def chief_inspector_during(when: PartialDate) -> NationalOfficeHolder:
    """The chief inspector of constabulary throughout `when`, under one name.

    Raises `NoOfficeHolderError`, with the reason, where the date allows more than one or the record does not settle it.

    >>> chief_inspector_during(PartialDate.parse("2010-05")).name
    'Denis O’Connor'
    """
    return throughout(chief_inspectors(), when, record_of="chief inspectors of constabulary", error=NoOfficeHolderError)


def inspectorate_during(when: PartialDate) -> Inspectorate:
    """The inspectorate's name throughout `when`; raises `LookUpError` where it changed then or the record does not reach it."""
    return throughout(inspectorates(), when, record_of="the inspectorate’s names")


def inspectorate_on(day: date) -> Inspectorate:
    """The inspectorate's name on the day; raises `LookUpError` before the Act.

    >>> inspectorate_on(date(2017, 7, 18)).short_name
    'HMIC'
    """
    return inspectorate_during(PartialDate.of(day))


def home_office_address_during(when: PartialDate) -> Address:
    """The Home Office's address throughout `when`; raises `LookUpError` where it moved then or the record does not reach it.

    >>> home_office_address_during(PartialDate.parse("1999")).lines
    ('50 Queen Anne’s Gate', 'London')
    """
    return throughout(home_office_addresses(), when, record_of="the Home Office’s addresses", thing="address")


def inspectorate_address_during(when: PartialDate) -> Address:
    """The inspectorate's address throughout `when`; raises `LookUpError` where the record does not reach it."""
    return throughout(inspectorate_addresses(), when, record_of="the inspectorate’s addresses", thing="address")


class Institution(Named, frozen=True, kw_only=True):
    """A national institution that is younger than the Act."""

    since: date
    before: str
    """Who did most of its work until then."""


@cache
def institutions() -> tuple[Institution, ...]:
    """Every institution on record, oldest first."""
    table = raw_table("institutions.yaml")
    shared = {"known_to": table["known_to"], "checked_on": table["checked_on"], "article": True}
    return tuple(msgspec.convert({**shared, **row}, Institution) for row in table["rows"])


def not_yet(name: str, day: date) -> Institution | None:
    """The institution of that name if there was none yet on the day; None if there was, or where the record has none.

    >>> not_yet("Independent Office for Police Conduct", date(2014, 6, 1)).before
    'Independent Police Complaints Commission'
    >>> not_yet("Independent Office for Police Conduct", date(2018, 1, 8)) is None
    True
    """
    return next((each for each in institutions() if folded(each.name) == folded(name) and day < each.since), None)
