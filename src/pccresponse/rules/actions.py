"""The force's actions and who watches over them: complete ones have a date and evidence, open ones a date or a review."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pccresponse import statute
from pccresponse.case.case import Case
from pccresponse.case.naming import at, capitalised, mention, name_of, ordinal, spoken
from pccresponse.foundation.partial_dates import in_words
from pccresponse.foundation.problems import Breach, Path
from pccresponse.models.fields import known
from pccresponse.models.findings import Finding, ForceAction
from pccresponse.rules.rule import ADVICE, ERROR, WARNING, rule

OPEN = ("not started", "in progress")
"""What an action is called that is still to be done."""


def every_action(case: Case) -> Iterator[tuple[Path, ForceAction, str, Finding]]:
    """Each action with its path, its name for the beginning of a sentence, and its finding."""
    for path, finding in case.response.found.every_finding():
        several = len(finding.force_actions) > 1
        for position, action in enumerate(finding.force_actions):
            which = f"The {ordinal(position)} action" if several else "The action"
            yield (*path, "force_actions", position), action, f"{which} on {mention(path, finding)}", finding


def state_as_of(case: Case) -> date:
    """The day whose state the documents describe: today, but once the comments are published, the day of that publication.

    A published response is a record. What was open on that day is not a mistake in it because time has gone by since.
    """
    published = case.response.publication.published_on
    if published is None:
        return case.today
    dated = known(published) or case.comments_dated
    return min(dated.earliest, case.today)


@rule(
    "ACTION-COMPLETE",
    WARNING,
    title="An action that is complete has a date and evidence.",
    remedy='Add "done_on:" and "evidence:", or change the status.',
)
def a_complete_action_has_a_date_and_evidence(case: Case) -> Iterator[Breach]:
    """Readers rely on the word "complete" more than on any other, and the body holds the force to account for it. The date and the
    evidence show that something was done, and not only intended.
    """
    for path, action, name, _ in every_action(case):
        if action.status != "complete":
            continue
        if known(action.done_on) is None:
            yield Breach(message=f"{name} is complete, but has no date.", path=(*path, "done_on"), remedy='Add "done_on:".')
        if action.evidence is None:
            yield Breach(
                message=f"{name} is complete, but nothing shows it.",
                path=(*path, "evidence"),
                remedy='Add "evidence:": what shows that it was done.',
            )


@rule(
    "ACTION-DONE",
    WARNING,
    title="An action with a past date is complete, and a complete action has a past date.",
    remedy='Correct "status:" or "done_on:".',
    may_be=(ERROR,),
)
def what_was_done_is_complete(case: Case) -> Iterator[Breach]:
    """If an action was done on a day, it cannot be "not started" or "in progress". If the day is still to come, the action cannot
    be "complete", and a final document must not say so.
    """
    for path, action, name, _ in every_action(case):
        done = known(action.done_on)
        if done is None:
            continue
        if action.status in OPEN:
            yield Breach(message=f"{name} was done {at(done)}, but its status is “{action.status}”.", path=(*path, "status"))
        elif done.earliest > case.today:
            yield Breach(
                message=f"{name} is “{action.status}”, but the day on which it was done, {done}, is still to come.",
                path=(*path, "done_on"),
                severity=ERROR,
            )


@rule(
    "ACTION-OVERDUE",
    WARNING,
    title="An action whose due date has passed is complete.",
    remedy="Ask how far it has come. Then give the status, or a new date with the reason.",
)
def what_is_due_is_complete(case: Case) -> Iterator[Breach]:
    """Readers will ask first about an action that was due before publication and is still open.

    Until the comments are published, the program judges this as of today. Afterwards it judges as of the day of publication. A
    published response is a record, and it does not become wrong because time has passed.
    """
    as_of = state_as_of(case)
    for path, action, name, _ in every_action(case):
        due = known(action.due_on)
        if due and action.status in OPEN and due.latest < as_of:
            yield Breach(
                message=f"{name} was due {at(due)} and is “{action.status}” as of {in_words(as_of)}.",
                path=(*path, "due_on"),
            )


@rule(
    "ACTION-AFTER-DUE",
    ADVICE,
    title="Actions are due within the time that the report gives.",
    remedy="Say in the explanation why it takes longer, or correct the date.",
)
def actions_are_planned_within_the_time_given(case: Case) -> Iterator[Breach]:
    """The inspectorate sets the report's due date. The force sets the date of an action. If the force's date is later, tell readers
    why.
    """
    for path, action, name, finding in every_action(case):
        planned, due = known(action.due_on), known(finding.due_on)
        if planned and due and action.status in OPEN and planned.is_certainly_after(due):
            yield Breach(message=f"{name} is due {at(planned)}, but the report asks for it by {due}.", path=(*path, "due_on"))


@rule(
    "ACTION-OPEN",
    ADVICE,
    title="An open action has a date, or somebody who oversees it.",
    remedy='Add "due_on:" to the action, or "oversight:" to the finding.',
)
def an_open_action_has_a_date_or_oversight(case: Case) -> Iterator[Breach]:
    """It is easy to forget an action that is not complete, has no due date, and is on a finding that nobody reviews."""
    for path, action, name, finding in every_action(case):
        if action.status in OPEN and action.due_on is None and finding.due_on is None and finding.oversight is None:
            yield Breach(message=f"{name} is “{action.status}” without a due date, and nobody oversees it.", path=path)


# Who watches over it


@rule(
    "OVERSIGHT",
    ADVICE,
    title="office.yaml lists the board or person who oversees a finding.",
    remedy='Use the name as it is under "governance_boards:" in office.yaml, or add it there.',
)
def who_watches_over_a_finding_is_known(case: Case) -> Iterator[Breach]:
    """If the office lists its governance boards, a finding that names another one probably has it misspelt, or uses an old name.
    People in office and the office itself may oversee a finding too. If the office lists no boards, this rule says nothing.
    """
    boards = {statute.folded(board.name): board.name for board in case.office.governance_boards}
    if not boards:
        return
    holders = case.office.office_holders
    others = {statute.folded(words) for holder in holders for words in (holder.name, holder.office_title or "")}
    body = case.body_on(case.comments_dated)
    others |= {statute.folded(body.name), statute.folded(body.office_title)}
    for path, finding in case.response.found.every_finding():
        if finding.oversight is None or statute.folded(finding.oversight.by) in boards.keys() | others:
            continue
        wrong = finding.oversight.by
        near = _nearest(statute.folded(wrong), boards)
        yield Breach(
            message=f"{name_of(path, finding)} is overseen by “{wrong}”, which office.yaml does not list among its boards.",
            path=(*path, "oversight", "by"),
            remedy=f"Did you mean “{near}”?" if near else "",
        )


def _nearest(wrong: str, boards: dict[str, str]) -> str | None:
    from difflib import get_close_matches  # only a mistake pays for the import

    found = get_close_matches(wrong, boards, n=1)
    return boards[found[0]] if found else None


@rule(
    "NEXT-REVIEW",
    WARNING,
    title="The next review comes after the comments.",
    remedy='Put the date of the coming review under "next_review_on:".',
)
def the_next_review_is_still_to_come(case: Case) -> Iterator[Breach]:
    """The document says when a finding will next be reviewed. A day before the date of the comments was already past when they were
    made.
    """
    dated = case.comments_dated
    for path, finding in case.response.found.every_finding():
        next_review = finding.oversight.next_review_on if finding.oversight else None
        if next_review and dated.is_certainly_after(next_review):
            where = (*path, "oversight", "next_review_on")
            yield Breach(
                message=f"{capitalised(spoken(case.response, where))}: {next_review} is before the comments, {dated}.", path=where
            )
