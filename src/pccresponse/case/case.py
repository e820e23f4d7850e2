"""One response with its office, the law of its day and the names in office: every look-up made once, in one place.

The law follows the day on which the report was published (or the day that a recorded departure names). Names follow the date
of the document that has them: the comments, a letter and the report to a meeting may each name another office-holder.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from pccresponse import statute
from pccresponse.case.naming import Between, BodyOnDay, LetterAddressee, address_lines, dear, holders_during, with_article
from pccresponse.edition_files import Coverage
from pccresponse.foundation.errors import LookUpError, NoBodyError
from pccresponse.foundation.partial_dates import PartialDate, in_words
from pccresponse.foundation.problems import Path
from pccresponse.models.fields import When, known
from pccresponse.models.findings import Explanation, Finding, Recommendation
from pccresponse.models.office import Office
from pccresponse.models.report import ONE_FORCE
from pccresponse.models.response import RECIPIENT_IDS, AddresseeDetails, ChiefOfficerComments, Person, Response

if TYPE_CHECKING:
    from pccresponse.source_report.report import InspectedReport

OURS = ("the force", "the local policing body", "chief constables", "local policing bodies")
"""Addressees that make a recommendation the body's to explain."""


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A response, its office and the law that applies to it. Made by `case_of`, which refuses where there is no law."""

    slug: str
    response: Response
    office: Office
    regime: statute.Regime
    law_day: date
    """The day whose law applies: the report's publication day unless a departure names another."""
    today: date
    """The day as of which late and due soon are judged; documents never print it."""
    coverage: Coverage | None = None
    """What the fonts of the documents can draw, where that is to be checked."""
    inspected: InspectedReport | None = None
    """The words of the report that is answered, where it is kept beside the response."""
    recorded: When | None = None
    """The date of the first publication that `record.json` tells of; None if there is none, or nobody looked."""

    @property
    def publish_by(self) -> date | None:
        """The last day to publish under section 55(5A); None if the law of the day has no period."""
        return statute.publish_by(self.regime, self.response.report.published_on)

    @property
    def last_day(self) -> date | None:
        """The last day to publish; None also where the calendar ends before it."""
        try:
            return self.publish_by
        except LookUpError:
            return None

    def day_of_period(self, day: date) -> int:
        """Which day of the period for publication a day is: the report's own is day 1."""
        return statute.day_number(self.response.report.published_on, day)

    @property
    def signed_on(self) -> PartialDate | None:
        """The day on which the comments were signed; None if nothing says so."""
        return known(self.response.comments.made_on) if self.response.comments else None

    @property
    def comments_dated(self) -> PartialDate:
        """The date whose names the comments bear: signature, else publication, else sending, else the report's own day."""
        response = self.response
        candidates = (self.signed_on, known(response.publication.published_on), known(response.submission.sent_on))
        return next((day for day in candidates if day), PartialDate.of(response.report.published_on))

    @property
    def made_within(self) -> PartialDate | Between:
        """The day on which the comments were signed, or the time within which it lies: who held the office then, is only known where
        one person did so throughout. While a response is being prepared, the day to come is taken from its other dates.
        """
        comments = self.response.comments
        if self.signed_on or not (self.response.is_archive_copy or (comments and comments.made_on == "not recorded")):
            return self.comments_dated
        later = (known(self.response.publication.published_on), known(self.response.submission.sent_on))
        return Between.of(self.response.report.published_on, *later)

    @property
    def officer_commented_within(self) -> PartialDate | Between:
        """The day on which the chief officer's comments came, or the time within which it lies, in the same way."""
        given = self.response.chief_officer_comments
        received = given.received_on if isinstance(given, ChiefOfficerComments) else None
        if known(received) or (received is None and not self.response.is_archive_copy):
            return known(received) or self.comments_dated
        return Between.of(self.response.report.published_on, self.signed_on, known(self.response.publication.published_on))

    @property
    def submission_dated(self) -> PartialDate:
        """The date whose names the covering letters bear: of the latest correction, else their own, else the comments'."""
        if correction := self.response.correction:
            return PartialDate.of(correction.on)
        return known(self.response.submission.sent_on) or self.comments_dated

    @property
    def comments_are_a_letter(self) -> bool:
        """Whether the letter to the Home Secretary is itself the comments. A letter needs a day; in an archive it may be lost."""
        if self.response.layout.form != "letter":
            return False
        return self.letter_dated is not None or not self.response.is_archive_copy

    @property
    def letter_dated(self) -> PartialDate | None:
        """The day of the letter that is the comments: of its sending, else of its signature."""
        days = (known(self.response.submission.sent_on), self.signed_on)
        return next((day for day in days if day and day.exact), None)

    @property
    def invitation_dated(self) -> PartialDate:
        """The date whose names the invitation has; without one of its own, the report's publication day."""
        invitation = self.response.invitation
        return (invitation and known(invitation.sent_on)) or PartialDate.of(self.response.report.published_on)

    @property
    def panel_dated(self) -> PartialDate:
        """The date whose names the report to the meeting has; without one of its own, the comments'."""
        panel = self.response.panel_report
        return (panel and known(panel.held_on)) or self.comments_dated

    @property
    def invitation_is_written(self) -> bool:
        """Whether there is an invitation to be made as a document: one with a day of its own, that is not kept elsewhere."""
        invitation = self.response.invitation
        return invitation is not None and invitation.letter == "made here" and _has_a_day(invitation.sent_on)

    @property
    def letters_are_written(self) -> bool:
        """Whether the covering letters are made as documents. A letter has a day: where only a month, a year or nothing is on record,
        the letter itself is not at hand, and none is made up. While a response is being prepared, the day may still be missing.
        """
        submission = self.response.submission
        being_prepared = submission.sent_on is None and not self.response.is_archive_copy
        return submission.letter == "made here" and (being_prepared or _has_a_day(submission.sent_on))

    def body_on(self, when: PartialDate) -> BodyOnDay:
        """The body as it is named at the end of `when`; `office.yaml` overrides the table. Raises `NoBodyError`."""
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
        """The force's name; an office of a force that the table does not know gives it itself."""
        if self.office.force_name or self.office.force is None:
            return self.office.force_name or statute.unlisted_force().name
        return statute.force(self.office.force).name_on(when.latest)

    def force_in_sentence(self, when: PartialDate) -> str:
        """The force's name for the middle of a sentence, with its article where it has one: `the Metropolitan Police Service`."""
        if self.office.force_name or self.office.force is None:
            return self.force_name_on(when)
        return statute.force(self.office.force).named_on(when.latest).in_sentence

    def chief_officer_salutation(self, when: PartialDate) -> str:
        """The words after Dear in a letter to the chief officer of police: `Chief Constable`, in London `Commissioner`."""
        holders = holders_during(self.office.chief_officers, when)
        return (holders[0].salutation if len(holders) == 1 else None) or self._force.chief_officer_salutation

    @property
    def usual_rank(self) -> str:
        """What the force's chief officer of police is called: Chief Constable, but Commissioner in London."""
        return self._force.chief_officer_rank

    @property
    def _force(self) -> statute.Force | statute.UnlistedForce:
        return statute.force(self.office.force) if self.office.force else statute.unlisted_force()

    def office_holder(self, when: PartialDate, within: PartialDate | Between | None = None) -> Person | None:
        """Who held the office throughout `when`, or `within` a longer time; None if nobody or more than one person may have."""
        holders = holders_during(self.office.office_holders, within or when)
        title = holders[0].office_title or self.body_on(when).office_title if holders else None
        return Person(name=holders[0].name, office=title) if len(holders) == 1 else None

    def chief_officer(self, when: PartialDate, within: PartialDate | Between | None = None) -> Person | None:
        """Who was the chief officer of police, in the same way."""
        holders = holders_during(self.office.chief_officers, within or when)
        return Person(name=holders[0].name, office=holders[0].rank or self.usual_rank) if len(holders) == 1 else None

    @property
    def commenting_officer(self) -> Person | None:
        """Who made the chief officer's comments: the person named with them, else the chief officer of the date."""
        comments = self.response.chief_officer_comments
        if not isinstance(comments, ChiefOfficerComments):
            return None
        if comments.by:
            return Person(name=comments.by.name, office=comments.by.office or self.usual_rank)
        return self.chief_officer(self.comments_dated, self.officer_commented_within)

    @property
    def signatories(self) -> tuple[Person, ...]:
        """Who signs the comments; nobody where the response names nobody and the office-holder of the date is not known."""
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
        """Who presents the report to the meeting: the person named, else the office-holder of its date."""
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
        """Whose report it is, under the name of its day."""
        report = self.response.report
        return report.publisher or statute.inspectorate_on(report.published_on).name

    @property
    def publisher(self) -> str:
        """Who published the report: the inspectors themselves since 2012, the Secretary of State before. Section 55(1)."""
        by_inspectors = self.regime.published_by_inspectors
        return self.author if by_inspectors or self.response.report.publisher else self.regime.report_publisher

    @property
    def recipients(self) -> tuple[LetterAddressee, ...]:
        """To whom copies go under section 55(6) as it applies, in the order of the Act's list."""
        return tuple(self.addressee(recipient.id) for recipient in self.written_to)

    @property
    def written_to(self) -> tuple[statute.Recipient, ...]:
        """Those to whom a copy goes: everybody whom the law names. Of an old response the papers may say that fewer were sent one."""
        named = self.response.submission.recipients
        if named is None or not self.response.is_archive_copy:
            return self.regime.recipients
        ids = [RECIPIENT_IDS[name] for name in named]
        return tuple(recipient for recipient in self.regime.recipients if recipient.id in ids)

    def addressee(self, recipient_id: str) -> LetterAddressee:
        """The office-holder of the letter's date, or whom the response names instead."""
        recipient = next(each for each in self.regime.recipients if each.id == recipient_id)
        when, submission = self.submission_dated, self.response.submission
        if recipient.id == "secretary_of_state":
            own, look_up = submission.home_secretary, statute.home_secretary_during
            address_during = statute.home_office_address_during
        else:
            own, look_up = submission.inspectors, statute.chief_inspector_during
            address_during = statute.inspectorate_address_during
        own = own or AddresseeDetails()
        name, styled, salutation, doubt, office = own.name, own.name, own.salutation, "", recipient.office
        if name is None:
            try:
                holder = look_up(when)
                name, styled, doubt = holder.name, holder.styled, holder.doubt
                salutation = salutation or holder.salutation
                office = recipient.acting_office if holder.acting else office
            except LookUpError as error:
                doubt = error.message
        named_on = max(when.latest, self.response.report.published_on)
        return LetterAddressee(
            recipient=recipient.id,
            name=name,
            styled=styled,
            office=office,
            organisation=recipient.organisation or statute.inspectorate_on(named_on).name,
            salutation=salutation or dear(own.name, recipient),
            address=own.address or address_lines(address_during, when),
            doubt=doubt,
        )

    def is_ours(self, finding: Finding) -> bool:
        """Whether the finding is addressed to the body's force or to the body, so that the body has to answer it.

        A report on one force speaks to that force unless it says otherwise. In a national report a finding that names
        nobody is taken as ours: to leave a duty out is worse than to answer once too often.
        """
        if not (finding.addressees or finding.named_forces or finding.other_addressees):
            return True
        return any(addressee in OURS for addressee in finding.addressees) or (
            self.office.force is not None and self.office.force in finding.named_forces
        )

    @property
    def speaks_to_one_force(self) -> bool:
        """Whether the report is about one force, so that a finding need not say to whom it is addressed.

        A joint report may be about one force or about many: the response says which, or the report's title names our force.
        """
        report = self.response.report
        if report.about:
            return report.about == "one force"
        if report.kind == "joint":
            return self.force_name_on(PartialDate.of(report.published_on)).casefold() in report.title.casefold()
        return report.kind in ONE_FORCE

    def recommendations_to_explain(self) -> tuple[tuple[Path, Recommendation], ...]:
        """The recommendations that are taken to need the body's explanation under section 55(5B), with their paths.

        None if the subsection did not apply yet. The Act speaks of each recommendation that the report includes. That those
        addressed to others need no explanation is an interpretation; so is that one which this report closes needs none.
        """
        if not self.regime.explanation_required:
            return ()
        return tuple(
            (path, item)
            for path, item in self.response.found.every_recommendation()
            if self.is_ours(item) and item.closed_on is None
        )

    def answered_with(self, finding: Finding) -> Finding | None:
        """The other finding whose answer is also the answer to this one; None if none is named, or the named one is not there."""
        label = finding.answered_with
        if label is None:
            return None
        candidates = [item for _, item in self.response.found.every_finding() if item.label == label and item is not finding]
        alike = [item for item in candidates if type(item) is type(finding)]
        return next(iter((*alike, *candidates)), None)

    def explanation_of(self, finding: Finding) -> Explanation | None:
        """The body's own answer to a finding, be it given there or with the finding that it refers to."""
        if finding.explanation:
            return finding.explanation
        other = self.answered_with(finding)
        return other.explanation if other else None


def _has_a_day(when: When | None) -> bool:
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
    recorded: When | None = None,
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
