"""Faults in the office, and in the words of any text, each one change to a clean response."""

from __future__ import annotations

from datetime import date

from pccresponse.models.office import ChiefOfficer, OfficeHolder
from pccresponse.models.response import Contact
from tests.builders import on
from tests.rules.faults import ADVICE, ERROR, WARNING, Fault

FIRST = ("findings", "recommendations", 0)
HOLDERS, CHIEFS = ("office_holders",), ("chief_officers",)
TEXT = ("comments", "sections", 0, "text")


def left(day: str) -> tuple[OfficeHolder, ...]:
    return (OfficeHolder(name="Morgan Ellery", took_office_on=on("2021-05-13"), left_office_on=on(day)),)


FAULTS = (
    Fault(
        "letters that the fonts do not have",
        "CHARACTERS",
        ERROR,
        TEXT,
        "Comments, section 1: the fonts cannot draw \U0001f600 (U+1F600 GRINNING FACE) and U+202E RIGHT-TO-LEFT OVERRIDE.",
        {TEXT: "A good report \U0001f600, all told. \u202eIt was read with care by everybody in the office."},
    ),
    Fault(
        "a term that ends before it begins",
        "TERM-DATES",
        ERROR,
        (*CHIEFS, 1, "left_office_on"),
        "Lee Fell left office in May 2019, before taking it up on 1 June 2019.",
        office={
            CHIEFS: (
                ChiefOfficer(name="Robin Ashdown", took_office_on=on("2020-02")),
                ChiefOfficer(name="Lee Fell", took_office_on=on("2019-06-01"), left_office_on=on("2019-05")),
            )
        },
    ),
    Fault(
        "nobody to sign",
        "OFFICE-HOLDER",
        ERROR,
        HOLDERS,
        "Nobody is on record as holding the office on the date of the covering letters, 24 July 2023.",
        {("panel_report",): None},
        office={HOLDERS: left("2023-07-23")},
    ),
    Fault(
        "nobody to present",
        "OFFICE-HOLDER",
        ERROR,
        HOLDERS,
        "Nobody is on record as holding the office on the date of the report to the meeting, 12 September 2023.",
        office={HOLDERS: left("2023-07-24")},
    ),
    Fault(
        "no office-holder at all",
        "OFFICE-HOLDER",
        ERROR,
        HOLDERS,
        "office.yaml does not say who holds the office, so nobody signs "
        "the invitation, the comments, the covering letters and the report to the meeting.",
        office={HOLDERS: ()},
    ),
    Fault(
        "two to sign",
        "OFFICE-HOLDER",
        WARNING,
        HOLDERS,
        "Morgan Ellery and Ash Quarry may each have been in office on the date of the report to the meeting, 12 September 2023, "
        "so nobody is named to sign.",
        office={HOLDERS: (*left("2023-09-12"), OfficeHolder(name="Ash Quarry", took_office_on=on("2023-09")))},
    ),
    Fault(
        "two to sign the letters",
        "OFFICE-HOLDER",
        ERROR,
        HOLDERS,
        "Morgan Ellery and Ash Quarry may each have been in office on the date of the covering letters, 24 July 2023, "
        "so nobody is named to sign.",
        office={HOLDERS: (*left("2023-07-24"), OfficeHolder(name="Ash Quarry", took_office_on=on("2023-07-21")))},
    ),
    Fault(
        "nobody to invite",
        "CHIEF-OFFICER",
        WARNING,
        CHIEFS,
        "Nobody is on record as chief officer on the date of the invitation, 8 June 2023.",
        office={CHIEFS: (ChiefOfficer(name="Robin Ashdown", took_office_on=on("2023-06-09")),)},
    ),
    Fault(
        "two who may have commented",
        "CHIEF-OFFICER",
        WARNING,
        CHIEFS,
        "Robin Ashdown and Lee Fell may each have been in office on the date of the chief officer's comments, 27 June 2023, "
        "so nobody is named to write to or to quote.",
        office={
            CHIEFS: (
                ChiefOfficer(name="Robin Ashdown", took_office_on=on("2020-02")),
                ChiefOfficer(name="Lee Fell", took_office_on=on("2023-06-27")),
            )
        },
    ),
    Fault(
        "no address of the office",
        "OFFICE-ADDRESS",
        WARNING,
        ("address",),
        "The office has no postal address, so its letters have none.",
        office={("address",): None},
    ),
    Fault(
        "no e-mail address of the office",
        "OFFICE-ADDRESS",
        WARNING,
        ("email",),
        "The office has no e-mail address.",
        office={("email",): None, ("telephone",): "01632 960000"},
    ),
    Fault(
        "nobody to ask",
        "CONTACT",
        WARNING,
        ("contact",),
        "Neither the response nor office.yaml says how to contact you.",
        {("contact",): Contact(name="The policy team")},
        office={("email",): None},
    ),
    Fault(
        "a body in Wales",
        "WELSH",
        ADVICE,
        ("language",),
        "The documents are in English only; Comisiynydd Heddlu a Throseddu Dyfed-Powys publishes in Welsh as well "
        "(Welsh Language Standards (No. 5) Regulations 2016).",
        office={("force",): "dyfed-powys"},
    ),
    Fault(
        "a kind of body that there was no more",
        "BODY-KIND",
        ERROR,
        ("body", "kind"),
        "The comments: dated 20 July 2023, but there was no police authority after 21 November 2012.",
        office={("body", "kind"): "police authority"},
    ),
    Fault(
        "a body that changed",
        "BODY-CHANGED",
        ADVICE,
        ("report", "published_on"),
        "The local policing body changed between the documents. "
        "The invitation (30 April 2024): Police and Crime Commissioner for South Yorkshire; "
        "the comments (7 May 2024) and the covering letters (7 May 2024): Mayor of South Yorkshire.",
        {
            ("report", "published_on"): date(2024, 4, 16),
            ("invitation", "sent_on"): on("2024-04-30"),
            ("invitation", "reply_by"): on("2024-05-05"),
            ("chief_officer_comments", "received_on"): on("2024-05-01"),
            ("comments", "made_on"): on("2024-05-07"),
            ("publication", "published_on"): on("2024-05-07"),
            ("submission", "sent_on"): on("2024-05-07"),
            ("submission", "home_secretary", "name"): "The Rt Hon James Cleverly MP",
            ("panel_report",): None,
            ("findings", "causes_of_concern", 0, "recommendations", 0, "due_on"): None,
            (*FIRST, "force_actions"): (),
            (*FIRST, "oversight"): None,
            ("findings", "areas_for_improvement"): (),
        },
        office={("force",): "south-yorkshire", ("body", "name"): None, ("body", "office_title"): None, ("body", "kind"): None},
        today=date(2024, 5, 8),
    ),
    # words
    Fault(
        "TODO",
        "PLACEHOLDER",
        ERROR,
        TEXT,
        "Comments, section 1: “TODO” is still to be filled in.",
        {TEXT: "The report is fair. TODO: say why."},
    ),
    Fault(
        "two placeholders in an action",
        "PLACEHOLDER",
        ERROR,
        (*FIRST, "force_actions", 0, "what"),
        "Recommendation 2, force action 1, what: “tbc” and “xxx” are still to be filled in.",
        {(*FIRST, "force_actions", 0, "what"): "A new xxx, tbc"},
    ),
    Fault(
        "a placeholder in the office",
        "PLACEHOLDER",
        ERROR,
        ("governance_boards", 0, "purpose"),
        "Governance board 1, purpose: “[insert purpose]” is still to be filled in.",
        office={("governance_boards", 0, "purpose"): "[insert purpose]"},
    ),
    Fault(
        "what may be prose",
        "PLACEHOLDER",
        WARNING,
        TEXT,
        "Comments, section 1: “to be confirmed” is still to be filled in, it seems.",
        {TEXT: "The report is fair, and its figures remain to be confirmed."},
    ),
    Fault(
        "a telephone number",
        "PERSONAL",
        WARNING,
        TEXT,
        "Comments, section 1: there seems to be a telephone number in it (07700…).",
        {TEXT: "Whoever wants to know more can ring my deputy on 07700 900123."},
    ),
    Fault(
        "a private e-mail address",
        "PERSONAL",
        WARNING,
        ("submission", "enclosures", 0),
        "Submission, enclosure 1: there seems to be a private e-mail address in it (mo…@gmail.com).",
        {("submission", "enclosures"): ("A letter from morgan.ellery@gmail.com",)},
    ),
    Fault(
        "a National Insurance number",
        "PERSONAL",
        WARNING,
        TEXT,
        "Comments, section 1: there seems to be a National Insurance number in it (AB …).",
        {TEXT: "The officer (AB 12 34 56 C) was trained."},
    ),
    Fault(
        "HTML",
        "MARKUP",
        ADVICE,
        TEXT,
        "Comments, section 1: “<b>”: HTML is printed as text.",
        {TEXT: "The report is <b>fair</b>."},
    ),
    Fault(
        "a picture",
        "MARKUP",
        ADVICE,
        TEXT,
        "Comments, section 1: “![A chart](https://example.org/chart.png)”: pictures are not printed.",
        {TEXT: "See ![A chart](https://example.org/chart.png) for the trend."},
    ),
    Fault(
        "Markdown in a heading",
        "MARKUP",
        ADVICE,
        ("comments", "sections", 0, "heading"),
        "Comments, section 1, heading: “**view**”: this field does not take Markdown.",
        {("comments", "sections", 0, "heading"): "My **view**"},
    ),
    Fault(
        "a quotation that does not end",
        "QUOTES",
        WARNING,
        TEXT,
        "Comments, section 1: the quotation that begins “inconsistent approach to child protection,” is not closed.",
        {TEXT: "The report found an “inconsistent approach to child protection, and I agree."},
    ),
)
