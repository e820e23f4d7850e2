"""The status of a response: its stage, its clock, its problems, its approvals, and who acts next.

A date in a response is a plan, because the documents print it before they are approved. Only `pccresponse.case.publication` decides
whether the response is published. Otherwise a response that still needs an approval would count as published on the morning of its
last day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path as FolderPath
from typing import Literal

import msgspec

from pccresponse.case.case import Case
from pccresponse.case.duties import COPIES, INVITATION, duty_of
from pccresponse.case.naming import at, days, listed, number_of
from pccresponse.case.publication import PublicationStatus, publication_of
from pccresponse.case.version import Approvals, RoleApproval, approvals_of, short
from pccresponse.foundation.errors import DamagedFileError
from pccresponse.foundation.partial_dates import PartialDate, with_weekday
from pccresponse.foundation.problems import Path, Problem, Severity
from pccresponse.models.fields import When, known
from pccresponse.models.record import History
from pccresponse.pipeline.checking import Checked
from pccresponse.pipeline.published_files import recorded_in_words
from pccresponse.publishing.publish import edition_objections
from pccresponse.reading import read_history
from pccresponse.rules.findings import OPEN, every_action

Stage = Literal[
    "cannot be read",
    "draft",
    "with the chief officer",
    "for approval",
    "to be published",
    "published",
    "copies sent",
    "archive copy",
]


class NextStep(msgspec.Struct, frozen=True):
    """The next thing to do, and who does it."""

    who: str
    """`the office`, `the chief officer`, the roles that approve, or `nobody`."""
    what: str
    """What they do, as the rest of a sentence: `approve version 3f2a9c1b`; empty for nobody."""


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """The facts that decide the stage of a response."""

    case: Case
    approvals: Approvals
    in_the_way: tuple[str, ...]
    """Sentences about what prevents publication, except approvals and the date."""
    publication: PublicationStatus
    changed: bool
    """Whether the content differs from what was published."""

    @property
    def is_recorded(self) -> bool:
        """Whether there is a record of publication, now or on a later day."""
        return self.publication.evidence == "record"

    @property
    def is_sent(self) -> bool:
        """Whether it is published and the copies were sent, according to the response."""
        return self.publication.is_published and duty_of(COPIES, self.case, self.publication).is_over

    @property
    def is_with_the_chief_officer(self) -> bool:
        """Whether the chief officer was invited, and the response does not say what came of it."""
        return self.is_invited and self.case.response.chief_officer_comments is None

    @property
    def is_invited(self) -> bool:
        """Whether the invitation was sent."""
        return duty_of(INVITATION, self.case, self.publication).is_over


def state_of(facts: Facts) -> Stage:
    """The stage of a response that can be read."""
    if facts.case.response.is_archive_copy:
        return "archive copy"
    if facts.is_sent:
        return "copies sent"
    if facts.publication.is_published:
        return "published"
    if facts.is_recorded:
        return "to be published"
    if facts.is_with_the_chief_officer:
        return "with the chief officer"
    if facts.approvals.lacking and not facts.in_the_way:
        return "for approval"
    return "draft"


def next_step(facts: Facts) -> NextStep:
    """Who acts next, and what they do."""
    if facts.case.response.is_archive_copy:
        if facts.in_the_way:
            return _put_right(facts)
        if facts.approvals.lacking and not facts.is_recorded:
            return _approve(facts)
        return _record(facts, "make the copy and record it (run: pccresponse publish)")
    if facts.is_sent:
        return _record(facts, "record what was published (run: pccresponse publish)")
    if facts.publication.is_published:
        to = listed([f"the {each.name.removeprefix('the ')}" for each in facts.case.regime.recipients])
        return NextStep("the office", f"send the copies to {to}{_as_planned(facts.case.response.submission.sent_on)}")
    if facts.is_recorded and facts.changed:
        return _record(facts, "")
    if facts.is_recorded:
        return NextStep("the office", f"publish the documents: {facts.publication.phrase}")
    invitation = facts.case.response.invitation
    if not facts.is_invited:
        planned = _as_planned(invitation.sent_on if invitation else None)
        return NextStep("the office", f"invite the chief officer to comment{planned}")
    if facts.is_with_the_chief_officer:
        return _comment(invitation.reply_by if invitation else None, facts.case.today)
    if facts.in_the_way:
        return _put_right(facts)
    return _approve(facts) if facts.approvals.lacking else NextStep("the office", _publish(facts))


def _as_planned(when: When | None) -> str:
    day = known(when)
    return f", {at(day)} as planned" if day else ""


def _comment(reply_by: PartialDate | None, today: date) -> NextStep:
    if reply_by is None:
        return NextStep("the chief officer", "comment on the report (no day was set)")
    if reply_by.latest >= today:
        return NextStep("the chief officer", f"comment on the report by {reply_by}")
    return NextStep("the office", f"record the chief officer’s comments, which were due by {reply_by}, or that there were none")


def _put_right(facts: Facts) -> NextStep:
    first, *others = facts.in_the_way
    return NextStep("the office", f"put this right: {first}{f' There are {len(others)} more.' if others else ''}")


def _approve(facts: Facts) -> NextStep:
    lacking = facts.approvals.lacking
    stale = [f"the {each.role}" for each in lacking if each.standing == "stale"]
    again = " again" if len(stale) == len(lacking) else f" ({listed(stale)} again)" if stale else ""
    return NextStep(listed([f"the {each.role}" for each in lacking]), f"approve version {short(facts.approvals.version)}{again}")


def _publish(facts: Facts) -> str:
    publication, today = facts.publication, facts.case.today
    planned, last_day = publication.when, publication.last_day
    if last_day and today > last_day:
        return f"publish now: the last day was {with_weekday(last_day)}"
    if planned and planned.latest >= today:
        return f"publish {at(planned)}, as the documents say"
    if planned:
        return f"publish, and correct the date: {planned} was planned, but there is no record that it happened"
    return f"publish by {with_weekday(last_day)}" if last_day else "publish"


def _record(facts: Facts, unrecorded: str) -> NextStep:
    """The next step with published comments: publish a change as a new version, or do `unrecorded` if there is no record."""
    if facts.changed:
        return _approve(facts) if facts.approvals.lacking else NextStep("the office", "publish the change as a new version")
    return NextStep("nobody", "") if facts.is_recorded else NextStep("the office", unrecorded)


class OverdueAction(msgspec.Struct, frozen=True, kw_only=True):
    """An action of the force that was due and is not done, according to the response."""

    action: str
    """`The second action on recommendation 4`."""
    due_on: PartialDate
    status: str
    path: Path


class ResponseStatus(msgspec.Struct, frozen=True, kw_only=True):
    """The status of a response on a day. If it cannot be read, what is not known is None or empty."""

    slug: str
    state: Stage
    next: NextStep
    title: str | None = None
    report_published_on: date | None = None
    day: int | None = None
    """Today's day of the period, from 1; None if there is no period or the comments are published."""
    days: int | None = None
    """The length of the period: 56 days since 2017."""
    last_day: date | None = None
    overdue_by: int = 0
    """The number of days by which publication is overdue, or 0."""
    errors: int = 0
    warnings: int = 0
    overdue_actions: tuple[OverdueAction, ...] = ()
    version: str | None = None
    """The version of the content now: 64 hexadecimal digits."""
    approvals: tuple[RoleApproval, ...] = ()
    published_as: int | None = None
    """The number of the last version in the record; None without a record."""
    recorded_on: date | None = None
    """The day on which that version was recorded; None if the record does not say."""
    recorded: str = ""
    """The same in words, if it is not the version's own day: `on 27 November 2026, afterwards`."""
    publication: PublicationStatus | None = None

    @property
    def required(self) -> tuple[RoleApproval, ...]:
        """The roles whose approval is required."""
        return tuple(each for each in self.approvals if each.required)

    @property
    def needs_somebody_at_once(self) -> bool:
        """Whether it is overdue or cannot be read."""
        return self.overdue_by > 0 or self.state == "cannot be read"


