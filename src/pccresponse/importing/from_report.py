"""What of a report goes where in a response, what is left to a person, and the tally."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

import msgspec
from msgspec import structs

from pccresponse import statute
from pccresponse.importing.addressees import OurForce, addressed_to
from pccresponse.importing.places_in_report import PlaceInReport, place_at, places_of_facts
from pccresponse.models.findings import ASKING
from pccresponse.models.report import ONE_FORCE, ReportKind
from pccresponse.models.words_about_time import window_of
from pccresponse.source_report.finding import FindingDoubt, FoundFinding, text_of
from pccresponse.source_report.found_findings import findings_in
from pccresponse.source_report.graded_sentences import StatedGrade
from pccresponse.source_report.report import InspectedReport, Span
from pccresponse.source_report.report_facts import ReportFacts, facts_in
from pccresponse.source_report.stated_counts import counts_stated
from pccresponse.source_report.stated_grades import contradictions_in, grades_in, shows_unread_grades

_ASKED: dict[FindingDoubt, str] = {
    "several": "Is this one {kind}, or one for each of its {points} points?",
    "carried over": "Is this new, or does it carry over a finding of an earlier report? If so, add “repeats:”.",
    "whose cause": "Does this belong to the cause of concern above? If so, move it under its “recommendations:”.",
    "addressee": "The report does not say in so many words who this is addressed to. Is it you or your force?",
    "no heading": "No heading in the report says that this is a {kind}. Is it one?",
}


_NAMES_ONE_FORCE = re.compile(
    r"\b(?:inspection|assessment|review|integrity|visit) (?:of|in|to) [A-Z][\w’'&, -]*(?:Police|Constabulary)\b"
)


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a person has to decide."""

    about: str
    """Such as `publication date`, `several` or `carried over`."""
    text: str


class ImportedFinding(msgspec.Struct, frozen=True, kw_only=True):
    """A finding as it will be in the response."""

    kind: str
    label: str | None
    heading: str | None
    parts: tuple[tuple[str, bool], ...]
    """Its paragraphs, each with whether it is an item of a list."""
    page: str | None
    place: str
    """Its page and the heading above it, in words."""
    area: str | None
    due_wording: str | None
    due_on: str | None
    """The day or the month, where the words make it certain."""
    addressee_in_words: str | None
    addressees: tuple[str, ...]
    other_addressees: tuple[str, ...]
    under: int | None
    """The place, among all, of the cause of concern that it belongs to."""
    may_concern_us: bool
    points: int
    questions: tuple[Question, ...]

    @property
    def text(self) -> str:
        """Its text, as the report prints it."""
        return "\n".join(f"- {words}" if is_item else words for words, is_item in self.parts)


