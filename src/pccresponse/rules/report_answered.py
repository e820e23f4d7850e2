"""What the report asks for and concludes, and whether the response has it: nothing left out, and no grade or number turned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pccresponse.matter import Matter
from pccresponse.naming import capitalised, in_quotes, shortened
from pccresponse.problems import Breach, Path
from pccresponse.rules.report_contents import NEW, counted, key_of, new_findings, said_to_contain
from pccresponse.rules.rule import ADVICE, ERROR, THE_REPORT, WARNING, rule

if TYPE_CHECKING:
    from pccresponse.inspected.asks import Ask
    from pccresponse.inspected.report import InspectedReport


@rule(
    "LEFT-OUT",
    WARNING,
    title="Everything that the report asks for is among the findings.",
    remedy="Add it to the findings, or make sure that it repeats one that is there.",
    cites=THE_REPORT,
    needs_report=True,
    may_be=(ERROR,),
)
def nothing_that_the_report_asks_for_is_left_out(matter: Matter) -> Iterator[Breach]:
    """Section 55(5B) asks for an explanation of each recommendation, so that one which was overlooked in the report is a duty that was
    not done. In the report that is kept beside the response, recommendations, causes of concern and areas for improvement are looked
    for under the headings that the inspectorate prints, and in sentences that recommend or give a day.

    One is taken to be among the findings if it bears the number of one of them, if the words of one of them stand there, or if a finding
    in other words has most of its words. Lists of contents and what an earlier report asked for are passed over; in a report on
    several forces, so is what is addressed to others. Of a list of points, one of which is a finding of its own, each has to be one. It
    remains a matter for a person, and is therefore a warning. Where the response says "findings: none", anything that the report asks
    for contradicts it, and is an error.
    """
    report = matter.inspected
    if report is None:
        return
    from pccresponse.inspected.asks import asks_of
    from pccresponse.inspected.report import Span
    from pccresponse.rules.finding_matches import Answers

    if matter.response.findings == "none":
        asked = asks_of(report)
        for ask in asked[:1]:
            first = in_quotes(shortened(report.text(Span(ask.start, min(ask.end, ask.start + 14)))))
            yield Breach(
                message=f"“findings: none” says that the report asks for nothing, but {report.name} seems to ask for "
                f"{len(asked)} {'thing' if len(asked) == 1 else 'things'}, such as{_on_page(report, ask)}: {first}.",
                path=("findings",),
                remedy='Put them under "findings:", also those that are addressed to others.',
                severity=ERROR,
            )
        return
    answers = Answers(matter, report)
    told: set[str] = set()
    for ask in asks_of(report):
        if not (matter.speaks_to_one_force or answers.may_be_addressed_to_us(ask)):
            continue
        if answers.has(ask):
            for point in answers.points_left_out(ask):
                yield Breach(
                    message=f"A point of {_named(ask).lower()}{_on_page(report, ask)} is in none of the findings: "
                    f"{in_quotes(shortened(report.text(Span(point.start, min(point.end, point.start + 14)))))}.",
                    path=("findings", key_of(ask.kind)),
                )
            continue
        if (beginning := answers.beginning_of(ask)) in told:
            continue
        told.add(beginning)
        yield Breach(
            message=f"{_named(ask)}{_on_page(report, ask)} is in none of the findings: {in_quotes(shortened(report.text(Span(ask.start, min(ask.end, ask.start + 14)))))}.",
            path=("findings", key_of(ask.kind)),
        )


def _named(ask: Ask) -> str:
    if ask.number:
        return f"{capitalised(ask.kind)} {ask.number} of the report"
    return f"{'An' if ask.kind[0] == 'a' else 'A'} {ask.kind} of the report"


def _on_page(report: InspectedReport, ask: Ask) -> str:
    name = report.page_name(ask.start)
    return f" (page {name})" if name else ""


@rule(
    "REPORT-GRADE",
    WARNING,
    title="A grade is the one that the report gives.",
    remedy="Check the grade against the report.",
    cites=THE_REPORT,
    needs_report=True,
)
def a_grade_is_the_one_that_the_report_gives(matter: Matter) -> Iterator[Breach]:
    """Grades are copied by hand, and one line too far down a table makes a force good that is inadequate. A grade is held against the
    sentences of the report ("is good at investigating crime") and against what stands beside its headings. Where the report seems to
    give none, or more than one, nothing is said.
    """
    report = matter.inspected
    if report is None:
        return
    from pccresponse.inspected.figures import grades_stated

    judgments = matter.response.judgments
    areas = [judgment.area for judgment in judgments.areas]
    graded: list[tuple[Path, str, str]] = [
        (("judgments", "areas", i, "grade"), each.area, each.grade) for i, each in enumerate(judgments.areas)
    ]
    for i, pillar in enumerate(judgments.pillars):
        graded.append((("judgments", "pillars", i, "grade"), pillar.pillar, pillar.grade))
        graded += [
            (("judgments", "pillars", i, "questions", j, "grade"), each.question, each.grade)
            for j, each in enumerate(pillar.questions)
        ]
    for path, name, grade in graded:
        stated = grades_stated(name, report, areas)
        if len(stated) == 1 and grade not in stated:
            yield Breach(message=f"“{name}” is graded {grade} here, and {min(stated)} in the report.", path=path)


@rule(
    "REPORT-COUNT",
    WARNING,
    title="Numbers are those of the report.",
    remedy="Check the number against the report.",
    cites=THE_REPORT,
    needs_report=True,
)
def numbers_are_those_of_the_report(matter: Matter) -> Iterator[Breach]:
    """Three numbers are held against the report that is kept: how many pages it has, the rows of a case audit where the report has a
    row of the same name with as many numbers, and how many findings of a kind there are where the report says how many it makes. What is
    held against that are the findings of the response, in a report on one force, and what the response says that the report contains.
    Findings that repeat an earlier report, or that this one closes, are not counted.
    """
    report = matter.inspected
    if report is None:
        return
    from pccresponse.inspected.figures import counts_stated, row_of

    pages = matter.response.report.pages
    if pages is not None and report.has_pages and str(pages) not in report.last_page_names():
        yield Breach(
            message=f"The report is said to have {pages} pages; {report.name} has {report.page_count}.", path=("report", "pages")
        )
    for position, audit in enumerate(matter.response.judgments.case_audits):
        for number, row in enumerate(audit.rows):
            here = (*row.counts, row.total)
            there = row_of(row.cases, len(here), report)
            if len(there) == 1 and here not in there:
                yield Breach(
                    message=f"“{row.cases}” in the table “{audit.title}” has {_listed(here)}; the report has {_listed(min(there))}.",
                    path=("judgments", "case_audits", position, "rows", number),
                )
    stated = counts_stated(report)
    for kind, number in said_to_contain(matter).items():
        if len(others := stated.get(kind, frozenset())) == 1 and number not in others:
            yield Breach(
                message=f"The report is said to contain {counted(number, kind)}; {report.name} says that it makes {min(others)}.",
                path=("report", "contains", key_of(kind)),
            )
    if not matter.speaks_to_one_force or matter.response.findings is None:
        return  # what is addressed to others may rightly be left out
    ours = new_findings(matter)
    for kind, numbers in stated.items():
        if len(numbers) == 1 and ours[kind] not in numbers:
            yield Breach(
                message=f"The report says that it makes {counted(min(numbers), kind)}; the response has {ours[kind]}, {NEW}.",
                path=("findings", key_of(kind)),
            )


def _listed(numbers: tuple[int, ...]) -> str:
    return f"{', '.join(map(str, numbers[:-1]))} and {numbers[-1]} in all"


@rule(
    "REPORT-TITLE",
    ADVICE,
    title="The report that is kept bears the title that is given.",
    remedy="Check that the file is the report that is answered, and its title.",
    cites=THE_REPORT,
    needs_report=True,
)
def the_report_that_is_kept_bears_its_title(matter: Matter) -> Iterator[Breach]:
    """Nothing is worth verifying against the wrong report. The title, or what follows its colon, is looked for on the first pages."""
    report = matter.inspected
    if report is None:
        return
    from pccresponse.inspected.figures import stands_early

    title = matter.response.report.title
    if not any(stands_early(part, report) for part in (title, title.rpartition(":")[2])):
        yield Breach(
            message=f"The title “{shortened(title)}” is not on the first pages of {report.name}.", path=("report", "title")
        )
