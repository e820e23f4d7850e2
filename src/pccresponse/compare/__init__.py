"""Comparing two states of a response, by finding and field rather than by line, and the legal effect of the changes.

`sides` finds and reads the two states, `matching` pairs their items, `changes` lists what changed, `legal_effects` what that does in law.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pccresponse.case.version import content_of, short, version_of
from pccresponse.compare.changes import (
    Change,
    Passage,
    Position,
    finding_changes,
    finding_pairs,
    model_changes,
    part_called,
    value_changes,
)
from pccresponse.compare.legal_effects import effects
from pccresponse.compare.sides import Side
from pccresponse.models.office import Office
from pccresponse.models.response import Response
from pccresponse.reading.shapes import fields_of

__all__ = ["Change", "Passage", "ResponseDifference", "Side", "difference_between"]


_OFFICE = Position(part="office", what="The office", old_path=(), new_path=())


class ResponseDifference(msgspec.Struct, frozen=True, kw_only=True):
    """What differs between two sides."""

    old: str
    """The old side as it was asked for."""
    new: str
    title: str
    """The report's title on the new side."""
    in_law: tuple[str, ...]
    """Sentences; empty if the law does not mind."""
    versions: tuple[str | None, str | None] = (None, None)
    """The version of each side, as its draft has it; None if it has no law, so that nobody knows what it says."""
    changes: tuple[Change, ...]
    """Those of the findings first, then those of the rest of the response, then those of the office."""

    @property
    def of_versions(self) -> str:
        """What the changes do to the version, and so to approvals, as a sentence; empty if a side has none."""
        was, now = self.versions
        if not was or not now or not self.changes:
            return ""
        if was == now:
            return (
                f"The version is {now}, as before. What you record after an approval, and what is not printed, does not change it."
            )
        return f"The version was {was} and is now {now}. Approvals of the old version are out of date."


def difference_between(old: Side, new: Side) -> ResponseDifference:
    """Compare the old side with the new one."""
    pairs = finding_pairs(old.response.found, new.response.found)
    changes = [*content_changes(old.response, new.response), *model_changes(old.office, new.office, _OFFICE)]
    if old.checked.logo and new.checked.logo and old.checked.logo != new.checked.logo:
        picture = _OFFICE.at(fields_of(Office)["logo"]).change("changed", now="another picture")
        changes.append(msgspec.structs.replace(picture, approved=False))  # it changes no word
    return ResponseDifference(
        old=old.label,
        new=new.label,
        title=new.response.report.title,
        versions=(_version(old), _version(new)),
        in_law=tuple(effects(old.checked, new.checked, pairs)) if changes else (),
        changes=tuple(changes),
    )


def _version(side: Side) -> str | None:
    return short(version_of(side.checked.case)) if side.checked.case else None


def content_changes(old: Response, new: Response) -> Iterator[Change]:
    """The changes in a response, its findings first."""
    changes = list(finding_changes(finding_pairs(old.found, new.found)))
    if not changes and content_of(old.findings) != content_of(new.findings):
        nothing = Position(part="findings", what="The findings", old_path=("findings",), new_path=("findings",))
        was, now = ("none" if each.findings else "nothing is said" for each in (old, new))
        changes.append(nothing.change("changed", was, now))
    yield from changes
    yield from response_changes(old, new)


def response_changes(old: Response, new: Response) -> Iterator[Change]:
    """The changes in a response outside its findings, in the order of the file."""
    for field in fields_of(Response).values():
        if field.name != "findings":
            path = (field.name,)
            spot = Position(part="response", what=part_called(field.name), old_path=path, new_path=path, approved=field.approved)
            yield from value_changes(getattr(old, field.name), getattr(new, field.name), field.shape, spot)
