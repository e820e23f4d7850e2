"""What a letter from the chief officer changes in the response: its text, when it came, and who signed it if that was somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pccresponse.case.case import Case
from pccresponse.case.naming import in_quotes, name_of
from pccresponse.correspondence.letter import Letter
from pccresponse.correspondence.passages import LetterPassage, by_finding
from pccresponse.foundation.errors import WrongUseError
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.models.findings import Finding
from pccresponse.models.response import ChiefOfficerComments, Person, Response
from pccresponse.reading.editing import Edit, Note, Remove, Set

_KEY = "chief_officer_comments"


def comment_edits(letter: Letter, case: Case, *, received_on: date | None, replace: bool, text: str | None) -> list[Edit]:
    """The edits of `response.yaml`, with what of the letter is to stand as a whole, which may be nothing.

    Raises `WrongUseError` where it has comments already, unless they are to be replaced.
    """
    there = case.response.chief_officer_comments
    _refuse_what_is_there(case.response, replace=replace)
    came = PartialDate.of(received_on) if received_on else None
    by = signed_by_another(letter, case, received_on)
    if not isinstance(there, ChiefOfficerComments):
        return [Set((_KEY,), ChiefOfficerComments(text=text, received_on=came, by=by))]
    edits: list[Edit] = []
    if text:
        edits.append(Set((_KEY, "text"), text))
    elif there.text is not None:
        edits.append(Remove((_KEY, "text")))
    if there.wording != "as submitted":
        edits.append(Set((_KEY, "wording"), "as submitted"))
    if came:
        edits.append(Set((_KEY, "received_on"), came))
    if by:
        edits.append(Set((_KEY, "by"), by))
    return edits


def passage_edits(passages: Sequence[LetterPassage], case: Case, *, replace: bool) -> list[Edit]:
    """The edits that put each passage at its finding, with a question above it. Raises `WrongUseError` where one is there already."""
    edits: list[Edit] = []
    for path, markdown in by_finding(passages).items():
        finding = case.response.found.at(path)
        assert isinstance(finding, Finding)
        if finding.chief_officer_comment and not replace:
            raise WrongUseError(
                f"{name_of(path, finding)} has a comment of the chief officer already. Nothing was saved.",
                "To put this letter in its place, add: --replace",
            )
        place = (*path, "chief_officer_comment")
        asked = "This was taken from the chief officer's letter because it names this finding. Is it all of it, and no more?"
        edits += [Set(place, markdown), Note.asking(place, asked)]
    return edits


def signed_by_another(letter: Letter, case: Case, received_on: date | None) -> Person | None:
    """Who signed, if that is plain and was not the chief officer of the day in `office.yaml`."""
    signed = letter.signed_by
    if signed is None:
        return None
    day = received_on or letter.dated
    officer = case.chief_officer(PartialDate.of(day) if day else case.comments_dated)
    if officer and _same_name(officer.name, signed[0]):
        return None
    return Person(name=signed[0], office=signed[1])


def _refuse_what_is_there(response: Response, *, replace: bool) -> None:
    there = response.chief_officer_comments
    if replace or there is None or (isinstance(there, ChiefOfficerComments) and there.text is None):
        return
    what = "already has the chief officer's comments" if isinstance(there, ChiefOfficerComments) else f"says {in_quotes(there)}"
    raise WrongUseError(f"response.yaml {what}. Nothing was saved.", "To replace them with this letter, add: --replace")


def _same_name(one: str, other: str) -> bool:
    """Whether two names are one, be there honours, titles or initials with one of them."""
    first, second = (
        [word.casefold().strip(".,") for word in name.replace("’", "'").split() if not (word.isupper() and len(word) > 1)]
        for name in (one, other)
    )
    return bool(first and second) and first[-1] == second[-1] and first[0][:1] == second[0][:1]
