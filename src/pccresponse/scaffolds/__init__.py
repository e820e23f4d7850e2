"""The files that `new` writes, and the sample texts in them.

Each sample in a scaffold is commented out. A sample text says what to write in its place. A date, a number or a choice of words is
blank, so that it is an error until somebody fills it in. The sample texts are read from the scaffolds themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

NAMES = ("response", "office")

_TAGS = re.compile(r"^[ \t]*\{%.*%\}[ \t]*\n", re.MULTILINE)
_FILLED_IN = re.compile(r"\{\{.*?\}\}")
_KEY = re.compile(r"(?:- )?[a-z_]+:(?: |$)|- \S")
_SIGN = re.compile(r"^( *)# ?")


def filled_in(name: str, words: Mapping[str, Any], blocks: Mapping[str, str] | None = None) -> str:
    """The scaffold of that name with the given words, and with other lines in place of some of its blocks."""
    from jinja2 import DictLoader, Environment, StrictUndefined  # only a new file needs it

    others = "".join(f"{{% block {block} %}}{{{{ blocks.{block} }}}}{{% endblock %}}" for block in blocks or ())
    loader = DictLoader({name: _scaffold(name), "file": f"{{% extends '{name}' %}}{others}"})
    environment = Environment(undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True, loader=loader)  # noqa: S701 - this makes YAML
    return environment.get_template("file").render(words, blocks=blocks or {})


def uncommented(text: str) -> str:
    """A file that `new` wrote, without the # of every sample."""
    return "\n".join(_uncommented(text.split("\n")))


@cache
def sample_texts() -> tuple[str, ...]:
    """Every line of every sample text, as `plain` returns it, in the order of the files."""
    return tuple(
        dict.fromkeys(line for name in NAMES for text in _texts_in(name) for line in map(plain, text.splitlines()) if line)
    )


def plain(text: str) -> str:
    """A text for comparison, without capitals, line breaks and typographic apostrophes."""
    return " ".join(text.casefold().replace("’", "'").split())


def _scaffold(name: str) -> str:
    return files(__package__).joinpath(f"{name}.yaml.j2").read_text("utf-8")


def _uncommented(lines: list[str]) -> Iterator[str]:
    """The lines without the # of samples. A sample begins with a key or a dash after its #, and its other lines are indented."""
    in_file = in_sample = False
    for line in lines:
        bare = line.lstrip(" ")
        in_file = in_file or (bool(bare) and not bare.startswith("#"))
        if not bare.startswith("#") or not in_file:
            in_sample = False
            yield line
            continue
        content = _SIGN.sub(r"\1", line)
        inner = content[len(line) - len(bare) :]
        in_sample = bool(_KEY.match(inner)) or (in_sample and inner.startswith(" "))
        yield content if in_sample else line


def _texts_in(name: str) -> Iterator[str]:
    """The sample texts of a scaffold: everything that is commented out and not filled in."""
    text = _FILLED_IN.sub("looked up", _TAGS.sub("", _scaffold(name)))
    samples = dict(_leaves(_read(uncommented(text)), ()))
    given = dict(_leaves(_read(text), ()))
    return (words for path, words in samples.items() if words and path not in given)


def _read(text: str) -> object:
    import yaml

    return yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))


def _leaves(value: object, path: tuple[object, ...]) -> Iterator[tuple[tuple[object, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, (dict, list)):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _leaves(inner, (*path, key))
