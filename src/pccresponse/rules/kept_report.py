"""The report's own words: findings as published, the pages that they are on, and what is quoted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pccresponse.matter import Matter
from pccresponse.naming import capitalised, in_quotes, mention, shortened, spoken
from pccresponse.problems import Breach
from pccresponse.rules.rule import ERROR, THE_REPORT, WARNING, rule

if TYPE_CHECKING:
    from pccresponse.inspected.nearest import Nearest

_LEGEND = "[-…-] is only here, {+…+} only in the report."


@rule(
    "REPORT-WORDS",
    ERROR,
    title="A finding that is given as published is in the report word for word.",
    remedy='Copy the words from the report, or write "wording: summary".',
    cites=THE_REPORT,
    needs_report=True,
)
def findings_as_published_are_in_the_report(matter: Matter) -> Iterator[Breach]:
    """A finding without "wording: summary" claims to be the report's own words, and is printed as such. Where the report is kept
    beside the response, the claim is verified.

    Quotation marks, hyphens and dashes, ligatures, spaces, bullets and the ends of lines and pages do not count. Words that are left
    out are marked with … or [...], and the parts then have to come in the report's order, each on the same page as the one before or
    on the next; words in [brackets] stand for a few others. Paragraphs and the items of a list may have something between them.
    """
    if matter.inspected is None:
        return
    from pccresponse.rules.sightings import published_findings

    report = matter.inspected
    for path, finding, seen in published_findings(matter, report):
        if seen.spans or not (seen.missing or seen.apart):
            continue
        who = capitalised(mention(path, finding))
        if seen.apart:
            yield Breach(
                message=f"{who} is given as published; its parts are all in {report.name}, but not in this order and close together.",
                path=(*path, "text"),
            )
        elif seen.near and seen.near.share >= 0.5:
            from pccresponse.inspected.differences import shown

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
def findings_are_on_the_page_that_they_name(matter: Matter) -> Iterator[Breach]:
    """A reader turns to the page to see what the finding rests on. A page is known by its printed number or by the label that the file
    gives it; where it has neither, by counting. Of a report without pages, such as a web page, nothing is said; nor of a finding that
    is not in the report's words.
    """
    if matter.inspected is None or not matter.inspected.has_pages:
        return
    from pccresponse.rules.sightings import pages_named, published_findings

    report = matter.inspected
    for path, finding, seen in published_findings(matter, report):
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
def quotations_are_in_the_reports_own_words(matter: Matter) -> Iterator[Breach]:
    """A quotation that has drifted from the report by one word is the first thing that its readers will hold against the whole
    response. Each one is looked for in the report that is kept beside the response.

    A quotation belongs to the report if the text around it speaks only of the report (its summary, the judgments, a finding in other
    words) and names nobody else who speaks, or if its sentence, or the one before that ends with a colon, names the report, the
    inspectors or the inspectorate. Such a quotation that comes near to a passage and differs from it is an error; one that comes near
    to none is a warning, because who is quoted can be read wrongly. One that belongs to nobody is a warning if it is nearly the
    report's words, and nothing otherwise. In the chief officer's comments everything is a warning: the words are not the body's to change.
    """
    if matter.inspected is None:
        return
    from pccresponse.inspected.differences import shown
    from pccresponse.rules.sightings import is_drift, is_surely_drift, quotations

    report = matter.inspected
    for each in quotations(matter, report):
        seen, near = each.seen, each.seen.near
        who = spoken(matter.response, each.path)
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
