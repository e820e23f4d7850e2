"""What a template is given: names, counts and lists, all decided here, so that a template holds words and order only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Literal

import msgspec

from pccresponse import statute
from pccresponse.case.case import Case
from pccresponse.case.documents import COMMENTS_ARE_WRITTEN_TO, Document, comments_of
from pccresponse.case.naming import PERSONAL_KINDS, BodyOnDay, LetterAddressee, with_article
from pccresponse.foundation.errors import LookUpError
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.models.fields import When, known
from pccresponse.models.report import InspectionReport
from pccresponse.models.response import ChiefOfficerComments, ReplyToChiefOfficer, Response
from pccresponse.rendering.printed_findings import Entry, Group, grouped, reviews_of
from pccresponse.rendering.tally import Tally, tally_of
from pccresponse.rendering.words import Subject, TableOfWordsError, Voice, Words, filled, replaced

CONTENTS_FROM = 12
"""A contents list is printed from this many findings on; below it the document has about eight pages, and can be leafed through."""
MOST_LETTERS_BEFORE_CONTENTS = 7_500
"""Comments of the body that are longer, about two pages and a half, come after the contents list."""
MOST_FINDINGS_IN_CONTENTS = 30
"""Up to this many findings are in the contents list by name; of more, it lists the groups."""

_OWN_DUTIES = ("invite_chief_officer", "publish_comments", "publish_in_time", "explain_action", "send_copies")
"""The duties of the body, in the order of their subsections."""


class WordingSource(msgspec.Struct, frozen=True):
    """The subsections that came by their wording in the same way."""

    subsections: tuple[str, ...]
    """`(5A)`, `(5B)`."""
    how: str
    """`enacted`, `inserted` or `amended`."""
    title: str
    """The Act that did it."""


class Law(msgspec.Struct, frozen=True, kw_only=True):
    """The state of the section in words that fit into a sentence."""

    commenting_body: str
    """What the Act calls the body on the date of the document: `local policing body`."""
    commenting_body_phrase: str
    body_of_the_law: str
    """What the law of the report calls it, with its article: another name where the body was succeeded between the two."""
    publisher_phrase: str
    wordings: tuple[WordingSource, ...]
    """Where the subsections that are cited have their wording from, oldest first."""
    days: int | None
    explanation_required: bool
    known_to: date | None
    """The last day that the sources of the tables speak of, where the day of the law lies beyond it."""
    checked_on: date | None
    """The day on which somebody last looked for a change, in the same case."""
    open_questions: tuple[str, ...]
    """What may have changed the section by then, in sentences of the tables."""


class ContentsLine(msgspec.Struct, frozen=True):
    """A line of the contents list."""

    key: str
    title: str
    findings: tuple[Entry, ...] = ()
    """The findings to list under it by name."""
    below: tuple[ContentsLine, ...] = ()
    """Other lines under it."""


def law_of(case: Case, when: PartialDate, words: Words) -> Law:
    """The law of the report, with the body as a document of the date calls it."""
    regime = case.regime
    called = case.body_on(when).called_in_law
    publishes = words.law.several_publish if regime.published_by_inspectors else words.law.one_publishes
    is_beyond = regime.in_force_until is None and case.law_day > regime.known_to
    return Law(
        commenting_body=called,
        commenting_body_phrase=filled(words.law.body, body=called),
        body_of_the_law=filled(words.law.body, body=regime.commenting_body),
        publisher_phrase=filled(publishes, publisher=regime.report_publisher),
        wordings=tuple(_wordings(case)),
        days=regime.deadline.days if regime.deadline else None,
        explanation_required=regime.explanation_required,
        known_to=regime.known_to if is_beyond else None,
        checked_on=regime.checked_on if is_beyond else None,
        open_questions=tuple(question.text.strip() for question in regime.open_questions),
    )


def _wordings(case: Case) -> Iterator[WordingSource]:
    found: dict[tuple[str, str], list[str]] = {}
    for each in _OWN_DUTIES:
        duty = case.regime.duty(each)
        if duty is None:
            continue
        found.setdefault((duty.how, duty.made_by.title), []).append(f"({duty.subsection.partition('(')[2]}")
    for (how, title), subsections in found.items():
        yield WordingSource(tuple(subsections), how, title)


def context_of(case: Case, document: Document, words: Words, *, draft: bool) -> dict[str, Any]:
    """Everything that the templates name, for one document."""
    response, when = case.response, document.dated
    body, tally = case.body_on(when), tally_of(case)
    groups, others = grouped(case, words)
    entries = (*(entry for group in groups for entry in group.entries), *others)
    given, reply = response.chief_officer_comments, response.reply_to_chief_officer
    within = case.made_within if document.template == "comments" else None
    others_named = response.comments.jointly_with if response.comments else ()
    show_numbers = bool(tally.standings) and _something_recorded(tally)
    context: dict[str, Any] = {
        "case": case,
        "document": document,
        "title": title_of(case, document, words),
        "words": words,
        "response": response,
        "draft": draft,
        "is_archive_copy": response.is_archive_copy,
        "body": body,
        "bodies": (body.name, *others_named),
        "bodies_in_sentence": (body.in_sentence, *map(with_article, others_named)),
        "force_name": case.force_name_on(when),
        "the_force": case.force_in_sentence(when),
        "office_holder": case.office_holder(when, within),
        "chief_officer": case.chief_officer(when, within),
        "chief_officer_salutation": case.chief_officer_salutation(when),
        "commenting_officer": case.commenting_officer,
        "invitation": response.invitation,
        "chief_officer_comments": given if isinstance(given, ChiefOfficerComments) else None,
        "comments_with_findings": any(finding.chief_officer_comment for _, finding in response.found.every_finding()),
        "none_received": given == "none received",
        "officer_not_recorded": given == "not recorded",
        "reply": reply if isinstance(reply, ReplyToChiefOfficer) else None,
        "no_reply": reply == "none",
        "reply_not_recorded": reply == "not recorded",
        "comments_wording": response.comments.wording if response.comments else "as made",
        "regime": law_of(case, when, words),
        "succession": _succession(case, when),
        "duties_have_passed": body.called_in_law != case.regime.commenting_body,
        "publish_by": case.publish_by,
        "published": _published(case, when),
        "several_forces": not case.speaks_to_one_force,
        "subject": subject_of(body, words, joint=bool(others_named)),
        "voice": _voice(case, document, words),
        "signatories": document.signatories,
        "recipient_names": tuple(recipient.name for recipient in case.regime.recipients),
        "recipients": tuple(_recipients(case)),
        "not_on_record": tuple(each.name for each in case.regime.recipients if each not in case.written_to),
        "other_recipients": _other_recipients(case, document),
        "addressee": document.addressee,
        "comments_are_a_letter": case.comments_are_a_letter,
        "letter_addressee": case.addressee(COMMENTS_ARE_WRITTEN_TO) if case.comments_are_a_letter else None,
        "presenter": case.presenter,
        "tally": tally,
        "explained_parts": tuple(_explained_parts(tally, words)),
        "explained_twice": tally.action_taken + tally.action_proposed + tally.no_action > tally.explained,
        "show_standings": show_numbers and tally.asked_of_the_force > 1,
        "show_standings_table": show_numbers and len(tally.kinds) > 1,
        "finding_groups": groups,
        "findings_for_others": others,
        "no_findings": response.findings == "none",
        "has_findings": bool(groups or others or response.found.positive_findings),
        "reviews": tuple(reviews_of(entries)),
        "reuse_terms": _reuse_terms(response.report),
        "contact_lines": _contact(case),
        "letter_contact": tuple(str(line) for line in (case.office.email, case.office.telephone, case.office.website) if line),
        "titles": _titles(case, body, words),
        "comments_title": title_of(case, comments_of(case), words),
    }
    context["sections"] = tuple(_sections(context))
    context["contents_before"] = _contents_before(case, context["sections"])
    context["contents"] = _contents(context, groups) if tally.ours + tally.to_others >= CONTENTS_FROM else ()
    return context


def title_of(case: Case, document: Document, words: Words) -> str:
    """The title of a document: the response's own, or the usual one of its kind. Raises `TableOfWordsError` if there is none."""
    panel = case.response.panel_report
    if document.own_title:
        return document.own_title
    if document.name not in words.titles:
        raise TableOfWordsError(f"The table of words has no title for {document.name}.", "Add one under titles.")
    return filled(words.titles[document.name], report=case.response.report.title, meeting=panel.meeting if panel else "")


