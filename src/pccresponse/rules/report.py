"""The report that is answered: its kind, its summary, its address."""

from __future__ import annotations

from collections.abc import Iterator

from pccresponse.matter import Matter
from pccresponse.problems import Breach
from pccresponse.rules.rule import ADVICE, ERROR, PROCEDURE, WARNING, rule


@rule(
    "KIND",
    WARNING,
    title="What goes with the kind of the report is there.",
    remedy="Complete it, or correct the kind.",
    may_be=(ADVICE,),
)
def what_goes_with_the_kind_is_there(matter: Matter) -> Iterator[Breach]:
    """A joint report has another publisher, who has to be named: the duty in section 55 is about the inspectors of
    constabulary's part in it. A post-inspection review follows up an earlier report, and a reader will want to know which.
    """
    report = matter.response.report
    if report.kind == "joint" and not report.joint_with:
        yield Breach(
            message="The report is a joint one, but nothing says with whom.",
            path=("report", "joint_with"),
            remedy='Add "joint_with:" with the other inspectorates.',
        )
    elif report.joint_with and report.kind != "joint":
        yield Breach(
            message=f"The report names other inspectorates, but its kind is “{report.kind}”.",
            path=("report", "kind"),
            remedy='Write "kind: joint" if they published it together.',
            severity=ADVICE,
        )
    if report.kind == "post-inspection review" and not report.follows_up:
        yield Breach(
            message="The report is a post-inspection review, but nothing says which report it follows up.",
            path=("report", "follows_up"),
            remedy='Add "follows_up:" with the earlier report.',
            severity=ADVICE,
        )


@rule(
    "SUMMARY",
    ERROR,
    title="A reader learns what the report found.",
    remedy='Add "summary:" to the report: a paragraph or two.',
    is_duty=True,
)
def a_reader_learns_what_the_report_found(matter: Matter) -> Iterator[Breach]:
    """Comments on a report are read by people who have not read it. Without a summary they begin in the middle."""
    if matter.response.report.summary is None:
        yield Breach(message="The report has no summary.", path=("report", "summary"))


@rule(
    "REPORT-URL",
    ADVICE,
    title="A reader can find the report.",
    remedy='Add "url:" to the report.',
    cites=PROCEDURE,
)
def a_reader_can_find_the_report(matter: Matter) -> Iterator[Breach]:
    """The comments are about a published report, and a link to it is the shortest way to the whole of what it says. Old reports
    may no longer be anywhere.
    """
    if matter.response.report.url is None:
        yield Breach(message="The report's web address is missing.", path=("report", "url"))
