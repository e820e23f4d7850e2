"""Markdown to HTML that conforms to PDF/UA whatever the author types.

HTML is printed as it is typed. Pictures and code are switched off, because an office that indents a paragraph wants an indented
paragraph. Notes come at the end of their text, so that a screen reader reads them once and in order. Lists that were pasted from a
word processor become lists.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup, escape

from pccresponse.foundation.pasted_lists import with_lists
from pccresponse.rendering.typography import STEPS, WideTable, size_of, width
from pccresponse.rendering.words import filled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.tree import SyntaxTreeNode

_SWITCHED_OFF = ("code", "fence", "backticks", "image", "html_block", "html_inline", "lheading", "reference")
_SAFE_LINKS = ("http://", "https://", "mailto:")
LANGUAGE = re.compile(r"\{lang=([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\}")
"""The language of the words in brackets before it."""
_CAPTION = re.compile(r"Table(?: \S{1,6})?[:.] ")
"""The beginning of a paragraph that is the caption of the table after it: `Table: What it costs` or `Table 2: What it costs`."""
_LAST_HEADING = 6
_THEMATIC_BREAK = "* * *"


@cache
def _parser(*, notes: bool) -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False}).enable("table")
    parser.validateLink = _is_safe  # type: ignore[method-assign,assignment]
    parser.inline.ruler.before("link", "language", _language)
    return (parser.use(footnote_plugin, inline=False, move_to_end=True) if notes else parser).disable(_SWITCHED_OFF)


def _is_safe(address: str) -> bool:
    """Whether an address may become a link. Any other link is printed as it is typed."""
    return address.lower().startswith(_SAFE_LINKS)


def _language(state: StateInline, silent: bool) -> bool:
    """The parser's rule for words in another language, `[Heddlu De Cymru]{lang=cy}`. Other attributes are printed as they are typed."""
    from markdown_it.helpers import parseLinkLabel

    if state.src[state.pos] != "[":
        return False
    end = parseLinkLabel(state, state.pos)
    found = LANGUAGE.match(state.src, end + 1) if end >= 0 else None
    if found is None or found.end() > state.posMax:
        return False
    if not silent:
        whole = state.posMax
        state.pos, state.posMax = state.pos + 1, end
        state.push("span_open", "span", 1).attrs = {"lang": found[1]}
        state.md.inline.tokenize(state)
        state.push("span_close", "span", -1)
        state.posMax = whole
    state.pos = found.end()
    return True


class Parsed(NamedTuple):
    """A Markdown text as a tree."""

    tree: SyntaxTreeNode
    notes: dict[str, bool]
    """The labels of its notes, and whether anything refers to them."""


@lru_cache(maxsize=512)
def parsed(text: str) -> Parsed:
    """The text as a tree, cached for all documents that print it.

    The parser breaks a note within a list of a note; such notes are printed as they are typed.
    """
    from markdown_it.tree import SyntaxTreeNode

    source = with_lists(text)
    env: dict[str, Any] = {}
    try:
        tree = SyntaxTreeNode(_parser(notes=True).parse(source, env))
    except ValueError:
        return Parsed(SyntaxTreeNode(_parser(notes=False).parse(source)), {})
    labels = env.get("footnotes", {}).get("refs", {})
    return Parsed(tree, {label.removeprefix(":"): number >= 0 for label, number in labels.items()})


def to_html(text: str, *, heading_level: int, key: str, note_label: str = "{number}") -> Markup:
    """The text as block-level HTML.

    `heading_level` is the level of the author's first heading, one below the template's own. `key` makes the anchors of notes unique in
    the document, and `note_label` is printed before a note.

    >>> to_html("A *small* step", heading_level=3, key="x")
    Markup('<p>A <em>small</em> step</p>')
    """
    return Markup(_Writer(heading_level, key, note_label).blocks(parsed(text).tree.children))


