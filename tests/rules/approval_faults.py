"""Faults in the approvals, each one change to a clean response."""

from __future__ import annotations

from datetime import date

from pccresponse.case.version import short, version_of
from pccresponse.models.response import Approval
from tests.builders import clean_case
from tests.rules.faults import ADVICE, WARNING, Fault

GIVEN, REQUIRED = ("approvals",), ("required_approvals",)
NOW = version_of(clean_case())
OTHER = "0" * 64


def approval(role: str = "Mayor", name: str = "Pat Lowe", on: date = date(2023, 7, 21), version: str = NOW) -> Approval:
    """An approval of the clean response."""
    return Approval(role=role, name=name, on=on, version=version)


FAULTS = (
    Fault(
        "an approval of another version",
        "APPROVAL-STALE",
        WARNING,
        ("approvals", 0, "version"),
        f"Pat Lowe (Mayor) approved version 00000000 on 21 July 2023; the content is now version {short(NOW)}.",
        {GIVEN: (approval(version=OTHER),)},
    ),
    Fault(
        "an approval of what was changed back since",
        "APPROVAL-STALE",
        WARNING,
        ("approvals", 1, "version"),
        f"Pat Lowe (Mayor) approved version 00000000 on 22 July 2023; the content is now version {short(NOW)}.",
        {GIVEN: (approval(), approval(on=date(2023, 7, 22), version=OTHER))},
    ),
    Fault(
        "nobody has approved",
        "APPROVAL-MISSING",
        ADVICE,
        ("approvals",),
        "There is no approval yet by the Mayor and the Chief Executive.",
        office={REQUIRED: ("Mayor", "Chief Executive", "mayor")},
    ),
    Fault(
        "one has not approved",
        "APPROVAL-MISSING",
        ADVICE,
        ("approvals",),
        "There is no approval yet by the Chief Executive.",
        {GIVEN: (approval(role="  MAYOR "),)},
        office={REQUIRED: ("Mayor", "Chief Executive")},
    ),
    Fault(
        "a role that nobody asked for",
        "APPROVAL-ROLE",
        ADVICE,
        ("approvals", 1, "role"),
        "office.yaml requires no approval in the role of Deputy.",
        {GIVEN: (approval(), approval(role="Deputy"))},
        office={REQUIRED: ("Mayor",)},
    ),
    Fault(
        "approved before there was a report",
        "APPROVAL-DATE",
        WARNING,
        ("approvals", 0, "on"),
        "The approval by Pat Lowe (Mayor) is dated 5 June 2023, before the report, 6 June 2023.",
        {GIVEN: (approval(on=date(2023, 6, 5)),)},
    ),
    Fault(
        "approved after it was published",
        "APPROVAL-DATE",
        WARNING,
        ("approvals", 0, "on"),
        "The approval by Pat Lowe (Mayor) is dated 25 July 2023, after the comments are published on 24 July 2023.",
        {GIVEN: (approval(on=date(2023, 7, 25)),)},
    ),
    Fault(
        "approved tomorrow",
        "APPROVAL-DATE",
        WARNING,
        ("approvals", 0, "on"),
        "The approval by Pat Lowe (Mayor) is dated 22 July 2023, which is still to come.",
        {GIVEN: (approval(on=date(2023, 7, 22)),)},
        today=date(2023, 7, 21),
        also=("SPECIFIED-INFORMATION",),
    ),
)
