"""What the inspectorate concluded: totals that add up, and grades in the form of their day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pccresponse import statute
from pccresponse.matter import Matter
from pccresponse.naming import ordinal
from pccresponse.problems import Breach
from pccresponse.rules.rule import ADVICE, ERROR, WARNING, rule


def forms_of_judgments(year: int) -> tuple[str, ...]:
    """The keys under `judgments` that have the form in which the inspectorate judged in a year."""
    era = statute.grading()
    graded = (("pillars", year in era.pillars), ("areas", year in era.areas))
    return tuple(form for form, used in graded if used) or ("narrative",)


@rule(
    "TOTALS",
    ERROR,
    title="The numbers of a case audit add up.",
    remedy="Correct the numbers. If the report itself prints them so, say that in the table's note.",
    may_be=(WARNING,),
)
def the_numbers_of_a_case_audit_add_up(matter: Matter) -> Iterator[Breach]:
    """A row has one number for each grade, and they come to the total that the report prints.

    Totals counted by hand have been wrong in public papers. Where the report itself is wrong, quote it as it is and say so in
    the note of the table; the difference is then a warning.
    """
    for position, audit in enumerate(matter.response.judgments.case_audits):
        for number, row in enumerate(audit.rows):
            path = ("judgments", "case_audits", position, "rows", number)
            which = f"“{row.cases}” in the table “{audit.title}”"
            if len(row.counts) != len(audit.grades):
                yield Breach(
                    message=f"{which} has {_numbers(len(row.counts))} for {_grades(len(audit.grades))}.",
                    path=(*path, "counts"),
                    remedy='Give one number for each of the "grades:", in their order; 0 where there are none.',
                )
            elif sum(row.counts) != row.total:
                yield Breach(
                    message=f"{which}: {' + '.join(map(str, row.counts))} is {sum(row.counts)}, but the total is {row.total}.",
                    path=(*path, "total"),
                    severity=WARNING if audit.note else None,
                )


def _numbers(count: int) -> str:
    return f"{count} number{'' if count == 1 else 's'}"


def _grades(count: int) -> str:
    return f"{count} grade{'' if count == 1 else 's'}"


@rule(
    "GRADES",
    WARNING,
    title="Judgments are given in the form of their day, each once.",
    remedy="Check the grades against the report, and its date of publication.",
    cites="The inspectorate's pages on PEEL assessments",
)
def judgments_are_in_the_form_of_their_day(matter: Matter) -> Iterator[Breach]:
    """From 2015 to the inspections of 2018/19 the inspectorate graded three pillars (effectiveness, efficiency, legitimacy) by
    four grades; in 2014 it judged in words. Since 2021/22 it grades about ten areas of policing by five grades. No report
    has both.

    Reports on one subject, such as those on crime data integrity of 2015 to 2020, have a grade of their own, or a few, and are no PEEL
    reports. In any year they are given as areas; before 2021 their grades do not include "adequate".
    """
    judgments, year, era = matter.response.judgments, matter.response.report.published_on.year, statute.grading()
    path = ("judgments", "areas")
    single_subject = year in era.single_subject and len(judgments.areas) <= (era.single_subject.most_grades or 0)
    if judgments.pillars and judgments.areas:
        yield Breach(message="The judgments have both pillars and areas; no report has both.", path=path)
    elif judgments.pillars and year not in era.pillars:
        yield Breach(
            message=f"The judgments are given by pillar, as in the reports of {era.pillars.first_year} to {era.pillars.last_year}; "
            f"this one was published in {year}.",
            path=("judgments", "pillars"),
        )
    elif judgments.areas and year not in era.areas and not single_subject:
        yield Breach(
            message=f"The judgments are given by area, as in reports since {era.areas.first_year}; this one was published in {year}.",
            path=path,
        )
    elif year not in era.areas:
        for position, judgment in enumerate(judgments.areas):
            if judgment.grade == "adequate":
                yield Breach(
                    message=f"“{judgment.area}” is graded adequate, a grade that came with the reports of {era.areas.first_year}; "
                    f"this one was published in {year}.",
                    path=(*path, position, "grade"),
                )
    yield from _named_twice("areas", "area", (judgment.area for judgment in judgments.areas))
    yield from _named_twice("pillars", "pillar", (judgment.pillar for judgment in judgments.pillars))


def _named_twice(field: str, key: str, names: Iterable[str]) -> Iterator[Breach]:
    seen: dict[str, int] = {}
    for position, name in enumerate(names):
        first = seen.setdefault(name.casefold(), position)
        if first != position:
            yield Breach(
                message=f"“{name}” is graded twice, as the {ordinal(first)} and the {ordinal(position)} {key}.",
                path=("judgments", field, position, key),
                remedy="Take one of the two out.",
            )


@rule(
    "INADEQUATE",
    ADVICE,
    title="An area graded inadequate has its cause of concern.",
    remedy='Look for the cause of concern in the report, and give it the same "area:".',
    cites="The inspectorate's pages on PEEL assessments",
)
def an_inadequate_area_has_its_cause_of_concern(matter: Matter) -> Iterator[Breach]:
    """In the inspections of 2023-25 a grade of inadequate goes with a cause of concern. Where none is in the file, it may have
    been overlooked, and with it the recommendations that it carries.
    """
    report, causes = matter.response.report, matter.response.found.causes_of_concern
    earlier = "2021" in (report.programme or "")
    era = statute.grading().inadequate_implies_a_cause
    if earlier or report.published_on.year not in era or any(cause.area is None for cause in causes):
        return
    areas = {cause.area.casefold() for cause in causes if cause.area}
    for position, judgment in enumerate(matter.response.judgments.areas):
        if judgment.grade == "inadequate" and judgment.area.casefold() not in areas:
            yield Breach(
                message=f"“{judgment.area}” is graded inadequate, but no cause of concern belongs to it.",
                path=("judgments", "areas", position, "grade"),
            )
