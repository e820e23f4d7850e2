"""Passages of a letter that say which finding they are about, such as a paragraph below the heading “Recommendation 3”.

Where such a passage ends is seen from the next one, from a heading, or from the end of the letter. That can be wrong, so whoever has
them put at the findings is asked about each.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from pccresponse.correspondence.blocks import Block, joined
from pccresponse.foundation.problems import Path
from pccresponse.models.findings import NUMBER_WORDS, Finding, Findings, kind_of
from pccresponse.source_report.finding_headings import finding_heading

_LOWEST = 9
"""The level of a line in bold letters, which ends at every heading."""
_CALL = re.compile(r"\[\^(\d+)\](?!:)")


class _Start(NamedTuple):
    """A block with which a passage begins."""

    block: int
    level: int
    """Of its heading; 0 where the paragraph itself goes on."""
    name: str


class LetterPassage(msgspec.Struct, frozen=True, kw_only=True):
    """A passage that names a finding."""

    name: str
    """The line or the beginning of the paragraph that does so."""
    path: Path
    """The finding; empty where none or several may be meant."""
    first: int
    """Its first block."""
    end: int
    """The block after its last."""
    markdown: str


def passages_in(blocks: Sequence[Block], notes: Sequence[str], found: Findings) -> tuple[LetterPassage, ...]:
    """The passages of the letter, in their order."""
    starts = [start for number, block in enumerate(blocks) if (start := _start(number, block, found))]
    passages = []
    for place, start in enumerate(starts):
        following = starts[place + 1].block if place + 1 < len(starts) else None
        end = _end(blocks, start, following)
        is_bare = start.level > 0 and _says_no_more(start.name)
        words = blocks[start.block + is_bare : end]
        if words:
            passages.append(
                LetterPassage(
                    name=start.name,
                    path=_finding_named(start.name, found),
                    first=start.block,
                    end=end,
                    markdown=_with_notes(words, notes),
                )
            )
    return tuple(passages)


def without(passages: Sequence[LetterPassage], blocks: Sequence[Block], notes: Sequence[str]) -> str:
    """What the letter says beside the passages, as Markdown; empty where that is nothing."""
    taken = {number for passage in passages for number in range(passage.first, passage.end)}
    left = [block for number, block in enumerate(blocks) if number not in taken]
    return _with_notes(left, notes) if left else ""


def by_finding(passages: Sequence[LetterPassage]) -> dict[Path, str]:
    """What is said about each finding, where it is clear which one is meant."""
    found: defaultdict[Path, list[str]] = defaultdict(list)
    for passage in passages:
        if passage.path:
            found[passage.path].append(passage.markdown)
    return {path: "\n\n".join(texts) for path, texts in found.items()}


def _start(number: int, block: Block, found: Findings) -> _Start | None:
    words = " ".join(block.words.split())
    if block.kind == "heading":
        level = len(block.markdown) - len(block.markdown.lstrip("#"))
    elif block.kind == "paragraph" and block.markdown.startswith("**") and block.markdown.endswith("**"):
        level = _LOWEST
    else:
        level = 0
    named = finding_heading(words)
    if named is None or not named.labels:
        return _Start(number, level, words) if level and _finding_named(words, found) else None
    if level:
        return _Start(number, level, words)
    if block.kind == "paragraph" and (named.rest_at is not None or len(words.split()) <= 6):
        return _Start(number, 0 if named.rest_at is not None else _LOWEST, words)
    return None


def _end(blocks: Sequence[Block], start: _Start, following: int | None) -> int:
    """The block after the last of a passage."""
    last = following if following is not None else len(blocks)
    for number in range(start.block + 1, last):
        block = blocks[number]
        if block.kind == "heading":
            level = len(block.markdown) - len(block.markdown.lstrip("#"))
            if level <= (start.level or _LOWEST):
                return number
        elif start.level == 0 and following is None and block.kind == "paragraph":
            return number  # what follows the last such paragraph may be about everything
    return last


def _says_no_more(name: str) -> bool:
    named = finding_heading(name)
    return named is None or named.rest_at is None


def _finding_named(name: str, found: Findings) -> Path:
    """The one finding that a line names by its kind and label, or by its heading; empty where none or several may be meant."""
    named = finding_heading(name)
    if named is not None and named.labels:
        paths = [
            path
            for path, finding in found.every_finding()
            if len(named.labels) == 1 and kind_of(path).one == named.kind and _label(finding) == _plain_label(named.labels[0])
        ]
    else:
        paths = [path for path, finding in found.every_finding() if finding.heading and _plain(finding.heading) == _plain(name)]
    return paths[0] if len(paths) == 1 else ()


def _label(finding: Finding) -> str:
    return _plain_label(finding.label.split()[-1]) if finding.label and finding.label.split() else ""


def _plain_label(label: str) -> str:
    bare = label.casefold().strip(".:")
    return str(NUMBER_WORDS.get(bare, bare))


def _plain(words: str) -> str:
    return " ".join(words.casefold().replace("’", "'").split()).rstrip(".:")


def _with_notes(blocks: Sequence[Block], notes: Sequence[str]) -> str:
    """Blocks as one text, with the notes that it calls."""
    text = joined(blocks)
    called = set(_CALL.findall(text))
    return joined(blocks, [note for note in notes if note[2 : note.find("]")] in called])
