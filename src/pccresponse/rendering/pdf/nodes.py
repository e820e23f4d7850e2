"""The tree a screen reader walks, before it is PDF: one node for each HTML element, however many pages it is spread over.

Each node has the structure type of PDF 1.7 (ISO 32000-1, 14.8.4) that its element becomes.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any, NamedTuple

SVG = "{http://www.w3.org/2000/svg}svg"
TITLE = "{http://www.w3.org/2000/svg}title"

BLOCKS = {
    "div": "Div",
    "header": "Div",
    "footer": "Div",
    "hgroup": "Div",
    "aside": "Div",
    "figure": "Div",
    "address": "Div",
    "details": "Div",
    "summary": "Div",
    "fieldset": "Div",
    "legend": "Div",
    "form": "Div",
    "center": "Div",
    "main": "Part",
    "article": "Art",
    "section": "Sect",
    "nav": "Sect",
    "blockquote": "BlockQuote",
    "p": "P",
    "pre": "P",
    "h1": "H1",
    "h2": "H2",
    "h3": "H3",
    "h4": "H4",
    "h5": "H5",
    "h6": "H6",
    "ul": "L",
    "ol": "L",
    "menu": "L",
    "dl": "L",
    "li": "LI",
    "dt": "Lbl",
    "dd": "LBody",
    "table": "Table",
    "caption": "Caption",
    "figcaption": "Caption",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
}
"""Every element that is not here is part of a sentence, however it is displayed."""

GROUPING = frozenset({"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "TOCI"})
"""Types that group blocks and may not hold text themselves: text that is in one directly is wrapped in a `P`."""

MIXED = frozenset({"LBody", "TD", "TH", "Note", "Caption"})
"""Types that hold either text or blocks: text beside blocks is wrapped in a `P`."""

INLINE = frozenset({"Span", "Link", "Reference", "Quote"})

_NUMBERING = {
    "decimal": "Decimal",
    "decimal-leading-zero": "Decimal",
    "lower-roman": "LowerRoman",
    "upper-roman": "UpperRoman",
    "lower-alpha": "LowerAlpha",
    "lower-latin": "LowerAlpha",
    "upper-alpha": "UpperAlpha",
    "upper-latin": "UpperAlpha",
    "disc": "Disc",
    "circle": "Circle",
    "square": "Square",
}


def is_hidden(element: Any) -> bool:
    """Whether the author keeps an element from readers that speak: `aria-hidden="true"`, or a picture with an empty `alt`."""
    return bool(element.get("aria-hidden") == "true" or (element.tag == "img" and element.get("alt") == ""))


def description_of(element: Any) -> str:
    """What replaces a picture: the `alt` of an `img`, the `<title>` of an `svg` or its `aria-label`."""
    if element.tag == SVG:
        title = element.find(TITLE)
        words = (title.text if title is not None else "") or element.get("aria-label") or ""
    else:
        words = element.get("alt") or ""
    return " ".join(words.split())


def inline_role(element: Any) -> str:
    """The type of an inline element, or nothing when its text simply belongs to the paragraph around it."""
    if element.tag == "a" and element.get("href"):
        return "Link"
    if element.tag == "q":
        return "Quote"
    if element.get("lang") or (element.tag == "abbr" and element.get("title")):
        return "Span"
    return ""


def numbering_of(element: Any, style: Any) -> str:
    """How a list is numbered, in the words of PDF's `ListNumbering` (ISO 14289-1, 7.6)."""
    kind = style["list_style_type"]
    return _NUMBERING.get(kind, "None") if element.tag != "dl" and isinstance(kind, str) else "None"


class Piece(NamedTuple):
    """A run of text or a picture that was painted on a page."""

    page: int
    box: Any


def is_blank(box: Any) -> bool:
    """Whether a box is white space and nothing else. The engine marks such a box and paints nothing."""
    text = getattr(box, "text", None)
    return text is not None and not text.strip()


class Annotation(NamedTuple):
    """The clickable part of a link on a page."""

    page: int
    box: Any


class TagNode:
    """A structure element to be."""

    __slots__ = ("_by_key", "alt", "attributes", "element", "expansion", "identifier", "kids", "language", "page", "parent", "role")

    def __init__(self, role: str, element: Any, parent: TagNode | None, page: int) -> None:
        self.role = role
        self.element = element
        self.parent = parent
        self.page = page
        """Where it begins, counted from 0."""
        self.kids: list[TagNode | Piece | Annotation] = []
        self.attributes: dict[str, Any] = {}
        self.alt = ""
        self.language = ""
        self.expansion = ""
        self.identifier = ""
        self._by_key: dict[Hashable, TagNode] = {}

    def child(self, key: Hashable, role: str, element: Any, page: int, *, contiguous: bool = False) -> tuple[TagNode, bool]:
        """The node for a piece of an element, and whether it was just made.

        A block has one node for all its pieces. An inline element has one as long as nothing came between its pieces
        (`contiguous`): were a block to be inside it, joining what is before and after would change the order.
        """
        found = self._by_key.get(key)
        if found is not None and (not contiguous or self.kids[-1] is found):
            return found, False
        made = TagNode(role, element, self, page)
        self._by_key[key] = made
        self.kids.append(made)
        return made, True

    def known(self, key: Hashable) -> TagNode | None:
        """The node that this one already has for a key."""
        return self._by_key.get(key)

    def alias(self, key: Hashable, node: TagNode) -> None:
        """Let the pieces of another element go on in a node."""
        self._by_key[key] = node

    def nodes(self) -> Iterator[TagNode]:
        """The kids that are nodes."""
        return (kid for kid in self.kids if isinstance(kid, TagNode))

    def lineage(self) -> Iterator[TagNode]:
        """This node and those around it, outwards."""
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
