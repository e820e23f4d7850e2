"""Findings that are answered elsewhere: with another finding, or in another response of the body."""

from __future__ import annotations

from collections.abc import Iterator

from pccresponse.matter import Matter
from pccresponse.models.findings import Finding
from pccresponse.naming import mention, name_of, shortened
from pccresponse.problems import Breach, Path
from pccresponse.rules.rule import ADVICE, ERROR, POLICE_ACT, PROCEDURE, rule


@rule(
    "ANSWERED-WITH",
    ERROR,
    title="A finding that is answered with another one names a finding that has the answer.",
    remedy='Under "answered_with:", give the label of the one finding that has the explanation.',
    cites=f"{POLICE_ACT}55(5B)",
)
def a_finding_is_answered_with_one_that_has_the_answer(matter: Matter) -> Iterator[Breach]:
    """Section 55(5B) asks for an explanation of each recommendation. One explanation may serve several, if a reader is led to it:
    "answered_with" names the label of the finding that has it.

    A label that no finding bears leads nowhere, one that two findings bear leads to either of them, and a finding that refers to
    itself, or to one that refers on, leaves the reader without an answer.
    """
    for path, finding in matter.response.found.every_finding():
        wrong = refers_wrongly(matter, path, finding)
        if wrong:
            yield Breach(message=f"{name_of(path, finding)} {wrong}.", path=(*path, "answered_with"))


def refers_wrongly(matter: Matter, path: Path, finding: Finding) -> str:
    """What is wrong with the finding that another one refers to, as words after its name; empty where nothing is."""
    label = finding.answered_with
    if label is None or (finding.explanation and finding.explanation.states):
        return ""
    others = [(place, each) for place, each in matter.response.found.every_finding() if each.label == label and place != path]
    alike = [(place, each) for place, each in others if type(each) is type(finding)] or others
    if not alike:
        itself = "itself" if finding.label == label else f"{label}, which is no finding's label"
        return f"is answered with {itself}"
    if len(alike) > 1:
        return f"is answered with {label}, and {len(alike)} findings bear that label"
    place, other = alike[0]
    if other.answered_with is not None and not (other.explanation and other.explanation.states):
        return f"is answered with {mention(place, other)}, which is itself answered with {other.answered_with}"
    return ""


@rule(
    "NATIONAL-AND-FORCE",
    ADVICE,
    title="A finding that another response answers is the same there.",
    remedy="Compare the two reports, and answer here whatever differs.",
    cites=PROCEDURE,
)
def what_another_response_answers_is_the_same_there(matter: Matter) -> Iterator[Breach]:
    """The inspectorate's procedure: where a national report and a report on the force are about one subject, the body answers both,
    unless their findings and recommendations are the same; then a response to the report on the force is enough.

    The Act does not say so. A response that refers to another one therefore has to be sure that the two reports agree, and a reader
    has to be able to find the other response.
    """
    for path, finding in matter.response.found.every_finding():
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
