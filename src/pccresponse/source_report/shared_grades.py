"""Sentences that give one grade to a list of subjects, as press notices and the pages of local policing bodies do.

Each subject of a list gets the grade, if the list names nothing but what is graded. A sentence that says how many there are is read only
if its list has as many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pccresponse.models.findings import NUMBER_WORDS
from pccresponse.source_report.grade_words import A_GRADING, ANY_GRADE, GRADE, has_word_of_a_grade, usual_grade
from pccresponse.source_report.graded_sentences import Setting, StatedGrade
from pccresponse.source_report.graded_subjects import subjects_of
from pccresponse.source_report.grades import NAMES_OF_PILLARS, is_graded
from pccresponse.source_report.paragraphs import Paragraph
from pccresponse.source_report.request_parts import sentences_of
from pccresponse.source_report.whose_grade import (
    FORCE,
    AboutReport,
    is_of_another_day,
    is_of_another_inspection,
    names_another_force,
    still_holds,
    without_own_year,
)

_JUDGED = r"(?:judged|assessed|graded|rated|deemed|found)(?: by (?:HMIC(?:FRS)?|inspectors|the inspectorate)\b)?"
_NUMBER = rf"(?P<number>\d{{1,2}}|{'|'.join(NUMBER_WORDS)})"
_NAMES = r"(?P<names>[^.:]{6,400}?)"
_WAS = r"(?:is|are|was|were|has been|have been|remains?)"
_AT = r"(?:in|at|for|across)"
_END = r"(?=\.?$|[,;]| (?:and|but|while|whilst|with|by|in (?:the|this|our))\b)"
_OR_ANOTHER_GRADE = rf"(?=\.?$|\)|[,;]? (?:and|but|while|whilst|with) (?:(?:it |the force )?{_WAS} |as )*{ANY_GRADE} {_AT}\b|[,;] {ANY_GRADE} {_AT}\b)"
_ARE = (
    r"\b(?:areas?|those|subjects?)(?: of (?:policing|performance))?"
    rf"(?: (?:that|which|it|they|the force|inspectors|HMIC\w*|is|are|was|were|be|being|to|as|in need of|{_JUDGED}))* {GRADE}"
    rf" (?:are|is|were|was|include[sd]?|covered):? {_NAMES}\.?$"
)
"""`The areas that require improvement are ...`"""
_UNDER = rf"^(?:And )?(?:under|in) (?:the )?{GRADE} (?:{A_GRADING}|category|heading|band)?,? ?(?:was|were|is|are|came|fell)?:? {_NAMES}\.?$"
"""`Under the ‘adequate’ grade was: ...`"""
_WERE_JUDGED = (
    r"(?:^|[,;] (?:and |but |while |whilst )?|\b(?:and|but|while|whilst|with) |^However, |^Overall, )(?P<names>[^.:;]{6,300}?)"
    rf" (?:{_WAS} (?:also |all |both |each |now |still |again )*(?:re-?)?{_JUDGED}(?: as| to be| to)? {GRADE}"
    rf"|(?:all |both |each |also |still )*(?P<needs>requires? improvement)){_END}"
)
"""`... were graded adequate`, `... require improvement`"""
_ONLY = rf"^(?:{_NUMBER} |the )?(?P<names>[^.:;]{{6,120}}?) {_WAS} the only (?:one|area|subject)(?: of policing)?(?: (?:that|which|to|be|is|was|has|been|{_JUDGED}|as))* {GRADE}{_END}"
"""`... was the only area graded as inadequate`"""
_SO_MANY = (
    rf"\b{_NUMBER} (?:other |more )?(?:areas?|categories|subjects?)(?: of policing)?(?:, | [–—-] | \()(?P<names>[^.:;()–—]{{6,300}}?)(?:, | [–—-] |\) )"
    rf"(?:{_WAS} (?:also |all |both |each )*{_JUDGED}(?: as| to be| to)? {GRADE}|(?P<needs>requires? improvement)){_END}"
)
"""`Two areas (... and ...) were graded as good`"""
_JUDGED_ITS = rf"\b(?:{_JUDGED} (?:its|the (?:force|constabulary)[’']s|(?-i:{FORCE})[’']s?)|(?:HMIC(?:FRS)?|inspectors|inspectorate|report|we) (?:(?:has|have|also|now|again|still) )*{_JUDGED}) {_NAMES} (?:as|to be) {GRADE}{_END}"
"""`HMICFRS graded its response to the public as good`"""
_FROM_TO = (
    rf"\b(?:improved|moved|rose|risen|went|gone|fell|fallen|dropped|upgraded|downgraded|raised|lowered)(?: (?:it|the (?:force|constabulary)))? from {ANY_GRADE} to"
    rf" {GRADE} (?:in|at|for) {_NAMES}{_OR_ANOTHER_GRADE}"
)
_LISTED = (
    rf"\b{_JUDGED}(?: as| to be)? {GRADE} {_AT}:? (?P<names>[^.:;]{{6,120}};[^.:]{{6,400}}?)"
    rf"(?=\.?$|,? (?:and|but|while|whilst|with) (?:(?:it|the force) )?(?:{_WAS} )?(?:as )?{ANY_GRADE} {_AT}\b|,? with the (?:rest|majority|remaining|remainder|others)\b)"
)
"""`graded as good for ...; ...; and ...`"""
_SO_MANY_GRADES = rf"\b{_NUMBER} {GRADE} {A_GRADING}s?(?: \(| for | in |: ){_NAMES}(?=\)|\.?$|,? and {_NUMBER.replace('?P<number>', '?:')} |[,;] {_NUMBER.replace('?P<number>', '?:')} )"
"""`two good grades (... and ...)`"""
_REGRADED = rf"\bre-?graded {_NAMES} (?:from {ANY_GRADE} )?(?:as|to) (?:being )?{GRADE}{_END}"
_WITH = rf"\bwith {_NAMES} {_JUDGED}(?: as| to be| to)? {GRADE}{_END}"
_IN_SO_MANY = (
    rf"{GRADE} {_AT} (?:the |all )?{_NUMBER}(?: other| further| more)?(?: areas?| categories| subjects?| pillars| questions)?(?: of policing)?"
    rf"(?:,? ?(?:[–—:-]|\(|namely|including|which (?:are|is|were|was))|,)(?! ?(?:and |but |with )?{ANY_GRADE}) ?{_NAMES}{_OR_ANOTHER_GRADE}"
)
"""`inadequate in one area – ...`, `good in two areas (... and ...)`"""
_IN_THE_AREAS = rf"{GRADE} {_AT} (?:the )?(?:following )?areas?(?: of(?: policing)?|:)? ?[:–—-]? ?{_NAMES}{_OR_ANOTHER_GRADE}"
_GRADE_OF = rf"\b{A_GRADING}s? (?:of|as) {GRADE} (?:in|at|for|in respect of|in relation to) {_NAMES}{_OR_ANOTHER_GRADE}"
"""`a grade of good for ...`"""
_A_GRADE_FOR = rf"\b(?:an?|the|its|received|awarded|given) {GRADE} {A_GRADING}s? (?:in|at|for|in respect of|in relation to) {_NAMES}{_OR_ANOTHER_GRADE}"
"""`a ‘good’ rating for ...`"""
_GRADE_FOR = (
    rf"\b{A_GRADING}s? (?:for|of|given to|awarded to) {_NAMES} (?:{_WAS}|has|have) (?:now )?"
    rf"(?:(?:changed|amended|revised|raised|lowered|corrected|updated|moved|improved|risen|gone|fallen|dropped) (?:from {ANY_GRADE} )?to )?{GRADE}(?=\.?$|[,;])"
)
"""`the grade for ... was changed from adequate to good`"""
_EXCEPT = (
    rf"\b(?:except(?: for| in| at)?|apart from|with the exception of) {_NAMES},? (?:where (?:it|the (?:force|constabulary)) |which )"
    rf"(?:{_WAS} )?(?:{_JUDGED} )?(?:as |to be )?{GRADE}(?=\.?$|[,;]| \.)"
)
"""`except investigating crime, where it requires improvement`"""
_PERFORMANCE = (
    r"\b(?:identified|found|recognised|noted|praised) (?:the |its )?(?P<grade>outstanding) performance"
    rf" (?:(?:in|at|for|when|of|the|its|relation to|activities|work|force|constabulary) )*{_NAMES}(?=\.?$|[,;])"
)
"""`identified outstanding performance when ...`: only that word means nothing but a grade."""
_COLON = rf"\b{_JUDGED}(?: as| to be)? {GRADE}(?: {A_GRADING}s?)?(?::| [–—-]|,? namely) {_NAMES}\.?$"
"""`The following were graded as good: ...`"""
_IN_FRONT = rf"(?:^|[;:] ?(?:and )?){GRADE}(?: [–—-] |: )(?P<names>[^.:–—]{{6,300}}?)(?=\.?$|; ?(?:and )?{ANY_GRADE})"
"""`outstanding – ...; good – ...`"""
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        *(
            _ONLY,
            _SO_MANY,
            _JUDGED_ITS,
            _FROM_TO,
            _ARE,
            _UNDER,
            _WERE_JUDGED,
            _LISTED,
            _REGRADED,
            _SO_MANY_GRADES,
            _WITH,
            _IN_SO_MANY,
            _IN_THE_AREAS,
            _GRADE_OF,
            _A_GRADE_FOR,
            _GRADE_FOR,
            _EXCEPT,
            _PERFORMANCE,
        ),
        _COLON,
        _IN_FRONT,
    )
)
_GRADE_BEHIND = re.compile(rf" \({GRADE}\)|(?: [–—-] |: ){GRADE.replace('<grade>', '<its>')}(?=[,;.]|$| and )", re.IGNORECASE)
"""The grades of `preventing crime (good), managing offenders (adequate)`."""
_MAY_BEGIN = re.compile(r"^\W*(?:and )?|[,;:] (?:and )?| (?:and|in|at|for|as) ")
_OF_A_GROUP = re.compile(
    rf"(?:(?:the )?(?:following )?(?:areas? )?(?:of policing )?(?:(?:that )?(?:are|were|have been) )?{_JUDGED} "
    rf"|(?:[^.:;]{{0,60}}?\b(?:it|the (?:force|constabulary|met)|police|constabulary) (?:(?:is|was|has been) )?)?(?:{_JUDGED} )?(?=[^:]*:$))(?:as |to be |to )?{GRADE}(?: (?:in|at|for))?"
    rf"(?: (?:the )?(?:following )?(?:{_NUMBER} )?(?:areas?|categories)(?: of policing)?)?(?: \(\d{{1,2}}\))?:?",
    re.IGNORECASE,
)
"""A line above the subjects that have the grade."""
_BEGINS_WITH_GRADE = re.compile(rf"(?:(?:is|was) )?{GRADE} {_AT} {_NAMES}", re.IGNORECASE)
_WITH_COMMENT = re.compile(
    r"(?P<name>[^.:;–—()]{6,120}?)(?: [–—-] | \((?![A-Z]{2,6}\))|[,;:] (?=(?:where|which|because|as|although|though|but|with|who|our|inspectors)\b)|[.:] (?=[A-Z])).+"
)
"""A subject with a comment behind it, such as `Preventing crime – schools are visited`."""
_LONGEST_NAME = 14
_LONGEST_SENTENCE = 1_500
_YEAR = r"20\d\d(?:[/–-]\d\d(?:\d\d)?)?"
_CHANGED = re.compile(
    r"\b(?:changed|amended|revised|corrected|updated|improved|moved|rose|risen|went|gone|fell|fallen|dropped|upgraded|downgraded|raised|lowered)\b[^.;]{0,40}? to \S|\bre-?graded\b[^.;]{0,40}? (?:as|to) \S",
    re.IGNORECASE,
)
_SINCE_THEN = re.compile(
    rf",? ?\bsince (?:(?:the|our|its|their) )?(?:(?:last|previous)(?: PEEL)? (?:inspection|report|assessment)|{_YEAR}(?: PEEL)?(?: inspection| report| assessment)?)\b,?"
    rf"|(?P<grade>\bfrom {ANY_GRADE}) in (?:(?:the|our|its) )?(?:(?:last|previous)(?: PEEL)? (?:inspection|report|assessment)|{_YEAR}(?: PEEL)?(?: inspection| report| assessment)?)\b",
    re.IGNORECASE,
)
"""When a grade that has changed was another."""
_NO_GRADE = re.compile(
    r"\b(?:not|never|whether|if|unless|until|once|would|could|should|might|(?<!\d )(?<!in )may(?! (?:19|20)\d\d)|will|hopes?|hoped|expects?|aims?|aiming|wants?|likely|many|most|some|other|several|neighbour\w*|forces|(?:each|every|any) force|nationally|targets?|means?|definition|previous(?:ly)?|formerly|last)\b",
    re.IGNORECASE,
)
_IS_GRADED = re.compile(rf"^(?!.*\b(?:was|were|has been|have been|had)\b).*\b(?:is|are) (?:now |still |also )*{_JUDGED}\b")
"""That a grade is given now, so that an earlier one may follow."""
_QUOTED_GRADE = re.compile(rf"[“\"]({ANY_GRADE})[”\"]", re.IGNORECASE)
_ITS_PERFORMANCE = re.compile(r"\b(?:performance|approach) (?:in|at|to)\b", re.IGNORECASE)
"""Words that belong to the name of one subject, and not to the names of a list."""
_QUOTATION = re.compile(r"[“”\"]")


def shared_grades_in(paragraph: Paragraph, setting: Setting) -> Iterator[StatedGrade]:
    """Each subject of each list with the grade of the list."""
    sentences = sentences_of(paragraph.text)
    for number, (place, sentence) in enumerate(sentences):
        sentence = without_own_year(_QUOTED_GRADE.sub(r"‘\1’", sentence), setting.report)
        if not has_word_of_a_grade(sentence) or len(sentence) > _LONGEST_SENTENCE:
            continue
        before = sentences[number - 1][1] if number else ""
        following = sentences[number + 1][1] if number + 1 < len(sentences) else ""
        if _CHANGED.search(sentence):
            sentence = _SINCE_THEN.sub(lambda found: found["grade"] or "", sentence).strip()
        if _is_not_of_this_report(sentence, before, following, setting):
            continue
        for grade, names in _lists_in(sentence, setting):
            for name in names:
                is_pillar = name.casefold() in NAMES_OF_PILLARS
                yield StatedGrade(name.casefold() if is_pillar else name, grade, paragraph.word_at(place), is_pillar=is_pillar)


def _is_not_of_this_report(sentence: str, before: str, following: str, setting: Setting) -> bool:
    if (
        _NO_GRADE.search(sentence)
        or _QUOTATION.search(sentence)
        or is_of_another_day(before)
        or is_of_another_inspection(f"{before} {sentence}", setting.report)
    ):
        return True
    if names_another_force(sentence, setting.report):
        return True
    if _CHANGED.search(sentence):
        return is_of_another_day(sentence)
    if _IS_GRADED.search(sentence):
        return not still_holds(sentence, setting.report, following)
    return not still_holds(f"{sentence} {following}", setting.report)


def _lists_in(sentence: str, setting: Setting) -> Iterator[tuple[str, Sequence[str]]]:
    for pattern in _PATTERNS:
        for match in pattern.finditer(sentence):
            given = match.groupdict()
            number = (given.get("number") or "").casefold()
            names = subjects_of(given["names"], since_2021=setting.report.is_since_2021 or bool(number))
            if len(names) == 1 and _ITS_PERFORMANCE.search(given["names"]):
                continue
            if not names or (number and (int(number) if number.isdecimal() else NUMBER_WORDS[number]) != len(names)):
                continue
            yield usual_grade(given.get("needs") or given["grade"]), names
    last = 0
    for found in _GRADE_BEHIND.finditer(sentence):
        before, last = sentence[last : found.start()], found.end()
        for begins in _MAY_BEGIN.finditer(before):
            if len(names := subjects_of(before[begins.end() :], since_2021=True)) == 1:
                yield (found["grade"] or found["its"]).casefold(), names
                break


def grades_in_groups(paragraphs: Sequence[Paragraph], report: AboutReport) -> Iterator[StatedGrade]:
    """The items of lists such as `Areas graded good:` and `The force is good at:`."""
    grade, is_announced = "", False
    for each in paragraphs:
        found = _OF_A_GROUP.fullmatch(each.text)
        name = re.sub(r"[;,.]?(?: and)?$", "", each.text)
        if found and not _is_no_grade(each.text, report):
            grade = usual_grade(found["grade"])
        elif grade and each.sign and (commented := _WITH_COMMENT.fullmatch(each.text)) and subjects_of(commented["name"]):
            yield StatedGrade(commented["name"], grade, each.start)
        elif grade and each.sign and is_graded(name) and len(name.split()) <= _LONGEST_NAME:
            yield StatedGrade(name, grade, each.start)
        elif grade and not each.sign and (subjects := subjects_of(name, since_2021=not report.is_before_2021)):
            yield from (StatedGrade(subject, grade, each.start) for subject in subjects)
        elif is_announced and each.sign and (begins := _BEGINS_WITH_GRADE.fullmatch(name)):
            subjects = subjects_of(begins["names"], since_2021=report.is_since_2021)
            yield from (StatedGrade(subject, usual_grade(begins["grade"]), each.start) for subject in subjects)
        elif not each.sign:
            grade = ""
        if not each.sign:
            is_announced = each.text.endswith(":") and not _is_no_grade(each.text, report)


def _is_no_grade(text: str, report: AboutReport) -> bool:
    return _NO_GRADE.search(text) is not None or is_of_another_day(text) or names_another_force(text, report)
