"""The tag tree as a screen reader walks it: flat, in order, each element with what is said of it and the words that it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
import pikepdf

from pccresponse.verifying.errors import UnreadablePdfError
from pccresponse.verifying.quoting import printable

_DEEPEST = 500
_MOST_ELEMENTS = 100_000
_SPOKEN = {"/Alt": "Alt", "/ActualText": "ActualText", "/E": "E", "/Lang": "Lang", "/T": "T", "/ID": "ID", "/C": "C"}


class Element(msgspec.Struct, frozen=True, kw_only=True):
    """A structure element."""

    path: str
    """Where it is, in words: `Document > Table 3 > TBody > row 2 > TH 1`."""
    depth: int
    role: str
    attributes: tuple[tuple[str, str], ...]
    """Name and value, sorted; those that belong to a table or a list are named with their owner: `Table.Scope`."""
    pieces: tuple[tuple[int, str], ...]
    """Page, and number of the mark, or what else it holds on that page."""
    marks: frozenset[tuple[int, int]]
    """Page and number of each mark that it holds."""
    words: str
    """What stands under those marks."""

    @property
    def page(self) -> int | None:
        """The page on which it begins, if it holds something itself."""
        return self.pieces[0][0] or None if self.pieces else None


Marked = Sequence[Mapping[int | None, str]]
"""For each page, what stands under each mark; None: under none."""


def tags_of(document: pikepdf.Pdf, marked: Marked) -> tuple[Element, ...]:
    """Every element in reading order; empty for a document without tags. Raises `UnreadablePdfError` for a tree that is none."""
    tree = document.Root.get("/StructTreeRoot")
    return () if tree is None else tuple(_Walk(document, marked).elements(tree))


def unheard(tags: Sequence[Element], marked: Marked) -> tuple[str, ...]:
    """For each page the words that no element holds, in the order of the page: a screen reader passes them over."""
    held = {mark for element in tags for mark in element.marks}
    return tuple(
        " ".join(words for mark, words in page.items() if mark is None or (number, mark) not in held)
        for number, page in enumerate(marked, start=1)
    )


def role_map_of(document: pikepdf.Pdf) -> dict[str, str]:
    """What tags of the document's own stand for."""
    tree = document.Root.get("/StructTreeRoot", pikepdf.Dictionary())
    return {str(name)[1:]: str(role)[1:] for name, role in tree.get("/RoleMap", pikepdf.Dictionary()).items()}


class _Walk:
    """One walk through a tree, which may be of any depth and lead back into itself."""

    def __init__(self, document: pikepdf.Pdf, marked: Marked) -> None:
        self._marked = marked
        self._pages = {page.obj.objgen: number for number, page in enumerate(document.pages, start=1)}
        self._seen: set[tuple[int, int]] = set()

    def elements(self, root: Any) -> Iterator[Element]:
        """The elements below the root."""
        waiting = [(kid, 0, path, 0) for kid, path in reversed(self._inner(root, ""))]
        count = 0
        while waiting:
            raw, depth, path, page = waiting.pop()
            count += 1
            if depth > _DEEPEST or count > _MOST_ELEMENTS:
                raise UnreadablePdfError(f"The tag tree is more than {_DEEPEST} deep or has more than {_MOST_ELEMENTS:,} elements.")
            page = self._pages.get(raw["/Pg"].objgen, 0) if "/Pg" in raw else page
            pieces = tuple(self._pieces(raw, page))
            marks = [(where, mark) for where, _, mark in pieces if mark is not None]
            yield Element(
                path=path,
                depth=depth,
                role=_role(raw),
                attributes=_attributes(raw),
                pieces=tuple(piece[:2] for piece in pieces),
                marks=frozenset(marks),
                words="".join(self._marked[where - 1].get(mark, "") for where, mark in marks if 0 < where <= len(self._marked)),
            )
            waiting.extend((kid, depth + 1, inner, page) for kid, inner in reversed(self._inner(raw, path)))

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
