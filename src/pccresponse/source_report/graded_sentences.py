"""Sentences that grade a force, such as `The force is good at investigating crime`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from pccresponse.source_report.grade_words import (
    ANY_GRADE,
    BY_INSPECTORS,
    GRADE,
    GRADE_WORDS,
    RESPECT,
    has_word_of_a_grade,
    in_usual_words,
    usual_grade,
)
from pccresponse.source_report.graded_subjects import subjects_of
from pccresponse.source_report.grades import (
    AN_AREA,
    NAMES_OF_PILLARS,
    PILLARS,
    fits,
    is_a_judgment,
    is_a_question,
    is_a_subject,
    key,
    pillar_of,
)
from pccresponse.source_report.paragraphs import Paragraph
from pccresponse.source_report.request_parts import sentences_of
from pccresponse.source_report.whose_grade import (
    FORCE,
    AboutReport,
    is_a_force,
    is_of_another_day,
    is_of_another_inspection,
    is_of_this_day,
    still_holds,
    without_own_year,
)

_SUBJECT = rf"(?:(?:(?:[Tt]he|[Tt]his) )?(?:[Ff]orce|[Cc]onstabulary|service|agency|MPS|Met)|(?:[Ii]ts|[Tt]he (?:force|constabulary)[’']s) (?:overall )?performance|[Ii]t|{FORCE})"
_STILL = r"(?:(?:also|still|now|again|therefore|currently|overall) )*"
_IS = rf"(?:is|has been|was|remains|continues to be) {_STILL}"
_JUDGED = r"(?:judged|assessed|graded|rated|deemed|found(?= to (?:be|require)))"
_NEEDS = r"(?P<needs>requires improvement|continues to require improvement)"
_AS = rf"{BY_INSPECTORS}(?:to be |to |as being |as )?"
_NAME = (
    r"(?P<name>(?!(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+|several|most|some|all|each|every|both|any|many|this|that|these|those|other|more"
    r"|parts?|places|general|overall|comparison|(?:a|its) (?:number|few|range|variety|size|kind)|the (?:other|remaining|following|same|rest|first|second|third|main|past|last))\b)[^.;]{4,220})"
)
_IN_SENTENCE = re.compile(
    rf"\b(?P<who>{_SUBJECT}) (?:{_IS}(?P<judged>{_JUDGED} {_AS})?{GRADE}|{_STILL}{_NEEDS})"
    rf" {RESPECT} (?:the (?=effectiveness|efficiency|legitimacy))?{_NAME}"
    rf"|\b(?P<judged_by>graded|judged|assessed|rated|judges?|grades?|(?P<found>found)) (?P<whom>{_SUBJECT})(?:[’']s performance)? {_AS}{GRADE.replace('<grade>', '<graded>')}"
    rf" {RESPECT} {_NAME.replace('<name>', '<named>')}"
)
_AND_ANOTHER = re.compile(
    rf"(?:[,;]? (?:and|but|while|whilst|yet|although|though)|[,;])(?: it| the force| the constabulary)?(?: (?:is|has been))?(?: also| still| now| to be)?(?: (?:judged|assessed|graded|rated) {_AS.rstrip('?')}?)?"
    rf" ?{GRADE} {RESPECT} {_NAME}"
)
_QUOTED = re.compile(
    rf"(?<!\bfrom )(?<!\bbe )(?<!\bnot )(?<!\bbecome )(?<!\bthan )(?<!\bdefine )(?<!\bwas )[‘'“\"]{GRADE_WORDS}[’'”\"] {RESPECT} {_NAME}",
    re.IGNORECASE,
)
_AND_THE_SAME = re.compile(r",? and (?:at|in) (?P<name>\w+ing\b[^.;]{0,220})|, as is its (?P<its>[^.;,]{4,220})(?=[.;,])")
_ITS = rf"(?:(?P<who>{FORCE})[’']s?|(?:[Tt]he|[Tt]his) (?:force|constabulary|service)[’']s|Its)"
_OF_A_FORCE = re.compile(
    rf"(?P<who>{FORCE})[’']s? (?P<name>[^.;,]{{4,120}}?) (?:(?:is|are) {GRADE}|(?P<needs>requires? improvement))\.?"
)
_ITS_APPROACH = re.compile(
    rf"\b{_ITS} (?P<name>(?:(?:overall )?(?:approach|response|commitment) to|performance (?:in|at)|effectiveness (?:in|at)|efficiency (?:in|at)|arrangements for|ability to|work (?:to|on|in))"
    rf" [^.;]{{4,200}}?) (?:{_IS}(?P<judged>{_JUDGED} {_AS})?{GRADE}|(?P<needs>requires improvement))(?=[.,;]|$| (?:and|but|because|although|while)\b)"
)
_ITS_JUDGED = re.compile(
    rf"(?:^|[;,] |[;,]? (?:and|but|while|whilst) )(?:{_ITS}|its) (?P<name>[a-z][^.;,]{{4,160}}?) (?:is|are) {_STILL}(?P<judged>judged|assessed|graded|rated) {_AS}{GRADE}(?=[.,;]|$| and\b)"
)
"""A clause such as `its use of resources is also judged to be good`, of which a sentence may have several."""
_ABILITY_OF = re.compile(
    rf"(?P<name>\b[Tt]he (?:ability|approach|response|performance|effectiveness) of (?P<who>{_SUBJECT}) (?:to|in|at) [^.;,]{{4,120}}?) (?:is {_STILL}{GRADE}|{_NEEDS})(?=[.,;]|$)"
)
_IN_RELATION = re.compile(
    rf"^(?:In relation to|In respect of|In terms of|With regard to|With respect to|When it comes to|(?:On|For|At)(?= \w+ing )) (?P<name>[^.;]{{4,160}}?), (?P<who>{_SUBJECT})"
    rf" (?:{_IS}(?P<judged>{_JUDGED} {_AS})?{GRADE}|{_STILL}{_NEEDS})(?=\.?$|[,;])"
)
_STEM = re.compile(rf"(?:[^.;:]{{0,60}}, )?{_SUBJECT} (?:is|was|has been) (?:judged|assessed|graded|rated)(?: to be| as)?:")
_WITH_WHOLE_NAME = frozenset((_ITS_APPROACH, _OF_A_FORCE, _ITS_JUDGED, _IN_RELATION, _ABILITY_OF))
"""Those whose names are complete; behind the others stands the rest of the sentence."""
_HOW_EFFECTIVE = re.compile(
    r"(?:overall )?(?:effectiveness|efficiency) (?:at|in) (?=\w+ing\b)(?!keeping people safe and reducing crime|reducing crime and keeping people safe)"
)
_APPROACH = re.compile(
    r"^(?:(?:the )?areas? of (?:policing )?|(?:its |their |the )?(?:overall )?approach to (?=\w+ing\b)|(?:its|their) (?:work (?:in|on|at|when)|performance (?:in|at)) (?=\w+ing\b)"
    r"|(?:its|our) (?!(?:overall )?(?:approach|ability|response)\b))"
)
_WITHOUT_NAME = re.compile(
    rf"\b(?P<judgment>[Oo]ur|[Tt]he|[Ii]ts|[Tt]his) (?:overall )?(?:judge?ment|grade|grading|rating|assessment)(?: (?:for|of|in|on) this (?:area|question|pillar))? is (?:therefore |now |that (?:it|the force) is )*{GRADE.replace('<grade>', '<given>')}(?=\.?$|[,;])|"
    rf"(?:\b(?P<who>{_SUBJECT}) |\band (?=is (?:now|judged|graded)))(?:{_IS}(?P<judged>{_JUDGED} {_AS})?{GRADE}|{_STILL}{_NEEDS})(?P<here>_HERE)?(?=\.?$|[,;])"
    rf"|^This (?:area|question|pillar) (?:is|has been) (?P<rated>{_JUDGED} {_AS}){GRADE.replace('<grade>', '<this>')}(?=\.?$)"
    rf"|\b(?P<judged_by>graded|judged|assessed|rated|judges?) (?P<whom>{_SUBJECT})(?:[’']s performance)? {_AS}{GRADE.replace('<grade>', '<graded>')}(?:_HERE)?(?=\.?$|[,;])".replace(
        "_HERE", r" (?:in|at|for|on) this (?:area|question|respect|aspect|regard|pillar)(?: of policing)?| overall"
    )
)
_VERBS = (
    r"(?:(?:also|now|still|often|generally|consistently|rightly|clearly|effectively|it|they) )*(?:is|are|was|were|has|have|had|does|do|did|can|could|will|would|should|must|may|needs|continues|remains|works|makes|takes"
    r"|[a-z]{3,}(?<!service)(?<!response)(?<!threat)(?<!acces)(?<!busines)(?<!proces)(?<!risk)(?<!call)(?<!visit)(?<!link)s (?:to|its|their|the|a|an|well|good|how|it|on))\b"
)
_NAME_ENDS = re.compile(
    r",? (?:although|but|however|because|while|whilst|since|which(?<! to which)(?<! in which)(?<! with which)|where|despite|though|whereas|so that|in order to|compared (?:to|with)|as (?:are|is|was|were|it))\b"
    rf"|,? and (?:{_VERBS}|(?:it|we|they|there|HMIC|HMICFRS|its|the force) (?:\w+ ){{0,4}}?(?:is|are|was|were|has|have|had|does|do|should|must|requires?|needs?|found|judged|continues?)\b|requires\b|it [a-z]{{3,}}s\b)|,? (?:and|but|so) (?:I|we) [a-z]| [–—-] | \((?![A-Z]{{2,6}}\))"
    r"|, (?:is|requires|with|and this|having|meaning|making|showing|as|following|according to|in (?:the|our|its|this|a) (?:\w+ )?(?:inspection|report))\b| by \w+ing\b|,? and (?=(?:at|in) \w+ing\b)"
    rf"|(?:,|,? (?:and|but|while|whilst|yet))? (?:(?:it )?is (?:also |now |judged (?:to be |as )?)?|judged (?:to be |as )?|to be )?(?={ANY_GRADE} {RESPECT} )|[,.;:]?$|\. |; ?"
)
_A_PART = re.compile(
    r" (?:when|if|unless|provided|as long as|except|apart from)\b| (?:in|within|across|at) (?:the (?:north|south|east|west|cit|town|count|centre)|(?:some|most|many|certain|several|parts|places|rural|urban)\b|its (?:\w+ )?(?:towns|cities|villages|districts|divisions)\b)",
    re.IGNORECASE,
)
"""What makes the name of a subject that of a part of it, or of a condition."""
_SCALE = re.compile(rf"{ANY_GRADE}(?:(?:, (?:or |and )?| (?:or|and|to) ){ANY_GRADE}){{2,}}", re.IGNORECASE)
"""A list of all possible grades, which grades nothing."""
_NOT_SAID = re.compile(
    r"\b(?:whether|if|unless|until|once|ensure|ensures|sure|so|hopes?|believes?|thinks?|claims?|told us)(?: that)? $", re.IGNORECASE
)
_BEGINS = re.compile(
    r"(?:(?:In|By) (?:overall terms|contrast|general|particular|addition|summary|comparison),?|(?:Although|While|Whilst|Despite|Since) [^,.;]{3,100},|Overall|However|Again|Therefore|Since then|HMIC(?:FRS)?|We|also|Our (?:judge?ment|inspectors)|[Ii]nspectors|[Ff]ound|[Cc]oncluded|considers?|judges?|is|that|the|The|so|,|\s)*"
)
"""What may stand before the force in a sentence that gives its grade."""
_SOMEBODY_SAID = re.compile(
    r",[’'”\"]* (?!HMIC|[Ii]nspectors|which (?:it|HMIC|inspect)|the (?:report|inspect))(?:\w+ ){1,5}(?:said|told|says|added)\b"
)
_EXTENT = re.compile(
    r"\b(?:to what |the )extent to which\b(?P<what>[^.;:]{10,200}?)\s(?:is|are)?:?\s*(?:judged (?:to be )?|graded )?(?P<grade>outstanding|good|requires improvement|inadequate)\b(?! at)",
    re.IGNORECASE,
)
_WITH_WHICH = re.compile(
    r"\bthe (?P<what>effectiveness|efficiency|legitimacy) with which\b[^.;:]{5,160}?\s(?:is )?(?P<grade>outstanding|good|requires improvement|inadequate)\b",
    re.IGNORECASE,
)
_OVERALL_PILLAR = re.compile(
    r"\b(?:overall|force[’']s|constabulary[’']s) (?P<what>effectiveness|efficiency|legitimacy) (?:is|has been) (?:judged |graded |assessed )(?:to be |as )?(?P<grade>outstanding|good|requires improvement|inadequate)\b",
    re.IGNORECASE,
)
_COMPARES_GRADES = re.compile(
    r"\b(?:judge?ment|findings?|grade|performance|this)\b[^.;]{0,40}\b(?:is|are|remains?) (?:an? |the |broadly )*(?:same as|consistent with|unchanged|improvement (?:on|from)|deterioration (?:on|from)|decline from)\b"
)
"""A sentence that compares this report's judgment with an earlier one, between sentences that give grades."""
_SOME_ASPECTS = re.compile(r"(?<=requires improvement in )some aspects of (?=(?:the way|how|its approach)\b)")
"""Words of the summaries of 2016 and 2017 for a grade of a whole question, among sentences that grade the others."""
_LONGEST_SENTENCE = 1_500
_USUAL_SENTENCES = 3
"""How many sentences of a paragraph may give grades without saying that they were judged."""


