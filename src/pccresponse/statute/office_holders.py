"""Home Secretaries, chief inspectors of constabulary, the inspectorate's names, postal addresses and national institutions, by date."""

from __future__ import annotations

from datetime import date
from functools import cache

import msgspec

from pccresponse.foundation.errors import NoOfficeHolderError
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.statute.tables import Named, Row, Tenure, folded, raw_table, read_tenures, table_rows, throughout

_MEMBER = " MP"


class Style(Row, frozen=True, kw_only=True):
    """The form of address of an office-holder. Its `confidence` is about that alone."""

    written: str
    salutation: str


class NationalOfficeHolder(Tenure, frozen=True, kw_only=True):
    """A holder of a national office under one name: a knighthood makes a new row."""

    office: str
    acting: bool = False
    """Whether they acted without having been appointed."""
    style: Style

    @property
    def styled(self) -> str:
        """The name as it is written above an address: `The Rt Hon Theresa May MP`."""
        return self.style.written

    @property
    def salutation(self) -> str:
        """The words after `Dear`: `Home Secretary`, `Sir Andy`, `Mr Cooke`."""
        return self.style.salutation

    @property
    def style_doubt(self) -> str:
        """What is doubtful about the style, as a sentence; empty if it is confirmed."""
        return self.style.note if self.style.confidence == "unconfirmed" else ""


class Dissolution(Row, frozen=True, kw_only=True):
    """A period without a Parliament, when nobody is a Member of Parliament."""

    since: date
    until: date
    """The day of the poll."""


class Inspectorate(Tenure, frozen=True, kw_only=True):
    """The inspectorate of constabulary under one name."""

    short_name: str


class Address(Tenure, frozen=True, kw_only=True):
    """The postal address of an office."""

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
    """Every period without a Parliament, in order of date."""
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
    """The Home Secretary throughout `when`; on a day of change, the incoming one. Raises `NoOfficeHolderError`.

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
    """The chief inspector of constabulary throughout `when`, under one name. Raises `NoOfficeHolderError`.

    >>> chief_inspector_during(PartialDate.parse("2010-05")).name
    'Denis O’Connor'
    """
    return throughout(chief_inspectors(), when, record_of="chief inspectors of constabulary", error=NoOfficeHolderError)


def inspectorate_during(when: PartialDate) -> Inspectorate:
    """The inspectorate's name throughout `when`. Raises `LookUpError`."""
    return throughout(inspectorates(), when, record_of="the inspectorate’s names")


def inspectorate_on(day: date) -> Inspectorate:
    """The inspectorate's name on the day. Raises `LookUpError` before the Act.

    >>> inspectorate_on(date(2017, 7, 18)).short_name
    'HMIC'
    """
    return inspectorate_during(PartialDate.of(day))


def home_office_address_during(when: PartialDate) -> Address:
    """The Home Office's address throughout `when`. Raises `LookUpError`.

    >>> home_office_address_during(PartialDate.parse("1999")).lines
    ('50 Queen Anne’s Gate', 'London')
    """
    return throughout(home_office_addresses(), when, record_of="the Home Office’s addresses", thing="address")


def inspectorate_address_during(when: PartialDate) -> Address:
    """The inspectorate's address throughout `when`. Raises `LookUpError`."""
    return throughout(inspectorate_addresses(), when, record_of="the inspectorate’s addresses", thing="address")


def holder_during(recipient_id: str, when: PartialDate) -> NationalOfficeHolder:
    """The office-holder to whom a recipient's copy under section 55(6) is addressed. Raises `NoOfficeHolderError`."""
    return home_secretary_during(when) if recipient_id == "secretary_of_state" else chief_inspector_during(when)


def address_during(recipient_id: str, when: PartialDate) -> Address:
    """The address to which a recipient's copy under section 55(6) goes. Raises `LookUpError`."""
    return home_office_address_during(when) if recipient_id == "secretary_of_state" else inspectorate_address_during(when)


class Institution(Named, frozen=True, kw_only=True):
    """A national institution that was set up after the Act."""

    since: date
    before: str
    """The institution that did most of its work before."""


@cache
def institutions() -> tuple[Institution, ...]:
    """Every institution on record, oldest first."""
    return tuple(msgspec.convert({"article": True, **row}, Institution) for row in table_rows("institutions.yaml"))


def not_yet(name: str, day: date) -> Institution | None:
    """The institution of that name if it did not exist yet on the day; None if it did, or is not on record.

    >>> not_yet("Independent Office for Police Conduct", date(2014, 6, 1)).before
    'Independent Police Complaints Commission'
    >>> not_yet("Independent Office for Police Conduct", date(2018, 1, 8)) is None
    True
    """
    return next((each for each in institutions() if folded(each.name) == folded(name) and day < each.since), None)
