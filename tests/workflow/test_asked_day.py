"""A day that notes what it was asked: what it answers, and on which other days the answers would have been the same."""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pccresponse.workflow.status_cache import OTHER_QUESTIONS, AskedDay

DAY = date(2024, 5, 5)
COMPARISONS: tuple[Callable[[Any, Any], bool], ...] = (
    operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne,
)  # fmt: skip
near = st.integers(-6, 6).map(lambda days: DAY + timedelta(days=days))
questions = st.lists(st.tuples(st.sampled_from(COMPARISONS), near | st.sampled_from([date.min, date.max]), st.booleans()))


def answers(day: date, asked: list[tuple[Callable[[Any, Any], bool], date, bool]]) -> list[bool]:
    return [compare(day, other) if is_left else compare(other, day) for compare, other, is_left in asked]


@given(near, questions)
def test_on_each_day_from_the_first_to_the_last_all_answers_are_the_same(
    day: date, asked: list[tuple[Callable[[Any, Any], bool], date, bool]]
) -> None:
    noted = AskedDay(day)
    found = answers(noted, asked)
    assert found == answers(day, asked)
    assert noted.first <= day <= noted.last
    for days in range(-9, 10):
        other = DAY + timedelta(days=days)
        if noted.first <= other <= noted.last:
            assert answers(other, asked) == found


def test_nothing_asked_holds_for_ever() -> None:
    assert (AskedDay(DAY).first, AskedDay(DAY).last) == (date.min, date.max)


ARGUMENTS: dict[str, tuple[object, ...]] = {
    "__add__": (timedelta(1),), "__radd__": (timedelta(1),), "__sub__": (timedelta(1),), "__rsub__": (date(2025, 1, 1),),
    "__format__": ("%Y",), "strftime": ("%Y",), "__reduce_ex__": (2,),
}  # fmt: skip


@pytest.mark.parametrize("question", OTHER_QUESTIONS)
def test_any_other_question_holds_for_the_one_day(question: str) -> None:
    noted = AskedDay(DAY)
    found = getattr(noted, question)
    expected = getattr(DAY, question)
    if callable(expected):
        arguments = ARGUMENTS.get(question, ())
        assert found(*arguments) == expected(*arguments)
    else:
        assert found == expected
    assert (noted.first, noted.last) == (DAY, DAY)


USES: tuple[Callable[[Any], object], ...] = (
    lambda day: date(2025, 1, 1) - day, lambda day: day - date(2025, 1, 1), lambda day: f"{day}", lambda day: f"{day:%d}",
    str, repr, hash, lambda day: {day: 1}, lambda day: day + timedelta(1), lambda day: timedelta(1) + day, lambda day: day in (DAY,),
    lambda day: sorted([day, DAY + timedelta(1), DAY - timedelta(1)]), lambda day: max(DAY - timedelta(1), day),
)  # fmt: skip


@pytest.mark.parametrize("use", USES)
def test_however_a_day_is_used_it_is_noted(use: Callable[[Any], object]) -> None:
    assert len(OTHER_QUESTIONS) > 15
    noted = AskedDay(DAY)
    use(noted)
    assert noted.first > date.min or noted.last < date.max
    assert noted.first <= DAY <= noted.last
