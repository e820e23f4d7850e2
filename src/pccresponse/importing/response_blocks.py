"""The three parts of a `response.yaml` that a report fills: what is said about it, its judgments and its findings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pccresponse.foundation.problems import Path
from pccresponse.importing.from_report import ImportedFinding, ImportedReport, Question
from pccresponse.importing.places_in_report import PlaceInReport
from pccresponse.importing.response_lines import commented, location_comments, question, quoted, text_block
from pccresponse.models.findings import ASKING, KIND_CALLED, RECOMMENDATIONS
from pccresponse.models.report import COUNTED
from pccresponse.source_report.graded_sentences import StatedGrade

_LONGEST_LABEL = 80
_OF_A_PILLAR = (
    ("effectiveness", re.compile(r"^How effectively\b|^How effective\b.*keeping people safe and reducing crime", re.IGNORECASE)),
    ("efficiency", re.compile(r"^How efficient(?:ly)?\b", re.IGNORECASE)),
    ("legitimacy", re.compile(r"^How legitimate(?:ly)?\b", re.IGNORECASE)),
)
_FIRST_YEAR_OF_AREAS, _FIRST_YEAR_OF_PILLARS = 2021, 2015


def blocks_of(report: ImportedReport, *, file: str, words: Mapping[str, Any]) -> dict[str, str]:
    """The text of each part, by the name that the scaffold gives it."""
    return {
        "about_report": "\n".join(_about(report, file)) + "\n",
        "judgments": "\n".join(_judgments(report, file)) + "\n",
        "findings": "\n".join(_findings(report, words)) + "\n",
    }


def _asked(report: ImportedReport, *about: str) -> Iterator[Question]:
    return (each for each in report.questions if each.about in about)


def _about(report: ImportedReport, file: str) -> Iterator[str]:
    for each in _asked(report, "reading", "publication date", "kind", "title", "whose report"):
        yield question(each.text, "  ")
    facts = report.facts
    yield from location_comments(file, ((_CALLED[name], place.where) for name, place in report.places.items()), "  ")
    if facts.published_on == report.published_on:
        yield f"  published_on_source: {quoted(_source(report.places.get('published_on')))}"
    if facts.programme:
        yield f"  programme: {quoted(facts.programme)}"
    if facts.reference:
        yield f"  reference: {quoted(facts.reference)}"
    yield f"  file: {quoted(file)}"
    if report.pages:
        yield f"  pages: {report.pages}"
    stated = {kind.key: report.stated[kind.one][0] for kind in COUNTED if len(report.stated.get(kind.one, ())) == 1}
    if stated:
        yield "  contains:                   # as the report itself says"
        yield from (f"    {key}: {number}" for key, number in stated.items())
    yield from commented(["summary: |", "  Write what the report found, in a paragraph or two."], "  ")


_CALLED = {
    "title": "the title",
    "published_on": "the day of publication",
    "programme": "the programme",
    "reference": "the reference",
    **{kind.key: f"the number of {kind.many}" for kind in ASKING},
}


def _source(place: PlaceInReport | None) -> str:
    """Where the report says on which day it was published."""
    if place is None:
        return "The report itself, as it was imported."
    return f"The report itself{f', {place.where}' if place.where else ''}: “{place.passage}”"


def _judgments(report: ImportedReport, file: str) -> Iterator[str]:
    yield "# What the inspectorate concluded, in the form that it used at the time."
    yield from location_comments(file, report.grade_places.items())
    for asked in _asked(report, "grade"):
        yield question(asked.text)
    year = report.published_on.year
    grades = list(report.grades)
    if not grades:
        yield "# No grade was found in the report."
        return
    if year >= _FIRST_YEAR_OF_AREAS or not any(grade.is_pillar or grade.is_question for grade in grades) or _is_one_subject(grades):
        yield "judgments:"
        yield "  areas:"
        for grade in grades:
            yield f"    - area: {quoted(grade.name[:1].upper() + grade.name[1:])}"
            yield f"      grade: {grade.grade}"
        return
    pillars, rest = _by_pillar(grades)
    if year < _FIRST_YEAR_OF_PILLARS:
        pillars, rest = {}, grades
    if pillars:
        yield "judgments:"
        yield "  pillars:"
        for name, (whole, questions) in pillars.items():
            if whole is None:
                yield question(f"No grade was found for {name} as a whole.", "    ")
            yield f"    - pillar: {name}"
            yield f"      grade: {whole or ''}".rstrip()
            if questions:
                yield "      questions:"
                for each in questions:
                    yield f"        - question: {quoted(each.name)}"
                    yield f"          grade: {each.grade}"
    for each in rest:
        yield question(f"The report also gives: {each.name}, {each.grade}. Put it where it belongs, or delete this line.")


def _is_one_subject(grades: Sequence[StatedGrade]) -> bool:
    """Whether it is a report on one subject, which has an overall judgment and no pillars."""
    return any(grade.name == "Overall judgment" for grade in grades) and not any(grade.is_pillar for grade in grades)


def _by_pillar(grades: Sequence[StatedGrade]) -> tuple[dict[str, tuple[str | None, list[StatedGrade]]], list[StatedGrade]]:
    """Pillars with their grade and their questions, and what belongs to none."""
    pillars: dict[str, tuple[str | None, list[StatedGrade]]] = {}
    rest: list[StatedGrade] = []
    current: str | None = None
    for grade in sorted(grades, key=lambda each: each.start):
        whole = grade.name if grade.is_pillar else next((name for name, each in _OF_A_PILLAR if each.search(grade.name)), None)
        if whole:
            known, questions = pillars.get(whole, (None, []))
            pillars[whole] = (known or grade.grade, questions)
            current = whole if not grade.is_pillar else current
        elif grade.is_question and current:
            pillars[current][1].append(grade)
        else:
            rest.append(grade)
    return pillars, rest


def _findings(report: ImportedReport, words: Mapping[str, Any]) -> Iterator[str]:
    yield "# What the report asks for, in its own words. Keep its labels, gaps and all."
    for asked in _asked(report, "count", "no findings"):
        yield question(asked.text)
    if not report.findings:
        yield "# findings: none"
        return
    yield "findings:"
    placed = findings_by_place(report)
    for path, finding in placed.items():
        if len(path) > 3:
            continue
        if path[2] == 0:
            yield f"  {path[1]}:"
        carried = [each for below, each in placed.items() if below[:3] == path and below != path]
        yield from (f"    {line}" if line else "" for line in lines_of(finding, carried, words))


def findings_by_place(report: ImportedReport) -> dict[Path, ImportedFinding]:
    """Each finding by the path at which it is written, in the order of the file: what speaks to others alone comes last."""
    below: defaultdict[int | None, list[tuple[int, ImportedFinding]]] = defaultdict(list)
    for place, finding in enumerate(report.findings):
        below[finding.under].append((place, finding))
    placed: dict[Path, ImportedFinding] = {}
    for kind in ASKING:
        ours = [each for each in below[None] if each[1].kind == kind.one]
        for number, (place, finding) in enumerate(sorted(ours, key=lambda each: not each[1].may_concern_us)):
            path: Path = ("findings", kind.key, number)
            placed[path] = finding
            for carried, (_, each) in enumerate(below[place]):
                placed[(*path, RECOMMENDATIONS.key, carried)] = each
    return placed


def lines_of(finding: ImportedFinding, carried: Sequence[ImportedFinding], words: Mapping[str, Any]) -> list[str]:
    """The lines of a finding as an item of a list, with the recommendations that it carries."""
    lines = list(_finding(finding, "", words))
    if carried:
        lines.append(f"  {RECOMMENDATIONS.key}:")
        for each in carried:
            lines += _finding(each, "    ", words)
    return lines


def _finding(finding: ImportedFinding, indent: str, words: Mapping[str, Any]) -> Iterator[str]:
    if not finding.may_concern_us:
        yield f"{indent}# Addressed to others. It is here so that the file has all findings of the report."
    is_shown = finding.page or (finding.area and finding.may_concern_us)
    if finding.place and not is_shown:
        yield f"{indent}# In the report {finding.place}."
    for each in finding.questions:
        yield question(each.text, indent)
    inner = f"{indent}  "
    lines: list[str] = []
    if finding.label:
        lines.append(f"{inner}label: {quoted(finding.label[:_LONGEST_LABEL])}")
    if finding.heading:
        lines.append(f"{inner}heading: {quoted(finding.heading)}")
    lines += text_block("text", finding.parts, inner)
    if finding.area and finding.may_concern_us:
        lines.append(f"{inner}area: {quoted(finding.area)}")
    if finding.page:
        lines.append(f"{inner}page: {quoted(finding.page[:_LONGEST_LABEL])}")
    if finding.addressees:
        lines.append(f"{inner}addressees: [{', '.join(map(quoted, finding.addressees))}]")
    if finding.other_addressees:
        lines.append(f"{inner}other_addressees: [{', '.join(map(quoted, finding.other_addressees))}]")
    if finding.due_wording:
        lines.append(f"{inner}due_wording: {quoted(finding.due_wording)}")
    if finding.due_on:
        lines.append(f"{inner}due_on: {finding.due_on}")
    lines[0] = f"{indent}- {lines[0][len(inner) :]}"
    yield from lines
    if finding.may_concern_us:
        yield from commented(_answer(finding, words), inner)


def _answer(finding: ImportedFinding, words: Mapping[str, Any]) -> Iterator[str]:
    """What is to be written below a finding that may concern the office."""
    if KIND_CALLED[finding.kind].needs_explanation:
        yield f"acceptance:           # {words['acceptances']}"
        if words["explanation_required"]:
            yield f"explanation:          # section 55(5B): what the {words['body_kind']} itself does; the force's action does not count"
            yield "  action_taken: |"
            yield "    Write what the body itself has done."
    yield "force_actions:"
    yield "  - what: Write what the force has done or will do"
    yield f"    status:           # {words['statuses']}"
