"""The report that is answered: its kind, its force, its summary, its address, and its corrections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from pccresponse import statute
from pccresponse.case.case import Case
from pccresponse.case.naming import at, in_quotes, listed, shortened
from pccresponse.foundation.errors import LookUpError
from pccresponse.foundation.partial_dates import PartialDate, in_words
from pccresponse.foundation.problems import Breach
from pccresponse.models.fields import known
from pccresponse.rules.rule import ADVICE, ERROR, POLICE_ACT, PROCEDURE, THE_REPORT, WARNING, rule


@rule(
    "KIND",
    WARNING,
    title="The response gives what this kind of report needs.",
    remedy="Complete it, or correct the kind.",
    may_be=(ADVICE,),
)
def what_goes_with_the_kind_is_there(case: Case) -> Iterator[Breach]:
    """A joint report has another publisher, and you must name it: section 55 covers only the part of the inspectors of
    constabulary. A post-inspection review follows up an earlier report, and readers will want to know which one.
    """
    report = case.response.report
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
    title="The document tells readers what the report found.",
    remedy='Add "summary:" to the report: a paragraph or two.',
    is_duty=True,
)
def a_reader_learns_what_the_report_found(case: Case) -> Iterator[Breach]:
    """People read comments on a report without having read the report. Without a summary they do not know what the comments are
    about.
    """
    if case.response.report.summary is None:
        yield Breach(message="The report has no summary.", path=("report", "summary"))


@rule(
    "REPORT-URL",
    ADVICE,
    title="The document tells readers where to find the report.",
    remedy='Add "url:" to the report.',
    cites=PROCEDURE,
)
def a_reader_can_find_the_report(case: Case) -> Iterator[Breach]:
    """The comments are about a published report. A link is the quickest way to all that it says. Old reports may no longer be
    online.
    """
    if case.response.report.url is None:
        yield Breach(message="The report's web address is missing.", path=("report", "url"))


_SEVERAL = ("national", "thematic")
_SUPER_COMPLAINT = re.compile(r"\bsuper[- ]?complaints?\b", re.IGNORECASE)
_FIRE = re.compile(r"\bfire (?:and|&) rescue (?:service|authority)\b", re.IGNORECASE)
_POLICE = re.compile(r"\b(?:polic\w*|constabulary|forces?|PEEL)\b", re.IGNORECASE)


@rule(
    "ANOTHER-FORCE",
    ERROR,
    title="The report is about the office's own force.",
    remedy="Put an office.yaml with the right force into the response's own folder, or correct the force in office.yaml.",
    cites=f"{POLICE_ACT}55(4), (5)",
)
def the_report_is_about_our_force(case: Case) -> Iterator[Breach]:
    """Section 55(4) and (5): the body that maintains the force comments on a report about it. If you put a report on another force
    beside this office's responses, the documents would bear the wrong name and signature.

    The program looks in the title for the names and areas of the forces of England and Wales, past and present. The title may name
    another force beside yours. The program does not look at the titles of national and thematic reports, which may name a force as
    an example. In a report on one force, if findings name forces, one of them must be yours.
    """
    report = case.response.report
    if report.kind in _SEVERAL or report.about == "several forces":
        return
    title = _folded(report.title)
    if not any(_names(title, name) for name in _our_names(case)):
        others = [name for force, names in _names_of_forces().items() if force != case.office.force for name in names]
        found = [name for name in others if _names(title, _folded(name))]
        if found:
            ours = case.force_name_on(case.comments_dated)
            yield Breach(
                message=f"The report's title names {max(found, key=len)}, but the office is that of {ours}.",
                path=("report", "title"),
            )
    if not case.speaks_to_one_force:
        return
    naming = [(path, finding) for path, finding in case.response.found.every_finding() if finding.named_forces]
    if naming and not any(case.office.force in finding.named_forces for _, finding in naming):
        named = sorted({name for _, finding in naming for name in finding.named_forces})
        yield Breach(
            message=f"The report is about one force, but the forces that its findings name are {listed(named)}, and never the office's own.",
            path=(*naming[0][0], "named_forces"),
        )


def _our_names(case: Case) -> Iterator[str]:
    office = case.office
    own = [office.force_name, office.body.area]
    if office.body.name:
        own.append(office.body.name.rpartition(" for ")[2].removeprefix("Mayor of "))
    own += _names_of_forces().get(office.force or "", ())
    yield from (_folded(name) for name in own if name)


@cache
def _names_of_forces() -> dict[str, tuple[str, ...]]:
    """The past and present names and areas of each force, by its identifier."""
    names: dict[str, tuple[str, ...]] = {}
    for force in statute.forces():
        areas = {body.area for body in statute.bodies_of(force.id) if not body.area.startswith("the ")}
        own = (force.name, force.welsh_name, *(earlier.name for earlier in force.earlier_names))
        names[force.id] = tuple(sorted({name for name in own if name} | areas))
    return names


def _folded(words: str) -> str:
    return " ".join(words.casefold().replace("&", "and").replace("-", " ").replace("’", "'").split())


def _names(title: str, name: str) -> bool:
    """Whether the name is in the title as whole words."""
    return name in title and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", title) is not None


@rule(
    "NOT-SECTION-55",
    ADVICE,
    title="Section 55 applies to the report.",
    remedy="Check in the report itself under which provision it was made and published, and whether you must comment at all.",
    cites=f"{POLICE_ACT}55(1)",
)
def the_report_is_one_that_section_55_is_about(case: Case) -> Iterator[Breach]:
    """Section 55 is about reports that the inspectors make under section 54 of the Police Act 1996 and publish under section 55(1).
    The inspectorate publishes other things too. It answers super-complaints under the Police Reform Act 2002, together with others.
    It inspects fire and rescue services under the Fire and Rescue Services Act 2004. It writes letters. A report by another
    inspectorate falls under that inspectorate's own Act.

    You can answer these as well. But the documents would then claim a duty, a last day and recipients that the Act does not give.
    """
    report = case.response.report
    words = f"{report.title} {report.programme or ''}"
    if _SUPER_COMPLAINT.search(words):
        yield Breach(
            message=f"{in_quotes(shortened(report.title))} seems to answer a super-complaint, which is not a report under section 55.",
            path=("report", "title"),
            remedy="Check under which provision it was made. A super-complaint report says whether you must answer it, and by when.",
        )
    elif _FIRE.search(words) and not _POLICE.search(words):
        yield Breach(
            message=f"{in_quotes(shortened(report.title))} seems to be about a fire and rescue service, which section 55 does not cover.",
            path=("report", "title"),
        )
    if report.kind == "letter":
        yield Breach(
            message="A letter from the inspectorate is a report under section 55 only if it was made under section 54 and published as one.",
            path=("report", "kind"),
            remedy="Check whether the letter is published as a report on an inspection.",
        )
    if report.publisher and not _is_the_inspectorate(report.publisher):
        yield Breach(
            message=f"The report is published by {report.publisher}; section 55 is about the reports of the inspectors of constabulary.",
            path=("report", "publisher"),
        )
    try:
        statute.regime_on(report.published_on, case.office.force)
    except LookUpError:
        yield Breach(
            message=f"The report was published on {in_words(report.published_on)}, before section 55 was in force.",
            path=("report", "published_on"),
        )


def _is_the_inspectorate(publisher: str) -> bool:
    known = {_folded(name) for each in statute.inspectorates() for name in (each.name, each.short_name)}
    folded = _folded(publisher)
    return (
        any(name in folded for name in known) or "inspectors of constabulary" in folded or "inspectorate of constabulary" in folded
    )


@rule(
    "NOT-OURS",
    ADVICE,
    title="A report on several forces is also about the office's own force.",
    remedy="Check the addressees against the report, and whether it is clear that the force is not its subject.",
    cites=PROCEDURE,
)
def a_report_on_several_forces_is_also_about_ours(case: Case) -> Iterator[Breach]:
    """The inspectorate's procedure: a body follows section 55 for every published report, unless its force is clearly not the
    subject. If a response has findings and none is addressed to the force, the body or all of their kind, something is wrong.
    Either the addressees are wrong, or the report is about others.
    """
    findings = [finding for _, finding in case.response.found.every_finding()]
    if findings and not case.speaks_to_one_force and not any(case.is_ours(finding) for finding in findings):
        yield Breach(message="None of the findings is addressed to the force or to the body.", path=("findings",))


@rule(
    "REPORT-CORRECTED",
    WARNING,
    title="If the report was corrected or withdrawn, the response says when and what.",
    remedy='Give both under "report:": "corrected_on:" with the day, and "correction:" with what was corrected.',
    cites=THE_REPORT,
    may_be=(ADVICE,),
)
def it_is_said_what_was_corrected_in_the_report(case: Case) -> Iterator[Breach]:
    """Reports are sometimes corrected after publication. Readers who compare the two need to know which one the body answered.
    Give both the day and what was corrected.

    The 56 days of section 55(5A) run from the publication of the report. The Act does not say that a correction starts them
    again. A report that was withdrawn may no longer need an answer. The body decides that with the inspectorate.
    """
    report = case.response.report
    if report.corrected_on and not report.correction:
        yield Breach(message="The report was corrected, but nothing says what.", path=("report", "correction"))
    elif report.correction and not report.corrected_on:
        yield Breach(message="Something in the report was corrected, but nothing says when.", path=("report", "corrected_on"))
    if report.withdrawn_on:
        yield Breach(
            message=f"The report was withdrawn {at(report.withdrawn_on)}.",
            path=("report", "withdrawn_on"),
            remedy="Ask the inspectorate whether you still have to publish comments.",
            severity=ADVICE,
        )


@rule(
    "REPORT-DIGEST",
    ERROR,
    title="The report that you keep is the file that you answered.",
    remedy="Restore the file that you answered. Or read the new one, and then write its digest.",
    cites=THE_REPORT,
    may_be=(WARNING, ADVICE),
    needs_report=True,
)
def the_report_that_is_kept_is_the_one_that_was_answered(case: Case) -> Iterator[Breach]:
    """The digest under "file_sha256:" says which file you answered. If the file beside the response has another digest,
    somebody has changed or replaced it. What was checked against the old file may no longer be right. If the report was
    corrected, the digest shows which version you used, so it is worth recording.
    """
    report, kept = case.response.report, case.inspected
    if report.file_sha256 and report.file is None:
        yield Breach(
            message="There is the digest of a file of the report, but no file is named.",
            path=("report", "file_sha256"),
            remedy='Add "file:", or remove "file_sha256:".',
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
    title="Corrections are dated after the first publication, the earliest first.",
    remedy='Correct the date. "published_on:" stays the day of the first publication.',
    cites=f"{POLICE_ACT}55(5)",
)
def corrections_come_after_publication_in_order(case: Case) -> Iterator[Breach]:
    """You can correct published comments and publish them again. The first page of the corrected documents gives the day and what
    was corrected. The date of the first publication stays, because section 55(5A) is about that one.
    """
    corrections = case.response.corrections
    if not corrections:
        return
    published_on = case.response.publication.published_on
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
