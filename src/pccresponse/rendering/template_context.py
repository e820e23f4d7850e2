"""The context of the templates: names, counts and lists. A template has only words and their order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Literal

import msgspec

from pccresponse import statute
from pccresponse.case.case import Case
from pccresponse.case.documents import COMMENTS_ARE_WRITTEN_TO, Document, comments_of
from pccresponse.case.duties import STEPS
from pccresponse.case.naming import PERSONAL_KINDS, BodyOnDay, LetterAddressee, with_article
from pccresponse.foundation.errors import LookUpError
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.models.fields import When, known
from pccresponse.models.report import InspectionReport
from pccresponse.models.response import ChiefOfficerComments, ReplyToChiefOfficer, Response
from pccresponse.rendering.printed_findings import Entry, Group, grouped, reviews_of
from pccresponse.rendering.tally import tally_of
from pccresponse.rendering.words import Subject, TableOfWordsError, Voice, Words, filled, replaced

_CONTENTS_FROM = 12
"""The least number of findings for a contents list. With fewer, the document has up to about eight pages."""
_MOST_LETTERS_BEFORE_CONTENTS = 7_500
"""Longer comments of the body, of more than about two and a half pages, come after the contents list."""
_MOST_FINDINGS_IN_CONTENTS = 30
"""With more findings, the contents list has only their groups."""

_OWN_DUTIES = tuple(dict.fromkeys(step.duty for step in STEPS))
"""The duties of the body, in the order of their subsections."""


class WordingSource(msgspec.Struct, frozen=True):
    """Subsections with the same source of their wording."""

    subsections: tuple[str, ...]
    """`(5A)`, `(5B)`."""
    how: str
    """`enacted`, `inserted` or `amended`."""
    title: str
    """The title of the Act."""


class Law(msgspec.Struct, frozen=True, kw_only=True):
    """The law of the report, in words for a sentence."""

    commenting_body: str
    """The name of the body in the Act on the date of the document: `local policing body`."""
    commenting_body_phrase: str
    body_of_the_law: str
    """Its name in the law of the report, with the article: another one if the body was succeeded in between."""
    publisher_phrase: str
    wordings: tuple[WordingSource, ...]
    """The sources of the wording of the cited subsections, oldest first."""
    days: int | None
    explanation_required: bool
    known_to: date | None
    """The last day that the sources of the tables cover, if the law of a later day applies."""
    checked_on: date | None
    """The day on which somebody last looked for a change, in the same case."""
    open_questions: tuple[str, ...]
    """What may have changed the section by then, in sentences from the tables."""


class ContentsLine(msgspec.Struct, frozen=True):
    """A line of the contents list."""

    key: str
    title: str
    findings: tuple[Entry, ...] = ()
    """The findings to list under it."""
    below: tuple[ContentsLine, ...] = ()
    """Other lines under it."""


def _law(case: Case, when: PartialDate, words: Words) -> Law:
    """The law of the report for a document of the date."""
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
        if duty := case.regime.duty(each):
            found.setdefault((duty.how, duty.made_by.title), []).append(f"({duty.subsection.partition('(')[2]}")
    for (how, title), subsections in found.items():
        yield WordingSource(tuple(subsections), how, title)


def context_of(case: Case, document: Document, words: Words, *, draft: bool) -> dict[str, Any]:
    """The context of one document."""
    response, when = case.response, document.dated
    body, tally = case.body_on(when), tally_of(case)
    groups, others = grouped(case, words)
    entries = (*(entry for group in groups for entry in group.entries), *others)
    given, reply = response.chief_officer_comments, response.reply_to_chief_officer
    within = case.made_within if document.template == "comments" else None
    others_named = response.comments.jointly_with if response.comments else ()
    show_numbers = any(progress not in ("not recorded", "no action recorded") for progress in tally.standings)
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
        "regime": _law(case, when, words),
        "succession": _succession(case, when),
        "duties_have_passed": body.called_in_law != case.regime.commenting_body,
        "publish_by": case.publish_by,
        "published": _published(case, when),
        "several_forces": not case.speaks_to_one_force,
        "subject": _subject(body, words, joint=bool(others_named)),
        "voice": _voice(case, document, words),
        "signatories": document.signatories,
        "recipient_names": tuple(recipient.name for recipient in case.regime.recipients),
        "recipients": tuple(CopyRecipient(each.name, to) for each, to in zip(case.written_to, case.recipients, strict=True)),
        "not_on_record": tuple(each.name for each in case.regime.recipients if each not in case.written_to),
        "other_recipients": tuple(
            each.name for each in case.written_to if document.addressee and each.id != document.addressee.recipient
        ),
        "addressee": document.addressee,
        "comments_are_a_letter": case.comments_are_a_letter,
        "letter_addressee": case.addressee(COMMENTS_ARE_WRITTEN_TO) if case.comments_are_a_letter else None,
        "presenter": case.presenter,
        "tally": tally,
        "explained_parts": tuple(
            filled(words.explained[state], count=count)
            for state in ("action_taken", "action_proposed", "no_action")
            if (count := getattr(tally, state))
        ),
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
    context["sections"] = _sections(context)
    context["contents_before"] = _contents_before(case, context["sections"])
    context["contents"] = _contents(context, groups) if tally.ours + tally.to_others >= _CONTENTS_FROM else ()
    return context


def title_of(case: Case, document: Document, words: Words) -> str:
    """The document's own title, or the usual one of its kind. Raises `TableOfWordsError` if there is none."""
    panel = case.response.panel_report
    if document.own_title:
        return document.own_title
    if document.name not in words.titles:
        raise TableOfWordsError(f"The table of words has no title for {document.name}.", "Add one under titles.")
    return filled(words.titles[document.name], report=case.response.report.title, meeting=panel.meeting if panel else "")