class _Writer:
    """Turns a tree into HTML. It remembers the last heading level, so that no level is skipped."""

    def __init__(self, heading_level: int, key: str, note_label: str) -> None:
        self._base = heading_level
        self._last_heading = heading_level - 1
        self._key = key
        self._note_label = note_label

    def blocks(self, nodes: Sequence[SyntaxTreeNode]) -> str:
        written: list[str] = []
        caption = ""
        for node, following in zip(nodes, (*(each.type for each in nodes[1:]), ""), strict=False):
            if node.type == "paragraph" and following == "table" and _CAPTION.match(_words_of_line(node)):
                caption = self._inline_of(node)
            else:
                written.append(self._table(node, caption) if node.type == "table" else self._block(node))
                caption = ""
        return "".join(written)

    def _block(self, node: SyntaxTreeNode) -> str:
        match node.type:
            case "paragraph":
                content = self._inline_of(node)
                return f"<p>{content}</p>" if content else ""
            case "heading":
                return self._heading(node)
            case "bullet_list":
                return f"<ul>{self._items(node.children)}</ul>"
            case "ordered_list":
                return "".join(f"<ol{_start(number)}>{self._items(items)}</ol>" for number, items in _counted(node))
            case "blockquote":
                return f"<blockquote>{self.blocks(node.children)}</blockquote>" if node.children else ""
            case "footnote_block":
                notes = "".join(f'<p role="doc-footnote">{self._note(note)}</p>' for note in node.children)
                return f'<div class="notes">{notes}</div>'
            case "hr":
                return f"<p>{_THEMATIC_BREAK}</p>"
            case _:
                return f"<p>{escape(node.content)}</p>" if node.content.strip() else self.blocks(node.children)

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

    def _items(self, items: Iterable[SyntaxTreeNode]) -> str:
        return "".join(f"<li>{self._item(item)}</li>" for item in items)

    def _item(self, item: SyntaxTreeNode) -> str:
        """The paragraphs of an item as lines, because a block in a list item breaks the tag tree."""
        parts: list[str] = []
        for child in item.children:
            if child.type in ("bullet_list", "ordered_list"):
                parts.append(self._block(child))
            elif line := self._flat(child):
                parts.append(("<br>" if parts and not parts[-1].endswith(("</ul>", "</ol>")) else "") + line)
        return "".join(parts)

    def _flat(self, node: SyntaxTreeNode) -> str:
        """Any block as a single run of text."""
        if node.type in ("paragraph", "th", "td"):
            return self._inline_of(node)
        if node.type == "heading":
            content = self._inline_of(node)
            return f"<strong>{content}</strong>" if content else ""
        if node.type == "hr":
            return _THEMATIC_BREAK
        if node.type == "ordered_list":
            counted = ((first + place, item) for first, items in _counted(node) for place, item in enumerate(items))
            return "<br>".join(f"{number}. {self._flat(item)}" for number, item in counted)
        return ("; " if node.type == "tr" else "<br>").join(filter(None, map(self._flat, node.children)))

    def _table(self, node: SyntaxTreeNode, caption: str) -> str:
        titles, *rows = _rows(node)
        named_rows = _names_its_rows(node)
        head = "".join(self._cell(cell, "col" if self._inline_of(cell) else "") for cell in titles)
        body = "".join(
            f"<tr>{''.join(self._cell(cell, 'row' if named_rows and not place else '') for place, cell in enumerate(row))}</tr>"
            for row in rows
        )
        size = size_of(_words_of_rows(node))
        kind = " ".join(filter(None, ("author", STEPS[-1][0] if size is None else size)))
        titled = f"<caption>{caption}</caption>" if caption else ""
        return f'<table class="{kind}">{titled}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'

    def _cell(self, cell: SyntaxTreeNode, scope: str) -> str:
        right = ' class="number"' if _is_right_aligned(cell) else ""
        if not scope:
            return f"<td{right}>{self._inline_of(cell)}</td>"
        return f'<th scope="{scope}"{right}>{self._inline_of(cell)}</th>'

    def _note(self, note: SyntaxTreeNode) -> str:
        number = int(note.meta["id"]) + 1
        text = "<br>".join(filter(None, map(self._flat, note.children)))
        label = escape(filled(self._note_label, number=number))
        return f'<span class="note-number" id="note-{self._key}-{number}">{label}</span> {text}'

    def _inline_of(self, node: SyntaxTreeNode) -> str:
        return "".join(map(self._inline, _inline_children(node))).strip()

    def _inline(self, node: SyntaxTreeNode) -> str:
        match node.type:
            case "text" | "text_special":
                return str(escape(with_apostrophes(node.content)))
            case "em" | "strong":
                content = "".join(map(self._inline, node.children))
                return f"<{node.tag}>{content}</{node.tag}>" if content.strip() else content
            case "link":
                return self._link(node)
            case "span":
                content = "".join(map(self._inline, node.children))
                return f'<span lang="{escape(node.attrs["lang"])}">{content}</span>' if content.strip() else content
            case "softbreak":
                return "\n"
            case "hardbreak":
                return "<br>"
            case "footnote_ref":
                number = int(node.meta["id"]) + 1
                return f'<a class="note" href="#note-{self._key}-{number}">[{number}]</a>'
            case "footnote_anchor":
                return ""  # the link back from a note, which viewers offer themselves
            case _:
                return str(escape(node.content)) + "".join(map(self._inline, node.children))

    def _link(self, node: SyntaxTreeNode) -> str:
        """A link with plain words, or its address if it has none: anything nested in it breaks the tag tree."""
        address = str(node.attrs["href"])
        scheme, colon, rest = address.partition(":")
        words = _words(node)
        if not address:  # `[words]()` is printed as it is typed
            return str(escape(f"[{with_apostrophes(words)}]()"))
        return (
            f'<a href="{escape(scheme.lower() + colon + rest)}">{escape(with_apostrophes(words) if words.strip() else address)}</a>'
        )