def subject_of(body: BodyOnDay, words: Words, *, joint: bool) -> Subject:
    """The body in the third person; bodies that comment together are spoken of together."""
    if joint:
        alike = body.kind in ("police and crime commissioner", "police, fire and crime commissioner")
        return words.subjects["several commissioners" if alike else "several bodies"]
    subject = words.subjects[body.kind if body.kind in words.subjects else "any other"]
    return replaced(subject, body=body.called_in_law)


def _voice(case: Case, document: Document, words: Words) -> Voice:
    """In the first person where the office-holder signs; whoever signs for the body speaks of it in the third, and so does somebody who
    came into office after the comments were made: what they explain was done by another person.

    Bodies that comment together may each have invited their own chief officer: an invitation that one person signs is of one body.
    """
    signatories, when = document.signatories, document.dated
    body = case.body_on(when)
    joint = bool(case.response.comments and case.response.comments.jointly_with)
    if document.template == "invitation" and len(signatories) < 2:
        joint = False
    if joint and len(signatories) > 1:
        return words.voices["holders"]
    holder = case.office_holder(when)
    then = case.office_holder(case.comments_dated, case.made_within) if document.encloses_comments else holder
    names = {person.name for person in signatories}
    if (
        body.kind in PERSONAL_KINDS
        and len(signatories) == 1
        and not (then and holder and then.name != holder.name)
        and ((holder is not None and names == {holder.name}) or signatories[0].office == body.office_title)
    ):
        return words.voices["holder"]
    subject = subject_of(body, words, joint=joint)
    voice = replaced(
        words.voices["for several bodies" if subject.is_plural else "for the body"], name=subject.name, own=subject.own
    )
    return msgspec.structs.replace(voice, writer=words.voices["holders"].writer) if len(signatories) > 1 else voice


