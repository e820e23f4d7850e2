"""The status of one response: its clock, its state, its problems, its approvals and who acts next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path as FolderPath

import msgspec

from pccresponse.case.approvals import RoleApproval, approvals_of
from pccresponse.case.case import Case
from pccresponse.case.naming import days
from pccresponse.case.publication import PublicationStatus, publication_of, publication_without_record
from pccresponse.foundation.errors import DamagedFileError
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.foundation.problems import Path, Problem, Severity
from pccresponse.models.fields import known
from pccresponse.models.record import History
from pccresponse.pipeline.checking import Checked
from pccresponse.pipeline.published_files import recorded_in_words
from pccresponse.publishing.publication import edition_objections
from pccresponse.reading import read_history
from pccresponse.rules.actions import OPEN, every_action
from pccresponse.workflow.stages import Facts, NextStep, Stage, next_step, state_of


class OverdueAction(msgspec.Struct, frozen=True, kw_only=True):
    """An action of the force that was due and is not done, as far as the response says."""

    action: str
    """Which one: `The second action on recommendation 4`."""
    due_on: PartialDate
    status: str
    path: Path


class ResponseStatus(msgspec.Struct, frozen=True, kw_only=True):
    """The status of a response on a day. What is not known of one that cannot be read is None or empty."""

    slug: str
    state: Stage
    next: NextStep
    title: str | None = None
    report_published_on: date | None = None
    day: int | None = None
    """Which day of the period today is, counted from 1; None if there is none, or it no longer matters."""
    days: int | None = None
    """How many days the period has: 56 since 2017."""
    last_day: date | None = None
    overdue_by: int = 0
    """By how many days publication is overdue; 0 where it is not."""
    errors: int = 0
    warnings: int = 0
    overdue_actions: tuple[OverdueAction, ...] = ()
    version: str | None = None
    """Of the content as it stands: 64 hexadecimal digits."""
    approvals: tuple[RoleApproval, ...] = ()
    published_as: int | None = None
    """The version of the last publication in the record; None without a record."""
    recorded_on: date | None = None
    """The day on which that version was made and recorded; None if the record does not say."""
    recorded: str = ""
    """The same in words, where it is another day than the version's own: `on 27 November 2026, afterwards`."""
    publication: PublicationStatus | None = None
    """Whether it is published, what shows it, and where that is in the period."""

    @property
    def required(self) -> tuple[RoleApproval, ...]:
        """The roles whose approval is required."""
        return tuple(each for each in self.approvals if each.required)

    @property
    def needs_somebody_at_once(self) -> bool:
        """Whether it is overdue or cannot be read."""
        return self.overdue_by > 0 or self.state == "cannot be read"


def status_of(checked: Checked, history: History | None, *, today: date, damage: str = "") -> ResponseStatus:
    """The status of a checked response today.

    `history` is what its record says, `damage` why the record cannot be read: then nobody knows whether it was published.
    """
    errors, warnings = (
        sum(problem.severity is severity for problem in checked.problems) for severity in (Severity.ERROR, Severity.WARNING)
    )
    case, model = checked.case, checked.response.model
    if case is None or damage:
        unknown = "The record cannot be read, so the program cannot tell whether the comments are published."
        return ResponseStatus(
            slug=checked.slug,
            state="cannot be read",
            next=NextStep("the office", damage or _put_right(checked.unread[0])),
            title=model.report.title if model else None,
            report_published_on=model.report.published_on if model else None,
            errors=errors,
            warnings=warnings,
            publication=publication_without_record(case, unknown) if case else None,
        )
    facts = _facts(checked, msgspec.structs.replace(case, today=today), history)
    publication = facts.publication
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
        errors=errors,
        warnings=warnings,
        overdue_actions=tuple(overdue_actions(case, today)),
        version=facts.approvals.version,
        approvals=facts.approvals.roles,
        published_as=history.versions[-1].version if history else None,
        recorded_on=history.versions[-1].made_on if history else None,
        recorded=recorded_in_words(history.versions[-1]) if history else "",
        publication=publication,
    )


def status_with_record(checked: Checked, folder: FolderPath, *, within: FolderPath, today: date) -> ResponseStatus:
    """The same with the record that lies in the response's folder, be it damaged or not there."""
    try:
        return status_of(checked, read_history(folder, within=within), today=today)
    except DamagedFileError as error:
        return status_of(checked, None, today=today, damage=f"{error.message} {error.remedy}")


def overdue_actions(case: Case, today: date) -> Iterator[OverdueAction]:
    """What was due before today and is not done, after publication too: what was promised in public is still to be done then."""
    for path, action, name, _ in every_action(case):
        due = known(action.due_on)
        if due and action.status in OPEN and due.latest < today:
            yield OverdueAction(action=name, due_on=due, status=action.status, path=path)