class StatedGrade(NamedTuple):
    """A grade and the name of what is graded, in the report's words."""

    name: str
    grade: str
    start: int
    """The word of the report at which it is said."""
    is_pillar: bool = False
    is_question: bool = False


class Setting(NamedTuple):
    """Where a paragraph stands."""

    report: AboutReport
    heading: Paragraph | None
    is_judged: bool
    """Whether the heading is of a pillar, a question or an area that has a grade."""
    is_first: bool
    """Whether the heading or its grade is right above."""
    grade: str
    """The grade right above; empty if there is none."""
    is_introduced: bool
    """Whether a sentence above announces what was judged."""


def begins_a_list(text: str) -> bool:
    """Whether the items of a list below a line say how the force was judged, as in `The force is judged to be:`."""
    return _STEM.fullmatch(text) is not None and not is_of_another_day(text)


def grades_in_sentences(paragraph: Paragraph, setting: Setting) -> Iterator[StatedGrade]:
    """Sentences that say how good a force is at something that is graded.

    That is what the report announces (`we found:`), what it says that it judged, what stands first below the heading of what is
    judged, what is named there in the words of the programme, and a paragraph that only says so of an area. A sentence that tells of
    another day or of another force is none of them.
    """
    heading = setting.heading
    only_grades = True
    tells_of_another_day = False
    sentences = sentences_of(paragraph.text)
    for number, (place, sentence) in enumerate(sentences):
        if len(sentence) > _LONGEST_SENTENCE:
            continue
        sentence = without_own_year(sentence, setting.report)
        if only_grades and number and setting.is_first and setting.grade:
            sentence = _SOME_ASPECTS.sub("", sentence)
        sentence = in_usual_words(_SCALE.sub(lambda scale: "-" * len(scale[0]), sentence), setting.report.force)
        has_grade = False
        is_of_another = is_of_another_inspection(sentence, setting.report)
        following = sentences[number + 1][1] if number + 1 < len(sentences) else ""
        for found in () if is_of_another else _graded_in(sentence, setting.report.force):
            has_grade = True
            if found.is_past and tells_of_another_day and not is_of_this_day(sentence):
                continue
            subjects = subjects_of(found.name, since_2021=setting.report.is_since_2021)
            if found.was and not (subjects and not tells_of_another_day and still_holds(f"{sentence} {following}", setting.report)):
                continue
            if len(subjects) > 1 and NAMES_OF_PILLARS.issuperset(map(str.casefold, subjects)) and found.is_judged:
                yield from (
                    StatedGrade(each.casefold(), found.grade, paragraph.word_at(place), is_pillar=True) for each in subjects
                )
                continue
            is_usual = number < _USUAL_SENTENCES
            if (pillar := pillar_of(found.name)) and (found.is_judged or setting.is_introduced or number == 0):
                yield StatedGrade(pillar, found.grade, paragraph.word_at(place), is_pillar=True)
                continue
            if not found.name:
                if heading is not None and setting.is_judged and (found.is_judged or (number == 0 and setting.is_first)):
                    yield of_the_heading(heading, found.grade)
                continue
            alone = number == 0 and len(sentence) >= len(paragraph.text) and AN_AREA.match(found.name) is not None
            if not (
                setting.is_introduced
                or found.is_judged
                or (is_usual and setting.is_first and heading is not None and fits(found.name, heading.text))
                or (number == 0 and found.begins and setting.is_first and _is_of_the_heading(setting, found))
                or (
                    found.begins
                    and only_grades
                    and (setting.is_judged or heading is None)
                    and (is_a_subject(found.name) or subjects)
                )
                or (alone and found.force)
            ):
                continue
            name = heading.text if heading is not None and setting.is_first and key(heading.text) == key(found.name) else found.name
            if len(subjects) > 1:
                yield from (StatedGrade(subject, found.grade, paragraph.word_at(place)) for subject in subjects)
            elif 1 <= len(name.split()) <= 30:
                yield StatedGrade(name, found.grade, paragraph.word_at(place))
        only_grades = only_grades and (has_grade or _COMPARES_GRADES.search(sentence) is not None)
        tells_of_another_day = is_of_another or is_of_another_day(sentence)


