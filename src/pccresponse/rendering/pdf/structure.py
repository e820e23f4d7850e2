"""The structure tree in PDF: made regular, joined to the marks on the painted pages, and written as structure elements.

Regular means: nothing empty, no text where only blocks may be, and for each header cell the cells that it belongs to.

While it paints, the engine puts a numbered mark around every run of text and every picture. When a page is done, the marks of artifacts
become artifact marks, the others are numbered again without gaps, and the content is compressed: in a long document it would
otherwise stay in memory, in very many small pieces, until the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import pydyf

from pccresponse.rendering.pdf.engine import RenderingError
from pccresponse.rendering.pdf.nodes import GROUPING, INLINE, MIXED, Annotation, Piece, TagNode, is_blank
from pccresponse.rendering.pdf.reading_order import ReadingOrder
from pccresponse.rendering.pdf.serialising import deflate


def tidy(order: ReadingOrder) -> None:
    """Make the tree regular, in place."""
    root = order.root
    _prune(root)
    for number, table in enumerate([node for node in root.descendants() if node.role == "Table"], start=1):
        _finish_table(table, number)
    for node in list(root.descendants()):
        if node.role in GROUPING or (node.role in MIXED and _has_blocks(node)):
            order.artifacts.update(dict.fromkeys(_wrap_text(node), ""))


def _prune(node: TagNode) -> bool:
    """Remove empty descendants, and return whether the node itself is to stay."""
    node.kids = [kid for kid in node.kids if not isinstance(kid, TagNode) or _prune(kid)]
    if node.role == "TR":
        return any(True for _ in node.nodes())
    return bool(node.kids) or node.role in ("TD", "TH")  # an empty cell keeps its place in the grid


def _has_blocks(node: TagNode) -> bool:
    return any(kid.role not in {*INLINE, "Figure", "Lbl"} for kid in node.nodes())


def _wrap_text(node: TagNode) -> list[Any]:
    """Put each run of text between blocks into a paragraph. Returns the boxes of white space between blocks."""
    kids: list[TagNode | Piece | Annotation] = []
    paragraph: TagNode | None = None
    blank: list[Any] = []
    for kid in node.kids:
        if isinstance(kid, TagNode) and kid.role not in INLINE:
            paragraph = None
            kids.append(kid)
        elif paragraph is None and isinstance(kid, Piece) and is_blank(kid.box):
            blank.append(kid.box)
        else:
            if paragraph is None:
                paragraph = TagNode("P", None, node, node.page)
                kids.append(paragraph)
            paragraph.kids.append(kid)
            if isinstance(kid, TagNode):
                kid.parent = paragraph
    node.kids = kids
    return blank


_SCOPES = {"row": "Row", "rowgroup": "Row", "col": "Column", "colgroup": "Column"}
_ORDER = {"Caption": 0, "THead": 1, "TBody": 2, "TR": 2, "TFoot": 3}


def _finish_table(table: TagNode, number: int) -> None:
    """Set the scope of every TH, put the parts in PDF's order and, if a header spans cells, name the headers of each cell.

    `number` makes the names unique in the document.
    """
    table.kids.sort(key=lambda kid: _ORDER.get(kid.role, 2) if isinstance(kid, TagNode) else 2)
    grid = list(_grid(table))
    for _, column, cell in grid:
        if cell.role == "TH":
            cell.attributes["Scope"] = _scope(cell, column)
    if any(cell.role == "TH" and ("ColSpan" in cell.attributes or "RowSpan" in cell.attributes) for _, _, cell in grid):
        _name_headers(grid, number)


def _grid(table: TagNode) -> Iterator[tuple[int, int, TagNode]]:
    """Each cell with the row and the column of its upper left corner, with the spans of other cells taken into account."""
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


def _table_of(node: TagNode) -> TagNode | None:
    return next((around for around in node.lineage() if around.role == "Table"), None)


def _scope(cell: TagNode, column: int) -> str:
    """The scope in the HTML; without one, a header that begins a row is of that row unless it is in the table's head."""
    said = _SCOPES.get((cell.element.get("scope") or "").lower())
    if said:
        return said
    in_head = any(around.role == "THead" for around in cell.lineage())
    return "Row" if column == 0 and not in_head else "Column"


def _name_headers(grid: list[tuple[int, int, TagNode]], number: int) -> None:
    """Set `/ID` on headers and `/Headers` on data cells: the headers above a cell, or beside it, within their spans."""
    headers = [(row, column, cell) for row, column, cell in grid if cell.role == "TH"]
    for index, (_, _, cell) in enumerate(headers, start=1):
        cell.identifier = f"table-{number}-header-{index}"
    for place in grid:
        cell = place[2]
        if cell.role == "TD":
            cell.attributes["Headers"] = [head[2].identifier for head in headers if _covers(head, place)]


