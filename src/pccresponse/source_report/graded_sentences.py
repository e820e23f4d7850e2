"""Sentences in which a report says how good a force is at what is graded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from typing import NamedTuple

from pccresponse.source_report.paragraphs import Paragraph
from pccresponse.source_report.report import InspectedReport
from pccresponse.source_report.request_words import sentences_of

GRADE_WORDS = r"(?P<grade>outstanding|good|adequate|requires? improvement|requiring improvement|inadequate)"
_FORCE = r"[A-Z][\w’'&-]+(?: (?:and|of|the|&|[A-Z][\w’'-]+)){0,5} (?:Police(?: Service| Force)?|Constabulary)"
_A_FORCE = re.compile(_FORCE)
_SUBJECT = rf"(?:(?:(?:[Tt]he|[Tt]his) )?(?:force|constabulary|service)|[Ii]t|{_FORCE}|HMIC(?:FRS)?|[Ww]e)"
_RESPECT = r"(?:in respect of|in relation to|with respect to|at|in|for)"
_NAME = r"(?P<name>(?!(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+|several|most|some|all)\b)[^.;]{4,220})"
_IN_SENTENCE = re.compile(
    rf"\b(?P<who>{_SUBJECT}) (?:(?:is|has been|was) (?P<judged>(?:judged|assessed|graded|rated) (?:to be |as (?:being )?|as )?)?{GRADE_WORDS}|(?P<needs>requires improvement))"
    rf" {_RESPECT} (?:the (?=effectiveness|efficiency|legitimacy))?{_NAME}"
    rf"|\b(?P<judged_by>graded|judged|assessed|rated) (?P<whom>{_SUBJECT})(?:[’']s performance)? (?:as (?:being )?|to be )?(?P<as>{GRADE_WORDS.replace('grade', 'graded')}) {_RESPECT} {_NAME.replace('?P<name>', '?P<named>')}"
)
_AND_ANOTHER = re.compile(rf"(?:,|,? and|,? but)(?: (?:it )?is)? [‘'“\"]?{GRADE_WORDS}[’'”\"]? {_RESPECT} {_NAME}")
_QUOTED = re.compile(rf"[‘'“\"]{GRADE_WORDS}[’'”\"] {_RESPECT} {_NAME}", re.IGNORECASE)
_AND_THE_SAME = re.compile(r",? and (?:at|in) (?P<name>\w+ing\b[^.;]{0,220})")
_OF_A_FORCE = re.compile(
    rf"(?P<who>{_FORCE}|[Tt]he (?:force|constabulary))[’']s? (?:approach to )?(?P<name>[^.;,]{{4,120}}?) (?:(?:is|are) {GRADE_WORDS}|(?P<needs>requires? improvement))\.?"
)
_A_SUMMARY = re.compile(r"\b(?:summary|findings|judge?ments?|overview|overall)\b", re.IGNORECASE)
_A_SCALE = re.compile(rf"\bor (?:as )?[‘'“\"]?{GRADE_WORDS.replace('?P<grade>', '?:')}\b", re.IGNORECASE)
"""What explains the grades: `outstanding, good, requires improvement or inadequate`."""
_JUDGED = re.compile(r"\b(?:is|has been) (?:judged|graded|assessed|rated)\b")
_NAME_ENDS = re.compile(
    r",? and (?:also |now )?(?:continues|works|uses|makes|takes|provides|shows|\w{3,}s (?:to|its|the|a|an|that|with|well|how))\b|,? (?:although|but|however|because|while|whilst|since|which|where|despite|though|as (?:are|is|was|were|it)|and (?:it )?(?:is|requires|has|was))\b|, (?:is|requires)\b"
    r"|,? and (?=(?:at|in) \w+ing\b)|,?(?: and)? (?=[‘'“\"]?(?:outstanding|good|adequate|inadequate|requires improvement)[’'”\"]? (?:at|in|for) )|[,.;:]?$|\. |; ?"
)
_OF_ANOTHER_DAY = re.compile(
    r"\b(?:previous(?:ly)?|earlier|at the time|then|formerly)\b|\b(?:19|20)\d\d[/–-](?:19|20)?\d\d\b|\blast (?:year|inspect|report|time|assess)"
    r"|\b(?:in|since|for|from|our|the|its|during) (?:\w+ )?(?:19|20)\d\d\b",
    re.IGNORECASE,
)
"""That a sentence tells of another report. A year behind `since` only counts before the grade."""
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
_WITHOUT_NAME = re.compile(
    rf"\b(?:{_SUBJECT}|and) is (?:(?:judged|graded|assessed|rated) (?:to be |as (?:being )?)?(?:{GRADE_WORDS}|(?P<needs>to require improvement))|now (?P<now>outstanding|good|adequate|inadequate))(?: (?:in this area|overall|for this question))?\.?$"
)
"""The grade of the question above: `For this reason, the force is judged to require improvement.`"""
_HOW_IT_IS = re.compile(r"\bhow (?P<what>effective|efficient|legitimate)(?:ly)?\b", re.IGNORECASE)
PILLARS = (
    ("effectiveness", re.compile(r"\beffective(?:ly|ness)?\b")),
    ("efficiency", re.compile(r"\befficien(?:t|tly|cy)\b")),
    ("legitimacy", re.compile(r"\blegitima(?:te|tely|cy)\b")),
)
_LONGEST_SENTENCE = 1_500
AN_AREA = re.compile(
    r"(?:recording data|preventing|reducing crime|responding to|investigating|protecting|managing offenders|building|leadership|supporting victims|disrupting"
    r"|developing a|treat(?:ment|ing)|(?:using |use of )?police powers|good use|strategic|crime data|serious|providing a|meeting the|counter|tackling"
    r"|operating efficiently)\b",
    re.IGNORECASE,
)
"""How the names of the areas begin that are graded since 2021."""
_SMALL_WORDS = frozenset(
    "a an and approach at disrupting for ensure ensures ensuring force how in is it its make makes making of on people public sure tackling that the their they this those to using way well which who with".split()
)


class StatedGrade(NamedTuple):
    """A grade, and what has it, in the report's words."""

    name: str
    grade: str
    start: int
    """The word of the report at which it is said."""
    is_pillar: bool = False
    is_question: bool = False