class _Graded(NamedTuple):
    name: str
    """Empty where the sentence leaves what is graded to the heading."""
    grade: str
    is_judged: bool
    is_past: bool
    """Whether somebody `judged` it, on whatever day."""
    force: str
    """The name of the force, where the sentence gives it."""
    begins: bool
    """Whether the sentence begins with it, or with another grade."""
    was: bool
    """Whether the force `was` judged so, and no word says that it is this report's grade."""


def _graded_in(sentence: str, force: Collection[str]) -> Iterator[_Graded]:
    """Each grade that a sentence gives to the force, with its name."""
    if not has_word_of_a_grade(sentence) or _SOMEBODY_SAID.search(sentence):
        return
    at, grade, judged, who, begins = 0, "", False, "", False
    while match := _next_of(sentence, at, grade):
        given = match.groupdict()
        who = given.get("who") or given.get("whom") or who
        begins = begins or _BEGINS.fullmatch(sentence, 0, match.start()) is not None
        is_said = bool(
            given.get("judged")
            or given.get("rated")
            or given.get("judgment")
            or (given.get("judged_by") and not given.get("found"))
            or match.re is _QUOTED
        )
        judged = is_said or (judged and not (given.get("who") or given.get("whom")))
        grade = usual_grade(
            given.get("grade") or given.get("graded") or given.get("given") or given.get("this") or given.get("needs") or grade
        )
        named = next((each for each in ("named", "its") if given.get(each)), "name")
        name = given.get(named) or ""
        end = _NAME_ENDS.search(name) if name and match.re not in _WITH_WHOLE_NAME else None
        before = sentence[: match.start(named)] if name else sentence[: match.end()]
        at = match.end() if not end else match.start(named) + end.start()
        until = at if name else len(sentence)
        name = _HOW_EFFECTIVE.sub("", _APPROACH.sub("", name[: end.start()].strip(" ,") if end else name))
        was = re.search(r"\bwas\b", before) is not None and not (judged and is_of_this_day(sentence))
        if (
            is_of_another_day(sentence[:until])
            or (was and not judged)
            or _NOT_SAID.search(sentence[: match.start()])
            or _A_PART.search(name)
            or (is_a_force(who) and who.removeprefix("The ") not in force)
        ):
            continue
        yield _Graded(name, grade, judged, given.get("judged_by") is not None, who if is_a_force(who) else "", begins, was)


