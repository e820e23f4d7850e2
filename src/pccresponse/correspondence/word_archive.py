"""Open an untrusted Word file, and read its styles and numbering.

Only the parts that a letter needs are unpacked, within limits. No entity is resolved, no link is followed, no macro is read.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import Any, NamedTuple

from pccresponse.correspondence.blocks import UnreadableFileError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
)
"""Namespaces of the strict form of the standard, and those of the usual one."""
_DOCUMENT = "/officeDocument"
_MOST_PARTS = 2_000
_MOST_UNPACKED = 200 << 20
_LARGEST_PART = 20 << 20
_OLD = UnreadableFileError("is not a Word file (.docx), or has a password", "Save it as .docx without a password.")
_DAMAGED = UnreadableFileError("cannot be opened as a Word file", "Open it in Word and save it again as .docx.")


class Package:
    """The parts of a Word file."""

    def __init__(self, content: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
            parts = self._archive.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise _OLD from error
        self._sizes = {part.filename: part.file_size for part in parts}
        if len(parts) > _MOST_PARTS or sum(self._sizes.values()) > _MOST_UNPACKED:
            raise UnreadableFileError("is too large for a letter", "Save it without its pictures.")
        main = self._targets("_rels/.rels", _DOCUMENT)
        self._main = main[0] if main else "word/document.xml"
        document = self._part(self._main)
        if document is None:
            raise _DAMAGED
        self.document = document

    def part(self, kind: str) -> Any | None:
        """The first part of a kind, such as `footnotes`; None if there is none."""
        return next(iter(self.parts(kind)), None)

    def parts(self, kind: str) -> list[Any]:
        """All parts of a kind, by name."""
        return [part for name in sorted(set(self._targets(self._relations, f"/{kind}"))) if (part := self._part(name)) is not None]

    def addresses(self) -> dict[str, str]:
        """The addresses of the document's links, by identifier."""
        relations = self._part(self._relations)
        return {
            str(each.get("Id")): str(each.get("Target"))
            for each in (relations if relations is not None else ())
            if str(each.get("Type")).endswith("/hyperlink")
        }

    @property
    def has_macros(self) -> bool:
        """Whether it contains macros."""
        return any(name.casefold().endswith("vbaproject.bin") for name in self._sizes)

    @property
    def _relations(self) -> str:
        folder, name = posixpath.split(self._main)
        return posixpath.join(folder, "_rels", f"{name}.rels")

    def _targets(self, relations: str, ending: str) -> list[str]:
        """The names of the parts of a kind in a list of relations, without those outside the file."""
        found = self._part(relations)
        folder = posixpath.dirname(posixpath.dirname(relations))
        return [
            posixpath.normpath(posixpath.join("/", folder, str(each.get("Target")))).lstrip("/")
            for each in (found if found is not None else ())
            if str(each.get("Type")).endswith(ending) and each.get("TargetMode") != "External"
        ]

    def _part(self, name: str) -> Any | None:
        if name not in self._sizes:
            return None
        if self._sizes[name] > _LARGEST_PART:
            raise UnreadableFileError("has too much text for a letter", "Save the letter without its annexes.")
        try:
            with self._archive.open(name) as part:
                content = part.read(_LARGEST_PART + 1)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
            raise _OLD from error
        except Exception as error:  # each method of packing raises its own errors for damage
            raise _DAMAGED from error
        return parsed_xml(content)


def parsed_xml(content: bytes) -> Any:
    """XML without entities, definitions or network access. Raises `UnreadableFileError`."""
    from lxml import etree

    for strict, usual in _STRICT:
        content = content.replace(strict, usual)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _DAMAGED from error
    if root is None or root.getroottree().docinfo.doctype:
        raise UnreadableFileError("has definitions in its XML that no word processor writes", _DAMAGED.remedy)
    return root


_MOST_ANCESTORS = 20
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_OFF = ("0", "false", "off", "none")


class Item(NamedTuple):
    """An item of a list."""

    level: int
    label: str
    """The number or letter before it as Word prints it; empty for a bullet."""


