"""Section 55 of the Police Act 1996 as it stood on a day, the period that it gives, and bank holidays.

The states of the law are rows of `data/section_55.yaml`: a change of the law is a new row there.

The period of section 55(5A) begins *with* the day on which the report is published. That day is day 1, so the last of 56 days is
publication + 55. Weekends and bank holidays count.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any, Literal

import msgspec

from pccresponse.foundation.errors import LookUpError, NoRegimeError
from pccresponse.foundation.partial_dates import in_words
from pccresponse.statute.forces import force as force_of
from pccresponse.statute.tables import Announcement, Dated, OpenQuestion, Row, beyond_record, last_days, read_table, with_doubt

CommentingBody = Literal["police authority", "local policing body"]

How = Literal["enacted", "inserted", "amended"]
"""How a subsection got its wording: with the Act, as a new subsection, or by amendment."""

_RECORD = "section 55"


class Instrument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An Act or a statutory instrument that made, or brought into force, a state of the section."""

    title: str
    provision: str
    citation: str
    """The chapter or number, such as `2017 c. 3` or `S.I. 2017/399`."""

    def __str__(self) -> str:
        return f"{self.title} ({self.citation}), {self.provision}" if self.title else f"{self.citation}, {self.provision}"


class Deadline(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How long the body has to publish. Section 55(5A)."""

    days: int
    """Calendar days, weekends and bank holidays included; the day of `beginning_with` is day 1."""
    beginning_with: str
    subsection: str
    instrument: str


class Recipient(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """To whom a copy of what is published goes. Section 55(6)."""

    id: str
    """`secretary_of_state` or `inspectors_of_constabulary`."""
    name: str
    """In the Act's words."""
    office: str
    """Whose post it is: `Home Secretary`."""
    acting_office: str
    """The same where the holder was not appointed."""
    organisation: str | None = None
    """The organisation in the address; None for the inspectorate under its name of the day."""
    salutation: str
    """The words after `Dear` if the holder has no salutation of their own."""


class Duty(Row, frozen=True, kw_only=True):
    """A duty under the section, in our words."""

    id: str
    """The same in every state of the law: `invite_chief_officer`, `publish_comments`, `explain_action`, and so on."""
    subsection: str
    owed_by: str
    """Whose duty it is, in the Act's words."""
    text: str
    made_by: Instrument
    """The instrument that gave the subsection its wording in this state of the law."""
    how: How

    @property
    def instrument(self) -> str:
        """`made_by` as it is printed: `Policing and Crime Act 2017 (2017 c. 3), s. 37(2)`."""
        return str(self.made_by)


class _Wording(Dated, frozen=True, kw_only=True):
    """The fields that a state of the section has both in the table and in a `Regime`."""

    instruments: tuple[Instrument, ...]
    reports: str
    """The reports that the section covers."""
    report_publisher: str
    withholding: Literal["may", "must"]
    """Whether the publisher may or must leave out what would harm national security or somebody's safety. Section 55(2)."""
    commenting_body: CommentingBody
    """The Act's term for the body that comments."""
    deadline: Deadline | None
    explanation_required: bool
    """Whether the body must explain its action on each recommendation. Section 55(5B)."""


class Regime(_Wording, frozen=True, kw_only=True):
    """The section on a given day. Its `confidence` is about the day on which it came into force; each duty has its own."""

    in_force_from: date
    in_force_until: date | None
    """The last day; None for the last state on record."""
    recipients: tuple[Recipient, ...]
    duties: tuple[Duty, ...]
    coming: tuple[Announcement, ...] = ()
    """Announced changes that are not law; only for the last state on record."""
    open_questions: tuple[OpenQuestion, ...] = ()
    """What may have changed the section by the day looked up; only for the last state on record."""
    horizon_note: str = ""
    """Sentences that say that the day is later than the record covers; empty if it is not. Other doubts are in `doubt`."""
    caution: str = ""
    """Sentences that name the forces for which another state applied on the day; only if no force was given."""

    @property
    def published_by_inspectors(self) -> bool:
        """Whether the inspectors publish their reports themselves, as they have since 2012. Section 55(1)."""
        return self.report_publisher == _section().recipients["inspectors_of_constabulary"]["name"]

    def duty(self, duty_id: str) -> Duty | None:
        """The duty with that identifier, or None if the section had none.

        >>> regimes()[-1].duty("publish_in_time").instrument
        'Policing and Crime Act 2017 (2017 c. 3), s. 37(2)'
        """
        return next((duty for duty in self.duties if duty.id == duty_id), None)


class _State(_Wording, frozen=True, kw_only=True):
    in_force_from: date
    in_force_from_by_force: dict[str, date] = {}
    not_for: tuple[str, ...] = ()
    """The forces that skipped this state."""
    recipients: tuple[str, ...]
    duties: tuple[str, ...]

    def begins_for(self, force: str | None) -> date:
        return self.in_force_from_by_force.get(force, self.in_force_from) if force else self.in_force_from


class _Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    known_to: date
    checked_on: date
    coming: tuple[Announcement, ...]
    open_questions: tuple[OpenQuestion, ...]
    recipients: dict[str, dict[str, str]]
    duties: dict[str, Duty]
    states: tuple[dict[str, Any], ...]

    @property
    def rows(self) -> tuple[_State, ...]:
        """The states, with the table's own `known_to` and `checked_on` unless they have others."""
        shared = {"known_to": self.known_to, "checked_on": self.checked_on}
        return tuple(msgspec.convert({**shared, **state}, _State) for state in self.states)


@cache
def _section() -> _Section:
    return read_table("section_55.yaml", _Section)


@cache
def regimes(force: str | None = None) -> tuple[Regime, ...]:
    """Every state of the section, oldest first, with the days on which it was in force for the force.

    Without a force, the days are those for most of the country. Raises `NoBodyError` for an unknown force.
    """
    if force is not None:
        force_of(force)
    section = _section()
    states = [state for state in section.rows if force not in state.not_for]
    ends = last_days(state.begins_for(force) for state in states)
    return tuple(
        Regime(
            in_force_from=state.begins_for(force),
            in_force_until=until,
            **{name: getattr(state, name) for name in _Wording.__struct_fields__},
            recipients=tuple(msgspec.convert({"id": key, **section.recipients[key]}, Recipient) for key in state.recipients),
            duties=tuple(section.duties[key] for key in state.duties),
            coming=() if until else section.coming,
        )
        for state, until in zip(states, ends, strict=True)
    )


def regime_on(day: date, force: str | None = None) -> Regime:
    """The section as it stood for the force on the *report's* publication day. Raises `NoRegimeError` for a day before the Act.

    Without a force, it is the section for most of the country, and `caution` names the forces for which it is wrong.

    >>> regime_on(date(2015, 7, 21)).deadline is None
    True
    >>> regime_on(date(2012, 6, 1), "metropolitan").commenting_body
    'local policing body'
    """
    found = _state_on(day, force)
    if found is None:
        first = regimes(force)[0].in_force_from
        raise NoRegimeError(
            f"Section 55 of the Police Act 1996 was not in force on {in_words(day)}: the first day on record is {in_words(first)}.",
            "Check the day on which the report was published. An earlier report falls under an earlier Act, which is not recorded here.",
        )
    regime = _beyond(with_doubt(found, day, day, record_of=_RECORD, ended=True), day)
    if force is not None:
        return regime
    others = tuple(other for other in _forces_with_their_own_days() if not _same_state(_state_on(day, other), found))
    return msgspec.structs.replace(regime, caution=_caution(day, others)) if others else regime


def _beyond(regime: Regime, day: date) -> Regime:
    """The regime with its open questions and its `horizon_note` for the day."""
    if regime.in_force_until:
        return regime
    questions = tuple(question for question in _section().open_questions if question.since <= day)
    horizon = beyond_record(_RECORD, day, known_to=regime.known_to, checked_on=regime.checked_on)
    note = " ".join(sentence for sentence in (horizon, *(question.text.strip() for question in questions)) if sentence)
    return msgspec.structs.replace(regime, open_questions=questions, horizon_note=note)


def _state_on(day: date, force: str | None) -> Regime | None:
    return next((regime for regime in reversed(regimes(force)) if regime.in_force_from <= day), None)


def _same_state(one: Regime | None, other: Regime | None) -> bool:
    """Whether the two are one row of the table, whatever the day on which it began."""
    return one is not None and other is not None and (one.duties, one.instruments) == (other.duties, other.instruments)


@cache
def _forces_with_their_own_days() -> tuple[str, ...]:
    named = (force for state in _section().rows for force in (*state.in_force_from_by_force, *state.not_for))
    return tuple(sorted(set(named)))


def _caution(day: date, others: tuple[str, ...]) -> str:
    sentences = []
    for other in others:
        theirs = regime_on(day, other)
        sentences.append(
            f"For {force_of(other).named_on(day).in_sentence} another state of section 55 applied on {in_words(day)}, "
            f"in force for it from {in_words(theirs.in_force_from)}; name the force to be shown it."
        )
    return " ".join(sentences)


def day_number(published_on: date, day: date) -> int:
    """The number of a day in the period: 1 is publication day, 0 the day before it, and earlier days are negative.

    >>> day_number(date(2019, 1, 15), date(2019, 1, 15))
    1
    >>> day_number(date(2019, 1, 15), date(2019, 3, 11))
    56
    """
    return (day - published_on).days + 1


def publish_by(regime: Regime, published_on: date) -> date | None:
    """The last day to publish under section 55(5A); None if the regime has no period. Raises `LookUpError` beyond the year 9999.

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


class _BankHolidays(Row, frozen=True, kw_only=True):
    known_to: date
    checked_on: date
    first_year: int
    last_year: int
    days: dict[date, str]


@cache
def _bank_holidays() -> _BankHolidays:
    return read_table("bank_holidays.yaml", _BankHolidays)


def bank_holiday_years() -> range:
    """The years that the table covers, whole."""
    table = _bank_holidays()
    return range(table.first_year, table.last_year + 1)


def bank_holiday_on(day: date) -> str | None:
    """The name of the bank holiday on the day, or None. A substitute day is named as such.

    Raises `LookUpError` for a day outside `bank_holiday_years()`, which may be a bank holiday too.

    >>> bank_holiday_on(date(2022, 9, 19))
    'Bank holiday for the State Funeral of Queen Elizabeth II'
    """
    years = bank_holiday_years()
    if day.year not in years:
        raise LookUpError(
            f"Whether there is a bank holiday in {day.year} is not known: the table covers {years[0]} to {years[-1]}.",
            "Look it up elsewhere; it changes no deadline, because section 55(5A) counts bank holidays too.",
        )
    return _bank_holidays().days.get(day)


def bank_holiday_doubt(day: date) -> str:
    """A sentence that says that the day is later than the sources; empty if it is not."""
    table = _bank_holidays()
    return beyond_record("bank holidays", day, known_to=table.known_to, checked_on=table.checked_on)
