"""The problems as the page lists them: each with its reason at length and the place in a document that it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from pccresponse.foundation.command_names import as_typed
from pccresponse.foundation.problems import Problem, Severity
from pccresponse.pipeline.codes import CODES
from pccresponse.preview.anchors import spot_of
from pccresponse.preview.state import ShownProblem
from pccresponse.reading import CODES as CODES_OF_READING
from pccresponse.rules import ALL_RULES


def shown_problems(
    problems: Iterable[Problem], identifiers: Mapping[str, frozenset[str]], *, office: str
) -> tuple[ShownProblem, ...]:
    """The problems in their order; `identifiers` are the ids in each document, `office` is the office file's name in messages."""
    return tuple(_numbered(problems, identifiers, office))


def counts_of(problems: Iterable[ShownProblem]) -> dict[str, int]:
    """How many there are of each severity, those of none included."""
    found = Counter(problem.severity for problem in problems)
    return {severity.value: found[severity.value] for severity in Severity}


def _numbered(problems: Iterable[Problem], identifiers: Mapping[str, frozenset[str]], office: str) -> Iterator[ShownProblem]:
    seen: Counter[str] = Counter()
    for problem in problems:
        in_office = problem.place.file == office
        name = ".".join(map(str, (problem.code, *(("office",) if in_office else ()), *problem.path)))
        seen[name] += 1
        place, spot = problem.place, spot_of(problem.path, identifiers, in_office=in_office)
        yield ShownProblem(
            id=name if seen[name] == 1 else f"{name}.{seen[name]}th",
            severity=problem.severity.value,
            code=problem.code,
            file=place.file,
            line=place.line or None,
            column=place.column or None,
            source_line=place.source_line.rstrip(),
            message=problem.message,
            remedy=as_typed(problem.remedy),
            cites=problem.cites,
            why=_reasons().get(problem.code, ""),
            document=spot.document,
            anchor=spot.anchor,
        )


@cache
def _reasons() -> dict[str, str]:
    """Why each code is complained of: a rule's provision at length, else what has to be true."""
    return {**CODES_OF_READING, **CODES, **{rule.code: rule.why for rule in ALL_RULES}}
