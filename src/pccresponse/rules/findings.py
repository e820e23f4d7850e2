"""The findings: their addressees, labels, answers, actions and oversight."""

from __future__ import annotations

from collections.abc import Iterator

from pccresponse import statute
from pccresponse.case.case import Case
from pccresponse.case.explanations import explained_where
from pccresponse.case.naming import at, capitalised, mention, name_of, ordinal, spoken
from pccresponse.case.publication import publication_of
from pccresponse.foundation.errors import LookUpError
from pccresponse.foundation.partial_dates import in_words
from pccresponse.foundation.problems import Breach, Path
from pccresponse.models.fields import known
from pccresponse.models.findings import AreaForImprovement, Finding, ForceAction, Recommendation, kind_of
from pccresponse.rules.rule import ADVICE, ERROR, POLICE_ACT, PROCEDURE, WARNING, rule


@rule(
    "ADDRESSEE",
    ERROR,
    title="In a report on several forces, every finding says who it is addressed to.",
    remedy='Add "addressees:" as the report has them, such as: [chief constables].',
    cites=f"{POLICE_ACT}55(5B)",
    may_be=(WARNING,),
)
def every_finding_says_to_whom_it_is_addressed(case: Case) -> Iterator[Breach]:
    """National, thematic and joint reports address many: chief constables, one force, local policing bodies, the Home Office,
    the College of Policing and others. This decides which recommendations the body must explain under section 55(5B).

    The program takes a finding without an addressee as addressed to the body, because it is worse to miss a duty than to answer
    one finding too many. But the document would then say something that the report does not. If the Act requires no
    explanation, or the finding is not a recommendation, this is a warning.

    A joint report can be about one force. If its title names the force, or the response says "about: one force", you need not
    give addressees.
    """
    if case.speaks_to_one_force:
        return
    may_be_about_one = case.response.report.kind == "joint" and case.response.report.about is None
    for path, finding in case.response.found.every_finding():
        if _is_addressed(finding):
            continue
        owed = isinstance(finding, Recommendation) and case.regime.explanation_required
        yield Breach(
            message=f"{name_of(path, finding)} does not say who it is addressed to, so the program treats it as addressed to you.",
            path=(*path, "addressees"),
            severity=None if owed else WARNING,
            remedy='Add "addressees:" as the report has them; or, if the joint report is about your force alone, write '
            '"about: one force" under "report:".'
            if may_be_about_one
            else "",
        )


@rule(
    "NAMED-FORCE",
    ERROR,
    title="The forces that a finding names are forces of England and Wales.",
    remedy="Use an identifier that pccresponse law --forces lists.",
)
def named_forces_are_forces(case: Case) -> Iterator[Breach]:
    """A finding that names forces is yours only if your force is among them. A misspelt identifier would hide a duty, so this is an
    error. Put anything that is not a territorial force under "other_addressees".
    """
    for path, finding in case.response.found.every_finding():
        for position, named in enumerate(finding.named_forces):
            try:
                statute.force(named)
            except LookUpError as error:
                yield Breach(
                    message=f"{name_of(path, finding)}: {error.message}",
                    path=(*path, "named_forces", position),
                    remedy=error.remedy,
                )


@rule(
    "LABELS",
    WARNING,
    title="No two findings of one kind have the same label.",
    remedy="Use the report's own label. If it has none, leave the label out.",
    may_be=(ADVICE,),
)
def no_two_findings_bear_the_same_label(case: Case) -> Iterator[Breach]:
    """Use the report's own labels. A national report may number across addressees, so gaps in the numbers are right. A finding
    without a label stays without one. The program never renumbers.

    Two findings of one kind with one label are usually a mistake. Some reports start again at 1 in each area, or under each cause
    of concern. Then this is advice, because readers can tell them apart by the area.
    """
    seen: dict[tuple[str, str], list[tuple[Path, Finding]]] = {}
    for path, finding in case.response.found.every_finding():
        if finding.label is None:
            continue
        others = seen.setdefault((kind_of(path).key, finding.label.casefold()), [])
        if others:
            beside = [other for other in others if other[0][:-1] == path[:-1] and other[1].area == finding.area]
            yield Breach(
                message=f"There are two findings called {mention(path, finding)}.",
                path=(*path, "label"),
                severity=None if beside else ADVICE,
            )
        others.append((path, finding))


@rule(
    "AFI",
    WARNING,
    title="Every area for improvement is answered.",
    remedy='Add "force_actions:" or an "explanation:".',
    cites=PROCEDURE,
    is_duty=True,
)
def every_area_for_improvement_is_answered(case: Case) -> Iterator[Breach]:
    """Section 55(5B) covers recommendations, so you do not have to explain an area for improvement. It is good practice to say what
    the force or the body does about it, and readers look for that. One that is addressed to others, or that this report closes,
    needs no answer.
    """
    for path, afi in case.response.found.every_finding():
        if isinstance(afi, AreaForImprovement) and _is_to_be_answered(case, afi) and not _is_answered(case, afi):
            yield Breach(message=f"{name_of(path, afi)} has no answer.", path=path)


