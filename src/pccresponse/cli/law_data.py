"""What the tables say of a day, as data: what `pccresponse law` prints, and gives to programs as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from pccresponse import statute
from pccresponse.errors import LookUpError
from pccresponse.partial_dates import PartialDate


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
            "reports": " ".join(regime.reports.split()),
            "report_published_by": regime.report_publisher,
            "commented_on_by": regime.commenting_body,
            "publish_by": last_day.isoformat() if last_day else None,
            "bank_holiday": _bank_holiday(last_day),
            "bank_holiday_doubt": (statute.bank_holiday_doubt(last_day) or None) if last_day else None,
            "copies_to": [recipient.name for recipient in regime.recipients],
            "explanation_required": regime.explanation_required,
            "duties": [_duty_data(duty) for duty in regime.duties],
            "confidence": regime.confidence,
            "source": regime.source,
            "note": regime.note or None,
            "doubt": regime.doubt or None,
            "caution": regime.caution or None,
            "horizon": regime.horizon_note or None,
            "coming": _coming_data(regime.coming),
            "known_to": regime.known_to.isoformat(),
            "checked_on": regime.checked_on.isoformat(),
        },
        "in_office": list(_in_office(day)),
        "addresses": list(_addresses(day)),
        "reuse_terms": _reuse_data(day),
    }


def _duty_data(duty: statute.Duty) -> dict[str, Any]:
    return {
        "id": duty.id,
        "subsection": duty.subsection,
        "on": duty.owed_by,
        "text": " ".join(duty.text.split()),
        "how": duty.how,
        "instrument": duty.instrument,
        "confidence": duty.confidence,
        "note": duty.note or None,
    }


def _coming_data(announcements: tuple[statute.Announcement, ...]) -> list[dict[str, Any]]:
    return [
        {"text": each.text.strip(), "as_of": each.as_of.isoformat(), "confidence": each.confidence, "note": each.note or None}
        for each in announcements
    ]


def _bank_holiday(day: date | None) -> str | None:
    if day is None:
        return None
    try:
        return statute.bank_holiday_on(day)
    except LookUpError:
        return None


def _force_data(force_id: str, day: date) -> dict[str, Any]:
    force, body = statute.force(force_id), statute.body_on(force_id, day)
    name = force.named_on(day)
    return {
        "id": force.id,
        "name": name.name,
        "name_confidence": name.confidence_then,
        "name_doubt": name.doubt or None,
        "chief_officer": force.chief_officer_rank,
        "chief_officer_salutation": force.chief_officer_salutation,
        "body": body.name,
        "body_office": body.office_title,
        "body_capacity": body.capacity or None,
        "body_welsh_name": body.welsh_name,
        "body_since": body.since.isoformat(),
        "body_until": body.until.isoformat() if body.until else None,
        "body_known_to": body.known_to.isoformat(),
        "body_made_by": body.instrument,
        "confidence": body.confidence_then,
        "note": body.note or None,
        "doubt": body.doubt or None,
        "coming": _coming_data(body.coming),
    }


def _in_office(day: date) -> Iterator[dict[str, Any]]:
    """Who is on record for the day; where nobody is, the reason."""
    when = PartialDate.of(day)
    for office, look_up in (
        ("HM Chief Inspector of Constabulary", statute.chief_inspector_during),
        ("Home Secretary", statute.home_secretary_during),
    ):
        try:
            holder = look_up(when)
        except LookUpError as error:
            yield {"office": office, "name": None, "confidence": None, "doubt": error.message}
        else:
            yield {
                "office": f"{office} (acting)" if holder.acting else office,
                "name": holder.name,
                "styled": holder.styled,
                "salutation": holder.salutation,
                "style_confidence": holder.style.confidence,
                "style_doubt": holder.style_doubt or None,
                "confidence": holder.confidence_then,
                "known_to": None if holder.until else holder.known_to.isoformat(),
                "doubt": holder.doubt or None,
            }
    try:
        inspectorate = statute.inspectorate_during(when)
    except LookUpError as error:
        yield {"office": "Inspectorate", "name": None, "confidence": None, "doubt": error.message}
    else:
        yield {
            "office": "Inspectorate",
            "name": inspectorate.name,
            "confidence": inspectorate.confidence_then,
            "known_to": None if inspectorate.until else inspectorate.known_to.isoformat(),
            "doubt": inspectorate.doubt or None,
        }


def _addresses(day: date) -> Iterator[dict[str, Any]]:
    when = PartialDate.of(day)
    for office, look_up in (
        ("Home Office", statute.home_office_address_during),
        ("Inspectorate", statute.inspectorate_address_during),
    ):
        try:
            found = look_up(when)
        except LookUpError as error:
            yield {"of": office, "lines": None, "confidence": None, "doubt": error.message}
        else:
            yield {"of": office, "lines": list(found.lines), "confidence": found.confidence_then, "doubt": found.doubt or None}


def _reuse_data(day: date) -> dict[str, Any]:
    terms = statute.reuse_terms_on(day)
    return {
        "copyright": terms.copyright,
        "licence": terms.licence,
        "confidence": terms.confidence_then,
        "doubt": terms.doubt or None,
    }
