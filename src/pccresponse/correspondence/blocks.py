"""The blocks that a letter consists of, as Markdown, and writing words so that Markdown takes them for nothing but words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import msgspec

from pccresponse.foundation.pasted_lists import with_lists

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

BlockKind = Literal["paragraph", "heading", "item", "table"]

MOST_BLOCKS = 5_000
MOST_LETTERS = 400_000
"""Several times what the field for the comments holds; what is longer is no letter."""


class UnreadableFileError(ValueError):
    """Why a file cannot be read, in words that follow its name, and what to do about it."""

    def __init__(self, why: str, remedy: str = "") -> None:
        super().__init__(why, remedy)
        self.why, self.remedy = why, remedy


class Block(msgspec.Struct, frozen=True):
    """A paragraph, a heading, an item of a list or a table."""

    kind: BlockKind
    markdown: str
    words: str
    """What it says, without any mark-up, a line for each of its lines."""


class LetterText(msgspec.Struct, frozen=True, kw_only=True):
    """What a file holds, before anything is recognised in it."""

    blocks: tuple[Block, ...]
    margins: tuple[str, ...] = ()
    """What is above and below each page."""
    notes: tuple[str, ...] = ()
    """Footnotes, as Markdown."""
    remarks: tuple[str, ...] = ()
    """What could not be taken over, or was taken over in a way that somebody has to look at; each a sentence."""
    changes: tuple[str, ...] = ()
    """Tracked changes, each a sentence."""
    said_on: str = ""
    """The date that the file itself gives, as a mail does."""


def paragraph(text: str) -> Block:
    """A paragraph of plain words, in lines."""
    return Block("paragraph", "\n".join(map(escaped, text.split("\n"))), text)


_ALWAYS = re.compile(r"\\(?=[!-/:-@\[-`{-~\n]|$)|\*|(?<![^\W_])_|_(?![^\W_])|`")
_NOTE_OR_LINK = re.compile(r"\[(?=\^)|\[(?=.*\]\()")
_ADDRESS = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?=#?\w{1,31};)")
_START = re.compile(r"(?P<lead>[ \t]*)(?P<sign>#{1,6}(?=[ \t]|$)|>|\+(?=[ \t]|$)|=+[ \t]*$|[-_]{3,}[ \t]*$|\|)")
_LONG_NUMBER = re.compile(r"(\d{4,9})([.)])(?=[ \t]|$)")


def escaped(line: str, *, begins: bool = True) -> str:
    """A line of words as Markdown that says the same. A dash, a bullet or a number at its beginning still begins an item.

    >>> escaped("# 5 * 3 [^1]")
    '\\\\# 5 \\\\* 3 \\\\[^1]'
    """
    for pattern in (_ALWAYS, _NOTE_OR_LINK, _ADDRESS, _ENTITY):
        line = pattern.sub(lambda found: "\\" + found[0], line)
    if begins:
        line = _START.sub(lambda found: f"{found['lead']}\\{found['sign']}", line, count=1) if _START.match(line) else line
        line = _LONG_NUMBER.sub(r"\1\\\2", line, count=1) if _LONG_NUMBER.match(line) else line
    return line


def fully_escaped(words: str) -> str:
    """Words on one line in which no sign means anything to Markdown.

    >>> fully_escaped("a [b](c)")
    'a \\\\[b\\\\]\\\\(c\\\\)'
    """
    return _SIGN.sub(r"\\\g<0>", " ".join(words.split()))


_SIGN = re.compile(r"[!-/:-@\[-`{-~]")


def joined(blocks: Sequence[Block], notes: Sequence[str] = ()) -> str:
    """Blocks as one text: items of a list one below another, everything else with a blank line between, and the notes at the end."""
    text = ""
    above = ""
    for block in blocks:
        text += ("\n" if above == block.kind == "item" else "\n\n" if text else "") + block.markdown
        above = block.kind
    return with_lists("\n\n".join([text, *notes]))


def table_of(rows: list[list[str]]) -> str:
    """Cells of Markdown as a table; the first row is its head."""
    width = max(map(len, rows))
    lines = ["| " + " | ".join(_cell(cell) for cell in [*row, *[""] * (width - len(row))]) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _cell(markdown: str) -> str:
    return " ".join(re.sub(r"\\?\|", r"\\|", markdown).split())


def says(markdown: str, words: str) -> bool:
    """Whether Markdown is read as these words, be the spaces between them what they may. A number at the beginning may count an item.

    >>> says("**Yes**, it \\\\*is*", "Yes, it *is*")
    True
    """
    from pccresponse.rendering.markdown import parsed

    markdown = _CALL.sub(_STANDS_FOR_IT, markdown)  # the note itself is elsewhere
    read, wanted = "".join(_words(parsed(markdown).tree).replace(_STANDS_FOR_IT, "").split()), "".join(words.split())
    return read == wanted or (wanted.endswith(read) and _COUNTS.fullmatch(wanted.removesuffix(read)) is not None)


_CALL = re.compile(r"(?<!\\)\[\^\d+\]")
_STANDS_FOR_IT = "⁅⁆"
_COUNTS = re.compile(r"\d{1,3}[.)]|[-+–•]")


def _words(node: SyntaxTreeNode) -> str:
    return node.content if node.type in ("text", "text_special") else "".join(map(_words, node.children))
