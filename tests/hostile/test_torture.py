"""What `./run torture` says at its end, and how it ends."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.hostile.torture import __main__ as torture
from tests.hostile.torture.results import Fault, Result


def kind(name: str, *results: Result) -> torture.Kind:
    """A kind whose cases come to these results, one after another and then again."""

    def one(number: int, chance: random.Random, folder: Path) -> Result:
        return results[number % len(results)]

    return torture.Kind(name, 30, 1.0, lambda session: one)


def ended(monkeypatch: pytest.MonkeyPatch, *kinds: torture.Kind, arguments: tuple[str, ...] = ()) -> int:
    monkeypatch.setattr(torture, "KINDS", kinds)
    return torture.main(["--minutes", "1", "--seed", "55", *arguments])


def test_where_everything_held_it_ends_with_0_and_a_table(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended(monkeypatch, kind("races", Result(of="build + build"))) == 0
    row = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("races "))
    _, wanted, tried, held, *faults = row.split()
    assert int(tried) == int(held) >= int(wanted) == 3
    assert faults == ["0"] * 4


def test_what_did_not_hold_is_told_with_the_command_that_repeats_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fault = Fault("torn", "comments.pdf is neither as it was nor as it is to be.")
    assert ended(monkeypatch, kind("disks", Result((fault,))), arguments=("--only", "disks", "--case", "7")) == 1
    said = capsys.readouterr().out
    assert "  again: ./run torture --only disks --seed 55 --case 7\n  | comments.pdf is neither" in said
    assert said.rstrip().splitlines()[-1].split() == ["disks", "1", "1", "0", "1", "0", "0", "0"]


def test_a_kill_that_missed_is_tried_again_and_not_counted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended(monkeypatch, kind("interrupted", Result(hit=False), Result())) == 0
    assert "of which were over too early and are not counted" in capsys.readouterr().out


def test_a_kind_of_which_nothing_could_be_tried_is_no_success(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(session: torture.Session) -> torture.Try:
        raise OSError("no room")

    assert ended(monkeypatch, torture.Kind("disks", 30, 1.0, broken)) == 1


def test_every_case_follows_from_the_seed_its_kind_and_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[float] = []

    def one(number: int, chance: random.Random, folder: Path) -> Result:
        drawn.append(chance.random())
        return Result()

    case = ("--only", "races", "--case", "3")
    for _ in range(2):
        assert ended(monkeypatch, torture.Kind("races", 30, 1.0, lambda session: one), arguments=case) == 0
    assert len(drawn) == 2
    assert len(set(drawn)) == 1
