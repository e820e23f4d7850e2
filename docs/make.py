"""Writes the three reference pages and the schemas from the program itself: `python docs/make.py`. A test fails when they are stale."""

from __future__ import annotations

import sys
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import click
import msgspec

from pccresponse.cli import program
from pccresponse.foundation.command_names import COMMANDS
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.models.office import Office
from pccresponse.models.response import Response
from pccresponse.pipeline import CODES as AROUND
from pccresponse.reading import CODES
from pccresponse.reading.schema import FOLDER, SCHEMAS, schema_file, schema_text
from pccresponse.rules import ALL_RULES

HERE = Path(__file__).parent
_MADE = "<!-- Made by docs/make.py from the program; do not edit. -->\n"
_KINDS = {
    "line": "words on one line",
    "lines": "a few lines",
    "markdown": "Markdown",
    "web address": "web address",
    "e-mail address": "e-mail address",
    "colour": "colour",
    "version": "version, in hexadecimal digits",
}


def pages() -> dict[str, str]:
    """The pages by file name."""
    return {"reference/files.md": _files(), "reference/rules.md": _rules(), "reference/commands.md": _commands()}


def _files() -> str:
    parts = [
        _MADE,
        "# The files",
        (
            "You write two files. `responses/office.yaml` says who your office is. `responses/<published-on>-<short-title>/response.yaml` "
            "describes one response. If the body has changed since, put another `office.yaml` into that response's folder. The program "
            "then uses it instead of the common one."
        ),
        (
            "The program reads all values as text: `NO` is the word no, `0123` keeps its nought, and a date is what it looks like. Write "
            "dates as `2015-07-21`. If you know only the month or the year, write `2015-07` or `2015`. The documents print no more than "
            "you write. The program refuses keys that are not in these tables. You must give the keys in **bold**."
        ),
    ]
    for title, model in (("office.yaml", Office), ("response.yaml", Response)):
        parts.append(f"## {title}")
        parts += _tables(model)
    return "\n\n".join(parts) + "\n"


def _tables(top: type) -> list[str]:
    """A table for the model and one for each model that it holds, in the order in which they are met."""
    parts: list[str] = []
    waiting: list[tuple[str, type]] = [("", top)]
    seen: set[type] = set()
    while waiting:
        path, model = waiting.pop(0)
        if model in seen:
            continue
        seen.add(model)
        if path:
            parts.append(f"### `{path}`")
        parts.append((model.__doc__ or "").strip())
        rows = ["| Key | Value | Meaning |", "| --- | --- | --- |"]
        hints = get_type_hints(model, include_extras=True)
        inner: list[tuple[str, type]] = []
        for field in msgspec.structs.fields(model):
            words, models = _described(hints[field.name])
            name = f"**`{field.name}`**" if field.required else f"`{field.name}`"
            rows.append(f"| {name} | {words} | {_description(hints[field.name])} |")
            here = f"{path}.{field.name}" if path else field.name
            inner += [(here, each) for each in models]
        parts.append("\n".join(rows))
        waiting = inner + waiting
    return parts


def _description(hint: Any) -> str:
    metas = [meta for meta in getattr(hint, "__metadata__", ()) if isinstance(meta, msgspec.Meta) and meta.description]
    return (metas[-1].description or "") if metas else ""


def _described(hint: Any) -> tuple[str, list[type]]:
    """What a value looks like, in words, and the models in it."""
    origin = get_origin(hint)
    if origin is Annotated:
        for meta in hint.__metadata__:
            if isinstance(meta, msgspec.Meta) and meta.extra and meta.extra.get("text") in _KINDS:
                return _KINDS[meta.extra["text"]], []
        return _described(get_args(hint)[0])
    if origin in (Union, UnionType):
        members = [_described(member) for member in get_args(hint) if member is not NoneType]
        return " or ".join(words for words, _ in members), [model for _, models in members for model in models]
    if origin is Literal:
        return ", ".join(f"`{value}`" for value in get_args(hint)), []
    if origin is tuple:
        words, models = _described(get_args(hint)[0])
        return f"list: {words}", models
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return "keys, see below", [hint]
    if hint is PartialDate:
        return "day, month or year", []
    return {"date": "day", "int": "whole number", "str": "words"}[hint.__name__], []


def _rules() -> str:
    parts = [
        _MADE,
        "# The rules",
        (
            "This is what `pccresponse check` looks at. An *error* stops a final build. A *warning* needs your decision. *Advice* may help "
            "you. To read about one rule in the terminal, type `pccresponse rules CODE`."
        ),
        "\n".join(["| Code | Severity | What must be true |", "| --- | --- | --- |", *_rule_rows()]),
    ]
    for sentence, codes in (
        ("These codes are about how the files are written. The program checks them while it reads the files:", CODES),
        ("These codes are about what goes with the files, such as the law, the templates and the kept report:", AROUND),
    ):
        rows = (f"| {code} | {must} |" for code, must in codes.items())
        parts += [sentence, "\n".join(["| Code | What must be true |", "| --- | --- |", *rows])]
    for rule in ALL_RULES:
        why = "\n\n".join(" ".join(paragraph.split()) for paragraph in rule.why.split("\n\n"))
        cited = f"\n\nSource: {rule.cites}." if rule.cites else ""
        parts.append(f"## {rule.code}\n\n**{rule.title}**\n\n{why}\n\nWhat to do: {rule.remedy}{cited}")
    return "\n\n".join(parts) + "\n"


def _rule_rows() -> list[str]:
    return [
        f"| [{rule.code}](#{rule.code.lower()}) | {', '.join(each.value for each in rule.severities)} | {rule.title} |"
        for rule in ALL_RULES
    ]


def _commands() -> str:
    parts = [_MADE, "# The commands", _help(program, "pccresponse")]
    for name in sorted(COMMANDS):
        command = program.get_command(click.Context(program), name)
        assert command is not None
        parts += [f"## {name}", _help(command, f"pccresponse {name}")]
    parts.append(
        "The exit code is 0 if all is well, 1 if there are problems in the files, 2 if you typed the command wrongly, and 3 if it could not "
        "run. It is 130 after Ctrl-C, 143 after SIGTERM, and 141 if nothing reads the output any more. Colours appear only in a terminal, "
        "and not if you set `NO_COLOR`."
    )
    return "\n\n".join(parts) + "\n"


def _help(command: click.Command, name: str) -> str:
    with click.Context(command, info_name=name, max_content_width=96, terminal_width=96) as context:
        return f"```text\n{command.get_help(context).rstrip()}\n```"


def schemas() -> dict[str, str]:
    """The JSON Schemas by file name; they lie in schemas/ at the top, where the examples look for them."""
    return {schema_file(name): schema_text(name) for name in SCHEMAS}


if __name__ == "__main__":
    for file_name, text in pages().items():
        (HERE / file_name).write_text(text, encoding="utf-8", newline="\n")
        sys.stdout.write(f"docs/{file_name}\n")
    for file_name, text in schemas().items():
        (HERE.parent / FOLDER / file_name).write_text(text, encoding="utf-8", newline="\n")
        sys.stdout.write(f"{FOLDER}/{file_name}\n")