def _subject(body: BodyOnDay, words: Words, *, joint: bool) -> Subject:
    """The body in the third person, or all bodies that comment together."""
    if joint:
        alike = body.kind in ("police and crime commissioner", "police, fire and crime commissioner")
        return words.subjects["several commissioners" if alike else "several bodies"]
    subject = words.subjects[body.kind if body.kind in words.subjects else "any other"]
    return replaced(subject, body=body.called_in_law)


def _voice(case: Case, document: Document, words: Words) -> Voice:
    """The first person if the office-holder signs, and the third person if somebody signs for the body.

    An office-holder who took office after the comments were made also uses the third person: another person did what they explain.
    An invitation that one person signs is of one body, because bodies that comment together may each invite their own chief officer.
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
    subject = _subject(body, words, joint=joint)
    voice = replaced(
        words.voices["for several bodies" if subject.is_plural else "for the body"], name=subject.name, own=subject.own
    )
    return msgspec.structs.replace(voice, writer=words.voices["holders"].writer) if len(signatories) > 1 else voice


def _succession(case: Case, when: PartialDate) -> BodyOnDay | None:
    """The body that had the duty on the day of the report; None if it is the same."""
    try:
        then = case.body_on(PartialDate.of(case.response.report.published_on))
    except LookUpError:
        return None
    return then if then.name != case.body_on(when).name else None


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """The publication of the comments, seen from the date of a document."""

    on: When | None
    seen_from: Literal["before", "the same day", "after", "unsure", "not known"]
    """Whether the document is dated before the publication, on its day or after it."""
    in_time: bool
    """Whether it was certainly not after the last day."""
    late: bool
    """Whether it was certainly after the last day, which is before the date of the document."""
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


class CopyRecipient(msgspec.Struct, frozen=True):
    """The recipient of a copy: by the name in the Act, and as the addressee of the day."""

    name: str
    addressee: LetterAddressee


def _reuse_terms(report: InspectionReport) -> str | None:
    """The licence for quoting the report; None if the report is not the inspectorate's own, or there was none yet."""
    terms = statute.reuse_terms_on(report.published_on) if report.publisher is None else None
    return terms.licence if terms else None


def _contact(case: Case) -> tuple[str, ...]:
    contact = case.response.contact
    office = case.office
    lines = (contact.name, contact.email, contact.telephone) if contact else (office.email, office.telephone, office.website)
    return tuple(line for line in lines if line)


def _titles(case: Case, body: BodyOnDay, words: Words) -> dict[str, str]:
    """The headings of the comments by anchor."""
    if case.response.comments and case.response.comments.jointly_with:
        own = _subject(body, words, joint=True).name
    else:
        own = filled(words.body_holder, office=body.office_title) if body.kind in PERSONAL_KINDS else body.in_sentence
    return {anchor: filled(title, body=own) for anchor, title in words.sections.items()}


def _sections(context: dict[str, Any]) -> tuple[str, ...]:
    """The anchors of the sections that the comments have, in order."""
    response, officer = context["response"], context["chief_officer_comments"]
    wanted = None if context["comments_are_a_letter"] else response.layout.own_comments or "first"
    sections = (
        ("own-comments", wanted == "first"),
        ("summary", True),
        ("own-comments", wanted == "after the summary"),
        ("inspection", _describes_inspection(response)),
        ("findings", context["has_findings"]),
        ("chief-officer", True),
        ("reply", context["reply"]),
        ("own-comments", wanted == "last"),
        ("monitoring", response.monitoring or context["reviews"]),
        ("basis", True),
        ("publication", True),
        ("appendix", officer and officer.placed == "as an appendix"),
    )
    return tuple(anchor for anchor, is_there in sections if is_there)


def _describes_inspection(response: Response) -> bool:
    """Whether the response says more about the inspection than which report it led to."""
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
    """The number of the section before which the contents list is: the second if the body's own comments come first and are short."""
    sections_of_comments = case.response.comments.sections if case.response.comments else ()
    letters = sum(len(section.text) for section in sections_of_comments)
    return 2 if sections[0] == "own-comments" and letters <= _MOST_LETTERS_BEFORE_CONTENTS else 1


def _contents(context: dict[str, Any], groups: tuple[Group, ...]) -> tuple[ContentsLine, ...]:
    """The lines for the sections of a document, with findings or groups under theirs."""
    titles = context["titles"]
    findings = tuple(entry for group in groups for top in group.entries for entry in top.with_children)
    below = []
    if len(findings) > _MOST_FINDINGS_IN_CONTENTS:
        findings, below = (), [ContentsLine(group.key, group.title) for group in groups]
    if context["findings_for_others"]:
        below.append(ContentsLine("others", titles["others"]))
    if context["response"].found.positive_findings:
        below.append(ContentsLine("positive", titles["positive"]))
    return tuple(
        ContentsLine(key, titles[key], findings, tuple(below)) if key == "findings" else ContentsLine(key, titles[key])
        for key in context["sections"]
    )
