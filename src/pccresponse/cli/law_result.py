"""The result of `pccresponse law`: what the tables say of a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec
from msgspec import UNSET, UnsetType

from pccresponse import statute
from pccresponse.foundation.errors import LookUpError
from pccresponse.foundation.partial_dates import PartialDate


class AnnouncementResult(msgspec.Struct, frozen=True, kw_only=True):
    """A change that was announced and is not in force."""

    text: str
    as_of: date
    confidence: str
    note: str | None


class ForceResult(msgspec.Struct, frozen=True, kw_only=True):
    """A police force and its local policing body on the day."""

    id: str
    name: str
    name_confidence: str
    name_doubt: str | None
    chief_officer: str
    chief_officer_salutation: str
    body: str
    body_office: str | None
    body_capacity: str | None
    body_welsh_name: str | None
    body_since: date
    body_until: date | None
    body_known_to: date
    body_made_by: str
    confidence: str
    note: str | None
    doubt: str | None
    coming: tuple[AnnouncementResult, ...]


class SubsectionResult(msgspec.Struct, frozen=True, kw_only=True):
    """What a subsection asked for."""

    id: str
    subsection: str
    on: str
    text: str
    how: str
    instrument: str
    confidence: str
    note: str | None


class SectionResult(msgspec.Struct, frozen=True, kw_only=True):
    """Section 55 as it stood."""

    in_force_from: date
    in_force_until: date | None
    made_by: tuple[str, ...]
    reports: str
    report_published_by: str
    commented_on_by: str
    publish_by: date | None
    bank_holiday: str | None
    bank_holiday_doubt: str | None
    copies_to: tuple[str, ...]
    explanation_required: bool
    duties: tuple[SubsectionResult, ...]
    confidence: str
    source: str
    note: str | None
    doubt: str | None
    caution: str | None
    horizon: str | None
    coming: tuple[AnnouncementResult, ...]
    known_to: date
    checked_on: date


class HolderResult(msgspec.Struct, frozen=True, kw_only=True):
    """Who is on record for an office on the day; without a name where nobody is, and then `doubt` says why."""

    office: str
    name: str | None
    styled: str | UnsetType = UNSET
    salutation: str | UnsetType = UNSET
    style_confidence: str | UnsetType = UNSET
    style_doubt: str | UnsetType | None = UNSET
    confidence: str | None = None
    known_to: date | UnsetType | None = UNSET
    doubt: str | None


class AddressResult(msgspec.Struct, frozen=True, kw_only=True):
    """An address on the day; without lines where none is on record."""

    of: str
    lines: tuple[str, ...] | None = None
    confidence: str | None = None
    doubt: str | None


class ReuseResult(msgspec.Struct, frozen=True, kw_only=True):
    """The terms on which the report may be quoted."""

    copyright: str
    licence: str | None
    confidence: str
    doubt: str | None


class LawResult(msgspec.Struct, frozen=True, kw_only=True):
    """What applied on a day."""

    day: date
    force: ForceResult | None
    section_55: SectionResult
    in_office: tuple[HolderResult, ...]
    addresses: tuple[AddressResult, ...]
    reuse_terms: ReuseResult


def law_result(day: date, force_id: str | None) -> LawResult:
    """What applied on the day. Raises `LookUpError` where the tables have no answer."""
    regime = statute.regime_on(day, force_id)
    last_day = statute.publish_by(regime, day)
    return LawResult(
        day=day,
        force=_force_result(force_id, day) if force_id else None,
        section_55=SectionResult(
            in_force_from=regime.in_force_from,
            in_force_until=regime.in_force_until,
            made_by=tuple(str(instrument) for instrument in regime.instruments),
            reports=" ".join(regime.reports.split()),
            report_published_by=regime.report_publisher,
            commented_on_by=regime.commenting_body,
            publish_by=last_day,
            bank_holiday=_bank_holiday(last_day),
            bank_holiday_doubt=(statute.bank_holiday_doubt(last_day) or None) if last_day else None,
            copies_to=tuple(recipient.name for recipient in regime.recipients),
            explanation_required=regime.explanation_required,
            duties=tuple(map(_duty_result, regime.duties)),
            confidence=regime.confidence,
            source=regime.source,
            note=regime.note or None,
            doubt=regime.doubt or None,
            caution=regime.caution or None,
            horizon=regime.horizon_note or None,
            coming=_coming_result(regime.coming),
            known_to=regime.known_to,
            checked_on=regime.checked_on,
        ),
        in_office=tuple(_in_office(day)),
        addresses=tuple(_addresses(day)),
        reuse_terms=_reuse_result(day),
    )


def _duty_result(duty: statute.Duty) -> SubsectionResult:
    return SubsectionResult(
        id=duty.id,
        subsection=duty.subsection,
        on=duty.owed_by,
        text=" ".join(duty.text.split()),
        how=duty.how,
        instrument=duty.instrument,
        confidence=duty.confidence,
        note=duty.note or None,
    )


def _coming_result(announcements: tuple[statute.Announcement, ...]) -> tuple[AnnouncementResult, ...]:
    return tuple(
        AnnouncementResult(text=each.text.strip(), as_of=each.as_of, confidence=each.confidence, note=each.note or None)
        for each in announcements
    )


def _bank_holiday(day: date | None) -> str | None:
    if day is None:
        return None
    try:
        return statute.bank_holiday_on(day)
    except LookUpError:
        return None


def _force_result(force_id: str, day: date) -> ForceResult:
    force, body = statute.force(force_id), statute.body_on(force_id, day)
    name = force.named_on(day)
    return ForceResult(
        id=force.id,
        name=name.name,
        name_confidence=name.confidence_then,
        name_doubt=name.doubt or None,
        chief_officer=force.chief_officer_rank,
        chief_officer_salutation=force.chief_officer_salutation,
        body=body.name,
        body_office=body.office_title,
        body_capacity=body.capacity or None,
        body_welsh_name=body.welsh_name,
        body_since=body.since,
        body_until=body.until,
        body_known_to=body.known_to,
        body_made_by=body.instrument,
        confidence=body.confidence_then,
        note=body.note or None,
        doubt=body.doubt or None,
        coming=_coming_result(body.coming),
    )


def _in_office(day: date) -> Iterator[HolderResult]:
    """Who is on record for the day; where nobody is, the reason."""
    when = PartialDate.of(day)
    for office, look_up in (
        ("HM Chief Inspector of Constabulary", statute.chief_inspector_during),
        ("Home Secretary", statute.home_secretary_during),
    ):
        try:
            holder = look_up(when)
        except LookUpError as error:
            yield HolderResult(office=office, name=None, doubt=error.message)
        else:
            yield HolderResult(
                office=f"{office} (acting)" if holder.acting else office,
                name=holder.name,
                styled=holder.styled,
                salutation=holder.salutation,
                style_confidence=holder.style.confidence,
                style_doubt=holder.style_doubt or None,
                confidence=holder.confidence_then,
                known_to=None if holder.until else holder.known_to,
                doubt=holder.doubt or None,
            )
    try:
        inspectorate = statute.inspectorate_during(when)
    except LookUpError as error:
        yield HolderResult(office="Inspectorate", name=None, doubt=error.message)
    else:
        yield HolderResult(
            office="Inspectorate",
            name=inspectorate.name,
            confidence=inspectorate.confidence_then,
            known_to=None if inspectorate.until else inspectorate.known_to,
            doubt=inspectorate.doubt or None,
        )


def _addresses(day: date) -> Iterator[AddressResult]:
    when = PartialDate.of(day)
    for office, look_up in (
        ("Home Office", statute.home_office_address_during),
        ("Inspectorate", statute.inspectorate_address_during),
    ):
        try:
            found = look_up(when)
        except LookUpError as error:
            yield AddressResult(of=office, doubt=error.message)
        else:
            yield AddressResult(of=office, lines=tuple(found.lines), confidence=found.confidence_then, doubt=found.doubt or None)


def _reuse_result(day: date) -> ReuseResult:
    terms = statute.reuse_terms_on(day)
    return ReuseResult(
        copyright=terms.copyright,
        licence=terms.licence,
        confidence=terms.confidence_then,
        doubt=terms.doubt or None,
    )
