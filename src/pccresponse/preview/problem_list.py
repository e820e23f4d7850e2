"""The problems as the page lists them: each with its reason at length and the place in a document that it is about.

A path of the response leads to that place; what has changed since the last commit is found in the documents in the same way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise

import msgspec

from pccresponse.case.documents import COMMENTS, DOCUMENTS
from pccresponse.case.duties.steps import AS_TAKEN
from pccresponse.foundation.command_names import as_typed
from pccresponse.foundation.problems import Path, Problem, Severity
from pccresponse.models.finding_kinds import KIND_OF_LIST, POSITIVE, finding_on, kind_of
from pccresponse.pipeline import CODES
from pccresponse.preview.state import ShownProblem
from pccresponse.reading import CODES as CODES_OF_READING
from pccresponse.rules import ALL_RULES

_COMMENTS = COMMENTS.name
_LETTER = next(each.name for each in DOCUMENTS if each.recipient)
_SECTIONS: dict[Path, tuple[tuple[str, str | None], ...]] = {(step.part,): step.shown_in for step in AS_TAKEN} | {
    ("report", "summary"): ((_COMMENTS, "summary"),),
    ("report",): ((_COMMENTS, "comments"),),
    ("copy",): ((_COMMENTS, "comments"),),
    ("corrections",): ((_COMMENTS, "comments"),),
    ("layout",): ((_COMMENTS, "comments"),),
    ("reference",): ((_COMMENTS, "comments"),),
    ("note_to_reader",): ((_COMMENTS, "comments"),),
    ("judgments",): ((_COMMENTS, "summary"),),
    ("findings", "positive_findings"): ((_COMMENTS, "positive"), (_COMMENTS, "findings")),
    ("findings",): ((_COMMENTS, "findings"), (_COMMENTS, "summary")),
    ("monitoring",): ((_COMMENTS, "monitoring"),),
    ("submission", "recipients"): ((_COMMENTS, "publication"),),
    ("submission", "also_sent_to"): ((_COMMENTS, "publication"),),
    ("contact",): ((_COMMENTS, "publication"),),
    ("departure",): ((_COMMENTS, "basis"),),
}
_OFFICE: dict[Path, tuple[tuple[str, str | None], ...]] = {
    ("address",): ((_LETTER, None),),
    ("governance_boards",): ((_COMMENTS, "monitoring"),),
    ("email",): ((_COMMENTS, "publication"),),
    ("telephone",): ((_COMMENTS, "publication"),),
    ("chief_officers",): ((_COMMENTS, "comments"),),
    ("office_holders",): ((_COMMENTS, "comments"),),
    ("force",): ((_COMMENTS, "comments"),),
    ("force_name",): ((_COMMENTS, "comments"),),
    ("body",): ((_COMMENTS, "comments"),),
    ("logo",): ((_COMMENTS, "comments"),),
}


class DocumentPlace(msgspec.Struct, frozen=True):
    """A place that a reader can be shown; without an anchor it is the document's beginning."""

    document: str | None = None
    anchor: str | None = None


NOWHERE = DocumentPlace()
"""For what is printed nowhere, such as the name of an edition."""


def spot_of(path: Path, identifiers: Mapping[str, frozenset[str]], *, in_office: bool = False) -> DocumentPlace:
    """The best place there is for a path; `identifiers` are the ids of the elements of each document that was made.

    What a document does not have, such as the section of a reply that is missing, is looked for where its reader would miss it.
    """
    for document, anchor in _places(path, in_office=in_office):
        if document in identifiers and (anchor is None or anchor in identifiers[document]):
            return DocumentPlace(document, anchor)
    return NOWHERE


def _places(path: Path, *, in_office: bool) -> Iterator[tuple[str, str | None]]:
    if not in_office:
        yield from ((_COMMENTS, key) for key in _finding_keys(path))
    table = _OFFICE if in_office else _SECTIONS
    for length in range(len(path), 0, -1):
        yield from (
            (each.name, None) for each in DOCUMENTS if not in_office and each is not COMMENTS and each.path == path[:length]
        )
        yield from table.get(path[:length], ())


def _finding_keys(path: Path) -> Iterator[str]:
    """The key of the finding as `rendering.printed_findings` gives it, that of the cause it is under, and the table of those for others."""
    finding = finding_on(path)
    if not finding or kind_of(finding) is POSITIVE:
        return
    steps = [f"{KIND_OF_LIST[str(key)].html_id}-{int(number) + 1}" for key, number in pairwise(finding) if key in KIND_OF_LIST]
    for length in range(len(steps), 0, -1):
        yield "-".join(steps[:length])
    yield "others"


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
