"""Approving a response: checking an approval and writing it into `response.yaml`, for the command and the live page.

An approval must be of the current version, in a role that counts, and not already in the file.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Literal
from unicodedata import normalize

import msgspec

from pccresponse.case.version import SHORT, approvals_of, folded, is_version, required_roles, same_words, short
from pccresponse.foundation.errors import WrongUseError
from pccresponse.foundation.partial_dates import in_words
from pccresponse.models.office import Office
from pccresponse.models.response import Approval
from pccresponse.pipeline.checking import Checked
from pccresponse.reading.saving import Add, save_edits
from pccresponse.workspace import Workspace

LONGEST = 400
"""The most characters in a role or a name."""
_VERSION = re.compile(rf"[0-9a-f]{{{SHORT},64}}", re.ASCII)

Outcome = Literal["approved", "approved already", "cannot be read", "another version"]


class NearlyRequiredError(WrongUseError):
    """The role is nearly one that the office requires, so its approval would have no effect."""

    def __init__(self, role: str, required: str) -> None:
        super().__init__(f'office.yaml does not ask for an approval by the "{role}".', f'Did you mean "{required}"?')
        self.required = required


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """An approval that can be saved, as `given` makes it."""

    role: str
    name: str
    on: date
    seen: str | None = None
    """The version that the person read, in lower case and perhaps shortened; None if not given."""


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """The result of an approval."""

    outcome: Outcome
    sentence: str
    """The message, to follow the name of the response and a colon."""
    still_to_approve: tuple[str, ...] = ()
    """The required roles that still lack a fresh approval."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """The message, and a sentence about the roles that still lack an approval."""
        left = (f"Still to approve: {', '.join(self.still_to_approve)}.",) if self.still_to_approve else ()
        return (self.sentence, *left)

    @property
    def stands(self) -> bool:
        """Whether the approval is in the file now."""
        return self.outcome in ("approved", "approved already")


def given(*, role: str, name: str, on: date, seen: str | None = None) -> Given:
    """An approval as typed, with single spaces. Raises `WrongUseError` if it cannot be saved or `seen` is not a version."""
    if seen is not None and not _VERSION.fullmatch(seen.lower()):
        raise WrongUseError("That is not the number of a version.", f"Give the {SHORT} digits that are on each page of the draft.")
    return Given(role=_words(role, "role"), name=_words(name, "name"), on=on, seen=seen and seen.lower())


def decide(wanted: Given, checked: Checked, file: Path, workspace: Workspace) -> Decision:
    """Write the approval into the checked file, or say in the decision why not.

    Raises `NearlyRequiredError` for a misspelt role, and what `save_edits` raises if the file cannot be changed.
    """
    case = checked.case
    if case is None:
        return Decision(outcome="cannot be read", sentence="not approved, because its files cannot be read.")
    role, approvals = role_as_required(wanted.role, case.office), approvals_of(case)
    version = approvals.version
    if wanted.seen is not None and not is_version(wanted.seen, version):
        sentence = f"not approved. The content is now version {short(version)}, not {short(wanted.seen)}. Read it first."
        return Decision(outcome="another version", sentence=sentence)
    for each in approvals.fresh:
        if same_words(each.role, role) and same_words(each.name, wanted.name):
            sentence = f"{wanted.name} ({role}) already approved version {short(version)} on {in_words(each.on)}."
            return Decision(outcome="approved already", sentence=sentence)

    approval = Approval(role=role, name=wanted.name, on=wanted.on, version=version)
    save_edits([Add(("approvals",), approval)], checked.response, file, workspace)
    sentence = f"{wanted.name} ({role}) approves version {short(version)}, on {in_words(wanted.on)}."
    left = tuple(each.role for each in approvals.lacking if not same_words(each.role, role))
    return Decision(outcome="approved", sentence=sentence, still_to_approve=left)


def role_as_required(role: str, office: Office) -> str:
    """The role as `office.yaml` writes it, or as given if it is not required. Raises `NearlyRequiredError`."""
    required = required_roles(office)
    if found := required.get(folded(role)):
        return found
    from pccresponse.reading.values import nearest

    near = nearest(role, required.values()) if required else None
    if near:
        raise NearlyRequiredError(role, near)
    return role


def _words(typed: str, what: str) -> str:
    words = normalize("NFC", " ".join(typed.split()))  # as the file will be read
    if not words or not words.isprintable() or len(words) > LONGEST:
        raise WrongUseError(f"That {what} cannot be saved.", f"Give up to {LONGEST} printable characters.")
    return words
