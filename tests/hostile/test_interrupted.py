"""A few of the 200 kills of `./run torture`, each at an operation that was chosen once."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.hostile.torture.interrupted import COMMANDS, Interruptions, Moment

pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes are killed the way of Unix")
BY_NAME = {command.name: command for command in COMMANDS}


@pytest.mark.parametrize(
    ("name", "of_all"),
    [
        ("approve", 0.5),
        pytest.param("approve", 0.9, marks=pytest.mark.long),
        pytest.param("new", 0.5, marks=pytest.mark.long),
        ("new", 0.9),
        pytest.param("another new", 0.7, marks=pytest.mark.long),
        ("update", 0.7),
        ("editions release", 0.75),
        pytest.param("editions new", 0.9, marks=pytest.mark.long),
        ("bag", 0.6),
    ],
)
def test_what_is_killed_in_the_middle_leaves_nothing_half_and_the_next_run_is_right(
    interruptions: Interruptions, folder: Path, name: str, of_all: float
) -> None:
    command = BY_NAME[name]
    changes = interruptions.reference(command).operations["change"]
    assert changes >= 4
    moment = Moment("change", all_of_it=True, number=max(1, round(changes * of_all)))
    result = interruptions.interrupt(command, moment, folder)
    assert result.hit, "it was over before it was to be killed"
    assert not result.faults


def test_every_moment_that_chance_may_choose_is_one_of_the_work(interruptions: Interruptions) -> None:
    reference = interruptions.reference(BY_NAME["approve"])
    chosen = [Moment.by_chance(reference, random.Random(number)) for number in range(200)]
    assert {each.kind for each in chosen} == {"any", "change", "time"}
    assert all(1 <= each.number <= reference.operations[each.kind] for each in chosen if each.kind != "time")
    assert all(0 <= each.delay <= reference.seconds for each in chosen)
