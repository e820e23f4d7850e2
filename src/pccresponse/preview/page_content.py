"""What the page is told: one value that holds everything it shows, sent whole whenever any of it has changed.

The structs come first, then how the clock, the duties, the sign-off and the problems of a response are put into them. The path of a
problem leads to the place in a document that it is about; what has changed since the last commit is found in the same way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Literal

import msgspec

from pccresponse.case.case import Case
from pccresponse.case.documents import COMMENTS, DOCUMENTS
from pccresponse.case.duties import AS_TAKEN, IN_TIME, DutyState, DutyStatus
from pccresponse.case.publication import ClockState, PublicationStatus
from pccresponse.case.version import ApprovalState, RoleApproval, approvals_of, short
from pccresponse.compare.changes import Passage
from pccresponse.foundation.command_names import as_typed
from pccresponse.foundation.problems import Path, Problem, Severity
from pccresponse.models.findings import KIND_OF_LIST, POSITIVE, finding_on, kind_of
from pccresponse.pipeline import CODES
from pccresponse.reading import CODES as CODES_OF_READING
from pccresponse.rules import ALL_RULES
from pccresponse.workflow.status import ResponseStatus, state_in_words

PagesState = Literal["fresh", "working", "failed"]


class Broken(msgspec.Struct, frozen=True, kw_only=True):
    """The files cannot be read; what is below is from before."""

    since_sequence: int
    message: str


class ShownProblem(msgspec.Struct, frozen=True, kw_only=True):
    """A problem, with its reason and the place in a document that it is about."""

    id: str
    """The same as long as the problem is about the same thing, wherever its line moves to."""
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
    """The provision and the reason at length; empty if the message says it all."""
    document: str | None
    anchor: str | None
    """The element of that document's text."""
    page: int | None = None
    """Of that document's pages, from 1."""


class Clock(msgspec.Struct, frozen=True, kw_only=True):
    """Where the response is in the period of section 55(5A). Days are written as 2024-06-18."""

    state: ClockState
    published_on: str
    """When the report was published."""
    day: int | None
    """Which day of the period it is, or was when the comments came out; None outside it and where nobody knows."""
    of: int | None
    last_day: str | None
    sentence: str
    missing: tuple[str, ...]
    """What has to be there before publication and is not."""


class ShownDuty(msgspec.Struct, frozen=True, kw_only=True):
    """A duty of section 55, as it applied to the report, and whether it is met."""

    provision: str
    what: str
    state: DutyState
    detail: str
    problems: tuple[str, ...]
    """The ids of the problems that are about it."""


class ShownChange(msgspec.Struct, frozen=True, kw_only=True):
    """A field that is not as it was."""

    field: str
    kind: str
    was: str
    now: str
    passages: tuple[Passage, ...]


class ShownSubject(msgspec.Struct, frozen=True, kw_only=True):
    """All changes of one thing."""

    what: str
    anchor: str | None
    changes: tuple[ShownChange, ...]


class ShownGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Changes under one heading."""

    heading: str
    subjects: tuple[ShownSubject, ...]


class ShownChanges(msgspec.Struct, frozen=True, kw_only=True):
    """What changed since the last commit."""

    since: str = ""
    in_law: tuple[str, ...] = ()
    groups: tuple[ShownGroup, ...] = ()
    unavailable: str = ""
    """Why there is nothing to compare with; empty if there is."""


class ShownText(msgspec.Struct, frozen=True, kw_only=True):
    """Where the flowing text of a document is to be had."""

    version: str
    url: str


class ShownPages(msgspec.Struct, frozen=True, kw_only=True):
    """The pages of a document. Width and height are points."""

    version: str
    of_text: str
    """The version of the text that they were made from."""
    count: int
    width: int
    height: int
    urls: tuple[str, ...]
    pdf: str
    anchors: dict[str, int]
    """On which page each element is."""


class ShownDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document of the response."""

    name: str
    title: str
    text: ShownText | None
    pages: ShownPages | None
    pages_state: PagesState
    failure: str = ""
    """Why the text or the pages are not those of the files as they are."""


class ShownRole(msgspec.Struct, frozen=True, kw_only=True):
    """How it stands with the approval in one role: of the newest one, where there is any."""

    role: str
    required: bool
    standing: ApprovalState
    name: str = ""
    on: str = ""
    """The day of the approval, as 2024-08-05."""
    version: str = ""
    """What was approved, as it is printed."""


class SignOff(msgspec.Struct, frozen=True, kw_only=True):
    """How far the response has come, who acts next, and who has approved it."""

    state: str
    """As `pccresponse status` says it: `for approval`."""
    who: str
    """Who acts next, or `nobody`."""
    what: str
    version: str = ""
    """Of the content as it stands, or as it last stood: 64 digits. Empty until the files could be read for the first time."""
    short: str = ""
    """The version as each page of the draft has it."""
    roles: tuple[ShownRole, ...] = ()


class ShownState(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the page of one response shows."""

    slug: str
    title: str
    sequence: int
    """One more each time that anything changed."""
    today: str
    broken: Broken | None
    counts: dict[str, int]
    problems: tuple[ShownProblem, ...]
    clock: Clock | None
    """None until the files could be read for the first time."""
    duties: tuple[ShownDuty, ...]
    changes: ShownChanges
    documents: tuple[ShownDocument, ...]
    sign_off: SignOff | None = None
    """None only where a mistake of ours left nothing to show."""


def clock_of(case: Case, publication: PublicationStatus, missing: Sequence[str] = ()) -> Clock:
    """Where the response is in the period of section 55(5A)."""
    return Clock(
        state=publication.clock,
        published_on=case.response.report.published_on.isoformat(),
        day=publication.day,
        of=publication.of,
        last_day=publication.last_day.isoformat() if publication.last_day else None,
        sentence=publication.sentence,
        missing=tuple(missing),
    )


def shown_duties(duties: Sequence[DutyStatus], problems: Sequence[ShownProblem]) -> tuple[ShownDuty, ...]:
    """Each duty with its problems. One that a rule finds an error with is not done, whatever else the file says."""
    return tuple(_shown_duty(duty, [problem for problem in problems if problem.code in duty.step.rules]) for duty in duties)


def still_missing(duties: Sequence[ShownDuty], problems: Sequence[ShownProblem]) -> Iterator[str]:
    """Sentences on what has to be there before publication and is not; the last is about errors that concern no duty."""
    counted: set[str] = set()
    for duty in duties:
        counted.update(duty.problems)
        if duty.state == "missing" and duty.provision != f"s. {IN_TIME.subsection}":  # the clock says that itself
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
    """What there is to show; where the files cannot be read, no version and no roles.

    Where only the record cannot be read, the version and the approvals are known all the same.
    """
    version, roles = status.version, status.approvals
    if version is None and case is not None:
        approvals = approvals_of(case)
        version, roles = approvals.version, approvals.roles
    return SignOff(
        state=state_in_words(status),
        who=status.next.who,
        what=as_typed(status.next.what),
        version=version or "",
        short=short(version or ""),
        roles=tuple(_shown_role(each) for each in roles),
    )


def _shown_role(each: RoleApproval) -> ShownRole:
    given = each.approval
    if given is None:
        return ShownRole(role=each.role, required=each.required, standing=each.standing)
    return ShownRole(
        role=each.role,
        required=each.required,
        standing=each.standing,
        name=given.name,
        on=given.on.isoformat(),
        version=short(given.version),
    )


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
