"""What can be checked only where the report itself is kept: quotations, pages, omissions, grades and numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pccresponse.case.case import Case
from pccresponse.case.naming import capitalised, in_quotes, mention, shortened, spoken
from pccresponse.foundation.problems import Breach, Path
from pccresponse.rules.report_contents import NEW, counted, key_of, new_findings, said_to_contain
from pccresponse.rules.rule import ADVICE, ERROR, THE_REPORT, WARNING, rule

if TYPE_CHECKING:
    from pccresponse.source_report.nearest import Nearest

if TYPE_CHECKING:
    from pccresponse.source_report.asks import Ask
    from pccresponse.source_report.report import InspectedReport


_LEGEND = "[-…-] is only here, {+…+} only in the report."


@rule(
    "REPORT-WORDS",
    ERROR,
    title="A finding that is given as published is in the report word for word.",
    remedy='Copy the words from the report, or write "wording: summary".',
    cites=THE_REPORT,
    needs_report=True,
)
def findings_as_published_are_in_the_report(case: Case) -> Iterator[Breach]:
    """A finding without "wording: summary" claims to be the report's own words, and is printed as such. Where the report is kept
    beside the response, the claim is verified.

    Quotation marks, hyphens and dashes, ligatures, spaces, bullets and the ends of lines and pages do not count. Words that are left
    out are marked with … or [...], and the parts then have to come in the report's order, each on the same page as the one before or
    on the next; words in [brackets] stand for a few others. Paragraphs and the items of a list may have something between them.
    """
    if case.inspected is None:
        return
    from pccresponse.rules.quotation_matches import published_findings

    report = case.inspected
    for path, finding, seen in published_findings(case, report):
        if seen.spans or not (seen.missing or seen.apart):
            continue
        who = capitalised(mention(path, finding))
        if seen.apart:
            yield Breach(
                message=f"{who} is given as published; its parts are all in {report.name}, but not in this order and close together.",
                path=(*path, "text"),
            )
        elif seen.near and seen.near.share >= 0.5:
            from pccresponse.source_report.differences import shown

            assert seen.missing is not None
            where = _on_page(report.page_name(seen.near.span.start))
            yield Breach(
                message=f"{who} is given as published, but the report has other words{where}: "
                f"{in_quotes(shown(seen.missing.words, seen.near, report))}.",
                path=(*path, "text"),
                words=_around_the_first_change(seen.missing.words, seen.near),
                remedy=f'{_LEGEND} Copy the words from the report, or write "wording: summary".',
            )
        else:
            words = " ".join(seen.missing.words) if seen.missing else finding.text
            yield Breach(
                message=f"{who} is given as published, but nothing like {in_quotes(shortened(words))} is in {report.name}.",
                path=(*path, "text"),
            )


@rule(
    "REPORT-PAGE",
    WARNING,
    title="A finding is on the page of the report that it names.",
    remedy="Correct the page.",
    cites=THE_REPORT,
    needs_report=True,
)
def findings_are_on_the_page_that_they_name(case: Case) -> Iterator[Breach]:
    """A reader turns to the page to see what the finding rests on. A page is known by its printed number or by the label that the file
    gives it; where it has neither, by counting. Of a report without pages, such as a web page, nothing is said; nor of a finding that
    is not in the report's words.
    """
    if case.inspected is None or not case.inspected.has_pages:
        return
    from pccresponse.rules.quotation_matches import pages_named, published_findings

    report = case.inspected
    for path, finding, seen in published_findings(case, report):
        if finding.page is None or not seen.spans or seen.span is None:
            continue
        claimed, there = pages_named(finding.page), report.page_names(seen.span)
        if claimed and not claimed & there:
            yield Breach(
                message=f"{capitalised(mention(path, finding))} is said to be on page {finding.page}; "
                f"its words are on page {report.page_name(seen.span.start)}.",
                path=(*path, "page"),
            )


@rule(
    "QUOTATION",
    ERROR,
    title="What is quoted from the report is in the report's own words.",
    remedy="Quote the report's own words, or take the quotation marks away.",
    cites=THE_REPORT,
    needs_report=True,
    may_be=(WARNING,),
)
def quotations_are_in_the_reports_own_words(case: Case) -> Iterator[Breach]:
    """A quotation that has drifted from the report by one word is the first thing that its readers will hold against the whole
    response. Each one is looked for in the report that is kept beside the response.

    A quotation belongs to the report if the text around it speaks only of the report (its summary, the judgments, a finding in other
    words) and names nobody else who speaks, or if its sentence, or the one before that ends with a colon, names the report, the
    inspectors or the inspectorate. Such a quotation that comes near to a passage and differs from it is an error; one that comes near
    to none is a warning, because who is quoted can be read wrongly. One that belongs to nobody is a warning if it is nearly the
    report's words, and nothing otherwise. In the chief officer's comments everything is a warning: the words are not the body's to change.
    """
    if case.inspected is None:
        return
    from pccresponse.rules.quotation_matches import is_drift, is_surely_drift, quotations
    from pccresponse.source_report.differences import shown

    report = case.inspected
    for each in quotations(case, report):
        seen, near = each.seen, each.seen.near
        who = spoken(case.response, each.path)
        quoted = in_quotes(shortened(each.words))
        severity = WARNING if each.by_chief_officer else None
        if seen.spans or not (seen.missing or seen.apart):
            continue
        if seen.apart:
            if each.of_the_report:
                yield Breach(
                    message=f"{who}: the parts of the quotation {quoted} are in the report, but not in this order and close together.",
                    path=each.path,
                    words=each.words,
                    severity=severity,
                )
        elif near and seen.missing and (is_drift(near) if each.of_the_report else is_surely_drift(near)):
            where = _on_page(report.page_name(near.span.start))
            says = "is not what the report says" if each.of_the_report else "is nearly, but not quite, what the report says"
            yield Breach(
                message=f"{who}: the quotation {quoted} {says}{where}: {in_quotes(shown(seen.missing.words, near, report))}.",
                path=each.path,
                words=each.words,
                remedy=f"{_LEGEND} Quote the report's own words, or take the quotation marks away.",
                severity=severity if each.of_the_report else WARNING,
            )
        elif each.of_the_report:
            yield Breach(
                message=f"{who}: nothing like the quotation {quoted} is in {report.name}.",
                path=each.path,
                words=each.words,
                remedy="If somebody else is quoted, name them in the sentence; if not, quote the report's own words.",
                severity=WARNING,
            )


def _on_page(name: str | None) -> str:
    return f" on page {name}" if name else ""


def _around_the_first_change(words: Sequence[str], near: Nearest) -> str:
    """The first words that differ, with two before them: enough to find their line."""
    if not near.changes:
        return ""
    first = near.changes[0]
    return " ".join(words[max(0, first.start - 2) : max(first.end, first.start + 1)])


# What the report asks for and concludes


@rule(
    "LEFT-OUT",
    WARNING,
    title="Everything that the report asks for is among the findings.",
    remedy="Add it to the findings, or make sure that it repeats one that is there.",
    cites=THE_REPORT,
    needs_report=True,
    may_be=(ERROR,),
)
def nothing_that_the_report_asks_for_is_left_out(case: Case) -> Iterator[Breach]:
    """Section 55(5B) asks for an explanation of each recommendation, so that one which was overlooked in the report is a duty that was
    not done. In the report that is kept beside the response, recommendations, causes of concern and areas for improvement are looked
    for under the headings that the inspectorate prints, and in sentences that recommend or give a day.

    One is taken to be among the findings if it bears the number of one of them, if the words of one of them stand there, or if a finding
    in other words has most of its words. Lists of contents and what an earlier report asked for are passed over; in a report on
    several forces, so is what is addressed to others. Of a list of points, one of which is a finding of its own, each has to be one. It
    remains a case for a person, and is therefore a warning. Where the response says "findings: none", anything that the report asks
    for contradicts it, and is an error.
    """
    report = case.inspected
    if report is None:
        return
    from pccresponse.rules.finding_matches import Answers
    from pccresponse.source_report.asks import asks_of
    from pccresponse.source_report.report import Span

    if case.response.findings == "none":
        asked = asks_of(report)
        for ask in asked[:1]:
            first = in_quotes(shortened(report.text(Span(ask.start, min(ask.end, ask.start + 14)))))
            yield Breach(
                message=f"“findings: none” says that the report asks for nothing, but {report.name} seems to ask for "
                f"{len(asked)} {'thing' if len(asked) == 1 else 'things'}, such as{_in_brackets(report, ask)}: {first}.",
                path=("findings",),
                remedy='Put them under "findings:", also those that are addressed to others.',
                severity=ERROR,
            )
        return
    answers = Answers(case, report)
    told: set[str] = set()
    for ask in asks_of(report):
        if not (case.speaks_to_one_force or answers.may_be_addressed_to_us(ask)):
            continue
        if answers.has(ask):
            for point in answers.points_left_out(ask):
                yield Breach(
                    message=f"A point of {_named(ask).lower()}{_in_brackets(report, ask)} is in none of the findings: "
                    f"{in_quotes(shortened(report.text(Span(point.start, min(point.end, point.start + 14)))))}.",
                    path=("findings", key_of(ask.kind)),
                )
            continue
        if (beginning := answers.beginning_of(ask)) in told:
            continue
        told.add(beginning)
        yield Breach(
            message=f"{_named(ask)}{_in_brackets(report, ask)} is in none of the findings: {in_quotes(shortened(report.text(Span(ask.start, min(ask.end, ask.start + 14)))))}.",
            path=("findings", key_of(ask.kind)),
        )


def _named(ask: Ask) -> str:
    if ask.number:
        return f"{capitalised(ask.kind)} {ask.number} of the report"
    return f"{'An' if ask.kind[0] == 'a' else 'A'} {ask.kind} of the report"


def _in_brackets(report: InspectedReport, ask: Ask) -> str:
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
def a_grade_is_the_one_that_the_report_gives(case: Case) -> Iterator[Breach]:
    """Grades are copied by hand, and one line too far down a table makes a force good that is inadequate. A grade is held against the
    sentences of the report ("is good at investigating crime") and against what stands beside its headings. Where the report seems to
    give none, or more than one, nothing is said.
    """
    report = case.inspected
    if report is None:
        return
    from pccresponse.source_report.figures import grades_stated

    judgments = case.response.judgments
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
def numbers_are_those_of_the_report(case: Case) -> Iterator[Breach]:
    """Three numbers are held against the report that is kept: how many pages it has, the rows of a case audit where the report has a
    row of the same name with as many numbers, and how many findings of a kind there are where the report says how many it makes. What is
    held against that are the findings of the response, in a report on one force, and what the response says that the report contains.
    Findings that repeat an earlier report, or that this one closes, are not counted.
    """
    report = case.inspected
    if report is None:
        return
    from pccresponse.source_report.figures import counts_stated, row_of

    pages = case.response.report.pages
    if pages is not None and report.has_pages and str(pages) not in report.last_page_names():
        yield Breach(
            message=f"The report is said to have {pages} pages; {report.name} has {report.page_count}.", path=("report", "pages")
        )
    for position, audit in enumerate(case.response.judgments.case_audits):
        for number, row in enumerate(audit.rows):
            here = (*row.counts, row.total)
            there = row_of(row.cases, len(here), report)
            if len(there) == 1 and here not in there:
                yield Breach(
                    message=f"“{row.cases}” in the table “{audit.title}” has {_listed(here)}; the report has {_listed(min(there))}.",
                    path=("judgments", "case_audits", position, "rows", number),
                )
    stated = counts_stated(report)
    for kind, number in said_to_contain(case).items():
        if len(others := stated.get(kind, frozenset())) == 1 and number not in others:
            yield Breach(
                message=f"The report is said to contain {counted(number, kind)}; {report.name} says that it makes {min(others)}.",
                path=("report", "contains", key_of(kind)),
            )
    if not case.speaks_to_one_force or case.response.findings is None:
        return  # what is addressed to others may rightly be left out
    ours = new_findings(case)
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
def the_report_that_is_kept_bears_its_title(case: Case) -> Iterator[Breach]:
    """Nothing is worth verifying against the wrong report. The title, or what follows its colon, is looked for on the first pages."""
    report = case.inspected
    if report is None:
        return
    from pccresponse.source_report.figures import stands_early

    title = case.response.report.title
    if not any(stands_early(part, report) for part in (title, title.rpartition(":")[2])):
        yield Breach(
            message=f"The title “{shortened(title)}” is not on the first pages of {report.name}.", path=("report", "title")
        )
