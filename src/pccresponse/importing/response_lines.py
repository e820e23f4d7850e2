"""The YAML of what was found in a report: each thing at its place, in the report's own words, with its questions above it."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence

from pccresponse.reading.source import QUESTION

_WIDTH = 118
_LONGEST_LINE = 400
_BEGINS_A_MARK = re.compile(r"(?:[-+*#>=|:~]|\d{1,9}[.)])(?:\s|$)|#|```|~~~|\||>")
_ESCAPED = re.compile(r"([\\*`<\[\]|~])|(?<!\w)_|_(?!\w)")
_UNPRINTABLE = re.compile(r"[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\ufeff")


def quoted(words: str) -> str:
    """Words on one line as YAML."""
    return json.dumps(_UNPRINTABLE.sub("", " ".join(words.split()))[:_LONGEST_LINE].strip(), ensure_ascii=False)


def question(words: str, indent: str = "") -> str:
    """A comment line that asks something."""
    return f"{indent}{QUESTION} {_UNPRINTABLE.sub('', ' '.join(words.split()))}"


def location_comments(file: str, places: Iterable[tuple[str, str]], indent: str = "") -> Iterator[str]:
    """Comment lines that say where some things stood in a file."""
    named = [f"{what}, {where}" for what, where in places if where]
    if named:
        yield from (f"{indent}# {line}" for line in textwrap.wrap(_UNPRINTABLE.sub("", f"In {file}: {'; '.join(named)}."), _WIDTH))


def text_block(key: str, parts: Sequence[tuple[str, bool]], indent: str) -> Iterator[str]:
    """A Markdown text below its key: paragraphs, and items of lists."""
    yield f"{indent}{key}: |"
    before: bool | None = None
    for words, is_item in parts:
        if before is not None and not (before and is_item):
            yield ""
        yield from (f"{indent}  {line}" for line in _wrapped(markdown(words), "- " if is_item else ""))
        before = is_item


def markdown(words: str) -> str:
    """Plain words as Markdown that reads the same.

    >>> markdown("Use *all* of it [now]")
    'Use \\\\*all\\\\* of it \\\\[now\\\\]'
    """
    text = _ESCAPED.sub(lambda match: f"\\{match[0]}", _UNPRINTABLE.sub("", " ".join(words.split())))
    if _BEGINS_A_MARK.match(text):
        text = re.sub(r"^(\d*)", r"\1\\", text, count=1) if not text.startswith("\\") else text
    return text


def _wrapped(text: str, sign: str) -> list[str]:
    lines = textwrap.wrap(
        text, _WIDTH, initial_indent=sign, subsequent_indent=" " * len(sign), break_long_words=False, break_on_hyphens=False
    )
    if any(_BEGINS_A_MARK.match(line.strip()) for line in lines[1:]):
        return [f"{sign}{text}"]  # broken there, the words would begin a list or a heading
    return lines


def commented(lines: Iterable[str], indent: str) -> Iterator[str]:
    """Lines that are to be filled in."""
    yield from (f"{indent}# {line}" for line in lines)