def status_of(checked: Checked, history: History | None, *, today: date, damage: str = "") -> ResponseStatus:
    """The status of a checked response today. `history` is its record; `damage` says why the record cannot be read."""
    errors = [problem.message for problem in checked.problems if problem.severity is Severity.ERROR]
    warnings = sum(problem.severity is Severity.WARNING for problem in checked.problems)
    case, model = checked.case, checked.response.model
    if case is None or damage:
        return ResponseStatus(
            slug=checked.slug,
            state="cannot be read",
            next=NextStep("the office", damage or _read_error(checked.unread[0])),
            title=model.report.title if model else None,
            report_published_on=model.report.published_on if model else None,
            errors=len(errors),
            warnings=warnings,
            publication=publication_of(case, "cannot be read") if case else None,
        )
    case = msgspec.structs.replace(case, today=today)
    approvals, last = approvals_of(case), history.versions[-1] if history else None
    publication = publication_of(case, history.versions[0].when if history else None)
    facts = Facts(
        case=case,
        approvals=approvals,
        in_the_way=(*errors, *(problem.message for problem in edition_objections(checked))),
        publication=publication,
        changed=last is not None and last.content not in (None, approvals.version),
    )
    return ResponseStatus(
        slug=checked.slug,
        state=state_of(facts),
        next=next_step(facts),
        title=case.response.report.title,
        report_published_on=case.response.report.published_on,
        day=None if publication.is_published else publication.day,
        days=publication.of,
        last_day=publication.last_day,
        overdue_by=publication.overdue_by,
        errors=len(errors),
        warnings=warnings,
        overdue_actions=tuple(overdue_actions(case, today)),
        version=approvals.version,
        approvals=approvals.roles,
        published_as=last.version if last else None,
        recorded_on=last.made_on if last else None,
        recorded=recorded_in_words(last) if last else "",
        publication=publication,
    )


def status_with_record(checked: Checked, folder: FolderPath, *, within: FolderPath, today: date) -> ResponseStatus:
    """The status with the record in the response's folder, which may be damaged or missing."""
    try:
        return status_of(checked, read_history(folder, within=within), today=today)
    except DamagedFileError as error:
        return status_of(checked, None, today=today, damage=f"{error.message} {error.remedy}")