class Styles:
    """The styles of one file, and the numbers of its lists so far."""

    def __init__(self, package: Package) -> None:
        styles = package.part("styles")
        self._styles = {
            style.get(f"{W}styleId"): style for style in (styles if styles is not None else ()) if style.tag == f"{W}style"
        }
        numbering = package.part("numbering")
        every = list(numbering) if numbering is not None else []
        self._kinds = {each.get(f"{W}abstractNumId"): each for each in every if each.tag == f"{W}abstractNum"}
        self._lists = {each.get(f"{W}numId"): each for each in every if each.tag == f"{W}num"}
        self._counts: dict[str, dict[int, int]] = {}

    def heading_level(self, paragraph: Any) -> int:
        """1 to 6 for a heading, 0 for anything else."""
        for properties in self._properties(paragraph, "pPr", "pStyle"):
            outline = properties.find(f"{W}outlineLvl")
            if outline is not None:
                level = number(outline) + 1
                return level if 1 <= level <= 6 else 0
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        found = self._styles.get(style.get(f"{W}val")) if style is not None else None
        name = str(value(found.find(f"{W}name"))).casefold() if found is not None else ""
        return 1 if name == "title" else int(name[8]) if name.startswith("heading ") and name[8:9] in set("123456") else 0

    def item(self, paragraph: Any) -> Item | None:
        """The list item that a paragraph is, counted with each call; None if it is none."""
        for properties in self._properties(paragraph, "pPr", "pStyle"):
            listed = properties.find(f"{W}numPr")
            if listed is not None:
                of, depth = listed.find(f"{W}numId"), listed.find(f"{W}ilvl")
                return self._counted(value(of), min(8, max(0, number(depth)))) if value(of) not in ("", "0") else None
        return None

    def is_on(self, run: Any, paragraph: Any, name: str) -> bool:
        """Whether a property such as `b` or `i` is on for a run, directly or by its styles."""
        for within, style in ((run, "rStyle"), (paragraph, "pStyle")):
            for properties in self._properties(within, "rPr", style):
                switch = properties.find(f"{W}{name}")
                if switch is not None:
                    return value(switch).casefold() not in _OFF
        return False

    def _properties(self, element: Any, kind: str, style_kind: str) -> list[Any]:
        """The element's own properties, if they are of that kind, then those of its style and of the styles it is based on."""
        own_kind = "rPr" if style_kind == "rStyle" else "pPr"
        own = element.find(f"{W}{own_kind}")
        if own is None:
            return []
        found = [own] if own_kind == kind else []
        style = value(own.find(f"{W}{style_kind}"))
        for _ in range(_MOST_ANCESTORS):
            element = self._styles.get(style)
            if element is None:
                break
            properties = element.find(f"{W}{kind}")
            found += [properties] if properties is not None else []
            style = value(element.find(f"{W}basedOn"))
        return found

    def _counted(self, of: str, level: int) -> Item:
        levels = self._levels(of)
        how = levels.get(level)
        form = value(how.find(f"{W}numFmt")) if how is not None else "bullet"
        if form in ("bullet", "none", ""):
            return Item(level, "")
        counts = self._counts.setdefault(self._kind_of(of) or of, {})
        start = number(how.find(f"{W}start"), 1) if how is not None else 1
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        label = value(how.find(f"{W}lvlText")) if how is not None else "%1."
        for each in range(9):
            form_there = value(levels[each].find(f"{W}numFmt")) if each in levels else "decimal"
            label = label.replace(f"%{each + 1}", _written(counts.get(each, 1), form_there))
        return Item(level, label.strip())

    def _kind_of(self, of: str) -> str:
        found = self._lists.get(of)
        return value(found.find(f"{W}abstractNumId")) if found is not None else ""

    def _levels(self, of: str) -> dict[int, Any]:
        kind = self._kinds.get(self._kind_of(of))
        return {_depth(each): each for each in kind.findall(f"{W}lvl")} if kind is not None else {}


def _depth(level: Any) -> int:
    depth = str(level.get(f"{W}ilvl"))
    return int(depth) if depth in set("012345678") else 0


def value(element: Any) -> str:
    """The value of a property; empty if there is no such element, `true` if it has no value."""
    return "" if element is None else str(element.get(f"{W}val", "true"))


def number(element: Any, otherwise: int = 0) -> int:
    """The value of a property as a number."""
    text = value(element)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else otherwise


def _written(count: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (count - 1) % 26)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman"):
        roman, left = "", count % 40
        for size, digits in _ROMAN:
            roman, left = roman + digits * (left // size), left % size
        return roman if form == "lowerRoman" else roman.upper()
    return str(count)
