"""Read the tag tree of a PDF as a screen reader does: in order, each element with its attributes and its words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

import pikepdf

from pccresponse.foundation.errors import UnreadablePdfError
from pccresponse.verifying.differences import Item
from pccresponse.verifying.quoting import printable, quoted

_DEEPEST = 500
_MOST_ELEMENTS = 100_000
_SPOKEN = {"/Alt": "Alt", "/ActualText": "ActualText", "/E": "E", "/Lang": "Lang", "/T": "T", "/ID": "ID", "/C": "C"}


Marked = Sequence[Mapping[int | None, str]]
"""For each page, what stands under each mark; None: under none."""


def tag_items(document: pikepdf.Pdf, marked: Marked, called: Mapping[int, int]) -> list[Item]:
    """Every element in reading order, what the document's own tags stand for, and what a screen reader passes over.

    `called`: by which numbers its pages are called. Raises `UnreadablePdfError` for a tree that is none.
    """
    tree = document.Root.get("/StructTreeRoot")
    walk = _Walk(document, marked, called)
    items = [] if tree is None else list(walk.elements(tree))
    roles = {
        str(name)[1:]: str(role)[1:] for name, role in (tree or pikepdf.Dictionary()).get("/RoleMap", pikepdf.Dictionary()).items()
    }
    items += [Item(kind="tags", label=f"What the tag {quoted(name)} stands for:", value=roles[name]) for name in sorted(roles)]
    for number, page in sorted(called.items(), key=itemgetter(1)):
        held = walk.held.get(number, ())
        unheard = " ".join(words for mark, words in marked[number - 1].items() if mark not in held)
        content = ((f"On page {page}, a screen reader passes over other words:", unheard),)
        items.append(Item(kind="tags", page=page, label=f"On page {page}, what is passed over", content=content))
    return items


class _Walk:
    """One walk through a tree, which may be of any depth and lead back into itself."""

    def __init__(self, document: pikepdf.Pdf, marked: Marked, called: Mapping[int, int]) -> None:
        self._marked = marked
        self._called = called
        self.held: defaultdict[int, set[int | None]] = defaultdict(set)
        """The marks of each page that some element holds."""
        self._pages = {page.obj.objgen: number for number, page in enumerate(document.pages, start=1)}
        self._seen: set[tuple[int, int]] = set()

    def elements(self, root: Any) -> Iterator[Item]:
        """The elements below the root."""
        waiting = [(kid, 0, path, 0) for kid, path in reversed(self._inner(root, ""))]
        count = 0
        while waiting:
            raw, depth, path, page = waiting.pop()
            count += 1
            if depth > _DEEPEST or count > _MOST_ELEMENTS:
                raise UnreadablePdfError(f"The tag tree is more than {_DEEPEST} deep or has more than {_MOST_ELEMENTS:,} elements.")
            page = self._pages.get(raw["/Pg"].objgen, 0) if "/Pg" in raw else page
            yield self._element(raw, depth, path, page)
            waiting.extend((kid, depth + 1, inner, page) for kid, inner in reversed(self._inner(raw, path)))

    def _element(self, raw: Any, depth: int, path: str, page: int) -> Item:
        pieces = list(self._pieces(raw, page))
        words = []
        for where, _, mark in pieces:
            if mark is not None and 0 < where <= len(self._marked):
                self.held[where].add(mark)
                words.append(self._marked[where - 1].get(mark, ""))
        begins = self._called.get(pieces[0][0]) if pieces else None
        parts = ", ".join(f"{self._called.get(where, '?')} {what}" for where, what, _ in pieces)
        return Item(
            kind="tags",
            page=begins,
            label="In the tag tree,",
            value=path,
            key=f"{depth} {_role(raw)}",
            details=tuple((f"In the tag tree, the {name} of {{item}}:", value) for name, value in _attributes(raw)),
            content=(
                ("A screen reader finds other words in {item}:", "".join(words)),
                (f"In the tag tree, other parts of {f'page {begins}' if begins else 'a page'} belong to the tags.", parts),
            ),
        )

    def _inner(self, raw: Any, path: str) -> list[tuple[Any, str]]:
        """The elements within one, each with its path: numbered where it has brothers of the same kind."""
        inner = [kid for kid in _kids(raw) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
        many = Counter(_role(kid) for kid in inner)
        numbers: Counter[str] = Counter()
        named: list[tuple[Any, str]] = []
        for kid in inner:
            if kid.objgen != (0, 0) and kid.objgen in self._seen:
                raise UnreadablePdfError("The PDF is damaged: the tag tree leads back into itself.")
            self._seen.add(kid.objgen)
            role = _role(kid)
            numbers[role] += 1
            name = f"row {numbers[role]}" if role == "TR" else role if many[role] == 1 else f"{role} {numbers[role]}"
            # A path of a very deep tree is cut at its front, so that all paths together stay small.
            named.append((kid, f"{path[-400:]} > {name}" if path else name))
        return named

    def _pieces(self, raw: Any, page: int) -> Iterator[tuple[int, str, int | None]]:
        """Page, what it is, and the number of the mark if it is one of the page's own."""
        for kid in _kids(raw):
            if isinstance(kid, int):
                yield page, f"mark {kid}", kid
            elif isinstance(kid, pikepdf.Dictionary) and "/S" not in kid:
                where = self._pages.get(kid["/Pg"].objgen, 0) if "/Pg" in kid else page
                if "/MCID" not in kid:
                    yield where, f"annotation {self._place(kid, where)}", None
                elif "/Stm" in kid:
                    yield where, f"mark {kid.MCID} of something that is drawn on the page", None
                else:
                    yield where, f"mark {kid.MCID}", int(kid.MCID)

    def _place(self, kid: Any, page: int) -> str:
        """A link by what it says: its number in the file may change and mean nothing."""
        target = kid.get("/Obj")
        return printable(str(target.get("/Contents", ""))) if isinstance(target, pikepdf.Dictionary) and page else ""


def _kids(raw: Any) -> list[Any]:
    kids = raw.get("/K")
    return list(kids) if isinstance(kids, pikepdf.Array) else [] if kids is None else [kids]


def _role(raw: Any) -> str:
    return printable(str(raw["/S"]).removeprefix("/"), 60)


def _attributes(raw: Any) -> tuple[tuple[str, str], ...]:
    found = {name: _value(raw[key]) for key, name in _SPOKEN.items() if key in raw}
    owners = raw.get("/A")
    for each in owners if isinstance(owners, pikepdf.Array) else [owners]:
        if isinstance(each, pikepdf.Dictionary):
            owner = str(each.get("/O", "/")).removeprefix("/")
            found |= {f"{owner}.{str(key)[1:]}": _value(value) for key, value in each.items() if key != "/O"}
    return tuple(sorted(found.items()))


def _value(value: Any) -> str:
    if isinstance(value, pikepdf.Array):
        return " ".join(_value(each) if not isinstance(each, pikepdf.Array) else "[…]" for each in value)
    if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        return "{…}"
    return str(value).removeprefix("/") if isinstance(value, pikepdf.Name) else str(value)
