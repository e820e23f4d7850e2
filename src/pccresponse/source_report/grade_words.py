"""The words in which grades are given, and rarer words for the same in their usual form."""

from __future__ import annotations

import re
from collections.abc import Collection

from pccresponse.source_report.whose_grade import place_of

GRADE_WORDS = r"(?P<grade>(?i:outstanding|good|adequate|requires? improvement|requiring improvement|inadequate))"
_A_GRADE = GRADE_WORDS.replace("?P<grade>", "?:")
_IN_EVERY_GRADE = ("outstanding", "good", "adequate", "improvement")
_QUOTE, _UNQUOTE = r"[‘'“\"]?", r"[’'”\"]?"
GRADE = rf"{_QUOTE}{GRADE_WORDS}{_UNQUOTE}"
ANY_GRADE = GRADE.replace("?P<grade>", "?:")
RESPECT = r"(?:in respect of|in relation to|in terms of|with respect to|with regard to|when it comes to|(?=in (?:its|their) approach to)in|at|in|for)"
_HAD_BEEN = re.compile(
    r"(?P<said>\b(?:noted|heard|pleased|reported|explained|welcomed|advised|highlighted|informed|disappointed|delighted)\b[^,;.]{0,30} that [^,;.]{3,60}) had been (?=judged|graded|rated|assessed)"
)
"""What somebody reported of this inspection."""
_WE = re.compile(r"\b[Ww]e (?:were|(?P<have>have been)) (?=(?:also |now |again )?(?:judged|assessed|graded|rated)\b)")
_OVERALL_AT = re.compile(rf" overall(?= {RESPECT} )")
BY_INSPECTORS = r"(?:by (?:HMIC(?:FRS)?|inspectors|the inspectorate) )?"
A_GRADING = r"(?:grade|grading|rating|judge?ment)"
_RECEIVED = re.compile(
    rf"\b(?:(?:has|was|have|were|been) )*(?:received|awarded|given|achieved) (?:an? )?(?:overall )?(?:{A_GRADING}s? (?:of|as) {GRADE}|{GRADE} {A_GRADING}s?)(?= {RESPECT} )".replace(
        "?P<grade>", "?P<one>", 1
    ),
    re.IGNORECASE,
)
_ANOTHER_RECEIVED = re.compile(
    rf"(?P<and>,|,? and )(?:an? )?(?:(?:{A_GRADING} of ){GRADE.replace('<grade>', '<one>')}|{GRADE} {A_GRADING}s?)(?= {RESPECT} )"
)


def usual_grade(words: str) -> str:
    """A grade in its usual words.

    >>> usual_grade("Requiring improvement"), usual_grade("Good")
    ('requires improvement', 'good')
    """
    return "requires improvement" if "requir" in words.casefold() else words.casefold()


def has_word_of_a_grade(text: str) -> bool:
    """Whether a text may have a grade in it. Most have none, and need no other search.

    >>> has_word_of_a_grade("It REQUIRES IMPROVEMENT."), has_word_of_a_grade("Calls are answered.")
    (True, False)
    """
    small = text.casefold()
    return any(word in small for word in _IN_EVERY_GRADE)


def in_usual_words(sentence: str, force: Collection[str]) -> str:
    """A sentence with `The force` in the stead of a place, as in `Westshire is good at`, and with `was graded as` in that of rarer words."""
    sentence = _RECEIVED.sub(
        lambda found: f"was graded as {found['one'] or found['grade']}", _HAD_BEEN.sub(r"\g<said> has been ", sentence)
    )
    sentence = _WE.sub(lambda found: f"the force {'has been' if found['have'] else 'was'} ", _OVERALL_AT.sub("", sentence))
    sentence = _ANOTHER_RECEIVED.sub(lambda found: f"{found['and']}{found['one'] or found['grade']}", sentence)
    for name in force:
        sentence = re.sub(
            rf"(?P<before>^|\b(?:that|graded|judged|rated) |, ){re.escape(place_of(name))} (?=(?:is|was|has been|remains|requires improvement|as {_A_GRADE})\b)",
            lambda found: f"{found['before']}{'the' if found['before'] else 'The'} force ",
            sentence,
        )
    return sentence