def _covers(head: tuple[int, int, TagNode], place: tuple[int, int, TagNode]) -> bool:
    """Whether a header is above a cell in its column, or before it in its row."""
    (head_row, head_column, header), (row, column, cell) = head, place
    if header.attributes["Scope"] == "Column":
        return head_row < row and _overlap(head_column, _span(header, "ColSpan"), column, _span(cell, "ColSpan"))
    return head_column < column and _overlap(head_row, _span(header, "RowSpan"), row, _span(cell, "RowSpan"))


def _overlap(start: int, length: int, other_start: int, other_length: int) -> bool:
    return start < other_start + other_length and other_start < start + length


def _span(cell: TagNode, name: str) -> int:
    span: int = cell.attributes.get(name, 1)
    return span


_SPACE = pydyf.String(" ")


class PaintedPage:
    """The marks of the boxes on a page."""

    def __init__(self, stream: Any, order: ReadingOrder, height: float) -> None:
        self.height = height
        """In CSS pixels."""
        self.numbers: dict[Any, int] = {}
        """The number of the mark of each box that is not an artifact, counted from 0 without gaps."""
        boxes = {mark["mcid"]: box for box, mark in stream._tags.items()}
        stream._tags.clear()  # so that the engine tags nothing
        seen = self._renumber(stream, order, boxes)
        if seen != len(boxes):
            raise RenderingError(
                "Text was painted inside a group that cannot be tagged.",
                "Do not use opacity or blending on elements that hold text or pictures.",
            )
        deflate(stream)

    def _renumber(self, stream: Any, order: ReadingOrder, boxes: dict[int, Any]) -> int:
        """Rewrite the marks, and add the spaces that were not painted. Returns how many marks there were."""
        operators: list[Any] = []
        ends_word = False
        seen = 0
        for operator in stream.stream:
            operators.append(operator)
            if operator == b"EMC" and ends_word:
                operators[-1:] = ["/Span", pydyf.Dictionary({"ActualText": _SPACE}), b"BDC", b"EMC", b"EMC"]
                ends_word = False
            elif isinstance(operator, pydyf.Dictionary) and "MCID" in operator:
                seen += 1
                box = boxes[operator["MCID"]]
                if box in order.artifacts:
                    operators[-2] = "/Artifact"
                    del operator["MCID"]
                    if order.artifacts[box]:
                        operator["Type"] = f"/{order.artifacts[box]}"
                    continue
                operator["MCID"] = self.numbers[box] = len(self.numbers)
                if is_blank(box):
                    # The engine moves the pen and paints nothing: the words on both sides would be read as one.
                    operator["ActualText"] = _SPACE
                # The engine sometimes paints the space at the end of a line although the text of the box has none.
                ends_word = box in order.line_ends and not box.pango_layout.text[-1:].isspace()
        stream.stream = operators
        return seen


_POINTS = 0.75
"""Points in a CSS pixel."""


def write_structure(pdf: pydyf.PDF, order: ReadingOrder, pages: Sequence[PaintedPage]) -> None:
    """Replace the engine's structure tree."""
    _Writer(pdf, pages).write(order.root)


