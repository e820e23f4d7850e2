"""Compare two PDFs: pages, text, tags, links, metadata, embedded files, and at last, object by object, what no reader would notice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec
import pikepdf
from PIL import ImageChops

from pccresponse.foundation.errors import UnreadablePdfError
from pccresponse.verifying.differences import (
    ChangedPage,
    Comparison,
    Difference,
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
from pccresponse.verifying.read_structure import Links, metadata_items, size_items, tag_items

if TYPE_CHECKING:
    from PIL.Image import Image


_MOST_PAIRS = 300_000
_LARGEST = 64 * MEGABYTE

# What leads back, is how and not what, or is compared elsewhere to the last letter.
_PASSED_OVER = frozenset({"/Parent", "/P", "/Prev", "/Length", "/Filter", "/DecodeParms", "/Info", "/Metadata", "/ID"}) | {
    *("/Pages", "/Size", "/W", "/Index", "/Type", "/DocChecksum", "/XRefStm")
}
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


class _Place(msgspec.Struct, frozen=True):
    """Where the walk is: in what, and by which keys it came there."""

    kind: ItemKind
    page: int | None = None
    font: str = ""
    path: tuple[str, ...] = ()

    def at(self, key: str) -> _Place:
        return msgspec.structs.replace(self, kind=_KINDS.get(key, self.kind), path=(*self.path, printable(key[1:], 60))[-8:])


class ObjectWalk:
    """Walks through two files at once. A pair of objects is looked at once, however many ways lead to it."""

    def __init__(self, was: pikepdf.Pdf, now: pikepdf.Pdf, pairs: Sequence[tuple[int, int]]) -> None:
        self._was, self._now, self._pairs = was, now, pairs
        self._old_pages = {page.obj.objgen: number for number, page in enumerate(was.pages, start=1)}
        self._new_pages = {page.obj.objgen: number for number, page in enumerate(now.pages, start=1)}
        self._partner = dict(pairs)
        self._seen: set[tuple[Any, Any]] = set()
        self._left = _MOST_PAIRS

    def differences(self) -> Iterator[Difference]:
        """Every object that differs; once for each thing that can be said."""
        told: set[Difference] = set()
        for old, new in self._pairs:
            before, after, place = self._was.pages[old - 1].obj, self._now.pages[new - 1].obj, _Place("drawing", page=old)
            told |= {_told(found) for found in self._walk(before, after, place, True)}
            resources = (inherited(before, "/Resources"), inherited(after, "/Resources"))
            told |= {_told(found) for found in self._walk(*resources, place.at("/Resources"), False)}
        told |= {_told(found) for found in self._walk(self._was.trailer, self._now.trailer, _Place("object"), False)}
        if not self._left:
            told.add(
                Difference(
                    kind="object", page=None, message=f"More than {_MOST_PAIRS:,} objects were compared. The others were not."
                )
            )
        yield from sorted(told, key=lambda each: (each.page or 0, each.kind, each.message))

    def _walk(self, was: Any, now: Any, place: _Place, whole: bool) -> Iterator[_Place]:
        """The places at which something differs. `whole`: the first object is a page, which is otherwise passed by."""
        waiting = [(was, now, place)]
        while waiting and self._left:
            self._left -= 1
            old, new, place = waiting.pop()
            if _sort(old) is not _sort(new):
                yield place
                continue
            if not isinstance(old, pikepdf.Dictionary | pikepdf.Stream | pikepdf.Array):
                if (str(old) != str(new)) if isinstance(old, pikepdf.String) else (old != new):
                    yield place
                continue
            if not whole and old.objgen in self._old_pages:
                if self._partner.get(self._old_pages[old.objgen]) != self._new_pages.get(new.objgen):
                    yield place
                continue
            whole = False
            if old.objgen != (0, 0) and new.objgen != (0, 0):
                if (old.objgen, new.objgen) in self._seen:
                    continue
                self._seen.add((old.objgen, new.objgen))
            if isinstance(old, pikepdf.Array):
                if len(old) != len(new):
                    yield place
                else:
                    waiting += [(before, after, place) for before, after in zip(old, new, strict=True)]
                continue
            place = _refined(old, place)
            if isinstance(old, pikepdf.Stream) and not _same_data(old, new):
                yield place
            before, after = dict(old.items()), dict(new.items())
            for key in sorted((before.keys() | after.keys()) - _PASSED_OVER):
                if key in before and key in after:
                    waiting.append((before[key], after[key], place.at(key)))
                else:
                    yield place.at(key)


def _sort(thing: Any) -> type:
    """What an object is, as the standard sorts them; all numbers are of one sort."""
    for sort in (pikepdf.Stream, pikepdf.Dictionary, pikepdf.Array, pikepdf.String, pikepdf.Name):
        if isinstance(thing, sort):
            return sort
    return Decimal if isinstance(thing, int | Decimal) and not isinstance(thing, bool) else type(thing)


def _refined(thing: Any, place: _Place) -> _Place:
    """The place, once it is known in what it is."""
    if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font":
        # The six letters before the plus are made up by whoever cuts the font down.
        name = str(thing.get("/BaseFont", "/?"))[1:].rpartition("+")[2].strip(",")
        return msgspec.structs.replace(place, kind="font", page=None, font=printable(name, 80))
    return place


def _same_data(was: Any, now: Any) -> bool:
    """Whether two streams hold the same, however it is packed."""
    if all(was.get(key) == now.get(key) for key in ("/Filter", "/DecodeParms")) and was.read_raw_bytes() == now.read_raw_bytes():
        return True
    if str(was.get("/Subtype")) == "/Image":
        return False  # a picture may be packed in ways that are not unpacked here
    try:
        return unpacked(was, _LARGEST, "An object of the original") == unpacked(now, _LARGEST, "An object of the rebuilt document")
    except UnreadablePdfError:
        return False  # what is damaged beyond reading is not the same


def _told(place: _Place) -> Difference:
    where = " > ".join(place.path)
    match place.kind:
        case "font" if place.path and place.path[-1].startswith("FontFile"):
            message = f"The font file of {quoted(place.font)} is another."
        case "font":
            message = f"What is said of the font {quoted(place.font)} differs ({where})."
        case "drawing" if place.path == ("Contents",):
            message = f"Page {place.page} looks the same, but is drawn with different instructions."
        case "drawing":
            message = f"Page {place.page} is drawn with other means ({where}), though it looks the same."
        case "object":
            message = f"The object at {quoted(where or 'the top')} differs, which shows nowhere."
        case _:
            message = f"The {place.kind} differ in something that is neither shown nor spoken ({where})."
    return Difference(kind=place.kind, page=place.page, message=message)


_MILLIMETRES_PER_DOT = 25.4 / DOTS_PER_INCH
_NUMBERS = re.compile(r"\d+")
_LARGEST_TEXT = 1 << 20
_SEEN_ON_THE_PAGE: tuple[ItemKind, ...] = ("text", "picture", "page size")


def compare(original: bytes, rebuilt: bytes) -> Comparison:
    """How far two documents agree, and every difference in words. Raises `UnreadablePdfError` for a file beyond the limits."""
    if original == rebuilt:
        return Comparison(level=Level.IDENTICAL_BYTES)
    differences = Differences()
    with opened(original) as was, opened(rebuilt) as now:
        # Before anybody draws a page, each is looked at for what it would take.
        refuse_costly_pages(was)
        refuse_costly_pages(now)
        with pages_of(original) as old_pages, pages_of(rebuilt) as new_pages:
            for document, pages in ((was, old_pages), (now, new_pages)):
                if len(document.pages) != len(pages):
                    raise UnreadablePdfError("The PDF is damaged: two programs find different numbers of pages in it.")
            old_texts, new_texts = ([pages.text(number) for number in range(1, len(pages) + 1)] for pages in (old_pages, new_pages))
            pairs = _pair_pages(old_texts, new_texts, differences)
            called = {old: old for old, _ in pairs}
            new_called = {new: old for old, new in pairs}
            differences.compare(size_items(was, called), size_items(now, new_called))
            differences.compare(_text_items(old_texts, called), _text_items(new_texts, new_called))
            for old, new in pairs:
                _compare_pictures(old_pages, new_pages, old, new, differences)
            marked, new_marked = ([pages.marked(number) for number in range(1, len(pages) + 1)] for pages in (old_pages, new_pages))
        differences.compare(tag_items(was, marked, called), tag_items(now, new_marked, new_called))
        differences.compare(Links(was, called).items(), Links(now, new_called).items())
        differences.compare(metadata_items(was), metadata_items(now))
        _compare_embedded_files(was, now, differences)
        _compare_resources(resources_of(was), resources_of(now), differences)
        _name_the_rest(was, now, pairs, differences)
        _look_at_the_files(original, rebuilt, was, now, differences)
    return differences.comparison()


def _text_items(texts: Sequence[str], called: Mapping[int, int]) -> list[PdfItem]:
    pages = sorted((name, texts[number - 1]) for number, name in called.items())
    return [PdfItem(kind="text", page=name, label=f"On page {name},", value=text, by_words=True) for name, text in pages]


def _pair_pages(was: Sequence[str], now: Sequence[str], differences: Differences) -> list[tuple[int, int]]:
    """Which pages belong together by their texts, by their numbers; tells of those that stand alone or elsewhere."""
    if len(was) != len(now):
        told = f"The original has {counted(len(was), 'page')}, the rebuilt document {len(now):,}."
        differences.add("pages", told, was=str(len(was)), now=str(len(now)))
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
            told = f"Page {before.page} of the original is page {moved.page} of the rebuilt document."
            differences.add("pages", told, page=before.page)
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
    """Tell whether a page looks the same to the last dot; of a page whose text is another, only note where it differs."""
    old, new = was.picture(page), now.picture(new_page)
    if old.size == new.size and old.tobytes() == new.tobytes():
        return
    region = _region(old, new) if old.size == new.size else None
    differences.changed_pages.append(ChangedPage(original=page, rebuilt=new_page, region=region))
    if region is None and not differences.has("page size", page):
        differences.add("page size", f"Page {page} has a different size on the screen.", page=page)
    if region is not None and not differences.has("text", page):
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
    """Tell of every embedded file that is new, gone or changed, and of each that is not what the document declares."""
    old, checksums = embedded_files(was)
    new, _ = embedded_files(now)
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            differences.add("attachment", f"The attachment {quoted(name)} is only in the original.", was=name)
        elif name not in old:
            differences.add("attachment", f"The attachment {quoted(name)} is only in the rebuilt document.", now=name)
        elif old[name] != new[name]:
            try:
                before, after = (_file_item(name, content) for content in (old[name], new[name]))
                differences.compare([before], [after])
            except UnicodeDecodeError:
                sizes = f"{counted(len(old[name]), 'byte')}, and {len(new[name]):,} in the rebuilt document"
                differences.add("attachment", f"The attachment {quoted(name)} has other contents: {sizes}.")
    for name, checksum in checksums.items():
        if not checksum.fits:
            message = f"The attachment {quoted(name)} of the original does not have the checksum that is given for it."
            differences.add("attachment", message, was=checksum.declared)


def _file_item(name: str, content: bytes) -> PdfItem:
    """Raises `UnicodeDecodeError` for what is no text, or too much of it."""
    if len(content) > _LARGEST_TEXT:
        raise UnicodeDecodeError("utf-8", b"", 0, 0, "too long")
    return PdfItem(kind="attachment", label=f"In the attachment {quoted(name)},", value=content.decode(), by_words=True)


def _compare_resources(was: Mapping[str, int], now: Mapping[str, int], differences: Differences) -> None:
    """Tell of everything that only one of the documents is drawn with; where the page looks different, that is told already."""
    for resource in _foremost(was.keys() - now.keys()):
        page, kind = was[resource], kind_of(resource)
        if kind == "alternative" or not any(differences.has(each, page) for each in _SEEN_ON_THE_PAGE):
            message = f"{_means(kind)} on page {page} is only in the file, and may be shown or spoken otherwise elsewhere: "
            differences.add(kind, f"{message}{quoted(resource)}.", page=page, was=resource)
    for resource in _foremost(now.keys() - was.keys()):
        page, kind = now[resource], kind_of(resource)
        if not any(differences.has(each, page) for each in (*_SEEN_ON_THE_PAGE, "pages")):
            message = f"{_means(kind)} on page {page} of the rebuilt document is missing in the file: {quoted(resource)}."
            differences.add("means" if kind == "alternative" else kind, message, page=page, now=resource)


def _means(kind: ItemKind) -> str:
    return "What a screen reader reads" if kind == "tags" else "What the page is drawn with"


def _foremost(resources: set[str]) -> list[str]:
    """Sorted, without what belongs to another of them: `image /OPI /Version` where there is `image /OPI`."""
    found: list[str] = []
    for each in sorted(resources):
        if not any(each.startswith(f"{other} ") for other in found):
            found.append(each)
    return found


def _name_the_rest(was: pikepdf.Pdf, now: pikepdf.Pdf, pairs: Sequence[tuple[int, int]], differences: Differences) -> None:
    """Objects that differ and are behind nothing that was told already."""
    told = {kind for kind in ("tags", "links", "outline", "attachment", "behaviour") if differences.has(kind)}
    for unseen in ObjectWalk(was, now, pairs).differences():
        on_the_page = unseen.kind == "drawing" and any(
            differences.has(kind, unseen.page) for kind in (*_SEEN_ON_THE_PAGE, "means", "alternative")
        )
        if unseen.kind not in told and not on_the_page:
            differences.add(unseen.kind, unseen.message, page=unseen.page)


def _look_at_the_files(original: bytes, rebuilt: bytes, was: pikepdf.Pdf, now: pikepdf.Pdf, differences: Differences) -> None:
    """What the bytes alone tell: damage, additions, and, where there is nothing else to tell, that they differ."""
    for repair in repairs_of(was):
        differences.add("damage", f"The original is damaged, and was read as well as possible: {repair}.")
    ends, new_ends = original.count(b"startxref"), rebuilt.count(b"startxref")
    if ends != new_ends:
        told = (
            f"Somebody added to the original after it was made. It ends {counted(ends, 'time')}, the rebuilt document {new_ends}."
        )
        differences.add("object", told, was=str(ends), now=str(new_ends))
    objects, new_objects = len(was.objects), len(now.objects)
    if objects != new_objects and all(each.kind == "identifier" for each in differences.comparison().differences):
        told = f"The original holds {counted(objects, 'object')}, the rebuilt document {new_objects:,}."
        differences.add("object", told, was=str(objects), now=str(new_objects))
    if not differences.comparison().differences:
        differences.add(
            "object",
            "The bytes differ in a part of the file that nobody sees or hears: the same content is written in a different way.",
        )
