"""`pccresponse law`."""

from __future__ import annotations

from datetime import date

import click
from msgspec import UnsetType

from pccresponse import statute
from pccresponse.cli.law_result import (
    AnnouncementResult,
    ForceResult,
    HolderResult,
    LawResult,
    SectionResult,
    SubsectionResult,
    law_result,
)
from pccresponse.cli.options import Day, ForceId, format_option
from pccresponse.cli.output import print_data, wrapped
from pccresponse.foundation.errors import WrongUseError
from pccresponse.foundation.partial_dates import in_words, with_weekday

_HOW = {"enacted": "As enacted", "inserted": "Inserted by the", "amended": "As amended by the"}


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
    result = law_result(day, force_id)
    if as_format == "json":
        print_data(result)
    else:
        click.echo("\n".join(_as_text(day, result)))


def _as_text(day: date, result: LawResult) -> list[str]:
    law = result.section_55
    lines = [
        *_heading(f"Section 55 of the Police Act 1996, for a report published on {in_words(day)}"),
        *_wrapped(_in_force(law)),
        *(line for made_by in law.made_by for line in _item(made_by)),
        *_doubts(law.caution, law.doubt, law.horizon),
        *_wrapped(f"It is about {law.reports}."),
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
        lines += [*_wrapped(f"{address.of}: {found}{_unsure(address.confidence)}", hanging=2), *_doubts(address.doubt)]
    terms = result.reuse_terms
    lines += ["", *_heading("Quoting the report")]
    lines += _wrapped(f"{', '.join(part for part in (terms.copyright, terms.licence) if part)}{_unsure(terms.confidence)}")
    lines += _doubts(terms.doubt)
    remarks = [law.note] if law.note != law.doubt else []
    lines += _remarks([*remarks, *map(_announced, law.coming)])
    return lines


def _in_force(law: SectionResult) -> str:
    begins = f"In force from {in_words(law.in_force_from)}"
    if law.in_force_until:
        sentence = f"{begins} to {in_words(law.in_force_until)}"
    else:
        sentence = f"{begins}. No later change is on record, up to {in_words(law.known_to)}"
    return f"{sentence}{_unsure(law.confidence)}. Made by:"


def _duty_lines(duty: SubsectionResult) -> list[str]:
    made = _HOW[duty.how]
    instrument = made if duty.how == "enacted" else f"{made} {duty.instrument}"
    return [
        *_wrapped(f"{duty.subsection:<8} {duty.text}{_unsure(duty.confidence)}", hanging=9),
        *_wrapped(f"Whose duty: {duty.on}. {instrument}.", indent=9, hanging=9),
        *(_wrapped(f"Not certain: {duty.note}", indent=9, hanging=9) if duty.confidence == "unconfirmed" else ()),
    ]


def _force_lines(force: ForceResult, called: str, day: date) -> list[str]:
    beyond = _beyond(None if force.body_until else force.body_known_to, day)
    since, until = in_words(force.body_since), force.body_until
    span = f"From {since} to {in_words(until)}" if until else f"Since {since}"
    lines = [
        *_heading(f"{force.name}{_unsure(force.name_confidence)}"),
        *_doubts(force.name_doubt),
        *_wrapped(f"{called.capitalize()}: {force.body}{beyond}{_unsure(force.confidence)}", hanging=2),
        *_wrapped(
            f"{span}. Made by: {force.body_made_by}",
            indent=2,
            hanging=2,
        ),
    ]
    if force.body_welsh_name:
        lines += _wrapped(f"In Welsh: {force.body_welsh_name}", indent=2, hanging=4)
    if force.body_capacity:
        lines += _wrapped(f"Acts {force.body_capacity}", indent=2, hanging=4)
    if force.body_office and force.body_office != force.body:
        lines += _wrapped(f"The office of the person who holds it: {force.body_office}", indent=2, hanging=4)
    lines += _doubts(force.doubt)
    lines += _wrapped(f"Chief officer of police: {force.chief_officer} (Dear {force.chief_officer_salutation})", hanging=2)
    remarks = [force.note] if force.note and force.note not in (force.doubt or "") else []
    for remark in [*remarks, *map(_announced, force.coming)]:
        lines += _wrapped(f"Note: {remark}", hanging=2)
    return lines


def _holder_lines(entry: HolderResult, day: date) -> list[str]:
    if entry.name is None:
        return [*_wrapped(f"{entry.office}: not on record", hanging=2), *_doubts(entry.doubt)]
    name = f"{entry.office}: {entry.styled or entry.name}{_beyond(entry.known_to, day)}{_unsure(entry.confidence)}"
    lines = _wrapped(name, hanging=2)
    if entry.salutation:
        lines += _wrapped(f"Dear {entry.salutation}", indent=2, hanging=2)
    return [*lines, *_doubts(entry.doubt, entry.style_doubt or None)]


def _beyond(known_to: date | UnsetType | None, day: date) -> str:
    """The day for which the record has the answer, where the day that was asked about lies beyond it."""
    last = known_to if known_to else day
    return f" (on {in_words(last)}, when our records end)" if day > last else ""


def _last_day_lines(law: SectionResult) -> list[str]:
    if law.publish_by is None:
        return ["The Act set no time limit."]
    line = with_weekday(law.publish_by)
    holiday = f", a bank holiday ({law.bank_holiday}), which counts like any other day" if law.bank_holiday else ""
    return [*_wrapped(f"{line}{holiday}"), *_doubts(law.bank_holiday_doubt)]


def _announced(announcement: AnnouncementResult) -> str:
    as_of = in_words(announcement.as_of)
    note = f" {announcement.note}" if announcement.note else ""
    return f"{announcement.text}{note} (As of {as_of}.)"


def _remarks(remarks: list[str | None]) -> list[str]:
    return [line for remark in remarks if remark for line in ("", *_wrapped(f"Note: {remark}"))]


def _doubts(*doubts: str | None) -> list[str]:
    return [line for doubt in doubts if doubt for line in _wrapped(f"Not certain: {doubt}", indent=2, hanging=4)]


def _unsure(confidence: str | None) -> str:
    return " [unconfirmed]" if confidence == "unconfirmed" else ""


def _heading(words: str) -> list[str]:
    return [click.style(line, bold=True) for line in _wrapped(words)]


def _item(words: str) -> list[str]:
    return _wrapped(f"- {words}", hanging=2)


def _wrapped(text: str, *, indent: int = 0, hanging: int = 0) -> list[str]:
    return wrapped(" ".join(text.split()) if not hanging else text.strip(), indent=indent, hanging=hanging)


def _print_forces(as_format: str) -> None:
    forces = statute.forces()
    if as_format == "json":
        print_data([{"id": force.id, "name": force.name} for force in forces])
        return
    widest = max(len(force.id) for force in forces)
    for force in forces:
        click.echo(f"{force.id:<{widest}}  {force.name}")
