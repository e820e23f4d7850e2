"""`pccresponse law`."""

from __future__ import annotations

import textwrap
from datetime import date
from typing import Any

import click

from pccresponse import statute
from pccresponse.cli.options import Day, ForceId, format_option
from pccresponse.cli.output import print_data
from pccresponse.errors import LookUpError, WrongUseError
from pccresponse.partial_dates import PartialDate, in_words, with_weekday


@click.command("law")
@click.argument("day", type=Day(), metavar="DAY", required=False)
@click.option("--force", "force_id", type=ForceId(), metavar="FORCE", help="A police force by its identifier or its name.")
@click.option("--forces", "list_forces", is_flag=True, help="List the 43 forces with their identifiers.")
@format_option
def command(day: date | None, force_id: str | None, list_forces: bool, as_format: str) -> None:
    """Say what section 55 asked for of a report published on DAY: who, what, by when, to whom, and who was in office.

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
    data = law_data(day, force_id)
    if as_format == "json":
        print_data(data)
    else:
        click.echo("\n".join(_as_text(day, data)))


def law_data(day: date, force_id: str | None) -> dict[str, Any]:
    """What applied on the day, as data. Raises `LookUpError` where the tables have no answer."""
    regime = statute.regime_on(day, force_id)
    last_day = statute.publish_by(regime, day)
    return {
        "day": day.isoformat(),
        "force": _force_data(force_id, day) if force_id else None,
        "section_55": {
            "in_force_from": regime.in_force_from.isoformat(),
            "in_force_until": regime.in_force_until.isoformat() if regime.in_force_until else None,
            "made_by": [str(instrument) for instrument in regime.instruments],
            "report_published_by": regime.report_publisher,
            "commented_on_by": regime.commenting_body,
            "publish_by": last_day.isoformat() if last_day else None,
            "bank_holiday": _bank_holiday(last_day),
            "copies_to": [recipient.name for recipient in regime.recipients],
            "explanation_required": regime.explanation_required,
            "duties": [
                {
                    "subsection": duty.subsection,
                    "on": duty.owed_by,
                    "text": duty.text,
                    "instrument": duty.instrument,
                    "confidence": duty.confidence,
                }
                for duty in regime.duties
            ],
            "confidence": regime.confidence,
            "source": regime.source,
            "note": regime.note or None,
            "caution": regime.caution or None,
            "coming": regime.coming or None,
            "checked_up_to": regime.known_to.isoformat(),
        },
        "in_office": _names(day),
    }


def _bank_holiday(day: date | None) -> str | None:
    if day is None:
        return None
    try:
        return statute.bank_holiday_on(day)
    except LookUpError:
        return None


def _force_data(force_id: str, day: date) -> dict[str, Any]:
    force, body = statute.force(force_id), statute.body_on(force_id, day)
    return {
        "id": force.id,
        "name": force.name_on(day),
        "chief_officer": force.chief_officer_rank,
        "body": body.name,
        "body_capacity": body.capacity or None,
        "body_welsh_name": body.welsh_name,
        "body_since": body.since.isoformat(),
        "body_until": body.until.isoformat() if body.until else None,
        "body_made_by": body.instrument,
        "confidence": body.confidence,
        "note": body.note or None,
        "coming": body.coming or None,
    }


def _names(day: date) -> list[dict[str, Any]]:
    """Who is on record for the day; where nobody is, the reason."""
    when, found = PartialDate.of(day), []
    for office, look_up in (
        ("Inspectorate", statute.inspectorate_during),
        ("HM Chief Inspector of Constabulary", statute.chief_inspector_during),
        ("Home Secretary", statute.home_secretary_during),
    ):
        try:
            holder: statute.Inspectorate | statute.OfficeHolder = look_up(when)
        except LookUpError as error:
            found.append({"office": office, "name": None, "confidence": None, "note": error.message})
        else:
            note = holder.doubt or (holder.note if holder.confidence == "unconfirmed" else "")
            found.append({"office": office, "name": holder.name, "confidence": holder.confidence, "note": note or None})
    return found


def _as_text(day: date, data: dict[str, Any]) -> list[str]:
    law = data["section_55"]
    until = f" to {in_words(date.fromisoformat(law['in_force_until']))}" if law["in_force_until"] else ", still in force"
    lines = [
        click.style(f"Section 55 of the Police Act 1996, for a report published on {in_words(day)}", bold=True),
        f"In force from {in_words(date.fromisoformat(law['in_force_from']))}{until}.",
        *_wrapped(f"Made by: {'; '.join(law['made_by'])}{_unsure(law['confidence'])}"),
        "",
    ]
    if data["force"]:
        lines += [*_force_lines(data["force"]), ""]
    lines.append(click.style("Duties", bold=True))
    for duty in law["duties"]:
        lines += _wrapped(f"{duty['subsection']:<8} {duty['text']}{_unsure(duty['confidence'])}", hanging=9)
        lines += _wrapped(f"({duty['instrument']})", indent=9, hanging=9)
    lines += ["", click.style("Last day to publish", bold=True), *_last_day_lines(law)]
    lines += ["", click.style("Copies go to", bold=True), *(f"- {name}" for name in law["copies_to"])]
    lines += ["", click.style("In office on the day", bold=True)]
    for entry in data["in_office"]:
        lines += _wrapped(f"{entry['office']}: {entry['name'] or 'not on record'}{_unsure(entry['confidence'])}", hanging=2)
        if entry["note"]:
            lines += _wrapped(entry["note"], indent=4, hanging=4)
    for note in (law["caution"], law["note"], law["coming"]):
        if note:
            lines += ["", *_wrapped(f"Note: {' '.join(note.split())}")]
    return lines


def _force_lines(force: dict[str, Any]) -> list[str]:
    until = f" to {in_words(date.fromisoformat(force['body_until']))}" if force["body_until"] else ""
    lines = [
        click.style(force["name"], bold=True),
        f"Local policing body: {force['body']}{_unsure(force['confidence'])}",
        f"  since {in_words(date.fromisoformat(force['body_since']))}{until}",
        f"Chief officer of police: {force['chief_officer']}",
    ]
    if force["body_welsh_name"]:
        lines.insert(2, f"  in Welsh: {force['body_welsh_name']}")
    for note in (force["note"], force["coming"]):
        if note:
            lines += _wrapped(f"Note: {' '.join(note.split())}")
    return lines


def _last_day_lines(law: dict[str, Any]) -> list[str]:
    if law["publish_by"] is None:
        return ["The Act set no period."]
    line = with_weekday(date.fromisoformat(law["publish_by"]))
    return [f"{line}{', a bank holiday (' + law['bank_holiday'] + '), which counts' if law['bank_holiday'] else ''}"]


def _unsure(confidence: str | None) -> str:
    return " [unconfirmed]" if confidence == "unconfirmed" else ""


def _wrapped(text: str, *, indent: int = 0, hanging: int = 0) -> list[str]:
    return textwrap.wrap(text, width=96, initial_indent=" " * indent, subsequent_indent=" " * hanging)


def _print_forces(as_format: str) -> None:
    forces = statute.forces()
    if as_format == "json":
        print_data([{"id": force.id, "name": force.name} for force in forces])
        return
    widest = max(len(force.id) for force in forces)
    for force in forces:
        click.echo(f"{force.id:<{widest}}  {force.name}")
