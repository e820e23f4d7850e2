"""Whoever typed `./run` is told to type `./run`: messages, remedies, help and scaffolds name what was typed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pccresponse.foundation.command_names import COMMANDS
from tests.conftest import ROOT, Program

RUN = {"PCCRESPONSE_COMMAND": "../a folder/run"}
PLAIN = re.compile(rf"pccresponse (?:{'|'.join(COMMANDS)})\b")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("check",), "start a response with: ../a folder/run new"),
        (("new", "--title", "x", "--published-on", "2020-01-01"), "../a folder/run law --forces"),
        (("law",), "For example: ../a folder/run law 2015-07-21"),
        (("rules",), "To read about one, run: ../a folder/run rules CODE"),
        (("rules", "NAMED-FORCE"), "../a folder/run law --forces"),
        (("frobnicate",), "Try '../a folder/run --help' for help."),
        (("completion", "fish"), "../a folder/run"),
    ],
)
def test_a_message_names_what_was_typed(program: Program, tmp_path: Path, arguments: tuple[str, ...], says: str) -> None:
    done = program(*arguments, cwd=tmp_path, **RUN)
    assert says in done.stdout + done.stderr
    assert not PLAIN.search(done.stdout + done.stderr)
    assert says.replace("../a folder/run", "pccresponse") in "".join(
        (plain := program(*arguments, cwd=tmp_path)).stdout + plain.stderr
    )


@pytest.mark.parametrize("name", ["", *sorted(COMMANDS)])
def test_the_help_can_be_typed_as_it_stands(program: Program, tmp_path: Path, name: str) -> None:
    done = program(*filter(None, [name, "--help"]), cwd=tmp_path, **RUN)
    assert f"  ../a folder/run {name}" in done.stdout
    assert not PLAIN.search(done.stdout)


def test_what_new_writes_and_a_remedy_of_check_name_what_was_typed(program: Program, tmp_path: Path) -> None:
    done = program("new", "--force", "kent", "--title", "A report", "--published-on", "2024-06-18", cwd=tmp_path, **RUN)
    assert "To see what is missing, run: ../a folder/run check 2024-06-18-a-report" in done.stdout
    files = sorted((tmp_path / "responses").rglob("*.yaml"))
    assert len(files) == 2
    for file in files:
        assert "../a folder/run" in file.read_text("utf-8")
        assert not PLAIN.search(file.read_text("utf-8"))
    file.write_text(file.read_text("utf-8").replace("force: kent", "force: kents"), "utf-8")
    for words in (("check",), ("check", "--format", "json")):
        assert not PLAIN.search(program(*words, cwd=tmp_path, **RUN).stdout)


def test_a_name_that_cannot_be_shown_is_not_used(program: Program, tmp_path: Path) -> None:
    assert "with: pccresponse new" in program("check", cwd=tmp_path, PCCRESPONSE_COMMAND="\x1b[2J").stderr


def test_every_command_that_a_message_names_is_one() -> None:
    """A command that were named and missing would be left as it is, and could not be typed."""
    words = re.compile(r"(?:with|by|see|Build it first|For example|now|is): pccresponse ([a-z]+)|`pccresponse ([a-z]+)`")
    found = [
        match[1] or match[2] for path in sorted((ROOT / "src").rglob("*.py")) for match in words.finditer(path.read_text("utf-8"))
    ]
    assert len(found) >= 20
    assert set(found) <= set(COMMANDS)
