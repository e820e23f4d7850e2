"""Published documents that somebody changed, given to `verify` and `diff` of the command line."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.hostile.torture.inputs import judge
from tests.hostile.torture.mutations import by_byte, in_pdf
from tests.hostile.torture.program import run
from tests.hostile.torture.readers import TARGETS
from tests.hostile.torture.workspaces import Workspaces

FORGED = 6


def test_no_document_that_was_changed_is_proved(workspaces: Workspaces, folder: Path) -> None:
    place = workspaces.copy("published", folder / "w")
    original = (place / TARGETS["pdf"].source).read_bytes()
    names = []
    for number in range(FORGED):
        chance = random.Random(number)
        forged = (in_pdf if number % 2 else by_byte)(original, chance)
        assert forged != original
        names.append(f"forged-{number}.pdf")
        (place / names[-1]).write_bytes(forged)
    done = run("verify", *names, "--jobs", "2", cwd=place, temporary=folder / "tmp")
    assert not done.faults(codes=(1,))
    assert f"{FORGED} documents: {FORGED} not proved" in done.said, done.said
    assert not list((folder / "tmp").iterdir())


@pytest.mark.parametrize("number", range(2))
def test_a_document_that_was_changed_is_compared_or_refused(workspaces: Workspaces, folder: Path, number: int) -> None:
    original = (workspaces.copy("published", folder / "w") / TARGETS["pdf"].source).read_bytes()
    forged = in_pdf(original, random.Random(100 + number))
    assert not judge("pdf", forged, workspaces, folder / "case", commands=[TARGETS["pdf"].commands[1]])
