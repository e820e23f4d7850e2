"""The blocks of a letter as Markdown, with words escaped, and reading untrusted files in a separate process."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import msgspec

from pccresponse.foundation.limited_process import GivenUpError, read_apart
from pccresponse.foundation.pasted_lists import with_lists

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

_Read = TypeVar("_Read")
BlockKind = Literal["paragraph", "heading", "item", "table"]

MOST_BLOCKS = 5_000
MOST_LETTERS = 400_000
"""Several times what the field for the comments can contain."""


class UnreadableFileError(ValueError):
    """Why a file cannot be read, in words that follow its name, and the remedy."""

    def __init__(self, why: str, remedy: str = "") -> None:
        super().__init__(why, remedy)
        self.why, self.remedy = why, remedy


def read_in_own_process(read: Callable[..., _Read], *arguments: Any, remedy: str) -> _Read:
    """The result of a function that reads an untrusted file. Raises `UnreadableFileError` if it exceeds its limits."""
    try:
        return read_apart(read, *arguments)
    except GivenUpError as error:
        raise UnreadableFileError(f"cannot be read: it {error.why}", remedy) from error


@contextmanager
def damage_as_unreadable() -> Iterator[None]:
    """Turn any error of the libraries into `UnreadableFileError`: they promise nothing about damaged files."""
    try:
        yield
    except (UnreadableFileError, MemoryError):
        raise
    except Exception as error:
        raise UnreadableFileError("is damaged: it cannot be read", "Open it, save it again, and try again.") from error


class Block(msgspec.Struct, frozen=True):
    """A paragraph, a heading, an item of a list or a table."""

    kind: BlockKind
    markdown: str
    words: str
    """The text without mark-up, line by line."""


class LetterText(msgspec.Struct, frozen=True, kw_only=True):
    """The content of a file, before the parts of the letter are recognised."""

    blocks: tuple[Block, ...]
    margins: tuple[str, ...] = ()
    """Headers and footers."""
    notes: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    """A sentence for each thing that was left out, or that somebody has to check."""
    changes: tuple[str, ...] = ()
    """Tracked changes, each a sentence."""
    said_on: str = ""
    """The date of an email."""


def paragraph(text: str) -> Block:
    """A paragraph of plain text, which may have several lines."""
    return Block("paragraph", "\n".join(map(escaped, text.split("\n"))), text)


_ALWAYS = re.compile(r"\\(?=[!-/:-@\[-`{-~\n]|$)|\*|(?<![^\W_])_|_(?![^\W_])|`")
_NOTE_OR_LINK = re.compile(r"\[(?=\^)|\[(?=.*\]\()")
_ADDRESS = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?=#?\w{1,31};)")
_START = re.compile(r"(?P<lead>[ \t]*)(?P<sign>#{1,6}(?=[ \t]|$)|>|\+(?=[ \t]|$)|=+[ \t]*$|[-_]{3,}[ \t]*$|\|)")
_LONG_NUMBER = re.compile(r"(\d{4,9})([.)])(?=[ \t]|$)")


def escaped(line: str, *, begins: bool = True) -> str:
    """A line of text as Markdown. A dash, a bullet or a number at its start still begins a list item.

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
    """Text on one line with every sign of Markdown escaped.

    >>> fully_escaped("a [b](c)")
    'a \\\\[b\\\\]\\\\(c\\\\)'
    """
    return _SIGN.sub(r"\\\g<0>", " ".join(words.split()))


_SIGN = re.compile(r"[!-/:-@\[-`{-~]")


def joined(blocks: Sequence[Block], notes: Sequence[str] = ()) -> str:
    """Blocks as one text, with blank lines between them except between list items, and the notes at the end."""
    text = ""
    above = ""
    for block in blocks:
        text += ("\n" if above == block.kind == "item" else "\n\n" if text else "") + block.markdown
        above = block.kind
    return with_lists("\n\n".join([text, *notes]))


def table_of(rows: list[list[str]]) -> str:
    """Cells of Markdown as a table. The first row is its head."""
    width = max(map(len, rows))
    lines = ["| " + " | ".join(_cell(cell) for cell in [*row, *[""] * (width - len(row))]) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _cell(markdown: str) -> str:
    return " ".join(re.sub(r"\\?\|", r"\\|", markdown).split())


def renders_as(markdown: str, words: str) -> bool:
    """Whether Markdown renders as these words, apart from spaces and a list number at the start.

    >>> renders_as("**Yes**, it \\\\*is*", "Yes, it *is*")
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
