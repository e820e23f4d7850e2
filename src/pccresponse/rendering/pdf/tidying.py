"""Making the tree regular: nothing empty, no text where only blocks may stand, every table finished."""

from __future__ import annotations

from typing import Any

from pccresponse.rendering.pdf.nodes import Annotation, Node, Piece, is_blank
from pccresponse.rendering.pdf.reading_order import ReadingOrder
from pccresponse.rendering.pdf.roles import GROUPING, INLINE, MIXED
from pccresponse.rendering.pdf.tables import finish_table

_KEPT_EMPTY = frozenset({"TD", "TH", "TR"})
"""An empty cell still holds its place in the grid."""


def tidy(order: ReadingOrder) -> None:
    """Change the tree in place."""
    root = order.root
    _prune(root)
    for number, table in enumerate([node for node in root.descendants() if node.role == "Table"], start=1):
        finish_table(table, number)
    for node in list(root.descendants()):
        if node.role in GROUPING or (node.role in MIXED and _has_blocks(node)):
            order.artifacts.update(dict.fromkeys(_wrap_text(node), ""))


def _prune(node: Node) -> bool:
    """Drop what holds nothing; answer whether this node is to stay."""
    node.kids = [kid for kid in node.kids if not isinstance(kid, Node) or _prune(kid)]
    if node.role == "TR":
        return any(True for _ in node.nodes())
    return bool(node.kids) or node.role in _KEPT_EMPTY


def _is_inline(kid: Node | Piece | Annotation) -> bool:
    return not isinstance(kid, Node) or kid.role in INLINE


def _has_blocks(node: Node) -> bool:
    return any(not _is_inline(kid) and isinstance(kid, Node) and kid.role not in ("Figure", "Lbl") for kid in node.kids)


def _wrap_text(node: Node) -> list[Any]:
    """Gather each run of text between blocks into a paragraph; answer with the boxes of white space that stood alone."""
    kids: list[Node | Piece | Annotation] = []
    paragraph: Node | None = None
    blank: list[Any] = []
    for kid in node.kids:
        if not _is_inline(kid):
            paragraph = None
            kids.append(kid)
        elif paragraph is None and isinstance(kid, Piece) and is_blank(kid.box):
            blank.append(kid.box)
        else:
            if paragraph is None:
                paragraph = Node("P", None, node, node.page)
                kids.append(paragraph)
            paragraph.kids.append(kid)
            if isinstance(kid, Node):
                kid.parent = paragraph
    node.kids = kids
    return blank
