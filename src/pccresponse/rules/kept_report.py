"""Comparisons with the report that is kept beside the response: quotations, pages, omissions, grades and numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pccresponse.case.case import Case
from pccresponse.case.naming import capitalised, in_quotes, mention, shortened, spoken
from pccresponse.foundation.problems import Breach, Path
from pccresponse.rules.report_contents import NEW, counted, key_of, new_findings, said_to_contain
from pccresponse.rules.rule import ADVICE, ERROR, THE_REPORT, WARNING, rule

if TYPE_CHECKING:
    from pccresponse.source_report.finding import FoundFinding
    from pccresponse.source_report.nearest_passage import Nearest
    from pccresponse.source_report.report import InspectedReport

_LEGEND = "[-…-] is only in the response, {+…+} only in the report."


@rule(
    "REPORT-WORDS",
    ERROR,
    title="A finding that is given as published is in the report word for word.",
    remedy='Copy the words from the report, or write "wording: summary".',
    cites=THE_REPORT,
    needs_report=True,
)
def findings_as_published_are_in_the_report(case: Case) -> Iterator[Breach]:
    """A finding without "wording: summary" claims to be the report's own words, and the documents print it as such. If you keep the
    report beside the response, the program checks the claim.

    Quotation marks, hyphens and dashes, ligatures, spaces, bullets, line ends and page breaks do not count. Mark words that you
    leave out with … or [...]. The parts must then come in the report's order, each on the same page as the one before or on the
    next. Words in [brackets] stand for a few others. Paragraphs and list items may have something between them in the report.
    """
    if case.inspected is None:
        return
    from pccresponse.rules.report_matches import published_findings

    report = case.inspected
    for path, finding, seen in published_findings(case, report):
        if seen.spans or not (seen.missing or seen.apart):
            continue
        who = capitalised(mention(path, finding))
        if seen.apart:
            yield Breach(
                message=f"{who} is given as published. Its parts are all in {report.name}, but not in this order and close together.",
                path=(*path, "text"),
            )
        elif seen.near and seen.near.share >= 0.5:
            from pccresponse.source_report.quotation_search import shown

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
    """Readers turn to the page to see what the finding is based on. The program finds a page by its printed number or by the label
    that the file gives it. If it has neither, the program counts. The rule says nothing about a report without pages, such as a web
    page, or about a finding that is not in the report's words.
    """
    if case.inspected is None or not case.inspected.has_pages:
        return
    from pccresponse.rules.report_matches import pages_named, published_findings

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
    title="A quotation from the report uses the report's own words.",
    remedy="Quote the report's own words, or remove the quotation marks.",
    cites=THE_REPORT,
    needs_report=True,
    may_be=(WARNING,),
)
def quotations_are_in_the_reports_own_words(case: Case) -> Iterator[Breach]:
    """If a quotation differs from the report by one word, readers will doubt the whole response. The program looks for each
    quotation in the report that you keep beside the response.

    A quotation belongs to the report in two cases. The first is that the text is only about the report (its summary, the
    judgments, a finding in other words) and the sentence names no other speaker. The second is that its sentence names the
    report, the inspectors or the inspectorate. The sentence before may name them instead, if it ends with a colon.

    If such a quotation is close to a passage but differs, this is an error. If it is close to none, this is a warning, because
    the program can misread who is quoted. If nobody is named as the speaker, you get a warning if the quotation is nearly the
    report's words. In the chief officer's comments everything is a warning, because the body may not change those words.
    """
    if case.inspected is None:
        return
    from pccresponse.rules.report_matches import is_drift, is_surely_drift, quotations
    from pccresponse.source_report.quotation_search import shown

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
                remedy=f"{_LEGEND} Quote the report's own words, or remove the quotation marks.",
                severity=severity if each.of_the_report else WARNING,
            )
        elif each.of_the_report:
            yield Breach(
                message=f"{who}: nothing like the quotation {quoted} is in {report.name}.",
                path=each.path,
                words=each.words,
                remedy="If you quote somebody else, name them in the sentence. If not, quote the report's own words.",
                severity=WARNING,
            )


def _on_page(name: str | None) -> str:
    return f" on page {name}" if name else ""


def _around_the_first_change(words: Sequence[str], near: Nearest) -> str:
    """The first words that differ and two words before them, which locate the line."""
    if not near.changes:
        return ""
    first = near.changes[0]
    return " ".join(words[max(0, first.start - 2) : max(first.end, first.start + 1)])


@rule(
    "LEFT-OUT",
    WARNING,
    title="The findings include everything that the report asks for.",
    remedy="Add it to the findings, or check that it repeats one that is already there.",
    cites=THE_REPORT,
    needs_report=True,
    may_be=(ERROR,),
)
def nothing_that_the_report_asks_for_is_left_out(case: Case) -> Iterator[Breach]:
    """Section 55(5B) requires an explanation of each recommendation, so if you miss a recommendation, you miss a duty. The
    program looks for recommendations, causes of concern and areas for improvement in the report that you keep beside the
    response. It looks under the headings that the inspectorate uses, and in sentences that recommend something or give a
    day.

    It takes one as included if it has the number of a finding, or if it has the words of a finding. It also does so if a
    finding in other words has most of its words. It skips contents pages and the findings of earlier reports. In a report on
    several forces it skips what is addressed to others. If one point of a list is a finding, each point must be one.

    A person must decide, so this is a warning. If the response says "findings: none", anything that the report asks for
    contradicts it. That is an error.
    """
    report = case.inspected
    if report is None:
        return
    from pccresponse.rules.report_matches import Answers
    from pccresponse.source_report.found_findings import findings_in
    from pccresponse.source_report.report import Span

    if case.response.findings == "none":
        asked = findings_in(report)
        for ask in asked[:1]:
            first = in_quotes(shortened(report.text(Span(ask.start, min(ask.end, ask.start + 14)))))
            yield Breach(
                message=f"“findings: none” says that the report asks for nothing, but {report.name} seems to ask for "
                f"{len(asked)} {'thing' if len(asked) == 1 else 'things'}, such as{_in_brackets(report, ask)}: {first}.",
                path=("findings",),
                remedy='Add them under "findings:", including those that are addressed to others.',
                severity=ERROR,
            )
        return
    answers = Answers(case, report)
    told: set[str] = set()
    for ask in findings_in(report):
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


def _named(ask: FoundFinding) -> str:
    if ask.label:
        return f"{capitalised(ask.kind)} {ask.label} of the report"
    return f"{'An' if ask.kind[0] == 'a' else 'A'} {ask.kind} of the report"


def _in_brackets(report: InspectedReport, ask: FoundFinding) -> str:
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
    """People copy grades by hand, and one line too far down a table makes an inadequate force good. The program compares each grade
    with the sentences of the report ("is good at investigating crime") and with the words beside its headings. If the report
    seems to give no grade, or more than one, the rule says nothing.
    """
    report = case.inspected
    if report is None:
        return
    from pccresponse.source_report.stated_grades import grades_stated

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
    title="The numbers are the same as in the report.",
    remedy="Check the number against the report.",
    cites=THE_REPORT,
    needs_report=True,
)
def numbers_are_those_of_the_report(case: Case) -> Iterator[Breach]:
    """The program compares three kinds of number with the report that you keep. The first is the number of pages. The second is the
    rows of a case audit, if the report has a row of the same name with as many numbers. The third is how many findings of a kind
    the report says that it makes.

    It compares that third number with "contains:" and, in a report on one force, with the findings of the response. It does not
    count findings that repeat an earlier report, or that this report closes.
    """
    report = case.inspected
    if report is None:
        return
    from pccresponse.source_report.report_facts import row_of
    from pccresponse.source_report.stated_counts import counts_stated

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
    title="The report that you keep has the title that you give.",
    remedy="Check that the file is the report that you are answering, and check its title.",
    cites=THE_REPORT,
    needs_report=True,
)
def the_report_that_is_kept_bears_its_title(case: Case) -> Iterator[Breach]:
    """Checking against the wrong report proves nothing. The program looks for the title, or what follows its colon, on the first
    pages.
    """
    report = case.inspected
    if report is None:
        return
    from pccresponse.source_report.report_facts import stands_early

    title = case.response.report.title
    if not any(stands_early(part, report) for part in (title, title.rpartition(":")[2])):
        yield Breach(
            message=f"The title “{shortened(title)}” is not on the first pages of {report.name}.", path=("report", "title")
        )
