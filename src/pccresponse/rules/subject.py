"""Whether the report is one that this office answers under section 55 at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pccresponse import statute
from pccresponse.errors import LookUpError
from pccresponse.matter import Matter
from pccresponse.naming import in_quotes, listed, shortened
from pccresponse.partial_dates import in_words
from pccresponse.problems import Breach
from pccresponse.rules.rule import ADVICE, ERROR, POLICE_ACT, PROCEDURE, rule

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
def the_report_is_about_our_force(matter: Matter) -> Iterator[Breach]:
    """Section 55(4) and (5): the body that maintains the force comments on a report about it. A report on another force, put beside this
    office's other responses, would be answered under the wrong name and signature.

    The title is looked through for the names and areas of the forces of England and Wales, those of earlier days included. It may
    name another one beside ours. National and thematic reports may name one as an example, so their titles are not looked at. In a
    report on one force, findings that name forces have to name ours somewhere.
    """
    report = matter.response.report
    if report.kind in _SEVERAL or report.about == "several forces":
        return
    title = _folded(report.title)
    if not any(_names(title, name) for name in _our_names(matter)):
        others = [name for force, names in _names_of_forces().items() if force != matter.office.force for name in names]
        found = [name for name in others if _names(title, _folded(name))]
        if found:
            ours = matter.force_name_on(matter.comments_dated)
            yield Breach(
                message=f"The report's title names {max(found, key=len)}, but the office is that of {ours}.",
                path=("report", "title"),
            )
    if not matter.speaks_to_one_force:
        return
    naming = [(path, finding) for path, finding in matter.response.found.every_finding() if finding.named_forces]
    if naming and not any(matter.office.force in finding.named_forces for _, finding in naming):
        named = sorted({name for _, finding in naming for name in finding.named_forces})
        yield Breach(
            message=f"The report is about one force, but the forces that its findings name are {listed(named)}, and never the office's own.",
            path=(*naming[0][0], "named_forces"),
        )


def _our_names(matter: Matter) -> Iterator[str]:
    office = matter.office
    own = [office.force_name, office.body.area]
    if office.body.name:
        own.append(office.body.name.rpartition(" for ")[2].removeprefix("Mayor of "))
    own += _names_of_forces().get(office.force or "", ())
    yield from (_folded(name) for name in own if name)


@cache
def _names_of_forces() -> dict[str, tuple[str, ...]]:
    """Every name and every area of each force, of all days."""
    names: dict[str, tuple[str, ...]] = {}
    for force in statute.forces():
        areas = {body.area for body in statute.bodies_of(force.id) if not body.area.startswith("the ")}
        own = (force.name, force.welsh_name, *(earlier.name for earlier in force.earlier_names))
        names[force.id] = tuple(sorted({name for name in own if name} | areas))
    return names


def _folded(words: str) -> str:
    return " ".join(words.casefold().replace("&", "and").replace("-", " ").replace("’", "'").split())


def _names(title: str, name: str) -> bool:
    """Whether the name stands in the title as whole words."""
    return name in title and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", title) is not None


@rule(
    "NOT-SECTION-55",
    ADVICE,
    title="The report is one that section 55 is about.",
    remedy="Check in the report itself under which provision it was made and published, and whether comments are owed at all.",
    cites=f"{POLICE_ACT}55(1)",
)
def the_report_is_one_that_section_55_is_about(matter: Matter) -> Iterator[Breach]:
    """Section 55 is about the inspectors' reports under section 54 of the Police Act 1996 that are published under section 55(1). Not
    everything that the inspectorate publishes is one: it answers super-complaints under the Police Reform Act 2002, together with
    others; it inspects fire and rescue services under the Fire and Rescue Services Act 2004; it writes letters. A report of another
    inspectorate falls under that inspectorate's own Act.

    An office may answer these as well. The documents would then claim a duty, a last day and recipients that the Act does not give.
    """
    report = matter.response.report
    words = f"{report.title} {report.programme or ''}"
    if _SUPER_COMPLAINT.search(words):
        yield Breach(
            message=f"{in_quotes(shortened(report.title))} seems to answer a super-complaint, which is no report under section 55.",
            path=("report", "title"),
            remedy="Check under which provision it was made. Whether and by when an answer is owed, a super-complaint report says itself.",
        )
    elif _FIRE.search(words) and not _POLICE.search(words):
        yield Breach(
            message=f"{in_quotes(shortened(report.title))} seems to be about a fire and rescue service, which section 55 does not cover.",
            path=("report", "title"),
        )
    if report.kind == "letter":
        yield Breach(
            message="A letter of the inspectorate is a report under section 55 only if it was made under section 54 and published as one.",
            path=("report", "kind"),
            remedy="Check whether the letter is published as a report on an inspection.",
        )
    if report.publisher and not _is_the_inspectorate(report.publisher):
        yield Breach(
            message=f"The report is published by {report.publisher}; section 55 is about the reports of the inspectors of constabulary.",
            path=("report", "publisher"),
        )
    try:
        statute.regime_on(report.published_on, matter.office.force)
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
    title="A report on several forces is also about the office's own.",
    remedy="Check the addressees against the report, and whether it is clear that the force is not its subject.",
    cites=PROCEDURE,
)
def a_report_on_several_forces_is_also_about_ours(matter: Matter) -> Iterator[Breach]:
    """The inspectorate's procedure: a body follows section 55 for every published report, unless its force is clearly not the subject.
    Where a response has findings and none of them is addressed to the force, to the body or to all of their kind, either the
    addressees are wrong or the report is about others.
    """
    findings = [finding for _, finding in matter.response.found.every_finding()]
    if findings and not matter.speaks_to_one_force and not any(matter.is_ours(finding) for finding in findings):
        yield Breach(
            message="None of the findings is addressed to the force or to the body.",
            path=("findings",),
        )