class ImportedReport(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a report gives to a response."""

    facts: ReportFacts
    title: str
    published_on: date
    kind: ReportKind
    pages: int | None
    findings: tuple[ImportedFinding, ...]
    grades: tuple[StatedGrade, ...]
    places: dict[str, PlaceInReport]
    """Where the report says its title, its dates and its numbers, by the name of the field."""
    grade_places: dict[str, str]
    """Where it gives each grade, by what has it."""
    stated: dict[str, tuple[int, ...]]
    """How many of a kind the report says that it makes."""
    questions: tuple[Question, ...]
    """About the report as a whole."""

    @property
    def every_question(self) -> tuple[Question, ...]:
        """Those about the report, then those about each finding."""
        return (*self.questions, *(question for finding in self.findings for question in finding.questions))

    def count(self, kind: str) -> int:
        """How many of a kind were found."""
        return sum(finding.kind == kind for finding in self.findings)


def kind_of_report(facts: ReportFacts, title: str, ours: OurForce) -> ReportKind:
    """What kind of report it seems to be; a report whose title names one force is about that force."""
    if facts.is_letter:
        return "letter"
    if facts.is_joint:
        return "joint"
    if len(statute.forces_named_in(title)) == 1 or ours.is_named_in(title) or _NAMES_ONE_FORCE.search(title):
        return "post-inspection review" if facts.is_about_an_earlier_one else "force"
    return "national"


def imported(
    report: InspectedReport,
    *,
    title: str,
    published_on: date,
    kind: ReportKind,
    ours: OurForce,
    is_given: Callable[[str], bool],
) -> ImportedReport:
    """Everything in the report, with the questions. `is_given` says which of `title`, `published_on` and `kind` a person gave."""
    facts = facts_in(report)
    found = findings_in(report)
    one_force = kind in ONE_FORCE
    findings = tuple(_finding(each, report, published_on, ours, one_force=one_force) for each in found)
    findings = tuple(structs.replace(each, area=None) if each.area in (title, facts.title) else each for each in findings)
    stated = {kind: tuple(sorted(numbers)) for kind, numbers in counts_stated(report).items()}
    grades = grades_in(report)
    return ImportedReport(
        facts=facts,
        title=title,
        published_on=published_on,
        kind=kind,
        pages=report.page_count if report.has_pages else None,
        findings=findings,
        grades=grades,
        places=places_of_facts(facts, title, stated, report),
        grade_places={grade.name: place_at(grade.start, report, without=grade.name) for grade in grades},
        stated=stated,
        questions=tuple(_about_the_report(report, facts, findings, stated, kind, title, ours, is_given)),
    )


def _about_the_report(
    report: InspectedReport,
    facts: ReportFacts,
    findings: Sequence[ImportedFinding],
    stated: dict[str, tuple[int, ...]],
    kind: ReportKind,
    title: str,
    ours: OurForce,
    is_given: Callable[[str], bool],
) -> list[Question]:
    asked = [
        Question(
            about="reading",
            text="The program has read everything below from the report. Compare it with the report, page by page.",
        )
    ]
    if not is_given("published_on"):
        asked.append(
            Question(
                about="publication date",
                text="Is this the day of publication? Web pages sometimes show the day of a conversion. The last day to publish depends on this date.",
            )
        )
    if not is_given("kind"):
        asked.append(Question(about="kind", text=f"Is “{kind}” the right kind of report?"))
    if not is_given("title"):
        asked.append(Question(about="title", text="Is this the title on the cover?"))
    if kind in ONE_FORCE and not ours.is_named_in(f"{title} {facts.title or ''}"):
        asked.append(Question(about="whose report", text="The title does not name your force. Is the report about your force?"))
    asked += _about_counts(findings, stated)
    asked += [
        Question(about="grade", text=f"The report seems to give “{name}” two grades. Write the right one here.")
        for name in contradictions_in(report)
    ]
    if shows_unread_grades(report):
        asked.append(
            Question(
                about="grade", text="The report shows grades in columns, and they could not be read for certain. Put each one in."
            )
        )
    if not findings:
        asked.append(
            Question(
                about="no findings",
                text="No findings were found in the report. If that is right, write “findings: none”. If not, add them.",
            )
        )
    return asked


def _about_counts(findings: Sequence[ImportedFinding], stated: dict[str, tuple[int, ...]]) -> Iterator[Question]:
    for each in ASKING:
        number = sum(finding.kind == each.one for finding in findings)
        if (says := stated.get(each.one)) and number not in says:
            verb = "was" if number == 1 else "were"
            yield Question(about="count", text=f"The report says {_either(says)} {each.many}; {number} {verb} found.")


def split(report: ImportedReport, place: int) -> ImportedReport:
    """The report with one finding for each point of the finding at a place, each with the words that all of them have in common."""
    whole = report.findings[place]
    items = [number for number, (_, is_item) in enumerate(whole.parts) if is_item]
    label = f"such as {whole.label}(a), " if whole.label else ""
    asked = Question(
        about="label", text=f"The report gives this point no label of its own. Give it one, {label}or take this line away."
    )
    points = tuple(
        structs.replace(
            whole,
            label=None,
            parts=tuple(part for other, part in enumerate(whole.parts) if other == number or other not in items),
            points=1,
            questions=(asked, *(each for each in whole.questions if each.about != "several")),
        )
        for number in items
    )
    before, after = report.findings[:place], report.findings[place + 1 :]
    findings = tuple(_counted_on(each, place, len(points) - 1) for each in (*before, *points, *after))
    others = [each for each in report.questions if each.about != "count"]
    return structs.replace(report, findings=findings, questions=(*others, *_about_counts(findings, report.stated)))


def _counted_on(finding: ImportedFinding, place: int, more: int) -> ImportedFinding:
    """The finding with the place of its cause of concern moved on by `more`, if that comes after `place`."""
    return structs.replace(finding, under=finding.under + more) if finding.under is not None and finding.under > place else finding


def _either(numbers: Sequence[int]) -> str:
    return " or ".join(map(str, numbers))


def _finding(
    found: FoundFinding, report: InspectedReport, published_on: date, ours: OurForce, *, one_force: bool
) -> ImportedFinding:
    heading, parts = text_of(found, report)
    if not parts:  # a title is all there is
        heading, parts = None, ((report.text(Span(found.start, found.end)), False),)
    to = addressed_to(found.addressee, ours)
    doubts = [doubt for doubt in found.doubts if not (doubt == "addressee" and one_force)]
    if not one_force and not found.addressee and "addressee" not in doubts:
        doubts.append("addressee")
    us = one_force or to.may_concern_us
    due = window_of(found.due, published_on) if found.due else None
    is_plain = one_force and to.addressees in ((), ("the force",), ("chief constables",))
    return ImportedFinding(
        kind=found.kind,
        label=found.label,
        heading=heading,
        parts=parts,
        page=report.page_name(found.start),
        place=place_at(found.start, report),
        area=found.area,
        due_wording=found.due,
        due_on=due.due_on.isoformat() if due and due.due_on else None,
        addressee_in_words=found.addressee,
        addressees=() if is_plain else to.addressees,
        other_addressees=() if is_plain else to.others,
        under=found.under,
        may_concern_us=us,
        points=len(found.points),
        questions=tuple(
            Question(about=doubt, text=_ASKED[doubt].format(kind=found.kind, points=len(found.points))) for doubt in doubts if us
        ),
    )


def tally(report: ImportedReport) -> list[str]:
    """What the report says that it makes, and what was found: a line for each kind."""
    lines = []
    for kind in ASKING:
        found = report.count(kind.one)
        says = report.stated.get(kind.one)
        if says:
            lines.append(
                f"{kind.many.capitalize()}: the report says {_either(says)}, {found} {'was' if found == 1 else 'were'} found."
            )
        elif found:
            lines.append(f"{kind.many.capitalize()}: {found} found; the report does not say how many it makes.")
    if report.grades:
        lines.append(f"Grades: {len(report.grades)} found.")
    return lines or ["No findings were found in the report."]
