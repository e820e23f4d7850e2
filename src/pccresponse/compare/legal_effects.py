"""The legal effect of a change: on the last day, the duties, the names on the documents and the documents themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date

from pccresponse.case.case import Case
from pccresponse.case.documents import COMMENTS, DOCUMENTS, documents_of, one_of_each_part
from pccresponse.case.duties import AS_TAKEN, NOT_SAID_IN_THE_ACT, is_on_record
from pccresponse.case.explanations import ExplainedWhere, explained_where
from pccresponse.case.naming import capitalised, listed
from pccresponse.compare.changes import FindingPair, finding_called
from pccresponse.foundation.errors import LookUpError
from pccresponse.foundation.partial_dates import in_words, with_weekday
from pccresponse.foundation.problems import Path, Problem, Severity
from pccresponse.models.findings import Finding, PositiveFinding, finding_on
from pccresponse.models.response import Person, Response
from pccresponse.pipeline.checking import Checked
from pccresponse.rendering.formats import PDF
from pccresponse.rules import RECORDED_RULES

_OF_LAW = frozenset({"LAW-DAY", *(rule.code for rule in RECORDED_RULES)} - {"CHARACTERS"})
"""The codes of problems with the content of a response, rather than with files, editions and fonts."""

_BY_THE_CLOCK = frozenset({"S55-5A-DUE", "S55-5A-OPEN", "S55-5A-OVERDUE"})
"""The codes of problems that end when there is a date of publication, which has a sentence of its own."""

_OF_THE_PERIOD = frozenset({"S55-5A-LATE", "S55-5A-UNSURE"})
"""The codes that a record of publication gives to a response that was overdue before."""


def effects(old: Checked, new: Checked, pairs: tuple[FindingPair, ...]) -> Iterator[str]:
    """The effects as sentences, the gravest first. If a side has no law, only new and solved errors are given."""
    if old.case and new.case:
        for effect in (_law, _last_day, _recipients, other_names):
            yield from effect(old.case, new.case)
        yield from _explained(old.case, new.case, pairs)
        yield from _steps(old.case.response, new.case.response)
        yield from _documents(old.case, new.case)
    yield from _breaches(old, new, pairs)


def _law(old: Case, new: Case) -> Iterator[str]:
    was, now = old.regime, new.regime
    if was.in_force_from != now.in_force_from:
        yield (
            f"Section 55 now applies as in force from {in_words(now.in_force_from)}. "
            f"Before, it applied as in force from {in_words(was.in_force_from)}."
        )
    if was.commenting_body != now.commenting_body:
        yield f"The body that must comment is now the {now.commenting_body}. Before, it was the {was.commenting_body}."
    if was.explanation_required != now.explanation_required:
        duty = "must now be explained" if now.explanation_required else "no longer needs to be explained"
        yield f"Each recommendation {duty}: section 55(5B)."


def _last_day(old: Case, new: Case) -> Iterator[str]:
    was, now = old.publish_by, new.publish_by
    if was == now:
        return
    if was and now:
        yield f"The last day to publish moves from {with_weekday(was)} to {with_weekday(now)}: section 55(5A)."
    elif now:
        yield f"There is now a last day to publish, {with_weekday(now)}: section 55(5A)."
    else:
        yield "There is no longer a last day to publish."


def _recipients(old: Case, new: Case) -> Iterator[str]:
    was, now = ({each.id: each.name for each in case.regime.recipients} for case in (old, new))
    if come := [name for key, name in now.items() if key not in was]:
        yield f"You must now also send a copy to {listed(come)}: section 55(6)."
    if gone := [name for key, name in was.items() if key not in now]:
        yield f"You no longer have to send a copy to {listed(gone)}: section 55(6)."


def _explained(old: Case, new: Case, pairs: tuple[FindingPair, ...]) -> Iterator[str]:
    """Recommendations on both sides that need an explanation, and that are now explained in another place or nowhere."""
    asked = {path for path, _ in new.recommendations_to_explain()}
    for pair in pairs:
        if not (pair.old and pair.new and pair.new.path in asked):
            continue
        was, now = _where(old, pair.old.finding), _where(new, pair.new.finding)
        if was == now:
            continue
        name = finding_called(pair.new.path, pair.new.finding)
        if now == "elsewhere":
            no_longer = "no longer explained here, but answered" if was == "here" else "now answered"
            yield f"{name} is {no_longer} in another response. {NOT_SAID_IN_THE_ACT}"
        elif now == "nowhere" and was == "elsewhere":
            yield f"{name} is no longer answered in another response, and is not explained: section 55(5B)."
        else:
            yield f"{name} is {'now' if now == 'here' else 'no longer'} explained: section 55(5B)."


def _where(case: Case, finding: Finding | PositiveFinding) -> ExplainedWhere:
    return explained_where(case, finding) if isinstance(finding, Finding) else "nowhere"


def _steps(old: Response, new: Response) -> Iterator[str]:
    for step in AS_TAKEN:
        was, now = is_on_record(step, old), is_on_record(step, new)
        if was != now:
            yield f"It is {'now' if now else 'no longer'} on record {step.on_record}: section {step.subsection}."


def _documents(old: Case, new: Case) -> Iterator[str]:
    was, now = ([document.name for document in documents_of(case)] for case in (old, new))
    for name in (name for name in now if name not in was):
        yield f"There is a new document: {PDF.file_name(name)}."
    for name in (name for name in was if name not in now):
        yield f"The document {PDF.file_name(name)} is no longer made."


def _breaches(old: Checked, new: Checked, pairs: tuple[FindingPair, ...]) -> Iterator[str]:
    """New and solved problems. A problem of a finding moves with the finding, and its wording may change."""
    was = _serious(old, {pair.old.path: pair.new.path for pair in pairs if pair.old and pair.new})
    now = _serious(new, {})
    is_overdue = _last_day_of(old) == _last_day_of(new) and any(
        each.code == "S55-5A-OVERDUE" for each in (*old.problems, *new.problems)
    )
    for words, those, others in (("Now", now, was), ("No longer", was, now)):
        for key, problems in those.items():
            if is_overdue and key[0] in _OF_THE_PERIOD:
                continue  # the last day has passed for both sides, and only one of them has a record
            surplus = len(problems) - len(others[key])
            known = {problem.message for problem in others[key]}
            for problem in [each for each in problems if each.message not in known][: max(0, surplus)]:
                severity = "an error" if problem.severity is Severity.ERROR else "a warning"
                yield f"{words} {severity}, {problem.code}: {capitalised(problem.message)}"


def _last_day_of(checked: Checked) -> date | None:
    return checked.case.last_day if checked.case else None


_About = tuple[str, bool, Path]
"""The code of a problem, whether it is in the office, and its path."""


def _serious(checked: Checked, moved: dict[Path, Path]) -> defaultdict[_About, list[Problem]]:
    found: defaultdict[_About, list[Problem]] = defaultdict(list)
    for problem in checked.problems:
        if problem.code in _OF_LAW and (problem.severity is Severity.ERROR or _is_late(problem)):
            found[problem.code, problem.place.file == checked.office.file, _moved(problem.path, moved)].append(problem)
    return found


def _is_late(problem: Problem) -> bool:
    """Whether the problem is a missed period, which is only a warning because no change to the file can put it right."""
    return problem.severity is Severity.WARNING and problem.code.startswith("S55-") and problem.code not in _BY_THE_CLOCK


def _moved(path: Path, moved: dict[Path, Path]) -> Path:
    """The path after its finding moved."""
    for finding in (finding_on(path), path[:3]):
        if finding in moved:
            return (*moved[finding], *path[len(finding) :])
    return path


_Asked = Callable[[Case], str | Person | tuple[Person, ...] | None]

_OTHERS: tuple[tuple[str, str, _Asked], ...] = (
    (COMMENTS.name, "The comments name as the local policing body", lambda case: case.body_on(case.comments_dated).name),
    (COMMENTS.name, "The comments name as the force", lambda case: case.force_name_on(case.comments_dated)),
    ("invitation", "The invitation is addressed to", lambda case: case.chief_officer(case.invitation_dated)),
)


def other_names(old: Case, new: Case) -> Iterator[str]:
    """Changed names as sentences, for documents that exist on both sides."""
    there = {each.name for each in documents_of(old)} & {each.name for each in documents_of(new)}
    for document, words, asked in _OTHERS:
        was, now = _name(asked, old), _name(asked, new)
        if document in there and was != now:
            yield _instead(words, now, was)
    was, now = _name(lambda case: case.commenting_officer, old), _name(lambda case: case.commenting_officer, new)
    if was and now and was != now:
        yield _instead("The chief officer’s comments are those of", now, was)
    yield from _signatures(old, new, there)
    yield from _addressees(old, new)


def _signatures(old: Case, new: Case, there: set[str]) -> Iterator[str]:
    """One sentence for all documents with the same change of signatory."""
    found: dict[tuple[str | None, str | None], list[str]] = {}
    for document in one_of_each_part(DOCUMENTS):
        was, now = _name(document.signed_by, old), _name(document.signed_by, new)
        if document.name in there and was != now:
            found.setdefault((now, was), []).append(document.spoken)
    for (now, was), documents in found.items():
        many = len(documents) > 1 or documents[0].endswith("s")
        yield _instead(f"{capitalised(listed(documents))} {'are' if many else 'is'} in the name of", now, was)


def _addressees(old: Case, new: Case) -> Iterator[str]:
    before, after = ({each.recipient: each.name for each in case.recipients} for case in (old, new))
    for recipient in new.written_to:
        if recipient.id in before and before[recipient.id] != after[recipient.id]:
            yield _instead(f"The letter to {recipient.name} is addressed to", after[recipient.id], before[recipient.id])


def _name(asked: _Asked, case: Case) -> str | None:
    try:
        found = asked(case)
    except LookUpError:
        return None
    if found is None or isinstance(found, str):
        return found
    people = (found,) if isinstance(found, Person) else found
    return listed([", ".join(filter(None, (person.name, person.office))) for person in people]) or None


def _instead(words: str, now: str | None, was: str | None) -> str:
    return f"{words} {now or 'nobody on record'}. Before: {was or 'nobody on record'}."
