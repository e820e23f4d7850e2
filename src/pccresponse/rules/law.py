"""Which law applies, what the body says about it, and which facts from the tables are in doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from pccresponse import statute
from pccresponse.case.case import Case
from pccresponse.case.documents import DOCUMENTS, document_called, documents_of, in_order_of_date, made_by_part, one_of_each_part
from pccresponse.case.naming import capitalised
from pccresponse.foundation.errors import LookUpError
from pccresponse.foundation.partial_dates import in_words
from pccresponse.foundation.problems import Breach, Path
from pccresponse.models.fields import known, response_texts
from pccresponse.rules.rule import ADVICE, ERROR, POLICE_ACT, WARNING, breach_in, rule

_DUTY_OF_THE_INSPECTORS = re.compile(r"\b(?:section|sections|sec\.?|s\.?)[ \u00a0]?55[ \u00a0]?\([123]\)", re.IGNORECASE)
_PERIOD = re.compile(r"\b(30|thirty|56|fifty-six|fifty six)[ \u00a0](?:calendar |working )?days\b", re.IGNORECASE)
_ABOUT_THE_DUTY = re.compile(
    r"\b(?:section 55|statut\w*|police act|legislation|publish\w*|comment\w*|respon[ds]\w*)\b", re.IGNORECASE
)
_SENTENCES = re.compile(r"(?<=[.!?])\s+|\n\s*\n")
_NUMBERS = {"30": 30, "thirty": 30, "56": 56, "fifty-six": 56, "fifty six": 56}


@rule(
    "DEPARTURE",
    ADVICE,
    title="A departure from the law of the report's day is intended, and has an effect.",
    remedy='If you do not intend to depart from it, remove "departure:".',
    cites="S.I. 2017/399, reg. 4(a)",
)
def a_departure_is_meant(case: Case) -> Iterator[Breach]:
    """The duties follow from the law of the day on which the report was published.

    The transitional rules of S.I. 2017/399 may bring reports published before 2 May 2017 under the duties that began on that day.
    We read regulations 1 to 4 but not the later ones. The program assumes that they do not.

    You can decide otherwise, for this or any other change in the law. Name the day whose law you follow and give your reason. The
    document prints both. This rule repeats your decision each time. It also tells you if the law was the same on both days.
    """
    departure, report = case.response.departure, case.response.report
    if departure is None:
        return
    path = ("departure", "apply_law_of")
    try:
        usual = statute.regime_on(report.published_on, case.office.force)
    except LookUpError:
        usual = None
    if usual is not None and usual.in_force_from == case.regime.in_force_from:
        yield Breach(
            message=f"The departure has no effect: the law of {in_words(departure.apply_law_of)} is that of the report's own day, "
            f"{in_words(report.published_on)}.",
            path=path,
            remedy='Remove "departure:", or correct the day.',
        )
    else:
        yield Breach(
            message=f"This response follows the law of {in_words(departure.apply_law_of)}, not that of the report's day, "
            f"{in_words(report.published_on)}; the document says so, with the reason.",
            path=path,
        )


@rule(
    "LAW-OF-DAY",
    ADVICE,
    title="It is certain which state of the law applies.",
    remedy="Check the day on which the report was published, and name the force in office.yaml if the table has it.",
    cites=f"{POLICE_ACT}55",
)
def it_is_certain_which_law_applies(case: Case) -> Iterator[Breach]:
    """Section 55 changed in steps, and earlier in London than elsewhere. For some steps we could not confirm the day in the
    official text. If the office names no force, or the report falls under a state whose first day is in doubt, this rule says what
    the doubt is.
    """
    regime = case.regime
    doubts = " ".join(doubt for doubt in (regime.caution, regime.doubt) if doubt)
    if doubts:
        yield Breach(message=f"It is not certain which state of section 55 applies. {doubts}", path=("report", "published_on"))


@rule(
    "CITATION",
    WARNING,
    title="What the body says about the law is right.",
    remedy="Leave the citation out: the document gives the provision and the last day itself.",
    cites=f"{POLICE_ACT}55(5), (5A)",
)
def the_law_is_cited_rightly(case: Case) -> Iterator[Breach]:
    """The duties by their numbers: 55(4), invite the chief officer. 55(5), publish comments. 55(5A), do so by the last day. 55(5B),
    explain each recommendation. 55(6), send copies. Subsections (1) to (3) are about those who publish the report.

    Published responses have cited 55(1) for the body's own duty, and one office told its readers for years that the period was 30
    days. In 2016 and 2017 the inspectorate did ask for a link within 30 days, but that was a request. The Act's period is 56 days
    and began on 2 May 2017.

    The transitional rules of S.I. 2017/399 may bring reports published before 2 May 2017 under the duties that began on that day.
    We read regulations 1 to 4 but not the later ones. The program assumes that they do not.
    """
    last_day, deadline = case.last_day, case.regime.deadline
    for text in response_texts(case.response):
        if not text.is_the_bodys_own or not text.is_markdown:
            continue
        cited = _DUTY_OF_THE_INSPECTORS.search(text.words)
        if cited:
            problem = f"“{cited[0]}” is about those who publish the report; the duty to publish comments is in section 55(5)."
            yield breach_in(case, text, problem, words=cited[0])
        found = _first_period(text.words)
        if found is None or (deadline and _NUMBERS[found.casefold()] == deadline.days):
            continue
        fact = (
            f"the period is {deadline.days} days and ends on {in_words(last_day)}"
            if deadline and last_day
            else "the program finds no period"
        )
        yield breach_in(case, text, f"“{found} days”, but under the law that applies to this report {fact}.")


def _first_period(words: str) -> str | None:
    """The first number of days in a sentence that seems to be about the body's duty."""
    sentences = _SENTENCES.split(words) if _PERIOD.search(words) else ()
    found = (_PERIOD.search(each) for each in sentences if _ABOUT_THE_DUTY.search(each))
    return next((period[1] for period in found if period), None)