def most_urgent_first(statuses: Iterable[ResponseStatus]) -> list[ResponseStatus]:
    """What cannot be read, then what is not published, by its last day; then what is published and not sent; then what is sent.

    Archive copies come last.
    """

    def urgency(each: ResponseStatus) -> tuple[int, date, str]:
        groups = {"cannot be read": 0, "published": 2, "copies sent": 3, "archive copy": 4}
        return groups.get(each.state, 1), each.last_day or date.max, each.slug

    return sorted(statuses, key=urgency)


def _facts(checked: Checked, case: Case, history: History | None) -> Facts:
    errors = [problem for problem in checked.problems if problem.severity is Severity.ERROR]
    approvals = approvals_of(case)
    published = history.versions[-1].content if history else None
    return Facts(
        case=case,
        approvals=approvals,
        in_the_way=tuple(problem.message for problem in (*errors, *edition_objections(checked))),
        publication=publication_of(case, history.versions[0].when if history else None),
        changed=published is not None and published != approvals.version,
    )


def _put_right(problem: Problem) -> str:
    place = problem.place
    where = f"{place.file.rsplit('/', 1)[-1]}, line {place.line}" if place.line else place.file
    return f"put right {where}: {problem.message}"


# The status in words


def state_in_words(each: ResponseStatus) -> str:
    """`draft`; of what is published also what shows it: `published, version 1 in the record, copies sent according to the response`."""
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
    return (
        f"version {each.published_as}, recorded {each.recorded}" if each.recorded else f"version {each.published_as} in the record"
    )


def clock_in_words(each: ResponseStatus) -> str:
    """`Day 49 of 56: publication is planned for 9 August 2024. The last day is …`; empty if the day of the report cannot be read."""
    return each.publication.sentence if each.publication else ""


def problems_in_words(each: ResponseStatus) -> str:
    """`no errors, 1 warning, 2 overdue actions`."""
    parts = [
        f"{count or 'no'} {what}{'' if count == 1 else 's'}"
        for count, what in ((each.errors, "error"), (each.warnings, "warning"), (len(each.overdue_actions), "overdue action"))
    ]
    return ", ".join(parts)


def next_in_words(each: ResponseStatus) -> str:
    """`the Mayor: approve version 3f2a9c1b`, or `nobody`."""
    return f"{each.next.who}: {each.next.what}" if each.next.what else each.next.who


def approvals_in_words(each: ResponseStatus) -> str:
    """`1 of 2 approvals, 1 out of date`, of those that are required; empty if none is, or nobody knows."""
    required = each.required
    if not required:
        return ""
    fresh, stale = (sum(role.standing == standing for role in required) for standing in ("fresh", "stale"))
    return f"{fresh} of {len(required)} approval{'' if len(required) == 1 else 's'}{f', {stale} out of date' if stale else ''}"


def counted_in_words(statuses: Sequence[ResponseStatus]) -> str:
    """`12 responses: 1 overdue, 2 planned (the first for 9 August 2024), 9 published.`; of one response, what it is."""
    counts: dict[str, list[ResponseStatus]] = {}
    for each in statuses:
        counts.setdefault(_kind(each), []).append(each)
    if len(statuses) == 1:
        return f"1 response: {_one(next(iter(counts)), statuses[0])}."
    parts = [f"{len(counts[kind])} {_many(kind, counts[kind])}" for kind in _KINDS if kind in counts]
    return f"{len(statuses)} responses: {', '.join(parts)}."


_KINDS = ("cannot be read", "overdue", "planned", "without a date", "published", "told", "archive copy")
"""What responses are counted by, what needs somebody at once first."""


def _kind(each: ResponseStatus) -> str:
    publication = each.publication
    if each.state in ("cannot be read", "archive copy") or publication is None:
        return "archive copy" if each.state == "archive copy" else "cannot be read"
    if each.overdue_by:
        return "overdue"
    if publication.is_published:
        return "told" if publication.evidence == "response" else "published"
    return "planned" if publication.when else "without a date"


def _one(kind: str, each: ResponseStatus) -> str:
    if kind == "overdue":
        return f"overdue by {days(each.overdue_by)}"
    if kind in ("cannot be read", "archive copy"):
        return "it cannot be read" if kind == "cannot be read" else "an archive copy"
    return each.publication.phrase if each.publication else kind


def _many(kind: str, some: Sequence[ResponseStatus]) -> str:
    if kind == "told":
        return "published according to the response" if len(some) == 1 else "published according to the responses"
    if kind == "without a date":
        return "without a date of publication"
    if kind == "archive copy":
        return "archive copy" if len(some) == 1 else "archive copies"
    if kind == "planned":
        first = min((each.publication.when for each in some if each.publication and each.publication.when), key=_earliest)
        return f"planned for {first}" if len(some) == 1 else f"planned (the first for {first})"
    return kind


def _earliest(when: PartialDate) -> date:
    return when.earliest
