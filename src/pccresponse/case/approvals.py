"""Who has approved a response, and whether what they approved is what there is now.

Of the approvals in one role the newest counts, whoever gave it: by its day and, on one day, by its place in the file. It is fresh if
it is of the version that the content has now, and stale if anything that is printed was changed since.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from pccresponse.case.case import Case
from pccresponse.case.version import is_version, version_of
from pccresponse.models.office import Office
from pccresponse.models.response import Approval

ApprovalState = Literal["fresh", "stale", "missing"]


class RoleApproval(msgspec.Struct, frozen=True, kw_only=True):
    """The state of the approval in one role."""

    role: str
    """As `office.yaml` has it, or as the approval does where it is not required."""
    required: bool
    standing: ApprovalState
    approval: Approval | None = None
    """The newest one in this role."""
    position: int | None = None
    """Which one of the response's approvals that is, counted from 0."""


class Approvals(msgspec.Struct, frozen=True, kw_only=True):
    """All roles that are required, in the order of `office.yaml`, and then those in which somebody else has approved."""

    version: str
    """The version of the content as it stands: 64 hexadecimal digits."""
    roles: tuple[RoleApproval, ...]

    @property
    def required(self) -> tuple[RoleApproval, ...]:
        """Those without which nothing is published."""
        return tuple(each for each in self.roles if each.required)

    @property
    def lacking(self) -> tuple[RoleApproval, ...]:
        """The required roles without a fresh approval."""
        return tuple(each for each in self.required if each.standing != "fresh")

    @property
    def fresh(self) -> tuple[Approval, ...]:
        """The approvals of the content as it stands."""
        return tuple(each.approval for each in self.roles if each.approval and each.standing == "fresh")


def same_words(one: str, other: str) -> bool:
    """Whether two names or roles are the same, capitals and spaces aside.

    >>> same_words("Chief  executive", "Chief Executive")
    True
    """
    return folded(one) == folded(other)


def folded(words: str) -> str:
    """The words without capitals and with single spaces."""
    return " ".join(words.split()).casefold()


def required_roles(office: Office) -> dict[str, str]:
    """The roles that the office requires, each once and as it is written first, by their folded words."""
    found: dict[str, str] = {}
    for role in office.required_approvals:
        found.setdefault(folded(role), role)
    return found


def approvals_of(case: Case) -> Approvals:
    """The state of the approvals of a response."""
    version, required, given = version_of(case), required_roles(case.office), case.response.approvals
    newest: dict[str, int] = {}
    for position, approval in enumerate(given):
        role = folded(approval.role)
        if role not in newest or approval.on >= given[newest[role]].on:
            newest[role] = position
    roles = [RoleApproval(role=name, required=True, standing="missing") for role, name in required.items() if role not in newest]
    for role, position in newest.items():
        approval = given[position]
        roles.append(
            RoleApproval(
                role=required.get(role, approval.role),
                required=role in required,
                standing="fresh" if is_version(approval.version, version) else "stale",
                approval=approval,
                position=position,
            )
        )
    order = list(required)
    roles.sort(key=lambda each: order.index(folded(each.role)) if each.required else len(order))
    return Approvals(version=version, roles=tuple(roles))