class _Writer:
    def __init__(self, pdf: pydyf.PDF, pages: Sequence[PaintedPage]) -> None:
        self._pdf = pdf
        self._pages = pages
        self._references = pdf.page_references
        self._owners: list[list[bytes | None]] = [[None] * len(page.numbers) for page in pages]
        self._links: list[tuple[Any, bytes]] = []
        self._named: dict[str, bytes] = {}

    def write(self, root: TagNode) -> None:
        """Write the tree into the root and the document element that the engine left empty."""
        objects = self._pdf.objects
        tree = objects[_number(self._pdf.catalog["StructTreeRoot"])]
        document = objects[_number(tree["K"][0])]
        parents = objects[_number(tree["ParentTree"])]
        document["K"] = pydyf.Array(self._element(kid, document.reference) for kid in root.nodes())
        self._check_owners()
        numbers = pydyf.Array()
        for page, owners in enumerate(self._owners):
            numbers += [page, pydyf.Array(owners)]
        for offset, (annotation, reference) in enumerate(self._links):
            annotation["StructParent"] = len(self._pages) + offset
            numbers += [len(self._pages) + offset, reference]
        parents["Nums"] = numbers
        tree["ParentTreeNextKey"] = len(self._pages) + len(self._links)
        self._pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
        self._name_identifiers(tree)

    def _element(self, node: TagNode, parent: bytes) -> bytes:
        """Add the structure elements of a node and all below it, and return its reference."""
        element = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{node.role}", "P": parent})
        self._pdf.add_object(element)
        reference: bytes = element.reference
        home = next((kid.page for kid in node.kids if not isinstance(kid, TagNode)), None)
        if home is not None:
            element["Pg"] = self._references[home]
        self._describe(node, element)
        if node.identifier:
            self._named[node.identifier] = reference
        kids = pydyf.Array()
        for kid in node.kids:
            if isinstance(kid, TagNode):
                kids.append(self._element(kid, reference))
            elif isinstance(kid, Annotation):
                kids.append(self._link(kid, node, reference))
            else:
                number = self._pages[kid.page].numbers.get(kid.box)
                if number is not None:
                    self._owners[kid.page][number] = reference
                    kids.append(number if kid.page == home else self._elsewhere(kid.page, number))
        element["K"] = kids
        return reference

    def _elsewhere(self, page: int, number: int) -> pydyf.Dictionary:
        """A mark on another page than the one on which its element begins."""
        return pydyf.Dictionary({"Type": "/MCR", "Pg": self._references[page], "MCID": number})

    def _link(self, kid: Annotation, node: TagNode, reference: bytes) -> pydyf.Dictionary:
        annotation = kid.box.link_annotation
        annotation["Contents"] = pydyf.String(_words_of_link(node, annotation))
        self._links.append((annotation, reference))
        return pydyf.Dictionary({"Type": "/OBJR", "Obj": annotation.reference, "Pg": self._references[kid.page]})

    def _describe(self, node: TagNode, element: pydyf.Dictionary) -> None:
        for key, words in (("Alt", node.alt), ("Lang", node.language), ("E", node.expansion), ("ID", node.identifier)):
            if words:
                element[key] = pydyf.String(words)
        attributes: list[pydyf.Dictionary] = []
        if "ListNumbering" in node.attributes:
            attributes.append(pydyf.Dictionary({"O": "/List", "ListNumbering": f"/{node.attributes['ListNumbering']}"}))
        table = pydyf.Dictionary({name: node.attributes[name] for name in ("ColSpan", "RowSpan") if name in node.attributes})
        if "Scope" in node.attributes:
            table["Scope"] = f"/{node.attributes['Scope']}"
        if node.attributes.get("Headers"):
            table["Headers"] = pydyf.Array(pydyf.String(name) for name in node.attributes["Headers"])
        if table:
            attributes.append(pydyf.Dictionary({"O": "/Table", **table}))
        if node.role == "Figure":
            attributes.append(self._box_of(node))
        if attributes:
            element["A"] = attributes[0]

    def _box_of(self, figure: TagNode) -> pydyf.Dictionary:
        """The bounding box of a picture, in points from the lower left corner of the page (ISO 32000-1, 14.8.5.4.3)."""
        page, box = next((kid.page, kid.box) for kid in figure.kids if isinstance(kid, Piece))
        height = self._pages[page].height
        left, top = box.content_box_x(), box.content_box_y()
        corners = (left, height - top - box.height, left + box.width, height - top)
        return pydyf.Dictionary({"O": "/Layout", "BBox": pydyf.Array(round(corner * _POINTS, 2) for corner in corners)})

    def _check_owners(self) -> None:
        """Raise `RenderingError` if a mark is not in the tree, where a screen reader would miss it."""
        for page, owners in enumerate(self._owners, start=1):
            if None in owners:
                raise RenderingError(f"Something on page {page} was painted but is missing from the reading order.")

    def _name_identifiers(self, tree: pydyf.Dictionary) -> None:
        """Write the sorted name tree of the elements that have identifiers."""
        if self._named:
            pairs = sorted((pydyf.String(name).data, name, reference) for name, reference in self._named.items())
            tree["IDTree"] = pydyf.Dictionary(
                {"Names": pydyf.Array(item for _, name, reference in pairs for item in (pydyf.String(name), reference))}
            )


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _words_of_link(node: TagNode, annotation: Any) -> str:
    """The description of a link: its label, its text or its address."""
    element = node.element
    label = element.get("aria-label") or element.get("title") or "".join(element.itertext()).strip() or "".join(_texts(node))
    return " ".join(label.split()) or str(annotation["Contents"].string)


def _texts(node: TagNode) -> list[str]:
    pieces = (kid for below in node.descendants() for kid in below.kids if isinstance(kid, Piece))
    return [piece.box.text for piece in pieces if hasattr(piece.box, "text")]
