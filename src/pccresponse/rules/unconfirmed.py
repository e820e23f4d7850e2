"""Facts of the tables that reach a document and are in doubt for its date, or lie beyond what their sources cover."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pccresponse import statute
from pccresponse.errors import LookUpError
from pccresponse.matter import Matter
from pccresponse.models.response import AddresseeDetails
from pccresponse.models.scalars import known
from pccresponse.naming import capitalised
from pccresponse.partial_dates import PartialDate
from pccresponse.problems import Breach, Path
from pccresponse.rules.rule import ADVICE, rule


@rule(
    "UNCONFIRMED",
    ADVICE,
    title="What the tables say in a document is confirmed for its date.",
    remedy="Look it up for that date. A name or an address that is wrong can be set in office.yaml or in the response.",
)
def what_the_tables_say_is_confirmed(matter: Matter) -> Iterator[Breach]:
    """Names of bodies, of forces and of the inspectorate, addresses and the terms of a licence come from packaged tables, by date. Each row
    says where it was seen, or that it was not, and how far its sources reach. Where an unconfirmed one, or one that is asked about a
    day after its sources, gets into a document, this says which and why, at the date that it hangs on.

    The state of section 55 itself has LAW-OF-DAY, and the names of those to whom letters go have S55-6-NAME.
    """
    for doubt in doubts(matter):
        yield Breach(message=f"{capitalised(doubt.what)} is not certain. {doubt.why}", path=doubt.path)


class Doubt(NamedTuple):
    """A fact of the tables that gets into a document and is not confirmed for its date."""

    what: str
    """The fact, such as: the name “Kent Police”."""
    why: str
    """What is doubtful about it, in sentences."""
    path: Path
    """The date that it hangs on."""


def doubts(matter: Matter) -> tuple[Doubt, ...]:
    """Every fact of the tables that reaches a document and is in doubt for its date, or lies beyond its sources; each doubt once."""
    found: dict[str, Doubt] = {}
    for what, why, path in _facts(matter):
        if why:
            found.setdefault(why, Doubt(what, why, path))
    return tuple(found.values())


def _facts(matter: Matter) -> Iterator[tuple[str, str, Path]]:
    """What the documents name from the tables, with what is doubtful about it and the date that it hangs on."""
    report, office = matter.response.report, matter.office
    published = ("report", "published_on")
    yield "section 55 as it stands in the documents", matter.regime.horizon_note, published
    for duty in matter.regime.duties:
        if duty.confidence == "unconfirmed" and duty.owed_by == matter.regime.commenting_body:
            yield f"what section {duty.subsection} says", duty.note, published
    if not report.publisher:
        inspectorate = statute.inspectorate_on(report.published_on)
        yield f"the name “{inspectorate.name}”", inspectorate.doubt, published
        terms = statute.reuse_terms_on(report.published_on)
        yield f"“{terms.name}”, as the terms of the report,", terms.doubt, published
    for when, path in _dates_of_documents(matter):
        if office.force and not office.force_name:
            name = statute.force(office.force).named_on(when.latest)
            yield f"the name “{name.name}”", name.doubt, path
        if office.force and not office.body.name:
            body = statute.body_on(office.force, when.latest)
            yield f"the name “{body.name}”", body.doubt, path
    if matter.letters_are_written:
        yield from _facts_of_letters(matter)


def _facts_of_letters(matter: Matter) -> Iterator[tuple[str, str, Path]]:
    when, submission = matter.submission_dated, matter.response.submission
    path = ("submission", "sent_on") if known(submission.sent_on) else ("report", "published_on")
    look_ups = {
        "secretary_of_state": (submission.home_secretary, statute.home_secretary_during, statute.home_office_address_during),
        "inspectors_of_constabulary": (
            submission.inspectors,
            statute.chief_inspector_during,
            statute.inspectorate_address_during,
        ),
    }
    for recipient in matter.regime.recipients:
        own, holder_during, address_during = look_ups[recipient.id]
        own = own or AddresseeDetails()
        try:
            holder = holder_during(when)
            if not own.name:
                yield f"how {holder.styled} is written to", holder.style_doubt, path
        except LookUpError:
            pass  # the name is missing, which S55-6-NAME says
        try:
            address = address_during(when)
            if not own.address:
                yield f"the address “{', '.join(address.lines)}”", address.doubt, path
        except LookUpError:
            pass  # the letter bears none, which S55-6-ADDRESS says


def _dates_of_documents(matter: Matter) -> Iterator[tuple[PartialDate, Path]]:
    """The date of each document that is made, with the field that it comes from."""
    response = matter.response
    dates = (
        (matter.signed_on, ("comments", "made_on")),
        (known(response.publication.published_on), ("publication", "published_on")),
        (known(response.submission.sent_on), ("submission", "sent_on")),
    )
    yield next(((when, path) for when, path in dates if when), (matter.comments_dated, ("report", "published_on")))
    if matter.letters_are_written and known(response.submission.sent_on):
        yield matter.submission_dated, ("submission", "sent_on")
    if matter.invitation_is_written:
        yield matter.invitation_dated, ("invitation", "sent_on")
    if response.panel_report and known(response.panel_report.held_on):
        yield matter.panel_dated, ("panel_report", "held_on")
