"""Inputs that Hypothesis thinks of: any data under the keys that there are, any text, any Markdown; and the smallest that fails."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Any

import msgspec
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from pccresponse.models.office import Office
from pccresponse.models.response import Response
from pccresponse.reading import read_text
from pccresponse.reading.shapes import fields_of, models_below

_KEYS = sorted({key for model in (Response, Office) for below in models_below(model).values() for key in fields_of(below)})
_WORDS = st.sampled_from(
    ("not recorded", "2015-07-21", "2015", "none received", "kent", "force", "good", "a@b.example", "true", "~", "1")
)
_TEXT = st.text(max_size=40) | _WORDS
_MARKS = (
    "\n",
    "\n\n",
    "# ",
    "- ",
    "1. ",
    "> ",
    "    ",
    "*",
    "**",
    "`",
    "[a](b)",
    "![a](b)",
    "[^1]",
    "[^1]: x",
    "|a|b|\n|-|-|\n",
    "<b>",
    "&#x202E;",
    "&nbsp;",
    "\\",
    "***",
    "=",
    "王",
    "e\u0301",
)
_VALUES: st.SearchStrategy[Any] = st.recursive(
    _TEXT | st.integers() | st.none() | st.booleans() | st.floats(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.sampled_from(_KEYS) | st.text(max_size=5), inner, max_size=6),
    max_leaves=30,
)
_RESPONSES = st.dictionaries(st.sampled_from(sorted(fields_of(Response))), _VALUES, max_size=12)
_MARKDOWN = st.lists(st.sampled_from(_MARKS) | st.text(max_size=10), max_size=40).map("".join)
_YAMLISH = st.lists(st.sampled_from((*_KEYS, "- ", ": ", "? ", "[", "]", "{", "}", ", ", "&a ", "*a", "!t ", "|", ">", "'", '"', "%", "\n", "\n  ", "#", "---", "...", "\t")), max_size=80).map("".join)  # fmt: skip


class _Failure(Exception):  # noqa: N818 - it is caught here
    pass


def think(number: int, examples: int) -> tuple[int, str, bytes, str]:
    """Try so many examples: how many there were, and the kind, the content and the traceback of the smallest that failed, if one did."""
    from pccresponse.pipeline.unprinted_words import lost_words, says_nothing
    from pccresponse.rendering.markdown import to_html

    def as_response(content: bytes) -> None:
        read_text(content, Response, "response.yaml")

    def as_markdown(content: bytes) -> None:
        text = content.decode("utf-8", "replace")
        to_html(text, heading_level=3, key="x")
        lost_words(text)
        says_nothing(text)

    ways: tuple[tuple[str, st.SearchStrategy[bytes], Callable[[bytes], None]], ...] = (
        ("response", _RESPONSES.map(msgspec.json.encode), as_response),
        ("response", _YAMLISH.map(lambda text: text.encode("utf-8", "surrogatepass")), as_response),
        ("markdown", _MARKDOWN.map(lambda text: text.encode("utf-8", "replace")), as_markdown),
        ("response", st.binary(max_size=400), as_response),
    )
    name, strategy, read = ways[number % len(ways)]
    tried = 0
    failed = b"", ""

    @seed(number)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def try_it(content: bytes) -> None:
        nonlocal tried, failed
        tried += 1
        try:
            read(content)
        except Exception as error:
            failed = content, traceback.format_exc()
            raise _Failure from error

    try:
        try_it()
    except _Failure:
        return tried, name, *failed
    return tried, name, b"", ""
