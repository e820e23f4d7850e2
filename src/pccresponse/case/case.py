"""One response with its office, and everything that is looked up for it in the tables of the law.

The law is that of the day on which the report was published, or of the day that a departure names. Names are those of the date of each
document, so the comments, a letter and the report to a meeting may name different office-holders.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Literal

import msgspec

from pccresponse import statute
from pccresponse.case.naming import Between, BodyOnDay, LetterAddressee, dear, holders_during, with_article
from pccresponse.edition_files import Coverage
from pccresponse.foundation.errors import LookUpError, NoBodyError
from pccresponse.foundation.partial_dates import PartialDate, in_words
from pccresponse.foundation.problems import Path
from pccresponse.models.fields import When, known
from pccresponse.models.findings import Finding, Recommendation
from pccresponse.models.office import Office
from pccresponse.models.report import ONE_FORCE
from pccresponse.models.response import RECIPIENT_IDS, ChiefOfficerComments, Person, Response

if TYPE_CHECKING:
    from pccresponse.source_report.report import InspectedReport

OnRecord = When | Literal["cannot be read"]
"""The date of first publication in `record.json`, or that the record cannot be read."""

OURS = ("the force", "the local policing body", "chief constables", "local policing bodies")
"""Addressees whose recommendations the body must explain."""


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A response, its office and the law that applies to it, as `case_of` joins them."""

    slug: str
    response: Response
    office: Office
    regime: statute.Regime
    law_day: date
    """The day whose law applies: the report's publication day unless a departure names another."""
    today: date
    """The day on which the rules judge what is late or due soon; documents never print it."""
    coverage: Coverage | None = None
    """The characters in the documents' fonts; None to leave out that check."""
    inspected: InspectedReport | None = None
    """The report's own words, if the report is kept beside the response."""
    recorded: OnRecord | None = None
    """What `record.json` has of the first publication; None if there is no record or it was not looked for."""

    @property
    def publish_by(self) -> date | None:
        """The last day to publish under section 55(5A); None if the law of the day has no period."""
        return statute.publish_by(self.regime, self.response.report.published_on)

    @property
    def last_day(self) -> date | None:
        """The last day to publish; None also if it is beyond the calendar."""
        try:
            return self.publish_by
        except LookUpError:
            return None

    def day_of_period(self, day: date) -> int:
        """The number of a day in the period for publication: the report's own day is 1."""
        return statute.day_number(self.response.report.published_on, day)

    @property
    def signed_on(self) -> PartialDate | None:
        """The date on which the comments were signed; None if it is not given."""
        return known(self.response.comments.made_on) if self.response.comments else None

    @property
    def comments_dated(self) -> PartialDate:
        """The date of the names in the comments: signature, else publication, else sending, else the report's own day."""
        response = self.response
        candidates = (self.signed_on, known(response.publication.published_on), known(response.submission.sent_on))
        return next((day for day in candidates if day), PartialDate.of(response.report.published_on))

    @property
    def made_within(self) -> PartialDate | Between:
        """The date on which the comments were signed, or the period that contains it. While a response is being prepared, it is the date
        that its other dates give.
        """
        comments = self.response.comments
        if self.signed_on or not (self.response.is_archive_copy or (comments and comments.made_on == "not recorded")):
            return self.comments_dated
        later = (known(self.response.publication.published_on), known(self.response.submission.sent_on))
        return Between.of(self.response.report.published_on, *later)

    @property
    def officer_commented_within(self) -> PartialDate | Between:
        """The date on which the chief officer's comments came, or the period that contains it, in the same way."""
        given = self.response.chief_officer_comments
        received = given.received_on if isinstance(given, ChiefOfficerComments) else None
        if known(received) or (received is None and not self.response.is_archive_copy):
            return known(received) or self.comments_dated
        return Between.of(self.response.report.published_on, self.signed_on, known(self.response.publication.published_on))

    @property
    def submission_dated(self) -> PartialDate:
        """The date of the names in the covering letters: that of the latest correction, else their own, else that of the comments."""
        if correction := self.response.correction:
            return PartialDate.of(correction.on)
        return known(self.response.submission.sent_on) or self.comments_dated

    @property
    def comments_are_a_letter(self) -> bool:
        """Whether the comments are the letter to the Home Secretary. In an archive copy, the letter needs a day."""
        if self.response.layout.form != "letter":
            return False
        return self.letter_dated is not None or not self.response.is_archive_copy

    @property
    def letter_dated(self) -> PartialDate | None:
        """The day of the letter that is the comments: the day of sending, else of signature."""
        days = (known(self.response.submission.sent_on), self.signed_on)
        return next((day for day in days if day and day.exact), None)

    @property
    def invitation_dated(self) -> PartialDate:
        """The date of the names in the invitation: its own, else the report's."""
        invitation = self.response.invitation
        return (invitation and known(invitation.sent_on)) or PartialDate.of(self.response.report.published_on)

    @property
    def panel_dated(self) -> PartialDate:
        """The date of the names in the report to the meeting: its own, else that of the comments."""
        panel = self.response.panel_report
        return (panel and known(panel.held_on)) or self.comments_dated

    @property
    def invitation_is_written(self) -> bool:
        """Whether the invitation is made as a document: it has a day and is not kept elsewhere."""
        invitation = self.response.invitation
        return invitation is not None and invitation.letter == "made here" and _is_exact(invitation.sent_on)

    @property
    def letters_are_written(self) -> bool:
        """Whether the covering letters are made as documents. The day may be missing while a response is being prepared. If it is not on
        record, the real letters are elsewhere, and none are made.
        """
        submission = self.response.submission
        being_prepared = submission.sent_on is None and not self.response.is_archive_copy
        return submission.letter == "made here" and (being_prepared or _is_exact(submission.sent_on))

    def body_on(self, when: PartialDate) -> BodyOnDay:
        """The body under its names at the end of `when`. Names in `office.yaml` override the table. Raises `NoBodyError`."""
        ours = self.office.body
        called_in_law = statute.regime_on(when.latest, self.office.force).commenting_body
        if self.office.force is None:
            if not (ours.name and ours.office_title and ours.kind):
                raise NoBodyError(
                    "The office names no force of the packaged table, so its body has to be described in full.",
                    'Add "force:" to office.yaml, or "body:" with name, office_title and kind.',
                )
            return BodyOnDay(
                name=ours.name,
                office_title=ours.office_title,
                kind=ours.kind,
                area=ours.area or ours.name,
                in_sentence=with_article(ours.name),
                called_in_law=called_in_law,
            )
        table = statute.body_on(self.office.force, when.latest)
        return BodyOnDay(
            name=ours.name or table.name,
            office_title=ours.office_title or table.office_title or table.name,
            kind=ours.kind or table.kind,
            area=ours.area or table.area,
            in_sentence=with_article(ours.name) if ours.name else table.in_sentence,
            capacity="" if ours.name else table.capacity,
            called_in_law=called_in_law,
            welsh_name=table.welsh_name,
        )

    def force_name_on(self, when: PartialDate) -> str:
        """The force's name: the one in `office.yaml`, else the one in the table."""
        if self.office.force_name or self.office.force is None:
            return self.office.force_name or statute.unlisted_force().name
        return statute.force(self.office.force).name_on(when.latest)

    def force_in_sentence(self, when: PartialDate) -> str:
        """The force's name within a sentence, with its article if it has one: `the Metropolitan Police Service`."""
        if self.office.force_name or self.office.force is None:
            return self.force_name_on(when)
        return statute.force(self.office.force).named_on(when.latest).in_sentence

    def chief_officer_salutation(self, when: PartialDate) -> str:
        """The words after Dear in a letter to the chief officer: `Chief Constable`, in London `Commissioner`."""
        holders = holders_during(self.office.chief_officers, when)
        return (holders[0].salutation if len(holders) == 1 else None) or self._force.chief_officer_salutation

    @property
    def usual_rank(self) -> str:
        """The rank of the force's chief officer of police: `Chief Constable`, in London `Commissioner`."""
        return self._force.chief_officer_rank

    @property
    def _force(self) -> statute.Force | statute.UnlistedForce:
        return statute.force(self.office.force) if self.office.force else statute.unlisted_force()

    def office_holder(self, when: PartialDate, within: PartialDate | Between | None = None) -> Person | None:
        """Who held the office throughout `within`, or else `when`; None if nobody or more than one person may have."""
        holders = holders_during(self.office.office_holders, within or when)
        title = holders[0].office_title or self.body_on(when).office_title if holders else None
        return Person(name=holders[0].name, office=title) if len(holders) == 1 else None

    def chief_officer(self, when: PartialDate, within: PartialDate | Between | None = None) -> Person | None:
        """The chief officer of police, in the same way."""
        holders = holders_during(self.office.chief_officers, within or when)
        return Person(name=holders[0].name, office=holders[0].rank or self.usual_rank) if len(holders) == 1 else None

    @property
    def commenting_officer(self) -> Person | None:
        """The person who made the chief officer's comments: the one named with them, else the chief officer of the date."""
        comments = self.response.chief_officer_comments
        if not isinstance(comments, ChiefOfficerComments):
            return None
        if comments.by:
            return Person(name=comments.by.name, office=comments.by.office or self.usual_rank)
        return self.chief_officer(self.comments_dated, self.officer_commented_within)

    @property
    def signatories(self) -> tuple[Person, ...]:
        """Who signs the comments: those named, else the office-holder of the date; empty if that is not known."""
        named = self.response.comments.signatories if self.response.comments else ()
        return self._signing(named, self.comments_dated, self.made_within)

    @property
    def submission_signatories(self) -> tuple[Person, ...]:
        """Who signs the covering letters."""
        return self._signing(self.response.submission.signatories, self.submission_dated)

    @property
    def invitation_signatories(self) -> tuple[Person, ...]:
        """Who signs the invitation."""
        invitation = self.response.invitation
        return self._signing(invitation.signatories if invitation else (), self.invitation_dated)

    @property
    def presenter(self) -> Person | None:
        """The person who presents the report to the meeting: the one named, else the office-holder of its date."""
        panel = self.response.panel_report
        return (panel.presented_by if panel else None) or self.office_holder(self.panel_dated)

    def _signing(
        self, named: tuple[Person, ...], when: PartialDate, within: Between | PartialDate | None = None
    ) -> tuple[Person, ...]:
        if not named:
            holder = self.office_holder(when, within)
            return (holder,) if holder else ()
        return tuple(
            person if person.office else Person(name=person.name, office=self.body_on(when).office_title) for person in named
        )

    @property
    def author(self) -> str:
        """The report's author under the name of its day."""
        report = self.response.report
        return report.publisher or statute.inspectorate_on(report.published_on).name

    @property
    def publisher(self) -> str:
        """The report's publisher: the inspectors themselves since 2012, the Secretary of State before. Section 55(1)."""
        by_inspectors = self.regime.published_by_inspectors
        return self.author if by_inspectors or self.response.report.publisher else self.regime.report_publisher

    @property
    def recipients(self) -> tuple[LetterAddressee, ...]:
        """The addressees of copies under section 55(6), in the order of the Act's list."""
        return tuple(self.addressee(recipient.id) for recipient in self.written_to)

    @property
    def written_to(self) -> tuple[statute.Recipient, ...]:
        """The recipients of copies: all that the law names, or in an archive copy those of them that the response lists."""
        named = self.response.submission.recipients
        if named is None or not self.response.is_archive_copy:
            return self.regime.recipients
        ids = [RECIPIENT_IDS[name] for name in named]
        return tuple(recipient for recipient in self.regime.recipients if recipient.id in ids)

    def addressee(self, recipient_id: str) -> LetterAddressee:
        """The addressee of the letter to a recipient: the office-holder of its date, or whom the response names instead."""
        recipient = next(each for each in self.regime.recipients if each.id == recipient_id)
        when, own = self.submission_dated, self.response.submission.details_of(recipient_id)
        name, styled, salutation, doubt, office = own.name, own.name, own.salutation, "", recipient.office
        if name is None:
            try:
                holder = statute.holder_during(recipient_id, when)
                name, styled, doubt = holder.name, holder.styled, holder.doubt
                salutation = salutation or holder.salutation
                office = recipient.acting_office if holder.acting else office
            except LookUpError as error:
                doubt = error.message
        address = own.address
        if not address:
            with suppress(LookUpError):
                address = statute.address_during(recipient_id, when).text
        named_on = max(when.latest, self.response.report.published_on)
        return LetterAddressee(
            recipient=recipient.id,
            name=name,
            styled=styled,
            office=office,
            organisation=recipient.organisation or statute.inspectorate_on(named_on).name,
            salutation=salutation or dear(own.name, recipient),
            address=address,
            doubt=doubt,
        )

    def is_ours(self, finding: Finding) -> bool:
        """Whether the finding is addressed to the force or the body, alone or among others.

        A finding without addressees counts as ours, because it is worse to miss a duty than to answer one finding too many.
        """
        if not (finding.addressees or finding.named_forces or finding.other_addressees):
            return True
        return any(addressee in OURS for addressee in finding.addressees) or (
            self.office.force is not None and self.office.force in finding.named_forces
        )

    @property
    def speaks_to_one_force(self) -> bool:
        """Whether the report is about one force, so that its findings need no addressees. A joint report is if the response says so or the
        title names our force.
        """
        report = self.response.report
        if report.about:
            return report.about == "one force"
        if report.kind == "joint":
            return self.force_name_on(PartialDate.of(report.published_on)).casefold() in report.title.casefold()
        return report.kind in ONE_FORCE

    def recommendations_to_explain(self) -> tuple[tuple[Path, Recommendation], ...]:
        """The recommendations that the body must explain under section 55(5B), with their paths; none before the subsection applied.

        The Act makes no exceptions. Leaving out those that are addressed to others, or that this report closes, is an interpretation.
        """
        if not self.regime.explanation_required:
            return ()
        return tuple(
            (path, item)
            for path, item in self.response.found.every_recommendation()
            if self.is_ours(item) and item.closed_on is None
        )


def _is_exact(when: When | None) -> bool:
    day = known(when)
    return day is not None and day.exact is not None


def case_of(
    response: Response,
    office: Office,
    *,
    slug: str,
    today: date,
    coverage: Coverage | None = None,
    inspected: InspectedReport | None = None,
    recorded: OnRecord | None = None,
) -> Case:
    """Join a response with its law. Raises `NoRegimeError` or `NoBodyError` if there is none for the day."""
    law_day = response.departure.apply_law_of if response.departure else response.report.published_on
    regime = statute.regime_on(law_day, office.force)
    case = Case(
        slug=slug, response=response, office=office, regime=regime, law_day=law_day, today=today,
        coverage=coverage, inspected=inspected, recorded=recorded,
    )  # fmt: skip
    dated = (case.comments_dated, case.submission_dated, case.invitation_dated, case.panel_dated)
    for when in (PartialDate.of(response.report.published_on), *dated):
        if case.body_on(when).kind == "home secretary":
            raise NoBodyError(
                f"On {in_words(when.latest)} the Home Secretary was the police authority; there was no office to respond.",
                "Check the force in office.yaml and the dates in the response.",
            )
    return case
