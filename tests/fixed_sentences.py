"""The sentences that the program prints, as they stand in its source and in its help."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click

from pccresponse.cli import program
from tests.reading_age import sentences_of

_STANDS_FOR_A_VALUE = "this"
_NO_WORDS = re.compile(r"[\\|^$<]")
_SENTENCE = re.compile(r"^[A-Za-z{“\"(].*\s.*[.:]$", re.DOTALL)


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command with what is typed for it, the program itself and the commands below a command among them."""
    yield "pccresponse", program
    yield from _below("pccresponse", program)


def _below(name: str, group: click.Group) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for each in group.list_commands(context):
        command = group.get_command(context, each)
        assert command is not None
        yield f"{name} {each}", command
        if isinstance(command, click.Group):
            yield from _below(f"{name} {each}", command)


def help_sentences(command: click.Command) -> list[str]:
    """What the help of a command says in sentences, its examples left out."""
    paragraphs = [each for each in (command.help or "").split("\n\n") if not each.lstrip().startswith("\b")]
    options = [each.help for each in command.params if isinstance(each, click.Option) and each.help]
    return [sentence for text in (*paragraphs, *options) for sentence in sentences_of(" ".join(text.split()))]


def printed_sentences(file: Path) -> list[str]:
    """The sentences in a module, without its docstrings. What is filled in is one word."""
    return [sentence for text in _texts(file) if _SENTENCE.match(text) for sentence in sentences_of(" ".join(text.split()))]


def printed_texts(file: Path) -> list[str]:
    """The texts of three words and more in a module, sentences or parts of one. Patterns and the like are left out."""
    return [
        text for text in (" ".join(text.split()) for text in _texts(file)) if len(text.split()) > 2 and not _NO_WORDS.search(text)
    ]


def _texts(file: Path) -> Iterator[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    passed_over = {id(each) for node in ast.walk(tree) for each in _not_printed(node)}
    for node in ast.walk(tree):
        text = _text_of(node)
        if text is not None and id(node) not in passed_over:
            yield text.strip()


def page_sentences(script: Path) -> list[str]:
    """The sentences in a script of the live page."""
    quoted = re.findall(r'"([^"\n]*)"|`([^`\n]*)`', script.read_text(encoding="utf-8"))
    texts = (re.sub(r"\$\{[^}]*\}", _STANDS_FOR_A_VALUE, one or other) for one, other in quoted)
    return [sentence for text in texts if _SENTENCE.match(text) for sentence in sentences_of(text)]


def _not_printed(node: ast.AST) -> Iterator[ast.AST]:
    """The docstring of what the node defines or declares, and the pieces of a text with values in it."""
    if isinstance(node, ast.Expr):
        yield node.value
    if isinstance(node, ast.JoinedStr):
        yield from (each for each in ast.walk(node) if each is not node)


def _text_of(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(each.value) if isinstance(each, ast.Constant) else _STANDS_FOR_A_VALUE for each in node.values)
    return None
