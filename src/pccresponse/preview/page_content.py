"""The content of the live page: one value with everything it shows, sent whole after each change.

First the structs, then how they are filled from the clock, the duties, the sign-off and the problems of a response, and how the path of
a problem or a change leads to its place in a document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Literal

import msgspec

from pccresponse.case.case import Case
from pccresponse.case.documents import COMMENTS, DOCUMENTS
from pccresponse.case.duties import AS_TAKEN, IN_TIME, DutyState, DutyStatus
from pccresponse.case.publication import PublicationStatus
from pccresponse.case.version import RoleApproval, approvals_of, short
from pccresponse.compare.changes import Change
from pccresponse.foundation.command_names import as_typed
from pccresponse.foundation.problems import Path, Problem, Severity
from pccresponse.models.findings import KIND_OF_LIST, POSITIVE, finding_on, kind_of
from pccresponse.pipeline import CODES
from pccresponse.reading import CODES as CODES_OF_READING
from pccresponse.rules import ALL_RULES
from pccresponse.workflow.status import ResponseStatus, state_in_words

PagesState = Literal["fresh", "working", "failed"]


class ReadError(msgspec.Struct, frozen=True, kw_only=True):
    """The files cannot be read, so everything else is from before."""

    since_sequence: int
    message: str


class ShownProblem(msgspec.Struct, frozen=True, kw_only=True):
    """A problem, with its reason and its place in a document."""

    id: str
    """Stays the same when the line of the problem moves."""
    severity: str
    code: str
    file: str
    line: int | None
    column: int | None
    source_line: str
    message: str
    remedy: str
    cites: str
    why: str
    """The provision and the reason at length, if any."""
    document: str | None
    anchor: str | None
    """The id of an element in the text of that document."""
    page: int | None = None
    """Counted from 1."""


class Clock(msgspec.Struct, frozen=True, kw_only=True):
    """The period of section 55(5A), from the publication of the report to that of the comments."""

    published_on: date
    """When the report was published."""
    publication: PublicationStatus
    missing: tuple[str, ...]
    """What is still missing before publication."""


class ShownDuty(msgspec.Struct, frozen=True, kw_only=True):
    """A duty of section 55 on the report's day, and whether it is met."""

    provision: str
    what: str
    state: DutyState
    detail: str
    problems: tuple[str, ...]
    """The ids of its problems."""


class ShownSubject(msgspec.Struct, frozen=True, kw_only=True):
    """The changes of one subject, such as a finding."""

    what: str
    anchor: str | None
    changes: tuple[Change, ...]


class ShownGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Changes under one heading."""

    heading: str
    subjects: tuple[ShownSubject, ...]


class ShownChanges(msgspec.Struct, frozen=True, kw_only=True):
    """The changes since the last commit."""

    since: str = ""
    in_law: tuple[str, ...] = ()
    groups: tuple[ShownGroup, ...] = ()
    unavailable: str = ""
    """Why there is nothing to compare with, if so."""


class ShownText(msgspec.Struct, frozen=True, kw_only=True):
    """The address of the flowing text of a document."""

    version: str
    url: str


class ShownPages(msgspec.Struct, frozen=True, kw_only=True):
    """The pages of a document. Width and height are in points."""

    version: str
    of_text: str
    """The version of their text."""
    count: int
    width: int
    height: int
    urls: tuple[str, ...]
    pdf: str
    anchors: dict[str, int]
    """The page of each element with an id."""


class ShownDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document of the response."""

    name: str
    title: str
    text: ShownText | None
    pages: ShownPages | None
    pages_state: PagesState
    failure: str = ""
    """Why the text or the pages are out of date."""


class SignOff(msgspec.Struct, frozen=True, kw_only=True):
    """The state of the response, who acts next, and who has approved it."""

    state: str
    """As `pccresponse status` says it: `for approval`."""
    who: str
    """Who acts next, or `nobody`."""
    what: str
    version: str = ""
    """The version of the content when the files could last be read: 64 digits, or empty."""
    short: str = ""
    """The version as it is on each page of the draft."""
    roles: tuple[RoleApproval, ...] = ()


class ShownState(msgspec.Struct, frozen=True, kw_only=True):
    """Everything on the page of one response."""

    slug: str
    title: str
    sequence: int
    """Increases with every change."""
    today: str
    broken: ReadError | None
    counts: dict[str, int]
    problems: tuple[ShownProblem, ...]
    clock: Clock | None
    """None until the files can be read."""
    duties: tuple[ShownDuty, ...]
    changes: ShownChanges
    documents: tuple[ShownDocument, ...]
    sign_off: SignOff | None = None
    """None only after a fault in the program."""


def shown_duties(duties: Sequence[DutyStatus], problems: Sequence[ShownProblem]) -> tuple[ShownDuty, ...]:
    """Each duty with its problems. A duty with an error is not done, whatever the file says."""
    return tuple(_shown_duty(duty, [problem for problem in problems if problem.code in duty.step.rules]) for duty in duties)


