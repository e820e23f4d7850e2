"""What the program prints can be read by anybody, and fits the terminal."""

from __future__ import annotations

import shutil
from pathlib import Path

import click
import pytest

from tests.conftest import ROOT, Program
from tests.fixed_sentences import commands, help_sentences, page_sentences, printed_sentences, printed_texts
from tests.plain_english import avoided_in
from tests.reading_age import reading_age, words_of

OLDEST_READER, LONGEST_SENTENCE = 14, 35
"""The reading age in years, and the length of a sentence in words."""
COMMANDS = dict(commands())
SOURCE = ROOT / "src" / "pccresponse"
PACKAGES = sorted(path.name for path in SOURCE.iterdir() if (path / "__init__.py").is_file())
WITHOUT_A_WORD = {"models", "scaffolds", "statute"}
"""They print nothing of their own: the keys are described in the schema, and the law is data."""
WIDTHS = (60, 80, 120)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace")
    shutil.copytree(ROOT / "responses", folder / "responses")
    return folder


def endless(sentences: list[str]) -> list[str]:
    return [each for each in sentences if len(words_of(each)) > LONGEST_SENTENCE]


def test_every_command_and_the_commands_below_it_are_looked_at() -> None:
    assert len(COMMANDS) >= 19
    assert "pccresponse editions release" in COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_can_be_read_at_fourteen(name: str) -> None:
    sentences = help_sentences(COMMANDS[name])
    assert sentences
    assert reading_age(sentences) <= OLDEST_READER
    assert endless(sentences) == []


@pytest.mark.parametrize("package", [each for each in PACKAGES if each not in WITHOUT_A_WORD])
def test_the_messages_of_a_package_can_be_read_at_fourteen(package: str) -> None:
    sentences = [each for file in sorted((SOURCE / package).rglob("*.py")) for each in printed_sentences(file)]
    assert len(sentences) >= 10
    assert reading_age(sentences) <= OLDEST_READER
    assert endless(sentences) == []


def test_the_words_of_the_live_page_can_be_read_at_fourteen() -> None:
    sentences = [each for script in sorted((SOURCE / "preview" / "assets").glob("*.js")) for each in page_sentences(script)]
    assert len(sentences) >= 25
    assert reading_age(sentences) <= OLDEST_READER
    assert endless(sentences) == []


def test_no_message_help_or_scaffold_has_a_word_or_mark_that_plain_english_avoids() -> None:
    texts = [text for file in sorted(SOURCE.rglob("*.py")) for text in printed_texts(file)]
    texts += [sentence for command in COMMANDS.values() for sentence in help_sentences(command)]
    texts += [sentence for script in sorted((SOURCE / "preview" / "assets").glob("*.js")) for sentence in page_sentences(script)]
    texts += [
        line.strip("# ") for file in (SOURCE / "scaffolds").glob("*.j2") for line in file.read_text(encoding="utf-8").splitlines()
    ]
    assert len(texts) > 2500
    assert [fault for text in texts for fault in avoided_in(text)] == []


def test_the_words_to_avoid_are_found_where_they_are() -> None:
    for text in (
        "Prior to this, run it.",
        "Use it in order to see, e.g. a page.",
        "Wait two seconds.",
        "On 2nd May it works.",
        "Simply run it!",
    ):
        assert avoided_in(text), text
    assert avoided_in("Before this, run it. Wait 2 seconds. On 2 May 2017 it works.") == []


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize(
    ("command", "least"),
    [
        ("check --format text --today 2024-08-05", 80),
        ("rules", 100),
        ("rules S55-5B", 20),
        ("status --today 2024-08-05", 15),
        ("status 2024-06-18-peel-2023-25-westshire --today 2026-11-27", 8),
        ("law 2024-06-18 --force kent", 60),
        ("law 2015-07-21", 50),
        ("editions", 5),
    ],
)
def test_no_line_is_wider_than_the_terminal(program: Program, workspace: Path, command: str, least: int, columns: int) -> None:
    lines = program(*command.split(), cwd=workspace, COLUMNS=str(columns)).stdout.splitlines()
    assert len(lines) >= least
    assert [line for line in lines if len(line) > columns and len(line.split()) > 1] == []
    assert max(map(len, lines)) > columns * 0.75


@pytest.mark.parametrize("columns", WIDTHS)
def test_no_line_of_a_help_is_wider_than_the_terminal_but_those_that_are_typed(columns: int) -> None:
    looked_at = 0
    for name, command in COMMANDS.items():
        context = click.Context(command, info_name=name, terminal_width=columns)
        for line in command.get_help(context).splitlines():
            looked_at += 1
            assert len(line) <= columns or "pccresponse " in line or len(line.split()) <= 2 or "|" in line, line
    assert looked_at > 300


def test_a_response_whose_last_day_is_long_past_is_on_no_day_of_its_period(program: Program, workspace: Path) -> None:
    said = program("status", "--today", "2032-01-01", cwd=workspace).stdout
    assert "ended" in said
    assert "OVERDUE by 2698 days" in said
    assert " of 56" not in said
