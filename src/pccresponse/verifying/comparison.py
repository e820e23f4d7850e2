"""Compare two PDFs: pages, text, tags, links, metadata, embedded files, and last the objects in the file that no reader sees."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import pikepdf
from PIL import ImageChops

from pccresponse.foundation.errors import UnreadablePdfError
from pccresponse.verifying.differences import (
    ChangedPage,
    Comparison,
    Differences,
    ItemKind,
    Level,
    PdfItem,
    Region,
    aligned,
    counted,
    printable,
    quoted,
)
from pccresponse.verifying.open_untrusted import MEGABYTE, embedded_files, inherited, opened, repairs_of, unpacked
from pccresponse.verifying.read_pages import DOTS_PER_INCH, Pages, kind_of, pages_of, refuse_costly_pages, resources_of
from pccresponse.verifying.read_structure import PdfSide, link_items, metadata_items, size_items, tag_items

if TYPE_CHECKING:
    from PIL.Image import Image

_MILLIMETRES_PER_DOT = 25.4 / DOTS_PER_INCH
_NUMBERS = re.compile(r"\d+")
_LARGEST_TEXT = 1 << 20
_VISIBLE: tuple[ItemKind, ...] = ("text", "picture", "page size")


def compare(original: bytes, rebuilt: bytes) -> Comparison:
    """The level at which two documents agree, and every difference. Raises `UnreadablePdfError` for a file beyond the limits."""
    if original == rebuilt:
        return Comparison(level=Level.IDENTICAL_BYTES)
    differences = Differences()
    with opened(original) as old_document, opened(rebuilt) as new_document:
        # No page is drawn before its cost is known.
        refuse_costly_pages(old_document)
        refuse_costly_pages(new_document)
        with pages_of(original) as old_pages, pages_of(rebuilt) as new_pages:
            old_texts, new_texts = _texts(old_document, old_pages), _texts(new_document, new_pages)
            pairs = _pair_pages(old_texts, new_texts, differences)
            was = PdfSide.of(old_document, {old: old for old, _ in pairs})
            now = PdfSide.of(new_document, {new: old for old, new in pairs})
            differences.compare(size_items(was), size_items(now))
            differences.compare(_text_items(was, old_texts), _text_items(now, new_texts))
            for old, new in pairs:
                _compare_pictures(old_pages, new_pages, old, new, differences)
            marked, new_marked = ([pages.marked(number) for number in range(1, len(pages) + 1)] for pages in (old_pages, new_pages))
        differences.compare(tag_items(was, marked), tag_items(now, new_marked))
        differences.compare(link_items(was), link_items(now))
        differences.compare(metadata_items(old_document), metadata_items(new_document))
        _compare_embedded_files(old_document, new_document, differences)
        _compare_resources(resources_of(old_document), resources_of(new_document), differences)
        _compare_objects(was, now, differences)
        _compare_files(original, rebuilt, old_document, new_document, differences)
    return differences.comparison()


def _texts(document: pikepdf.Pdf, pages: Pages) -> list[str]:
    """The text of each page. Raises `UnreadablePdfError` if pikepdf and PDFium find different numbers of pages."""
    if len(document.pages) != len(pages):
        raise UnreadablePdfError("The PDF is damaged: two programs find different numbers of pages in it.")
    return [pages.text(number) for number in range(1, len(pages) + 1)]


def _text_items(side: PdfSide, texts: Sequence[str]) -> list[PdfItem]:
    return [
        PdfItem(kind="text", page=name, label=f"On page {name},", value=texts[number - 1], by_words=True)
        for name, number, _ in side.pages()
    ]


def _pair_pages(was: Sequence[str], now: Sequence[str], differences: Differences) -> list[tuple[int, int]]:
    """The numbers of the pages that correspond, by their texts. Adds a difference for each page that is missing, new or moved."""
    if len(was) != len(now):
        message = f"The original has {counted(len(was), 'page')}, the rebuilt document {len(now):,}."
        differences.add("pages", message, was=str(len(was)), now=str(len(now)))
    # Without numbers: "Page 3 of 12" is on every page, and one page more would make all of them different.
    old, new = (
        [PdfItem(kind="pages", label="", value=_NUMBERS.sub("", text), page=number) for number, text in enumerate(texts, start=1)]
        for texts in (was, now)
    )
    facing = list(aligned(old, new))
    added = [after for before, after in facing if before is None and after is not None]
    pairs: list[tuple[int, int]] = []
    for before, after in facing:
        if before is None or before.page is None:
            continue
        moved = next((each for each in added if each.value == before.value), None) if after is None else None
        if moved is not None:
            added.remove(moved)
            message = f"Page {before.page} of the original is page {moved.page} of the rebuilt document."
            differences.add("pages", message, page=before.page)
        partner = after or moved
        if partner is not None and partner.page is not None:
            pairs.append((before.page, partner.page))
        else:
            differences.add("pages", f"Page {before.page} of the original is not in the rebuilt document.", page=before.page)
            differences.changed_pages.append(ChangedPage(original=before.page, rebuilt=None))
    for each in added:
        differences.add("pages", f"Page {each.page} of the rebuilt document is not in the original.", page=each.page)
        differences.changed_pages.append(ChangedPage(original=None, rebuilt=each.page))
    return sorted(pairs)


def _compare_pictures(was: Pages, now: Pages, page: int, new_page: int, differences: Differences) -> None:
    """Add a difference if a page looks different; if its text differs too, only note the page."""
    old, new = was.picture(page), now.picture(new_page)
    if old.size == new.size and old.tobytes() == new.tobytes():
        return
    region = _region(old, new) if old.size == new.size else None
    differences.changed_pages.append(ChangedPage(original=page, rebuilt=new_page, region=region))
    if region is None and not differences.has("page size", page=page):
        differences.add("page size", f"Page {page} has a different size on the screen.", page=page)
    if region is not None and not differences.has("text", page=page):
        differences.add("picture", f"Page {page} looks different, though its text is the same: {region}.", page=page)


def _region(old: Image, new: Image) -> Region:
    difference = ImageChops.difference(old, new).convert("RGB")
    left, top, right, bottom = difference.getbbox() or (0, 0, *old.size)
    # A dot differs if any of its colours does.
    red, green, blue = difference.split()
    dots = ImageChops.lighter(ImageChops.lighter(red, green), blue).histogram()
    return Region(
        left=left * _MILLIMETRES_PER_DOT,
        top=top * _MILLIMETRES_PER_DOT,
        width=(right - left) * _MILLIMETRES_PER_DOT,
        height=(bottom - top) * _MILLIMETRES_PER_DOT,
        fraction=sum(dots[1:]) / sum(dots),
    )


def _compare_embedded_files(was: pikepdf.Pdf, now: pikepdf.Pdf, differences: Differences) -> None:
    """Add a difference for each embedded file that is new, missing or changed, or does not have its declared checksum."""
    old, checksums = embedded_files(was)
    new, _ = embedded_files(now)
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            differences.add("attachment", f"The attachment {quoted(name)} is only in the original.", was=name)
        elif name not in old:
            differences.add("attachment", f"The attachment {quoted(name)} is only in the rebuilt document.", now=name)
        elif old[name] != new[name]:
            try:
                differences.compare([_file_item(name, old[name])], [_file_item(name, new[name])])
            except UnicodeDecodeError:
                sizes = f"{counted(len(old[name]), 'byte')}, and {len(new[name]):,} in the rebuilt document"
                differences.add("attachment", f"The attachment {quoted(name)} has other contents: {sizes}.")
    for name, checksum in checksums.items():
        if not checksum.fits:
            message = f"The attachment {quoted(name)} of the original does not have the checksum that is given for it."
            differences.add("attachment", message, was=checksum.declared)


def _file_item(name: str, content: bytes) -> PdfItem:
    """Raises `UnicodeDecodeError` if the content is not text, or too long to compare word by word."""
    if len(content) > _LARGEST_TEXT:
        raise UnicodeDecodeError("utf-8", b"", 0, 0, "too long")
    return PdfItem(kind="attachment", label=f"In the attachment {quoted(name)},", value=content.decode(), by_words=True)


def _compare_resources(was: Mapping[str, int], now: Mapping[str, int], differences: Differences) -> None:
    """Add a difference for what only one document is drawn with, unless the page is known to differ."""
    for resource in _outermost(was.keys() - now.keys()):
        page, kind = was[resource], kind_of(resource)
        if kind == "alternative" or not differences.has(*_VISIBLE, page=page):
            where = f"on page {page} is only in the file, and may be shown or spoken otherwise elsewhere"
            differences.add(kind, f"{_use_of(kind)} {where}: {quoted(resource)}.", page=page, was=resource)
    for resource in _outermost(now.keys() - was.keys()):
        page, kind = now[resource], kind_of(resource)
        if not differences.has(*_VISIBLE, "pages", page=page):
            message = f"{_use_of(kind)} on page {page} of the rebuilt document is missing in the file: {quoted(resource)}."
            differences.add("means" if kind == "alternative" else kind, message, page=page, now=resource)


def _use_of(kind: ItemKind) -> str:
    return "What a screen reader reads" if kind == "tags" else "What the page is drawn with"


def _outermost(resources: set[str]) -> list[str]:
    """The resources in order, without those inside another one: no `image /OPI /Version` if there is `image /OPI`."""
    found: list[str] = []
    for each in sorted(resources):
        if not any(each.startswith(f"{other} ") for other in found):
            found.append(each)
    return found


def _compare_files(original: bytes, rebuilt: bytes, was: pikepdf.Pdf, now: pikepdf.Pdf, differences: Differences) -> None:
    """Add what the bytes show: damage, later additions and, if nothing else differs, that they are not the same."""
    for repair in repairs_of(was):
        differences.add("damage", f"The original is damaged, and was read as well as possible: {repair}.")
    ends, new_ends = original.count(b"startxref"), rebuilt.count(b"startxref")
    if ends != new_ends:
        message = (
            f"Somebody added to the original after it was made. It ends {counted(ends, 'time')}, the rebuilt document {new_ends}."
        )
        differences.add("object", message, was=str(ends), now=str(new_ends))
    objects, new_objects = len(was.objects), len(now.objects)
    if objects != new_objects and all(each.kind == "identifier" for each in differences.comparison().differences):
        message = f"The original holds {counted(objects, 'object')}, the rebuilt document {new_objects:,}."
        differences.add("object", message, was=str(objects), now=str(new_objects))
    if not differences.comparison().differences:
        differences.add(
            "object",
            "The bytes differ in a part of the file that nobody sees or hears: the same content is written in a different way.",
        )


_MOST_PAIRS = 300_000
_LARGEST_STREAM = 64 * MEGABYTE
_MOST_KEYS = 8
_NOT_COMPARED = frozenset({"/Parent", "/P", "/Prev", "/Length", "/Filter", "/DecodeParms", "/Info", "/Metadata", "/ID"}) | {
    *("/Pages", "/Size", "/W", "/Index", "/Type", "/DocChecksum", "/XRefStm")
}
"""Entries that point back, that say how something is stored, or that are compared elsewhere."""
_KINDS: dict[str, ItemKind] = {
    "/StructTreeRoot": "tags",
    "/StructParent": "tags",
    "/StructParents": "tags",
    "/OutputIntents": "means",
    "/Outlines": "outline",
    "/Dests": "links",
    "/Annots": "links",
    "/EmbeddedFiles": "attachment",
    "/AF": "attachment",
    "/OpenAction": "behaviour",
    "/AA": "behaviour",
    "/AcroForm": "behaviour",
    "/JavaScript": "behaviour",
}


class _Place(NamedTuple):
    """A place in the object tree, as precise as a message names it."""

    kind: ItemKind
    page: int | None = None
    font: str = ""
    keys: tuple[str, ...] = ()
    """The last keys on the way from the page, the font or the top of the file."""

    def at(self, key: str) -> _Place:
        keys = (*self.keys, printable(key[1:], 60))[-_MOST_KEYS:]
        return self._replace(kind=_KINDS.get(key, self.kind), keys=keys)

    @property
    def message(self) -> str:
        where = " > ".join(self.keys)
        match self.kind:
            case "font" if self.keys and self.keys[-1].startswith("FontFile"):
                return f"The font file of {quoted(self.font)} is another."
            case "font":
                return f"What is said of the font {quoted(self.font)} differs ({where})."
            case "drawing" if self.keys == ("Contents",):
                return f"Page {self.page} looks the same, but is drawn with different instructions."
            case "drawing":
                return f"Page {self.page} is drawn with other means ({where}), though it looks the same."
            case "object":
                return f"The object at {quoted(where or 'the top')} differs, which shows nowhere."
            case _:
                return f"The {self.kind} differ in something that is neither shown nor spoken ({where})."


def _compare_objects(was: PdfSide, now: PdfSide, differences: Differences) -> None:
    """Add a difference for each place in the object tree that differs, unless another difference explains it."""
    explained = {kind for kind in ("tags", "links", "outline", "attachment", "behaviour") if differences.has(kind)}
    visible = {page for page in was.names if differences.has(*_VISIBLE, "means", "alternative", page=page)}
    walk = _ObjectWalk(was, now)
    found = {(place.page or 0, place.kind, place.message) for place in walk.places()}
    if walk.is_cut_short:
        found.add((0, "object", f"More than {_MOST_PAIRS:,} objects were compared. The others were not."))
    for page, kind, message in sorted(found):
        if kind not in explained and not (kind == "drawing" and page in visible):
            differences.add(kind, message, page=page or None)


class _ObjectWalk:
    """A walk through the objects of two files at once, by content: whether an object is shared or copied makes no difference."""

    def __init__(self, was: PdfSide, now: PdfSide) -> None:
        self._was, self._now = was, now
        self._seen: set[tuple[Any, Any]] = set()
        self._left = _MOST_PAIRS

    @property
    def is_cut_short(self) -> bool:
        return not self._left

    def places(self) -> Iterator[_Place]:
        """The places that differ, page by page and then from the top of the file."""
        new_pages = {name: page for name, _, page in self._now.pages()}
        for name, _, page in self._was.pages():
            place = _Place("drawing", page=name)
            yield from self._differing(page, new_pages[name], place, is_page=True)
            resources, new_resources = inherited(page, "/Resources"), inherited(new_pages[name], "/Resources")
            yield from self._differing(resources, new_resources, place.at("/Resources"))
        yield from self._differing(self._was.document.trailer, self._now.document.trailer, _Place("object"))

    def _differing(self, was: Any, now: Any, place: _Place, *, is_page: bool = False) -> Iterator[_Place]:
        """The places below a pair of objects that differ. Other pages are not entered: a link to a page only has to lead to its partner."""
        waiting = [(was, now, place)]
        while waiting and self._left:
            self._left -= 1
            old, new, place = waiting.pop()
            if _type_of(old) is not _type_of(new):
                yield place
                continue
            if not isinstance(old, pikepdf.Dictionary | pikepdf.Stream | pikepdf.Array):
                if (str(old) != str(new)) if isinstance(old, pikepdf.String) else (old != new):
                    yield place
                continue
            if not is_page and old.objgen in self._was.numbers:
                name = self._page_name(self._was, old)
                if name is None or name != self._page_name(self._now, new):
                    yield place
                continue
            is_page = False
            if old.is_indirect and new.is_indirect:
                if (old.objgen, new.objgen) in self._seen:
                    continue
                self._seen.add((old.objgen, new.objgen))
            if isinstance(old, pikepdf.Array):
                if len(old) != len(new):
                    yield place
                else:
                    waiting += [(before, after, place) for before, after in zip(old, new, strict=True)]
                continue
            place = _inside(old, place)
            if isinstance(old, pikepdf.Stream) and not _same_data(old, new):
                yield place
            before, after = dict(old.items()), dict(new.items())
            for key in sorted((before.keys() | after.keys()) - _NOT_COMPARED):
                if key in before and key in after:
                    waiting.append((before[key], after[key], place.at(key)))
                else:
                    yield place.at(key)

    @staticmethod
    def _page_name(side: PdfSide, page: Any) -> int | None:
        """The number in messages of a page; None if it has no partner."""
        return side.names.get(side.numbers.get(page.objgen, 0))


def _type_of(obj: Any) -> type:
    """The type of an object in the standard, which has one for all numbers."""
    for kind in (pikepdf.Stream, pikepdf.Dictionary, pikepdf.Array, pikepdf.String, pikepdf.Name):
        if isinstance(obj, kind):
            return kind
    return Decimal if isinstance(obj, int | Decimal) and not isinstance(obj, bool) else type(obj)


def _inside(obj: Any, place: _Place) -> _Place:
    """The place of the entries of a dictionary. Those of a font are named by the font."""
    if obj.get("/Type") != "/Font":
        return place
    # The six letters before the plus are made up by the program that subsets the font.
    name = str(obj.get("/BaseFont", "/?"))[1:].rpartition("+")[2].strip(",")
    return place._replace(kind="font", page=None, font=printable(name, 80))


def _same_data(was: Any, now: Any) -> bool:
    """Whether two streams hold the same content, packed in the same way or not."""
    if all(was.get(key) == now.get(key) for key in ("/Filter", "/DecodeParms")) and was.read_raw_bytes() == now.read_raw_bytes():
        return True
    if str(was.get("/Subtype")) == "/Image":
        return False  # a picture may be packed in ways that are not unpacked here
    try:
        return unpacked(was, _LARGEST_STREAM, "An object of the original") == unpacked(
            now, _LARGEST_STREAM, "An object of the rebuilt document"
        )
    except UnreadablePdfError:
        return False  # what is damaged beyond reading is not the same