@rule(
    "BODY-CHANGED",
    ADVICE,
    title="The local policing body was the same from the report to the comments.",
    remedy="Check the names in the documents. You can correct a name in office.yaml.",
    cites=f"{POLICE_ACT}55(5)",
)
def the_body_stayed_the_same(case: Case) -> Iterator[Breach]:
    """Section 55(5) puts the duty on the local policing body. Bodies change: a mayor takes over from a commissioner, or a
    commissioner becomes responsible for fire and rescue as well.

    The duties pass to the new body. Each document names the body of its own date, so one body may send the invitation and another
    may make the comments. That is right, but it may surprise readers.
    """
    described = [each for each in one_of_each_part(DOCUMENTS) if each.is_required or getattr(case.response, str(each.path[0]))]
    named: dict[str, list[str]] = {}
    for document in in_order_of_date(case, described):
        when = document.dated(case)
        try:
            body = case.body_on(when)
        except LookUpError:
            continue
        named.setdefault(body.name, []).append(f"{document.spoken} ({when})")
    if len(named) > 1:
        said = "; ".join(f"{' and '.join(documents)}: {body}" for body, documents in named.items())
        yield Breach(
            message=f"The local policing body changed between the documents. {capitalised(said)}.", path=("report", "published_on")
        )


@rule(
    "BODY-KIND",
    ERROR,
    title="There were bodies of that kind on the date of each document.",
    remedy='Correct "kind:" and the names under "body:", or put an office.yaml of that time into the response\'s own folder.',
    cites=f"{POLICE_ACT}55(5)",
)
def bodies_of_the_kind_existed(case: Case) -> Iterator[Breach]:
    """Section 55(5) puts the duty on the body of the day. An office can describe its body itself in office.yaml. The kind that it gives
    may not have existed on the date of a document. There was no police and crime commissioner in 1998, and no police authority in
    2019. The document would then name somebody who did not exist.

    The days are those of the first and the last body of the kind, wherever it was. The rule looks only at documents that are made.
    """
    kind = case.office.body.kind
    if kind is None:
        return
    first, last = statute.days_of_kind(kind)
    for document in documents_of(case):
        if document.dated.latest < first:
            when = f"before {in_words(first)}"
        elif last and document.dated.earliest > last:
            when = f"after {in_words(last)}"
        else:
            continue
        yield Breach(
            message=f"{capitalised(document_called(document.name).spoken)}: dated {document.dated}, but there was no {kind} {when}.",
            path=("body", "kind"),
            in_office=True,
        )
        return


