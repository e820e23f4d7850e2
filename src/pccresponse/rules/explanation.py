"""The body's own explanation of each recommendation: section 55(5B)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pccresponse import statute
from pccresponse.case.case import Case
from pccresponse.case.explanations import explained_where, findings_labelled, is_explained
from pccresponse.case.naming import capitalised, listed, mention, name_of, shortened
from pccresponse.foundation.problems import Breach, Path
from pccresponse.models.findings import Finding
from pccresponse.rules.rule import ADVICE, ERROR, POLICE_ACT, PROCEDURE, WARNING, rule

_ADD = (
    'Add "explanation:" with "action_taken:", "action_proposed:", "no_action_taken:" or "no_action_proposed:": '
    "what the body itself has done or will do, or why it has not or will not."
)
_OPPOSITES = (("action_taken", "no_action_taken"), ("action_proposed", "no_action_proposed"))

_FEWEST_WORDS, _FEWEST_CHARACTERS = 4, 20
_LONGEST_WITHOUT_CONTENT = 60
_WITHOUT_CONTENT = re.compile(
    r"\W*(?:(?:this |the )?(?:recommendation |finding |area for improvement |point )?(?:is |was |has been )?"
    r"(?:noted|accepted|agreed|acknowledged|considered|completed?|done|ongoing|in progress)(?: and (?:noted|accepted|agreed))?"
    r"|n/?a|not applicable|none|nothing|nil|yes|no|no comments?|as above|as below|as before|ditto|same as above"
    r"|(?:please )?(?:see|refer to) (?:above|below|attached|elsewhere|(?:the )?(?:action plan|comments)(?: above| below)?)"
    r"|(?:please )?see (?:recommendation|area for improvement|afi|page|section) [\w.]{1,8}(?: (?:above|below))?)\W*",
    re.IGNORECASE,
)


@rule(
    "S55-5B",
    ERROR,
    title="For every recommendation, the body explains its own action or why it takes none.",
    remedy=_ADD,
    cites=f"{POLICE_ACT}55(5B)",
    may_be=(WARNING,),
    is_duty=True,
)
def every_recommendation_is_explained(case: Case) -> Iterator[Breach]:
    """Section 55(5B), in force from 2 May 2017: if the report includes a recommendation, the comments must explain the action
    that the body has taken or proposes to take. If it takes or proposes none, they must explain why.

    The Act gives four things to say, and one of them is enough. All four are about the local policing body's own action. What
    the force does is worth printing, but it does not meet the duty. The duty covers recommendations only. Answering areas for
    improvement is good practice.

    The Act says "If the published report includes a recommendation" and makes no exception. Which ones the body must explain is
    an interpretation. The program assumes that the body explains those addressed to it, to its force, or to all bodies or
    forces of their kind. It does not have to explain those addressed to others, such as the Home Office, or those of an earlier
    report that this report closes. In a national report, a recommendation without an addressee counts as the body's. If you
    interpret the Act in a different way, you can explain the others as well.

    One answer can serve several recommendations: use "answered_with". If a national report and a report on the force ask for
    the same thing, the inspectorate's procedure asks for only one response. The Act does not say so. If you answer a
    recommendation only in another response ("answered_in"), you get a warning. You get one too if several bodies comment together and a recommendation
    to the force of another of them has no explanation.
    """
    for path, recommendation in case.recommendations_to_explain():
        where, name = explained_where(case, recommendation), name_of(path, recommendation)
        if where == "here" or refers_wrongly(case, recommendation):
            continue
        remedy, severity = "", None
        if where == "elsewhere" and recommendation.answered_in:
            severity = WARNING
            message = (
                f"{name} is answered in another response, on “{shortened(recommendation.answered_in.title)}”, and not here. "
                "The inspectorate's procedure allows that; section 55(5B) does not mention it."
            )
            remedy = "Repeat the explanation here, or make sure that the report asks for nothing more than the other one."
        elif recommendation.answered_with:
            message = f"{name} is answered with {recommendation.answered_with}, which has no explanation."
        elif recommendation.force_actions:
            message = (
                f"{name} says what the force does, but not what the body itself has done or will do, or why not: "
                "the force's action alone does not answer section 55(5B)."
            )
        elif recommendation.explanation is not None:
            message = f"{name} has an explanation with nothing in it."
        else:
            message = f"{name} has no explanation."
        yield Breach(message=message, path=(*path, "explanation"), remedy=remedy, severity=severity)
    yield from _unexplained_by_joint_bodies(case)


def _unexplained_by_joint_bodies(case: Case) -> Iterator[Breach]:
    """Breaches for recommendations to the force of another body that makes the comments too."""
    comments = case.response.comments
    if not (comments and comments.jointly_with and case.regime.explanation_required):
        return
    day = case.comments_dated.latest
    known_forces = {force.id: force for force in statute.forces()}
    for path, recommendation in case.response.found.every_recommendation():
        if case.is_ours(recommendation) or recommendation.closed_on or is_explained(case, recommendation):
            continue
        theirs = [
            known_forces[name].named_on(day).in_sentence
            for name in recommendation.named_forces
            if name in known_forces and statute.body_on(name, day).name in comments.jointly_with
        ]
        if theirs:
            yield Breach(
                message=f"{name_of(path, recommendation)} is addressed to {listed(theirs)}, whose own body makes these comments too, "
                "and has no explanation.",
                path=(*path, "explanation"),
                severity=WARNING,
            )


@rule(
    "S55-5B-STATES",
    ERROR,
    title="An explanation does not contradict itself.",
    remedy="Keep the one that is true.",
    cites=f"{POLICE_ACT}55(5B)",
)
def an_explanation_does_not_contradict_itself(case: Case) -> Iterator[Breach]:
    """Section 55(5B): the body says what action it has taken, or why it has taken none. It also says what action it proposes, or
    why it proposes none. You cannot have both "action taken" and "no action taken", or both "action proposed" and "no action
    proposed".

    Other pairs go well together, such as "taken, and nothing more is proposed" or "none taken yet, but this is proposed".
    """
    for path, finding in case.response.found.every_finding():
        if finding.explanation is None:
            continue
        states = finding.explanation.states
        for action, no_action in _OPPOSITES:
            if action in states and no_action in states:
                yield Breach(
                    message=f'{name_of(path, finding)} is explained both by "{action}" and by "{no_action}".',
                    path=(*path, "explanation", no_action),
                )


@rule(
    "ANSWER-SHORT",
    WARNING,
    title="An answer is long enough to explain something.",
    remedy="Say what you have done or will do, who does it and when, or why not.",
    cites=f"{POLICE_ACT}55(5B)",
    may_be=(ERROR,),
    is_duty=True,
)
def an_answer_is_long_enough_to_be_one(case: Case) -> Iterator[Breach]:
    """Section 55(5B) requires an explanation. "Noted", "Accepted" and "See above" explain nothing. A reader who follows a link to
    one recommendation, or listens with a screen reader, has no "above" to look at.

    If such words stand for an explanation that section 55(5B) requires, this is an error, because the duty is not met. Fewer than
    four words or twenty characters give a warning: check that they say enough. The same applies to the reasons for accepting a
    finding in part, for not accepting it, and for departing from the law of the report's day.
    """
    owed = frozenset(path for path, _ in case.recommendations_to_explain())
    for path, finding in case.response.found.every_finding():
        for words, where, what in _answers_of(path, finding):
            empty = _says_nothing(words)
            if empty or _is_short(words):
                yield Breach(
                    message=f"{name_of(path, finding)}: “{shortened(words)}” {'explains nothing' if empty else 'is very short'} ({what}).",
                    path=where,
                    severity=ERROR if empty and path in owed and where[-1] != "acceptance_note" else None,
                )
    departure = case.response.departure
    if departure and (_says_nothing(departure.reason) or _is_short(departure.reason)):
        yield Breach(
            message=f"“{shortened(departure.reason)}” is very short for a departure from the law of the report's day.",
            path=("departure", "reason"),
            remedy="Say why, in a sentence: it is printed.",
        )


def _answers_of(path: Path, finding: Finding) -> Iterator[tuple[str, Path, str]]:
    if finding.explanation:
        for state, words in finding.explanation.states.items():
            yield words, (*path, "explanation", state), state
    if finding.acceptance_note:
        yield finding.acceptance_note, (*path, "acceptance_note"), "acceptance_note"


def _says_nothing(words: str) -> bool:
    return len(words) <= _LONGEST_WITHOUT_CONTENT and _WITHOUT_CONTENT.fullmatch(words) is not None


def _is_short(words: str) -> bool:
    start = words[: _FEWEST_CHARACTERS * 20].split()
    return len(start) < _FEWEST_WORDS or sum(map(len, start)) + len(start) - 1 < _FEWEST_CHARACTERS


@rule(
    "SAME-ANSWER",
    ADVICE,
    title="Each recommendation has its own explanation.",
    remedy="Say what it means for each one. If one answer is right for all of them, leave it.",
    cites=f"{POLICE_ACT}55(5B)",
)
def each_recommendation_has_an_explanation_of_its_own(case: Case) -> Iterator[Breach]:
    """Section 55(5B) requires an explanation of each recommendation. One action can answer two of them. More often, somebody copied
    the words and meant to change them later.
    """
    seen: dict[tuple[str, ...], tuple[Path, Finding]] = {}
    for path, recommendation in case.recommendations_to_explain():
        if recommendation.explanation is None:
            continue
        words = tuple(" ".join(text.split()).casefold() for text in recommendation.explanation.states.values())
        if not words:
            continue
        if words in seen:
            both = listed([mention(*seen[words]), mention(path, recommendation)])
            yield Breach(message=f"{capitalised(both)} have the same explanation.", path=(*path, "explanation"))
        else:
            seen[words] = (path, recommendation)


@rule(
    "ANSWERED-WITH",
    ERROR,
    title="A finding that is answered with another one gives the label of a finding that has the answer.",
    remedy='Under "answered_with:", give the label of the one finding that has the explanation.',
    cites=f"{POLICE_ACT}55(5B)",
)
def a_finding_is_answered_with_one_that_has_the_answer(case: Case) -> Iterator[Breach]:
    """Section 55(5B) requires an explanation of each recommendation. One explanation can serve several, if readers can find it.
    "answered_with" gives the label of the finding that has it.

    A label that no finding has leads nowhere. A label that two findings have could mean either. A finding that points to itself, or
    to one that points elsewhere, leaves the reader without an answer.
    """
    for path, finding in case.response.found.every_finding():
        wrong = refers_wrongly(case, finding)
        if wrong:
            yield Breach(message=f"{name_of(path, finding)} {wrong}.", path=(*path, "answered_with"))


def refers_wrongly(case: Case, finding: Finding) -> str:
    """What is wrong with `answered_with`, as words after the finding's name; empty if nothing is."""
    label = finding.answered_with
    if label is None or (finding.explanation and finding.explanation.states):
        return ""
    alike = findings_labelled(case, label, finding)
    if not alike:
        itself = "itself" if finding.label == label else f"{label}, which is not the label of a finding"
        return f"is answered with {itself}"
    if len(alike) > 1:
        return f"is answered with {label}, and {len(alike)} findings have that label"
    place, other = alike[0]
    if other.answered_with is not None and not (other.explanation and other.explanation.states):
        return f"is answered with {mention(place, other)}, which is itself answered with {other.answered_with}"
    return ""


@rule(
    "NATIONAL-AND-FORCE",
    ADVICE,
    title="A finding that another response answers is the same in both reports.",
    remedy="Compare the two reports, and answer here whatever differs.",
    cites=PROCEDURE,
)
def what_another_response_answers_is_the_same_there(case: Case) -> Iterator[Breach]:
    """The inspectorate's procedure: if a national report and a report on the force are about one subject, the body answers both. If
    their findings and recommendations are the same, a response to the report on the force is enough.

    The Act does not say so. If you refer to another response, make sure that the two reports agree and that readers can find the
    other response.
    """
    for path, finding in case.response.found.every_finding():
        earlier = finding.answered_in
        if earlier is None:
            continue
        yield Breach(
            message=f"{name_of(path, finding)} refers to the response to “{shortened(earlier.title)}”: that is enough only if the "
            "findings and recommendations of the two reports are the same.",
            path=(*path, "answered_in"),
        )
        if earlier.url is None and earlier.published_on is None:
            yield Breach(
                message=f"{name_of(path, finding)} refers to another response, but nothing says when or where that was published.",
                path=(*path, "answered_in"),
                remedy='Add "published_on:" or "url:" to it.',
            )
