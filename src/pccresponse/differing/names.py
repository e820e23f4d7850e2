"""The names on the documents: who signs, who is written to and who is spoken of, where a change has made it somebody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pccresponse.errors import LookUpError
from pccresponse.matter import Matter
from pccresponse.models.response import Person
from pccresponse.naming import capitalised, listed
from pccresponse.rendering.documents import documents_of

_Asked = Callable[[Matter], str | Person | tuple[Person, ...] | None]

_SIGNED: tuple[tuple[str, str, _Asked], ...] = (
    ("comments", "the comments", lambda matter: matter.signatories),
    ("submission-home-secretary", "the letters", lambda matter: matter.submission_signatories),
    ("invitation", "the invitation", lambda matter: matter.invitation_signatories),
    ("panel-report", "the report to the meeting", lambda matter: _presenter(matter)),
)
"""The documents, what they are called in a sentence, and who puts a name to each."""

_OTHERS: tuple[tuple[str, str, _Asked], ...] = (
    ("comments", "The comments name as the local policing body", lambda matter: matter.body_on(matter.comments_dated).name),
    ("comments", "The comments name as the force", lambda matter: matter.force_name_on(matter.comments_dated)),
    ("invitation", "The invitation is addressed to", lambda matter: matter.chief_officer(matter.invitation_dated)),
)


def other_names(old: Matter, new: Matter) -> Iterator[str]:
    """Sentences; only of documents that there are before and after."""
    there = {each.name for each in documents_of(old)} & {each.name for each in documents_of(new)}
    for document, words, asked in _OTHERS:
        was, now = _name(asked, old), _name(asked, new)
        if document in there and was != now:
            yield _instead(words, now, was)
    was, now = _name(lambda matter: matter.commenting_officer, old), _name(lambda matter: matter.commenting_officer, new)
    if was and now and was != now:
        yield _instead("The chief officer’s comments are those of", now, was)
    yield from _signatures(old, new, there)
    yield from _addressees(old, new)


def _signatures(old: Matter, new: Matter, there: set[str]) -> Iterator[str]:
    """One sentence for all documents that the same person signs instead of the same other one."""
    found: dict[tuple[str | None, str | None], list[str]] = {}
    for document, called, asked in _SIGNED:
        was, now = _name(asked, old), _name(asked, new)
        if document in there and was != now:
            found.setdefault((now, was), []).append(called)
    for (now, was), documents in found.items():
        many = len(documents) > 1 or documents[0].endswith("s")
        yield _instead(f"{capitalised(listed(documents))} {'are' if many else 'is'} in the name of", now, was)


def _addressees(old: Matter, new: Matter) -> Iterator[str]:
    before, after = ({each.recipient: each.name for each in matter.recipients} for matter in (old, new))
    for recipient in new.regime.recipients:
        if recipient.id in before and before[recipient.id] != after[recipient.id]:
            yield _instead(f"The letter to {recipient.name} is addressed to", after[recipient.id], before[recipient.id])


def _presenter(matter: Matter) -> Person | None:
    panel = matter.response.panel_report
    return (panel.presented_by if panel else None) or matter.office_holder(matter.panel_dated)


def _name(asked: _Asked, matter: Matter) -> str | None:
    try:
        found = asked(matter)
    except LookUpError:
        return None
    if found is None or isinstance(found, str):
        return found
    people = (found,) if isinstance(found, Person) else found
    return listed([", ".join(filter(None, (person.name, person.office))) for person in people]) or None


def _instead(words: str, now: str | None, was: str | None) -> str:
    return f"{words} {now or 'nobody on record'}; before: {was or 'nobody on record'}."
