"""The fewest changes between two sequences, found in bounded time."""

from __future__ import annotations

from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from pccresponse.foundation.alignment import Replacement, changes

letters = st.text(alphabet="abc", max_size=30)


def common_length(old: str, new: str) -> int:
    row = [0] * (len(new) + 1)
    for letter in old:
        above = row
        row = [0]
        for at, other in enumerate(new):
            row.append(above[at] + 1 if letter == other else max(above[at + 1], row[at]))
    return row[-1]


def after(old: str, new: str, made: list[Replacement]) -> str:
    result, at = "", 0
    for change in made:
        result += old[at : change.start] + new[change.new_start : change.new_end]
        at = change.end
    return result + old[at:]


@given(letters, letters, st.integers(-1, 3))
def test_the_changes_lead_from_the_one_to_the_other(old: str, new: str, join: int) -> None:
    assert after(old, new, changes(old, new, join=join)) == new


@given(letters, letters)
def test_no_shorter_list_of_changes_would_do(old: str, new: str) -> None:
    touched = sum(change.end - change.start + change.new_end - change.new_start for change in changes(old, new))
    assert touched == len(old) + len(new) - 2 * common_length(old, new)


def test_changes_that_are_close_are_told_as_one() -> None:
    assert changes("a1b2c", "aXbYc") == [Replacement(1, 2, 1, 2), Replacement(3, 4, 3, 4)]
    assert changes("a1b2c", "aXbYc", join=1) == [Replacement(1, 4, 1, 4)]


def test_texts_with_nothing_in_common_are_given_up_in_time() -> None:
    started = process_time()
    assert changes("a" * 50_000 + "b" * 50_000, "b" * 50_000 + "a" * 50_000) == [Replacement(0, 100_000, 0, 100_000)]
    assert process_time() - started < 5