def _next_of(sentence: str, at: int, grade: str) -> re.Match[str] | None:
    """The next grade of a sentence, or the next name with the same grade."""
    if at and grade and (found := _AND_ANOTHER.match(sentence, at) or _AND_THE_SAME.match(sentence, at)):
        return found
    if at:
        return _first(_IN_SENTENCE.search(sentence, at), _ITS_JUDGED.search(sentence, at))
    return (
        _IN_SENTENCE.search(sentence)
        or _QUOTED.search(sentence)
        or _ITS_JUDGED.match(sentence)
        or _IN_RELATION.match(sentence)
        or _ABILITY_OF.search(sentence)
        or _OF_A_FORCE.fullmatch(sentence)
        or _ITS_APPROACH.search(sentence)
        or _WITHOUT_NAME.search(sentence)
    )


def _first(*found: re.Match[str] | None) -> re.Match[str] | None:
    return min((each for each in found if each is not None), key=lambda each: each.start(), default=None)


def _is_of_the_heading(setting: Setting, found: _Graded) -> bool:
    """Whether the first sentence below a heading gives the grade that the heading itself does not show."""
    if setting.grade:
        return setting.grade == found.grade and setting.heading is not None and is_a_judgment(setting.heading.text)
    return setting.is_judged and setting.heading is not None and (is_a_question(setting.heading.text) or found.force != "")


