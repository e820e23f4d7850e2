"""Which documents a response gives, and what each of them is called and dated."""

from __future__ import annotations

from datetime import date

import msgspec

from pccresponse.matter import Matter
from pccresponse.partial_dates import PartialDate
from pccresponse.people import Addressee

_SUBMISSIONS = {"secretary_of_state": "submission-home-secretary", "inspectors_of_constabulary": "submission-inspectors"}
COMMENTS_ARE_WRITTEN_TO = "secretary_of_state"
"""To whom the letter goes where the letter is the comments."""
DOCUMENT_NAMES = ("comments", *_SUBMISSIONS.values(), "invitation", "panel-report")
"""Every name that a document can have."""


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One document to be made."""

    name: str
    """The file's name without its ending: `comments`, `submission-home-secretary`."""
    template: str
    """The entry template in the edition, without its ending."""
    title: str
    """The title in the PDF's metadata and in a window's title bar."""
    dated: PartialDate
    """The date whose names it bears."""
    not_before: date
    """The day of the report: a document about it that is dated to the year only was not made before."""
    addressee: Addressee | None = None
    corrected_on: date | None = None
    """The day of the latest correction, where there is one that the document bears."""

    @property
    def metadata_day(self) -> date:
        """The day for the PDF's own dates: the first that its date can mean, and never the clock's."""
        return self.corrected_on or min(max(self.dated.earliest, self.not_before), self.dated.latest)


def documents_of(matter: Matter) -> tuple[Document, ...]:
    """The documents of a response: the comments, a submission for each recipient of the day, and what else it describes.

    A letter of which no day is recorded was sent long ago and has been lost; it is not written anew.
    """
    response = matter.response
    about, day = response.report.title, response.report.published_on
    corrected_on = response.correction.on if response.correction else None
    found = [
        Document(
            name="comments",
            template="comments",
            title=comments_title(matter),
            dated=matter.comments_dated,
            not_before=day,
            corrected_on=corrected_on,
        )
    ]
    for addressee in matter.recipients if matter.letters_are_written else ():
        if matter.comments_are_a_letter and addressee.recipient == COMMENTS_ARE_WRITTEN_TO:
            continue  # the comments are that letter
        found.append(
            Document(
                name=_SUBMISSIONS[addressee.recipient],
                template="submission",
                title=f"Submission under section 55(6) of the Police Act 1996 to {_called(addressee)}: {about}",
                dated=matter.submission_dated,
                not_before=day,
                addressee=addressee,
                corrected_on=corrected_on,
            )
        )
    if matter.invitation_is_written:
        title = f"Invitation under section 55(4) of the Police Act 1996 to comment on: {about}"
        found.append(Document(name="invitation", template="invitation", title=title, dated=matter.invitation_dated, not_before=day))
    if response.panel_report:
        title = f"Report to the {response.panel_report.meeting}: {about}"
        found.append(
            Document(
                name="panel-report",
                template="panel_report",
                title=title,
                dated=matter.panel_dated,
                not_before=day,
                corrected_on=corrected_on,
            )
        )
    return tuple(found)


def comments_title(matter: Matter) -> str:
    """The title of the section 55(5) comments: the response's own, or one made of the report's."""
    own = matter.response.comments.title if matter.response.comments else None
    return own or f"Comments on “{matter.response.report.title}”"


def _called(addressee: Addressee) -> str:
    return "the Home Secretary" if addressee.recipient == "secretary_of_state" else "the inspectors of constabulary"