@rule(
    "CAUSE",
    WARNING,
    title="Every cause of concern is answered.",
    remedy='Add "force_actions:" or an "explanation:" to it or to its recommendations.',
    cites=PROCEDURE,
    is_duty=True,
)
def every_cause_of_concern_is_answered(case: Case) -> Iterator[Breach]:
    """A cause of concern is the most serious finding: a serious, critical or systemic shortcoming. Section 55(5B) is about the
    recommendations under it. If you answer all of those addressed to the force or the body, the cause is answered too. The College
    of Policing and the Home Office answer theirs. A cause that is addressed to others, or that this report closes, needs no answer.
    """
    for path, cause in case.response.found.every_cause():
        if not _is_to_be_answered(case, cause) or _is_answered(case, cause):
            continue
        ours = [item for item in cause.recommendations if _is_to_be_answered(case, item)]
        of_others_alone = bool(cause.recommendations) and not ours and not _is_addressed(cause)
        if not of_others_alone and not (ours and all(_is_answered(case, item) for item in ours)):
            yield Breach(message=f"{name_of(path, cause)} has no answer.", path=path)


@rule(
    "CAUSE-RECOMMENDATION",
    WARNING,
    title="Every cause of concern has at least one recommendation.",
    remedy='Put its recommendations under it, in "recommendations:", rather than beside it.',
    cites="The inspectorate's definition of a cause of concern",
)
def every_cause_of_concern_carries_a_recommendation(case: Case) -> Iterator[Breach]:
    """By the inspectorate's definition, a cause of concern always comes with at least one recommendation. Section 55(5B) requires
    an explanation of each. If you put recommendations beside the cause, the documents print them apart from it. A cause from an
    earlier report that this report closes needs none. You may leave out those of a cause that is addressed to others.
    """
    for path, cause in case.response.found.every_cause():
        if not cause.recommendations and _is_to_be_answered(case, cause):
            yield Breach(message=f"{name_of(path, cause)} has no recommendation.", path=(*path, "recommendations"))


def _is_to_be_answered(case: Case, finding: Finding) -> bool:
    return case.is_ours(finding) and finding.closed_on is None


def _is_answered(case: Case, finding: Finding) -> bool:
    return bool(finding.force_actions) or explained_where(case, finding) != "nowhere"


def _is_addressed(finding: Finding) -> bool:
    return bool(finding.addressees or finding.named_forces or finding.other_addressees)


@rule(
    "ACCEPTANCE",
    WARNING,
    title="If a finding is not accepted, or only in part, the response gives the reason.",
    remedy='Add "acceptance_note:" with the reason.',
    is_duty=True,
)
def what_is_not_accepted_comes_with_a_reason(case: Case) -> Iterator[Breach]:
    """Whether the body accepts a finding, what it does about it, and how far that has come are three different things. Accepting a
    finding explains nothing under section 55(5B). Not accepting it, without a reason, tells the reader nothing at all.
    """
    for path, finding in case.response.found.every_finding():
        if finding.acceptance in ("not accepted", "partly accepted") and not finding.acceptance_note:
            yield Breach(
                message=f"{name_of(path, finding)} is {finding.acceptance}, but no reason is given.",
                path=(*path, "acceptance_note"),
            )


@rule(
    "INSTITUTION",
    WARNING,
    title="A finding is addressed to an institution that existed when the report was published.",
    remedy='Under "other_addressees:", give the name that the report uses.',
)
def a_finding_is_addressed_to_an_institution_of_its_time(case: Case) -> Iterator[Breach]:
    """No Act requires this. A report of 2014 cannot address an institution that was set up in 2018, and a document that says so is
    plainly wrong. The list of addressees has today's names. Put an institution that no longer exists under "other_addressees".
    """
    day = case.response.report.published_on
    for path, finding in case.response.found.every_finding():
        for position, addressee in enumerate(finding.addressees):
            found = statute.not_yet(addressee, day)
            if found:
                yield Breach(
                    message=f"{name_of(path, finding)} is addressed to {found.in_sentence}, which did not exist before "
                    f"{in_words(found.since)}; most of its work was then with the {found.before}.",
                    path=(*path, "addressees", position),
                )


OPEN = ("not started", "in progress")
"""The statuses of an action that is still to be done."""


def every_action(case: Case) -> Iterator[tuple[Path, ForceAction, str, Finding]]:
    """Each action with its path, its name at the beginning of a sentence, and its finding."""
    for path, finding in case.response.found.every_finding():
        several = len(finding.force_actions) > 1
        for position, action in enumerate(finding.force_actions):
            which = f"The {ordinal(position)} action" if several else "The action"
            yield (*path, "force_actions", position), action, f"{which} on {mention(path, finding)}", finding


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
    published response is a record, and it does not become wrong because time has passed. A date that you type is a plan, and does not
    show that they were published: see S55-5A-OVERDUE.
    """
    publication = publication_of(case, case.recorded)
    published_on = (publication.when or case.comments_dated).earliest
    as_of = min(published_on, case.today) if publication.is_published else case.today
    for path, action, name, _ in every_action(case):
        due = known(action.due_on)
        if due and action.status in OPEN and due.latest < as_of:
            yield Breach(
                message=f"{name} was due {at(due)} and is “{action.status}” as of {in_words(as_of)}.", path=(*path, "due_on")
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
    body = case.body_on(case.comments_dated)
    others = [body.name, body.office_title]
    others += [words for holder in case.office.office_holders for words in (holder.name, holder.office_title or "")]
    listed = {*boards, *map(statute.folded, others)}
    for path, finding in case.response.found.every_finding():
        if finding.oversight is None or statute.folded(finding.oversight.by) in listed:
            continue
        from difflib import get_close_matches  # slow to import, and seldom needed

        near = get_close_matches(statute.folded(finding.oversight.by), boards, n=1)
        yield Breach(
            message=f"{name_of(path, finding)} is overseen by “{finding.oversight.by}”, which office.yaml does not list among its boards.",
            path=(*path, "oversight", "by"),
            remedy=f"Did you mean “{boards[near[0]]}”?" if near else "",
        )


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
