"""Which approvals count, and what of."""

from __future__ import annotations

from datetime import date

import pytest

from pccresponse.case.version import Approvals, approvals_of, version_of
from pccresponse.models.response import Approval
from tests.builders import case_with, clean_case

NOW = version_of(clean_case())
OLD = "0" * 64


def given(role: str, day: int, version: str, name: str = "Pat Lowe") -> Approval:
    return Approval(role=role, name=name, on=date(2023, 7, day), version=version)


def standing(*approvals: Approval, required: tuple[str, ...] = ("Mayor", "Chief Executive")) -> Approvals:
    return approvals_of(case_with({("approvals",): approvals}, office={("required_approvals",): required}))


@pytest.mark.parametrize(
    ("approvals", "expected"),
    [
        ((), ["missing", "missing"]),
        ((given("Mayor", 20, NOW),), ["fresh", "missing"]),
        ((given("chief  EXECUTIVE", 20, NOW),), ["missing", "fresh"]),
        ((given("Mayor", 20, OLD), given("Chief Executive", 20, NOW)), ["stale", "fresh"]),
        ((given("Mayor", 20, OLD), given("Mayor", 21, NOW)), ["fresh", "missing"]),
        ((given("Mayor", 20, NOW), given("Mayor", 21, OLD)), ["stale", "missing"]),
        ((given("Mayor", 21, NOW), given("Mayor", 20, OLD)), ["fresh", "missing"]),
        ((given("Mayor", 20, OLD), given("Mayor", 20, NOW, name="Al")), ["fresh", "missing"]),
        ((given("Mayor", 20, NOW[:8]),), ["fresh", "missing"]),
    ],
    ids=[
        "none", "one", "in other letters", "one stale", "again", "the newest is stale", "the newest is not the last", "on one day",
        "cut to eight digits",
    ],
)  # fmt: skip
def test_the_newest_approval_in_a_role_counts(approvals: tuple[Approval, ...], expected: list[str]) -> None:
    found = standing(*approvals)
    assert [each.standing for each in found.required] == expected
    assert [each.role for each in found.required] == ["Mayor", "Chief Executive"]
    assert [each.role for each in found.lacking] == [
        role for role, how in zip(("Mayor", "Chief Executive"), expected, strict=True) if how != "fresh"
    ]


def test_an_approval_that_nobody_asked_for_is_told_and_lacks_nothing() -> None:
    found = standing(given("Deputy", 20, NOW), required=())
    assert [(each.role, each.required, each.standing) for each in found.roles] == [("Deputy", False, "fresh")]
    assert not found.lacking
    assert [each.role for each in found.fresh] == ["Deputy"]


def test_a_role_that_is_required_twice_approves_once() -> None:
    assert [each.role for each in standing(required=("Mayor", "mayor")).required] == ["Mayor"]


def test_what_is_said_of_a_role_names_the_place_of_its_newest_approval() -> None:
    found = standing(given("Mayor", 20, OLD), given("Deputy", 20, NOW), given("Mayor", 21, NOW))
    assert [(each.role, each.position) for each in found.roles] == [("Mayor", 2), ("Chief Executive", None), ("Deputy", 1)]