def overdue_actions(case: Case, today: date) -> Iterator[OverdueAction]:
    """The open actions that were due before today, also after publication."""
    for path, action, name, _ in every_action(case):
        due = known(action.due_on)
        if due and action.status in OPEN and due.latest < today:
            yield OverdueAction(action=name, due_on=due, status=action.status, path=path)


def most_urgent_first(statuses: Iterable[ResponseStatus]) -> list[ResponseStatus]:
    """Responses that cannot be read, then those not published by their last day, not sent, and sent; archive copies come last."""

    def urgency(each: ResponseStatus) -> tuple[int, date, str]:
        groups = {"cannot be read": 0, "published": 2, "copies sent": 3, "archive copy": 4}
        return groups.get(each.state, 1), each.last_day or date.max, each.slug

    return sorted(statuses, key=urgency)


def _read_error(problem: Problem) -> str:
    place = problem.place
    where = f"{place.file.rsplit('/', 1)[-1]}, line {place.line}" if place.line else place.file
    return f"put right {where}: {problem.message}"


def state_in_words(each: ResponseStatus) -> str:
    """`draft`, or with what shows it: `published, version 1 in the record, copies sent according to the response`."""
    publication = each.publication
    if each.state == "archive copy":
        return f"archive copy, {_version(each)}" if each.published_as else "archive copy, not in a record yet"
    if publication is None or not publication.is_published:
        return f"{each.state}, {_version(each)}" if each.published_as else each.state
    if publication.evidence == "response":
        return f"{each.state}, according to the response (not recorded here)"
    copies = ", copies sent according to the response" if each.state == "copies sent" else ""
    return f"published, {_version(each)}{copies}"


def _version(each: ResponseStatus) -> str:
    return f"version {each.published_as}{f', recorded {each.recorded}' if each.recorded else ' in the record'}"


def clock_in_words(each: ResponseStatus) -> str:
    """`Day 49 of 56: publication is planned for 9 August 2024. The last day is …`; empty if the day of the report cannot be read."""
    return each.publication.sentence if each.publication else ""


def problems_in_words(each: ResponseStatus) -> str:
    """`no errors, 1 warning, 2 overdue actions`."""
    counts = ((each.errors, "error"), (each.warnings, "warning"), (len(each.overdue_actions), "overdue action"))
    return ", ".join(number_of(count, noun) if count else f"no {noun}s" for count, noun in counts)


def next_in_words(each: ResponseStatus) -> str:
    """`the Mayor: approve version 3f2a9c1b`, or `nobody`."""
    return f"{each.next.who}: {each.next.what}" if each.next.what else each.next.who


def approvals_in_words(each: ResponseStatus) -> str:
    """The required approvals: `1 of 2 approvals, 1 out of date`; empty if none is required or known."""
    required = each.required
    if not required:
        return ""
    fresh, stale = (sum(role.standing == standing for role in required) for standing in ("fresh", "stale"))
    return f"{fresh} of {len(required)} approval{'' if len(required) == 1 else 's'}{f', {stale} out of date' if stale else ''}"


def counted_in_words(statuses: Sequence[ResponseStatus]) -> str:
    """`12 responses: 1 overdue, 2 planned (the first for 9 August 2024), 9 published.`; or the state of the only response."""
    if len(statuses) == 1:
        return f"1 response: {_one(_kind(statuses[0]), statuses[0])}."
    counts: dict[str, list[ResponseStatus]] = {}
    for each in statuses:
        counts.setdefault(_kind(each), []).append(each)
    parts = [f"{len(counts[kind])} {_many(kind, counts[kind])}" for kind in _KINDS if kind in counts]
    return f"{len(statuses)} responses: {', '.join(parts)}."


_KINDS = ("cannot be read", "overdue", "planned", "without a date", "published", "according to the response", "archive copy")
"""The kinds by which responses are counted, the most urgent first."""


def _kind(each: ResponseStatus) -> str:
    publication = each.publication
    if each.state == "archive copy":
        return "archive copy"
    if each.state == "cannot be read" or publication is None:
        return "cannot be read"
    if each.overdue_by:
        return "overdue"
    if publication.is_published:
        return "according to the response" if publication.evidence == "response" else "published"
    return "planned" if publication.when else "without a date"


def _one(kind: str, each: ResponseStatus) -> str:
    if kind == "overdue":
        return f"overdue by {days(each.overdue_by)}"
    if kind == "archive copy":
        return "an archive copy"
    return each.publication.phrase if each.publication and kind != "cannot be read" else "it cannot be read"


def _many(kind: str, some: Sequence[ResponseStatus]) -> str:
    one = len(some) == 1
    if kind == "according to the response":
        return f"published according to the response{'' if one else 's'}"
    if kind == "without a date":
        return "without a date of publication"
    if kind == "archive copy":
        return "archive copy" if one else "archive copies"
    if kind == "planned":
        first = min(
            (each.publication.when for each in some if each.publication and each.publication.when), key=lambda when: when.earliest
        )
        return f"planned for {first}" if one else f"planned (the first for {first})"
    return kind
