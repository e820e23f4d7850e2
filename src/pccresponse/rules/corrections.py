"""What was changed after publication: in the report, in our own documents, and in the file of the report that is kept."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pccresponse.matter import Matter
from pccresponse.models.scalars import known
from pccresponse.naming import at
from pccresponse.partial_dates import PartialDate, in_words
from pccresponse.problems import Breach
from pccresponse.rules.rule import ADVICE, ERROR, POLICE_ACT, THE_REPORT, WARNING, rule


@rule(
    "REPORT-CORRECTED",
    WARNING,
    title="Where the report was corrected or withdrawn, it is said when and what.",
    remedy='Give both under "report:": "corrected_on:" with the day, and "correction:" with what was corrected.',
    cites=THE_REPORT,
    may_be=(ADVICE,),
)
def it_is_said_what_was_corrected_in_the_report(matter: Matter) -> Iterator[Breach]:
    """Reports are sometimes corrected after publication, and a reader who compares has to know which of the two was answered. A day
    without what was corrected tells half of it, and so does the reverse. The 56 days of section 55(5A) are counted from the
    publication of the report; the Act does not say that a correction starts them again.

    A report that was withdrawn may need no answer any more, which is for the body to decide with the inspectorate.
    """
    report = matter.response.report
    if report.corrected_on and not report.correction:
        yield Breach(message="The report was corrected, but nothing says what.", path=("report", "correction"))
    elif report.correction and not report.corrected_on:
        yield Breach(message="Something in the report was corrected, but nothing says when.", path=("report", "corrected_on"))
    if report.withdrawn_on:
        yield Breach(
            message=f"The report was withdrawn {at(report.withdrawn_on)}.",
            path=("report", "withdrawn_on"),
            remedy="Ask the inspectorate whether comments are still to be published.",
            severity=ADVICE,
        )


@rule(
    "REPORT-DIGEST",
    ERROR,
    title="The report that is kept is the file that was answered.",
    remedy="Get the file back that was answered; or read the new one, and then write its digest.",
    cites=THE_REPORT,
    may_be=(WARNING, ADVICE),
    needs_report=True,
)
def the_report_that_is_kept_is_the_one_that_was_answered(matter: Matter) -> Iterator[Breach]:
    """A digest under "file_sha256:" says which file was answered. If the file beside the response has another one, somebody has changed or
    replaced it, and what was verified against it may no longer hold. Where the report was corrected, the digest says which of its
    forms was used; it is then worth writing down.
    """
    report, kept = matter.response.report, matter.inspected
    if report.file_sha256 and report.file is None:
        yield Breach(
            message="There is the digest of a file of the report, but no file is named.",
            path=("report", "file_sha256"),
            remedy='Add "file:", or take "file_sha256:" out.',
            severity=WARNING,
        )
    if kept is None:
        return
    if report.file_sha256 and report.file_sha256 != kept.digest:
        yield Breach(
            message=f"{kept.name} is not the file that was answered: its digest is {kept.digest}.", path=("report", "file_sha256")
        )
    elif report.file_sha256 is None and report.corrected_on:
        yield Breach(
            message=f"The report was corrected, and nothing says which form of it {kept.name} is.",
            path=("report", "file_sha256"),
            remedy=f'Add "file_sha256: {kept.digest}" under "report:".',
            severity=ADVICE,
        )


@rule(
    "CORRECTIONS",
    ERROR,
    title="What was corrected in published comments is dated after the first publication, the earliest first.",
    remedy='Correct the date. "published_on:" stays the day of the first publication.',
    cites=f"{POLICE_ACT}55(5)",
)
def corrections_come_after_publication_in_order(matter: Matter) -> Iterator[Breach]:
    """Comments that were published can be corrected and published again. The corrected documents say on their first page of what day they
    are and what was corrected; the date of the first publication stays, because section 55(5A) is about that one.
    """
    corrections = matter.response.corrections
    if not corrections:
        return
    published_on = matter.response.publication.published_on
    published = known(published_on)
    if published_on is None:
        yield Breach(
            message="There is a correction, but nothing says when the comments were first published.",
            path=("publication", "published_on"),
            remedy='Add "published_on:" under "publication:": the day of the first publication.',
        )
    for position, each in enumerate(corrections):
        if published and published.is_certainly_after(PartialDate.of(each.on)):
            yield Breach(
                message=f"The correction is dated {in_words(each.on)}, but the comments were first published {at(published)}.",
                path=("corrections", position, "on"),
            )
    for position, (earlier, later) in enumerate(pairwise(corrections), 1):
        if later.on < earlier.on:
            yield Breach(
                message=f"The correction of {in_words(later.on)} comes after that of {in_words(earlier.on)}.",
                path=("corrections", position, "on"),
                remedy="Put the corrections in the order of their dates, the earliest first.",
            )
