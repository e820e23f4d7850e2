"""Read the parts of a PDF that are not drawn: the metadata, the page sizes, the links, outline and actions, and the tag tree.

The tag tree is read as a screen reader does: in order, each element with its attributes and its words.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
import pikepdf

from pccresponse.foundation.errors import UnreadablePdfError
from pccresponse.verifying.differences import PdfItem, printable, quoted
from pccresponse.verifying.open_untrusted import MEGABYTE, inherited, leaves, unpacked

_PROGRAMS = frozenset({"Producer", "Creator", "pdf:Producer", "xmp:CreatorTool"})
"""Entries that name the program that made the document."""
_PACKET = "metadata packet"
_LARGEST_PACKET = 4 * MEGABYTE
_SHOWN = ("Lang", "ViewerPreferences", "PageLayout", "PageMode", "MarkInfo", "PageLabels")
_PROGRAM_IN_PACKET = re.compile(r"<(pdf:Producer|xmp:CreatorTool)>([^<]*)</\1>")
_WRAPPER = re.compile(r"<\?xpacket[^>]*\?>")
_TAG = re.compile(r"<([\w:.-]+)([^<>]*?)(/?)>")
_ATTRIBUTE = re.compile(r"""[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*')""")
_BOXES = ("MediaBox", "CropBox", "Rotate", "UserUnit")


class PdfSide(msgspec.Struct, frozen=True):
    """One of two documents that are compared."""

    document: pikepdf.Pdf
    names: Mapping[int, int]
    """For the number of each page that both documents have, its number in the original."""
    numbers: Mapping[tuple[int, int], int]
    """The number of each page by the identity of its object."""

    @classmethod
    def of(cls, document: pikepdf.Pdf, names: Mapping[int, int]) -> PdfSide:
        """The document, whose pages have those numbers in the original."""
        return cls(document, names, {page.obj.objgen: number for number, page in enumerate(document.pages, start=1)})

    def pages(self) -> Iterator[tuple[int, int, Any]]:
        """The pages that both documents have: number in the original, own number and object, in the order of the original."""
        for number, name in sorted(self.names.items(), key=lambda page: page[1]):
            yield name, number, self.document.pages[number - 1].obj


def metadata_items(document: pikepdf.Pdf) -> list[PdfItem]:
    """The information dictionary, the XMP packet, how the file asks to be shown, and its identifier."""
    found = {"version": document.pdf_version}
    found |= {str(key)[1:]: _metadata_value(value) for key, value in document.trailer.get("/Info", pikepdf.Dictionary()).items()}
    found |= {key: _metadata_value(document.Root[f"/{key}"]) for key in _SHOWN if f"/{key}" in document.Root}
    stream = document.Root.get("/Metadata")
    if isinstance(stream, pikepdf.Stream):
        packet = unpacked(stream, _LARGEST_PACKET, "The metadata packet").decode("utf-8", "replace")
        found |= {match[1]: match[2] for match in _PROGRAM_IN_PACKET.finditer(packet)}
        found[_PACKET] = _normalised(_PROGRAM_IN_PACKET.sub(r"<\1/>", packet))
    identifier = " ".join(bytes(each).hex() for each in document.trailer.get("/ID", ()) if isinstance(each, pikepdf.String))
    return [
        *(
            PdfItem(
                kind="producer" if name in _PROGRAMS else "metadata",
                label=f"What the document says of itself ({quoted(name, 60)}):",
                value=found[name],
                by_words=name == _PACKET,
            )
            for name in sorted(found)
        ),
        PdfItem(kind="identifier", label="The identifier of the file:", value=identifier),
    ]


def size_items(side: PdfSide) -> list[PdfItem]:
    """The boxes and the rotation of each page."""
    return [
        PdfItem(kind="page size", page=name, label=f"Page {name} has another {box}:", value=_metadata_value(value))
        for name, _, page in side.pages()
        for box in _BOXES
        if (value := inherited(page, f"/{box}")) is not None
    ]


def _normalised(packet: str) -> str:
    """The packet without its wrapper and with attributes in one order, because programs change both when they save it.

    The tags count as words, so they have spaces around them.
    """
    packet = _TAG.sub(
        lambda tag: f"<{tag[1]}{' '.join(['', *sorted(_ATTRIBUTE.findall(tag[2]))])}{tag[3]}>", _WRAPPER.sub("", packet)
    )
    return packet.strip().replace("<", " <").replace(">", "> ")


def _metadata_value(value: Any, depth: int = 3) -> str:
    if isinstance(value, pikepdf.Array | pikepdf.Dictionary) and not depth:
        return "…"
    if isinstance(value, pikepdf.Array):
        return "[" + " ".join(_metadata_value(each, depth - 1) for each in list(value)[:100]) + "]"
    if isinstance(value, pikepdf.Dictionary):
        return ", ".join(f"{printable(str(key)[1:])}: {_metadata_value(each, depth - 1)}" for key, each in value.items())
    return str(value)


_MOST_ENTRIES = 20_000
_MOST_ANNOTATIONS = 100_000
_PASSIVE = {
    *("/Type", "/Version", "/Extensions", "/Pages", "/PageLabels", "/Names", "/Dests", "/ViewerPreferences", "/PageLayout"),
    *("/PageMode", "/Outlines", "/Metadata", "/StructTreeRoot", "/MarkInfo", "/Lang", "/OutputIntents", "/AF"),
}
_PASSIVE_NAMES = {"/Dests", "/EmbeddedFiles"}


def link_items(side: PdfSide) -> list[PdfItem]:
    """The links and other annotations of each page, the outline, and what the document does by itself."""
    links = _Links(side)
    return [*links.annotations(), *links.outline(), *links.actions()]


class _Links:
    def __init__(self, side: PdfSide) -> None:
        self._side = side
        self._root = side.document.Root
        tree = self._root.get("/Names", pikepdf.Dictionary()).get("/Dests")
        named = leaves(tree, "the list of named places", _MOST_ENTRIES) if tree is not None else ()
        self._named = {bytes(key): value for key, value in named if isinstance(key, pikepdf.String)}

    def outline(self) -> Iterator[PdfItem]:
        first = self._root.get("/Outlines", pikepdf.Dictionary()).get("/First")
        waiting = [(first, 1)] if first is not None else []
        seen: set[tuple[int, int]] = set()
        while waiting:
            item, level = waiting.pop()
            if item.objgen in seen or len(seen) >= _MOST_ENTRIES:
                raise UnreadablePdfError("The PDF is damaged: the outline leads back into itself, or has no end.")
            seen.add(item.objgen)
            details = (
                ("The level of {item} in the outline:", str(level)),
                ("In the outline, {item} leads elsewhere:", self._target(item)),
            )
            yield PdfItem(
                kind="outline", label="In the outline,", value=str(item.get("/Title", "")) or "(no title)", details=details
            )
            waiting += [(item[key], level + step) for key, step in (("/Next", 0), ("/First", 1)) if key in item]

    def annotations(self) -> Iterator[PdfItem]:
        left = _MOST_ANNOTATIONS
        for name, _, page in self._side.pages():
            annotations = [raw for raw in page.get("/Annots", ()) if isinstance(raw, pikepdf.Dictionary)]
            left -= len(annotations)
            if left < 0:
                raise UnreadablePdfError(f"The PDF has more than {_MOST_ANNOTATIONS:,} annotations.")
            yield from (self._annotation(raw, name) for raw in annotations)

    def _annotation(self, raw: Any, page: int) -> PdfItem:
        kind = str(raw.get("/Subtype", "/")).removeprefix("/")
        words, target = str(raw.get("/Contents", "")), self._target(raw)
        what = "link" if kind == "Link" else "annotation"
        box = " ".join(str(round(float(corner))) for corner in list(raw.get("/Rect", ()))[:4])
        return PdfItem(
            kind="links" if kind == "Link" else "behaviour",
            page=page,
            label=f"On page {page}, the {what}",
            value=f"{words or '(without words)'}{'' if kind == 'Link' else f' ({kind})'}{f', which leads to {target}' if target else ''}",
            key=f"{kind} {words}",
            name=words,
            details=(
                (f"On page {page}, the {what} {{item}} leads elsewhere:", target),
                (f"On page {page}, the {what} {{item}} lies elsewhere on the page.", box),
            ),
        )

    def actions(self) -> Iterator[PdfItem]:
        """What happens when the document is opened, turned over or filled in. This program makes none of it."""
        found = {str(key)[1:]: _action(value) for key, value in self._root.items() if key not in _PASSIVE}
        names = self._root.get("/Names", pikepdf.Dictionary())
        found |= {f"Names/{str(key)[1:]}": "a list of names" for key in names.keys() if key not in _PASSIVE_NAMES}  # noqa: SIM118
        for number, page in enumerate(self._side.document.pages, start=1):
            found |= {
                f"page {self._side.names.get(number, number)}/{key[1:]}": _action(page.obj[key])
                for key in ("/AA", "/Trans", "/Dur")
                if key in page.obj
            }
        for name in sorted(found):
            yield PdfItem(kind="behaviour", label=f"What the document does by itself ({quoted(name)}):", value=found[name])

    def _target(self, raw: Any) -> str:
        action = raw.get("/A")
        if isinstance(action, pikepdf.Dictionary):
            kind = str(action.get("/S", "/")).removeprefix("/")
            if kind == "URI":
                return str(action.get("/URI", ""))
            if kind != "GoTo":
                return f"an action of the kind {printable(kind, 60)}"
        place = action.get("/D") if isinstance(action, pikepdf.Dictionary) else raw.get("/Dest")
        return "" if place is None else self._place(place)

    def _place(self, place: Any) -> str:
        if isinstance(place, pikepdf.String):
            place = self._named.get(bytes(place))
        elif isinstance(place, pikepdf.Name):
            place = self._root.get("/Dests", pikepdf.Dictionary()).get(str(place))
        if isinstance(place, pikepdf.Dictionary):
            place = place.get("/D")
        if not isinstance(place, pikepdf.Array) or not len(place):
            return "a place that does not exist"
        number = self._side.numbers.get(place[0].objgen, 0) if isinstance(place[0], pikepdf.Dictionary) else 0
        names = self._side.names
        page = f"page {names[number]}" if number in names else f"page {number} (which the other has not)"
        return " ".join([page if number else "no page", *_view(place)])


def _view(place: Any) -> Iterator[str]:
    """How a link shows its page, such as `XYZ 62 765`."""
    for each in list(place)[1:6]:
        yield str(each).removeprefix("/") if isinstance(each, pikepdf.Name) else "-" if each is None else f"{float(each):.0f}"


def _action(value: Any) -> str:
    kind = value.get("/S") if isinstance(value, pikepdf.Dictionary) else None
    return f"an action of the kind {str(kind)[1:]}" if isinstance(kind, pikepdf.Name) else "something"


_DEEPEST_TAG = 500
_MOST_ELEMENTS = 100_000
_SPOKEN = {"/Alt": "Alt", "/ActualText": "ActualText", "/E": "E", "/Lang": "Lang", "/T": "T", "/ID": "ID", "/C": "C"}


def tag_items(side: PdfSide, marked: Sequence[Mapping[int | None, str]]) -> list[PdfItem]:
    """The elements of the tag tree in reading order, its role map, and what a screen reader passes over.

    `marked` has for each page the words under each mark, and those under none (None). Raises `UnreadablePdfError` for a tree that is
    circular or too large.
    """
    tree = side.document.Root.get("/StructTreeRoot", pikepdf.Dictionary())
    walk = _TagWalk(side, marked)
    items = list(walk.elements(tree))
    roles = {str(name)[1:]: str(role)[1:] for name, role in tree.get("/RoleMap", pikepdf.Dictionary()).items()}
    items += [PdfItem(kind="tags", label=f"What the tag {quoted(name)} stands for:", value=roles[name]) for name in sorted(roles)]
    for page, number, _ in side.pages():
        tagged = walk.tagged[number]
        unheard = " ".join(words for mark, words in marked[number - 1].items() if mark not in tagged)
        content = ((f"On page {page}, a screen reader passes over other words:", unheard),)
        items.append(PdfItem(kind="tags", page=page, label=f"On page {page}, what is passed over", content=content))
    return items


class _TagWalk:
    def __init__(self, side: PdfSide, marked: Sequence[Mapping[int | None, str]]) -> None:
        self._marked = marked
        self._side = side
        self.tagged: defaultdict[int, set[int | None]] = defaultdict(set)
        """The marks of each page that belong to an element."""
        self._seen: set[tuple[int, int]] = set()

    def elements(self, root: Any) -> Iterator[PdfItem]:
        waiting = [(kid, 0, path, 0) for kid, path in reversed(self._inner(root, ""))]
        count = 0
        while waiting:
            raw, depth, path, page = waiting.pop()
            count += 1
            if depth > _DEEPEST_TAG or count > _MOST_ELEMENTS:
                raise UnreadablePdfError(
                    f"The tag tree is more than {_DEEPEST_TAG} deep or has more than {_MOST_ELEMENTS:,} elements."
                )
            page = self._side.numbers.get(raw["/Pg"].objgen, 0) if "/Pg" in raw else page
            yield self._element(raw, depth, path, page)
            waiting.extend((kid, depth + 1, inner, page) for kid, inner in reversed(self._inner(raw, path)))

    def _element(self, raw: Any, depth: int, path: str, page: int) -> PdfItem:
        pieces = list(self._pieces(raw, page))
        words = []
        for where, _, mark in pieces:
            if mark is not None and 0 < where <= len(self._marked):
                self.tagged[where].add(mark)
                words.append(self._marked[where - 1].get(mark, ""))
        begins = self._side.names.get(pieces[0][0]) if pieces else None
        parts = ", ".join(f"{self._side.names.get(where, '?')} {what}" for where, what, _ in pieces)
        return PdfItem(
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
        """The child elements, each with its path, numbered if it has siblings of the same kind."""
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
        """The page, a description, and the number of the mark if it is in the page's own content."""
        for kid in _kids(raw):
            if isinstance(kid, int):
                yield page, f"mark {kid}", kid
            elif isinstance(kid, pikepdf.Dictionary) and "/S" not in kid:
                where = self._side.numbers.get(kid["/Pg"].objgen, 0) if "/Pg" in kid else page
                if "/MCID" not in kid:
                    yield where, f"annotation {_words_of_annotation(kid) if where else ''}", None
                elif "/Stm" in kid:
                    yield where, f"mark {kid.MCID} of something that is drawn on the page", None
                else:
                    yield where, f"mark {kid.MCID}", int(kid.MCID)


def _words_of_annotation(kid: Any) -> str:
    """The words of a link, because its number in the file means nothing."""
    target = kid.get("/Obj")
    return printable(str(target.get("/Contents", ""))) if isinstance(target, pikepdf.Dictionary) else ""


def _kids(raw: Any) -> list[Any]:
    kids = raw.get("/K")
    return list(kids) if isinstance(kids, pikepdf.Array) else [] if kids is None else [kids]


def _role(raw: Any) -> str:
    return printable(str(raw["/S"]).removeprefix("/"), 60)


def _attributes(raw: Any) -> tuple[tuple[str, str], ...]:
    found = {name: _attribute_value(raw[key]) for key, name in _SPOKEN.items() if key in raw}
    owners = raw.get("/A")
    for each in owners if isinstance(owners, pikepdf.Array) else [owners]:
        if isinstance(each, pikepdf.Dictionary):
            owner = str(each.get("/O", "/")).removeprefix("/")
            found |= {f"{owner}.{str(key)[1:]}": _attribute_value(value) for key, value in each.items() if key != "/O"}
    return tuple(sorted(found.items()))


def _attribute_value(value: Any) -> str:
    if isinstance(value, pikepdf.Array):
        return " ".join(_attribute_value(each) if not isinstance(each, pikepdf.Array) else "[…]" for each in value)
    if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        return "{…}"
    return str(value).removeprefix("/") if isinstance(value, pikepdf.Name) else str(value)
