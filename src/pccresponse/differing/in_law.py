"""What a change does in law: sentences about the last day, the duties, the names on the documents and the documents themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pccresponse.differing.findings import Pair
from pccresponse.differing.subjects import finding_called
from pccresponse.errors import LookUpError
from pccresponse.matter import Matter
from pccresponse.models.findings import Recommendation
from pccresponse.models.response import Person, Response
from pccresponse.models.scalars import known
from pccresponse.partial_dates import in_words, with_weekday
from pccresponse.pipeline.checking import Checked
from pccresponse.problems import Path, Problem, Severity
from pccresponse.rendering.documents import documents_of
from pccresponse.rules import ALL_RULES
from pccresponse.rules.explanation import states_of
from pccresponse.rules.naming import capitalised, listed

_OF_LAW = frozenset({"LAW-DAY", *(rule.code for rule in ALL_RULES)} - {"CHARACTERS"})
"""Codes of what is wrong with what a response says; the others are about files, editions and their fonts."""


def effects(old: Checked, new: Checked, pairs: tuple[Pair, ...]) -> Iterator[str]:
    """Sentences, what weighs most first. Where one of the two has no law, there is no more to say than that."""
    if old.matter and new.matter:
        for effect in (_law, _last_day, _recipients, _names):
            yield from effect(old.matter, new.matter)
        yield from _explained(new.matter, pairs)
        yield from _steps(old.matter.response, new.matter.response)
        yield from _documents(old.matter, new.matter)
    yield from _errors(old, new, pairs)


def _law(old: Matter, new: Matter) -> Iterator[str]:
    was, now = old.regime, new.regime
    if was.in_force_from != now.in_force_from:
        yield (
            f"Section 55 now applies as in force from {in_words(now.in_force_from)}, "
            f"no longer as in force from {in_words(was.in_force_from)}."
        )
    if was.commenting_body != now.commenting_body:
        yield f"The body that has to comment is now the {now.commenting_body}, no longer the {was.commenting_body}."
    if was.explanation_required != now.explanation_required:
        duty = "now has to be explained" if now.explanation_required else "no longer has to be explained"
        yield f"Each recommendation {duty}: section 55(5B)."


def _last_day(old: Matter, new: Matter) -> Iterator[str]:
    was, now = old.publish_by, new.publish_by
    if was == now:
        return
    if was and now:
        yield f"The last day to publish moves from {with_weekday(was)} to {with_weekday(now)}: section 55(5A)."
    elif now:
        yield f"There is now a last day to publish, {with_weekday(now)}: section 55(5A)."
    else:
        yield "There is no longer a last day to publish."


def _recipients(old: Matter, new: Matter) -> Iterator[str]:
    was, now = ({each.id: each.name for each in matter.regime.recipients} for matter in (old, new))
    if come := [name for key, name in now.items() if key not in was]:
        yield f"A copy now has to go to {listed(come)} too: section 55(6)."
    if gone := [name for key, name in was.items() if key not in now]:
        yield f"No copy has to go to {listed(gone)} any more: section 55(6)."
    letters = ({each.recipient: each for each in matter.recipients} for matter in (old, new))
    before, after = letters
    for key in (key for key in after if key in before):
        if before[key].name != after[key].name:
            yield _instead(f"The letter to {now[key]} is addressed to", after[key].name, before[key].name)


_NAMES: tuple[tuple[str, Callable[[Matter], str | Person | None]], ...] = (
    ("The comments name as the local policing body", lambda matter: matter.body_on(matter.comments_dated).name),
    ("The comments name as the force", lambda matter: matter.force_name_on(matter.comments_dated)),
    ("The comments are signed by", lambda matter: matter.signatory),
    ("The letters are signed by", lambda matter: matter.submission_signatory),
    ("The invitation is signed by", lambda matter: matter.office_holder(matter.invitation_dated)),
    ("The invitation is addressed to", lambda matter: matter.chief_officer(matter.invitation_dated)),
    ("The chief officer’s comments are those of", lambda matter: matter.commenting_officer),
    ("The report to the meeting is in the name of", lambda matter: matter.office_holder(matter.panel_dated)),
)
"""The names that documents bear, and where each comes from. Whether there is such a document is said elsewhere."""


def _names(old: Matter, new: Matter) -> Iterator[str]:
    for words, asked in _NAMES:
        was, now = (_name(asked, matter) for matter in (old, new))
        if was != now and not (words.startswith("The chief officer") and not (was and now)):
            yield _instead(words, now, was)


def _name(asked: Callable[[Matter], str | Person | None], matter: Matter) -> str | None:
    try:
        found = asked(matter)
    except LookUpError:
        return None
    return ", ".join(filter(None, (found.name, found.office))) if isinstance(found, Person) else found


def _instead(words: str, now: str | None, was: str | None) -> str:
    return f"{words} {now or 'nobody on record'}, no longer {was or 'nobody on record'}."


def _explained(new: Matter, pairs: tuple[Pair, ...]) -> Iterator[str]:
    """Only of those that the law has explained, and of those that were there before."""
    asked = {path for path, _ in new.recommendations_to_explain()}
    for pair in pairs:
        if pair.old and pair.new and pair.new.path in asked:
            was, now = _is_explained(pair.old.finding), _is_explained(pair.new.finding)
            if was != now:
                name = finding_called(pair.new.path, pair.new.finding)
                yield f"{name} is {'now' if now else 'no longer'} explained: section 55(5B)."


def _is_explained(finding: object) -> bool:
    return isinstance(finding, Recommendation) and finding.explanation is not None and bool(states_of(finding.explanation))


_STEPS: tuple[tuple[str, str, Callable[[Response], bool]], ...] = (
    ("that the chief officer was invited to comment", "55(4)", lambda each: each.invitation is not None),
    ("whether the chief officer submitted comments", "55(5)(b)", lambda each: each.chief_officer_comments is not None),
    ("whether the body replied to them", "55(5)(c)", lambda each: each.reply_to_chief_officer is not None),
    ("what the body itself comments", "55(5)(a)", lambda each: each.comments is not None),
    ("when the comments are published", "55(5)", lambda each: known(each.publication.published_on) is not None),
    ("when the copies are sent", "55(6)", lambda each: known(each.submission.sent_on) is not None),
)
"""The steps of the section, each with what shows that it is on record."""


def _steps(old: Response, new: Response) -> Iterator[str]:
    for words, subsection, recorded in _STEPS:
        was, now = recorded(old), recorded(new)
        if was != now:
            yield f"It is {'now' if now else 'no longer'} on record {words}: section {subsection}."


def _documents(old: Matter, new: Matter) -> Iterator[str]:
    was, now = ([document.name for document in documents_of(matter)] for matter in (old, new))
    for name in (name for name in now if name not in was):
        yield f"There is a new document: {name}.pdf."
    for name in (name for name in was if name not in now):
        yield f"The document {name}.pdf is no longer made."


def _errors(old: Checked, new: Checked, pairs: tuple[Pair, ...]) -> Iterator[str]:
    """What is newly wrong, and what is put right. A finding's errors move with it, and their words may change on the way."""
    moved = {pair.old.path: pair.new.path for pair in pairs if pair.old and pair.new}
    was = {(problem.code, _moved(problem.path, moved)): problem for problem in _serious(old)}
    now = {(problem.code, problem.path): problem for problem in _serious(new)}
    for key, problem in now.items():
        if key not in was:
            yield f"Now an error, {problem.code}: {capitalised(problem.message)}"
    for key, problem in was.items():
        if key not in now:
            yield f"No longer an error, {problem.code}: {capitalised(problem.message)}"


def _serious(checked: Checked) -> Iterator[Problem]:
    return (each for each in checked.problems if each.severity is Severity.ERROR and each.code in _OF_LAW)


def _moved(path: Path, moved: dict[Path, Path]) -> Path:
    """Where the innermost finding on the path has gone."""
    for length in (5, 3):
        if path[:length] in moved:
            return (*moved[path[:length]], *path[length:])
    return path
