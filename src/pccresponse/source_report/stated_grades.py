"""The grades that a report gives to pillars, questions, areas of policing or one subject, in the layouts of all years since 2014.

Only what can mean nothing else is read. A sentence in the middle of the text that calls a force good at something is no grade.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from pccresponse.source_report.comparable_text import folded, letters
from pccresponse.source_report.finding_headings import finding_heading
from pccresponse.source_report.grade_words import GRADE_WORDS, has_word_of_a_grade
from pccresponse.source_report.graded_sentences import (
    Setting,
    StatedGrade,
    begins_a_list,
    grades_by_extent,
    grades_in_sentences,
    of_the_heading,
    pillars_in_headings,
)
from pccresponse.source_report.graded_subjects import subjects_of
from pccresponse.source_report.grades import (
    AN_AREA,
    NAMES_OF_PILLARS,
    grades_in_lines,
    is_a_judgment,
    is_grade,
    is_graded,
    judged_headings,
    key,
    only_pillar_in,
    pillar_in,
    without_number,
)
from pccresponse.source_report.grades_on_lines_of_their_own import (
    GRADES,
    NO_NAME,
    ONLY_GRADES,
    grades_above_groups,
    grades_above_so_many,
    grades_below_headings,
)
from pccresponse.source_report.paragraphs import NEVER_A_HEADING, Paragraph, paragraphs_of
from pccresponse.source_report.report import InspectedReport, Span
from pccresponse.source_report.shared_grades import grades_in_groups, shared_grades_in
from pccresponse.source_report.whose_grade import AboutReport, about, is_a_force, of_this_force

_WORDS_OF_GRADES = GRADE_WORDS.replace("?P<grade>", "?:")
_LINKS = frozenset({"at", "in", "for"})
_ON_ONE_LINE = re.compile(
    r"(?P<name>[A-Z][^.;:|–—\t]{3,200}?)(?:\s*[:|\t–—]\s*|\s+-\s+|\s{2,}|\s+is\s+|\s+)(?P<grade>[Oo]utstanding|[Gg]ood|[Aa]dequate|[Rr]equires [Ii]mprovement|[Ii]nadequate)(?=$|[.;,]?\s+(?=[A-Z])|[.;,]$)"
)
_ITEM = re.compile(rf"(?P<name>.{{6,200}}?) (?:is (?!requir))?{GRADE_WORDS}")
_GRADE_FIRST = re.compile(
    rf"(?:(?:one|two|three|four|five|six|seven|eight|nine|\d)(?: areas?)? )?(?:(?:areas )?(?:graded|rated|judged) (?:as )?)?{GRADE_WORDS}(?:\s*[:|\t–—]\s*|\s-\s)(?P<name>[A-Z][^.:|\t–—]{{3,300}})",
    re.IGNORECASE,
)
_WITH_COMMENT = re.compile(
    rf"(?P<line>(?P<name>[A-Z][^.:;–—()]{{5,100}}?)(?:\s?[:–—]\s?|\s-\s|\s\(){GRADE_WORDS}\)?)(?:\s[–—-]\s|[;,:]\s|\.\s(?=[A-Z])|\s\()(?!.*\b{_WORDS_OF_GRADES}\b).+",
    re.IGNORECASE,
)
"""A line with a comment behind the grade, such as `Preventing crime: good – schools are visited`."""
_IN_BRACKETS = re.compile(rf"\s\({GRADE_WORDS}\)(?=$|[.;,])", re.IGNORECASE)
_EARLIER = re.compile(
    rf"(?P<now>{_WORDS_OF_GRADES}[’'”\"]?),? [(\[](?:[^()\[\]]{{0,60}}\b(?:(?:19|20)\d\d|previous(?:ly)?|was|last|up|down|formerly|change|unchanged|same|improved)\b[^()\[\]]{{0,60}}|{_WORDS_OF_GRADES})[)\]](?=$|[.;,])",
    re.IGNORECASE,
)
"""What a grade was before, in brackets behind it."""
_BEFORE_AN_ARROW = re.compile(
    rf"{_WORDS_OF_GRADES}\s*(?:→|->|⇒|➔|➜)\s*(?={_WORDS_OF_GRADES})|\s*[↑↓▲▼⬆⬇=→](?=\s+{_WORDS_OF_GRADES})", re.IGNORECASE
)
"""A grade that was before, or a sign that it has changed."""
_RATING_BETWEEN = re.compile(
    rf"(?:[:.,]|\s[–—-])\s(?:our |overall )?(?:grade|grading|rating|judge?ment)(?:\s?[:–—-]|\sis)?\s(?={_WORDS_OF_GRADES})",
    re.IGNORECASE,
)
"""What stands between the name and its grade in `Preventing crime. Grade: good`."""
_IN_CAPITALS = re.compile(r"\b(?:OUTSTANDING|GOOD|ADEQUATE|REQUIRES IMPROVEMENT|INADEQUATE)(?=$|[.;,|(]| [(|])")
_IN_QUOTATION_MARKS = re.compile(rf"[‘'“\"]{GRADE_WORDS}[’'”\"]", re.IGNORECASE)
_GRADE_OF = re.compile(
    r"^(?:overall )?(?:grade|grading|judge?ment|rating)(?: (?:given|awarded))? (?:to|for|of|on) (?:the )?(?=\S)", re.IGNORECASE
)
_A_MARK = re.compile(r"[:|\t–—]|\s-\s|\s{2,}")
_PASSED_OVER = re.compile(
    r"(?:last )?(?:updated|published)\b.{0,40}|last inspected(?: on)?:?|\d{1,3}|this (?:question|area|pillar) was not (?:subject|inspected)\b.{0,200}|(?:previous|last|earlier) (?:\w+ )?(?:judge?ment|grade|grading|rating)\b.{0,60}",
    re.IGNORECASE,
)
_A_GRADE = re.compile(GRADE_WORDS.replace("?P<grade>", "?:"), re.IGNORECASE)
_ITS_GRADE = re.compile(
    rf"(?:(?:our|overall|its|HMIC(?:FRS)?(?:[’']s)?) )?(?:graded?|rating|rated)\s?[:–-]\s?{_WORDS_OF_GRADES}\.?", re.IGNORECASE
)
_RATING = re.compile(rf"(?:overall )?(?:rating|grade|judge?ment):? {GRADE_WORDS}", re.IGNORECASE)
"""A line below a title, such as `Rating Good`."""
_FEWEST_HEADS = 3
_JUDGMENT_ALONE = re.compile(r"(?:our )?(?:judge?ment|grade|rating):?", re.IGNORECASE)
_ABOUT_A_FORCE = re.compile(
    r"\b(?:indicates? that|judge?ments? (?:is|are)|graded|as follows|we (?:concluded|judged))\b", re.IGNORECASE
)
_OF_VETTING = re.compile(
    r"(?:(?:vetting|(?:IT|systems?) monitoring|counter-corruption|professional standards)(?: arrangements)?(?:, (?:and )?| and |$))+",
    re.IGNORECASE,
)
"""The one subject of the reports on vetting and counter-corruption."""
_A_CRITERION = re.compile(r"\b(?:means|grades?|graded|categor|scale|definition|criteria|targets?)\b", re.IGNORECASE)


def grades_in(report: InspectedReport) -> tuple[StatedGrade, ...]:
    """Each grade once, without names that have two different grades."""
    known = report.seen.get("grades")
    if known is None:
        known = report.seen["grades"] = tuple(_once(_every_grade(report)))
    assert isinstance(known, tuple)
    return known


def contradictions_in(report: InspectedReport) -> tuple[str, ...]:
    """The names to which the report seems to give two grades."""
    found: dict[str, set[str]] = {}
    names = {}
    for each in _every_grade(report):
        found.setdefault(key(each.name), set()).add(each.grade)
        names[key(each.name)] = each.name
    return tuple(names[name] for name, grades in found.items() if len(grades) > 1)


def shows_unread_grades(report: InspectedReport) -> bool:
    """Whether it has the heads of columns of grades, such as tiles, of which none could be read for certain."""
    in_a_row = 0
    for paragraph in paragraphs_of(report):
        many = len(_A_GRADE.findall(paragraph.text)) if ONLY_GRADES.fullmatch(paragraph.text) else 0
        in_a_row = in_a_row + many if many else 0
        if in_a_row >= _FEWEST_HEADS and not report.grades:
            return True
    return False


def _once(found: Iterable[StatedGrade]) -> list[StatedGrade]:
    by_name: dict[str, list[StatedGrade]] = {}
    for each in found:
        by_name.setdefault(key(each.name), []).append(each)
    return [each[0] for each in by_name.values() if len({one.grade for one in each}) == 1]


def _every_grade(report: InspectedReport) -> tuple[StatedGrade, ...]:
    known = report.seen.get("every grade")
    if known is None:
        known = report.seen["every grade"] = tuple(each._replace(name=without_number(each.name)) for each in _with_numbers(report))
    assert isinstance(known, tuple)
    return known


def _with_numbers(report: InspectedReport) -> Iterator[StatedGrade]:
    """Every grade, with the number of its chapter in its name."""
    for table in (report.grades, tuple(grades_in_lines(line.text for line in report.lines))):
        if sum(map(is_graded, (name for name, _ in table))) * 2 >= len(table):  # and not the names of forces
            yield from (StatedGrade(name, grade, 0) for name, grade in table if grade in GRADES)
    paragraphs = [each for each in paragraphs_of(report) if not _PASSED_OVER.fullmatch(each.text)]
    paragraphs = [
        each
        for number, each in enumerate(paragraphs)
        if not (number and paragraphs[number - 1].text.endswith("?") and _JUDGMENT_ALONE.fullmatch(each.text))
    ]
    subject = about(report)
    paragraphs = of_this_force(paragraphs, subject)
    yield from grades_below_headings(paragraphs)
    yield from grades_above_groups(paragraphs)
    yield from grades_above_so_many(paragraphs)
    judged = judged_headings(paragraphs)
    yield from grades_in_groups(paragraphs, subject)
    heading: Paragraph | None = None
    question: Paragraph | None = None
    introduced = is_a_list = False
    for number, paragraph in enumerate(paragraphs):
        if paragraph.is_heading:
            heading, introduced = paragraph, False
            question = paragraph if paragraph.start in judged else question if finding_heading(paragraph.text) else None
            if has_word_of_a_grade(paragraph.text):
                yield from _on_a_line(paragraph, paragraphs, number, judged, subject)
                yield from pillars_in_headings(paragraph, subject)
            continue
        if is_grade(paragraph.text):
            continue
        above = paragraphs[number - 1] if number else None
        if above is not None and above.text.endswith(":") and _ABOUT_A_FORCE.search(above.text):
            introduced = True
        elif introduced and not paragraph.text[:1].islower() and not paragraph.sign:
            introduced = False
        is_a_list = begins_a_list(paragraph.text) or (is_a_list and bool(paragraph.sign))
        if not has_word_of_a_grade(paragraph.text):
            continue
        yield from grades_by_extent(paragraph)
        judged_above = question if question is not None and _ends_findings(paragraph, above) else heading
        is_below_grade = above is not None and is_grade(above.text)
        setting = Setting(
            subject,
            judged_above,
            is_judged=judged_above is not None and judged_above.start in judged,
            is_first=above is not None and (above.is_heading or is_below_grade),
            grade=above.text.casefold().rstrip(".") if above is not None and is_below_grade else "",
            is_introduced=introduced,
        )
        if is_a_list and paragraph.sign:
            said = re.sub(r"[;,.]?(?: and)?$", "", paragraph.text)
            yield from grades_in_sentences(paragraph._replace(text=f"It is judged to be {said}"), setting)
        else:
            yield from grades_in_sentences(paragraph, setting)
            yield from shared_grades_in(paragraph, setting)
        yield from _on_a_line(paragraph, paragraphs, number, judged, subject)


def _row(text: str) -> str:
    """A line without the quotation marks and capitals of its grades, and without what a grade was before."""
    text = _RATING_BETWEEN.sub(": ", _BEFORE_AN_ARROW.sub("", text))
    text = _IN_CAPITALS.sub(lambda grade: grade[0].capitalize(), text)
    return _IN_QUOTATION_MARKS.sub(r"\g<grade>", _EARLIER.sub(r"\g<now>", _GRADE_OF.sub("", text, 1)))


def _on_a_line(
    paragraph: Paragraph, paragraphs: Sequence[Paragraph], number: int, judged: Collection[int], subject: AboutReport
) -> Iterator[StatedGrade]:
    """`Investigating crime – good`, one or several on a line: in a row of such lines, or where the name can only be what is graded."""
    text = _row(paragraph.text)
    if paragraph.sign and (commented := _WITH_COMMENT.fullmatch(text)) and subjects_of(commented["name"]):
        text = commented["line"]
    first = _GRADE_FIRST.fullmatch(text.rstrip(".;, "))
    if first is not None and (subjects := subjects_of(first["name"], since_2021=not subject.is_before_2021)):
        yield from (StatedGrade(name, first["grade"].casefold(), paragraph.start) for name in subjects)
        return
    if len(text) > 400 or (_A_CRITERION.search(text) and not _ITS_GRADE.fullmatch(text)) or re.search(r"\bshould\b", text):
        return
    rating, above = _RATING.fullmatch(text), paragraphs[number - 1] if number else None
    if rating is not None and above is not None and above.is_heading and (pillar := only_pillar_in(above.text)):
        yield StatedGrade(pillar, rating["grade"].casefold(), above.start, is_pillar=True)
        return
    if first is not None:
        names = [" ".join(name.split()) for name in re.split(r";(?: and)?", first["name"])]
        if all(is_graded(name) and not any(map(AN_AREA.match, re.split(r",\s+(?:and )?", name)[1:])) for name in names):
            for name in names:
                yield StatedGrade(name, first["grade"].casefold(), paragraph.start)
        return
    text = _IN_BRACKETS.sub(r" – \g<grade>", text)
    matches = list(_ON_ONE_LINE.finditer(text))
    if not matches or matches[-1].end() < len(text.rstrip(".;, ")):
        return
    around = [*paragraphs[max(0, number - 1) : number], *paragraphs[number + 1 : number + 2]]
    in_a_row = len(matches) > 1 or any(
        _ON_ONE_LINE.fullmatch(_row(each.text).rstrip(".;,")) for each in around if len(each.text) < 200
    )
    for match in matches:
        between = text[match.end("name") : match.start("grade")]
        name = match["name"].strip()
        has_mark = _A_MARK.search(between) is not None
        is_item = (
            bool(paragraph.sign)
            and between.strip() == "is"
            and all(_is_a_graded_item(each) for each in (paragraph, *around) if each.sign)
        )
        if not has_mark and not (in_a_row and (is_item or match["grade"][:1].isupper())):
            continue
        if any(is_grade(part) for part in re.split(r"[|\t]", name)):
            continue
        name = name[:1].upper() + name[1:]
        if is_a_judgment(name):
            if above is not None and above.start in judged:
                yield of_the_heading(above, match["grade"].casefold())
            elif re.search(r"\b(?:overall|our|HMIC\w*[’']s) (?:judge?ment|grade|grading|rating)", name, re.IGNORECASE):
                yield StatedGrade("Overall judgment", match["grade"].casefold(), paragraph.word_at(match.start()))
            continue
        if (
            not in_a_row
            and not name.endswith("?")
            and AN_AREA.match(name) is None
            and pillar_in(name.casefold()) not in NAMES_OF_PILLARS
            and not (_OF_VETTING.fullmatch(name) and "vetting" in subject.titles)
        ):
            continue
        if (
            NO_NAME.search(name)
            or is_a_force(name)
            or re.search(r"\b(?:is|are|was|were|be|as|not|judged|graded|very|more|in|at|the|a|an|and)$", name)
            or len(name.split()) > 20
        ):
            continue
        subjects = subjects_of(name, since_2021=True)
        for each in subjects if len(subjects) > 1 else (name,):
            yield StatedGrade(each, match["grade"].casefold(), paragraph.word_at(match.start()), is_question=each.endswith("?"))


def _ends_findings(paragraph: Paragraph, above: Paragraph | None) -> bool:
    """Whether it is the first paragraph below findings, where the summary of a question may stand."""
    return above is not None and not paragraph.sign and (bool(above.sign) or NEVER_A_HEADING.search(above.text) is not None)


def _is_a_graded_item(each: Paragraph) -> bool:
    """Whether it is an item of a list that names one subject and says how good it is."""
    found = _ITEM.fullmatch(each.text.rstrip(".;, "))
    return found is not None and len(subjects_of(found["name"])) == 1


def grades_stated(name: str, report: InspectedReport, others: Collection[str] = ()) -> frozenset[str]:
    """Each grade that the report gives to an area, a pillar or a question of that name, in a sentence or beside its heading.

    A list of areas by grade reads like a heading with the grade of the next group. Where two of the names stand one right after the
    other, only sentences count, and grades on the same line.
    """
    others = {folded(letters(other)) for other in others}
    stated: set[str] = set()
    ends = {line.start for line in report.lines} | {len(report)}
    listed = _are_listed(others | {folded(letters(name))}, report)
    for span, _ in report.occurrences(letters(name)):
        before, after = _grade_before(span, report), _grade_after(span, report)
        if before:
            stated.add(before)
        if after and span.start in ends and span.end + len(after.split()) in ends and (not listed or span.end not in ends):
            stated.add(after)
    return frozenset(stated) | {each.grade for each in _every_grade(report) if key(each.name) == key(name)}


def _grade_before(span: Span, report: InspectedReport) -> str | None:
    """The grade in `is good at investigating crime`, where the words are the last two."""
    keys = report.keys
    if span.start < 3 or keys[span.start - 1] not in _LINKS:
        return None
    if keys[span.start - 3 : span.start - 1] == ["requires", "improvement"]:
        return "requires improvement"
    grade = keys[span.start - 2]
    return grade if grade in GRADES and keys[span.start - 3] == "is" else None


def _grade_after(span: Span, report: InspectedReport) -> str | None:
    following = report.keys[span.end : span.end + 2]
    return next((grade for grade in GRADES if following[: len(grade.split())] == grade.split()), None)


def _are_listed(names: Collection[str], report: InspectedReport) -> bool:
    """Whether two of the names stand on lines that follow each other."""
    key = ("listed", tuple(sorted(names)))
    known = report.seen.get(key)
    if known is None:
        is_name = [folded(letters(line.text)) in names for line in report.lines]
        known = report.seen[key] = any(one and next_one for one, next_one in pairwise(is_name))
    return bool(known)
