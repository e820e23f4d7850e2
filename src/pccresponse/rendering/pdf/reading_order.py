"""From laid-out pages to one tree in reading order.

The engine tags each page by itself: a table over three pages becomes three tables. Here the pieces of an HTML element on all pages are
joined, because every box knows its element. What repeats or decorates (running heads, the header rows of a continued table, dot
leaders, `aria-hidden`) becomes an artifact, which a screen reader skips.

The engine drops the space at which it breaks a line, but ISO 32000-1, 14.8.2.5, wants explicit word breaks. A break inside a long
address or after a hyphen is none; the HTML shows which is which.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pccresponse.rendering.pdf.engine import RenderingError
from pccresponse.rendering.pdf.nodes import (
    BLOCKS,
    INLINE,
    SVG,
    Annotation,
    Piece,
    TagNode,
    description_of,
    inline_role,
    is_hidden,
    numbering_of,
)

_HYPHENS = ("-", "\u00ad", "\u2010", "\u200b", "/")


class LineEnds:
    """Finds the lines that end between two words, from the lines of all blocks in reading order."""

    def __init__(self, boxes: Any) -> None:
        self._boxes = boxes
        self._last: dict[Any, Any] = {}
        self._texts: dict[Any, str] = {}
        self.spaced: set[Any] = set()
        """Boxes of text that need a space after them."""

    def begin(self, line: Any, block: Any) -> None:
        """Take the next line of a block, which is known by its element and part."""
        texts = [box for box in line.descendants() if isinstance(box, self._boxes.TextBox)]
        if not texts:
            return
        last = self._last.get(block)
        if last is not None and self._is_between_words(last, texts[0], block[0]):
            self.spaced.add(last)
        self._last[block] = texts[-1]
        if any((box.element_tag or "").startswith("br") for box in line.descendants()):
            self.spaced.add(texts[-1])

    def _is_between_words(self, last: Any, first: Any, element: Any) -> bool:
        before, after = last.text.split()[-1:], first.text.split()[:1]
        if not before or not after or last.text[-1].isspace() or first.text[0].isspace():
            return False
        text = self._text_of(element)
        if f"{before[0]} {after[0]}" in text:
            return True
        return f"{before[0]}{after[0]}" not in text and not before[0].endswith(_HYPHENS)

    def _text_of(self, element: Any) -> str:
        """The text of an element with single spaces."""
        if element not in self._texts:
            self._texts[element] = " ".join("".join(element.itertext()).split())
        return self._texts[element]


_PARAGRAPHS = ("P", "H1", "H2", "H3", "H4", "H5", "H6", "Lbl")


class ReadingOrder:
    """The tree of a document, and the artifacts on its pages."""

    def __init__(self, page_boxes: Sequence[Any]) -> None:
        from weasyprint.formatting_structure import boxes
        from weasyprint.layout.absolute import AbsolutePlaceholder

        self._boxes = boxes
        self._placeholder = AbsolutePlaceholder
        self._page = 0
        self._lines = LineEnds(boxes)
        self._notes: dict[Any, TagNode] = {}
        self._note_count = 0
        self._last: tuple[Any, TagNode] | None = None
        self._apart = False
        self.root = TagNode("Document", None, None, 0)
        self.artifacts: dict[Any, str] = {}
        """Boxes of text and pictures outside the tree, each with its type: `Pagination`, or empty for decoration."""
        self.dead_links: set[Any] = set()
        """Boxes with a link that is outside the tree."""
        self.line_ends = self._lines.spaced
        for number, page_box in enumerate(page_boxes):
            self._page = number
            for child in page_box.children:
                if isinstance(child, boxes.MarginBox):
                    self._set_aside(child, "Pagination")
                elif isinstance(child, boxes.FootnoteAreaBox):
                    for footnote in child.children:
                        self._read_footnote(footnote)
                else:
                    self._read(child, self.root, None)

    def _read(self, box: Any, parent: TagNode, inside: Any) -> None:
        """Put a box and its content under `parent`. `inside` is the element and part of the box around it."""
        if isinstance(box, self._placeholder):
            box = box._box
        if isinstance(box, self._boxes.TextBox):
            self._read_text(box, parent)
            return
        key = (box.element, box.element_tag)
        if isinstance(box, self._boxes.LineBox):
            self._lines.begin(box, inside)
            self._read_children(box, parent, inside)
        elif box.is_leader or (box.element is not None and is_hidden(box.element)):
            self._set_aside(box, "")
            self._apart = True
        elif key == inside or box.element is None:
            # An anonymous box around part of an element's content.
            self._read_generated(box, parent, inside)
        elif "::" in box.element_tag:
            self._read_generated(box, self._pseudo(box, parent), key)
        elif box.element_tag in ("thead", "tfoot") and self._is_repeated(parent, key):
            self._set_aside(box, "Pagination")
        else:
            node = self._place(box, parent, key)
            self._apart |= isinstance(box, self._boxes.BlockLevelBox)
            if box.link:
                node.kids.append(Annotation(self._page, box))
            if isinstance(box, self._boxes.ReplacedBox):
                node.kids.append(Piece(self._page, box))
            self._read_children(box, node, key)
            self._apart |= isinstance(box, self._boxes.BlockLevelBox)

    def _read_text(self, box: Any, parent: TagNode) -> None:
        """A run of text. Two in one paragraph that are apart on the page get a space between them."""
        if self._apart and self._last is not None:
            last, last_parent = self._last
            if _block_around(last_parent) is _block_around(parent):
                self.line_ends.add(last)
        parent.kids.append(Piece(self._page, box))
        self._last, self._apart = (box, parent), False

    def _read_children(self, box: Any, node: TagNode, inside: Any) -> None:
        for child in box.children:
            self._read(child, node, inside)

    def _read_generated(self, box: Any, node: TagNode, inside: Any) -> None:
        """The content of a box that no element owns. A picture from the style sheet has no description: it is decoration."""
        if not isinstance(box, self._boxes.ReplacedBox):
            self._read_children(box, node, inside)
        elif node.role == "Figure":
            node.kids.append(Piece(self._page, box))
        else:
            self._set_aside(box, "")

    def _is_repeated(self, table: TagNode, key: Any) -> bool:
        """Whether a header or footer of a table was on an earlier page."""
        known = table.known(key)
        return known is not None and known.page < self._page

    def _place(self, box: Any, parent: TagNode, key: Any) -> TagNode:
        """The node for the content of an element's box; `parent` for an element without a role."""
        element, tag = box.element, box.element_tag
        if tag in ("html", "body"):
            return parent
        if tag == "img" or tag == SVG:
            return self._picture(box, parent, key)
        if tag == "li" or parent.role == "L":
            return self._item(box, parent, key)
        if tag in BLOCKS:
            role = BLOCKS[tag]
            if role == "L" and _in_contents(parent):
                role = "TOC"
            if element.get("role") == "doc-footnote":
                role = "Note"
            node, new = parent.child(key, role, element, self._page)
            if new and role == "Note":
                self._number(node)
        else:
            role = inline_role(element)
            if not role:
                return parent
            if role == "Link" and _in_contents(parent):
                parent, _ = parent.child((element, "reference"), "Reference", element, self._page, contiguous=True)
            node, new = parent.child(key, role, element, self._page, contiguous=True)
        if new:
            self._describe(node, box)
        return node

    def _describe(self, node: TagNode, box: Any) -> None:
        """Set the attributes of a node from its element."""
        element = node.element
        node.language = element.get("lang") or ""
        if element.tag == "abbr":
            node.expansion = element.get("title") or ""
        if node.role == "L":
            node.attributes["ListNumbering"] = numbering_of(element, box.style)
        elif node.role in ("TH", "TD"):
            for name, attribute in (("ColSpan", "colspan"), ("RowSpan", "rowspan")):
                if getattr(box, attribute) != 1:
                    node.attributes[name] = getattr(box, attribute)

    def _item(self, box: Any, parent: TagNode, key: Any) -> TagNode:
        """The body of a list item. In a `dl`, an item is a term with its descriptions, in a `div` or not."""
        element, tag = box.element, box.element_tag
        if tag == "dd":
            item = parent.known(key) or next(reversed(tuple(parent.nodes())), None)
            item = item or parent.child(key, "LI", element, self._page)[0]
            parent.alias(key, item)
            body, _ = item.child("body", "LBody", element, self._page)
            return self._described(body, key, "Div", box)
        if tag == "dt":
            last = next(reversed(tuple(parent.nodes())), None)
            open_item = last is not None and not any(kid.role == "LBody" for kid in last.nodes()) and last.element.tag == "dt"
            item = parent.known(key) or (last if open_item else None) or parent.child(key, "LI", element, self._page)[0]
            assert item is not None
            parent.alias(key, item)
            return self._described(item, key, "Lbl", box)
        if parent.role == "TOC":
            return self._described(parent, key, "TOCI", box)
        item = self._described(parent, key, "LI", box)
        if tag == "div" and parent.element.tag == "dl":
            return item
        return item.child((element, "body"), "LBody", element, self._page)[0]

    def _described(self, parent: TagNode, key: Any, role: str, box: Any) -> TagNode:
        node, new = parent.child(key, role, box.element, self._page)
        if new:
            node.language = box.element.get("lang") or ""
        return node

    def _picture(self, box: Any, parent: TagNode, key: Any) -> TagNode:
        node, new = parent.child(key, "Figure", box.element, self._page, contiguous=True)
        if new:
            node.alt = description_of(box.element)
            if not node.alt:
                raise RenderingError(
                    f"A picture on page {self._page + 1} has no words to stand in for it.",
                    'Give an <img> an alt="…" (empty for mere decoration) and an <svg> a <title> or aria-hidden="true".',
                )
            node.language = box.element.get("lang") or ""
        return node

    def _pseudo(self, box: Any, parent: TagNode) -> TagNode:
        """The node for generated content: markers are labels, a footnote's number is a reference, the rest is text."""
        part = box.element_tag.partition("::")[2]
        element = box.element
        if part == "footnote-call":
            node, _ = parent.child((element, part), "Reference", element, self._page, contiguous=True)
            self._notes[element] = _block_around(parent)
            return node
        if part in ("marker", "footnote-marker"):
            holder = next((around for around in parent.lineage() if around.element is element), None)
            while holder is not None and holder.role not in ("LI", "TOCI", "Note"):
                holder = holder.parent if holder.parent is not None and holder.parent.element is element else None
            if holder is not None:
                node, new = holder.child((element, part), "Lbl", element, self._page)
                if new:
                    holder.kids.insert(0, holder.kids.pop())
                return node
        return parent

    def _number(self, note: TagNode) -> None:
        """Give a note a unique identifier (ISO 14289-1, 7.9)."""
        self._note_count += 1
        note.identifier = f"note-{self._note_count}"

    def _read_footnote(self, box: Any) -> None:
        """Put a footnote after the paragraph that refers to it, so that the sentence is read to its end first."""
        key = (box.element, "note")
        around = self._notes.get(box.element, self.root)
        holder = around.parent if around.parent is not None and around.role in _PARAGRAPHS else around
        node, new = holder.child(key, "Note", box.element, self._page)
        if new:
            self._number(node)
            self._describe(node, box)
            if holder is not around:
                holder.kids.pop()
                place = holder.kids.index(around) + 1
                while place < len(holder.kids) and getattr(holder.kids[place], "role", "") == "Note":
                    place += 1
                holder.kids.insert(place, node)
        self._read_children(box, node, (box.element, box.element_tag))

    def _set_aside(self, box: Any, kind: str) -> None:
        """Make artifacts of a box and its content."""
        if isinstance(box, self._placeholder):
            box = box._box
        if isinstance(box, (self._boxes.TextBox, self._boxes.ReplacedBox)):
            self.artifacts[box] = kind
        if box.link:
            self.dead_links.add(box)
        for child in box.children:
            self._set_aside(child, kind)


def _block_around(node: TagNode) -> TagNode:
    """The nearest block: the node itself or an ancestor."""
    return next(around for around in node.lineage() if around.role not in INLINE)


def _in_contents(node: TagNode) -> bool:
    """Whether a node is in a `nav` with the role `doc-toc`."""
    elements = (around.element for around in node.lineage() if around.element is not None)
    return any(element.tag == "nav" and element.get("role") == "doc-toc" for element in elements)
