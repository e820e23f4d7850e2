"""`pccresponse law`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import click
import msgspec
from msgspec import UNSET, UnsetType

from pccresponse import statute
from pccresponse.cli.options import Day, ForceId, format_option
from pccresponse.cli.output import print_data, result_from, wrapped
from pccresponse.foundation.errors import LookUpError, WrongUseError
from pccresponse.foundation.partial_dates import PartialDate, in_words, with_weekday

_HOW = {"enacted": "As enacted", "inserted": "Inserted by the {}", "amended": "As amended by the {}"}


class AnnouncementResult(msgspec.Struct, frozen=True, kw_only=True):
    """A change that has been announced and is not yet in force."""

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
    """The holder of an office on the day. If nobody is on record, there is no name and `doubt` says why."""

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


class ListedForce(msgspec.Struct, frozen=True):
    """A police force in the list of all."""

    id: str
    name: str


@click.command("law")
@click.argument("day", type=Day(), metavar="DAY", required=False)
@click.option("--force", "force_id", type=ForceId(), metavar="FORCE", help="The police force, by its name or identifier.")
@click.option("--forces", "list_forces", is_flag=True, help="List the 43 forces and their identifiers.")
@format_option
def command(day: date | None, force_id: str | None, list_forces: bool, as_format: str) -> None:
    """Show what section 55 asked for if the report was published on DAY: who, what, by when, and who was in office.

    The program tells you when an answer is not confirmed, and when the day is later than its law tables cover.

    \b
    pccresponse law 2015-07-21
    pccresponse law 2024-06-18 --force south-yorkshire
    pccresponse law --forces
    """
    if list_forces:
        _print_forces(as_format)
        return
    if day is None:
        raise WrongUseError("Say which day: the one on which the report was published.", "For example: pccresponse law 2015-07-21")
    result = _law_on(day, force_id)
    if as_format == "json":
        print_data(result)
    else:
        click.echo("\n".join(_as_text(day, result)))


def _law_on(day: date, force_id: str | None) -> LawResult:
    """What applied on the day. Raises `LookUpError` where the tables have no answer."""
    regime = statute.regime_on(day, force_id)
    last_day = statute.publish_by(regime, day)
    section = result_from(
        regime,
        SectionResult,
        made_by=tuple(str(instrument) for instrument in regime.instruments),
        reports=" ".join(regime.reports.split()),
        report_published_by=regime.report_publisher,
        commented_on_by=regime.commenting_body,
        publish_by=last_day,
        bank_holiday=_bank_holiday(last_day),
        bank_holiday_doubt=(statute.bank_holiday_doubt(last_day) or None) if last_day else None,
        copies_to=tuple(recipient.name for recipient in regime.recipients),
        duties=tuple(
            result_from(duty, SubsectionResult, on=duty.owed_by, text=" ".join(duty.text.split())) for duty in regime.duties
        ),
        horizon=regime.horizon_note or None,
        coming=_announcements(regime.coming),
    )
    return LawResult(
        day=day,
        force=_force(force_id, day) if force_id else None,
        section_55=section,
        in_office=tuple(_in_office(PartialDate.of(day))),
        addresses=tuple(_addresses(PartialDate.of(day))),
        reuse_terms=result_from(terms := statute.reuse_terms_on(day), ReuseResult, confidence=terms.confidence_then),
    )


def _announcements(announcements: tuple[statute.Announcement, ...]) -> tuple[AnnouncementResult, ...]:
    return tuple(result_from(each, AnnouncementResult, text=each.text.strip()) for each in announcements)


def _bank_holiday(day: date | None) -> str | None:
    try:
        return statute.bank_holiday_on(day) if day else None
    except LookUpError:
        return None


def _force(force_id: str, day: date) -> ForceResult:
    force, body = statute.force(force_id), statute.body_on(force_id, day)
    name = force.named_on(day)
    return result_from(
        body,
        ForceResult,
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
        coming=_announcements(body.coming),
    )


def _in_office(when: PartialDate) -> Iterator[HolderResult]:
    for office, look_up in (
        ("HM Chief Inspector of Constabulary", statute.chief_inspector_during),
        ("Home Secretary", statute.home_secretary_during),
        ("Inspectorate", statute.inspectorate_during),
    ):
        try:
            found = look_up(when)
        except LookUpError as error:
            yield HolderResult(office=office, name=None, doubt=error.message)
            continue
        known: dict[str, Any] = {"confidence": found.confidence_then, "known_to": None if found.until else found.known_to}
        if isinstance(found, statute.NationalOfficeHolder):
            title = f"{office} (acting)" if found.acting else office
            yield result_from(found, HolderResult, office=title, style_confidence=found.style.confidence, **known)
        else:
            yield HolderResult(office=office, name=found.name, doubt=found.doubt or None, **known)


def _addresses(when: PartialDate) -> Iterator[AddressResult]:
    for office, look_up in (
        ("Home Office", statute.home_office_address_during),
        ("Inspectorate", statute.inspectorate_address_during),
    ):
        try:
            found = look_up(when)
        except LookUpError as error:
            yield AddressResult(of=office, doubt=error.message)
        else:
            yield result_from(found, AddressResult, of=office, confidence=found.confidence_then)


def _as_text(day: date, result: LawResult) -> list[str]:
    law = result.section_55
    lines = [
        *_heading(f"Section 55 of the Police Act 1996, for a report published on {in_words(day)}"),
        *wrapped(_in_force(law)),
        *(line for made_by in law.made_by for line in _item(made_by)),
        *_doubts(law.caution, law.doubt, law.horizon),
        *wrapped(f"It is about {law.reports}."),
        "",
    ]
    if result.force:
        lines += [*_force_lines(result.force, law.commented_on_by, day), ""]
    lines += _heading("Duties")
    for duty in law.duties:
        lines += _duty_lines(duty)
    lines += ["", *_heading("Last day to publish"), *_last_day_lines(law)]
    lines += ["", *_heading("Copies go to"), *(line for name in law.copies_to for line in _item(name))]
    lines += ["", *_heading("In office on the day")]
    for entry in result.in_office:
        lines += _holder_lines(entry, day)
    lines += ["", *_heading("Addresses on the day")]
    for address in result.addresses:
        found = ", ".join(address.lines) if address.lines else "not on record"
        lines += [*wrapped(f"{address.of}: {found}{_unsure(address.confidence)}", hanging=2), *_doubts(address.doubt)]
    terms = result.reuse_terms
    lines += ["", *_heading("Quoting the report")]
    lines += wrapped(f"{', '.join(part for part in (terms.copyright, terms.licence) if part)}{_unsure(terms.confidence)}")
    lines += _doubts(terms.doubt)
    remarks = [law.note] if law.note and law.note != law.doubt else []
    for remark in [*remarks, *map(_announced, law.coming)]:
        lines += ["", *wrapped(f"Note: {remark}")]
    return lines


def _in_force(law: SectionResult) -> str:
    begins = f"In force from {in_words(law.in_force_from)}"
    if law.in_force_until:
        sentence = f"{begins} to {in_words(law.in_force_until)}"
    else:
        sentence = f"{begins}. No later change is on record, up to {in_words(law.known_to)}"
    return f"{sentence}{_unsure(law.confidence)}. Made by:"


def _duty_lines(duty: SubsectionResult) -> list[str]:
    return [
        *wrapped(f"{duty.subsection:<8} {duty.text}{_unsure(duty.confidence)}", hanging=9),
        *wrapped(f"Whose duty: {duty.on}. {_HOW[duty.how].format(duty.instrument)}.", indent=9, hanging=9),
        *(wrapped(f"Not certain: {duty.note}", indent=9, hanging=9) if duty.confidence == "unconfirmed" else ()),
    ]


def _force_lines(force: ForceResult, called: str, day: date) -> list[str]:
    beyond = _beyond(None if force.body_until else force.body_known_to, day)
    since, until = in_words(force.body_since), force.body_until
    span = f"From {since} to {in_words(until)}" if until else f"Since {since}"
    lines = [
        *_heading(f"{force.name}{_unsure(force.name_confidence)}"),
        *_doubts(force.name_doubt),
        *wrapped(f"{called.capitalize()}: {force.body}{beyond}{_unsure(force.confidence)}", hanging=2),
        *wrapped(f"{span}. Made by: {force.body_made_by}", indent=2, hanging=2),
    ]
    if force.body_welsh_name:
        lines += wrapped(f"In Welsh: {force.body_welsh_name}", indent=2, hanging=4)
    if force.body_capacity:
        lines += wrapped(f"Acts {force.body_capacity}", indent=2, hanging=4)
    if force.body_office and force.body_office != force.body:
        lines += wrapped(f"The office of the person who holds it: {force.body_office}", indent=2, hanging=4)
    lines += _doubts(force.doubt)
    lines += wrapped(f"Chief officer of police: {force.chief_officer} (Dear {force.chief_officer_salutation})", hanging=2)
    remarks = [force.note] if force.note and force.note not in (force.doubt or "") else []
    for remark in [*remarks, *map(_announced, force.coming)]:
        lines += wrapped(f"Note: {remark}", hanging=2)
    return lines


def _holder_lines(entry: HolderResult, day: date) -> list[str]:
    if entry.name is None:
        return [*wrapped(f"{entry.office}: not on record", hanging=2), *_doubts(entry.doubt)]
    name = f"{entry.office}: {entry.styled or entry.name}{_beyond(entry.known_to, day)}{_unsure(entry.confidence)}"
    lines = wrapped(name, hanging=2)
    if entry.salutation:
        lines += wrapped(f"Dear {entry.salutation}", indent=2, hanging=2)
    return [*lines, *_doubts(entry.doubt, entry.style_doubt or None)]


def _beyond(known_to: date | UnsetType | None, day: date) -> str:
    """The last day that the tables cover, if the day asked about is later."""
    last = known_to if known_to else day
    return f" (on {in_words(last)}, when our records end)" if day > last else ""


def _last_day_lines(law: SectionResult) -> list[str]:
    if law.publish_by is None:
        return ["The Act set no time limit."]
    line = with_weekday(law.publish_by)
    holiday = f", a bank holiday ({law.bank_holiday}), which counts like any other day" if law.bank_holiday else ""
    return [*wrapped(f"{line}{holiday}"), *_doubts(law.bank_holiday_doubt)]


def _announced(announcement: AnnouncementResult) -> str:
    note = f" {announcement.note}" if announcement.note else ""
    return f"{announcement.text}{note} (As of {in_words(announcement.as_of)}.)"


def _doubts(*doubts: str | None) -> list[str]:
    return [line for doubt in doubts if doubt for line in wrapped(f"Not certain: {doubt}", indent=2, hanging=4)]


def _unsure(confidence: str | None) -> str:
    return " [unconfirmed]" if confidence == "unconfirmed" else ""


def _heading(words: str) -> list[str]:
    return [click.style(line, bold=True) for line in wrapped(words)]


def _item(words: str) -> list[str]:
    return wrapped(f"- {words}", hanging=2)


def _print_forces(as_format: str) -> None:
    forces = statute.forces()
    if as_format == "json":
        print_data([ListedForce(force.id, force.name) for force in forces])
        return
    widest = max(len(force.id) for force in forces)
    for force in forces:
        click.echo(f"{force.id:<{widest}}  {force.name}")