def _succession(case: Case, when: PartialDate) -> BodyOnDay | None:
    """The body that had the duty on the day of the report, where it was another one; None if it is the same."""
    try:
        then = case.body_on(PartialDate.of(case.response.report.published_on))
    except LookUpError:
        return None
    return then if then.name != case.body_on(when).name else None


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """The publication of the comments as a document of a given date can speak of it."""

    on: When | None
    seen_from: Literal["before", "the same day", "after", "unsure", "not known"]
    """From when the document speaks: before the publication, on its day, after it."""
    in_time: bool
    """Whether it was certainly by the last day."""
    late: bool
    """Whether it was certainly after the last day, and the document is dated after that day too."""
    period_is_over: bool
    """Whether the last day is before the date of the document."""


def _published(case: Case, when: PartialDate) -> Published:
    on, last_day = case.response.publication.published_on, case.publish_by
    day = known(on)
    seen_from: Literal["before", "the same day", "after", "unsure", "not known"]
    if day is None:
        seen_from = "not known"
    elif day.exact and day == when:
        seen_from = "the same day"
    elif day.is_certainly_after(when):
        seen_from = "before"
    else:
        seen_from = "after" if when.is_certainly_after(day) else "unsure"
    period_is_over = bool(last_day and when.earliest > last_day)
    return Published(
        on=on,
        seen_from=seen_from,
        in_time=bool(last_day and day and day.latest <= last_day),
        late=bool(last_day and day and day.earliest > last_day and period_is_over),
        period_is_over=period_is_over,
    )


def _explained_parts(tally: Tally, words: Words) -> Iterator[str]:
    for what in ("action_taken", "action_proposed", "no_action"):
        if count := getattr(tally, what):
            yield filled(words.explained[what], count=count)


def _something_recorded(tally: Tally) -> bool:
    """Whether the papers say how far at least one finding has come; a table of blanks would tell nobody anything."""
    return any(standing not in ("not recorded", "no action recorded") for standing in tally.standings)


class CopyRecipient(msgspec.Struct, frozen=True):
    """To whom a copy goes: in the words of the Act, and in the names of the day."""

    name: str
    addressee: LetterAddressee


