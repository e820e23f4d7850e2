"""What a template is given: names, counts and lists, all decided here, so that a template holds words and order only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from pccresponse import statute
from pccresponse.errors import LookUpError
from pccresponse.matter import Matter
from pccresponse.models.report import InspectionReport
from pccresponse.models.response import ChiefOfficerComments, Person, ReplyToChiefOfficer
from pccresponse.models.scalars import When, known
from pccresponse.partial_dates import PartialDate
from pccresponse.people import PERSONAL_KINDS, BodyOnDay
from pccresponse.rendering.chart import standing_chart
from pccresponse.rendering.documents import COMMENTS_ARE_WRITTEN_TO, Document, comments_title
from pccresponse.rendering.entries import Group, grouped, reviews_of
from pccresponse.rendering.tally import Tally, tally_of

CONTENTS_FROM = 8
"""A contents list is printed from this many findings on; below it the document is short enough to leaf through."""

_OWN_DUTIES = ("invite_chief_officer", "publish_comments", "publish_in_time", "explain_action", "send_copies")
"""The duties of the body, in the order of their subsections."""


class Wording(msgspec.Struct, frozen=True):
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
    wordings: tuple[Wording, ...]
    """Where the subsections that are cited have their wording from, the oldest first."""
    days: int | None
    explanation_required: bool
    beyond_record: str
    """A sentence where the day lies beyond the day on which the tables were checked; empty otherwise."""


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    """Who speaks in a letter, as the words of its sentences."""

    writer: Literal["I", "We"]
    body: str
    """The body as the subject of a sentence: `I`, `we`, or in the third person where somebody signs on its behalf."""
    body_object: str
    body_own: str
    """`my`, `our`, or the body’s possessive."""
    have: Literal["have", "has"]
    propose: Literal["propose", "proposes"]


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """The body as the comments speak of it in the third person."""

    name: str
    own: str
    """The possessive."""
    is_plural: bool

    def verb(self, one: str, many: str) -> str:
        """The form of the verb that goes with it."""
        return many if self.is_plural else one


class ContentsLine(msgspec.Struct, frozen=True):
    """A line of the contents list."""

    key: str
    title: str


def law_of(matter: Matter, when: PartialDate) -> Law:
    """The law of the report, with the body as a document of the date calls it."""
    regime = matter.regime
    called = matter.body_on(when).called_in_law
    by_inspectors = regime.report_publisher.startswith("the inspectors")
    return Law(
        commenting_body=called,
        commenting_body_phrase=f"the {called}",
        body_of_the_law=f"the {regime.commenting_body}",
        publisher_phrase=f"{regime.report_publisher} {'publish' if by_inspectors else 'publishes'}",
        wordings=tuple(_wordings(matter)),
        days=regime.deadline.days if regime.deadline else None,
        explanation_required=regime.explanation_required,
        beyond_record=regime.horizon_note,
    )


def _wordings(matter: Matter) -> Iterator[Wording]:
    found: dict[tuple[str, str], list[str]] = {}
    for each in _OWN_DUTIES:
        duty = matter.regime.duty(each)
        if duty is None:
            continue
        found.setdefault((duty.how, duty.made_by.title), []).append(f"({duty.subsection.partition('(')[2]}")
    for (how, title), subsections in found.items():
        yield Wording(tuple(subsections), how, title)


def context_of(matter: Matter, document: Document, *, draft: bool) -> dict[str, Any]:
    """Everything that the templates name, for one document."""
    response, when = matter.response, document.dated
    body, tally = matter.body_on(when), tally_of(matter)
    groups, others = grouped(matter)
    entries = (*(entry for group in groups for entry in group.entries), *others)
    given, reply = response.chief_officer_comments, response.reply_to_chief_officer
    show_numbers = bool(tally.standings) and _something_recorded(tally)
    signatories = _signatories(matter, document)
    context: dict[str, Any] = {
        "matter": matter,
        "document": document,
        "response": response,
        "draft": draft,
        "is_archive_copy": response.is_archive_copy,
        "body": body,
        "bodies": (body.name, *(response.comments.jointly_with if response.comments else ())),
        "force_name": matter.force_name_on(when),
        "the_force": matter.force_in_sentence(when),
        "office_holder": matter.office_holder(when),
        "chief_officer": matter.chief_officer(when),
        "chief_officer_salutation": matter.chief_officer_salutation(when),
        "commenting_officer": matter.commenting_officer,
        "invitation": response.invitation,
        "chief_officer_comments": given if isinstance(given, ChiefOfficerComments) else None,
        "comments_with_findings": any(finding.chief_officer_comment for _, finding in response.found.every_finding()),
        "none_received": given == "none received",
        "officer_not_recorded": given == "not recorded",
        "reply": reply if isinstance(reply, ReplyToChiefOfficer) else None,
        "no_reply": reply == "none",
        "reply_not_recorded": reply == "not recorded",
        "comments_wording": response.comments.wording if response.comments else "as made",
        "regime": law_of(matter, when),
        "succession": _succession(matter, when),
        "publish_by": matter.publish_by,
        "published": _published(matter, when),
        "these_comments": "These comments" if document.template == "comments" else "The comments",
        "several_forces": not matter.speaks_to_one_force,
        "subject": subject_of(body, joint=bool(response.comments and response.comments.jointly_with)),
        "voice": _voice(matter, body, signatories, when),
        "signatories": signatories,
        "recipient_names": tuple(recipient.name for recipient in matter.regime.recipients),
        "recipient_lines": tuple(_recipient_line(matter)),
        "other_recipient": _other_recipient(matter, document),
        "addressee": document.addressee,
        "comments_are_a_letter": matter.comments_are_a_letter,
        "letter_addressee": matter.addressee(COMMENTS_ARE_WRITTEN_TO) if matter.comments_are_a_letter else None,
        "presenter": _presenter(matter),
        "tally": tally,
        "explained_parts": tuple(_explained_parts(tally)),
        "chart": standing_chart(tally.standings, ink=matter.office.accent_colour)
        if show_numbers and tally.asked_of_the_force > 1
        else None,
        "show_standings_table": show_numbers and len(tally.kinds) > 1,
        "finding_groups": groups,
        "findings_for_others": others,
        "no_findings": response.findings == "none",
        "has_findings": bool(groups or others or response.found.positive_findings),
        "reviews": tuple(reviews_of(entries)),
        "fieldwork": _fieldwork(matter),
        "reuse_terms": _reuse_terms(response.report),
        "contact_lines": _contact(matter),
        "letter_contact": tuple(
            str(line) for line in (matter.office.email, matter.office.telephone, matter.office.website) if line
        ),
        "titles": _titles(body),
        "document_titles": {"comments": comments_title(matter)},
    }
    context["sections"] = tuple(_sections(context))
    context["contents"] = _contents(context, groups) if tally.ours + tally.to_others >= CONTENTS_FROM else ()
    return context


def _signatories(matter: Matter, document: Document) -> tuple[Person, ...]:
    if document.template == "invitation":
        return matter.invitation_signatories
    return matter.submission_signatories if document.template == "submission" else matter.signatories


def subject_of(body: BodyOnDay, *, joint: bool) -> Subject:
    """The body in the third person; bodies that comment together are spoken of together."""
    if joint:
        alike = body.kind in ("police and crime commissioner", "police, fire and crime commissioner")
        return Subject(
            name="the Commissioners" if alike else "the local policing bodies",
            own="the Commissioners’" if alike else "the local policing bodies’",
            is_plural=True,
        )
    names = {
        "police and crime commissioner": "the Commissioner",
        "police, fire and crime commissioner": "the Commissioner",
        "mayor": "the Mayor",
        "mayor's office": "the Mayor’s Office",
        "common council": "the Court of Common Council",
        "police authority": "the Police Authority",
    }
    name = names.get(body.kind, f"the {body.called_in_law}")
    return Subject(name=name, own=f"{name}’s", is_plural=False)


def _voice(matter: Matter, body: BodyOnDay, signatories: tuple[Person, ...], when: PartialDate) -> Voice:
    """In the first person where the office-holder signs; whoever signs for the body speaks of it in the third."""
    joint = bool(matter.response.comments and matter.response.comments.jointly_with)
    if joint and len(signatories) > 1:
        return Voice(writer="We", body="we", body_object="us", body_own="our", have="have", propose="propose")
    holder = matter.office_holder(when)
    names = {person.name for person in signatories}
    if (
        body.kind in PERSONAL_KINDS
        and len(signatories) == 1
        and ((holder is not None and names == {holder.name}) or signatories[0].office == body.office_title)
    ):
        return Voice(writer="I", body="I", body_object="me", body_own="my", have="have", propose="propose")
    subject = subject_of(body, joint=joint)
    return Voice(
        writer="We" if len(signatories) > 1 else "I",
        body=subject.name,
        body_object=subject.name,
        body_own=subject.own,
        have="have" if subject.is_plural else "has",
        propose="propose" if subject.is_plural else "proposes",
    )


def _succession(matter: Matter, when: PartialDate) -> BodyOnDay | None:
    """The body that had the duty on the day of the report, where it was another one; None where it is the same."""
    try:
        then = matter.body_on(PartialDate.of(matter.response.report.published_on))
    except LookUpError:
        return None
    return then if then.name != matter.body_on(when).name else None


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


def _published(matter: Matter, when: PartialDate) -> Published:
    on, last_day = matter.response.publication.published_on, matter.publish_by
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


def _explained_parts(tally: Tally) -> Iterator[str]:
    for what, count in (
        ("action taken on", tally.action_taken),
        ("action proposed on", tally.action_proposed),
        ("reasons for no action on", tally.no_action),
    ):
        if count:
            yield f"{what} {count}"


def _something_recorded(tally: Tally) -> bool:
    """Whether the papers say where at least one finding stands; a chart of blanks would tell nobody anything."""
    return any(standing not in ("not recorded", "no action recorded") for standing in tally.standings)


def _recipient_line(matter: Matter) -> Iterator[str]:
    for recipient, addressee in zip(matter.regime.recipients, matter.recipients, strict=True):
        yield f"{recipient.name} ({', '.join(part for part in (addressee.styled, addressee.office) if part)})"


def _other_recipient(matter: Matter, document: Document) -> str:
    if document.addressee is None:
        return ""
    return " and ".join(recipient.name for recipient in matter.regime.recipients if recipient.id != document.addressee.recipient)


def _presenter(matter: Matter) -> object:
    panel = matter.response.panel_report
    return (panel.presented_by if panel else None) or matter.office_holder(matter.panel_dated)


def _fieldwork(matter: Matter) -> str:
    began, ended = matter.response.report.fieldwork_began, matter.response.report.fieldwork_ended
    if began and ended and began != ended:
        return f"{began} to {ended}"
    return str(began or ended or "")


def _reuse_terms(report: InspectionReport) -> str | None:
    """The licence under which the report can be quoted: None where the report is not the inspectorate's own, or there was none yet."""
    terms = statute.reuse_terms_on(report.published_on) if report.publisher is None else None
    return terms.licence if terms else None


