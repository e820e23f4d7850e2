"""Sign-off as the page shows it: the state and the next step as `pccresponse status` says them, the version, and each role."""

from __future__ import annotations

from pccresponse.case.approvals import RoleStanding, approvals_of
from pccresponse.case.case import Case
from pccresponse.case.version import short
from pccresponse.foundation.command_names import as_typed
from pccresponse.preview.state import ShownRole, SignOff
from pccresponse.workflow.status import Standing, state_in_words


def sign_off_of(standing: Standing, case: Case | None) -> SignOff:
    """What there is to show; where the files cannot be read, no version and no roles.

    Where only the record cannot be read, the version and the approvals are known all the same.
    """
    version, roles = standing.version, standing.approvals
    if version is None and case is not None:
        approvals = approvals_of(case)
        version, roles = approvals.version, approvals.roles
    return SignOff(
        state=state_in_words(standing),
        who=standing.next.who,
        what=as_typed(standing.next.what),
        version=version or "",
        short=short(version or ""),
        roles=tuple(_shown(each) for each in roles),
    )


def _shown(each: RoleStanding) -> ShownRole:
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
