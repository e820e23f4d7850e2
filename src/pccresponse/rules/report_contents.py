"""The contents of the report according to the response: numbers of findings, grades and case audits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pccresponse import statute
from pccresponse.case.case import Case
from pccresponse.case.naming import capitalised, in_quotes, number_of, ordinal, shortened
from pccresponse.foundation.problems import Breach, Path
from pccresponse.models.findings import A_COUNT, ASKING, IN_WORDS, KIND_CALLED, RECOMMENDATIONS, counts_in, kind_of
from pccresponse.rules.rule import ADVICE, ERROR, POLICE_ACT, THE_REPORT, WARNING, rule

_IN_ORDER = sorted(ASKING, key=lambda kind: kind is not RECOMMENDATIONS)
"""The kinds that ask for something in the order of the messages: recommendations first."""

NEW = "not counting those that repeat an earlier report or are closed"

_VERB = r"(?:makes?|made|contains?|contained|sets? out|issued?|gave|gives|has|had|identif(?:y|ies|ied)|found|lists?)"
_ASKED = re.compile(rf"\b{IN_WORDS}\b", re.IGNORECASE)
_STATED = re.compile(
    rf"\b(?:(?:this|the|its) (?:report|review|inspection|letter)|it|they|we|(?:the )?inspectors|(?:the )?inspectorate|HMIC|HMICFRS)"
    rf" (?:also |has |have )?{_VERB} (?:in all )?{A_COUNT}(?! (?:to|for|addressed|that (?:are|were)|which (?:are|were)|concern))",
    re.IGNORECASE,
)
_ASKS = re.compile(
    rf"\b(?:makes?|made|contains?|contained|sets? out|issued?|gave|gives|identif(?:y|ies|ied)|found|lists?)\b(?: [\w-]+){{0,4}} {IN_WORDS}\b",
    re.IGNORECASE,
)
_NOT_NOW = re.compile(
    r"\b(?:no|not|nor|none|neither|nothing|without|any|earlier|previous|last|former|closes?|closed|met|implemented)\b"
    r"|\b(?:of|from|in|since) (?:\w+ )?(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_CLAUSES = re.compile(r"(?<=[.!?])\s+|\n\s*\n|[;,]\s| and | but ")


def said_to_contain(case: Case) -> dict[str, int]:
    """The number of findings in the whole report by kind, for the kinds whose number the response gives."""
    contains = case.response.report.contains
    found = {kind.one: contains.number_of(kind) for kind in _IN_ORDER} if contains else {}
    return {kind: number for kind, number in found.items() if number is not None}


def new_findings(case: Case) -> dict[str, int]:
    """The number of findings in the response by kind, without those that are repeated or closed."""
    counts = {kind.one: 0 for kind in _IN_ORDER}
    for path, finding in case.response.found.every_finding():
        counts[kind_of(path).one] += not (finding.repeats or finding.closed_on)
    return counts


def every_finding(case: Case) -> dict[str, int]:
    """The number of findings in the response by kind, including those that are repeated or closed."""
    counts = {kind.one: 0 for kind in _IN_ORDER}
    for path, _ in case.response.found.every_finding():
        counts[kind_of(path).one] += 1
    return counts


def key_of(kind: str) -> str:
    """The key under `findings:` and under `contains:`."""
    return KIND_CALLED[kind].key


def counted(number: int, kind: str) -> str:
    """`1 recommendation`, `13 recommendations`."""
    return f"{number} {kind if number == 1 else KIND_CALLED[kind].many}"


@rule(
    "FINDINGS",
    ERROR,
    title="The response gives the findings of the report, or says that there are none.",
    remedy='Add "findings:" with everything that the report asks for, including what it asks of others. If it asks for nothing, write "findings: none".',
    cites=f"{POLICE_ACT}55(5B)",
    may_be=(WARNING,),
    is_duty=True,
)
def it_is_said_what_the_report_asks_for(case: Case) -> Iterator[Breach]:
    """Section 55(5B) requires an explanation of each recommendation. If the response does not mention findings, nobody can tell
    whether the report recommends anything. The subsection did not apply before 2 May 2017, but readers still want to know what the
    report asks for.

    "findings: none" says that the report asks for nothing. It is wrong if the response says that the report contains findings. It
    is also wrong if the summary or the judgments say that the report makes recommendations or finds causes of concern or areas for
    improvement. If they only mention some, this is a warning. In an archive copy of a report that you no longer have, you need not
    say anything.
    """
    response, path = case.response, ("findings",)
    if response.findings is None:
        yield Breach(message="Nothing says what the report asks for: there are no findings.", path=path)
        return
    if any(True for _ in response.found.every_finding()):
        return
    said = (
        "“findings: none” says that the report asks for nothing" if response.findings == "none" else "No finding asks for anything"
    )
    for kind, number in said_to_contain(case).items():
        if number:
            yield Breach(
                message=f"{said}, but the report is said to contain {counted(number, kind)}.", path=path, is_contradiction=True
            )
            return
    clauses = [
        (place, clause)
        for place, words in _summaries(case)
        for clause in _CLAUSES.split(" ".join(words.split()))
        if _ASKED.search(clause) and not _NOT_NOW.search(clause)
    ]
    asking = [(place, clause) for place, clause in clauses if _ASKS.search(clause)]
    for place, clause in (asking or clauses)[:1]:
        yield Breach(
            message=f"{said}, but {_WHERE[place]} speaks of it: {in_quotes(shortened(clause))}.",
            path=path,
            severity=None if asking else WARNING,
            is_contradiction=True,
        )
    if not clauses and response.findings != "none" and not response.found.positive_findings:
        yield Breach(message="The findings are empty.", path=path)


_WHERE: dict[Path, str] = {("report", "summary"): "the summary", ("judgments", "narrative"): "the judgment in words"}


def _summaries(case: Case) -> Iterator[tuple[Path, str]]:
    response = case.response
    if response.report.summary:
        yield ("report", "summary"), response.report.summary
    if response.judgments.narrative:
        yield ("judgments", "narrative"), response.judgments.narrative


@rule(
    "CONTAINS",
    WARNING,
    title='The findings, the summary and "contains:" agree.',
    remedy="Count again in the report, and correct the number that is wrong.",
    cites=THE_REPORT,
    may_be=(ERROR,),
)
def what_the_report_contains_is_said_alike(case: Case) -> Iterator[Breach]:
    """The documents say how many findings the report contains only if "contains:" says so. There cannot be more findings than that.
    There can be fewer in a report on several forces, where you may leave out those of others. In a report on one force, fewer
    findings suggest that you missed one, and with it the duty of section 55(5B). A report may or may not count those that repeat an
    earlier report: both numbers are accepted.

    The program compares numbers in the summary or the judgments with "contains:". In a report on one force without it, the program
    compares them with the findings. It does not count findings that repeat an earlier report, or that this report closes.
    """
    contains, ours, all_there = said_to_contain(case), new_findings(case), every_finding(case)
    given = case.response.findings is not None
    for kind, number in contains.items():
        path = ("report", "contains", key_of(kind))
        here = f"the findings have {ours[kind]}, {NEW}"
        if ours[kind] > number:
            yield Breach(message=f"The report is said to contain {counted(number, kind)}, but {here}.", path=path, severity=ERROR)
        elif all_there[kind] < number and given and case.response.findings != "none" and case.speaks_to_one_force:
            yield Breach(
                message=f"The report is said to contain {counted(number, kind)}; the findings have {all_there[kind]}.",
                path=("findings", key_of(kind)),
                remedy="Add those that are missing, or correct the number.",
            )
    for place, words in _summaries(case):
        for kind, number in ((kind.one, number) for kind, number in counts_in(words, _STATED)):
            if kind in contains and contains[kind] != number:
                against = f"the report is said to contain {contains[kind]}"
            elif kind not in contains and case.speaks_to_one_force and given and not ours[kind] <= number <= all_there[kind]:
                if case.response.findings == "none":
                    continue  # FINDINGS says so
                against = f"the findings have {ours[kind]}, {NEW}"
            else:
                continue
            yield Breach(message=f"{capitalised(_WHERE[place])} speaks of {counted(number, kind)}; {against}.", path=place)


def forms_of_judgments(year: int) -> tuple[str, ...]:
    """The keys under `judgments` for the form in which the inspectorate judged in a year."""
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
def the_numbers_of_a_case_audit_add_up(case: Case) -> Iterator[Breach]:
    """Each row has one number for each grade, and they add up to the total that the report prints.

    Totals counted by hand have been wrong in public papers. If the report itself is wrong, quote it as it is and say so in the
    table's note. The difference is then a warning.
    """
    for position, audit in enumerate(case.response.judgments.case_audits):
        for number, row in enumerate(audit.rows):
            path = ("judgments", "case_audits", position, "rows", number)
            which = f"“{row.cases}” in the table “{audit.title}”"
            if len(row.counts) != len(audit.grades):
                yield Breach(
                    message=f"{which} has {number_of(len(row.counts), 'number')} for {number_of(len(audit.grades), 'grade')}.",
                    path=(*path, "counts"),
                    remedy='Give one number for each of the "grades:", in the same order. Write 0 where there are none.',
                )
            elif sum(row.counts) != row.total:
                yield Breach(
                    message=f"{which}: {' + '.join(map(str, row.counts))} is {sum(row.counts)}, but the total is {row.total}.",
                    path=(*path, "total"),
                    severity=WARNING if audit.note else None,
                )


@rule(
    "GRADES",
    WARNING,
    title="Each judgment is given once, with the grades that the inspectorate used at the time.",
    remedy="Check the grades against the report, and its date of publication.",
    cites="The inspectorate's pages on PEEL assessments",
)
def judgments_are_in_the_form_of_their_day(case: Case) -> Iterator[Breach]:
    """From 2015 to the inspections of 2018/19 the inspectorate graded three pillars (effectiveness, efficiency, legitimacy) by four
    grades. In 2014 it judged in words. Since 2021/22 it grades about ten areas of policing by five grades. No report has both.

    Some reports are on one subject and are not PEEL reports, such as those on crime data integrity from 2015 to 2020. They have a
    grade of their own, or a few. Give these as areas, whatever the year. Before 2021 their grades do not include "adequate".
    """
    judgments, year, era = case.response.judgments, case.response.report.published_on.year, statute.grading()
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
                remedy="Remove one of the two.",
            )


@rule(
    "INADEQUATE",
    ADVICE,
    title="An area graded inadequate has a cause of concern.",
    remedy='Look for the cause of concern in the report, and give it the same "area:".',
    cites="The inspectorate's pages on PEEL assessments",
)
def an_inadequate_area_has_its_cause_of_concern(case: Case) -> Iterator[Breach]:
    """In the inspections of 2023-25 a grade of inadequate comes with a cause of concern. If the file has none, somebody may have
    missed it, and with it the recommendations under it.
    """
    report, causes = case.response.report, case.response.found.causes_of_concern
    earlier = "2021" in (report.programme or "")
    era = statute.grading().inadequate_implies_a_cause
    if earlier or report.published_on.year not in era or any(cause.area is None for cause in causes):
        return
    areas = {cause.area.casefold() for cause in causes if cause.area}
    for position, judgment in enumerate(case.response.judgments.areas):
        if judgment.grade == "inadequate" and judgment.area.casefold() not in areas:
            yield Breach(
                message=f"“{judgment.area}” is graded inadequate, but no cause of concern belongs to it.",
                path=("judgments", "areas", position, "grade"),
            )
