"""What the inspectorate grades: pillars, questions and areas of policing, and the headings that they stand below."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pccresponse.source_report.grade_tables import is_grade
from pccresponse.source_report.paragraphs import Paragraph

PILLARS = (
    ("effectiveness", re.compile(r"\beffective(?:ly|ness)?\b")),
    ("efficiency", re.compile(r"\befficien(?:t|tly|cy)\b")),
    ("legitimacy", re.compile(r"\blegitima(?:te|tely|cy)\b")),
)
NAMES_OF_PILLARS = frozenset(name for name, _ in PILLARS)
AN_AREA = re.compile(
    r"(?:recording data|preventing|reducing crime|responding to|investigating|protecting|managing offenders|building|leadership|supporting victims|disrupting"
    r"|developing a|treat(?:ment|ing)|(?:using |use of )?police powers|good use|strategic|crime data|serious|providing a|meeting (?:the|current)|counter|tackling"
    r"|operating efficiently|planning for the future)\b",
    re.IGNORECASE,
)
"""How the names of the areas begin that are graded since 2018."""
_SUBJECTS = (
    "reducing crime and preventing offending and anti-social behaviour",
    "preventing and deterring and tackling crime and anti-social behaviour and keeping people safe and reducing vulnerability",
    "investigating reported crime and offending and managing offenders and suspects and reducing re-offending and supporting victims",
    "protecting vulnerable people from harm those who are vulnerable and supporting victims",
    "supporting victims of crime",
    "identifying, disrupting and tackling serious and organised crime",
    "tackling anti-social behaviour",
    "treating all of the people it serves, the public and its workforce fairly, with fairness and respect",
    "engaging with and treating the public with fairness and respect",
    "ensuring its workforce behaves, workforce behaving, ethical and lawful behaviour ethically and lawfully",
    "understanding its current and future demand",
    "using its resources to manage and meet current demand",
    "use of its resources to manage and meet current demand",
    "meeting current and future demands and using its resources",
    "planning for the future and future demand",
    "operating efficiently and providing sustainable services to the public",
    "responding to the public",
    "recording data about reported crime",
    "managing offenders and suspects",
    "building, supporting and protecting the workforce",
    "developing a positive workplace",
    "providing value for money",
)
"""The words in which the questions and areas of each year since 2014 are named in sentences."""
_SMALL_WORDS = frozenset(
    "a all an and approach are as at current currently effectively for from how in is it its make makes making of on people performance police public reported sure that the their"
    " they this those to using way well which who with ensure ensures ensuring force disrupting tackling".split()
)
_HOW_IT_IS = re.compile(
    r"how (?P<adjective>effective|efficient|legitimate)(?:ly)?\b|(?:its |the )?(?P<noun>effective(?:ness|ly)?|efficien(?:cy|t|tly)|legitima(?:cy|te|tely))\b"
)
_QUESTION = re.compile(
    r"(?:\d{1,2}\.?\s+)?(?:How (?:well|good|(?:in)?effective|efficient|legitimate|sustainable|affordable)(?:ly)?|To what extent)\b"
)
_CHAPTER_NUMBER = re.compile(r"^\d{1,2}(?:\.\d{1,2})?[.:]?\s+(?=[A-Z])")
_OF_A_PILLAR = re.compile(r"\bkeep\w* people safe and reduc\w+ crime\?|\breduces? crime and keeps? people safe\?", re.IGNORECASE)
_A_JUDGMENT = re.compile(
    r"(?:our |overall |the |HMIC[’']s |HMICFRS[’']s |summary of (?:the |our )?)*(?:overall )?(?:judge?ment|grade|grading|assessment|rating|summary|finding)s?(?: of the force)?:?",
    re.IGNORECASE,
)


def without_number(name: str) -> str:
    """A heading without the number of its chapter."""
    return _CHAPTER_NUMBER.sub("", name)


def key(name: str) -> str:
    """A name as it is compared with another: its letters and figures."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def pillar_in(words: str) -> str:
    """The pillar that some words speak of; the words themselves where they speak of none."""
    return next((name for name, pattern in PILLARS if pattern.search(words.casefold())), words)


def only_pillar_in(words: str) -> str:
    """The pillar that some words speak of; empty if they speak of none or of several."""
    found = [name for name, pattern in PILLARS if pattern.search(words.casefold())]
    return found[0] if len(found) == 1 else ""


def pillar_of(name: str) -> str:
    """The pillar that is the whole subject of a sentence, as in `how efficiently it uses what it has`; empty if there is none."""
    found = _HOW_IT_IS.match(name)
    return pillar_in(found["adjective"] or found["noun"]) if found else ""


def is_graded(name: str) -> bool:
    """Whether a name is one of those that the inspectorate grades."""
    return name.endswith("?") or AN_AREA.match(name) is not None or pillar_in(name) in NAMES_OF_PILLARS


def is_a_judgment(text: str) -> bool:
    """Whether a heading or a name is that of the judgment as a whole, such as `Overall judgment`."""
    return _A_JUDGMENT.fullmatch(text) is not None


def is_a_question(text: str) -> bool:
    """Whether a heading asks what the inspectorate judges."""
    return _QUESTION.match(text) is not None


def is_a_subject(name: str) -> bool:
    """Whether a sentence names one of the subjects of the inspectorate's programme, and nothing else.

    >>> is_a_subject("treating the people it serves with fairness and respect"), is_a_subject("treating those who ring with patience")
    (True, False)
    """
    words = words_of(name)
    return (
        bool(words) and re.search(r"ing\b", name) is not None and any(set(words) <= known and words[0] in known for known in _KNOWN)
    )


def fits(name: str, heading: str) -> bool:
    """Whether what a sentence grades is what the heading above it is about.

    >>> fits("investigating crime", "How effective is the force at investigating crime and reducing re-offending?")
    True
    >>> fits("identifying vulnerable people", "Protecting vulnerable people")
    False
    """
    words, about = words_of(name), set(words_of(heading))
    return bool(words) and words[0] in about and sum(word in about for word in words) >= 0.75 * len(words)


def words_of(text: str) -> list[str]:
    """The beginnings of the words that mean something."""
    return [word[:5] for word in re.findall(r"[a-z]+", text.casefold().replace("-", "")) if word not in _SMALL_WORDS]


_KNOWN = tuple(frozenset(words_of(subject)) for subject in _SUBJECTS)


def judged_headings(paragraphs: Iterable[Paragraph]) -> frozenset[int]:
    """The first words of the headings that a grade belongs to: of a pillar, a question or an area.

    Where a report shows grades beside some of its areas, the headings of the same kind without one are no areas.
    """
    kinds: dict[int, str] = {}
    graded: set[int] = set()
    last: Paragraph | None = None
    for each in paragraphs:
        if each.is_heading:
            last = each
            if kind := _kind_of(without_number(each.text)):
                kinds[each.start] = kind
        elif last is not None:
            if is_grade(each.text):
                graded.add(last.start)
            last = None
    with_grades = {kinds[start] for start in graded if start in kinds}
    return frozenset(start for start, kind in kinds.items() if start in graded or kind not in with_grades or kind == "pillar")


def _kind_of(heading: str) -> str:
    if heading.casefold() in NAMES_OF_PILLARS:
        return "pillar"
    if is_a_question(heading):
        return "pillar" if _OF_A_PILLAR.search(heading) else "question"
    return "area" if AN_AREA.match(heading) else ""
