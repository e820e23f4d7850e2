"""Section 55 of the Police Act 1996 as it stood on a day.

The states of the law are rows of `data/section_55.yaml`. A change of the law is a new row there and no new code here.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Literal

import msgspec

from pccresponse.errors import NoRegimeError
from pccresponse.partial_dates import in_words
from pccresponse.statute.forces import force as force_of
from pccresponse.statute.tables import Row, last_days, read_table

CommentingBody = Literal["police authority", "local policing body"]


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


class Recipient(msgspec.Struct, frozen=True, kw_only=True):
    """To whom a copy of what is published goes. Section 55(6)."""

    id: str
    """`secretary_of_state` or `inspectors_of_constabulary`."""
    name: str
    """In the Act's words."""


class Duty(Row, frozen=True, kw_only=True):
    """One thing that the section has somebody do, in our words."""

    id: str
    """The same in every state of the law: `invite_chief_officer`, `publish_comments`, `explain_action`, and so on."""
    subsection: str
    owed_by: str
    """Whose duty it is, in the Act's words."""
    text: str
    instrument: str


class _Wording(Row, frozen=True, kw_only=True):
    """What a state of the section says, the same in the table and in the answer."""

    instruments: tuple[Instrument, ...]
    reports: str
    """Which reports the section is about."""
    report_publisher: str
    withholding: Literal["may", "must"]
    """Whether the publisher may or must leave out what would harm national security or somebody's safety. Section 55(2)."""
    commenting_body: CommentingBody
    """What the Act of the day calls the body that comments."""
    deadline: Deadline | None
    explanation_required: bool
    """Whether the body must explain what it does about each recommendation. Section 55(5B)."""


class Regime(_Wording, frozen=True, kw_only=True):
    """The section on a given day. Its `confidence` is about the day on which it came into force; each duty has its own."""

    in_force_from: date
    in_force_until: date | None
    """The last day, or None for the state that is still in force."""
    recipients: tuple[Recipient, ...]
    duties: tuple[Duty, ...]
    known_to: date
    """The day up to which the official text was seen to hold no later change."""
    coming: str = ""
    """What has been announced but is not law; only for the state that is still in force."""
    differs_for: tuple[str, ...] = ()
    """Identifiers of the forces for which another state applied on the day asked about; only when no force was named."""
    caution: str = ""
    """The same as a sentence for the person who asked; empty where there is nothing to say."""


class _State(_Wording, frozen=True, kw_only=True):
    in_force_from: date
    in_force_from_by_force: dict[str, date] = {}
    recipients: tuple[str, ...]
    duties: tuple[str, ...]

    def begins_for(self, force: str | None) -> date:
        return self.in_force_from_by_force.get(force, self.in_force_from) if force else self.in_force_from


class _Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    known_to: date
    coming: str
    recipients: dict[str, str]
    duties: dict[str, Duty]
    states: tuple[_State, ...]


@cache
def _section() -> _Section:
    return read_table("section_55.yaml", _Section)


@cache
def regimes(force: str | None = None) -> tuple[Regime, ...]:
    """Every state of the section, the oldest first, with the days on which it was in force for the force.

    Without a force the days are those of the whole country but for the forces that had days of their own. Raises `NoBodyError`
    for an identifier that is no force's.
    """
    if force is not None:
        force_of(force)
    section = _section()
    ends = last_days(state.begins_for(force) for state in section.states)
    return tuple(
        Regime(
            in_force_from=state.begins_for(force),
            in_force_until=until,
            **{name: getattr(state, name) for name in _Wording.__struct_fields__},
            recipients=tuple(Recipient(id=key, name=section.recipients[key]) for key in state.recipients),
            duties=tuple(section.duties[key] for key in state.duties),
            known_to=section.known_to,
            coming="" if until else section.coming,
        )
        for state, until in zip(section.states, ends, strict=True)
    )


def regime_on(day: date, force: str | None = None) -> Regime:
    """The section as it stood for the force on the day, which is the *report's* publication day.

    Raises `NoRegimeError` for a day before the Act. Without a force, a day on which forces differed gets the answer for the
    rest of the country, and `differs_for` and `caution` say for whom it is wrong.

    >>> regime_on(date(2015, 7, 21)).deadline is None
    True
    >>> regime_on(date(2012, 6, 1), "metropolitan").commenting_body
    'local policing body'
    """
    position = _position(day, force)
    if position is None:
        first = regimes(force)[0].in_force_from
        raise NoRegimeError(
            f"Section 55 of the Police Act 1996 was not in force on {in_words(day)}: the first day on record is {in_words(first)}.",
            "Check the day on which the report was published. An earlier report falls under an earlier Act, which is not recorded here.",
        )
    regime = regimes(force)[position]
    if force is not None:
        return regime
    others = tuple(other for other in _forces_with_their_own_days() if _position(day, other) != position)
    return msgspec.structs.replace(regime, differs_for=others, caution=_caution(day, others)) if others else regime


def _position(day: date, force: str | None) -> int | None:
    positions = [number for number, regime in enumerate(regimes(force)) if regime.in_force_from <= day]
    return positions[-1] if positions else None


@cache
def _forces_with_their_own_days() -> tuple[str, ...]:
    return tuple(sorted({force for state in _section().states for force in state.in_force_from_by_force}))


def _caution(day: date, others: tuple[str, ...]) -> str:
    sentences = []
    for other in others:
        theirs = regime_on(day, other)
        sentences.append(
            f"For the {force_of(other).name_on(day)} another state of section 55 applied on {in_words(day)}, "
            f"in force for it from {in_words(theirs.in_force_from)}; name the force to be shown it."
        )
    return " ".join(sentences)
