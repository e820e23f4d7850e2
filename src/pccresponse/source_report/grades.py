"""Grades, what the inspectorate grades (pillars, questions and areas of policing), and tables that show both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pccresponse.source_report.paragraphs import Paragraph

_GRADE = re.compile(
    r"(?:outstanding|good|adequate|requires improvement|inadequate|to be graded|not (?:yet )?graded|ungraded)\.?", re.IGNORECASE
)
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
    "plans for the future and future demand",
    "keeps people safe and reduces crime",
    "meets current and future demands",
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
    "a all an and approach are as at current currently effectively for from how tackles uses will in is it its make makes making of on people performance police public reported sure that the their"
    " they this those to using way well which who with ensure ensures ensuring force disrupting tackling".split()
)
_HOW_IT_IS = re.compile(
    r"how (?P<adjective>effective|efficient|legitimate)(?:ly)?\b|(?:its |the )?(?P<noun>effective(?:ness|ly)?|efficien(?:cy|t|tly)|legitima(?:cy|te|tely))\b"
)
_EXTENT = re.compile(r"(?:the )?extent to which it\b")
_HOW_IT_DOES = re.compile(
    r"^(?:(?:the )?way (?:that |in which )?it |how (?:well )?it |(?:the )?(?:ability|approach|response|performance|effectiveness) of .{3,60}? (?:to|in|at) (?=\w))"
)
"""What stands before a verb, as in `the way it plans for the future`."""
_ABBREVIATION = re.compile(r" \([A-Z]{2,5}\)")
_QUESTION = re.compile(
    r"(?:\d{1,2}\.?\s+)?(?:How (?:well|good|(?:in)?effective|efficient|legitimate|sustainable|affordable)(?:ly)?|To what extent)\b"
)
_CHAPTER_NUMBER = re.compile(r"^\d{1,2}(?:\.\d{1,2})?[.:]?\s+(?=[A-Z])")
_OF_A_PILLAR = re.compile(
    r"\bkeep\w* people safe and reduc\w+ crime\?|\breduces? crime and keeps? people safe\?"
    r"|^How efficiently does the \w+ operate\b|^How legitimately does the \w+ treat the public and its workforce\?",
    re.IGNORECASE,
)
_A_JUDGMENT = re.compile(
    r"(?:our |overall |the |HMIC(?:FRS)?(?:[’']s)? |summary of (?:the |our )?)*(?:overall )?(?:judge?ment|grade|grading|assessment|rating|summary|finding)s?(?: of the force)?:?|(?:graded|rated|judged):?",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"\b(?:previous(?:ly)?|last|earlier|former|prior|target|change|national|average|aim)\b", re.IGNORECASE)
_NOW = re.compile(r"\b(?:current|latest|new|now|this)\b", re.IGNORECASE)
_RULE = re.compile(r"[|:\s-]+")


def is_grade(text: str) -> bool:
    """Whether a text is a grade and nothing else.

    >>> is_grade("Requires improvement"), is_grade("Good use of resources")
    (True, False)
    """
    return _GRADE.fullmatch(text.strip()) is not None


def grades_in_table(rows: Iterable[Sequence[Sequence[str]]]) -> Iterator[tuple[str, str]]:
    """The names and grades in a table with a column for each grade, or with a grade in each row. A cell is given as its lines.

    Of several grades in a row the one counts whose head says that it is the latest. Grades alone in the second row belong to the heads.
    """
    heads: list[str] = []
    grades: list[str] = []
    for number, row in enumerate(rows):
        texts = [" ".join(cell).strip() for cell in row]
        are_grades = list(map(is_grade, texts))
        if len(row) >= 2 and all(are_grades):
            if number == 1 and len(heads) == len(row) and all(heads):
                yield from zip(heads, (text.casefold().rstrip(".") for text in texts), strict=True)
            else:
                grades = [text.casefold().rstrip(".") for text in texts]
        elif grades and len(grades) == len(row):
            yield from ((name, grade) for grade, cell in zip(grades, row, strict=True) for name in cell if name)
        elif len(row) >= 2 and texts[0] and not are_grades[0] and any(are_grades):
            at = _latest([place for place, each in enumerate(are_grades) if each], heads if len(heads) == len(row) else [])
            if at is not None:
                yield texts[0], texts[at].casefold().rstrip(".")
        elif number == 0:
            heads = texts


def _latest(places: Sequence[int], heads: Sequence[str]) -> int | None:
    """Which of the grades of a row is this report's, as the heads of the columns say; None where they do not."""
    left = [place for place in places if not heads or not _BEFORE.search(heads[place])]
    if len(left) == 1:
        return left[0]
    if not heads:
        return None
    now = [place for place in left if _NOW.search(heads[place])]
    if len(now) == 1:
        return now[0]
    years = {place: found[-1] for place in left if (found := re.findall(r"\b(?:19|20)\d\d\b", heads[place]))}
    return max(years, key=lambda place: years[place]) if len(years) == len(left) == len(set(years.values())) and left else None


def grades_in_lines(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The names and grades in a text table with cells between `|`."""
    for is_row, group in groupby(lines, key=lambda line: "|" in line or line.count("\t") > 1):
        rows = [line.strip() if "|" in line else "|".join(cell.strip() for cell in line.split("\t")) for line in group]
        if not is_row or len(rows) < 2:
            continue
        if all(row.startswith("|") and row.endswith("|") for row in rows):
            rows = [row[1:-1] for row in rows if not _RULE.fullmatch(row)]
        cells = [[re.split(r"<br ?/?>|;", cell.strip()) for cell in row.split("|")] for row in rows if not _RULE.fullmatch(row)]
        if any(len(row) > 2 for row in cells):
            yield from grades_in_table([[part.strip() for part in cell] for cell in row] for row in cells)


def without_number(name: str) -> str:
    """A heading without the number of its chapter."""
    return _CHAPTER_NUMBER.sub("", name)


def key(name: str) -> str:
    """The letters and figures of a name, for comparison."""
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
    if _EXTENT.match(name):
        return only_pillar_in(name)
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

    >>> is_a_subject("the way it plans for the future"), is_a_subject("how it plans its parties")
    (True, False)
    >>> is_a_subject("treating the people it serves with fairness and respect"), is_a_subject("treating those who ring with patience")
    (True, False)
    """
    name = _ABBREVIATION.sub("", name)
    what_it_does = _HOW_IT_DOES.sub("", name)
    words = words_of(what_it_does)
    return (
        bool(words)
        and " " in name
        and (what_it_does != name or re.search(r"ing\b", name) is not None)
        and any(set(words) <= known and words[0] in known for known in _KNOWN)
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
    """The first letters of each word that is not a function word."""
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