def wide_tables(text: str) -> Iterator[WideTable]:
    """The tables in a text that fit on no page.

    >>> next(wide_tables("| a | b |\\n|---|---|\\n| 1 | 2 |"), None)
    """
    nodes = list(parsed(text).tree.children)
    while nodes:
        node = nodes.pop(0)
        nodes.extend(node.children)
        if node.type == "table" and size_of(rows := _words_of_rows(node)) is None:
            begins = next((words for row in rows for words in row if words), "")
            yield WideTable(begins, max(map(len, rows)), width(rows, STEPS[-1][0]))


def _rows(table: SyntaxTreeNode) -> list[list[SyntaxTreeNode]]:
    """The cells of a table by row, the headings first."""
    return [list(row.children) for part in table.children for row in part.children]


def _words_of_rows(table: SyntaxTreeNode) -> list[list[str]]:
    return [[_words_of_line(cell) for cell in row] for row in _rows(table)]


def _words_of_line(node: SyntaxTreeNode) -> str:
    """The words of a paragraph or a cell, without markup."""
    return "".join(map(_words, _inline_children(node))).strip()


def _inline_children(node: SyntaxTreeNode) -> Iterator[SyntaxTreeNode]:
    return (child for inline in node.children if inline.type == "inline" for child in inline.children)


def _names_its_rows(table: SyntaxTreeNode) -> bool:
    """Whether the first column has a heading for each row: it is not empty, has no repeated words, and is not one of figures."""
    columns = _rows(table)[0]
    first = [row[0] for row in _words_of_rows(table)]
    return len(columns) > 1 and not _is_right_aligned(columns[0]) and all(first) and len(set(first[1:])) == len(first) - 1


def _is_right_aligned(cell: SyntaxTreeNode) -> bool:
    return "right" in str(cell.attrs.get("style", ""))


_BETWEEN_LETTERS = re.compile(r"(?<=\w)'(?=\w)")
_AFTER_AN_S = re.compile(r"(?<=s)'(?!\w)")
_MAY_OPEN_A_QUOTATION = re.compile(r"(?<!\w)'")


def with_apostrophes(words: str) -> str:
    """The words with typographic apostrophes. Marks that may be quotation marks stay as they are.

    >>> with_apostrophes("the force's officers' mess"), with_apostrophes("she said 'yes'")
    ('the force’s officers’ mess', "she said 'yes'")
    """
    if "'" not in words:
        return words
    words = _BETWEEN_LETTERS.sub("’", words)
    return words if _MAY_OPEN_A_QUOTATION.search(words) else _AFTER_AN_S.sub("’", words)


def _words(node: SyntaxTreeNode) -> str:
    if node.type in ("softbreak", "hardbreak"):
        return " "
    return node.content + "".join(map(_words, node.children)) if node.children else node.content


def _counted(node: SyntaxTreeNode) -> Iterator[tuple[int, Sequence[SyntaxTreeNode]]]:
    """The items of a list in runs of consecutive numbers, each with its first number as it is typed.

    A list with one number for all items is counted from there.
    """
    items = node.children
    typed = [int(item.info) for item in items]
    if len(set(typed)) == 1:
        yield typed[0], items
        return
    for _, run in groupby(range(len(items)), key=lambda place: typed[place] - place):
        places = list(run)
        yield typed[places[0]], [items[place] for place in places]


def _start(number: int) -> str:
    return f' start="{number}"' if number != 1 else ""
