"""One response: the report, the findings with their answers, and the steps of section 55 in their order."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.models.fields import (
    NOT_APPROVED,
    THE_CHIEF_OFFICER,
    THE_REPORT,
    EmailAddress,
    Label,
    Line,
    Lines,
    Markdown,
    VersionDigest,
    WebAddress,
    When,
)
from pccresponse.models.findings import Findings
from pccresponse.models.report import InspectionReport, Judgments

RecipientName = Literal["Secretary of State", "inspectors of constabulary"]
RECIPIENT_IDS: dict[RecipientName, str] = {
    "Secretary of State": "secretary_of_state",
    "inspectors of constabulary": "inspectors_of_constabulary",
}
"""Their identifiers in the tables of the law."""
ADDRESSEE_FIELDS = {"secretary_of_state": "home_secretary", "inspectors_of_constabulary": "inspectors"}
"""The field of a submission with each recipient's details, by the recipient's identifier."""
MadeHere = Literal["made here", "none"]


class Person(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person, with the office or rank in which they act."""

    name: Annotated[Line, Meta(description="The name")]
    office: Annotated[
        Line | None,
        Meta(
            description="The office or rank, such as: Chief Constable",
            examples=["Chief Constable", "Temporary Chief Constable", "Deputy Chief Constable"],
        ),
    ] = None


Signatories = Annotated[
    tuple[Person, ...],
    Meta(
        description="Who signs, one person or several, each with an office. Leave it out if the office-holder of the day in office.yaml signs"
    ),
]


