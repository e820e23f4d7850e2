"""The tree that a screen reader reads, before it is PDF: one node for each HTML element, on however many pages.

The role of a node is a structure type of PDF 1.7 (ISO 32000-1, 14.8.4).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any, NamedTuple

SVG = "{http://www.w3.org/2000/svg}svg"
TITLE = "{http://www.w3.org/2000/svg}title"

_ELEMENTS = {
    "Div": "div header footer hgroup aside figure address details summary fieldset legend form center",
    "Part": "main",
    "Art": "article",
    "Sect": "section nav",
    "BlockQuote": "blockquote",
    "P": "p pre",
    **{f"H{level}": f"h{level}" for level in range(1, 7)},
    "L": "ul ol menu dl",
    "LI": "li",
    "Lbl": "dt",
    "LBody": "dd",
    "Table": "table",
    "Caption": "caption figcaption",
    "THead": "thead",
    "TBody": "tbody",
    "TFoot": "tfoot",
    "TR": "tr",
    "TH": "th",
    "TD": "td",
}
BLOCKS = {tag: role for role, tags in _ELEMENTS.items() for tag in tags.split()}
"""Every other element is part of a sentence, however it is displayed."""

GROUPING = frozenset({"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "TOCI"})
"""Types that group blocks. Text directly in one is wrapped in a `P`."""

MIXED = frozenset({"LBody", "TD", "TH", "Note", "Caption"})
"""Types that hold either text or blocks. Text beside blocks is wrapped in a `P`."""

INLINE = frozenset({"Span", "Link", "Reference", "Quote"})

_STYLES = {
    "Decimal": "decimal decimal-leading-zero",
    "LowerRoman": "lower-roman",
    "UpperRoman": "upper-roman",
    "LowerAlpha": "lower-alpha lower-latin",
    "UpperAlpha": "upper-alpha upper-latin",
    "Disc": "disc",
    "Circle": "circle",
    "Square": "square",
}
_NUMBERING = {style: numbering for numbering, styles in _STYLES.items() for style in styles.split()}


def is_hidden(element: Any) -> bool:
    """Whether a screen reader skips the element: `aria-hidden="true"`, or a picture with an empty `alt`."""
    return bool(element.get("aria-hidden") == "true" or (element.tag == "img" and element.get("alt") == ""))


def description_of(element: Any) -> str:
    """The alternative text: the `alt` of an `img`, the `<title>` of an `svg` or its `aria-label`."""
    if element.tag == SVG:
        title = element.find(TITLE)
        words = (title.text if title is not None else "") or element.get("aria-label") or ""
    else:
        words = element.get("alt") or ""
    return " ".join(words.split())


def inline_role(element: Any) -> str:
    """The type of an inline element; empty if its text simply belongs to the paragraph around it."""
    if element.tag == "a" and element.get("href"):
        return "Link"
    if element.tag == "q":
        return "Quote"
    if element.get("lang") or (element.tag == "abbr" and element.get("title")):
        return "Span"
    return ""


def numbering_of(element: Any, style: Any) -> str:
    """The value of `ListNumbering` (ISO 14289-1, 7.6)."""
    kind = style["list_style_type"]
    return _NUMBERING.get(kind, "None") if element.tag != "dl" and isinstance(kind, str) else "None"


class Piece(NamedTuple):
    """A run of text or a picture that was painted on a page."""

    page: int
    box: Any


def is_blank(box: Any) -> bool:
    """Whether a box is only white space. The engine marks such a box and paints nothing."""
    text = getattr(box, "text", None)
    return text is not None and not text.strip()


class Annotation(NamedTuple):
    """The clickable part of a link on a page."""

    page: int
    box: Any


class TagNode:
    """A structure element, before it is written."""

    __slots__ = ("_by_key", "alt", "attributes", "element", "expansion", "identifier", "kids", "language", "page", "parent", "role")

    def __init__(self, role: str, element: Any, parent: TagNode | None, page: int) -> None:
        self.role = role
        self.element = element
        self.parent = parent
        self.page = page
        """The page on which it begins, counted from 0."""
        self.kids: list[TagNode | Piece | Annotation] = []
        self.attributes: dict[str, Any] = {}
        self.alt = ""
        self.language = ""
        self.expansion = ""
        self.identifier = ""
        self._by_key: dict[Hashable, TagNode] = {}

    def child(self, key: Hashable, role: str, element: Any, page: int, *, contiguous: bool = False) -> tuple[TagNode, bool]:
        """The node for a piece of an element, and whether it is new.

        A block has one node for all its pieces. An inline element has one as long as nothing comes between its pieces (`contiguous`):
        with a block inside it, joining what is before and after would change the order.
        """
        found = self._by_key.get(key)
        if found is not None and (not contiguous or self.kids[-1] is found):
            return found, False
        made = TagNode(role, element, self, page)
        self._by_key[key] = made
        self.kids.append(made)
        return made, True

    def known(self, key: Hashable) -> TagNode | None:
        """The child with that key."""
        return self._by_key.get(key)

    def alias(self, key: Hashable, node: TagNode) -> None:
        """Add the pieces of another element to an existing node."""
        self._by_key[key] = node

    def nodes(self) -> Iterator[TagNode]:
        """The children that are nodes."""
        return (kid for kid in self.kids if isinstance(kid, TagNode))

    def lineage(self) -> Iterator[TagNode]:
        """This node and its ancestors, innermost first."""
        node: TagNode | None = self
        while node is not None:
            yield node
            node = node.parent

    def descendants(self) -> Iterator[TagNode]:
        """This node and all below it, in reading order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(tuple(node.nodes())))