@rule(
    "UNCONFIRMED",
    ADVICE,
    title="The facts that the tables add to a document are confirmed for its date.",
    remedy="Check this for that date. You can correct a name or an address in office.yaml or in the response.",
)
def what_the_tables_say_is_confirmed(case: Case) -> Iterator[Breach]:
    """The names of bodies, forces and the inspectorate, the addresses and the terms of a licence come from the program's tables, by
    date. Each row says whether somebody saw the fact in a source, and up to which day the sources go.

    If an unconfirmed row gets into a document, this rule says which one and why. It does the same for a day after the sources end.

    LAW-OF-DAY covers the state of section 55 itself. S55-6-NAME covers the people whom letters are addressed to.
    """
    for doubt in doubts(case):
        yield Breach(message=f"{capitalised(doubt.what)} is not certain. {doubt.why}", path=doubt.path)


class LegalDoubt(NamedTuple):
    """A fact from the tables that a document prints, and that is not confirmed for its date."""

    what: str
    """The fact, such as: the name “Kent Police”."""
    why: str
    """The reason for the doubt, in sentences."""
    path: Path
    """The field with the date."""


def doubts(case: Case) -> tuple[LegalDoubt, ...]:
    """Every printed fact from the tables that is unconfirmed, or later than its sources, each reason once."""
    found: dict[str, LegalDoubt] = {}
    for what, why, path in _facts(case):
        if why:
            found.setdefault(why, LegalDoubt(what, why, path))
    return tuple(found.values())


def _facts(case: Case) -> Iterator[tuple[str, str, Path]]:
    """Each printed fact from the tables, the reason to doubt it if there is one, and the field with its date."""
    report, office = case.response.report, case.office
    published = ("report", "published_on")
    yield "section 55 as the documents give it", case.regime.horizon_note, published
    for duty in case.regime.duties:
        if duty.confidence == "unconfirmed" and duty.owed_by == case.regime.commenting_body:
            yield f"what section {duty.subsection} says", duty.note, published
    if not report.publisher:
        inspectorate = statute.inspectorate_on(report.published_on)
        yield f"the name “{inspectorate.name}”", inspectorate.doubt, published
        terms = statute.reuse_terms_on(report.published_on)
        yield f"“{terms.name}”, as the terms of the report,", terms.doubt, published
    for document in made_by_part(case):
        when, path = document.dated(case), document.date_field(case)
        if office.force and not office.force_name:
            name = statute.force(office.force).named_on(when.latest)
            yield f"the name “{name.name}”", name.doubt, path
        if office.force and not office.body.name:
            body = statute.body_on(office.force, when.latest)
            yield f"the name “{body.name}”", body.doubt, path
    if case.letters_are_written:
        yield from _facts_of_letters(case)


def _facts_of_letters(case: Case) -> Iterator[tuple[str, str, Path]]:
    when, submission = case.submission_dated, case.response.submission
    path: Path = ("submission", "sent_on") if known(submission.sent_on) else ("report", "published_on")
    for recipient in case.written_to:
        own = submission.details_of(recipient.id)
        with suppress(LookUpError):  # S55-6-NAME reports a missing name
            holder = statute.holder_during(recipient.id, when)
            if not own.name:
                yield f"the form of address for {holder.styled}", holder.style_doubt, path
        with suppress(LookUpError):  # S55-6-ADDRESS reports a missing address
            address = statute.address_during(recipient.id, when)
            if not own.address:
                yield f"the address “{', '.join(address.lines)}”", address.doubt, path