def _recipients(case: Case) -> Iterator[CopyRecipient]:
    for recipient, addressee in zip(case.written_to, case.recipients, strict=True):
        yield CopyRecipient(recipient.name, addressee)


def _other_recipients(case: Case, document: Document) -> tuple[str, ...]:
    """To whom another copy goes, in a letter to one of them."""
    if document.addressee is None:
        return ()
    return tuple(recipient.name for recipient in case.written_to if recipient.id != document.addressee.recipient)


def _reuse_terms(report: InspectionReport) -> str | None:
    """The licence under which the report can be quoted: None if the report is not the inspectorate's own, or there was none yet."""
    terms = statute.reuse_terms_on(report.published_on) if report.publisher is None else None
    return terms.licence if terms else None


def _contact(case: Case) -> tuple[str, ...]:
    contact = case.response.contact
    office = case.office
    lines = (contact.name, contact.email, contact.telephone) if contact else (office.email, office.telephone, office.website)
    return tuple(line for line in lines if line)


def _titles(case: Case, body: BodyOnDay, words: Words) -> dict[str, str]:
    """The sections of the comments by their anchors, for their headings and for the contents list."""
    if case.response.comments and case.response.comments.jointly_with:
        own = subject_of(body, words, joint=True).name
    else:
        own = filled(words.body_holder, office=body.office_title) if body.kind in PERSONAL_KINDS else body.in_sentence
    return {anchor: filled(title, body=own) for anchor, title in words.sections.items()}


def _sections(context: dict[str, Any]) -> Iterator[str]:
    """The sections that the comments have, in the order in which the edition prints them unless the response says otherwise."""
    response = context["response"]
    wanted = response.layout.own_comments
    comments = [] if context["comments_are_a_letter"] else ["own-comments"]
    yield from comments if wanted in (None, "first") else ()
    yield "summary"
    yield from comments if wanted == "after the summary" else ()
    if _tells_of_the_inspection(response):
        yield "inspection"
    if context["has_findings"]:
        yield "findings"
    yield "chief-officer"
    if context["reply"]:
        yield "reply"
    yield from comments if wanted == "last" else ()
    if response.monitoring or context["reviews"]:
        yield "monitoring"
    yield "basis"
    yield "publication"
    officer = context["chief_officer_comments"]
    if officer and officer.placed == "as an appendix":
        yield "appendix"


def _tells_of_the_inspection(response: Response) -> bool:
    """Whether there is more to say of the inspection than which report it led to: its judgments, its programme, what it follows up."""
    report, judgments = response.report, response.judgments
    told = (
        report.programme,
        report.fieldwork_began,
        report.fieldwork_ended,
        report.lead_inspector,
        report.reference,
        report.file_sha256,
        report.follows_up,
    )
    judged = (judgments.narrative, judgments.pillars, judgments.areas, judgments.case_audits)
    return any(told) or report.pages is not None or any(judged)


def _contents_before(case: Case, sections: tuple[str, ...]) -> int:
    """Before which section the contents list is: the second, where the first are the body's own words and not too many."""
    sections_of_comments = case.response.comments.sections if case.response.comments else ()
    letters = sum(len(section.text) for section in sections_of_comments)
    return 2 if sections[0] == "own-comments" and letters <= MOST_LETTERS_BEFORE_CONTENTS else 1


def _contents(context: dict[str, Any], groups: tuple[Group, ...]) -> tuple[ContentsLine, ...]:
    """The sections that this document has, with the findings below theirs; where these are many, with their groups instead."""
    titles = context["titles"]
    findings = tuple(entry for group in groups for top in group.entries for entry in top.with_children)
    below = []
    if len(findings) > MOST_FINDINGS_IN_CONTENTS:
        findings, below = (), [ContentsLine(group.key, group.title) for group in groups]
    if context["findings_for_others"]:
        below.append(ContentsLine("others", titles["others"]))
    if context["response"].found.positive_findings:
        below.append(ContentsLine("positive", titles["positive"]))
    return tuple(
        ContentsLine(key, titles[key], findings, tuple(below)) if key == "findings" else ContentsLine(key, titles[key])
        for key in context["sections"]
    )