def of_the_heading(heading: Paragraph, grade: str) -> StatedGrade:
    """The grade of what a heading names."""
    pillar = heading.text.casefold()
    if pillar in NAMES_OF_PILLARS:
        return StatedGrade(pillar, grade, heading.start, is_pillar=True)
    return StatedGrade(heading.text, grade, heading.start, is_question=is_a_question(heading.text))


def pillars_in_headings(heading: Paragraph, report: AboutReport) -> Iterator[StatedGrade]:
    """The grade of a pillar that is a whole heading, as in `Westshire Police’s effectiveness at keeping people safe is good`."""
    found = _OF_A_FORCE.fullmatch(heading.text)
    if found is not None and found["who"] in report.force and (pillar := pillar_of(found["name"])):
        yield StatedGrade(pillar, (found["grade"] or "requires improvement").casefold(), heading.start, is_pillar=True)


def grades_by_extent(paragraph: Paragraph) -> Iterator[StatedGrade]:
    """The grades of pillars in the set sentences of 2014 to 2018/19."""
    for pattern in (_EXTENT, _WITH_WHICH, _OVERALL_PILLAR):
        for match in pattern.finditer(paragraph.text):
            what = match["what"].casefold()
            if re.search(r"\bnot\b|\bhow\b", what):
                continue
            if is_of_another_day(paragraph.text[: match.start()].rpartition(". ")[2]):
                continue
            first = min(((found.start(), name) for name, each in PILLARS if (found := each.search(what))), default=None)
            if first is not None:
                yield StatedGrade(first[1], match["grade"].casefold(), paragraph.word_at(match.start()), is_pillar=True)
