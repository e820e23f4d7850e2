"""The tree a screen reader walks, before it is PDF: one node for each HTML element, however many pages it is spread over."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any, NamedTuple


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


class Node:
    """A structure element to be."""

    __slots__ = ("_by_key", "alt", "attributes", "element", "expansion", "identifier", "kids", "language", "page", "parent", "role")

    def __init__(self, role: str, element: Any, parent: Node | None, page: int) -> None:
        self.role = role
        self.element = element
        self.parent = parent
        self.page = page
        """Where it begins, counted from 0."""
        self.kids: list[Node | Piece | Annotation] = []
        self.attributes: dict[str, Any] = {}
        self.alt = ""
        self.language = ""
        self.expansion = ""
        self.identifier = ""
        self._by_key: dict[Hashable, Node] = {}

    def child(self, key: Hashable, role: str, element: Any, page: int, *, contiguous: bool = False) -> tuple[Node, bool]:
        """The node for a piece of an element, and whether it was just made.

        A block has one node for all its pieces. An inline element has one as long as nothing came between its pieces
        (`contiguous`): were a block to stand inside it, joining what is before and after would change the order.
        """
        found = self._by_key.get(key)
        if found is not None and (not contiguous or self.kids[-1] is found):
            return found, False
        made = Node(role, element, self, page)
        self._by_key[key] = made
        self.kids.append(made)
        return made, True

    def known(self, key: Hashable) -> Node | None:
        """The node that this one already has for a key."""
        return self._by_key.get(key)

    def alias(self, key: Hashable, node: Node) -> None:
        """Let the pieces of another element go on in a node."""
        self._by_key[key] = node

    def nodes(self) -> Iterator[Node]:
        """The kids that are nodes."""
        return (kid for kid in self.kids if isinstance(kid, Node))

    def lineage(self) -> Iterator[Node]:
        """This node and those around it, outwards."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent

    def descendants(self) -> Iterator[Node]:
        """This node and all below it, in reading order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(tuple(node.nodes())))
