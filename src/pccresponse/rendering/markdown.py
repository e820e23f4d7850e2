"""Markdown to HTML that obeys PDF/UA whatever the author types.

The author's HTML is printed, not obeyed. Pictures, code and rules are left out of the language: an office that indents a
paragraph wants an indented paragraph, not a listing. Notes are set at the end of the text that they belong to, so that a
screen reader meets them once and in order.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

_SWITCHED_OFF = ("code", "fence", "backticks", "image", "html_block", "html_inline", "lheading", "reference")
_SAFE_LINKS = ("http://", "https://", "mailto:")
_LAST_HEADING = 6


@cache
def _parser(*, notes: bool) -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False}).enable("table")
    return (parser.use(footnote_plugin, inline=False, move_to_end=True) if notes else parser).disable(_SWITCHED_OFF)


def _tree_of(text: str) -> SyntaxTreeNode:
    """The text as a tree. A note within a note's list comes out of the parser in pieces; such notes are printed as typed."""
    from markdown_it.tree import SyntaxTreeNode

    try:
        return SyntaxTreeNode(_parser(notes=True).parse(text))
    except ValueError:
        return SyntaxTreeNode(_parser(notes=False).parse(text))


def to_html(text: str, *, heading_level: int, key: str) -> Markup:
    """The text as block-level HTML.

    `heading_level` is the level that the author's first heading gets, so that no level is skipped below the template's own;
    `key` makes the anchors of its notes unique in the document.

    >>> to_html("A *small* step", heading_level=3, key="x")
    Markup('<p>A <em>small</em> step</p>')
    """
    return Markup(_Writer(heading_level, key).blocks(_tree_of(text).children))


class _Writer:
    """Turns one tree into HTML. It remembers the last heading level, so that levels only ever step down by one."""

    def __init__(self, heading_level: int, key: str) -> None:
        self._base = heading_level
        self._last_heading = heading_level - 1
        self._key = key

    def blocks(self, nodes: Iterable[SyntaxTreeNode]) -> str:
        return "".join(self._block(node) for node in nodes)

    def _block(self, node: SyntaxTreeNode) -> str:
        match node.type:
            case "paragraph":
                content = self._inline_of(node)
                return f"<p>{content}</p>" if content else ""
            case "heading":
                return self._heading(node)
            case "bullet_list":
                return f"<ul>{self._items(node)}</ul>"
            case "ordered_list":
                start = node.attrs.get("start", 1)
                attribute = f' start="{int(start)}"' if start != 1 else ""
                return f"<ol{attribute}>{self._items(node)}</ol>"
            case "blockquote":
                return f"<blockquote>{self.blocks(node.children)}</blockquote>" if node.children else ""
            case "table":
                return self._table(node)
            case "footnote_block":
                notes = "".join(f"<p>{self._note(note)}</p>" for note in node.children)
                return f'<div class="notes">{notes}</div>'
            case _:
                return ""  # a thematic break, which says nothing aloud

    def _heading(self, node: SyntaxTreeNode) -> str:
        wanted = self._base + int(node.tag[1]) - 1
        level = min(wanted, self._last_heading + 1)
        content = self._inline_of(node)
        if not content:
            return ""
        if level > _LAST_HEADING:
            return f"<p><strong>{content}</strong></p>"
        self._last_heading = level
        return f"<h{level}>{content}</h{level}>"

    def _items(self, node: SyntaxTreeNode) -> str:
        return "".join(f"<li>{self._item(item)}</li>" for item in node.children)

    def _item(self, item: SyntaxTreeNode) -> str:
        """An item's paragraphs become lines of one item: a block inside a list item breaks the tag tree."""
        parts: list[str] = []
        for child in item.children:
            if child.type in ("bullet_list", "ordered_list"):
                parts.append(self._block(child))
                continue
            line = self._flat(child)
            if line:
                parts.append(("<br>" if parts and not parts[-1].endswith(("</ul>", "</ol>")) else "") + line)
        return "".join(parts)

    def _flat(self, node: SyntaxTreeNode) -> str:
        """Any block as a single run of text, for places where only text may stand."""
        if node.type in ("paragraph", "th", "td"):
            return self._inline_of(node)
        if node.type == "heading":
            content = self._inline_of(node)
            return f"<strong>{content}</strong>" if content else ""
        separator = "; " if node.type == "tr" else "<br>"
        return separator.join(part for part in map(self._flat, node.children) if part)

    def _table(self, node: SyntaxTreeNode) -> str:
        head, *rest = node.children
        titles = head.children[0].children
        cells = "".join(self._cell(cell, header=bool(self._inline_of(cell))) for cell in titles)
        rows = "".join(
            f"<tr>{''.join(self._cell(cell, header=False) for cell in row.children)}</tr>" for body in rest for row in body.children
        )
        return f'<table class="author"><thead><tr>{cells}</tr></thead><tbody>{rows}</tbody></table>'

    def _cell(self, cell: SyntaxTreeNode, *, header: bool) -> str:
        name, scope = ("th", ' scope="col"') if header else ("td", "")
        right = ' class="number"' if "right" in str(cell.attrs.get("style", "")) else ""
        return f"<{name}{scope}{right}>{self._inline_of(cell)}</{name}>"

    def _note(self, note: SyntaxTreeNode) -> str:
        number = int(note.meta["id"]) + 1
        text = "<br>".join(part for part in (self._flat(child) for child in note.children) if part)
        return f'<span class="note-number" id="note-{self._key}-{number}">Note {number}.</span> {text}'

    def _inline_of(self, node: SyntaxTreeNode) -> str:
        return "".join(
            self._inline(child) for inline in node.children if inline.type == "inline" for child in inline.children
        ).strip()

    def _inline(self, node: SyntaxTreeNode) -> str:
        match node.type:
            case "text" | "text_special":
                return str(escape(node.content))
            case "em" | "strong":
                content = "".join(map(self._inline, node.children))
                return f"<{node.tag}>{content}</{node.tag}>" if content.strip() else content
            case "link":
                return self._link(node)
            case "softbreak":
                return "\n"
            case "hardbreak":
                return "<br>"
            case "footnote_ref":
                number = int(node.meta["id"]) + 1
                return f'<a class="note" href="#note-{self._key}-{number}">[{number}]</a>'
            case _:
                return ""  # the way back from a note, which the reader's own viewer offers

    def _link(self, node: SyntaxTreeNode) -> str:
        """A link holds nothing but words: anything nested in it breaks the tag tree."""
        words = escape(_words(node))
        address = str(node.attrs.get("href", ""))
        if not words.strip() or not address.startswith(_SAFE_LINKS):
            return str(words)
        return f'<a href="{escape(address)}">{words}</a>'


def _words(node: SyntaxTreeNode) -> str:
    if node.type in ("text", "text_special"):
        return node.content
    if node.type in ("softbreak", "hardbreak"):
        return " "
    return "".join(map(_words, node.children))