class Section(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A piece of text, with or without a heading."""

    heading: Annotated[Line | None, Meta(description="The heading. Leave it out for text that has none")] = None
    text: Annotated[Markdown, Meta(description="The text")]


class Invitation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The invitation to the chief officer of police to submit comments: section 55(4)."""

    sent_on: Annotated[When | None, Meta(description="When it was sent: a day, a month, a year, or: not recorded")] = None
    reply_by: Annotated[PartialDate | None, Meta(description="The day by which the chief officer is asked to comment")] = None
    text: Annotated[Markdown | None, Meta(description="Anything else that the letter should say")] = None
    signatories: Signatories = ()
    letter: Annotated[
        MadeHere,
        Meta(description="made here (the program writes the letter) or none (there is no letter, or you keep it elsewhere)"),
    ] = "made here"


class ChiefOfficerComments(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The comments that the chief officer submitted: section 55(5)(b)."""

    text: Annotated[
        Markdown | None,
        Meta(
            description="The comments as submitted. If you use other words, write wording: summary. Leave it out if all of them are with "
            "the findings, under chief_officer_comment"
        ),
    ] = None
    placed: Annotated[Literal["in the comments", "as an appendix"], Meta(description="Where they are printed")] = "in the comments"
    wording: Annotated[
        Literal["as submitted", "summary"], Meta(description="Whether these are the chief officer's own words or a summary")
    ] = "as submitted"
    received_on: Annotated[When | None, Meta(description="When they came: a day, a month, a year, or: not recorded")] = None
    by: Annotated[Person | None, Meta(description="Who made them, if not the chief officer of the day in office.yaml")] = None


class ReplyToChiefOfficer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The body's response to the chief officer's comments: section 55(5)(c)."""

    text: Annotated[Markdown, Meta(description="The response")]
    wording: Annotated[Literal["as made", "summary"], Meta(description="Whether these are the body's own words or a summary")] = (
        "as made"
    )


class Comments(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The body's own comments on the report: section 55(5)(a)."""

    title: Annotated[
        Line | None, Meta(description="A title of your own for the document. If you leave it out, the title is: Comments on “…”")
    ] = None
    jointly_with: Annotated[
        tuple[Line, ...],
        Meta(description="The full names of other local policing bodies that make these comments together with yours"),
    ] = ()
    sections: Annotated[tuple[Section, ...], Meta(description="The comments, in sections")] = ()
    wording: Annotated[Literal["as made", "summary"], Meta(description="Whether these are the body's own words or a summary")] = (
        "as made"
    )
    made_on: Annotated[
        When | None, Meta(description="When they were signed off: a day, a month, a year, or: not recorded", extra=NOT_APPROVED)
    ] = None
    signatories: Signatories = ()


class Publication(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How and when the comments were, or will be, published: section 55(5)."""

    published_on: Annotated[When | None, Meta(description="When: a day, a month, a year, or: not recorded", extra=NOT_APPROVED)] = (
        None
    )
    url: Annotated[WebAddress | None, Meta(description="Where on the web", extra=NOT_APPROVED)] = None
    manner: Annotated[
        Line | None,
        Meta(
            description="How, such as: on the website and at the public meeting",
            examples=["on the website", "on the website and at the public meeting"],
        ),
    ] = None


class AddresseeDetails(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who a copy goes to, if you do not want the program's table to decide."""

    name: Annotated[Line | None, Meta(description="The name as it is written on the letter")] = None
    salutation: Annotated[
        Line | None, Meta(description="The words after Dear, such as: Home Secretary", examples=["Home Secretary"])
    ] = None
    address: Annotated[Lines | None, Meta(description="The postal address, over several lines")] = None


class Submission(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The sending of copies: section 55(6)."""

    sent_on: Annotated[
        When | None,
        Meta(description="When the copies were or will be sent. It decides who the letters are addressed to", extra=NOT_APPROVED),
    ] = None
    recipients: Annotated[
        tuple[RecipientName, ...] | None,
        Meta(description="Who copies go to. If you leave it out, they go to those whom the law of the day names"),
    ] = None
    also_sent_to: Annotated[tuple[Line, ...], Meta(description="Others who get a copy, such as: Police and Crime Panel")] = ()
    signatories: Signatories = ()
    letter: Annotated[
        MadeHere,
        Meta(description="made here (the program writes the letters) or none (there are no letters, or you keep them elsewhere)"),
    ] = "made here"
    covering_words: Annotated[Markdown | None, Meta(description="Anything else that the letter should say")] = None
    enclosures: Annotated[tuple[Line, ...], Meta(description="What else is enclosed with the comments")] = ()
    reference: Annotated[Label | None, Meta(description="The office's own reference for the letter")] = None
    home_secretary: Annotated[
        AddresseeDetails | None, Meta(description="Use these details instead of the Home Secretary in the program's table")
    ] = None
    inspectors: Annotated[
        AddresseeDetails | None, Meta(description="Use these details instead of the chief inspector in the program's table")
    ] = None

    def details_of(self, recipient_id: str) -> AddresseeDetails:
        """The response's own details for a recipient; empty if it gives none."""
        details: AddresseeDetails | None = getattr(self, ADDRESSEE_FIELDS[recipient_id])
        return details or AddresseeDetails()


class PanelReport(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The report to a public meeting or panel. The comments are its appendix."""

    meeting: Annotated[
        Line,
        Meta(description="The meeting, such as: Police and Crime Panel", examples=["Police and Crime Panel", "Public meeting"]),
    ]
    held_on: Annotated[When | None, Meta(description="When it met or meets: a day, a month, a year, or: not recorded")] = None
    agenda_item: Annotated[Label | None, Meta(description="The number of the item on the agenda")] = None
    presented_by: Annotated[Person | None, Meta(description="Who presents it, if not the office-holder of the day")] = None
    purpose: Annotated[Markdown | None, Meta(description="Why the meeting gets the report, in a sentence or two")] = None
    sections: Annotated[tuple[Section, ...], Meta(description="The points of the report")] = ()
    actions: Annotated[tuple[Markdown, ...], Meta(description="What the meeting is asked to do, or did")] = ()


class Contact(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who to contact about the response, if not the office in general."""

    name: Annotated[Line, Meta(description="A person, a post or a team")]
    email: Annotated[EmailAddress | None, Meta(description="E-mail address, for the public")] = None
    telephone: Annotated[Label | None, Meta(description="Telephone number, for the public")] = None


class Departure(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A decision to answer under the law of another day than the report's. The document prints the reason."""

    apply_law_of: Annotated[date, Meta(description="The day whose law is applied")]
    reason: Annotated[Markdown, Meta(description="Why")]


class Layout(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The order and the form of the comments, if you do not want the edition's own."""

    form: Annotated[
        Literal["statement", "letter"],
        Meta(
            description="statement (the comments are a separate document) or letter (the letter to the Home Secretary is the comments)"
        ),
    ] = "statement"
    own_comments: Annotated[
        Literal["first", "after the summary", "last"] | None,
        Meta(
            description="Whether the body's own comments come first, after the summary, or after the comments of the chief officer. If "
            "you leave it out, they come first"
        ),
    ] = None
    findings_by: Annotated[
        Literal["kind", "area"], Meta(description="Whether findings are grouped by their kind or by the area of the report")
    ] = "kind"


class Correction(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A change to what was already published. It is printed on the first page of the corrected documents."""

    on: Annotated[date, Meta(description="The day on which the corrected documents are published")]
    what: Annotated[Markdown, Meta(description="What was corrected and why, in a sentence or two")]


class Approval(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A record that somebody approved a version of the response. `pccresponse approve` writes it. It is not a signature."""

    role: Annotated[Line, Meta(description="The role in which they approved it, such as: Chief Executive")]
    name: Annotated[Line, Meta(description="Who approved it")]
    on: Annotated[date, Meta(description="The day of the approval")]
    version: Annotated[VersionDigest, Meta(description="The version that they approved, as each page of its draft gives it")]


class Response(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A local policing body's response to one inspection report."""

    edition: Annotated[
        Label | None,
        Meta(
            description="The edition of the templates for the documents. To list them, type: pccresponse editions",
            extra={"prose": False, "not_printed": "It chooses the templates."},
        ),
    ] = None
    copy: Annotated[
        Literal["archive"] | None,
        Meta(
            description="archive: this is a copy of a response from long ago, made later from the papers. If the papers lack something, "
            "you get advice, and the document says that it is not recorded"
        ),
    ] = None
    report: Annotated[InspectionReport, Meta(description="The published report", extra={"by": THE_REPORT})]
    reference: Annotated[Label | None, Meta(description="The office's own reference for this response")] = None
    note_to_reader: Annotated[
        Markdown | None, Meta(description="A note that is printed in a box on the first page of every document")
    ] = None
    judgments: Annotated[
        Judgments,
        Meta(description="What the inspectorate concluded, in the form that it used at the time", extra={"by": THE_REPORT}),
    ] = Judgments()
    findings: Annotated[
        Findings | Literal["none"] | None,
        Meta(
            description="What the report asks for, with the answers. If it asks for nothing, write: none", extra={"by": THE_REPORT}
        ),
    ] = None
    invitation: Annotated[Invitation | None, Meta(description="The invitation to the chief officer: section 55(4)")] = None
    chief_officer_comments: Annotated[
        ChiefOfficerComments | Literal["none received", "not recorded"] | None,
        Meta(
            description="The chief officer's comments: section 55(5)(b). If none came, write: none received. If the papers do not say, "
            "write: not recorded",
            extra={"by": THE_CHIEF_OFFICER},
        ),
    ] = None
    reply_to_chief_officer: Annotated[
        ReplyToChiefOfficer | Literal["none", "not recorded"] | None,
        Meta(
            description="The body's response to those comments: section 55(5)(c). If there is none, write: none. If the papers do not say, "
            "write: not recorded"
        ),
    ] = None
    comments: Annotated[Comments | None, Meta(description="The body's own comments: section 55(5)(a)")] = None
    monitoring: Annotated[Markdown | None, Meta(description="How the body will make sure that what is promised is done")] = None
    publication: Annotated[Publication, Meta(description="How and when the comments are published: section 55(5)")] = Publication()
    submission: Annotated[Submission, Meta(description="The copies: section 55(6)")] = Submission()
    panel_report: Annotated[PanelReport | None, Meta(description="The report to a public meeting or panel, if there is one")] = None
    contact: Annotated[Contact | None, Meta(description="Who to contact, if not the office in general")] = None
    departure: Annotated[Departure | None, Meta(description="A departure from the law of the report's day, with its reason")] = None
    layout: Annotated[Layout, Meta(description="The order and the form of the comments, if you do not want the edition's own")] = (
        Layout()
    )
    corrections: Annotated[
        tuple[Correction, ...], Meta(description="What was corrected after the first publication, the earliest first")
    ] = ()
    approvals: Annotated[
        tuple[Approval, ...],
        Meta(
            description="Who approved which version of this response. pccresponse approve writes this",
            extra={"prose": False, "not_printed": "It is about the response and not part of it.", **NOT_APPROVED},
        ),
    ] = ()

    @property
    def found(self) -> Findings:
        """The findings; empty if there are none or the response says nothing about them."""
        return self.findings if isinstance(self.findings, Findings) else Findings()

    @property
    def is_archive_copy(self) -> bool:
        """Whether this is a copy of an old response, made from papers that may have gaps."""
        return self.copy == "archive"

    @property
    def correction(self) -> Correction | None:
        """The latest correction, if there is one."""
        return self.corrections[-1] if self.corrections else None