def still_missing(duties: Sequence[ShownDuty], problems: Sequence[ShownProblem]) -> Iterator[str]:
    """Sentences about what is missing before publication. The last counts the errors that concern no duty."""
    counted: set[str] = set()
    for duty in duties:
        counted.update(duty.problems)
        if duty.state == "missing" and duty.provision != f"s. {IN_TIME.subsection}":  # the clock shows that
            yield f"{duty.provision}: {duty.detail}"
    others = sum(1 for problem in problems if problem.severity == "error" and problem.id not in counted)
    if others:
        yield "1 other error to put right." if others == 1 else f"{others} other errors to put right."


def _shown_duty(duty: DutyStatus, about: Sequence[ShownProblem]) -> ShownDuty:
    errors = [problem.message for problem in about if problem.severity == "error"]
    state, detail = (duty.state, duty.sentence) if not errors or duty.state == "missing" else ("missing", errors[0])
    return ShownDuty(
        provision=duty.provision, what=duty.what, state=state, detail=detail, problems=tuple(problem.id for problem in about)
    )


def sign_off_of(status: ResponseStatus, case: Case | None) -> SignOff:
    """The sign-off of a response; without version and roles if its files cannot be read."""
    version, roles = status.version, status.approvals
    if version is None and case is not None:  # only the record cannot be read
        approvals = approvals_of(case)
        version, roles = approvals.version, approvals.roles
    return SignOff(
        state=state_in_words(status),
        who=status.next.who,
        what=as_typed(status.next.what),
        version=version or "",
        short=short(version or ""),
        roles=roles,
    )


_COMMENTS = COMMENTS.name
_LETTER = next(each.name for each in DOCUMENTS if each.recipient)
_Places = tuple[tuple[str, str | None], ...]


def _in_comments(anchor: str, *paths: str) -> dict[Path, _Places]:
    """The places of paths that have one anchor in the comments."""
    return {tuple(path.split(".")): ((_COMMENTS, anchor),) for path in paths}


_SECTIONS: dict[Path, _Places] = {(step.part,): step.shown_in for step in AS_TAKEN} | {
    **_in_comments("comments", "report", "copy", "corrections", "layout", "reference", "note_to_reader"),
    **_in_comments("summary", "report.summary", "judgments"),
    **_in_comments("monitoring", "monitoring"),
    **_in_comments("publication", "submission.recipients", "submission.also_sent_to", "contact"),
    **_in_comments("basis", "departure"),
    ("findings", "positive_findings"): ((_COMMENTS, "positive"), (_COMMENTS, "findings")),
    ("findings",): ((_COMMENTS, "findings"), (_COMMENTS, "summary")),
}
_OFFICE: dict[Path, _Places] = {
    ("address",): ((_LETTER, None),),
    **_in_comments("monitoring", "governance_boards"),
    **_in_comments("publication", "email", "telephone"),
    **_in_comments("comments", "chief_officers", "office_holders", "force", "force_name", "body", "logo"),
}


class DocumentPlace(msgspec.Struct, frozen=True):
    """A place in a document; without an anchor, its beginning."""

    document: str | None = None
    anchor: str | None = None


NOWHERE = DocumentPlace()
"""For what no document prints, such as the name of an edition."""


def place_in_document(path: Path, identifiers: Mapping[str, frozenset[str]], *, in_office: bool = False) -> DocumentPlace:
    """The best place for a path. `identifiers` are the ids in each document.

    For something that a document lacks, such as a missing reply, it is the place where its reader would expect it.
    """
    for document, anchor in _places_of(path, in_office=in_office):
        if document in identifiers and (anchor is None or anchor in identifiers[document]):
            return DocumentPlace(document, anchor)
    return NOWHERE


def _places_of(path: Path, *, in_office: bool) -> Iterator[tuple[str, str | None]]:
    if not in_office:
        yield from ((_COMMENTS, key) for key in _finding_keys(path))
    table = _OFFICE if in_office else _SECTIONS
    for length in range(len(path), 0, -1):
        yield from (
            (each.name, None) for each in DOCUMENTS if not in_office and each is not COMMENTS and each.path == path[:length]
        )
        yield from table.get(path[:length], ())


def _finding_keys(path: Path) -> Iterator[str]:
    """The ids of the finding and its cause, as `rendering.printed_findings` makes them, and of the table of findings for others."""
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
    """The problems in order. `identifiers` are the ids in each document, and `office` is the name of the office file in messages."""
    seen: Counter[str] = Counter()
    return tuple(_shown_problem(problem, identifiers, seen, in_office=problem.place.file == office) for problem in problems)


def _shown_problem(
    problem: Problem, identifiers: Mapping[str, frozenset[str]], seen: Counter[str], *, in_office: bool
) -> ShownProblem:
    name = ".".join(map(str, (problem.code, *(("office",) if in_office else ()), *problem.path)))
    seen[name] += 1
    place, shown = problem.place, place_in_document(problem.path, identifiers, in_office=in_office)
    return ShownProblem(
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
        document=shown.document,
        anchor=shown.anchor,
    )


def counts_of(problems: Iterable[ShownProblem]) -> dict[str, int]:
    """The number of problems of each severity."""
    found = Counter(problem.severity for problem in problems)
    return {severity.value: found[severity.value] for severity in Severity}


@cache
def _reasons() -> dict[str, str]:
    """The reason behind each code: a rule's provision at length, or what must be true."""
    return {**CODES_OF_READING, **CODES, **{rule.code: rule.why for rule in ALL_RULES}}