def _contact(matter: Matter) -> tuple[str, ...]:
    contact = matter.response.contact
    office = matter.office
    lines = (contact.name, contact.email, contact.telephone) if contact else (office.email, office.telephone, office.website)
    return tuple(line for line in lines if line)


def _titles(body: BodyOnDay) -> dict[str, str]:
    """The sections of the comments by their anchors, for their headings and for the contents list."""
    own = f"the {body.office_title}" if body.kind in PERSONAL_KINDS else body.in_sentence
    return {
        "summary": "Summary",
        "own-comments": f"Comments of {own}",
        "findings": "The findings and the answers to them",
        "others": "Findings addressed to others",
        "chief-officer": "Comments of the chief officer of police",
        "reply": "Response to the chief officer’s comments",
        "monitoring": "Monitoring",
        "basis": "Why these comments are published",
        "publication": "Publication and copies",
        "appendix": "Appendix: comments of the chief officer of police",
    }


def _sections(context: dict[str, Any]) -> Iterator[str]:
    """The sections that the comments have, in the order in which the edition prints them unless the response says otherwise."""
    response = context["response"]
    wanted = response.layout.own_comments
    comments = [] if context["comments_are_a_letter"] else ["own-comments"]
    yield from comments if wanted == "first" else ()
    yield "summary"
    yield from comments if wanted is None else ()
    if context["has_findings"] or context["no_findings"]:
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


def _contents(context: dict[str, Any], groups: tuple[Group, ...]) -> tuple[ContentsLine, ...]:
    """The sections that this document has, with the groups of findings below theirs."""
    lines: list[ContentsLine] = []
    for key in context["sections"]:
        lines.append(ContentsLine(key, context["titles"][key]))
        if key == "findings":
            lines += [ContentsLine(group.key, group.title) for group in groups]
            if context["findings_for_others"]:
                lines.append(ContentsLine("others", context["titles"]["others"]))
    return tuple(lines)
