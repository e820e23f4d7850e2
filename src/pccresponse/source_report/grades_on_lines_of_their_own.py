"""Grades that stand alone on a line: below the heading that they belong to, or above a group of names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pccresponse.source_report.finding_headings import finding_heading
from pccresponse.source_report.grade_words import GRADE_WORDS
from pccresponse.source_report.graded_sentences import StatedGrade
from pccresponse.source_report.grades import AN_AREA, NAMES_OF_PILLARS, is_a_judgment, is_grade, is_graded, pillar_in
from pccresponse.source_report.paragraphs import Paragraph

GRADES = ("outstanding", "good", "adequate", "requires improvement", "inadequate")
ONLY_GRADES = re.compile(rf"(?:{GRADE_WORDS.replace('?P<grade>', '?:')}\s*)+", re.IGNORECASE)
_ABOVE_GROUPS = re.compile(
    r"\b(?:judge?ments?|grad(?:es?|ings?)|summary|overview|at a glance|peel|assessment|report|results|ratings?)\b", re.IGNORECASE
)
_SO_MANY = re.compile(rf"{GRADE_WORDS}(?: \(|: | [–—-] )(?P<number>\d{{1,2}})\)?", re.IGNORECASE)
_OF_MANY = re.compile(r"\b(?:judge?ments|grades|gradings|ratings|results)\b", re.IGNORECASE)
"""What a heading above several grades says, which has none of its own."""
NO_NAME = re.compile(
    r"\b(?:previous(?:ly)?|last|earlier|compared|change|trend|average|practice|status|progress|grades?|graded|judge?ments?|ratings?|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)


def grades_below_headings(paragraphs: Sequence[Paragraph]) -> Iterator[StatedGrade]:
    """A grade alone below the heading that it belongs to; in a list by grade the grade stands above, and nothing is read here."""
    for first, last in _rows(paragraphs):
        row = paragraphs[max(0, first - 1) : last + 1]
        if _may_be_by_grade(paragraphs[first : last + 1]):
            continue
        for above, paragraph in pairwise(row):
            grade = paragraph.text.casefold().rstrip(".")
            if grade not in GRADES or not above.is_heading or finding_heading(above.text) or above.text.endswith((".", ":")):
                continue
            pillar = pillar_in(above.text) if len(above.text.split()) == 1 else ""
            if pillar in NAMES_OF_PILLARS:
                yield StatedGrade(pillar, grade, above.start, is_pillar=True)
            elif is_a_judgment(above.text):
                yield StatedGrade("Overall judgment", grade, above.start)
            elif above.text.endswith("?") or not NO_NAME.search(above.text):
                yield StatedGrade(above.text, grade, above.start, is_question=above.text.endswith("?"))


def _rows(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[int, int]]:
    """The first and the last of each row of names and grades."""
    first: int | None = None
    for number, paragraph in enumerate(paragraphs):
        if _is_name_or_grade(paragraph):
            is_below_a_question = number and paragraphs[number - 1].is_heading and paragraphs[number - 1].text.endswith("?")
            first = (number - 1 if is_below_a_question else number) if first is None else first
        elif first is not None:
            yield first, number - 1
            first = None
    if first is not None:
        yield first, len(paragraphs) - 1


def _may_be_by_grade(row: Sequence[Paragraph]) -> bool:
    """Whether the grades of a row may stand above their names, for one name or for a group."""
    grades = [is_grade(each.text) for each in row]
    if sum(grades) < 2:
        return False
    first = row[max(0, grades.index(True) - 1)]  # headings may stand above the row
    between = grades[max(0, grades.index(True) - 1) : len(grades) - grades[::-1].index(True)]
    if grades[0] or any(one == other for one, other in pairwise(between)):
        return True
    return not grades[-1] and not is_graded(first.text) and is_graded(row[-1].text)


def grades_above_groups(paragraphs: Sequence[Paragraph]) -> Iterator[StatedGrade]:
    """Names in groups, each group under its grade. What stands below the last grade may be the next headings of the report."""
    for first, last in _rows(paragraphs):
        row = paragraphs[first : last + 1]
        places = [place for place, each in enumerate(row) if is_grade(each.text)]
        is_above = places and (places[0] == 0 or _ABOVE_GROUPS.search(row[places[0] - 1].text))
        announced = (
            first > 0 and places[:1] == [0] and paragraphs[first - 1].text.endswith(":") and all(map(_is_grade_or_graded, row))
        )
        if not is_above or _has_columns(places):
            continue
        is_in_groups = (
            announced
            or any(after - before > 2 for before, after in pairwise(places))
            or _is_each_above_its_name(row[places[0] - 1 :])
        )
        if not is_in_groups:
            continue
        grade = ""
        for place, each in enumerate(row):
            if is_grade(each.text):
                grade = each.text.casefold().rstrip(".")
            elif grade in GRADES and (place < places[-1] or AN_AREA.match(each.text)):
                yield StatedGrade(each.text, grade, each.start)


def grades_above_so_many(paragraphs: Sequence[Paragraph]) -> Iterator[StatedGrade]:
    """Names below a grade that says how many there are, as in `Good (2)`."""
    for number, each in enumerate(paragraphs):
        if (found := _SO_MANY.fullmatch(each.text)) is None:
            continue
        many = int(found["number"])
        names = paragraphs[number + 1 : number + 1 + many]
        after = paragraphs[number + 1 + many : number + 2 + many]
        is_more = any(is_grade(one.text) or is_graded(one.text) for one in after)
        if len(names) == many and all(is_graded(name.text) for name in names) and not is_more:
            yield from (StatedGrade(name.text, found["grade"].casefold(), name.start) for name in names)


def _is_each_above_its_name(row: Sequence[Paragraph]) -> bool:
    """Whether a heading such as `Our judgments`, which has no grade, stands above grades and names in turn."""
    return (
        len(row) > 4
        and len(row) % 2 == 1
        and _OF_MANY.search(row[0].text) is not None
        and all(is_grade(each.text) for each in row[1::2])
        and all(is_graded(each.text) for each in row[2::2])
    )


def _is_grade_or_graded(each: Paragraph) -> bool:
    return is_grade(each.text) or is_graded(each.text)


def _has_columns(places: Sequence[int]) -> bool:
    """Whether two grades follow each other: the heads of columns, or a group that has no names."""
    return any(after - before == 1 for before, after in pairwise(places))


def _is_name_or_grade(paragraph: Paragraph) -> bool:
    if ONLY_GRADES.fullmatch(paragraph.text.rstrip(".")):
        return is_grade(paragraph.text)
    return (paragraph.is_heading and not paragraph.text.endswith("?") and not finding_heading(paragraph.text)) or (
        bool(paragraph.sign) and len(paragraph.text.split()) <= 14 and not paragraph.text.endswith((".", ":", ";"))
    )
