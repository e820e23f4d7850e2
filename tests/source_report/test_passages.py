"""Short passages of reports of every era are read as a careful reader reads them: so much at least, and no grade wrongly."""

from __future__ import annotations

import runpy
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

MEASURE = runpy.run_path("bench/report_reading.py")
PASSAGES = sorted((Path(__file__).parent / "passages").glob("*.yaml"))
LEAST = {
    "finding expected": 0.98,
    "finding found": 0.97,
    "label": 0.98,
    "due": 0.98,
    "addressee": 0.98,
    "points": 0.98,
    "under": 0.98,
    "grade expected": 0.98,
    "grade found": 1.0,
    "counts": 0.96,
}


@cache
def measured(path: Path) -> tuple[Counter[str], list[str]]:
    """What is read rightly and wrongly in a set of passages, and what is wrong."""
    totals, wrong = MEASURE["measure"](MEASURE["passages_in"](path))
    return totals, wrong


@pytest.mark.parametrize("path", PASSAGES, ids=lambda path: path.stem)
def test_passages_are_read_as_a_careful_reader_reads_them(path: Path) -> None:
    totals, wrong = measured(path)
    looked_at = {what: totals[what] + totals[f"{what}: WRONG"] for what in LEAST}
    share = {what: totals[what] / number for what, number in looked_at.items() if number}
    assert {what: part for what, part in share.items() if part < LEAST[what]} == {}, wrong


def test_there_are_passages_of_every_kind() -> None:
    totals: Counter[str] = Counter()
    for path in PASSAGES:
        totals += measured(path)[0]
    assert totals["finding expected"] >= 800
    assert totals["grade expected"] >= 281
    assert totals["counts"] >= 430
