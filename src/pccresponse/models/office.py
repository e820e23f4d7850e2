"""Who the office is: `office.yaml`, written once and used by every response beside it."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.models.fields import NOT_APPROVED, Colour, EmailAddress, Label, Line, Lines, WebAddress

BodyKind = Literal[
    "police authority",
    "police and crime commissioner",
    "police, fire and crime commissioner",
    "mayor",
    "mayor's office",
    "common council",
]


IN_LETTERS = "The letters have it, if there are any. The comments have it if the response names no contact of its own."


class BodyNames(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The local policing body's own names, if they differ from the program's table or the table does not have the force."""

    name: Annotated[Line | None, Meta(description="The body's name, such as: Police and Crime Commissioner for Westshire")] = None
    office_title: Annotated[
        Line | None,
        Meta(
            description="The title of the person who holds the office, as it stands in a signature",
            extra={"not_printed": "It is printed under the name of the person who holds the office, if a document has that name."},
        ),
    ] = None
    kind: Annotated[BodyKind | None, Meta(description="What kind of local policing body it is")] = None
    area: Annotated[
        Line | None,
        Meta(
            description="The police area, such as: Westshire",
            extra={"not_printed": "The names of the body and the force are printed instead."},
        ),
    ] = None


class OfficeHolder(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody who holds, or held, the office of the local policing body."""

    name: Annotated[Line, Meta(description="The name as the person signs it, such as: Dr Alan Billings")]
    took_office_on: Annotated[PartialDate, Meta(description="First day in office: 2021-05-13, 2021-05 or 2021")]
    left_office_on: Annotated[PartialDate | None, Meta(description="Last day in office. Leave it out for the person in office")] = (
        None
    )
    office_title: Annotated[
        Line | None, Meta(description="The title of the office, only if it differs from the body's, such as: Deputy Mayor")
    ] = None


class ChiefOfficer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody who is, or was, the force's chief officer of police (in London, the Commissioner)."""

    name: Annotated[Line, Meta(description="The name without the rank, such as: David Crompton QPM")]
    took_office_on: Annotated[PartialDate, Meta(description="First day in post: 2021-05-13, 2021-05 or 2021")]
    left_office_on: Annotated[PartialDate | None, Meta(description="Last day in post. Leave it out for the person in post")] = None
    rank: Annotated[
        Line | None, Meta(description="The rank, only if it differs from the force's usual one, such as: Temporary Chief Constable")
    ] = None
    salutation: Annotated[
        Line | None,
        Meta(description="The words after Dear, if they are not the usual ones for the force, such as: Chief Constable"),
    ] = None


class GovernanceBoard(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A meeting at which the body holds the force to account. Findings name it under `oversight`."""

    name: Annotated[
        Line,
        Meta(
            description="Its name, such as: Governance and Assurance Board",
            extra={"not_printed": "It is printed with the findings that name it."},
        ),
    ]
    purpose: Annotated[
        Line | None,
        Meta(
            description="What it does, in a sentence",
            extra={"not_printed": "It helps the people who write a response to choose a board."},
        ),
    ] = None


class Logo(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A picture for the top of the first page."""

    file: Annotated[
        Line,
        Meta(
            description="A PNG or JPEG file in the folder of office.yaml, such as: logo.png",
            extra={"prose": False, "not_printed": "The picture is printed instead."},
        ),
    ]
    alternative_text: Annotated[
        Line,
        Meta(
            description="What it shows, for people who cannot see it",
            extra={"not_printed": "It is read aloud in place of the picture."},
        ),
    ]


class Office(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The office of a local policing body."""

    force: Annotated[
        Label | None,
        Meta(
            description="The identifier of the police force, such as: south-yorkshire (see pccresponse law --forces)",
            extra={"prose": False, "not_printed": "The force's name is printed instead."},
        ),
    ] = None
    force_name: Annotated[Line | None, Meta(description="The force's name, if you do not want the one in the program's table")] = (
        None
    )
    body: Annotated[BodyNames, Meta(description="The body's names, if you do not want those in the program's table")] = BodyNames()
    office_holders: Annotated[
        tuple[OfficeHolder, ...],
        Meta(
            description="Who holds the office, with dates",
            extra={"not_printed": "A document names the person in office on its date.", **NOT_APPROVED},
        ),
    ] = ()
    chief_officers: Annotated[
        tuple[ChiefOfficer, ...],
        Meta(
            description="Who the chief officers are, with dates",
            extra={"not_printed": "A document names the person in office on its date.", **NOT_APPROVED},
        ),
    ] = ()
    address: Annotated[
        Lines | None, Meta(description="The office's postal address, over several lines", extra={"not_printed": IN_LETTERS})
    ] = None
    email: Annotated[
        EmailAddress | None, Meta(description="The office's e-mail address, for the public", extra={"not_printed": IN_LETTERS})
    ] = None
    telephone: Annotated[
        Label | None, Meta(description="The office's telephone number, for the public", extra={"not_printed": IN_LETTERS})
    ] = None
    website: Annotated[WebAddress | None, Meta(description="The office's website", extra={"not_printed": IN_LETTERS})] = None
    logo: Annotated[Logo | None, Meta(description="A picture for the top of the first page")] = None
    accent_colour: Annotated[
        Colour,
        Meta(
            description="The colour of lines and headings. It needs a contrast of 4.5 to 1 on white",
            extra={"not_printed": "It is a colour."},
        ),
    ] = "#1f3a5f"
    language: Annotated[Literal["en-GB"], Meta(description="The language of the documents")] = "en-GB"
    governance_boards: Annotated[
        tuple[GovernanceBoard, ...], Meta(description="Meetings that findings can name under oversight")
    ] = ()
    required_approvals: Annotated[
        tuple[Line, ...],
        Meta(
            description="The roles that must approve a response before it is published, such as: Chief Executive",
            extra={"prose": False, "not_printed": "It is about a response and not part of it.", **NOT_APPROVED},
        ),
    ] = ()