def is_a_force(name: str) -> bool:
    """Whether a name is that of a force, which has no grade as a whole."""
    return _A_FORCE.fullmatch(name) is not None


def force_of(report: InspectedReport) -> frozenset[str]:
    """The forces that the report names most often: a grade of another is none of this report."""
    named = Counter(" ".join(each.split()) for each in _A_FORCE.findall("\n".join(line.text for line in report.lines)))
    return frozenset(name for name, times in named.items() if times == max(named.values()))


def grades_in_sentences(
    paragraph: Paragraph, heading: Paragraph | None, above: str, force: Collection[str], *, introduced: bool
) -> Iterator[StatedGrade]:
    """Sentences that say how good a force is at something that is graded.

    That is what the report announces (`we found:`), what it says that it judged, what stands first below a heading of the same
    words, and a paragraph that only says so of an area. A sentence that tells of another day or of another force is none of them.
    """
    only_grades = all(_IN_SENTENCE.match(sentence) for _, sentence in sentences_of(paragraph.text))
    for number, (place, sentence) in enumerate(sentences_of(paragraph.text)):
        if _A_SCALE.search(sentence):
            continue
        if len(sentence) > _LONGEST_SENTENCE or (number > 2 and not introduced and not _JUDGED.search(sentence)):
            continue
        at, grade, judged = 0, "", False
        while match := _next_of(sentence, at, grade):
            given = match.groupdict()
            who = given.get("who") or given.get("whom") or ""
            judged = bool(given.get("judged") or given.get("judged_by")) or (match.re is _QUOTED) or (judged and not who)
            grade = (given.get("grade") or given.get("graded") or given.get("needs") or grade).casefold()
            grade = "requires improvement" if grade.startswith("requir") else grade
            named = "named" if given.get("named") else "name"
            name = given[named]
            end = _NAME_ENDS.search(name)
            before, at = sentence[: match.start(named)], match.start(named) + (end.start() if end else len(name))
            name = name[: end.start()].strip(" ,") if end else name
            if (
                _OF_ANOTHER_DAY.search(sentence[:at])
                or re.search(r"\bwas\b", before)
                or (who[:1].isupper() and _A_FORCE.fullmatch(who) and who not in force)
            ):
                continue
            pillar = _HOW_IT_IS.match(name) or re.match(
                r"(?:its |the )?(?P<what>effective(?:ness|ly)?|efficien(?:cy|t|tly)|legitima(?:cy|te|tely))\b", name
            )
            if pillar and (judged or introduced or number == 0):
                yield StatedGrade(pillar_in(pillar["what"]), grade, paragraph.word_at(place), is_pillar=True)
                continue
            alone = only_grades and AN_AREA.match(name) is not None
            alone |= number == 0 and match.re is _OF_A_FORCE and AN_AREA.match(name) is not None
            fits = heading is not None and (
                _fits(name, heading.text)
                or (number == 0 and (heading.text.endswith("?") or (above == grade and _A_SUMMARY.search(heading.text))))
            )
            if not (introduced or judged or fits or (alone and (only_grades or match.re is _OF_A_FORCE))):
                continue
            if heading is not None and key(heading.text) == key(name):
                name = heading.text
            if 1 <= len(name.split()) <= 30:
                yield StatedGrade(name, grade, paragraph.word_at(place))


