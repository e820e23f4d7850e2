"""Making the tree regular: nothing empty, no text where only blocks may stand, every table finished, with what each header cell is
the header of.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from pccresponse.rendering.pdf.nodes import Annotation, Node, Piece, is_blank
from pccresponse.rendering.pdf.reading_order import ReadingOrder
from pccresponse.rendering.pdf.roles import GROUPING, INLINE, MIXED

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


_SCOPES = {"row": "Row", "rowgroup": "Row", "col": "Column", "colgroup": "Column"}
_ORDER = {"Caption": 0, "THead": 1, "TBody": 2, "TR": 2, "TFoot": 3}


def finish_table(table: Node, number: int) -> None:
    """Give every TH its scope, put the parts in the order PDF wants and, where a header spans cells, tie the cells to it by name.

    `number` keeps the names apart from those of other tables.
    """
    table.kids.sort(key=lambda kid: _ORDER.get(kid.role, 2) if isinstance(kid, Node) else 2)
    grid = list(_grid(table))
    for _, column, cell in grid:
        if cell.role == "TH":
            cell.attributes["Scope"] = _scope(cell, column)
    if any(cell.role == "TH" and ("ColSpan" in cell.attributes or "RowSpan" in cell.attributes) for _, _, cell in grid):
        _name_headers(grid, number)


def _grid(table: Node) -> Iterator[tuple[int, int, Node]]:
    """Each cell with the row and the column of its upper left corner, spans of other cells taken into account."""
    taken: set[tuple[int, int]] = set()
    rows = (node for node in table.descendants() if node.role == "TR" and _table_of(node) is table)
    for row, tr in enumerate(rows):
        column = 0
        for cell in tr.nodes():
            while (row, column) in taken:
                column += 1
            width, height = _span(cell, "ColSpan"), _span(cell, "RowSpan")
            taken.update(product(range(row, row + height), range(column, column + width)))
            yield row, column, cell
            column += width


def _table_of(node: Node) -> Node | None:
    return next((around for around in node.lineage() if around.role == "Table"), None)


def _scope(cell: Node, column: int) -> str:
    """As the HTML says; unsaid, a header in the table's head is over a column and one that begins a row is of that row."""
    said = _SCOPES.get((cell.element.get("scope") or "").lower())
    if said:
        return said
    in_head = any(around.role == "THead" for around in cell.lineage())
    return "Row" if column == 0 and not in_head else "Column"


def _name_headers(grid: list[tuple[int, int, Node]], number: int) -> None:
    """Write `/ID` on headers and `/Headers` on data cells: a header is of the cells below it, or beside it, within its span."""
    headers = [(row, column, cell) for row, column, cell in grid if cell.role == "TH"]
    for index, (_, _, cell) in enumerate(headers, start=1):
        cell.identifier = f"table-{number}-header-{index}"
    for place in grid:
        cell = place[2]
        if cell.role == "TD":
            cell.attributes["Headers"] = [head[2].identifier for head in headers if _covers(head, place)]


def _covers(head: tuple[int, int, Node], place: tuple[int, int, Node]) -> bool:
    """Whether a header stands above a cell, or before it in its row, and the two share a column or a row."""
    (head_row, head_column, header), (row, column, cell) = head, place
    if header.attributes["Scope"] == "Column":
        return head_row < row and _overlap(head_column, _span(header, "ColSpan"), column, _span(cell, "ColSpan"))
    return head_column < column and _overlap(head_row, _span(header, "RowSpan"), row, _span(cell, "RowSpan"))


def _overlap(start: int, length: int, other_start: int, other_length: int) -> bool:
    return start < other_start + other_length and other_start < start + length


def _span(cell: Node, name: str) -> int:
    span: int = cell.attributes.get(name, 1)
    return span
