"""What a template is given: names, counts and lists, all decided here, so that a template holds words and order only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from pccresponse.matter import Matter
from pccresponse.models.response import ChiefOfficerComments, ReplyToChiefOfficer
from pccresponse.models.scalars import known
from pccresponse.parties import BodyOnDay
from pccresponse.rendering.chart import standing_chart
from pccresponse.rendering.documents import Document, comments_title
from pccresponse.rendering.entries import Group, grouped, reviews_of
from pccresponse.rendering.tally import Tally, tally_of
from pccresponse.statute import Regime

PERSONAL_KINDS = ("police and crime commissioner", "police, fire and crime commissioner", "mayor")
"""Kinds of body that are one person, so that the comments are a person's."""

CONTENTS_FROM = 8
"""A contents list is printed from this many findings on; below it the document is short enough to leaf through."""

_PARENT_ACT = "Police Act 1996"


class Law(msgspec.Struct, frozen=True, kw_only=True):
    """The state of the section in words that fit into a sentence."""

    commenting_body: str
    """What the Act of the day calls the body: `local policing body`."""
    commenting_body_phrase: str
    publisher_phrase: str
    amended_by: str
    """The Act that made this state of the section; empty for the section as enacted."""
    days: int | None
    explanation_required: bool


class ContentsLine(msgspec.Struct, frozen=True):
    """A line of the contents list."""

    key: str
    title: str


def law_of(regime: Regime) -> Law:
    """The regime as phrases."""
    made_by = regime.instruments[0].title
    return Law(
        commenting_body=regime.commenting_body,
        commenting_body_phrase=f"the {regime.commenting_body}",
        publisher_phrase=f"{regime.report_publisher} {'publish' if regime.report_publisher.startswith('the inspectors') else 'publishes'}",
        amended_by=f"the {made_by}" if made_by != _PARENT_ACT else "",
        days=regime.deadline.days if regime.deadline else None,
        explanation_required=regime.explanation_required,
    )


def context_of(matter: Matter, document: Document, *, draft: bool) -> dict[str, Any]:
    """Everything that the templates name, for one document."""
    response, when = matter.response, document.dated
    tally = tally_of(matter)
    groups, others = grouped(matter)
    comments_from_officer = response.chief_officer_comments
    publication = known(response.publication.published_on)
    last_day = matter.publish_by
    show_numbers = bool(tally.standings) and _something_recorded(tally)
    context: dict[str, Any] = {
        "matter": matter,
        "document": document,
        "response": response,
        "draft": draft,
        "body": matter.body_on(when),
        "force_name": matter.force_name_on(when),
        "office_holder": matter.office_holder(when),
        "chief_officer": matter.chief_officer(when),
        "commenting_officer": matter.commenting_officer,
        "invitation": response.invitation,
        "chief_officer_comments": comments_from_officer if isinstance(comments_from_officer, ChiefOfficerComments) else None,
        "none_received": comments_from_officer == "none received",
        "reply": response.reply_to_chief_officer if isinstance(response.reply_to_chief_officer, ReplyToChiefOfficer) else None,
        "comments_wording": response.comments.wording if response.comments else "as made",
        "regime": law_of(matter.regime),
        "publish_by": last_day,
        "publication_exact": publication is not None and publication.exact is not None,
        "published_in_time": bool(last_day and publication and publication.latest <= last_day),
        "published_late": bool(last_day and publication and publication.earliest > last_day),
        "recipient_names": tuple(recipient.name for recipient in matter.regime.recipients),
        "recipient_lines": tuple(_recipient_line(matter)),
        "other_recipient": _other_recipient(matter, document),
        "addressee": document.addressee,
        "presenter": _presenter(matter),
        "tally": tally,
        "explained_parts": tuple(_explained_parts(tally)),
        "chart": standing_chart(tally, ink=matter.office.accent_colour) if show_numbers and tally.answered > 1 else None,
        "show_standings_table": show_numbers and sum(1 for kind in tally.kinds if kind.standings) > 1,
        "finding_groups": groups,
        "findings_for_others": others,
        "has_findings": bool(groups or others or response.found.positive_findings),
        "reviews": tuple(reviews_of(groups)),
        "fieldwork": _fieldwork(matter),
        "contact_lines": _contact(matter),
        "letter_contact": tuple(
            str(line) for line in (matter.office.email, matter.office.telephone, matter.office.website) if line
        ),
        "titles": _titles(matter.body_on(when)),
        "document_titles": {"comments": comments_title(matter)},
    }
    context["contents"] = _contents(context, groups) if tally.answered + tally.to_others >= CONTENTS_FROM else ()
    return context


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
        yield f"{recipient.name} ({', '.join(part for part in (addressee.name, addressee.office) if part)})"


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


def _contact(matter: Matter) -> tuple[str, ...]:
    contact = matter.response.contact
    lines = (contact.name, contact.email, contact.telephone) if contact else (matter.office.email, matter.office.telephone)
    return tuple(line for line in lines if line)


def _titles(body: BodyOnDay) -> dict[str, str]:
    """The sections of the comments by their anchors, for their headings and for the contents list."""
    return {
        "basis": "Why these comments are published",
        "summary": "Summary",
        "findings": "The findings and the answers to them",
        "others": "Findings addressed to others",
        "chief-officer": "Comments of the chief officer of police",
        "reply": "Response to the chief officer’s comments",
        "own-comments": f"Comments of the {body.office_title}" if body.kind in PERSONAL_KINDS else f"Comments of the {body.name}",
        "monitoring": "Monitoring",
        "publication": "Publication and copies",
    }


def _contents(context: dict[str, Any], groups: tuple[Group, ...]) -> tuple[ContentsLine, ...]:
    """The sections that this document has, with the groups of findings below theirs."""
    missing = {
        "others": not context["findings_for_others"],
        "reply": not context["reply"],
        "monitoring": not context["response"].monitoring,
    }
    lines: list[ContentsLine] = []
    for key, title in context["titles"].items():
        if not missing.get(key):
            lines.append(ContentsLine(key, title))
        if key == "findings":
            lines += [ContentsLine(group.key, group.title) for group in groups]
    return tuple(lines)
