"""The kinds of finding: what each is called, where it stands in a response, and how a text says how many there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pccresponse.foundation.problems import Path


class FindingKind(NamedTuple):
    """A kind of finding."""

    key: str
    """Its list under `findings:`; under `report.contains:` it is how many the whole report has."""
    one: str
    many: str
    html_id: str
    """What the ids of its entries in a document begin with."""


CAUSES = FindingKind("causes_of_concern", "cause of concern", "causes of concern", "cause")
RECOMMENDATIONS = FindingKind("recommendations", "recommendation", "recommendations", "recommendation")
AREAS = FindingKind("areas_for_improvement", "area for improvement", "areas for improvement", "afi")
POSITIVE = FindingKind("positive_findings", "positive finding", "positive findings", "positive")

ASKING = (CAUSES, RECOMMENDATIONS, AREAS)
"""The kinds that ask for something."""
KIND_OF_LIST = {kind.key: kind for kind in (*ASKING, POSITIVE)}

IN_WORDS = r"(?:recommendations?|causes? of concern|areas? for improvement|AFIs?)"
"""A regular expression for the name of a kind that asks for something, in one number or the other; for `re.IGNORECASE`."""


def kind_named(words: str) -> FindingKind:
    """The kind that words matched by `IN_WORDS` name.

    >>> kind_named("Causes of concern").key
    'causes_of_concern'
    """
    return {"r": RECOMMENDATIONS, "c": CAUSES, "a": AREAS}[words[0].casefold()]


NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        (
            "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
            "eighteen nineteen twenty"
        ).split()
    )
}
"""The numbers that are written as words."""

A_COUNT = rf"(?:a total of |in all )?(?P<number>\d{{1,3}}|{'|'.join(NUMBER_WORDS)}) (?:new |further )?(?P<kind>{IN_WORDS})\b"
"""A regular expression for `three new areas for improvement`, in a text with single spaces; for `re.IGNORECASE`."""


def counts_in(text: str, counted: re.Pattern[str]) -> Iterator[tuple[FindingKind, int]]:
    """Each kind and number that a pattern with `A_COUNT` in it finds in a text, however its lines are broken."""
    for match in counted.finditer(" ".join(text.split())):
        number = match["number"].casefold()
        yield kind_named(match["kind"]), int(number) if number.isdecimal() else NUMBER_WORDS[number]


def kind_of(path: Path) -> FindingKind:
    """The kind of the finding that the path of a finding leads to."""
    return KIND_OF_LIST[str(path[-2])]


def finding_on(path: Path) -> Path:
    """The path of the innermost finding that a path leads to or passes through; empty where there is none.

    >>> finding_on(("findings", "causes_of_concern", 0, "recommendations", 2, "text"))
    ('findings', 'causes_of_concern', 0, 'recommendations', 2)
    """
    if len(path) < 3 or path[0] != "findings" or path[1] not in KIND_OF_LIST:
        return ()
    of_a_cause = len(path) > 4 and path[1] == CAUSES.key and path[3] == RECOMMENDATIONS.key
    return path[: 5 if of_a_cause else 3]


def cause_above(path: Path) -> Path:
    """The path of the cause of concern that a recommendation, or a list of them, is under; empty for what is under none.

    >>> cause_above(("findings", "causes_of_concern", 0, "recommendations", 2))
    ('findings', 'causes_of_concern', 0)
    """
    return path[:3] if len(path) > 3 and path[1] == CAUSES.key else ()