def _next_of(sentence: str, at: int, grade: str) -> re.Match[str] | None:
    """The next grade of a sentence, or the next name with the same grade."""
    if at and grade and (found := _AND_ANOTHER.match(sentence, at) or _AND_THE_SAME.match(sentence, at)):
        return found
    return _IN_SENTENCE.search(sentence, at) or (None if at else _QUOTED.search(sentence) or _OF_A_FORCE.fullmatch(sentence))


def _fits(name: str, heading: str) -> bool:
    """Whether what a sentence grades is what the heading above it is about.

    >>> _fits("investigating crime", "How effective is the force at investigating crime and reducing re-offending?")
    True
    >>> _fits("identifying vulnerable people", "Protecting vulnerable people")
    False
    """
    words, about = _words_of(name), set(_words_of(heading))
    return bool(words) and words[0] in about and sum(word in about for word in words) >= 0.75 * len(words)


def _words_of(text: str) -> list[str]:
    """The beginnings of the words that mean something."""
    return [word[:5] for word in re.findall(r"[a-z]+", text.casefold().replace("-", "")) if word not in _SMALL_WORDS]


def pillar_in(words: str) -> str:
    """The pillar that some words speak of; the words themselves where they speak of none."""
    return next((name for name, pattern in PILLARS if pattern.search(words.casefold())), words)


def grade_of_question(text: str) -> str | None:
    """The grade that a paragraph below a question gives in a sentence that does not name what is graded."""
    for _, sentence in sentences_of(text):
        found = _WITHOUT_NAME.search(sentence)
        if found and not _OF_ANOTHER_DAY.search(sentence):
            return (found["grade"] or found["now"] or "requires improvement").casefold().replace("requiring", "requires")
    return None


def grades_by_extent(paragraph: Paragraph) -> Iterator[StatedGrade]:
    """The grades of pillars in the set sentences of 2014 to 2018/19."""
    for pattern in (_EXTENT, _WITH_WHICH, _OVERALL_PILLAR):
        for match in pattern.finditer(paragraph.text):
            what = match["what"].casefold()
            if re.search(r"\bnot\b|\bhow\b", what):
                continue
            if _OF_ANOTHER_DAY.search(paragraph.text[: match.start()].rpartition(". ")[2]):
                continue
            first = min(((found.start(), name) for name, each in PILLARS if (found := each.search(what))), default=None)
            if first is not None:
                yield StatedGrade(first[1], match["grade"].casefold(), paragraph.word_at(match.start()), is_pillar=True)


def key(name: str) -> str:
    """A name as it is held against another: its letters and figures."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())
