"""The tree as PDF: structure elements, and the tables that lead from a mark on a page to its element."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pydyf

from pccresponse.rendering.pdf.errors import RenderingError
from pccresponse.rendering.pdf.nodes import Annotation, Node, Piece
from pccresponse.rendering.pdf.painted_page import PaintedPage
from pccresponse.rendering.pdf.reading_order import ReadingOrder

_POINTS = 0.75
"""Points in a CSS pixel."""


def write_structure(pdf: pydyf.PDF, order: ReadingOrder, pages: Sequence[PaintedPage]) -> None:
    """Replace the engine's structure tree by ours."""
    _Writer(pdf, pages).write(order.root)


class _Writer:
    def __init__(self, pdf: pydyf.PDF, pages: Sequence[PaintedPage]) -> None:
        self._pdf = pdf
        self._pages = pages
        self._references = pdf.page_references
        self._owners: list[list[bytes | None]] = [[None] * len(page.numbers) for page in pages]
        self._links: list[tuple[Any, bytes]] = []
        self._named: dict[str, bytes] = {}

    def write(self, root: Node) -> None:
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

    def _element(self, node: Node, parent: bytes) -> bytes:
        """Add the structure element of a node and all below it; answer with its reference."""
        element = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{node.role}", "P": parent})
        self._pdf.add_object(element)
        reference: bytes = element.reference
        home = next((kid.page for kid in node.kids if not isinstance(kid, Node)), None)
        if home is not None:
            element["Pg"] = self._references[home]
        self._describe(node, element)
        if node.identifier:
            self._named[node.identifier] = reference
        kids = pydyf.Array()
        for kid in node.kids:
            if isinstance(kid, Node):
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
        """A mark on another page than the one its element begins on."""
        return pydyf.Dictionary({"Type": "/MCR", "Pg": self._references[page], "MCID": number})

    def _link(self, kid: Annotation, node: Node, reference: bytes) -> pydyf.Dictionary:
        annotation = kid.box.link_annotation
        annotation["Contents"] = pydyf.String(_words_of_link(node, annotation))
        self._links.append((annotation, reference))
        return pydyf.Dictionary({"Type": "/OBJR", "Obj": annotation.reference, "Pg": self._references[kid.page]})

    def _describe(self, node: Node, element: pydyf.Dictionary) -> None:
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

    def _box_of(self, figure: Node) -> pydyf.Dictionary:
        """Where a picture stands on its page, in points from the lower left corner (ISO 32000-1, 14.8.5.4.3)."""
        page, box = next((kid.page, kid.box) for kid in figure.kids if isinstance(kid, Piece))
        height = self._pages[page].height
        left, top = box.content_box_x(), box.content_box_y()
        corners = (left, height - top - box.height, left + box.width, height - top)
        return pydyf.Dictionary({"O": "/Layout", "BBox": pydyf.Array(round(corner * _POINTS, 2) for corner in corners)})

    def _check_owners(self) -> None:
        """Every mark has to be heard somewhere: text that is on the page and not in the tree would be lost in silence."""
        for page, owners in enumerate(self._owners, start=1):
            if None in owners:
                raise RenderingError(f"Something on page {page} was painted but is missing from the reading order.")

    def _name_identifiers(self, tree: pydyf.Dictionary) -> None:
        """List the elements that have names, in the order of their names, where readers look them up."""
        if self._named:
            pairs = sorted((pydyf.String(name).data, name, reference) for name, reference in self._named.items())
            tree["IDTree"] = pydyf.Dictionary(
                {"Names": pydyf.Array(item for _, name, reference in pairs for item in (pydyf.String(name), reference))}
            )


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _words_of_link(node: Node, annotation: Any) -> str:
    """What a link says: its own label, else its text, else where it goes."""
    element = node.element
    label = element.get("aria-label") or element.get("title") or "".join(element.itertext()).strip() or "".join(_texts(node))
    return " ".join(label.split()) or str(annotation["Contents"].string)


def _texts(node: Node) -> list[str]:
    pieces = (kid for below in node.descendants() for kid in below.kids if isinstance(kid, Piece))
    return [piece.box.text for piece in pieces if hasattr(piece.box, "text")]
