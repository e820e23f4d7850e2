"""A few hundred of the bad files of `./run torture`, and those that it found to be badly read."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.hostile.torture import mutations
from tests.hostile.torture.inputs import BATCH, Inputs, judge
from tests.hostile.torture.readers import TARGETS, Target, input_of, read_one
from tests.hostile.torture.workspaces import Workspaces

SEED, BATCHES = 55, 10


@pytest.fixture(scope="module")
def inputs(workspaces: Workspaces) -> Iterator[Inputs]:
    with closing(Inputs(workspaces, workspaces.folder.parent / "inputs", SEED)) as ready:
        yield ready


def test_bad_files_of_every_kind_are_read_or_refused(inputs: Inputs, folder: Path) -> None:
    kinds = {input_of(SEED, number, inputs.sources)[0] for number in range(BATCH * BATCHES)}
    assert kinds | {"style"} == set(TARGETS)
    for number in range(BATCHES):
        assert not inputs.one_batch(number, random.Random(number), folder).faults


@pytest.mark.parametrize("number", range(4))
def test_whatever_hypothesis_thinks_of_is_read_or_refused(inputs: Inputs, folder: Path, number: int) -> None:
    result = inputs.one_hypothesis_round(number, random.Random(number), folder)
    assert result.tried > 20
    assert not result.faults


def test_a_template_that_is_not_utf_8_is_told_with_its_line(workspaces: Workspaces, folder: Path) -> None:
    content = (workspaces.copy("open", folder / "good") / TARGETS["template"].place).read_bytes()
    spoilt = content.replace(b"<body", b"\n<body\xff", 1)
    line = spoilt[: spoilt.index(b"\xff")].count(b"\n") + 1
    assert not judge("template", spoilt, workspaces, folder / "case", commands=[("check", "2015-07-21-one")])
    said = (folder / "case" / "0" / "said.txt").read_text(encoding="utf-8")
    assert f"comments.html.j2, line {line}: The file is not text in UTF-8." in said


def test_a_style_sheet_that_is_not_utf_8_is_told_with_its_line(workspaces: Workspaces, folder: Path) -> None:
    spoilt = b"p { margin: 0 }\nh1 { margin: 0 } /* \xff */\n"
    assert not judge("style", spoilt, workspaces, folder, commands=[("build", "2015-07-21-one")])
    said = (folder / "0" / "said.txt").read_text(encoding="utf-8")
    assert "css/page.css, line 2: The style sheet is not text in UTF-8." in said


def test_what_raises_in_a_reader_is_seen(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    def fail(root: Path, file: Path, content: bytes) -> None:
        raise IndexError(content.decode())

    monkeypatch.setitem(TARGETS, "faulty", Target("x", mutations.by_byte, fail, (), 1))
    assert "IndexError: a mistake" in read_one("faulty", b"a mistake", 0, folder).trace
